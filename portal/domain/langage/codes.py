"""The stable identifiers of a modèle: every code that answers or histories may hold, and what it means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.domain.langage.recensement import champs_ecrits, toutes_epreuves
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.champs import ChampSource, Options
from portal.domain.langage.validation import Chemin


@dataclass(frozen=True, slots=True)
class Sens:
    """What a code stands for: `genre` never changes, `intitule` may be said better; `nom` names it."""

    nom: str
    genre: str
    intitule: str
    chemin: Chemin


Codes = dict[str, Sens]


def codes(declaration: Declaration) -> Codes:
    """Return every code of a modèle by a key that does not depend on its tab, nor on its place in a list."""
    resultat: Codes = {}
    for _, code, champ, chemin in champs_ecrits(declaration):
        resultat.update(_champ(declaration, code, champ, chemin))
    for code, champ in (declaration.acquis.champs if declaration.acquis else {}).items():
        resultat.update(_champ(declaration, code, champ, ("acquis", "champs", code)))
    for code, champ in (declaration.centres.offre.champs if declaration.centres else {}).items():
        resultat.update(_champ(declaration, f"centres.{code}", champ, ("centres", "offre", "champs", code)))
    resultat.update(_epreuves(declaration))
    resultat.update(_sections(declaration))
    resultat.update(_circuit(declaration))
    return resultat


def _champ(
    declaration: Declaration, code: str, champ: ChampSource, chemin: Chemin
) -> Iterator[tuple[str, Sens]]:
    plusieurs = " à plusieurs réponses" if champ.choisir is not None and champ.choisir.maximum != 1 else ""
    yield (
        f"champ {code}",
        Sens(f"la question « {code} »", champ.type + plusieurs, champ.question or "", chemin),
    )
    options: Options = champ.options or declaration.listes.get(champ.liste or "") or {}
    ici: Chemin = (*chemin, "options") if champ.options else ("listes", champ.liste or "")
    for nom, option in options.items():
        sens = Sens(f"la réponse « {nom} » de « {code} »", "réponse", option.intitule, (*ici, nom))
        yield f"option {code}.{nom}", sens
    for nom, ligne in champ.champs.items():
        yield from _champ(declaration, f"{code}.{nom}", ligne, (*chemin, "champs", nom))


def _epreuves(declaration: Declaration) -> Iterator[tuple[str, Sens]]:
    for code, epreuve, chemin in toutes_epreuves(declaration):
        modele = declaration.epreuves_types.get(epreuve.comme or "")
        intitule = epreuve.intitule or (modele.intitule if modele else "") or ""
        groupe = epreuve.unite is None and bool(epreuve.epreuves)
        de = f"{chemin[1]}." if chemin[0] == "specialites" else ""
        nom = f"l'épreuve « {code} »" + (f" de « {chemin[1]} »" if de else "")
        yield f"epreuve {de}{code}", Sens(nom, "groupe d'épreuves" if groupe else "épreuve", intitule, chemin)
        for champ, source in {**(modele.champs if modele else {}), **epreuve.champs}.items():
            yield from _champ(declaration, f"epreuves.{de}{code}.{champ}", source, (*chemin, "champs", champ))


def _sections(declaration: Declaration) -> Iterator[tuple[str, Sens]]:
    for code, specialite in declaration.specialites.items():
        ici = ("specialites", code)
        yield f"specialite {code}", Sens(f"la spécialité « {code} »", "spécialité", specialite.intitule, ici)
        for option, source in (specialite.options or {}).items():
            nom = f"l'option « {option} » de « {code} »"
            yield (
                f"option specialite.{code}.{option}",
                Sens(nom, "option", source.intitule, (*ici, "options", option)),
            )
    for code, possibilite in (declaration.acquis.possibilites if declaration.acquis else {}).items():
        chemin: Chemin = ("acquis", "possibilites", code)
        yield f"acquis {code}", Sens(f"l'acquis « {code} »", possibilite.effet, possibilite.intitule, chemin)
    for code, piece in declaration.pieces.items():
        yield f"piece {code}", Sens(f"la pièce « {code} »", piece.type, piece.intitule, ("pieces", code))


def _circuit(declaration: Declaration) -> Iterator[tuple[str, Sens]]:
    """What the journal and the payments hold: états, transitions with their questions, ways of paying."""
    for code, etat in (declaration.circuit.etats if declaration.circuit else {}).items():
        chemin: Chemin = ("circuit", "etats", code)
        yield f"etat {code}", Sens(f"l'état « {code} »", f"phase {etat.phase}", etat.intitule, chemin)
    for code, transition in (declaration.circuit.transitions if declaration.circuit else {}).items():
        chemin = ("circuit", "transitions", code)
        nom = f"la transition « {code} »"
        yield f"transition {code}", Sens(nom, "transition", transition.intitule, chemin)
        for champ, source in transition.champs.items():
            yield from _champ(declaration, f"circuit.{code}.{champ}", source, (*chemin, "champs", champ))
    for code, moyen in (declaration.paiement.moyens if declaration.paiement else {}).items():
        genre = "payé par un tiers" if moyen.tiers else "payé par le candidat"
        chemin = ("paiement", "moyens", code)
        yield f"moyen {code}", Sens(f"le moyen de paiement « {code} »", genre, moyen.intitule, chemin)


def memoriser(versions: Mapping[int, Declaration]) -> dict[str, tuple[int, Sens]]:
    """Return what each code meant when it last served, with the number of that version."""
    memoire: dict[str, tuple[int, Sens]] = {}
    for numero in sorted(versions):
        memoire.update({cle: (numero, sens) for cle, sens in codes(versions[numero]).items()})
    return memoire
