"""axe-core finds nothing, and nothing overflows, on any page of Certif-UP, for anybody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from plugins.certif_up.services import demonstration
from plugins.certif_up.services.demonstration import LEA, UNION
from plugins.certif_up.tables import Fusion, Nuc, Reprise
from portal.db import db
from portal.tables import Candidature
from tests.certif_up.e2e.gens import AISNE, entrer
from tests.e2e.portail_vivant import PortailVivant
from tests.e2e.test_accessibilite import defauts

JANVIER, JUIN = "national/certif-up-2027-01", "national/certif-up-2027-06"
PUBLIQUES = ["/certif-up", "/certif-up/nuc", "/certif-up/nuc/envoye", "/connexion", f"/examens/{JANVIER}"]
DU_CANDIDAT = ["/certif-up", "/certif-up/demande", "/candidat", "/inscriptions"]
DU_CENTRE = [
    "/certif-up/centre", "/certif-up/centre/demandes", "/certif-up/centre/demandes?etat=prevalidee",
    "/certif-up/centre/offres", f"/certif-up/centre/offres/C02A/{JANVIER}",
    f"/certif-up/centre/offres/C02A/{JUIN}", "/certif-up/centre/fiche/C02A",
]  # fmt: skip
NATIONAL = "/certif-up/national"
DE_L_UNION = [
    NATIONAL,
    *(f"{NATIONAL}/{page}" for page in (
        "centres", "centres?statut=complet", "centres/C02A", "centres/C02A/modifier", "centres/C02A/service",
        "centres/nouveau", "centres/import", "chiffres", "definitives", "reports", "sessions",
        f"sessions/{JANVIER}", "nuc", "nuc?q=KEBBATI", "nuc/fusions", "nuc/reprises",
    )),
]  # fmt: skip


@pytest.fixture
def peuple(vivant: PortailVivant) -> Iterator[PortailVivant]:
    """The requests of the demonstration, at every stage."""
    with vivant.app.app_context():
        demonstration.preparer(vivant.portail, candidatures=True)
        yield vivant


def cles(etats: tuple[str, ...], centre: str = "C02A") -> dict[str, str]:
    """Return one request in each état at a centre."""
    db.session.rollback()
    lues = db.session.scalars(select(Candidature).where(Candidature.etat.in_(etats), Candidature.version > 0))
    return {une.etat: une.cle for une in lues if une.reponses and une.reponses["centre"] == centre}


def test_les_pages_publiques_et_celles_d_un_candidat(page_vivante: Page, vivant: PortailVivant) -> None:
    assert defauts(page_vivante, vivant, PUBLIQUES) == []
    entrer(page_vivante, vivant, LEA)
    assert defauts(page_vivante, vivant, DU_CANDIDAT) == []


def test_les_pages_d_un_centre(page_vivante: Page, peuple: PortailVivant) -> None:
    suivies = cles(("soumise", "prevalidee", "reglee", "inscrite", "refusee"))
    entrer(page_vivante, peuple, AISNE)
    demandes = [f"/certif-up/centre/demandes/{cle}" for cle in suivies.values()]
    assert defauts(page_vivante, peuple, [*DU_CENTRE, *demandes]) == []


def test_les_pages_de_l_union(page_vivante: Page, peuple: PortailVivant) -> None:
    une = [
        *(f"{NATIONAL}/nuc/fusions/{cle}" for cle in db.session.scalars(select(Fusion.cle).limit(1))),
        *(f"{NATIONAL}/nuc/personnes/{cle}" for cle in db.session.scalars(select(Nuc.cle).limit(1))),
        *(f"{NATIONAL}/nuc/reprises/{cle}" for cle in db.session.scalars(select(Reprise.cle).limit(1))),
    ]
    entrer(page_vivante, peuple, UNION)
    assert defauts(page_vivante, peuple, [*DE_L_UNION, *une]) == []


def test_le_suivi_d_un_candidat_a_chaque_etape(page_vivante: Page, peuple: PortailVivant) -> None:
    etapes = cles(("soumise", "prevalidee", "inscrite", "report_demande", "refusee", "expiree", "reportee"))
    trouves = []
    for cle in etapes.values():
        entrer(page_vivante, peuple, peuple.candidature(cle).candidat.compte.courriel)
        trouves += defauts(page_vivante, peuple, [f"/inscriptions/{cle}"])
    cle = etapes["inscrite"]
    entrer(page_vivante, peuple, peuple.candidature(cle).candidat.compte.courriel)
    demarches = (
        f"/inscriptions/{cle}/demarches/demander_report_{motif}" for motif in ("medical", "employeur")
    )
    assert [*trouves, *defauts(page_vivante, peuple, list(demarches))] == []
