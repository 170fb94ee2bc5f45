"""Administrateurs who act on each other's accounts, and the way out at the command line."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import func, select

from portal.cli.comptes import second_facteur_reinitialiser
from portal.db import db, ecriture
from portal.domain.personnel import (
    AdministrateurHorsService,
    CompteIntrouvable,
    PasSurSoiMeme,
    PerimetreInvalide,
)
from portal.services import administration_comptes as service
from portal.services import enrolement, perimetres
from portal.services.connexion import ConnexionEnCours
from portal.services.effectif import fiche
from portal.services.perimetres import Demande
from portal.services.portail import Portail
from portal.tables import Agent, Compte, Connexion, CourrielSortant, Evenement
from tests import fabriques
from tests.candidatures import CAP
from tests.client import ClientMaison
from tests.publications import publier_livre

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def en_cours(compte: Compte) -> ConnexionEnCours:
    return ConnexionEnCours(0, compte.id, compte.courriel, compte.profil, compte.nom, True)


def test_deux_administrateurs_ne_se_desactivent_pas_l_un_l_autre(portail: Portail, app: Flask) -> None:
    un, autre = (fabriques.agent("administrateur") for _ in range(2))
    essais = [(en_cours(un), autre.id), (en_cours(autre), un.id)]
    depart = Barrier(2)

    def desactiver(essai: tuple[ConnexionEnCours, int]) -> bool:
        with app.app_context():
            depart.wait()
            try:
                service.desactiver(portail, *essai)
            except AdministrateurHorsService:
                return False
            return True

    with ThreadPoolExecutor(2) as fils:
        assert sorted(fils.map(desactiver, essais)) == [False, True]
    db.session.rollback()
    actifs = select(func.count()).select_from(Agent).where(Agent.desactive_le.is_(None))
    assert db.session.scalar(actifs) == 1


def test_le_dernier_administrateur_reste(portail: Portail, app: Flask) -> None:
    seul = fabriques.agent("administrateur")
    for acte in (service.desactiver, service.reinitialiser):
        with pytest.raises(PasSurSoiMeme):
            acte(portail, en_cours(seul), seul.id)


def test_le_seul_administrateur_sans_telephone_est_depanne_en_ligne_de_commande(
    portail: Portail, client: ClientMaison
) -> None:
    seul = fabriques.agent("administrateur")
    identifiant, courriel = seul.id, seul.courriel
    with ecriture():
        enrolement.imposer(portail, identifiant, SECRET)
    client.connecter(seul)
    service.depanner(portail, courriel.upper())
    agent = db.session.get_one(Agent, identifiant)
    assert agent.totp_secret is None
    assert agent.enrolement_jusqu_a is not None
    assert db.session.scalars(select(Connexion.revoquee_le)).one() is not None
    assert db.session.scalars(select(CourrielSortant.destinataire)).all() == [courriel]
    evenement = db.session.scalars(select(Evenement)).one()
    assert evenement.compte_id is None
    assert evenement.donnees == {"compte": identifiant, "par": "commande"}


def test_on_ne_depanne_ni_un_inconnu_ni_un_candidat(portail: Portail, app: Flask) -> None:
    candidat = fabriques.compte().courriel
    for courriel in ("personne@exemple.fr", candidat):
        with pytest.raises(CompteIntrouvable):
            service.depanner(portail, courriel)


def test_la_commande_dit_ce_qu_elle_fait() -> None:
    aide = CliRunner().invoke(second_facteur_reinitialiser, ["--help"]).output
    assert "7 jours" in aide


def test_un_perimetre_se_compose_des_modeles_publies(portail: Portail, app: Flask) -> None:
    publier_livre(portail, CAP)
    chef, agent = (fabriques.compte(profil).id for profil in ("administrateur", "gestionnaire"))
    with ecriture() as s:
        s.add(Agent(compte_id=agent))
    tout = perimetres.possibles(portail, "poitiers", "cap")
    assert tout.academies == (("poitiers", "Poitiers"),)
    assert ("hotellerie", "Hotellerie") in tout.secteurs
    assert ("cuisine", "Cuisine") in tout.specialites
    assert perimetres.possibles(portail, "poitiers", "").specialites == ()
    perimetres.ajouter(portail, chef, agent, Demande("poitiers", "cap", ("cuisine",), ("industriel",)))
    assert [une.phrase for une in fiche(portail, agent).portions] == [
        "Poitiers, Examens professionnels, CAP, secteur industriel, Cuisine"
    ]
    for faux in (
        Demande("clermont_ferrand"),
        Demande("poitiers", "cs"),
        Demande("poitiers", "cap", ("arts_cinema",)),
        Demande("poitiers", "cap", (), ("SERVICES' --",)),
        Demande("poitiers", "", ("cuisine",)),
    ):
        with pytest.raises(PerimetreInvalide):
            perimetres.ajouter(portail, chef, agent, faux)
    evenement = db.session.scalars(select(Evenement).where(Evenement.nature == "perimetre_modifie")).one()
    assert evenement.compte_id == chef
    assert evenement.donnees["compte"] == agent
