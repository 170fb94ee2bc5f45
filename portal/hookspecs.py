"""Every hook of the portal. A plugin answers with values; it never receives the application or a request.

`docs/hooks.md` shows the same hooks to authors of families; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from portal.domain.champs.base import TypeChamp

PROJET = "portal"
hookspec = pluggy.HookspecMarker(PROJET)
hookimpl = pluggy.HookimplMarker(PROJET)


@hookspec
def portal_familles() -> Path:  # type: ignore[empty-body]
    """Give the folder of an exam family.

    When: once at start, and by `portal check` and `portal publish`.
    Arguments: none.
    Return: the folder that holds `famille.yaml` and, if the family has any, `specialites/*.yaml`. The
    folder's name is the family's code.

    Example::

        @hookimpl
        def portal_familles() -> Path:
            return Path(__file__).parent
    """


@hookspec
def portal_types_champ() -> Mapping[str, TypeChamp]:  # type: ignore[empty-body]
    """Give field types that a family may name under `type:`.

    When: once at start, before any family is compiled.
    Arguments: none.
    Return: the types by name. Two plugins may not give the same name: the start is refused.

    Example::

        @hookimpl
        def portal_types_champ() -> Mapping[str, TypeChamp]:
            return {"plaque": PlaqueImmatriculation()}
    """
