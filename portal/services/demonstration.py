"""The accounts of the demonstration: made once, with passwords that everybody may know."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from portal.db import db, ecriture, inserer_une_fois
from portal.domain.candidat import EtatCivil
from portal.services import hachage
from portal.services.compte import etat_civil_en_colonnes
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.compte import Compte

MODES = ("demonstration", "developpement", "test")
# Good under both password profiles; it protects nothing, and says so.
MOT_DE_PASSE = "Cerisier.vole.2027"


class HorsDemonstration(RuntimeError):
    """Known passwords were asked for where real candidates register."""


@dataclass(frozen=True)
class Personnage:
    """Somebody whom visitors may play; candidates have an état civil, staff a name."""

    profil: str
    courriel: str
    nom: str | None = None
    etat_civil: EtatCivil | None = None


# Jean TALU is the candidate of guide 002.
PERSONNAGES = (
    Personnage(
        "candidat",
        "jean.talu@example.org",
        etat_civil=EtatCivil(
            "MONSIEUR", "TALU", "", "Jean", date(2002, 1, 1), "FR", "062", "Beuvry", "62126"
        ),
    ),
    Personnage(
        "candidat",
        "ines.morel@example.org",
        etat_civil=EtatCivil(
            "MADAME", "MOREL", "", "Inès Chloé", date(2006, 9, 14), "FR", "063", "Clermont-Ferrand", "63113"
        ),
    ),
    Personnage("auteur", "auteur@example.org", nom="Rectorat, service des examens"),
    Personnage("administrateur", "administrateur@example.org", nom="Administration du portail"),
)


def preparer_comptes(portail: Portail) -> list[tuple[str, str, str]]:
    """Make the accounts that are missing; return (profil, address, password) of each.

    Several processes may call it at once. Raises HorsDemonstration in production.
    """
    if portail.config.mode not in MODES:
        raise HorsDemonstration(portail.config.mode)
    empreinte = hachage.hacher(MOT_DE_PASSE)
    with ecriture():
        for personnage in PERSONNAGES:
            _preparer(portail, personnage, empreinte)
    return [(personnage.profil, personnage.courriel, MOT_DE_PASSE) for personnage in PERSONNAGES]


def _preparer(portail: Portail, personnage: Personnage, empreinte: str) -> None:
    maintenant = portail.horloge.maintenant()
    nouveau = inserer_une_fois(
        Compte,
        "courriel",
        {
            "courriel": personnage.courriel,
            "mot_de_passe": empreinte,
            "profil": personnage.profil,
            "nom": personnage.nom,
            "cree_le": maintenant,
            "active_le": maintenant,
        },
    )
    if nouveau and personnage.etat_civil is not None:
        compte = db.session.scalars(select(Compte).where(Compte.courriel == personnage.courriel)).one()
        colonnes = etat_civil_en_colonnes(personnage.etat_civil)
        db.session.add(Candidat(compte_id=compte.id, cree_le=maintenant, **colonnes))
