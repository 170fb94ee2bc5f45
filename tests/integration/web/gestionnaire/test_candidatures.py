"""The list of candidatures in a browser: searched, filtered, kept, walked through, whatever is typed."""

from __future__ import annotations

import pytest

from portal.services import page_liste
from portal.services.portail import Portail
from tests import fabriques
from tests.client import ClientMaison
from tests.parcours import inscrire, publier_essai

LISTE = "/gestion/candidatures"


@pytest.fixture
def gestionnaire(portail: Portail, client: ClientMaison) -> ClientMaison:
    publier_essai(portail)
    for nom in ("DURAND", "LEFÈVRE", "ZOLA"):
        inscrire(portail, fabriques.candidat(nom_naissance=nom))
    client.connecter(fabriques.agent())
    return client


def test_la_liste_montre_les_candidatures_et_leurs_etats(gestionnaire: ClientMaison) -> None:
    page = gestionnaire.get(LISTE)
    assert page.status_code == 200
    assert "3 candidatures" in page.text
    for dit in ("DURAND", "LEFÈVRE", "Inscription enregistrée", "Arts"):
        assert dit in page.text
    assert gestionnaire.get("/gestion").headers["Location"] == LISTE


def test_une_recherche_par_htmx_ne_remplace_que_la_liste(gestionnaire: ClientMaison) -> None:
    fragment = gestionnaire.htmx(f"{LISTE}?q=lefevre&etat=&modele=")
    assert fragment.text.lstrip().startswith('<div id="liste">')
    assert "LEFÈVRE" in fragment.text
    assert "DURAND" not in fragment.text
    assert fragment.headers["HX-Push-Url"] == f"{LISTE}?q=lefevre"


def test_un_critere_se_retire_par_son_etiquette(gestionnaire: ClientMaison) -> None:
    page = gestionnaire.get(f"{LISTE}?q=durand&etat=enregistree")
    assert f'href="{LISTE}?etat=enregistree"' in page.text
    assert f'href="{LISTE}?q=durand"' in page.text


def test_rien_trouve_dit_quoi_faire(gestionnaire: ClientMaison) -> None:
    assert "Aucune candidature ne répond à ces critères" in gestionnaire.get(f"{LISTE}?q=inconnu").text


@pytest.mark.parametrize(
    ("requete", "phrase"),
    [
        ("q=123", "11 chiffres"),
        ("q=" + "x" * 10_000, "trop longue"),
        ("du=31/02/2025", "février"),
        ("pieces=perdues", "Choisissez dans la liste"),
        ("tri=;drop", "Choisissez dans la liste"),
        ("du=02/11/2025&au=01/11/2025", "inversez"),
    ],
)
def test_un_critere_illisible_est_dit_et_reste_tape(
    gestionnaire: ClientMaison, requete: str, phrase: str
) -> None:
    page = gestionnaire.get(f"{LISTE}?{requete}")
    assert page.status_code == 422
    assert phrase in page.text
    assert "ZOLA" not in page.text


@pytest.mark.parametrize(
    "requete",
    [
        "q=%25&q=_", "q='%22--", "etat=<script>alert(1)</script>", "modele=../../etc/passwd",
        "colonnes=x&colonnes=", "specialite=%F0%9F%92%A9", "q[]=a&a[b]=c", "q=%00", "etat=%ff%fe", "page=-1",
        "apres=", "categorie=a%00b",
    ],
)  # fmt: skip
def test_une_adresse_hostile_ne_casse_rien(gestionnaire: ClientMaison, requete: str) -> None:
    page = gestionnaire.get(f"{LISTE}?{requete}")
    assert page.status_code in (200, 422)
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(("jour", "trouvees"), [("01/01/0001", 3), ("31/12/9999", 0)])
def test_une_date_au_bout_des_temps_se_cherche_sans_erreur(
    gestionnaire: ClientMaison, jour: str, trouvees: int
) -> None:
    for requete, attendues in ((f"du={jour}", trouvees), (f"au={jour}", 3 - trouvees)):
        page = gestionnaire.get(f"{LISTE}?{requete}")
        assert page.status_code == 200
        assert ("ZOLA" in page.text) == bool(attendues)
    assert gestionnaire.get(f"/gestion/exports/nouveau?du={jour}&au={jour}").status_code == 200


@pytest.mark.parametrize("curseur", ["x", "W10", "%00", "a" * 5000, "..", "WyJEVVJBTkQiLDFd"])
def test_une_page_forgee_n_existe_pas(gestionnaire: ClientMaison, curseur: str) -> None:
    assert gestionnaire.get(f"{LISTE}?apres={curseur}").status_code == 404
    assert gestionnaire.get(f"{LISTE}?avant={curseur}").status_code == 404


def test_on_avance_et_on_revient_page_par_page(
    gestionnaire: ClientMaison, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_liste, "PAR_PAGE", 2)
    premiere = gestionnaire.get(f"{LISTE}?tri=nom")
    assert 'rel="prev"' not in premiere.text
    suivante = premiere.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    deuxieme = gestionnaire.get(suivante)
    assert "ZOLA" in deuxieme.text
    assert "DURAND" not in deuxieme.text
    assert 'rel="prev"' in deuxieme.text


def test_un_filtre_se_garde_se_renomme_et_s_oublie(gestionnaire: ClientMaison) -> None:
    garde = gestionnaire.post(
        "/gestion/filtres", data={"nom": "À valider", "requete": "etat=complete&tri=nom"}
    )
    assert garde.headers["Location"] == f"{LISTE}?etat=complete&tri=nom"
    assert "À valider" in gestionnaire.get(LISTE).text
    encore = gestionnaire.post("/gestion/filtres", data={"nom": "À valider", "requete": "tri=nom"})
    assert (encore.status_code, "déjà" in encore.text) == (422, True)
    gestionnaire.post("/gestion/filtres/1", data={"nom": "Complètes"})
    assert "Complètes" in gestionnaire.get("/gestion/filtres").text
    assert gestionnaire.post("/gestion/filtres/1", data={"nom": ""}).status_code == 422
    assert gestionnaire.post("/gestion/filtres/99", data={"nom": "a"}).status_code == 404
    gestionnaire.post("/gestion/filtres/1", data={"action": "supprimer"})
    assert "Aucun filtre enregistré" in gestionnaire.get("/gestion/filtres").text


def test_un_agent_sans_perimetre_voit_une_liste_vide(gestionnaire: ClientMaison) -> None:
    gestionnaire.connecter(fabriques.compte("gestionnaire"))
    page = gestionnaire.get(LISTE)
    assert "Aucune candidature pour l&#39;instant" in page.text
    assert "DURAND" not in page.text
