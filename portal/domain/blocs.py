"""The built-in blocks: what every form asks of a person, part of it read from the account.

Labels and helps are those of guide 002 §5, tab Identification. Account answers are shown greyed and are
never read from a form.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portal.domain.champs.declaration import Champ
from portal.domain.conditions import TOUJOURS, Condition, Litteral, Operation, Test
from portal.domain.modele import Rubrique
from portal.domain.question import Question

TITRES = {"identite": "Identité", "adresse": "Adresse", "naissance": "Naissance", "contacts": "Contacts"}
COMPTE = {
    "civilite": ("identite", "Civilité", "texte", None),
    "nom_naissance": ("identite", "Nom de famille", "texte", "Nom de naissance"),
    "nom_usage": ("identite", "Nom d’usage", "texte", "Nom marital par exemple"),
    "prenoms": ("identite", "Prénoms", "texte", None),
    "naissance_pays": ("naissance", "Pays de naissance", "pays", None),
    "naissance_le": ("naissance", "Date de naissance", "date", "Exemple : 30/05/1998"),
    "naissance_departement": ("naissance", "Département, DOM ou COM de naissance", "departement", None),
    "naissance_commune": ("naissance", "Commune de naissance", "texte", None),
    "courriel": ("contacts", "Adresse mail", "courriel", None),
}


def _parmi(chemin: str, valeur: str, sens: str = "parmi") -> Condition:
    return Test(chemin, (Operation(sens, (Litteral(valeur),)),))


EN_FRANCE, HORS_DE_FRANCE = _parmi("domicile_pays", "FR"), _parmi("domicile_pays", "FR", "sauf")


def _demandees() -> dict[str, tuple[Question, ...]]:
    def ligne(n: int) -> Champ:
        return Champ(f"adresse_{n}", "texte", f"Adresse {n}", longueur=38 if n > 1 else 80)

    adresse = (
        Question("domicile_pays", Champ("domicile_pays", "pays", "Pays", valeur="FR")),
        Question(
            "adresse_1", Champ("adresse_1", "texte", "Adresse 1", exemple="12 rue des Écoles", longueur=80)
        ),
        *(Question(f"adresse_{n}", ligne(n), facultatif=TOUJOURS) for n in (2, 3, 4)),
        Question("domicile", Champ("domicile", "commune", "Code postal et localité"), si=EN_FRANCE),
        Question(
            "code_postal_etranger",
            Champ("code_postal_etranger", "texte", "Code postal", longueur=16),
            si=HORS_DE_FRANCE,
            facultatif=TOUJOURS,
        ),
        Question("localite_etrangere", Champ("localite_etrangere", "texte", "Localité"), si=HORS_DE_FRANCE),
    )
    naissance = (
        Question("nationalite", Champ("nationalite", "nationalite", "Nationalité", comparable=True)),
    )
    telephone = Champ("telephone", "telephone", "Téléphone personnel", exemple="06 12 34 56 78")
    return {
        "identite": (),
        "adresse": adresse,
        "naissance": naissance,
        "contacts": (Question("telephone", telephone),),
    }


def rubrique(bloc: str) -> Rubrique:
    """Return the rubrique of a built-in block. Raises KeyError for an unknown one."""
    compte = tuple(
        Question(code, Champ(code, type_, question, exemple=aide), facultatif=TOUJOURS, origine="compte")
        for code, (du_bloc, question, type_, aide) in COMPTE.items()
        if du_bloc == bloc
    )
    demandees = _demandees()[bloc]
    questions = demandees + compte if bloc == "contacts" else compte + demandees
    return Rubrique(bloc, TITRES[bloc], bloc=bloc, questions=questions)


@dataclass(frozen=True, slots=True)
class Personne:
    """What a candidature knows of its candidate from the account."""

    civilite: str = ""
    nom_naissance: str = ""
    nom_usage: str = ""
    prenoms: str = ""
    naissance_le: date | None = None
    naissance_pays: str = "FR"
    naissance_departement: str | None = None
    naissance_commune: str | None = None
    courriel: str = ""
    numero: str | None = None

    def reponse(self, code: str) -> str | None:
        """Return the account's answer to one of `COMPTE`, as stored answers are."""
        valeur = getattr(self, code)
        if isinstance(valeur, date):
            return valeur.isoformat()
        return valeur or None

    @property
    def prenom(self) -> str:
        return self.prenoms.split()[0].rstrip(",") if self.prenoms.split() else ""

    @property
    def nom(self) -> str:
        return self.nom_usage or self.nom_naissance

    def age(self, au: date) -> Decimal | None:
        """Return the number of completed years on a day, None when the birth date is not known."""
        if self.naissance_le is None:
            return None
        anniversaire_a_venir = (au.month, au.day) < (self.naissance_le.month, self.naissance_le.day)
        return Decimal(au.year - self.naissance_le.year - anniversaire_a_venir)
