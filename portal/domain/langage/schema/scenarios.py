"""Recorded journeys, played before every publication."""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import Field

from portal.domain.langage.schema.bases import Bloc


class EtapeSource(Bloc):
    """One moment of a scenario."""

    abrege: ClassVar[str | None] = None
    le: str | None = Field(None, description="Quand.")
    par: str | None = Field(None, description="Qui.")
    fait: str | None = Field(None, description="La transition franchie.")
    regle: str | None = Field(None, description="Un règlement reçu à ce moment, comme « 50 € ».")
    reponses: dict[str, Any] = Field(default_factory=dict, description="Les réponses données.")
    attendu: dict[str, Any] = Field(default_factory=dict, description="Ce qui doit s'ensuivre.")


class ScenarioSource(Bloc):
    """A recorded journey, run before every publication."""

    abrege: ClassVar[str | None] = None
    le: str | None = Field(None, description="Le jour et l'heure.")
    candidat: dict[str, Any] = Field(default_factory=dict, description="ne_le, nationalite, code_postal…")
    reponses: dict[str, Any] = Field(default_factory=dict, description="Les réponses, par code de champ.")
    attendu: dict[str, Any] = Field(
        default_factory=dict, description="refus, avertissements, pieces, epreuves…"
    )
    etapes: list[EtapeSource] = Field(default_factory=list, description="Plusieurs moments.")
    origine: str | None = Field(None, description="La transition qui a ouvert cette inscription.")
    autres_candidatures: list[dict[str, Any]] = Field(
        default_factory=list, description="Les autres candidatures de la personne."
    )
