"""Many candidatures at once: copies of one that was really recorded, each with its own candidate."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect, select

from portal.db import db, ecriture
from portal.domain.numero import numero_candidat
from portal.tables import Candidat, Candidature, Compte

PROPRES = {"id", "cle", "candidat_id", "compte_id", "courriel", "numero"}
PREMIER = 500_001  # far from the numbers that a test gives otherwise


def copier(cle: str, nombre: int) -> list[str]:
    """Copy a candidature `nombre` times; return « 20255000012-001 » for each."""
    with ecriture() as s:
        modele = s.scalars(select(Candidature).where(Candidature.cle == cle)).one()
        candidat, compte = colonnes(modele.candidat), colonnes(modele.candidat.compte)
        candidature = colonnes(modele)
        numeros = [numero_candidat(2025, PREMIER + rang) for rang in range(nombre)]
        for rang, numero in enumerate(numeros):
            copie = Candidat(**candidat, numero=numero)
            copie.compte = Compte(**compte, courriel=f"copie{rang}@example.org")
            s.add(Candidature(**candidature, candidat=copie))
    return [f"{numero}-{candidature['numero_inscription']:03}" for numero in numeros]


def colonnes(objet: Any) -> dict[str, Any]:
    """Return what a copy of a row has in common with it."""
    noms = [colonne.key for colonne in inspect(type(objet)).column_attrs]
    return {nom: getattr(objet, nom) for nom in noms if nom not in PROPRES and nom != "recherche"}


def cles_de(numeros: list[str]) -> list[str]:
    """Return the clés of candidatures by the number of their candidate."""
    qui = [numero.partition("-")[0] for numero in numeros]
    return list(
        db.session.scalars(
            select(Candidature.cle).join(Candidat).where(Candidat.numero.in_(qui)).order_by(Candidature.id)
        )
    )
