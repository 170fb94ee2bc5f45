"""Lines of convocations and of notes: what each cell may hold, and what is said of the others."""

from __future__ import annotations

from datetime import date

import pytest

from portal.domain import convocation, releve
from portal.domain.feuille import Erreur, Rangee
from portal.domain.lignes_du_service import LigneLue, lire_reference
from portal.domain.saisie_invalide import SaisieInvalide

AUJOURD_HUI = date(2026, 6, 1)
JUSTE = {
    "candidature": "20250000017-001", "epreuve": "EP1", "jour": "10/06/2026", "heure": "9h", "lieu": "Lycée",
}  # fmt: skip


def convoquer(numero: int = 2, **valeurs: str) -> LigneLue | Erreur:
    return convocation.lire_convocation(Rangee(numero, {**JUSTE, **valeurs}), AUJOURD_HUI)


def ligne(numero: int = 2, **valeurs: str) -> LigneLue:
    lue = convoquer(numero, **valeurs)
    assert isinstance(lue, LigneLue)
    return lue


def faute(**valeurs: str) -> str:
    lue = convoquer(**valeurs)
    assert isinstance(lue, Erreur)
    return lue.phrase.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("candidature", "rang", "lu"),
    [
        ("01938019334-001", "", "01938019334-001"),
        ("1938019334-1", "", "01938019334-001"),
        ("01938019334 - 001", "", "01938019334-001"),
        ("1938019334", "2", "01938019334-002"),
    ],
)
def test_une_candidature_se_nomme_d_un_ou_de_deux_numeros(candidature: str, rang: str, lu: str) -> None:
    assert str(lire_reference(candidature, rang)) == lu


@pytest.mark.parametrize(
    ("candidature", "dit"),
    [("", "manque"), ("1,93802E+09", "Texte"), ("DURAND", "n'est pas"), ("01938019334", "inscription")],
)
def test_un_numero_abime_dit_ce_qui_lui_est_arrive(candidature: str, dit: str) -> None:
    with pytest.raises(SaisieInvalide, match=dit):
        lire_reference(candidature)


@pytest.mark.parametrize(
    ("ecrite", "lue"), [("9h", "09:00"), ("09:30", "09:30"), ("14 h 05", "14:05"), ("8:00:00", "08:00")]
)
def test_une_heure_s_ecrit_de_plusieurs_facons(ecrite: str, lue: str) -> None:
    assert f"{convocation.lire_heure(ecrite):%H:%M}" == lue


@pytest.mark.parametrize(
    ("colonne", "valeur", "dit"),
    [
        ("heure", "25:00", "n'existe pas"),
        ("heure", "matin", "n'est pas une heure"),
        ("heure", "", "L'heure manque"),
        ("jour", "", "La date manque"),
        ("jour", "31/05/2026", "déjà passé"),
        ("jour", "30/02/2026", "n'existe pas"),
        ("jour", "10/06/2062", "vérifiez l'année"),
        ("jour", "10/13/2026", "mois 13"),
        ("lieu", "", "Lieu"),
        ("lieu", "x" * 201, "200"),
        ("epreuve", "", "épreuve manque"),
    ],
)
def test_chaque_cellule_fausse_est_dite(colonne: str, valeur: str, dit: str) -> None:
    assert dit in faute(**{colonne: valeur})


def test_une_ligne_dit_toutes_ses_fautes_d_un_coup() -> None:
    dite = faute(heure="25:00", lieu="", jour="")
    assert all(morceau in dite for morceau in ("25:00", "Lieu", "La date manque"))


def test_le_jour_meme_est_encore_a_venir() -> None:
    assert ligne(jour="01/06/2026").donnees["jour"] == "2026-06-01"


def test_une_ligne_repetee_et_deux_lieux_a_la_fois_sont_dits() -> None:
    fautes = convocation.croiser([ligne(2), ligne(3), ligne(4, epreuve="EP2"), ligne(5, heure="14h")])
    assert [(f.numero, "répète" in f.phrase, "Même jour" in f.phrase) for f in fautes] == [
        (3, True, False), (4, False, True),
    ]  # fmt: skip


def test_une_convocation_s_imprime_dans_l_ordre_et_en_toutes_lettres() -> None:
    rangees = [ligne(2, jour="11/06/2026").donnees, ligne(3, heure="14h30").donnees]
    [premiere, _] = convocation.en_ordre(rangees)
    imprimee = convocation.a_imprimer(premiere)
    assert imprimee["jour_dit"] == "mercredi 10 juin 2026"
    assert imprimee["heure_dite"] == "14\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30"


@pytest.mark.parametrize(
    ("ecrite", "lue", "dite"),
    [
        ("12,5", "12.5", "12,5 / 20"), ("0", "0", "0 / 20"), ("20/20", "20", "20 / 20"),
        ("abs", "ABS", "Absent"), ("Dispensée", "DISP", "Dispensé"),
    ],
)  # fmt: skip
def test_une_note_ou_abs_ou_disp(ecrite: str, lue: str, dite: str) -> None:
    assert releve.lire_note(ecrite) == lue
    assert releve.dire_note(lue) == dite


@pytest.mark.parametrize("ecrite", ["", "20,5", "21", "-1", "dix", "12,555"])
def test_ce_qui_n_est_pas_une_note_est_refuse(ecrite: str) -> None:
    with pytest.raises(SaisieInvalide):
        releve.lire_note(ecrite)


def test_une_epreuve_n_a_qu_une_note_et_un_candidat_qu_une_decision() -> None:
    def note(numero: int, epreuve: str, resultat: str) -> LigneLue:
        valeurs = {"candidature": "1-1", "epreuve": epreuve, "note": "12", "resultat": resultat}
        lue = releve.lire_note_du_releve(Rangee(numero, valeurs), AUJOURD_HUI)
        assert isinstance(lue, LigneLue)
        return lue

    lignes = [note(2, "E1", "ADMIS"), note(3, "E1", ""), note(4, "E2", "REFUSÉ"), note(5, "E3", "")]
    assert [faute.numero for faute in releve.croiser(lignes)] == [3, 4]
    assert releve.decision([ligne.donnees for ligne in lignes]) == "ADMIS"
