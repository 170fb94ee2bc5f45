"""Circles: conditions that wait for each other, through questions, named conditions and épreuves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from portal.domain.epreuve import Epreuve, Specialite
from portal.domain.modele import ModeleExamen

EPREUVE = "épreuve "
Carte = Mapping[str, frozenset[str]]


def rondes(modele: ModeleExamen) -> Iterator[tuple[str, list[str]]]:
    """Return (spécialité, circle) for each circle of « si », once; its first node is repeated at its end."""
    vues: set[frozenset[str]] = set()
    for code, specialite in modele.specialites.items():
        carte = _carte(modele, specialite)
        for depart in carte:
            ronde = trouver_ronde(depart, carte)
            if ronde and frozenset(ronde) not in vues:
                vues.add(frozenset(ronde))
                yield code, ronde


def trouver_ronde(depart: str, carte: Carte) -> list[str]:
    """Return the circle through a node, starting and ending with it; [] when there is none."""
    piste: list[tuple[str, Iterator[str]]] = [(depart, iter(sorted(carte[depart])))]
    vus: set[str] = set()
    while piste:
        suivant = next(piste[-1][1], None)
        if suivant is None:
            piste.pop()
        elif suivant == depart:
            return [*(nom for nom, _ in piste), depart]
        elif suivant in carte and suivant not in vus:
            vus.add(suivant)
            piste.append((suivant, iter(sorted(carte[suivant]))))
    return []


def _carte(modele: ModeleExamen, specialite: Specialite) -> Carte:
    """Return what each node reads: questions by key, cas by « cas.nom », statuts by « épreuve code »."""
    lus: dict[str, Iterable[str]] = {
        **{cle: question.si.chemins for cle, question in modele.questions.items()},
        **{cle: question.si.chemins for cle, question in specialite.questions.items()},
        **{f"cas.{nom}": cas.chemins for nom, cas in modele.cas.items()},
    }
    carte = {nom: frozenset(_noeuds(chemins, modele, specialite)) for nom, chemins in lus.items()}
    for place in specialite.places.values():
        noeuds = (*place.au_dessus, place.epreuve)
        chemins = _noeuds([chemin for noeud in noeuds for chemin in _conditions(noeud)], modele, specialite)
        # The answer « epreuves.EF1 » makes the statut of EF1; in a condition these words are the statut.
        reponses = [q.cle for noeud in noeuds for q in (noeud.choix, noeud.acquis) if q is not None]
        carte[f"{EPREUVE}{place.epreuve.code}"] = frozenset((*chemins, *reponses))
    return carte


def _conditions(epreuve: Epreuve) -> Iterator[str]:
    yield from epreuve.si.chemins
    if epreuve.facultative is not None:
        yield from epreuve.facultative.chemins
    if epreuve.acquis is not None:  # a possibilité that is not offered does not make a statut
        for condition in epreuve.acquis.options_si.values():
            yield from condition.chemins


def _noeuds(chemins: Iterable[str], modele: ModeleExamen, specialite: Specialite) -> Iterator[str]:
    """Return the nodes that paths name: `eps` is an épreuve by its type, `mineur` a cas without its root."""
    for chemin in chemins:
        racine, _, reste = chemin.partition(".")
        nom, point, suite = reste.partition(".")
        epreuve = specialite.par_nom.get(nom)
        if racine == "epreuves" and epreuve is not None and not suite:
            yield f"{EPREUVE}{epreuve.code}"
        elif racine in ("epreuves", "acquis") and epreuve is not None:
            yield f"{racine}.{epreuve.code}{point}{suite}"
        elif chemin == "epreuves":
            yield from (f"{EPREUVE}{code}" for code in specialite.places)
        elif chemin in modele.cas:
            yield f"cas.{chemin}"
        else:
            yield chemin
