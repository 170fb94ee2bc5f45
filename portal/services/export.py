"""Lists as spreadsheets: asked for by an agent, written in the background, kept a week for them alone.

Rows go to a file of the data folder slice by slice, in the order of ids; what is committed says how far it
is right. A slice that dies is written again over itself, and a lost file starts the export again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from portal.adapters.stockage import FichierAbsent
from portal.db import db, ecriture
from portal.domain.affichage import PARIS
from portal.domain.export import FORMATS, ColonneExport, choisir, colonnes_de
from portal.domain.filtre import Filtre
from portal.domain.refus import Refus
from portal.services.liste import conditions, selectionner
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.candidature import Candidature
from portal.tables.operation import Operation

GENRE = TACHE = "export"
CONSERVATION = timedelta(days=7)
CANDIDATURES_AU_PLUS = 200_000
LISTES_AU_PLUS = 20


class ExportIntrouvable(Refus):
    """There is no such export, it is somebody else's, or it was erased."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cet export n'existe pas, n'est pas le vôtre, ou a été effacé.")


class ExportImpossible(Refus):
    """What is asked gives nothing, or more than a file should hold."""

    statut = 422


@dataclass(frozen=True, slots=True)
class FichierExporte:
    """What a download gives: its name, its content (the caller closes it), its format."""

    nom: str
    flux: BinaryIO
    format: str


def offertes(portail: Portail, agent: AgentEnPoste, filtre: Filtre) -> tuple[ColonneExport, ...]:
    """Return the columns that a search offers to this agent: those of the modèles that it gives."""
    demande = select(Candidature.slug).where(visibles(portail, agent), *conditions(filtre)).distinct()
    slugs = [filtre.modele] if filtre.modele else sorted(db.session.scalars(demande))
    modeles = [portail.modeles.courant(slug) for slug in slugs]
    toutes = colonnes_de(modele for modele in modeles if modele is not None)
    return tuple(une for une in toutes if agent.sante or not une.sante)


def compter(portail: Portail, agent: AgentEnPoste, filtre: Filtre) -> int:
    """Return how many candidatures a search gives."""
    trouvees = selectionner(portail, agent, filtre).subquery()
    return db.session.scalar(select(func.count()).select_from(trouvees)) or 0


def demander(portail: Portail, agent: AgentEnPoste, filtre: Filtre, cles: Iterable[str], format_: str) -> str:
    """Ask for a file; return the clé of the export. The same one being written is not asked for twice.

    Raises ExportImpossible without any column or candidature, or with too many.
    """
    if format_ not in FORMATS:
        raise ExportImpossible("Choisissez un format.")
    colonnes = choisir(offertes(portail, agent, filtre), cles, agent.sante)
    if not colonnes:
        raise ExportImpossible("Choisissez au moins une colonne.")
    total = compter(portail, agent, filtre)
    if not total:
        raise ExportImpossible("Aucune candidature ne répond à cette recherche.")
    if total > CANDIDATURES_AU_PLUS:
        raise ExportImpossible(
            f"{total} candidatures : un fichier en contient {CANDIDATURES_AU_PLUS} au plus. "
            "Ajoutez un critère, un examen ou une spécialité par exemple."
        )
    voulu = {
        "filtre": filtre.en_requete(),
        "colonnes": [colonne.cle for colonne in colonnes],
        "format": format_,
        "sante": any(colonne.sante for colonne in colonnes),
    }
    with ecriture():
        return _en_cours(agent, voulu) or _creer(portail, agent, voulu, total)


def lister(portail: Portail, agent: AgentEnPoste) -> tuple[Operation, ...]:
    """Return the last exports of this agent, the latest first."""
    demande = select(Operation).where(Operation.genre == GENRE, Operation.compte_id == agent.compte_id)
    lues = db.session.scalars(demande.order_by(Operation.id.desc()).limit(LISTES_AU_PLUS))
    return tuple(une for une in lues if agent.sante or not une.parametres.get("sante"))


def lire(portail: Portail, agent: AgentEnPoste, cle: str) -> Operation:
    """Return an export of this agent. Raises ExportIntrouvable."""
    trouvee = db.session.scalar(
        select(Operation).where(
            Operation.cle == cle, Operation.genre == GENRE, Operation.compte_id == agent.compte_id
        )
    )
    if trouvee is None or (trouvee.parametres.get("sante") and not agent.sante):
        raise ExportIntrouvable
    return trouvee


def ouvrir(portail: Portail, agent: AgentEnPoste, cle: str) -> FichierExporte:
    """Open the file of an export that is done. Raises ExportIntrouvable."""
    return fichier_de(portail, lire(portail, agent, cle))


def fichier_de(portail: Portail, operation: Operation) -> FichierExporte:
    """Open the file that an operation of this agent keeps. Raises ExportIntrouvable once it is forgotten."""
    if operation.fichier is None:
        raise ExportIntrouvable
    try:
        flux = portail.stockage.ouvrir(operation.fichier)
    except FichierAbsent as absent:
        raise ExportIntrouvable from absent
    return FichierExporte(operation.nom_fichier or operation.genre, flux, operation.parametres["format"])


def purger(portail: Portail) -> list[str]:
    """Forget the files of exports that are a week old; return their keys, for `references.liberer`."""
    return oublier_les_fichiers(portail, Operation.genre == GENRE, Operation.terminee_le)


def oublier_les_fichiers(
    portail: Portail,
    lesquelles: ColumnElement[bool],
    depuis: InstrumentedAttribute[datetime | None] | InstrumentedAttribute[datetime],
    **valeurs: object,
) -> list[str]:
    """Forget the files of some operations a week after `depuis`, and write `valeurs` in their rows.

    Out: the keys of the files, for `references.liberer`.
    """
    vieilles = (lesquelles, Operation.fichier.is_not(None))
    limite = portail.horloge.maintenant() - CONSERVATION
    with ecriture():
        cles = db.session.scalars(select(Operation.fichier).where(*vieilles, depuis < limite)).all()
        ordre = update(Operation).where(*vieilles, depuis < limite).values(fichier=None, **valeurs)
        db.session.execute(ordre.execution_options(synchronize_session=False))
    return [cle for cle in cles if cle]


def _en_cours(agent: AgentEnPoste, voulu: Mapping[str, Any]) -> str | None:
    demande = select(Operation).where(
        Operation.genre == GENRE, Operation.compte_id == agent.compte_id, Operation.etat == "en_cours"
    )
    for une in db.session.scalars(demande):
        if {cle: une.parametres.get(cle) for cle in voulu} == voulu:
            return une.cle
    return None


def _creer(portail: Portail, agent: AgentEnPoste, voulu: Mapping[str, Any], total: int) -> str:
    maintenant = portail.horloge.maintenant()
    operation = Operation(
        genre=GENRE, compte_id=agent.compte_id, etat="en_cours", total=total, cree_le=maintenant,
        lancee_le=maintenant, parametres={**voulu, "curseur": 0, "octets": 0, "passage": 0},
        nom_fichier=f"candidatures-{maintenant.astimezone(PARIS):%Y-%m-%d}.{voulu['format']}",
    )  # fmt: skip
    db.session.add(operation)
    db.session.flush()
    demander_la_suite(portail, operation.id, 0)
    return operation.cle


def demander_la_suite(portail: Portail, operation_id: int, passage: int) -> None:
    """Ask for the job of one slice. Inside `ecriture()`."""
    deposer_tache(portail, TACHE, {"operation_id": operation_id}, f"{TACHE}:{operation_id}:{passage}")
