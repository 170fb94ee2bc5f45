"""Lists that a field asks for while it is being filled in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response, abort, make_response, render_template, request

from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.public import public

CLE = re.compile(r"[A-Za-z0-9_.-]{1,120}")


@dataclass(frozen=True, slots=True)
class OptionCommune:
    """One commune of the list; a postal code that has only one chooses it."""

    code: str
    intitule: str
    choisie: bool


@dataclass(frozen=True, slots=True)
class ListeCommunes:
    """What the widget of a field « commune » needs to draw its second input alone."""

    cle: str
    options: tuple[OptionCommune, ...]
    saisie: dict[str, list[str]]
    obligatoire: bool = True
    aide: str = ""
    exemple: str = ""
    erreur: str = ""
    erreur_partie: str = ""


@public.get("/referentiel/communes")
@acces("public")
def communes() -> Response:
    """Draw the communes of a postal code. `cle` is the key of the field that asks."""
    cle = request.args.get("cle", "")
    if not CLE.fullmatch(cle):
        abort(404)
    code_postal = re.sub(r"\s", "", request.args.get(f"{cle}.code_postal", ""))
    trouvees = portail().referentiel.communes_de(code_postal)
    options = tuple(OptionCommune(une.code, une.nom, len(trouvees) == 1) for une in trouvees)
    page = make_response(render_template("public/communes.html", vue=ListeCommunes(cle, options, {})))
    page.cache_control.max_age = 3600
    return page
