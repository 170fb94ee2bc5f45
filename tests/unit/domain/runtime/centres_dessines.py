"""The exam of `tests.centres_famille` without a database: its centres are given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from modeles import situation

from portal.adapters.referentiel import referentiel
from portal.domain.centre import Centre, CentreOffrant, OffreEpreuve
from portal.domain.champs import Json
from portal.domain.langage.lecteur import Fichier, compiler_modele, lire_famille
from portal.domain.modele import ModeleExamen
from portal.domain.situation import Situation
from tests.centres_famille import FAMILLE, MODELE

E1_E2: Mapping[str, Json] = {"epreuves.demandees": ["E1", "E2"]}


@dataclass(frozen=True)
class AnnuaireFixe:
    """Some centres; those of `fermes` are known and offer nothing."""

    ouverts: Sequence[CentreOffrant] = ()
    fermes: Sequence[Centre] = ()
    sur_parole: bool = False

    def centre(self, code: str) -> Centre | None:
        tous = (*(un.centre for un in self.ouverts), *self.fermes)
        return next((un for un in tous if un.code == code), None)

    def offrant(self, code: str) -> CentreOffrant | None:
        return next((un for un in self.ouverts if un.centre.code == code), None)

    def offrants(self, departements: Collection[str]) -> Sequence[CentreOffrant]:
        return self.ouverts


@cache
def modele_a_centres(complet: str = "refus", en_plus: str = "") -> ModeleExamen:
    famille = lire_famille(Fichier("famille.yaml", FAMILLE.replace("@COMPLET@", complet).encode()), [])
    assert famille is not None
    texte = MODELE + en_plus
    mots = {"SESSION": "janvier 2026", "DU": "01/11/2025 09:00", "AU": "19/12/2025 17:00", "FERIES": "centre"}
    for mot, valeur in mots.items():
        texte = texte.replace(f"@{mot}@", valeur)
    compilation = compiler_modele(famille, Fichier("m.yaml", texte.encode()), "national/m", referentiel())
    assert compilation.modele is not None, [str(d) for d in compilation.rapport.erreurs]
    return compilation.modele


def offrant(
    code: str = "LILLE", departement: str = "59", commune: str = "Lille", /, **places: int | tuple[int, int]
) -> CentreOffrant:
    """A centre; for each épreuve its places, or its places and those taken."""
    offres = {}
    for epreuve, combien in (places or {"E1": 5, "E2": 5}).items():
        total, prises = combien if isinstance(combien, tuple) else (combien, 0)
        offres[epreuve] = OffreEpreuve(epreuve, total, prises, (("Logiciels", "Ciel"),))
    return CentreOffrant(Centre(len(code), code, f"Centre {code}", "", "", commune, departement), offres)


def dans_les_centres(
    annuaire: AnnuaireFixe, reponses: Mapping[str, Json], modele: ModeleExamen | None = None
) -> Situation:
    """Return a candidature whose tabs are all validated, among these centres."""
    base = situation(modele or modele_a_centres(), reponses, validees=None)
    return replace(base, env=replace(base.env, centres=annuaire))
