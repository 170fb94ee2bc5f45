"""What follows « Enregistrer »: steps, what comes by itself, money, centre, démarches, what was opened."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.a_payer import APayer, a_payer
from portal.domain.centre import Centre
from portal.domain.centre_choisi import a_qui_signaler, centre_de, offre_choisie
from portal.domain.depot import premier_incomplet
from portal.domain.etapes_du_circuit import etapes_du_circuit
from portal.domain.numero import numero_inscription
from portal.domain.suivi import Etape, Faits, etapes
from portal.services.candidature import Contexte, contexte_de
from portal.services.demarche import Offre, offertes
from portal.services.passages import passages
from portal.services.portail import Portail
from portal.services.rebours import Rebours, rebours
from portal.services.sommes import paiements_de
from portal.tables.candidature import Candidature
from portal.tables.paiement import Paiement


@dataclass(frozen=True, slots=True)
class Liee:
    """Another candidature of the same person, that this one opened or was opened by.

    `onglet` is where to go on filling it in, "" once it is recorded or closed.
    """

    cle: str
    numero: str
    etat: str
    onglet: str = ""
    genre: str = ""


@dataclass(frozen=True)
class Deroulement:
    """`a_qui` is the name and the address of who corrects an answer; `paiements` those that count."""

    etapes: tuple[Etape, ...]
    rebours: Rebours | None
    a_payer: APayer | None
    paiements: tuple[Paiement, ...]
    centre: Centre | None
    offre: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    a_qui: tuple[str, str]
    suite: Liee | None
    origine: Liee | None
    demarches: tuple[Offre, ...]


def deroulement(portail: Portail, contexte: Contexte, faits: Faits) -> Deroulement:
    """Return what the page of a candidature says beside its pièces.

    In: the candidature as it is shown, recorded last or draft.
    """
    modele, candidature, situation = contexte.modele, contexte.candidature, contexte.situation
    recus = paiements_de(candidature.id) if modele.paiement is not None else ()
    return Deroulement(
        etapes=_etapes(contexte, faits),
        rebours=rebours(candidature, situation),
        a_payer=a_payer(situation),
        paiements=tuple(un for un in recus if un.annule_le is None),
        centre=centre_de(situation),
        offre=offre_choisie(situation),
        a_qui=a_qui_signaler(situation),
        suite=_liee(portail, ouverte_par(contexte)),
        origine=_liee(portail, _qui_ouvrit(candidature)),
        demarches=offertes(contexte) if candidature.version else (),
    )


def _etapes(contexte: Contexte, faits: Faits) -> tuple[Etape, ...]:
    """Return the steps of the circuit itself where a family wrote it, else those of every registration."""
    if contexte.modele.circuit.propre:
        return etapes_du_circuit(contexte.situation, faits, passages(contexte.candidature))
    return etapes(contexte.situation, faits)


def ouverte_par(contexte: Contexte) -> Candidature | None:
    """Return the candidature that this one opened, if its circuit opens any."""
    candidature, transitions = contexte.candidature, contexte.modele.circuit.transitions.values()
    if all(transition.ouvre is None for transition in transitions):
        return None
    demande = select(Candidature).where(
        Candidature.origine_id == candidature.id, Candidature.candidat_id == candidature.candidat_id
    )
    return db.session.scalar(demande.order_by(Candidature.id.desc()).limit(1))


def _qui_ouvrit(candidature: Candidature) -> Candidature | None:
    if candidature.origine_id is None:
        return None
    demande = select(Candidature).where(
        Candidature.id == candidature.origine_id, Candidature.candidat_id == candidature.candidat_id
    )
    return db.session.scalar(demande)


def _liee(portail: Portail, autre: Candidature | None) -> Liee | None:
    if autre is None:
        return None
    contexte = contexte_de(portail, autre, autre.candidat)
    etat = contexte.modele.circuit.etats[autre.etat].intitule
    if autre.version:
        return Liee(autre.cle, numero_inscription(autre.numero_inscription or 0), etat)
    periode = contexte.modele.calendrier.inscription
    if periode.etat(contexte.situation.maintenant) != "ouverte":
        return Liee(autre.cle, "", etat)
    onglet = premier_incomplet(contexte.situation)
    return Liee(autre.cle, "", etat, onglet.code, onglet.genre)
