"""The figures of a périmètre: with nothing, one candidature and several; drafts only where all is seen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.domain.candidature import CandidatureIntrouvable
from portal.services import inscription, saisie
from portal.services.chiffres import chiffrer
from portal.services.portail import Portail
from tests import fabriques
from tests.candidatures import CERT, CS, OUVERT, inscrire_a
from tests.integration.services.envois import agent
from tests.parcours import (
    ESSAI,
    IDENTIFICATION,
    SITUATION,
    inscrire,
    poster,
    publier_essai,
    remplir_essai,
)
from tests.pieces_deposees import rendre
from tests.publications import publier_livre


def test_un_perimetre_vide_n_a_que_des_zeros(portail: Portail) -> None:
    lus = chiffrer(portail, agent(portail))
    assert (lus.enregistrees, lus.brouillons, lus.pieces_dues) == (0, None, 0)
    assert (lus.par_jour, lus.etapes, lus.specialites, lus.etats, lus.modeles) == ({}, (), (), (), ())


def test_une_inscription_est_comptee_au_jour_de_l_examen(portail: Portail, horloge: HorlogeReglable) -> None:
    publier_essai(portail)
    # 23:30 UTC on the 5th is the 6th in Paris.
    horloge.avancer(timedelta(hours=12, minutes=30))
    inscrire(portail, fabriques.candidat())
    lus = chiffrer(portail, agent(portail))
    assert lus.par_jour == {date(2025, 11, 6): 1}
    assert lus.enregistrees == 1
    assert lus.specialites == (("arts", "Arts", 1),)
    assert [(code, nombre) for code, _, nombre in lus.etats] == [("enregistree", 1)]


def test_une_modification_ne_compte_pas_un_deuxieme_jour(portail: Portail, horloge: HorlogeReglable) -> None:
    publier_essai(portail)
    candidat = fabriques.candidat()
    candidature = inscrire(portail, candidat)
    horloge.avancer(timedelta(days=2))
    inscription.modifier(portail, candidat, candidature.cle)
    poster(portail, candidat, candidature, "situation", SITUATION | {"salarie": "oui", "employeur": "Moi"})
    inscription.enregistrer(portail, candidat, candidature.cle)
    assert chiffrer(portail, agent(portail)).par_jour == {date(2025, 11, 5): 1}


def test_les_brouillons_disent_ou_l_on_s_arrete(portail: Portail) -> None:
    publier_essai(portail)
    inscrire(portail, fabriques.candidat())
    remplir_essai(portail, fabriques.candidat())
    un_onglet = fabriques.candidat()
    poster(portail, un_onglet, saisie.commencer(portail, un_onglet, ESSAI), "identification", IDENTIFICATION)
    saisie.commencer(portail, fabriques.candidat(), ESSAI)
    lus = chiffrer(portail, agent(portail))
    assert lus.brouillons == 3
    assert [(intitule, nombre) for _, intitule, nombre in lus.etapes] == [
        ("Commencées", 4), ("Identification", 3), ("Situation actuelle", 2), ("Épreuves", 2),
        ("Enregistrées", 1),
    ]  # fmt: skip


def test_un_brouillon_n_est_pas_compte_pour_qui_ne_voit_qu_une_specialite(portail: Portail) -> None:
    publier_essai(portail)
    inscrire(portail, fabriques.candidat())
    inscrire(portail, fabriques.candidat(), specialite="danse")
    saisie.commencer(portail, fabriques.candidat(), ESSAI)
    lus = chiffrer(portail, agent(portail, specialites=["arts"]))
    assert (lus.enregistrees, lus.brouillons, lus.etapes) == (1, None, ())
    assert lus.specialites == (("arts", "Arts", 1),)


def test_un_brouillon_d_une_autre_academie_ne_se_devine_pas(portail: Portail) -> None:
    publier_essai(portail)
    saisie.commencer(portail, fabriques.candidat(), ESSAI)
    lus = chiffrer(portail, agent(portail, academie="poitiers"))
    assert lus.modeles == ()
    with pytest.raises(CandidatureIntrouvable):
        chiffrer(portail, agent(portail, academie="poitiers"), ESSAI)


def test_un_modele_qui_n_existe_pas_est_introuvable(portail: Portail) -> None:
    with pytest.raises(CandidatureIntrouvable):
        chiffrer(portail, agent(portail), "versailles/aucun")


def test_l_etat_des_pieces_se_compte_et_se_choisit_par_examen(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT[CS])
    publier_livre(portail, CS)
    inscrites = [inscrire_a(portail, fabriques.candidat(), CS) for _ in range(2)]
    rendre(portail, inscrites[0])
    rendre(portail, inscrites[1], validee=False)
    publier_essai(portail, annee=2026)
    inscrire(portail, fabriques.candidat())
    lus = chiffrer(portail, agent(portail), CS)
    assert lus.pieces["a_verifier"] == 1
    assert lus.pieces["deposees"] == 1
    assert lus.pieces["manquantes"] > 0
    assert lus.pieces_dues == sum(un.pieces_dues for un in inscrites) > 2
    assert [un.entree.slug for un in lus.modeles] == [CS, ESSAI]
    assert chiffrer(portail, agent(portail)).enregistrees == 3
    assert chiffrer(portail, agent(portail)).etapes == ()  # the two exams do not have the same tabs


def test_un_examen_sans_piece_ni_specialite_a_ses_chiffres(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT[CERT])
    inscrire_a(portail, fabriques.candidat(), CERT)
    lus = chiffrer(portail, agent(portail), CERT)
    assert lus.enregistrees == 1
    assert [nombre for _, _, nombre in lus.specialites] == [1]
