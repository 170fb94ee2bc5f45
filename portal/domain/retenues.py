"""The statut of each épreuve for one candidature: sat, kept, neutralised, later, or not chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.domain.conditions import TOUJOURS, Verite, tous
from portal.domain.epreuve import Epreuve, EpreuveRetenue, Place, Possibilite, Statut
from portal.domain.question import Question

if TYPE_CHECKING:
    from portal.domain.situation import Situation


def retenir(situation: Situation, place: Place) -> EpreuveRetenue | None:
    """Return an épreuve as it stands for this candidature, None when it does not exist for it.

    What is not known yet (whether it exists, whether it is chosen, what is kept) makes the statut unknown.
    """
    epreuve = place.epreuve
    existe = epreuve.si.evaluer(situation)
    if existe is False:
        return None
    choisie = tous([existe, *_choix(situation, place)])
    possibilite, statut = _acquis(situation, place) if choisie is not False else (None, "non_choisie")
    return EpreuveRetenue(
        epreuve=epreuve,
        statut=None if choisie is None else statut,
        possibilite=possibilite,
        facultative=_est_facultative(situation, place),
        groupe=place.groupe,
        niveau=place.niveau,
        pieces=_citees(place),
    )


def _choix(situation: Situation, place: Place) -> list[Verite]:
    """Return whether the épreuve, then each node above it, is taken."""
    noeuds = (*place.au_dessus, place.epreuve)
    dessus = (None, *place.au_dessus)
    return [_choisi(situation, noeud, parent) for noeud, parent in zip(noeuds, dessus, strict=True)]


def _choisi(situation: Situation, noeud: Epreuve, parent: Epreuve | None) -> Verite:
    """Tell whether a node is taken: always, unless it is facultative or one to choose among others."""
    if parent is not None and parent.choisir is not None and parent.choix is not None:
        reponse = _reponse(situation, parent.choix)
        if reponse is None:
            return False if _est_validee(situation, parent.choix) else None
        return noeud.code in (reponse if isinstance(reponse, list) else [reponse])
    if noeud.choisir is not None or noeud.choix is None or noeud.facultative is None:
        return True
    facultative = noeud.facultative.evaluer(situation)
    if facultative is not True:
        return None if facultative is None else True
    reponse = _reponse(situation, noeud.choix)
    return None if reponse is None else reponse == "oui"


def _est_facultative(situation: Situation, place: Place) -> bool:
    noeuds = (*place.au_dessus, place.epreuve)
    if any(
        noeud.facultative is not None and noeud.facultative.evaluer(situation) is True for noeud in noeuds
    ):
        return True
    return any(noeud.choisir is not None and noeud.choisir.au_moins == 0 for noeud in place.au_dessus)


def _acquis(situation: Situation, place: Place) -> tuple[Possibilite | None, Statut | None]:
    """Return what is kept. An answer that is no longer offered counts for nothing."""
    question = place.epreuve.acquis
    if question is None:
        return None, _des_unites(situation, place.epreuve)
    visible = situation.visible(question)
    if visible is not True:
        return None, None if visible is None else "passe"
    code = situation.brute(question)
    possibilite = next((p for p in place.epreuve.possibilites if p.code == code), None)
    if (
        possibilite is None
        or question.options_si.get(possibilite.code, TOUJOURS).evaluer(situation) is not True
    ):
        return None, None
    return possibilite, possibilite.effet


def _des_unites(situation: Situation, epreuve: Epreuve) -> Statut | None:
    """An épreuve made of unités is sat as soon as one of them is."""
    filles = [situation.retenue(fille.code) for fille in epreuve.epreuves if fille.unite is not None]
    statuts = [fille.statut for fille in filles if fille is not None]
    if not statuts or "passe" in statuts:
        return "passe"
    return None if None in statuts else statuts[0]


def _citees(place: Place) -> frozenset[str]:
    """Return the pieces due when the épreuve is sat: its own, its groups', its composantes'."""
    composantes = (noeud for noeud in place.epreuve.parcourir() if noeud.unite is None)
    groupes = (noeud for noeud in place.au_dessus if noeud.est_groupe)
    return frozenset(piece for noeud in (place.epreuve, *composantes, *groupes) for piece in noeud.pieces)


def _reponse(situation: Situation, question: Question) -> object:
    """Return the choice made; one that is not asked counts for nothing."""
    reponse = situation.brute(question) if situation.visible(question) is True else None
    return None if reponse in (None, "", []) else reponse


def _est_validee(situation: Situation, question: Question) -> bool:
    onglet = situation.onglet_de(question.cle)
    return onglet is not None and onglet.code in situation.validees
