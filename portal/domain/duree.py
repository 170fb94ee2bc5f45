"""Durations as clerks write them: « 5 ans », « 15 jours », « 72 heures ouvrees », « 2 h 30 »."""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import overload
from zoneinfo import ZoneInfo

from portal.domain.jours_ouvres import METROPOLE, JoursOuvres
from portal.domain.saisie_invalide import SaisieInvalide, citer
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import pluriel

ANS_AU_PLUS = 150
_UNITES = {
    "AN": ("mois", 12), "ANS": ("mois", 12), "ANNEE": ("mois", 12), "ANNEES": ("mois", 12),
    "MOIS": ("mois", 1),
    "SEMAINE": ("jours", 7), "SEMAINES": ("jours", 7), "JOUR": ("jours", 1), "JOURS": ("jours", 1),
    "J": ("jours", 1), "HEURE": ("minutes", 60), "HEURES": ("minutes", 60), "H": ("minutes", 60),
    "MINUTE": ("minutes", 1), "MINUTES": ("minutes", 1), "MIN": ("minutes", 1), "MN": ("minutes", 1),
    "JOUR OUVRE": ("jours_ouvres", 1), "JOURS OUVRES": ("jours_ouvres", 1),
    "HEURE OUVREE": ("heures_ouvrees", 1), "HEURES OUVREES": ("heures_ouvrees", 1),
}  # fmt: skip
_MORCEAU = re.compile(r"([0-9]{1,5}) ?([A-Z]+(?: OUVREE?S?)?)")
_HEURES_MINUTES = re.compile(r"([0-9]{1,4}) ?H ?([0-5]?[0-9])")
# To compare only: an average month (365.25 / 12 days), and five working days a week.
_MINUTES_PAR_JOUR = 24 * 60
_JOURS_PAR_MOIS = Fraction(1461, 48)
_JOURS_PAR_JOUR_OUVRE = Fraction(7, 5)


@dataclass(frozen=True, slots=True)
class Duree:
    """Calendar months, days and minutes, or working days and hours; years are twelve months.

    Durations compare by their usual length: « 1 an » is longer than « 360 jours ». To add one to a day or to
    an instant, see `decaler`.
    """

    mois: int = 0
    jours: int = 0
    minutes: int = 0
    jours_ouvres: int = 0
    heures_ouvrees: int = 0

    @property
    def ouvree(self) -> bool:
        """Tell whether it counts working time only."""
        return bool(self.jours_ouvres or self.heures_ouvrees)

    @property
    def longueur(self) -> Fraction:
        """Return its usual length in days, for comparisons only."""
        ouvres = self.jours_ouvres + Fraction(self.heures_ouvrees, 24)
        jours = self.jours + Fraction(self.minutes, _MINUTES_PAR_JOUR) + ouvres * _JOURS_PAR_JOUR_OUVRE
        return self.mois * _JOURS_PAR_MOIS + jours

    @overload
    def decaler(
        self, depart: datetime, sens: int, fuseau: ZoneInfo, ouvres: JoursOuvres = ...
    ) -> datetime: ...
    @overload
    def decaler(self, depart: date, sens: int, fuseau: ZoneInfo, ouvres: JoursOuvres = ...) -> date: ...
    def decaler(
        self, depart: date, sens: int, fuseau: ZoneInfo, ouvres: JoursOuvres = METROPOLE
    ) -> date | datetime:
        """Return `depart` plus (sens 1) or minus (sens -1) this duration.

        An aware instant is moved on the clock of `fuseau` for months, days and working time, in elapsed time
        for hours, and returned in UTC. A day stays a day: hours count there as the days they begin.
        """
        if isinstance(depart, datetime):
            return self._decaler_instant(depart, sens, fuseau, ouvres)
        jours = self.jours - (-self.minutes // _MINUTES_PAR_JOUR)
        arrivee = _ajouter_mois(depart, sens * self.mois) + timedelta(days=sens * jours)
        return ouvres.decaler(arrivee, sens * (self.jours_ouvres - (-self.heures_ouvrees // 24)))

    def _decaler_instant(
        self, depart: datetime, sens: int, fuseau: ZoneInfo, ouvres: JoursOuvres
    ) -> datetime:
        local = depart.astimezone(fuseau).replace(tzinfo=None)
        local = datetime.combine(_ajouter_mois(local.date(), sens * self.mois), local.time())
        local += timedelta(days=sens * self.jours)
        if self.ouvree:
            heures = 24 * self.jours_ouvres + self.heures_ouvrees
            local = ouvres.avancer(local, timedelta(hours=sens * heures))
        return local.replace(tzinfo=fuseau).astimezone(UTC) + timedelta(minutes=sens * self.minutes)

    def __lt__(self, autre: "Duree") -> bool:
        return self.longueur < autre.longueur

    def __le__(self, autre: "Duree") -> bool:
        return self.longueur <= autre.longueur

    def __gt__(self, autre: "Duree") -> bool:
        return self.longueur > autre.longueur

    def __ge__(self, autre: "Duree") -> bool:
        return self.longueur >= autre.longueur

    def __str__(self) -> str:
        """Return « 1 an 6 mois », « 3 jours ouvrés », « 2 h 30 »; `lire_duree` reads it back."""
        morceaux = [
            pluriel(self.mois // 12, "an") if self.mois >= 12 else "",
            f"{self.mois % 12} mois" if self.mois % 12 else "",
            pluriel(self.jours, "jour") if self.jours else "",
            _heures(self.minutes),
            pluriel(self.jours_ouvres, "jour ouvré", "jours ouvrés") if self.jours_ouvres else "",
            pluriel(self.heures_ouvrees, "heure ouvrée", "heures ouvrées") if self.heures_ouvrees else "",
        ]
        return " ".join(morceau for morceau in morceaux if morceau) or "0 jour"


def lire_duree(texte: str) -> Duree:
    """Return the duration written in French, accents or not. Raises SaisieInvalide."""
    reste = re.sub(r"\bET\b|,", " ", sans_accents(texte))
    reste = _HEURES_MINUTES.sub(r"\1 H \2 MIN", " ".join(reste.split()))
    duree = Duree()
    if re.search(r"[-\u2212]\s*[0-9]", texte) or not reste or _MORCEAU.sub("", reste).strip():
        raise _illisible(texte)
    for trouve in _MORCEAU.finditer(reste):
        duree = _ajouter(duree, int(trouve[1]), trouve[2], texte)
    if duree > Duree(mois=12 * ANS_AU_PLUS):
        raise SaisieInvalide(f"Cette durée est trop longue : {citer(texte)}.")
    if duree.ouvree and (duree.mois or duree.jours or duree.minutes):
        raise SaisieInvalide("Une durée compte ou bien tous les jours, ou bien les seuls jours ouvrés.")
    return duree


def _ajouter_mois(jour: date, mois: int) -> date:
    """Return the same day of another month, or its last day: 31 January + 1 month is 28 February."""
    annee, rang = divmod(jour.year * 12 + jour.month - 1 + mois, 12)
    return date(annee, rang + 1, min(jour.day, monthrange(annee, rang + 1)[1]))


def _ajouter(duree: Duree, quantite: int, unite: str, texte: str) -> Duree:
    if unite not in _UNITES:
        raise _illisible(texte)
    champ, facteur = _UNITES[unite]
    return replace(duree, **{champ: getattr(duree, champ) + quantite * facteur})


def _illisible(texte: str) -> SaisieInvalide:
    return SaisieInvalide(
        f"{citer(texte)} n'est pas une durée. Écrivez par exemple 3 ans, 6 mois ou 15 jours."
    )


def _heures(minutes: int) -> str:
    if not minutes:
        return ""
    heures, reste = divmod(minutes, 60)
    if not heures:
        return f"{reste} min"
    return f"{heures} h {reste:02}" if reste else f"{heures} h"
