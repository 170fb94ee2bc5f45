"""How what is owed is paid, and what may be written down as received."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.domain.champs.montant import formater_montant
from portal.domain.frais import RIEN, total
from portal.domain.refus import Refus
from portal.domain.texte import TexteSi

if TYPE_CHECKING:
    from portal.domain.situation import Situation


CENTIME = Decimal("0.01")


class PaiementRefuse(Refus):
    """A payment that cannot be written down. `champ` is the field that says why."""

    statut = 422

    def __init__(self, champ: str, phrase: str) -> None:
        self.champ = champ
        super().__init__(phrase)


class PaiementDepasse(Refus):
    """What remains is no longer what the page showed: somebody wrote a payment in between."""

    statut = 409


@dataclass(frozen=True, slots=True)
class Moyen:
    """A way of paying. `tiers`: another than the candidate pays all that remains."""

    code: str
    intitule: str
    tiers: bool = False


@dataclass(frozen=True, slots=True)
class ReglesDePaiement:
    """`quand`: the transition that makes the fees due; `solde`, `reprise`: those that the portal takes."""

    quand: str
    moyens: Mapping[str, Moyen] = field(default_factory=dict)
    a: str = "gestionnaire"
    solde: str = ""
    reprise: str | None = None
    remboursable: bool = False
    regle: TexteSi | None = None


@dataclass(frozen=True, slots=True)
class Saisie:
    """What a member of staff writes down. `reste_vu` is what the page said was left to pay."""

    montant: Decimal
    moyen: str
    recu_le: date
    reference: str = ""
    reste_vu: Decimal | None = None


def reste(situation: Situation) -> Decimal:
    """Return what is left to pay, never less than nothing."""
    return max(RIEN, total(situation) - (situation.regle or RIEN))


def verifier(situation: Situation, saisie: Saisie, aujourd_hui: date) -> Moyen:
    """Return the way of paying. Raises PaiementDepasse, or PaiementRefuse with the field that is wrong."""
    regles, du = situation.modele.paiement, reste(situation)
    if regles is None or saisie.moyen not in regles.moyens:
        raise PaiementRefuse("moyen", "Choisissez l’un des moyens de paiement.")
    moyen = regles.moyens[saisie.moyen]
    if saisie.reste_vu is not None and saisie.reste_vu != du:
        raise PaiementDepasse(
            f"Entre-temps, un autre règlement a été enregistré : il reste {formater_montant(du)} à régler."
        )
    if du <= RIEN:
        raise PaiementDepasse("Il ne reste rien à régler.")
    _verifier_jour(situation, saisie.recu_le, aujourd_hui)
    if not moyen.tiers:
        _verifier_montant(saisie.montant, du)
    return moyen


def _verifier_jour(situation: Situation, recu_le: date, aujourd_hui: date) -> None:
    """Refuse a day that is nearly always a year typed wrongly: nobody pays before registration opens."""
    if recu_le > aujourd_hui:
        raise PaiementRefuse("recu_le", "Cette date est dans l’avenir.")
    debut = situation.jour(situation.modele.calendrier.inscription.ouverture)
    if recu_le < debut:
        au_plus_tot = f"indiquez au plus tôt le {debut:%d/%m/%Y}."
        raise PaiementRefuse("recu_le", f"Les inscriptions n’étaient pas encore ouvertes : {au_plus_tot}")


def _verifier_montant(montant: Decimal, du: Decimal) -> None:
    if not montant.is_finite() or montant <= RIEN:
        raise PaiementRefuse("montant", "Le montant est plus grand que zéro.")
    if montant > du:
        phrase = f"Il reste {formater_montant(du)} à régler : un montant plus grand ne s’enregistre pas."
        raise PaiementRefuse("montant", phrase)
    if montant != montant.quantize(CENTIME):
        raise PaiementRefuse("montant", "Le montant s’écrit en euros et en centimes.")
