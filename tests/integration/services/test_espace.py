"""The candidate's space: what is shown, until when, what is missing (G-327 to G-332, G-454 to G-458)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.suivi import session_terminee
from portal.services import espace, saisie
from portal.services.calendrier import calendrier_de
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import fabriques
from tests.candidatures import BIA, CS, OUVERT, inscrire_a
from tests.parcours import CLOTURE, IDENTIFICATION, inscrire, poster, publier_essai


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    return fabriques.candidat()


def etats(suivi: espace.Suivi) -> list[tuple[str, str]]:
    return [(etape.code, etape.etat) for etape in suivi.etapes]


def test_les_candidatures_d_un_candidat_sont_toutes_listees_g_328(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail)
    inscrire(portail, candidat)
    inscrire_a(portail, candidat, CS)
    cartes = espace.candidatures(portail, candidat)
    assert [(carte.titre.split()[0], carte.numero) for carte in cartes] == [
        ("Certificat", "002"),
        ("Examen", "001"),
    ]
    assert not espace.candidatures(portail, fabriques.candidat())


def test_un_brouillon_se_dit_brouillon(portail: Portail, candidat: Candidat) -> None:
    saisie.commencer(portail, candidat, publier_essai(portail))
    [carte] = espace.candidatures(portail, candidat)
    assert carte.brouillon
    assert (carte.numero, carte.version) == ("", "")
    assert carte.ouverte


def test_un_brouillon_d_une_session_a_venir_ne_se_dit_pas_ferme(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    saisie.commencer(portail, candidat, publier_essai(portail))
    [carte] = espace.candidatures(portail, candidat)
    assert not carte.a_venir
    horloge.regler(carte.ouverture - timedelta(days=1))
    [carte] = espace.candidatures(portail, candidat)
    assert (carte.a_venir, carte.ouverte) == (True, False)


@pytest.mark.parametrize("phase", ["ecartee", "terminee"])
def test_une_candidature_desinscrite_ou_terminee_n_est_plus_listee_g_331(
    portail: Portail, candidat: Candidat, phase: str
) -> None:
    publier_essai(portail)
    identifiant = inscrire(portail, candidat).id
    with ecriture():
        db.session.get_one(Candidature, identifiant).phase = phase
    assert espace.candidatures(portail, candidat) == ()
    assert len(espace.candidatures(portail, candidat, toutes=True)) == 1


def test_la_session_se_termine_apres_le_31_decembre_de_son_annee_g_332(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail)
    inscrire(portail, candidat)
    horloge.regler(datetime(2026, 12, 31, 22, 59, tzinfo=UTC))
    assert len(espace.candidatures(portail, candidat)) == 1
    horloge.regler(datetime(2026, 12, 31, 23, 0, tzinfo=UTC))
    assert espace.candidatures(portail, candidat) == ()
    assert session_terminee(2026, datetime(2027, 1, 1, tzinfo=UTC).date())


def test_une_inscription_se_modifie_jusqu_a_la_fermeture_et_pas_apres(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail)
    inscrire(portail, candidat)
    assert espace.candidatures(portail, candidat)[0].modifiable
    horloge.regler(CLOTURE)
    [carte] = espace.candidatures(portail, candidat)
    assert not carte.modifiable
    assert not carte.ouverte


def test_le_suivi_d_un_brouillon_dit_ce_qui_manque(portail: Portail, candidat: Candidat) -> None:
    candidature = saisie.commencer(portail, candidat, publier_essai(portail))
    poster(portail, candidat, candidature, "identification", IDENTIFICATION)
    suivi = espace.suivre(portail, candidat, candidature.cle)
    assert etats(suivi) == [("formulaire", "courant"), ("numero", "a_faire"), ("fin", "a_faire")]
    assert "1 onglet terminé sur 3." in suivi.etapes[0].detail
    assert "Discipline" in [manque.question for manque in suivi.manques]
    assert "Adresse 1" not in [manque.question for manque in suivi.manques]
    assert suivi.carte.onglet == "situation"


def test_le_suivi_d_une_inscription_dit_les_pieces_et_le_service(
    portail: Portail, candidat: Candidat
) -> None:
    cle = inscrire_a(portail, candidat, CS).cle
    suivi = espace.suivre(portail, candidat, cle)
    assert etats(suivi) == [
        ("formulaire", "fait"),
        ("numero", "fait"),
        ("pieces", "courant"),
        ("fin", "a_faire"),
    ]
    assert "N° 001, version 01" in suivi.etapes[1].detail
    assert suivi.manques == ()
    assert [len(envoi.pieces) for envoi in suivi.envois] == [4, 1]
    assert suivi.contact is not None
    assert suivi.contact.courriel == "dec.exapro2@ac-clermont.fr"
    assert [rappel.passe for rappel in suivi.rappels] == [False]
    assert suivi.etapes[2].detail.startswith(
        "Il manque 4 pièces, à fournir avant le mercredi 19 novembre 2025"
    )
    (carte,) = espace.candidatures(portail, candidat)
    assert carte.pieces == suivi.etapes[2].detail


def test_les_pieces_a_poster_ont_leur_adresse(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT[BIA])
    cle = inscrire_a(portail, candidat, BIA).cle
    envois = espace.suivre(portail, candidat, cle).envois
    (carte,) = espace.candidatures(portail, candidat)
    assert carte.pieces.startswith("À envoyer par voie postale avant le lundi 21 mars 2022 à 23")
    assert {envoi.canal for envoi in envois} == {"courrier"}
    assert all("97279 Schœlcher" in envoi.adresse for envoi in envois)
    assert all("jusqu’au lundi 21 mars 2022 inclus" in envoi.phrase for envoi in envois)


def test_une_candidature_d_un_autre_est_introuvable(portail: Portail, candidat: Candidat) -> None:
    publier_essai(portail)
    cle = inscrire(portail, candidat).cle
    intrus = fabriques.candidat()
    with pytest.raises(CandidatureIntrouvable):
        espace.suivre(portail, intrus, cle)
    with pytest.raises(CandidatureIntrouvable):
        calendrier_de(portail, intrus, cle)


def test_le_calendrier_tient_les_dates_et_leurs_rappels(portail: Portail, candidat: Candidat) -> None:
    cle = inscrire_a(portail, candidat, CS).cle
    agenda = Calendar.from_ical(calendrier_de(portail, candidat, cle))
    evenements = {str(un["SUMMARY"]): un for un in agenda.walk("VEVENT")}
    [cloture] = [un for titre, un in evenements.items() if titre.startswith("Fermeture")]
    assert cloture["DTEND"].dt == CLOTURE
    alarmes = [alarme["TRIGGER"].dt.days for alarme in cloture.walk("VALARM")]
    assert alarmes == [-7, -1]
    assert any("travail en hauteur" in titre for titre in evenements)
    assert len({str(un["UID"]) for un in evenements.values()}) == len(evenements)
    assert calendrier_de(portail, candidat, cle) == calendrier_de(portail, candidat, cle)
