"""The kinds of operations by their code, with the words of the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from portal.domain import convocation, releve
from portal.domain.feuille import Colonne, Erreur, Rangee
from portal.domain.lignes_du_service import LigneLue
from portal.services.operations.genre import Genre
from portal.services.operations.message import Message
from portal.services.operations.publication import (
    Amenagements,
    Convocation,
    DocumentDuService,
    Releve,
)
from portal.services.operations.relance import Relance
from portal.services.operations.transition import Annulation, Desinscription, ParTransition


@dataclass(frozen=True, slots=True)
class Tableau:
    """How the CSV file of a kind is read: its columns, one line, then the lines beside each other."""

    colonnes: tuple[Colonne, ...]
    lire: Callable[[Rangee, date], LigneLue | Erreur]
    croiser: Callable[[Iterable[LigneLue]], tuple[Erreur, ...]]


@dataclass(frozen=True, slots=True)
class Description:
    """One kind: what it is called, what it does in a sentence, the words of its button."""

    code: str
    intitule: str
    phrase: str
    bouton: str
    genre: Genre
    tableau: Tableau | None = None
    sante: bool = False
    irreversible: bool = False

    @property
    def par_fichier(self) -> bool:
        return self.tableau is not None


_CONVOCATIONS = Tableau(convocation.COLONNES, convocation.lire_convocation, convocation.croiser)
_NOTES = Tableau(releve.COLONNES, releve.lire_note_du_releve, releve.croiser)

GENRES: Mapping[str, Description] = {
    une.code: une
    for une in (
        Description(
            "relance", "Relance de pièces",
            "Rappelle à chaque candidat les pièces qui lui manquent, par un document et un mail.",
            "Envoyer les relances", Relance(),
        ),
        Description(
            "message", "Message",
            "Envoie un mail que vous écrivez, avec le prénom et l'examen de chacun.",
            "Envoyer le message", Message(),
        ),
        Description(
            "convocation", "Convocations aux épreuves",
            "Publie une convocation par candidature, d'après un fichier CSV vérifié ligne par ligne.",
            "Publier les convocations", Convocation(), _CONVOCATIONS,
        ),
        Description(
            "releve", "Relevés de notes",
            "Publie un relevé par candidature, d'après un fichier CSV vérifié ligne par ligne.",
            "Publier les relevés", Releve(), _NOTES,
        ),
        Description(
            "amenagements", "Mesures d'aménagements",
            "Publie la notification des mesures accordées à chaque candidat.",
            "Publier les notifications", Amenagements(), sante=True,
        ),
        Description(
            "publication", "Publication d'un document",
            "Met un PDF du service, ou un document du portail, à la disposition des candidats.",
            "Publier le document", DocumentDuService(),
        ),
        Description(
            "annulation", "Annulation des dossiers non régularisés",
            "Annule les inscriptions dont une pièce indispensable manque après sa date limite.",
            "Annuler ces inscriptions", Annulation(), irreversible=True,
        ),
        Description(
            "desinscription", "Désinscription",
            "Désinscrit des candidats, à leur demande ou sur décision du service.",
            "Désinscrire ces candidats", Desinscription(), irreversible=True,
        ),
        Description(
            "transition", "Changement d'état",
            "Fait passer plusieurs inscriptions à un autre état de leur circuit.",
            "Changer l'état", ParTransition(),
        ),
    )
}  # fmt: skip
