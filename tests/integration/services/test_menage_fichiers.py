"""Files that serve no more leave the storage; those that somebody looked at, or names, stay."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services import menage_fichiers
from portal.services.portail import Portail
from portal.tables import Candidature
from portal.tables.piece import Depot
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.integration.services.envois import agent
from tests.pieces_deposees import decider, rendre


@pytest.fixture
def inscrite(portail: Portail, horloge: HorlogeReglable) -> Candidature:
    horloge.regler(OUVERT[CS])
    return inscrire_a(portail, fabriques.candidat(), CS)


def depots() -> list[Depot]:
    db.session.rollback()
    return list(db.session.scalars(select(Depot).order_by(Depot.id)))


def retirer(portail: Portail) -> tuple[str, ...]:
    with ecriture():
        depot = db.session.scalars(select(Depot).order_by(Depot.id)).first()
        assert depot is not None
        depot.retire_le = portail.horloge.maintenant()
        return (depot.sha256, *depot.apercus)


def test_un_fichier_repris_par_son_candidat_s_efface_une_semaine_apres(
    portail: Portail, inscrite: Candidature, horloge: HorlogeReglable
) -> None:
    rendre(portail, inscrite, validee=False)
    cles = retirer(portail)
    horloge.avancer(timedelta(days=6))
    assert menage_fichiers.ranger_les_fichiers(portail) == 0
    assert all(portail.stockage.contient(cle) for cle in cles)
    horloge.avancer(timedelta(days=2))
    assert menage_fichiers.ranger_les_fichiers(portail) == len(cles) == 2
    assert not any(portail.stockage.contient(cle) for cle in cles)
    assert depots() == []


def test_un_fichier_refuse_puis_remplace_reste_pour_l_historique(
    portail: Portail, inscrite: Candidature, horloge: HorlogeReglable
) -> None:
    piece = rendre(portail, inscrite)
    decider(portail, agent(portail), piece, "non_conforme", information="Illisible.")
    cles = retirer(portail)
    horloge.avancer(timedelta(days=60))
    assert menage_fichiers.ranger_les_fichiers(portail) == 0
    assert all(portail.stockage.contient(cle) for cle in cles)
    assert len(depots()) == 1


def test_un_contenu_depose_deux_fois_reste_tant_qu_une_ligne_le_cite(
    portail: Portail, inscrite: Candidature, horloge: HorlogeReglable
) -> None:
    rendre(portail, inscrite, validee=False)
    rendre(portail, inscrite, validee=False)
    assert len({depot.sha256 for depot in depots()}) == 1
    cles = retirer(portail)
    horloge.avancer(timedelta(days=8))
    assert menage_fichiers.ranger_les_fichiers(portail) == 0
    assert all(portail.stockage.contient(cle) for cle in cles)
    assert len(depots()) == 1


def test_un_export_abandonne_a_moitie_ne_reste_pas(portail: Portail, horloge: HorlogeReglable) -> None:
    dossier = portail.config.dossier_exports
    dossier.mkdir(parents=True)
    for nom, age in (("vieux", timedelta(days=8)), ("recent", timedelta(days=1))):
        (dossier / f"{nom}.jsonl").write_text("[]")
        quand = (horloge.maintenant() - age).timestamp()
        os.utime(dossier / f"{nom}.jsonl", (quand, quand))
    menage_fichiers.ranger_les_fichiers(portail)
    assert [chemin.name for chemin in dossier.iterdir()] == ["recent.jsonl"]
