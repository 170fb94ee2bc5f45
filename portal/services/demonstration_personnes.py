"""People who do not exist, for the demonstration: names with accents and particles, ages, addresses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from portal.adapters.figuration import figuration
from portal.domain.candidat import EtatCivil
from portal.domain.champs import Json
from portal.domain.texte_saisi import sans_accents

__all__ = ["Figurant", "figurant", "figuration"]

DOMAINES = ("example.org", "example.net", "example.com")
AGES = (16, 17, 18, 18, 19, 19, 20, 21, 22, 23, 24, 26, 28, 30, 33, 36, 39, 43, 47, 52, 58)


@dataclass(frozen=True, slots=True)
class Figurant:
    """Somebody: who they are, where mails go, what they answer on the first tab."""

    etat_civil: EtatCivil
    courriel: str
    identification: Mapping[str, Json]


def figurant(
    hasard: Random,
    donnees: Mapping[str, Any],
    academie: str,
    rang: int,
    jour: date,
    ages: Sequence[int] = AGES,
) -> Figurant:
    """Invent somebody who lives in an académie; `jour` is today, `rang` makes the address unique."""
    civilite = hasard.choice(("MADAME", "MONSIEUR"))
    nom, autre = hasard.sample(donnees["noms"], 2)
    prenom, second = hasard.choice(donnees["prenoms"][civilite]), hasard.choice(donnees["seconds"])
    naissance = jour - timedelta(days=hasard.choice(ages) * 365 + hasard.randrange(4, 360))
    pays, departement, commune, code = hasard.choice(donnees["naissances"])
    marie = civilite == "MADAME" and (jour - naissance).days > 24 * 365 and hasard.random() < 0.45
    etat_civil = EtatCivil(
        civilite, nom, autre if marie else "", f"{prenom} {second}".strip(),
        naissance, pays, departement, commune, code,
    )  # fmt: skip
    adresse = f"{_courriel(prenom)}.{_courriel(nom)}{rang}@{hasard.choice(DOMAINES)}"
    return Figurant(etat_civil, adresse, _identification(hasard, donnees, academie))


def _identification(hasard: Random, donnees: Mapping[str, Any], academie: str) -> dict[str, Json]:
    code_postal, commune, nom = hasard.choice(_domiciles(donnees["domiciles"], academie))
    lignes: dict[str, Json] = {
        "domicile_pays": "FR",
        "adresse_1": f"{hasard.randrange(1, 120)} {hasard.choice(donnees['voies'])}",
        "domicile": {"code_postal": code_postal, "commune": commune, "nom": nom},
        "nationalite": hasard.choice(donnees["nationalites"]),
        # Numbers that no operator gives out: 06 39 98 XX XX is kept for fiction.
        "telephone": f"+3363998{hasard.randrange(10_000):04}",
    }
    if hasard.random() < 0.2:
        lignes["adresse_2"] = f"Appartement {hasard.randrange(1, 60)}"
    return lignes


def _domiciles(domiciles: Mapping[str, Sequence[Any]], academie: str) -> Sequence[Any]:
    """Return the places of an académie; of all of them for an exam of the whole country."""
    return domiciles.get(academie) or [lieu for lieux in domiciles.values() for lieu in lieux]


def _courriel(nom: str) -> str:
    return "".join(lettre for lettre in sans_accents(nom).lower() if lettre.isalnum())
