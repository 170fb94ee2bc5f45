"""Candidates of Certif-UP in the tests: with a NUC, with a recorded request, and those who help them."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from plugins.certif_up.domain import numero
from plugins.certif_up.domain.identite import identite
from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.tables import Nuc
from portal.db import db, ecriture
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compte, VersionModele
from portal.tables.agent import Agent, Perimetre
from portal.tables.centre import Centre
from tests import fabriques
from tests.publications import publier_livre

JANVIER, JUIN = "national/certif-up-2027-01", "national/certif-up-2027-06"
# Both sessions are published; the first one is open.
OUVERT = datetime(2026, 11, 10, 11, 0, tzinfo=UTC)
NAISSANCE = date(1996, 3, 14)


def candidat(nuc: str = "", courriel: str = "", **etat_civil: Any) -> Candidat:
    """Store a candidat, by default Inès KEBBATI, with that NUC (« » for one more, None for none)."""
    valeurs = {"nom_naissance": "KEBBATI", "prenoms": "Inès", "naissance_le": NAISSANCE} | etat_civil
    cree = fabriques.candidat(**valeurs)
    identifiant = cree.id
    with ecriture() as s:
        garde = s.get_one(Candidat, identifiant)
        if courriel:
            garde.compte.courriel = courriel
        s.add(_nuc(garde, nuc or numero.composer(secrets.randbelow(numero.TIRAGES))))
    return db.session.get_one(Candidat, identifiant)


def sans_nuc(**etat_civil: Any) -> Candidat:
    """Store the same person without a NUC."""
    valeurs = {"nom_naissance": "KEBBATI", "prenoms": "Inès", "naissance_le": NAISSANCE} | etat_civil
    return fabriques.candidat(**valeurs)


def _nuc(candidat: Candidat, nuc: str) -> Nuc:
    return Nuc(
        nuc=nuc, candidat_id=candidat.id, origine="attribue", attribue_le=fabriques.DEBUT,
        identite=identite(candidat.nom_naissance, candidat.prenoms, candidat.naissance_le),
    )  # fmt: skip


def demande(
    portail: Portail,
    de: Candidat,
    *,
    slug: str = JANVIER,
    epreuves: tuple[str, ...] = ("E1",),
    phase: str = "deposee",
    etat: str = "soumise",
    centre: Centre | None = None,
    numero_inscription: int | None = 1,
    **autres: Any,
) -> Candidature:
    """Store a request, recorded unless it is a draft; the session is published first."""
    version = db.session.scalar(
        select(VersionModele).where(VersionModele.slug == slug, VersionModele.courant)
    )
    if version is None:
        publier_livre(portail, slug)
        version = db.session.scalars(
            select(VersionModele).where(VersionModele.slug == slug, VersionModele.courant)
        ).one()
    brouillon, candidat_id, maintenant = phase == "brouillon", de.id, portail.horloge.maintenant()
    valeurs = {
        "candidat_id": candidat_id, "version_modele_id": version.id, "slug": slug, "famille": FAMILLE,
        "academie": version.academie, "session_examen": version.session_examen, "annee": version.annee,
        "etat": "brouillon" if brouillon else etat, "phase": phase,
        "numero_inscription": None if brouillon else numero_inscription, "version": 0 if brouillon else 1,
        "reponses": None if brouillon else {"epreuves.demandees": list(epreuves)},
        "comparables": {"epreuves": list(epreuves)}, "cree_le": maintenant, "modifiee_le": maintenant,
        "enregistree_le": None if brouillon else maintenant, "centre_id": centre.id if centre else None,
    } | autres  # fmt: skip
    with ecriture() as s:
        creee = Candidature(**valeurs)
        s.add(creee)
    return creee


def union(portail: Portail, **perimetre: Any) -> AgentEnPoste:
    """Store a member of the union and return who they are."""
    return agent_de(portail, fabriques.agent(famille=FAMILLE, **perimetre).id)


def centre(code: str = "C02A") -> Centre:
    """Store a centre d'épreuves."""
    with ecriture() as s:
        cree = Centre(
            famille=FAMILLE, code=code, intitule="ESTRALINE", adresse="1 rue", code_postal="02000",
            commune="Laon", departement="02", courriel=f"{code}@example.org".lower(), modalites="Chèque.",
            cree_le=fabriques.DEBUT,
        )  # fmt: skip
        s.add(cree)
    return cree


def membre(portail: Portail, du: Centre) -> AgentEnPoste:
    """Store somebody who works for a centre and return who they are."""
    identifiant, compte = du.id, fabriques.compte("centre", nom="Centre")
    compte_id = compte.id
    with ecriture() as s:
        s.add(Agent(compte_id=compte_id, droits=[]))
        s.add(Perimetre(compte_id=compte_id, centre_id=identifiant, specialites=[], secteurs=[]))
    return agent_de(portail, compte_id)


def nuc_de(de: Candidat) -> str | None:
    """Return the NUC of a candidat as it is kept."""
    return db.session.scalar(select(Nuc.nuc).where(Nuc.candidat_id == de.id))


def compte_de(de: Candidat) -> Compte:
    """Return the account of a candidat, read again."""
    db.session.rollback()
    return db.session.get_one(Compte, de.compte_id)
