"""Frais and paiement: what an author writes, what it becomes, and what is refused at its line."""

from decimal import Decimal

import pytest
from atelier import remplacer
from atelier_centres import FAMILLE, MODELE, change, compiler, erreurs

from portal.domain.paiement import Moyen

FRAIS = FAMILLE[FAMILLE.index("frais:\n") : FAMILLE.index("paiement:\n")]
PAIEMENT = FAMILLE[FAMILLE.index("paiement:\n") : FAMILLE.index("circuit:\n")]


def test_une_ligne_de_frais_a_son_montant_et_son_compte() -> None:
    (ligne,) = compiler().frais
    assert (ligne.code, ligne.intitule, ligne.pour_chaque) == ("epreuve", "Une épreuve", "epreuves")
    assert ligne.montant.valeurs == (Decimal(50),)


def test_le_paiement_dit_quand_comment_a_qui_et_ce_qui_s_ensuit() -> None:
    paiement = compiler().paiement
    assert paiement is not None
    assert (paiement.quand, paiement.a, paiement.solde, paiement.reprise) == (
        "prevalider", "centre", "regler", "rouvrir",
    )  # fmt: skip
    assert paiement.moyens == {
        "cheque": Moyen("cheque", "Chèque"),
        "formation": Moyen("formation", "Par la formation", tiers=True),
    }
    assert paiement.remboursable is False
    assert paiement.regle is not None


def test_une_liste_de_moyens_se_dit_sans_intitules() -> None:
    famille = remplacer(
        FAMILLE, "{cheque: Chèque, formation: {intitule: Par la formation, tiers: oui}}", "[virement, cheque]"
    )
    paiement = compiler(famille=famille).paiement
    assert paiement is not None
    assert [moyen.intitule for moyen in paiement.moyens.values()] == ["Virement", "Cheque"]


def test_un_modele_garde_les_moyens_qu_il_nomme_avec_leurs_intitules() -> None:
    paiement = compiler(MODELE + "paiement: {moyens: [cheque]}\n").paiement
    assert paiement is not None
    assert paiement.moyens == {"cheque": Moyen("cheque", "Chèque")}


def test_un_modele_change_le_montant() -> None:
    (ligne,) = compiler(MODELE + "frais: {epreuve: {montant: 60 €}}\n").frais
    assert ligne.montant.valeurs == (Decimal(60),)


def test_un_montant_depend_des_reponses_par_selon() -> None:
    selon = "{selon: [{si: {centre.departement: 987}, valeur: 40 €}, {valeur: 50 €}]}"
    (ligne,) = compiler(famille=remplacer(FAMILLE, "montant: 50 €", f"montant: {selon}")).frais
    assert ligne.montant.valeurs == (Decimal(40), Decimal(50))


@pytest.mark.parametrize(("ancien", "nouveau", "attendue"), [
    ("montant: 50 €", "montant: gratuit",
     "famille.yaml:26:45: frais.epreuve.montant: « gratuit » n'est pas un nombre."),
    ("montant: 50 €, ", "",
     "famille.yaml:26:3: frais.epreuve: il manque « montant » (Le montant, comme « 50 € »)."),
    ("pour_chaque: epreuves, exonere", "pour_chaque: candidat, exonere",
     "famille.yaml:26:64: frais.epreuve.pour_chaque: « candidat » n'est pas possible ici. "
     "Possibles : epreuves."),
    ("{origine: reporter}}\npaiement", "{origine: annuler}}\npaiement",
     "famille.yaml:26:93: frais.epreuve.exonere: « annuler » n'est pas une valeur de origine. "
     "Valeurs possibles : expirer, reporter."),
    ("a: centre", "a: tresorier",
     "famille.yaml:30:6: paiement.a: « tresorier » ne reçoit pas d'argent. "
     "Possibles : gestionnaire, centre."),
    ("quand: prevalider\n  moyens", "quand: prevaliser\n  moyens",
     "famille.yaml:28:10: paiement.quand: « prevaliser » n'est pas une transition de ce circuit. "
     "Vouliez-vous dire « prevalider » ?"),
    ("solde: regler", "solde: prevalider",
     "famille.yaml:31:10: paiement.solde: le portail ne peut pas prendre la transition « prevalider »."),
    ("solde: regler", "solde: rouvrir",
     "famille.yaml:31:10: paiement.solde: « rouvrir » ne part pas de l'état où mène « prevalider » : "
     "prevalidee."),
    ("reprise: rouvrir", "reprise: regler",
     "famille.yaml:32:12: paiement.reprise: « regler » ne part pas de l'état où mène « regler » : reglee."),
    ("  solde: regler\n", "",
     "famille.yaml:27:1: paiement: il manque « solde » (La transition que franchit le portail quand il ne "
     "reste rien à régler)."),
    ("  regle: Rien", "  remboursable: oui\n  regle: Rien",
     "famille.yaml:33:17: paiement.remboursable: le portail ne rembourse pas : écrivez « non »."),
    ("{cheque: Chèque, formation: {intitule: Par la formation, tiers: oui}}", "[]",
     "famille.yaml:29:3: paiement.moyens: il faut un moyen de paiement au moins."),
    ("tiers: oui", "tiers: centre",
     "famille.yaml:29:75: paiement.moyens.formation.tiers: écrivez « oui » ou « non »."),
    (PAIEMENT, "",
     "famille.yaml:25:1: frais: des frais demandent la section « paiement » : qui les reçoit, et comment."),
    (FRAIS, "", "famille.yaml:25:1: paiement: rien n'est à régler : il manque la section « frais »."),
], ids=["montant", "sans montant", "pour_chaque", "exonere", "a", "quand", "solde du centre",
        "solde d'ailleurs", "reprise d'ailleurs", "sans solde", "remboursable", "sans moyen", "tiers",
        "sans paiement", "sans frais"])  # fmt: skip
def test_une_faute_d_argent_est_montree_a_sa_place(ancien: str, nouveau: str, attendue: str) -> None:
    assert any(une.startswith(attendue) for une in change(ancien, nouveau))


def test_sans_frais_aucun_texte_ne_parle_de_ce_qui_reste() -> None:
    famille = remplacer(remplacer(FAMILLE, FRAIS, ""), PAIEMENT, "")
    inconnus = [une.partition(" n'existe pas dans ce modèle.")[0] for une in erreurs(famille=famille)]
    assert [un.split(": ", 1)[1] for un in inconnus] == [
        "circuit.transitions.expirer.si: « paiement.regle »",
        "courriels.prevalidee.texte: <paiement.reste>",
    ]
