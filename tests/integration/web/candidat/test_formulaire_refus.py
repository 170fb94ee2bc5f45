"""Bad input on the form: a French sentence, a status 4xx, and nothing lost."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services import saisie
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import fabriques
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import Formulaire, etapes, rouvrir, texte
from tests.parcours import CLOTURE, ESSAI, IDENTIFICATION, SITUATION, publier_essai, remplir_essai


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


@pytest.fixture
def formulaire(portail: Portail, client: ClientMaison, candidat: Candidat) -> Formulaire:
    return rouvrir(portail, client, candidat, ESSAI)


def champs(formulaire: Formulaire, revision: int, **valeurs: Any) -> Any:
    """Send answers as saisie.js does."""
    envoi = {"revision": revision, "cle": list(valeurs), **valeurs}
    return formulaire.client.post(formulaire.adresse("champs"), data=envoi)


def test_la_sauvegarde_repond_la_revision_et_l_heure(formulaire: Formulaire) -> None:
    reponse = champs(formulaire, 0, adresse_1="1 rue d'ici")
    assert reponse.status_code == 200
    assert reponse.json == {"revision": 1, "heure": "12\u00a0h\u00a000", "actualiser": False}


def test_la_sauvegarde_dit_les_deux_reponses_d_un_conflit(formulaire: Formulaire) -> None:
    champs(formulaire, 0, adresse_1="1 rue d'ici")
    reponse = champs(formulaire, 0, adresse_1="2 rue d'ailleurs")
    assert reponse.status_code == 409
    assert reponse.json == {
        "revision": 1,
        "conflits": [
            {
                "cle": "adresse_1",
                "question": "Adresse 1",
                "ici": "2 rue d'ailleurs",
                "ailleurs": "1 rue d'ici",
            }
        ],
    }


@pytest.mark.parametrize(
    "envoi",
    [{}, {"revision": "x", "cle": "telephone"}, {"revision": "1"}, {"revision": "1", "cle": "inconnue"}],
)
def test_une_sauvegarde_forgee_est_refusee_avec_une_phrase(
    formulaire: Formulaire, envoi: dict[str, str]
) -> None:
    reponse = formulaire.client.post(formulaire.adresse("champs"), data=envoi)
    assert reponse.status_code == 422
    assert reponse.json["message"].endswith(".")


def test_apres_la_cloture_la_sauvegarde_s_arrete(formulaire: Formulaire, horloge: HorlogeReglable) -> None:
    horloge.regler(CLOTURE - timedelta(minutes=5))
    formulaire.client.connecter(_compte(formulaire))
    assert champs(formulaire, 0, adresse_1="1 rue").status_code == 200
    horloge.regler(CLOTURE)
    reponse = champs(formulaire, 1, adresse_1="2 rue")
    assert reponse.status_code == 410
    assert "fermées" in reponse.json["message"]


def test_apres_la_cloture_l_onglet_est_refuse_et_le_brouillon_se_lit(
    formulaire: Formulaire, horloge: HorlogeReglable
) -> None:
    """G-180, G-314."""
    horloge.regler(CLOTURE - timedelta(minutes=5))
    formulaire.client.connecter(_compte(formulaire))
    formulaire.suivant("identification", IDENTIFICATION)
    horloge.regler(CLOTURE)
    refus = formulaire.client.post(formulaire.adresse("onglets/situation"), data={**SITUATION, "revision": 1})
    assert refus.status_code == 403
    assert "Les inscriptions sont fermées depuis le mercredi 19 novembre 2025 à 17 h 00" in texte(refus)
    assert "12 rue des Écoles" in texte(refus)
    assert formulaire.onglet("situation").location == formulaire.adresse("recapitulatif")
    page = formulaire.voir("recapitulatif")
    assert "vous n'êtes pas inscrit" in texte(page)
    assert "Enregistrer</span>" not in page.text
    assert formulaire.enregistrer().status_code == 403


def test_la_page_dit_l_heure_de_l_academie_et_celle_de_la_cloture(
    portail: Portail, client: ClientMaison
) -> None:
    slug = publier_essai(portail, academie="martinique")
    formulaire = rouvrir(portail, client, fabriques.candidat(), slug)
    dit = texte(formulaire.onglet("identification"))
    assert "mercredi 19 novembre 2025 à 17 h 00 (heure de la Martinique" in dit


def test_une_page_depassee_rend_409_avec_les_deux_reponses_et_tout_ce_qui_est_tape(
    formulaire: Formulaire,
) -> None:
    champs(formulaire, 0, adresse_1="2 rue d'ailleurs")
    page = formulaire.client.post(
        formulaire.adresse("onglets/identification"), data={**IDENTIFICATION, "revision": 0}
    )
    assert page.status_code == 409
    dit = texte(page)
    assert "Une réponse a aussi été changée ailleurs" in dit
    assert "Ici 12 rue des Écoles Ailleurs 2 rue d'ailleurs" in dit
    assert 'value="12 rue des Écoles"' in page.text
    assert 'value="01 23 45 67 89"' in page.text
    garde = formulaire.client.post(
        formulaire.adresse("onglets/identification"), data={**IDENTIFICATION, "revision": 1}
    )
    assert garde.status_code == 303


def test_on_peut_prendre_l_autre_reponse_sans_javascript(formulaire: Formulaire) -> None:
    champs(formulaire, 0, adresse_1="2 rue d'ailleurs")
    suite = formulaire.client.post(
        formulaire.adresse("onglets/identification"),
        data={**IDENTIFICATION, "revision": 1, "action": "prendre:adresse_1"},
    )
    assert suite.status_code == 303
    page = formulaire.onglet("identification").text
    assert 'value="2 rue d&#39;ailleurs"' in page
    assert 'value="01 23 45 67 89"' in page


@pytest.mark.parametrize("typee", ["a" * 10_000, "12 rue\x07", "\u202e12 rue", "12 rue\x00"])
def test_une_saisie_hostile_rend_422_et_se_montre_comme_tapee(formulaire: Formulaire, typee: str) -> None:
    page = formulaire.suivant("identification", IDENTIFICATION | {"adresse_1": typee})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert 'value="01 23 45 67 89"' in page.text


def test_la_candidature_d_un_autre_rend_404_partout(formulaire: Formulaire, portail: Portail) -> None:
    autre = fabriques.candidat()
    cle = saisie.commencer(portail, autre, ESSAI).cle
    forge = Formulaire(formulaire.client, cle)
    for fin in ("onglets/identification", "recapitulatif", "numero", "imprimer"):
        assert forge.voir(fin).status_code == 404
    for fin in ("onglets/identification", "enregistrer", "modifier", "abandonner"):
        assert forge.client.post(forge.adresse(fin), data={"revision": 0}).status_code == 404
    assert champs(forge, 0, adresse_1="x").status_code == 404


@pytest.mark.parametrize("fin", ["onglets/identification", "champs", "enregistrer", "modifier", "abandonner"])
def test_sans_jeton_rien_n_est_ecrit(formulaire: Formulaire, portail: Portail, fin: str) -> None:
    envoi = {"revision": 0, "cle": "adresse_1", "adresse_1": "forgée"}
    reponse = formulaire.client.post(formulaire.adresse(fin), data=envoi, csrf=False)
    assert reponse.status_code == 400
    page = formulaire.onglet("identification").text
    assert "forgée" not in page


def test_un_double_clic_sur_enregistrer_mene_deux_fois_au_meme_numero(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    formulaire = Formulaire(client, remplir_essai(portail, candidat).cle)
    client.connecter(candidat.compte)
    assert [formulaire.enregistrer().location for _ in range(2)] == [formulaire.adresse("numero")] * 2
    assert "Votre numéro d'inscription : 001" in texte(formulaire.voir("numero"))


def test_une_ligne_s_ajoute_et_se_retire_sans_javascript(formulaire: Formulaire) -> None:
    formulaire.suivant("identification", IDENTIFICATION)
    lignes = {"emplois.0.poste": "Peintre", "emplois.0.depuis": "01/09/2020"}
    plus = formulaire.suivant("situation", SITUATION | lignes, "ajouter:emplois")
    page = formulaire.client.get(plus.location).text
    assert 'name="emplois.1.poste"' in page
    assert 'value="Peintre"' in page
    formulaire.suivant("situation", SITUATION | lignes, "retirer:emplois:0")
    assert "Peintre" not in formulaire.onglet("situation").text


def test_une_question_qui_depend_parait_avec_mettre_la_page_a_jour(formulaire: Formulaire) -> None:
    formulaire.suivant("identification", IDENTIFICATION)
    assert 'name="employeur"' not in formulaire.onglet("situation").text
    suite = formulaire.suivant("situation", {"salarie": "oui"}, "actualiser")
    assert suite.location == formulaire.adresse("onglets/situation")
    page = formulaire.onglet("situation")
    assert 'name="employeur"' in page.text
    assert 'class="champ champ--erreur"' not in page.text
    assert etapes(page)[1] == "2 - Situation actuelle"


def test_htmx_recoit_l_onglet_seul_meme_quand_un_onglet_d_avant_ne_tient_plus(formulaire: Formulaire) -> None:
    formulaire.suivant("identification", IDENTIFICATION)
    champs(formulaire, 1, telephone="")
    page = formulaire.client.htmx(formulaire.adresse("onglets/situation"))
    assert page.status_code == 200
    assert 'id="champs"' in page.text
    assert "<html" not in page.text


def _compte(formulaire: Formulaire) -> Any:
    candidature = db.session.scalars(select(Candidature).where(Candidature.cle == formulaire.cle)).one()
    return candidature.candidat.compte


def test_avant_l_ouverture_aucune_page_ne_dit_que_c_est_ferme(
    portail: Portail, formulaire: Formulaire, horloge: HorlogeReglable
) -> None:
    horloge.regler(portail.modeles.entree(ESSAI).ouverture - timedelta(days=10))
    formulaire.client.connecter(_compte(formulaire))
    espace = f"/inscriptions/{formulaire.cle}"
    for adresse in ("/inscriptions", espace, f"{espace}/recapitulatif"):
        page = texte(formulaire.client.get(adresse))
        assert "Les inscriptions ouvrent" in page
        assert "fermées" not in page
        assert "pas été enregistrée" not in page
