"""A pièce accepted for one candidature is offered again for another one of the same person.

It is copied, never shared: each candidature has its own row, and deleting one leaves the other. A pièce is
the same when it has the same reference, else the same code in the same famille; the modèle says how long
one that was accepted stays valid (« valable »).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from portal.db import db, ecriture
from portal.domain.modele import ModeleExamen
from portal.domain.piece import Piece
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.refus import Refus
from portal.domain.remise import depose_en_ligne
from portal.domain.situation import Situation
from portal.services.notification import intitule_de
from portal.services.piece import ligne_de, recompter
from portal.services.piece_candidat import PieceEnMain, prendre_piece, situation_enregistree
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.piece import DecisionPiece, Depot, PieceCandidature


class RepriseImpossible(Refus):
    """There is nothing accepted to take again, or no longer."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Cette pièce ne peut pas, ou ne peut plus, être reprise d'une autre inscription.")


@dataclass(frozen=True)
class Reprise:
    """What is offered: accepted on `acceptee_le`, for the candidature called `pour`."""

    acceptee_le: datetime
    pour: str
    choix: str | None
    depots: tuple[Depot, ...]


def reprises(
    portail: Portail, candidature: Candidature, situation: Situation, suivies: tuple[PieceSuivie, ...]
) -> dict[str, Reprise]:
    """Return what can be taken again, by key of pièce. Nothing is offered where something was handed in."""
    cherchees = [s for s in suivies if _attend(s) and s.due.certaine]
    if not cherchees:
        return {}
    trouvees: dict[str, Reprise] = {}
    for ligne, le in _acceptees(candidature):
        modele = portail.modeles.pour(ligne.candidature.version_modele_id, ligne.candidature.slug)
        piece = modele.piece(ligne.code)
        for suivie in cherchees:
            if suivie.cle in trouvees or piece is None or not _meme(situation, suivie, modele, piece, ligne):
                continue
            if _encore_valable(situation, suivie, le) and (depots := tuple(_utilisables(ligne))):
                autre = situation_enregistree(portail, ligne.candidature)
                trouvees[suivie.cle] = Reprise(le, intitule_de(autre), ligne.choix, depots)
    return trouvees


def reprendre(portail: Portail, candidat: Candidat, cle: str, cle_piece: str) -> None:
    """Copy what is offered for a pièce. Raises RepriseImpossible and what `prendre_piece` raises."""
    candidat_id, compte_id = candidat.id, candidat.compte_id
    with ecriture():
        maintenant = portail.horloge.maintenant()
        prise = prendre_piece(portail, candidat_id, cle, cle_piece, maintenant)
        offerte = reprises(portail, prise.candidature, prise.situation, (prise.suivie,)).get(cle_piece)
        if offerte is None:
            raise RepriseImpossible
        _copier(prise, offerte, maintenant, compte_id)
        recompter(prise.candidature, prise.situation)


def _attend(suivie: PieceSuivie) -> bool:
    """Tell whether a pièce may be taken from elsewhere: it lasts, and nothing was done for it here yet."""
    dure = suivie.piece.valable is not None and suivie.piece.type != "confirmation"
    return dure and depose_en_ligne(suivie) and not suivie.fichiers and not suivie.figee


def _acceptees(candidature: Candidature) -> Iterator[tuple[PieceCandidature, datetime]]:
    """Return the pièces accepted in the other candidatures of this person, the latest decision first."""
    decision = (
        select(DecisionPiece.piece_id, func.max(DecisionPiece.le).label("le"))
        .where(DecisionPiece.statut == "conforme", DecisionPiece.annulee_le.is_(None))
        .group_by(DecisionPiece.piece_id)
        .subquery()
    )
    demande = (
        select(PieceCandidature, decision.c.le)
        .join(Candidature, Candidature.id == PieceCandidature.candidature_id)
        .join(decision, decision.c.piece_id == PieceCandidature.id)
        .where(
            Candidature.candidat_id == candidature.candidat_id,
            Candidature.id != candidature.id,
            PieceCandidature.statut == "conforme",
        )
        .options(selectinload(PieceCandidature.depots))
        .order_by(decision.c.le.desc(), PieceCandidature.id.desc())
    )
    yield from ((ligne, le) for ligne, le in db.session.execute(demande))


def _meme(
    situation: Situation, suivie: PieceSuivie, modele: ModeleExamen, piece: Piece, ligne: PieceCandidature
) -> bool:
    ici = suivie.piece
    if ici.reference is not None or piece.reference is not None:
        return ici.reference == piece.reference
    return (modele.famille, ligne.cle) == (situation.modele.famille, suivie.cle)


def _encore_valable(situation: Situation, suivie: PieceSuivie, acceptee_le: datetime) -> bool:
    fuseau, duree = situation.modele.calendrier.fuseau, suivie.piece.valable
    return duree is not None and situation.maintenant < duree.decaler(acceptee_le, 1, fuseau)


def _utilisables(ligne: PieceCandidature) -> Iterator[Depot]:
    return (
        depot
        for depot in ligne.depots
        if depot.retire_le is None and depot.antivirus in ("sain", "non_examine")
    )


def _copier(prise: PieceEnMain, offerte: Reprise, maintenant: datetime, compte_id: int) -> None:
    ligne = ligne_de(prise.candidature, prise.suivie)
    acceptes = [d for d in offerte.depots if d.format in prise.suivie.piece.formats]
    if not acceptes:
        raise RepriseImpossible
    ligne.non_concerne = None
    ligne.choix = offerte.choix if offerte.choix in dict(prise.suivie.piece.une_parmi) else ligne.choix
    for depot in acceptes:
        db.session.add(_copie(depot, ligne, maintenant))
    db.session.add(
        Evenement(
            candidature_id=prise.candidature.id, compte_id=compte_id, le=maintenant, nature="piece_reprise",
            donnees={"piece": prise.suivie.cle, "depots": [depot.cle for depot in acceptes]},
        )
    )  # fmt: skip


def _copie(depot: Depot, ligne: PieceCandidature, maintenant: datetime) -> Depot:
    return Depot(
        piece=ligne, nom=depot.nom, format=depot.format, taille=depot.taille, pages=depot.pages,
        sha256=depot.sha256, origine="candidat", repris_de=depot.id, commence_le=maintenant,
        depose_le=maintenant, antivirus=depot.antivirus, apercu=depot.apercu, apercus=list(depot.apercus),
    )  # fmt: skip
