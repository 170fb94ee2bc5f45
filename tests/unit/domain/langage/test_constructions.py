"""One test for each construct of the exam language: it compiles, and means what it says."""

import pytest
from atelier import (
    ATTENDU,
    FAMILLE,
    MODELE,
    avec_champs,
    compile_sans_erreur,
    erreurs,
    remplacer,
    scenario,
)

# §2 -----------------------------------------------------------------------------------------------


def test_un_cas_nomme_une_condition() -> None:
    cas = """\
cas:
  service_national: {candidat.nationalite: FR, candidat.age: {au: ouverture, au_moins: 16, moins_de: 25}}
  distance_ou_mineur:
    un_de:
      - {voie_acces: distance}
      - {candidat.age: {au: fin_annee, moins_de: 18}}
  ni_l_un_ni_l_autre:
    aucun_de: [service_national, distance_ou_mineur]
"""
    famille = remplacer(FAMILLE, "onglets:\n", f"{cas}onglets:\n")
    famille = remplacer(famille, "si: {voie_acces: trois_ans}", "si: ni_l_un_ni_l_autre")
    assert scenario(famille, "", ATTENDU) == []


@pytest.mark.parametrize(("test", "naissance", "demandee"), [
    ("{au_moins: 25}", "20/10/2000", True),
    ("{au_moins: 25}", "21/10/2000", False),
    ("{plus_de: 25}", "20/10/2000", False),
    ("{au_plus: 25}", "20/10/2000", True),
    ("{moins_de: 25}", "20/10/2000", False),
    ("{moins_de: 25}", "21/10/2000", True),
])  # fmt: skip
def test_l_age_se_compte_au_jour_dit(test: str, naissance: str, demandee: bool) -> None:
    condition = f"candidat.age: {{au: ouverture, {test[1:-1]}}}"
    famille = remplacer(FAMILLE, "si: {voie_acces: trois_ans}", f"si: {{{condition}}}")
    modele = remplacer(MODELE, "ne_le: 02/04/1999", f"ne_le: {naissance}")
    attendu = ATTENDU if demandee else ATTENDU.replace("activite, ", "")
    if naissance.endswith("2000") and int(naissance[:2]) > 20:  # still 24 on the day of the opening
        attendu = attendu.replace("identite,", "identite, defense,")
    assert scenario(famille, "", attendu, modele) == []


@pytest.mark.parametrize(("test", "vrai"), [
    ("{sauf: distance}", True), ("{sauf: [distance, trois_ans]}", False),
    ("[distance, trois_ans]", True), ("{renseigne: oui}", True), ("{renseigne: non}", False),
])  # fmt: skip
def test_les_tests_d_un_choix(test: str, vrai: bool) -> None:
    famille = remplacer(FAMILLE, "si: {voie_acces: trois_ans}", f"si: {{voie_acces: {test}}}")
    assert scenario(famille, "", ATTENDU if vrai else ATTENDU.replace("activite, ", "")) == []


@pytest.mark.parametrize(("test", "vrai"), [
    ("{avant: 01/09/2025}", True), ("{apres: 01/09/2025}", False), ("{a_partir_de: 31/08/2025}", True),
    ("{jusqu_au: 31/08/2025}", True), ("{avant: 31/08/2025}", False), ("{apres: cloture - 3 mois}", True),
    ("{jusqu_au: ouverture}", True), ("{apres: fin_annee - 2 ans}", True),
])  # fmt: skip
def test_les_tests_d_une_date(test: str, vrai: bool) -> None:
    famille = avec_champs("      debut: {type: date, question: Début}\n")
    famille = remplacer(famille, "si: {voie_acces: trois_ans}", f"si: {{debut: {test}}}")
    attendu = ATTENDU if vrai else ATTENDU.replace("activite, ", "")
    assert scenario(famille, ", debut: 31/08/2025", attendu) == []


@pytest.mark.parametrize(("test", "vrai"), [
    ("{contient_un: [a, c]}", True), ("{contient_tous: [a, c]}", False), ("{contient_tous: [a, b]}", True),
])  # fmt: skip
def test_les_tests_de_plusieurs_reponses(test: str, vrai: bool) -> None:
    champ = (
        "      themes: {type: choix, question: Thèmes, options: {a: A, b: B, c: C}, choisir: {au_moins: 1}}\n"
    )
    famille = remplacer(avec_champs(champ), "si: {voie_acces: trois_ans}", f"si: {{themes: {test}}}")
    attendu = ATTENDU if vrai else ATTENDU.replace("activite, ", "")
    assert scenario(famille, ", themes: [a, b]", attendu) == []


def test_des_lignes_se_comptent_et_s_additionnent() -> None:
    champ = """\
      stages:
        type: repetition
        question: Stages
        champs:
          lieu: {type: texte, question: Lieu}
          heures: {type: nombre, question: Heures}
"""
    regle = """\
regles:
  heures:
    exige: {stages: {somme: {de: heures, au_moins: 448}}}
    sinon: avertissement
    message: Il manque des heures.
  longs:
    exige: {stages: {telles_que: {heures: {au_moins: 200}}, nombre: {au_moins: 2}}}
    message: Il faut deux stages longs.
"""
    famille = remplacer(avec_champs(champ), "regles:\n", regle)
    lignes = ", stages: [{lieu: Crèche, heures: 250}, {lieu: École, heures: 150}]"
    attendu = "{refus: [longs], avertissements: [heures]}"
    assert scenario(famille, lignes, attendu) == []


def test_a_droite_le_signe_egal_prend_la_valeur_d_un_chemin() -> None:
    champs = (
        "      langue_1: {type: choix, question: Première langue, options: [anglais, italien]}\n"
        "      langue_2: {type: choix, question: Seconde langue, options: [anglais, italien], "
        "verifie: {sauf: =langue_1}, message: Choisissez une autre langue.}\n"
    )
    famille = avec_champs(champs)
    assert scenario(famille, ", langue_1: anglais, langue_2: anglais", "{erreurs: [langue_2]}") == []
    assert scenario(famille, ", langue_1: anglais, langue_2: italien", "{erreurs: []}") == []


def test_une_reponse_masquee_ne_remplit_aucun_test() -> None:
    champs = (
        "      suite: {type: oui_non, question: Suite, si: {amenagement: oui}}\n"
        "      fin: {type: oui_non, question: Fin, si: {suite: oui}}\n"
    )
    assert scenario(avec_champs(champs), ", suite: oui", "{champs_absents: [suite, fin]}") == []


# §3 -----------------------------------------------------------------------------------------------


def test_un_modele_ne_garde_que_certaines_epreuves() -> None:
    modele = compile_sans_erreur(
        remplacer(MODELE, "specialites: [echafaudeur, zingueur, platrier, peinture_decoration]",
                  "specialites: {echafaudeur: {epreuves: [E1]}, zingueur: {}}\n"
                  "retirer: {champs: [forme], acquis: [plus_tard]}")
    )  # fmt: skip
    assert list(modele.specialites) == ["echafaudeur", "zingueur"]
    assert [epreuve.code for epreuve in modele.epreuves("echafaudeur")] == ["E1"]
    assert "forme" not in modele.questions
    assert [p.code for p in modele.possibilites] == ["passe", "benefice", "dispense"]


def test_un_modele_ajoute_une_question_a_sa_place() -> None:
    ajout = """\
onglets:
  candidature:
    champs:
      agrement: {question: Numéro d'agrément, juste_apres: voie_acces}
      amenagement: {aide: Une autre aide.}
"""
    onglet = compile_sans_erreur(MODELE + ajout).onglet("candidature")
    assert onglet is not None
    assert [question.cle for question in onglet.questions] == ["voie_acces", "agrement", "amenagement"]


def test_un_modele_apporte_sa_propre_specialite() -> None:
    maison = "{intitule: De la maison, niveau: 3, secteur: bois, epreuves: {M1: {intitule: Oral}}}"
    propre = f"{{echafaudeur: {{}}, maison: {maison}}}"
    modele = compile_sans_erreur(
        remplacer(MODELE, "[echafaudeur, zingueur, platrier, peinture_decoration]", propre)
    )
    assert [epreuve.code for epreuve in modele.epreuves("maison")] == ["M1"]


def test_retirer_ce_que_le_reste_utilise_est_refuse() -> None:
    trouvees = erreurs(remplacer(MODELE, "contacts:\n", "retirer: {pieces: [hauteur]}\ncontacts:\n"))
    assert any("la pièce « hauteur » n'est pas déclarée" in une for une in trouvees)
