"""Drawings of numbers: where each bar stands, in percent of the width and height of its picture.

Pure geometry and the words that go with it; templates draw it as SVG, and as tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_date

JOURS_AU_PLUS = 70  # beyond, bars are weeks
HAUT = 88.0  # the highest bar leaves room above for its number
ETIQUETTES_LARGES, ETIQUETTES_ETROITES = 18, 6
VALEURS_ETROITES = 13  # more bars than that on a telephone: only the highest says its number
GRADUATIONS_AU_PLUS = 5


@dataclass(frozen=True, slots=True)
class Colonne:
    """One bar of a calendar. `large` and `etroite` say whether its day is written on a screen of that width.

    `court` is what is written under it, `intitule` its day or week in full; `repos` marks the weekend.
    """

    court: str
    mois: str
    intitule: str
    nombre: int
    x: float
    largeur: float
    hauteur: float
    maximale: bool
    large: bool
    etroite: bool
    repos: bool

    @property
    def y(self) -> float:
        return round(100 - self.hauteur, 3)

    @property
    def milieu(self) -> float:
        return round(self.x + self.largeur / 2, 3)


@dataclass(frozen=True, slots=True)
class Graduation:
    """One line across the picture; `y` from its top."""

    valeur: int
    y: float


@dataclass(frozen=True, slots=True)
class Calendrier:
    """Bars over time. `par_semaine` when each bar is a week."""

    colonnes: tuple[Colonne, ...]
    graduations: tuple[Graduation, ...]
    par_semaine: bool

    @property
    def serree(self) -> bool:
        """Tell whether a telephone has no room for every number."""
        return len(self.colonnes) > VALEURS_ETROITES

    @property
    def sommet(self) -> Colonne | None:
        """The highest bar, None when nothing happened."""
        return next((une for une in self.colonnes if une.maximale), None)


@dataclass(frozen=True, slots=True)
class Barre:
    """One horizontal bar. `perdus` is what a funnel lost on the way to the next one."""

    code: str
    intitule: str
    nombre: int
    largeur: float
    perdus: int = 0
    pire: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """One part of a stacked bar; `part` is its share as people read it, « 47 % »."""

    code: str
    intitule: str
    nombre: int
    x: float
    largeur: float
    part: str

    @property
    def milieu(self) -> float:
        return round(self.x + self.largeur / 2, 3)


def calendrier(par_jour: Mapping[date, int], du: date, au: date) -> Calendrier:
    """Return the bars from `du` to `au`, both included; days without anything are bars of nothing."""
    jours = [du + timedelta(days=rang) for rang in range((au - du).days + 1)]
    par_semaine = len(jours) > JOURS_AU_PLUS
    if par_semaine:
        jours = list(dict.fromkeys(_lundi(jour) for jour in jours))
    nombres = dict.fromkeys(jours, 0)
    for jour, nombre in par_jour.items():
        place = _lundi(jour) if par_semaine else jour
        nombres[place] = nombres.get(place, 0) + nombre
    rangees = sorted(nombres.items())
    sommet = max((nombre for _, nombre in rangees), default=0)
    paliers = graduations(sommet)
    haut = max(sommet, paliers[-1].valeur if paliers else 0)
    return Calendrier(tuple(_colonnes(rangees, sommet, haut, par_semaine)), paliers, par_semaine)


def _colonnes(
    rangees: Sequence[tuple[date, int]], sommet: int, haut: int, par_semaine: bool
) -> Iterable[Colonne]:
    pas = 100 / max(len(rangees), 1)
    large, etroit = (-(-len(rangees) // combien) for combien in (ETIQUETTES_LARGES, ETIQUETTES_ETROITES))
    vu = False
    for rang, (jour, nombre) in enumerate(rangees):
        premier = rang == 0 or jour.month != rangees[rang - 1][0].month
        maximale, vu = nombre == sommet > 0 and not vu, vu or nombre == sommet
        yield Colonne(
            court=str(jour.day), mois=_mois(jour) if premier else "", intitule=_intitule(jour, par_semaine),
            nombre=nombre, x=round(rang * pas + pas * 0.14, 3), largeur=round(pas * 0.72, 3),
            hauteur=round(nombre / haut * HAUT, 3) if haut else 0.0, maximale=maximale,
            large=rang % large == 0, etroite=rang % etroit == 0, repos=not par_semaine and jour.weekday() > 4,
        )  # fmt: skip


def graduations(sommet: int) -> tuple[Graduation, ...]:
    """Return round numbers above zero that cover most of the height: 10, 20, 30 for 35."""
    if sommet <= 0:
        return ()
    pas = next(pas for pas in _pas() if sommet / pas <= GRADUATIONS_AU_PLUS)
    valeurs = range(pas, sommet + 1, pas)
    return tuple(Graduation(valeur, round(100 - valeur / sommet * HAUT, 3)) for valeur in valeurs)


def _pas() -> Iterable[int]:
    rang = 0
    while True:
        yield from (un * 10**rang for un in (1, 2, 5))
        rang += 1


def barres(nombres: Iterable[tuple[str, str, int]]) -> tuple[Barre, ...]:
    """Return horizontal bars for (code, intitulé, number), the longest first; equal ones by name."""
    rangees = sorted(nombres, key=lambda une: (-une[2], une[1]))
    sommet = max((nombre for _, _, nombre in rangees), default=0)
    return tuple(Barre(code, intitule, nombre, _part(nombre, sommet)) for code, intitule, nombre in rangees)


def entonnoir(etapes: Sequence[tuple[str, str, int]]) -> tuple[Barre, ...]:
    """Return the steps of a funnel for (code, intitulé, how many got there), with the losses between them."""
    if not etapes:
        return ()
    depart = etapes[0][2]
    pertes = [avant[2] - apres[2] for avant, apres in zip(etapes, etapes[1:], strict=False)] + [0]
    pire = max(pertes, default=0)
    return tuple(
        Barre(code, intitule, nombre, _part(nombre, depart), perdus, perdus == pire > 0)
        for (code, intitule, nombre), perdus in zip(etapes, pertes, strict=True)
    )


def segments(parts: Iterable[tuple[str, str, int]]) -> tuple[Segment, ...]:
    """Return the parts of one bar for (code, intitulé, number), in the order given; empty ones are kept."""
    rangees = list(parts)
    total = sum(nombre for _, _, nombre in rangees)
    faits, avant = [], 0
    for code, intitule, nombre in rangees:
        largeur = _part(nombre, total)
        faits.append(
            Segment(code, intitule, nombre, _part(avant, total), largeur, pourcentage(nombre, total))
        )
        avant += nombre
    return tuple(faits)


def pourcentage(nombre: int, total: int) -> str:
    """Return « 47 % »; what is neither nothing nor all is never said to be."""
    if not total or nombre in (0, total):
        return "100\N{NO-BREAK SPACE}%" if nombre else "0\N{NO-BREAK SPACE}%"
    return f"{min(99, max(1, round(nombre / total * 100)))}\N{NO-BREAK SPACE}%"


def _part(nombre: int, total: int) -> float:
    return round(nombre / total * 100, 3) if total else 0.0


def _lundi(jour: date) -> date:
    return jour - timedelta(days=jour.weekday())


def _mois(jour: date) -> str:
    return format_date(jour, "MMM", locale="fr")


def _intitule(jour: date, par_semaine: bool) -> str:
    nom = format_date(jour, "d MMMM y" if par_semaine else "EEEE d MMMM y", locale="fr")
    nom = nom.replace(" 1 ", " 1er ") if not par_semaine else nom
    return f"semaine du {nom}" if par_semaine else nom
