"""« Veuillez vous identifier », « Mot de passe oublié », and what a login opens (002 §3)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from portal.adapters.horloge import HorlogeReglable
from portal.services import personnel
from portal.services.portail import Portail
from tests.client import ClientMaison
from tests.extensions import avec
from tests.integration.services.comptes import ADRESSE, SECRET, courriels, creer_active, lien
from tests.integration.web.compte.ecran import ecran
from tests.integration.web.compte.gestes import se_connecter
from tests.telephone import Telephone

NOUVEAU = {"mot_de_passe": "Autre.secret", "mot_de_passe_confirmation": "Autre.secret"}


@pytest.fixture(autouse=True)
def _sans_autre_identifiant(app: Flask) -> None:
    """The words of the guides: no plugin lets anybody log in with anything but an address."""
    app.extensions["portail"] = avec(app.extensions["portail"])


def test_le_formulaire_de_connexion(client: ClientMaison) -> None:
    """G-119, G-120, G-121, G-122, G-124, G-125."""
    vue = ecran(client.get("/connexion"))
    assert vue.titre == "Veuillez vous identifier"
    assert vue.etiquette("login") == "Login *"
    assert vue.aide("login") == "Votre adresse mail."
    assert vue.etiquette("mot_de_passe") == "Mot de passe *"
    assert vue.champs["mot_de_passe"].attributs["type"] == "password"
    assert vue.lien("Mot de passe oublié, réinitialisation du mot de passe") == "/compte/mot-de-passe-oublie"
    assert vue.lien("Je n'ai pas de compte") == "/compte/creer"
    assert "Se connecter" in vue.boutons


@pytest.mark.parametrize(
    ("nom", "phrase"),
    [
        pytest.param("login", "Indiquez votre login", id="G-120"),
        pytest.param("mot_de_passe", "Indiquez votre mot de passe.", id="G-121"),
    ],
)
def test_un_champ_de_connexion_vide_est_refuse(client: ClientMaison, nom: str, phrase: str) -> None:
    reponse = se_connecter(client, **{nom: ""})
    assert reponse.status_code == 422
    assert phrase in ecran(reponse).erreur(nom)


def test_de_mauvais_identifiants_gardent_le_login_et_jamais_le_mot_de_passe(
    client: ClientMaison, portail: Portail
) -> None:
    creer_active(portail)
    reponse = se_connecter(client, mot_de_passe="Faux.secret")
    vue = ecran(reponse)
    assert reponse.status_code == 422
    assert "L'adresse mail ou le mot de passe n'est pas le bon." in vue.texte
    assert vue.champs["login"].attributs["value"] == ADRESSE
    assert "Faux.secret" not in reponse.text


def test_une_adresse_inconnue_donne_la_meme_page(client: ClientMaison, portail: Portail) -> None:
    creer_active(portail)
    connue = se_connecter(client, mot_de_passe="faux").text.replace(ADRESSE, "X")
    inconnue = se_connecter(client, "x@exemple.fr", "faux").text.replace("x@exemple.fr", "X")
    import re

    jetons = r'value="[\w.\-]{60,}"'
    assert re.sub(jetons, "", connue) == re.sub(jetons, "", inconnue)


def test_le_sixieme_mauvais_mot_de_passe_attend(client: ClientMaison, portail: Portail) -> None:
    creer_active(portail)
    essais = [se_connecter(client, mot_de_passe="faux") for _ in range(6)]
    assert [reponse.status_code for reponse in essais] == [422] * 5 + [429]
    assert essais[-1].headers["Retry-After"] == "900"
    assert "Trop de tentatives. Attendez 15 minutes, puis recommencez." in ecran(essais[-1]).texte
    assert se_connecter(client).status_code == 429


@pytest.mark.parametrize("suite", ["/compte", "/compte?onglet=2", "/services"])
def test_la_connexion_mene_ou_l_on_allait(client: ClientMaison, portail: Portail, suite: str) -> None:
    creer_active(portail)
    vue = ecran(client.get("/connexion", query_string={"suite": suite}))
    assert vue.champs["suite"].attributs["value"] == suite
    assert se_connecter(client, suite=suite).location == suite


@pytest.mark.parametrize(
    "suite",
    [
        "https://pirate.example",
        "//pirate.example",
        "///pirate.example",
        "/\\pirate.example",
        "\\\\pirate.example",
        "/\t/pirate.example",
        "/\n/pirate.example",
        "javascript:alert(1)",
        "pirate.example",
        " //pirate.example",
    ],
)
def test_la_connexion_ne_mene_pas_ailleurs(client: ClientMaison, portail: Portail, suite: str) -> None:
    creer_active(portail)
    page = ecran(client.get("/connexion", query_string={"suite": suite}))
    assert page.champs["suite"].attributs["value"] == ""
    arrivee = se_connecter(client, suite=suite).location
    assert arrivee is not None
    assert "pirate" not in arrivee
    assert "javascript" not in arrivee
    deja = client.get("/connexion", query_string={"suite": suite}).location
    assert deja is not None
    assert "pirate" not in deja


def test_deja_connecte_on_ne_redemande_pas_qui(client: ClientMaison, portail: Portail) -> None:
    creer_active(portail)
    se_connecter(client)
    assert client.get("/connexion?suite=/compte").location == "/compte"


def test_la_deconnexion_ferme_la_connexion_et_vide_le_navigateur(
    client: ClientMaison, portail: Portail
) -> None:
    creer_active(portail)
    se_connecter(client)
    with client.session_transaction() as cookie:
        vole = dict(cookie)
    reponse = client.post("/deconnexion")
    assert reponse.status_code == 303
    assert reponse.headers["Clear-Site-Data"] == '"cache", "storage"'
    with client.session_transaction() as cookie:
        assert "_user_id" not in cookie
        cookie.update(vole)
    assert client.get("/compte").status_code == 303


def test_on_ne_se_deconnecte_pas_par_un_lien(client: ClientMaison, portail: Portail) -> None:
    creer_active(portail)
    se_connecter(client)
    assert client.get("/deconnexion").status_code == 405
    assert client.get("/compte").status_code == 200


def test_se_connecter_change_de_cookie(client: ClientMaison, portail: Portail) -> None:
    """A cookie planted before the login is worth nothing after it."""
    creer_active(portail)
    with client.session_transaction() as cookie:
        cookie["plante"] = "avant"
    se_connecter(client)
    with client.session_transaction() as cookie:
        assert "plante" not in cookie
        assert cookie["_user_id"]


def test_une_connexion_terminee_redemande_qui(
    client: ClientMaison, portail: Portail, horloge: HorlogeReglable
) -> None:
    creer_active(portail)
    se_connecter(client)
    horloge.avancer(timedelta(hours=2))
    assert client.get("/compte").location == "/connexion?suite=/compte"
    assert client.post("/compte", data={"partie": "courriel"}).status_code == 401


def test_un_formulaire_reste_ouvert_retrouve_un_jeton(client: ClientMaison, portail: Portail) -> None:
    """Expired while typing: log in in another tab, then the form asks for a token and goes on."""
    assert client.get("/jeton-csrf").status_code == 401
    creer_active(portail)
    se_connecter(client)
    reponse = client.get("/jeton-csrf")
    assert reponse.headers["Cache-Control"] == "no-store"
    envoi = client.post(
        "/compte/appareils/deconnecter", csrf=False, headers={"X-CSRFToken": reponse.json["jeton"]}
    )
    assert envoi.status_code == 303


def test_un_mot_de_passe_oublie_se_remplace_jusqu_au_bout(client: ClientMaison, portail: Portail) -> None:
    """G-123."""
    creer_active(portail)
    demande = client.post("/compte/mot-de-passe-oublie", data={"courriel": ADRESSE.upper()})
    assert demande.status_code == 303
    assert ADRESSE in ecran(client.get(demande.location)).texte
    adresse = f"/compte/mot-de-passe/{lien('mot_de_passe')}"
    vue = ecran(client.get(adresse))
    assert (vue.titre, vue.etiquette("mot_de_passe")) == ("Choisir un nouveau mot de passe", "Mot de passe *")
    assert client.post(adresse, data=NOUVEAU).location == "/connexion"
    assert se_connecter(client, mot_de_passe="Autre.secret").status_code == 303
    assert client.post(adresse, data=NOUVEAU).status_code == 410
    assert courriels()[-1].code == "mot_de_passe_change"


def test_l_oubli_d_une_adresse_inconnue_donne_la_meme_page(client: ClientMaison, portail: Portail) -> None:
    creer_active(portail)
    pages = []
    for adresse in (ADRESSE, "inconnue@exemple.fr"):
        reponse = client.post("/compte/mot-de-passe-oublie", data={"courriel": adresse})
        pages.append((reponse.location, client.get(reponse.location).text.replace(adresse, "X")))
    assert pages[0] == pages[1]
    assert [c.destinataire for c in courriels("mot_de_passe")] == [ADRESSE]


@pytest.mark.parametrize("adresse", ["", "jean", "jean@", "é@exemple.fr"])
def test_une_adresse_oubliee_mal_ecrite_est_refusee(client: ClientMaison, adresse: str) -> None:
    reponse = client.post("/compte/mot-de-passe-oublie", data={"courriel": adresse})
    assert reponse.status_code == 422
    assert ecran(reponse).erreur("courriel")


@pytest.mark.parametrize(
    "donnees",
    [
        {},
        {"mot_de_passe": "faible", "mot_de_passe_confirmation": "faible"},
        {**NOUVEAU, "mot_de_passe": "Autre"},
    ],
    ids=["vide", "faible", "différents"],
)
def test_un_mauvais_nouveau_mot_de_passe_laisse_le_lien_utilisable(
    client: ClientMaison, portail: Portail, donnees: dict[str, str]
) -> None:
    creer_active(portail)
    client.post("/compte/mot-de-passe-oublie", data={"courriel": ADRESSE})
    adresse = f"/compte/mot-de-passe/{lien('mot_de_passe')}"
    assert client.post(adresse, data=donnees).status_code == 422
    assert se_connecter(client).status_code == 303
    assert client.post(adresse, data=NOUVEAU).status_code == 303


def test_le_personnel_choisit_son_mot_de_passe_a_sa_premiere_connexion(
    client: ClientMaison, portail: Portail
) -> None:
    provisoire = personnel.creer(portail, "auteur", "auteur@exemple.fr", "Rectorat")
    reponse = se_connecter(client, "auteur@exemple.fr", provisoire)
    assert reponse.status_code == 303
    assert reponse.location.startswith("/compte/mot-de-passe/")
    assert client.get("/compte").status_code == 303
    assert client.post(reponse.location, data=NOUVEAU).status_code == 303
    se_connecter(client, "auteur@exemple.fr", "Autre.secret")
    choisir_un_telephone(client, portail)
    vue = ecran(client.get("/compte"))
    assert "civilite" not in vue.champs
    assert vue.champs["courriel-courriel"].attributs["value"] == "auteur@exemple.fr"


def choisir_un_telephone(client: ClientMaison, portail: Portail) -> None:
    telephone = Telephone.qui_lit(client.get("/connexion/second-facteur").text)
    code = telephone.code(portail.horloge.maintenant())
    assert client.post("/connexion/second-facteur", data={"code": code}).status_code == 303


def test_un_corps_demesure_est_refuse(client: ClientMaison) -> None:
    reponse = se_connecter(client, login="x" * 5_000_000, mot_de_passe=SECRET)
    assert reponse.status_code == 413
