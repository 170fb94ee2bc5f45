"""What a compiled modèle says, read the way a candidate reads it: plain words, one service, due pieces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from portal.domain.champs import Json
from portal.domain.constats import constater
from portal.domain.contact import contact_de
from portal.domain.modele import Contact, ModeleExamen
from portal.domain.pieces_dues import pieces_dues
from portal.domain.situation import Situation
from portal.domain.texte import TexteSi
from tests.unit.domain.runtime.modeles import livre_compile, situation

CS, CAP = "clermont_ferrand/cs-2026", "poitiers/cap-2025"
A_CLERMONT: dict[str, Json] = {
    "domicile_pays": "FR",
    "domicile": {"code_postal": "63000", "commune": "63113", "nom": "Clermont-Ferrand"},
    "nationalite": "FR",
}


def clair(texte: str) -> str:
    """Return a text with ordinary spaces and apostrophes, on one line."""
    plat = texte.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    return " ".join(plat.replace("’", "'").replace("**", "").split())


def dit(texte: TexteSi | None, ici: Situation) -> str:
    assert texte is not None
    return clair(texte.en_clair(ici))


def notice(slug: str, ou: str = "examen", reponses: Mapping[str, Json] | None = None) -> str:
    """Return every text of the notice that stands at one place."""
    modele = livre_compile(slug)
    ici = situation(modele, reponses)
    textes = [i for i in modele.informations if ou in i.ou and i.si.evaluer(ici) is not False]
    return " ".join(f"{clair(i.intitule or '')} {dit(i.texte, ici)}" for i in textes)


def aide_onglet(slug: str, code: str) -> str:
    modele = livre_compile(slug)
    onglet = modele.onglet(code)
    assert onglet is not None
    return dit(onglet.aide, situation(modele))


def aide_piece(slug: str, code: str, **reponses: Json) -> str:
    modele = livre_compile(slug)
    piece = modele.piece(code)
    assert piece is not None
    return dit(piece.aide, situation(modele, reponses))


def service_de(slug: str, reponses: Mapping[str, Json], **fiche: str) -> Contact:
    """Return who answers; `fiche` changes what the card of the spécialité says."""
    modele = livre_compile(slug)
    code = str(reponses["specialite"])
    une = modele.specialites[code]
    autre = replace(une, fiche={**une.fiche, **fiche})
    trouve = contact_de(situation(replace(modele, specialites={code: autre}), reponses))
    assert trouve is not None
    return trouve


def refus(modele: ModeleExamen, reponses: Mapping[str, Json]) -> set[str]:
    """Return the conditions of access that a complete candidature does not meet."""
    ici = situation(modele, reponses, validees=None)
    return {constat.code for constat in constater(ici) if constat.verdict == "refus"}


def dues(ici: Situation) -> set[str]:
    return {due.code for due in pieces_dues(ici) if due.certaine}
