"""Places: one for each épreuve or none at all, given back once, and never more than there are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.places import CentreHorsService, PlusDePlace
from portal.services import inscription, places
from portal.services.candidature import situation_de
from portal.services.echeance import franchir_les_echues
from portal.services.portail import Portail
from portal.services.transition import EtatDepasse
from portal.tables import Candidature
from portal.tables.centre import OffreCentre, PlacePrise
from tests import centres, fabriques
from tests.centres import (
    MOTIF,
    agir,
    corriger,
    membre,
    mener,
    prises,
    regler_centre,
    regler_offre,
    relire,
    soumettre,
    suite_de,
    union,
)
from tests.parcours import poster


@pytest.mark.parametrize("etat", list(centres.CHEMINS))
def test_une_place_est_tenue_de_la_pre_validation_au_report(portail: Portail, lille: int, etat: str) -> None:
    mener(portail, etat, soumettre(portail, epreuves=("E1", "E2")))
    tenue = etat in ("prevalidee", "reglee", "inscrite", "report_demande")
    assert prises(lille) == {"E1": int(tenue), "E2": int(tenue)}


def test_une_epreuve_complete_ne_laisse_rien_prendre_du_tout(portail: Portail) -> None:
    lille = centres.centre(places={"E1": 3, "E2": 1})
    perdante = soumettre(portail, epreuves=("E1", "E2"))
    mener(portail, "prevalidee", soumettre(portail, epreuves=("E2",)))
    with pytest.raises(PlusDePlace, match=r"Plus aucune place pour E2 .* rien n’a été changé"):
        agir(portail, membre(portail, lille), perdante, "prevalider")
    assert relire(perdante).etat == "soumise"
    assert prises(lille) == {"E1": 0, "E2": 1}
    assert "prevalider" not in centres.natures(perdante)
    assert centres.courriels(perdante, "prevalider") == []


def test_refuser_rend_la_place_a_qui_l_attendait(portail: Portail) -> None:
    lille = centres.centre(places={"E1": 1})
    premiere, seconde = soumettre(portail), soumettre(portail)
    lui = membre(portail, lille)
    agir(portail, lui, premiere, "prevalider")
    with pytest.raises(PlusDePlace):
        agir(portail, lui, seconde, "prevalider")
    agir(portail, lui, premiere, "refuser", MOTIF)
    assert prises(lille) == {"E1": 0}
    agir(portail, lui, seconde, "prevalider")
    assert prises(lille) == {"E1": 1}


def test_un_delai_depasse_rend_les_places(portail: Portail, lille: int, horloge: HorlogeReglable) -> None:
    candidature = mener(portail, "prevalidee", soumettre(portail, epreuves=("E1", "E2")))
    echeance = relire(candidature).echeance_le
    assert echeance is not None
    horloge.regler(echeance + timedelta(minutes=3))
    assert franchir_les_echues(portail) == 1
    assert prises(lille) == {"E1": 0, "E2": 0}
    rendues = db.session.scalars(select(PlacePrise.rendue_le)).all()
    assert rendues == [echeance, echeance]


def test_rendre_deux_fois_ne_rend_qu_une_place(portail: Portail, lille: int) -> None:
    mener(portail, "prevalidee", soumettre(portail))
    candidature = mener(portail, "prevalidee", soumettre(portail))
    for attendu in (1, 0):
        with ecriture():
            lue = db.session.get_one(Candidature, candidature.id)
            assert places.rendre(lue, portail.horloge.maintenant()) == attendu
        assert prises(lille) == {"E1": 1, "E2": 0}


def test_pre_valider_deux_fois_ne_prend_qu_une_place(portail: Portail, lille: int) -> None:
    candidature = soumettre(portail)
    lui = membre(portail, lille)
    agir(portail, lui, candidature, "prevalider", etat="soumise")
    with pytest.raises(EtatDepasse, match="Pré-validée"):
        agir(portail, lui, candidature, "prevalider", etat="soumise")
    assert prises(lille) == {"E1": 1, "E2": 0}


def test_la_base_refuse_plus_de_places_prises_que_de_places(portail: Portail) -> None:
    lille = centres.centre(places={"E1": 1})
    for prises_ in (2, -1):
        ordre = update(OffreCentre).where(OffreCentre.centre_id == lille).values(prises=prises_)
        with pytest.raises(IntegrityError), ecriture() as s:
            s.execute(ordre)


# Corrections --------------------------------------------------------------------------------------


def test_une_correction_qui_retire_une_epreuve_rend_sa_place(portail: Portail, lille: int) -> None:
    candidature = mener(portail, "prevalidee", soumettre(portail, epreuves=("E1", "E2")))
    corriger(portail, membre(portail, lille), candidature, "epreuves", epreuves__demandees=["E1"])
    assert prises(lille) == {"E1": 1, "E2": 0}


def test_une_correction_qui_ajoute_une_epreuve_prend_sa_place(portail: Portail, lille: int) -> None:
    candidature = mener(portail, "prevalidee", soumettre(portail))
    corriger(portail, membre(portail, lille), candidature, "epreuves", epreuves__demandees=["E1", "E2"])
    assert prises(lille) == {"E1": 1, "E2": 1}


def test_une_correction_ne_prend_rien_avant_la_pre_validation(portail: Portail, lille: int) -> None:
    candidature = soumettre(portail)
    corriger(portail, membre(portail, lille), candidature, "epreuves", epreuves__demandees=["E1", "E2"])
    assert prises(lille) == {"E1": 0, "E2": 0}


def test_une_correction_qui_ajoute_une_epreuve_complete_echoue_en_entier(portail: Portail) -> None:
    lille = centres.centre(places={"E1": 2, "E2": 1, "E3": 2})
    mener(portail, "prevalidee", soumettre(portail, epreuves=("E2",)))
    candidature = mener(portail, "prevalidee", soumettre(portail, epreuves=("E1",)))
    with pytest.raises(PlusDePlace, match="E2"):
        corriger(portail, membre(portail, lille), candidature, "epreuves", epreuves__demandees=["E2", "E3"])
    assert prises(lille) == {"E1": 1, "E2": 1, "E3": 0}
    lue = relire(candidature)
    assert (lue.version, lue.reponses["epreuves.demandees"]) == (1, ["E1"])
    assert lue.correction is not None, "what was typed stays"


MODIFIER = "    modifier: {intitule: Modifier, de: prevalidee, vers: prevalidee, par: candidat}\n"


def test_un_candidat_qui_peut_modifier_tient_les_places_de_ses_epreuves(portail: Portail) -> None:
    centres.publier(portail, en_plus=MODIFIER)
    lille, candidat = centres.centre(places={"E1": 2, "E2": 2, "E3": 0}), fabriques.candidat()
    candidature = mener(portail, "prevalidee", soumettre(portail, candidat))
    cle = candidature.cle
    inscription.modifier(portail, candidat, cle)
    poster(portail, candidat, candidature, "epreuves", {"epreuves.demandees": ["E2"]})
    assert prises(lille) == {"E1": 1, "E2": 0, "E3": 0}, "a draft takes nothing"
    inscription.enregistrer(portail, candidat, cle)
    assert prises(lille) == {"E1": 0, "E2": 1, "E3": 0}


def test_changer_de_centre_rend_a_l_ancien_et_prend_au_nouveau(portail: Portail, lille: int) -> None:
    arras = centres.centre("ARRAS", places={"E1": 1, "E2": 1})
    candidature = mener(portail, "prevalidee", soumettre(portail, epreuves=("E1", "E2")))
    with ecriture():
        lue = db.session.get_one(Candidature, candidature.id)
        ici = situation_de(portail, lue, brouillon=False)
        ailleurs = ici.avec({**ici.reponses, "centre": "ARRAS"})
        places.accorder(lue, ailleurs, portail.horloge.maintenant())
    assert prises(lille) == {"E1": 0, "E2": 0}
    assert prises(arras) == {"E1": 1, "E2": 1}


# A centre that closes while requests are open -----------------------------------------------------


@pytest.mark.parametrize(
    "fermeture",
    [{"desactive_le": centres.MIDI}, {"habilite_au": date(2025, 11, 4)}, {"habilite_du": None}],
    ids=["desactive", "habilitation finie", "jamais habilite"],
)
def test_un_centre_ferme_ne_pre_valide_plus_mais_le_candidat_peut_etre_libere(
    portail: Portail, lille: int, fermeture: dict[str, object]
) -> None:
    candidature = soumettre(portail)
    regler_centre(lille, **fermeture)
    with pytest.raises(CentreHorsService, match="plus en service"):
        agir(portail, membre(portail, lille), candidature, "prevalider")
    assert (relire(candidature).etat, prises(lille)["E1"]) == ("soumise", 0)
    agir(portail, union(portail), candidature, "refuser", MOTIF)
    reprise = suite_de(candidature)
    assert reprise is not None
    assert reprise.etat == "brouillon"


def test_une_place_deja_gardee_reste_gardee_par_un_centre_ferme(portail: Portail, lille: int) -> None:
    candidature = mener(portail, "reglee", soumettre(portail))
    regler_centre(lille, desactive_le=portail.horloge.maintenant())
    mener_plus_loin = agir(portail, membre(portail, lille), candidature, "inscrire")
    assert (mener_plus_loin, prises(lille)["E1"]) == ("Inscrite définitivement", 1)


def test_une_epreuve_fermee_aux_candidats_se_pre_valide_encore(portail: Portail, lille: int) -> None:
    candidature = soumettre(portail)
    regler_offre(lille, "E1", ouverte=False)
    agir(portail, membre(portail, lille), candidature, "prevalider")
    assert prises(lille)["E1"] == 1


def test_une_epreuve_retiree_de_l_offre_ne_se_pre_valide_pas(portail: Portail, lille: int) -> None:
    candidature = soumettre(portail, fabriques.candidat(), epreuves=("E1", "E2"))
    regler_offre(lille, "E2", places=0)
    with pytest.raises(PlusDePlace, match="E2"):
        agir(portail, membre(portail, lille), candidature, "prevalider")
    assert prises(lille) == {"E1": 0, "E2": 0}
