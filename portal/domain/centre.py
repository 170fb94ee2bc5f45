"""Centres d'épreuves as a candidate chooses among them: who they are, what they offer, what is left.

Pure: an `Annuaire` gives the centres of one modèle; that of a running portal reads the database.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from portal.domain.referentiel import Departement, Referentiel
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import INSECABLE

PEU = 3  # places under which a candidate had better hurry


@dataclass(frozen=True, slots=True)
class Centre:
    """A centre d'épreuves. `departement` is « 02 », « 2A », « 987 »; `modalites` says how to pay it."""

    id: int
    code: str
    intitule: str
    adresse: str = ""
    code_postal: str = ""
    commune: str = ""
    departement: str = ""
    courriel: str = ""
    telephone: str = ""
    modalites: str = ""

    @property
    def situe(self) -> str:
        """« TAHITIPLUS (Papeete) »."""
        return f"{self.intitule} ({self.commune})" if self.commune else self.intitule


@dataclass(frozen=True, slots=True)
class OffreEpreuve:
    """One épreuve at one centre; `details` are (question, answer) of what the centre declares."""

    epreuve: str
    places: int
    prises: int = 0
    details: tuple[tuple[str, str], ...] = ()

    @property
    def reste(self) -> int:
        return max(0, self.places - self.prises)

    @property
    def en_mots(self) -> str:
        """What is left, as a candidate reads it."""
        if not self.reste:
            return "complet"
        if self.reste == 1:
            return "dernière place"
        return (
            f"plus que {self.reste}{INSECABLE}places"
            if self.reste <= PEU
            else f"{self.reste}{INSECABLE}places"
        )


@dataclass(frozen=True, slots=True)
class CentreOffrant:
    """A centre that is open for a modèle, with what it offers by épreuve."""

    centre: Centre
    offres: Mapping[str, OffreEpreuve] = field(default_factory=dict)

    def organise(self, epreuves: Iterable[str]) -> bool:
        """Tell whether it organises all of these épreuves."""
        return all(epreuve in self.offres for epreuve in epreuves)

    def completes(self, epreuves: Iterable[str]) -> tuple[str, ...]:
        """Return those of these épreuves for which no place is left."""
        return tuple(e for e in epreuves if e in self.offres and not self.offres[e].reste)


class Annuaire(Protocol):
    """The centres of one modèle. `sur_parole`: whatever is answered is taken as right (scénarios)."""

    @property
    def sur_parole(self) -> bool: ...

    def centre(self, code: str) -> Centre | None:
        """Return the centre of that code, open or not."""

    def offrant(self, code: str) -> CentreOffrant | None:
        """Return the centre of that code with what it offers, None when it is not open today."""

    def offrants(self, departements: Collection[str]) -> Sequence[CentreOffrant]:
        """Return the centres of some départements that are open today, in any order."""


class AnnuaireVide:
    """Where no centre is known."""

    sur_parole = False

    def centre(self, code: str) -> Centre | None:
        return None

    def offrant(self, code: str) -> CentreOffrant | None:
        return None

    def offrants(self, departements: Collection[str]) -> Sequence[CentreOffrant]:
        return ()


@dataclass(frozen=True, slots=True)
class AnnuaireDEssai:
    """The centres of a scénario: any code is one, in the département asked for, and organises everything."""

    departement: str = ""
    sur_parole: bool = True

    def centre(self, code: str) -> Centre | None:
        return Centre(0, code, code, departement=self.departement)

    def offrant(self, code: str) -> CentreOffrant | None:
        return None

    def offrants(self, departements: Collection[str]) -> Sequence[CentreOffrant]:
        return ()


@dataclass(frozen=True, slots=True)
class Recherche:
    """What a département gives: its centres, else those of the départements around it.

    `limitrophes` is False for those that are near without a border (overseas).
    """

    departement: Departement | None
    epreuves: tuple[str, ...]
    ici: tuple[CentreOffrant, ...] = ()
    autour: tuple[tuple[Departement, tuple[CentreOffrant, ...]], ...] = ()
    limitrophes: bool = True

    @property
    def vide(self) -> bool:
        return not self.ici and not self.autour


def chercher(
    annuaire: Annuaire, referentiel: Referentiel, departement: str, epreuves: Sequence[str]
) -> Recherche:
    """Return the centres that organise all the épreuves in a département (guide 001 §6).

    Neighbours are looked at only where there is none (guide 001 §6: « départements limitrophes »).
    """
    lieu, voulues = referentiel.departement(departement) if departement else None, tuple(epreuves)
    if lieu is None or not voulues:
        return Recherche(lieu, voulues)
    ici = _ranges(_par_lieu(annuaire, [lieu.code], voulues).get(lieu.code, ()), voulues)
    voisins = () if ici else referentiel.voisins(lieu.code)
    par_lieu = _par_lieu(annuaire, [voisin.code for voisin in voisins], voulues)
    autour = tuple((v, _ranges(par_lieu[v.code], voulues)) for v in voisins if v.code in par_lieu)
    return Recherche(lieu, voulues, ici, autour, not lieu.outre_mer)


def _par_lieu(
    annuaire: Annuaire, departements: Collection[str], epreuves: Sequence[str]
) -> dict[str, list[CentreOffrant]]:
    """Those that organise the épreuves, by département; the centres of others are not even read."""
    par_lieu: dict[str, list[CentreOffrant]] = {}
    for offrant in annuaire.offrants(departements) if departements else ():
        if offrant.organise(epreuves):
            par_lieu.setdefault(offrant.centre.departement, []).append(offrant)
    return par_lieu


def _ranges(offrants: Iterable[CentreOffrant], epreuves: Sequence[str]) -> tuple[CentreOffrant, ...]:
    """Those with places first, then by town and name."""

    def cle(offrant: CentreOffrant) -> tuple[bool, str, str]:
        centre = offrant.centre
        return bool(offrant.completes(epreuves)), sans_accents(centre.commune), sans_accents(centre.intitule)

    return tuple(sorted(offrants, key=cle))
