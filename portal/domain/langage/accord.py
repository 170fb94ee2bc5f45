"""Today's live part beside an old pinned part that does not know all of what it speaks of."""

from __future__ import annotations

import json
from typing import Any

PERIODES = frozenset({"fuseau", "inscription", "pieces", "jours_feries"})


def accorder(fige: str, vif_ancien: str, vif_courant: str) -> str:
    """Return a live part that fits a pinned part: today's calendar, the contacts and mails of its own time.

    The closing of a registration must reach everybody; a contact chosen by a card that did not exist yet
    cannot. Jalons that the pinned part does not know are left out, those that it alone knows keep their date.
    """
    ancien, courant = json.loads(vif_ancien), json.loads(vif_courant)
    connus = {jalon["code"] for jalon in json.loads(fige).get("jalons", ())}
    dates = _jalons(ancien["calendrier"]) | _jalons(courant["calendrier"])
    calendrier = {cle: valeur for cle, valeur in courant["calendrier"].items() if cle in PERIODES}
    calendrier |= {code: quand for code, quand in dates.items() if code in connus}
    return json.dumps({**ancien, "calendrier": calendrier}, ensure_ascii=False, separators=(",", ":"))


def _jalons(calendrier: dict[str, Any]) -> dict[str, Any]:
    return {code: quand for code, quand in calendrier.items() if code not in PERIODES}
