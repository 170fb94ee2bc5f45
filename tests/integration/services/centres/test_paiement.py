"""Payments: exact, never more than what is due, once for each click, taken back but never given back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.domain.motif import MotifRefuse
from portal.domain.paiement import PaiementDepasse, PaiementRefuse, Saisie
from portal.services import paiement
from portal.services.candidature import situation_de
from portal.services.echeance import franchir_les_echues
from portal.services.portail import Portail
from portal.services.sommes import paiements_de
from portal.tables import Candidature, Evenement
from portal.tables.paiement import Paiement
from tests import centres
from tests.centres import (
    MOTIF,
    agir,
    corriger,
    courriels,
    ensemble,
    membre,
    mener,
    natures,
    payer,
    prises,
    regle,
    relire,
    reste,
    soumettre,
    union,
)

AUJOURD_HUI = date(2025, 11, 5)


@pytest.fixture
def due(portail: Portail, lille: int) -> Candidature:
    """Two épreuves at 50,10 €."""
    return mener(portail, "prevalidee", soumettre(portail, epreuves=("E1", "E2")))


def annuler(portail: Portail, candidature: Candidature, motif: str = MOTIF, lequel: int = -1) -> str:
    lue = relire(candidature)
    lui, tous = membre(portail, lue.centre_id), paiements_de(candidature.id)
    return paiement.annuler(portail, lui, lue.cle, tous[lequel].id, motif).etat


def test_les_montants_sont_exacts_au_centime(portail: Portail, due: Candidature) -> None:
    assert reste(portail, due) == Decimal("100.20")
    for paye, laisse in (("33.40", "66.80"), ("33.40", "33.40"), ("33.39", "0.01")):
        assert payer(portail, due, Decimal(paye)).reste == Decimal(laisse)
    fini = payer(portail, due, Decimal("0.01"))
    assert (fini.reste, fini.etat, regle(due)) == (Decimal("0.00"), "Réglée", Decimal("100.20"))
    assert [un.centimes for un in paiements_de(due.id)] == [3340, 3340, 3339, 1]


def test_le_solde_prend_la_transition_avec_son_journal_et_son_courriel(
    portail: Portail, due: Candidature
) -> None:
    payer(portail, due, Decimal(50))
    assert (relire(due).etat, courriels(due, "regler")) == ("prevalidee", [])
    (accuse,) = courriels(due, "paiement_recu")
    assert "50,20\N{NO-BREAK SPACE}€." in accuse.texte, "each payment is acknowledged"
    lui = membre(portail, relire(due).centre_id)
    payer(portail, due, agent=lui, reference="Chèque 0012")
    assert relire(due).etat == "reglee"
    assert natures(due)[-3:] == ["paiement_recu", "paiement_recu", "regler"]
    recu = db.session.scalars(select(Evenement).filter_by(nature="paiement_recu")).all()[-1]
    assert (recu.donnees, recu.compte_id) == ({"montant": "50.20", "moyen": "Chèque"}, lui.compte_id)
    (mail,) = courriels(due, "regler")
    assert "0\N{NO-BREAK SPACE}€" in mail.texte
    ligne = paiements_de(due.id)[-1]
    assert (ligne.reference, ligne.recu_le, ligne.saisi_par) == ("Chèque 0012", AUJOURD_HUI, lui.compte_id)


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"montant": Decimal("100.21")}, "montant"),
        ({"montant": Decimal(0)}, "montant"),
        ({"montant": Decimal(-5)}, "montant"),
        ({"montant": Decimal("10.005")}, "montant"),
        ({"montant": Decimal("NaN")}, "montant"),
        ({"montant": Decimal("Infinity")}, "montant"),
        ({"montant": Decimal(50), "moyen": "bitcoin"}, "moyen"),
        ({"montant": Decimal(50), "recu_le": AUJOURD_HUI + timedelta(days=1)}, "recu_le"),
        ({"montant": Decimal(0), "moyen": "formation", "recu_le": date(9999, 12, 31)}, "recu_le"),
    ],
)
def test_ce_qui_ne_se_peut_pas_est_refuse_pres_du_champ(
    portail: Portail, due: Candidature, saisie: dict[str, object], champ: str
) -> None:
    with pytest.raises(PaiementRefuse) as refus:
        payer(portail, due, **saisie)
    assert (refus.value.champ, refus.value.statut) == (champ, 422)
    assert (regle(due), paiements_de(due.id)) == (0, ())


def test_un_montant_trop_grand_dit_ce_qui_reste(portail: Portail, due: Candidature) -> None:
    payer(portail, due, Decimal(60))
    with pytest.raises(PaiementRefuse, match="Il reste 40,20\N{NO-BREAK SPACE}€"):
        payer(portail, due, Decimal(60))


def test_un_tiers_paie_tout_ce_qui_reste(portail: Portail, due: Candidature) -> None:
    payer(portail, due, Decimal(10))
    fini = payer(portail, due, Decimal(0), moyen="formation")
    assert (fini.reste, fini.etat) == (0, "Réglée")
    ligne = paiements_de(due.id)[-1]
    assert (ligne.tiers, ligne.montant) == (True, Decimal("90.20"))


def test_le_meme_clic_deux_fois_n_enregistre_qu_un_reglement(
    app: Flask, portail: Portail, due: Candidature
) -> None:
    """Half of what is due: without what the page showed, the second would fit."""
    cle, lui = due.cle, membre(portail, relire(due).centre_id)
    saisie = Saisie(Decimal("50.10"), "cheque", AUJOURD_HUI, reste_vu=Decimal("100.20"))
    rendus = ensemble(app, *[lambda: paiement.enregistrer(portail, lui, cle, saisie)] * 3)
    assert sorted(type(rendu).__name__ for rendu in rendus) == ["Encaissement"] + ["PaiementDepasse"] * 2
    assert regle(due) == Decimal("50.10")
    with pytest.raises(PaiementDepasse, match="il reste 50,10\N{NO-BREAK SPACE}€"):
        paiement.enregistrer(portail, lui, cle, saisie)


@pytest.mark.parametrize("etat", ["soumise", "refusee", "reglee", "inscrite"])
def test_rien_ne_se_regle_dans_un_autre_etat(portail: Portail, lille: int, etat: str) -> None:
    candidature = mener(portail, etat, soumettre(portail))
    deja = regle(candidature)
    with pytest.raises(TransitionImpossible, match="Aucun règlement n’est attendu") as refus:
        payer(portail, candidature, Decimal(1))
    assert refus.value.statut == 409
    assert regle(candidature) == deja


def test_qui_recoit_l_argent_l_enregistre_et_le_gestionnaire_aussi(
    portail: Portail, due: Candidature
) -> None:
    payer(portail, due, Decimal(1), agent=union(portail))
    ailleurs = membre(portail, relire(due).centre_id)
    with pytest.raises(TransitionImpossible, match="pas ouverte"):
        payer(portail, due, Decimal(1), agent=centres.comme(ailleurs, "auteur"))
    assert regle(due) == 1


def test_une_somme_sans_frais_ne_s_ecrit_pas(portail: Portail, due: Candidature) -> None:
    """The database refuses a row of nothing; nobody gets that far."""
    with ecriture() as s:
        s.execute(Paiement.__table__.insert().values(**ligne_de(due, 10020)))
    with pytest.raises(PaiementDepasse, match="Il ne reste rien à régler"):
        payer(portail, due, Decimal(0), moyen="formation")


def ligne_de(candidature: Candidature, centimes: int) -> dict[str, object]:
    return {
        "candidature_id": candidature.id, "centimes": centimes, "moyen": "cheque", "tiers": False,
        "recu_le": AUJOURD_HUI, "saisi_le": centres.MIDI,
    }  # fmt: skip


# Taken back --------------------------------------------------------------------------------------


def test_une_saisie_annulee_rouvre_le_reglement_avec_un_nouveau_delai(
    portail: Portail, due: Candidature, horloge: HorlogeReglable
) -> None:
    payer(portail, due)
    assert relire(due).echeance_le is None
    horloge.avancer(timedelta(hours=1))
    with pytest.raises(MotifRefuse):
        annuler(portail, due, "  ")
    assert annuler(portail, due) == "Pré-validée"
    lue = relire(due)
    assert (lue.etat, lue.echeance) == ("prevalidee", "expirer")
    assert lue.echeance_le == horloge.maintenant() + timedelta(days=5)
    assert (regle(due), reste(portail, due)) == (0, Decimal("100.20"))
    (ligne,) = paiements_de(due.id)
    assert (ligne.motif, ligne.annule_le, ligne.centimes) == (MOTIF, horloge.maintenant(), 10020)
    assert natures(due)[-2:] == ["paiement_annule", "rouvrir"]
    assert "100,20" in courriels(due, "rouvrir")[0].texte
    assert prises(lue.centre_id) == {"E1": 1, "E2": 1}, "the place is kept meanwhile"


def test_paye_repris_repaye_se_dit_a_chaque_fois(
    portail: Portail, due: Candidature, horloge: HorlogeReglable
) -> None:
    for _ in range(2):
        payer(portail, due)
        horloge.avancer(timedelta(minutes=1))
        annuler(portail, due)
        horloge.avancer(timedelta(minutes=1))
    payer(portail, due)
    assert (relire(due).etat, regle(due)) == ("reglee", Decimal("100.20"))
    assert len(courriels(due, "regler")) == 3
    assert len(courriels(due, "rouvrir")) == 2


def test_une_saisie_ne_s_annule_qu_une_fois(app: Flask, portail: Portail, due: Candidature) -> None:
    payer(portail, due, Decimal(10))
    payer(portail, due, Decimal(20))
    cle, lui, premier = due.cle, membre(portail, relire(due).centre_id), paiements_de(due.id)[0].id
    rendus = ensemble(app, *[lambda: paiement.annuler(portail, lui, cle, premier, MOTIF)] * 2)
    assert sorted(type(rendu).__name__ for rendu in rendus) == ["Encaissement", "PaiementDepasse"]
    assert regle(due) == 20


def test_le_reglement_d_un_autre_ne_s_annule_pas(portail: Portail, due: Candidature) -> None:
    autre = mener(portail, "prevalidee", soumettre(portail))
    payer(portail, autre, Decimal(10))
    lui, sien = membre(portail, relire(due).centre_id), paiements_de(autre.id)[0].id
    with pytest.raises(PaiementDepasse):
        paiement.annuler(portail, lui, relire(due).cle, sien, MOTIF)
    assert regle(autre) == 10


def test_une_inscription_validee_ne_reprend_plus_rien(portail: Portail, lille: int) -> None:
    candidature = mener(portail, "inscrite", soumettre(portail))
    with pytest.raises(TransitionImpossible, match="allée plus loin"):
        annuler(portail, candidature)
    assert regle(candidature) == Decimal("50.10")


def test_une_saisie_reprise_apres_le_delai_fait_courir_un_nouveau_delai(
    portail: Portail, due: Candidature, horloge: HorlogeReglable
) -> None:
    """A first payment keeps the place; once it is taken back, the place is not kept for ever."""
    payer(portail, due, Decimal(10))
    echeance = relire(due).echeance_le
    assert echeance is not None
    horloge.regler(echeance)
    assert franchir_les_echues(portail) == 0
    assert (relire(due).etat, relire(due).echeance_le) == ("prevalidee", None)
    annuler(portail, due)
    nouvelle = relire(due).echeance_le
    assert nouvelle is not None
    assert nouvelle > horloge.maintenant()
    horloge.regler(nouvelle)
    assert franchir_les_echues(portail) == 1
    assert relire(due).etat == "expiree"


# Nothing to pay, or less --------------------------------------------------------------------------


def test_une_epreuve_de_moins_peut_ne_rien_laisser_a_regler(portail: Portail, due: Candidature) -> None:
    payer(portail, due, Decimal("50.10"))
    corriger(portail, membre(portail, relire(due).centre_id), due, "epreuves", epreuves__demandees=["E1"])
    assert (relire(due).etat, reste(portail, due)) == ("reglee", 0)
    assert "regler" in natures(due)


def test_une_inscription_exoneree_est_reglee_des_la_pre_validation(portail: Portail, lille: int) -> None:
    centres.publier_juin(portail, du="03/11/2025 09:00")
    centres.offrir(lille, centres.JUIN, {"E1": 3})
    exoneree = centres.reporter(portail, soumettre(portail))
    assert situation_de(portail, relire(exoneree), brouillon=False).lire("frais.total") == 0
    dit = agir(portail, membre(portail, lille), exoneree, "prevalider")
    assert (dit, relire(exoneree).etat) == ("Réglée", "reglee")
    assert natures(exoneree)[-2:] == ["prevalider", "regler"]
    assert relire(exoneree).echeance_le is None
    assert prises(lille, centres.JUIN) == {"E1": 1}


def test_rien_ne_rembourse(portail: Portail, due: Candidature) -> None:
    """A sum is positive, and no function of the service gives one back."""
    publiques = {nom for nom in vars(paiement) if not nom.startswith("_")}
    assert not [nom for nom in publiques if "rembours" in nom]
    with pytest.raises(IntegrityError), ecriture() as s:
        s.execute(Paiement.__table__.insert().values(**ligne_de(due, -100)))
