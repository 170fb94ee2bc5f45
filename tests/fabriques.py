"""Makes valid rows; a test says only what matters to it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from portal.db import db, ecriture
from portal.tables import Candidat, Compte
from portal.tables.agent import Agent, Perimetre

DEBUT = datetime(2025, 9, 1, tzinfo=UTC)


def compte(profil: str = "candidat", **autres: Any) -> Compte:
    """Store an active account (with its Candidat for a candidate). Its password opens nothing."""
    valeurs = {
        "courriel": f"{secrets.token_hex(6)}@example.org",
        "mot_de_passe": "aucun",
        "profil": profil,
        "nom": None if profil == "candidat" else "Service des examens",
        "cree_le": DEBUT,
        "active_le": DEBUT,
    }
    with ecriture() as s:
        cree = Compte(**(valeurs | autres))
        if profil == "candidat":
            cree.candidat = _candidat()
        s.add(cree)
    return cree


def candidat(**autres: Any) -> Candidat:
    """Store a candidate with an active account."""
    cree = compte().candidat
    assert cree is not None
    if autres:
        with ecriture():
            cree = db.session.get_one(Candidat, cree.id)
            for nom, valeur in autres.items():
                setattr(cree, nom, valeur)
    return cree


def agent(
    profil: str = "gestionnaire",
    academie: str | None = None,
    famille: str | None = None,
    specialites: Sequence[str] = (),
    secteurs: Sequence[str] = (),
    sante: bool = False,
) -> Compte:
    """Store a member of staff with one périmètre, which is everything unless narrowed."""
    cree = compte(profil)
    identifiant = cree.id
    with ecriture() as s:
        s.add(Agent(compte_id=identifiant, droits=["sante"] if sante else []))
        s.add(
            Perimetre(
                compte_id=identifiant,
                academie=academie,
                famille=famille,
                specialites=list(specialites),
                secteurs=list(secteurs),
            )
        )
    return cree


def _candidat() -> Candidat:
    return Candidat(
        civilite="MADAME",
        nom_naissance="DURAND",
        prenoms="Élise Marie",
        naissance_le=date(2004, 5, 17),
        naissance_pays="FR",
        naissance_departement="062",
        naissance_commune="ARRAS",
        naissance_commune_code="62041",
        cree_le=DEBUT,
    )
