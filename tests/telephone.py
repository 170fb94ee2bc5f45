"""The telephone of a member of staff: reads the secret on the page, shows the code of an hour."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pyotp

SECRET = re.compile(r"<code>((?:[A-Z2-7]{4} ?)+)</code>")


class Telephone:
    """An application of codes with one account."""

    def __init__(self, secret: str) -> None:
        self.secret = secret.replace(" ", "")

    @classmethod
    def qui_lit(cls, page: str) -> Telephone:
        """Read the secret that a page writes out."""
        trouve = SECRET.search(page)
        assert trouve is not None
        return cls(trouve[1])

    def code(self, heure: datetime, pas: int = 0) -> str:
        """Return the code at an hour, or some steps later (earlier, if negative)."""
        return pyotp.TOTP(self.secret).at(heure + timedelta(seconds=30 * pas))
