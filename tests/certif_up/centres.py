"""Centres of Certif-UP in the tests, with offers, members, and requests that candidates really submit."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from plugins.certif_up.services.union import FAMILLE
from portal.db import db, ecriture
from portal.domain.champs import Json
from portal.services import inscription, transition
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compte
from portal.tables.agent import Agent, Perimetre
from portal.tables.centre import Centre, OffreCentre
from tests import fabriques
from tests.candidatures import COORDONNEES
from tests.certif_up.candidats import JANVIER
from tests.parcours import remplir
from tests.publications import publier_livre

LOGICIELS = {"E1": "Ciel Comptabilité", "E2": "Ciel Comptabilité et Excel 2017", "E3": "Word 2019"}
REPONSES: dict[str, Json] = {
    **COORDONNEES,
    "engagement": "oui",
    "situation": "salarie",
    "stagiaire": "non",
    "donnees_exactes": "oui",
}


def centre(
    portail: Portail, code: str = "C02A", places: Mapping[str, int] | None = None, **autres: Any
) -> int:
    """Store a centre that is habilité and offers E1 and E2 in January; return its id."""
    publier_livre(portail, JANVIER)
    valeurs = {
        "famille": FAMILLE, "code": code, "intitule": "ESTRALINE Formation",
        "adresse": "14 rue du Champ-Vallois", "code_postal": "02000", "commune": "Laon",
        "departement": "02", "courriel": f"centre.{code.lower()}@example.org",
        "modalites": "Chèque à l'ordre d'ESTRALINE Formation.", "habilite_du": date(2021, 9, 1),
        "cree_le": fabriques.DEBUT,
    } | autres  # fmt: skip
    with ecriture() as s:
        cree = Centre(**valeurs)
        s.add(cree)
        s.flush()
        identifiant = cree.id
        for epreuve, combien in (places or {"E1": 3, "E2": 2}).items():
            champs = {"logiciels": LOGICIELS[epreuve]}
            s.add(
                OffreCentre(
                    centre_id=identifiant, slug=JANVIER, epreuve=epreuve, places=combien, champs=champs
                )
            )
    return identifiant


def compte_membre(*centres: int, nom: str = "Claire Vidal") -> Compte:
    """Store the account of a member of some centres."""
    compte = fabriques.compte("centre", nom=nom)
    identifiant = compte.id
    with ecriture() as s:
        s.add(Agent(compte_id=identifiant, droits=[]))
        for un in centres:
            s.add(Perimetre(compte_id=identifiant, centre_id=un, specialites=[], secteurs=[]))
    return db.session.get_one(Compte, identifiant)


def membre(portail: Portail, *centres: int, nom: str = "Claire Vidal") -> AgentEnPoste:
    """Store a member of some centres and return who they are."""
    return agent_de(portail, compte_membre(*centres, nom=nom).id)


def soumettre(
    portail: Portail, epreuves: tuple[str, ...] = ("E1",), code: str = "C02A", **etat_civil: Any
) -> str:
    """Let a new candidate ask a centre for some épreuves; return the clé of the request."""
    nom = "".join(secrets.choice(string.ascii_uppercase) for _ in range(8))  # nobody is taken for another
    candidat = fabriques.candidat(**({"nom_naissance": nom, "prenoms": "Inès"} | etat_civil))
    candidature = remplir(
        portail, db.session.get_one(Candidat, candidat.id), JANVIER, REPONSES | demande(epreuves, code)
    )
    inscription.enregistrer(portail, db.session.get_one(Candidat, candidat.id), candidature.cle)
    return candidature.cle


def demande(epreuves: tuple[str, ...], code: str) -> dict[str, Json]:
    """Return the answers that say what is asked, and where."""
    return {"epreuves.demandees": list(epreuves), "departement_epreuves": "02", "centre": code}


def agir(
    portail: Portail, agent: AgentEnPoste, cle: str, code: str = "prevalider", etat: str = "soumise",
    motif: str = "",
) -> str:  # fmt: skip
    """Take a transition of the circuit as a member."""
    return transition.agir(portail, agent, cle, code, motif, etat, {})


def lire(cle: str) -> Candidature:
    """Return a request, read again."""
    db.session.rollback()
    return db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()


def prises(centre_id: int) -> dict[str, int]:
    """Return how many places are taken, by épreuve."""
    db.session.rollback()
    demande = select(OffreCentre.epreuve, OffreCentre.prises).where(OffreCentre.centre_id == centre_id)
    return {epreuve: nombre for epreuve, nombre in db.session.execute(demande)}
