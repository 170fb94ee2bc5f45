"""The pending account, its mail, its link, and the first login (002 §3)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask

from portal.adapters.horloge import HorlogeReglable
from portal.services import compte
from portal.services.portail import Portail
from tests.client import ClientMaison
from tests.integration.services.comptes import ADRESSE, courriels, creer, creer_active, lien, trouver
from tests.integration.web.compte.ecran import ecran, normal
from tests.integration.web.compte.gestes import creer_et_activer, envoyer_creation, se_connecter

MERCI = {
    "G-095": "Votre compte est en cours de création.",
    "G-096": "Votre inscription sera possible seulement lorsque votre compte sera activé.",
    "G-097": "veuillez cliquer sur le lien contenu dans ce mail pour activer votre compte",
    "G-098": f"Vous allez recevoir un mail à l'adresse {ADRESSE}",
    "G-099": "Ce lien n'est valable que pour une durée de 48h.",
    "G-100": "Passé ce délai, vos informations seront effacées, "
    "vous devrez recommencer votre démarche de création de compte.",
}
COURRIEL = {
    "G-107": "^Bonjour,",
    "G-108": "Vous venez de créer un compte sur le portail des examens.",
    "G-109": "Votre inscription sera possible seulement quand vous aurez activé votre compte.",
    "G-110": "Activer mon compte : http://localhost/compte/activer/",
    "G-111": "Si le lien ci-dessus ne fonctionne pas, il vous suffit de copier l'adresse suivante "
    "dans la barre de votre navigateur : http://localhost/compte/activer/",
    "G-112": "Ce lien n'est valable que pour une durée de 48h. "
    "Passé ce délai, vos informations seront effacées.",
    "G-113": "À bientôt sur le portail des examens",
    "G-114": "Cordialement, Le Service Gestionnaire$",
}


def test_apres_l_envoi_une_page_remercie(client: ClientMaison) -> None:
    """G-093, G-094, G-101: its button « Fermer » leads away."""
    reponse = envoyer_creation(client)
    assert (reponse.status_code, reponse.location) == (303, "/compte/creer/merci")
    vue = ecran(client.get("/compte/creer/merci"))
    assert vue.titre == "MERCI !"
    assert vue.lien("Fermer") == "/"


@pytest.mark.parametrize("phrase", MERCI.values(), ids=MERCI)
def test_la_page_merci_dit(client: ClientMaison, phrase: str) -> None:
    envoyer_creation(client)
    assert phrase in ecran(client.get("/compte/creer/merci")).texte


def test_la_page_merci_ouverte_par_hasard_se_lit_sans_adresse(client: ClientMaison) -> None:
    assert "à l'adresse que vous avez donnée" in ecran(client.get("/compte/creer/merci")).texte


@pytest.mark.parametrize("phrase", COURRIEL.values(), ids=COURRIEL)
def test_le_mail_d_activation_dit(client: ClientMaison, phrase: str) -> None:
    envoyer_creation(client)
    motif = re.escape(phrase.strip("^$"))
    motif = ("^" if phrase.startswith("^") else "") + motif + ("$" if phrase.endswith("$") else "")
    assert re.search(motif, normal(courriels()[0].texte))


def test_l_objet_du_mail_porte_le_prefixe_de_l_instance(client: ClientMaison) -> None:
    """G-106: « [CYCLADES] » where PORTAL_PREFIXE_COURRIEL says so (docs/decisions/0008)."""
    envoyer_creation(client)
    assert courriels()[0].objet == "[Portail des examens] Activer mon compte"


def test_le_mail_a_un_vrai_lien_et_l_adresse_a_copier(client: ClientMaison) -> None:
    """G-110, G-111: both lead to the same place."""
    envoyer_creation(client)
    liens = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', courriels()[0].html)
    adresse = f"http://localhost/compte/activer/{lien('activation')}"
    assert liens == [(adresse, "Activer mon compte"), (adresse, adresse)]


def test_ouvrir_le_lien_montre_un_bouton_et_n_active_rien(client: ClientMaison) -> None:
    """Programs that check mails open every link."""
    envoyer_creation(client)
    vue = ecran(client.get(f"/compte/activer/{lien('activation')}"))
    assert (vue.titre, vue.boutons[-1]) == ("Activer mon compte", "Activer mon compte")
    assert ADRESSE in vue.texte
    attendu = trouver()
    assert attendu is not None
    assert attendu.active_le is None


def test_le_bouton_active_et_mene_a_la_connexion(client: ClientMaison) -> None:
    """G-115, G-116, G-118: without JavaScript, then log in with the address and the password."""
    envoyer_creation(client)
    reponse = client.post(f"/compte/activer/{lien('activation')}")
    assert (reponse.status_code, reponse.location) == (303, "/connexion")
    vue = ecran(client.get("/connexion"))
    assert "Votre compte est activé" in vue.texte
    assert vue.champs["login"].attributs["value"] == ADRESSE
    assert se_connecter(client).status_code == 303
    assert client.get("/compte").status_code == 200


@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_un_lien_deja_utilise_dit_quoi_faire(client: ClientMaison, methode: str) -> None:
    envoyer_creation(client)
    adresse = f"/compte/activer/{lien('activation')}"
    client.post(adresse)
    reponse = client.open(adresse, method=methode)
    vue = ecran(reponse)
    assert reponse.status_code == 410
    assert vue.titre == "Ce lien n'est plus valable"
    assert vue.lien("Se connecter") == "/connexion"
    assert se_connecter(client).status_code == 303


@pytest.mark.parametrize("methode", ["GET", "POST"])
def test_passe_48_heures_le_lien_est_refuse_et_le_compte_efface(
    client: ClientMaison, horloge: HorlogeReglable, methode: str
) -> None:
    """G-103, G-104, G-105."""
    envoyer_creation(client)
    adresse = f"/compte/activer/{lien('activation')}"
    horloge.avancer(timedelta(hours=47))
    assert client.get(adresse).status_code == 200
    horloge.avancer(timedelta(hours=1, seconds=1))
    reponse = client.open(adresse, method=methode)
    assert reponse.status_code == 410
    assert "recommencez la création de votre compte avec la même adresse" in ecran(reponse).texte
    assert trouver() is None
    assert envoyer_creation(client).status_code == 303


@pytest.mark.parametrize("secret", ["faux", "a" * 3000, "%00", "..%2F..", "é"])
@pytest.mark.parametrize("chemin", ["activer", "mot-de-passe", "courriel"])
def test_un_lien_invente_est_refuse_sans_rien_apprendre(
    client: ClientMaison, chemin: str, secret: str
) -> None:
    reponse = client.get(f"/compte/{chemin}/{secret}")
    assert reponse.status_code in (404, 410)
    assert ADRESSE not in reponse.text


def test_un_lien_ne_sert_qu_a_ce_pour_quoi_il_est_fait(client: ClientMaison, portail: Portail) -> None:
    creer(portail)
    secret = lien("activation")
    for chemin in ("mot-de-passe", "courriel"):
        assert client.get(f"/compte/{chemin}/{secret}").status_code == 410
        assert client.post(f"/compte/{chemin}/{secret}").status_code == 410
    assert compte.adresse_a_activer(portail, secret) == ADRESSE


def test_avant_l_activation_on_n_entre_pas_et_on_sait_pourquoi(client: ClientMaison) -> None:
    """G-117."""
    envoyer_creation(client)
    reponse = se_connecter(client)
    assert reponse.status_code == 422
    assert (
        "Votre compte n'est pas encore activé : vous ne pouvez pas encore vous inscrire."
        in ecran(reponse).texte
    )
    assert client.get("/compte").status_code == 303
    assert [c.code for c in courriels()] == ["activation", "activation"]


def test_un_mauvais_mot_de_passe_ne_dit_pas_que_le_compte_attend(client: ClientMaison) -> None:
    envoyer_creation(client)
    assert "activé" not in ecran(se_connecter(client, mot_de_passe="faux")).texte


def test_l_hote_demande_n_entre_pas_dans_les_mails(client: ClientMaison) -> None:
    reponse = client.post("/compte/creer", headers={"Host": "pirate.example"})
    assert reponse.status_code == 400
    envoyer_creation(client)
    assert "pirate" not in courriels()[0].texte
    assert "http://localhost/compte/activer/" in courriels()[0].texte


def test_sans_jeton_csrf_rien_n_est_cree_et_la_page_dit_quoi_faire(client: ClientMaison) -> None:
    reponse = client.post("/compte/creer", data={}, csrf=False)
    assert reponse.status_code == 400
    assert "Rechargez la page, puis recommencez" in ecran(reponse).texte
    assert courriels() == []


@pytest.mark.parametrize(
    "chemin",
    ["/connexion", "/compte/activer/x", "/compte/mot-de-passe-oublie", "/compte", "/deconnexion"],
)
def test_aucun_formulaire_ne_s_envoie_sans_jeton(client: ClientMaison, portail: Portail, chemin: str) -> None:
    creer_active(portail)
    client.connecter(trouver())
    assert client.post(chemin, data={}, csrf=False).status_code == 400


def test_sans_compte_on_ne_peut_ni_s_inscrire_ni_modifier(client: ClientMaison, app: Flask) -> None:
    """G-017, G-042, S-093: sent to the login form, which leads to the creation of an account."""
    for chemin in ("/inscrire", "/inscriptions", "/documents", "/compte"):
        if not any(str(regle) == chemin for regle in app.url_map.iter_rules()):
            continue
        reponse = client.get(chemin)
        assert (reponse.status_code, reponse.location) == (303, f"/connexion?suite={chemin}")
    assert ecran(client.get("/connexion")).lien("Je n'ai pas de compte") == "/compte/creer"


def test_l_accueil_mene_a_la_creation_du_compte(client: ClientMaison) -> None:
    """S-094."""
    assert "/compte/creer" in ecran(client.get("/")).liens.values()


def test_le_menu_du_candidat_mene_a_modifier_mon_compte(client: ClientMaison) -> None:
    """G-127."""
    creer_et_activer(client)
    se_connecter(client)
    assert ecran(client.get("/compte")).lien("Modifier mon compte") == "/compte"
