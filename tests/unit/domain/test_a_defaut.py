"""A pièce that is not there in time closes the épreuves that cite it, and those alone (guide 003 II)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from portal.domain.a_defaut import en_defaut, epreuves_refusees
from portal.domain.circuit import Circuit, Etat, Transition
from portal.domain.piece import Piece, PieceDue
from portal.domain.piece_suivie import FichierDepose, PieceSuivie

LIMITE = datetime(2026, 3, 6, 23, tzinfo=UTC)
VEILLE = LIMITE - timedelta(seconds=1)
HAUTEUR = Piece("hauteur", "Attestation R.408", a_defaut="epreuves_refusees", citee=True)
ATTENDUE = PieceSuivie(PieceDue(HAUTEUR, LIMITE, pour=("EP2", "EP3"), cle="hauteur"))
FICHIER = FichierDepose("f", "r408.pdf", "pdf", 1000, 1, VEILLE)


def test_sans_l_attestation_a_la_date_limite_seules_ses_epreuves_sont_refusees_s_227() -> None:
    assert epreuves_refusees([ATTENDUE], VEILLE) == ()
    assert epreuves_refusees([ATTENDUE], LIMITE) == ("EP2", "EP3")


def test_l_attestation_deposee_avant_la_limite_ne_refuse_rien_meme_si_on_la_verifie_apres() -> None:
    assert epreuves_refusees([replace(ATTENDUE, fichiers=(FICHIER,))], LIMITE) == ()


def test_l_attestation_non_conforme_a_la_limite_refuse_ses_epreuves() -> None:
    refusee = replace(ATTENDUE, fichiers=(FICHIER,), statut="non_conforme")
    assert epreuves_refusees([refusee], LIMITE) == ("EP2", "EP3")


def test_une_autre_suite_ne_refuse_aucune_epreuve() -> None:
    autre = replace(ATTENDUE, due=replace(ATTENDUE.due, piece=replace(HAUTEUR, a_defaut="annuler")))
    assert epreuves_refusees([autre], LIMITE) == ()
    assert en_defaut([autre], LIMITE) == (autre,)


def test_les_etats_qui_suivent_ne_comptent_pas_ceux_qui_ecartent() -> None:
    etats = {
        code: Etat(code, code, phase)
        for code, phase in (("a", "brouillon"), ("b", "deposee"), ("c", "inscrite"), ("x", "ecartee"))
    }
    transitions = {
        "ab": Transition("ab", "", ("a",), "b", ("candidat",)),
        "bc": Transition("bc", "", ("b",), "c", ("gestionnaire",)),
        "bx": Transition("bx", "", ("b",), "x", ("gestionnaire",)),
        "xa": Transition("xa", "", ("x",), "a", ("candidat",)),
    }
    assert Circuit(etats, transitions).depuis("b") == {"b", "c"}
    assert Circuit(etats, transitions).depuis("inconnu") == frozenset()
