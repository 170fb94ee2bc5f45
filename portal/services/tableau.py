"""Tables that a plugin gives out as spreadsheets: asked for by an agent, written, kept a week for them alone.

A small one is written at once; a large one by a job of the plugin (`portal_travaux`), which calls `ecrire`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from portal.adapters.tableur import ecrire_csv, ecrire_xlsx
from portal.db import db, ecriture
from portal.domain.affichage import PARIS
from portal.domain.export import FORMATS, ColonneExport
from portal.services.export import (
    ExportImpossible,
    ExportIntrouvable,
    FichierExporte,
    fichier_de,
    oublier_les_fichiers,
)
from portal.services.operations.avancement import AgentParti, agent_du, ordre_de
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.evenement import Evenement
from portal.tables.operation import Operation

GENRE = "tableau"
TOUT_DE_SUITE = 3000  # rows that the request itself writes
LISTES_AU_PLUS = 10
ECRIVAINS = {"csv": ecrire_csv, "xlsx": ecrire_xlsx}
Rangees = Iterable[Sequence[str | int | None]]


def demander(
    portail: Portail, agent: AgentEnPoste, tache: str, parametres: Mapping[str, Any], format_: str, total: int
) -> int:
    """Ask for a table; return the id of its operation. The caller writes it when it is small.

    In: `tache` is the kind of job that writes it, `parametres` what it reads (`nom` is that of the file).
    Raises ExportImpossible for an empty table or an unknown format.
    """
    if format_ not in FORMATS:
        raise ExportImpossible("Choisissez un format.")
    if not total:
        raise ExportImpossible("Aucune ligne à donner.")
    maintenant = portail.horloge.maintenant()
    nom = f"{parametres.get('nom', 'tableau')}-{maintenant.astimezone(PARIS):%Y-%m-%d}.{format_}"
    with ecriture():
        operation = Operation(
            genre=GENRE, compte_id=agent.compte_id, etat="en_cours", total=total, cree_le=maintenant,
            lancee_le=maintenant, nom_fichier=nom,
            parametres={**parametres, "tache": tache, "format": format_},
        )  # fmt: skip
        db.session.add(operation)
        db.session.flush()
        if total > TOUT_DE_SUITE:
            charge = {"operation_id": operation.id}
            deposer_tache(portail, tache, charge, f"{GENRE}:{operation.id}")
        return operation.id


def a_ecrire(portail: Portail, operation_id: int) -> tuple[AgentEnPoste, Mapping[str, Any]] | None:
    """Return who asked for a table, and what for; None when it is written, or nobody waits for it."""
    operation = db.session.get(Operation, operation_id)
    if operation is None or operation.genre != GENRE or operation.etat != "en_cours":
        return None
    try:
        agent = agent_du(portail, ordre_de(operation))
    except AgentParti:
        with ecriture():
            db.session.get_one(Operation, operation_id).etat = "abandonnee"
        return None
    return agent, dict(operation.parametres)


def ecrire(portail: Portail, operation_id: int, colonnes: Sequence[ColonneExport], rangees: Rangees) -> None:
    """Write the file of a table, then give it to its agent; the journal says what left the portal."""
    operation = db.session.get_one(Operation, operation_id)
    format_, compte_id = str(operation.parametres["format"]), operation.compte_id
    combien = _Compte(rangees)
    dossier = portail.config.dossier_exports
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    with TemporaryDirectory(dir=dossier) as lieu:
        final = Path(lieu) / "tableau"
        ECRIVAINS[format_](final, colonnes, combien)
        with final.open("rb") as flux:
            fichier = portail.stockage.deposer(flux)
    maintenant = portail.horloge.maintenant()
    with ecriture():
        operation = db.session.get_one(Operation, operation_id, with_for_update=True)
        if operation.etat != "en_cours":
            return
        operation.etat, operation.terminee_le, operation.fichier = "terminee", maintenant, fichier.cle
        operation.faites = operation.total = combien.nombre
        donnees = {
            "nombre": combien.nombre, "format": format_, "colonnes": [une.cle for une in colonnes],
            "tableau": operation.parametres["tache"],
        }  # fmt: skip
        db.session.add(Evenement(compte_id=compte_id, le=maintenant, nature="export", donnees=donnees))


def lister(portail: Portail, agent: AgentEnPoste, tache: str) -> tuple[Operation, ...]:
    """Return the last tables of a kind that this agent asked for, the latest first."""
    demande = select(Operation).where(Operation.genre == GENRE, Operation.compte_id == agent.compte_id)
    lues = db.session.scalars(demande.order_by(Operation.id.desc()).limit(4 * LISTES_AU_PLUS))
    return tuple(une for une in lues if une.parametres.get("tache") == tache)[:LISTES_AU_PLUS]


def ouvrir(portail: Portail, agent: AgentEnPoste, cle: str) -> FichierExporte:
    """Open the file of a table of this agent. Raises ExportIntrouvable."""
    operation = db.session.scalar(
        select(Operation).where(
            Operation.cle == cle, Operation.genre == GENRE, Operation.compte_id == agent.compte_id
        )
    )
    if operation is None:
        raise ExportIntrouvable
    return fichier_de(portail, operation)


def purger(portail: Portail) -> list[str]:
    """Forget the files of tables that are a week old; return their keys, for `references.liberer`."""
    return oublier_les_fichiers(portail, Operation.genre == GENRE, Operation.terminee_le)


class _Compte:
    """Counts the rows that go by."""

    def __init__(self, rangees: Rangees) -> None:
        self._rangees, self.nombre = rangees, 0

    def __iter__(self) -> Any:
        for rangee in self._rangees:
            self.nombre += 1
            yield rangee
