"""The same decision on several requests: each in a transaction of its own, each with its own outcome."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from plugins.certif_up.services.centre_liste import Demande, nommer
from portal.db import db
from portal.domain.motif import lire_motif
from portal.domain.refus import Refus
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.services.transition import agir

AU_PLUS = 50
PREVALIDER, REFUSER = "prevalider", "refuser"
ABSENTE = "Cette demande n'existe pas, ou n'est pas adressée à votre centre."
OCCUPE = "Le portail est très demandé : rien n'a changé pour cette demande, recommencez."


class LotRefuse(Refus):
    """Nothing was ticked, or too much, or no such decision is taken for several."""

    statut = 422


@dataclass(frozen=True, slots=True)
class Resultat:
    """What became of one request: its new état, or why it stays as it was."""

    demande: Demande | None
    fait: bool
    phrase: str


def traiter(
    portail: Portail, agent: AgentEnPoste, code: str, motif: str, etats_vus: Mapping[str, str]
) -> tuple[Resultat, ...]:
    """Pré-valider or refuse the requests that were ticked, in the order of the page.

    In: the état that the page showed of each, by its clé. Places may run out on the way: those that came
    first have one. Raises LotRefuse, MotifRefuse before anything is done.
    """
    if code not in (PREVALIDER, REFUSER):
        raise LotRefuse("Choisissez « Pré-valider » ou « Refuser ».")
    if not etats_vus:
        raise LotRefuse("Cochez au moins une demande.")
    if len(etats_vus) > AU_PLUS:
        raise LotRefuse(f"{AU_PLUS} demandes au plus à la fois.")
    dit = lire_motif(motif) if code == REFUSER else ""
    noms = nommer(portail, agent, tuple(etats_vus))
    return tuple(
        _traiter_une(portail, agent, noms.get(cle), cle, code, dit, etat) for cle, etat in etats_vus.items()
    )


def _traiter_une(
    portail: Portail, agent: AgentEnPoste, demande: Demande | None, cle: str, code: str, motif: str, etat: str
) -> Resultat:
    if demande is None:
        return Resultat(None, False, ABSENTE)
    try:
        return Resultat(demande, True, agir(portail, agent, cle, code, motif, etat, {}))
    except Refus as refus:
        return Resultat(demande, False, refus.phrase)
    except OperationalError:
        db.session.rollback()
        return Resultat(demande, False, OCCUPE)
