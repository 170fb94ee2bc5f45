"""Two accounts of one person: one is kept, the other one leads to it and opens nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.compte import IdentifiantsRefuses, LienInvalide
from portal.services import connexion, mot_de_passe
from portal.services.comptes_joints import empreinte_perdue, joindre
from portal.services.portail import Portail
from portal.tables import Compte, Evenement
from tests.integration.services.comptes import (
    ADRESSE,
    ICI,
    courriels,
    creer,
    creer_active,
    entrer,
    lien,
    trouver,
)

AUTRE, AUTRE_SECRET = "jean.talu@exemple.fr", "Noisetier.court.9"


@pytest.fixture
def reunis(portail: Portail) -> Portail:
    """Jean Talu kept the first of his accounts, while he was logged in to the other one."""
    creer_active(portail)
    creer_active(portail, AUTRE, AUTRE_SECRET)
    _joindre(portail, AUTRE, ADRESSE)
    return portail


def _joindre(portail: Portail, adresse: str, garde: str) -> None:
    perdu, sien = trouver(adresse), trouver(garde)
    assert perdu is not None
    assert sien is not None
    ids, empreinte = (perdu.id, sien.id), empreinte_perdue()
    with ecriture():
        joindre(portail, *ids, empreinte, None)


def test_les_deux_adresses_menent_au_compte_garde(reunis: Portail) -> None:
    for adresse in (ADRESSE, AUTRE, AUTRE.upper()):
        assert entrer(reunis, adresse).courriel == ADRESSE


def test_le_mot_de_passe_du_compte_ferme_n_ouvre_plus_rien(reunis: Portail) -> None:
    for adresse in (ADRESSE, AUTRE):
        with pytest.raises(IdentifiantsRefuses):
            connexion.ouvrir(reunis, adresse, AUTRE_SECRET, ICI)


def test_ce_qui_etait_ouvert_se_ferme(portail: Portail) -> None:
    creer_active(portail)
    creer_active(portail, AUTRE, AUTRE_SECRET)
    secret = connexion.ouvrir(portail, AUTRE, AUTRE_SECRET, ICI)
    mot_de_passe.demander(portail, AUTRE)
    ancien = lien("mot_de_passe")
    _joindre(portail, AUTRE, ADRESSE)
    assert connexion.retrouver(portail, secret) is None
    with pytest.raises(LienInvalide):
        mot_de_passe.poser(portail, ancien, "Cerisier.vole.2")


def test_le_mot_de_passe_oublie_s_ecrit_a_l_adresse_gardee(reunis: Portail) -> None:
    mot_de_passe.demander(reunis, AUTRE)
    assert courriels("mot_de_passe")[-1].destinataire == ADRESSE


def test_l_adresse_du_compte_ferme_ne_sert_pas_a_en_creer_un_autre(reunis: Portail) -> None:
    avant = len(courriels("activation"))
    creer(reunis, AUTRE)
    assert len(courriels("activation")) == avant
    assert courriels("compte_existant")[-1].destinataire == AUTRE


def test_une_chaine_de_comptes_reste_courte(reunis: Portail) -> None:
    creer_active(reunis, "talu@exemple.org")
    _joindre(reunis, ADRESSE, "talu@exemple.org")
    for adresse in (ADRESSE, AUTRE):
        assert entrer(reunis, adresse).courriel == "talu@exemple.org"


def test_le_journal_le_dit(reunis: Portail) -> None:
    fait = db.session.scalars(select(Evenement).where(Evenement.nature == "compte_joint")).one()
    ferme = db.session.scalars(select(Compte).where(Compte.courriel == AUTRE)).one()
    assert fait.donnees == {"compte": ferme.id}
