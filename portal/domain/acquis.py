"""Acquis: what makes a kept note acceptable (threshold, validity), as the family declares it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from portal.domain.affichage import jour, valeur
from portal.domain.champs import TYPES
from portal.domain.duree import lire_duree
from portal.domain.epreuve import Possibilite
from portal.domain.question import Question
from portal.domain.situation import Situation

NOTE_MAXIMALE = Decimal(20)


def refus_note(situation: Situation, question: Question) -> str | None:
    """Return why `acquis.E1.note` or `acquis.E1.obtenue_le` is refused, None for any other question."""
    if not question.cle.startswith("acquis."):
        return None
    _, _, nom = question.cle.rpartition(".")
    possibilite = _possibilite(situation, question.cle)
    reponse = TYPES[question.champ.type].valeur(question.champ, situation.brute(question))
    if possibilite is None:
        return None
    if nom == "note" and isinstance(reponse, Decimal):
        return _refus_de_la_note(situation, possibilite, reponse)
    if nom == "obtenue_le" and isinstance(reponse, date):
        return _refus_de_la_date(situation, possibilite, reponse)
    return None


def _possibilite(situation: Situation, cle: str) -> Possibilite | None:
    retenue = situation.retenue(cle.split(".")[1])
    return retenue.possibilite if retenue is not None else None


def _refus_de_la_note(situation: Situation, possibilite: Possibilite, note: Decimal) -> str | None:
    if not 0 <= note <= NOTE_MAXIMALE:
        return "Une note va de 0 à 20."
    minimum = possibilite.note_minimale.choisir(situation) if possibilite.note_minimale else None
    if minimum is not None and note < minimum:
        return f"Seule une note d’au moins {valeur(minimum)}/20 peut être gardée."
    return None


def _refus_de_la_date(situation: Situation, possibilite: Possibilite, obtenue: date) -> str | None:
    calendrier = situation.modele.calendrier
    aujourd_hui = situation.jour(situation.maintenant)
    if obtenue > aujourd_hui:
        return "Cette date est dans l’avenir."
    if possibilite.valable is None:
        return None
    fin = lire_duree(possibilite.valable).decaler(obtenue, 1, calendrier.fuseau)
    if fin < situation.jour(calendrier.inscription.ouverture):
        duree = f"pendant {possibilite.valable}, jusqu’au {jour(fin)}"
        return f"Cette note se gardait {duree} : elle n’est plus valable."
    return None
