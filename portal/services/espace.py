"""What a candidate finds in their space: candidatures, what each lacks, documents, whom to write to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import select

from portal.db import db
from portal.domain.a_defaut import epreuves_refusees
from portal.domain.contact import contact_de
from portal.domain.envois import Envoi, envois
from portal.domain.fourniture import Regroupement, bilan_de
from portal.domain.manques import Manque, manques
from portal.domain.modele import Contact
from portal.domain.questionnaire import onglets_visibles
from portal.domain.situation import Situation
from portal.domain.suivi import Etape, Faits, Rappel, rappels, session_terminee
from portal.services.candidature import Contexte, candidature_de, contexte_de
from portal.services.cartes import Carte, carte_de
from portal.services.deroulement import Deroulement, deroulement, ouverte_par
from portal.services.fourniture import reste_a_fournir
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

PHASES_MONTREES = ("brouillon", "deposee", "inscrite")


@dataclass(frozen=True)
class Suivi:
    """The page of one candidature. `manques` is what prevents « Enregistrer » while it is typed.

    `epreuves_fermees` are épreuves (code and title) that will not be sat, for want of a pièce.
    """

    carte: Carte
    contexte: Contexte
    etapes: tuple[Etape, ...]
    manques: tuple[Manque, ...]
    envois: tuple[Envoi, ...]
    groupes: tuple[Regroupement, ...]
    rappels: tuple[Rappel, ...]
    contact: Contact | None
    deroulement: Deroulement
    epreuves_fermees: tuple[str, ...] = ()


def candidatures(portail: Portail, candidat: Candidat, toutes: bool = False) -> tuple[Carte, ...]:
    """Return the candidatures to show, the latest first; `toutes`: those set aside or ended too."""
    return _cartes(portail, candidat, lambda contexte: toutes or _montree(contexte))


def sans_suite(portail: Portail, candidat: Candidat) -> tuple[Carte, ...]:
    """Return those that a circuit of its own refused, let expire or put off, in a session that lives."""
    return _cartes(portail, candidat, _close)


def _suite(contexte: Contexte) -> str:
    """Return the key of the draft that a closed candidature opened, "" for none."""
    ouverte = ouverte_par(contexte) if _close(contexte) else None
    return ouverte.cle if ouverte is not None and ouverte.version == 0 else ""


def _cartes(portail: Portail, candidat: Candidat, montrer: Callable[[Contexte], bool]) -> tuple[Carte, ...]:
    lignes = db.session.scalars(
        select(Candidature).where(Candidature.candidat_id == candidat.id).order_by(Candidature.id.desc())
    )
    cartes = []
    for candidature in lignes:
        contexte = contexte_de(portail, candidature, candidat)
        if montrer(contexte):
            cartes.append(
                replace(carte_de(contexte), pieces=_pieces(portail, contexte)[1], suite=_suite(contexte))
            )
    return tuple(cartes)


def suivre(portail: Portail, candidat: Candidat, cle: str) -> Suivi:
    """Return where one candidature stands. Raises CandidatureIntrouvable."""
    candidature = candidature_de(portail, candidat, cle)
    contexte = contexte_de(portail, candidature, candidat)
    enregistree = candidature.version > 0
    montre = contexte_de(portail, candidature, candidat, brouillon=not enregistree)
    situation = montre.situation
    reste = _manques(contexte) if contexte.saisie_ouverte else ()
    groupes, phrase = _pieces(portail, contexte)
    faits = replace(_faits(contexte), pieces=bilan_de(groupes), reste=phrase)
    ensuite = deroulement(portail, montre, faits)
    return Suivi(
        carte=carte_de(contexte),
        contexte=contexte,
        etapes=ensuite.etapes,
        manques=reste,
        envois=envois(situation),
        groupes=groupes,
        rappels=rappels(situation),
        contact=contact_de(situation),
        epreuves_fermees=_fermees(situation, groupes),
        deroulement=ensuite,
    )


def _fermees(situation: Situation, groupes: tuple[Regroupement, ...]) -> tuple[str, ...]:
    suivies = [piece.suivie for groupe in groupes for piece in groupe.pieces]
    codes = epreuves_refusees(suivies, situation.maintenant)
    return tuple(f"{code} – {une.intitule}" for code in codes if (une := situation.epreuve(code)) is not None)


def _pieces(portail: Portail, contexte: Contexte) -> tuple[tuple[Regroupement, ...], str]:
    """Return what a candidature owes, and what is left in a sentence; a draft owes nothing yet."""
    candidature = contexte.candidature
    if candidature.version == 0:
        return (), ""
    enregistree = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    return reste_a_fournir(candidature, enregistree.situation)


def _montree(contexte: Contexte) -> bool:
    return contexte.candidature.phase in PHASES_MONTREES and not _terminee(contexte)


def _close(contexte: Contexte) -> bool:
    propre = contexte.modele.circuit.propre and contexte.candidature.phase not in PHASES_MONTREES
    return propre and not _terminee(contexte)


def _terminee(contexte: Contexte) -> bool:
    situation = contexte.situation
    return session_terminee(contexte.candidature.annee, situation.jour(situation.maintenant))


def _manques(contexte: Contexte) -> tuple[Manque, ...]:
    return manques(contexte.situation, contexte.brouillon.saisies, contexte.verrouillees)


def _faits(contexte: Contexte) -> Faits:
    candidature = contexte.candidature
    onglets = [o for o in onglets_visibles(contexte.situation) if o.genre != "recapitulatif"]
    return Faits(
        version=candidature.version,
        rang=candidature.numero_inscription,
        enregistree_le=candidature.enregistree_le,
        phase=candidature.phase,
        onglets_faits=sum(onglet.code in contexte.situation.validees for onglet in onglets),
        onglets=len(onglets),
    )
