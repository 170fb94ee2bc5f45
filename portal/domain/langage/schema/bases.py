"""What every construct of the language shares: strict keys, shorthands and the small written types.

Every value arrives as text (the source reader never interprets a scalar), so each type here says
how a text is read. The same classes produce the JSON Schema given to editors.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from portal.domain.typographie import francais

# A short text that people read: the no-break spaces of French are put once, here, for every screen.
Libelle = Annotated[str, AfterValidator(francais)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$")]


def _une_ou_plusieurs(valeur: Any) -> Any:
    return [valeur] if isinstance(valeur, str) else valeur


Codes = Annotated[
    list[str],
    BeforeValidator(_une_ou_plusieurs),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


def _oui_non(valeur: Any) -> Any:
    if valeur in ("oui", "non"):
        return valeur == "oui"
    if isinstance(valeur, bool):
        return valeur
    raise PydanticCustomError("oui_non", "écrivez « oui » ou « non »")


OuiNon = Annotated[bool, BeforeValidator(_oui_non), WithJsonSchema({"enum": ["oui", "non"]})]


def _decimal(valeur: Any) -> Any:
    if isinstance(valeur, str):
        try:
            return Decimal(valeur.replace(",", ".").replace(" ", ""))
        except ArithmeticError:
            raise PydanticCustomError("nombre", "écrivez un nombre, par exemple 10 ou 12,5") from None
    return valeur


Nombre = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": ["string", "number"]})]


def _entier(valeur: Any) -> Any:
    if isinstance(valeur, str) and not valeur.isdecimal():
        raise PydanticCustomError("entier", "écrivez un nombre entier, par exemple 2")
    return valeur


Entier = Annotated[
    int, BeforeValidator(_entier), Field(ge=0), WithJsonSchema({"type": ["string", "integer"]})
]

# A condition is data whose meaning depends on the whole modèle: the compiler reads it.
Condition = Annotated[
    str | dict[str, Any] | bool,
    BeforeValidator(lambda v: {"oui": True, "non": False}.get(v, v) if isinstance(v, str) else v),
    WithJsonSchema(
        {
            "description": "Le nom d'un cas, ou des lignes « chemin: test » qui doivent toutes être vraies.",
            "anyOf": [{"type": "string"}, {"type": "object"}],
        }
    ),
]

_SELON: dict[str, Any] = {
    "type": "object",
    "description": "Des cas dans l'ordre : le premier vrai l'emporte, le dernier n'a pas de « si ».",
    "properties": {"selon": {"type": "array", "items": {"type": "object", "required": ["valeur"]}}},
    "required": ["selon"],
    "additionalProperties": False,
}
# A value, or cases under « selon »: the compiler reads them, because it knows the conditions.
Dependante = Annotated[str | dict[str, Any], WithJsonSchema({"anyOf": [{"type": "string"}, _SELON]})]

# A text, or blocks of text each with its own condition.
Texte = Annotated[
    str | list[dict[str, Any]] | dict[str, Any],
    WithJsonSchema(
        {
            "description": "Un texte, avec des variables <chemin>, ou une liste de blocs {si, texte}.",
            "anyOf": [
                {"type": "string"},
                _SELON,
                {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {"si": {}, "texte": {"type": "string"}},
                        "required": ["texte"],
                    },
                },
            ],
        }
    ),
]


class Bloc(BaseModel):
    """A table of the language: unknown keys are errors; a lone text may stand for one key."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    abrege: ClassVar[str | None] = "intitule"

    @model_validator(mode="before")
    @classmethod
    def _texte_seul(cls, valeur: Any) -> Any:
        if isinstance(valeur, str):
            if cls.abrege is None:
                raise PydanticCustomError("table", "des lignes « clé: valeur » sont attendues ici")
            return {cls.abrege: valeur}
        return valeur

    @classmethod
    def __get_pydantic_json_schema__(cls, noyau: CoreSchema, lire: GetJsonSchemaHandler) -> dict[str, Any]:
        schema = lire(noyau)
        if cls.abrege is None:
            return schema
        return {"anyOf": [{"type": "string", "description": f"Seul, ce texte est « {cls.abrege} »."}, schema]}


class Place(Bloc):
    """Where a modèle puts what it adds to a family (read and removed by the merge)."""

    impose: OuiNon | None = Field(
        None, description="« oui » : un modèle ne peut en changer que les textes ; « non » : il le peut."
    )
    anciennement: Codes = Field(default_factory=list, description="Les anciens codes de cet élément.")


class Bornes(Bloc):
    """How many: a bare number means exactly that many."""

    abrege: ClassVar[str | None] = "exactement"

    exactement: Entier | None = Field(None, description="Exactement ce nombre.")
    au_moins: Entier | None = Field(None, description="Au moins ce nombre.")
    au_plus: Entier | None = Field(None, description="Au plus ce nombre.")

    @model_validator(mode="after")
    def _ordre(self) -> Bornes:
        if self.au_moins is not None and self.au_plus is not None and self.au_moins > self.au_plus:
            raise PydanticCustomError("bornes", "« au_moins » dépasse « au_plus »")
        return self

    @property
    def minimum(self) -> int:
        return self.exactement if self.exactement is not None else (self.au_moins or 0)

    @property
    def maximum(self) -> int | None:
        return self.exactement if self.exactement is not None else self.au_plus
