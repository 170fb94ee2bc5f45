"""The calendar of a modèle: windows, jalons, and what state they are in at a given instant.

A closing instant is exclusive: at 17:00:00 sharp the service is closed (guide 003, calendrier).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from portal.domain.instant import fin_du_jour
from portal.domain.refus import Refus

PIECE = "piece."  # before the key of a pièce, in what is granted to one person
EtatPeriode = Literal["a_venir", "ouverte", "fermee"]


class InscriptionFermee(Refus):
    """The registration window is not open; the draft stays readable."""

    statut = 403


@dataclass(frozen=True, slots=True)
class Periode:
    """A window between two aware UTC instants; `fermeture` is exclusive."""

    ouverture: datetime
    fermeture: datetime
    fuseau: ZoneInfo

    def etat(self, maintenant: datetime) -> EtatPeriode:
        if maintenant < self.ouverture:
            return "a_venir"
        return "ouverte" if maintenant < self.fermeture else "fermee"


@dataclass(frozen=True, slots=True)
class Jalon:
    """A named date of a session: a day, or an aware instant."""

    code: str
    intitule: str
    quand: datetime | date


@dataclass(frozen=True, slots=True)
class Calendrier:
    """Everything dated of one modèle. `annee` is the year of the session d'examen.

    `jours_feries` names the département whose public holidays count, « centre » for that of the centre that
    was chosen, nothing for those of the mainland. `accordes` are the later deadlines of one person, by pièce
    (« piece.identite »).
    """

    fuseau: ZoneInfo
    annee: int
    inscription: Periode
    pieces: Periode
    jalons: Mapping[str, Jalon] = field(default_factory=dict)
    jours_feries: str = ""
    accordes: Mapping[str, datetime] = field(default_factory=dict)

    def prolonge(self, delais: Mapping[str, datetime]) -> Calendrier:
        """Return the calendar of a person who was granted later deadlines; an earlier one changes nothing.

        In: aware instants by « inscription », « pieces », a jalon, or « piece.<clé> ».
        """
        return replace(
            self,
            inscription=_repousser(self.inscription, delais.get("inscription")),
            pieces=_repousser(self.pieces, delais.get("pieces")),
            jalons={code: self._jalon(jalon, delais.get(code)) for code, jalon in self.jalons.items()},
            accordes={cle: fin for cle, fin in delais.items() if cle.startswith(PIECE)},
        )

    def _jalon(self, jalon: Jalon, fin: datetime | None) -> Jalon:
        plus_tard = fin is not None and fin > fin_du_jour(jalon.quand, self.fuseau)
        return replace(jalon, quand=fin) if plus_tard and fin is not None else jalon

    def repere(self, nom: str) -> datetime | date | None:
        """Return a date that the calendar alone knows, None for any other name."""
        if nom == "ouverture":
            return self.inscription.ouverture
        if nom == "cloture":
            return self.inscription.fermeture
        if nom == "fin_pieces":
            return self.pieces.fermeture
        if nom == "fin_annee":
            return date(self.annee, 12, 31)
        jalon = self.jalons.get(nom)
        return None if jalon is None else jalon.quand


def _repousser(periode: Periode, fin: datetime | None) -> Periode:
    return periode if fin is None or fin <= periode.fermeture else replace(periode, fermeture=fin)


REPERES = ("ouverture", "cloture", "fin_pieces", "enregistrement", "depot", "fin_annee")
