"""The card of a centre as it is typed or imported: read and checked against the référentiel."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from portal.domain.champs import TYPES, Champ, SaisieInvalide
from portal.domain.champs.base import Env
from portal.domain.date_saisie import lire_date
from portal.domain.referentiel import Referentiel, code_departement
from portal.domain.refus import Refus
from portal.domain.saisie_invalide import citer
from portal.domain.texte_saisi import lire_ligne, lire_paragraphes
from portal.domain.typographie import francais

T = TypeVar("T")
Saisie = Mapping[str, str]
CHAMPS = (
    "code", "intitule", "adresse", "code_postal", "commune", "departement", "courriel", "telephone",
    "modalites", "habilite_du", "habilite_au",
)  # fmt: skip
LONGUEURS = {"code": 20, "intitule": 120, "adresse": 160, "modalites": 2000}
NOMS = {
    "code": "Code", "intitule": "Nom du centre", "adresse": "Adresse", "code_postal": "Code postal",
    "commune": "Commune", "departement": "Département", "courriel": "Adresse mail", "telephone": "Téléphone",
    "modalites": "Modalités de règlement", "habilite_du": "Habilité du", "habilite_au": "Habilité jusqu’au",
}  # fmt: skip
# Kept for fiction by the numbering plan, as those of our demonstration are: nobody answers there.
_FICTIF = re.compile(r"063998[0-9]{4}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._-]*")
_COMMUNE = Champ("commune", "commune", "Commune")
_COURRIEL = Champ("courriel", "courriel", "Adresse mail")
_TELEPHONE = Champ("telephone", "telephone", "Téléphone")


class CentreIntrouvable(Refus):
    """There is no such centre, or it belongs to another family."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Ce centre n'existe pas.")


class CentreDepasse(Refus):
    """The centre is no longer as the page showed it."""

    statut = 409


class FicheCentreInvalide(Refus):
    """What must be corrected: one French sentence for each field."""

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        self.erreurs = {champ: francais(phrase) for champ, phrase in erreurs.items()}
        super().__init__(" ".join(self.erreurs.values()))


@dataclass(frozen=True, slots=True)
class FicheCentre:
    """A centre, as the table `centre` keeps it. `telephone` is as people read it, "" without any."""

    code: str
    intitule: str
    adresse: str
    code_postal: str
    commune: str
    departement: str
    courriel: str
    telephone: str
    modalites: str
    habilite_du: date | None = None
    habilite_au: date | None = None


def lire_fiche(saisie: Saisie, referentiel: Referentiel, aujourd_hui: date) -> FicheCentre:
    """Return the card that was typed. Raises FicheCentreInvalide with every error at once.

    The département is that of the commune: one that is given must be the same.
    """
    lecture = _Lecture(saisie)
    env = Env(referentiel, aujourd_hui)
    code_postal, commune, departement = _lieu(lecture, env)
    du, au = lire_habilitation(saisie, lecture.erreurs)
    fiche = FicheCentre(
        code=lecture.lire("code", lire_code),
        intitule=lecture.lire("intitule", _ligne("intitule", "le nom du centre")),
        adresse=lecture.lire("adresse", _ligne("adresse", "l'adresse")),
        code_postal=code_postal, commune=commune, departement=departement,
        courriel=lecture.lire("courriel", lambda brut: _courriel(brut, env)),
        telephone=lecture.lire("telephone", lambda brut: _telephone(brut, env)),
        modalites=lecture.lire("modalites", _modalites), habilite_du=du, habilite_au=au,
    )  # fmt: skip
    if lecture.erreurs:
        raise FicheCentreInvalide(
            {champ: lecture.erreurs[champ] for champ in CHAMPS if champ in lecture.erreurs}
        )
    return fiche


def lire_code(brut: str) -> str:
    """Return the code of a centre, in capitals: « C02A ». Raises SaisieInvalide."""
    code = lire_ligne(brut, LONGUEURS["code"]).upper()
    if not code:
        raise SaisieInvalide("Indiquez le code du centre.")
    if not _CODE.fullmatch(code):
        raise SaisieInvalide(
            f"{citer(brut)} n'est pas un code : lettres sans accent, chiffres et tirets, comme C02A."
        )
    return code


def lire_habilitation(saisie: Saisie, erreurs: dict[str, str]) -> tuple[date | None, date | None]:
    """Return the first and last day of an habilitation, both included; errors are added to `erreurs`."""
    lecture = _Lecture(saisie, erreurs)
    du, au = lecture.jour("habilite_du"), lecture.jour("habilite_au")
    if du is not None and au is not None and au < du:
        erreurs["habilite_au"] = "L'habilitation finirait avant d'avoir commencé : vérifiez les deux dates."
    if au is not None and du is None and "habilite_du" not in erreurs:
        erreurs["habilite_du"] = "Indiquez aussi le premier jour de l'habilitation."
    return du, au


class _Lecture:
    """Reads fields one by one and keeps the sentences of those that are wrong."""

    def __init__(self, saisie: Saisie, erreurs: dict[str, str] | None = None) -> None:
        self._saisie = saisie
        self.erreurs: dict[str, str] = {} if erreurs is None else erreurs

    def brut(self, champ: str) -> str:
        return self._saisie.get(champ, "").strip()

    def lire(self, champ: str, lecteur: Callable[[str], str]) -> str:
        try:
            return lecteur(self.brut(champ))
        except SaisieInvalide as refus:
            self.erreurs.setdefault(champ, refus.message)
            return ""

    def jour(self, champ: str) -> date | None:
        try:
            return lire_date(self.brut(champ)) if self.brut(champ) else None
        except SaisieInvalide as refus:
            self.erreurs[champ] = refus.message
            return None


def _lieu(lecture: _Lecture, env: Env) -> tuple[str, str, str]:
    """Return the postal code, the name of the commune and its département.

    A spreadsheet takes 02000 for a number and drops its zero: it is put back.
    """
    code_postal = lecture.brut("code_postal").replace(" ", "")
    if code_postal.isascii() and code_postal.isdecimal() and len(code_postal) == 4:
        code_postal = f"0{code_postal}"
    try:
        lue = TYPES["commune"].lire(
            _COMMUNE, {"code_postal": [code_postal], "commune": [lecture.brut("commune")]}, env
        )
    except SaisieInvalide as refus:
        lecture.erreurs[refus.partie or "commune"] = refus.message
        return code_postal, "", ""
    if not isinstance(lue, dict):
        lecture.erreurs["code_postal"] = "Indiquez le code postal et la commune."
        return "", "", ""
    commune = env.referentiel.commune(str(lue["commune"]))
    departement = commune.departement if commune else ""
    dit = lecture.brut("departement")
    if dit and code_departement(dit) != departement:
        lecture.erreurs["departement"] = (
            f"{lue['nom']} est dans le département {departement}, pas dans {citer(dit)}."
        )
    return str(lue["code_postal"]), str(lue["nom"]), departement


def _ligne(champ: str, quoi: str) -> Callable[[str], str]:
    def lire(brut: str) -> str:
        texte = lire_ligne(brut, LONGUEURS[champ])
        if not texte:
            raise SaisieInvalide(f"Indiquez {quoi}.")
        return texte

    return lire


def _courriel(brut: str, env: Env) -> str:
    if not brut:
        raise SaisieInvalide("Indiquez l'adresse mail du centre : les candidats lui écrivent.")
    return str(TYPES["courriel"].lire(_COURRIEL, {"": [brut]}, env) or "")


def _telephone(brut: str, env: Env) -> str:
    """Ten digits that a spreadsheet took for a number have lost their zero: it is put back."""
    chiffres = brut.replace(" ", "")
    if chiffres.isascii() and chiffres.isdecimal() and len(chiffres) == 9 and chiffres[0] != "0":
        brut = chiffres = f"0{chiffres}"
    if _FICTIF.fullmatch(chiffres):
        return " ".join(chiffres[rang : rang + 2] for rang in range(0, 10, 2))
    lu = TYPES["telephone"].lire(_TELEPHONE, {"": [brut]}, env)
    return TYPES["telephone"].formater(_TELEPHONE, lu, env)


def _modalites(brut: str) -> str:
    texte = lire_paragraphes(brut, LONGUEURS["modalites"])
    if not texte:
        raise SaisieInvalide(
            "Dites comment régler ce centre : le mail de pré-validation l'écrit au candidat."
        )
    return texte
