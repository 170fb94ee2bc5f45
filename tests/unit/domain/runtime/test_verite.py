"""Conditions: three values, every operator on every kind, answers hidden or left empty."""

from datetime import date
from itertools import product

import pytest

from portal.domain.conditions import AucunDe, Condition, Constante, Portee, Tous, UnDe, Verite
from tests.unit.domain.runtime.modeles import compiler, modele, situation

VALEURS: tuple[Verite, ...] = (True, False, None)

CHAMPS = """
onglets:
  questions:
    intitule: Questions
    champs:
      libre: {type: texte, question: Texte libre, facultatif: oui}
      combien: {type: nombre, question: Combien, facultatif: oui}
      montant: {type: montant, question: Montant, facultatif: oui}
      duree: {type: duree, question: Duree, facultatif: oui}
      jour: {type: date, question: Jour, facultatif: oui}
      autre_jour: {type: date, question: Autre jour, facultatif: oui}
      accord: {type: oui_non, question: Accord}
      voie: {type: choix, question: Voie, options: {a: A, b: B, c: C}}
      autre_voie: {type: choix, question: Autre voie, options: {a: A, b: B, c: C}}
      langues: {type: choix, question: Langues, options: {de: D, en: E, es: S}, choisir: {au_moins: 1}}
      cachee: {type: texte, question: Cachée, si: {accord: oui}, facultatif: oui}
"""
TOUTES = {
    "combien": "12.5",
    "montant": "50.00",
    "duree": "6 mois",
    "jour": "2025-11-03",
    "voie": "b",
    "langues": ["de", "es"],
    "accord": "oui",
    "libre": "Tous",
}


class Inconnue:
    def evaluer(self, portee: Portee) -> Verite:
        return None

    chemins: frozenset[str] = frozenset()


def condition(verite: Verite) -> Condition:
    return Inconnue() if verite is None else Constante(verite)


def evaluer(si: str, reponses: dict[str, object] | None = None, **autres: object) -> Verite:
    compile_ = modele(CHAMPS + f"cas:\n  essai: {si}\n")
    return compile_.cas["essai"].evaluer(situation(compile_, reponses, **autres))  # type: ignore[arg-type]


@pytest.mark.parametrize(("gauche", "droite"), list(product(VALEURS, VALEURS)))
def test_les_trois_valeurs_se_combinent_comme_en_logique(gauche: Verite, droite: Verite) -> None:
    portee = situation(modele(CHAMPS))
    deux = (condition(gauche), condition(droite))
    rang = {False: 0, None: 1, True: 2}
    assert Tous(deux).evaluer(portee) == min(gauche, droite, key=rang.__getitem__)
    assert UnDe(deux).evaluer(portee) == max(gauche, droite, key=rang.__getitem__)
    assert AucunDe(deux).evaluer(portee) == {True: False, False: True, None: None}[UnDe(deux).evaluer(portee)]


@pytest.mark.parametrize(
    ("test", "attendu"),
    [
        ("{voie: b}", True),
        ("{voie: [a, b]}", True),
        ("{voie: a}", False),
        ("{voie: {sauf: a}}", True),
        ("{voie: {sauf: [a, b]}}", False),
        ("{voie: {renseigne: oui}}", True),
        ("{voie: {renseigne: non}}", False),
        ("{combien: 12.5}", True),
        ("{combien: {au_moins: 12.5}}", True),
        ("{combien: {plus_de: 12.5}}", False),
        ("{combien: {au_plus: 12.5}}", True),
        ("{combien: {moins_de: 12.5}}", False),
        ("{combien: {au_moins: 10, moins_de: 13}}", True),
        ("{combien: {sauf: 12.5}}", False),
        ("{montant: {au_moins: 50 €}}", True),
        ("{montant: {moins_de: 50 €}}", False),
        ("{duree: {au_moins: 6 mois}}", True),
        ("{duree: {plus_de: 1 an}}", False),
        ("{jour: 03/11/2025}", True),
        ("{jour: {sauf: 03/11/2025}}", False),
        ("{jour: {avant: 03/11/2025}}", False),
        ("{jour: {jusqu_au: 03/11/2025}}", True),
        ("{jour: {apres: 03/11/2025}}", False),
        ("{jour: {a_partir_de: 03/11/2025}}", True),
        ("{jour: {a_partir_de: ouverture, jusqu_au: cloture}}", True),
        ("{jour: {jusqu_au: cloture - 16 jours}}", True),
        ("{jour: {jusqu_au: cloture - 17 jours}}", False),
        ("{accord: oui}", True),
        ("{accord: non}", False),
        ("{langues: {contient_un: [en, es]}}", True),
        ("{langues: {contient_un: en}}", False),
        ("{langues: {contient_tous: [de, es]}}", True),
        ("{langues: {contient_tous: [de, en]}}", False),
        ("{langues: {sauf: en}}", True),
        ("{langues: de}", True),
        ("{libre: Tous}", True),
    ],
)
def test_chaque_operateur_sur_chaque_genre_de_reponse(test: str, attendu: bool) -> None:
    assert evaluer(test, TOUTES) is attendu


@pytest.mark.parametrize(
    "test",
    [
        "{voie: b}",
        "{voie: {sauf: b}}",
        "{voie: {renseigne: oui}}",
        "{combien: {au_moins: 0}}",
        "{jour: {avant: cloture}}",
        "{langues: {contient_un: de}}",
        "{voie: =autre_voie}",
        "{cachee: x}",
    ],
)
def test_sans_reponse_on_ne_sait_pas_encore(test: str) -> None:
    assert evaluer(test) is None


@pytest.mark.parametrize("test", ["x", "{sauf: x}", "{renseigne: oui}", "[x, y]"])
def test_une_reponse_cachee_ne_satisfait_aucun_test(test: str) -> None:
    reponses = {"accord": "non", "cachee": "x"}
    assert evaluer(f"{{cachee: {test}}}", reponses) is False
    assert evaluer("{cachee: {renseigne: non}}", reponses) is True


def test_une_reponse_cachee_compte_de_nouveau_quand_elle_reparait() -> None:
    assert evaluer("{cachee: x}", {"accord": "oui", "cachee": "x"}) is True


def test_une_reponse_facultative_laissee_vide_ne_compte_qu_une_fois_l_onglet_valide() -> None:
    assert evaluer("{combien: {au_moins: 1}}") is None
    assert evaluer("{combien: {au_moins: 1}}", validees=["questions"]) is False
    assert evaluer("{combien: {renseigne: non}}", validees=["questions"]) is True


def test_une_reponse_obligatoire_vide_reste_inconnue_meme_onglet_valide() -> None:
    assert evaluer("{voie: b}", validees=["questions"]) is None


def test_la_valeur_d_un_autre_chemin_se_compare() -> None:
    assert evaluer("{voie: =autre_voie}", {"voie": "a", "autre_voie": "a"}) is True
    assert evaluer("{voie: {sauf: =autre_voie}}", {"voie": "a", "autre_voie": "a"}) is False
    assert evaluer("{jour: {avant: =autre_jour}}", {"jour": "2025-01-01", "autre_jour": "2025-01-02"}) is True


def test_un_chemin_qui_porte_plusieurs_valeurs_en_propose_autant() -> None:
    avec_reglage = CHAMPS.replace(
        "accord:", "accueil: {type: departement, question: Accueil}\n      accord:", 1
    )
    compile_ = modele(
        avec_reglage
        + "reglages: {ouverts: {type: departement, question: Ouverts, choisir: {au_moins: 1}}}\n"
        + "cas: {essai: {accueil: =reglages.ouverts}}\n",
        "reglages: {ouverts: [03, 63, 2A]}\n",
    )
    ici = [compile_.cas["essai"].evaluer(situation(compile_, {"accueil": d})) for d in ("63", "2A", "75")]
    assert ici == [True, True, False]


def test_un_chemin_absent_a_droite_n_est_egal_a_rien() -> None:
    reponses = {"accord": "non", "cachee": "a", "libre": "a"}
    assert evaluer("{libre: =cachee}", reponses) is False
    assert evaluer("{libre: {sauf: =cachee}}", reponses) is True


def test_un_de_et_aucun_de() -> None:
    un = "{un_de: [{voie: a}, {accord: oui}]}"
    aucun = "{aucun_de: [{voie: a}, {accord: oui}]}"
    assert evaluer(un, {"voie": "a"}) is True
    assert evaluer(un, {"voie": "b"}) is None
    assert evaluer(un, {"voie": "b", "accord": "non"}) is False
    assert evaluer(aucun, {"voie": "a"}) is False
    assert evaluer(aucun, {"voie": "b"}) is None
    assert evaluer(aucun, {"voie": "b", "accord": "non"}) is True


def test_un_cas_se_nomme_et_se_teste() -> None:
    compile_ = modele(CHAMPS + "cas:\n  d_accord: {accord: oui}\n  les_deux: {d_accord: oui, voie: a}\n")
    ici = situation(compile_, {"accord": "oui", "voie": "a"})
    assert compile_.cas["les_deux"].evaluer(ici) is True
    assert compile_.cas["les_deux"].evaluer(situation(compile_, {"accord": "non", "voie": "a"})) is False
    assert compile_.cas["les_deux"].evaluer(situation(compile_, {"voie": "a"})) is None


def test_un_test_dit_de_quelles_reponses_il_depend_a_gauche_a_droite_et_dans_les_dates() -> None:
    chemins = "{jour: {avant: autre_jour + 3 jours}, voie: =autre_voie}"
    compile_ = modele(CHAMPS + f"cas:\n  essai: {chemins}\n")
    assert {"jour", "autre_jour", "voie", "autre_voie"} <= compile_.cas["essai"].chemins


def test_deux_genres_differents_ne_se_comparent_jamais_et_ne_cassent_rien() -> None:
    compilation = compiler(CHAMPS + "cas:\n  essai: {combien: {au_moins: =jour}}\n")
    if compilation.modele is not None:
        ici = situation(compilation.modele, TOUTES)
        assert compilation.modele.cas["essai"].evaluer(ici) is False


@pytest.mark.parametrize(
    ("ne_le", "attendu"),
    [
        (date(2009, 10, 20), True),  # 16 the day of the opening
        (date(2009, 10, 21), False),  # 15 years and 364 days
        (date(2000, 10, 21), True),  # 24 years and 364 days: still asked
        (date(2000, 10, 20), False),  # 25 the day of the opening
    ],
)
def test_la_jdc_se_demande_de_seize_ans_a_la_veille_des_vingt_cinq_ans(ne_le: date, attendu: bool) -> None:
    test = "{candidat.age: {au: ouverture, au_moins: 16, moins_de: 25}}"
    assert evaluer(test, ne_le=ne_le) is attendu


def test_l_age_sans_date_de_naissance_n_est_pas_connu() -> None:
    assert evaluer("{candidat.age: {au: ouverture, au_moins: 16}}", ne_le=None) is None


def test_l_age_a_la_fin_de_l_annee_compte_l_anniversaire_du_31_decembre() -> None:
    majeur = "{candidat.age: {au: fin_annee, au_moins: 18}}"
    assert evaluer(majeur, ne_le=date(2008, 12, 31)) is True
    assert evaluer(majeur, ne_le=date(2009, 1, 1)) is False


def test_ne_un_29_fevrier_on_a_un_an_de_plus_le_premier_mars() -> None:
    assert evaluer("{candidat.age: {au: 28/02/2025, au_moins: 21}}", ne_le=date(2004, 2, 29)) is False
    assert evaluer("{candidat.age: {au: 01/03/2025, au_moins: 21}}", ne_le=date(2004, 2, 29)) is True
