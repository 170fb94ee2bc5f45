from __future__ import annotations

from datetime import UTC, datetime

from portal.adapters.horloge import HorlogeReglable
from tests.client import ClientMaison


def lire(client: ClientMaison, adresse: str) -> str:
    reponse = client.get(f"/examens/{adresse}")
    assert reponse.status_code == 200
    return reponse.text


def test_la_page_d_un_examen_dit_dates_notice_pieces_et_contacts(client: ClientMaison, cs: str) -> None:
    page = lire(client, cs)
    assert "mercredi 19 novembre 2025 à 17\u00a0h\u00a000" in page
    assert "N&#39;attendez pas les derniers jours" in page
    assert "06/03/2026" in page
    assert "ce.bacpro1@ac-clermont.fr" in page
    assert "Choisissez une spécialité pour voir ses épreuves." in page


def test_une_specialite_montre_ses_epreuves_ses_pieces_et_son_seul_contact(
    client: ClientMaison, cs: str
) -> None:
    page = lire(client, f"{cs}?specialite=echafaudeur")
    assert "Étude et préparation d&#39;une intervention" in page
    assert "Attestation de formation au travail en hauteur" in page
    assert "dec.exapro2@ac-clermont.fr" in page
    assert "ce.bacpro1@ac-clermont.fr" not in page


def test_une_piece_d_une_autre_specialite_n_est_pas_annoncee(client: ClientMaison, cs: str) -> None:
    page = lire(client, f"{cs}?specialite=patisserie_boutique")
    assert "travail en hauteur (recommandation" not in page


def test_une_piece_qui_depend_des_reponses_est_annoncee_comme_telle(client: ClientMaison, cs: str) -> None:
    fragment = client.htmx(f"/examens/{cs}?specialite=echafaudeur").text
    apres = fragment.split("Attestation de travail de l&#39;employeur", 1)[1]
    assert "Selon votre situation" in apres[:400]


def test_s_inscrire_ne_se_propose_que_pendant_la_periode(
    client: ClientMaison, cs: str, horloge: HorlogeReglable
) -> None:
    assert "S&#39;inscrire</span>" in lire(client, cs)
    horloge.regler(datetime(2025, 11, 19, 16, tzinfo=UTC))
    page = lire(client, cs)
    assert "Les inscriptions sont fermées depuis" in page
    assert "S&#39;inscrire</span>" not in page


def test_un_modele_inconnu_est_introuvable(client: ClientMaison) -> None:
    assert client.get("/examens/nulle_part/rien").status_code == 404
