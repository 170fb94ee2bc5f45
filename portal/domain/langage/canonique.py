"""The canonical form of a declaration: what is stored, hashed, pinned to candidatures and compiled again.

Tables of codes become ordered lists of `{code, valeur}`, because the order of a file is the order on screen
and a database may not keep that of an object. Two parts: what is pinned, and what is always current.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.bases import Bloc

VIVES = ("calendrier", "contacts", "courriels")
HORS_VERSION = ("scenarios", "specialites_connues")
TABLE = {"code", "valeur"}


def canoniser(declaration: Declaration) -> tuple[str, str]:
    """Return the pinned and the live parts as JSON texts, equal for equal meanings."""
    tout = _ecrire(declaration)
    fige = {cle: valeur for cle, valeur in tout.items() if cle not in VIVES + HORS_VERSION}
    vif = {cle: tout[cle] for cle in VIVES if cle in tout}
    return _json(fige), _json(vif)


def empreinte(texte: str) -> str:
    """Return the SHA-256 of a canonical part, in hexadecimal."""
    return hashlib.sha256(texte.encode()).hexdigest()


def relire(fige: str, vif: str) -> Declaration:
    """Return the declaration of two stored parts. Raises pydantic.ValidationError if they were altered."""
    return Declaration.model_validate(_lire({**json.loads(fige), **json.loads(vif)}))


def _json(valeur: Any) -> str:
    return json.dumps(valeur, ensure_ascii=False, separators=(",", ":"))


def _ecrire(valeur: Any) -> Any:
    if isinstance(valeur, Bloc):
        extras = dict(sorted((valeur.model_extra or {}).items()))  # their order is that of the family
        ecrits = {c: v for c in type(valeur).model_fields if _compte(valeur, c, v := getattr(valeur, c))}
        return {cle: _champ(v) for cle, v in {**ecrits, **extras}.items()}
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if isinstance(valeur, Decimal):
        return f"{valeur.normalize():f}"
    return valeur


def _compte(bloc: Bloc, cle: str, valeur: Any) -> bool:
    """Defaults are not written: a new key of the language must not change the hash of old modèles."""
    defaut = type(bloc).model_fields[cle].get_default(call_default_factory=True, validated_data={})
    return bool(valeur != defaut)


def _champ(valeur: Any) -> Any:
    """A table, of blocks or of plain values, becomes an ordered list."""
    if isinstance(valeur, dict) and valeur:  # an empty table stays one, or it would come back as a list
        return [{"code": code, "valeur": _champ(v)} for code, v in valeur.items()]
    if isinstance(valeur, list):
        return [_champ(un) for un in valeur]
    return _ecrire(valeur)


def _lire(valeur: Any) -> Any:
    if isinstance(valeur, dict):
        return {cle: _lire(v) for cle, v in valeur.items()}
    if isinstance(valeur, list):
        if valeur and all(isinstance(un, dict) and un.keys() == TABLE for un in valeur):
            return {un["code"]: _lire(un["valeur"]) for un in valeur}
        return [_lire(un) for un in valeur]
    return valeur
