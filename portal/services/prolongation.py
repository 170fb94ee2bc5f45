"""Extension of a whole session after an incident: a new live part, an announcement, a mail to each person.

The file in exam_templates/ is not changed: a later publication of it that would shorten the window is
warned about (`domain.langage.continuite`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.db import db, ecriture
from portal.domain.calendrier import Calendrier
from portal.domain.delai import (
    INSCRIPTION,
    DelaiRefuse,
    Demande,
    Limite,
    dire,
    exiger_plus_tard,
    limites_du_calendrier,
    lire_limite,
)
from portal.domain.langage.canonique import empreinte
from portal.domain.langage.lecteur import recompiler
from portal.domain.langage.prolonger import repousser
from portal.domain.limite import avant
from portal.domain.motif import lire_motif
from portal.domain.refus import Refus
from portal.domain.typographie import francais
from portal.services.avis_de_prolongation import concernees, deposer
from portal.services.modeles import Entree, resumer
from portal.services.modeles_du_perimetre import modeles_de, nommer
from portal.services.perimetre import AgentEnPoste, couvre
from portal.services.portail import Portail
from portal.services.publication import nouvelle_version, version_courante
from portal.tables.annonce import Annonce
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.modele import VersionModele


class SessionIntrouvable(Refus):
    """There is no such modèle in the périmètre, or not all of it is."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette session n'existe pas, ou vous n'en gérez qu'une partie.")


class SessionRepubliee(Refus):
    """The modèle was published again since the page was shown."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Le calendrier de cette session vient de changer : relisez-le, puis recommencez.")


@dataclass(frozen=True, slots=True)
class SessionGeree:
    """One modèle of the périmètre. `entiere` tells that the agent may put its dates off."""

    entree: Entree
    calendrier: Calendrier
    limites: tuple[Limite, ...]
    entiere: bool
    numero: int


@dataclass(frozen=True, slots=True)
class Apercu:
    """What an extension would do, before it is done. `nombres` counts people by phase."""

    limite: Limite
    fin: datetime
    motif: str
    nombres: Mapping[str, int]
    annonce: str

    @property
    def total(self) -> int:
        return sum(self.nombres.values())


def sessions(portail: Portail, agent: AgentEnPoste) -> tuple[SessionGeree, ...]:
    """Return the modèles of which the agent sees candidatures, with their calendars."""
    lues = (_session(portail, agent, entree) for entree in modeles_de(portail, agent))
    return tuple(une for une in lues if une is not None)


def session_de(portail: Portail, agent: AgentEnPoste, slug: str) -> SessionGeree:
    """Return one that the agent may extend. Raises SessionIntrouvable."""
    entree = next((une for une in modeles_de(portail, agent) if une.slug == slug), None)
    if entree is None or not couvre(portail, agent, entree.academie.code, entree.famille):
        raise SessionIntrouvable
    trouvee = _session(portail, agent, entree)
    if trouvee is None:
        raise SessionIntrouvable
    return trouvee


def apercevoir(portail: Portail, agent: AgentEnPoste, slug: str, demande: Demande) -> Apercu:
    """Return what an extension would do. Raises SessionIntrouvable, DelaiRefuse, MotifRefuse."""
    session_examen = session_de(portail, agent, slug)
    limite = next((une for une in session_examen.limites if une.cle == demande.objet), None)
    if limite is None:
        raise DelaiRefuse("objet", "Choisissez la date à repousser.")
    fin = lire_limite(demande.jour, demande.heure, limite.fuseau)
    exiger_plus_tard(fin, limite, portail.horloge.maintenant())
    dit = lire_motif(demande.motif)
    return Apercu(limite, fin, dit, _compter(slug, limite.cle), _texte(limite, fin, dit))


def prolonger(portail: Portail, agent: AgentEnPoste, slug: str, demande: Demande, numero_vu: int) -> Apercu:
    """Put a date of a session off for everybody; return what was done.

    In: `numero_vu` is the version of the modèle that the page showed. Raises what `apercevoir` raises, and
    SessionRepubliee.
    """
    apercu = apercevoir(portail, agent, slug, demande)
    entree = session_de(portail, agent, slug).entree
    with ecriture():
        courante = version_courante(slug)
        if courante is None or courante.numero != numero_vu:
            raise SessionRepubliee
        numero = _publier(portail, agent, courante, apercu)
        _annoncer(portail, agent, entree, apercu, numero)
    return apercu


def _session(portail: Portail, agent: AgentEnPoste, entree: Entree) -> SessionGeree | None:
    modele = portail.modeles.courant(entree.slug)
    if modele is None:
        return None
    entiere = couvre(portail, agent, entree.academie.code, entree.famille)
    limites = tuple(limites_du_calendrier(modele.calendrier))
    return SessionGeree(entree, modele.calendrier, limites, entiere, entree.numero)


def _compter(slug: str, objet: str) -> dict[str, int]:
    lignes = db.session.execute(
        select(Candidature.phase, func.count())
        .where(*concernees(slug, objet))
        .group_by(Candidature.phase)
        .order_by(Candidature.phase)
    )
    return {phase: nombre for phase, nombre in lignes}


def _publier(portail: Portail, agent: AgentEnPoste, courante: VersionModele, apercu: Apercu) -> int:
    """Store the next version: the same pinned part, the calendar alone changed."""
    limite = apercu.limite
    vif = repousser(courante.fige, courante.vif, limite.cle, apercu.fin, limite.fuseau)
    modele = recompiler(courante.fige, vif, courante.slug, portail.referentiel)
    parties = {"fige": courante.fige, "vif": vif, "hash_fige": courante.hash_fige, "hash_vif": empreinte(vif)}
    resume: dict[str, Any] = {**courante.resume, **resumer(modele)}
    return nouvelle_version(portail, modele, parties, resume, agent.courriel)


def _annoncer(portail: Portail, agent: AgentEnPoste, entree: Entree, apercu: Apercu, numero: int) -> None:
    maintenant = portail.horloge.maintenant()
    titre = francais(f"{nommer(entree)} : date limite repoussée")
    db.session.add(Annonce(titre=titre, texte=apercu.annonce, niveau="info", du=maintenant, au=apercu.fin))
    donnees = {
        "slug": entree.slug, "numero": numero, "cle": apercu.limite.cle, "objet": apercu.limite.intitule,
        "limite": dire(apercu.fin, apercu.limite.fuseau), "avant": apercu.limite.fin.isoformat(),
        "apres": apercu.fin.isoformat(),
    }  # fmt: skip
    evenement = Evenement(
        compte_id=agent.compte_id, le=maintenant, nature="prolongation", motif=apercu.motif, donnees=donnees
    )
    db.session.add(evenement)
    db.session.flush()
    deposer(portail, evenement.id)


def _texte(limite: Limite, fin: datetime, motif: str) -> str:
    quoi = (
        "Les inscriptions sont prolongées" if limite.cle == INSCRIPTION else f"Repoussé : {limite.intitule}"
    )
    return francais(f"{quoi}, {avant(fin, limite.fuseau)}. {motif}")
