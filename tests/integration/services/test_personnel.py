"""Accounts that an operator makes, and those of the demonstration."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.adresse_courriel import AdresseInvalide
from portal.domain.compte import AdresseDejaPrise, IdentifiantsRefuses, MotDePasseProvisoire
from portal.domain.mot_de_passe import PROFILS, manques
from portal.services import demonstration, mot_de_passe, personnel, second_facteur
from portal.services.portail import Portail
from portal.tables import Candidat, Compte
from tests.integration.services.comptes import creer_active, entrer, lien

AUTEUR = "auteur@exemple.fr"


def creer_auteur(portail: Portail) -> str:
    return personnel.creer(portail, "auteur", AUTEUR, "Rectorat")


def test_le_mot_de_passe_remis_ne_sert_qu_a_en_choisir_un_autre(portail: Portail) -> None:
    provisoire = creer_auteur(portail)
    for _ in range(2):
        with pytest.raises(MotDePasseProvisoire) as refus:
            entrer(portail, AUTEUR, provisoire)
    mot_de_passe.poser(portail, refus.value.secret, "Autre.secret")
    assert entrer(portail, AUTEUR, "Autre.secret").profil == "auteur"
    with pytest.raises(IdentifiantsRefuses):
        entrer(portail, AUTEUR, provisoire)


def test_le_mot_de_passe_remis_vaut_sept_jours(portail: Portail, horloge: HorlogeReglable) -> None:
    provisoire = creer_auteur(portail)
    horloge.avancer(timedelta(days=7))
    with pytest.raises(IdentifiantsRefuses):
        entrer(portail, AUTEUR, provisoire)
    mot_de_passe.demander(portail, AUTEUR)
    mot_de_passe.poser(portail, lien("mot_de_passe"), "Autre.secret")
    assert entrer(portail, AUTEUR, "Autre.secret").profil == "auteur"


def test_deux_mots_de_passe_remis_sont_differents(portail: Portail) -> None:
    assert creer_auteur(portail) != personnel.creer(portail, "administrateur", "a@exemple.fr", "Portail")


def test_une_adresse_deja_prise_se_dit_a_l_operateur(portail: Portail) -> None:
    creer_active(portail, AUTEUR)
    with pytest.raises(AdresseDejaPrise, match=AUTEUR):
        creer_auteur(portail)


@pytest.mark.parametrize(
    ("profil", "adresse", "erreur"),
    [("candidat", AUTEUR, ValueError), ("roi", AUTEUR, ValueError), ("auteur", "auteur", AdresseInvalide)],
)
def test_un_compte_de_gestion_impossible_est_refuse(
    portail: Portail, profil: str, adresse: str, erreur: type[Exception]
) -> None:
    with pytest.raises(erreur):
        personnel.creer(portail, profil, adresse, "Rectorat")


def test_les_comptes_de_demonstration_se_connectent(portail: Portail) -> None:
    comptes = demonstration.preparer_comptes(portail)
    assert {profil for profil, _, _ in comptes} == {"candidat", "auteur", "gestionnaire", "administrateur"}
    codes = {un.courriel: un.code for un in demonstration.codes_du_moment(portail)}
    for profil, adresse, secret in comptes:
        entree = entrer(portail, adresse, secret)
        assert entree.profil == profil
        if profil != "candidat":
            assert second_facteur.confirmer(portail, entree, codes[adresse])


def test_preparer_la_demonstration_deux_fois_ne_change_rien(portail: Portail, app: object) -> None:
    def preparer(_: int) -> None:
        with app.app_context():  # type: ignore[attr-defined]
            demonstration.preparer_comptes(portail)

    with ThreadPoolExecutor(3) as processus:
        list(processus.map(preparer, range(3)))
    assert db.session.scalar(select(func.count()).select_from(Compte)) == 6
    assert db.session.scalar(select(func.count()).select_from(Candidat)) == 2


def test_les_comptes_de_demonstration_n_existent_pas_en_production(portail: Portail) -> None:
    production = replace(portail, config=replace(portail.config, mode="production"))
    with pytest.raises(demonstration.HorsDemonstration):
        demonstration.preparer_comptes(production)
    assert db.session.scalar(select(func.count()).select_from(Compte)) == 0


@pytest.mark.parametrize("profil", PROFILS.values(), ids=PROFILS)
def test_le_mot_de_passe_de_demonstration_suit_les_deux_regles(profil: object) -> None:
    assert manques(demonstration.MOT_DE_PASSE, profil) == []  # type: ignore[arg-type]
