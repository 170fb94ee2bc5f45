"""Acquis: what may be kept, until when, and what each possibilité asks for."""

from datetime import UTC, datetime

import pytest

from portal.domain.questionnaire import champ_du_moment, est_verrouillee
from tests.unit.domain.runtime.modeles import (
    compiler,
    demandees,
    livre_compile,
    modele,
    poster,
    situation,
    statuts,
)

AJOURNE = {
    "voie_acces": "deja_presente",
    "specialite": "peinture_decoration",
    "deja_ajourne": "oui",
    "forme": "globale",
    "niveau_diplome": "3",
}
CS = "clermont_ferrand/cs-2026"
NOTE = {"acquis.E1": "benefice", "acquis.E1.note": "12", "acquis.E1.obtenue_le": "05/07/2024"}
AUTRES = {"acquis.E2": "passe", "acquis.E3": "passe"}


def erreurs(**changes: str) -> set[str]:
    ici = situation(livre_compile(CS), AJOURNE)
    formulaire = {**NOTE, **AUTRES, **{cle.replace("__", "."): v for cle, v in changes.items()}}
    return set(poster(ici, "acquis", formulaire).erreurs)


@pytest.mark.parametrize("note", ["10", "10,0", "20", "12,5"])
def test_une_note_de_dix_a_vingt_se_garde(note: str) -> None:
    assert erreurs(acquis__E1__note=note) == set()


@pytest.mark.parametrize("note", ["9,99", "0", "20,01", "-1", "douze", ""])
def test_une_note_sous_dix_ou_impossible_ne_se_garde_pas(note: str) -> None:
    assert erreurs(acquis__E1__note=note) == {"acquis.E1.note"}


@pytest.mark.parametrize(
    ("obtenue_le", "refusee"),
    [
        ("20/10/2020", False),  # five years end the day of the opening
        ("19/10/2020", True),
        ("20/10/2025", False),
        ("21/10/2025", True),  # tomorrow
    ],
)
def test_une_note_se_garde_cinq_ans_jour_pour_jour(obtenue_le: str, refusee: bool) -> None:
    assert ("acquis.E1.obtenue_le" in erreurs(acquis__E1__obtenue_le=obtenue_le)) is refusee


def test_qui_n_a_pas_ete_ajourne_ne_garde_pas_de_note() -> None:
    ici = situation(livre_compile(CS), {**AJOURNE, "deja_ajourne": "non"})
    assert set(poster(ici, "acquis", {**NOTE, **AUTRES}).erreurs) == {"acquis.E1"}


@pytest.mark.parametrize(("niveau", "offerte"), [("aucun", False), ("3", False), ("4", True), ("6", True)])
def test_la_dispense_demande_un_diplome_du_niveau_presente(niveau: str, offerte: bool) -> None:
    ici = situation(livre_compile(CS), {**AJOURNE, "niveau_diplome": niveau})
    question = ici.question("acquis.E1")
    assert question is not None
    assert ("dispense" in [o.code for o in champ_du_moment(ici, question).options]) is offerte
    accepte = poster(ici, "acquis", {"acquis.E1": "dispense", **AUTRES}).valide
    assert accepte is offerte


def test_un_acquis_devenu_impossible_se_voit_et_ne_compte_plus() -> None:
    reponses = {**AJOURNE, "niveau_diplome": "4", "acquis.E1": "dispense"}
    avant = situation(livre_compile(CS), reponses)
    assert statuts(avant)["E1"] == "neutralisee"
    apres = avant.avec({**reponses, "niveau_diplome": "3"})
    assert statuts(apres)["E1"] is None


def test_les_champs_d_un_acquis_ne_se_demandent_que_s_il_est_choisi() -> None:
    ici = situation(livre_compile(CS), {**AJOURNE, "acquis.E1": "benefice"})
    assert demandees(ici, "acquis") == [
        "acquis.E1", "acquis.E1.note", "acquis.E1.obtenue_le", "acquis.E2", "acquis.E3",
    ]  # fmt: skip


DEUX = """
onglets:
  acquis: Acquis
acquis:
  champs:
    releve: {type: oui_non, question: Avez-vous un relevé}
  possibilites:
    passe: {intitule: Je la passe, effet: passe}
    benefice: {intitule: Note gardée, effet: note_gardee, note_minimale: 10, champs: {ou: {question: Lieu}}}
    report: {intitule: Note reportée, effet: note_gardee, note_minimale: 8, champs: {ou: {question: Lieu}}}
epreuves:
  E1: {unite: U1, coefficient: 1}
"""


def test_deux_possibilites_qui_demandent_la_note_la_demandent_une_fois() -> None:
    compile_ = modele(DEUX)
    for choix in ("benefice", "report"):
        ici = situation(compile_, {"acquis.E1": choix})
        assert demandees(ici, "acquis") == ["releve", "acquis.E1", "acquis.E1.ou", "acquis.E1.note"]
    assert demandees(situation(compile_, {"acquis.E1": "passe"}), "acquis") == ["releve", "acquis.E1"]


def test_chaque_possibilite_a_sa_note_minimale() -> None:
    formulaire = {"releve": "oui", "acquis.E1.ou": "Lyon", "acquis.E1.note": "9"}
    ici = situation(modele(DEUX))
    assert set(poster(ici, "acquis", {**formulaire, "acquis.E1": "benefice"}).erreurs) == {"acquis.E1.note"}
    assert poster(ici, "acquis", {**formulaire, "acquis.E1": "report"}).valide


def test_un_meme_champ_ne_se_demande_pas_de_deux_facons() -> None:
    faux = DEUX.replace(
        "note_minimale: 8, champs: {ou: {question: Lieu}}", "champs: {ou: {question: Où donc}}"
    )
    compilation = compiler(faux)
    assert compilation.modele is None
    assert "« ou » est déjà demandé autrement par « benefice »" in str(compilation.rapport.erreurs[0])


def test_l_onglet_d_un_champ_commun_a_tous_les_acquis_est_celui_des_acquis() -> None:
    onglet = situation(modele(DEUX)).onglet_de("releve")
    assert onglet is not None
    assert onglet.code == "acquis"


def test_une_reponse_definitive_se_fige_a_l_enregistrement() -> None:
    ici = situation(livre_compile(CS), AJOURNE)
    question = ici.question("forme")
    assert question is not None
    rien: frozenset[str] = frozenset()
    assert not est_verrouillee(ici, question, False, rien)
    assert est_verrouillee(ici, question, True, rien)
    assert est_verrouillee(ici, question, False, frozenset(["forme"]))
    assert question.repris == ("famille", "specialite")


def test_une_reponse_figee_ne_change_pas_quoi_qu_on_poste() -> None:
    ici = situation(livre_compile(CS), {**AJOURNE, "forme_precedente": "globale"})
    lecture = poster(ici, "qualification", {**AJOURNE, "forme": "progressive"}, verrouillees=["forme"])
    assert lecture.reponses["forme"] == "globale"
    assert "forme" not in lecture.erreurs


def test_la_fin_de_validite_se_compte_a_l_ouverture_meme_le_dernier_jour() -> None:
    ici = situation(livre_compile(CS), AJOURNE, le=datetime(2025, 11, 19, 15, 59, tzinfo=UTC))
    formulaire = {**NOTE, **AUTRES, "acquis.E1.obtenue_le": "20/10/2020"}
    assert poster(ici, "acquis", formulaire).valide
