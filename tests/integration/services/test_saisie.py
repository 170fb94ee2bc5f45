"""Filling in a candidature, tab by tab: what is good is kept, what cannot be read stays as typed."""

import pytest

from portal.domain.candidature import SaisieRefusee, SpecialiteFermee
from portal.domain.numero import numero_candidat_valide
from portal.services import saisie
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import fabriques
from tests.parcours import (
    ESSAI,
    IDENTIFICATION,
    SITUATION,
    garder,
    lu,
    poster,
    publier_essai,
)


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


@pytest.fixture
def candidature(portail: Portail, candidat: Candidat) -> Candidature:
    return saisie.commencer(portail, candidat, ESSAI)


def test_le_numero_candidat_est_donne_en_commencant_et_une_seule_fois(
    portail: Portail, candidat: Candidat
) -> None:
    saisie.commencer(portail, candidat, ESSAI)
    premier = candidat.numero
    publier_essai(portail, nom="autre")
    saisie.commencer(portail, candidat, "versailles/autre")
    assert premier is not None
    assert numero_candidat_valide(premier)
    assert candidat.numero == premier


def test_on_retrouve_son_brouillon_au_lieu_d_en_ouvrir_deux(portail: Portail, candidat: Candidat) -> None:
    une, deux = (saisie.commencer(portail, candidat, ESSAI).cle for _ in range(2))
    assert une == deux


def test_la_specialite_choisie_avant_est_deja_repondue(portail: Portail, candidat: Candidat) -> None:
    candidature = saisie.commencer(portail, candidat, ESSAI, "danse")
    assert lu(portail, candidat, candidature).reponses == {"specialite": "danse"}
    assert candidature.specialite == "danse"


def test_une_specialite_fermee_est_refusee(portail: Portail, candidat: Candidat) -> None:
    with pytest.raises(SpecialiteFermee):
        saisie.commencer(portail, candidat, ESSAI, "inconnue")


def test_les_onglets_se_valident_l_un_apres_l_autre(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    suite = [
        poster(portail, candidat, candidature, "identification", IDENTIFICATION).suivant,
        poster(portail, candidat, candidature, "situation", SITUATION).suivant,
        poster(portail, candidat, candidature, "epreuves", {}).suivant,
    ]
    assert suite == ["situation", "epreuves", "recapitulatif"]
    assert candidature.validees == ["identification", "situation", "epreuves"]


def test_un_onglet_forge_plus_loin_garde_les_reponses_mais_renvoie_au_premier_incomplet(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    resultat = poster(portail, candidat, candidature, "situation", SITUATION)
    assert resultat.suivant == "identification"
    assert candidature.validees == []
    assert lu(portail, candidat, candidature).reponses["salarie"] == "non"


def test_un_onglet_inconnu_ou_le_recapitulatif_ne_se_remplit_pas(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    for code in ("inconnu", "recapitulatif"):
        with pytest.raises(SaisieRefusee):
            poster(portail, candidat, candidature, code, {})


def test_ce_qui_est_bon_est_garde_et_ce_qui_est_illisible_reste_comme_tape(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    resultat = poster(
        portail, candidat, candidature, "identification", IDENTIFICATION | {"telephone": "06 1"}
    )
    brouillon = lu(portail, candidat, candidature)
    assert list(resultat.erreurs) == ["telephone"]
    assert resultat.saisies["telephone"] == {"": ["06 1"]}
    assert brouillon.reponses["adresse_1"] == "12 rue des Écoles"
    assert brouillon.saisies == {"telephone": {"": ["06 1"]}}
    assert candidature.validees == []


@pytest.mark.parametrize(
    ("champ", "typee"),
    [
        ("adresse_1", "a" * 10_000),
        ("adresse_1", "12 rue\x07 des Écoles"),
        ("adresse_1", "12 rue\x00 des Écoles"),
        ("adresse_1", "\u202e12 rue"),
        ("domicile_pays", "??"),
        ("nationalite", "Martien"),
    ],
)
def test_une_saisie_hostile_est_refusee_avec_une_phrase_et_rien_d_autre_ne_se_perd(
    portail: Portail, candidat: Candidat, candidature: Candidature, champ: str, typee: str
) -> None:
    resultat = poster(portail, candidat, candidature, "identification", IDENTIFICATION | {champ: typee})
    assert resultat.erreurs[champ].message.endswith((".", "…", "?", "»"))
    assert lu(portail, candidat, candidature).reponses["telephone"]


def test_une_option_inconnue_est_refusee(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    poster(portail, candidat, candidature, "identification", IDENTIFICATION)
    resultat = poster(portail, candidat, candidature, "situation", SITUATION | {"forme": "forgee"})
    assert list(resultat.erreurs) == ["forme"]
    assert "forme" not in lu(portail, candidat, candidature).reponses


def test_un_emoji_et_de_l_arabe_passent_dans_un_texte_long(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    poster(portail, candidat, candidature, "identification", IDENTIFICATION)
    lettre = "Mon projet 🎨 : مرحبا"
    poster(portail, candidat, candidature, "situation", SITUATION | {"lettre": lettre})
    assert lu(portail, candidat, candidature).reponses["lettre"] == lettre


def test_les_donnees_du_compte_ne_se_lisent_jamais_du_formulaire(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    """G-204."""
    poster(portail, candidat, candidature, "identification", IDENTIFICATION | {"nom_naissance": "PIRATE"})
    contexte = saisie.lire(portail, candidat, candidature.cle)
    assert contexte.situation.personne.nom_naissance == "DURAND"
    assert "nom_naissance" not in contexte.brouillon.reponses
    with pytest.raises(SaisieRefusee):
        garder(portail, candidat, candidature, 99, nom_naissance="PIRATE")


def test_une_reponse_cachee_est_gardee_mais_ne_compte_pas(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    poster(portail, candidat, candidature, "identification", IDENTIFICATION)
    oui = SITUATION | {"salarie": "oui", "employeur": "Mairie"}
    poster(portail, candidat, candidature, "situation", oui)
    resultat = poster(portail, candidat, candidature, "situation", SITUATION)
    question = resultat.contexte.situation.question("employeur")
    assert question is not None
    assert resultat.suivant == "epreuves"
    assert resultat.contexte.situation.visible(question) is False
    assert lu(portail, candidat, candidature).reponses["employeur"] == "Mairie"
    revenue = poster(portail, candidat, candidature, "situation", SITUATION | {"salarie": "oui"})
    assert revenue.suivant == "epreuves"
    assert revenue.contexte.situation.visible(question) is True
