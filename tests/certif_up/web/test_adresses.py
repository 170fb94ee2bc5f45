"""Addresses of Certif-UP are a promise too: the list is committed, and each says who may go there."""

from pathlib import Path

from flask import Flask

from tests.maison.test_adresses import ligne, regles

LISTE = Path(__file__).parents[1] / "urls.txt"


def test_la_liste_des_adresses_est_celle_de_certif_up(app: Flask) -> None:
    """To change it on purpose: write the lines that this test shows into tests/certif_up/urls.txt."""
    siennes = [regle for regle in regles(app) if regle.endpoint.startswith("certif_up")]
    assert "\n".join(ligne(app, regle) for regle in siennes) + "\n" == LISTE.read_text()
