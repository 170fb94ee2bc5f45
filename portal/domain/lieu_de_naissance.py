"""Where a candidate was born: a country, and in France a département and one of its communes.

Départements are those of the birth certificate: Corsica was the 20 before 1976, and the Seine (75) and
Seine-et-Oise (78) held today's petite and grande couronne before 1968 (loi du 10 juillet 1964).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from portal.domain.referentiel import (
    CORSE_AVANT_1976,
    FRANCE,
    Commune,
    Departement,
    Referentiel,
    code_departement,
    nom_comparable,
)
from portal.domain.saisie_invalide import SaisieInvalide, citer
from portal.domain.texte_saisi import lire_ligne

CORSE = Departement(CORSE_AVANT_1976, "Corse (avant 1976)")
PARTAGE_DE_LA_CORSE = date(1976, 1, 1)
PARTAGE_DE_LA_SEINE = date(1968, 1, 1)
_AVANT_1968 = {"75": ("75", "92", "93", "94"), "78": ("78", "91", "92", "93", "94", "95")}
_ARRONDISSEMENT = re.compile(r"(PARIS|LYON|MARSEILLE) ([0-9]{1,2})(?:ER|E|EME)?(?: ARR[A-Z]*)?")


@dataclass(frozen=True, slots=True)
class LieuDeNaissance:
    """`departement` is « 062 »; `commune_code` is empty abroad and for communes that no longer exist."""

    pays: str
    departement: str | None = None
    commune: str | None = None
    commune_code: str | None = None


def departements_de_naissance(referentiel: Referentiel) -> tuple[Departement, ...]:
    """Return the départements to choose from, the former Corsica after the two of today."""
    rang = next(i for i, un in enumerate(referentiel.departements) if un.code == "2B") + 1
    return (*referentiel.departements[:rang], CORSE, *referentiel.departements[rang:])


def lire_lieu_de_naissance(
    saisie: Mapping[str, str], referentiel: Referentiel, naissance: date
) -> LieuDeNaissance:
    """Return the birthplace typed under `naissance_pays`, `naissance_departement` and `naissance_commune`.

    `commune_disparue` (« oui ») keeps a commune that is not found. Raises SaisieInvalide about a key.
    """
    pays = saisie.get("naissance_pays", "")
    if referentiel.un_pays(pays) is None:
        raise SaisieInvalide("Choisissez votre pays de naissance.", "naissance_pays")
    commune = _ligne(saisie.get("naissance_commune", ""))
    if pays != FRANCE:
        return LieuDeNaissance(pays, commune=commune or None)
    departement = _departement(saisie.get("naissance_departement", ""), referentiel, naissance)
    if not commune:
        raise SaisieInvalide("Indiquez votre commune de naissance.", "naissance_commune")
    trouvee = _chercher(commune, departement, referentiel, naissance)
    if trouvee is None:
        if saisie.get("commune_disparue") == "oui":
            return LieuDeNaissance(pays, departement.code3, commune)
        raise _introuvable(commune, departement, referentiel, naissance)
    return LieuDeNaissance(pays, departement.code3, trouvee.nom, trouvee.code)


def _ligne(brut: str) -> str:
    try:
        return lire_ligne(brut, 100)
    except SaisieInvalide as refus:
        raise SaisieInvalide(refus.message, "naissance_commune") from None


def _departement(brut: str, referentiel: Referentiel, naissance: date) -> Departement:
    code = code_departement(brut)
    if code == CORSE_AVANT_1976:
        if naissance < PARTAGE_DE_LA_CORSE:
            return CORSE
        raise SaisieInvalide(
            "La Corse a deux départements depuis 1976 : choisissez 02A ou 02B.", "naissance_departement"
        )
    departement = referentiel.departement(code) if brut.strip() else None
    if departement is None:
        raise SaisieInvalide("Choisissez votre département de naissance.", "naissance_departement")
    return departement


def _codes_actuels(departement: Departement, naissance: date) -> tuple[str, ...]:
    """Return today's départements where a commune of that département may be now."""
    if departement == CORSE:
        return "2A", "2B"
    if naissance < PARTAGE_DE_LA_SEINE:
        return _AVANT_1968.get(departement.code, (departement.code,))
    return (departement.code,)


def _chercher(
    nom: str, departement: Departement, referentiel: Referentiel, naissance: date
) -> Commune | None:
    cherche = nom_comparable(nom)
    if trouve := _ARRONDISSEMENT.fullmatch(cherche):
        rang = int(trouve[2])
        cherche = f"{trouve[1]} {rang}{'ER' if rang == 1 else 'E'} ARRONDISSEMENT"
    for code in _codes_actuels(departement, naissance):
        if commune := referentiel.communes.du_departement(code).get(cherche):
            return commune
    return None


def _introuvable(
    nom: str, departement: Departement, referentiel: Referentiel, naissance: date
) -> SaisieInvalide:
    noms = {
        comparable: commune.nom
        for code in _codes_actuels(departement, naissance)
        for comparable, commune in referentiel.communes.du_departement(code).items()
    }
    proches = get_close_matches(nom_comparable(nom), noms, n=1, cutoff=0.8)
    conseil = (
        f"Vouliez-vous dire {citer(noms[proches[0]])} ?" if proches else "Vérifiez aussi le département."
    )
    return SaisieInvalide(
        f"{citer(nom)} n'est pas une commune du département {departement.intitule}. {conseil}",
        "naissance_commune",
    )
