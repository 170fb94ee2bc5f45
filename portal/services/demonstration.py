"""The accounts of the demonstration: made once, with passwords that everybody may know."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.adapters.horloge import HorlogeReglable
from portal.adapters.inspection import inspection_sur_place
from portal.db import db, ecriture, inserer_une_fois
from portal.domain.candidat import EtatCivil
from portal.services import enrolement, hachage, second_facteur
from portal.services.code_temporaire import code_au_pas, desceller, pas_actuel
from portal.services.compte import etat_civil_en_colonnes
from portal.services.perimetre import Portion
from portal.services.portail import Portail, personne_a_reveiller
from portal.tables.agent import Agent, Perimetre
from portal.tables.candidat import Candidat
from portal.tables.compte import Compte

MODES = ("demonstration", "developpement", "test")
# Good under both password profiles; it protects nothing, and says so.
MOT_DE_PASSE = "Cerisier.vole.2027"


class HorsDemonstration(RuntimeError):
    """Known passwords were asked for where real candidates register."""


@dataclass(frozen=True)
class CodeDuMoment:
    """What the telephone of a member of staff shows; `code` is "" until the next step, when both served."""

    profil: str
    nom: str
    courriel: str
    code: str


@dataclass(frozen=True)
class Personnage:
    """Somebody whom visitors may play; candidates have an état civil, staff a name and a périmètre."""

    profil: str
    courriel: str
    nom: str | None = None
    etat_civil: EtatCivil | None = None
    portion: Portion | None = None
    sante: bool = False


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
    Personnage(
        "gestionnaire",
        "gestionnaire@example.org",
        nom="Claire Besson, division des examens",
        portion=Portion(),
        sante=True,
    ),
    Personnage(
        "gestionnaire",
        "gestionnaire.hotellerie@example.org",
        nom="Marc Oliveira, bureau des CAP",
        portion=Portion(academie="poitiers", famille="cap", secteurs=frozenset({"hotellerie"})),
    ),
    Personnage("administrateur", "administrateur@example.org", nom="Administration du portail"),
)


def preparer_comptes(portail: Portail) -> list[tuple[str, str, str]]:
    """Make the accounts that are missing; return (profil, address, password) of each.

    Staff have a second factor from the start: `codes_du_moment` says what their telephone would show.
    Several processes may call it at once. Raises HorsDemonstration in production.
    """
    return preparer_personnages(portail, PERSONNAGES)


def preparer_personnages(portail: Portail, personnages: Sequence[Personnage]) -> list[tuple[str, str, str]]:
    """Do the same for other people than those of the core: a plugin has its own."""
    if portail.config.mode not in MODES:
        raise HorsDemonstration(portail.config.mode)
    empreinte = hachage.hacher(MOT_DE_PASSE)
    with ecriture():
        for personnage in personnages:
            _preparer(portail, personnage, empreinte)
    return [(personnage.profil, personnage.courriel, MOT_DE_PASSE) for personnage in personnages]


def a_l_instant(portail: Portail, instant: datetime) -> Portail:
    """Return the portal as it was at an instant, its clock standing still: what services do then is dated.

    The papers of a demonstration are our own drawings: no process of its own looks at them.
    """
    return replace(
        portail,
        horloge=HorlogeReglable(instant),
        inspection=inspection_sur_place(),
        reveil=personne_a_reveiller,
    )


def codes_du_moment(portail: Portail) -> list[CodeDuMoment]:
    """Return the code of each member of staff who has a telephone, however they came by it.

    Raises HorsDemonstration where that would tell a secret.
    """
    if portail.config.mode not in MODES:
        raise HorsDemonstration(portail.config.mode)
    agents = select(Agent).options(joinedload(Agent.compte)).where(Agent.totp_confirme_le.is_not(None))
    return [_code_du_moment(portail, agent) for agent in db.session.scalars(agents.order_by(Agent.compte_id))]


def _code_du_moment(portail: Portail, agent: Agent) -> CodeDuMoment:
    """A code serves once: once the present one did, the next one is already accepted."""
    pas = pas_actuel(portail.horloge.maintenant())
    pas = min(max(pas, (agent.totp_pas or 0) + 1), pas + 1)
    secret = desceller(portail, agent.compte_id, agent.totp_secret or "")
    utilise = pas <= (agent.totp_pas or 0)
    nom, courriel = agent.compte.nom or "", agent.compte.courriel
    return CodeDuMoment(agent.compte.profil, nom, courriel, "" if utilise else code_au_pas(secret, pas))


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
    compte = db.session.scalars(select(Compte).where(Compte.courriel == personnage.courriel)).one()
    if nouveau and personnage.etat_civil is not None:
        colonnes = etat_civil_en_colonnes(personnage.etat_civil)
        db.session.add(Candidat(compte_id=compte.id, cree_le=maintenant, **colonnes))
    elif personnage.etat_civil is None:
        _preparer_agent(portail, personnage, compte.id, nouveau)


def _preparer_agent(portail: Portail, personnage: Personnage, compte_id: int, nouveau: bool) -> None:
    """Give a second factor, also again to an account whose own was reset since; a périmètre once."""
    if second_facteur.etat(compte_id).confirme_le is None:
        enrolement.imposer(portail, compte_id, pyotp.random_base32())
    if not nouveau:
        return
    db.session.get_one(Agent, compte_id).droits = ["sante"] if personnage.sante else []
    if (portion := personnage.portion) is not None:
        db.session.add(
            Perimetre(
                compte_id=compte_id,
                academie=portion.academie,
                famille=portion.famille,
                specialites=sorted(portion.specialites),
                secteurs=sorted(portion.secteurs),
                centre_id=portion.centre,
            )
        )
