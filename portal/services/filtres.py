"""Searches of the list that an agent keeps under a name; they are their own."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal.db import db, ecriture
from portal.domain.filtre import Filtre
from portal.domain.refus import Refus
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_ligne
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.agent import FiltreEnregistre

LONGUEUR_NOM = 60
FILTRES_AU_PLUS = 50


class FiltreIntrouvable(Refus):
    """There is no such search, or it is somebody else's."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Ce filtre n'existe pas, ou ce n'est pas le vôtre.")


class NomRefuse(Refus):
    """A name that is empty, too long, or taken."""


def filtres_de(portail: Portail, agent: AgentEnPoste) -> tuple[FiltreEnregistre, ...]:
    """Return the searches of an agent, by name."""
    siens = select(FiltreEnregistre).where(FiltreEnregistre.compte_id == agent.compte_id)
    return tuple(sorted(db.session.scalars(siens), key=lambda un: un.nom.casefold()))


def garder(portail: Portail, agent: AgentEnPoste, nom: str, filtre: Filtre) -> int:
    """Keep a search and return its id. Raises NomRefuse."""
    lu = _nom(nom)
    try:
        with ecriture() as transaction:
            siens = select(func.count()).where(FiltreEnregistre.compte_id == agent.compte_id)
            if (transaction.scalar(siens) or 0) >= FILTRES_AU_PLUS:
                raise NomRefuse(f"Vous avez déjà {FILTRES_AU_PLUS} filtres : supprimez-en un d'abord.")
            garde = FiltreEnregistre(compte_id=agent.compte_id, nom=lu, requete=filtre.en_requete())
            transaction.add(garde)
            transaction.flush()
            return garde.id
    except IntegrityError as pris:
        raise _pris(lu) from pris


def renommer(portail: Portail, agent: AgentEnPoste, filtre_id: int, nom: str) -> None:
    """Give a search another name. Raises FiltreIntrouvable, NomRefuse."""
    lu = _nom(nom)
    try:
        with ecriture():
            _le_sien(agent, filtre_id).nom = lu
    except IntegrityError as pris:
        raise _pris(lu) from pris


def oublier(portail: Portail, agent: AgentEnPoste, filtre_id: int) -> None:
    """Delete a search. Raises FiltreIntrouvable."""
    with ecriture() as transaction:
        transaction.delete(_le_sien(agent, filtre_id))


def _le_sien(agent: AgentEnPoste, filtre_id: int) -> FiltreEnregistre:
    trouve = db.session.scalar(
        select(FiltreEnregistre).where(
            FiltreEnregistre.id == filtre_id, FiltreEnregistre.compte_id == agent.compte_id
        )
    )
    if trouve is None:
        raise FiltreIntrouvable
    return trouve


def _nom(brut: str) -> str:
    try:
        nom = lire_ligne(brut, LONGUEUR_NOM)
    except SaisieInvalide as refus:
        raise NomRefuse(refus.message) from refus
    if not nom:
        raise NomRefuse("Donnez un nom à ce filtre.")
    return nom


def _pris(nom: str) -> NomRefuse:
    return NomRefuse(f"Un de vos filtres s'appelle déjà « {nom} » : choisissez un autre nom.")
