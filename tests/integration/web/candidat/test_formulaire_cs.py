"""The form on the certificat de spécialisation of guide 003, statement by statement."""

from typing import Any

import pytest

from portal.services.portail import Portail
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import Formulaire, etapes, ouvrir, texte
from tests.parcours import IDENTIFICATION
from tests.publications import publier_livre

CS = "clermont_ferrand/cs-2026"
CANDIDATURE = {
    "voie_acces": "trois_ans",
    "annees_activite": "4",
    "meme_metier": "oui",
    "amenagement": "oui",
    "resultats_internet": "oui",
    "resultats_presse": "non",
}
QUALIFICATION = {
    "specialite": "zingueur",
    "deja_ajourne": "non",
    "enseignements": ["cours", "pratique"],
    "forme": "globale",
    "niveau_diplome": "3",
}
A_CLERMONT = IDENTIFICATION | {"domicile.code_postal": "63000", "domicile.commune": "63113"}


@pytest.fixture
def formulaire(portail: Portail, client: ClientMaison) -> Formulaire:
    publier_livre(portail, CS)
    return ouvrir(portail, client, CS, "zingueur")


def jusqu_aux_acquis(formulaire: Formulaire, **qualification: Any) -> None:
    formulaire.suivant("identification", A_CLERMONT)
    formulaire.suivant("candidature", CANDIDATURE)
    suite = formulaire.suivant("qualification", QUALIFICATION | qualification)
    assert suite.location.endswith("/onglets/acquis")


def test_les_onglets_sont_ceux_du_guide(formulaire: Formulaire) -> None:
    """S-139 to S-144."""
    assert etapes(formulaire.onglet("identification"))[:6] == [
        "1 - Identification",
        "2 - Informations candidature",
        "3 - Qualification présentée",
        "4 - Acquis",
        "5 - Épreuves",
        "6 - Récapitulatif",
    ]


def test_oui_au_handicap_avertit_qu_un_dossier_est_a_faire(formulaire: Formulaire) -> None:
    """S-151 to S-156."""
    formulaire.suivant("identification", A_CLERMONT)
    formulaire.suivant("candidature", {"amenagement": "oui"}, "actualiser")
    page = formulaire.onglet("candidature")
    dit = texte(page)
    for mots in (
        "ne remplace pas le dossier de demande d'aménagement d'épreuves",
        "Incluscol le 15 décembre 2025 au plus tard",
        "adressez votre demande au plus tôt",
        "une décision avant le début des épreuves",
    ):
        assert mots in dit
    assert 'href="https://www.ac-clermont.fr/amenagements-des-epreuves-d-examens-121720"' in page.text


def test_la_forme_avertit_qu_elle_est_definitive(formulaire: Formulaire) -> None:
    """S-159 to S-161, S-164."""
    formulaire.suivant("identification", A_CLERMONT)
    formulaire.suivant("candidature", CANDIDATURE)
    dit = texte(formulaire.onglet("qualification"))
    assert "Attention, votre choix est définitif." in dit
    assert "vous conservez obligatoirement la même forme" in dit
    assert "Enseignements" in dit


def test_la_forme_globale_inscrit_a_toutes_les_epreuves(formulaire: Formulaire) -> None:
    """S-162, S-183, S-184."""
    jusqu_aux_acquis(formulaire)
    formulaire.suivant("acquis", {"acquis.EP1": "passe", "acquis.EP2": "passe"})
    dit = texte(formulaire.onglet("epreuves"))
    assert "Épreuve(s) obligatoire(s)" in dit
    assert dit.count("Inscrit") >= 2


def test_la_forme_progressive_offre_de_passer_une_epreuve_plus_tard(formulaire: Formulaire) -> None:
    """S-163."""
    jusqu_aux_acquis(formulaire, forme="progressive")
    assert "Je la passerai à une autre session" in texte(formulaire.onglet("acquis"))


def test_l_onglet_acquis_rappelle_ce_qui_se_perd(formulaire: Formulaire) -> None:
    """S-172, S-177, S-180 to S-182."""
    jusqu_aux_acquis(formulaire)
    dit = texte(formulaire.onglet("acquis"))
    assert "définitivement perdue" in dit
    assert "Le coefficient de l'épreuve est neutralisé" in dit
    assert "Je garde ma note" not in dit


@pytest.mark.parametrize(("note", "statut"), [("9,99", 422), ("10", 303)])
def test_un_benefice_demande_au_moins_10_sur_20(formulaire: Formulaire, note: str, statut: int) -> None:
    """S-167, S-173, S-175."""
    jusqu_aux_acquis(formulaire, deja_ajourne="oui", forme_precedente="globale")
    formulaire.suivant("acquis", {"acquis.EP1": "benefice", "acquis.EP2": "passe"}, "actualiser")
    garde = {"acquis.EP1.note": note, "acquis.EP1.obtenue_le": "01/07/2023"}
    page = formulaire.suivant("acquis", {"acquis.EP1": "benefice", "acquis.EP2": "passe", **garde})
    assert page.status_code == statut


def test_un_benefice_vaut_cinq_ans(formulaire: Formulaire) -> None:
    """S-176."""
    jusqu_aux_acquis(formulaire, deja_ajourne="oui", forme_precedente="globale")
    formulaire.suivant("acquis", {"acquis.EP1": "benefice", "acquis.EP2": "passe"}, "actualiser")
    garde = {"acquis.EP1.note": "12", "acquis.EP1.obtenue_le": "01/07/2019"}
    page = formulaire.suivant("acquis", {"acquis.EP1": "benefice", "acquis.EP2": "passe", **garde})
    assert page.status_code == 422
    assert "n'est plus valable" in texte(page)


def test_le_recapitulatif_annonce_les_pieces_et_le_numero_les_conditions(formulaire: Formulaire) -> None:
    """G-295, S-185, S-186, S-226, S-228, S-229, S-231 to S-233, S-240 to S-244."""
    jusqu_aux_acquis(formulaire)
    formulaire.suivant("acquis", {"acquis.EP1": "passe", "acquis.EP2": "passe"})
    formulaire.suivant("epreuves", {})
    dit = texte(formulaire.voir("recapitulatif"))
    for intitule in ("Informations candidature", "Diffusion des résultats", "Enseignements"):
        assert intitule in dit.partition("Attention !")[2], intitule
    assert "Vérifiez tout ce qui suit" in dit
    assert "travail en hauteur" in dit
    assert "vendredi 6 mars 2026" in dit
    assert "Sans numéro, vous n'êtes pas inscrit." in dit
    assert formulaire.enregistrer().status_code == 303
    dit = texte(formulaire.voir("numero"))
    for mots in (
        "Votre numéro d'inscription : 001",
        "n'est définitivement validée que si",
        "la confirmation datée et signée est déposée avant la clôture des inscriptions",
        "toutes les pièces demandées sont déposées et conformes",
        "sans appel",
    ):
        assert mots in dit, mots
