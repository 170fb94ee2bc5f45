"""The journal in French: one table says each nature to staff, and to the candidate if it concerns them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from portal.domain.journal import candidature, centres, comptes, documents, exploitation, paiements, pieces
from portal.domain.journal.nature import Nature
from portal.domain.typographie import francais

CENTRES = "Centres d'épreuves"
# As the filter of the journal groups them.
DOMAINES: dict[str, dict[str, Nature]] = {
    "Candidature": candidature.NATURES,
    "Pièces": pieces.NATURES,
    "Paiements": paiements.NATURES,
    "Documents et envois": documents.NATURES,
    CENTRES: centres.NATURES,
    "Comptes": comptes.NATURES,
    "Portail": exploitation.NATURES,
}
LIBRES = frozenset({"nom", "titre", "objet", "compte", "filtre", "limite"})
NATURES = {code: nature for natures in DOMAINES.values() for code, nature in natures.items()}


@dataclass(frozen=True, slots=True)
class Fait:
    """An event of the journal, as it was stored; `de` and `vers` are codes of états."""

    nature: str
    de: str | None = None
    vers: str | None = None
    donnees: Mapping[str, Any] = field(default_factory=dict)


_PARTIE = re.compile(r"\[([^\[\]]*)\]")
_MOT = re.compile(r"<([a-z_]+)>")


def phrase_du_personnel(fait: Fait, intitules: Mapping[str, str] | None = None) -> str:
    """Say an event to staff. `intitules`: what codes (états, pièces, transitions) are called."""
    connue = NATURES.get(fait.nature)
    return _dire(connue.personnel, fait, intitules or {}) if connue else _inconnue(fait, intitules or {})


def phrase_du_candidat(fait: Fait, intitules: Mapping[str, str] | None = None) -> str | None:
    """Say an event to the candidate; None when it does not concern them.

    A transition that no table knows is one of the family's circuit: it changed their état, it is said.
    """
    connue = NATURES.get(fait.nature)
    if connue is None:
        return (
            francais(f"Nouvel état : « {(intitules or {}).get(fait.vers, fait.vers)} ».")
            if fait.vers
            else None
        )
    return _dire(connue.candidat, fait, intitules or {}) if connue.candidat else None


def intitule_de(nature: str) -> str:
    """Return the short name of a nature, as filters list it; readable whatever the nature."""
    return NATURES[nature].intitule if nature in NATURES else _lisible(nature)


def _inconnue(fait: Fait, intitules: Mapping[str, str]) -> str:
    nom = intitules.get(fait.nature) or _lisible(fait.nature)
    vers = intitules.get(fait.vers or "", fait.vers or "")
    return francais(f"{nom} : « {vers} »." if vers else f"{nom}.")


def _dire(phrase: str, fait: Fait, intitules: Mapping[str, str]) -> str:
    bruts = {**fait.donnees, "de": fait.de, "vers": fait.vers}
    if isinstance(montant := bruts.get("montant"), str):
        bruts["montant"] = montant.removesuffix(".00").replace(".", ",")  # « 50 », « 38,50 »
    mots = {nom: mot for nom, brut in bruts.items() if (mot := _mot(brut, _du_genre(nom, intitules)))}
    return francais(_MOT.sub(lambda mot: mots.get(mot[1], ""), _PARTIE.sub(partial(_garder, mots), phrase)))


def _du_genre(nom: str, intitules: Mapping[str, str]) -> Mapping[str, str]:
    """What a person typed or a file is called is never taken for a code."""
    return {} if nom in LIBRES else intitules


def _garder(mots: Mapping[str, str], partie: re.Match[str]) -> str:
    return partie[1] if mots.keys() >= set(_MOT.findall(partie[1])) else ""


def _mot(brut: object, intitules: Mapping[str, str]) -> str:
    if isinstance(brut, list | tuple):
        return ", ".join(_mot(un, intitules) for un in brut)
    if brut is None or isinstance(brut, Mapping):
        return ""
    cle = str(brut)
    # « diplome.EP1 » is the pièce « diplome » of one épreuve.
    return intitules.get(cle) or (intitules.get(cle.partition(".")[0]) if intitules else None) or cle


def _lisible(nature: str) -> str:
    texte = nature.replace("_", " ").strip() or "événement"
    return texte[:1].upper() + texte[1:]
