"""« Enregistrer »: one number, one version, one mail, whatever is clicked; nothing if something lacks."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.calendrier import InscriptionFermee
from portal.domain.candidature import (
    CandidatureIncomplete,
    CandidatureIntrouvable,
    ConfirmationManquante,
)
from portal.services import inscription, saisie
from portal.services.portail import Portail
from portal.services.version import empreinte
from portal.tables import Candidat, CourrielSortant, Document, Evenement, VersionCandidature
from tests import fabriques
from tests.parcours import (
    CLOTURE,
    ESSAI,
    IDENTIFICATION,
    garder,
    inscrire,
    poster,
    publier_essai,
    remplir_essai,
)


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


def combien(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_enregistrer_donne_un_numero_une_version_un_courriel_et_des_documents(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    candidature = remplir_essai(portail, candidat)
    recu = inscription.enregistrer(portail, candidat, candidature.cle)
    assert (recu.numero_inscription, recu.numero_version, recu.nouveau) == ("001", "01", True)
    assert recu.numero_candidat == candidat.numero
    assert recu.enregistree_le == horloge.maintenant()
    assert (candidature.etat, candidature.phase) == ("enregistree", "deposee")
    [courriel] = db.session.scalars(select(CourrielSortant))
    assert "Examen d'essai" in courriel.objet.replace("’", "'")
    assert {d.code for d in db.session.scalars(select(Document))} == {"confirmation", "demande_pieces"}


def test_la_version_gardee_porte_les_reponses_l_etat_civil_et_leur_empreinte(
    portail: Portail, candidat: Candidat
) -> None:
    candidature = inscrire(portail, candidat)
    [version] = db.session.scalars(select(VersionCandidature))
    contenu = {
        "cle": candidature.cle,
        "numero_inscription": 1,
        "version": 1,
        "version_modele_id": candidature.version_modele_id,
        "candidat": version.candidat,
        "reponses": version.reponses,
        "enregistree_le": version.enregistree_le.isoformat(),
    }
    assert version.empreinte == empreinte(json.loads(json.dumps(contenu)))
    assert version.candidat["nom_naissance"] == "DURAND"
    assert version.reponses["domicile_pays"] == "FR"


def test_chaque_passage_du_circuit_laisse_une_trace(portail: Portail, candidat: Candidat) -> None:
    inscrire(portail, candidat)
    traces = [(e.nature, e.de, e.vers) for e in db.session.scalars(select(Evenement).order_by(Evenement.id))]
    assert traces[-2:] == [("commencer", None, "brouillon"), ("enregistrer", "brouillon", "enregistree")]


def test_deux_clics_donnent_le_meme_numero_et_un_seul_courriel(portail: Portail, candidat: Candidat) -> None:
    candidature = remplir_essai(portail, candidat)
    un, deux = (inscription.enregistrer(portail, candidat, candidature.cle) for _ in range(2))
    assert (un.rang, un.version) == (deux.rang, deux.version)
    assert (un.nouveau, deux.nouveau) == (True, False)
    assert (combien(CourrielSortant), combien(VersionCandidature)) == (1, 1)


def test_le_second_clic_apres_la_cloture_dit_encore_le_numero(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    candidature = inscrire(portail, candidat)
    horloge.regler(CLOTURE)
    assert inscription.enregistrer(portail, candidat, candidature.cle).numero_inscription == "001"


def test_une_seconde_inscription_porte_le_numero_002(portail: Portail, candidat: Candidat) -> None:
    inscrire(portail, candidat)
    slug = publier_essai(portail, nom="autre", annee=2027)
    candidature = inscrire(portail, candidat, slug)
    assert candidature.numero_inscription == 2


def test_ce_qui_manque_empeche_d_enregistrer_et_ne_prend_pas_de_numero(
    portail: Portail, candidat: Candidat
) -> None:
    candidature = saisie.commencer(portail, candidat, ESSAI)
    poster(portail, candidat, candidature, "identification", IDENTIFICATION)
    with pytest.raises(CandidatureIncomplete) as refus:
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert {m.onglet for m in refus.value.manques} == {"situation", "epreuves"}
    remplir_essai(portail, candidat)
    assert inscription.enregistrer(portail, candidat, candidature.cle).numero_inscription == "001"


def test_une_reponse_illisible_empeche_d_enregistrer(portail: Portail, candidat: Candidat) -> None:
    candidature = remplir_essai(portail, candidat)
    garder(portail, candidat, candidature, candidature.revision, telephone="06 1")
    with pytest.raises(CandidatureIncomplete) as refus:
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert [m.cle for m in refus.value.manques] == ["telephone"]


@pytest.mark.parametrize("retard", [timedelta(0), timedelta(seconds=1), timedelta(days=30)])
def test_a_la_seconde_de_la_cloture_c_est_refuse_et_le_brouillon_reste(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable, retard: timedelta
) -> None:
    candidature = remplir_essai(portail, candidat)
    horloge.regler(CLOTURE + retard)
    with pytest.raises(InscriptionFermee):
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert candidature.version == 0
    assert saisie.lire(portail, candidat, candidature.cle).brouillon.reponses["salarie"] == "non"
    assert combien(CourrielSortant) == 0


def test_une_seconde_avant_la_cloture_c_est_accepte(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    candidature = remplir_essai(portail, candidat)
    horloge.regler(CLOTURE - timedelta(seconds=1))
    assert inscription.enregistrer(portail, candidat, candidature.cle).nouveau


@pytest.mark.parametrize(
    ("academie", "au", "derniere"),
    [
        ("versailles", "26/10/2025 17:00", "2025-10-26T15:59:59+00:00"),
        ("versailles", "30/03/2026 17:00", "2026-03-30T14:59:59+00:00"),
        ("martinique", "19/11/2025 17:00", "2025-11-19T20:59:59+00:00"),
        ("la_reunion", "19/11/2025 17:00", "2025-11-19T12:59:59+00:00"),
    ],
    ids=["heure d'hiver", "heure d'été", "Martinique", "Réunion"],
)
def test_la_derniere_seconde_est_celle_de_l_academie(
    portail: Portail, horloge: HorlogeReglable, academie: str, au: str, derniere: str
) -> None:
    horloge.regler(CLOTURE.fromisoformat("2025-10-20T10:00:00+00:00"))
    slug = publier_essai(portail, academie=academie, du="01/10/2025 09:00", au=au)
    candidat = fabriques.candidat()
    candidature = remplir_essai(portail, candidat, slug)
    horloge.regler(CLOTURE.fromisoformat(derniere) + timedelta(seconds=1))
    with pytest.raises(InscriptionFermee):
        inscription.enregistrer(portail, candidat, candidature.cle)
    horloge.regler(CLOTURE.fromisoformat(derniere))
    assert inscription.enregistrer(portail, candidat, candidature.cle).nouveau


def test_une_regle_entre_candidatures_refuse_dans_la_transaction(
    portail: Portail, candidat: Candidat
) -> None:
    inscrire(portail, candidat)
    slug = publier_essai(portail, nom="autre")
    candidature = remplir_essai(portail, candidat, slug)
    with pytest.raises(CandidatureIncomplete) as refus:
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert "déjà inscrit" in refus.value.manques[-1].message


def test_un_simple_brouillon_ailleurs_n_empeche_rien(portail: Portail, candidat: Candidat) -> None:
    slug = publier_essai(portail, nom="autre")
    remplir_essai(portail, candidat, slug)
    assert inscrire(portail, candidat).numero_inscription == 1


def test_la_candidature_d_un_autre_ne_s_enregistre_pas(portail: Portail, candidat: Candidat) -> None:
    candidature = remplir_essai(portail, candidat)
    with pytest.raises(CandidatureIntrouvable):
        inscription.enregistrer(portail, fabriques.candidat(), candidature.cle)


def test_la_validation_en_ligne_demande_la_case_qui_vaut_signature(portail: Portail) -> None:
    publier_essai(portail, confirmation="en_ligne")
    candidat = fabriques.candidat()
    candidature = remplir_essai(portail, candidat)
    with pytest.raises(ConfirmationManquante):
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert inscription.enregistrer(portail, candidat, candidature.cle, confirmation=True).nouveau
