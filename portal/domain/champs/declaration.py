"""What a compiled modèle says about one field: plain immutable data, no behaviour.

Conditions and texts with variables belong to the exam language. They are carried here without being
understood, so that the field types never depend on the language.
"""

from dataclasses import dataclass

Condition = object
Texte = object


@dataclass(frozen=True, slots=True)
class Nombre:
    """How many are expected. `choisir: 1` is Nombre(1, 1); `au_plus=None` is no upper bound."""

    au_moins: int = 0
    au_plus: int | None = None

    def accepte(self, combien: int) -> bool:
        """Tell whether `combien` lies within the bounds."""
        return combien >= self.au_moins and (self.au_plus is None or combien <= self.au_plus)


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `code` is stored, `intitule` is shown; `anciennement` lists its former codes."""

    code: str
    intitule: str
    aide: Texte | None = None
    anciennement: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Champ:
    """One question of a form.

    `si`: when it shows. `facultatif`: True, False, or the condition under which it may stay empty.
    `verifie` and `message`: a test on the value and the sentence shown when it fails. `avertissement`: shown
    without blocking. `valeur`: what it holds before any answer. `definitif`: fixed once registered. `repris`:
    taken from an earlier candidature. `categorie`: what staff sort candidates by. `donnee`: the kind of
    personal data ("sante"…). `longueur`: characters of a text, when not the default of its type. `choisir`:
    several answers. `nombre` and `champs`: the rows of a repetition. `masque`: the shape of an identifiant.
    `dans`: the key of the département in which a centre is looked for.
    """

    code: str
    type: str
    question: str = ""
    aide: Texte | None = None
    exemple: str | None = None
    options: tuple[Option, ...] = ()
    choisir: Nombre | None = None
    si: Condition | None = None
    facultatif: Condition | bool = False
    verifie: Condition | None = None
    message: Texte | None = None
    avertissement: object | None = None
    valeur: object | None = None
    definitif: Condition | bool = False
    repris: object | None = None
    donnee: str | None = None
    comparable: bool = False
    categorie: bool = False
    impose: bool = False
    anciennement: tuple[str, ...] = ()
    filtre: object | None = None
    masque: str | None = None
    dans: str | None = None
    longueur: int | None = None
    nombre: Nombre | None = None
    champs: tuple["Champ", ...] = ()
