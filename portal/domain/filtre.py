"""A search in the list of candidatures: read from a query string, written back to one.

Pure: what the criteria select is said by `services.liste`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal, TypeVar

from portal.domain.adresse_courriel import AdresseInvalide, normaliser
from portal.domain.date_saisie import lire_date
from portal.domain.numero import LONGUEUR_CANDIDAT, numero_candidat_valide
from portal.domain.refus import Refus
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_ligne, sans_accents

T = TypeVar("T")
Requete = Mapping[str, Sequence[str]]
Tri = Literal["recentes", "anciennes", "nom"]
Genre = Literal["nom", "numero", "courriel", "naissance"]

TRIS: Mapping[str, str] = {
    "recentes": "Les plus récentes d’abord",
    "anciennes": "Les plus anciennes d’abord",
    "nom": "Par nom",
}
PIECES: Mapping[str, str] = {
    "a_verifier": "À vérifier",
    "non_conformes": "Non conformes",
    "manquantes": "Manquantes",
    "completes": "Complètes",
}
COLONNES: Mapping[str, str] = {
    "numero": "N° candidat",
    "naissance": "Né(e) le",
    "courriel": "Adresse mail",
    "examen": "Examen",
    "centre": "Centre",
    "specialite": "Spécialité",
    "categorie": "Catégorie",
    "etat": "État",
    "pieces": "Pièces",
    "enregistree": "Enregistrée le",
}
COLONNES_PAR_DEFAUT = ("numero", "naissance", "examen", "specialite", "etat", "pieces", "enregistree")
LONGUEUR_CODE = 200
_RANG = re.compile(r"([0-9]{11})(?:[\s/-]*([0-9]{1,6}))?")
_DATE = re.compile(r"[0-9]{1,4}\s*[/.-]\s*[0-9]{1,2}\s*[/.-]\s*[0-9]{1,4}")


class FiltreInvalide(Refus):
    """A criterion that cannot be read. `erreurs`: one sentence per key of the query."""

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        self.erreurs = dict(erreurs)
        super().__init__(" ".join(self.erreurs.values()))


@dataclass(frozen=True, slots=True)
class Recherche:
    """What the one field of search was understood as. `rang` is that of an inscription, for a number."""

    genre: Genre
    texte: str
    rang: int | None = None
    jour: date | None = None


@dataclass(frozen=True, slots=True)
class Filtre:
    """The criteria of a list, "" and None for those not used. `du` and `au` are days in Paris, included.

    `centre` is the code of a centre d'épreuves.
    """

    q: str = ""
    famille: str = ""
    modele: str = ""
    centre: str = ""
    etat: str = ""
    specialite: str = ""
    categorie: str = ""
    pieces: str = ""
    du: date | None = None
    au: date | None = None
    tri: Tri = "recentes"
    colonnes: tuple[str, ...] = COLONNES_PAR_DEFAUT

    @classmethod
    def lire(cls, requete: Requete) -> Filtre:
        """Return what a query asks for; unknown keys are left out. Raises FiltreInvalide."""
        lecture = _Lecture(requete)
        filtre = cls(
            q=lecture.lire("q", _recherche, ""),
            famille=lecture.lire("famille", _code, ""),
            modele=lecture.lire("modele", _code, ""),
            centre=lecture.lire("centre", lambda brut: _code(brut).upper(), ""),
            etat=lecture.lire("etat", _code, ""),
            specialite=lecture.lire("specialite", _code, ""),
            categorie=lecture.lire("categorie", _code, ""),
            pieces=lecture.lire("pieces", _parmi(PIECES), ""),
            du=lecture.lire("du", _jour, None),
            au=lecture.lire("au", _jour, None),
            tri=lecture.lire("tri", _tri, "recentes"),
            colonnes=_colonnes(requete.get("colonnes", ())),
        )
        if filtre.du and filtre.au and filtre.du > filtre.au:
            lecture.erreurs["au"] = "Cette date est avant la première : inversez-les."
        if lecture.erreurs:
            raise FiltreInvalide(lecture.erreurs)
        return filtre

    def en_requete(self) -> dict[str, list[str]]:
        """Return the query that `lire` reads as this search; what is usual is left out."""
        usuel, requete = Filtre(), {}
        for champ in fields(self):
            valeur = getattr(self, champ.name)
            if valeur != getattr(usuel, champ.name):
                requete[champ.name] = list(valeur) if isinstance(valeur, tuple) else [_ecrire(valeur)]
        return requete

    def sans(self, cle: str) -> Filtre:
        """Return the same search without one criterion."""
        return replace(self, **{cle: getattr(Filtre(), cle)})

    @property
    def criteres(self) -> tuple[str, ...]:
        """The keys of the criteria in use, order and columns left out."""
        en_cours = self.en_requete()
        return tuple(cle for cle in en_cours if cle not in ("tri", "colonnes"))

    @property
    def colonnes_choisies(self) -> bool:
        """Tell whether the columns are not those of everybody."""
        return self.colonnes != COLONNES_PAR_DEFAUT

    @property
    def recherche(self) -> Recherche | None:
        """What the field of search stands for, None when it is empty."""
        return reconnaitre(self.q) if self.q else None

    @property
    def par_nom(self) -> bool:
        """Tell whether the list is in the order of names; a search by name always is."""
        cherche = self.recherche
        return self.tri == "nom" or (cherche is not None and cherche.genre == "nom")


def reconnaitre(texte: str) -> Recherche:
    """Tell a number, an address, a day of birth or a name by the way it is written. Raises SaisieInvalide."""
    numero = _RANG.fullmatch("".join(texte.split()) if texte[:1].isdigit() else texte)
    if numero is not None:
        return _numero(numero[1], numero[2])
    if "@" in texte:
        return _courriel(texte)
    if _DATE.fullmatch(texte):
        return Recherche("naissance", texte, jour=lire_date(texte))
    nom = sans_accents(texte)
    if not nom:
        raise SaisieInvalide("Tapez un nom, un n° candidat, une adresse mail ou une date de naissance.")
    if nom.replace(" ", "").isdigit():
        raise SaisieInvalide(f"Un n° candidat a {LONGUEUR_CANDIDAT} chiffres, une date s’écrit 30/05/1998.")
    return Recherche("nom", nom)


def _numero(numero: str, rang: str | None) -> Recherche:
    if not numero_candidat_valide(numero):
        raise SaisieInvalide("Ce n° candidat contient une erreur : vérifiez chaque chiffre.")
    return Recherche("numero", numero, rang=int(rang) if rang else None)


def _courriel(texte: str) -> Recherche:
    try:
        return Recherche("courriel", normaliser(texte))
    except AdresseInvalide as refus:
        raise SaisieInvalide(refus.phrase) from refus


class _Lecture:
    """Reads the keys one by one and keeps the sentences of those that are wrong."""

    def __init__(self, requete: Requete) -> None:
        self._requete = requete
        self.erreurs: dict[str, str] = {}

    def lire(self, cle: str, lecteur: Callable[[str], T], sinon: T) -> T:
        valeurs = self._requete.get(cle) or ("",)
        brut = valeurs[0].strip()
        if not brut:
            return sinon
        try:
            return lecteur(brut)
        except SaisieInvalide as refus:
            self.erreurs[cle] = refus.message
            return sinon


def _recherche(brut: str) -> str:
    texte = lire_ligne(brut)
    reconnaitre(texte)
    return texte


def _code(brut: str) -> str:
    return lire_ligne(brut, LONGUEUR_CODE)


def _parmi(connus: Mapping[str, str]) -> Callable[[str], str]:
    def lire(brut: str) -> str:
        if brut not in connus:
            raise SaisieInvalide("Choisissez dans la liste.")
        return brut

    return lire


def _tri(brut: str) -> Tri:
    trouve: Mapping[str, Tri] = {"recentes": "recentes", "anciennes": "anciennes", "nom": "nom"}
    return trouve[_parmi(TRIS)(brut)]


def _jour(brut: str) -> date | None:
    return lire_date(brut)


def _colonnes(brutes: Sequence[str]) -> tuple[str, ...]:
    """Return the columns asked for, in their one order; those of everybody when none is known."""
    return tuple(code for code in COLONNES if code in brutes) or COLONNES_PAR_DEFAUT


def _ecrire(valeur: object) -> str:
    return f"{valeur:%d/%m/%Y}" if isinstance(valeur, date) else str(valeur)
