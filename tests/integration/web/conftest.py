"""What the tests of pages start from, when a plugin is in use that only they know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, cast

import pytest

from portal import plugin_manager
from portal.adapters.courrier import CourrierMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.config import Config
from portal.db import db
from tests.client import ClientMaison
from tests.extensions import essai

if TYPE_CHECKING:
    from jinja2 import FileSystemBytecodeCache


@pytest.fixture
def client_avec(
    config: Config, horloge: HorlogeReglable, gabarits_compiles: FileSystemBytecodeCache
) -> Iterator[Callable[..., ClientMaison]]:
    """A browser in front of a portal with fake plugins: their names, or hooks of the plugin « essai »."""
    from portal.app import create_app

    with ExitStack() as ouverts:

        def ouvrir(*noms: str, **points: Callable[..., Any]) -> ClientMaison:
            app = create_app(
                config,
                horloge=horloge,
                courrier=CourrierMemoire(),
                extensions=plugin_manager.charger([*noms, *([essai(**points)] if points else [])]),
                reveil=lambda: None,
            )
            app.testing = True
            app.test_client_class = ClientMaison
            app.jinja_env.bytecode_cache = gabarits_compiles
            ouverts.enter_context(app.app_context())
            ouverts.callback(db.engine.dispose)
            ouverts.callback(db.session.remove)
            return cast(ClientMaison, app.test_client())

        yield ouvrir
