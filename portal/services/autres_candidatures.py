"""What the other candidatures of a person say: to the règles, and to the answers that they fix."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Row

from portal.domain.champs import TYPES, Json
from portal.domain.modele import ModeleExamen
from portal.domain.question import Question
from portal.domain.situation import Situation, questions_de

REPRISES = ("deposee", "inscrite", "terminee")


def faits(modele: ModeleExamen, autre: Row[Any]) -> dict[str, object]:
    """What `autres_candidatures` may read of another candidature: core facts and comparable answers."""
    comparables = {cle: _valeur(modele, cle, json) for cle, json in (autre.comparables or {}).items()}
    return {
        **comparables,
        "famille": autre.famille,
        "modele": autre.slug,
        "session": autre.session_examen,
        "annee": Decimal(autre.annee),
        "specialite": autre.specialite,
        "etat": autre.etat,
        "phase": autre.phase,
    }


def _valeur(modele: ModeleExamen, cle: str, json: Json) -> object:
    """Return a comparable answer as conditions compare it, by the type that it has in this modèle."""
    question = modele.questions.get(cle)
    if question is not None:
        return TYPES[question.champ.type].valeur(question.champ, json)
    return tuple(json) if isinstance(json, list) else json


def reprises_de(situation: Situation, autres: Sequence[Row[Any]]) -> dict[str, Json]:
    """Return the answers fixed by an earlier session (guide 003: the form of passage is kept)."""
    trouvees: dict[str, Json] = {}
    for question in questions(situation):
        if question.repris:
            derniere = next((a for a in autres if _fait_foi(situation, question, a)), None)
            if derniere is not None:
                trouvees[question.cle] = derniere.reponses[question.cle]
    return trouvees


def _fait_foi(situation: Situation, question: Question, autre: Row[Any]) -> bool:
    if autre.phase not in REPRISES or autre.annee >= situation.modele.annee:
        return False
    ici = {
        "famille": situation.modele.famille,
        "specialite": situation.specialite.code if situation.specialite else None,
        "academie": situation.modele.academie.code,
        "modele": situation.modele.slug,
    }
    la = {"famille": autre.famille, "specialite": autre.specialite}
    la |= {"academie": autre.academie, "modele": autre.slug}
    memes = all(ici.get(nom) is not None and ici[nom] == la[nom] for nom in question.repris if nom in la)
    return memes and (autre.reponses or {}).get(question.cle) is not None


def questions(situation: Situation) -> list[Question]:
    """Return every question of a candidature, those of its épreuves included."""
    epreuves = [q for racine in situation.arbre for e in racine.parcourir() for q in questions_de(e)]
    return [*situation.modele.questions.values(), *epreuves]
