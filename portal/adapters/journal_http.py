"""The request log of the web server: one line per request, without the secrets that some addresses hold."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from gunicorn.glogging import Logger

# The links of mails: whoever reads the log must not be able to follow them.
_SECRET = re.compile(r"(/compte/(?:activer|mot-de-passe|courriel)/)[^/?\s\"]+")


def masquer(texte: str) -> str:
    """Return a line or an address with the token of a mail link replaced by « … »."""
    return _SECRET.sub(r"\1…", texte)


class JournalHttp(Logger):
    """gunicorn's logger, with masked addresses."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: timedelta) -> dict[str, Any]:
        atomes: dict[str, Any] = super().atoms(resp, req, environ, request_time)
        return {cle: masquer(v) if isinstance(v, str) else v for cle, v in atomes.items()}
