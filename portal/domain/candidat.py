"""The person who registers: état civil as on an identity document, and the checks of the account form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from portal.domain.date_saisie import lire_date
from portal.domain.lieu_de_naissance import LieuDeNaissance, lire_lieu_de_naissance
from portal.domain.referentiel import Referentiel
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_nom

T = TypeVar("T")

CIVILITES = ("MADAME", "MONSIEUR")
NAISSANCE_AU_PLUS_TOT = date(1900, 1, 1)
AGE_MINIMAL = 10


@dataclass(frozen=True, slots=True)
class EtatCivil:
    """Who a candidate is. Countries are ISO 3166 codes, départements their three-character form « 062 »."""

    civilite: str
    nom_naissance: str
    nom_usage: str
    prenoms: str
    naissance_le: date
    naissance_pays: str
    naissance_departement: str | None = None
    naissance_commune: str | None = None
    naissance_commune_code: str | None = None


class EtatCivilInvalide(Exception):
    """What must be corrected: one French sentence for each input of the form."""

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        self.erreurs = dict(erreurs)
        super().__init__(", ".join(self.erreurs))


def lire_etat_civil(saisie: Mapping[str, str], referentiel: Referentiel, aujourd_hui: date) -> EtatCivil:
    """Return the état civil typed in the account form, all its errors at once otherwise.

    Keys of `saisie`: the fields of EtatCivil, `nom_naissance_confirmation` and `naissance_le_confirmation`
    where the form asks to type twice, `commune_disparue` (« oui ») for a commune that no longer exists.
    `aujourd_hui` is the day in Paris. Raises EtatCivilInvalide, whose keys are those of `saisie`.
    """
    lecture = _Lecture(saisie)
    civilite = lecture.lire("civilite", _civilite, "")
    nom = lecture.lire("nom_naissance", lire_nom_naissance, "")
    nom_usage = lecture.lire("nom_usage", lire_nom, "")
    prenoms = lecture.lire("prenoms", lire_prenoms, "")
    naissance = lecture.lire(
        "naissance_le", lambda brut: lire_naissance(brut, aujourd_hui), NAISSANCE_AU_PLUS_TOT
    )
    lecture.confirmer("nom_naissance", lambda brut: lire_nom(brut).casefold())
    lecture.confirmer("naissance_le", lire_date)
    lieu = lecture.lieu(referentiel, naissance)
    if lecture.erreurs:
        raise EtatCivilInvalide(lecture.erreurs)
    return EtatCivil(
        civilite=civilite,
        nom_naissance=nom,
        nom_usage=nom_usage,
        prenoms=prenoms,
        naissance_le=naissance,
        naissance_pays=lieu.pays,
        naissance_departement=lieu.departement,
        naissance_commune=lieu.commune,
        naissance_commune_code=lieu.commune_code,
    )


def lire_nom_naissance(brut: str) -> str:
    """Return the birth name. Raises SaisieInvalide when there is none."""
    return _obligatoire(lire_nom(brut), "votre nom de naissance")


def lire_prenoms(brut: str) -> str:
    """Return all the first names, commas between them or not. Raises SaisieInvalide when there is none."""
    return _obligatoire(lire_nom(brut.replace(",", " ")), "vos prénoms")


def lire_naissance(brut: str, aujourd_hui: date) -> date:
    """Return a birth date that a candidate may have. Raises SaisieInvalide."""
    naissance = lire_date(_obligatoire(brut.strip(), "votre date de naissance"))
    if naissance > aujourd_hui:
        raise SaisieInvalide(f"Le {naissance:%d/%m/%Y} est dans le futur : vérifiez l'année.")
    if naissance < NAISSANCE_AU_PLUS_TOT:
        raise SaisieInvalide(f"Vérifiez l'année : {naissance.year} est avant {NAISSANCE_AU_PLUS_TOT.year}.")
    ans = age(naissance, aujourd_hui)
    if ans < AGE_MINIMAL:
        raise SaisieInvalide(f"Vérifiez l'année : à cette date, vous auriez {ans} ans aujourd'hui.")
    return naissance


def age(naissance: date, au: date) -> int:
    """Return the whole years lived on the day `au`. A person of 29 February grows older on 1 March."""
    return au.year - naissance.year - ((au.month, au.day) < (naissance.month, naissance.day))


class _Lecture:
    """Reads inputs one by one and keeps the sentences of those that are wrong."""

    def __init__(self, saisie: Mapping[str, str]) -> None:
        self._saisie = saisie
        self.erreurs: dict[str, str] = {}

    def lire(self, cle: str, lecteur: Callable[[str], T], sinon: T) -> T:
        """Return what `lecteur` reads, or `sinon` when it refuses."""
        try:
            return lecteur(self._saisie.get(cle, ""))
        except SaisieInvalide as refus:
            self.erreurs[cle] = refus.message
            return sinon

    def confirmer(self, cle: str, lecteur: Callable[[str], object]) -> None:
        """Compare an input with its second typing, where there is one and the first was right."""
        confirmation = f"{cle}_confirmation"
        if confirmation not in self._saisie or cle in self.erreurs:
            return
        premiere = lecteur(self._saisie[cle])
        if self.lire(confirmation, lecteur, premiere) != premiere:
            self.erreurs[confirmation] = "Les deux saisies sont différentes."

    def lieu(self, referentiel: Referentiel, naissance: date) -> LieuDeNaissance:
        try:
            return lire_lieu_de_naissance(self._saisie, referentiel, naissance)
        except SaisieInvalide as refus:
            self.erreurs[refus.partie] = refus.message
            return LieuDeNaissance("")


def _civilite(brut: str) -> str:
    if brut not in CIVILITES:
        raise SaisieInvalide("Choisissez votre civilité.")
    return brut


def _obligatoire(texte: str, quoi: str) -> str:
    if not texte:
        raise SaisieInvalide(f"Indiquez {quoi}.")
    return texte
