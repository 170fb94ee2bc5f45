"""A form of one tab, and a server that plays the protocol of saisie.js: what the browser tests drive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import jinja2
from flask import Flask, Response, jsonify, make_response, redirect, render_template, request

from portal.domain.vues import ChampVue, OptionVue
from portal.web.acces import acces

OUI_NON = (("oui", "Oui"), ("non", "Non"))


@dataclass
class ServeurEssai:
    """Holds the answers. `statut` makes savings fail; `ailleurs` was answered on another device."""

    reponses: dict[str, str] = field(default_factory=dict)
    revision: int = 12
    recus: list[dict[str, list[str]]] = field(default_factory=list)
    envoyes: list[dict[str, str]] = field(default_factory=list)
    statut: int = 200
    ailleurs: dict[str, str] = field(default_factory=dict)
    perimee: bool = False
    fautes: list[dict[str, str]] = field(default_factory=list)

    def installer(self, app: Flask) -> None:
        charge = jinja2.FileSystemLoader("tests/e2e/gabarits")
        app.jinja_loader = jinja2.ChoiceLoader([app.jinja_loader, charge])  # type: ignore[list-item]
        app.config["WTF_CSRF_CHECK_DEFAULT"] = False
        app.add_url_rule("/essai", "essai", acces("public")(lambda: self.page()), methods=["GET", "POST"])
        app.add_url_rule(
            "/essai/champs", "essai_champs", acces("public")(lambda: self.garder()), methods=["POST"]
        )
        app.add_url_rule("/jeton-csrf", "essai_jeton", acces("public")(lambda: self.jeton()))

    def page(self) -> Any:
        if request.method == "POST":
            self.envoyes.append(request.form.to_dict())
            return redirect("/essai", code=303)
        return render_template(
            "saisie.html",
            vues=self.vues(),
            revision=self.revision,
            les_etapes=self.etapes(),
            fautes=self.fautes,
        )

    def garder(self) -> Response:
        self.recus.append(request.form.to_dict(flat=False))
        if self.statut != 200:
            return make_response(jsonify(message="Les inscriptions sont fermées."), self.statut)
        cles = request.form.getlist("cle")
        if conflits := [
            cle for cle in cles if cle in self.ailleurs and int(request.form["revision"]) < self.revision
        ]:
            return make_response(
                jsonify(revision=self.revision, conflits=[self.conflit(cle) for cle in conflits]), 409
            )
        self.reponses.update({cle: request.form.get(cle, "") for cle in cles})
        self.revision += 1
        return jsonify(revision=self.revision, heure="14 h 32", actualiser=self.perimee)

    def conflit(self, cle: str) -> dict[str, str]:
        return {
            "cle": cle,
            "question": "Ville",
            "ici": request.form.get(cle, ""),
            "ailleurs": self.ailleurs[cle],
        }

    def jeton(self) -> Response:
        return jsonify(jeton="nouveau") if self.statut == 200 else make_response("", 401)

    def vues(self) -> list[ChampVue]:
        ville = ChampVue("ville", "texte", "Ville", saisie={"": [self.reponses.get("ville", "")]})
        salarie = ChampVue(
            "salarie", "oui_non", "Êtes-vous salarié ?", declenche=True, options=self.options("salarie")
        )
        employeur = ChampVue(
            "employeur", "texte", "Employeur", saisie={"": [self.reponses.get("employeur", "")]}
        )
        return [ville, salarie, *([employeur] if self.reponses.get("salarie") == "oui" else [])]

    def etapes(self) -> list[dict[str, str]]:
        en_plus = [{"intitule": "Acquis", "etat": "a_faire", "adresse": ""}]
        return ETAPES + (en_plus if self.reponses.get("salarie") == "oui" else [])

    def options(self, cle: str) -> tuple[OptionVue, ...]:
        return tuple(OptionVue(code, nom, choisie=self.reponses.get(cle) == code) for code, nom in OUI_NON)


ETAPES = [
    {"intitule": "Identification", "etat": "fait", "adresse": "/essai"},
    {"intitule": "Situation", "etat": "courant", "adresse": ""},
    {"intitule": "Récapitulatif", "etat": "a_faire", "adresse": ""},
]
