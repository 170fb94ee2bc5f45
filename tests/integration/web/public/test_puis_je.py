"""« Puis-je m'inscrire ? », for anybody, with or without JavaScript; nothing is stored."""

from __future__ import annotations

import html
import re

from sqlalchemy import func, select

from portal.db import db
from portal.tables import Candidature, Compte
from tests.client import ClientMaison

SITUATION = {
    "ne_le": "10/06/2004", "code_postal": "63000", "nationalite": "FR", "voie_acces": "trois_ans",
    "annees_activite": "4", "meme_metier": "oui", "specialite": "zingueur", "deja_ajourne": "non",
    "forme": "globale",
}  # fmt: skip


def test_on_choisit_un_examen_sans_compte(client: ClientMaison, cs: str) -> None:
    page = html.unescape(client.get("/puis-je").text)
    assert "Choisissez un domaine" in page
    choix = {
        "domaine": "Examens professionnels", "examen": "Certificat de spécialisation",
        "specialite": "zingueur", "academie": cs,
    }  # fmt: skip
    suite = client.get("/puis-je", query_string=choix)
    assert (suite.status_code, suite.location) == (303, f"/puis-je/{cs}?specialite=zingueur")
    assert client.htmx(f"/puis-je?{'&'.join(f'{c}={v}' for c, v in choix.items())}").headers["HX-Redirect"]


def test_la_page_pose_les_questions_et_ne_promet_rien(client: ClientMaison, cs: str) -> None:
    page = html.unescape(client.get(f"/puis-je/{cs}").text)
    assert "Répondez pour le savoir" in page
    assert 'name="ne_le"' in page
    assert "Peut-être" in page
    assert "amenagement" not in page


def test_la_reponse_est_oui_avec_les_pieces_et_les_epreuves(client: ClientMaison, cs: str) -> None:
    page = html.unescape(client.post(f"/puis-je/{cs}", data=SITUATION).text)
    for morceau in (
        "Oui, vous pouvez vous inscrire", "Journée défense et citoyenneté", "vendredi 6 mars 2026",
        "Attestation de travail de l'employeur", "Étude et préparation d'une intervention",
        "coefficient 3", "M'inscrire",
    ):  # fmt: skip
        assert morceau in page, morceau


def test_la_reponse_est_non_avec_sa_condition(client: ClientMaison, cs: str) -> None:
    page = html.unescape(client.post(f"/puis-je/{cs}", data={**SITUATION, "code_postal": "69001"}).text)
    assert "Non, une condition n'est pas remplie" in page
    assert "réservée aux personnes domiciliées dans l'académie" in page
    assert "Non remplie" in page


def test_une_specialite_dans_l_adresse_est_deja_choisie(client: ClientMaison, cs: str) -> None:
    assert '<option value="zingueur" selected>' in client.get(f"/puis-je/{cs}?specialite=zingueur").text


def test_htmx_ne_recoit_que_le_resultat(client: ClientMaison, cs: str) -> None:
    fragment = client.htmx(f"/puis-je/{cs}", "POST", data=SITUATION).text
    assert "<html" not in fragment
    assert 'id="resultat"' in fragment


def test_ce_qui_est_tape_reste_du_texte(client: ClientMaison, cs: str) -> None:
    page = client.post(
        f"/puis-je/{cs}", data={"ne_le": "<script>x</script>", "code_postal": "\u202e63000"}
    ).text
    assert "<script>x" not in page
    assert "&lt;script&gt;x" in page


def test_rien_n_est_garde(client: ClientMaison, cs: str) -> None:
    reponse = client.post(f"/puis-je/{cs}", data=SITUATION)
    assert "no-store" in reponse.headers["Cache-Control"]
    assert db.session.scalar(select(func.count(Candidature.id))) == 0
    assert db.session.scalar(select(func.count(Compte.id))) == 0


def test_un_examen_inconnu_est_introuvable(client: ClientMaison) -> None:
    assert client.get("/puis-je/aucun/modele").status_code == 404
    assert client.post("/puis-je/aucun/modele", data=SITUATION).status_code == 404


def test_le_tableau_du_travail_en_hauteur_est_sur_la_page_de_l_examen(client: ClientMaison, cs: str) -> None:
    """S-193 to S-197: the columns of the notice, and one line of it."""
    page = html.unescape(client.get(f"/examens/{cs}").text)
    titres = page[page.index("Libellé du diplôme") :].split("</thead>")[0]
    for titre in ("Diplôme", "Annexe 3 – Montage", "Annexe 4 – Réception", "Annexe 5 – Utilisation"):
        assert f'<th scope="col">{titre}</th>' in titres, titre
    ligne = page[page.index('<th scope="row">Zingueur</th>') :].split("</tr>")[0]
    assert re.findall("<td>(.*?)</td>", ligne) == ["CS de niveau 3", "Bâtiment", "Oui", "-", "Oui"]
    assert f"/puis-je/{cs}" in page
