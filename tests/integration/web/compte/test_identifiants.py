"""« Adresse électronique ou NUC »: what the pages of login say when a plugin knows another identifier."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from portal.db import db
from portal.domain.extension import Identifiant
from portal.tables import Compte
from tests.client import ClientMaison
from tests.integration.services.comptes import ADRESSE, courriels, creer_active, lien
from tests.integration.web.compte.ecran import ecran
from tests.integration.web.compte.gestes import se_connecter

NUC = "4821 0937 K"
OUBLI = "/compte/mot-de-passe-oublie"


def compte_de(saisie: str) -> int | None:
    cherche = ADRESSE if saisie == NUC else ""
    return db.session.scalar(sa.select(Compte.id).where(Compte.courriel == cherche))


@pytest.fixture
def navigateur(client_avec: Callable[..., ClientMaison]) -> ClientMaison:
    """A browser in front of a portal where Jean Talu has a number."""
    sien = Identifiant("NUC", "Numéro unique de candidat", "Il est écrit sur vos attestations.", compte_de)
    client = client_avec(portal_identifiants=lambda: [sien])
    creer_active(client.application.extensions["portail"])
    return client


def test_le_formulaire_dit_ce_qu_on_peut_y_ecrire(navigateur: ClientMaison) -> None:
    vue = ecran(navigateur.get("/connexion"))
    assert vue.etiquette("login") == "Adresse électronique ou NUC *"
    assert vue.aide("login") == "NUC : Numéro unique de candidat. Il est écrit sur vos attestations."
    attributs = vue.champs["login"].attributs
    assert (attributs["type"], attributs.get("inputmode")) == ("text", None)


def test_un_champ_vide_dit_quoi_indiquer(navigateur: ClientMaison) -> None:
    vide = ecran(se_connecter(navigateur, login=""))
    assert "Indiquez votre adresse électronique ou votre NUC." in vide.erreur("login")
    vide = ecran(navigateur.post(OUBLI, data={"courriel": " "}))
    assert "Indiquez votre adresse électronique ou votre NUC." in vide.erreur("courriel")


def test_on_entre_par_son_numero(navigateur: ClientMaison) -> None:
    assert se_connecter(navigateur, login=NUC).location == "/candidat"


def test_un_numero_inconnu_donne_la_meme_page(navigateur: ClientMaison) -> None:
    pages = [
        re.sub(r'value="[\w.\-]{60,}"', "", se_connecter(navigateur, login=login, mot_de_passe="faux").text)
        for login in (NUC, "9999 9999 Z")
    ]
    assert pages[0].replace(NUC, "X") == pages[1].replace("9999 9999 Z", "X")
    assert "L'identifiant ou le mot de passe n'est pas le bon." in ecran_de(pages[0])


def ecran_de(page: str) -> str:
    return page.replace("&#39;", "'").replace("\u00a0", " ")


def test_vingt_essais_a_la_suite_s_arretent(navigateur: ClientMaison) -> None:
    statuts = [
        se_connecter(navigateur, login=f"{rang:08d}Z", mot_de_passe="faux").status_code for rang in range(20)
    ]
    assert statuts == [422] * 15 + [429] * 5


def test_le_mot_de_passe_oublie_se_demande_par_numero(navigateur: ClientMaison) -> None:
    vue = ecran(navigateur.get(OUBLI))
    assert vue.etiquette("courriel") == "Adresse électronique ou NUC *"
    assert "Donnez l'adresse électronique de votre compte ou votre NUC" in vue.texte
    assert navigateur.post(OUBLI, data={"courriel": NUC}).location == f"{OUBLI}/envoye"
    page = ecran(navigateur.get(f"{OUBLI}/envoye"))
    assert f"Si un compte existe pour {NUC} , un lien vient d'être envoyé à son adresse mail." in page.texte
    assert ADRESSE not in page.texte
    assert courriels("mot_de_passe")[-1].destinataire == ADRESSE
    assert lien("mot_de_passe")


def test_un_numero_inconnu_mene_a_la_meme_page(navigateur: ClientMaison) -> None:
    pages = []
    for numero in (NUC, "9999 9999 Z"):
        assert navigateur.post(OUBLI, data={"courriel": numero}).location == f"{OUBLI}/envoye"
        pages.append(navigateur.get(f"{OUBLI}/envoye").text.replace(numero, "X"))
    assert pages[0] == pages[1]


def test_une_adresse_mal_ecrite_se_dit_encore(navigateur: ClientMaison) -> None:
    vue = ecran(navigateur.post(OUBLI, data={"courriel": "jean@"}))
    assert "Cette adresse mail n'existe pas sous cette forme" in vue.erreur("courriel")
