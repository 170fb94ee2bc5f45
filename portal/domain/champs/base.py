"""What every field type answers, and the readers that most of them share."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, TypeAlias

from portal.domain.centre import Annuaire, AnnuaireVide
from portal.domain.champs.declaration import Champ, Option
from portal.domain.referentiel import Referentiel
from portal.domain.saisie_invalide import SaisieInvalide, citer
from portal.domain.texte_saisi import lire_ligne

__all__ = [
    "Env",
    "Json",
    "Saisie",
    "SaisieInvalide",
    "TypeChamp",
    "TypeLigne",
    "citer",
    "comme_texte",
    "une_ligne",
    "une_valeur",
]

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"
Saisie: TypeAlias = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Env:
    """What reading and formatting may consult.

    `aujourd_hui` is the day at the modèle's place; `specialites` the (code, intitulé) that are open;
    `centres` those where its épreuves are sat.
    """

    referentiel: Referentiel
    aujourd_hui: date
    specialites: tuple[tuple[str, str], ...] = ()
    centres: Annuaire = AnnuaireVide()


class TypeChamp(ABC):
    """A field type: reads what was typed, stores JSON, shows it again, gives its value to tests.

    `nom` is the word of the exam language, `parties` the inputs of the field ("" is the only one of most),
    `clavier` the HTML inputmode, `remplissage` the HTML autocomplete token ("" for none).
    """

    nom: ClassVar[str]
    tests: ClassVar[str] = "texte"
    parties: ClassVar[tuple[str, ...]] = ("",)
    clavier: ClassVar[str] = "text"
    remplissage: ClassVar[str] = ""

    def genre_de_test(self, champ: Champ) -> str:
        """Return the kind of test that fits this field: `tests`, or "plusieurs" where `choisir` is given."""
        return self.tests

    def widget(self, champ: Champ) -> str:
        """Return the name of the template that draws the field, without folder or suffix."""
        return "texte"

    def options(self, champ: Champ, env: Env, saisie: Saisie | None = None) -> tuple[Option, ...]:
        """Return the answers to choose from, given what is typed so far; () for a free answer."""
        return ()

    @abstractmethod
    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        """Return the JSON to store for what was typed, None when nothing was. Raises SaisieInvalide only."""

    def montrer(self, champ: Champ, json: Json) -> dict[str, list[str]]:
        """Return what the inputs hold for a stored answer, part by part; reading it again gives `json`."""
        return {} if json is None else {"": [comme_texte(json)]}

    def valeur(self, champ: Champ, json: Json) -> object:
        """Return the Python value that conditions compare, None when there is no answer."""
        return None if json is None else comme_texte(json)

    def litteral(self, champ: Champ, texte: str) -> object:
        """Return what a word of a YAML test means, comparable with `valeur`. Raises ValueError in French."""
        return texte

    def formater(self, champ: Champ, json: Json, env: Env) -> str:
        """Return the answer as printed in summaries, PDF and mails, "" when there is none."""
        return "" if json is None else comme_texte(json)

    def schema_json(self, champ: Champ) -> dict[str, Json]:
        """Return the JSON Schema of a stored answer."""
        return {"type": "string"}


class TypeLigne(TypeChamp):
    """A type whose answer is typed in one input, on one line, and stored as a string."""

    def lire(self, champ: Champ, saisie: Saisie, env: Env) -> Json:
        texte = une_ligne(saisie)
        return self.comprendre(champ, texte, env) if texte else None

    @abstractmethod
    def comprendre(self, champ: Champ, texte: str, env: Env) -> str:
        """Return the string to store for a clean, non-empty line. Raises SaisieInvalide."""


def une_valeur(saisie: Saisie, partie: str = "") -> str:
    """Return the single raw text of a part, "" when it is absent. Raises SaisieInvalide for several."""
    valeurs = saisie.get(partie, ())
    if len(valeurs) > 1:
        raise SaisieInvalide("Une seule réponse est attendue ici.", partie)
    return valeurs[0] if valeurs else ""


def une_ligne(saisie: Saisie, partie: str = "", longueur: int = 255) -> str:
    """Return the clean line typed in a part, "" when it is blank. Raises SaisieInvalide, about that part."""
    brut = une_valeur(saisie, partie)
    try:
        return lire_ligne(brut, longueur)
    except SaisieInvalide as refus:
        raise SaisieInvalide(refus.message, partie) from None


def comme_texte(json: Json) -> str:
    """Return a stored answer that must be a string. Raises TypeError when the stored data is not ours."""
    if not isinstance(json, str):
        raise TypeError(f"stored answer should be a string, got {type(json).__name__}")
    return json
