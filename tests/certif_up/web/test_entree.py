"""The entry of Certif-UP, the button that begins a request, the NUC that was lost."""

from __future__ import annotations

from html import unescape

import pytest
from sqlalchemy import select

from plugins.certif_up.domain import numero
from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidature
from tests.certif_up import candidats
from tests.certif_up.candidats import JANVIER, JUIN, OUVERT
from tests.client import ClientMaison
from tests.integration.services.comptes import courriels
from tests.publications import publier_livre

INES = {"nom_naissance": "Kebbati", "prenom": "Inès", "naissance_le": "14/03/1996"}


@pytest.fixture(autouse=True)
def _ouvert(portail: Portail, horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)
    for slug in (JANVIER, JUIN):
        publier_livre(portail, slug)


def test_un_visiteur_voit_les_deux_facons_de_s_inscrire(client: ClientMaison) -> None:
    page = unescape(client.get("/certif-up").text).replace("\N{NO-BREAK SPACE}", " ")
    for dit in (
        "J'ai déjà un NUC", "Je n'ai pas de NUC", "Retrouver mon NUC", "Mot de passe oublié",
        "Session de janvier 2027", "Session de juin 2027", "Les quatre étapes", "72 heures ouvrées",
        "accueil@union-prof.asso.fr", "Merci de ne pas téléphoner", "Ni annulation, ni remboursement",
        "/connexion?suite=/certif-up/demande", "/compte/creer", "Faire une demande d'inscription",
    ):  # fmt: skip
        assert dit in page, dit
    assert "tel:" not in page


def test_sans_coefficient_la_page_de_la_session_n_en_a_pas_la_colonne(client: ClientMaison) -> None:
    page = client.get(f"/examens/{JANVIER}").text
    assert "Bloc 2" in page
    assert "Coefficient" not in page


def test_rien_n_est_publie_et_la_page_le_dit(client: ClientMaison, horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT.replace(year=2028))
    page = client.get("/certif-up").text
    assert "Aucune session n'est ouverte ni annoncée" in page
    assert "Merci de ne pas téléphoner" in page


def test_demander_sans_etre_connecte_mene_a_la_connexion_puis_revient(client: ClientMaison) -> None:
    reponse = client.get("/certif-up/demande")
    assert reponse.status_code == 303
    assert reponse.location == "/connexion?suite=/certif-up/demande"
    assert client.post("/inscrire", data={"modele": JANVIER}).status_code == 401


def test_une_demande_commence_et_le_nuc_s_affiche(client: ClientMaison) -> None:
    candidat = candidats.sans_nuc()
    client.connecter(candidats.compte_de(candidat))
    page = client.get("/certif-up/demande").text
    assert "Vous recevrez votre NUC par mail" in page
    assert f'value="{JANVIER}"' in page
    assert f'value="{JUIN}"' not in page
    suite = client.post("/inscrire", data={"modele": JANVIER})
    assert suite.status_code == 303
    nuc = candidats.nuc_de(candidat)
    assert nuc is not None
    for adresse in (suite.location, "/certif-up", "/certif-up/demande"):
        assert numero.afficher(nuc) in client.get(adresse).text
    assert "Continuer ma demande d'inscription" in unescape(client.get("/certif-up").text)
    assert len(db.session.scalars(select(Candidature)).all()) == 1


def test_entre_deux_sessions_la_page_dit_quand_revenir(
    client: ClientMaison, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT.replace(month=10))
    client.connecter(candidats.compte_de(candidats.candidat()))
    assert "Session de janvier 2027 : ouvre le 2 novembre" in client.get("/certif-up/demande").text.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Aucune session n'est ouverte" in client.get("/certif-up").text


def test_les_pages_du_portail_menent_a_certif_up(client: ClientMaison) -> None:
    assert 'href="/certif-up"' in client.get("/").text
    connexion = client.get("/connexion").text
    assert "Retrouver mon NUC" in connexion
    assert "Numéro Unique de Candidat" in connexion
    client.connecter(candidats.compte_de(candidats.candidat()))
    assert 'href="/certif-up/demande"' in client.get("/candidat").text


def test_un_nuc_perdu_se_demande_et_la_reponse_ne_dit_rien(client: ClientMaison) -> None:
    page = client.get("/certif-up/nuc").text
    assert "vos nom de naissance, prénom et date de naissance" in page
    assert "Merci de ne pas téléphoner" in page
    inconnue = client.post("/certif-up/nuc", data=INES)
    candidats.candidat(courriel="ines@exemple.fr")
    connue = client.post("/certif-up/nuc", data=INES | {"nom_naissance": "KEBBATI "})
    assert (inconnue.status_code, inconnue.location) == (connue.status_code, connue.location)
    assert [mail.destinataire for mail in courriels("certif_up_nuc_retrouve")] == ["ines@exemple.fr"]
    assert "Regardez vos mails" in client.get(connue.location).text


def test_ce_qui_manque_se_dit_dans_la_page(client: ClientMaison) -> None:
    reponse = client.post("/certif-up/nuc", data={"nom_naissance": "Kebbati"})
    assert reponse.status_code == 422
    assert "Indiquez votre prénom." in reponse.text
    assert 'value="Kebbati"' in reponse.text


def test_une_adresse_qui_demande_sans_fin_lit_combien_attendre(client: ClientMaison) -> None:
    for essai in range(30):
        client.post("/certif-up/nuc", data=INES | {"prenom": "ABCDEFGHIJ"[essai % 10]})
    reponse = client.post("/certif-up/nuc", data=INES)
    assert reponse.status_code == 429
    assert int(reponse.headers["Retry-After"]) > 0
    assert "Trop de tentatives" in reponse.text
