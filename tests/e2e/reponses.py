"""Whole sets of stored answers: what a test needs that starts where the form is filled in."""

from __future__ import annotations

from portal.domain.champs import Json
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests.parcours import remplir

CERTIFICATION = "versailles/demo-cert-compl-1d-cinema-2020"
CAP = "poitiers/demo-cap-2025"
COMMUNE: Json = {"code_postal": "78000", "commune": "78646", "nom": "Versailles"}
REPONSES: dict[str, Json] = {
    "domicile_pays": "FR",
    "adresse_1": "12 rue des Écoles",
    "domicile": COMMUNE,
    "nationalite": "FR",
    "telephone": "+33612345678",
    "specialite": "arts_cinema",
    "corps": "contractuel_1d",
    "statut": "contractuel",
    "position": "activite",
    "exercice_pays": "FR",
    "exercice_departement": "078",
    "exercice_localite": COMMUNE,
    "exercice_etablissement": {"nom": "École Jean-Moulin", "uai": ""},
}


def remplie(portail: Portail, candidat: Candidat) -> Candidature:
    """Return a candidature to the certification that waits for « Enregistrer »."""
    return remplir(portail, candidat, CERTIFICATION, REPONSES)
