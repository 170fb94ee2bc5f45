"""Modifying what is recorded: a copy that nobody sees, then the next version; answers that stay fixed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.calendrier import InscriptionFermee
from portal.domain.candidature import DejaEnregistree, JamaisEnregistree, RienNaChange, SaisieRefusee
from portal.domain.circuit import TransitionImpossible
from portal.services import inscription, saisie
from portal.services.candidature import contexte_de, situation_de, verrouillees
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, CourrielSortant, Document, VersionCandidature
from tests import fabriques
from tests.parcours import CLOTURE, ESSAI, SITUATION, garder, inscrire, poster, publier_essai, remplir_essai

NBSP = "\u00a0"


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


@pytest.fixture
def candidature(portail: Portail, candidat: Candidat) -> Candidature:
    return inscrire(portail, candidat)


def modifier(portail: Portail, candidat: Candidat, candidature: Candidature, **valeurs: str) -> None:
    inscription.modifier(portail, candidat, candidature.cle)
    garder(portail, candidat, candidature, candidature.revision, **valeurs)


def test_une_modification_donne_la_version_02_un_courriel_et_de_nouveaux_documents(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    """S-258, S-260, G-340, G-344, G-345, G-346."""
    modifier(portail, candidat, candidature, adresse_2="Bâtiment B")
    recu = inscription.enregistrer(portail, candidat, candidature.cle)
    assert (recu.numero_version, recu.numero_inscription) == ("02", "001")
    objets = [c.objet for c in db.session.scalars(select(CourrielSortant).order_by(CourrielSortant.id))]
    assert "Modification d’inscription : Examen d’essai" in objets[-1].replace("'", "’").replace(NBSP, " ")
    versions = [
        d.version for d in db.session.scalars(select(Document).where(Document.code == "confirmation"))
    ]
    assert sorted(versions) == [1, 2]


def test_avant_d_enregistrer_personne_ne_voit_la_modification(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    modifier(portail, candidat, candidature, adresse_1="9 rue Neuve")
    vue = situation_de(portail, candidature, candidat, brouillon=False)
    assert vue.reponses["adresse_1"] == "12 rue des Écoles"
    assert (candidature.version, len(db.session.scalars(select(VersionCandidature)).all())) == (1, 1)


def test_modifier_sans_rien_changer_ne_fait_pas_de_version(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    modifier(portail, candidat, candidature, adresse_1="9 rue Neuve")
    garder(portail, candidat, candidature, candidature.revision, adresse_1="12 rue des Écoles")
    with pytest.raises(RienNaChange):
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert candidature.version == 1


def test_abandonner_rend_ce_qui_est_enregistre(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    modifier(portail, candidat, candidature, adresse_1="9 rue Neuve")
    inscription.abandonner(portail, candidat, candidature.cle)
    contexte = contexte_de(portail, candidature, candidat)
    assert not contexte.saisie_ouverte
    assert contexte.brouillon.reponses == candidature.reponses
    with pytest.raises(DejaEnregistree):
        inscription.abandonner(portail, candidat, candidature.cle)


def test_apres_la_cloture_on_ne_modifie_plus_et_la_modification_en_cours_ne_compte_pas(
    portail: Portail, candidat: Candidat, candidature: Candidature, horloge: HorlogeReglable
) -> None:
    """G-314."""
    modifier(portail, candidat, candidature, adresse_1="9 rue Neuve")
    horloge.regler(CLOTURE)
    for geste in (inscription.enregistrer, inscription.modifier):
        with pytest.raises(InscriptionFermee):
            geste(portail, candidat, candidature.cle)
    assert saisie.lire(portail, candidat, candidature.cle).brouillon.reponses["adresse_1"] == "9 rue Neuve"
    assert (candidature.reponses or {})["adresse_1"] == "12 rue des Écoles"


def test_une_inscription_validee_ne_se_modifie_plus_par_le_candidat(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    identifiant = candidature.id
    with ecriture():
        validee = db.session.get_one(Candidature, identifiant)
        validee.etat, validee.phase = "validee", "inscrite"
    with pytest.raises(TransitionImpossible):
        inscription.modifier(portail, candidat, candidature.cle)


def test_un_choix_definitif_est_fixe_des_le_premier_enregistrer(
    portail: Portail, candidat: Candidat, candidature: Candidature
) -> None:
    """S-165."""
    inscription.modifier(portail, candidat, candidature.cle)
    assert verrouillees(portail, candidature, candidat) == {"forme"}
    with pytest.raises(SaisieRefusee):
        garder(portail, candidat, candidature, 99, forme="progressive")
    poster(portail, candidat, candidature, "situation", SITUATION | {"forme": "progressive"})
    assert saisie.lire(portail, candidat, candidature.cle).situation.reponses["forme"] == "globale"


def test_avant_d_enregistrer_un_choix_definitif_se_change(portail: Portail, candidat: Candidat) -> None:
    candidature = remplir_essai(portail, candidat)
    garder(portail, candidat, candidature, candidature.revision, forme="progressive")
    assert saisie.lire(portail, candidat, candidature.cle).situation.reponses["forme"] == "progressive"


def test_la_forme_d_une_session_precedente_est_reprise_pour_la_meme_specialite(
    portail: Portail, candidat: Candidat, candidature: Candidature, horloge: HorlogeReglable
) -> None:
    """S-166."""
    slug = publier_essai(portail, nom="suite", annee=2027, au="19/11/2026 17:00")
    horloge.avancer(timedelta(days=300))
    suite = saisie.commencer(portail, candidat, slug, "arts")
    contexte = saisie.lire(portail, candidat, suite.cle)
    assert contexte.verrouillees == {"forme"}
    assert contexte.situation.reponses["forme"] == "globale"
    autre = saisie.commencer(portail, fabriques.candidat(), slug, "arts")
    assert contexte_de(portail, autre, autre.candidat).verrouillees == frozenset()
    garder(portail, candidat, suite, 0, specialite="danse")
    assert saisie.lire(portail, candidat, suite.cle).verrouillees == frozenset()
    assert ESSAI == candidature.slug


def test_abandonner_un_brouillon_jamais_enregistre_le_dit(portail: Portail, candidat: Candidat) -> None:
    brouillon = saisie.commencer(portail, candidat, ESSAI)
    with pytest.raises(JamaisEnregistree, match="jamais été enregistrée"):
        inscription.abandonner(portail, candidat, brouillon.cle)
