"""Reading of a posted tab: what is asked, what is hidden, what is forged."""

import time

import pytest

from portal.domain.declencheurs import declencheurs
from portal.domain.dessin import Dessin
from portal.domain.lecture import OBLIGATOIRE, grouper
from tests.unit.domain.runtime.modeles import (
    demandees,
    livre_compile,
    modele,
    onglet,
    poster,
    situation,
)

FAMILLE = """
onglets:
  identification:
    intitule: Identification
    blocs: [identite, adresse, naissance, contacts]
  candidature:
    intitule: Candidature
    rubriques:
      un:
        intitule: Un
        champs:
          accord: {type: oui_non, question: Accord}
          pourquoi: {question: Pourquoi, si: {accord: oui}}
          comment: {question: Comment, si: {pourquoi: parce que}}
          libre: {type: texte_long, question: Libre, facultatif: oui}
          proposee: {type: date, question: Proposée, valeur: 19/11/2025, facultatif: oui}
          age: {type: nombre, question: Âge, verifie: {au_moins: 18, au_plus: 99}, message: De 18 à 99.}
          langues:
            type: choix
            question: Langues
            options: {de: D, en: E}
            choisir: {au_moins: 1}
            facultatif: oui
          peut_etre: {question: Selon l'accord, facultatif: {accord: non}}
      deux:
        intitule: Deux
        si: {accord: oui}
        champs:
          stages:
            type: repetition
            question: Stages
            nombre: {au_plus: 3}
            champs: {ou: {question: Ville}, heures: {type: nombre, question: Heures}}
cas:
  assez: {stages: {somme: {de: heures, au_moins: 448}}}
  a_lyon: {stages: {telles_que: {ou: Lyon}, nombre: {au_moins: 2}}}
"""
LIGNES = {"stages.0.ou": "Lyon", "stages.0.heures": "200", "stages.1.ou": "Lyon", "stages.1.heures": "248"}
COMPLET = {
    "accord": "oui",
    "pourquoi": "parce que",
    "comment": "ainsi",
    "age": "30",
    "peut_etre": "x",
    **LIGNES,
}


def test_un_onglet_complet_est_accepte() -> None:
    lecture = poster(situation(modele(FAMILLE)), "candidature", COMPLET)
    assert lecture.valide, lecture.erreurs
    assert lecture.reponses["stages"] == [{"ou": "Lyon", "heures": "200"}, {"ou": "Lyon", "heures": "248"}]


def test_une_question_apparait_dans_le_meme_envoi_et_devient_obligatoire() -> None:
    lecture = poster(situation(modele(FAMILLE)), "candidature", {"accord": "oui", "age": "30"})
    assert {cle: e.message for cle, e in lecture.erreurs.items()} == dict.fromkeys(
        ["pourquoi", "stages", "peut_etre"], OBLIGATOIRE
    )


def test_une_question_disparait_dans_le_meme_envoi_et_ne_bloque_plus() -> None:
    avant = situation(modele(FAMILLE), {"accord": "oui", "pourquoi": "parce que", "comment": "ainsi"})
    lecture = poster(avant, "candidature", {**COMPLET, "accord": "non"})
    assert lecture.valide
    apres = avant.avec(lecture.reponses)
    assert demandees(apres, "candidature")[:2] == ["accord", "libre"]
    assert lecture.reponses["pourquoi"] == "parce que"  # kept…
    assert apres.lire("comment") is apres.lire("pourquoi")  # … and absent for every test
    assert apres.modele.cas["assez"].evaluer(apres) is False


def test_ce_qui_est_tape_dans_une_rubrique_qui_se_cache_n_est_pas_perdu() -> None:
    lecture = poster(situation(modele(FAMILLE)), "candidature", {**COMPLET, "accord": "non"})
    assert lecture.valide
    assert len(lecture.reponses["stages"]) == 2  # type: ignore[arg-type]


def test_une_saisie_illisible_et_cachee_laisse_la_reponse_d_avant() -> None:
    reponses = {"accord": "oui", "stages": [{"ou": "Lyon", "heures": "200"}]}
    avant = situation(modele(FAMILLE), reponses)  # type: ignore[arg-type]
    lecture = poster(avant, "candidature", {**COMPLET, "accord": "non", "stages.0.heures": "beaucoup"})
    assert lecture.valide
    assert lecture.reponses["stages"] == reponses["stages"]
    assert lecture.saisies == {}


def test_une_question_qui_apparait_sans_avoir_ete_montree_garde_sa_reponse() -> None:
    avant = situation(modele(FAMILLE), {"accord": "non", "pourquoi": "parce que"})
    lecture = poster(avant, "candidature", {"accord": "oui", "age": "30"})
    assert lecture.reponses["pourquoi"] == "parce que"


def test_sans_savoir_si_une_reponse_est_facultative_on_ne_l_exige_pas() -> None:
    lecture = poster(situation(modele(FAMILLE)), "candidature", {"age": "30"})
    assert set(lecture.erreurs) == {"accord"}


def test_ce_qu_on_ne_peut_pas_lire_reste_tel_que_tape() -> None:
    lecture = poster(situation(modele(FAMILLE)), "candidature", {**COMPLET, "age": "trente"})
    assert lecture.saisies == {"age": {"": ["trente"]}}
    assert "age" not in lecture.reponses
    assert "age" in lecture.erreurs


@pytest.mark.parametrize(("age", "accepte"), [("17", False), ("18", True), ("99", True), ("100", False)])
def test_une_reponse_se_verifie(age: str, accepte: bool) -> None:
    lecture = poster(situation(modele(FAMILLE)), "candidature", {**COMPLET, "age": age})
    assert lecture.valide is accepte
    if not accepte:
        assert lecture.erreurs["age"].message == "De 18 à 99."


def test_une_reponse_proposee_se_lit_comme_les_autres_et_peut_se_vider() -> None:
    vide = situation(modele(FAMILLE))
    question = vide.question("proposee")
    assert question is not None
    assert vide.brute(question) == "2025-11-19"
    videe = vide.avec(poster(vide, "candidature", COMPLET).reponses)
    assert videe.brute(question) is None


def test_une_option_qui_n_existe_pas_est_refusee() -> None:
    ici = situation(modele(FAMILLE))
    assert "langues" in poster(ici, "candidature", {**COMPLET, "langues": ["de", "fr"]}).erreurs
    assert "accord" in poster(ici, "candidature", {**COMPLET, "accord": "peut-être"}).erreurs
    assert "accord" in poster(ici, "candidature", {**COMPLET, "accord": ["oui", "non"]}).erreurs


def test_dix_mille_caracteres_sont_refuses_sans_etre_perdus() -> None:
    long = "é" * 10_000
    lecture = poster(situation(modele(FAMILLE)), "candidature", {**COMPLET, "pourquoi": long, "libre": long})
    assert {"pourquoi", "libre"} <= set(lecture.erreurs)
    assert lecture.saisies["libre"] == {"": [long]}


@pytest.mark.parametrize("lignes", [4, 31])
def test_des_lignes_en_trop_sont_refusees(lignes: int) -> None:
    trop = {f"stages.{n}.{c}": v for n in range(lignes) for c, v in (("ou", "Lyon"), ("heures", "1"))}
    assert set(poster(situation(modele(FAMILLE)), "candidature", {**COMPLET, **trop}).erreurs) == {"stages"}


def test_les_reponses_du_compte_ne_se_postent_pas() -> None:
    ici = situation(modele(FAMILLE), nom_naissance="MARTIN", prenoms="Léa")
    forge = {
        "nom_naissance": "DUPONT",
        "naissance_le": "01/01/1950",
        "nationalite": "FR",
        "adresse_1": "1 rue A",
    }
    forge |= {"domicile_pays": "BE", "localite_etrangere": "Liège", "telephone": "06 12 34 56 78"}
    lecture = poster(ici, "identification", forge)
    assert lecture.valide, lecture.erreurs
    assert not {"nom_naissance", "naissance_le"} & lecture.reponses.keys()
    apres = ici.avec({**lecture.reponses, "nom_naissance": "DUPONT"})
    assert apres.afficher("nom_naissance") == "MARTIN"


def test_les_reponses_d_un_autre_onglet_ne_se_postent_pas() -> None:
    ici = situation(modele(FAMILLE), {"accord": "oui"})
    lecture = poster(ici, "identification", {"accord": "non", "age": "3"})
    assert lecture.reponses["accord"] == "oui"
    assert "age" not in lecture.reponses


def test_une_cle_qui_en_commence_une_autre_garde_ses_propres_parties() -> None:
    ici = situation(livre_compile("poitiers/cap-2025"), {"specialite": "cuisine", "epreuves.EF1": "oui"})
    formulaire = {
        "epreuves.EF1": ["non"],
        "epreuves.EF1.langue": ["espagnol"],
        "epreuves.EG3.activite": ["danse"],
    }
    assert grouper(ici, formulaire) == {
        "epreuves.EF1": {"": ["non"]},
        "epreuves.EF1.langue": {"": ["espagnol"]},
        "epreuves.EG3.activite": {"": ["danse"]},
    }
    lecture = poster(ici, "epreuves", {"epreuves.EF1": "non", "epreuves.EF1.langue": "espagnol"})
    assert lecture.reponses["epreuves.EF1"] == "non"
    assert lecture.reponses["epreuves.EF1.langue"] == "espagnol"
    assert "epreuves.EF1.langue" not in lecture.erreurs


def test_deux_langues_differentes() -> None:
    ici = situation(livre_compile("poitiers/cap-2025"), {"specialite": "cuisine"})
    commun = {"epreuves.EG3.aptitude": "apte", "epreuves.EG3.activite": "danse", "epreuves.EF1": "oui"}
    meme = {**commun, "epreuves.EG4.langue": "anglais", "epreuves.EF1.langue": "anglais"}
    assert set(poster(ici, "epreuves", meme).erreurs) == {"epreuves.EF1.langue"}
    assert poster(ici, "epreuves", {**meme, "epreuves.EF1.langue": "espagnol"}).valide


def test_mille_entrees_inconnues_ne_coutent_presque_rien() -> None:
    ici = situation(modele(FAMILLE))
    bruit = {f"junk{n}.a.b": "x" for n in range(500)} | {f"stages.{n}.{n}": "x" for n in range(500)}
    bruit |= {"a." * 50_000: "x", "epreuves." * 20_000: "x"}
    debut = time.process_time()
    lecture = poster(ici, "candidature", {**bruit, **COMPLET})
    assert time.process_time() - debut < 1
    assert lecture.reponses["accord"] == "oui"
    assert not any(cle.startswith("junk") for cle in lecture.reponses)


def test_les_lignes_se_comptent_et_s_additionnent() -> None:
    avant = situation(modele(FAMILLE))
    assert avant.modele.cas["assez"].evaluer(avant.avec({"accord": "oui"})) is None
    apres = avant.avec(poster(avant, "candidature", COMPLET).reponses)
    assert [apres.modele.cas[nom].evaluer(apres) for nom in ("assez", "a_lyon")] == [True, True]
    trop_peu = apres.avec({**apres.reponses, "stages": [{"ou": "Lyon", "heures": "447"}]})
    assert [trop_peu.modele.cas[nom].evaluer(trop_peu) for nom in ("assez", "a_lyon")] == [False, False]


def test_chaque_champ_de_la_page_sait_si_un_autre_depend_de_lui() -> None:
    ici = situation(modele(FAMILLE), {"accord": "oui"})
    declenche = {
        champ.cle: champ.declenche
        for rubrique in Dessin(ici).rubriques(onglet(ici, "candidature"))
        for champ in rubrique.champs
    }
    assert [cle for cle, oui in declenche.items() if oui] == ["accord", "pourquoi"]


def test_le_choix_d_un_groupe_redessine_les_champs_de_ses_epreuves() -> None:
    famille = """
onglets:
  epreuves: Épreuves
epreuves:
  g:
    choisir: {au_plus: 1}
    epreuves: {A: {unite: UA, champs: {langue: {question: Langue}}}, B: {unite: UB}}
"""
    assert "epreuves.g" in declencheurs(situation(modele(famille)))


def test_un_numero_de_ligne_demesure_ne_dessine_pas_autant_de_lignes() -> None:
    ici = situation(modele(FAMILLE), {"accord": "oui"})
    lecture = poster(ici, "candidature", {**COMPLET, "stages.999.ou": "x", "stages.²²²²²²²²².ou": "x"})
    rubriques = Dessin(ici, lecture.saisies, lecture.erreurs).rubriques(onglet(ici, "candidature"))
    (stages,) = (champ for rubrique in rubriques for champ in rubrique.champs if champ.cle == "stages")
    assert 2 <= len(stages.lignes) <= 30
