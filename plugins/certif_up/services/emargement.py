"""The attendance list of one épreuve at one centre: who is registered for good, in the order of names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from plugins.certif_up.services.centre_nuc import nucs_de
from plugins.certif_up.services.union import FAMILLE
from portal.db import db
from portal.domain.affichage import jour, jour_long
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.instant import jour_dans
from portal.domain.texte_saisi import sans_accents
from portal.services.dessin_pdf import dessiner
from portal.services.mon_centre import centre_pour
from portal.services.offre import OffreDeSession, OffreVue, entree_de, modele_de, offre_de
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre

GABARIT = "pdf/certif_up_emargement.html"
INSCRITE, REPORT = "inscrite", "report_demande"


@dataclass(frozen=True, slots=True)
class Inscrit:
    """One line of the list."""

    nom: str
    usage: str
    prenoms: str
    ne_le: str
    nuc: str
    report: bool


@dataclass(frozen=True, slots=True)
class Liste:
    """The list of one épreuve. `jour` is when it takes place, "" while that is not known."""

    centre: str
    adresse: str
    seance: str
    epreuve: str
    intitule: str
    jour: str
    logiciels: tuple[tuple[str, str], ...]
    inscrits: tuple[Inscrit, ...]
    etablie_le: str


def lister(portail: Portail, agent: AgentEnPoste, code: str, slug: str, epreuve: str) -> Liste:
    """Return the list of an épreuve. Raises CentreIntrouvable, CandidatureIntrouvable."""
    centre = centre_pour(portail, agent, FAMILLE, code)
    offre = offre_de(portail, centre, entree_de(portail, FAMILLE, slug))
    une = _epreuve(offre, epreuve)
    return Liste(
        centre=f"{centre.intitule} ({centre.commune})",
        adresse=f"{centre.adresse}, {centre.code_postal} {centre.commune}",
        seance=offre.entree.session_examen, epreuve=une.epreuve, intitule=une.intitule,
        jour=_jour(portail, slug, epreuve), logiciels=une.details,
        inscrits=_inscrits(centre, slug, epreuve),
        etablie_le=jour(portail.horloge.maintenant()),
    )  # fmt: skip


def imprimer(portail: Portail, liste: Liste) -> bytes:
    """Return its PDF. Raises PdfIndisponible."""
    return dessiner(portail, GABARIT, liste=liste)


def compter(centre: Centre, slug: str) -> dict[str, int]:
    """Return how many people are registered for good, by épreuve."""
    comptes: dict[str, int] = {}
    demande = select(Candidature.comparables).where(*_definitives(centre, slug))
    for comparables in db.session.scalars(demande):
        for epreuve in comparables.get("epreuves", ()):
            comptes[epreuve] = comptes.get(epreuve, 0) + 1
    return comptes


def _inscrits(centre: Centre, slug: str, epreuve: str) -> tuple[Inscrit, ...]:
    lus = db.session.execute(
        select(Candidat, Candidature.comparables, Candidature.etat)
        .join(Candidat, Candidat.id == Candidature.candidat_id)
        .where(*_definitives(centre, slug))
    ).all()
    siens = [(candidat, etat) for candidat, faits, etat in lus if epreuve in faits.get("epreuves", ())]
    siens.sort(key=lambda un: (sans_accents(un[0].nom_naissance), sans_accents(un[0].prenoms), un[0].id))
    nucs = nucs_de(candidat.id for candidat, _ in siens)
    return tuple(
        Inscrit(
            candidat.nom_naissance, candidat.nom_usage or "", candidat.prenoms, jour(candidat.naissance_le),
            nucs.get(candidat.id, ""), etat == REPORT,
        )
        for candidat, etat in siens
    )  # fmt: skip


def _definitives(centre: Centre, slug: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Candidature.centre_id == centre.id, Candidature.slug == slug, Candidature.famille == FAMILLE,
        Candidature.phase == INSCRITE,
    )  # fmt: skip


def _epreuve(offre: OffreDeSession, code: str) -> OffreVue:
    trouvee = next((une for une in offre.epreuves if une.epreuve == code), None)
    if trouvee is None:
        raise CandidatureIntrouvable
    return trouvee


def _jour(portail: Portail, slug: str, epreuve: str) -> str:
    modele = modele_de(portail, slug)
    jalon = modele.calendrier.jalons.get(f"jour_{epreuve.lower()}")
    le: date | None = None if jalon is None else jour_dans(jalon.quand, modele.calendrier.fuseau)
    return "" if le is None else jour_long(le)
