"""What counts in « Pièces conformes : n / m », what waits for the service, what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portal.domain.champs.declaration import Nombre
from portal.domain.piece import Piece, PieceDue
from portal.domain.piece_suivie import FichierDepose, PieceSuivie, bilan, faits

LE = datetime(2025, 11, 5, 11, tzinfo=UTC)
FICHIER = FichierDepose("f", "carte.pdf", "pdf", 1000, 1, LE)
IDENTITE = Piece("identite", "Pièce d'identité")
VIDE = PieceSuivie(PieceDue(IDENTITE, LE, cle="identite"))
DEPOSEE = replace(VIDE, fichiers=(FICHIER,))
RENDUE = replace(DEPOSEE, validee_le=LE)


def test_une_piece_sans_fichier_manque_et_ne_se_verifie_pas() -> None:
    assert (VIDE.manquante, VIDE.a_verifier, VIDE.figee) == (True, False, False)


def test_une_piece_deposee_attend_que_le_candidat_dise_avoir_tout_fourni() -> None:
    assert (DEPOSEE.manquante, DEPOSEE.a_verifier, DEPOSEE.figee) == (False, False, False)
    assert (RENDUE.manquante, RENDUE.a_verifier, RENDUE.figee) == (False, True, True)


def test_une_piece_non_conforme_manque_de_nouveau_et_se_rouvre() -> None:
    refusee = replace(DEPOSEE, statut="non_conforme")
    assert (refusee.manquante, refusee.a_verifier, refusee.figee) == (True, False, False)


def test_une_piece_conforme_ne_se_touche_plus() -> None:
    conforme = replace(DEPOSEE, statut="conforme")
    assert (conforme.manquante, conforme.a_verifier, conforme.figee) == (False, False, True)


def test_une_piece_recue_par_la_poste_se_verifie_sans_fichier() -> None:
    assert replace(VIDE, statut="recue").a_verifier


def test_une_piece_au_choix_n_est_deposee_que_si_l_on_dit_laquelle() -> None:
    choix = replace(IDENTITE, une_parmi=(("carte", "Carte"), ("passeport", "Passeport")))
    piece = replace(DEPOSEE, due=PieceDue(choix, LE))
    assert not piece.deposee
    assert replace(piece, choix="carte").deposee


def test_une_piece_qui_demande_deux_fichiers_n_est_pas_deposee_avec_un_seul() -> None:
    due = PieceDue(replace(IDENTITE, fichiers=Nombre(2, 2)), LE)
    assert not replace(DEPOSEE, due=due).deposee
    assert replace(DEPOSEE, due=due, fichiers=(FICHIER, FICHIER)).deposee


def test_se_dire_non_concerne_vaut_reponse() -> None:
    assert replace(VIDE, non_concerne="Je suis exempté").fournie


@pytest.mark.parametrize("due", [
    PieceDue(IDENTITE, LE, certaine=False),
    PieceDue(IDENTITE, LE, obligatoire=False),
])  # fmt: skip
def test_une_piece_peut_etre_demandee_ou_facultative_ne_compte_pas_sans_fichier(due: PieceDue) -> None:
    assert bilan([replace(VIDE, due=due)]).dues == 0


def test_le_bilan_compte_chaque_piece_une_fois() -> None:
    conforme, refusee = replace(RENDUE, statut="conforme"), replace(DEPOSEE, statut="non_conforme")
    compte = bilan([VIDE, DEPOSEE, RENDUE, conforme, refusee])
    assert (compte.dues, compte.manquantes, compte.a_verifier) == (5, 1, 1)
    assert (compte.non_conformes, compte.conformes, compte.restantes, compte.complet) == (1, 1, 4, False)


def test_une_candidature_sans_piece_est_complete() -> None:
    assert bilan([]).complet


def test_les_conditions_lisent_le_pire_statut_des_pieces_d_un_meme_code() -> None:
    lus = faits([replace(RENDUE, statut="conforme"), replace(DEPOSEE, statut="non_conforme")])
    assert lus["identite"] == "non_conforme"
    assert lus["restantes"] == Decimal(1)
    assert faits([VIDE])["identite"] == "absente"
    assert faits([DEPOSEE])["identite"] == "fournie"
