"""Which pièces a candidature owes, now, with its present answers; and which it may owe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from portal.domain.affichage import liste
from portal.domain.calendrier import PIECE
from portal.domain.conditions import Verite
from portal.domain.epreuve import EpreuveRetenue
from portal.domain.instant import fin_du_jour
from portal.domain.piece import Piece, PieceDue
from portal.domain.situation import Situation


def pieces_dues(situation: Situation) -> tuple[PieceDue, ...]:
    """Return the pieces owed, in the order of the modèle; `certaine` is False for a « peut-être »."""
    return tuple(due for piece in situation.modele.pieces for due in _dues(situation, piece))


def _dues(situation: Situation, piece: Piece) -> Iterator[PieceDue]:
    verite, pour = _demandee(situation, piece)
    if verite is False or _pas_encore(situation, piece):
        return
    facultative = piece.facultatif.evaluer(situation) is True
    limite = limite_de(situation, piece)
    if piece.pour_chaque is None:
        fin = _accordee(situation, piece.code, limite)
        yield PieceDue(piece, fin, verite is True, not facultative, pour, piece.code)
        return
    for cible in _cibles(situation, piece.pour_chaque):
        cle = f"{piece.code}.{cible}"
        fin = _accordee(situation, cle, limite)
        yield PieceDue(piece, fin, verite is True, not facultative, (cible,), cle)


def _pas_encore(situation: Situation, piece: Piece) -> bool:
    """Tell whether a pièce waits for an état that is still to come: it is not even announced before."""
    return piece.demandee is not None and situation.etat not in situation.modele.circuit.depuis(
        piece.demandee
    )


def limite_de(situation: Situation, piece: Piece) -> datetime:
    """Return the exclusive instant before which a piece is due: its own, else the end of the deposit."""
    calendrier = situation.modele.calendrier
    instant = piece.limite.choisir(situation) if piece.limite is not None else None
    quand = situation.instant(instant) if instant is not None else None
    return calendrier.pieces.fermeture if quand is None else fin_du_jour(quand, calendrier.fuseau)


def _accordee(situation: Situation, cle: str, limite: datetime) -> datetime:
    """Return the deadline of this person for one pièce, when a later one was granted."""
    return max(limite, situation.modele.calendrier.accordes.get(PIECE + cle, limite))


def _demandee(situation: Situation, piece: Piece) -> tuple[Verite, tuple[str, ...]]:
    """Tell whether a piece is due, and for which épreuves when some cite it."""
    si = piece.si.evaluer(situation)
    if not piece.citee or piece.pour_chaque is not None:
        return si, ()
    citantes = [retenue for retenue in situation.epreuves if _cite(retenue, piece.code)]
    if not citantes:
        return (None if not situation.arbre and si is not False else False), ()
    if si is not True:
        return si, ()
    certaines = [retenue for retenue in citantes if retenue.statut is not None]
    return bool(certaines) or None, tuple(retenue.epreuve.code for retenue in certaines or citantes)


def _cite(retenue: EpreuveRetenue, code: str) -> bool:
    """An épreuve cites its pieces when it is sat; an acquis, when it is chosen."""
    par_epreuve = code in retenue.pieces and retenue.statut in ("passe", None)
    par_acquis = retenue.possibilite is not None and code in retenue.possibilite.pieces
    return par_epreuve or par_acquis


def _cibles(situation: Situation, pour_chaque: str) -> Iterator[str]:
    if pour_chaque == "epreuves":
        yield from (r.epreuve.code for r in situation.epreuves if r.inscrite)
    elif pour_chaque.startswith("acquis."):
        possibilite = pour_chaque.removeprefix("acquis.")
        for retenue in situation.epreuves:
            if retenue.possibilite is not None and retenue.possibilite.code == possibilite:
                yield retenue.epreuve.code
    else:
        lignes = situation.elements(pour_chaque)
        yield from (str(rang + 1) for rang in range(len(lignes) if isinstance(lignes, list) else 0))


def libelle_pour(situation: Situation, due: PieceDue) -> str:
    """Return « pour E1 et E2 », or an empty string."""
    return f"pour {liste(list(due.pour))}" if due.pour else ""
