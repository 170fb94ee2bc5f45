"""How often something was tried, counted in the database so that N processes count together."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.db import db
from portal.domain.compte import TropDeTentatives
from portal.services.portail import Portail
from portal.tables.jeton import Tentative


@dataclass(frozen=True)
class Limite:
    """`nombre` tries are free in each window of `periode`; the window opens at the first one."""

    nom: str
    nombre: int
    periode: timedelta

    def cle(self, sujet: str) -> str:
        """Return the key of a subject; addresses are hashed, so that the table tells nobody's name."""
        return f"{self.nom}:{hashlib.sha256(sujet.encode()).hexdigest()}"


# A candidate who forgot has five tries. A school is one IP address for hundreds of candidates: the
# second limit only stops robots.
CONNEXION = Limite("connexion", 5, timedelta(minutes=15))
CONNEXION_PAR_IP = Limite("connexion-ip", 300, timedelta(minutes=5))
# A wrong identifier that is no address (a number): short, so guessed in rows. Who gets in is not counted.
IDENTIFIANT_PAR_IP = Limite("identifiant-ip", 15, timedelta(minutes=5))
MOT_DE_PASSE_ACTUEL = Limite("mot-de-passe-actuel", 5, timedelta(minutes=15))
# Whoever guesses knows the password already: thirty guesses a day find one code in ten thousand days.
SECOND_FACTEUR = Limite("second-facteur", 5, timedelta(minutes=15))
SECOND_FACTEUR_PAR_JOUR = Limite("second-facteur-jour", 30, timedelta(days=1))
CODES = (SECOND_FACTEUR, SECOND_FACTEUR_PAR_JOUR)
# Mails that somebody else can make us send to a mailbox.
COURRIEL_DEMANDE = Limite("courriel-demande", 5, timedelta(hours=1))


def compter(portail: Portail, limite: Limite, sujet: str) -> timedelta | None:
    """Count one try, before doing what it asks for. Runs inside `ecriture()`.

    Out: None when it may go on, else how long to wait. Tries made while waiting do not lengthen the wait.
    """
    maintenant = portail.horloge.maintenant()
    ligne = db.session.execute(_un_de_plus(limite, sujet, maintenant)).one()
    if ligne.nombre <= limite.nombre:
        return None
    reste: timedelta = ligne.depuis + limite.periode - maintenant
    return max(reste, timedelta(seconds=1))


def vient_de_fermer(limite: Limite, sujet: str) -> bool:
    """Tell whether the last try counted is the first one refused: what is to be noted once."""
    nombre = db.session.scalar(select(Tentative.nombre).where(Tentative.cle == limite.cle(sujet)))
    return nombre == limite.nombre + 1


def refuser_si(attente: timedelta | None) -> None:
    """Raise TropDeTentatives when there is something to wait for."""
    if attente is not None:
        raise TropDeTentatives(attente)


def oublier(limite: Limite, sujet: str) -> None:
    """Start again from zero. Runs inside `ecriture()`."""
    db.session.execute(delete(Tentative).where(Tentative.cle == limite.cle(sujet)))


def rendre(limite: Limite, sujet: str) -> None:
    """Take one try back: it was none. Runs inside `ecriture()`."""
    compte = update(Tentative).where(Tentative.cle == limite.cle(sujet), Tentative.nombre > 0)
    db.session.execute(compte.values(nombre=Tentative.nombre - 1))


def purger(portail: Portail) -> int:
    """Delete the counters of windows that closed a day ago and return how many. Runs inside `ecriture()`."""
    hier = portail.horloge.maintenant() - timedelta(days=1)
    effacees = delete(Tentative).where(Tentative.depuis < hier).returning(Tentative.id)
    return len(db.session.scalars(effacees).all())


def _un_de_plus(limite: Limite, sujet: str, maintenant: datetime):  # type: ignore[no-untyped-def]
    """One statement reads, counts and writes, so that no two processes can count the same try."""
    inserer = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    nouvelle = inserer(Tentative).values(cle=limite.cle(sujet), nombre=1, depuis=maintenant)
    perimee = Tentative.depuis <= maintenant - limite.periode
    return nouvelle.on_conflict_do_update(
        index_elements=[Tentative.cle],
        set_={
            "nombre": case((perimee, 1), else_=Tentative.nombre + 1),
            "depuis": case((perimee, maintenant), else_=Tentative.depuis),
        },
    ).returning(Tentative.nombre, Tentative.depuis)
