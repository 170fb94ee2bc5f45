"""The centres among which a candidate chooses, as a page shows them (guide 001 §6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from portal.domain.affichage import liste
from portal.domain.centre import PEU, CentreOffrant, OffreEpreuve, Recherche
from portal.domain.centre_choisi import rechercher, refus_centre
from portal.domain.champs import Champ
from portal.domain.referentiel import Departement
from portal.domain.situation import Situation
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import francais, pluriel
from portal.domain.vues import CentresVue, CentreVue, GroupeCentres, OffreVue

BEAUCOUP = 12  # centres of one département from which they stand town by town


def centres_proposes(situation: Situation, champ: Champ, choisi: str) -> CentresVue:
    """Return the list to choose from. In: `choisi` is the code chosen so far, "" for none.

    What is chosen already stays shown, listed or not, with the reason why it cannot be asked for.
    """
    recherche, textes = rechercher(situation, champ), situation.modele.centres
    groupes = tuple(_groupes(situation, recherche, choisi))
    liste_ = {centre.code for groupe in groupes for centre in groupe.centres}
    conseil, aucun = (textes.conseil, textes.aucun) if textes else (None, None)
    return CentresVue(
        attend=_attend(recherche),
        onglet_epreuves=next((o.code for o in situation.modele.onglets if o.genre == "epreuves"), ""),
        phrase=francais(_phrase(recherche)),
        suite=francais(_suite(recherche)),
        groupes=groupes,
        choisi=_hors_liste(situation, recherche, choisi) if choisi and choisi not in liste_ else None,
        conseil=conseil.rendre(situation) if conseil and groupes else None,
        aucun=aucun.rendre(situation) if aucun and recherche.vide and not _attend(recherche) else None,
    )


def lieu(departement: Departement) -> str:
    """« Aisne (02) »."""
    return f"{departement.nom} ({departement.code})"


def _attend(recherche: Recherche) -> str:
    """Return what has to be answered first, "" when nothing does."""
    if not recherche.epreuves:
        return "epreuves"
    return "" if recherche.departement else "departement"


def _phrase(recherche: Recherche) -> str:
    epreuves, departement = liste(list(recherche.epreuves)), recherche.departement
    if not epreuves:
        return "Choisissez d’abord vos épreuves : les centres qui les organisent s’afficheront ici."
    if departement is None:
        return f"Indiquez un département : les centres qui organisent {epreuves} s’afficheront ici."
    ou = f"dans le département {lieu(departement)}"
    if not recherche.ici:
        return f"Aucun centre n’organise {epreuves} {ou}."
    verbe = "organisent" if len(recherche.ici) > 1 else "organise"
    return f"{pluriel(len(recherche.ici), 'centre')} {verbe} {epreuves} {ou}."


def _suite(recherche: Recherche) -> str:
    """Say where the centres of other départements come from."""
    if not recherche.autour:
        return ""
    proches = "limitrophes" if recherche.limitrophes else "les plus proches"
    combien = sum(len(centres) for _, centres in recherche.autour)
    return f"Voici {'celui' if combien == 1 else 'ceux'} des départements {proches}."


def _groupes(situation: Situation, recherche: Recherche, choisi: str) -> Iterator[GroupeCentres]:
    def vues(offrants: Iterable[CentreOffrant]) -> tuple[CentreVue, ...]:
        return tuple(_vue(situation, un, recherche.epreuves, choisi) for un in offrants)

    if len(recherche.ici) > BEAUCOUP:
        for _, voisins in groupby(sorted(recherche.ici, key=_commune), _commune):
            ensemble = tuple(voisins)
            yield GroupeCentres(ensemble[0].centre.commune, vues(ensemble))
    elif recherche.ici:
        yield GroupeCentres("", vues(recherche.ici))
    for departement, offrants in recherche.autour:
        yield GroupeCentres(lieu(departement), vues(offrants))


def _commune(offrant: CentreOffrant) -> str:
    return sans_accents(offrant.centre.commune)


def _vue(situation: Situation, offrant: CentreOffrant, epreuves: Sequence[str], choisi: str) -> CentreVue:
    """One card. Who chose it before it was full keeps it under the eyes, and reads why it is refused."""
    places, centre = situation.modele.places, offrant.centre
    complet = places is not None and bool(offrant.completes(epreuves))
    est_choisi = centre.code == choisi
    refus = refus_centre(situation, centre.code) if est_choisi and epreuves else None
    return CentreVue(
        code=centre.code,
        intitule=centre.intitule,
        commune=centre.commune,
        offres=tuple(_offre(offrant.offres[e], places is not None) for e in epreuves if e in offrant.offres),
        choisi=est_choisi,
        complet=complet,
        possible=est_choisi or not complet or (places is not None and places.complet == "demande"),
        pourquoi=francais(refus or ""),
        refuse=refus is not None,
    )


def _offre(offre: OffreEpreuve, comptee: bool) -> OffreVue:
    ton = "rouge" if not offre.reste else "ambre" if offre.reste <= PEU else "vert"
    return OffreVue(offre.epreuve, offre.details, offre.en_mots if comptee else "", ton)


def _hors_liste(situation: Situation, recherche: Recherche, choisi: str) -> CentreVue | None:
    """Return the centre that is chosen and not listed, with why it is not."""
    centre = situation.env.centres.centre(choisi)
    if centre is None:
        return None
    offrant = situation.env.centres.offrant(choisi) or CentreOffrant(centre)
    vue, departement = _vue(situation, offrant, recherche.epreuves, choisi), recherche.departement
    if vue.refuse or departement is None or centre.departement == departement.code:
        return vue
    return replace(vue, pourquoi=f"Il n’est pas dans le département {lieu(departement)}.")
