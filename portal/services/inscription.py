"""« Enregistrer »: a draft becomes a candidature, or the next version of it, in one transaction."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.brouillon import Brouillon
from portal.domain.candidature import (
    CandidatureIncomplete,
    ConfirmationManquante,
    DejaEnregistree,
    JamaisEnregistree,
    Recepisse,
    RienNaChange,
)
from portal.domain.circuit import TransitionImpossible
from portal.domain.manques import manques
from portal.domain.recapitulatif import differences
from portal.domain.situation import Situation
from portal.services import places
from portal.services.candidature import (
    Contexte,
    candidature_de,
    candidature_verrouillee,
    contexte_de,
    exiger_ouverte,
    modele_de,
)
from portal.services.circuit import franchir
from portal.services.compteur import prendre
from portal.services.document import demander_documents
from portal.services.notification import notifier
from portal.services.paiement import solder_apres
from portal.services.piece import recompter
from portal.services.portail import Portail
from portal.services.version import noter_version, photographier, ranger
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.document import Document

CANDIDAT = "candidat"


def enregistrer(portail: Portail, candidat: Candidat, cle: str, confirmation: bool = False) -> Recepisse:
    """Record a draft: everything is checked again on what the lock protects, then written at once.

    In: `confirmation` is the box that counts as a signature where the modèle says so.
    Out: the numbers; the same ones, and nothing done again, when this was recorded already.
    Raises CandidatureIntrouvable, InscriptionFermee, CandidatureIncomplete (règles included),
    ConfirmationManquante, RienNaChange or TransitionImpossible: nothing is written, no number is taken.
    """
    modele_de(portail, candidature_de(portail, candidat, cle))  # compiled before the lock is taken
    with ecriture():
        candidature = candidature_verrouillee(portail, candidat.id, cle)
        return inscrire(portail, candidature, candidat, confirmation)


def inscrire(
    portail: Portail, candidature: Candidature, candidat: Candidat, confirmation: bool = False
) -> Recepisse:
    """Do the same inside `ecriture()`, on a candidature that is locked, or that nobody else knows yet."""
    contexte = contexte_de(portail, candidature, candidat)
    if not contexte.saisie_ouverte:
        return _recepisse(contexte, nouveau=False)
    exiger_ouverte(portail, contexte.modele)
    avant = _derniere(portail, candidature, candidat)
    finale = replace(contexte.situation, reponses=photographier(contexte.situation), _visibles={})
    _verifier(contexte, finale, avant, confirmation)
    moment = _ecrire(portail, contexte, finale, candidat)
    finale = replace(finale, etat=candidature.etat, enregistree_le=finale.maintenant, _visibles={})
    recompter(candidature, finale)
    demander_documents(portail, candidature, moment, finale)
    notifier(portail, candidature, moment, finale, avant)
    solder_apres(portail, contexte.modele, candidature, moment, candidat.compte_id)
    return _recepisse(contexte, nouveau=True)


def modifier(portail: Portail, candidat: Candidat, cle: str) -> None:
    """Start to modify a recorded candidature, on a copy that nobody sees before it is recorded.

    Raises CandidatureIntrouvable, InscriptionFermee or TransitionImpossible.
    """
    with ecriture():
        candidature = candidature_verrouillee(portail, candidat.id, cle)
        contexte = contexte_de(portail, candidature, candidat)
        exiger_ouverte(portail, contexte.modele)
        if contexte.saisie_ouverte:
            return
        if not contexte.modele.circuit.permise("modifier", candidature.etat, CANDIDAT):
            raise TransitionImpossible("Votre candidature ne peut plus être modifiée ici.")
        enregistrees = candidature.reponses or {}
        copie = replace(contexte.brouillon, reponses=enregistrees, saisies={}, en_modification=True)
        candidature.brouillon = copie.en_json()
        candidature.validees = [onglet.code for onglet in contexte.modele.onglets]
        candidature.revision += 1


def abandonner(portail: Portail, candidat: Candidat, cle: str) -> None:
    """Give a modification up: what is recorded stays as it is.

    Raises CandidatureIntrouvable, JamaisEnregistree, or DejaEnregistree when no modification is under way.
    """
    with ecriture():
        candidature = candidature_verrouillee(portail, candidat.id, cle)
        brouillon = Brouillon.lire(candidature.brouillon)
        if candidature.version == 0:
            raise JamaisEnregistree
        if not brouillon.en_modification:
            raise DejaEnregistree
        ranger(candidature, brouillon, candidature.reponses or {})


def documents(candidature: Candidature) -> tuple[Document, ...]:
    """Return the present documents of a candidature, in the order in which they were asked for."""
    demande = select(Document).where(
        Document.candidature_id == candidature.id, Document.remplace_par.is_(None)
    )
    return tuple(db.session.scalars(demande.order_by(Document.id)))


def _derniere(portail: Portail, candidature: Candidature, candidat: Candidat) -> Situation | None:
    """Return what was recorded last, None for a first time."""
    if candidature.version == 0:
        return None
    return contexte_de(portail, candidature, candidat, brouillon=False).situation


def _verifier(contexte: Contexte, finale: Situation, avant: Situation | None, confirmation: bool) -> None:
    reste = manques(finale, contexte.brouillon.saisies, contexte.verrouillees)
    if reste:
        raise CandidatureIncomplete(reste)
    if avant is not None and not differences(avant, finale):
        raise RienNaChange
    if contexte.modele.confirmation == "en_ligne" and not confirmation:
        raise ConfirmationManquante


def _ecrire(portail: Portail, contexte: Contexte, finale: Situation, candidat: Candidat) -> str:
    """Take the transition and write the version; return the transition."""
    candidature, maintenant = contexte.candidature, finale.maintenant
    code = "enregistrer" if candidature.version == 0 else "modifier"
    version = candidature.version + 1
    franchir(
        portail, candidature, finale, code, CANDIDAT,
        compte_id=candidat.compte_id, donnees={"version": version},
    )  # fmt: skip
    if candidature.numero_inscription is None:
        candidature.numero_inscription = prendre(f"inscription:{candidature.candidat_id}")
    candidature.enregistree_le = maintenant
    noter_version(candidature, finale)
    places.accorder(candidature, finale, maintenant)
    ranger(candidature, contexte.brouillon, finale.reponses)
    return code


def _recepisse(contexte: Contexte, nouveau: bool) -> Recepisse:
    candidature = contexte.candidature
    if candidature.numero_inscription is None or candidature.enregistree_le is None:
        raise RuntimeError("a recorded candidature has a number and an instant")
    return Recepisse(
        numero_candidat=contexte.situation.personne.numero or "",
        rang=candidature.numero_inscription,
        version=candidature.version,
        enregistree_le=candidature.enregistree_le,
        nouveau=nouveau,
    )


def recepisse(portail: Portail, candidat: Candidat, cle: str) -> Recepisse | None:
    """Return the numbers of a candidature, None while it is not recorded. Raises CandidatureIntrouvable."""
    candidature = candidature_de(portail, candidat, cle)
    contexte = contexte_de(portail, candidature, candidat)
    return None if candidature.version == 0 else _recepisse(contexte, nouveau=False)
