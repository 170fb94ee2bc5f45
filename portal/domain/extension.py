"""What the portal and a plugin say to each other through the hooks: values, frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.domain.situation import Situation

COMMENCER = "commencer"


@dataclass(frozen=True, slots=True)
class LienExtension:
    """A link to a page of a plugin. `vue` is its endpoint, without arguments.

    The smallest `rang` comes first. `aide` is the sentence that goes with it, where there is room for one.
    `pour` says, by the account of who is logged in, whether this person sees it: asked at every page.
    """

    intitule: str
    vue: str
    rang: int = 0
    aide: str = ""
    pour: Callable[[int], bool] | None = None


@dataclass(frozen=True, slots=True)
class Identifiant:
    """What a candidate may type to log in, besides the address: « NUC », short for `intitule`.

    `aide` is a sentence on where to find it. `compte_de` receives what was typed, as typed, and returns the
    account of that person or None; it takes the same time either way.
    """

    sigle: str
    intitule: str
    aide: str
    compte_de: Callable[[str], int | None]


@dataclass(frozen=True, slots=True)
class Repere:
    """An identifier of a person, shown in the header: « NUC 4821 0937 K », NUC being short for `intitule`."""

    sigle: str
    valeur: str
    intitule: str


@dataclass(frozen=True, slots=True)
class Migrations:
    """The tables of a plugin: their names start with `prefixe` and an underscore.

    `dossier` holds its Alembic revisions (`0001_….py`), nothing else.
    """

    prefixe: str
    dossier: Path


@dataclass(frozen=True, slots=True)
class Demande:
    """A transition of one candidature, about to be taken or just taken; or its beginning (COMMENCER).

    `code` is the transition, from the état `de` to the état `vers`; `profil` is who takes it, `compte_id`
    the account that acted (None for the portal itself). `situation` is the candidature before it; of one
    that begins, `de` is "" and `situation` its first one.
    """

    candidature_id: int
    candidat_id: int
    compte_id: int | None
    famille: str
    slug: str
    code: str
    de: str
    vers: str
    profil: str
    situation: Situation
