"""What the tests of accounts share: a candidate's form, and the links of the mails."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.candidat import EtatCivil
from portal.services import compte, connexion
from portal.services.connexion import ConnexionEnCours, Provenance
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compte, CourrielSortant, VersionModele
from tests.parcours import ESSAI, publier_essai
from tests.publications import publier_livre

COPIES = ("slug", "famille", "academie", "session_examen", "annee")
ADRESSE = "jean_talu@ac-rennes.fr"
SECRET = "Cerisier.vole"
TALU = EtatCivil("MONSIEUR", "TALU", "", "Jean", date(2002, 1, 1), "FR", "062", "Beuvry", "62126")
ICI = Provenance("192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")


def creer(portail: Portail, adresse: str = ADRESSE, secret: str = SECRET, **etat_civil: Any) -> None:
    compte.creer_compte(portail, compte.DemandeDeCompte(replace(TALU, **etat_civil), adresse, secret))


def creer_active(portail: Portail, adresse: str = ADRESSE, secret: str = SECRET) -> None:
    creer(portail, adresse, secret)
    compte.activer(portail, lien("activation"))


def entrer(portail: Portail, adresse: str = ADRESSE, secret: str = SECRET) -> ConnexionEnCours:
    ouverte = connexion.retrouver(portail, connexion.ouvrir(portail, adresse, secret, ICI))
    assert ouverte is not None
    return ouverte


def courriels(code: str = "") -> list[CourrielSortant]:
    """The outgoing mails, the last one at the end."""
    tous = list(db.session.scalars(select(CourrielSortant).order_by(CourrielSortant.id)))
    db.session.rollback()
    return [un for un in tous if code in ("", un.code)]


def lien(code: str) -> str:
    """The secret of the link in the last mail of that code."""
    db.session.expire_all()
    adresse = re.search(r"http://localhost/compte/\S+/(\S+)", courriels(code)[-1].texte)
    assert adresse is not None
    return adresse[1]


def trouver(adresse: str = ADRESSE) -> Compte | None:
    db.session.rollback()
    return db.session.scalar(select(Compte).where(Compte.courriel == adresse))


def inscrire(
    portail: Portail,
    phase: str,
    validees: list[str],
    adresse: str = ADRESSE,
    *,
    enregistree: bool = True,
    slug: str = ESSAI,
) -> None:
    """Give the candidate one candidature in any phase, to the exam of the tests or to one that we ship."""
    courante = select(VersionModele).where(VersionModele.slug == slug, VersionModele.courant)
    if db.session.scalar(courante) is None:
        _ = publier_essai(portail) if slug == ESSAI else publier_livre(portail, slug)
    maintenant = portail.horloge.maintenant()
    with ecriture():
        version = db.session.scalars(courante).one()
        candidat = db.session.scalars(select(Candidat).join(Compte).where(Compte.courriel == adresse)).one()
        db.session.add(
            Candidature(
                candidat=candidat,
                version_modele=version,
                **{nom: getattr(version, nom) for nom in COPIES},
                etat=phase,
                phase=phase,
                validees=validees,
                enregistree_le=maintenant if enregistree else None,
                cree_le=maintenant,
                modifiee_le=maintenant,
            )
        )
