"""Pièces: those owed, those perhaps owed, for what, and until when."""

from datetime import UTC, datetime

import pytest

from portal.domain.modele import ModeleExamen
from portal.domain.piece import PieceDue
from portal.domain.pieces_dues import libelle_pour, pieces_dues
from portal.domain.situation import Situation
from tests.unit.domain.runtime.modeles import livre_compile, modele, situation

FAMILLE = """
jalons: {limite: Limite}
onglets:
  candidature:
    intitule: Candidature
    champs:
      accord: {type: oui_non, question: Accord}
      stages:
        type: repetition
        question: Stages
        facultatif: oui
        champs: {ou: {question: Ville}, heures: {type: nombre, question: Heures}}
  acquis: Acquis
  epreuves: Épreuves
acquis:
  possibilites:
    passe: {intitule: Je la passe, effet: passe}
    dispense: {intitule: Dispense, effet: neutralisee, pieces: [diplome, lettre]}
epreuves:
  E1: {unite: U1, coefficient: 1, pieces: [hauteur]}
  E2: {unite: U2, coefficient: 1}
  groupe: {choisir: 1, pieces: [photo], epreuves: {A: {unite: UA}, B: {unite: UB, pieces: [bois]}}}
  E3: {unite: U3, coefficient: 1, epreuves: {PSE: {intitule: P, pieces: [secourisme]}}}
pieces:
  identite: Identité
  si_accord: {intitule: Accord, si: {accord: oui}, limite: limite}
  libre: {intitule: Libre, facultatif: {accord: oui}}
  choix: {intitule: Au choix, une_parmi: {a: A, b: B}}
  diplome: {intitule: Diplôme, pour_chaque: acquis.dispense}
  lettre: {intitule: Lettre}
  hauteur: {intitule: Hauteur, limite: cloture - 3 jours}
  photo: Photo
  bois: Bois
  secourisme: Secourisme
  attestation: {intitule: Attestation, pour_chaque: stages}
  convocation: {intitule: Convocation, pour_chaque: epreuves}
"""
# The calendar is the last thing of the heading: these lines continue it.
DATES = "  limite: 06/03/2026\n  pieces: {du: 20/10/2025 09:00, au: 08/12/2025}\n"


def compile_() -> ModeleExamen:
    return modele(FAMILLE, DATES)


def dues(ici: Situation) -> dict[str, PieceDue]:
    return {due.cle: due for due in pieces_dues(ici)}


def test_une_piece_sans_condition_est_due_par_tous() -> None:
    ici = dues(situation(compile_()))
    assert ici["identite"].certaine
    assert ici["identite"].obligatoire


def test_tant_qu_on_ne_sait_pas_une_piece_est_peut_etre_due() -> None:
    vide = situation(compile_())
    assert dues(vide)["si_accord"].certaine is False
    assert dues(vide.avec({"accord": "oui"}))["si_accord"].certaine is True
    assert "si_accord" not in dues(vide.avec({"accord": "non"}))


def test_une_piece_a_sa_propre_limite_ou_celle_du_depot() -> None:
    ici = dues(situation(compile_(), {"accord": "oui"}))
    assert ici["identite"].limite == datetime(2025, 12, 8, 23, tzinfo=UTC)
    assert ici["si_accord"].limite == datetime(2026, 3, 6, 23, tzinfo=UTC)
    assert ici["hauteur"].limite == datetime(2025, 11, 16, 16, tzinfo=UTC)


def test_une_piece_peut_etre_facultative_pour_certains() -> None:
    assert dues(situation(compile_(), {"accord": "oui"}))["libre"].obligatoire is False
    assert dues(situation(compile_(), {"accord": "non"}))["libre"].obligatoire is True


def test_une_piece_parmi_plusieurs_est_due_une_fois() -> None:
    due = dues(situation(compile_()))["choix"]
    assert [code for code, _ in due.piece.une_parmi] == ["a", "b"]


def test_une_piece_citee_par_une_epreuve_est_due_si_on_la_passe() -> None:
    assert dues(situation(compile_()))["hauteur"].pour == ("E1",)
    assert "hauteur" not in dues(situation(compile_(), {"acquis.E1": "dispense"}))


def test_une_piece_citee_par_un_acquis_est_due_si_on_le_choisit() -> None:
    assert "lettre" not in dues(situation(compile_()))
    ici = situation(compile_(), {"acquis.E1": "dispense", "acquis.E2": "dispense"})
    assert dues(ici)["lettre"].pour == ("E1", "E2")
    assert libelle_pour(ici, dues(ici)["lettre"]) == "pour E1 et E2"


def test_une_piece_due_pour_chaque_acquis_l_est_autant_de_fois() -> None:
    ici = dues(situation(compile_(), {"acquis.E1": "dispense", "acquis.E2": "dispense"}))
    assert [cle for cle in ici if cle.startswith("diplome")] == ["diplome.E1", "diplome.E2"]


def test_une_piece_due_pour_chaque_epreuve_passee() -> None:
    ici = dues(situation(compile_(), {"acquis.E1": "dispense", "epreuves.groupe": "B"}))
    assert [due.pour for cle, due in ici.items() if cle.startswith("convocation")] == [
        ("E2",),
        ("B",),
        ("E3",),
    ]


def test_une_piece_due_pour_chaque_ligne() -> None:
    lignes = [{"ou": "Lyon", "heures": "200"}, {"ou": "Vichy", "heures": "100"}]
    ici = dues(situation(compile_(), {"stages": lignes}))  # type: ignore[dict-item]
    assert [cle for cle in ici if cle.startswith("attestation")] == ["attestation.1", "attestation.2"]


def test_une_piece_citee_par_une_epreuve_a_choisir_est_peut_etre_due() -> None:
    assert dues(situation(compile_()))["bois"].certaine is False
    assert dues(situation(compile_(), {"epreuves.groupe": "B"}))["bois"].certaine is True
    assert "bois" not in dues(situation(compile_(), {"epreuves.groupe": "A"}))


def test_ce_que_cite_un_groupe_ou_une_composante_est_du_avec_l_epreuve() -> None:
    ici = dues(situation(compile_(), {"epreuves.groupe": "A"}))
    assert ici["photo"].pour == ("A",)
    assert ici["secourisme"].pour == ("E3",)


def test_ce_qui_est_certain_ne_s_annonce_pas_avec_ce_qui_ne_l_est_pas() -> None:
    famille = FAMILLE.replace("pieces: [bois]", "pieces: [hauteur, bois]")
    ici = situation(modele(famille, "  limite: 06/03/2026\n"))
    assert dues(ici)["hauteur"].pour == ("E1",)
    assert dues(ici)["hauteur"].certaine


@pytest.mark.parametrize(
    ("specialite", "due"), [("echafaudeur", True), ("zingueur", True), ("fabrication_traiteur", False)]
)
def test_l_attestation_de_hauteur_n_est_due_que_dans_certaines_specialites(
    specialite: str, due: bool
) -> None:
    ici = situation(livre_compile("clermont_ferrand/cs-2026"), {"specialite": specialite})
    assert ("hauteur" in dues(ici)) is due
    if due:
        assert dues(ici)["hauteur"].limite == datetime(2026, 3, 6, 23, tzinfo=UTC)


def test_avant_de_connaitre_la_specialite_la_hauteur_est_peut_etre_due() -> None:
    due = dues(situation(livre_compile("clermont_ferrand/cs-2026")))["hauteur"]
    assert not due.certaine
