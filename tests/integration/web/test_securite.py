"""What protects every answer, whoever wrote the view."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, Response, request
from werkzeug.test import TestResponse

from portal.app import create_app
from portal.config import Config
from portal.db import db
from portal.domain.refus import Refus
from portal.services import connexion
from portal.web.acces import acces
from portal.web.htmx import page_ou_fragment
from tests import fabriques
from tests.client import ClientMaison


class Perime(Refus):
    statut = 409


@pytest.fixture
def app(app: Flask) -> Flask:
    """The application, and a few views of our own that do what no real one should."""

    @acces("public")
    def ecrire() -> Response:
        return Response(request.form.get("texte", ""), mimetype="text/plain")

    @acces("public")
    def casser() -> str:
        raise LookupError("secret detail")

    @acces("public")
    def refuser() -> str:
        raise Perime("Ceci a changé : rechargez.")

    @acces("candidat")
    def du_candidat() -> Response:
        return Response("candidat", mimetype="text/plain")

    def sans_acces() -> str:
        return "jamais"

    for vue in (ecrire, casser, refuser, du_candidat, sans_acces):
        app.add_url_rule(f"/essai/{vue.__name__}", view_func=vue, methods=["GET", "POST"])
    return app


def test_chaque_reponse_porte_les_entetes(client: ClientMaison) -> None:
    for reponse in (client.get("/aide"), client.get("/introuvable"), client.get("/static/favicon.svg")):
        politique = reponse.headers["Content-Security-Policy"]
        assert "default-src 'none'" in politique
        assert "unsafe" not in politique
        assert reponse.headers["X-Content-Type-Options"] == "nosniff"
        assert reponse.headers["Referrer-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in politique
    assert client.get("/aide").headers["Cache-Control"] == "no-store"


def test_hors_https_pas_de_hsts_et_un_cookie_sans_prefixe(client: ClientMaison) -> None:
    assert "Strict-Transport-Security" not in client.get("/aide").headers


def test_en_https_le_cookie_est_verrouille(config: Config) -> None:
    with application(replace(config, base_url="https://examens.example.org")) as app:
        assert app.config["SESSION_COOKIE_NAME"] == "__Host-portail"
        reponse = app.test_client().get("/connexion", base_url="https://localhost")
    cookie = reponse.headers["Set-Cookie"]
    for morceau in ("__Host-portail=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert morceau in cookie
    assert "Domain" not in cookie
    assert "max-age=31536000" in reponse.headers["Strict-Transport-Security"]


def test_un_hote_inconnu_est_refuse(client: ClientMaison) -> None:
    assert client.get("/aide", base_url="http://evil.test").status_code == 400


def test_sans_proxy_declare_l_adresse_annoncee_ne_compte_pas(client: ClientMaison) -> None:
    reponse = client.get("/aide", headers={"X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "https"})
    assert "evil.test" not in reponse.text


def test_sans_jeton_rien_ne_s_ecrit(client: ClientMaison) -> None:
    reponse = client.post("/essai/ecrire", data={"texte": "a"}, csrf=False)
    assert reponse.status_code == 400
    assert "ne peut plus être envoyée" in reponse.text
    assert client.post("/essai/ecrire", data={"texte": "a"}).text == "a"


@pytest.mark.parametrize(
    ("provenance", "statut"),
    [("cross-site", 403), ("same-site", 403), ("same-origin", 200), ("none", 200), (None, 200)],
)
def test_un_autre_site_n_envoie_rien(client: ClientMaison, provenance: str | None, statut: int) -> None:
    entetes = {"Sec-Fetch-Site": provenance} if provenance else {}
    assert client.post("/essai/ecrire", headers=entetes).status_code == statut


def test_un_envoi_trop_lourd_est_dit(client: ClientMaison) -> None:
    reponse = client.post("/essai/ecrire", data={"texte": "a" * (3 * 1024 * 1024)})
    assert reponse.status_code == 413
    assert "Envoi trop lourd" in reponse.text


def test_une_vue_sans_acces_est_fermee(client: ClientMaison) -> None:
    assert client.get("/essai/sans_acces").status_code == 403


def test_l_anonyme_est_mene_a_la_connexion(client: ClientMaison) -> None:
    reponse = client.get("/essai/du_candidat?a=1")
    assert reponse.status_code == 303
    assert reponse.location == "/connexion?suite=/essai/du_candidat?a%3D1"


@pytest.mark.parametrize("entetes", [{}, {"HX-Request": "true"}])
def test_un_envoi_anonyme_ne_quitte_pas_la_page(client: ClientMaison, entetes: dict[str, str]) -> None:
    reponse = client.post("/essai/du_candidat", headers=entetes)
    assert reponse.status_code == 401
    assert "data-erreur" in reponse.text
    assert 'target="_blank"' in reponse.text


def test_un_autre_profil_ne_voit_pas_que_la_page_existe(client: ClientMaison) -> None:
    client.connecter(fabriques.compte("auteur"))
    assert client.get("/essai/du_candidat").status_code == 404
    client.connecter(fabriques.compte("candidat"))
    assert client.get("/essai/du_candidat").text == "candidat"


def test_un_refus_du_domaine_dit_sa_phrase(client: ClientMaison) -> None:
    reponse = client.get("/essai/refuser")
    assert reponse.status_code == 409
    assert "Ceci a changé\N{NO-BREAK SPACE}: rechargez." in reponse.text


def test_une_panne_ne_dit_rien_d_elle_meme(client: ClientMaison, caplog: pytest.LogCaptureFixture) -> None:
    client.application.testing = False
    reponse = client.get("/essai/casser")
    assert reponse.status_code == 500
    assert "secret detail" not in reponse.text
    reference = caplog.records[-1].getMessage().removeprefix("error ")
    assert reference in reponse.text
    assert "secret detail" in caplog.text


def test_meme_sans_base_de_donnees_la_panne_a_une_reponse(
    client: ClientMaison, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The menu of every page asks the database who is logged in; the error page too."""
    client.connecter(fabriques.compte())

    def perdue(*_: object) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("server closed the connection"))

    monkeypatch.setattr(connexion, "retrouver", perdue)
    reponse = client.get("/aide")
    assert reponse.status_code == 500
    assert reponse.text.startswith("Erreur du portail, référence ")
    assert "Content-Security-Policy" in reponse.headers


def test_une_methode_qui_n_existe_pas_dit_lesquelles(client: ClientMaison) -> None:
    reponse = client.put("/essai/ecrire")
    assert reponse.status_code == 405
    assert "POST" in reponse.headers["Allow"]


def test_une_erreur_pour_htmx_est_un_fragment(client: ClientMaison) -> None:
    reponse = client.htmx("/introuvable")
    assert reponse.status_code == 404
    assert "data-erreur" in reponse.text
    assert "<html" not in reponse.text
    assert "HX-Request" in reponse.headers["Vary"]


def test_la_page_d_un_historique_oublie_est_entiere(client: ClientMaison) -> None:
    entetes = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    reponse: TestResponse = client.get("/introuvable", headers=entetes)
    assert "<html" in reponse.text


def test_une_base_occupee_demande_de_recommencer(client: ClientMaison, app: Flask) -> None:
    @acces("public")
    def occupee() -> str:
        raise sa.exc.OperationalError("BEGIN IMMEDIATE", {}, Exception("database is locked"))

    app.add_url_rule("/essai/occupee", view_func=occupee)
    reponse = client.get("/essai/occupee")
    assert reponse.status_code == 503
    assert reponse.headers["Retry-After"] == "5"


def test_page_ou_fragment_prend_un_bloc_de_la_page(app: Flask) -> None:
    erreur = {"titre": "T", "phrase": "P", "conseil": "C", "statut": 404, "reference": None}
    with app.test_request_context(headers={"HX-Request": "true"}):
        reponse = page_ou_fragment("erreurs/page.html", "contenu", 418, erreur=erreur)
    assert reponse.status_code == 418
    corps = reponse.get_data(as_text=True)
    assert "data-erreur" in corps
    assert "<html" not in corps


@contextlib.contextmanager
def application(config: Config, **remplace: Any) -> Iterator[Flask]:
    app = create_app(config, reveil=lambda: None, **remplace)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
