"""What a centre offers for the épreuves of a modèle, as its members type it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.refus import Refus
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_ligne
from portal.domain.typographie import francais, pluriel
from portal.domain.vues import ChampVue

PLACES_AU_PLUS = 9999


class OffreDepassee(Refus):
    """The offer is no longer what the page showed, or may no longer change."""

    statut = 409


class OffreInvalide(Refus):
    """What must be corrected, by épreuve; `champs` are the questions to show again, with their errors."""

    statut = 422

    def __init__(self, places: Mapping[str, str], champs: Mapping[str, tuple[ChampVue, ...]]) -> None:
        self.places, self.champs = places, champs
        super().__init__("Une réponse est à corriger.")


@dataclass(frozen=True, slots=True)
class Capacite:
    """Whether an épreuve is organised, and for how many candidates."""

    ouverte: bool
    places: int


def lire_capacite(ouverte: bool, brut: str, prises: int) -> Capacite:
    """Return what was typed, never less than what is taken. Raises SaisieInvalide."""
    texte = "".join(lire_ligne(brut).split())
    if not texte and not ouverte:
        texte = str(prises)
    if not (texte.isascii() and texte.isdecimal()) or len(texte) > len(str(PLACES_AU_PLUS)):
        raise SaisieInvalide(f"Écrivez un nombre entier, de 1 à {PLACES_AU_PLUS}.")
    places = int(texte)
    if places < prises:
        sont = "sont déjà prises" if prises > 1 else "est déjà prise"
        raise SaisieInvalide(
            francais(f"{pluriel(prises, 'place')} {sont} : la capacité ne peut pas être plus petite.")
        )
    if ouverte and not places:
        raise SaisieInvalide("Indiquez au moins une place, ou n'organisez pas cette épreuve.")
    return Capacite(ouverte, places)
