"""What the union sends of a definitive registration: the columns, and what an identity may lack.

The source says only that the Caisse des dépôts « exige des données non erronées » (guide 001, § 8); the
choice of the columns is ours (README of the plugin).
"""

from __future__ import annotations

from portal.domain.export import ColonneExport

SEXES = {"MADAME": "F", "MONSIEUR": "M"}
FRANCE = "FR"


def _colonne(cle: str, intitule: str, genre: str = "texte") -> ColonneExport:
    return ColonneExport(cle, intitule, "", "date" if genre == "date" else "texte")


COLONNES = (
    _colonne("a_corriger", "À corriger avant envoi"),
    _colonne("nuc", "NUC"),
    _colonne("nom_naissance", "Nom de naissance"),
    _colonne("nom_usage", "Nom d'usage"),
    _colonne("prenoms", "Prénoms"),
    _colonne("sexe", "Sexe"),
    _colonne("naissance_le", "Date de naissance", "date"),
    _colonne("naissance_pays", "Pays de naissance (ISO)"),
    _colonne("naissance_pays_nom", "Pays de naissance"),
    _colonne("naissance_departement", "Département de naissance"),
    _colonne("naissance_commune_code", "Code INSEE de la commune de naissance"),
    _colonne("naissance_commune", "Commune de naissance"),
    _colonne("adresse", "Adresse"),
    _colonne("code_postal", "Code postal"),
    _colonne("commune", "Commune de résidence"),
    _colonne("pays", "Pays de résidence (ISO)"),
    _colonne("courriel", "Adresse mail"),
    _colonne("telephone", "Téléphone"),
    _colonne("certification", "Certification"),
    _colonne("epreuves", "Épreuves"),
    _colonne("blocs", "Blocs"),
    _colonne("session", "Session"),
    _colonne("inscription", "N° d'inscription"),
    _colonne("inscrite_le", "Inscription définitive le", "date"),
    _colonne("centre_code", "Code du centre"),
    _colonne("centre", "Centre d'épreuves"),
)


def manques(
    nuc: str | None, pays: str, departement: str | None, commune: str | None, commune_code: str | None
) -> tuple[str, ...]:
    """Return what an identity lacks to be sent, in words."""
    dits = (
        ("NUC absent", not nuc),
        ("lieu de naissance absent", not commune),
        ("département de naissance absent", pays == FRANCE and not departement),
        ("commune de naissance sans code INSEE", pays == FRANCE and bool(commune) and not commune_code),
    )
    return tuple(mot for mot, vrai in dits if vrai)
