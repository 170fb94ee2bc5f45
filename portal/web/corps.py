"""What a request may weigh, when it arrived, and where its files wait: never in the memory of the process."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any, TypeVar, cast

from flask import Flask, Request, current_app, request

from portal.db import db
from portal.services.portail import Portail

Vue = TypeVar("Vue", bound=Callable[..., Any])
Taille = Callable[..., int | None]
ARRIVEE = "portail.arrivee"
ENTETE_MANDATAIRE = "HTTP_X_REQUEST_START"
# A proxy that keeps a request longer than this before passing it on is not believed.
ATTENTE_AU_PLUS = timedelta(hours=1)


def corps(taille: Taille) -> Callable[[Vue], Vue]:
    """Declare how many bytes the form of a view may hold: a function of the arguments of its address.

    None stands for the limit of every other page.
    """

    def marquer(vue: Vue) -> Vue:
        vue.corps = taille  # type: ignore[attr-defined]
        return vue

    return marquer


def commence_le() -> datetime:
    """Return when this request began to arrive: that instant is held against a deadline. Aware UTC."""
    arrivee = request.environ.get(ARRIVEE)
    return arrivee if isinstance(arrivee, datetime) else _portail().horloge.maintenant()


class RequeteSurDisque(Request):
    """A request whose files are written to the disk while they arrive."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        return cast(IO[bytes], tempfile.NamedTemporaryFile("w+b", dir=_portail().config.dossier_envois))


def init_app(app: Flask) -> None:
    """Lift the limit where a view says so, before the form is read."""
    app.request_class = RequeteSurDisque
    app.before_request(_lever_la_limite)


def noter_l_arrivee(
    suite: Callable[..., Iterable[bytes]], portail: Portail
) -> Callable[..., Iterable[bytes]]:
    """Write down the instant at which a request came, before its body is read (WSGI)."""

    def appeler(environ: dict[str, Any], repondre: Any) -> Iterable[bytes]:
        maintenant = portail.horloge.maintenant()
        annonce = environ.get(ENTETE_MANDATAIRE, "") if portail.config.proxies else ""
        environ[ARRIVEE] = _arrivee(annonce, maintenant)
        return suite(environ, repondre)

    return appeler


def _arrivee(annonce: str, maintenant: datetime) -> datetime:
    """Return what a proxy says (« t=1762344000.123 », seconds), if it can be true."""
    try:
        annoncee = datetime.fromtimestamp(float(annonce.strip().removeprefix("t=")), UTC)
    except (ValueError, OverflowError, OSError):
        return maintenant
    return annoncee if maintenant - ATTENTE_AU_PLUS <= annoncee <= maintenant else maintenant


def _lever_la_limite() -> None:
    vue = current_app.view_functions.get(request.endpoint or "")
    taille: Taille | None = getattr(vue, "corps", None)
    if taille is None or request.method != "POST":
        return
    permise = taille(**(request.view_args or {}))
    db.session.rollback()  # no transaction stays open while the body arrives: it may take minutes
    if permise is not None:
        request.max_content_length = permise


def chemin_de(flux: IO[bytes]) -> Path:
    """Return where an uploaded file is written, all of it."""
    flux.flush()
    return Path(flux.name)


def _portail() -> Portail:
    return cast(Portail, current_app.extensions["portail"])
