"""What the criteria of a list select among the candidatures that an agent sees."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Integer, Select, and_, literal_column, select

from portal.domain.affichage import PARIS
from portal.domain.filtre import Filtre, Recherche
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre
from portal.tables.compte import Compte

# Nothing was ever recorded outside of these days, and beyond them midnight in Paris is no instant.
DEBUT, FIN = date(1900, 1, 1), date(9000, 1, 1)
APRES_TOUT = "\U0010ffff"  # the last character there is: what begins with « DUR » is before « DUR" + it


def selectionner(portail: Portail, agent: AgentEnPoste, filtre: Filtre) -> Select[int]:
    """Return the statement that gives the id of every candidature of a search, in no order.

    It carries the périmètre of the agent: nothing outside is ever selected.
    """
    return select(Candidature.id).where(visibles(portail, agent), *conditions(filtre))


def conditions(filtre: Filtre) -> tuple[ColumnElement[bool], ...]:
    """Return what the criteria say of a row of Candidature, the périmètre left out."""
    egaux = (
        (Candidature.famille, filtre.famille),
        (Candidature.slug, filtre.modele),
        (Candidature.etat, filtre.etat),
        (Candidature.specialite, filtre.specialite),
        (Candidature.categorie, filtre.categorie),
    )
    dites = [colonne == valeur for colonne, valeur in egaux if valeur]
    if filtre.centre:
        dites.append(_centre(filtre))
    if filtre.pieces:
        dites.append(_pieces(filtre.pieces))
    if filtre.du is not None:
        dites.append(Candidature.enregistree_le >= minuit(max(filtre.du, DEBUT)))
    if filtre.au is not None:
        dites.append(Candidature.enregistree_le < minuit(min(filtre.au, FIN) + timedelta(days=1)))
    cherche = filtre.recherche
    return (*dites, _cherchee(cherche)) if cherche is not None else tuple(dites)


def minuit(jour: date) -> datetime:
    """Return the instant at which a day begins in Paris."""
    return datetime.combine(jour, time(), PARIS)


def _centre(filtre: Filtre) -> ColumnElement[bool]:
    """Keep the candidatures of one centre; two families may have one of the same code."""
    siens = select(Centre.id).where(Centre.code == filtre.centre)
    return Candidature.centre_id.in_(
        siens.where(Centre.famille == filtre.famille) if filtre.famille else siens
    )


def _pieces(quelles: str) -> ColumnElement[bool]:
    """Write the zeros out, as the partial indexes do."""
    zero = literal_column("0", Integer)
    if quelles == "a_verifier":
        return Candidature.pieces_a_verifier > zero
    if quelles == "non_conformes":
        return Candidature.pieces_non_conformes > zero
    if quelles == "manquantes":
        return Candidature.pieces_manquantes > zero
    return and_(Candidature.pieces_dues > zero, Candidature.pieces_conformes == Candidature.pieces_dues)


def _cherchee(cherche: Recherche) -> ColumnElement[bool]:
    if cherche.genre == "nom":
        return and_(
            Candidature.recherche >= cherche.texte, Candidature.recherche < cherche.texte + APRES_TOUT
        )
    qui = select(Candidat.id)
    if cherche.genre == "naissance":
        return Candidature.candidat_id.in_(qui.where(Candidat.naissance_le == cherche.jour))
    if cherche.genre == "courriel":
        compte = qui.join(Compte, Compte.id == Candidat.compte_id).where(Compte.courriel == cherche.texte)
        return Candidature.candidat_id.in_(compte)
    lui = Candidature.candidat_id.in_(qui.where(Candidat.numero == cherche.texte))
    return lui if cherche.rang is None else and_(lui, Candidature.numero_inscription == cherche.rang)
