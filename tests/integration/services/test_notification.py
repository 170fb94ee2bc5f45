"""The mails that a modèle declares: one per moment and version, saying what changed (G-345, G-346, S-235)."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services import inscription
from portal.services.candidature import candidature_de, situation_de
from portal.services.notification import notifier
from portal.services.portail import Portail
from portal.tables import Candidat, CourrielSortant
from tests import fabriques
from tests.candidatures import BIA, CERT, CS, OUVERT, inscrire_a
from tests.parcours import inscrire, poster, publier_essai


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    return fabriques.candidat()


def mails() -> list[CourrielSortant]:
    return list(db.session.scalars(select(CourrielSortant).order_by(CourrielSortant.id)))


def clair(texte: str) -> str:
    return texte.replace("\N{NO-BREAK SPACE}", " ")


def test_l_inscription_envoie_un_seul_mail_avec_les_numeros_s_235(
    portail: Portail, candidat: Candidat
) -> None:
    cle = inscrire_a(portail, candidat, CS).cle
    [mail] = mails()
    assert clair(mail.objet).endswith("Inscription enregistrée : Certificat de spécialisation : Zingueur")
    assert mail.destinataire == candidat.compte.courriel
    for morceau in (
        f"Numéro de candidat : {candidat.numero}", "Numéro d'inscription : 001",
        "mercredi 5 novembre 2025 à 12 h 00 (heure de Paris)", "mercredi 19 novembre 2025 à 17 h 00",
        f"http://localhost/inscriptions/{cle}", "dec.exapro2@ac-clermont.fr",
    ):  # fmt: skip
        assert morceau in clair(mail.texte), clair(mail.texte)
    assert "<" not in mail.texte
    assert f'<a href="http://localhost/inscriptions/{cle}"' in mail.html


def test_la_modification_dit_ce_qui_a_change_g_345_g_346(portail: Portail, candidat: Candidat) -> None:
    publier_essai(portail)
    cle = inscrire(portail, candidat).cle
    inscription.modifier(portail, candidat, cle)
    candidature = candidature_de(portail, candidat, cle)
    reponses = {
        "specialite": "danse",
        "forme": "globale",
        "salarie": "oui",
        "employeur": "Le <Moulin> & fils",
    }
    poster(portail, candidat, candidature, "situation", reponses)
    inscription.enregistrer(portail, candidat, cle)
    _, mail = mails()
    assert "Modification d'inscription : Examen d'essai : Danse" in clair(mail.objet)
    texte = clair(mail.texte)
    assert "C'est la version 02." in texte
    assert "- Discipline : Arts → Danse" in texte
    assert "- Salarié : Non → Oui" in texte
    assert "- Votre employeur : - → Le <Moulin> & fils" in texte
    assert "<Moulin>" not in mail.html
    assert "&lt;Moulin&gt; &amp; fils" in mail.html


def test_redemander_le_meme_mail_ne_l_envoie_pas_deux_fois(portail: Portail, candidat: Candidat) -> None:
    publier_essai(portail)
    cle = inscrire(portail, candidat).cle
    with ecriture():
        candidature = candidature_de(portail, candidat, cle)
        situation = situation_de(portail, candidature, candidature.candidat, brouillon=False)
        assert notifier(portail, candidature, "enregistrer", situation) == 0
        assert notifier(portail, candidature, "modifier", situation) == 1
    assert len(mails()) == 2


def test_un_moment_que_le_modele_ne_dit_pas_n_envoie_rien(portail: Portail, candidat: Candidat) -> None:
    publier_essai(portail)
    cle = inscrire(portail, candidat).cle
    with ecriture():
        candidature = candidature_de(portail, candidat, cle)
        situation = situation_de(portail, candidature, candidature.candidat, brouillon=False)
        assert notifier(portail, candidature, "piece_acceptee", situation) == 0


def test_l_heure_d_outre_mer_est_suivie_de_celle_de_paris(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT[BIA])
    inscrire_a(portail, candidat, BIA)
    texte = clair(mails()[0].texte)
    assert "lundi 14 février 2022 à 15 h 00 (heure de la Martinique, soit 20 h 00 à Paris)" in texte
    assert "jusqu'au mercredi 9 mars 2022" in texte


def test_un_service_sans_adresse_mail_est_nomme_tout_de_meme(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT[CERT])
    inscrire_a(portail, candidat, CERT)
    texte = mails()[0].texte
    assert "Service des examens et concours de l'académie de Versailles" in texte
    assert "None" not in texte
