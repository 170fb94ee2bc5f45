"""A real browser on a real server.

A page that breaks the content policy, writes an error in the console or asks another site fails its test.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from werkzeug.serving import make_server

from tests.e2e.portail_vivant import PortailVivant, Silencieux, portail_vivant

if TYPE_CHECKING:
    from flask import Flask

ICI = Path(__file__).parent
AXE = ICI / "axe" / "axe.min.js"
REGLES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
Ouvrir = Callable[..., Page]
ATTENTE_MS = 20_000  # a busy machine is slow, not wrong; nobody waits so long for what works
expect.set_options(timeout=ATTENTE_MS)
CHERCHE = """regles => axe.run(document, {
  runOnly: {type: 'tag', values: regles}, resultTypes: ['violations'], iframes: false
})"""
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
        # Nobody answers outside of this machine, whatever a page asks.
        "args": [
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        ],
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
    serveur = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Silencieux)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    yield f"http://localhost:{serveur.server_port}"
    serveur.shutdown()
    fil.join()
    serveur.server_close()


@pytest.fixture
def page_sure(context: BrowserContext, adresse: str) -> Iterator[Page]:
    """A page of a portal that is empty but for what the test puts there."""
    with surveiller(context, adresse):
        yield context.new_page()


@pytest.fixture(scope="session")
def vivant(tmp_path_factory: pytest.TempPathFactory, extensions: object) -> Iterator[PortailVivant]:
    """A demonstration with every shipped modèle open, shared by the tests of a process."""
    with portail_vivant(tmp_path_factory.mktemp("vivant"), extensions) as ouvert:
        yield ouvert


@pytest.fixture
def page_vivante(context: BrowserContext, vivant: PortailVivant) -> Iterator[Page]:
    """A page of the demonstration."""
    context.set_default_timeout(ATTENTE_MS)
    with surveiller(context, vivant.adresse):
        yield context.new_page()


@pytest.fixture
def ouvrir(browser: Browser, browser_context_args: dict[str, Any], vivant: PortailVivant) -> Iterator[Ouvrir]:
    """Give a function that opens a page of the demonstration in a browser of its own."""
    contextes: list[BrowserContext] = []
    with ExitStack() as pile:

        def nouvelle(**reglages: Any) -> Page:
            contexte = browser.new_context(**{**browser_context_args, **reglages})
            contexte.set_default_timeout(ATTENTE_MS)
            contextes.append(contexte)
            pile.enter_context(surveiller(contexte, vivant.adresse))
            return contexte.new_page()

        yield nouvelle
    for contexte in contextes:
        contexte.close()


@contextmanager
def surveiller(contexte: BrowserContext, adresse: str) -> Iterator[None]:
    """Fail at the end if a page of the context did what no page may do."""
    fautes: list[str] = []
    # Without JavaScript a breach of the policy is only written in the console, which is read too.
    contexte.expose_binding("__csp", lambda _, violation: fautes.append(violation))
    contexte.add_init_script(ECOUTE)
    contexte.on("weberror", lambda erreur: fautes.append(str(erreur.error)))
    contexte.on("console", lambda ligne: fautes.append(ligne.text) if _est_une_faute(ligne) else None)
    contexte.on("request", lambda r: None if r.url.startswith((adresse, "data:")) else fautes.append(r.url))
    yield
    assert fautes == []


def _est_une_faute(ligne: ConsoleMessage) -> bool:
    """A refusal and a lost network are written by the browser and by htmx: they are what is tested.

    So is a question that was under way when the reader went to another page.
    """
    attendues = (
        "Failed to load resource:", "Response Status Error Code 4",
        "htmx:afterRequest", "htmx:sendError", "htmx:sendAbort",
    )  # fmt: skip
    return ligne.type == "error" and not ligne.text.startswith(attendues)


def fautes_axe(page: Page) -> list[str]:
    """Return what axe-core finds wrong, ready to read."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    trouve = page.evaluate(CHERCHE, REGLES)
    return [
        f"{v['id']} {n['target']}: {n['failureSummary']}" for v in trouve["violations"] for n in v["nodes"]
    ]
