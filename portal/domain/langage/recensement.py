"""First pass of the compiler: every word of a modèle, before any condition is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from portal.domain.blocs import rubrique
from portal.domain.champs import Champ
from portal.domain.langage.champs import Declarations
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.champs import ChampSource
from portal.domain.langage.schema.epreuves import EpreuveSource, SpecialiteSource
from portal.domain.langage.schema.regles import PieceSource, RegleSource
from portal.domain.langage.validation import Chemin
from portal.domain.langage.vocabulaire import DATE, NOMBRE, TEXTE, Genre, Vocabulaire, genre_du_champ, parmi


def recenser(declaration: Declaration, declarations: Declarations) -> Vocabulaire:
    """Return every path that conditions and texts may name."""
    mots = Vocabulaire(
        specialites=tuple(dict.fromkeys((*declaration.specialites_connues, *declaration.specialites)))
        if declaration.specialites_connues
        else (),
        possibilites=tuple(declaration.acquis.possibilites) if declaration.acquis else (),
        jalons=tuple(declaration.jalons),
        cas=tuple(declaration.cas),
        etats=tuple(declaration.circuit.etats) if declaration.circuit else (),
        suites=_suites(declaration),
        centres=champ_de_type(declaration, "centre") is not None,
        argent=bool(declaration.frais),
    )
    _onglets(declaration, declarations, mots)
    mots.fiche = _genres(declaration.fiche_specialite, ("fiche_specialite",), declarations)
    mots.fiche["option"] = TEXTE
    mots.reglages = _genres(declaration.reglages, ("reglages",), declarations)
    mots.pieces = frozenset(code for code, *_ in toutes_pieces(declaration))
    mots.epreuves = frozenset(_epreuves(declaration, declarations, mots))
    return mots


def _suites(declaration: Declaration) -> tuple[str, ...]:
    transitions = declaration.circuit.transitions if declaration.circuit else {}
    return tuple(code for code, transition in transitions.items() if transition.ouvre is not None)


def _genres(
    sources: Mapping[str, ChampSource], chemin: Chemin, declarations: Declarations
) -> dict[str, Genre]:
    return {c: genre_du_champ(declarations.champ(c, s, (*chemin, c))) for c, s in sources.items()}


def champs_ecrits(declaration: Declaration) -> Iterator[tuple[str, str, ChampSource, Chemin]]:
    """Return (tab, code, field, path) for every field of the tabs."""
    for code, onglet in declaration.onglets.items():
        ici: Chemin = ("onglets", code)
        for champ, source in onglet.champs.items():
            yield code, champ, source, (*ici, "champs", champ)
        for nom, groupe in onglet.rubriques.items():
            for champ, source in groupe.champs.items():
                yield code, champ, source, (*ici, "rubriques", nom, "champs", champ)


def _onglets(declaration: Declaration, declarations: Declarations, mots: Vocabulaire) -> None:
    rangs = {code: rang for rang, code in enumerate(declaration.onglets)}
    for code, onglet in declaration.onglets.items():
        for bloc in onglet.blocs:
            for question in rubrique(bloc).questions:
                _noter(mots, question.champ, rangs[code])
    for onglet_code, code, source, chemin in champs_ecrits(declaration):
        champ = declarations.champ(code, source, chemin)
        if source.type == "specialite":
            mots.champs[code] = mots.genre_specialite
            mots.rangs[code] = rangs[onglet_code]
        else:
            _noter(mots, champ, rangs[onglet_code])
    for code, source in (declaration.acquis.champs if declaration.acquis else {}).items():
        _noter(mots, declarations.champ(code, source, ("acquis", "champs", code)), rangs.get("acquis", 0))


def _noter(mots: Vocabulaire, champ: Champ, rang: int) -> None:
    genre = genre_du_champ(champ)
    mots.champs[champ.code] = genre
    mots.rangs[champ.code] = rang
    if champ.comparable:
        mots.comparables[champ.code] = genre


def _epreuves(declaration: Declaration, declarations: Declarations, mots: Vocabulaire) -> Iterator[str]:
    yield from declaration.epreuves_types
    for type_, modele_ in declaration.epreuves_types.items():
        for champ, source in modele_.champs.items():
            ici = ("epreuves_types", type_, "champs", champ)
            mots.champs.setdefault(
                f"epreuves.{type_}.{champ}", genre_du_champ(declarations.champ(champ, source, ici))
            )
    for code, epreuve, chemin in toutes_epreuves(declaration):
        noms = [code] + ([epreuve.comme] if epreuve.comme else [])
        modele = declaration.epreuves_types.get(epreuve.comme or "")
        champs = {**(modele.champs if modele else {}), **epreuve.champs}
        for nom in noms:
            yield nom
            for champ, source in champs.items():
                genre = genre_du_champ(declarations.champ(champ, source, (*chemin, "champs", champ)))
                mots.champs.setdefault(f"epreuves.{nom}.{champ}", genre)
            mots.champs.setdefault(f"acquis.{nom}", Genre("choix", parmi(f"acquis.{nom}", mots.possibilites)))
            mots.champs.setdefault(f"acquis.{nom}.note", NOMBRE)
            mots.champs.setdefault(f"acquis.{nom}.obtenue_le", DATE)


def champ_specialite(declaration: Declaration) -> str | None:
    """Return the code of the field by which the spécialité is chosen."""
    return champ_de_type(declaration, "specialite")


def champ_de_type(declaration: Declaration, genre: str) -> str | None:
    """Return the code of the first field of that type."""
    return next((code for _, code, source, _ in champs_ecrits(declaration) if source.type == genre), None)


def toutes_epreuves(declaration: Declaration) -> Iterator[tuple[str, EpreuveSource, Chemin]]:
    """Return every épreuve of the trunk and of the spécialités, with its path."""
    yield from _descendre(declaration.epreuves, ("epreuves",))
    for code, specialite in declaration.specialites.items():
        yield from _descendre(specialite.epreuves, ("specialites", code, "epreuves"))


def toutes_pieces(declaration: Declaration) -> Iterator[tuple[str, PieceSource, Chemin, str | None]]:
    """Return every piece with its path, and the spécialité that alone asks for it."""
    for code, piece in declaration.pieces.items():
        yield code, piece, ("pieces", code), None
    for nom, specialite in declaration.specialites.items():
        for code, piece in specialite.pieces.items():
            yield code, piece, ("specialites", nom, "pieces", code), nom


def toutes_regles(declaration: Declaration) -> Iterator[tuple[str, RegleSource, Chemin, str | None]]:
    """Return every règle with its path, and the spécialité to which it is proper."""
    for code, regle in declaration.regles.items():
        yield code, regle, ("regles", code), None
    for nom, specialite in declaration.specialites.items():
        for code, regle in specialite.regles.items():
            yield code, regle, ("specialites", nom, "regles", code), nom


def _descendre(
    epreuves: Mapping[str, EpreuveSource], chemin: Chemin
) -> Iterator[tuple[str, EpreuveSource, Chemin]]:
    for code, epreuve in epreuves.items():
        yield code, epreuve, (*chemin, code)
        yield from _descendre(epreuve.epreuves, (*chemin, code, "epreuves"))


def fiche_ecrite(specialite: SpecialiteSource) -> dict[str, object]:
    """Return what a spécialité writes for the card that its family declares."""
    return dict(specialite.model_extra or {})
