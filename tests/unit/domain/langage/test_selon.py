"""`selon`: a value that depends, where a number, a text or a date is expected (the first true case wins)."""

from datetime import UTC, datetime

import pytest

from portal.domain.pieces_dues import pieces_dues
from tests.unit.domain.runtime.modeles import compiler, modele, poster, situation

FAMILLE = """\
onglets:
  candidature:
    intitule: Candidature
    champs:
      categorie: {type: choix, question: Catégorie, options: [libre, distance]}
      nom_du_centre:
        question: Nom du centre
        facultatif: oui
        aide:
          selon:
            - {si: {categorie: libre}, valeur: Laissez vide.}
            - {valeur: Le centre qui vous prépare.}
  acquis: Acquis
  epreuves: Épreuves
acquis:
  possibilites:
    passe: {intitule: Je passe, effet: passe}
    benefice:
      intitule: Je garde ma note
      effet: note_gardee
      note_minimale: {selon: [{si: {categorie: distance}, valeur: 12}, {valeur: 10}]}
epreuves: {E1: {unite: U1, intitule: Écrit, coefficient: 1}}
pieces:
  dossier:
    intitule: Dossier
    limite: {selon: [{si: {categorie: distance}, valeur: 12/11/2025 12:00}, {valeur: cloture - 3 jours}]}
"""


@pytest.mark.parametrize(
    ("categorie", "attendue"),
    [
        ("distance", datetime(2025, 11, 12, 11, tzinfo=UTC)),
        ("libre", datetime(2025, 11, 16, 16, tzinfo=UTC)),
    ],
)
def test_la_limite_d_une_piece_depend_de_la_reponse(categorie: str, attendue: datetime) -> None:
    (due,) = pieces_dues(situation(modele(FAMILLE), {"categorie": categorie}))
    assert due.limite == attendue


def test_tant_que_la_reponse_manque_la_limite_est_la_fin_du_depot() -> None:
    ici = situation(modele(FAMILLE), {})
    (due,) = pieces_dues(ici)
    assert due.limite == ici.modele.calendrier.pieces.fermeture


@pytest.mark.parametrize(("categorie", "refusee"), [("distance", True), ("libre", False)])
def test_la_note_minimale_depend_de_la_reponse(categorie: str, refusee: bool) -> None:
    ici = situation(modele(FAMILLE), {"categorie": categorie})
    lecture = poster(ici, "acquis", {"acquis.E1": "benefice", "acquis.E1.note": "11"})
    assert ("acquis.E1.note" in lecture.erreurs) is refusee


@pytest.mark.parametrize(
    ("categorie", "aide"), [("libre", "Laissez vide."), ("distance", "Le centre qui vous prépare.")]
)
def test_un_texte_depend_de_la_reponse_et_un_seul_cas_se_montre(categorie: str, aide: str) -> None:
    ici = situation(modele(FAMILLE), {"categorie": categorie})
    question = ici.question("nom_du_centre")
    assert question is not None
    assert question.aide is not None
    assert question.aide.en_clair(ici) == aide


@pytest.mark.parametrize(
    "selon",
    [
        "{selon: []}",
        "{selon: [{si: {categorie: libre}, valeur: cloture}]}",
        "{selon: [{valeur: cloture}, {valeur: cloture}]}",
        "{selon: [{si: {categorie: libre}}, {valeur: cloture}]}",
        "{selon: cloture}",
    ],
)
def test_un_selon_mal_forme_dit_comment_l_ecrire(selon: str) -> None:
    corps = (
        FAMILLE[: FAMILLE.index("pieces:")]
        + f"pieces:\n  dossier:\n    intitule: Dossier\n    limite: {selon}\n"
    )
    erreurs = [str(erreur) for erreur in compiler(corps).rapport.erreurs]
    assert erreurs
    assert "selon" in erreurs[0]
