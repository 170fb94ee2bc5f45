"""What a candidate finds in their space: candidatures, what each lacks, documents, whom to write to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from portal.db import db
from portal.domain.a_defaut import epreuves_refusees
from portal.domain.contact import contact_de
from portal.domain.depot import premier_incomplet
from portal.domain.envois import Envoi, envois
from portal.domain.fourniture import Regroupement, bilan_de
from portal.domain.manques import Manque, manques
from portal.domain.modele import Contact
from portal.domain.numero import numero_inscription, numero_version
from portal.domain.questionnaire import onglets_visibles
from portal.domain.selection import majuscule
from portal.domain.situation import Situation
from portal.domain.suivi import Etape, Faits, Rappel, etapes, rappels, session_terminee
from portal.services.candidature import Contexte, candidature_de, contexte_de
from portal.services.fourniture import reste_a_fournir
from portal.services.notification import intitule_de
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

PHASES_MONTREES = ("brouillon", "deposee", "inscrite")


@dataclass(frozen=True)
class Carte:
    """One candidature as a card. `numero` and `version` are empty while nothing is registered.

    `pieces` says what is left to provide.
    """

    cle: str
    slug: str
    domaine: str
    annee: int
    titre: str
    academie: str
    session_examen: str
    etat: str
    phase: str
    numero: str
    version: str
    ouverte: bool
    modifiable: bool
    en_modification: bool
    ouverture: datetime
    fermeture: datetime
    fuseau: ZoneInfo
    onglet: str
    pieces: str = ""

    @property
    def brouillon(self) -> bool:
        """Whether nothing is registered yet."""
        return not self.numero


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
    epreuves_fermees: tuple[str, ...] = ()


def candidatures(portail: Portail, candidat: Candidat, toutes: bool = False) -> tuple[Carte, ...]:
    """Return the candidatures to show, the latest first; `toutes`: those set aside or ended too."""
    lignes = db.session.scalars(
        select(Candidature).where(Candidature.candidat_id == candidat.id).order_by(Candidature.id.desc())
    )
    cartes = []
    for candidature in lignes:
        contexte = contexte_de(portail, candidature, candidat)
        if toutes or _montree(contexte):
            cartes.append(replace(_carte(contexte), pieces=_pieces(portail, contexte)[1]))
    return tuple(cartes)


def suivre(portail: Portail, candidat: Candidat, cle: str) -> Suivi:
    """Return where one candidature stands. Raises CandidatureIntrouvable."""
    candidature = candidature_de(portail, candidat, cle)
    contexte = contexte_de(portail, candidature, candidat)
    enregistree = candidature.version > 0
    situation = contexte_de(portail, candidature, candidat, brouillon=not enregistree).situation
    reste = _manques(contexte) if contexte.saisie_ouverte else ()
    groupes, phrase = _pieces(portail, contexte)
    return Suivi(
        carte=_carte(contexte),
        contexte=contexte,
        etapes=etapes(situation, replace(_faits(contexte), pieces=bilan_de(groupes), reste=phrase)),
        manques=reste,
        envois=envois(situation),
        groupes=groupes,
        rappels=rappels(situation),
        contact=contact_de(situation),
        epreuves_fermees=_fermees(situation, groupes),
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
    situation = contexte.situation
    terminee = session_terminee(contexte.candidature.annee, situation.jour(situation.maintenant))
    return contexte.candidature.phase in PHASES_MONTREES and not terminee


def _carte(contexte: Contexte) -> Carte:
    candidature, modele, situation = contexte.candidature, contexte.modele, contexte.situation
    periode = modele.calendrier.inscription
    ouverte = periode.etat(situation.maintenant) == "ouverte"
    enregistree = candidature.version > 0
    return Carte(
        cle=candidature.cle, slug=candidature.slug, domaine=modele.domaine, annee=candidature.annee,
        titre=intitule_de(situation),
        academie=majuscule(modele.academie.intitule), session_examen=modele.session_examen,
        etat=modele.circuit.etats[candidature.etat].intitule, phase=candidature.phase,
        numero=numero_inscription(candidature.numero_inscription or 0) if enregistree else "",
        version=numero_version(candidature.version) if enregistree else "",
        ouverte=ouverte,
        modifiable=ouverte and modele.circuit.permise("modifier", candidature.etat, "candidat"),
        en_modification=contexte.brouillon.en_modification,
        ouverture=periode.ouverture, fermeture=periode.fermeture, fuseau=periode.fuseau,
        onglet=premier_incomplet(situation).code,
    )  # fmt: skip


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
