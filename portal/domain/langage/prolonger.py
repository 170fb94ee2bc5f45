"""A later deadline written into the live part of a stored modèle; what is pinned does not move."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.langage.canonique import canoniser, relire

INSCRIPTION, PIECES = "inscription", "pieces"


class PartieFigeeDeplacee(RuntimeError):
    """Another live part gave another pinned part: nothing may be stored."""


def repousser(fige: str, vif: str, objet: str, fin: datetime, fuseau: ZoneInfo) -> str:
    """Return the live part in which `objet` ends at `fin`.

    In: both stored parts, « inscription », « pieces » or a jalon, an exclusive aware instant, and the zone
    whose clock the calendar is written by. Raises PartieFigeeDeplacee.
    """
    contenu = json.loads(vif)
    calendrier, texte = contenu["calendrier"], f"{fin.astimezone(fuseau):%d/%m/%Y %H:%M}"
    if objet == INSCRIPTION:
        calendrier[INSCRIPTION]["au"] = texte
    elif objet == PIECES:
        # Without a window of its own, the deposit is open as long as the registration.
        calendrier[PIECES] = {**calendrier.get(PIECES, calendrier[INSCRIPTION]), "au": texte}
    else:
        calendrier[objet] = texte
    brut = json.dumps(contenu, ensure_ascii=False, separators=(",", ":"))
    nouveau_fige, nouveau_vif = canoniser(relire(fige, brut))
    if nouveau_fige != canoniser(relire(fige, vif))[0]:
        raise PartieFigeeDeplacee(objet)
    return nouveau_vif
