"""Which answers change something else: a page that shows them draws itself again when they change."""

from __future__ import annotations

from collections.abc import Iterator

from portal.domain.epreuve import Place
from portal.domain.situation import Situation

# Paths of the core that stand for answers of the built-in blocks.
REPONSES = {"candidat.nationalite": ("nationalite",), "domicile": ("domicile_pays", "domicile")}


def declencheurs(situation: Situation) -> frozenset[str]:
    """Return the keys of the answers on which a question, an épreuve, a rubrique or a tab depends."""
    modele, porteuse = situation.modele, situation.porteuse
    chemins = modele.dependances | (porteuse.dependances if porteuse else frozenset())
    cles = {cle for chemin in chemins for cle in _cles(situation, chemin)}
    if modele.champ_specialite is not None:
        cles.add(modele.champ_specialite)  # the épreuves change with it
    return frozenset(cles)


def _cles(situation: Situation, chemin: str) -> Iterator[str]:
    """Return the answers that a path reads."""
    racine, _, reste = chemin.partition(".")
    yield situation.cle_canonique(chemin)
    yield from REPONSES.get(chemin, REPONSES.get(racine, ()))
    porteuse = situation.porteuse
    if racine != "epreuves" or porteuse is None:
        return
    if not reste:
        yield from (cle for place in porteuse.places.values() for cle in _decisions(place))
    elif (epreuve := porteuse.par_nom.get(reste)) is not None:
        yield from _decisions(porteuse.places[epreuve.code])


def _decisions(place: Place) -> Iterator[str]:
    """Return the answers that make the statut of an épreuve."""
    for noeud in (place.epreuve, *place.au_dessus):
        yield from (question.cle for question in (noeud.choix, noeud.acquis) if question is not None)
