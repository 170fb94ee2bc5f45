"""Any form may be posted: nothing raises, and what is accepted is accepted again."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.champs import TYPES, Json
from portal.domain.constats import constater
from portal.domain.dessin import Dessin
from portal.domain.lecture import lire_onglet
from portal.domain.manques import manques
from portal.domain.pieces_dues import pieces_dues
from portal.domain.recapitulatif import epreuves_resumees, recapitulatif
from portal.domain.situation import Situation
from tests.unit.domain.runtime.modeles import LIVRES, formulaire_de, livre_compile, situation

COMMUNS = ["", "oui", "non", "0", "12", "9,99", "05/07/2024", "31/02/2024", "FR", "globale", "progressive"]
PARTIES = ["", ".0.heures", ".0.structure", ".nom", ".code_postal", ".commune", ".note", "..", ".²"]


def mots(chemin: str) -> list[str]:
    """Every option code of a modèle, and words that fit no question."""
    modele = livre_compile(chemin)
    epreuves = [q for s in modele.specialites.values() for q in s.questions.values()]
    questions = [*modele.questions.values(), *epreuves]
    return sorted({o.code for q in questions for o in q.champ.options} | set(modele.specialites)) + COMMUNS


def cles(chemin: str) -> list[str]:
    modele = livre_compile(chemin)
    propres = {cle for s in modele.specialites.values() for cle in s.questions}
    return sorted(propres | modele.questions.keys())


@st.composite
def envois(tirer: st.DrawFn) -> tuple[Situation, list[tuple[str, dict[str, list[str]]]]]:
    """A modèle, and some tabs posted one after the other."""
    chemin = tirer(st.sampled_from(LIVRES))
    noms = st.one_of(
        st.sampled_from(cles(chemin)),
        st.builds(str.__add__, st.sampled_from(cles(chemin)), st.sampled_from(PARTIES)),
        st.text(max_size=12),
    )
    valeurs = st.lists(st.one_of(st.sampled_from(mots(chemin)), st.text(max_size=20)), max_size=3)
    formulaires = st.dictionaries(noms, valeurs, max_size=25)
    onglets = st.sampled_from([onglet.code for onglet in livre_compile(chemin).onglets])
    specialite = tirer(st.sampled_from(["", *livre_compile(chemin).specialites]))
    reponses: dict[str, Json] = {"specialite": specialite} if specialite else {}
    return situation(livre_compile(chemin), reponses), tirer(
        st.lists(st.tuples(onglets, formulaires), min_size=1, max_size=3)
    )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(envois())
def test_aucun_formulaire_ne_casse_rien_et_ce_qui_est_accepte_l_est_encore(
    envoi: tuple[Situation, list[tuple[str, dict[str, list[str]]]]],
) -> None:
    ici, postes = envoi
    for code, formulaire in postes:
        onglet = ici.modele.onglet(code)
        assert onglet is not None
        lecture = lire_onglet(ici, onglet, formulaire, frozenset())
        apres = ici.avec(lecture.reponses)
        Dessin(apres, lecture.saisies, lecture.erreurs).rubriques(onglet)
        if lecture.valide:
            relecture = lire_onglet(apres, onglet, formulaire_de(apres, code), frozenset())
            assert relecture.valide, relecture.erreurs
            assert valeurs(apres.avec(relecture.reponses)) == valeurs(apres)
        ici = apres
    recapitulatif(ici), epreuves_resumees(ici), constater(ici), pieces_dues(ici)
    manques(ici, {}, frozenset())


def valeurs(ici: Situation) -> dict[str, object]:
    """Answers as the screens show them: an empty one and none at all are the same."""
    questions = [*ici.modele.questions.values(), *ici.questions_epreuves.values()]
    brutes = {q.cle: ici.brute(q) for q in questions}
    return {
        q.cle: TYPES[q.champ.type].montrer(q.champ, brutes[q.cle])
        for q in questions
        if brutes[q.cle] is not None
    }
