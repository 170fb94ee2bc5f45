"""The queues of the checking station, and who holds which pièce: two people never look at the same one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, text, update

from portal.db import db, ecriture
from portal.domain.decision import EnCours, PieceIntrouvable
from portal.domain.modele import ModeleExamen
from portal.domain.refus import Refus
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte
from portal.tables.piece import PieceCandidature

BAIL = timedelta(minutes=5)
PHASES = ("deposee", "inscrite")  # the pièces of a candidature that was set aside wait for nobody
_P = PieceCandidature
# Word for word the condition of the partial index: SQLite takes « a_verifier = 1 » for another one.
_A_VERIFIER = text("piece_candidature.a_verifier")


class FileIntrouvable(Refus):
    """There is no such queue for this agent."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette file de vérification n'existe pas, ou elle n'est pas dans votre périmètre.")


@dataclass(frozen=True, slots=True)
class FileAVerifier:
    """The pièces of one kind in one modèle: how many wait, out of how many that were handed in."""

    slug: str
    code: str
    intitule: str
    modele: str
    academie: str
    session_examen: str
    restantes: int
    total: int

    @property
    def faites(self) -> int:
        return self.total - self.restantes


def files(portail: Portail, agent: AgentEnPoste) -> tuple[FileAVerifier, ...]:
    """Return every queue of the agent, those where something waits first. One query counts them all."""
    lignes = db.session.execute(_compter(portail, agent))
    trouvees = (_file(portail, agent, *ligne) for ligne in lignes)
    ordre = sorted(
        (une for une in trouvees if une is not None),
        key=lambda une: (une.restantes == 0, une.modele, une.academie, une.intitule),
    )
    return tuple(ordre)


def file_de(portail: Portail, agent: AgentEnPoste, slug: str, code: str) -> FileAVerifier | None:
    """Return one of them, None when nothing of that kind was ever handed in."""
    demande = _compter(portail, agent).where(Candidature.slug == slug, _P.code == code)
    ligne = db.session.execute(demande).one_or_none()
    return None if ligne is None else _file(portail, agent, *ligne)


def une_file(portail: Portail, agent: AgentEnPoste, slug: str, code: str) -> FileAVerifier:
    """Return one of them. Raises FileIntrouvable, for a queue outside the périmètre too."""
    trouvee = file_de(portail, agent, slug, code)
    if trouvee is None:
        raise FileIntrouvable
    return trouvee


def prendre_suivante(
    portail: Portail, agent: AgentEnPoste, slug: str, code: str, apres: int = 0
) -> int | None:
    """Lease the next pièce of a queue that nobody holds; None when there is none left.

    In: `apres` is the pièce just left, given back; the search starts after it and comes round.
    """
    une_file(portail, agent, slug, code)
    libres = _a_prendre(portail, agent, slug, code)
    with ecriture():
        _rendre(agent, apres)
        for place in (_P.id > apres, _P.id <= apres):
            piece_id = db.session.scalar(libres.where(place, _libre(portail, agent)).limit(1))
            if piece_id is not None:
                _prendre(portail, agent, piece_id)
                return piece_id
    return None


def prendre(portail: Portail, agent: AgentEnPoste, piece_id: int) -> None:
    """Lease one pièce, or hold it for longer. Raises EnCours while somebody else holds it.

    Runs inside `ecriture()`; the right to see the pièce was checked by the caller.
    """
    if _prendre(portail, agent, piece_id):
        return
    nom = db.session.scalar(
        select(func.coalesce(Compte.nom, Compte.courriel)).join(_P, _P.prise_par == Compte.id).where(
            _P.id == piece_id
        )
    )  # fmt: skip
    raise EnCours(nom or "une autre personne")


def renouveler(portail: Portail, agent: AgentEnPoste, piece_id: int) -> None:
    """Hold a pièce for longer, from a page that is open. Raises EnCours or PieceIntrouvable."""
    if db.session.scalar(select(_P.id).join(Candidature).where(_P.id == piece_id, visibles(portail, agent))):
        with ecriture():
            return prendre(portail, agent, piece_id)
    raise PieceIntrouvable


def _compter(portail: Portail, agent: AgentEnPoste) -> Select[str, str, int, int]:
    rendue = or_(_P.a_verifier, _P.statut.in_(("conforme", "non_conforme")))
    return (
        select(Candidature.slug, _P.code, func.count().filter(_P.a_verifier), func.count())
        .join(_P, _P.candidature_id == Candidature.id)
        .where(visibles(portail, agent), Candidature.phase.in_(PHASES), rendue)
        .group_by(Candidature.slug, _P.code)
    )


def _file(
    portail: Portail, agent: AgentEnPoste, slug: str, code: str, restantes: int, total: int
) -> FileAVerifier | None:
    modele = portail.modeles.courant(slug)
    piece = None if modele is None else modele.piece(code)
    if modele is None or (piece is not None and piece.sante and not agent.sante):
        return None
    titre = piece.titre if piece is not None else code  # no longer asked for, and still to be answered
    return FileAVerifier(
        slug, code, titre, _nom(modele), modele.academie.nom, modele.session_examen, restantes, total
    )


def _nom(modele: ModeleExamen) -> str:
    seule = next(iter(modele.specialites.values())) if len(modele.specialites) == 1 else None
    return seule.intitule if seule is not None and seule.intitule else modele.intitule


def _a_prendre(portail: Portail, agent: AgentEnPoste, slug: str, code: str) -> Select[int]:
    """Return the pièces of a queue, oldest first: read along ix_piece_candidature_a_verifier.

    EXISTS and not a join: SQLite would go through every candidature of the modèle first.
    """
    visible = exists().where(
        Candidature.id == _P.candidature_id,
        Candidature.slug == slug,
        Candidature.phase.in_(PHASES),
        visibles(portail, agent),
    )
    return (
        select(_P.id)
        .where(_A_VERIFIER, _P.code == code, visible)
        .order_by(_P.id)
        .with_for_update(of=_P, skip_locked=True)
    )


def _libre(portail: Portail, agent: AgentEnPoste) -> ColumnElement[bool]:
    tenue = and_(_P.prise_par.is_not(None), _P.prise_par != agent.compte_id)
    return or_(~tenue, _P.prise_jusqu_a.is_(None), _P.prise_jusqu_a <= portail.horloge.maintenant())


def _prendre(portail: Portail, agent: AgentEnPoste, piece_id: int) -> bool:
    fin = portail.horloge.maintenant() + BAIL
    prise = db.session.execute(
        update(_P)
        .where(_P.id == piece_id, _libre(portail, agent))
        .values(prise_par=agent.compte_id, prise_jusqu_a=fin)
        .returning(_P.id)
        .execution_options(synchronize_session=False)
    )
    return prise.one_or_none() is not None


def _rendre(agent: AgentEnPoste, piece_id: int) -> None:
    db.session.execute(
        update(_P)
        .where(_P.id == piece_id, _P.prise_par == agent.compte_id)
        .values(prise_par=None, prise_jusqu_a=None)
        .execution_options(synchronize_session=False)
    )
