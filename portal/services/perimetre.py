"""What an agent sees: the candidatures of their périmètre, and nothing else. Everything outside is a 404.

Drafts are their owner's: staff see a candidature once it is recorded, and always as it was recorded.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.candidature import CandidatureIntrouvable
from portal.services.candidature import Contexte, contexte_de
from portal.services.portail import Portail
from portal.tables.agent import Agent, Perimetre
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte

_ENREGISTREE = Candidature.enregistree_le.is_not(None)  # the same as `version` > 0, and in every index
BRANCHES_AU_PLUS = 64
CENTRE = "centre"
SECTEUR = "secteur"  # the attribute of a spécialité's card that a périmètre may name


@dataclass(frozen=True, slots=True)
class Portion:
    """One line of a périmètre; None and an empty set stand for all. `centre` is the id of a centre."""

    academie: str | None = None
    famille: str | None = None
    specialites: frozenset[str] = frozenset()
    secteurs: frozenset[str] = frozenset()
    centre: int | None = None


@dataclass(frozen=True, slots=True)
class AgentEnPoste:
    """A member of staff at work. `sante` opens handicap answers and the pièces of health.

    `profil` is who they are for the circuit: « gestionnaire », or « centre ».
    """

    compte_id: int
    nom: str
    courriel: str
    sante: bool = False
    portions: tuple[Portion, ...] = ()
    profil: str = "gestionnaire"

    @property
    def centres(self) -> tuple[int, ...]:
        """The ids of the centres whose member this is."""
        return tuple(portion.centre for portion in self.portions if portion.centre is not None)


def agent_de(portail: Portail, compte_id: int) -> AgentEnPoste:
    """Return who an account is for the office; without any périmètre they see nothing."""
    compte = db.session.get_one(Compte, compte_id)
    agent = db.session.get(Agent, compte_id)
    lignes = db.session.scalars(
        select(Perimetre).where(Perimetre.compte_id == compte_id).order_by(Perimetre.id)
    )
    portions = tuple(
        Portion(
            une.academie, une.famille, frozenset(une.specialites), frozenset(une.secteurs), une.centre_id
        )
        for une in lignes
        if compte.profil != CENTRE or une.centre_id is not None  # a centre never sees more than its own
    )  # fmt: skip
    sante = agent is not None and "sante" in agent.droits
    nom = compte.nom or compte.courriel
    return AgentEnPoste(compte_id, nom, compte.courriel, sante, portions, compte.profil)


def visibles(portail: Portail, agent: AgentEnPoste) -> ColumnElement[bool]:
    """Return the condition on Candidature that every query of the office carries."""
    portions = [_portion(portail, portion) for portion in agent.portions]
    return and_(_ENREGISTREE, or_(false(), *portions))


def branches(portail: Portail, agent: AgentEnPoste, specialite: str = "") -> tuple[ColumnElement[bool], ...]:
    """Return conditions that together say `visibles`, each of them readable in order from one index.

    In: `specialite` keeps only what may hold it. There is none for an agent without any périmètre.
    """
    trouvees: list[ColumnElement[bool]] = []
    for portion in dict.fromkeys(agent.portions):
        lieu, codes = _lieu(portion), _codes(portail, portion)
        if codes is None:
            trouvees.append(and_(_ENREGISTREE, *lieu))
            continue
        for code in sorted(codes & {specialite} if specialite else codes):
            trouvees.append(and_(_ENREGISTREE, *lieu, Candidature.specialite == code))
    return tuple(trouvees) if len(trouvees) <= BRANCHES_AU_PLUS else (visibles(portail, agent),)


def couvre(portail: Portail, agent: AgentEnPoste, academie: str, famille: str) -> bool:
    """Tell whether an agent sees every candidature of an académie in a family, whatever the spécialité."""
    return any(
        portion.academie in (None, academie)
        and portion.famille in (None, famille)
        and portion.centre is None
        and _codes(portail, portion) is None
        for portion in agent.portions
    )


def couvre_la_famille(portail: Portail, agent: AgentEnPoste, famille: str) -> bool:
    """Tell whether a gestionnaire sees every candidature of a family, wherever it is organised."""
    if agent.profil != "gestionnaire":
        return False
    academies = {une.academie.code for une in portail.modeles.index() if une.famille == famille}
    # « » is no académie: only a portion without one covers it, as long as nothing is published.
    return all(couvre(portail, agent, academie, famille) for academie in academies or {""})


def specialites_vues(portail: Portail, agent: AgentEnPoste) -> frozenset[str] | None:
    """Return the spécialités that an agent is kept to, None when some portion covers all of them."""
    codes = [_codes(portail, portion) for portion in agent.portions]
    return None if any(un is None for un in codes) else frozenset().union(*(un for un in codes if un))


def candidature_pour(portail: Portail, agent: AgentEnPoste, cle: str) -> Candidature:
    """Return a candidature of the périmètre. Raises CandidatureIntrouvable for any other."""
    trouvee = db.session.scalar(
        select(Candidature)
        .where(Candidature.cle == cle, visibles(portail, agent))
        .options(joinedload(Candidature.candidat).joinedload(Candidat.compte))
    )
    if trouvee is None:
        raise CandidatureIntrouvable
    return trouvee


def candidature_verrouillee_pour(portail: Portail, agent: AgentEnPoste, cle: str) -> Candidature:
    """Return the same inside `ecriture()`, its candidat and itself locked until the commit.

    It is looked for again once locked: while the lock was awaited it may have gone to another centre.
    """
    candidature = candidature_pour(portail, agent, cle)
    verrouiller(candidature)
    encore = select(Candidature.id).where(Candidature.id == candidature.id, visibles(portail, agent))
    if db.session.scalar(encore) is None:
        raise CandidatureIntrouvable
    return candidature


def verrouiller(candidature: Candidature) -> None:
    """Lock the candidat, then the candidature: the order of every service. Both are read as they are then."""
    db.session.scalars(
        select(Candidat)
        .where(Candidat.id == candidature.candidat_id)
        .with_for_update(of=Candidat)
        .execution_options(populate_existing=True)
    ).one()
    db.session.refresh(candidature, with_for_update={"of": Candidature})


def contexte_pour(portail: Portail, agent: AgentEnPoste, cle: str) -> Contexte:
    """Return a candidature as it was recorded, with its modèle and its situation."""
    candidature = candidature_pour(portail, agent, cle)
    return contexte_de(portail, candidature, candidature.candidat, brouillon=False)


def _portion(portail: Portail, portion: Portion) -> ColumnElement[bool]:
    conditions, codes = _lieu(portion), _codes(portail, portion)
    if codes is not None:
        conditions.append(Candidature.specialite.in_(sorted(codes)))
    return and_(true(), *conditions)


def _lieu(portion: Portion) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if portion.academie is not None:
        conditions.append(Candidature.academie == portion.academie)
    if portion.famille is not None:
        conditions.append(Candidature.famille == portion.famille)
    if portion.centre is not None:
        conditions.append(Candidature.centre_id == portion.centre)
    return conditions


def _codes(portail: Portail, portion: Portion) -> frozenset[str] | None:
    """Return the spécialités of a portion, None for all of them."""
    if not portion.specialites and not portion.secteurs:
        return None
    return portion.specialites | _specialites_des(portail, portion)


def _specialites_des(portail: Portail, portion: Portion) -> frozenset[str]:
    """Return the spécialités of the secteurs of a portion, in the modèles that it covers."""
    if not portion.secteurs:
        return frozenset()
    modeles = (
        portail.modeles.courant(entree.slug)
        for entree in portail.modeles.index()
        if portion.famille in (None, entree.famille) and portion.academie in (None, entree.academie.code)
    )
    return frozenset(
        code
        for modele in modeles
        if modele is not None
        for code, une in modele.specialites.items()
        if une.fiche.get(SECTEUR) in portion.secteurs
    )
