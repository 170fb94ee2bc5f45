"""What is asked: onglets, rubriques, champs, options, listes, réglages and cards."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from portal.domain.langage.schema.bases import (
    Bloc,
    Bornes,
    Code,
    Codes,
    Condition,
    Entier,
    Libelle,
    OuiNon,
    Place,
    Texte,
)

BLOCS = ("identite", "adresse", "naissance", "contacts")


class OptionSource(Place):
    """One possible answer."""

    intitule: Libelle = Field(description="Ce que lit le candidat.")
    aide: str | None = Field(None, description="Une précision sous la réponse.")
    si: Condition | None = Field(None, description="La réponse n'est proposée que si…")


def _options(valeur: Any) -> Any:
    """A bare list of codes is a table whose labels are the codes."""
    if isinstance(valeur, list) and all(isinstance(code, str) for code in valeur):
        return {code: {"intitule": code} for code in valeur}
    if isinstance(valeur, str):
        return {valeur: {"intitule": valeur}}
    return valeur


Options = Annotated[
    dict[Code, OptionSource],
    BeforeValidator(_options),
    WithJsonSchema(
        {
            "description": "Les réponses possibles : « code: Intitulé », ou une liste de codes.",
            "anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "string"}}],
        }
    ),
]


class Repris(Bloc):
    """Taken and locked from the candidate's last candidature."""

    abrege: ClassVar[str | None] = None
    meme: Codes = Field(description="Ce que l'ancienne candidature doit partager : famille, specialite…")


class Avertissement(Bloc):
    """A warning shown near a field as soon as it applies."""

    abrege: ClassVar[str | None] = "texte"
    si: Condition | None = Field(None, description="Quand le montrer ; toujours sinon.")
    texte: Texte = Field(description="Ce que lit le candidat.")


class ChampSource(Place):
    """One question. Required unless « facultatif »."""

    abrege: ClassVar[str | None] = "question"

    type: str = Field("texte", description="Le type de réponse : texte, choix, date, oui_non…")
    question: Libelle | None = Field(None, description="La question, telle que la lit le candidat.")
    aide: Texte | None = Field(None, description="Une précision sous la question.")
    exemple: Libelle | None = Field(None, description="Un exemple de réponse.")
    options: Options | None = Field(None, description="Les réponses possibles d'un choix.")
    liste: Code | None = Field(None, description="Le nom d'une liste de réponses (section « listes »).")
    filtre: Condition | None = Field(
        None, description="Ne garde de la liste que ce qui remplit la condition."
    )
    choisir: Bornes | None = Field(None, description="Plusieurs réponses : combien.")
    si: Condition | None = Field(None, description="La question n'est posée que si…")
    facultatif: Condition | None = Field(
        None, description="« oui », ou la condition qui rend la réponse libre."
    )
    verifie: dict[str, Any] | None = Field(None, description="Un test sur la réponse elle-même.")
    message: Libelle | None = Field(None, description="Ce que lit le candidat quand « verifie » échoue.")
    avertissement: Avertissement | None = Field(None, description="Un avertissement affiché sous la réponse.")
    valeur: str | None = Field(None, description="La réponse proposée au départ.")
    definitif: OuiNon = Field(False, description="Ne change plus une fois l'inscription enregistrée.")
    repris: Repris | None = Field(None, description="Repris, verrouillé, de la dernière candidature.")
    donnee: Literal["ordinaire", "sante"] = Field(
        "ordinaire", description="« sante » : visible d'un droit à part."
    )
    comparable: OuiNon = Field(False, description="Les règles entre candidatures peuvent le lire.")
    categorie: OuiNon = Field(
        False, description="Cette réponse est la catégorie du candidat, dans les listes des gestionnaires."
    )
    dans: Code | None = Field(
        None, description="Pour un centre : le champ qui dit dans quel département le chercher."
    )
    masque: str | None = Field(
        None, description="Masque d'un identifiant : 9 chiffre, A lettre, X l'un ou l'autre."
    )
    longueur: Entier | None = Field(None, description="Nombre de caractères au plus.")
    nombre: Bornes | None = Field(None, description="Combien de lignes, pour une répétition.")
    champs: dict[Code, ChampSource] = Field(default_factory=dict, description="Les questions d'une ligne.")

    @model_validator(mode="after")
    def _coherence(self) -> ChampSource:
        if self.verifie is not None and not self.message:
            raise PydanticCustomError("message", "« verifie » demande un « message » pour le candidat")
        if self.options is not None and self.liste is not None:
            raise PydanticCustomError("options", "choisissez « options » ou « liste », pas les deux")
        return self


class RubriqueSource(Place):
    """A titled group of fields."""

    intitule: Libelle = Field(description="Le titre de la rubrique.")
    si: Condition | None = Field(None, description="La rubrique n'existe que si…")
    aide: Texte | None = Field(None, description="Une précision sous le titre.")
    champs: dict[Code, ChampSource] = Field(default_factory=dict, description="Les questions, dans l'ordre.")


class OngletSource(Place):
    """A tab: blocs from the account, or champs, or rubriques."""

    intitule: Libelle = Field(description="Le nom de l'onglet.")
    si: Condition | None = Field(None, description="L'onglet n'existe que si…")
    aide: Texte | None = Field(None, description="Une précision en tête d'onglet.")
    blocs: Annotated[
        list[Literal["identite", "adresse", "naissance", "contacts"]],
        BeforeValidator(lambda v: [v] if isinstance(v, str) else v),
    ] = Field(
        default_factory=list,
        description="Blocs tirés du compte, grisés : identite, adresse, naissance, contacts.",
    )
    champs: dict[Code, ChampSource] = Field(default_factory=dict, description="Les questions, dans l'ordre.")
    rubriques: dict[Code, RubriqueSource] = Field(
        default_factory=dict, description="Les groupes de questions."
    )


class JalonSource(Bloc):
    """A date that every modèle gives."""

    intitule: Libelle = Field(description="Ce qu'est cette date.")
    facultatif: OuiNon = Field(False, description="Un modèle peut ne pas la donner.")
