"""What a périmètre may name, taken from the published modèles, and its parts: added, withdrawn, said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import delete, select

from portal.db import db, ecriture
from portal.domain.personnel import CompteIntrouvable, PerimetreInvalide
from portal.domain.texte_saisi import sans_accents
from portal.services.annuaire import montrer
from portal.services.compte import journaliser
from portal.services.perimetre import CENTRE, SECTEUR
from portal.services.portail import Portail
from portal.tables.agent import Agent, Perimetre
from portal.tables.centre import Centre
from portal.tables.compte import Compte

CENTRES_AU_PLUS = 20
Choix = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Possibles:
    """What may be chosen next, as (code, intitulé), once an académie and a family are."""

    academies: Choix
    familles: Choix
    specialites: Choix
    secteurs: Choix
    centres: Choix = ()
    a_des_centres: bool = False


@dataclass(frozen=True, slots=True)
class Demande:
    """One part, as a form asks for it; "" and nothing stand for all. `centre` is a code of the family."""

    academie: str = ""
    famille: str = ""
    specialites: tuple[str, ...] = ()
    secteurs: tuple[str, ...] = ()
    centre: str = ""


@dataclass(frozen=True, slots=True)
class PortionVue:
    """One part of a périmètre, in French."""

    id: int
    academie: str
    famille: str
    detail: str

    @property
    def phrase(self) -> str:
        return ", ".join(morceau for morceau in (self.academie, self.famille, self.detail) if morceau)


def possibles(portail: Portail, academie: str, famille: str, cherche: str = "") -> Possibles:
    """Return what the published modèles offer; spécialités, secteurs and centres once a family is chosen.

    In: `cherche` holds words of the name, the town or the code of a centre; CENTRES_AU_PLUS are returned.
    """
    entrees = portail.modeles.index()
    voulues = [e for e in entrees if academie in ("", e.academie.code)]
    modeles = [portail.modeles.courant(e.slug) for e in voulues if e.famille == famille]
    specialites = {
        code: une for modele in modeles if modele for code, une in modele.specialites.items() if code
    }
    secteurs = {str(une.fiche[SECTEUR]) for une in specialites.values() if une.fiche.get(SECTEUR)}
    return Possibles(
        _ranges((e.academie.code, e.academie.nom) for e in entrees),
        _ranges((e.famille, f"{e.domaine}, {e.famille.upper()}") for e in voulues),
        _ranges((code, une.intitule) for code, une in specialites.items()),
        _ranges((secteur, secteur.replace("_", " ").capitalize()) for secteur in secteurs),
        _centres(famille, cherche),
        any(modele.centres is not None for modele in modeles if modele is not None),
    )


def ajouter(portail: Portail, par: int, compte_id: int, demande: Demande) -> None:
    """Add a part to a périmètre. Raises PerimetreInvalide, CompteIntrouvable.

    Every value is compared with what the published modèles offer: a forged one is refused.
    """
    _exiger_publie(portail, demande)
    with ecriture():
        if db.session.get(Agent, compte_id, with_for_update=True) is None:
            raise CompteIntrouvable
        if not demande.centre and db.session.get_one(Compte, compte_id).profil == CENTRE:
            raise PerimetreInvalide(
                "Un compte de centre ne voit que son centre : cherchez-le, choisissez-le."
            )
        nouvelle = Perimetre(
            centre_id=_centre_id(demande),
            compte_id=compte_id,
            academie=demande.academie or None,
            famille=demande.famille or None,
            specialites=sorted(demande.specialites),
            secteurs=sorted(demande.secteurs),
        )
        existantes = db.session.scalars(select(Perimetre).where(Perimetre.compte_id == compte_id))
        if any(_meme(une, nouvelle) for une in existantes):
            raise PerimetreInvalide("Cette part est déjà dans le périmètre.")
        db.session.add(nouvelle)
        db.session.flush()
        _noter(portail, par, compte_id, "ajout : " + decrire(portail, nouvelle).phrase)


def retirer(portail: Portail, par: int, compte_id: int, perimetre_id: int) -> None:
    """Withdraw a part from the périmètre of an account. Raises CompteIntrouvable."""
    with ecriture():
        ligne = db.session.get(Perimetre, perimetre_id)
        if ligne is None or ligne.compte_id != compte_id:
            raise CompteIntrouvable
        phrase = decrire(portail, ligne).phrase
        db.session.execute(delete(Perimetre).where(Perimetre.id == perimetre_id))
        _noter(portail, par, compte_id, "retrait : " + phrase)


def decrire(portail: Portail, ligne: Perimetre) -> PortionVue:
    """Say one part in French; what is no longer published keeps its code."""
    tout = possibles(portail, ligne.academie or "", ligne.famille or "")
    centre = db.session.get(Centre, ligne.centre_id) if ligne.centre_id is not None else None
    famille = ligne.famille or (centre.famille if centre is not None else None)
    detail = [
        *(["centre " + montrer(centre).situe] if centre is not None else ()),
        *("secteur " + dict(tout.secteurs).get(code, code).lower() for code in ligne.secteurs),
        *(dict(tout.specialites).get(code, code) for code in ligne.specialites),
    ]
    return PortionVue(
        ligne.id,
        dict(tout.academies).get(ligne.academie, ligne.academie)
        if ligne.academie
        else "Toutes les académies",
        dict(tout.familles).get(famille, famille) if famille else "toutes les familles",
        ", ".join(detail) or "toutes les spécialités",
    )


def _exiger_publie(portail: Portail, demande: Demande) -> None:
    tout = possibles(portail, demande.academie, demande.famille)
    offerts = (
        (("",) if not demande.academie else (demande.academie,), ("", *dict(tout.academies))),
        ((demande.famille,), ("", *dict(tout.familles))),
        (demande.specialites, dict(tout.specialites)),
        (demande.secteurs, dict(tout.secteurs)),
    )
    if not all(set(voulus) <= set(permis) for voulus, permis in offerts):
        raise PerimetreInvalide(
            "Cette part nomme ce qu'aucun modèle publié n'a : choisissez dans les listes."
        )


def _centre_id(demande: Demande) -> int | None:
    """Return the centre that a form names. Raises PerimetreInvalide when the family has none of that code."""
    if not demande.centre:
        return None
    trouve = db.session.scalar(
        select(Centre.id).where(Centre.famille == demande.famille, Centre.code == demande.centre)
    )
    if trouve is None:
        raise PerimetreInvalide("Ce centre n'existe pas dans cette famille : cherchez-le de nouveau.")
    return trouve


def _centres(famille: str, cherche: str) -> Choix:
    mots = sans_accents(cherche).split()
    if not famille or not mots:
        return ()
    colonnes = (Centre.code, Centre.intitule, Centre.commune, Centre.departement)
    lus = db.session.execute(select(*colonnes).where(Centre.famille == famille))
    trouves = [
        (code, f"{intitule} ({commune}), {code}")
        for code, intitule, commune, departement in lus
        if all(mot in sans_accents(f"{code} {intitule} {commune} {departement}") for mot in mots)
    ]
    return _ranges(trouves)[:CENTRES_AU_PLUS]


def _meme(une: Perimetre, autre: Perimetre) -> bool:
    if une.centre_id is not None or autre.centre_id is not None:
        return une.centre_id == autre.centre_id
    colonnes = ("academie", "famille", "specialites", "secteurs")
    return all(getattr(une, nom) == getattr(autre, nom) for nom in colonnes)


def _noter(portail: Portail, par: int, compte_id: int, perimetre: str) -> None:
    journaliser(portail, par, "perimetre_modifie", {"compte": compte_id, "perimetre": perimetre})


def _ranges(couples: Iterable[tuple[str, str]]) -> Choix:
    return tuple(sorted(dict(couples).items(), key=lambda un: un[1]))
