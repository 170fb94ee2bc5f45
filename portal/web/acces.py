"""Who may call which view. The access is data on the view; a view without it is refused.

Profiles: those of `portal.tables.compte.PROFILS`, « public » (everybody), « connecte » (any profile).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import Unauthorized
from werkzeug.wrappers import Response as Reponse

from portal.domain.second_facteur import SecondFacteurManquant
from portal.tables.compte import CANDIDAT, PROFILS

Vue = TypeVar("Vue", bound=Callable[..., Any])
PERSONNEL = tuple(profil for profil in PROFILS if profil != CANDIDAT)
PERMIS = frozenset({"public", "connecte", *PROFILS})
# The files of portal/static, served by Flask itself.
SANS_VUE = frozenset({"static"})


def acces(*profils: str, second_facteur: bool = True) -> Callable[[Vue], Vue]:
    """Declare who may call a view.

    Members of staff call it once the code of their connexion is confirmed; `second_facteur=False` is for
    what serves to get there, or to leave.
    """
    if not profils or not PERMIS.issuperset(profils):
        raise ValueError(f"unknown profile in {profils}")

    def marquer(vue: Vue) -> Vue:
        vue.acces = profils  # type: ignore[attr-defined]
        vue.second_facteur = second_facteur  # type: ignore[attr-defined]
        return vue

    return marquer


def init_app(app: Flask) -> None:
    """Check every request."""
    app.before_request(_verifier)


def _verifier() -> Reponse | None:
    if request.endpoint is None or request.endpoint in SANS_VUE:
        return None
    vue = current_app.view_functions[request.endpoint]
    profils = getattr(vue, "acces", None)
    if profils is None:
        abort(403)
    if "public" in profils:
        return None
    if not current_user.is_authenticated:
        return _envoyer_vers("compte.connexion", Unauthorized())
    if "connecte" not in profils and current_user.profil not in profils:
        abort(404)
    if current_user.connexion.attend_un_code and getattr(vue, "second_facteur", True):
        return _envoyer_vers("compte.code", SecondFacteurManquant())
    return None


def _envoyer_vers(etape: str, refus: Exception) -> Response | Reponse:
    """Send a reader to the page that lets them in; tell who was writing where they are: nothing is lost."""
    if request.method in {"GET", "HEAD"} and not request.headers.get("HX-Request"):
        return redirect(url_for(etape, suite=request.full_path.rstrip("?")), code=303)
    raise refus


def suite_sure(suite: str | None, defaut: str) -> str:
    """Return `suite` if it is a path of this portal, else `defaut`: a link must not lead away."""
    if not suite or not suite.startswith("/") or suite.startswith(("//", "/\\")):
        return defaut
    if "\\" in suite or any(ord(caractere) < 0x20 for caractere in suite):
        return defaut
    morceaux = urlsplit(suite)
    return defaut if morceaux.scheme or morceaux.netloc else suite
