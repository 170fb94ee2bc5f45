"""Addresses are a promise: the list is committed, and each says who may go there."""

from pathlib import Path

import pluggy
import pytest
from flask import Blueprint, Flask
from werkzeug.routing import IntegerConverter, Rule

from portal.db import ecriture
from portal.plugin_manager import apports
from portal.tables.agent import Agent
from portal.tables.compte import PROFILS
from portal.web.acces import PERMIS, PERSONNEL, SANS_VUE
from tests import fabriques
from tests.client import ClientMaison

LISTE = Path(__file__).parent / "urls.txt"
EXEMPLES: dict[str, str | int] = {
    "slug": "aucun/modele", "cle": "a" * 22, "jeton": "a" * 43, "code": "aucun", "filename": "x.css",
    "piece_id": 1, "filtre_id": 1, "decision_id": 1, "numero": 1,
}  # fmt: skip
# All that a member of staff may do between the password and the code.
AVANT_LE_CODE = {
    "compte.code",
    "compte.code_post",
    "compte.deconnexion",
    "compte.second_facteur",
    "compte.second_facteur_post",
}


def regles(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda regle: (regle.rule, regle.endpoint))


def du_coeur(app: Flask, extensions: pluggy.PluginManager) -> list[Rule]:
    """Those of the portal itself: a plugin has its own list, beside its tests."""
    des_plugins = {vues.name for _, vues in apports(extensions, "portal_vues", Blueprint)}
    return [regle for regle in regles(app) if regle.endpoint.split(".")[0] not in des_plugins]


def niveau(app: Flask, regle: Rule) -> tuple[str, ...]:
    return tuple(getattr(app.view_functions[regle.endpoint], "acces", ()))


def ligne(app: Flask, regle: Rule) -> str:
    methodes = ",".join(sorted((regle.methods or set()) - {"HEAD", "OPTIONS"}))
    return f"{regle.rule} {methodes} {regle.endpoint} {','.join(niveau(app, regle)) or 'public'}"


def test_la_liste_des_adresses_est_celle_du_portail(app: Flask, extensions: pluggy.PluginManager) -> None:
    """To change it on purpose: write the lines that this test shows into tests/maison/urls.txt."""
    lignes = [ligne(app, regle) for regle in du_coeur(app, extensions)]
    assert "\n".join(lignes) + "\n" == LISTE.read_text()


def test_chaque_adresse_dit_qui_peut_y_aller(app: Flask) -> None:
    sans = [r.endpoint for r in regles(app) if r.endpoint not in SANS_VUE and not niveau(app, r)]
    assert not sans
    assert not [r.endpoint for r in regles(app) if not PERMIS.issuperset(niveau(app, r))]


@pytest.mark.parametrize("profil", PERSONNEL)
def test_sans_le_second_facteur_le_personnel_n_entre_nulle_part(
    client: ClientMaison, app: Flask, profil: str
) -> None:
    """Route × profile after the password alone: the code, its telephone, and the way out."""
    client.connecter(fabriques.compte(profil), second_facteur=False)
    essais, avant = 0, set()
    for regle in regles(app):
        permis = set(niveau(app, regle))
        if regle.endpoint in SANS_VUE or "public" in permis or not permis & {profil, "connecte"}:
            continue
        if not app.view_functions[regle.endpoint].second_facteur:  # type: ignore[attr-defined]
            avant.add(regle.endpoint)
            continue
        essais += 1
        for methode in sorted((regle.methods or set()) & {"GET", "POST"}):
            reponse = client.open(adresse(app, regle), method=methode)
            assert reponse.status_code == {"GET": 303, "POST": 401}[methode], f"{methode} {regle.rule}"
            if methode == "GET":
                assert reponse.location.startswith("/connexion/code?suite="), regle.rule
                assert client.htmx(adresse(app, regle)).status_code == 401, regle.rule
    assert essais
    assert avant == AVANT_LE_CODE


@pytest.mark.parametrize("profil", PERSONNEL)
def test_un_compte_desactive_n_est_plus_personne(client: ClientMaison, app: Flask, profil: str) -> None:
    compte = fabriques.agent(profil)
    client.connecter(compte)
    identifiant = compte.id
    with ecriture() as s:
        s.get_one(Agent, identifiant).desactive_le = fabriques.DEBUT
    for regle in regles(app):
        if regle.endpoint in SANS_VUE or "public" in niveau(app, regle):
            continue
        for methode in sorted((regle.methods or set()) & {"GET", "POST"}):
            reponse = client.open(adresse(app, regle), method=methode)
            assert reponse.status_code == {"GET": 303, "POST": 401}[methode], f"{methode} {regle.rule}"


def test_ce_qui_passe_avant_le_code_n_ouvre_rien_au_candidat(app: Flask) -> None:
    """A view of candidates never waits for a code: only staff have one."""
    sans = {nom for nom, vue in app.view_functions.items() if getattr(vue, "second_facteur", True) is False}
    assert sans == AVANT_LE_CODE


@pytest.mark.parametrize("profil", [None, *PROFILS])
def test_chaque_profil_n_entre_que_la_ou_il_peut(
    client: ClientMaison, app: Flask, profil: str | None
) -> None:
    """Route × profile: whoever has no access is led to the login page, told to log in, or sees nothing."""
    if profil:
        client.connecter(fabriques.compte(profil))
    essais = 0
    for regle in regles(app):
        permis = set(niveau(app, regle))
        if regle.endpoint in SANS_VUE or "public" in permis:
            continue
        if profil and permis & {profil, "connecte"}:
            continue
        essais += 1
        for methode in sorted((regle.methods or set()) & {"GET", "POST"}):
            statut = client.open(adresse(app, regle), method=methode).status_code
            attendu = 404 if profil else {"GET": 303, "POST": 401}[methode]
            assert statut == attendu, f"{methode} {regle.rule} as {profil}: {statut}"
    assert essais or profil


def test_une_adresse_qui_ecrit_n_est_jamais_lue(app: Flask) -> None:
    """GET changes nothing: what acts is POST, and a form leads to it."""
    verbes = ("deconnexion", "enregistrer", "supprimer", "fermer")
    lues = [
        regle.endpoint
        for regle in regles(app)
        if regle.endpoint.split(".")[-1].startswith(verbes) and "GET" in (regle.methods or set())
    ]
    assert not lues


def adresse(app: Flask, regle: Rule) -> str:
    valeurs = {nom: _exemple(regle, nom) for nom in regle.arguments}
    with app.test_request_context():
        return str(
            app.url_map.bind("localhost").build(
                regle.endpoint, valeurs, method="GET" if "GET" in (regle.methods or ()) else "POST"
            )
        )


def _exemple(regle: Rule, nom: str) -> str | int:
    return 1 if isinstance(regle._converters[nom], IntegerConverter) else EXEMPLES.get(nom, "aucun")
