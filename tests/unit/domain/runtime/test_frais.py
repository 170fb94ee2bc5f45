"""What a candidature owes, what may be written down as paid, and until when (guide 001, étapes 3 and 4)."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from centres_dessines import E1_E2, AnnuaireFixe, dans_les_centres, offrant

from portal.domain.centre_choisi import ouvres_de
from portal.domain.frais import lignes_de_frais, total
from portal.domain.paiement import PaiementDepasse, PaiementRefuse, Saisie, reste, verifier
from portal.domain.situation import Situation

AUJOURD_HUI = date(2025, 12, 3)
AVANT = "Les inscriptions n'étaient pas encore ouvertes : indiquez au plus tôt le 01/11/2025."
PARIS = ZoneInfo("Europe/Paris")


def situation(*epreuves: str, regle: str = "0", origine: str = "", departement: str = "59") -> Situation:
    annuaire = AnnuaireFixe((offrant("LILLE", departement, "Lille", E1=5, E2=5, E3=5),))
    reponses = {"epreuves.demandees": list(epreuves), "centre": "LILLE"}
    return replace(dans_les_centres(annuaire, reponses), regle=Decimal(regle), origine=origine)


def saisie(
    montant: str = "100.20", moyen: str = "cheque", vu: str | None = None, le: date = AUJOURD_HUI
) -> Saisie:
    return Saisie(Decimal(montant), moyen, le, reste_vu=None if vu is None else Decimal(vu))


@pytest.mark.parametrize(("epreuves", "somme"), [
    (("E1",), "50.10"), (("E1", "E3"), "100.20"), (("E1", "E2", "E3"), "150.30"),
])  # fmt: skip
def test_chaque_epreuve_demandee_se_paie_u_046_u_047(epreuves: tuple[str, ...], somme: str) -> None:
    assert total(situation(*epreuves)) == Decimal(somme)


def test_chaque_ligne_nomme_son_epreuve() -> None:
    (ligne,) = lignes_de_frais(situation("E2"))
    assert (ligne.intitule, ligne.detail) == ("Inscription à une épreuve", "E2 – Fin d'exercice")
    assert not ligne.exoneree


def test_une_inscription_reportee_ne_se_paie_pas_une_seconde_fois() -> None:
    reportee = situation("E1", "E2", origine="accorder_report")
    assert total(reportee) == 0
    assert [(ligne.montant, ligne.exoneree) for ligne in lignes_de_frais(reportee)] == [
        (Decimal(0), True)
    ] * 2


def test_une_demande_reprise_apres_un_refus_se_paie() -> None:
    assert total(situation("E1", origine="refuser")) == Decimal("50.10")


def test_ce_qui_reste_n_est_jamais_moins_que_rien() -> None:
    assert reste(situation("E1", "E2", regle="50.10")) == Decimal("50.10")
    assert reste(situation("E1", regle="100.20")) == 0
    assert situation("E1", "E2", regle="50.10").lire("paiement.reste") == Decimal("50.10")


def test_tant_qu_on_n_a_pas_lu_les_reglements_rien_n_en_depend() -> None:
    inconnue = replace(situation("E1"), regle=None)
    assert inconnue.modele.circuit.transitions["expirer"].si.evaluer(inconnue) is None


@pytest.mark.parametrize(("regle", "expire"), [("0", True), ("0.01", False), ("100.20", False)])
def test_un_reglement_partiel_empeche_l_expiration(regle: str, expire: bool) -> None:
    ici = situation("E1", "E2", regle=regle)
    assert ici.modele.circuit.transitions["expirer"].si.evaluer(ici) is expire


def test_un_reglement_juste_ou_partiel_s_enregistre() -> None:
    assert verifier(situation("E1", "E2"), saisie(), AUJOURD_HUI).code == "cheque"
    assert verifier(situation("E1", "E2"), saisie("0.01", vu="100.20"), AUJOURD_HUI).code == "cheque"


@pytest.mark.parametrize(("ecrite", "champ", "phrase"), [
    (saisie("100.21"), "montant", "Il reste 100,20 € à régler : un montant plus grand ne s'enregistre pas."),
    (saisie("0"), "montant", "Le montant est plus grand que zéro."),
    (saisie("-5"), "montant", "Le montant est plus grand que zéro."),
    (saisie("NaN"), "montant", "Le montant est plus grand que zéro."),
    (saisie("50.101"), "montant", "Le montant s'écrit en euros et en centimes."),
    (saisie(moyen="especes"), "moyen", "Choisissez l'un des moyens de paiement."),
    (saisie(le=date(2025, 12, 4)), "recu_le", "Cette date est dans l'avenir."),
    (saisie(le=date(1, 1, 1)), "recu_le", AVANT), (saisie(le=date(2024, 12, 3)), "recu_le", AVANT),
], ids=["trop", "zéro", "négatif", "aucun", "millièmes", "moyen", "avenir", "an 1", "trop tôt"])  # fmt: skip
def test_un_reglement_impossible_dit_a_quel_champ_et_pourquoi(
    ecrite: Saisie, champ: str, phrase: str
) -> None:
    with pytest.raises(PaiementRefuse) as refus:
        verifier(situation("E1", "E2"), ecrite, AUJOURD_HUI)
    assert refus.value.champ == champ
    assert refus.value.phrase.replace("\u00a0", " ").replace("’", "'") == phrase


@pytest.mark.parametrize(
    "ecrite", [saisie("50.10", vu="100.20"), saisie("100.20", moyen="formation", vu="100.20")]
)
def test_deux_reglements_saisis_a_la_fois_n_en_font_qu_un(ecrite: Saisie) -> None:
    with pytest.raises(PaiementDepasse, match="Entre-temps"):
        verifier(situation("E1", "E2", regle="100.20"), ecrite, AUJOURD_HUI)


def test_ce_qui_est_regle_ne_se_regle_pas_encore() -> None:
    with pytest.raises(PaiementDepasse, match="Il ne reste rien"):
        verifier(situation("E1", regle="50.10"), saisie(), AUJOURD_HUI)


def test_un_tiers_paie_tout_ce_qui_reste_sans_ecrire_de_montant_u_057() -> None:
    moyen = verifier(situation("E1", "E2", regle="50.10"), saisie("0", moyen="formation"), AUJOURD_HUI)
    assert moyen.tiers


@pytest.mark.parametrize(("departement", "jour"), [("75", 29), ("57", 30), ("974", 29), ("972", 29)])
def test_le_lendemain_de_noel_ne_compte_pas_en_moselle(departement: str, jour: int) -> None:
    """Pre-validated on Tuesday 23 December 2025 at 10:00: there the 26th is a holiday."""
    ici = situation("E1", departement=departement)
    fuseau, apres = ici.modele.calendrier.fuseau, ici.modele.circuit.transitions["expirer"].apres
    assert apres is not None
    fin = apres.decaler(datetime(2025, 12, 23, 10, tzinfo=PARIS), 1, fuseau, ouvres_de(ici))
    assert fin == datetime(2025, 12, jour, 10, tzinfo=PARIS)


def test_e1_et_e2_sont_les_epreuves_de_la_demande() -> None:
    assert situation(*E1_E2["epreuves.demandees"]).lire("epreuves") == ("E1", "E2")
