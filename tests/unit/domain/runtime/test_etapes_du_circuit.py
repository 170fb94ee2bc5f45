"""« Où j'en suis » in a circuit that a family wrote: what happened, then the shortest way ahead (U-008)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from centres_dessines import AnnuaireFixe, dans_les_centres, modele_a_centres, offrant

from portal.domain.circuit import Circuit
from portal.domain.etapes_du_circuit import Passage, chemin, etapes_du_circuit
from portal.domain.suivi import Etape, Faits

DEBUT = datetime(2025, 11, 5, 11, 0, tzinfo=UTC)


def etapes(*etats: str, motif: str = "") -> tuple[Etape, ...]:
    ici = dans_les_centres(AnnuaireFixe((offrant(),)), {})
    ici = replace(ici, etat=etats[-1])
    passages = [Passage(etat, DEBUT + timedelta(hours=n), motif=motif) for n, etat in enumerate(etats)]
    enregistree = len(etats) > 1
    faits = Faits(int(enregistree), 1 if enregistree else None, None, "", 2, 3)
    return etapes_du_circuit(ici, faits, passages)


def lues(*etats: str) -> list[tuple[str, str]]:
    return [(etape.code, etape.etat) for etape in etapes(*etats)]


@pytest.fixture
def circuit() -> Circuit:
    return modele_a_centres().circuit


def test_le_chemin_est_le_plus_court_jusqu_a_inscrite(circuit: Circuit) -> None:
    assert chemin(circuit, "brouillon") == ("soumise", "prevalidee", "reglee", "inscrite")
    assert chemin(circuit, "reglee") == ("inscrite",)
    assert chemin(circuit, "inscrite") == chemin(circuit, "refusee") == ()


def test_un_brouillon_montre_tout_le_chemin() -> None:
    premiere, *suite = etapes("brouillon")
    assert (premiere.intitule, premiere.etat, premiere.detail) == (
        "Demande à terminer", "courant", "2 onglets terminés sur 3.",
    )  # fmt: skip
    assert [(e.intitule, e.etat) for e in suite] == [
        ("Demande soumise", "a_faire"), ("Pré-validée", "a_faire"), ("Réglée", "a_faire"),
        ("Inscrite définitivement", "a_faire"),
    ]  # fmt: skip


def test_l_etat_present_est_date_entre_ce_qui_est_fait_et_ce_qui_vient() -> None:
    faite, soumise, presente, *suite = etapes("brouillon", "soumise", "prevalidee")
    assert (faite.intitule, faite.etat) == ("Formulaire rempli", "fait")
    assert soumise.detail.startswith("N° 001. Le mercredi 5 novembre 2025 à 13")
    assert (presente.code, presente.etat, presente.mention) == ("prevalidee", "courant", "en ce moment")
    assert presente.detail.startswith("Le mercredi 5 novembre 2025 à 14")
    assert [e.code for e in suite] == ["reglee", "inscrite"]


def test_un_refus_interrompt_avec_son_motif_et_rien_ne_suit() -> None:
    *_, derniere = etapes("brouillon", "soumise", "refusee", motif="Plus de salle.")
    assert (derniere.intitule, derniere.etat, derniere.motif) == ("Refusée", "interrompu", "Plus de salle.")
    assert lues("brouillon", "soumise", "refusee")[-1] == ("refusee", "interrompu")


def test_inscrite_definitivement_est_la_fin() -> None:
    chaine = ("brouillon", "soumise", "prevalidee", "reglee", "inscrite")
    assert lues(*chaine) == [(code, "fait") for code in chaine]


def test_ce_qui_se_demande_ensuite_vient_apres_l_inscription() -> None:
    chaine = ("brouillon", "soumise", "prevalidee", "reglee", "inscrite", "report_demande")
    assert lues(*chaine)[-2:] == [("inscrite", "fait"), ("report_demande", "courant")]
    assert lues(*chaine, "reportee")[-1] == ("reportee", "fait")


def test_revenir_a_un_etat_oublie_le_detour_et_garde_la_premiere_date() -> None:
    aller = ("brouillon", "soumise", "prevalidee", "reglee", "prevalidee")
    presente = next(e for e in etapes(*aller) if e.code == "prevalidee")
    assert lues(*aller) == lues("brouillon", "soumise", "prevalidee")
    assert presente.detail.startswith("Le mercredi 5 novembre 2025 à 14")
