"""What becomes of a request in the demonstration: who does what, and when, counted back from now."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from portal.domain.affichage import PARIS
from portal.domain.jours_ouvres import JoursOuvres

SOUMETTRE, DELAI = "soumettre", timedelta(hours=72)
# After each act, the hours that go by before the next one.
_REGLEE = ((SOUMETTRE, 30), ("prevalider", 40), ("payer", 0))
_INSCRITE = ((SOUMETTRE, 30), ("prevalider", 40), ("payer", 6), ("inscrire", 0))
_REFUSEE = ((SOUMETTRE, 22), ("refuser", 0))
_EXPIREE = ((SOUMETTRE, 22), ("prevalider", 0), ("expirer", 0))
RECITS: Mapping[str, tuple[tuple[str, int], ...]] = {
    "soumise": ((SOUMETTRE, 0),),
    "prevalidee": ((SOUMETTRE, 28), ("prevalider", 0)),
    "presque_expiree": ((SOUMETTRE, 28), ("prevalider", 0)),
    "acompte": ((SOUMETTRE, 28), ("prevalider", 18), ("payer_une_partie", 0)),
    "reglee": _REGLEE,
    "inscrite": _INSCRITE,
    "financee": ((SOUMETTRE, 30), ("prevalider", 24), ("financer", 6), ("inscrire", 0)),
    "refusee": _REFUSEE,
    "ailleurs": (*_REFUSEE[:1], ("refuser", 20), ("redemander", 0)),
    "expiree": _EXPIREE,
    "redemandee": (*_EXPIREE[:1], ("prevalider", 130), ("expirer", 4), ("redemander", 0)),
    "report_medical": (*_INSCRITE[:3], ("inscrire", 40), ("report_medical", 0)),
    "report_employeur": (*_INSCRITE[:3], ("inscrire", 40), ("report_employeur", 0)),
    "reportee": (*_INSCRITE[:3], ("inscrire", 40), ("report_medical", 26), ("accorder", 0)),
    "report_refuse": (*_INSCRITE[:3], ("inscrire", 40), ("report_employeur", 26), ("refuser_report", 0)),
}
DU_CANDIDAT = frozenset({SOUMETTRE, "redemander", "report_medical", "report_employeur"})


@dataclass(frozen=True, slots=True)
class Scene:
    """One request: its centre, its épreuves, what becomes of it, the hours since its last act."""

    rang: int
    centre: str
    epreuves: tuple[str, ...]
    recit: str
    heures: int
    ailleurs: str


@dataclass(frozen=True, slots=True)
class Acte:
    """One step of a story and its instant."""

    code: str
    le: datetime


def lire_scenes(chemin: Path) -> tuple[Scene, ...]:
    """Read the requests of a file, in its order."""
    with chemin.open(encoding="utf-8", newline="") as fichier:
        return tuple(
            Scene(
                rang, ligne["centre"], tuple(ligne["epreuves"].split()), ligne["recit"],
                int(ligne["heures"]), ligne["ailleurs"],
            )
            for rang, ligne in enumerate(csv.DictReader(fichier, delimiter=";", strict=True), 1)
        )  # fmt: skip


def actes(scene: Scene, departement: str, maintenant: datetime) -> tuple[Acte, ...]:
    """Date every act of a scene: staff work by day from Monday to Friday, candidates sleep at night."""
    faits: list[Acte] = []
    le = maintenant - timedelta(hours=scene.heures, minutes=7 * (scene.rang % 8))
    if scene.recit == "presque_expiree":
        le = _presque_expiree(departement, maintenant)
    for code, ensuite in reversed(RECITS[scene.recit]):
        le -= timedelta(hours=ensuite)
        if scene.recit != "presque_expiree" or code == SOUMETTRE:
            le = _de_jour(le) if code in DU_CANDIDAT else _au_bureau(le)
        faits.append(Acte(code, le))
    return tuple(reversed(faits))


def _presque_expiree(departement: str, maintenant: datetime) -> datetime:
    """Return when a centre answered if its deadline ends within hours: the next ones that count."""
    bientot = (maintenant + timedelta(hours=3)).astimezone(PARIS).replace(tzinfo=None)
    depart = JoursOuvres(departement).avancer(bientot, -DELAI) + timedelta(minutes=5)
    return depart.replace(tzinfo=PARIS).astimezone(maintenant.tzinfo)


def _de_jour(le: datetime) -> datetime:
    local = le.astimezone(PARIS)
    return le - timedelta(hours=9) if local.hour < 7 else le


def _au_bureau(le: datetime) -> datetime:
    """Return the instant, or the end of the working day before it."""
    local = le.astimezone(PARIS)
    if local.hour < 9:
        local = (local - timedelta(days=1)).replace(hour=17)
    elif local.hour >= 18:
        local = local.replace(hour=17)
    while local.weekday() > 4:
        local = (local - timedelta(days=1)).replace(hour=16)
    return local.astimezone(le.tzinfo)
