"""What a candidature costs, to whom, when and how (U-021, U-046 to U-050)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from centres_dessines import E1_E2, AnnuaireFixe, dans_les_centres, modele_a_centres, offrant
from modeles import modele, situation

from portal.domain.a_payer import APayer, a_payer

REPONSES = {**E1_E2, "departement_epreuves": "59", "centre": "LILLE"}


def du(etat: str = "brouillon", regle: str = "0") -> APayer:
    ici = dans_les_centres(AnnuaireFixe((offrant(),)), REPONSES)
    trouve = a_payer(replace(ici, etat=etat, regle=Decimal(regle)))
    assert trouve is not None
    return trouve


def test_chaque_epreuve_a_sa_ligne_et_le_total_est_leur_somme_u_047() -> None:
    ap = du()
    assert [(ligne.detail[:2], ligne.montant) for ligne in ap.lignes] == [
        ("E1", Decimal("50.10")), ("E2", Decimal("50.10")),
    ]  # fmt: skip
    assert (ap.total, ap.reste, ap.detaillee) == (Decimal("100.20"), Decimal("100.20"), True)


def test_avant_de_soumettre_on_lit_a_qui_et_quand_regler_u_048_u_045() -> None:
    ap = du()
    assert ap.a_qui == "Centre LILLE (Lille)"
    assert ap.quand.replace("\u00a0", " ") == (
        "À l’étape « Pré-validée », dans les 72 heures ouvrées. Ne réglez rien avant."
    )
    assert ap.acceptes == ("Chèque", "Virement")
    assert not ap.remboursable


@pytest.mark.parametrize(("etat", "moment"), [
    ("brouillon", "a_venir"), ("soumise", "a_venir"), ("prevalidee", "du"), ("reglee", "solde"),
    ("inscrite", "solde"), ("refusee", "sans_suite"), ("expiree", "sans_suite"),
])  # fmt: skip
def test_le_moment_suit_l_etat(etat: str, moment: str) -> None:
    assert du(etat).moment == moment


def test_ce_qui_est_regle_se_deduit() -> None:
    ap = du("prevalidee", "50.10")
    assert (ap.regle, ap.reste) == (Decimal("50.10"), Decimal("50.10"))


def test_sans_centre_choisi_on_sait_au_moins_que_c_est_un_centre() -> None:
    ap = a_payer(dans_les_centres(AnnuaireFixe(), {**E1_E2}))
    assert ap is not None
    assert ap.a_qui == "le centre d’épreuves"


def test_un_modele_sans_frais_ne_demande_rien() -> None:
    assert a_payer(situation(modele("onglets:\n  epreuves: Épreuves\n"))) is None


def test_le_bouton_porte_le_nom_de_la_transition_u_097() -> None:
    propre, commun = modele_a_centres().circuit, modele("onglets:\n  epreuves: Épreuves\n").circuit
    assert (propre.propre, propre.verbe) == (True, "Soumettre")
    assert (commun.propre, commun.verbe) == (False, "Enregistrer")
