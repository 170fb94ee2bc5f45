"""Database and storage compared: every file that a row names is there, whole and unchanged; the rest is told.

Each file is read from end to end, one after the other. Keys are taken by their first digit, so that a
sixteenth of them is in memory at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from portal.adapters.stockage import MORCEAU, FichierAbsent
from portal.db import db, ecriture
from portal.services import references
from portal.services.portail import Portail
from portal.services.references import JEUNESSE, Reference
from portal.tables.evenement import Evenement

NATURE = "reconciliation"
CHIFFRES = "0123456789abcdef"
CITES_AU_PLUS = 20  # in the journal; the report says them all

Genre = Literal["absent", "altere", "taille", "orphelin"]


@dataclass(frozen=True, slots=True)
class Ecart:
    """One difference. `ou` names the row, "" for an orphan; `detail` says what was found."""

    genre: Genre
    cle: str
    ou: str = ""
    detail: str = ""


@dataclass(slots=True)
class Constat:
    """What a comparison found. `jeunes` are orphans too young to be called so: a row may be on its way."""

    verifies: int = 0
    octets: int = 0
    jeunes: int = 0
    effaces: int = 0
    ecarts: list[Ecart] = field(default_factory=list)

    @property
    def fautes(self) -> list[Ecart]:
        """What is lost or changed: an orphan loses nobody's file."""
        return [ecart for ecart in self.ecarts if ecart.genre != "orphelin"]

    @property
    def orphelins(self) -> list[Ecart]:
        return [ecart for ecart in self.ecarts if ecart.genre == "orphelin"]


def reconcilier(
    portail: Portail, effacer: bool = False, suivi: Callable[[int], None] = lambda part: None
) -> Constat:
    """Compare everything, write the outcome in the journal, return it.

    In: `effacer` erases the orphans; `suivi` is told how many sixteenths are done.
    """
    constat = Constat()
    for rang, chiffre in enumerate(CHIFFRES, 1):
        _comparer(portail, chiffre, constat)
        db.session.rollback()
        suivi(rang)
    if effacer:
        constat.effaces = references.liberer(portail, [ecart.cle for ecart in constat.orphelins])
    _journaliser(portail, constat)
    return constat


def _comparer(portail: Portail, prefixe: str, constat: Constat) -> None:
    citees: dict[str, list[Reference]] = {}
    # The storage first: what is stored afterwards is no orphan, what is named afterwards is there.
    presentes = [cle for cle in portail.stockage.cles() if cle.startswith(prefixe)]
    for reference in references.lister(prefixe):
        citees.setdefault(reference.cle, []).append(reference)
    db.session.rollback()
    for cle, citations in sorted(citees.items()):
        constat.ecarts.extend(_verifier(portail, cle, citations, constat))
    limite = portail.horloge.maintenant() - JEUNESSE
    for cle in sorted(set(presentes) - citees.keys()):
        try:
            vieux = portail.stockage.depose_le(cle) <= limite
        except FichierAbsent:
            continue
        if vieux:
            constat.ecarts.append(Ecart("orphelin", cle))
        else:
            constat.jeunes += 1


def _verifier(portail: Portail, cle: str, citations: list[Reference], constat: Constat) -> Iterator[Ecart]:
    """Read one file; yield what is wrong with it, once for each row that names it."""
    constat.verifies += 1
    try:
        taille, empreinte = _lire(portail, cle)
    except FichierAbsent:
        yield from (Ecart("absent", cle, un.ou) for un in citations)
        return
    constat.octets += taille
    if empreinte != cle:
        yield from (
            Ecart("altere", cle, un.ou, f"{taille} octets, empreinte {empreinte}") for un in citations
        )
        return
    for une in citations:
        if une.taille is not None and une.taille != taille:
            yield Ecart("taille", cle, une.ou, f"{taille} octets au lieu de {une.taille}")


def _lire(portail: Portail, cle: str) -> tuple[int, str]:
    empreinte, taille = hashlib.sha256(), 0
    with portail.stockage.ouvrir(cle) as flux:
        while morceau := flux.read(MORCEAU):
            empreinte.update(morceau)
            taille += len(morceau)
    return taille, empreinte.hexdigest()


def _journaliser(portail: Portail, constat: Constat) -> None:
    with ecriture() as s:
        s.add(
            Evenement(
                le=portail.horloge.maintenant(), nature=NATURE,
                donnees={
                    "verifies": constat.verifies, "octets": constat.octets,
                    "orphelins": len(constat.orphelins), "effaces": constat.effaces,
                    "ecarts": [[e.genre, e.ou, e.cle] for e in constat.fautes[:CITES_AU_PLUS]],
                    "fautes": len(constat.fautes),
                },
            )
        )  # fmt: skip
