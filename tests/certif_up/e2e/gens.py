"""The people of the journeys: who logs in, and requests that services bring to a given état."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from playwright.sync_api import Page, expect
from sqlalchemy import select

from plugins.certif_up.services.demonstration import MEMBRES
from portal.db import db
from portal.services import paiement
from portal.services.paiement import Saisie
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.tables import Compte
from portal.tables.agent import Perimetre
from portal.tables.centre import Centre
from tests.certif_up import centres
from tests.certif_up.centres import agir
from tests.e2e.demarches import IDENTIFICATION, Reponse, remplir
from tests.e2e.gestes import Souris
from tests.e2e.portail_vivant import PortailVivant

AISNE = MEMBRES["C02A"]
DEPARTEMENT = "Dans quel département voulez-vous passer vos épreuves ?"
A_LILLE: list[Reponse] = [
    *IDENTIFICATION[:1], ("ecrire", "Code postal", "59000"), ("attendre", "Commune", "Lille"),
    *IDENTIFICATION[3:],
]  # fmt: skip
SITUATION: list[Reponse] = [
    ("choisir", "Quelle est votre situation aujourd'hui ?", "Salarié"),
    ("choisir", "Êtes-vous stagiaire d'un centre de formation ?", "Non"),
]


@dataclass(frozen=True)
class Demande:
    """A request, and the address of who made it."""

    cle: str
    courriel: str


def entrer(page: Page, vivant: PortailVivant, courriel: str) -> None:
    """Go on as somebody else, who has just logged in."""
    page.context.clear_cookies()
    with vivant.app.app_context():
        temoin = vivant.temoin(db.session.scalars(select(Compte).where(Compte.courriel == courriel)).one())
    page.context.add_cookies([temoin])


def soumise(vivant: PortailVivant, epreuves: tuple[str, ...] = ("E1",), code: str = "C02A") -> Demande:
    """Let somebody new ask a centre for some épreuves."""
    with vivant.app.app_context():
        cle = centres.soumettre(vivant.portail, epreuves, code)
        return Demande(cle, vivant.candidature(cle).candidat.compte.courriel)


def prevalidee(vivant: PortailVivant, epreuves: tuple[str, ...] = ("E1",)) -> Demande:
    """The same, once the centre answered."""
    demande = soumise(vivant, epreuves)
    with vivant.app.app_context():
        agir(vivant.portail, _membre(vivant, "C02A"), demande.cle)
    return demande


def inscrite(vivant: PortailVivant) -> Demande:
    """The same, once the centre was paid and registered the candidate for good."""
    demande = prevalidee(vivant)
    with vivant.app.app_context():
        agent = _membre(vivant, "C02A")
        saisie = Saisie(Decimal(50), "cheque", vivant.horloge.maintenant().date())
        paiement.enregistrer(vivant.portail, agent, demande.cle, saisie)
        agir(vivant.portail, agent, demande.cle, "inscrire", "reglee")
    return demande


def refuser(vivant: PortailVivant, demande: Demande, motif: str) -> None:
    with vivant.app.app_context():
        agir(vivant.portail, _membre(vivant, "C02A"), demande.cle, "refuser", motif=motif)


def dans_le_portail(vivant: PortailVivant, fait: Callable[[], object]) -> None:
    """Do something of the worker's at once."""
    with vivant.app.app_context():
        fait()
        db.session.rollback()


def choisir_les_epreuves(page: Page, *codes: str) -> None:
    """Tick the épreuves that are wanted, and go on."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Épreuves")
    for code in codes:
        page.locator(f"main input[type=checkbox][value={code}]").check()
    Souris(page).presser("Suivant")


def choisir_le_centre(page: Page, departement: str, code: str) -> None:
    """Choose a centre of a département, with its software, and go on."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Centre d'épreuves")
    Souris(page).derouler(DEPARTEMENT, departement)
    carte = page.locator(f"label[for=champ-centre-{code}]")
    carte.click()
    engagement = page.get_by_role("checkbox", name="Je le déclare")
    engagement.check()
    Souris(page).presser("Suivant")


def remplir_le_formulaire(page: Page) -> None:
    """Answer what a centre wants to know, up to the récapitulatif."""
    gestes = Souris(page)
    remplir(gestes, "Identification", A_LILLE)
    page.get_by_role("checkbox", name="Je le déclare").check()
    remplir(gestes, "Situation", SITUATION)


def soumettre(page: Page) -> str:
    """Press « Soumettre »; return the clé of the request."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Récapitulatif")
    Souris(page).presser("Soumettre")
    expect(page.get_by_text("a bien été prise en compte")).to_be_visible()
    return page.url.split("/")[-2]


def _membre(vivant: PortailVivant, code: str) -> AgentEnPoste:
    demande = select(Perimetre.compte_id).join(Centre).where(Centre.code == code).limit(1)
    return agent_de(vivant.portail, db.session.scalars(demande).one())
