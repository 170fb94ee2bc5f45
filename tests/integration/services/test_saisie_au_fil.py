"""Answers kept as one types, from several pages at once, up to the closing second."""

from datetime import timedelta
from typing import Any

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.domain.calendrier import InscriptionFermee
from portal.domain.candidature import CandidatureIntrouvable, DejaEnregistree, SaisieRefusee
from portal.services import saisie
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import fabriques
from tests.parcours import (
    CLOTURE,
    ESSAI,
    IDENTIFICATION,
    OUVERTURE,
    SITUATION,
    en_formulaire,
    garder,
    inscrire,
    lu,
    poster,
    publier_essai,
    remplir_essai,
)


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


@pytest.fixture
def candidature(portail: Portail, candidat: Candidat) -> Candidature:
    return saisie.commencer(portail, candidat, ESSAI)


def test_un_onglet_qui_ne_tient_plus_perd_sa_validation(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    remplir_essai(portail, candidat)
    garder(portail, candidat, candidature, candidature.revision, telephone=None)
    assert candidature.validees == ["situation", "epreuves"]


def test_une_page_depassee_n_ecrase_rien_et_montre_les_deux_reponses(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    garder(portail, candidat, candidature, 0, adresse_1="1 rue d'ici")
    depassee = candidature.revision
    garder(portail, candidat, candidature, depassee, adresse_1="2 rue d'ailleurs")
    resultat = saisie.enregistrer_onglet(
        portail, candidat, candidature.cle, "identification", en_formulaire(IDENTIFICATION), depassee
    )
    [conflit] = resultat.conflits
    assert (conflit.cle, conflit.ici, conflit.ailleurs) == (
        "adresse_1",
        "12 rue des Écoles",
        "2 rue d'ailleurs",
    )
    assert resultat.saisies["telephone"] == {"": [IDENTIFICATION["telephone"]]}
    assert "telephone" not in lu(portail, candidat, candidature).reponses


def test_ecrire_la_meme_valeur_n_est_jamais_un_conflit(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    garder(portail, candidat, candidature, 0, adresse_1="1 rue d'ici")
    resultat = garder(portail, candidat, candidature, 0, adresse_1=" 1 rue d'ici ")
    assert resultat.conflits == ()
    assert resultat.revision == 1


def test_deux_onglets_du_navigateur_sur_des_questions_differentes_ne_se_genent_pas(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    garder(portail, candidat, candidature, 0, adresse_1="1 rue d'ici")
    resultat = garder(portail, candidat, candidature, 0, telephone="0612345678")
    assert resultat.conflits == ()
    assert resultat.ailleurs
    assert set(lu(portail, candidat, candidature).reponses) == {"adresse_1", "telephone"}


def test_la_sauvegarde_garde_ce_qui_n_est_pas_fini_de_taper(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    garder(portail, candidat, candidature, 0, telephone="06 12")
    assert lu(portail, candidat, candidature).saisies == {"telephone": {"": ["06 12"]}}
    garder(portail, candidat, candidature, 1, telephone="06 12 34 56 78")
    assert lu(portail, candidat, candidature).saisies == {}


def test_une_question_revelee_dans_le_meme_envoi_est_gardee(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    garder(portail, candidat, candidature, 0, salarie="oui", employeur="Mairie")
    assert lu(portail, candidat, candidature).reponses == {"salarie": "oui", "employeur": "Mairie"}


@pytest.mark.parametrize("cle", ["inconnue", "epreuves.999", "acquis.X", ""])
def test_une_question_forgee_est_refusee(
    portail: Portail, candidat: Candidat, candidature: Candidature, cle: str
) -> None:
    with pytest.raises(SaisieRefusee):
        saisie.enregistrer_champs(portail, candidat, candidature.cle, [cle], {cle: ["x"]}, 0)


def test_un_texte_sans_fin_n_est_pas_garde_mais_le_dit(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    with pytest.raises(SaisieRefusee, match="trop longue"):
        garder(portail, candidat, candidature, 0, adresse_1="a" * 30_000)


def test_les_lignes_d_une_repetition_se_gardent(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    poster(portail, candidat, candidature, "identification", IDENTIFICATION)
    lignes = {"emplois.0.poste": "Peintre", "emplois.0.depuis": "01/09/2020", "emplois.1.poste": ""}
    poster(portail, candidat, candidature, "situation", SITUATION | lignes)
    assert lu(portail, candidat, candidature).reponses["emplois"] == [
        {"poste": "Peintre", "depuis": "2020-09-01"}
    ]


def test_la_candidature_d_un_autre_n_existe_pas(portail: Portail, candidature: Candidature) -> None:
    autre = fabriques.candidat()
    with pytest.raises(CandidatureIntrouvable):
        saisie.lire(portail, autre, candidature.cle)
    with pytest.raises(CandidatureIntrouvable):
        poster(portail, autre, candidature, "identification", IDENTIFICATION)
    with pytest.raises(CandidatureIntrouvable):
        garder(portail, autre, candidature, 0, telephone="0612345678")


@pytest.mark.parametrize(
    ("instant", "ouverte"),
    [
        (OUVERTURE - timedelta(seconds=1), False),
        (OUVERTURE, True),
        (CLOTURE - timedelta(seconds=1), True),
        (CLOTURE, False),
        (CLOTURE + timedelta(seconds=1), False),
    ],
    ids=["avant", "ouverture", "dernière seconde", "clôture", "après"],
)
def test_la_fenetre_se_tient_a_la_seconde(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable, instant: Any, ouverte: bool
) -> None:
    candidature = saisie.commencer(portail, candidat, ESSAI)
    garder(portail, candidat, candidature, 0, telephone="0612345678")
    horloge.regler(instant)
    if ouverte:
        garder(portail, candidat, candidature, 1, adresse_1="1 rue d'ici")
        return
    with pytest.raises(InscriptionFermee, match="mercredi 19|samedi 1er|samedi 1 "):
        garder(portail, candidat, candidature, 1, adresse_1="1 rue d'ici")
    with pytest.raises(InscriptionFermee):
        saisie.commencer(portail, fabriques.candidat(), ESSAI)
    assert saisie.commencer(portail, candidat, ESSAI).cle == candidature.cle
    assert lu(portail, candidat, candidature).reponses == {"telephone": "+33612345678"}


def test_une_inscription_enregistree_ne_prend_pas_de_reponse_sans_modifier(
    portail: Portail, candidat: Candidat
) -> None:
    candidature = inscrire(portail, candidat)
    with pytest.raises(DejaEnregistree):
        garder(portail, candidat, candidature, 99, telephone="0611111111")
