"""The demonstration of Certif-UP: centres with places, people of each kind, requests at every stage.

Everything is looked for before it is made, so that a start finds what an earlier one made; several
processes may do it at once. Nobody in it exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import exists, select

from plugins.certif_up.domain import numero
from plugins.certif_up.services import demonstration_demandes, reprise_nuc
from plugins.certif_up.services.doubles import identite_de
from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.tables import Nuc, Reprise
from portal.db import db, ecriture, inserer_une_fois
from portal.domain.candidat import EtatCivil
from portal.services import centre_chargement
from portal.services.demonstration import (
    MODES,
    MOT_DE_PASSE,
    HorsDemonstration,
    Personnage,
    preparer_personnages,
)
from portal.services.modeles import Entree
from portal.services.perimetre import Portion
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import cle_publique
from portal.tables.centre import Centre, OffreCentre
from portal.tables.compte import Compte

DOSSIER = Path(__file__).parents[1] / "demonstration"
ANCIENS = "anciens_candidats.csv"
AISNE, PAPEETE = "C02A", "C987A"
UNION, LEA = "union@example.org", "lea.martin@example.org"
NUC_DE_LEA = numero.composer(23010705)
MEMBRES = {AISNE: "centre.aisne@example.org", PAPEETE: "centre.papeete@example.org"}
Acces = tuple[str, str, str]


def preparer(portail: Portail, candidatures: bool) -> list[Acces]:
    """Make what is missing; return (profil, address, password) of the people whom visitors may play.

    Nothing is made where no session of Certif-UP is published. Raises HorsDemonstration in production.
    """
    if portail.config.mode not in MODES:
        raise HorsDemonstration(portail.config.mode)
    seance = seance_du_moment(portail)
    if seance is None:
        return []
    _offrir(portail, seance.slug)
    acces = preparer_personnages(portail, _personnages())
    nuc = _numeroter(portail)
    _reprendre_les_anciens(portail)
    if candidatures:
        demonstration_demandes.preparer(portail, seance, DOSSIER / "demandes.csv", MEMBRES, UNION)
    return [*acces, ("candidat (NUC)", numero.afficher(nuc), MOT_DE_PASSE)]


def seance_du_moment(portail: Portail) -> Entree | None:
    """Return the session that is open, a real one rather than a copy; else the last that was."""
    maintenant = portail.horloge.maintenant()
    siennes = [une for une in portail.modeles.index() if une.famille == FAMILLE]
    ouvertes = [une for une in siennes if une.ouverture <= maintenant < une.fermeture]
    return max(ouvertes or siennes, key=lambda une: (not une.demonstration, une.ouverture), default=None)


def _offrir(portail: Portail, slug: str) -> None:
    """Load the centres with what they offer, for a session in which none offers anything yet."""
    if db.session.scalar(select(exists().where(OffreCentre.slug == slug))):
        return
    centre_chargement.charger(portail, FAMILLE, slug, (DOSSIER / "centres.csv").read_bytes())


def _reprendre_les_anciens(portail: Portail) -> None:
    """Import the former candidates, unless their file was: « mot de passe oublié » opens their accounts."""
    if not db.session.scalar(select(exists().where(Reprise.fichier == ANCIENS))):
        reprise_nuc.reprendre(portail, ANCIENS, (DOSSIER / ANCIENS).read_bytes())


def _personnages() -> Sequence[Personnage]:
    membres = [
        Personnage("centre", MEMBRES[code], nom=intitule, portion=Portion(centre=identifiant))
        for code, identifiant, intitule in db.session.execute(
            select(Centre.code, Centre.id, Centre.intitule)
            .where(Centre.famille == FAMILLE, Centre.code.in_(MEMBRES))
            .order_by(Centre.code)
        )
    ]
    lea = EtatCivil("MADAME", "MARTIN", "", "Léa", date(1998, 5, 12), "FR", "002", "Soissons", "02722")
    return (
        Personnage(
            "gestionnaire", UNION, nom="UPPCTSC, service des épreuves",
            portion=Portion(famille=FAMILLE), sante=True,
        ),
        *membres,
        Personnage("candidat", LEA, etat_civil=lea),
    )  # fmt: skip


def _numeroter(portail: Portail) -> str:
    """Give Léa the NUC of a session of the past, as if the union had handed her over; return it."""
    candidat = db.session.scalars(select(Candidat).join(Compte).where(Compte.courriel == LEA)).one()
    connu = db.session.scalar(select(Nuc.nuc).where(Nuc.candidat_id == candidat.id))
    if connu is not None:
        return connu
    valeurs = {
        "cle": cle_publique(), "nuc": NUC_DE_LEA, "candidat_id": candidat.id, "origine": "repris",
        "identite": identite_de(candidat), "attribue_le": portail.horloge.maintenant(),
        "derniere_session": "juin 2023",
    }  # fmt: skip
    with ecriture():
        inserer_une_fois(Nuc, "nuc", valeurs)
    return NUC_DE_LEA
