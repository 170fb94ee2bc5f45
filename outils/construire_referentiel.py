"""Rebuild the communes, départements, countries and common passwords of portal/data from their sources.

Usage: python outils/construire_referentiel.py <folder of the npm package @etalab/decoupage-administratif>

The package is fetched by hand (npm pack, then unpacked): this script opens no connection. Countries come
from the installed Babel, common passwords from the installed zxcvbn. Nationalities and académies are
written by hand and left alone. The output is the same, byte for byte, for the same input.
"""

import gzip
import json
import sys
from pathlib import Path
from typing import Any

from babel import Locale
from zxcvbn.frequency_lists import FREQUENCY_LISTS

DONNEES = Path(__file__).resolve().parent.parent / "portal" / "data"

# Overseas France has its own ISO codes, but is France on a birth certificate: « FRANCE (DONT OUTRE-MER) ».
OUTRE_MER = {"BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"}
# Babel's territories that are neither in ISO 3166 nor the birthplace of anybody.
HORS_ISO = {"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"}

# CLDR gives these two their diplomatic name.
NOMS_COURANTS = {"HK": "Hong Kong", "MO": "Macao"}


def main(paquet: Path) -> None:
    """Write the four files."""
    communes = _lire(paquet, "communes")
    _compresser("communes.jsonl.gz", "\n".join(_communes(communes)))
    _ecrire("departements.json", [[d["code"], d["nom"]] for d in _lire(paquet, "departements")])
    _ecrire("pays.json", _pays())
    _compresser("mots_de_passe.txt.gz", "\n".join(sorted(FREQUENCY_LISTS["passwords"])))


def _lire(paquet: Path, nom: str) -> list[dict[str, Any]]:
    contenu: list[dict[str, Any]] = json.loads((paquet / "data" / f"{nom}.json").read_text("utf-8"))
    return contenu


def _communes(communes: list[dict[str, Any]]) -> list[str]:
    """Return one JSON line per commune: [code, name, postal codes], or [code, name, today's code].

    The second form is for names that now belong to another commune, as birth certificates still cite them.
    """
    actuelles = [
        [c["code"], c["nom"], c.get("codesPostaux", [])] for c in communes if c["type"] == "commune-actuelle"
    ]
    connues = {(code, nom) for code, nom, _ in actuelles}
    anciennes = [
        [c["code"], c["nom"], c.get("chefLieu") or c["commune"]]
        for c in communes
        if c["type"] != "commune-actuelle" and (c["code"], c["nom"]) not in connues
    ]
    lignes = sorted(actuelles) + sorted(anciennes)
    return [json.dumps(ligne, ensure_ascii=False, separators=(",", ":")) for ligne in lignes]


def _pays() -> list[list[str]]:
    noms = {**Locale("fr").territories, **NOMS_COURANTS}
    codes = {c for c in noms if len(c) == 2 and c.isalpha()} - OUTRE_MER - HORS_ISO
    return [[code, noms[code].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")] for code in sorted(codes)]


def _ecrire(nom: str, lignes: list[list[str]]) -> None:
    corps = ",\n".join(json.dumps(ligne, ensure_ascii=False) for ligne in lignes)
    (DONNEES / nom).write_text(f"[\n{corps}\n]\n", "utf-8")


def _compresser(nom: str, texte: str) -> None:
    (DONNEES / nom).write_bytes(gzip.compress(texte.encode(), 9, mtime=0))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
