"""What to say when a key is written twice: a code is taken, a line is repeated."""

from __future__ import annotations

from collections.abc import Sequence

# What the codes of a section name, with the article of « deux … ».
_NOMS = {
    "acquis": "acquis",
    "cas": "cas",
    "champs": "champs",
    "contacts": "contacts",
    "courriels": "courriels",
    "documents": "documents",
    "epreuves": "épreuves",
    "epreuves_types": "modèles d'épreuve",
    "etats": "états",
    "fiche": "champs",
    "fiche_seance": "champs",
    "fiche_specialite": "champs",
    "frais": "lignes de frais",
    "jalons": "jalons",
    "listes": "listes",
    "onglets": "onglets",
    "options": "réponses",
    "pieces": "pièces",
    "possibilites": "possibilités",
    "profils": "profils",
    "reglages": "réglages",
    "regles": "règles",
    "rubriques": "rubriques",
    "scenarios": "scénarios",
    "seances": "séances",
    "specialites": "spécialités",
    "transitions": "transitions",
    "une_parmi": "possibilités",
}


def phrase_doublon(chemin: Sequence[str], cle: str, ligne: int) -> str:
    """Say that `cle`, under the keys `chemin`, was already written at `ligne`."""
    nom = _nom(chemin)
    if nom is None:
        return f"la clé « {cle} » est déjà écrite à la ligne {ligne}. Gardez une seule des deux lignes."
    if nom == "scénarios":
        return f"ce nom est déjà pris à la ligne {ligne}. Deux scénarios ne peuvent pas porter le même nom."
    return f"ce code est déjà pris à la ligne {ligne}. Deux {nom} ne peuvent pas porter le même code."


def _nom(chemin: Sequence[str]) -> str | None:
    if len(chemin) == 2 and chemin[0] == "listes":
        return "valeurs d'une liste"
    if list(chemin) == ["acquis"] or not chemin:
        return None
    return _NOMS.get(chemin[-1])
