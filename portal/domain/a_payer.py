"""What a candidature costs as its pages say it: lines, to whom, when, how, and what was paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from portal.domain.centre import Centre
from portal.domain.centre_choisi import centre_de
from portal.domain.circuit import Circuit
from portal.domain.contact import contact_de
from portal.domain.frais import RIEN, LigneFrais, lignes_de_frais, total
from portal.domain.langage.rendu import Rendu
from portal.domain.paiement import ReglesDePaiement, reste
from portal.domain.situation import Situation
from portal.domain.typographie import francais

PORTAIL = "portail"
Moment = Literal["a_venir", "du", "solde", "sans_suite"]


@dataclass(frozen=True, slots=True)
class APayer:
    """`moment`: not due yet, due now, nothing left, or never to be paid (set aside).

    `a_qui` and `courriel` are who receives it; `modalites` is how, in the words of the centre.
    """

    lignes: tuple[LigneFrais, ...]
    total: Decimal
    regle: Decimal
    reste: Decimal
    moment: Moment = "a_venir"
    quand: str = ""
    a_qui: str = ""
    courriel: str = ""
    modalites: str = ""
    moyens: Mapping[str, str] = field(default_factory=dict)
    regle_dite: Rendu | None = None
    remboursable: bool = True
    par_un_tiers: tuple[str, ...] = ()

    @property
    def acceptes(self) -> tuple[str, ...]:
        """The ways of paying that are the candidate's own."""
        return tuple(intitule for code, intitule in self.moyens.items() if code not in self.par_un_tiers)

    def nom_du_moyen(self, code: str) -> str:
        """Return what a way of paying is called, "" when the modèle does not know it."""
        return self.moyens.get(code, "")

    @property
    def detaillee(self) -> bool:
        """Tell whether there is something to add up."""
        return len(self.lignes) > 1


def a_payer(situation: Situation) -> APayer | None:
    """Return what is owed, None where the modèle has no fees or while they are not known."""
    lignes, regles = lignes_de_frais(situation), situation.modele.paiement
    if not lignes:
        return None
    somme, deja, du = total(situation), situation.regle or RIEN, reste(situation)
    if regles is None:
        return APayer(lignes, somme, deja, du)
    circuit, moment = situation.modele.circuit, _moment(situation, regles)
    centre, contact = centre_de(situation) if regles.a == "centre" else None, contact_de(situation)
    return APayer(
        lignes, somme, deja, du, moment,
        quand=francais(_quand(circuit, regles)) if moment == "a_venir" and du else "",
        a_qui=_a_qui(regles, centre) or (contact.service if contact else ""),
        courriel=(centre.courriel if centre else "") or (contact.courriel or "" if contact else ""),
        modalites=centre.modalites if centre else "",
        moyens={moyen.code: moyen.intitule for moyen in regles.moyens.values()},
        par_un_tiers=tuple(moyen.code for moyen in regles.moyens.values() if moyen.tiers),
        regle_dite=regles.regle.rendre(situation) if regles.regle is not None else None,
        remboursable=regles.remboursable,
    )  # fmt: skip


def _moment(situation: Situation, regles: ReglesDePaiement) -> Moment:
    circuit, etat = situation.modele.circuit, situation.etat
    if circuit.etats[etat].phase == "ecartee":
        return "sans_suite"
    if circuit.permise(regles.solde, etat, PORTAIL):
        return "du"
    return "solde" if etat in circuit.depuis(circuit.transitions[regles.quand].vers) else "a_venir"


def _quand(circuit: Circuit, regles: ReglesDePaiement) -> str:
    """Say when the fees become due, and how long there is then."""
    arrivee = circuit.etats[circuit.transitions[regles.quand].vers]
    delai = next((t.apres for t in circuit.automatiques(arrivee.code) if t.apres is not None), None)
    sous = f", dans les {delai}" if delai is not None else ""
    return f"À l’étape « {arrivee.intitule} »{sous}. Ne réglez rien avant."


def _a_qui(regles: ReglesDePaiement, centre: Centre | None) -> str:
    if centre is not None:
        return centre.situe
    return "le centre d’épreuves" if regles.a == "centre" else ""
