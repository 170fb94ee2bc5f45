"""What lists read of a published modèle: the domain asks for this much, the services give it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class AcademieNommee(Protocol):
    """What is asked of who organises; `nationale` when it is no académie, but a national body."""

    @property
    def nom(self) -> str: ...
    @property
    def intitule(self) -> str: ...
    @property
    def nationale(self) -> bool: ...


class Entree(Protocol):
    """One published modèle, as the catalogue lists it. Instants are aware."""

    @property
    def slug(self) -> str: ...
    @property
    def domaine(self) -> str: ...
    @property
    def intitule(self) -> str: ...
    @property
    def academie(self) -> AcademieNommee: ...
    @property
    def session_examen(self) -> str: ...
    @property
    def ouverture(self) -> datetime: ...
    @property
    def fermeture(self) -> datetime: ...
    @property
    def fuseau(self) -> object: ...
    @property
    def specialites(self) -> tuple[tuple[str, str], ...]: ...
