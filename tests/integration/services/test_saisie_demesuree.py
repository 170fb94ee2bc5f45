"""What is typed and cannot be kept, too long or impossible, takes nothing away and breaks nothing."""

import pytest

from portal.services import saisie
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import fabriques
from tests.parcours import ESSAI, IDENTIFICATION, SITUATION, lu, poster, publier_essai


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


@pytest.fixture
def candidature(portail: Portail, candidat: Candidat) -> Candidature:
    return saisie.commencer(portail, candidat, ESSAI)


def test_un_texte_trop_long_pour_etre_garde_laisse_la_reponse_d_avant(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    poster(portail, candidat, candidature, "identification", IDENTIFICATION)
    poster(portail, candidat, candidature, "situation", SITUATION | {"lettre": "Mon projet."})
    resultat = poster(portail, candidat, candidature, "situation", SITUATION | {"lettre": "a" * 50_000})
    assert resultat.suivant is None
    assert resultat.saisies["lettre"] == {"": ["a" * 50_000]}
    assert lu(portail, candidat, candidature).reponses["lettre"] == "Mon projet."


def test_un_caractere_nul_dans_le_nom_d_une_case_ne_casse_rien(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    valeurs = IDENTIFICATION | {"telephone": "\0 douze", "telephone.a\0b": "x"}
    resultat = poster(portail, candidat, candidature, "identification", valeurs)
    assert "telephone" in resultat.erreurs
    assert lu(portail, candidat, candidature).saisies["telephone"] == {"": [" douze"]}


def test_le_nom_demesure_d_une_case_n_est_pas_garde(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    valeurs = IDENTIFICATION | {"telephone": "douze", f"telephone.{'a' * 50_000}": "x"}
    poster(portail, candidat, candidature, "identification", valeurs)
    assert "telephone" not in lu(portail, candidat, candidature).saisies
