"""The answers that fill in two shipped modèles, as the database keeps them."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.champs import Json


@dataclass(frozen=True)
class Epreuve:
    """A tab to measure: its modèle, the answers that make it valid, and one of them with two values."""

    nom: str
    slug: str
    onglet: str
    reponses: dict[str, Json]
    bascule: tuple[str, str, str]


_IDENTIFICATION: dict[str, Json] = {
    "domicile_pays": "FR",
    "adresse_1": "12 rue des Écoles",
    "nationalite": "FR",
    "telephone": "+33612345678",
    "amenagement": "non",
    "resultats_internet": "oui",
    "resultats_presse": "oui",
    "deja_ajourne": "non",
}
_CS: dict[str, Json] = {
    **_IDENTIFICATION,
    "domicile": {"code_postal": "63000", "commune": "63113", "nom": "CLERMONT FERRAND"},
    "voie_acces": "trois_ans",
    "annees_activite": "5",
    "meme_metier": "oui",
    "specialite": "echafaudeur",
    "forme": "progressive",
    "niveau_diplome": "3",
    "acquis.E1": "passe",
    "acquis.E2": "plus_tard",
}
_CAP: dict[str, Json] = {
    **_IDENTIFICATION,
    "domicile": {"code_postal": "86000", "commune": "86194", "nom": "POITIERS"},
    "categorie": "individuel",
    "specialite": "cuisine",
    "forme": "globale",
    "niveau_diplome": "aucun",
    "epreuves.EG3.aptitude": "apte",
    "epreuves.EG3.activite": "tennis_de_table",
    "epreuves.EG4.langue": "anglais",
    "epreuves.EF1": "oui",
    "epreuves.EF1.langue": "espagnol",
}
CS = Epreuve(
    "CS, « Informations candidature »", "clermont_ferrand/demo-cs-2026", "candidature", _CS,
    ("resultats_presse", "oui", "non"),
)  # fmt: skip
CAP = Epreuve(
    "CAP, « Épreuves »", "poitiers/demo-cap-2025", "epreuves", _CAP,
    ("epreuves.EF1.langue", "italien", "espagnol"),
)  # fmt: skip
