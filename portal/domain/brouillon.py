"""The draft of a candidature: what is being typed, what could not be read, when each answer last changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from portal.domain.champs import Json

Saisies = Mapping[str, Mapping[str, list[str]]]
CARACTERES_AU_PLUS = 20_000


@dataclass(frozen=True, slots=True)
class Brouillon:
    """One draft. `saisies` are typed inputs that no answer could be read from, by key then by part.

    `revisions` holds, for each key, the revision at which it last changed: a page that shows an older one
    may not overwrite it without asking. `en_modification` tells that a candidature already recorded is
    being modified: the draft is then a copy that nobody else sees.
    """

    reponses: Mapping[str, Json] = field(default_factory=dict)
    saisies: Saisies = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)
    en_modification: bool = False

    @classmethod
    def lire(cls, json: Mapping[str, Any] | None) -> Brouillon:
        """Return the draft that a column holds; an empty column is an empty draft."""
        json = json or {}
        return cls(
            json.get("reponses", {}),
            json.get("saisies", {}),
            json.get("revisions", {}),
            bool(json.get("en_modification", False)),
        )

    def en_json(self) -> dict[str, Any]:
        """Return what the column keeps."""
        return {
            "reponses": dict(self.reponses),
            "saisies": {cle: dict(parties) for cle, parties in self.saisies.items()},
            "revisions": dict(self.revisions),
            "en_modification": self.en_modification,
        }

    def etat(self, cle: str) -> tuple[Json, Mapping[str, list[str]] | None]:
        """Return what a key holds: an answer, or what was typed instead of one."""
        return self.reponses.get(cle), self.saisies.get(cle)

    def changees(self, apres: Brouillon, cles: Iterable[str]) -> tuple[str, ...]:
        """Return the keys that hold something else in `apres`."""
        return tuple(cle for cle in cles if self.etat(cle) != apres.etat(cle))

    def depassees(self, cles: Iterable[str], revision: int) -> tuple[str, ...]:
        """Return the keys that changed after `revision`."""
        return tuple(cle for cle in cles if self.revisions.get(cle, 0) > revision)

    def date(self, cles: Iterable[str], revision: int) -> Brouillon:
        """Return the same draft, these keys marked as changed at `revision`."""
        return replace(self, revisions={**self.revisions, **dict.fromkeys(cles, revision)})


def nettoyer(parties: Mapping[str, list[str]]) -> dict[str, list[str]] | None:
    """Return typed inputs that can be kept as they are, None when they are too long to be.

    The null character goes: a database cannot hold it, and nobody types it. A part whose name
    holds one is dropped: no page of ours makes it.
    """
    taille = sum(len(partie) + sum(map(len, valeurs)) for partie, valeurs in parties.items())
    if taille > CARACTERES_AU_PLUS:
        return None
    return {
        partie: [valeur.replace("\0", "") for valeur in valeurs]
        for partie, valeurs in parties.items()
        if "\0" not in partie
    }
