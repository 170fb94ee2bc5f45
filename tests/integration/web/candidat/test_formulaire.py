"""The form on the certification of guide 002: what the guide says of each tab, statement by statement."""

import re
from datetime import UTC, datetime

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.services.portail import Portail
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import (
    RESSOURCES,
    Formulaire,
    boutons,
    etapes,
    ouvrir,
    remplir_certification,
    texte,
)
from tests.parcours import IDENTIFICATION
from tests.publications import publier_livre

CERTIFICATION = "versailles/cert-compl-1d-cinema-2020"
LE = datetime(2019, 9, 18, 14, 57, tzinfo=UTC)
ONGLETS = [
    "1 - Identification",
    "2 - Qualification présentée",
    "3 - Situation actuelle",
    "4 - Épreuves",
    "5 - Récapitulatif",
    "6 - N° Inscription",
]


@pytest.fixture
def formulaire(portail: Portail, client: ClientMaison, horloge: HorlogeReglable) -> Formulaire:
    horloge.regler(LE)
    publier_livre(portail, CERTIFICATION)
    return ouvrir(portail, client, CERTIFICATION)


def test_le_formulaire_a_les_six_onglets_du_guide_au_dessus_de_chaque_page(formulaire: Formulaire) -> None:
    """G-183 to G-190."""
    assert etapes(formulaire.onglet("identification")) == ONGLETS
    recap = remplir_certification(formulaire)
    assert etapes(recap) == ONGLETS
    for code in ("qualification", "situation", "epreuves"):
        assert etapes(formulaire.onglet(code)) == ONGLETS


def test_les_cinq_boutons_sont_dans_l_ordre_et_enregistrer_attend_le_dernier_onglet(
    formulaire: Formulaire,
) -> None:
    """G-192, G-193, G-195 to G-200."""
    premier = boutons(formulaire.onglet("identification"))
    assert premier == [
        "Précédent (inactif)",
        "Suivant",
        "Enregistrer (inactif)",
        "Visualiser/imprimer",
        "Quitter",
    ]
    recap = remplir_certification(formulaire)
    for code in ("qualification", "situation", "epreuves"):
        assert boutons(formulaire.onglet(code)) == ["Précédent", *premier[1:]]
    assert boutons(recap) == [
        "Précédent",
        "Suivant (inactif)",
        "Enregistrer",
        "Visualiser/imprimer",
        "Quitter",
    ]


def test_un_enregistrer_forge_sur_un_onglet_est_refuse(formulaire: Formulaire) -> None:
    """G-192."""
    assert formulaire.suivant("identification", IDENTIFICATION, "enregistrer").status_code == 422
    refus = formulaire.enregistrer()
    assert refus.status_code == 422
    assert "points à compléter" in texte(refus)
    assert formulaire.voir("numero").status_code == 303


def test_suivant_mene_plus_loin_et_precedent_retrouve_les_reponses(
    formulaire: Formulaire,
) -> None:
    """G-191, G-194, G-212."""
    assert formulaire.suivant("identification", IDENTIFICATION).location.endswith("/onglets/qualification")
    retour = formulaire.suivant("qualification", {"specialite": "arts_cinema"}, "precedent")
    assert retour.location.endswith("/onglets/identification")
    assert 'value="12 rue des Écoles"' in formulaire.onglet("identification").text
    assert formulaire.suivant("qualification", {"specialite": "arts_cinema"}).location.endswith("/situation")
    assert formulaire.suivant("situation", RESSOURCES).location.endswith("/onglets/epreuves")
    assert formulaire.suivant("epreuves", {}).location.endswith("/recapitulatif")


def test_quitter_garde_ce_qui_est_tape_et_quitte(formulaire: Formulaire) -> None:
    """G-201."""
    assert (
        formulaire.suivant("identification", {"adresse_1": "1 quai"}, "quitter").location == "/inscriptions"
    )
    assert 'value="1 quai"' in formulaire.onglet("identification").text


def test_un_onglet_trop_loin_renvoie_au_premier_incomplet(formulaire: Formulaire) -> None:
    """S-138."""
    for code in ("situation", "epreuves"):
        assert formulaire.onglet(code).location.endswith("/onglets/identification")
    assert formulaire.onglet("recapitulatif").location.endswith("/recapitulatif")
    assert formulaire.onglet("inconnu").status_code == 404


def test_l_identification_reprend_le_compte_grise_et_dit_ou_le_corriger(formulaire: Formulaire) -> None:
    """G-202, G-203, G-205, G-206, G-213 to G-238."""
    page = formulaire.onglet("identification")
    dit = texte(page)
    for mots in (
        "Identité", "Civilité", "MADAME", "Nom de famille", "Nom de naissance", "DURAND", "Nom d'usage",
        "Nom marital par exemple", "Prénoms", "Élise Marie", "Adresse 1", "Adresse 2", "Adresse 3",
        "Adresse 4", "Code postal", "Naissance", "Pays de naissance", "Date de naissance", "17/05/2004",
        "Département, DOM ou COM de naissance", "062 - PAS DE CALAIS", "Commune de naissance", "ARRAS",
        "Nationalité", "Contacts", "Téléphone personnel", "Adresse mail", "Modifier mon compte",
    ):  # fmt: skip
        assert mots in dit
    assert 'name="nom_naissance"' not in page.text
    assert page.text.count('class="verrouille"') == 9


def test_l_identification_dit_les_droits_sur_les_donnees(formulaire: Formulaire) -> None:
    """G-239 to G-243."""
    dit = texte(formulaire.onglet("identification"))
    for mots in (
        "« informatique et libertés » du 6 janvier 1978", "droit d'accès", "droit de rectification",
        "service des examens et concours de votre académie d'inscription", "pour des motifs légitimes",
    ):  # fmt: skip
        assert mots in dit


def test_une_fois_un_onglet_valide_une_erreur_du_compte_se_demande_au_service(formulaire: Formulaire) -> None:
    """G-207 to G-210."""
    formulaire.suivant("identification", IDENTIFICATION)
    dit = texte(formulaire.onglet("identification"))
    assert "demandez sa correction au service qui gère votre inscription" in dit
    assert "Service des examens et concours de l'académie de Versailles" in dit


def test_ce_qui_manque_se_lit_en_haut_et_a_cote_du_champ(formulaire: Formulaire) -> None:
    """G-212, G-226."""
    page = formulaire.suivant("identification", IDENTIFICATION | {"telephone": "06 12 34 56 7"})
    assert page.status_code == 422
    assert "<title>Erreur : Identification" in page.text.replace("\u00a0", " ")
    assert 'href="#champ-telephone"' in page.text
    assert 'value="06 12 34 56 7"' in page.text
    assert "il en faut 10" in texte(page)


def test_la_qualification_et_la_situation_ont_les_champs_du_guide(formulaire: Formulaire) -> None:
    """G-244 to G-260."""
    formulaire.suivant("identification", IDENTIFICATION)
    assert "Secteur disciplinaire" in texte(formulaire.onglet("qualification"))
    formulaire.suivant("qualification", {"specialite": "arts_cinema"})
    dit = texte(formulaire.onglet("situation"))
    for mots in (
        "Informations Ressources Humaines", "Corps", "Agent contractuel 1er degré", "Statut", "Titulaire",
        "Position administrative", "Activité", "Lieu d'exercice ou de formation", "Pays", "Département",
        "078 - YVELINES", "Localité", "Établissement ou service",
    ):  # fmt: skip
        assert mots in dit


def test_un_onglet_sans_choix_le_dit_et_laisse_passer(formulaire: Formulaire) -> None:
    """G-263."""
    remplir_certification(formulaire)
    dit = texte(formulaire.onglet("epreuves"))
    assert "Vous n'avez aucun choix à faire sur cet onglet : passez à l'étape suivante." in dit
    assert "010 – Épreuve 1 Orale Inscrit" in dit


def test_le_recapitulatif_dit_tout_et_qu_il_n_y_a_encore_rien_d_enregistre(formulaire: Formulaire) -> None:
    """G-264 to G-302."""
    dit = texte(remplir_certification(formulaire))
    assert re.search(r"N° candidat \d{11} ", dit)
    for mots in (
        "Qualification présentée", "Certification",
        "Certification complémentaire personnels enseignants du 1er degré", "Secteur disciplinaire",
        "1er degré : Arts – cinéma et audiovisuel", "Identification du candidat", "Civilité MADAME",
        "Nom de famille (nom de naissance) DURAND", "Nom d'usage -", "Prénoms Élise Marie",
        "Date de naissance 17/05/2004", "Commune de naissance ARRAS", "naissance 062 - PAS DE CALAIS",
        "Pays de naissance FRANCE (DONT OUTRE-MER)", "Nationalité Française", "Adresse et contact",
        "Adresse 12 rue des Écoles 78270", "FRANCE (DONT OUTRE-MER) Téléphone personnel 01 23 45 67 89",
        "Informations Ressources Humaines", "Corps Agent contractuel 1er degré", "Statut Titulaire",
        "Position administrative Activité", "Lieu d'exercice ou de formation", "(0783371R)",
        "Épreuve(s) obligatoire(s)", "010 – Épreuve 1 Orale Inscrit",
        "Attention ! À ce stade, votre candidature n'est pas encore enregistrée",
    ):  # fmt: skip
        assert mots in dit, mots


def test_le_numero_dit_tout_ce_que_dit_le_guide(formulaire: Formulaire) -> None:
    """G-005, G-303 to G-318, S-231, S-232."""
    remplir_certification(formulaire)
    fin = formulaire.enregistrer()
    assert (fin.status_code, fin.location) == (303, formulaire.adresse("numero"))
    page = formulaire.voir("numero")
    dit = texte(page)
    for mots in (
        "Votre numéro d'inscription",
        "Votre inscription a bien été prise en compte le 18/09/2019 à 16:57.",
        "Votre numéro d'inscription : 001",
        "Version 01",
        "avant la fermeture du service fixée le : 20/09/2019 à 10:00",
        "Passé cette date, votre candidature ne sera plus modifiable.",
        "Vous devez impérativement prendre connaissance de votre récapitulatif d'inscription.",
        "menu « Mes documents »",
        "bouton « Visualiser/imprimer », ou à défaut l'enregistrer",
        "Vos documents Récapitulatif d'inscription",
    ):
        assert mots in dit, mots
    assert re.search(r"Votre numéro candidat : \d{11} ", dit)
    assert boutons(page) == [
        "Précédent",
        "Suivant (inactif)",
        "Enregistrer (inactif)",
        "Visualiser/imprimer",
        "Quitter",
    ]
    assert etapes(page) == ONGLETS


def test_la_page_a_imprimer_dit_qu_elle_n_est_qu_un_brouillon(formulaire: Formulaire) -> None:
    """G-198."""
    formulaire.suivant("identification", IDENTIFICATION)
    assert formulaire.suivant("qualification", {}, "visualiser").location == formulaire.adresse("imprimer")
    dit = texte(formulaire.voir("imprimer"))
    assert "BROUILLON" in dit
    assert "il ne vaut pas inscription" in dit
    remplir_certification(formulaire)
    formulaire.enregistrer()
    dit = texte(formulaire.voir("imprimer"))
    assert "BROUILLON" not in dit
    assert "N° inscription 001, version 01" in dit
