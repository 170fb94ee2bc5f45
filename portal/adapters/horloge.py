"""What time it is. The only module that reads the clock of the machine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Horloge(Protocol):
    def maintenant(self) -> datetime:
        """Return the current instant, aware, in UTC."""
        ...


class HorlogeSysteme:
    """The clock of the machine."""

    def maintenant(self) -> datetime:
        return datetime.now(UTC)


class HorlogeReglable:
    """A clock that stands still until it is moved: tests and recorded scenarios."""

    def __init__(self, instant: datetime) -> None:
        self.regler(instant)

    def maintenant(self) -> datetime:
        return self._instant

    def regler(self, instant: datetime) -> None:
        """Move to `instant` (aware)."""
        if instant.tzinfo is None:
            raise ValueError("naive datetime: an instant needs its time zone")
        self._instant = instant.astimezone(UTC)

    def avancer(self, duree: timedelta) -> None:
        """Move forward by `duree`."""
        self.regler(self._instant + duree)
