"""When a pièce may be handed in, how much of it, and how what is missing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from portal.domain.champs.declaration import Nombre
from portal.domain.fourniture import en_phrase, regroupements
from portal.domain.piece import Piece, PieceDue
from portal.domain.piece_suivie import FichierDepose, PieceSuivie
from portal.domain.pieces_dues import pieces_dues
from portal.domain.remise import (
    FICHIERS_AU_PLUS,
    DepotFerme,
    PieceFigee,
    depose_en_ligne,
    empechement,
    places_restantes,
    taille_de_l_envoi,
)
from portal.domain.situation import Situation
from tests.candidatures import REPONSES
from tests.enonces.lectures import CS
from tests.unit.domain.runtime.modeles import livre_compile, situation

MO = 1024 * 1024
LE = datetime(2025, 11, 5, 12, tzinfo=UTC)
FICHIER = FichierDepose("cle", "a.pdf", "pdf", 10, 1, LE)


def suivie(**piece: object) -> PieceSuivie:
    return PieceSuivie(PieceDue(Piece("une", "Une pièce", **piece), LE + timedelta(days=1)))  # type: ignore[arg-type]


@pytest.fixture
def ici() -> Situation:
    """A registered candidate to the CS, within the period of deposit."""
    base = situation(livre_compile(CS), REPONSES[CS], validees=None)
    return replace(base, maintenant=LE, etat="enregistree", _visibles={}, _retenues={})


@pytest.mark.parametrize(
    ("au_plus", "taille", "attendue"),
    [(1, 5 * MO, 15 * MO), (2, 5 * MO, 20 * MO), (None, 5 * MO, 60 * MO), (50, MO, 12 * MO)],
)
def test_un_envoi_pese_ce_que_le_modele_permet(au_plus: int | None, taille: int, attendue: int) -> None:
    assert taille_de_l_envoi(suivie(fichiers=Nombre(1, au_plus), taille=taille)) == attendue + 256 * 1024


def test_une_piece_sans_borne_a_quand_meme_une_fin() -> None:
    assert places_restantes(suivie(), 3) == FICHIERS_AU_PLUS - 3
    assert places_restantes(suivie(fichiers=Nombre(1, 2)), 3) == 0


def test_une_piece_par_la_poste_peut_aussi_se_deposer_quand_le_modele_le_dit() -> None:
    assert not depose_en_ligne(suivie(canal="courrier"))
    assert depose_en_ligne(suivie(canal="courrier", autres_canaux=("en_ligne",)))


def test_la_limite_est_exclue_et_l_ouverture_incluse(ici: Situation) -> None:
    une = suivie()
    ouverture, limite = ici.modele.calendrier.pieces.ouverture, une.due.limite
    assert empechement(ici, une, ouverture) is None
    assert empechement(ici, une, limite - timedelta(microseconds=1)) is None
    assert isinstance(empechement(ici, une, limite), DepotFerme)
    assert isinstance(empechement(ici, une, ouverture - timedelta(seconds=1)), DepotFerme)


def test_ce_qui_est_fige_le_dit_avant_de_parler_de_date(ici: Situation) -> None:
    for figee in (replace(suivie(), statut="conforme"), replace(suivie(), validee_le=LE)):
        assert isinstance(empechement(ici, figee, LE + timedelta(days=9)), PieceFigee)


def test_la_phrase_dit_ce_qui_manque_puis_le_bouton_puis_l_attente(ici: Situation) -> None:
    dues = [PieceSuivie(due) for due in pieces_dues(ici)]
    rendues = [replace(une, fichiers=(FICHIER,), choix="certificat") for une in dues]
    figees = [replace(une, validee_le=LE) for une in rendues]
    fuseau = ici.modele.calendrier.fuseau

    def phrase(suivies: list[PieceSuivie]) -> str:
        return en_phrase(regroupements(ici, suivies, {}, {}), fuseau).replace("\N{NO-BREAK SPACE}", " ")

    assert phrase(dues).startswith("Il manque ")
    assert "avant le mercredi 19 novembre 2025 à 17 h 00" in phrase(dues)
    assert phrase(rendues).startswith("Tout est déposé")
    assert "Vous n’avez rien à faire" in phrase(figees)


def test_un_fichier_depose_apres_le_refus_remet_la_piece_au_service(ici: Situation) -> None:
    dues = [PieceSuivie(due) for due in pieces_dues(ici)]
    refusee = replace(dues[0], statut="non_conforme", fichiers=(FICHIER,))
    for refus, manque in ((LE + timedelta(hours=1), True), (LE - timedelta(hours=1), False)):
        (groupe, *_) = regroupements(ici, [refusee, *dues[1:]], {refusee.cle: refus}, {})
        assert (refusee.cle in {un.cle for un in groupe.manques}) is manque
