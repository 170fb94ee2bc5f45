"""The figures as a browser without JavaScript sees them: drawings, sentences, tables."""

from __future__ import annotations

import re
from html import unescape

from portal.adapters.horloge import HorlogeReglable
from portal.services.portail import Portail
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.client import ClientMaison
from tests.parcours import ESSAI, inscrire, publier_essai
from tests.pieces_deposees import rendre

CHIFFRES = "/gestion/chiffres"


def dit(page: str) -> str:
    nu = unescape(re.sub(r"<[^>]+>", " ", page)).replace("\N{NO-BREAK SPACE}", " ").replace("’", "'")
    return re.sub(r"\s+", " ", nu)


def test_sans_inscription_la_page_le_dit(client: ClientMaison) -> None:
    client.connecter(fabriques.agent())
    page = client.get(CHIFFRES)
    assert page.status_code == 200
    assert "Rien à dessiner pour l'instant" in dit(page.text)
    assert "<rect class" not in page.text.partition("</defs>")[2]


def test_une_inscription_a_ses_figures_ses_phrases_et_ses_tableaux(
    client: ClientMaison, portail: Portail
) -> None:
    publier_essai(portail)
    inscrire(portail, fabriques.candidat())
    client.connecter(fabriques.agent())
    page = client.get(CHIFFRES).text
    assert "1 inscription enregistrée, le mercredi 5 novembre 2025." in dit(page)
    assert "100 % des candidatures commencées sont enregistrées." in dit(page)
    assert "Personne ne s'est arrêté en route." in dit(page)
    assert "Aucune pièce n'est encore attendue." in dit(page)
    assert page.count("Voir le tableau") == page.count("<table>") >= 3
    assert 'style="' not in page


def test_plusieurs_examens_se_choisissent(
    client: ClientMaison, portail: Portail, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT[CS])
    rendre(portail, inscrire_a(portail, fabriques.candidat(), CS))
    publier_essai(portail)
    inscrire(portail, fabriques.candidat())
    client.connecter(fabriques.agent())
    page = dit(client.get(CHIFFRES).text)
    assert "2 inscriptions enregistrées" in page
    assert "Ces examens n'ont pas les mêmes onglets" in page
    un_seul = client.get(f"{CHIFFRES}?modele={CS}")
    assert "1 inscription enregistrée" in dit(un_seul.text)
    assert "Zingueur" in un_seul.text
    assert "part--a_verifier" in un_seul.text
    assert f'<option value="{CS}" selected>' in un_seul.text


def test_htmx_ne_recoit_que_les_figures(client: ClientMaison, portail: Portail) -> None:
    publier_essai(portail)
    inscrire(portail, fabriques.candidat())
    client.connecter(fabriques.agent())
    fragment = client.htmx(CHIFFRES).text
    assert 'id="figures"' in fragment
    assert "<html" not in fragment


def test_un_examen_hors_du_perimetre_est_introuvable(client: ClientMaison, portail: Portail) -> None:
    publier_essai(portail)
    inscrire(portail, fabriques.candidat())
    client.connecter(fabriques.agent(academie="poitiers"))
    assert client.get(f"{CHIFFRES}?modele={ESSAI}").status_code == 404
    assert client.get(f"{CHIFFRES}?modele=aucun/modele").status_code == 404


def test_les_brouillons_ne_se_disent_pas_a_qui_ne_voit_qu_une_specialite(
    client: ClientMaison, portail: Portail
) -> None:
    publier_essai(portail)
    inscrire(portail, fabriques.candidat())
    client.connecter(fabriques.agent(specialites=["arts"]))
    page = dit(client.get(CHIFFRES).text)
    assert "brouillon en cours" not in page
    assert "Les brouillons ne sont comptés que pour un examen entièrement dans votre périmètre." in page
