"""Which pièces a candidature owes, now, with its present answers; and which it may owe."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from portal.domain.affichage import liste
from portal.domain.calendrier import PIECE
from portal.domain.circuit import Transition
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
    limite, avec = limite_de(situation, piece), _demarche(situation, piece)
    if piece.pour_chaque is None:
        fin = _accordee(situation, piece.code, limite)
        yield PieceDue(piece, fin, verite is True, not facultative, pour, piece.code, avec)
        return
    for cible in _cibles(situation, piece.pour_chaque):
        cle = f"{piece.code}.{cible}"
        fin = _accordee(situation, cle, limite)
        yield PieceDue(piece, fin, verite is True, not facultative, (cible,), cle, avec)


def pieces_de_demarche(situation: Situation, transition: Transition) -> tuple[PieceDue, ...]:
    """Return the pièces that a transition cites, in the order of the modèle: handed in with it."""
    demandee = replace(situation, demarche=transition.code, _visibles={}, _retenues={})
    return tuple(due for due in pieces_dues(demandee) if due.code in transition.pieces)


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
    if quand is not None:
        return fin_du_jour(quand, calendrier.fuseau)
    if piece.code not in _de_la_demarche(situation):
        return calendrier.pieces.fermeture
    # A démarche may come long after the deposit: as long as the session d'examen lives.
    return max(
        calendrier.pieces.fermeture, fin_du_jour(date(situation.modele.annee, 12, 31), calendrier.fuseau)
    )


def _accordee(situation: Situation, cle: str, limite: datetime) -> datetime:
    """Return the deadline of this person for one pièce, when a later one was granted."""
    return max(limite, situation.modele.calendrier.accordes.get(PIECE + cle, limite))


def _demandee(situation: Situation, piece: Piece) -> tuple[Verite, tuple[str, ...]]:
    """Tell whether a piece is due, and for which épreuves when some cite it."""
    si, d_une_demarche = piece.si.evaluer(situation), piece.code in _des_demarches(situation)
    if piece.code in _de_la_demarche(situation):
        return si, ()
    if not piece.citee or (piece.pour_chaque is not None and not d_une_demarche):
        return si, ()
    citantes = [retenue for retenue in situation.epreuves if _cite(retenue, piece.code)]
    if not citantes:
        return (None if not situation.arbre and si is not False and not d_une_demarche else False), ()
    if si is not True:
        return si, ()
    certaines = [retenue for retenue in citantes if retenue.statut is not None]
    return bool(certaines) or None, tuple(retenue.epreuve.code for retenue in certaines or citantes)


def _de_la_demarche(situation: Situation) -> tuple[str, ...]:
    """Return the codes that the transition under way, or just taken, cites."""
    transition = situation.modele.circuit.transitions.get(situation.demarche)
    return transition.pieces if transition is not None else ()


def _demarche(situation: Situation, piece: Piece) -> str:
    """Return what the transition that a pièce goes with is called, "" for a pièce of the inscription."""
    if piece.code not in _de_la_demarche(situation):
        return ""
    return situation.modele.circuit.transitions[situation.demarche].intitule


def _des_demarches(situation: Situation) -> frozenset[str]:
    transitions = situation.modele.circuit.transitions.values()
    return frozenset(code for transition in transitions for code in transition.pieces)


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
