"""A real browser on a real server. A page that breaks the content policy fails its test."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import BrowserContext, Page
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from flask import Flask

ICI = Path(__file__).parent
AXE = ICI / "axe" / "axe.min.js"
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ECOUTE = """
document.addEventListener('securitypolicyviolation',
  e => window.__csp(`${e.violatedDirective} ${e.blockedURI}`))
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if ICI in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": "/usr/bin/chromium",
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "fr-FR", "timezone_id": "Europe/Paris"}


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each test has its own server; the fixture of pytest-base-url would warn about the way it is written."""


@pytest.fixture
def adresse(app: Flask) -> Iterator[str]:
    """The address of a server of the application under test."""
    serveur = make_server("127.0.0.1", 0, app, threaded=True)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    yield f"http://localhost:{serveur.server_port}"
    serveur.shutdown()
    fil.join()
    serveur.server_close()


@pytest.fixture
def page_sure(context: BrowserContext, adresse: str) -> Iterator[Page]:
    """A page that may only ask our server, and whose content policy is never broken."""
    violations: list[str] = []
    context.route(
        "**/*", lambda r: r.continue_() if r.request.url.startswith((adresse, "data:")) else r.abort()
    )
    page = context.new_page()
    page.expose_function("__csp", lambda violation: violations.append(violation))
    page.add_init_script(ECOUTE)
    erreurs: list[str] = []
    page.on("pageerror", lambda erreur: erreurs.append(str(erreur)))
    yield page
    assert not violations
    assert not erreurs


def fautes_axe(page: Page) -> list[str]:
    """Return what axe-core finds wrong, ready to read."""
    page.evaluate(AXE.read_text())
    trouve = page.evaluate("regles => axe.run(document, {runOnly: {type: 'tag', values: regles}})", REGLES)
    return [
        f"{v['id']} {n['target']}: {n['failureSummary']}" for v in trouve["violations"] for n in v["nodes"]
    ]
