"""Candidatures to the modèles that we ship, complete, for tests of what follows the form."""

from __future__ import annotations

from datetime import UTC, datetime

from portal.domain.champs import Json
from portal.services import inscription
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests.parcours import remplir
from tests.publications import publier_livre

CS, BIA = "clermont_ferrand/cs-2026", "martinique/bia-2022"
CERT, CAP = "versailles/cert-compl-1d-cinema-2020", "poitiers/cap-2025"
# An instant at which each of them is open, in the evening of Paris.
OUVERT = {
    CS: datetime(2025, 11, 5, 19, 0, tzinfo=UTC),
    BIA: datetime(2022, 2, 14, 19, 0, tzinfo=UTC),
    CERT: datetime(2019, 9, 18, 14, 57, tzinfo=UTC),
    CAP: datetime(2024, 10, 15, 19, 10, tzinfo=UTC),
}
COORDONNEES: dict[str, Json] = {
    "domicile_pays": "FR",
    "adresse_1": "Rue de la pluie",
    "domicile": {"code_postal": "63000", "commune": "63113", "nom": "Clermont-Ferrand"},
    "nationalite": "FR",
    "telephone": "+33612345678",
}
REPONSES: dict[str, dict[str, Json]] = {
    CS: {
        "voie_acces": "trois_ans", "annees_activite": "4", "meme_metier": "oui", "amenagement": "non",
        "resultats_internet": "oui", "resultats_presse": "non", "specialite": "zingueur",
        "deja_ajourne": "non", "forme": "globale", "niveau_diplome": "aucun",
        "acquis.EP1": "passe", "acquis.EP2": "passe",
    },
    BIA: {"specialite": "bia", "epreuves.BIA2": "oui"},
    CERT: {
        "specialite": "arts_cinema", "corps": "contractuel_1d", "statut": "titulaire",
        "position": "activite", "exercice_pays": "FR", "exercice_departement": "078",
        "exercice_localite": {"code_postal": "78000", "commune": "78646", "nom": "Versailles"},
        "exercice_etablissement": {"nom": "École des Lilas", "uai": "0783371R"},
    },
}  # fmt: skip


def inscrire_a(portail: Portail, candidat: Candidat, slug: str, **autres: Json) -> Candidature:
    """Register to one of these modèles, which is published first."""
    publier_livre(portail, slug)
    candidature = remplir(portail, candidat, slug, {**COORDONNEES, **REPONSES[slug], **autres})
    inscription.enregistrer(portail, candidat, candidature.cle)
    return candidature
