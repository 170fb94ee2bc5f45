"""What is recorded is only to read; « Modifier » opens it again, up to the next version."""

import pytest

from portal.services.portail import Portail
from portal.tables import Candidat
from tests import fabriques
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import Formulaire, texte
from tests.parcours import IDENTIFICATION, SITUATION, inscrire, publier_essai


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


def test_retour_apres_enregistrer_montre_l_inscription_et_ne_prend_plus_de_reponse(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    """G-334, G-335."""
    formulaire = Formulaire(client, inscrire(portail, candidat).cle)
    client.connecter(candidat.compte)
    assert formulaire.onglet("identification").location == formulaire.adresse("recapitulatif")
    refus = client.post(formulaire.adresse("onglets/identification"), data={**IDENTIFICATION, "revision": 9})
    assert refus.status_code == 409
    assert "Pour la changer, cliquez sur « Modifier »" in texte(refus)
    champ = {"revision": 9, "cle": "adresse_1", "adresse_1": "x"}
    assert client.post(formulaire.adresse("champs"), data=champ).status_code == 410
    assert "name=" not in formulaire.voir("recapitulatif").text.partition("<main")[2].replace(
        'name="csrf_token"', ""
    )


def test_modifier_parcourt_tous_les_onglets_puis_donne_la_version_02(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    """G-336, G-337, G-339 to G-342."""
    formulaire = Formulaire(client, inscrire(portail, candidat).cle)
    client.connecter(candidat.compte)
    assert client.post(formulaire.adresse("modifier")).location == formulaire.adresse(
        "onglets/identification"
    )
    suite = formulaire.suivant("identification", IDENTIFICATION | {"adresse_2": "Bâtiment B"})
    assert suite.location == formulaire.adresse("onglets/situation")
    formulaire.suivant("situation", SITUATION | {"salarie": "oui", "employeur": "Mairie"})
    formulaire.suivant("epreuves", {})
    dit = texte(formulaire.voir("recapitulatif"))
    assert "Modification en cours, pas encore enregistrée" in dit
    assert "Mairie" in dit
    assert formulaire.enregistrer().status_code == 303
    assert "Version 02" in texte(formulaire.voir("numero"))


def test_modifier_sans_rien_changer_le_dit(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    formulaire = Formulaire(client, inscrire(portail, candidat).cle)
    client.connecter(candidat.compte)
    client.post(formulaire.adresse("modifier"))
    refus = formulaire.enregistrer()
    assert refus.status_code == 422
    assert "Rien n'a changé" in texte(refus)
    assert client.post(formulaire.adresse("abandonner")).location == formulaire.adresse("recapitulatif")
    assert "Cette inscription est enregistrée" in texte(formulaire.voir("recapitulatif"))
