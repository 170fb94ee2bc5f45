"""A centre that is not proposed and is posted all the same: 422, and the sentence beside the field."""

from __future__ import annotations

import re

import pytest

from portal.services.portail import Portail
from tests import centres, fabriques
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import Formulaire, texte

FORMULAIRE = {"departement_epreuves": "59", "centre": "LILLE", "engagement": "oui"}


@pytest.fixture
def formulaire(portail: Portail, client: ClientMaison) -> Formulaire:
    """Every tab is validated with a centre that has been closed since."""
    centres.publier(portail)
    lille, candidat = centres.centre(), fabriques.candidat()
    candidature = centres.preparer(portail, candidat)
    centres.regler_centre(lille, desactive_le=centres.MIDI)
    client.connecter(candidat.compte)
    return Formulaire(client, candidature.cle)


def test_le_centre_force_a_l_onglet_est_refuse_pres_du_champ(formulaire: Formulaire) -> None:
    reponse = formulaire.suivant("centre", FORMULAIRE)
    assert reponse.status_code == 422
    groupe = re.search(
        r"<fieldset[^>]*>(?:(?!</fieldset>).)*Votre centre.*?</fieldset>", reponse.text, re.DOTALL
    )
    assert groupe is not None
    assert "choisissez-en un autre" in texte(groupe[0])


def test_le_centre_force_a_soumettre_est_refuse_avec_un_lien_vers_le_champ(formulaire: Formulaire) -> None:
    reponse = formulaire.enregistrer()
    assert reponse.status_code == 422
    assert "choisissez-en un autre" in texte(reponse.text)
    assert re.search(
        rf'href="/inscriptions/{formulaire.cle}/onglets/centre#champ-centre-groupe"', reponse.text
    )


def test_un_centre_invente_est_refuse_pres_du_champ(formulaire: Formulaire) -> None:
    reponse = formulaire.suivant("centre", FORMULAIRE | {"centre": "NULLE-PART"})
    assert reponse.status_code == 422
    assert "Choisissez l'un des centres proposés." in texte(reponse.text).replace("’", "'")
