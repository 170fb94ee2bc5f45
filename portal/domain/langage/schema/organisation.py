"""Where épreuves are sat and what they cost: centres, places, frais, paiement."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from portal.domain.langage.schema.bases import (
    Bloc,
    Code,
    Codes,
    Condition,
    Dependante,
    Libelle,
    OuiNon,
    Place,
    Texte,
)
from portal.domain.langage.schema.champs import ChampSource


class OffreSource(Bloc):
    """What each centre declares for a session."""

    abrege: ClassVar[str | None] = None
    pour_chaque: Literal["epreuves"] = Field("epreuves", description="Ce que le centre ouvre : epreuves.")
    champs: dict[Code, ChampSource] = Field(
        default_factory=dict, description="Ce que le centre déclare pour chacune, comme ses logiciels."
    )


class CentresSource(Bloc):
    """The centres where épreuves are sat."""

    abrege: ClassVar[str | None] = None
    offre: OffreSource = Field(
        default_factory=lambda: OffreSource.model_validate({}), description="Ce que déclare chaque centre."
    )
    conseil: Texte | None = Field(None, description="Ce que lit le candidat avec la liste des centres.")
    aucun: Texte | None = Field(None, description="Ce qu'il lit quand aucun centre ne convient.")


class PlacesSource(Bloc):
    """Places that run out."""

    abrege: ClassVar[str | None] = None
    par: Codes = Field(
        default_factory=lambda: ["centre", "epreuves"], description="Comptées par centre et par épreuve."
    )
    prises: Codes = Field(description="Les transitions qui prennent une place.")
    rendues: Codes = Field(default_factory=list, description="Les transitions qui la rendent.")
    complet: Literal["refus", "demande"] = Field(
        "refus", description="« refus » : un centre complet ne se choisit pas ; « demande » : il décide."
    )


class FraisSource(Place):
    """One line of what an inscription costs."""

    intitule: Libelle = Field(description="Ce que lit le candidat.")
    montant: Dependante = Field(description="Le montant, comme « 50 € ».")
    pour_chaque: Literal["epreuves"] | None = Field(None, description="Une fois par épreuve passée.")
    si: Condition | None = Field(None, description="Dus seulement si…")
    exonere: Condition | None = Field(None, description="Rien n'est dû si…")


class MoyenSource(Place):
    """One way of paying."""

    intitule: Libelle = Field(description="Ce que lit la personne.")
    tiers: OuiNon = Field(
        False,
        description="« oui » : un autre que le candidat paie tout ce qui reste (la formation, par exemple).",
    )


def _moyens(valeur: object) -> object:
    if isinstance(valeur, str):
        valeur = [valeur]
    if isinstance(valeur, list):
        return {code: {"intitule": str(code).capitalize()} for code in valeur}
    return valeur


Moyens = Annotated[
    dict[Code, MoyenSource],
    BeforeValidator(_moyens),
    WithJsonSchema({"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "string"}}]}),
]


class PaiementSource(Bloc):
    """How what is owed is paid."""

    abrege: ClassVar[str | None] = None
    quand: Code = Field(description="La transition à partir de laquelle les frais sont dus.")
    moyens: Moyens = Field(description="Les moyens de paiement acceptés.")
    a: Code = Field("gestionnaire", description="Qui reçoit l'argent : centre ou gestionnaire.")
    solde: Code = Field(description="La transition que franchit le portail quand il ne reste rien à régler.")
    reprise: Code | None = Field(
        None, description="La transition que franchit le portail quand une saisie annulée laisse un reste."
    )
    remboursable: OuiNon = Field(False, description="« non » : rien n'est jamais remboursé.")
    regle: Texte | None = Field(None, description="La règle que lit le candidat avant de payer.")
