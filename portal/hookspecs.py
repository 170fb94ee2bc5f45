"""Every hook of the portal. A plugin answers with values; it never receives the application or a request.

`docs/hooks.md` shows the same hooks to authors of families; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pluggy

PROJET = "portal"
hookspec = pluggy.HookspecMarker(PROJET)
hookimpl = pluggy.HookimplMarker(PROJET)


@hookspec
def portal_familles() -> Sequence[Path]:  # type: ignore[empty-body]
    """Give the folders of one or several exam families.

    When: once at start, and by `portal check` and `portal publish`.
    Arguments: none.
    Return: one folder for each family; it holds `famille.yaml` and, if the family has any,
    `specialites/*.yaml`. The folder's name is the family's code.

    Example::

        @hookimpl
        def portal_familles() -> list[Path]:
            return [Path(__file__).parent]
    """
