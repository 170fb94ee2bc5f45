"""What must hold, be proved and be sent: règles, pièces, informations, contacts, calendrier, courriels."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import ConfigDict, Field

from portal.domain.langage.schema.bases import (
    Bloc,
    Bornes,
    Code,
    Codes,
    Condition,
    Dependante,
    Libelle,
    OuiNon,
    Place,
    Texte,
)
from portal.domain.langage.schema.champs import ChampSource, Options


class RegleSource(Place):
    """Eligibility, cross check, rule between candidatures."""

    abrege: ClassVar[str | None] = None
    si: Condition | None = Field(None, description="La règle s'applique si…")
    exige: Condition = Field(description="Ce qui doit être vrai.")
    sinon: Literal["refus", "avertissement", "a_examiner"] = Field(
        "refus", description="refus, avertissement, ou a_examiner par un gestionnaire."
    )
    message: Texte = Field(description="La phrase que lit le candidat.")
    derogation: OuiNon = Field(False, description="Le personnel peut la lever pour une personne.")
    champ: str | None = Field(None, description="La question près de laquelle l'afficher.")
    source: str | None = Field(None, description="Le texte qui la fonde.")


class NonConcerne(Bloc):
    """The candidate may say that a piece does not apply, and why."""

    abrege: ClassVar[str | None] = "motif"
    motif: Libelle = Field(description="« oui », ou la question posée au candidat.")


class PieceSource(Place):
    """What the candidate must provide."""

    intitule: Libelle = Field(description="Ce que lit le candidat.")
    reference: str | None = Field(None, description="Un code montré devant l'intitulé, comme CINSIG01.")
    type: Literal["piece", "confirmation"] = Field(
        "piece", description="« confirmation » : la confirmation signée."
    )
    aide: Texte | None = Field(None, description="Ce qu'elle doit montrer.")
    si: Condition | None = Field(None, description="Demandée seulement si…")
    facultatif: Condition | None = Field(None, description="« oui », ou la condition qui la rend libre.")
    une_parmi: Options | None = Field(None, description="L'une de ces pièces suffit.")
    pour_chaque: str | None = Field(None, description="Une par épreuve, par acquis, par ligne.")
    fichiers: Bornes | None = Field(None, description="Combien de fichiers.")
    formats: Codes = Field(
        default_factory=list, description="Formats acceptés : pdf, png, jpg, doc, docx, zip."
    )
    taille: str | None = Field(None, description="Taille maximale d'un fichier, comme « 5 Mo ».")
    pages: Bornes | None = Field(None, description="Combien de pages.")
    imprime: str | None = Field(None, description="Le nom du formulaire vierge à télécharger.")
    canal: Codes = Field(
        default_factory=lambda: ["en_ligne"],
        description="en_ligne, courrier ou autre ; le premier est le principal.",
    )
    adresse: str | None = Field(None, description="L'adresse postale d'envoi.")
    demandee: Code | None = Field(None, description="L'état à partir duquel elle est demandée.")
    limite: Dependante | None = Field(None, description="L'instant limite ; sinon la fin de « pieces ».")
    a_defaut: str | None = Field(None, description="signalement, epreuves_refusees, ou une transition.")
    champs: dict[Code, ChampSource] = Field(
        default_factory=dict, description="Ce qu'on demande sur le papier."
    )
    exige: Condition | None = Field(None, description="Ce que ces réponses doivent remplir.")
    message: Libelle | None = Field(None, description="Ce que lit le candidat quand « exige » échoue.")
    non_concerne: NonConcerne | None = Field(None, description="Le candidat peut se dire non concerné.")
    refus: dict[Code, str] = Field(default_factory=dict, description="Le catalogue des motifs de refus.")
    groupe: Libelle | None = Field(None, description="Le titre du regroupement à l'écran.")
    valable: str | None = Field(
        None, description="Acceptée depuis moins longtemps, elle est proposée pour une autre inscription."
    )
    donnee: Literal["ordinaire", "sante"] = Field(
        "ordinaire", description="« sante » : visible d'un droit à part."
    )


class InformationSource(Place):
    """A text of the notice, and where it is shown."""

    intitule: Libelle | None = Field(None, description="Un titre.")
    si: Condition | None = Field(None, description="Montrée si…")
    texte: Texte = Field(description="Ce que lit le candidat.")
    ou: Codes = Field(
        default_factory=lambda: ["examen"],
        description="Où : examen, numero, confirmation, pieces, ou le code d'un onglet.",
    )
    niveau: Literal["simple", "attention"] = Field("simple", description="simple ou attention.")


class ContactSource(Place):
    """A service; the first one whose condition holds answers."""

    si: Condition | None = Field(None, description="Pour qui.")
    service: Libelle = Field(description="Le nom du service.")
    abrege: ClassVar[str | None] = "service"
    domaine: Libelle | None = Field(None, description="Ce dont il s'occupe.")
    courriel: str | None = Field(None, description="Son adresse fonctionnelle.")
    telephone: Codes = Field(default_factory=list, description="Un ou plusieurs numéros.")
    adresse: str | None = Field(None, description="Son adresse postale.")
    site: str | None = Field(None, description="Sa page, en https.")


class PeriodeSource(Bloc):
    """A window: the closing instant is exclusive."""

    abrege: ClassVar[str | None] = None
    du: str = Field(description="L'ouverture, comme 20/10/2025 09:00.")
    au: str = Field(description="La fermeture, comme 19/11/2025 17:00.")
    fuseau: str | None = Field(None, description="Un autre fuseau pour cette période.")


class CalendrierSource(Bloc):
    """The windows and the jalons; further keys are the family's jalons."""

    model_config = ConfigDict(extra="allow", frozen=True)
    abrege: ClassVar[str | None] = None
    fuseau: str | None = Field(None, description="Un autre fuseau que celui de l'académie.")
    inscription: PeriodeSource = Field(description="Quand on s'inscrit.")
    pieces: PeriodeSource | None = Field(None, description="Quand on dépose ; la même période sinon.")
    jours_feries: str | None = Field(
        None, description="Les jours fériés qui comptent : metropole, un département, ou centre."
    )


class ConservationSource(Bloc):
    """How long a kind of data is kept, and why."""

    abrege: ClassVar[str | None] = None
    duree: str = Field(description="Comme « 6 ans ».")
    depuis: str = Field(description="L'instant de départ : fin_annee, enregistrement…")
    base_legale: str | None = Field(None, description="Ce qui autorise le traitement.")
    ensuite: Literal["effacer", "anonymiser"] = Field("effacer", description="effacer ou anonymiser.")


class DocumentSource(Place):
    """A PDF published to the candidate."""

    intitule: Libelle = Field(description="Le titre du document.")
    quand: Codes = Field(
        default_factory=lambda: ["enregistrer", "modifier"], description="Ce qui le produit."
    )
    si: Condition | None = Field(None, description="Produit si…")
    a_signer: OuiNon = Field(False, description="Porte une date et une signature.")
    texte: Texte | None = Field(None, description="Ce qu'il dit en plus des réponses.")


class CourrielSource(Place):
    """A mail."""

    abrege: ClassVar[str | None] = None
    quand: Codes = Field(
        description="Ce qui l'envoie : transition, événement, instant (« cloture - 2 jours ouvres »)."
    )
    si: Condition | None = Field(None, description="Envoyé si…")
    a: Codes = Field(default_factory=lambda: ["candidat"], description="À qui.")
    objet: str = Field(description="L'objet.")
    texte: Texte = Field(description="Le texte.")
