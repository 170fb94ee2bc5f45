"""Writes the file of an export: a slice of rows for each job, then the spreadsheet from all of them."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select

from portal.adapters.stockage import FichierStocke
from portal.adapters.tableur import ecrire_csv, ecrire_xlsx
from portal.db import db, ecriture
from portal.domain.export import ColonneExport, choisir
from portal.domain.filtre import Filtre
from portal.services.export import demander_la_suite, offertes
from portal.services.export_lignes import Valeur, lire_lignes
from portal.services.liste import selectionner
from portal.services.operations.avancement import AgentParti, agent_du, ordre_de
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.operation import Operation

TRANCHE_S = 30.0  # a slice; the lease of a job is two minutes
PAQUET = 200
ECRIVAINS = {"csv": ecrire_csv, "xlsx": ecrire_xlsx}


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Do a job of kind `export.TACHE`: one slice, and the file once there is nothing left to read."""
    operation_id = int(charge["operation_id"])
    operation = db.session.get(Operation, operation_id)
    if operation is None or operation.etat != "en_cours":
        db.session.rollback()
        return
    try:
        agent = agent_du(portail, ordre_de(operation))
    except AgentParti:
        with ecriture():
            db.session.get_one(Operation, operation_id).etat = "abandonnee"
        return
    _Ecriture(portail, agent, operation).avancer()


class _Ecriture:
    """One slice of one export, with the rights that its agent has now."""

    def __init__(self, portail: Portail, agent: AgentEnPoste, operation: Operation) -> None:
        self._portail, self._agent = portail, agent
        self._id, self._cle, self._faites = operation.id, operation.cle, operation.faites
        self._parametres = dict(operation.parametres)
        self._filtre = Filtre.lire(self._parametres["filtre"])
        self._passage: int = self._parametres["passage"]
        self._colonnes = self._choisies()

    def avancer(self) -> None:
        chemin = self._portail.config.dossier_exports / f"{self._cle}.jsonl"
        chemin.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        curseur, octets = self._reprendre(chemin)
        curseur, octets, fini = self._ecrire(chemin, curseur, octets)
        if not fini:
            self._noter(curseur, octets)
            return
        fichier = self._assembler(chemin)
        if self._conclure(fichier):
            chemin.unlink(missing_ok=True)

    def _choisies(self) -> tuple[ColonneExport, ...]:
        """Columns are those of the first slice, less what the agent may no longer see."""
        toutes = offertes(self._portail, self._agent, self._filtre)
        return choisir(toutes, self._parametres["colonnes"], self._agent.sante)

    def _reprendre(self, chemin: Path) -> tuple[int, int]:
        """Return where the rows go on; a file that lost what was said of it begins again."""
        octets = self._parametres["octets"]
        presents = chemin.stat().st_size if chemin.exists() else 0
        if presents < octets or self._parametres.get("entete") not in (None, self._entete):
            self._faites = 0
            return 0, 0
        return int(self._parametres["curseur"]), octets

    @property
    def _entete(self) -> list[str]:
        return [colonne.cle for colonne in self._colonnes]

    def _ecrire(self, chemin: Path, curseur: int, octets: int) -> tuple[int, int, bool]:
        fin = time.monotonic() + TRANCHE_S
        with chemin.open("r+b" if chemin.exists() else "w+b") as fichier:
            fichier.truncate(octets)
            fichier.seek(octets)
            while ids := self._suivants(curseur):
                for ligne in lire_lignes(self._portail, ids, self._colonnes):
                    fichier.write(
                        json.dumps(ligne, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                    )
                    self._faites += 1
                curseur = ids[-1]
                db.session.rollback()
                if time.monotonic() > fin:
                    break
            fichier.flush()
            os.fsync(fichier.fileno())
            return curseur, fichier.tell(), not ids

    def _suivants(self, curseur: int) -> Sequence[int]:
        demande = selectionner(self._portail, self._agent, self._filtre).where(Candidature.id > curseur)
        return db.session.scalars(demande.order_by(Candidature.id).limit(PAQUET)).all()

    def _noter(self, curseur: int, octets: int) -> None:
        """Write how far the file is right, and ask for the next slice."""
        with ecriture():
            operation = self._verrouillee()
            if operation is None:
                return
            passage = self._passage + 1
            avance = {"curseur": curseur, "octets": octets, "entete": self._entete, "passage": passage}
            operation.parametres = {**operation.parametres, **avance}
            operation.faites = self._faites
            demander_la_suite(self._portail, self._id, passage)

    def _assembler(self, chemin: Path) -> FichierStocke:
        with TemporaryDirectory(dir=chemin.parent) as dossier:
            final = Path(dossier) / "export"
            ECRIVAINS[self._parametres["format"]](final, self._colonnes, _relire(chemin))
            with final.open("rb") as flux:
                return self._portail.stockage.deposer(flux)

    def _conclure(self, fichier: FichierStocke) -> bool:
        """Give the file to its agent, and write in the journal what left the portal."""
        maintenant = self._portail.horloge.maintenant()
        with ecriture():
            operation = self._verrouillee()
            if operation is None:
                return False
            operation.etat, operation.terminee_le, operation.fichier = "terminee", maintenant, fichier.cle
            operation.faites = operation.total = self._faites
            db.session.add(
                Evenement(
                    compte_id=self._agent.compte_id, le=maintenant, nature="export",
                    donnees={
                        "filtre": self._parametres["filtre"], "nombre": self._faites,
                        "colonnes": self._entete, "format": self._parametres["format"],
                        "sante": any(colonne.sante for colonne in self._colonnes),
                    },
                )
            )  # fmt: skip
            return True

    def _verrouillee(self) -> Operation | None:
        """Return the operation, None when another worker went on with it meanwhile."""
        operation = db.session.scalars(
            select(Operation).where(Operation.id == self._id).with_for_update()
        ).one()
        encore = operation.etat == "en_cours" and operation.parametres["passage"] == self._passage
        return operation if encore else None


def _relire(chemin: Path) -> Iterator[list[Valeur]]:
    with chemin.open("rb") as fichier:
        for ligne in fichier:
            yield json.loads(ligne)
