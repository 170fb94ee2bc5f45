"""The requests of the demonstration: people who ask, and what their centres answered since.

What can be done by a service that real people use is done by it; only the clock is another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from plugins.certif_up.services.demonstration_actes import Atelier, Demandeur, Lieu
from plugins.certif_up.services.demonstration_recits import Acte, Scene, actes, lire_scenes
from plugins.certif_up.services.union import FAMILLE
from portal.db import db, ecriture, inserer_une_fois
from portal.domain.numero import numero_candidat
from portal.services import hachage
from portal.services.compte import etat_civil_en_colonnes
from portal.services.compteur import prendre
from portal.services.demonstration import MOT_DE_PASSE
from portal.services.demonstration_envois import Envois
from portal.services.demonstration_personnes import Figurant, figurant, figuration
from portal.services.modeles import Entree
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables.agent import Agent, Perimetre
from portal.tables.candidat import Candidat
from portal.tables.centre import Centre
from portal.tables.compte import Compte

GRAINE = 2024
AGES = range(19, 58)
APRES_L_OUVERTURE = timedelta(minutes=30)


def preparer(portail: Portail, seance: Entree, fichier: Path, membres: Mapping[str, str], union: str) -> int:
    """Make the requests of a file that are missing and that the session left time for; return how many.

    In: `membres` are the addresses of who works for some centres, `union` that of who decides.
    """
    maintenant, lieux = portail.horloge.maintenant(), _lieux(portail)
    histoires = [
        (scene, faits)
        for scene in lire_scenes(fichier)
        if (faits := actes(scene, lieux[scene.centre].departement, maintenant))
        and faits[0].le > seance.ouverture + APRES_L_OUVERTURE
        and maintenant < seance.fermeture
    ]
    qui = {scene.rang: _figurant(scene, lieux[scene.centre], faits[0]) for scene, faits in histoires}
    connus = set(
        db.session.scalars(
            select(Compte.courriel).where(Compte.courriel.in_([un.courriel for un in qui.values()]))
        )
    )
    absents = [(scene, faits) for scene, faits in histoires if qui[scene.rang].courriel not in connus]
    if not absents:
        return 0
    empreinte, envois = hachage.hacher(MOT_DE_PASSE), Envois()
    atelier = Atelier(
        portail, seance, lieux, _agents(portail, lieux, membres, empreinte), _agent(portail, union)
    )
    faites = sum(_jouer(atelier, scene, faits, qui[scene.rang], empreinte) for scene, faits in absents)
    with ecriture():
        envois.ranger(portail)
    return faites


def _jouer(atelier: Atelier, scene: Scene, faits: tuple[Acte, ...], qui: Figurant, empreinte: str) -> bool:
    """Tell one story; False when another process does."""
    hasard = Random(f"{GRAINE}/{scene.rang}/actes")  # noqa: S311 — invented people, no secret
    demandeur = Demandeur(scene, qui, hasard)
    with ecriture():
        candidat = _candidat(qui, empreinte, faits[0])
        if candidat is None:
            return False
        atelier.soumettre(demandeur, candidat, faits[0].le)
    for acte in faits[1:]:
        atelier.faire(demandeur, acte)
    return True


def _candidat(qui: Figurant, empreinte: str, premier: Acte) -> Candidat | None:
    """Make an account, some minutes before the request; None when it is there already."""
    ouvert_le = premier.le - timedelta(minutes=40)
    valeurs = {
        "courriel": qui.courriel, "mot_de_passe": empreinte, "profil": "candidat",
        "cree_le": ouvert_le, "active_le": ouvert_le + timedelta(minutes=3),
    }  # fmt: skip
    if not inserer_une_fois(Compte, "courriel", valeurs):
        return None
    compte = db.session.scalars(select(Compte).where(Compte.courriel == qui.courriel)).one()
    annee = ouvert_le.year
    candidat = Candidat(
        compte_id=compte.id, numero=numero_candidat(annee, prendre(f"candidat:{annee}")), cree_le=ouvert_le,
        **etat_civil_en_colonnes(qui.etat_civil),
    )  # fmt: skip
    db.session.add(candidat)
    db.session.flush()
    db.session.refresh(candidat)
    return candidat


def _figurant(scene: Scene, lieu: Lieu, premier: Acte) -> Figurant:
    """Invent who asks: the same for a scene whenever it is played, so that it is found again."""
    hasard = Random(f"{GRAINE}/{scene.rang}")  # noqa: S311 — invented people, no secret
    donnees = {**figuration(), "domiciles": {FAMILLE: [lieu.domicile]}}
    return figurant(hasard, donnees, FAMILLE, 300 + scene.rang, premier.le.date(), AGES)


def _lieux(portail: Portail) -> dict[str, Lieu]:
    centres = db.session.scalars(select(Centre).where(Centre.famille == FAMILLE)).all()
    return {
        un.code: Lieu(un.id, un.departement, un.intitule, un.courriel, _domicile(portail, un))
        for un in centres
    }


def _domicile(portail: Portail, centre: Centre) -> tuple[str, str, str]:
    """Return (postal code, INSEE code, name) of the town of a centre: people ask near home."""
    communes = portail.referentiel.communes_de(centre.code_postal)
    commune = next((une for une in communes if une.nom == centre.commune), communes[0])
    return centre.code_postal, commune.code, commune.nom


def _agents(
    portail: Portail, lieux: Mapping[str, Lieu], membres: Mapping[str, str], empreinte: str
) -> dict[str, AgentEnPoste]:
    """Return who answers for each centre: one that visitors may play, or a secretariat that never logs in."""
    with ecriture():
        for code, lieu in lieux.items():
            if code not in membres:
                _secretariat(portail, lieu, empreinte)
    return {code: _agent(portail, membres.get(code, lieu.courriel)) for code, lieu in lieux.items()}


def _secretariat(portail: Portail, lieu: Lieu, empreinte: str) -> None:
    maintenant = portail.horloge.maintenant()
    valeurs = {
        "courriel": lieu.courriel, "mot_de_passe": empreinte, "profil": "centre", "nom": lieu.intitule,
        "cree_le": maintenant, "active_le": maintenant,
    }  # fmt: skip
    if inserer_une_fois(Compte, "courriel", valeurs):
        identifiant = db.session.scalars(select(Compte.id).where(Compte.courriel == lieu.courriel)).one()
        db.session.add(Agent(compte_id=identifiant, droits=[]))
        db.session.add(
            Perimetre(compte_id=identifiant, centre_id=lieu.centre_id, specialites=[], secteurs=[])
        )


def _agent(portail: Portail, courriel: str) -> AgentEnPoste:
    return agent_de(portail, db.session.scalars(select(Compte.id).where(Compte.courriel == courriel)).one())
