"""Deadlines that may be put off: what each is called, and what a new instant must be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.affichage import instant_long
from portal.domain.calendrier import PIECE, Calendrier
from portal.domain.instant import fin_du_jour
from portal.domain.langage.dates import lire_instant
from portal.domain.limite import derniere_minute
from portal.domain.pieces_dues import pieces_dues
from portal.domain.refus import Refus
from portal.domain.situation import Situation

INSCRIPTION, PIECES = "inscription", "pieces"


class DelaiRefuse(Refus):
    """A new deadline that is not one. `champ` is the input that is wrong: « objet » or « jour »."""

    def __init__(self, champ: str, phrase: str) -> None:
        self.champ = champ
        super().__init__(phrase)


@dataclass(frozen=True, slots=True)
class Limite:
    """One deadline: the exclusive aware instant `fin`, for the clock of `fuseau`."""

    cle: str
    intitule: str
    fin: datetime
    fuseau: ZoneInfo


@dataclass(frozen=True, slots=True)
class Demande:
    """What was typed to put a deadline off: its key, a day, an hour ("" for the whole day), the reason."""

    objet: str
    jour: str
    heure: str
    motif: str


def limites_du_calendrier(calendrier: Calendrier) -> Iterator[Limite]:
    """Return the deadlines of a session: closing, end of the deposit, jalons."""
    inscription, pieces = calendrier.inscription, calendrier.pieces
    yield Limite(INSCRIPTION, "l'inscription", inscription.fermeture, inscription.fuseau)
    yield Limite(PIECES, "le dépôt des pièces", pieces.fermeture, pieces.fuseau)
    for jalon in calendrier.jalons.values():
        fin = fin_du_jour(jalon.quand, calendrier.fuseau)
        yield Limite(jalon.code, f"« {jalon.intitule} »", fin, calendrier.fuseau)


def limites_de(situation: Situation) -> Iterator[Limite]:
    """Return the deadlines of one person: those of the session, then those of each pièce."""
    calendrier = situation.modele.calendrier
    yield from limites_du_calendrier(calendrier)
    for due in pieces_dues(situation):
        if due.certaine:
            cle = due.cle or due.code
            yield Limite(f"{PIECE}{cle}", f"la pièce « {due.piece.titre} »", due.limite, calendrier.fuseau)


def lire_limite(jour: str, heure: str, fuseau: ZoneInfo) -> datetime:
    """Return the exclusive instant of a day and an hour of `fuseau`; a day alone ends at its midnight.

    Raises DelaiRefuse.
    """
    if not jour.strip():
        raise DelaiRefuse("jour", "Indiquez le jour de la nouvelle date limite.")
    texte = f"{jour.strip()} {heure.strip().lower().replace('h', ':').replace(' ', '')}".strip()
    texte = texte + "00" if texte.endswith(":") else texte
    try:
        return lire_instant(texte, fuseau, True)
    except ValueError as refus:
        phrase = str(refus)
        raise DelaiRefuse("jour", phrase[:1].upper() + phrase[1:]) from refus


def exiger_plus_tard(nouvelle: datetime, limite: Limite, maintenant: datetime) -> None:
    """Refuse a deadline that is over already, or before the one that it replaces. Raises DelaiRefuse."""
    if nouvelle <= maintenant:
        raise DelaiRefuse("jour", "Cette date est passée : un délai se termine dans l'avenir.")
    if nouvelle <= limite.fin:
        actuelle = dire(limite.fin, limite.fuseau)
        raise DelaiRefuse("jour", f"La date limite est déjà le {actuelle} : indiquez une date plus tardive.")


def dire(fin: datetime, fuseau: ZoneInfo) -> str:
    """« mercredi 19 novembre 2025 à 17 h 00 »; midnight is the last minute of the day before."""
    return instant_long(derniere_minute(fin, fuseau), fuseau)
