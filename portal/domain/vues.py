"""What a page needs to draw a question: everything already decided, nothing left to compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.domain.langage.rendu import Rendu


@dataclass(frozen=True, slots=True)
class OptionVue:
    """One answer to choose."""

    code: str
    intitule: str
    aide: str | None = None
    choisie: bool = False


@dataclass(frozen=True, slots=True)
class OffreVue:
    """One épreuve at a centre: what it declares, what is left in words, and the tone of these words."""

    epreuve: str
    details: tuple[tuple[str, str], ...]
    places: str = ""
    ton: str = "vert"


@dataclass(frozen=True, slots=True)
class CentreVue:
    """One centre. `pourquoi`: what is to be known of the one chosen; `refuse`: another must be chosen."""

    code: str
    intitule: str
    commune: str
    offres: tuple[OffreVue, ...]
    choisi: bool = False
    complet: bool = False
    possible: bool = True
    pourquoi: str = ""
    refuse: bool = False


@dataclass(frozen=True, slots=True)
class GroupeCentres:
    """Centres under one title, "" when there is nothing to tell apart."""

    intitule: str
    centres: tuple[CentreVue, ...]


@dataclass(frozen=True, slots=True)
class CentresVue:
    """The centres to choose from. `attend`: « epreuves » or « departement », to be answered first.

    `choisi` is the centre chosen that is in no group.
    """

    attend: str
    onglet_epreuves: str
    phrase: str
    suite: str
    groupes: tuple[GroupeCentres, ...]
    choisi: CentreVue | None = None
    conseil: Rendu | None = None
    aucun: Rendu | None = None


@dataclass(frozen=True, slots=True)
class ChampVue:
    """One question on a page. `saisie` holds what the inputs show, part by part.

    `chercher`: its answer says where the centres are looked for.
    """

    cle: str
    widget: str
    question: str
    aide: Rendu | None = None
    exemple: str | None = None
    obligatoire: bool = True
    verrouille: bool = False
    saisie: Mapping[str, list[str]] = field(default_factory=dict)
    affichage: str = ""
    erreur: str | None = None
    erreur_partie: str = ""
    options: tuple[OptionVue, ...] = ()
    avertissement: Rendu | None = None
    declenche: bool = False
    clavier: str = "text"
    remplissage: str = ""
    lignes: tuple[tuple[ChampVue, ...], ...] = ()
    centres: CentresVue | None = None
    chercher: bool = False


@dataclass(frozen=True, slots=True)
class RubriqueVue:
    """A titled group of questions."""

    code: str
    intitule: str
    champs: tuple[ChampVue, ...]
    aide: Rendu | None = None


@dataclass(frozen=True, slots=True)
class LigneResume:
    """One line of a summary; an empty answer is shown as « - » (guide 002, Récapitulatif)."""

    cle: str
    question: str
    reponse: str
    sante: bool = False


@dataclass(frozen=True, slots=True)
class BlocResume:
    """A block of a summary, the tab where it is changed, and the title of the card that holds it."""

    intitule: str
    lignes: tuple[LigneResume, ...]
    onglet: str = ""
    carte: str = ""


@dataclass(frozen=True, slots=True)
class CarteResume:
    """What one tab says, block after block."""

    intitule: str
    onglet: str
    blocs: tuple[BlocResume, ...]
