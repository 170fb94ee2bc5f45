"""The checking station as a browser without JavaScript sees it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidature, Compte, Evenement
from portal.tables.piece import DecisionPiece
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.client import ClientMaison
from tests.pieces_deposees import ligne, rendre


@pytest.fixture
def inscrites(portail: Portail, horloge: HorlogeReglable) -> list[Candidature]:
    horloge.regler(OUVERT[CS])
    noms = (("TALU", "Jean"), ("MARTIN", "Léa"))
    return [
        inscrire_a(portail, fabriques.candidat(nom_naissance=nom, prenoms=prenom), CS) for nom, prenom in noms
    ]


@pytest.fixture
def pieces(portail: Portail, inscrites: list[Candidature]) -> list[int]:
    return [rendre(portail, candidature, pages=2) for candidature in inscrites]


@pytest.fixture
def agent(client: ClientMaison, inscrites: list[Candidature]) -> Compte:
    compte = fabriques.agent()
    client.connecter(compte)
    return compte


FILE = f"/gestion/verification/{CS}/identite"


def vue(page: TestResponse) -> str:
    trouvee = re.search(r'name="vue" value="([0-9a-f]+)"', page.text)
    assert trouvee
    return trouvee[1]


def prise(page: TestResponse) -> str:
    """Return where an open page asks to keep its pièce."""
    trouvee = re.search(r'hx-post="([^"]+/prise[^"]*)"', page.text)
    assert trouvee
    return trouvee[1]


def suivre(client: ClientMaison, adresse: str) -> TestResponse:
    """Ask for a page, and go where it leads."""
    reponse = client.get(adresse)
    while reponse.status_code == 303:
        reponse = client.get(reponse.location)
    return reponse


def texte(page: TestResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text)).replace("\N{NO-BREAK SPACE}", " ")


def test_les_files_disent_ce_qui_reste(client: ClientMaison, pieces: list[int], agent: Compte) -> None:
    page = client.get("/gestion/verification")
    assert page.status_code == 200
    assert "2 restantes sur 2" in texte(page)
    assert f'href="{FILE}"' in page.text


def test_une_piece_est_montree_a_cote_de_ce_qu_elle_prouve(
    client: ClientMaison, pieces: list[int], agent: Compte
) -> None:
    page = suivre(client, FILE)
    assert page.request.path == f"/gestion/pieces/{pieces[0]}"
    for attendu in ("TALU Jean", "17/05/2004", "ARRAS (062)", "Française", "page 1 sur 2", "Limite"):
        assert attendu in texte(page)


def test_apres_une_decision_vient_la_piece_suivante(
    client: ClientMaison, pieces: list[int], agent: Compte
) -> None:
    page = suivre(client, FILE)
    donnees = {"statut": "conforme", "vue": vue(page)}
    reponse = client.post(f"/gestion/pieces/{pieces[0]}/decision", data=donnees)
    assert reponse.status_code == 303
    suite = suivre(client, reponse.location)
    assert suite.request.path == f"/gestion/pieces/{pieces[1]}"
    assert "MARTIN Léa" in texte(suite)
    assert "1 restante sur 2" in texte(suite)
    assert "Dernière décision : « conforme » pour TALU Jean." in texte(suite)
    assert "(encore 30 s)" in texte(suite)


def test_annuler_remet_la_piece_dans_la_file(client: ClientMaison, pieces: list[int], agent: Compte) -> None:
    page = client.get(f"/gestion/pieces/{pieces[0]}")
    client.post(f"/gestion/pieces/{pieces[0]}/decision", data={"statut": "conforme", "vue": vue(page)})
    identifiant = db.session.scalars(select(DecisionPiece.id)).one()
    reponse = client.post(f"/gestion/decisions/{identifiant}/annuler")
    assert (reponse.status_code, reponse.location) == (303, f"/gestion/pieces/{pieces[0]}")
    assert ligne(pieces[0]).statut is None
    assert "Décision annulée" in texte(client.get(reponse.location))


def test_annuler_trop_tard_est_dit(
    client: ClientMaison, pieces: list[int], agent: Compte, horloge: HorlogeReglable
) -> None:
    page = client.get(f"/gestion/pieces/{pieces[0]}")
    client.post(f"/gestion/pieces/{pieces[0]}/decision", data={"statut": "conforme", "vue": vue(page)})
    horloge.avancer(timedelta(seconds=30))
    identifiant = db.session.scalars(select(DecisionPiece.id)).one()
    reponse = client.post(f"/gestion/decisions/{identifiant}/annuler")
    assert reponse.status_code == 409
    assert "trop tard" in texte(reponse)


def test_deux_decisions_opposees_la_seconde_personne_voit_la_premiere(
    client: ClientMaison, pieces: list[int], agent: Compte, portail: Portail, horloge: HorlogeReglable
) -> None:
    lue = vue(client.get(f"/gestion/pieces/{pieces[0]}"))
    adresse = f"/gestion/pieces/{pieces[0]}/decision"
    assert client.post(adresse, data={"statut": "conforme", "vue": lue}).status_code == 303
    client.connecter(fabriques.agent())
    reponse = client.post(adresse, data={"statut": "non_conforme", "vue": lue})
    assert reponse.status_code == 409
    assert "Pièce déjà traitée" in texte(reponse)
    assert "« Conforme », par Service des examens" in texte(reponse)
    assert ligne(pieces[0]).statut == "conforme"


def test_une_piece_tenue_par_une_autre_personne_n_est_pas_montree(
    client: ClientMaison, pieces: list[int], agent: Compte, horloge: HorlogeReglable
) -> None:
    client.get(f"/gestion/pieces/{pieces[0]}")
    client.connecter(fabriques.agent())
    reponse = client.get(f"/gestion/pieces/{pieces[0]}")
    assert reponse.status_code == 409
    assert "en cours de vérification par Service des examens" in texte(reponse)
    assert "17/05/2004" not in texte(reponse)
    assert client.get(FILE).location == f"/gestion/pieces/{pieces[1]}"
    ouverte = int(horloge.maintenant().timestamp())
    refus = client.htmx(f"/gestion/pieces/{pieces[0]}/prise?ouverte={ouverte}", "POST")
    assert refus.status_code == 409
    horloge.avancer(timedelta(minutes=5))
    assert client.get(f"/gestion/pieces/{pieces[0]}").status_code == 200


def test_une_page_ouverte_garde_sa_piece(
    client: ClientMaison, pieces: list[int], agent: Compte, horloge: HorlogeReglable
) -> None:
    adresse = prise(client.get(f"/gestion/pieces/{pieces[0]}"))
    horloge.avancer(timedelta(minutes=4))
    assert client.htmx(adresse, "POST").status_code == 204
    horloge.avancer(timedelta(minutes=4))
    client.connecter(fabriques.agent())
    assert client.get(f"/gestion/pieces/{pieces[0]}").status_code == 409


def test_une_page_oubliee_rend_sa_piece(
    client: ClientMaison, pieces: list[int], agent: Compte, horloge: HorlogeReglable
) -> None:
    adresse = prise(client.get(f"/gestion/pieces/{pieces[0]}"))
    horloge.avancer(timedelta(minutes=31))
    reponse = client.htmx(adresse, "POST")
    assert reponse.status_code == 286
    assert "rendue aux autres" in texte(reponse)
    client.connecter(fabriques.agent())
    assert client.get(f"/gestion/pieces/{pieces[0]}").status_code == 200


@pytest.mark.parametrize(("ouverte", "statut"), [("-" + "9" * 400, 286), ("9" * 400, 204), ("nan", 286)])
def test_une_heure_d_ouverture_demesuree_ne_casse_rien(
    client: ClientMaison, pieces: list[int], agent: Compte, ouverte: str, statut: int
) -> None:
    client.get(f"/gestion/pieces/{pieces[0]}")
    reponse = client.htmx(f"/gestion/pieces/{pieces[0]}/prise?ouverte={ouverte}", "POST")
    assert reponse.status_code == statut


def test_passer_rend_la_piece_aux_autres(client: ClientMaison, pieces: list[int], agent: Compte) -> None:
    client.get(f"/gestion/pieces/{pieces[0]}")
    assert client.get(f"{FILE}?apres={pieces[0]}").location == f"/gestion/pieces/{pieces[1]}"
    assert ligne(pieces[0]).prise_par is None
    assert client.get(f"{FILE}?apres={pieces[1]}").location == f"/gestion/pieces/{pieces[0]}"


@pytest.mark.parametrize("apres", ["-1", "abc", "9" * 30, ""])
def test_une_suite_inventee_ne_casse_rien(
    client: ClientMaison, pieces: list[int], agent: Compte, apres: str
) -> None:
    assert client.get(f"{FILE}?apres={apres}").location in {f"/gestion/pieces/{un}" for un in pieces}


def test_la_file_finie_le_dit(client: ClientMaison, pieces: list[int], agent: Compte) -> None:
    for _ in pieces:
        page = suivre(client, FILE)
        client.post(f"{page.request.path}/decision", data={"statut": "conforme", "vue": vue(page)})
    assert "Cette file est terminée" in texte(client.get(FILE))
    assert "Tout est vérifié (2)" in texte(client.get("/gestion/verification"))


@pytest.mark.parametrize("saisie", [
    {"statut": "accepte"},
    {"statut": ""},
    {"statut": "non_conforme", "motif": "invente"},
    {"statut": "non_conforme", "texte": "x" * 1001},
    {"statut": "non_conforme", "texte": "x" * 60_000},
    {"statut": "non_conforme", "texte": "a\u202eb"},
    {"statut": "recue", "recue_le": "2025-02-30"},
    {"statut": "recue", "recue_le": "06/11/2125"},
    {"statut": "recue", "recue_le": "0025-11-05"},
    {"statut": "non_conforme", "accorder": "oui", "limite": ""},
    {"statut": "non_conforme", "accorder": "oui", "limite": "2025-11-01"},
    {"statut": "non_conforme", "accorder": "oui", "limite": "9999-12-31"},
    {"statut": "non_conforme", "accorder": "oui", "limite": "2025-11-07"},
])  # fmt: skip
def test_une_saisie_refusee_est_rendue_avec_ses_mots(
    client: ClientMaison, pieces: list[int], agent: Compte, saisie: dict[str, str]
) -> None:
    lue = vue(client.get(f"/gestion/pieces/{pieces[0]}"))
    reponse = client.post(f"/gestion/pieces/{pieces[0]}/decision", data={**saisie, "vue": lue})
    assert reponse.status_code == 422
    assert "champ__erreur" in reponse.text
    assert ligne(pieces[0]).statut is None


def test_hors_du_perimetre_rien_n_existe(
    client: ClientMaison, pieces: list[int], inscrites: list[Candidature], portail: Portail
) -> None:
    client.connecter(fabriques.agent(academie="martinique"))
    (cle,) = {depot.cle for depot in ligne(pieces[0]).depots}
    for adresse in (
        FILE,
        f"/gestion/pieces/{pieces[0]}",
        f"/gestion/pieces/{pieces[0]}/visionneuse",
        f"/gestion/pieces/{cle}/images/1",
        f"/gestion/pieces/{cle}/original",
        "/gestion/pieces/999999999999",
        "/gestion/pieces/77",
        f"/gestion/pieces/{cle}/images/9",
    ):
        assert client.get(adresse).status_code == 404, adresse  # fmt: skip
    for adresse in (
        f"/gestion/pieces/{pieces[0]}/decision",
        f"/gestion/pieces/{pieces[0]}/prise",
        "/gestion/decisions/1/annuler",
    ):
        assert client.post(adresse, data={"statut": "conforme"}).status_code == 404, adresse  # fmt: skip
    assert "Aucune pièce à vérifier" in texte(client.get("/gestion/verification"))


def test_les_images_et_l_original_ne_sont_gardes_nulle_part(
    client: ClientMaison, pieces: list[int], agent: Compte
) -> None:
    (cle,) = {depot.cle for depot in ligne(pieces[0]).depots}
    image = client.get(f"/gestion/pieces/{cle}/images/1")
    assert (image.status_code, image.mimetype) == (200, "image/jpeg")
    assert image.headers["Cache-Control"] == "private, no-store"
    original = client.get(f"/gestion/pieces/{cle}/original")
    assert original.headers["Content-Disposition"].startswith("attachment")
    assert original.mimetype == "application/octet-stream"
    assert client.get(f"/gestion/pieces/{cle}/images/3").status_code == 404
    assert client.get(f"/gestion/pieces/{cle}/images/0").status_code == 404


def test_chaque_ouverture_est_au_journal_une_fois(
    client: ClientMaison, pieces: list[int], agent: Compte
) -> None:
    (cle,) = {depot.cle for depot in ligne(pieces[0]).depots}
    client.get(f"/gestion/pieces/{pieces[0]}")
    for numero in (1, 2):
        client.get(f"/gestion/pieces/{cle}/images/{numero}")
    client.htmx(f"/gestion/pieces/{pieces[0]}/visionneuse")
    lus = db.session.scalars(select(Evenement).where(Evenement.nature == "piece_lue")).all()
    assert [(un.compte_id, un.donnees) for un in lus] == [(agent.id, {"piece": "identite", "depots": [cle]})]


@pytest.mark.parametrize(("antivirus", "mots"), [("en_attente", "examine"), ("infecte", "virus")])
def test_un_fichier_qui_n_est_pas_sur_ne_s_ouvre_pas(
    client: ClientMaison, portail: Portail, inscrites: list[Candidature], agent: Compte,
    antivirus: str, mots: str,
) -> None:  # fmt: skip
    piece = rendre(portail, inscrites[0], antivirus=antivirus)
    (cle,) = {depot.cle for depot in ligne(piece).depots}
    page = client.get(f"/gestion/pieces/{piece}")
    assert mots in texte(page)
    assert "<img" not in page.text
    assert client.get(f"/gestion/pieces/{cle}/images/1").status_code == 409
    assert client.get(f"/gestion/pieces/{cle}/original").status_code == 409


def test_un_document_word_se_telecharge_et_la_page_dit_pourquoi(
    client: ClientMaison, portail: Portail, inscrites: list[Candidature], agent: Compte
) -> None:
    piece = rendre(portail, inscrites[0], nom="attestation.docx", apercu="sans_objet", apercus=[])
    page = client.get(f"/gestion/pieces/{piece}")
    assert "Un fichier DOCX n'a pas d'image : téléchargez l'original" in texte(page).replace("’", "'")


def test_l_image_qui_se_prepare_est_redemandee(
    client: ClientMaison, portail: Portail, inscrites: list[Candidature], agent: Compte
) -> None:
    piece = rendre(portail, inscrites[0], apercu="a_faire", apercus=[])
    page = client.get(f"/gestion/pieces/{piece}")
    assert f'hx-get="/gestion/pieces/{piece}/visionneuse"' in page.text
    assert "se prépare" in client.htmx(f"/gestion/pieces/{piece}/visionneuse").text
