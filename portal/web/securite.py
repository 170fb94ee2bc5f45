"""What protects every answer: headers, cookies, CSRF, hosts, sizes. See docs/securite.md."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, abort, current_app, request
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.config import Config
from portal.web import corps
from portal.web.statique import dossier_de

POLITIQUE = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
ENTETES = {
    "Content-Security-Policy": POLITIQUE,
    "X-Content-Type-Options": "nosniff",
    # Not « no-referrer »: the CSRF check over HTTPS needs to know where a form comes from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
HSTS = "max-age=31536000; includeSubDomains"
SANS_EFFET = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def init_app(app: Flask, config: Config) -> None:
    """Set what Flask must know, and watch every request and answer."""
    app.config.update(
        SECRET_KEY=config.secret_key,
        SESSION_COOKIE_NAME="__Host-portail" if config.https else "portail",
        SESSION_COOKIE_SECURE=config.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # A form may stay open the whole evening: its token lives as long as the cookie.
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=list(config.trusted_hosts),
        MAX_CONTENT_LENGTH=config.requete_taille_max,
        MAX_FORM_MEMORY_SIZE=config.requete_taille_max,
        MAX_FORM_PARTS=2000,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.before_request(_refuser_un_caractere_nul)
    app.before_request(_refuser_un_autre_site)
    corps.init_app(app)  # before the CSRF check, which reads the form
    CSRFProtect(app)
    app.after_request(_entetes)
    if config.https:
        app.after_request(_hsts)
    app.wsgi_app = _corps_entier(app.wsgi_app)  # type: ignore[method-assign]
    if config.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=config.proxies, x_proto=config.proxies, x_host=0, x_prefix=0
        )
    app.wsgi_app = corps.noter_l_arrivee(app.wsgi_app, app.extensions["portail"])  # type: ignore[method-assign]


def _corps_entier(suite: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """Refuse (400) a form whose end never came: the network was lost, and what is missing is not empty.

    Gunicorn says that the body ends by itself; Werkzeug then takes what came for all there is.
    """

    def appeler(environ: dict[str, Any], repondre: Any) -> Iterable[bytes]:
        if environ.get("CONTENT_LENGTH"):
            environ.pop("wsgi.input_terminated", None)
        return suite(environ, repondre)

    return appeler


def _refuser_un_caractere_nul() -> None:
    """Answer that there is no such page: no address of ours holds one, and PostgreSQL fails on it."""
    if "\0" in request.path:
        abort(404)


def _refuser_un_autre_site() -> None:
    """Refuse a form sent by another site, when the browser says so: a second net under the CSRF token."""
    provenance = request.headers.get("Sec-Fetch-Site", "none")
    if request.method not in SANS_EFFET and provenance not in {"same-origin", "none"}:
        abort(403)


def _entetes(reponse: Response) -> Response:
    for nom, valeur in ENTETES.items():
        reponse.headers.setdefault(nom, valeur)
    # Below /static/ too, an error is a page: it carries the menu of who is logged in.
    if reponse.status_code >= 400 or dossier_de(current_app, request.endpoint) is None:
        reponse.headers.setdefault("Cache-Control", "no-store")
    return reponse


def _hsts(reponse: Response) -> Response:
    reponse.headers.setdefault("Strict-Transport-Security", HSTS)
    return reponse
