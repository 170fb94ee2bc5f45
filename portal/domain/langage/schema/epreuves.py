"""What is sat and what may be kept: épreuves, groups, spécialités, acquis."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from portal.domain.langage.schema.bases import (
    Bloc,
    Bornes,
    Code,
    Codes,
    Condition,
    Dependante,
    Libelle,
    Nombre,
    OuiNon,
    Place,
    Texte,
)
from portal.domain.langage.schema.champs import ChampSource, Options
from portal.domain.langage.schema.regles import PieceSource, RegleSource


def _possibilites(valeur: Any) -> Any:
    """A bare list keeps only these possibilités, unchanged."""
    if isinstance(valeur, str):
        valeur = [valeur]
    if isinstance(valeur, list):
        return {code: {"garder": "oui"} for code in valeur}
    return valeur


class RestrictionAcquis(Bloc):
    """What one épreuve tightens in a possibilité."""

    abrege: ClassVar[str | None] = None
    garder: OuiNon = Field(False, description="Vrai quand la liste ne garde que certaines possibilités.")
    si: Condition | None = Field(None, description="Une condition de plus pour cette épreuve.")


class EpreuveSource(Place):
    """An épreuve, a sub-épreuve or a group of épreuves (no unité)."""

    unite: str | None = Field(None, description="L'unité du diplôme ; seule une unité garde une note.")
    intitule: Libelle | None = Field(None, description="Le nom de l'épreuve.")
    aide: Texte | None = Field(None, description="Une précision pour le candidat.")
    coefficient: Nombre | None = Field(None, description="Le coefficient.")
    mode: Literal["ecrit", "oral", "pratique", "ecrit_oral", "ecrit_pratique", "oral_pratique"] | None = (
        Field(None, description="ecrit, oral, pratique, ecrit_oral, ecrit_pratique ou oral_pratique.")
    )
    duree: str | None = Field(None, description="La durée, comme « 2 h 15 ».")
    bareme: str | None = Field(None, description="Le barème, quand ce n'est pas 20.")
    domaine: str | None = Field(None, description="professionnel, general…")
    facultative: Condition | None = Field(
        None, description="« oui », ou la condition qui la rend facultative."
    )
    si: Condition | None = Field(None, description="L'épreuve n'existe que si…")
    champs: dict[Code, ChampSource] = Field(default_factory=dict, description="Ce qu'on demande pour elle.")
    pieces: Codes = Field(default_factory=list, description="Les pièces dues quand elle est passée.")
    acquis: Annotated[dict[Code, RestrictionAcquis], BeforeValidator(_possibilites)] = Field(
        default_factory=dict, description="Ce que cette épreuve restreint aux acquis."
    )
    epreuves: dict[Code, EpreuveSource] = Field(
        default_factory=dict, description="Sous-épreuves, ou membres du groupe."
    )
    choisir: Bornes | None = Field(None, description="Combien d'épreuves du groupe choisir.")
    comme: Code | None = Field(None, description="Le modèle d'épreuve (section « epreuves_types »).")
    note: str | None = Field(None, description="Un commentaire pour le personnel.")


class PossibiliteSource(Place):
    """One thing a candidate may answer for an épreuve."""

    intitule: Libelle = Field(description="Ce que lit le candidat.")
    aide: Texte | None = Field(None, description="Une précision.")
    effet: Literal["passe", "note_gardee", "neutralisee", "plus_tard"] = Field(
        "passe", description="passe, note_gardee, neutralisee ou plus_tard."
    )
    si: Condition | None = Field(None, description="Possible seulement si…")
    champs: dict[Code, ChampSource] = Field(default_factory=dict, description="Ce qu'on demande alors.")
    note_minimale: Dependante | None = Field(None, description="La plus petite note qui se garde.")
    valable: str | None = Field(None, description="Durée pendant laquelle la note se garde, comme « 5 ans ».")
    pieces: Codes = Field(default_factory=list, description="Les pièces qui le prouvent.")
    a_confirmer: OuiNon = Field(False, description="Déclaré, jusqu'à ce qu'un gestionnaire le confirme.")


class AcquisSource(Bloc):
    """What a candidate may answer for each épreuve."""

    abrege: ClassVar[str | None] = None
    aide: Texte | None = Field(None, description="Le rappel des règles, en tête d'onglet.")
    champs: dict[Code, ChampSource] = Field(default_factory=dict, description="Demandés d'abord.")
    possibilites: dict[Code, PossibiliteSource] = Field(default_factory=dict, description="Les possibilités.")


class SpecialiteSource(Bloc):
    """One règlement d'examen; further keys are those of « fiche_specialite »."""

    model_config = ConfigDict(extra="allow", frozen=True)
    abrege: ClassVar[str | None] = None

    specialite: Code = Field(description="Le code de la spécialité.")
    intitule: Libelle = Field(description="Son nom.")
    source: str | None = Field(None, description="L'arrêté qui la définit.")
    options: Options | None = Field(None, description="Les options de la spécialité.")
    choisir: Bornes | None = Field(None, description="Combien d'options choisir ; une sinon.")
    epreuves: dict[Code, EpreuveSource] = Field(default_factory=dict, description="Ses épreuves.")
    pieces: dict[Code, PieceSource] = Field(default_factory=dict, description="Ses pièces.")
    regles: dict[Code, RegleSource] = Field(default_factory=dict, description="Ses règles.")
    correspondances: dict[str, str] = Field(
        default_factory=dict, description="Ancienne unité: nouvelle unité, montrées au personnel."
    )
    premiere_session: str | None = Field(None, description="La première session de ce règlement.")
    derniere_session: str | None = Field(None, description="La dernière.")
    anciennement: Codes = Field(default_factory=list, description="Ses anciens codes.")
    garder: Codes = Field(default_factory=list, description="Les seules épreuves que ce modèle ouvre.")
