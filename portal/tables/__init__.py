"""What is stored, one file per noun. Importing this package declares every table of the core."""

from portal.tables.agent import Agent, FiltreEnregistre, Perimetre
from portal.tables.annonce import Annonce
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature, VersionCandidature
from portal.tables.centre import Centre, OffreCentre, PlacePrise
from portal.tables.compte import PROFILS, Compte
from portal.tables.compteur import Compteur
from portal.tables.connexion import Connexion
from portal.tables.courriel import CourrielSortant
from portal.tables.document import Document
from portal.tables.evenement import Evenement
from portal.tables.jeton import Jeton, Tentative
from portal.tables.modele import SourceModele, VersionModele
from portal.tables.operation import LigneOperation, Operation
from portal.tables.paiement import Paiement
from portal.tables.piece import DecisionPiece, Depot, PieceCandidature
from portal.tables.tache import Tache

__all__ = [
    "PROFILS",
    "Agent",
    "Annonce",
    "Candidat",
    "Candidature",
    "Centre",
    "Compte",
    "Compteur",
    "Connexion",
    "CourrielSortant",
    "DecisionPiece",
    "Depot",
    "Document",
    "Evenement",
    "FiltreEnregistre",
    "Jeton",
    "LigneOperation",
    "OffreCentre",
    "Operation",
    "Paiement",
    "Perimetre",
    "PieceCandidature",
    "PlacePrise",
    "SourceModele",
    "Tache",
    "Tentative",
    "VersionCandidature",
    "VersionModele",
]
