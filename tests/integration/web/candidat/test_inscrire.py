"""« M'inscrire » and « Mes inscriptions »: choose, begin, come back (G-165 to G-182, G-327 to G-336)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import fabriques
from tests.client import ClientMaison
from tests.integration.web.candidat.test_documents import lisible
from tests.parcours import CLOTURE, ESSAI, OUVERTURE, inscrire, publier_essai

CHOIX = {"domaine": "Essais", "examen": "Examen d'essai", "specialite": "danse", "academie": ESSAI}


@pytest.fixture
def candidat(portail: Portail, client: ClientMaison) -> Candidat:
    publier_essai(portail)
    candidat = fabriques.candidat()
    client.connecter(candidat.compte)
    return candidat


def combien() -> int:
    return db.session.scalar(select(func.count(Candidature.id))) or 0


def test_on_choisit_l_examen_puis_la_specialite_puis_l_academie_g_165_g_167(
    client: ClientMaison, candidat: Candidat
) -> None:
    page = lisible(client.get("/inscrire").text)
    assert "Sur quoi et où voulez-vous vous inscrire ?" in page
    assert "Choisissez un domaine" in page
    assert 'href="/candidat"' in page
    assert "Choisissez une académie" in lisible(
        client.get("/inscrire", query_string={**CHOIX, "academie": ""}).text
    )


def test_les_dates_se_lisent_avant_de_commencer_g_168_g_171_g_179(
    client: ClientMaison, candidat: Candidat
) -> None:
    page = lisible(client.get("/inscrire", query_string=CHOIX).text)
    for morceau in (
        "Résumé de la sélection", "Essais", "Danse", "Académie de Versailles - (2026)",
        "Informations disponibles", "Examens proposés dans l'Académie de Versailles",
        "ouvert du 01/11/2025 09:00 au 19/11/2025 17:00",
        "Revenir sur ce choix", "Valider",
    ):  # fmt: skip
        assert morceau in page, morceau


def test_valider_ouvre_le_premier_onglet_g_181_g_182(client: ClientMaison, candidat: Candidat) -> None:
    reponse = client.post("/inscrire", data={"modele": ESSAI, "specialite": "danse"})
    assert reponse.status_code == 303
    assert reponse.location.endswith("/onglets/identification")
    assert "Identification" in lisible(client.get(reponse.location).text)


def test_valider_deux_fois_ne_fait_qu_une_candidature(client: ClientMaison, candidat: Candidat) -> None:
    premiere = client.post("/inscrire", data={"modele": ESSAI}).location
    assert client.post("/inscrire", data={"modele": ESSAI}).location == premiere
    assert combien() == 1


@pytest.mark.parametrize(
    ("instant", "statut"),
    [
        (OUVERTURE - timedelta(seconds=1), 403),
        (OUVERTURE, 303),
        (CLOTURE - timedelta(seconds=1), 303),
        (CLOTURE, 403),
    ],
)
def test_on_ne_commence_que_pendant_la_periode_g_180(
    client: ClientMaison, candidat: Candidat, horloge: HorlogeReglable, instant: object, statut: int
) -> None:
    horloge.regler(instant)  # type: ignore[arg-type]
    client.connecter(candidat.compte)
    assert client.post("/inscrire", data={"modele": ESSAI}).status_code == statut
    assert combien() == (statut == 303)


def test_un_examen_ferme_le_dit_sans_bouton(
    client: ClientMaison, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    horloge.regler(CLOTURE)
    client.connecter(candidat.compte)
    page = lisible(client.get("/inscrire", query_string=CHOIX).text)
    assert "Les inscriptions sont fermées" in page
    assert "<span>Valider</span>" not in page


@pytest.mark.parametrize(
    ("donnees", "statut"),
    [({"modele": "aucun/modele"}, 404), ({}, 404), ({"modele": ESSAI, "specialite": "plombier"}, 422)],
)
def test_une_selection_forgee_est_refusee(
    client: ClientMaison, candidat: Candidat, donnees: dict[str, str], statut: int
) -> None:
    assert client.post("/inscrire", data=donnees).status_code == statut
    assert combien() == 0


def test_ce_qui_est_commence_est_rappele(client: ClientMaison, candidat: Candidat) -> None:
    client.post("/inscrire", data={"modele": ESSAI})
    assert "Vous avez déjà commencé cette inscription" in lisible(
        client.get("/inscrire", query_string=CHOIX).text
    )
    page = lisible(client.get("/candidat").text)
    assert "À reprendre" in page
    assert "Brouillon – rien n'est encore enregistré" in page


def test_mes_inscriptions_montre_une_vignette_qui_mene_au_recapitulatif_g_327_g_333(
    client: ClientMaison, candidat: Candidat, portail: Portail
) -> None:
    cle = inscrire(portail, candidat).cle
    page = lisible(client.get("/inscriptions").text)
    for morceau in (
        "ESSAIS",
        "2026",
        "Examen d'essai",
        "Académie de Versailles",
        "N° : 001",
        "Version 01",
    ):
        assert morceau in page, morceau
    assert f'href="/inscriptions/{cle}/recapitulatif"' in page
    recapitulatif = client.get(f"/inscriptions/{cle}/recapitulatif").text
    assert "Cette inscription est enregistrée" in recapitulatif
    assert '<input type="text"' not in recapitulatif


def test_modifier_mene_aux_onglets_et_disparait_a_la_fermeture_g_335_g_336(
    client: ClientMaison, candidat: Candidat, portail: Portail, horloge: HorlogeReglable
) -> None:
    cle = inscrire(portail, candidat).cle
    adresse = f"/inscriptions/{cle}/modifier"
    assert adresse in lisible(client.get("/inscriptions").text)
    assert client.post(adresse).location.endswith("/onglets/identification")
    assert "Modification en cours, pas encore enregistrée" in lisible(client.get("/inscriptions").text)
    horloge.regler(CLOTURE)
    client.connecter(candidat.compte)
    assert adresse not in lisible(client.get("/inscriptions").text)
    assert client.post(adresse).status_code == 403


def test_une_page_vide_dit_quoi_faire(client: ClientMaison, candidat: Candidat) -> None:
    assert "Aucune inscription en cours" in lisible(client.get("/inscriptions").text)
    assert "Vous n'avez pas encore d'inscription" in lisible(client.get("/candidat").text)
    assert "Aucune pièce demandée" in lisible(client.get("/justificatifs").text)
    assert "Aucun document pour l'instant" in lisible(client.get("/documents").text)


def test_le_menu_mene_partout(client: ClientMaison, candidat: Candidat) -> None:
    page = lisible(client.get("/candidat").text)
    for adresse in ("/inscrire", "/inscriptions", "/documents", "/justificatifs", "/compte"):
        assert f'href="{adresse}"' in page
        assert client.get(adresse).status_code == 200
