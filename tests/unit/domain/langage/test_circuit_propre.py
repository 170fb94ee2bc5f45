"""A circuit of one's own: what the core no longer brings, and what a circuit cannot do without."""

import pytest
from atelier import FAMILLE as AVEC_LE_CIRCUIT_COMMUN
from atelier import compile_sans_erreur, remplacer
from atelier_centres import FAMILLE, MODELE, change, compiler, erreurs

from portal.domain.circuit import Transition

EVENEMENTS = {"correction", "document", "message", "delai_accorde", "prolongation", "piece_refusee"}


def transition(code: str, famille: str = FAMILLE) -> Transition:
    return compiler(famille=famille).circuit.transitions[code]


def test_sans_circuit_commun_il_n_y_a_que_celui_de_la_famille() -> None:
    circuit = compiler().circuit
    assert list(circuit.etats) == ["brouillon", "soumise", "prevalidee", "reglee", "expiree", "reportee"]
    assert "valider" not in circuit.transitions


def test_avec_le_circuit_commun_la_famille_ajoute_et_change() -> None:
    suite = "circuit:\n  commun: oui\n  etats:\n    enregistree: {intitule: Reçue, phase: deposee}\n"
    circuit = compile_sans_erreur(famille=AVEC_LE_CIRCUIT_COMMUN + suite).circuit
    assert circuit.etats["enregistree"].intitule == "Reçue"
    assert "valider" in circuit.transitions


def test_les_courriels_des_transitions_perdues_le_sont_aussi_ceux_des_evenements_restent() -> None:
    codes = {courriel.code for courriel in compiler().courriels}
    assert codes.isdisjoint({"modification", "complet", "validation", "rejet", "annulation"})
    assert codes >= {*EVENEMENTS, "enregistrement", "rappel_inscription"}


def test_un_document_ne_se_produit_plus_que_par_ce_qui_reste() -> None:
    documents = {document.code: document.quand for document in compiler().documents}
    assert documents["confirmation"] == ("enregistrer", "correction")
    assert "notification_annulation" not in documents


def test_la_famille_retire_ce_que_le_portail_apporte() -> None:
    retirer = "retirer: {courriels: [relance, rappel_pieces], documents: relance_pieces}\n"
    modele = compiler(famille=FAMILLE + retirer)
    assert {"relance", "rappel_pieces"}.isdisjoint(courriel.code for courriel in modele.courriels)
    assert "relance_pieces" not in {document.code for document in modele.documents}


def test_retirer_ce_que_le_portail_n_apporte_pas_est_une_erreur() -> None:
    assert erreurs(famille=FAMILLE + "retirer: {courriels: [facture]}\n") == [
        "famille.yaml:76:23: retirer.courriels: « facture » n'existe pas dans ce qu'apporte le portail."
    ]


@pytest.mark.parametrize(("code", "ouverture"), [
    ("expirer", "meme_session"), ("reporter", "session_suivante"), ("regler", None),
])  # fmt: skip
def test_une_transition_peut_ouvrir_une_autre_inscription(code: str, ouverture: str | None) -> None:
    assert transition(code).ouvre == ouverture


def test_une_transition_cite_les_pieces_qui_ne_sont_dues_que_pour_elle() -> None:
    modele = compiler()
    assert transition("reporter").pieces == ("justificatif",)
    assert [piece.code for piece in modele.pieces if piece.citee] == ["justificatif"]


def test_une_transition_pose_ses_questions() -> None:
    pieces = "      pieces: [justificatif]\n"
    famille = remplacer(FAMILLE, pieces, pieces + "      champs:\n        raison: {question: Pourquoi}\n")
    assert [question.cle for question in transition("reporter", famille).questions] == ["raison"]


def test_l_aide_d_un_etat_est_lue_et_ses_fautes_sont_montrees() -> None:
    ancien = "soumise: {intitule: Soumise, phase: deposee}"
    famille = remplacer(
        FAMILLE, ancien, "soumise: {intitule: Soumise, phase: deposee, aide: Attendez <session>.}"
    )
    assert compiler(famille=famille).circuit.etats["soumise"].aide is not None
    assert change(ancien, "soumise: {intitule: Soumise, phase: deposee, aide: Attendez <sesion>.}") == [
        "famille.yaml:38:56: circuit.etats.soumise.aide: <sesion> n'existe pas dans ce modèle. "
        "Vouliez-vous dire « session » ?"
    ]


@pytest.mark.parametrize(("ancien", "nouveau", "attendues"), [
    ("enregistrer: {intitule: Soumettre", "soumettre: {intitule: Soumettre",
     ["famille.yaml:43:3: circuit.transitions: il manque la transition « enregistrer », que le candidat "
      "franchit à la fin du formulaire."]),
    ("vers: soumise, par: candidat", "vers: soumise, par: gestionnaire",
     ["famille.yaml:43:3: circuit.transitions: il manque la transition « enregistrer », que le candidat "
      "franchit à la fin du formulaire."]),
    ("ouvre: meme_session", "ouvre: autre_session",
     ["famille.yaml:53:14: circuit.transitions.expirer.ouvre: « autre_session » n'est pas possible ici. "
      "Vouliez-vous dire « meme_session » ? Possibles : meme_session, session_suivante."]),
    ("expiree: {intitule: Expirée, phase: ecartee}", "expiree: {intitule: Expirée, phase: inscrite}",
     ["famille.yaml:53:14: circuit.transitions.expirer.ouvre: « ouvre » demande que celle-ci s'arrête : "
      "« expiree » est de phase inscrite, et non ecartee ou terminee."]),
    ("pieces: [justificatif]", "pieces: [justificatifs]",
     ["famille.yaml:63:16: circuit.transitions.reporter.pieces: « justificatifs » n'est pas une pièce "
      "déclarée. Vouliez-vous dire « justificatif » ?"]),
    ("par: [candidat, gestionnaire]", "par: gestionnaire",
     ["famille.yaml:63:15: circuit.transitions.reporter.pieces: seul le candidat joint des pièces : "
      "ajoutez « par: candidat »."]),
    ("par: [candidat, gestionnaire]", "par: [candidat, gestionaire]",
     ["famille.yaml:60:23: circuit.transitions.reporter.par: « gestionaire » n'est pas un profil connu. "
      "Vouliez-vous dire « gestionnaire » ?"]),
    ("de: prevalidee, vers: reglee", "de: prevalide, vers: reglee",
     ["famille.yaml:54:35: circuit.transitions.regler.de: « prevalide » n'est pas un état de ce circuit. "
      "Vouliez-vous dire « prevalidee » ?",
      "famille.yaml:31:10: paiement.solde: « regler » ne part pas de l'état où mène « prevalider » : "
      "prevalidee."]),
    ("ouvre: meme_session", "ouvre: meme_session\n      delai: bientôt",
     ["famille.yaml:54:14: circuit.transitions.expirer.delai: « bientôt » n'est pas une durée. "
      "Écrivez par exemple 3 ans, 6 mois ou 15 jours."]),
    ("ouvre: session_suivante", "ouvre: session_suivante\n      delai: 3 jours ouvres",
     ["famille.yaml:65:7: circuit.transitions.reporter.delai: « delai » ne se dit qu'avec « ouvre: "
      "meme_session »."]),
    ("commun: non", "commun: jamais",
     ["famille.yaml:35:11: circuit.commun: écrivez « oui » ou « non »."]),
], ids=["sans soumission", "soumise par un autre", "ouvre", "ouvre sans s'arrêter", "pièce",
        "pièces sans candidat", "profil", "état", "délai", "délai sans ouvre", "commun"])  # fmt: skip
def test_un_circuit_mal_ecrit_est_explique(ancien: str, nouveau: str, attendues: list[str]) -> None:
    assert set(attendues) <= set(change(ancien, nouveau))


def test_un_modele_ne_change_pas_de_circuit_commun() -> None:
    (seule,) = erreurs(MODELE + "circuit: {commun: oui}\n")
    assert seule == "janvier.yaml:7:11: circuit: « commun » se dit dans la famille, pas dans un modèle."
