"""The statut of each épreuve: groups, facultatives, types, sub-units, and épreuves that depend on others."""

import pytest

from portal.domain.modele import ModeleExamen
from portal.domain.recapitulatif import epreuves_resumees
from tests.unit.domain.runtime.modeles import (
    compiler,
    demandees,
    livre_compile,
    modele,
    poster,
    situation,
    statuts,
)

ONGLETS = """
onglets:
  candidature:
    intitule: Candidature
    champs:
      categorie: {type: choix, question: Catégorie, options: {individuel: I, distance: D}}
      forme: {type: choix, question: Forme, options: {globale: G, progressive: P}}
  acquis: Acquis
  epreuves: Épreuves
acquis:
  possibilites:
    passe: {intitule: Je la passe, effet: passe}
    plus_tard: {intitule: Plus tard, effet: plus_tard, si: {forme: progressive}}
"""


def avec(epreuves: str, **autres: str) -> ModeleExamen:
    return modele(ONGLETS + "epreuves:\n" + epreuves, **autres)


def test_en_forme_globale_toutes_les_epreuves_sont_inscrites() -> None:
    compile_ = avec("  E1: {unite: U1, coefficient: 1}\n  E2: {unite: U2, coefficient: 1}\n")
    ici = situation(compile_, {"forme": "globale"})
    assert [ligne.statut for groupe in epreuves_resumees(ici) for ligne in groupe.epreuves] == ["Inscrit"] * 2


def test_en_forme_progressive_une_epreuve_peut_attendre() -> None:
    compile_ = avec("  E1: {unite: U1, coefficient: 1}\n  E2: {unite: U2, coefficient: 1}\n")
    assert statuts(situation(compile_, {"forme": "progressive", "acquis.E2": "plus_tard"})) == {
        "E1": "passe",
        "E2": "plus_tard",
    }


def test_une_possibilite_qui_n_est_plus_offerte_ne_compte_plus() -> None:
    compile_ = avec("  E1: {unite: U1, coefficient: 1}\n")
    ici = situation(compile_, {"forme": "globale", "acquis.E1": "plus_tard"})
    assert statuts(ici) == {"E1": None}
    erreurs = poster(ici, "acquis", {"acquis.E1": "plus_tard"}).erreurs
    assert set(erreurs) == {"acquis.E1"}


GROUPE = """\
  groupe:
    intitule: Au choix
    choisir: {choisir}
    epreuves:
      A: {{unite: UA, coefficient: 1}}
      B: {{unite: UB, coefficient: 1}}
      C: {{unite: UC, coefficient: 1, si: {{categorie: distance}}}}
"""


@pytest.mark.parametrize(
    ("choisir", "choix", "attendu"),
    [
        ("1", "A", {"A": "passe", "B": "non_choisie"}),
        ("{au_moins: 1, au_plus: 2}", ["A", "B"], {"A": "passe", "B": "passe"}),
        ("{au_plus: 1}", ["B"], {"A": "non_choisie", "B": "passe"}),
    ],
)
def test_d_un_groupe_on_passe_ce_que_l_on_choisit(
    choisir: str, choix: object, attendu: dict[str, str]
) -> None:
    compile_ = avec(GROUPE.format(choisir=choisir))
    reponses = {"categorie": "individuel", "epreuves.groupe": choix}
    assert statuts(situation(compile_, reponses)) == attendu  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("choisir", "poste", "refuse"),
    [
        ("1", [], True),
        ("1", ["A"], False),
        ("1", ["A", "B"], True),
        ("{au_moins: 2}", ["A"], True),
        ("{au_plus: 1}", [], False),
        ("{au_plus: 1}", ["A", "B"], True),
        ("1", ["C"], True),
    ],
)
def test_on_choisit_dans_un_groupe_autant_d_epreuves_qu_il_le_demande(
    choisir: str, poste: list[str], refuse: bool
) -> None:
    ici = situation(avec(GROUPE.format(choisir=choisir)), {"categorie": "individuel"})
    assert ("epreuves.groupe" in poster(ici, "epreuves", {"epreuves.groupe": poste}).erreurs) is refuse


def test_un_groupe_facultatif_valide_sans_choix_n_inscrit_a_rien() -> None:
    compile_ = avec(GROUPE.format(choisir="{au_plus: 1}"))
    reponses = {"categorie": "individuel"}
    assert statuts(situation(compile_, reponses)) == {"A": None, "B": None}
    valide = situation(compile_, reponses, validees=["epreuves"])
    assert statuts(valide) == {"A": "non_choisie", "B": "non_choisie"}
    assert epreuves_resumees(valide) == ()


def test_une_epreuve_a_choisir_n_est_dite_qu_une_fois_choisie_sous_le_nom_de_son_groupe() -> None:
    compile_ = avec(GROUPE.format(choisir="{au_moins: 1}"))
    assert epreuves_resumees(situation(compile_, {})) == ()
    (groupe,) = epreuves_resumees(situation(compile_, {"epreuves.groupe": ["B"]}))
    assert (groupe.intitule, [ligne.code for ligne in groupe.epreuves]) == (
        compile_.epreuves(None)[0].intitule,
        ["B"],
    )


def test_une_epreuve_facultative_se_choisit_par_oui_ou_non() -> None:
    compile_ = avec("  EF: {unite: UF, facultative: oui, champs: {langue: {question: Langue}}}\n")
    vide = situation(compile_)
    assert demandees(vide, "epreuves") == ["epreuves.EF"]
    assert statuts(vide) == {"EF": None}
    oui = situation(compile_, {"epreuves.EF": "oui"})
    assert demandees(oui, "epreuves") == ["epreuves.EF", "epreuves.EF.langue"]
    assert statuts(oui) == {"EF": "passe"}
    assert statuts(situation(compile_, {"epreuves.EF": "non"})) == {"EF": "non_choisie"}


def test_une_epreuve_facultative_pour_certains_est_obligatoire_pour_les_autres() -> None:
    compile_ = avec("  EF: {unite: UF, coefficient: 1, facultative: {categorie: distance}}\n")
    assert statuts(situation(compile_)) == {"EF": None}
    individuel = situation(compile_, {"categorie": "individuel", "epreuves.EF": "non"})
    assert statuts(individuel) == {"EF": "passe"}
    assert demandees(individuel, "epreuves") == []
    assert demandees(individuel, "acquis") == ["acquis.EF"]
    a_distance = situation(compile_, {"categorie": "distance", "epreuves.EF": "non"})
    assert statuts(a_distance) == {"EF": "non_choisie"}
    assert demandees(a_distance, "acquis") == []


def test_un_groupe_entier_peut_etre_facultatif() -> None:
    compile_ = avec("  options: {facultative: oui, epreuves: {A: {unite: UA}, B: {unite: UB}}}\n")
    assert statuts(situation(compile_, {"epreuves.options": "oui"})) == {"A": "passe", "B": "passe"}
    assert statuts(situation(compile_, {"epreuves.options": "non"})) == dict.fromkeys("AB", "non_choisie")


def test_choisir_un_groupe_dans_un_groupe_decide_de_ses_epreuves() -> None:
    arbre = """\
  voie:
    choisir: 1
    epreuves:
      theorie: {epreuves: {T1: {unite: U1}, T2: {unite: U2}}}
      pratique: {epreuves: {P1: {unite: U3}}}
"""
    ici = situation(avec(arbre), {"epreuves.voie": "theorie"})
    assert statuts(ici) == {"T1": "passe", "T2": "passe", "P1": "non_choisie"}


def test_un_choix_qui_n_est_plus_demande_ne_compte_plus() -> None:
    arbre = "  g: {si: {categorie: distance}, choisir: 1, epreuves: {A: {unite: UA}, B: {unite: UB}}}\n"
    compile_ = avec(arbre)
    assert statuts(situation(compile_, {"epreuves.g": "A"})) == {"A": None, "B": None}
    assert statuts(situation(compile_, {"epreuves.g": "A", "categorie": "individuel"})) == {}


def test_une_epreuve_peut_dependre_d_une_autre() -> None:
    arbre = """\
  E1: {unite: U1, coefficient: 1}
  E2: {unite: U2, coefficient: 1, si: {epreuves.E1: passe}}
  E3: {unite: U3, coefficient: 1, si: {epreuves.E4: passe}}
  E4: {unite: U4, coefficient: 1}
"""
    compile_ = avec(arbre)
    assert list(statuts(situation(compile_, {"forme": "globale"}))) == ["E1", "E2", "E3", "E4"]
    attend = situation(compile_, {"forme": "progressive", "acquis.E1": "plus_tard", "acquis.E4": "plus_tard"})
    assert statuts(attend) == {"E1": "plus_tard", "E4": "plus_tard"}


def test_deux_epreuves_qui_s_attendent_l_une_l_autre_sont_refusees() -> None:
    arbre = """\
  E1: {unite: U1, coefficient: 1, si: {epreuves.E2: passe}}
  E2: {unite: U2, coefficient: 1, si: {epreuves.E1: passe}}
"""
    compilation = compiler(ONGLETS + "epreuves:\n" + arbre)
    assert "tournent en rond" in str(compilation.rapport.erreurs[0])


def test_un_acquis_ne_depend_pas_de_ce_qu_on_demande_quand_l_epreuve_est_passee() -> None:
    famille = ONGLETS.replace("si: {forme: progressive}", "si: {epreuves.E1.x: oui}")
    arbre = "  E1: {unite: U1, coefficient: 1, champs: {x: {type: oui_non, question: X}}}\n"
    compilation = compiler(famille + "epreuves:\n" + arbre)
    assert "tournent en rond" in str(compilation.rapport.erreurs[0])


def test_une_epreuve_se_nomme_par_son_type() -> None:
    sport = "epreuves_types: {eps: {intitule: Sport, champs: {activite: {question: Activité}}}}\n"
    arbre = "  EG3: {comme: eps, unite: U3, coefficient: 1}\n"
    cas = "cas: {danse: {epreuves.eps.activite: danse}, sport: {epreuves.eps: passe}}\n"
    compile_ = modele(ONGLETS + sport + "epreuves:\n" + arbre + cas)
    ici = situation(compile_, {"epreuves.EG3.activite": "danse"})
    assert demandees(ici, "epreuves") == ["epreuves.EG3.activite"]
    assert [compile_.cas[nom].evaluer(ici) for nom in ("danse", "sport")] == [True, True]


def test_une_composante_est_passee_avec_son_epreuve_et_demande_ses_champs() -> None:
    arbre = """\
  EP1:
    unite: U1
    coefficient: 7
    epreuves: {PSE: {intitule: Prévention, champs: {langue: {question: Langue}}}}
"""
    ici = situation(avec(arbre), {"forme": "globale"})
    assert statuts(ici) == {"EP1": "passe"}
    assert demandees(ici, "epreuves") == ["epreuves.PSE.langue"]
    assert demandees(ici, "acquis") == ["acquis.EP1"]
    (groupe,) = epreuves_resumees(ici)
    assert groupe.epreuves[0].composantes == ("Prévention",)


def test_une_epreuve_faite_d_unites_ne_se_garde_pas_elle_meme() -> None:
    arbre = "  E1: {unite: U1, epreuves: {E11: {unite: U11}, E12: {unite: U12}}}\n"
    compile_ = avec(arbre)
    ici = situation(compile_, {"forme": "progressive", "acquis.E11": "plus_tard"})
    assert statuts(ici) == {"E1": "passe", "E11": "plus_tard", "E12": "passe"}
    assert demandees(ici, "acquis") == ["acquis.E11", "acquis.E12"]
    aucune = situation(
        compile_, {"forme": "progressive", "acquis.E11": "plus_tard", "acquis.E12": "plus_tard"}
    )
    assert statuts(aucune)["E1"] == "plus_tard"


QUALIFICATION = ONGLETS.replace(
    "  acquis: Acquis\n",
    "  qualification:\n    intitule: Q\n    champs: {specialite: {type: specialite}}\n  acquis: Acquis\n",
)
SOUFFLEUR = """
specialite: souffleur
intitule: Souffleur
options: {science: Scientifique, enseigne: Enseigne}
epreuves:
  S1: {unite: U1, coefficient: 1, si: {specialite.option: science}}
  S2: {unite: U2, coefficient: 1, si: {specialite.option: enseigne}}
"""
AUTRE = """
specialite: autre
intitule: Autre
epreuves: {A1: {unite: U1, coefficient: 1}, A2: {unite: U2, coefficient: 1}}
"""


def test_l_option_d_une_specialite_change_ses_epreuves() -> None:
    compile_ = modele(QUALIFICATION, "specialites: [souffleur, autre]\n", (SOUFFLEUR, AUTRE))
    ici = situation(compile_, {"specialite": "souffleur"})
    assert demandees(ici, "qualification") == ["specialite", "specialite.option"]
    assert statuts(ici) == {"S1": None, "S2": None}
    assert statuts(ici.avec({"specialite": "souffleur", "specialite.option": "science"})) == {"S1": "passe"}
    autre = ici.avec({"specialite": "autre", "specialite.option": "science"})
    assert demandees(autre, "qualification") == ["specialite"]
    assert list(statuts(autre)) == ["A1", "A2"]


def test_changer_de_specialite_et_d_option_d_un_coup() -> None:
    compile_ = modele(QUALIFICATION, "specialites: [souffleur, autre]\n", (SOUFFLEUR, AUTRE))
    ici = situation(compile_, {"specialite": "autre"})
    lecture = poster(ici, "qualification", {"specialite": "souffleur", "specialite.option": "enseigne"})
    assert lecture.valide
    assert lecture.reponses["specialite.option"] == "enseigne"
    onglet = ici.onglet_de("specialite.option")
    assert onglet is not None
    assert onglet.code == "qualification"


def test_un_modele_n_ouvre_que_certaines_epreuves_d_une_specialite() -> None:
    compile_ = modele(QUALIFICATION, "specialites: {autre: {epreuves: [A2]}}\n", (SOUFFLEUR, AUTRE))
    assert list(statuts(situation(compile_))) == ["A2"]


def test_la_seule_specialite_ouverte_est_proposee() -> None:
    compile_ = modele(QUALIFICATION, "specialites: [autre]\n", (SOUFFLEUR, AUTRE))
    ici = situation(compile_)
    assert ici.specialite is not None
    assert ici.lire("specialite") == "autre"
    assert list(statuts(ici)) == ["A1", "A2"]


def test_un_modele_sans_specialite_a_ses_propres_epreuves() -> None:
    ici = situation(avec("  E1: {unite: U1, coefficient: 1}\n"))
    assert ici.specialite is not None
    assert list(statuts(ici)) == ["E1"]


def test_telles_que_compte_les_epreuves() -> None:
    cas = """\
cas:
  deux: {epreuves: {telles_que: {statut: passe}, nombre: {au_moins: 2}}}
  poids: {epreuves: {telles_que: {statut: passe, domaine: pro}, somme: {de: coefficient, au_moins: 5}}}
  une_gardee: {epreuves: {telles_que: {statut: plus_tard}}}
"""
    arbre = """\
epreuves:
  E1: {unite: U1, coefficient: 3, domaine: pro}
  E2: {unite: U2, coefficient: 2, domaine: pro}
"""
    compile_ = modele(ONGLETS + arbre + cas)
    toutes = situation(compile_, {"forme": "globale"})
    assert [compile_.cas[nom].evaluer(toutes) for nom in compile_.cas] == [True, True, False]
    une = situation(compile_, {"forme": "progressive", "acquis.E2": "plus_tard"})
    assert [compile_.cas[nom].evaluer(une) for nom in compile_.cas] == [False, False, True]


@pytest.mark.parametrize(
    ("specialite", "attendues"),
    [
        ("aepe", ["EP1", "EP2", "EP3", "EG1", "EG2", "EG3", "EG4", "EF1"]),
        ("cuisine", ["EP1", "EP2", "EG1", "EG2", "EG3", "EG4", "EF1"]),
    ],
)
def test_les_epreuves_du_cap_sont_celles_de_son_reglement(specialite: str, attendues: list[str]) -> None:
    assert (
        list(statuts(situation(livre_compile("poitiers/cap-2025"), {"specialite": specialite}))) == attendues
    )


def test_l_eps_du_cap_se_nomme_eps_quelle_que_soit_son_unite() -> None:
    compile_ = livre_compile("poitiers/cap-2025")
    for specialite, code in (("aepe", "EG3"), ("restaurations", "EG4")):
        epreuve = situation(compile_, {"specialite": specialite}).epreuve("eps")
        assert epreuve is not None
        assert epreuve.code == code
