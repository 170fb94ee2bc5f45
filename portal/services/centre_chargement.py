"""What a file of centres says, written: centres created and changed, their offers for one session.

Inside one transaction, the rows of the family locked: fewer places than those taken are never written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from portal.db import db, ecriture
from portal.domain.feuille import Erreur
from portal.domain.feuille_centres import LigneCentre
from portal.domain.modele import ModeleExamen
from portal.domain.refus import Refus
from portal.services.centre_ecriture import changer, colonnes, noter
from portal.services.centre_fichier import (
    CHANGER,
    CREER,
    INCHANGE,
    Comparaison,
    Existants,
    Lu,
    comparer,
    existants,
    lire,
    modele_de,
)
from portal.services.compte import journaliser
from portal.services.portail import Portail
from portal.tables.centre import Centre, OffreCentre


class ImportIntrouvable(Refus):
    """There is no such import, it is of another family, or its file was erased."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cet import n'existe pas, ou il est terminé.")


class ImportRefuse(Refus):
    """Lines are wrong. `erreurs` say which."""

    statut = 409

    def __init__(self, erreurs: Sequence[Erreur]) -> None:
        self.erreurs = tuple(erreurs)
        premiere = f" Ligne {erreurs[0].numero} : {erreurs[0].phrase}" if erreurs else ""
        super().__init__(f"{len(erreurs)} ligne(s) de ce fichier sont à corriger.{premiere}")


def charger(portail: Portail, famille: str, slug: str, octets: bytes) -> Mapping[str, int]:
    """Import a file at once, for a command or a demonstration. Raises FeuilleIllisible, ImportRefuse."""
    modele = modele_de(portail, famille, slug)
    lu = lire(portail, modele, octets)
    with ecriture():
        return ecrire(portail, None, famille, modele, lu, False)


def confronter(
    portail: Portail, modele: ModeleExamen | None, lu: Lu, ici: Existants
) -> tuple[tuple[Comparaison, ...], tuple[Erreur, ...]]:
    """Return what good lines would do, and what is wrong with the others."""
    toutes = [comparer(portail, modele, ligne, ici) for ligne in lu.lignes]
    refusees = [Erreur(une.ligne.numero, " ".join(une.refus)) for une in toutes if une.refus]
    erreurs = sorted([*lu.erreurs, *refusees], key=lambda une: une.numero)
    return tuple(une for une in toutes if not une.refus), tuple(erreurs)


def ecrire(
    portail: Portail, par: int | None, famille: str, modele: ModeleExamen | None, lu: Lu, sauf: bool
) -> dict[str, int]:
    """Write the good lines, all or nothing unless `sauf`; count them by sort. Inside `ecriture()`."""
    slug = modele.slug if modele is not None else ""
    ici = existants(famille, slug, verrouilles=True)
    bonnes, erreurs = confronter(portail, modele, lu, ici)
    if erreurs and not sauf:
        raise ImportRefuse(erreurs)
    faits = Counter(une.sort for une in bonnes)
    touches = [(une, _poser(portail, famille, une.ligne, ici)) for une in bonnes if une.sort != INCHANGE]
    db.session.flush()
    for une, centre in touches:
        _offrir(centre, slug, une.ligne, ici.offres_de(centre.code))
        nature = "centre_cree" if une.sort == CREER else "centre_modifie"
        noter(portail, par, nature, centre, champs=[dit.partition(" : ")[0] for dit in une.details])
    journal = {"crees": faits[CREER], "changes": faits[CHANGER], "slug": slug, "famille": famille}
    journaliser(portail, par, "centres_importes", journal)
    return {sort: faits[sort] for sort in (CREER, CHANGER, INCHANGE)}


def _poser(portail: Portail, famille: str, ligne: LigneCentre, ici: Existants) -> Centre:
    centre = ici.centres.get(ligne.fiche.code)
    if centre is None:
        centre = Centre(famille=famille, cree_le=portail.horloge.maintenant(), **colonnes(ligne.fiche))
        db.session.add(centre)
    else:
        changer(centre, ligne.fiche)
    return centre


def _offrir(centre: Centre, slug: str, ligne: LigneCentre, offres: Mapping[str, OffreCentre]) -> None:
    for epreuve, offre in offres.items():
        offre.ouverte = epreuve in ligne.offres
    for epreuve, lue in ligne.offres.items():
        connue = offres.get(epreuve)
        if connue is None:
            connue = OffreCentre(centre_id=centre.id, slug=slug, epreuve=epreuve, prises=0)
            db.session.add(connue)
        connue.places, connue.champs = lue.places, dict(lue.champs)
