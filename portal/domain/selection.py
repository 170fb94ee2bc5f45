"""Choosing an exam level by level: domaine, examen, spécialité, académie; and what is open there.

Shared by « Ouverture des services » and « M'inscrire ». Source: guide 002 §2 and §5.
Pure: the catalogue and the present instant are given.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from portal.domain.catalogue import AcademieNommee, Entree
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import francais

NIVEAUX = {
    "domaine": "Domaine",
    "examen": "Examen ou certification",
    "specialite": "Spécialité",
    "academie": "Académie",
}
_LECTEURS: Mapping[str, Callable[[Entree], str]] = {
    "domaine": attrgetter("domaine"),
    "examen": attrgetter("intitule"),
    "academie": attrgetter("slug"),
}
TOUTE_LA_FRANCE = "toute la France"
ETATS = ("ouvert", "a_venir", "ferme")


@dataclass(frozen=True, slots=True)
class Proposition:
    """One answer to a level: `valeur` goes into the address, `intitule` on the screen.

    At the last level `etat` says whether it is open: « ouvert », « a_venir », « ferme »; "" elsewhere.
    """

    valeur: str
    intitule: str
    etat: str = ""
    entree: Entree | None = None


@dataclass(frozen=True, slots=True)
class Ligne:
    """A choice made. `avant` are the choices to keep when this one is undone."""

    niveau: str
    libelle: str
    intitule: str
    avant: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Niveau:
    """The level to choose now, with what may be chosen."""

    code: str
    libelle: str
    propositions: tuple[Proposition, ...]


@dataclass(frozen=True, slots=True)
class Periode:
    """One open line: « CAP : Électricien », and whether it is the one that was chosen."""

    entree: Entree
    specialite: str
    choisie: bool

    @property
    def intitule(self) -> str:
        deux_points = francais(" : ")
        return (
            f"{self.entree.intitule}{deux_points}{self.specialite}"
            if self.specialite
            else self.entree.intitule
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """Where the reader is in the cascade. When `niveau` is None all is chosen and `entree` is the modèle."""

    choix: Mapping[str, str]
    lignes: tuple[Ligne, ...]
    niveau: Niveau | None
    entree: Entree | None = None
    specialite: str | None = None
    phrase: str = ""
    periodes: tuple[Periode, ...] = ()
    prochaine: datetime | None = None


def est_ouverte(entree: Entree, maintenant: datetime) -> bool:
    """Say whether inscriptions are taken: the closing instant is excluded."""
    return entree.ouverture <= maintenant < entree.fermeture


def etat(entree: Entree, maintenant: datetime) -> str:
    """Return one of ETATS."""
    if est_ouverte(entree, maintenant):
        return "ouvert"
    return "a_venir" if maintenant < entree.ouverture else "ferme"


def selectionner(entrees: Iterable[Entree], demande: Mapping[str, str], maintenant: datetime) -> Selection:
    """Return where the choices lead.

    `demande` maps codes of NIVEAUX to values. The first value that does not exist, and those after it, count
    as not chosen: an old link leads to the level that has to be chosen again.
    """
    toutes = tuple(entrees)
    restantes = toutes
    choix: dict[str, str] = {}
    lignes: list[Ligne] = []
    for code, libelle in NIVEAUX.items():
        propositions = _propositions(code, restantes, maintenant)
        if code == "specialite" and not propositions:
            continue
        if code == "academie" and all(une.academie.nationale for une in restantes):
            libelle = "Session"  # A national exam leaves no académie to choose, only when to sit it.
        choisie = next((une for une in propositions if une.valeur == demande.get(code)), None)
        if choisie is None:
            return Selection(choix, tuple(lignes), Niveau(code, libelle, propositions))
        lignes.append(Ligne(code, libelle, choisie.intitule, dict(choix)))
        choix[code] = choisie.valeur
        restantes = _retenues(code, choisie.valeur, restantes)
    return _aboutie(toutes, restantes[0], choix, tuple(lignes), maintenant)


def genre(domaine: str) -> str:
    """Return « Certifications », « Concours » or « Examens », to introduce what a domaine proposes."""
    mots = domaine.casefold()
    return "Certifications" if "certification" in mots else "Concours" if "concours" in mots else "Examens"


def lieu(academie: AcademieNommee) -> str:
    """Return « dans l'Académie de Versailles », « dans le Vice-rectorat de… », « dans toute la France »."""
    if academie.nationale:
        return f"dans {TOUTE_LA_FRANCE}"
    sigle = majuscule(academie.intitule)
    return f"dans l'{sigle}" if sigle.startswith("A") else f"dans le {sigle}"


def nom_et_session(entree: Entree) -> str:
    """Return « Académie de Versailles - (2020) », « Toute la France - (juin 2022) »."""
    ou = TOUTE_LA_FRANCE if entree.academie.nationale else entree.academie.intitule
    return f"{majuscule(ou)} - ({entree.session_examen})"


def majuscule(texte: str) -> str:
    """Return the text with a capital first letter, the others as they are."""
    return texte[:1].upper() + texte[1:]


def _aboutie(
    toutes: tuple[Entree, ...],
    entree: Entree,
    choix: dict[str, str],
    lignes: tuple[Ligne, ...],
    maintenant: datetime,
) -> Selection:
    """All is chosen: also show the sister lines of the same exam in the same académie (G-038)."""
    soeurs = [
        une
        for une in toutes
        if (une.domaine, une.intitule) == (entree.domaine, entree.intitule)
        and (une.academie.intitule, une.session_examen) == (entree.academie.intitule, entree.session_examen)
    ]
    a_venir = [une.ouverture for une in soeurs if une.ouverture > maintenant]
    return Selection(
        choix,
        lignes,
        None,
        entree,
        choix.get("specialite"),
        francais(f"{genre(entree.domaine)} {_proposes(entree.domaine)} {lieu(entree.academie)} :"),
        tuple(
            ligne for une in soeurs if est_ouverte(une, maintenant) for ligne in _periodes(une, entree, choix)
        ),
        min(a_venir, default=None),
    )


def _proposes(domaine: str) -> str:
    return "proposées" if genre(domaine) == "Certifications" else "proposés"


def _periodes(entree: Entree, choisie: Entree, choix: Mapping[str, str]) -> list[Periode]:
    ici = entree.slug == choisie.slug
    if not entree.specialites:
        return [Periode(entree, "", ici)]
    return [Periode(entree, nom, ici and code == choix.get("specialite")) for code, nom in entree.specialites]


def _retenues(niveau: str, valeur: str, entrees: tuple[Entree, ...]) -> tuple[Entree, ...]:
    """Return what is left once a level is chosen."""
    if niveau == "specialite":
        return tuple(une for une in entrees if any(code == valeur for code, _ in une.specialites))
    lire = _LECTEURS[niveau]
    return tuple(une for une in entrees if lire(une) == valeur)


def _propositions(niveau: str, entrees: tuple[Entree, ...], maintenant: datetime) -> tuple[Proposition, ...]:
    """Return what a level offers, once each, in alphabetical order; at the last level, what is open first.

    The first level is asked of the whole catalogue, by every reader: one pass, and nothing made per entry.
    """
    if niveau == "academie":
        offertes = (Proposition(e.slug, nom_et_session(e), etat(e, maintenant), e) for e in entrees)
        return tuple(sorted(offertes, key=lambda une: (ETATS.index(une.etat), sans_accents(une.intitule))))
    if niveau == "specialite":
        trouvees = {code: nom for entree in entrees for code, nom in entree.specialites}
    else:
        trouvees = {valeur: valeur for valeur in dict.fromkeys(map(_LECTEURS[niveau], entrees))}
    return tuple(Proposition(*une) for une in sorted(trouvees.items(), key=lambda une: sans_accents(une[1])))
