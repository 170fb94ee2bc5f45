"""The authors' page: what is published, what waits for a correction, and for whose eyes."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.services.demonstration_modeles import publier_copies
from portal.services.portail import Portail
from portal.services.publication_dossier import publier_dossier
from tests import fabriques
from tests.client import ClientMaison
from tests.integration.services.dossier_modeles import MODELE, Atelier, remplacer

PAGE = "/auteur/modeles"


@pytest.fixture
def atelier(tmp_path: Path) -> Atelier:
    return Atelier.dans(tmp_path)


@pytest.fixture
def auteur(client: ClientMaison) -> ClientMaison:
    client.connecter(fabriques.compte("auteur"))
    return client


@pytest.mark.parametrize(("profil", "statut"), [
    ("auteur", 200), ("administrateur", 200), ("candidat", 404), ("gestionnaire", 404), ("centre", 404),
])  # fmt: skip
def test_la_page_est_pour_les_auteurs(client: ClientMaison, profil: str, statut: int) -> None:
    client.connecter(fabriques.compte(profil))
    assert client.get(PAGE).status_code == statut


def test_sans_compte_on_est_invite_a_se_connecter(client: ClientMaison) -> None:
    reponse = client.get(PAGE)
    assert reponse.status_code == 303
    assert "/connexion" in reponse.headers["Location"]


def test_sans_modele_la_page_dit_quoi_faire(auteur: ClientMaison) -> None:
    page = auteur.get(PAGE).text
    assert "Aucun modèle publié" in page
    assert "portal publish" in page
    assert "À corriger" not in page


def test_un_modele_montre_sa_periode_ses_versions_et_ses_empreintes(
    auteur: ClientMaison, portail: Portail, atelier: Atelier
) -> None:
    atelier.ecrire()
    publier_dossier(portail, atelier.modeles, atelier.familles)
    atelier.ecrire(remplacer(MODELE, "19/11/2025 17:00", "26/11/2025 17:00"))
    publier_dossier(portail, atelier.modeles, atelier.familles)
    entree = portail.modeles.entree("poitiers/examen-2026")
    assert entree is not None
    fige, vif = entree.hash_fige, entree.hash_vif
    page = auteur.get(PAGE).text
    assert "du 20/10/2025 09:00 au 26/11/2025 17:00 (heure de Paris)" in page
    assert "Version 2 en service, 2 versions publiées" in page
    assert fige[:12] in page
    assert vif[:12] in page
    assert "Ouvert</span>" in page


def test_un_fichier_casse_montre_ses_erreurs_a_leur_place(
    auteur: ClientMaison, portail: Portail, atelier: Atelier
) -> None:
    atelier.ecrire()
    publier_dossier(portail, atelier.modeles, atelier.familles)
    atelier.ecrire(remplacer(MODELE, "session:", "<sesion>:"))
    publier_dossier(portail, atelier.modeles, atelier.familles)
    page = auteur.get(PAGE).text
    assert "poitiers/examen-2026.yaml</h3>" in page
    assert "examen-2026.yaml:3:1</span>" in page
    assert "la clé «\u00a0&lt;sesion&gt;\u00a0» est inconnue ici." in page
    assert "La version 1 reste en service." in page
    assert "1 erreur</span>" in page


def test_une_copie_de_demonstration_se_reconnait(
    auteur: ClientMaison, portail: Portail, atelier: Atelier, horloge: HorlogeReglable
) -> None:
    atelier.ecrire()
    publier_copies(portail, atelier.modeles, atelier.familles)
    assert "Copie de démonstration</span>" in auteur.get(PAGE).text


def test_la_recherche_et_les_pages_restent_simples(
    auteur: ClientMaison, portail: Portail, atelier: Atelier
) -> None:
    for rang in range(23):
        atelier.ecrire(nom=f"examen-{rang:02}")
    publier_dossier(portail, atelier.modeles, atelier.familles)
    assert auteur.get(PAGE).text.count("<article") == 20
    assert auteur.get(f"{PAGE}?page=2").text.count("<article") == 3
    assert auteur.get(f"{PAGE}?q=POITIERS+examen-07").text.count("<article") == 1
    assert "Aucun modèle trouvé" in auteur.get(f"{PAGE}?q=lyon").text
    for page in ("0", "99", "-1", "x", "٣", "9" * 500):
        assert auteur.get(PAGE, query_string={"page": page}).status_code == 200
