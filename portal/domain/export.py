"""Columns of an exported list, and what makes a cell harmless to a spreadsheet. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from portal.domain.modele import ModeleExamen
from portal.domain.question import Question
from portal.domain.typographie import francais

Genre = Literal["texte", "date", "nombre"]
Format = Literal["xlsx", "csv"]
FORMATS: Mapping[str, str] = {"xlsx": "Classeur (XLSX)", "csv": "Texte séparé par des points-virgules (CSV)"}
CELLULE_MAX = 32_767  # characters of a cell, in every spreadsheet

# What makes a spreadsheet read a cell as a formula, full-width forms included (OWASP, CSV injection).
_DECLENCHEURS = frozenset("=+-@\t\r\n＝＋－﹣−＠|")
# What it would take for a number, a date or a power of ten, losing what was written: 01, 1-2, 3E4.
_ALTERE = re.compile(r"[0-9][0-9\s.,/:eE+-]*")

GROUPES: Mapping[str, str] = {
    "candidature": "Candidature",
    "etat_civil": "État civil",
    "contact": "Adresse et contact",
    "reponses": "Réponses",
    "epreuves": "Épreuves",
    "acquis": "Acquis",
    "pieces": "Pièces",
}


@dataclass(frozen=True, slots=True)
class ColonneExport:
    """One column. Only who has the right to health data may ask for one that is `sante`.

    `cle`: a name of BASE, or « r. », « e. », « a. », « p. » before the key of an answer, the code of an
    épreuve (its statut, what is kept of it) or of a pièce.
    """

    cle: str
    intitule: str
    groupe: str
    genre: Genre = "texte"
    sante: bool = False


BASE = (
    ColonneExport("numero", "N° candidat", "candidature"),
    ColonneExport("numero_inscription", "N° d'inscription", "candidature"),
    ColonneExport("examen", "Examen", "candidature"),
    ColonneExport("academie", "Académie", "candidature"),
    ColonneExport("session", "Session", "candidature"),
    ColonneExport("specialite", "Spécialité", "candidature"),
    ColonneExport("centre_code", "Code du centre", "candidature"),
    ColonneExport("centre", "Centre d'épreuves", "candidature"),
    ColonneExport("categorie", "Catégorie", "candidature"),
    ColonneExport("etat", "État", "candidature"),
    ColonneExport("enregistree", "Enregistrée le", "candidature", "date"),
    ColonneExport("version", "Version", "candidature", "nombre"),
    ColonneExport("civilite", "Civilité", "etat_civil"),
    ColonneExport("nom_naissance", "Nom de naissance", "etat_civil"),
    ColonneExport("nom_usage", "Nom d'usage", "etat_civil"),
    ColonneExport("prenoms", "Prénoms", "etat_civil"),
    ColonneExport("naissance", "Date de naissance", "etat_civil", "date"),
    ColonneExport("naissance_pays", "Pays de naissance", "etat_civil"),
    ColonneExport("naissance_departement", "Département de naissance", "etat_civil"),
    ColonneExport("naissance_commune", "Commune de naissance", "etat_civil"),
    ColonneExport("courriel", "Adresse mail", "contact"),
    ColonneExport("pieces_dues", "Pièces attendues", "pieces", "nombre"),
    ColonneExport("pieces_conformes", "Pièces conformes", "pieces", "nombre"),
    ColonneExport("pieces_a_verifier", "Pièces à vérifier", "pieces", "nombre"),
    ColonneExport("pieces_non_conformes", "Pièces non conformes", "pieces", "nombre"),
    ColonneExport("pieces_manquantes", "Pièces manquantes", "pieces", "nombre"),
)
PAR_DEFAUT = (
    "numero", "numero_inscription", "examen", "specialite", "etat", "enregistree", "civilite",
    "nom_naissance", "nom_usage", "prenoms", "naissance", "courriel",
)  # fmt: skip


def colonnes_de(modeles: Iterable[ModeleExamen]) -> tuple[ColonneExport, ...]:
    """Return every column of some modèles, group by group; what several of them share is one column."""
    uniques = {colonne.cle: colonne for colonne in BASE}
    for modele in modeles:
        for colonne in _colonnes(modele):
            uniques.setdefault(colonne.cle, colonne)
    rangs = list(GROUPES)

    def lieu(colonne: ColonneExport) -> tuple[int, str]:
        par_code = colonne.groupe in ("epreuves", "acquis")
        return rangs.index(colonne.groupe), colonne.cle if par_code else ""

    return tuple(sorted(uniques.values(), key=lieu))


def _colonnes(modele: ModeleExamen) -> Iterator[ColonneExport]:
    blocs = {
        question.cle
        for onglet in modele.onglets
        for rubrique in onglet.rubriques
        if rubrique.bloc is not None
        for question in rubrique.questions
    }
    for cle, question in modele.questions.items():
        if question.origine == "compte" or question.champ.type == "information":
            continue
        groupe = "contact" if cle in blocs else "reponses"
        yield ColonneExport(f"r.{cle}", francais(question.champ.question), groupe, sante=question.sante)
    codes = dict.fromkeys(
        place.epreuve.code
        for specialite in modele.specialites.values()
        for place in specialite.places.values()
        if place.notee
    )
    for code in sorted(codes):
        yield ColonneExport(f"e.{code}", f"Épreuve {code}", "epreuves")
    for question in _questions_de_sante(modele):
        intitule = f"{question.cle.split('.')[1]} : {francais(question.champ.question)}"
        yield ColonneExport(f"r.{question.cle}", intitule, "epreuves", sante=True)
    if modele.possibilites:
        for code in sorted(codes):
            yield ColonneExport(f"a.{code}", f"Acquis {code}", "acquis")
    for piece in modele.pieces:
        yield ColonneExport(f"p.{piece.code}", piece.titre, "pieces", sante=piece.sante)


def _questions_de_sante(modele: ModeleExamen) -> Iterator[Question]:
    """Return those that épreuves ask: whether somebody can do sport, say."""
    vues: dict[str, Question] = {}
    for specialite in modele.specialites.values():
        vues |= {cle: question for cle, question in specialite.questions.items() if question.sante}
    yield from vues.values()


def choisir(offertes: Sequence[ColonneExport], cles: Iterable[str], sante: bool) -> tuple[ColonneExport, ...]:
    """Return the columns asked for that may be given, in the order in which they are offered."""
    voulues = frozenset(cles)
    return tuple(une for une in offertes if une.cle in voulues and (sante or not une.sante))


def texte_de_cellule(valeur: str) -> str:
    """Return a text that any cell holds: no control character, no more than CELLULE_MAX characters."""
    propre = "".join(un for un in valeur if un in "\t\r\n" or un.isprintable() or un.isspace())
    return propre if len(propre) <= CELLULE_MAX else f"{propre[: CELLULE_MAX - 1]}…"


def neutraliser(texte: str) -> str:
    """Return a text that no spreadsheet runs or alters, with an apostrophe before it where needed.

    A CSV file has no types: « =1+1 » would be computed, « 01 » become 1 and « 3/4 » a day of April.
    """
    nu = texte.lstrip()
    dangereux = texte[:1] in _DECLENCHEURS or nu[:1] in _DECLENCHEURS
    if texte and (dangereux or _ALTERE.fullmatch(nu.rstrip())):
        return f"'{texte}"
    return texte
