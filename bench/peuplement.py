"""Many candidatures at once, for what is measured on large lists: written by the driver alone."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

ACADEMIES = tuple(f"academie-{rang:02}" for rang in range(30))
FAMILLES = ("cap", "cs", "bp", "bts", "mc")
SPECIALITES = tuple(f"specialite-{rang:03}" for rang in range(200))
ETATS = (("enregistree", "deposee"),) * 12 + (("complete", "deposee"),) * 4 + (("validee", "inscrite"),) * 3
RARE = ("rejetee", "ecartee")
SYLLABES = (
    "DU",
    "RAN",
    "MAR",
    "TIN",
    "LE",
    "FE",
    "BER",
    "NARD",
    "RO",
    "GI",
    "SAN",
    "CHE",
    "VAL",
    "BOI",
    "LOT",
)
PRENOMS = ("ELISE", "MARIE", "JEAN", "PAUL", "AWA", "LEO", "INES", "NOE", "LINA", "SACHA")
DEBUT = datetime(2025, 10, 1, 6, 0, tzinfo=UTC)
A_LA_FOIS = 20_000
TABLES: dict[str, tuple[str, ...]] = {
    "compte": ("id", "courriel", "mot_de_passe", "profil", "cree_le", "active_le"),
    "candidat": (
        "id", "compte_id", "numero", "civilite", "nom_naissance", "prenoms", "naissance_le", "naissance_pays",
        "cree_le", "recherche",
    ),
    "candidature": (
        "id", "cle", "candidat_id", "version_modele_id", "slug", "famille", "academie", "session_examen",
        "annee", "specialite", "etat", "phase", "numero_inscription", "version", "brouillon", "revision",
        "validees", "reponses", "comparables", "cree_le", "modifiee_le", "enregistree_le", "delais",
        "pieces_dues", "pieces_manquantes", "pieces_a_verifier", "pieces_non_conformes", "pieces_conformes",
        "recherche", "decisions",
    ),
}  # fmt: skip
REPONSES = json.dumps({"adresse_1": "12 rue des Écoles", "forme": "globale", "telephone": "+33612345678"})


def lots(nombre: int, version_modele_id: int, depart: int = 1000) -> Iterator[dict[str, list[Sequence[Any]]]]:
    """Yield the rows of three tables, some at a time, always the same; ids begin at `depart`."""
    hasard = random.Random(20251105)
    lot: dict[str, list[Sequence[Any]]] = {table: [] for table in TABLES}
    for rang in range(nombre):
        for table, ligne in zip(TABLES, _lignes(depart + rang, version_modele_id, hasard), strict=True):
            lot[table].append(ligne)
        if len(lot["compte"]) == A_LA_FOIS:
            yield lot
            lot = {table: [] for table in TABLES}
    yield lot


def peupler(connexion: Any, nombre: int, version_modele_id: int, ensuite: Sequence[str] = ()) -> None:
    """Write them through a connection of the SQLite driver; the indexes are built at the end, at once.

    In: `ensuite` are orders that change what was written, or add to it, before the indexes are built.
    """
    index = connexion.execute(
        "select name, sql from sqlite_master where type = 'index' and tbl_name = 'candidature' and sql <> ''"
    ).fetchall()
    connexion.execute("begin")
    for nom, _ in index:
        connexion.execute(f"drop index {nom}")
    for lot in lots(nombre, version_modele_id):
        for table, lignes in lot.items():
            points = ", ".join("?" * len(TABLES[table]))
            connexion.executemany(
                f"insert into {table} ({', '.join(TABLES[table])}) values ({points})", lignes
            )
    for ordre in (*ensuite, *(sql for _, sql in index)):
        connexion.execute(ordre)
    connexion.execute("commit")


def _lignes(i: int, version_modele_id: int, hasard: random.Random) -> tuple[Sequence[Any], ...]:
    nom, prenom = "".join(hasard.choices(SYLLABES, k=3)), hasard.choice(PRENOMS)
    naissance = f"{hasard.randint(1995, 2009)}-{hasard.randint(1, 12):02}-{hasard.randint(1, 28):02}"
    academie, famille = hasard.choice(ACADEMIES), hasard.choice(FAMILLES)
    etat, phase = RARE if i % 1000 == 0 else hasard.choice(ETATS)
    le = (DEBUT + timedelta(seconds=hasard.random() * 3_000_000)).strftime("%Y-%m-%d %H:%M:%S.%f")
    dues, a_verifier = 5, hasard.choice((0, 0, 0, 2))
    return (
        (i, f"candidat-{i}@example.org", "-", "candidat", le, le),
        (i, i, f"2026{i:07}", "MADAME", nom, prenom, naissance, "FR", le, f"{nom} {prenom}"),
        (
            i, f"cle-{i}", i, version_modele_id, f"{academie}/{famille}-2026", famille, academie, "2026",
            2026, hasard.choice(SPECIALITES), etat, phase, 1, 1, "{}", 1,
            "[]", REPONSES, "{}", le, le, le, "{}",
            dues, 2, a_verifier, int(i % 500 == 0), 1,
            f"{nom} {prenom}", "{}",
        ),
    )  # fmt: skip
