"""A former candidate as a line of the union's file describes them, read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from plugins.certif_up.domain import numero
from plugins.certif_up.domain.identite import identite
from plugins.certif_up.domain.session import lire_session
from portal.domain.adresse_courriel import AdresseInvalide, normaliser
from portal.domain.candidat import EtatCivil, EtatCivilInvalide, lire_etat_civil
from portal.domain.referentiel import Referentiel
from portal.domain.saisie_invalide import citer
from portal.domain.titres import Colonne
from portal.domain.typographie import francais

COLONNES = (
    Colonne("nuc", "NUC"),
    Colonne("civilite", "Civilité"),
    Colonne("nom_naissance", "Nom de naissance", ("nom",)),
    Colonne("nom_usage", "Nom d'usage", obligatoire=False),
    Colonne("prenoms", "Prénoms", ("prenom",)),
    Colonne("naissance_le", "Date de naissance", ("ne le",)),
    Colonne("naissance_pays", "Pays de naissance"),
    Colonne("naissance_departement", "Département de naissance"),
    Colonne("naissance_commune", "Commune de naissance"),
    Colonne("courriel", "Courriel", ("mail", "email", "adresse mail")),
    Colonne("derniere_session", "Dernière session", ("session",), obligatoire=False),
    Colonne("commune_disparue", "Commune disparue", obligatoire=False),
)
_CIVILITES = {"MME": "MADAME", "MLLE": "MADAME", "M": "MONSIEUR", "MR": "MONSIEUR"}
# The sentences of the account form speak to the candidate; here the union reads them.
_TIERS = {
    "votre civilité": "la civilité", "votre nom": "le nom", "vos prénoms": "les prénoms",
    "votre date": "la date", "votre pays": "le pays", "votre département": "le département",
    "votre commune": "la commune", "vous auriez": "cette personne aurait",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ancien:
    """One former candidate. `courriel` is normalised, `nuc` is kept as it was but for spaces and capitals."""

    nuc: str
    etat_civil: EtatCivil
    courriel: str
    derniere_session: str | None

    @property
    def identite(self) -> str:
        """Who this is (`domain.identite`)."""
        civil = self.etat_civil
        return identite(civil.nom_naissance, civil.prenoms, civil.naissance_le)


class LigneInvalide(Exception):
    """What is wrong with a line, in French."""

    def __init__(self, phrases: list[str]) -> None:
        self.phrase = francais(" ".join(phrases))
        super().__init__(self.phrase)


def lire_ancien(contenu: Mapping[str, str], referentiel: Referentiel, aujourd_hui: date) -> Ancien:
    """Read the cells of a line by code of column. Raises LigneInvalide, all that is wrong at once."""
    fautes: list[str] = []
    nuc, courriel, derniere = numero.lire(contenu.get("nuc", "")), "", None
    if nuc is None:
        fautes.append("NUC : il faut 6 à 12 lettres sans accent ou chiffres.")
    etat_civil = _etat_civil(contenu, referentiel, aujourd_hui, fautes)
    try:
        courriel = normaliser(contenu.get("courriel", ""))
    except AdresseInvalide as refus:
        fautes.append(f"Courriel : {refus.phrase}")
    if brute := contenu.get("derniere_session", ""):
        derniere = lire_session(brute, aujourd_hui.year)
        if derniere is None:
            fautes.append(f"Dernière session : {citer(brute)} n'en est pas une. Exemple : juin 2022.")
    if fautes or nuc is None or etat_civil is None:
        raise LigneInvalide(fautes)
    return Ancien(nuc, etat_civil, courriel, derniere)


def _etat_civil(
    contenu: Mapping[str, str], referentiel: Referentiel, aujourd_hui: date, fautes: list[str]
) -> EtatCivil | None:
    civilite = contenu.get("civilite", "").upper().rstrip(".")
    saisie = {
        **contenu,
        "civilite": _CIVILITES.get(civilite, civilite),
        "naissance_pays": contenu.get("naissance_pays", "").upper(),
        "commune_disparue": "oui" if contenu.get("commune_disparue", "").lower() == "oui" else "",
    }
    try:
        return lire_etat_civil(saisie, referentiel, aujourd_hui)
    except EtatCivilInvalide as refus:
        intitules = {une.code: une.intitule for une in COLONNES}
        phrases = {cle: _a_un_tiers(phrase) for cle, phrase in refus.erreurs.items()}
        if "naissance_pays" in phrases and saisie["naissance_pays"]:
            lu = citer(contenu["naissance_pays"])
            phrases["naissance_pays"] = f"{lu} n'est pas un code de pays. Exemple : FR, pour la France."
        fautes += [f"{intitules.get(cle, cle)} : {phrase}" for cle, phrase in phrases.items()]
        return None


def _a_un_tiers(phrase: str) -> str:
    return re.sub("|".join(_TIERS), lambda mot: _TIERS[mot[0]], phrase)
