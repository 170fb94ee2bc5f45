"""The titles of the table that a file should hold: what is recognised, what is missing, what is not known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

from portal.domain.refus import Refus
from portal.domain.saisie_invalide import citer
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import francais

Etat = Literal["reconnue", "absente", "double", "inconnue"]
RESSEMBLANCE = 0.6


class FeuilleIllisible(Refus):
    """The file as a whole cannot be read as the table that is expected."""


@dataclass(frozen=True, slots=True)
class Colonne:
    """One expected column; `noms` are its other titles. Accents, case and « n° » do not count.

    `lignes`: the line breaks of its cells are kept.
    """

    code: str
    intitule: str
    noms: tuple[str, ...] = ()
    obligatoire: bool = True
    lignes: bool = False

    @property
    def titres(self) -> frozenset[str]:
        return frozenset(titre_comparable(nom) for nom in (self.code, self.intitule, *self.noms))


@dataclass(frozen=True, slots=True)
class Constat:
    """What became of one column: of those expected, then of those that the file has besides.

    `permise`: it is missing, and may be.
    """

    titre: str
    etat: Etat
    phrase: str
    permise: bool = False


class TitresInattendus(FeuilleIllisible):
    """The first line is not the one expected; `constats` say it column by column."""

    def __init__(self, phrase: str, constats: Sequence[Constat]) -> None:
        self.constats = tuple(constats)
        super().__init__(phrase)


def titre_comparable(nom: str) -> str:
    """« N° candidature * » and « numero_candidature » are the same title."""
    mots = sans_accents(nom.replace("°", " ").replace("_", " ")).split()
    return "".join(mot for mot in mots if mot not in ("N", "NO", "NUMERO", "DE", "D", "LA", "L"))


def constater(titres: Sequence[str], colonnes: Iterable[Colonne]) -> tuple[Constat, ...]:
    """Return what became of each expected column, then the titles of the file that are none of them."""
    attendues = tuple(colonnes)
    connus = frozenset[str]().union(*(une.titres for une in attendues))
    inconnus = [titre for titre in titres if titre and titre_comparable(titre) not in connus]
    return (
        *(_attendue(colonne, titres, inconnus) for colonne in attendues),
        *(Constat(titre, "inconnue", "Cette colonne n'est pas attendue.") for titre in inconnus),
    )


def _attendue(colonne: Colonne, titres: Sequence[str], inconnus: Sequence[str]) -> Constat:
    places = [rang for rang, titre in enumerate(titres, 1) if titre_comparable(titre) in colonne.titres]
    if len(places) > 1:
        rangs = " et ".join(str(rang) for rang in places)
        return Constat(colonne.intitule, "double", f"Deux colonnes ont ce titre : {rangs}.")
    if places:
        return Constat(colonne.intitule, "reconnue", f"Colonne {places[0]}.")
    if not colonne.obligatoire:
        return Constat(colonne.intitule, "absente", "Ce qui est permis.", True)
    proche = _proche(colonne, inconnus)
    sinon = f" Le fichier a {citer(proche)} : est-ce elle ?" if proche else ""
    return Constat(colonne.intitule, "absente", francais(f"Elle manque.{sinon}"))


def _proche(colonne: Colonne, inconnus: Sequence[str]) -> str:
    """Return the unknown title that resembles a missing one most, "" for none."""
    par_forme = {titre_comparable(titre): titre for titre in inconnus}
    trouves = get_close_matches(titre_comparable(colonne.intitule), par_forme, 1, RESSEMBLANCE)
    return par_forme[trouves[0]] if trouves else ""
