"""Two records that look like one person, side by side: the union says if they are (never the portal)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from plugins.certif_up.domain import numero
from plugins.certif_up.services.nuc_recherche import PersonneIntrouvable, demandes
from plugins.certif_up.services.reunion import empechements
from plugins.certif_up.services.union import exiger_union
from plugins.certif_up.tables import Fusion, Nuc
from portal.db import db, ecriture
from portal.domain.refus import Refus
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

PAR_PAGE = 20


class PaireIntrouvable(Refus):
    """There is no such pair."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Ce rapprochement n'existe pas.")


class DejaDecidee(Refus):
    """Somebody else decided meanwhile."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Ce rapprochement a déjà été décidé : rechargez la page.")


@dataclass(frozen=True, slots=True)
class Fiche:
    """One of the two records. `empechements`: why it cannot be the one that is kept, [] when it can."""

    candidat: Candidat
    cle: str
    nuc: str
    origine: str
    derniere_session: str | None
    demandes: tuple[Candidature, ...]
    empechements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paire:
    """The two records and what was said of them."""

    fusion: Fusion
    fiches: tuple[Fiche, ...]

    @property
    def proposee(self) -> bool:
        return self.fusion.etat == "proposee"


@dataclass(frozen=True, slots=True)
class Ligne:
    """A pair as the list shows it."""

    fusion: Fusion
    premier: Candidat
    nucs: tuple[str, str]


def paires(portail: Portail, agent: AgentEnPoste, page: int = 1) -> tuple[tuple[Ligne, ...], int]:
    """Return a page of the pairs to decide, the oldest first, and how many pages there are."""
    exiger_union(portail, agent)
    un, autre = aliased(Nuc), aliased(Nuc)
    a_decider = Fusion.etat == "proposee"
    total = db.session.scalar(select(func.count(Fusion.id)).where(a_decider)) or 0
    lues = db.session.execute(
        select(Fusion, Candidat, un.nuc, autre.nuc)
        .join(Candidat, Candidat.id == Fusion.premier_id)
        .join(un, un.candidat_id == Fusion.premier_id)
        .join(autre, autre.candidat_id == Fusion.second_id)
        .where(a_decider)
        .order_by(Fusion.id)
        .offset((page - 1) * PAR_PAGE)
        .limit(PAR_PAGE)
    )
    lignes = (Ligne(f, c, (numero.afficher(a), numero.afficher(b))) for f, c, a, b in lues)
    return tuple(lignes), max(1, -(-total // PAR_PAGE))


def a_decider(portail: Portail) -> int:
    """Return how many pairs wait for the union."""
    return db.session.scalar(select(func.count(Fusion.id)).where(Fusion.etat == "proposee")) or 0


def paire(portail: Portail, agent: AgentEnPoste, cle: str) -> Paire:
    """Return a pair, side by side. Raises HorsUnion, PaireIntrouvable."""
    exiger_union(portail, agent)
    fusion = _fusion(cle)
    ids = (fusion.premier_id, fusion.second_id)
    fiches = tuple(
        _fiche(portail, agent, sien, l_autre, decidee=fusion.etat != "proposee")
        for sien, l_autre in (ids, ids[::-1])
    )
    return Paire(fusion, fiches)


def paires_de(candidat_id: int) -> tuple[Fusion, ...]:
    """Return the pairs of a candidat that wait or were said to be two persons."""
    sienne = or_(Fusion.premier_id == candidat_id, Fusion.second_id == candidat_id)
    ouvertes = select(Fusion).where(sienne, Fusion.etat.in_(("proposee", "distinctes")))
    return tuple(db.session.scalars(ouvertes.order_by(Fusion.id)))


def distinguer(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    """Write down that these are two persons: not proposed again, and each may ask at the same session.

    Raises HorsUnion, PaireIntrouvable, DejaDecidee.
    """
    _decider(portail, agent, cle, "proposee", "distinctes")


def reproposer(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    """Take that back. Raises HorsUnion, PaireIntrouvable, DejaDecidee."""
    _decider(portail, agent, cle, "distinctes", "proposee")


def rapprocher(portail: Portail, agent: AgentEnPoste, cle: str, nuc: str) -> str:
    """Put a person beside another one, named by a NUC; return the clé of the pair.

    For names spelt in two ways, which the portal does not propose. Raises HorsUnion, PersonneIntrouvable.
    """
    exiger_union(portail, agent)
    with ecriture() as s:
        ids = [_porteur(Nuc.cle == cle), _porteur(Nuc.nuc == (numero.lire(nuc) or ""))]
        premier, second = sorted(ids)
        if premier == second:
            raise PersonneIntrouvable
        ceux_la = select(Fusion).where(Fusion.premier_id == premier, Fusion.second_id == second)
        fusion = s.scalar(ceux_la)
        if fusion is None:
            maintenant = portail.horloge.maintenant()
            fusion = Fusion(premier_id=premier, second_id=second, proposee_le=maintenant)
            s.add(fusion)
            s.flush()
        return str(fusion.cle)


def _porteur(condition: object) -> int:
    porteur = select(Nuc.candidat_id).where(condition, Nuc.remplace_par.is_(None))  # type: ignore[arg-type]
    trouve = db.session.scalar(porteur)
    if trouve is None:
        raise PersonneIntrouvable
    return trouve


def _fusion(cle: str) -> Fusion:
    trouvee = db.session.scalar(select(Fusion).where(Fusion.cle == cle))
    if trouvee is None:
        raise PaireIntrouvable
    return trouvee


def _decider(portail: Portail, agent: AgentEnPoste, cle: str, de: str, vers: str) -> None:
    exiger_union(portail, agent)
    with ecriture():
        fusion = _fusion(cle)
        db.session.refresh(fusion, with_for_update=True)
        if fusion.etat == vers:
            return
        if fusion.etat != de:
            raise DejaDecidee
        fusion.etat = vers
        fusion.decidee_le = portail.horloge.maintenant() if vers != "proposee" else None
        fusion.decidee_par = agent.compte_id if vers != "proposee" else None


def _fiche(portail: Portail, agent: AgentEnPoste, sien: int, l_autre: int, *, decidee: bool) -> Fiche:
    candidat = db.session.get_one(Candidat, sien)
    nuc = db.session.scalars(select(Nuc).where(Nuc.candidat_id == sien)).one()
    return Fiche(
        candidat, nuc.cle, numero.afficher(nuc.nuc), nuc.origine, nuc.derniere_session,
        demandes(portail, agent, sien), () if decidee else empechements(sien, l_autre),
    )  # fmt: skip
