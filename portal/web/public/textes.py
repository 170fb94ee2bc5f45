"""Pages that only say something: help, accessibility, legal notices."""

from __future__ import annotations

from flask import render_template

from portal.web.acces import acces
from portal.web.public import public


@public.get("/aide")
@acces("public")
def aide() -> str:
    return render_template("public/aide.html")


@public.get("/accessibilite")
@acces("public")
def accessibilite() -> str:
    return render_template("public/accessibilite.html")


@public.get("/mentions-legales")
@acces("public")
def mentions_legales() -> str:
    return render_template("public/mentions_legales.html")
