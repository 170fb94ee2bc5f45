"""What journals, payments and centres keep by code means the same from one version to the next."""

import pytest
from atelier import remplacer
from atelier_centres import FAMILLE, lire

from portal.domain.langage.codes import codes
from portal.domain.langage.continuite import verifier_codes
from portal.domain.langage.diagnostic import Rapport

QUESTION = "      pieces: [justificatif]\n"
RAISON = "      champs: {raison: {type: texte, question: Raison}}\n"
AVEC_QUESTION = remplacer(FAMILLE, QUESTION, QUESTION + RAISON)


def ecarts(ancien: str, nouveau: str, meme_sens: bool = False) -> list[str]:
    """Return what a second version is told of the first."""
    avant = lire(famille=AVEC_QUESTION)
    apres = lire(famille=remplacer(AVEC_QUESTION, ancien, nouveau))
    assert avant.declaration is not None
    assert apres.declaration is not None
    assert apres.rapport.erreurs == []
    rapport = Rapport()
    verifier_codes(apres.declaration, {1: avant.declaration}, apres.lieux, rapport, meme_sens)
    return [str(un).replace("\u00a0", " ") for un in rapport]


def test_les_transitions_leurs_questions_les_moyens_et_l_offre_sont_des_codes_stables() -> None:
    declaration = lire(famille=AVEC_QUESTION).declaration
    assert declaration is not None
    assert codes(declaration).keys() >= {
        "transition prevalider", "champ circuit.reporter.raison", "moyen formation",
        "champ centres.logiciels",
    }  # fmt: skip


@pytest.mark.parametrize(("ancien", "nouveau", "attendu"), [
    ("tiers: oui", "tiers: non",
     "famille.yaml:29:28: paiement.moyens.formation: le moyen de paiement « formation » a déjà servi avec un "
     "autre type (« payé par un tiers », version 1)."),
    ("logiciels: {type: texte", "logiciels: {type: nombre",
     "famille.yaml:21:43: centres.offre.champs.logiciels: la question « centres.logiciels » a déjà servi "
     "avec un autre type (« texte », version 1)."),
    ("raison: {type: texte", "raison: {type: nombre",
     "famille.yaml:64:16: circuit.transitions.reporter.champs.raison: la question "
     "« circuit.reporter.raison » a déjà servi avec un autre type (« texte », version 1)."),
    ("cheque: Chèque", "cheque: Carte bancaire",
     "famille.yaml:29:12: paiement.moyens.cheque: le moyen de paiement « cheque » s'appelait « Chèque » "
     "(version 1) et s'appelle maintenant « Carte bancaire »."),
    ("intitule: Pré-valider,", "intitule: Refuser,",
     "famille.yaml:45:5: circuit.transitions.prevalider: la transition « prevalider » s'appelait "
     "« Pré-valider » (version 1) et s'appelle maintenant « Refuser »."),
], ids=["tiers", "offre", "question", "moyen", "transition"])  # fmt: skip
def test_un_code_qui_change_de_sens_est_refuse(ancien: str, nouveau: str, attendu: str) -> None:
    (seul,) = ecarts(ancien, nouveau)
    assert seul.startswith(attendu)


def test_un_intitule_mieux_dit_se_publie_si_le_sens_est_le_meme() -> None:
    assert ecarts("cheque: Chèque", "cheque: Par chèque", meme_sens=True) == []


@pytest.mark.parametrize(("ancien", "nouveau"), [
    ("epreuve: {intitule: Une épreuve, montant: 50 €", "inscription: {intitule: Épreuve, montant: 60 €"),
    ("cheque: Chèque, ", ""), ("cheque: Chèque", "cheque: Chèque, virement: Virement"),
], ids=["une ligne de frais", "un moyen retiré", "un moyen de plus"])  # fmt: skip
def test_ce_que_rien_ne_garde_par_code_change_librement(ancien: str, nouveau: str) -> None:
    assert ecarts(ancien, nouveau) == []
