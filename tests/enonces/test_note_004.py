"""Note 004 to the candidates of the CAP in the académie de Poitiers, session of June 2025."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from portal.domain.champs import Json
from tests.enonces.lectures import CAP, clair, notice, refus, service_de
from tests.unit.domain.runtime.modeles import livre_compile

PARIS = ZoneInfo("Europe/Paris")
INDUSTRIEL = ("pole.industriel.tertiaire@ac-poitiers.fr", ("05.16.52.64.55", "05.16.52.64.56"))
SERVICES = ("pole.sah@ac-poitiers.fr", ("05.16.52.64.50", "05.16.52.64.53"))
CANDIDAT: dict[str, Json] = {
    "domicile_pays": "FR", "nationalite": "FR", "specialite": "cuisine", "deja_ajourne": "non",
    "forme": "globale", "niveau_diplome": "aucun",
}  # fmt: skip


@pytest.mark.parametrize(
    ("categorie", "intitule"),
    [
        pytest.param("individuel", "Candidat individuel", id="P-002"),
        pytest.param("distance", "Inscrit à une formation d'enseignement à distance", id="P-003"),
    ],
)
def test_les_deux_categories_de_candidats_s_inscrivent(categorie: str, intitule: str) -> None:
    """P-001."""
    modele = livre_compile(CAP)
    assert modele.intitule == "Certificat d'aptitude professionnelle"
    options = {o.code: clair(o.intitule) for o in modele.questions["categorie"].champ.options}
    assert options[categorie] == intitule
    assert refus(modele, CANDIDAT | {"categorie": categorie}) == set()


def test_la_session_a_un_mois_et_une_annee() -> None:
    """P-004."""
    modele = livre_compile(CAP)
    assert (modele.session_examen, modele.annee) == ("juin 2025", 2025)


@pytest.mark.parametrize(
    ("instant", "etat"),
    [
        pytest.param("2024-10-10T09:59:59", "a_venir", id="P-005: avant"),
        pytest.param("2024-10-10T10:00:00", "ouverte", id="P-005: à 10 h"),
        pytest.param("2024-11-13T18:59:59", "ouverte", id="P-006: avant"),
        pytest.param("2024-11-13T19:00:00", "fermee", id="P-006, P-010: à 19 h"),
    ],
)
def test_le_serveur_ouvre_et_ferme_a_la_seconde(instant: str, etat: str) -> None:
    quand = datetime.fromisoformat(instant).replace(tzinfo=PARIS)
    assert livre_compile(CAP).calendrier.inscription.etat(quand) == etat


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param("www.ac-poitiers.fr", id="P-007, P-045: le site"),
        pytest.param("rubrique « Examens »", id="P-007, P-045: la rubrique"),
        pytest.param("Les inscriptions se font uniquement par internet", id="P-009"),
        pytest.param("Aucune inscription n'est reçue après la clôture", id="P-010"),
        pytest.param("La pré-inscription : créez votre compte, remplissez le formulaire", id="P-011"),
        pytest.param("L'inscription définitive : téléchargez votre récapitulatif", id="P-011, P-036"),
        pytest.param("Inscrivez-vous rapidement", id="P-013"),
        pytest.param("pour éviter l'encombrement des derniers jours", id="P-014"),
        pytest.param(
            "Si vous vous êtes présenté à une session précédente, connectez-vous avec le même compte",
            id="P-015, P-016",
        ),
        pytest.param("Votre adresse mail doit être valide", id="P-018"),
        pytest.param("Conservez votre mot de passe, il sert pendant toute la session", id="P-020, P-021"),
        pytest.param("n'oubliez pas d'enregistrer", id="P-028, P-035"),
        pytest.param("Vous pouvez la modifier jusqu'à la clôture", id="P-031"),
        pytest.param(
            "Si votre adresse postale change, communiquez-la aussitôt par courriel au service", id="P-032"
        ),
        pytest.param("déposez toutes les pièces demandées", id="P-038: le texte"),
    ],
)
def test_la_page_de_l_examen_dit(phrase: str) -> None:
    assert phrase in notice(CAP)


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param("Votre inscription n'est encore qu'une pré-inscription", id="P-011"),
        pytest.param("Pour la rendre définitive", id="P-034"),
        pytest.param("téléchargez le récapitulatif, ici ou dans « Mes documents »", id="P-029, P-037"),
        pytest.param(
            "déposez toutes les pièces demandées dans « Mes justificatifs »", id="P-034: les pièces"
        ),
        pytest.param("indiquez que vous avez fourni toutes vos pièces", id="P-034: la validation"),
        pytest.param(
            "Vous pouvez adresser l'ensemble de vos pièces par voie postale, avant la clôture, au rectorat",
            id="P-043: le texte",
        ),
        pytest.param("communiquez-la aussitôt par courriel", id="P-032"),
    ],
)
def test_l_ecran_du_numero_dit(phrase: str) -> None:
    assert phrase in notice(CAP, "numero")


def test_la_pre_inscription_n_est_pas_l_inscription_definitive() -> None:
    """P-011: two states, each with its own words."""
    etats = {
        etat.code: (clair(etat.intitule), etat.phase) for etat in livre_compile(CAP).circuit.etats.values()
    }
    assert etats["enregistree"] == ("Pré-inscription enregistrée", "deposee")
    assert etats["validee"] == ("Inscription définitive", "inscrite")


@pytest.mark.parametrize(
    ("secteur", "service", "joindre"),
    [
        pytest.param("industriel", "Pôle industriel, tertiaire", INDUSTRIEL, id="P-047"),
        pytest.param("tertiaire", "Pôle industriel, tertiaire", INDUSTRIEL, id="P-048"),
        pytest.param("services", "Pôle services, alimentation, hôtellerie", SERVICES, id="P-052"),
        pytest.param("alimentation", "Pôle services, alimentation, hôtellerie", SERVICES, id="P-053"),
        pytest.param("hotellerie", "Pôle services, alimentation, hôtellerie", SERVICES, id="P-054"),
    ],
)
def test_le_pole_depend_du_secteur(secteur: str, service: str, joindre: tuple[str, tuple[str, ...]]) -> None:
    """P-046, P-049 to P-051, P-055 to P-057."""
    trouve = service_de(CAP, {"specialite": "cuisine"}, secteur=secteur)
    assert (clair(trouve.service), trouve.courriel, trouve.telephones) == (service, *joindre)
    assert trouve.site == "https://www.ac-poitiers.fr"


@pytest.mark.parametrize(
    ("specialite", "courriel"),
    [
        ("electricien", INDUSTRIEL[0]),
        ("souffleur_verre", INDUSTRIEL[0]),
        ("aepe", SERVICES[0]),
        ("patissier", SERVICES[0]),
        ("cuisine", SERVICES[0]),
    ],
)
def test_chaque_specialite_ouverte_a_son_pole(specialite: str, courriel: str) -> None:
    """P-046."""
    assert service_de(CAP, {"specialite": specialite}).courriel == courriel


def test_le_recapitulatif_et_la_liste_des_pieces_sont_des_documents() -> None:
    """P-029, P-030."""
    documents = {d.code: (clair(d.intitule), d.quand) for d in livre_compile(CAP).documents}
    moments = ("enregistrer", "modifier", "correction")
    assert documents["confirmation"] == ("Récapitulatif d'inscription", moments)
    assert documents["demande_pieces"] == ("Demande de pièces justificatives", moments)


def test_la_fermeture_est_la_limite_de_la_modification() -> None:
    """P-031: until 13 November before 19:00, for the form as for what it declares."""
    modele = livre_compile(CAP)
    fermeture = datetime(2024, 11, 13, 19, 0, tzinfo=PARIS)
    assert modele.calendrier.inscription.fermeture == modele.calendrier.pieces.fermeture == fermeture
