"""Static files: kept for a year under an address that changes with them."""

import re

from flask import Flask, url_for

from tests.client import ClientMaison


def test_l_adresse_d_une_feuille_porte_son_contenu(app: Flask) -> None:
    with app.test_request_context():
        adresse = url_for("static", filename="style/base.css")
        assert re.fullmatch(r"/static/style/base\.css\?v=[0-9a-f]{12}", adresse)
        assert "?" not in url_for("static", filename="fonts/police.woff2")
        assert "?" not in url_for("static", filename="absent.css")


def test_une_feuille_est_gardee_un_an(app: Flask, client: ClientMaison) -> None:
    with app.test_request_context():
        adresse = url_for("static", filename="style/base.css")
    assert client.get(adresse).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "immutable" not in client.get("/static/style/base.css").headers["Cache-Control"]
    assert "immutable" not in client.get("/static/absent.css?v=1").headers.get("Cache-Control", "")
