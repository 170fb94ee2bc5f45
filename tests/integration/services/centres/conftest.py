"""A portal without the plugins that know centres: what holds here holds in the core alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from portal import plugin_manager
from portal.services.portail import Portail
from tests import centres


@pytest.fixture
def portail(app: Flask) -> Portail:
    """No plugin at all; the first session of the exam of the tests is published."""
    seul = replace(app.extensions["portail"], extensions=plugin_manager.charger(()))
    app.extensions["portail"] = seul
    centres.publier(seul)
    return seul


@pytest.fixture
def lille(portail: Portail) -> int:
    """A centre with five places for E1 and as many for E2."""
    return centres.centre("LILLE")
