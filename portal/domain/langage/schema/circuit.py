"""The life of a candidature: its états, and the transitions between them."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from portal.domain.langage.schema.bases import Bloc, Code, Codes, Condition, Libelle, OuiNon, Place, Texte
from portal.domain.langage.schema.champs import ChampSource


class EtatSource(Place):
    """One état of a candidature, mapped to a phase of the core."""

    intitule: Libelle = Field(description="Ce que lit le candidat.")
    phase: Literal["brouillon", "deposee", "inscrite", "ecartee", "terminee"] = Field(
        description="brouillon, deposee, inscrite, ecartee ou terminee."
    )
    aide: Texte | None = Field(None, description="Ce que cela signifie pour le candidat.")


class TransitionSource(Place):
    """How a candidature goes from one état to another."""

    intitule: Libelle = Field(description="Le geste.")
    de: Codes = Field(description="Les états de départ.")
    vers: Code = Field(description="L'état d'arrivée.")
    par: Codes = Field(
        description="Qui : candidat, gestionnaire, centre, portail, ou un profil de la famille."
    )
    si: Condition | None = Field(None, description="Proposée si…")
    exige: Condition | None = Field(None, description="Ce qu'elle exige.")
    message: Libelle | None = Field(None, description="Ce que lit la personne quand « exige » échoue.")
    motif: OuiNon = Field(False, description="Un motif est demandé.")
    champs: dict[Code, ChampSource] = Field(default_factory=dict, description="Ce qu'on demande alors.")
    pieces: Codes = Field(default_factory=list, description="Les pièces dues pour elle.")
    apres: str | None = Field(
        None, description="Franchie par le portail après cette durée : « 72 heures ouvrees »."
    )
    ouvre: Literal["meme_session", "session_suivante"] | None = Field(
        None, description="Ouvre une autre inscription, déjà remplie : meme_session ou session_suivante."
    )
    delai: str | None = Field(
        None, description="Le temps qu'elle laisse pour terminer celle qu'elle ouvre, même après la clôture."
    )
    au: str | None = Field(
        None, description="Franchie par le portail à cet instant : une date, un jalon, « cloture »."
    )

    @model_validator(mode="after")
    def _message(self) -> TransitionSource:
        if self.exige is not None and not self.message:
            raise PydanticCustomError("message", "« exige » demande un « message »")
        return self


class CircuitSource(Bloc):
    """The life of a candidature; merged into the core's own circuit, unless that one is left out."""

    abrege: ClassVar[str | None] = None
    commun: OuiNon = Field(
        True, description="« non » : la famille écrit tout son circuit, sans reprendre le circuit commun."
    )
    etats: dict[Code, EtatSource] = Field(default_factory=dict, description="Les états.")
    transitions: dict[Code, TransitionSource] = Field(default_factory=dict, description="Les transitions.")
