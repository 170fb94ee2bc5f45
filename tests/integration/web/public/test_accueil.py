from __future__ import annotations

from datetime import timedelta

from portal.adapters.horloge import HorlogeReglable
from portal.services import annonce
from portal.services.portail import Portail
from tests.client import ClientMaison
from tests.conftest import MIDI


def test_l_accueil_s_ouvre_sans_compte_et_sans_deposer_de_cookie(client: ClientMaison) -> None:
    """G-006, G-008, G-009."""
    reponse = client.get("/")
    assert reponse.status_code == 200
    assert "Créer votre compte" in reponse.text
    assert "Aucun service n'est ouvert" in reponse.text
    assert "Set-Cookie" not in reponse.headers


def test_l_accueil_montre_ce_qui_est_ouvert_et_jusqu_a_quand(client: ClientMaison, cs: str) -> None:
    page = client.get("/").text
    assert "Certificat de spécialisation" in page
    assert "Académie de Clermont-Ferrand · session 2026" in page
    assert "jusqu&#39;au 19 novembre, 17\u00a0h" in page
    assert f'href="/examens/{cs}"' in page


def test_un_message_ponctuel_se_voit_pendant_sa_duree_seulement(
    client: ClientMaison, portail: Portail, horloge: HorlogeReglable
) -> None:
    """G-010, G-011."""
    texte = "Le site sera arrêté mardi de 8 h à 9 h."
    annonce.publier(portail, "Indisponibilité programmée", texte, "alerte", MIDI, MIDI + timedelta(days=1))
    annonce.publier(portail, "Demain", "Trop tôt.", du=MIDI + timedelta(days=1))
    page = client.get("/").text
    assert texte in page
    assert "Trop tôt." not in page
    horloge.regler(MIDI + timedelta(days=1))
    page = client.get("/").text
    assert texte not in page
    assert "Trop tôt." in page


def test_un_message_retire_disparait_aussitot(client: ClientMaison, portail: Portail) -> None:
    """G-012."""
    numero = annonce.publier(portail, "Bonjour", "Un message.")
    assert "Un message." in client.get("/").text
    assert annonce.retirer(portail, numero)
    assert "Un message." not in client.get("/").text
    assert not annonce.retirer(portail, numero)


def test_un_message_est_affiche_tel_quel_sans_devenir_du_html(client: ClientMaison, portail: Portail) -> None:
    annonce.publier(portail, "<b>Titre</b>", "<script>alert(1)</script>")
    page = client.get("/").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>Titre</b>" not in page
