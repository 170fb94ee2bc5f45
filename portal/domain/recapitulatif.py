"""The récapitulatif: everything answered, in blocks, with the épreuves as they stand.

Blocks and labels are those of guide 002 §5: qualification, identification, address and contact, then the
tabs of the family, then the épreuves. A value that was not entered is « - ».
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.domain.affichage import valeur
from portal.domain.chemins import valeur_affichee
from portal.domain.epreuve import MODES, EpreuveRetenue
from portal.domain.questionnaire import champs_propres, groupes, onglets_visibles
from portal.domain.situation import Situation
from portal.domain.vues import BlocResume, LigneResume

VIDE = "-"


@dataclass(frozen=True, slots=True)
class LigneEpreuve:
    """One épreuve of the summary: « 010 – Épreuve 1 », « Orale », « Inscrit »."""

    code: str
    intitule: str
    coefficient: str
    mode: str
    duree: str
    statut: str
    inscrite: bool
    niveau: int
    details: tuple[tuple[str, str], ...] = ()
    a_confirmer: bool = False
    composantes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupeEpreuves:
    """« Épreuve(s) obligatoire(s) », or the facultative ones."""

    intitule: str
    epreuves: tuple[LigneEpreuve, ...]


def recapitulatif(situation: Situation) -> tuple[BlocResume, ...]:
    """Return the blocks of every answer of this candidature."""
    return tuple(bloc for onglet in onglets_visibles(situation) for bloc in _blocs(situation, onglet.code))


def _blocs(situation: Situation, code: str) -> Iterator[BlocResume]:
    onglet = situation.modele.onglet(code)
    if onglet is None or onglet.genre == "recapitulatif":
        return
    demandes = champs_propres if onglet.genre == "epreuves" else groupes  # épreuves have their own list
    for groupe in demandes(situation, onglet):
        lignes = tuple(
            LigneResume(q.cle, q.champ.question, valeur_affichee(situation, q.cle) or VIDE, q.sante)
            for q in groupe.questions
            if q.champ.type != "information"
        )
        if lignes:
            yield BlocResume(groupe.intitule or onglet.intitule, lignes, onglet.code)


def epreuves_resumees(situation: Situation) -> tuple[GroupeEpreuves, ...]:
    """Return the épreuves by kind, those not chosen left out."""
    obligatoires = tuple(_ligne(situation, r) for r in situation.epreuves if not r.facultative)
    facultatives = tuple(
        _ligne(situation, r)
        for r in situation.epreuves
        if r.facultative and r.statut not in ("non_choisie", None)
    )
    groupes_ = (
        GroupeEpreuves(
            "Épreuve(s) obligatoire(s)", tuple(e for e in obligatoires if e.statut != "Non choisie")
        ),
        GroupeEpreuves("Épreuve(s) facultative(s)", facultatives),
    )
    return tuple(groupe for groupe in groupes_ if groupe.epreuves)


def _ligne(situation: Situation, retenue: EpreuveRetenue) -> LigneEpreuve:
    epreuve = retenue.epreuve
    composantes = tuple(
        noeud for noeud in epreuve.parcourir() if noeud.unite is None and noeud is not epreuve
    )
    questions = (*epreuve.questions_acquis, *(q for e in (epreuve, *composantes) for q in e.questions))
    details = ((q.champ.question, valeur_affichee(situation, q.cle)) for q in questions)
    return LigneEpreuve(
        code=epreuve.code,
        intitule=epreuve.intitule,
        coefficient="" if epreuve.coefficient is None else valeur(epreuve.coefficient),
        mode=MODES.get(epreuve.mode or "", ""),
        duree=epreuve.duree or "",
        statut=retenue.libelle_statut,
        inscrite=retenue.inscrite,
        niveau=retenue.niveau,
        details=tuple((question, reponse) for question, reponse in details if reponse),
        a_confirmer=retenue.possibilite is not None and retenue.possibilite.a_confirmer,
        composantes=tuple(fille.intitule for fille in epreuve.epreuves if not fille.unite),
    )


def differences(avant: Situation, apres: Situation) -> tuple[tuple[str, str, str], ...]:
    """Return (question, before, after) for every answer that is not printed the same."""
    lignes: dict[str, tuple[str, str, str]] = {}
    anciennes = {ligne.cle: ligne for bloc in recapitulatif(avant) for ligne in bloc.lignes} | _choix(avant)
    nouvelles = {ligne.cle: ligne for bloc in recapitulatif(apres) for ligne in bloc.lignes} | _choix(apres)
    for cle in (*nouvelles, *anciennes):
        ancienne, nouvelle = anciennes.get(cle), nouvelles.get(cle)
        avant_, apres_ = ancienne.reponse if ancienne else VIDE, nouvelle.reponse if nouvelle else VIDE
        if avant_ != apres_:
            modele = nouvelle or ancienne
            lignes[cle] = (modele.question if modele else cle, avant_, apres_)
    return tuple(lignes.values())


def _choix(situation: Situation) -> dict[str, LigneResume]:
    return {
        f"epreuve.{ligne.code}": LigneResume(ligne.code, f"{ligne.code} – {ligne.intitule}", _dit(ligne))
        for groupe in epreuves_resumees(situation)
        for ligne in groupe.epreuves
    }


def _dit(ligne: LigneEpreuve) -> str:
    return " ; ".join([ligne.statut, *(f"{question} : {reponse}" for question, reponse in ligne.details)])
