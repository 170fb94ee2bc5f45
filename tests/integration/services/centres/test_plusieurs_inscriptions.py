"""Several inscriptions to one session: a forgotten épreuve, never the same twice, never two centres."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.db import db, ecriture
from portal.domain.brouillon import Brouillon
from portal.domain.candidature import CandidatureIncomplete
from portal.services import inscription, saisie
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import centres, fabriques
from tests.centres import (
    JANVIER,
    MOTIF,
    agir,
    ensemble,
    mener,
    preparer,
    relire,
    soumettre,
    suite_de,
    union,
)
from tests.parcours import poster

UN_CENTRE = "Vous avez déjà une demande dans un autre centre pour cette session."
UNE_EPREUVE = "Vous avez déjà demandé l'une de ces épreuves à cette session."


@pytest.fixture
def candidat(portail: Portail, lille: int) -> Candidat:
    centres.centre("ARRAS")
    return fabriques.candidat()


def remplir_avant(
    portail: Portail, candidat: Candidat, code: str = "LILLE", epreuves: tuple[str, ...] = ("E1",)
) -> Candidature:
    """Write a complete draft, as if it had been filled in before another request was submitted."""
    candidature = saisie.commencer(portail, candidat, JANVIER)
    onglets = saisie.lire(portail, candidat, candidature.cle).modele.onglets
    with ecriture() as s:
        lue = s.get_one(Candidature, candidature.id)
        lue.brouillon = Brouillon(centres.reponses(code, epreuves)).en_json()
        lue.validees = [onglet.code for onglet in onglets]
    return relire(candidature)


def refus(portail: Portail, candidat: Candidat, candidature: Candidature) -> list[tuple[str, str]]:
    """Press « Soumettre »; return (field, sentence) of what stops it."""
    with pytest.raises(CandidatureIncomplete) as incomplete:
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert relire(candidature).etat == "brouillon"
    return [(m.cle, m.message.replace("’", "'")) for m in incomplete.value.manques]


def test_une_epreuve_oubliee_se_demande_par_une_nouvelle_demande(
    portail: Portail, candidat: Candidat
) -> None:
    premiere = soumettre(portail, candidat)
    seconde = soumettre(portail, candidat, epreuves=("E2",))
    une, deux = relire(premiere), relire(seconde)
    assert une.id != deux.id
    assert [(c.numero_inscription, c.exemplaire, c.phase) for c in (une, deux)] == [
        (1, 1, "deposee"),
        (2, 2, "deposee"),
    ]
    recus = [inscription.recepisse(portail, candidat, c.cle) for c in (premiere, seconde)]
    assert [recu.numero_inscription for recu in recus if recu] == ["001", "002"]


def test_la_meme_epreuve_ne_se_demande_pas_deux_fois(portail: Portail, candidat: Candidat) -> None:
    soumettre(portail, candidat, epreuves=("E1", "E2"))
    seconde = remplir_avant(portail, candidat, epreuves=("E2",))
    assert refus(portail, candidat, seconde) == [("epreuves.demandees", UNE_EPREUVE)]


def test_ce_qu_une_regle_refuse_se_lit_des_l_onglet(portail: Portail, candidat: Candidat) -> None:
    soumettre(portail, candidat)
    seconde = saisie.commencer(portail, candidat, JANVIER)
    double = poster(portail, candidat, seconde, "epreuves", {"epreuves.demandees": ["E1"]})
    assert (double.suivant, double.erreurs["epreuves.demandees"].message.replace("’", "'")) == (
        None,
        UNE_EPREUVE,
    )
    assert double.contexte.brouillon.reponses["epreuves.demandees"] == ["E1"], "nothing typed is lost"
    assert poster(portail, candidat, seconde, "epreuves", {"epreuves.demandees": ["E2"]}).suivant == "centre"


def test_deux_centres_ne_se_demandent_pas_a_la_fois(portail: Portail, candidat: Candidat) -> None:
    soumettre(portail, candidat)
    seconde = remplir_avant(portail, candidat, "ARRAS", ("E2",))
    assert refus(portail, candidat, seconde) == [("centre", UN_CENTRE)]


@pytest.mark.parametrize("etat", ["prevalidee", "reglee", "inscrite", "report_demande"])
def test_une_epreuve_obtenue_ne_se_redemande_pas(portail: Portail, candidat: Candidat, etat: str) -> None:
    mener(portail, etat, soumettre(portail, candidat))
    seconde = remplir_avant(portail, candidat)
    assert refus(portail, candidat, seconde) == [("epreuves.demandees", UNE_EPREUVE)]


def test_un_refus_laisse_demander_ailleurs(portail: Portail, candidat: Candidat) -> None:
    premiere = soumettre(portail, candidat)
    agir(portail, union(portail), premiere, "refuser", MOTIF)
    neuve = centres.reprendre(portail, premiere, "ARRAS")
    assert relire(neuve).etat == "soumise"


def test_une_demande_commencee_se_continue_au_lieu_d_en_commencer_une_autre(
    portail: Portail, candidat: Candidat
) -> None:
    soumettre(portail, candidat)
    seconde = saisie.commencer(portail, candidat, JANVIER)
    assert saisie.commencer(portail, candidat, JANVIER).id == seconde.id


def test_une_demande_soumise_deux_fois_n_en_fait_qu_une(
    app: Flask, portail: Portail, candidat: Candidat
) -> None:
    candidature, lui = preparer(portail, candidat), candidat.id
    cle = candidature.cle
    recus = ensemble(app, *[lambda: enregistrer(portail, lui, cle)] * 3)
    assert sorted(recu.nouveau for recu in recus) == [False, False, True]
    assert {(recu.rang, recu.version) for recu in recus} == {(1, 1)}
    assert len(centres.courriels(candidature, "enregistrer")) == 2, "one for each side"


def enregistrer(portail: Portail, candidat_id: int, cle: str) -> inscription.Recepisse:
    return inscription.enregistrer(portail, db.session.get_one(Candidat, candidat_id), cle)


def deux_brouillons(portail: Portail, candidat: Candidat, code: str, epreuve: str) -> tuple[int, list[str]]:
    """Return a candidate who holds two complete drafts: one begun by hand, and what a refusal opened."""
    premiere = soumettre(portail, candidat, epreuves=("E1",))
    a_la_main = remplir_avant(portail, candidat, "LILLE", (epreuve,))
    agir(portail, union(portail), premiere, "refuser", MOTIF)
    ouverte = suite_de(premiere)
    assert ouverte is not None
    assert relire(ouverte).exemplaire != relire(a_la_main).exemplaire
    candidat = relire(premiere).candidat
    formulaire = {"departement_epreuves": "59", "centre": code, "engagement": "oui"}
    assert not poster(portail, candidat, ouverte, "centre", formulaire).erreurs
    return candidat.id, [a_la_main.cle, ouverte.cle]


@pytest.mark.parametrize(
    ("code", "epreuve", "phrase"),
    [("ARRAS", "E2", UN_CENTRE), ("LILLE", "E1", UNE_EPREUVE)],
    ids=["deux centres", "deux fois la meme"],
)
def test_deux_demandes_soumises_de_deux_navigateurs_a_la_fois_une_seule_passe(
    app: Flask, portail: Portail, candidat: Candidat, code: str, epreuve: str, phrase: str
) -> None:
    """The row of the candidat is locked first: what is decided across both is decided one at a time."""
    lui, cles = deux_brouillons(portail, candidat, code, epreuve)
    rendus = ensemble(app, *((lambda cle=cle: enregistrer(portail, lui, cle)) for cle in cles))
    (refusee,) = [rendu for rendu in rendus if isinstance(rendu, CandidatureIncomplete)]
    (recu,) = [rendu for rendu in rendus if isinstance(rendu, inscription.Recepisse)]
    assert phrase in [manque.message.replace("’", "'") for manque in refusee.manques]
    assert recu.rang == 2, "no number is lost"
