from __future__ import annotations

from datetime import UTC, datetime

from portal.adapters.familles import lire_dossier
from portal.adapters.horloge import HorlogeReglable
from portal.domain.langage.lecteur import Fichier
from portal.services.portail import Portail
from tests.client import ClientMaison
from tests.publications import RACINE, publier_texte

CHOIX = {
    "domaine": "Examens professionnels",
    "examen": "Certificat de spécialisation",
    "specialite": "echafaudeur",
    "academie": "clermont_ferrand/cs-2026",
}
FERMETURE = datetime(2025, 11, 19, 16, tzinfo=UTC)
NATIONAL = """
famille: g02
academie: national
session: janvier 2026
intitule: Certification nationale
calendrier:
  inscription: {du: 20/10/2025 09:00, au: 19/11/2025 17:00}
specialites:
  comptabilite: {intitule: Comptabilité}
epreuves:
  010: {intitule: Épreuve 1, mode: oral}
contacts:
  examens: {service: Service des examens}
""".encode()


def test_la_page_porte_le_titre_et_l_instruction_du_guide(client: ClientMaison) -> None:
    """G-018, G-022 to G-025."""
    page = client.get("/services").text
    assert "<h1>Ouverture des services</h1>" in page
    assert (
        "Sélectionner les informations suivantes pour consulter l'état d'ouverture du service d'inscription."
        in page
    )
    assert "Résumé de la sélection" in page
    assert "Aucun service n'est ouvert" in page


def test_chaque_niveau_mene_au_suivant_par_un_lien_ordinaire(client: ClientMaison, cs: str) -> None:
    page = client.get("/services", query_string={"domaine": CHOIX["domaine"]}).text
    assert "examen=Certificat+de+sp%C3%A9cialisation" in page
    page = client.get("/services", query_string={"domaine": CHOIX["domaine"], "examen": CHOIX["examen"]}).text
    assert "Choisissez une spécialité" in page


def test_chaque_choix_se_defait_par_sa_fleche(client: ClientMaison, cs: str) -> None:
    """G-030."""
    page = client.get("/services", query_string={"domaine": CHOIX["domaine"], "examen": CHOIX["examen"]}).text
    assert "Revenir sur le choix «\u00a0Certificat de spécialisation\u00a0»" in page
    assert 'href="/services"' in page
    assert 'href="/services?domaine=Examens+professionnels"' in page


def test_le_resultat_donne_la_periode_a_la_minute(client: ClientMaison, cs: str) -> None:
    """G-031 to G-036."""
    page = client.get("/services", query_string=CHOIX).text
    assert "Informations disponibles" in page
    assert "Examens proposés dans l&#39;Académie de Clermont-Ferrand\u00a0:" in page
    assert "Certificat de spécialisation\u00a0: Échafaudeur" in page
    assert "ouvert du 20/10/2025 09:00 au 19/11/2025 17:00" in page


def test_a_l_instant_de_la_fermeture_aucun_service_n_est_ouvert(
    client: ClientMaison, cs: str, horloge: HorlogeReglable
) -> None:
    """G-021, G-022."""
    horloge.regler(FERMETURE)
    page = client.get("/services", query_string=CHOIX).text
    assert "Aucun service n'est ouvert" in page
    assert "ouvert du" not in page


def test_avant_l_ouverture_la_page_dit_quand_revenir(
    client: ClientMaison, cs: str, horloge: HorlogeReglable
) -> None:
    horloge.regler(datetime(2025, 10, 1, tzinfo=UTC))
    assert "Prochaine ouverture le lundi 20 octobre 2025" in client.get("/services", query_string=CHOIX).text


def test_htmx_ne_recoit_que_la_selection(client: ClientMaison, cs: str) -> None:
    reponse = client.htmx("/services", query_string={"domaine": CHOIX["domaine"]})
    assert "HX-Request" in reponse.headers["Vary"]
    assert 'id="selection"' in reponse.text
    assert "<html" not in reponse.text


def test_un_examen_national_fait_choisir_une_session_de_toute_la_france(
    client: ClientMaison, portail: Portail
) -> None:
    """Guides 000 and 001: a union organises the sessions, for candidates of every département."""
    slug = "national/certification-2026"
    publier_texte(portail, lire_dossier(RACINE / "plugins/generique/g02"), Fichier("n.yaml", NATIONAL), slug)
    choix = {
        "domaine": "Autres certifications", "examen": "Certification nationale", "specialite": "comptabilite",
    }  # fmt: skip
    page = client.get("/services", query_string=choix).text
    assert "Choisissez une session" in page
    assert "Toute la France - (janvier 2026)" in page
    page = client.get("/services", query_string=choix | {"academie": slug}).text
    assert "Certifications proposées dans toute la France\u00a0:" in page
    assert "Organisation nationale · session janvier 2026" in client.get(f"/examens/{slug}").text
