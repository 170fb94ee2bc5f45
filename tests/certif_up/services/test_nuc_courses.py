"""Several clicks at the same instant: one NUC, one merge, one account for each line."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from plugins.certif_up.services import doubles, reprise_nuc
from plugins.certif_up.services.fusion_faire import fusionner
from plugins.certif_up.tables import Fusion, LigneReprise, Nuc
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.refus import Refus
from portal.services import saisie
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compte
from tests.centres import ensemble
from tests.certif_up import candidats
from tests.certif_up.candidats import JANVIER, JUIN, OUVERT
from tests.certif_up.services.test_reprise_nuc import fichier
from tests.publications import publier_livre


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


def compter(colonne: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(colonne))) or 0  # type: ignore[call-overload]


def test_deux_clics_ensemble_donnent_un_seul_nuc(app: Flask, portail: Portail) -> None:
    publier_livre(portail, JANVIER)
    identifiant = candidats.sans_nuc().id

    def commencer() -> None:
        saisie.commencer(portail, db.session.get_one(Candidat, identifiant), JANVIER)

    ensemble(app, *[commencer] * 4)
    assert (compter(Nuc.id), compter(Candidature.id)) == (1, 1)


def test_deux_membres_de_l_union_reunissent_une_seule_fois(app: Flask, portail: Portail) -> None:
    agent = candidats.union(portail)
    un, autre = candidats.candidat("22010870J"), candidats.candidat("22010914G")
    candidats.demande(portail, un, slug=JUIN)
    candidats.demande(portail, autre, phase="terminee", etat="reportee", numero_inscription=7)
    ids, identifiant = (un.id, autre.id), autre.id
    with ecriture():
        doubles.proposer(portail, db.session.get_one(Candidat, identifiant))
    cle = db.session.scalars(select(Fusion.cle)).one()
    nucs = db.session.scalars(select(Nuc.cle).order_by(Nuc.id)).all()

    def garder(nuc: str) -> None:
        try:
            fusionner(portail, agent, cle, nuc)
        except Refus:
            return

    ensemble(app, *(lambda nuc=nuc: garder(nuc) for nuc in [*nucs, *nucs]))
    db.session.rollback()
    fusion = db.session.scalars(select(Fusion)).one()
    assert fusion.etat == "faite"
    porteurs = set(db.session.scalars(select(Candidature.candidat_id)))
    assert porteurs == {fusion.garde_id} <= set(ids)
    assert len(db.session.scalars(select(Compte.id).where(Compte.remplace_par.is_not(None))).all()) == 1


def test_deux_ouvriers_sur_un_import_ne_font_rien_deux_fois(app: Flask, portail: Portail) -> None:
    lignes = [
        {"nuc": f"2201000{n}A", "courriel": f"c{n}@exemple.fr", "prenoms": "ABCDEF"[n]} for n in range(6)
    ]
    cle = reprise_nuc.deposer(portail, None, "anciens.csv", fichier(*lignes))
    reprise_nuc.lancer(portail, cle)
    identifiant = db.session.scalars(select(LigneReprise.reprise_id).limit(1)).one()
    db.session.rollback()
    ensemble(app, *[lambda: reprise_nuc.travail(portail, {"reprise_id": identifiant})] * 2)
    assert (compter(Compte.id), compter(Nuc.id)) == (6, 6)
    faites = select(func.count(LigneReprise.id)).where(LigneReprise.etat == "faite")
    assert db.session.scalar(faites) == 6
