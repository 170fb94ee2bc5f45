"""Who reads the pages of the union, and what every page of it says around its own content."""

from __future__ import annotations

from flask import request

from plugins.certif_up.services.union import exiger_union
from portal.services.perimetre import AgentEnPoste
from portal.web.courant import agent_courant, portail


def union() -> AgentEnPoste:
    """Return the member of the union who reads. Raises HorsUnion (404) for anybody else."""
    agent = agent_courant()
    exiger_union(portail(), agent)
    return agent


def numero_de_page() -> int:
    """Return the page that the address names, 1 when it names none that can be."""
    brut = request.args.get("page", "1")[:6]
    return max(1, int(brut)) if brut.isascii() and brut.isdecimal() else 1


def un_mot(nom: str, longueur: int = 100) -> str:
    """Return a word of the address, shortened."""
    return request.values.get(nom, "").strip()[:longueur]
