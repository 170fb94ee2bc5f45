"""What an inscription costs, line by line. Amounts are exact decimals, in euros."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from portal.domain.conditions import JAMAIS, TOUJOURS, Condition
from portal.domain.selon import Selon

if TYPE_CHECKING:
    from portal.domain.situation import Situation

RIEN = Decimal(0)


@dataclass(frozen=True, slots=True)
class Frais:
    """One line of a modèle: due when `si` holds, once or for each épreuve sat, unless `exonere` holds."""

    code: str
    intitule: str
    montant: Selon[Decimal]
    pour_chaque: Literal["epreuves"] | None = None
    si: Condition = TOUJOURS
    exonere: Condition = JAMAIS


@dataclass(frozen=True, slots=True)
class LigneFrais:
    """« Inscription à une épreuve », « E1 – Activités comptables courantes », 50 €."""

    intitule: str
    detail: str
    montant: Decimal
    exoneree: bool = False


def lignes_de_frais(situation: Situation) -> tuple[LigneFrais, ...]:
    """Return what a candidature owes, in the order of the modèle; what is not known yet is left out."""
    return tuple(ligne for frais in situation.modele.frais for ligne in _lignes(situation, frais))


def total(situation: Situation) -> Decimal:
    """Return the sum of what is owed."""
    return sum((ligne.montant for ligne in lignes_de_frais(situation)), RIEN)


def _lignes(situation: Situation, frais: Frais) -> Iterator[LigneFrais]:
    montant = frais.montant.choisir(situation)
    if montant is None or frais.si.evaluer(situation) is not True:
        return
    exoneree = frais.exonere.evaluer(situation) is True
    for detail in _details(situation, frais):
        yield LigneFrais(frais.intitule, detail, RIEN if exoneree else montant, exoneree)


def _details(situation: Situation, frais: Frais) -> Iterator[str]:
    if frais.pour_chaque is None:
        yield ""
        return
    for retenue in situation.epreuves:
        if retenue.inscrite:
            yield f"{retenue.epreuve.code} – {retenue.epreuve.intitule}"
