"""What an author may write: one class per construct, from which the JSON Schema is made."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from pydantic import Field

from portal.domain.langage.schema.bases import Bloc, Code, Codes, Condition, OuiNon
from portal.domain.langage.schema.champs import ChampSource, JalonSource, OngletSource, Options
from portal.domain.langage.schema.circuit import CircuitSource
from portal.domain.langage.schema.epreuves import AcquisSource, EpreuveSource, SpecialiteSource
from portal.domain.langage.schema.organisation import (
    CentresSource,
    FraisSource,
    PaiementSource,
    PlacesSource,
)
from portal.domain.langage.schema.regles import (
    CalendrierSource,
    ConservationSource,
    ContactSource,
    CourrielSource,
    DocumentSource,
    InformationSource,
    PieceSource,
    RegleSource,
)
from portal.domain.langage.schema.scenarios import ScenarioSource


class SectionsOuvertes(Bloc):
    """The sections that both a family and a modèle may write."""

    abrege: ClassVar[str | None] = None

    listes: dict[Code, Options] = Field(default_factory=dict, description="Des listes de réponses partagées.")
    cas: dict[Code, Condition] = Field(default_factory=dict, description="Des conditions qui ont un nom.")
    onglets: dict[Code, OngletSource] = Field(
        default_factory=dict, description="Ce qui est demandé, dans l'ordre."
    )
    acquis: AcquisSource | None = Field(None, description="Ce qu'on peut garder d'avant.")
    epreuves: dict[Code, EpreuveSource] = Field(default_factory=dict, description="Les épreuves communes.")
    epreuves_types: dict[Code, EpreuveSource] = Field(
        default_factory=dict, description="Des modèles d'épreuves."
    )
    regles: dict[Code, RegleSource] = Field(default_factory=dict, description="Ce qui doit être vrai.")
    pieces: dict[Code, PieceSource] = Field(default_factory=dict, description="Ce qui doit être prouvé.")
    informations: dict[Code, InformationSource] = Field(
        default_factory=dict, description="Les textes de la notice."
    )
    centres: CentresSource | None = Field(None, description="Les centres où se passent les épreuves.")
    places: PlacesSource | None = Field(None, description="Les places, qui s'épuisent.")
    frais: dict[Code, FraisSource] = Field(default_factory=dict, description="Ce que coûte l'inscription.")
    paiement: PaiementSource | None = Field(None, description="Comment elle se règle.")
    circuit: CircuitSource | None = Field(None, description="La vie d'une candidature.")
    documents: dict[Code, DocumentSource] = Field(default_factory=dict, description="Les documents publiés.")
    courriels: dict[Code, CourrielSource] = Field(default_factory=dict, description="Les courriels envoyés.")
    contacts: dict[Code, ContactSource] = Field(default_factory=dict, description="Les services à joindre.")
    conservation: dict[Literal["dossier", "pieces", "brouillons", "sante"], ConservationSource] = Field(
        default_factory=dict, description="Combien de temps chaque sorte de donnée est gardée."
    )
    scenarios: dict[str, ScenarioSource] = Field(
        default_factory=dict, description="Des parcours enregistrés."
    )


class FamilleSource(SectionsOuvertes):
    """`famille.yaml`: what all exams of a family share."""

    famille: Code = Field(description="Le code de la famille.")
    langage: Literal["1"] = Field("1", description="La version du langage.")
    intitule: str = Field(description="Le nom de la famille.")
    domaine: str = Field(description="Le domaine, premier choix de « Ouverture des services ».")
    confirmation: Literal["signee", "en_ligne", "recapitulatif"] = Field(
        "recapitulatif", description="signee, en_ligne ou recapitulatif."
    )
    plusieurs_inscriptions: OuiNon = Field(
        False, description="« oui » : une personne peut avoir plusieurs inscriptions en cours à la fois."
    )
    fiche_specialite: dict[Code, ChampSource] = Field(
        default_factory=dict, description="Ce que porte une spécialité."
    )
    reglages: dict[Code, ChampSource] = Field(
        default_factory=dict, description="Ce que chaque modèle doit donner."
    )
    jalons: dict[Code, JalonSource] = Field(
        default_factory=dict, description="Les dates que chaque modèle donne."
    )
    profils: dict[Code, str] = Field(default_factory=dict, description="Des profils de personnel en plus.")
    retirer: dict[Literal["documents", "courriels"], Codes] = Field(
        default_factory=dict, description="Les documents et les courriels du portail dont elle se passe."
    )


class ModeleSource(SectionsOuvertes):
    """`exam_templates/<academie>/<nom>.yaml`: one rectorat, one session d'examen."""

    famille: Code = Field(description="La famille du modèle.")
    academie: Code = Field(description="L'académie.")
    session: str = Field(description="La session d'examen, comme « juin 2027 ».")
    intitule: str | None = Field(None, description="Un autre nom que celui de la famille.")
    confirmation: Literal["signee", "en_ligne", "recapitulatif"] | None = Field(
        None, description="signee, en_ligne ou recapitulatif."
    )
    plusieurs_inscriptions: OuiNon | None = Field(
        None, description="« oui » : une personne peut avoir plusieurs inscriptions en cours à la fois."
    )
    calendrier: CalendrierSource = Field(description="Les périodes et les jalons.")
    reglages: dict[Code, Any] = Field(
        default_factory=dict, description="Les réglages que demande la famille."
    )
    specialites: Codes | dict[Code, Any] = Field(
        default_factory=list,
        description="Les spécialités ouvertes : une liste, ou une table qui les restreint.",
    )
    retirer: dict[
        Literal[
            "onglets",
            "rubriques",
            "champs",
            "acquis",
            "regles",
            "pieces",
            "epreuves",
            "informations",
            "documents",
            "courriels",
            "contacts",
            "listes",
            "cas",
            "frais",
        ],
        Codes,
    ] = Field(default_factory=dict, description="Ce qui est retiré de la famille, par section.")


class Declaration(FamilleSource):
    """A family and a modèle merged: what the compiler turns into a ModeleExamen."""

    academie: Code | None = None
    session: str | None = None
    calendrier: CalendrierSource | None = None
    valeurs_reglages: dict[Code, Any] = Field(default_factory=dict)
    specialites: dict[Code, SpecialiteSource] = Field(default_factory=dict)
    specialites_connues: Codes = Field(default_factory=list)


LANGAGES: dict[str, type[Bloc]] = {
    "famille": FamilleSource,
    "specialite": SpecialiteSource,
    "modele": ModeleSource,
}
