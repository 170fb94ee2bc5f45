"""Notice 003, from its title to the table of services: who may register, when, and by which way."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.domain.champs import Json
from tests.enonces.lectures import A_CLERMONT, CS, clair, dit, dues, notice, refus
from tests.unit.domain.runtime.modeles import livre_compile, poster, situation

PARIS = ZoneInfo("Europe/Paris")
CONDITIONS: dict[str, dict[str, Json]] = {
    "A": {"voie_acces": "distance", "statut_distance": "scolaire"},
    "B": {"voie_acces": "deja_presente", "meme_specialite": "oui"},
    "C": {"voie_acces": "trois_ans", "annees_activite": "3", "meme_metier": "oui"},
}


def candidat(condition: str = "C", **autres: Json) -> dict[str, Json]:
    qualification: dict[str, Json] = {
        "specialite": "zingueur",
        "deja_ajourne": "non",
        "forme": "globale",
        "niveau_diplome": "aucun",
    }
    return A_CLERMONT | qualification | CONDITIONS[condition] | autres


def options(cle: str) -> list[str]:
    return [option.code for option in livre_compile(CS).questions[cle].champ.options]


@pytest.mark.parametrize(
    ("niveau", "specialites"),
    [
        pytest.param("3", {"echafaudeur", "zingueur", "platrier"}, id="S-001"),
        pytest.param("4", {"peinture_decoration", "energies_renouvelables"}, id="S-002"),
    ],
)
def test_la_famille_a_les_deux_niveaux(niveau: str, specialites: set[str]) -> None:
    modele = livre_compile(CS)
    assert modele.intitule == "Certificat de spécialisation"
    assert specialites <= {c for c, une in modele.specialites.items() if une.fiche["niveau"] == niveau}


@pytest.mark.parametrize(
    "condition",
    [
        pytest.param("A", id="S-004, S-009: enseignement à distance"),
        pytest.param("B", id="S-003, S-013: a déjà présenté l'examen, donc candidat individuel"),
        pytest.param("C", id="S-005, S-016: trois ans d'activité professionnelle"),
    ],
)
def test_une_seule_des_trois_conditions_suffit(condition: str) -> None:
    """S-018."""
    assert refus(livre_compile(CS), candidat(condition)) == set()


def test_sans_aucune_des_trois_conditions_on_ne_passe_pas() -> None:
    """S-018, S-028, S-029, S-030: the three categories of the notice, and none left out."""
    assert options("voie_acces") == ["distance", "deja_presente", "trois_ans"]
    ici = situation(livre_compile(CS), candidat())
    assert "voie_acces" in poster(ici, "candidature", {"amenagement": "non"}).erreurs


@pytest.mark.parametrize(
    "statut",
    [
        pytest.param("scolaire", id="S-010"),
        pytest.param("apprenti", id="S-011"),
        pytest.param("formation_continue", id="S-012"),
    ],
)
def test_l_enseignement_a_distance_se_suit_sous_trois_statuts(statut: str) -> None:
    assert statut in options("statut_distance")
    assert refus(livre_compile(CS), candidat("A", statut_distance=statut)) == set()


@pytest.mark.parametrize(
    ("condition", "reponse", "regle"),
    [
        pytest.param("B", "meme_specialite", "specialite_deja_presentee", id="S-014"),
        pytest.param("C", "meme_metier", "activite_du_metier", id="S-017"),
    ],
)
def test_une_autre_specialite_ou_un_autre_metier_ne_compte_pas(
    condition: str, reponse: str, regle: str
) -> None:
    assert refus(livre_compile(CS), candidat(condition, **{reponse: "non"})) == {regle}


def test_l_ancienne_mention_complementaire_compte_aussi() -> None:
    """S-015."""
    question = livre_compile(CS).questions["meme_specialite"]
    texte = dit(question.aide, situation(livre_compile(CS)))
    assert "l'ancienne mention complémentaire de la même spécialité comptent aussi" in texte


@pytest.mark.parametrize(("annees", "refuse"), [("2", True), ("2,9", True), ("3", False), ("12", False)])
def test_il_faut_trois_ans_d_activite(annees: str, refuse: bool) -> None:
    """S-016."""
    formulaire = {
        "voie_acces": "trois_ans", "annees_activite": annees, "meme_metier": "oui", "amenagement": "non",
        "resultats_internet": "oui", "resultats_presse": "non",
    }  # fmt: skip
    lecture = poster(situation(livre_compile(CS), A_CLERMONT), "candidature", formulaire)
    assert ("annees_activite" in lecture.erreurs) is refuse


@pytest.mark.parametrize(
    ("code_postal", "refuse"),
    [
        pytest.param("03200", False, id="S-020: Allier"),
        pytest.param("15000", False, id="S-021: Cantal"),
        pytest.param("43000", False, id="S-022: Haute-Loire"),
        pytest.param("63100", False, id="S-023: Puy-de-Dôme"),
        pytest.param("69001", True, id="S-019: Rhône"),
        pytest.param("97200", True, id="S-019: Martinique"),
    ],
)
def test_le_domicile_est_dans_un_des_quatre_departements(code_postal: str, refuse: bool) -> None:
    domicile: Json = {"code_postal": code_postal, "commune": "", "nom": ""}
    assert refus(livre_compile(CS), candidat(domicile=domicile)) == ({"domicile"} if refuse else set())


@pytest.mark.parametrize(
    ("ne_le", "demandee"),
    [
        pytest.param(date(2000, 10, 21), True, id="la veille des 25 ans"),
        pytest.param(date(2000, 10, 20), False, id="le jour des 25 ans"),
        pytest.param(date(2009, 10, 20), True, id="16 ans"),
        pytest.param(date(1990, 1, 1), False, id="35 ans"),
    ],
)
def test_le_service_national_se_justifie_jusqu_a_la_veille_des_25_ans(ne_le: date, demandee: bool) -> None:
    """S-024, S-027: the age is that of the opening of the registers (docs/auteurs/reference.md)."""
    ici = situation(livre_compile(CS), candidat(), ne_le=ne_le)
    assert ("defense" in dues(ici)) is demandee


def test_la_japd_vaut_la_jdc() -> None:
    """S-025, S-026."""
    piece = livre_compile(CS).piece("defense")
    assert piece is not None
    assert "JDC, ancienne JAPD" in piece.intitule
    assert dict(piece.une_parmi)["certificat"] == "Certificat de participation à la JDC ou à la JAPD"


@pytest.mark.parametrize(
    ("instant", "etat"),
    [
        pytest.param("2025-10-20T08:59:59", "a_venir", id="S-032: avant"),
        pytest.param("2025-10-20T09:00:00", "ouverte", id="S-032: à 9 h"),
        pytest.param("2025-11-19T16:59:59", "ouverte", id="S-033: avant"),
        pytest.param("2025-11-19T17:00:00", "fermee", id="S-033: à 17 h"),
    ],
)
def test_le_registre_ouvre_et_ferme_a_la_seconde(instant: str, etat: str) -> None:
    """S-031: one window for everybody, whatever the category."""
    assert (
        livre_compile(CS).calendrier.inscription.etat(datetime.fromisoformat(instant).replace(tzinfo=PARIS))
        == etat
    )


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param("L'inscription se fait uniquement sur internet", id="S-007"),
        pytest.param("Rectorat, division des examens et concours", id="S-006"),
        pytest.param("La notice de la session est sur le site de l'académie", id="S-008"),
        pytest.param("www.ac-clermont.fr", id="S-034"),
        pytest.param("« Scolarité études », puis « Examens »", id="S-035"),
        pytest.param("Il est vivement conseillé de ne pas attendre les derniers jours", id="S-037"),
        pytest.param("Après la clôture, aucune inscription n'est acceptée", id="S-039"),
        pytest.param("Votre inscription n'existe que si le portail vous a donné un numéro", id="S-040"),
        pytest.param("un numéro et un récapitulatif", id="S-041"),
        pytest.param("en deux temps, d'abord votre compte, ensuite votre inscription", id="S-043"),
        pytest.param("pour l'année scolaire 2025-2026", id="S-044"),
        pytest.param(
            "Depuis le 1er janvier 2025, la mention complémentaire (MC) s'appelle certificat de "
            "spécialisation (CS)", id="S-090",
        ),
        pytest.param("Il est conseillé de s'inscrire depuis un ordinateur", id="S-091"),
        pytest.param("L'inscription se fait aussi en entier sur un téléphone", id="S-092"),
        pytest.param("n'est ni élève de l'enseignement technique ni stagiaire", id="S-261"),
        pytest.param("Il n'est pas couvert en cas d'accident", id="S-262"),
        pytest.param("il lui est vivement conseillé de prendre une assurance", id="S-263"),
    ],
)  # fmt: skip
def test_la_notice_dit(phrase: str) -> None:
    assert phrase in notice(CS)


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param("Conservez votre numéro", id="S-042"),
        pytest.param("Votre inscription n'est définitivement validée que si", id="S-243"),
        pytest.param("la confirmation datée et signée est déposée avant la clôture", id="S-239, S-240"),
        pytest.param("toutes les pièces demandées sont déposées et conformes", id="S-241, S-242"),
        pytest.param("Un dossier qui n'est pas régularisé à la clôture est annulé", id="S-244"),
        pytest.param("notifiée par courrier et elle est sans appel", id="S-245, S-246: le texte"),
    ],
)
def test_l_ecran_du_numero_dit(phrase: str) -> None:
    assert phrase in notice(CS, "numero")


def test_le_site_de_l_academie_est_celui_de_ses_services() -> None:
    """S-034."""
    modele = livre_compile(CS)
    assert clair(modele.academie.site) == "https://www.ac-clermont.fr"
    assert {contact.site for contact in modele.contacts} == {"https://www.ac-clermont.fr"}
