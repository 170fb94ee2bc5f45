"""What comes by itself in a modèle: dated transitions, dated mails, and conditions on pièces."""

import pytest
from atelier import FAMILLE, MODELE, compile_sans_erreur, erreurs

from portal.domain.duree import Duree

EXPIRER = """\
circuit:
  etats:
    expiree: {intitule: Délai dépassé, phase: ecartee}
  transitions:
    expirer: {intitule: Expirer, de: enregistree, vers: expiree, par: portail, apres: 72 heures ouvrees}
"""


def sans_lieu(phrases: list[str]) -> list[str]:
    return [phrase.split(": ", 1)[1] for phrase in phrases]


def test_une_transition_a_date_compte_depuis_l_arrivee_dans_l_etat() -> None:
    circuit = compile_sans_erreur(MODELE + EXPIRER).circuit
    assert [t.code for t in circuit.automatiques("enregistree")] == ["expirer"]
    assert circuit.transitions["expirer"].apres == Duree(heures_ouvrees=72)
    assert circuit.automatiques("complete") == ()


@pytest.mark.parametrize(("ancien", "nouveau", "phrase"), [
    ("par: portail", "par: gestionnaire",
     "circuit.transitions.expirer.apres: seul le portail franchit une transition à date : "
     "ajoutez « par: portail »."),
    ("apres: 72 heures ouvrees", "apres: bientôt",
     "circuit.transitions.expirer.apres: « bientôt » n'est pas une durée. "
     "Écrivez par exemple 3 ans, 6 mois ou 15 jours."),
    ("apres: 72 heures ouvrees", "au: cloturee",
     "circuit.transitions.expirer.au: « cloturee » n'est ni une date, ni un jalon, ni une réponse de type "
     "date. Vouliez-vous dire « cloture » ?"),
    ("apres: 72 heures ouvrees", "au: cloture, apres: 3 jours",
     "circuit.transitions.expirer.apres: choisissez « apres » ou « au », pas les deux."),
], ids=["profil", "durée", "instant", "les deux"])  # fmt: skip
def test_une_transition_a_date_mal_ecrite_est_expliquee(ancien: str, nouveau: str, phrase: str) -> None:
    trouvees = [
        une.replace("\u00a0", " ") for une in sans_lieu(erreurs(MODELE + EXPIRER.replace(ancien, nouveau)))
    ]
    assert phrase in trouvees


def test_deux_sorties_a_date_du_meme_etat_sont_refusees() -> None:
    autre = (
        EXPIRER
        + "    classer: {intitule: Classer, de: enregistree, vers: expiree, par: portail, au: cloture}\n"
    )
    [phrase] = sans_lieu(erreurs(MODELE + autre))
    assert phrase == "circuit.etats.enregistree: deux sorties à date pour cet état : expirer, classer."


def test_le_courriel_d_un_instant_mal_nomme_est_explique() -> None:
    [phrase] = sans_lieu(
        erreurs(MODELE + "courriels: {rappel_inscription: {quand: clotur - 2 jours ouvres}}\n")
    )
    assert "Vouliez-vous dire « cloture » ?" in phrase
    [phrase] = sans_lieu(erreurs(MODELE + "courriels: {rappel_inscription: {quand: enregistré}}\n"))
    assert "courriels.rappel_inscription.quand" in phrase


def test_les_rappels_du_portail_ont_une_date_et_les_autres_courriels_un_fait() -> None:
    courriels = {courriel.code: courriel for courriel in compile_sans_erreur(MODELE).courriels}
    assert (courriels["rappel_pieces"].quand, len(courriels["rappel_pieces"].instants)) == ((), 1)
    assert (courriels["piece_refusee"].quand, courriels["piece_refusee"].instants) == (("piece_refusee",), ())


@pytest.mark.parametrize("condition", [
    "{pieces.restantes: 0}", "{pieces.identite: conforme}", "{pieces.manquantes: {au_plus: 2}}",
])  # fmt: skip
def test_une_transition_peut_exiger_des_pieces(condition: str) -> None:
    exige = f"circuit: {{transitions: {{completer: {{exige: {condition}, message: Il en manque.}}}}}}\n"
    assert compile_sans_erreur(famille=FAMILLE + exige).circuit.transitions["completer"].exige is not None


def test_une_piece_ou_un_statut_inconnus_sont_signales() -> None:
    def faute(condition: str) -> str:
        exige = f"circuit: {{transitions: {{completer: {{exige: {condition}, message: Non.}}}}}}\n"
        [phrase] = sans_lieu(erreurs(famille=FAMILLE + exige))
        return phrase

    assert "pieces.identitee" in faute("{pieces.identitee: conforme}")
    assert "absente, fournie, recue, non_conforme, conforme" in faute("{pieces.identite: accepte}")
