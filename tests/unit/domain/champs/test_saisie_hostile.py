"""Whatever is typed, a field type gives an answer that can be typed again, or a sentence."""

import json
import unicodedata
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from portal.adapters.referentiel import referentiel
from portal.domain.champs import TYPES, Champ, Env, Nombre, Option, SaisieInvalide

# The first use of text() builds its table of Unicode, once per checkout.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ENV = Env(referentiel(), date(2026, 11, 20), (("echafaudeur", "Échafaudeur"), ("zingueur", "Zingueur")))
OPTIONS = (Option("a", "A"), Option("b", "B"), Option("c", "C"))
CHAMPS = {
    **{nom: Champ(nom, nom, question=f"Question {nom} ?") for nom in TYPES},
    "choix": Champ("choix", "choix", options=OPTIONS),
    "choix multiple": Champ("plusieurs", "choix", options=OPTIONS, choisir=Nombre(1, 2)),
    "identifiant masqué": Champ("nuc", "identifiant", masque="99-AX"),
    "repetition": Champ(
        "stages",
        "repetition",
        nombre=Nombre(1, 3),
        champs=(Champ("fin", "date", facultatif=True), Champ("lieu", "commune", facultatif=True)),
    ),
}
PLAUSIBLES = [
    "", "a", "b", "oui", "non", "FR", "2A", "63", "62660", "Beuvry", "62126", "0783371R", "12,5", "1 250",
    "38,50 €",
    "01/02/2001", "29/02/2001", "1er mars 2010", "2024", "06 12 34 56 78", "0692123456", "+32 470 12 34 56",
    "jean@exemple.fr", "3 ans", "72 heures ouvrées", "2 h 30", "zingueur", "12-A3", "Œuvre d'été",
    "٣٤", "²", "½",
    "\u202e gnp", "a\u200bb", "👩‍🎓", "\x00", "\ud800", "e\u0301",
    "Z" + "\u0301" * 9, "9" * 5000, "ligne\nligne", "\ufdfa" * 90,
]  # fmt: skip
textes = st.one_of(
    st.sampled_from(PLAUSIBLES), st.text(max_size=40), st.from_regex(r"[0-9 ,./+hH-]{1,14}", fullmatch=True)
)
NOMS_DE_PARTIES = [
    "",
    "code_postal",
    "commune",
    "nom",
    "uai",
    "0.fin",
    "1.fin",
    "0.lieu.code_postal",
    "0.lieu.commune",
    "x.y",
    "7",
]
saisies = st.dictionaries(st.sampled_from(NOMS_DE_PARTIES), st.lists(textes, max_size=3), max_size=4)


def verifier_phrase(phrase):
    assert phrase.endswith((".", "?", ".fr"))
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in phrase)
    assert len(phrase) < 400


@pytest.mark.parametrize("nom", CHAMPS)
@patient
@given(saisie=saisies)
@example(saisie={"": ["9" * 10_000]})
@example(saisie={"": ["a", "b"]})
def test_toute_saisie_donne_une_reponse_qui_se_retape_ou_une_phrase(nom, saisie):
    champ = CHAMPS[nom]
    type_champ = TYPES[champ.type]
    try:
        lue = type_champ.lire(champ, saisie, ENV)
    except SaisieInvalide as refus:
        verifier_phrase(refus.message)
        return
    assert json.loads(json.dumps(lue)) == lue
    assert type_champ.lire(champ, type_champ.montrer(champ, lue), ENV) == lue
    assert (type_champ.formater(champ, lue, ENV) == "") == (lue is None)
    assert (type_champ.valeur(champ, lue) is None) == (lue is None)


@pytest.mark.parametrize("nom", CHAMPS)
@patient
@given(texte=st.one_of(textes, st.text()))
def test_un_mot_de_test_a_un_sens_ou_donne_une_erreur_attendue(nom, texte):
    champ = CHAMPS[nom]
    with suppress(ValueError):
        TYPES[champ.type].litteral(champ, texte)


@pytest.mark.parametrize("nom", CHAMPS)
def test_rien_n_est_pas_une_erreur(nom):
    champ = CHAMPS[nom]
    type_champ = TYPES[champ.type]
    for vide in ({}, {"": []}, {"": [""]}, {"": ["   "]}):
        assert type_champ.lire(champ, vide, ENV) is None
    assert type_champ.montrer(champ, None) == {}
    assert type_champ.formater(champ, None, ENV) == ""
    assert type_champ.valeur(champ, None) is None
