"""Modèles to register to, and a candidate who fills their forms the way a browser posts them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from portal.domain.brouillon import Brouillon
from portal.domain.champs import TYPES, Json
from portal.domain.langage.lecteur import FamilleLue, Fichier, lire_famille
from portal.domain.questionnaire import onglets_visibles, questions_visibles, toutes_questions
from portal.services import inscription, saisie
from portal.services.candidature import Contexte
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests.publications import publier_texte

RACINE = Path(__file__).parents[1]
ESSAI = "versailles/essai"
# The windows of `FAMILLE_ESSAI` below: from 1 to 19 November 2025, 17:00 in Paris.
CLOTURE = datetime(2025, 11, 19, 16, 0, tzinfo=UTC)
OUVERTURE = datetime(2025, 11, 1, 8, 0, tzinfo=UTC)

FAMILLE_ESSAI = """
famille: essai
langage: 1
intitule: Examen d'essai
domaine: Essais
confirmation: {confirmation}
onglets:
  identification:
    intitule: Identification
    blocs: [identite, adresse, naissance, contacts]
  situation:
    intitule: Situation actuelle
    champs:
      forme:
        type: choix
        question: Forme de passage
        options: {{globale: Globale, progressive: Progressive}}
        definitif: oui
        repris: {{meme: [famille, specialite]}}
      salarie: {{type: oui_non, question: Salarié, comparable: oui}}
      employeur: {{type: texte, question: Votre employeur, si: {{salarie: oui}}}}
      note:
        type: nombre
        question: Votre note
        facultatif: oui
        verifie: {{au_plus: 20}}
        message: Une note va de 0 à 20.
      lettre: {{type: texte_long, question: Votre projet, facultatif: oui}}
      emplois:
        type: repetition
        question: Vos emplois
        facultatif: oui
        nombre: {{au_plus: 3}}
        champs:
          poste: {{type: texte, question: Poste}}
          depuis: {{type: date, question: Depuis}}
  epreuves: Épreuves
  recapitulatif: Récapitulatif
regles:
  une_seule:
    exige:
      autres_candidatures:
        telles_que: {{famille: essai, session: =session, phase: [deposee, inscrite]}}
        nombre: 0
    sinon: refus
    message: Vous êtes déjà inscrit à cet examen cette session.
"""
MODELE_ESSAI = """
famille: essai
academie: {academie}
session: {annee}
intitule: Examen d'essai
calendrier:
  inscription: {{du: {du}, au: {au}}}
specialites:
  arts: {{intitule: Arts}}
  danse: {{intitule: Danse}}
epreuves:
  010: {{intitule: Épreuve 1, mode: oral}}
contacts:
  examens: {{service: Service des examens, courriel: examens@example.org}}
"""
SPECIALITE = """      specialite: {type: specialite, question: Discipline}
"""


@cache
def famille_essai(confirmation: str = "recapitulatif") -> FamilleLue:
    texte = FAMILLE_ESSAI.format(confirmation=confirmation)
    texte = texte.replace("      forme:\n", f"{SPECIALITE}      forme:\n", 1)
    lue = lire_famille(Fichier("famille.yaml", texte.encode()), [])
    assert lue is not None
    return lue


def publier_essai(
    portail: Portail,
    *,
    nom: str = "essai",
    academie: str = "versailles",
    annee: int = 2026,
    du: str = "01/11/2025 09:00",
    au: str = "19/11/2025 17:00",
    confirmation: str = "recapitulatif",
    en_plus: str = "",
) -> str:
    """Publish an exam of the tests; return its slug."""
    texte = MODELE_ESSAI.format(academie=academie, annee=annee, du=du, au=au) + en_plus
    slug = f"{academie}/{nom}"
    fichier = Fichier(f"{nom}.yaml", texte.encode())
    return publier_texte(portail, famille_essai(confirmation), fichier, slug)


IDENTIFICATION = {
    "domicile_pays": "FR",
    "adresse_1": "12 rue des Écoles",
    "domicile.code_postal": "78270",
    "domicile.commune": "78068",
    "nationalite": "FR",
    "telephone": "01 23 45 67 89",
}
SITUATION = {"specialite": "arts", "forme": "globale", "salarie": "non"}


def formulaire(**valeurs: Any) -> dict[str, list[str]]:
    """Return a form as posted; `__` in a name stands for a dot."""
    return en_formulaire({nom.replace("__", "."): valeur for nom, valeur in valeurs.items()})


def en_formulaire(valeurs: Mapping[str, Any]) -> dict[str, list[str]]:
    return {nom: list(v) if isinstance(v, list | tuple) else [str(v)] for nom, v in valeurs.items()}


def poster(
    portail: Portail, candidat: Candidat, candidature: Candidature, onglet: str, valeurs: Mapping[str, Any]
) -> saisie.Resultat:
    """Press « Suivant » on a tab, from a page that is up to date."""
    revision = saisie.lire(portail, candidat, candidature.cle).candidature.revision
    return saisie.enregistrer_onglet(
        portail, candidat, candidature.cle, onglet, en_formulaire(valeurs), revision
    )


def lu(portail: Portail, candidat: Candidat, candidature: Candidature) -> Brouillon:
    return saisie.lire(portail, candidat, candidature.cle).brouillon


def garder(
    portail: Portail, candidat: Candidat, candidature: Candidature, revision: int, **valeurs: Any
) -> saisie.Resultat:
    """Keep answers as saisie.js sends them."""
    cles = [nom.split("__")[0] for nom in valeurs]
    formulaire = en_formulaire({nom.replace("__", "."): v for nom, v in valeurs.items() if v is not None})
    return saisie.enregistrer_champs(portail, candidat, candidature.cle, cles, formulaire, revision)


def remplir_essai(portail: Portail, candidat: Candidat, slug: str = ESSAI, **situation: Any) -> Candidature:
    """Fill in every tab of the exam of the tests."""
    candidature = saisie.commencer(portail, candidat, slug)
    for onglet, valeurs in (
        ("identification", IDENTIFICATION),
        ("situation", SITUATION | situation),
        ("epreuves", {}),
    ):
        resultat = poster(portail, candidat, candidature, onglet, valeurs)
        assert resultat.suivant, resultat.erreurs
    return candidature


def inscrire(portail: Portail, candidat: Candidat, slug: str = ESSAI, **situation: Any) -> Candidature:
    """Register to the exam of the tests."""
    candidature = remplir_essai(portail, candidat, slug, **situation)
    inscription.enregistrer(portail, candidat, candidature.cle)
    return candidature


def repondre(contexte: Contexte, onglet: str, reponses: Mapping[str, Json]) -> dict[str, list[str]]:
    """Return what a browser posts for a tab: stored answers first, those given instead of them."""
    situation = contexte.situation
    declare = situation.modele.onglet(onglet)
    assert declare is not None
    postees: dict[str, list[str]] = {}
    situation = situation.avec({**situation.reponses, **reponses})
    for question in (*questions_visibles(situation, declare), *toutes_questions(situation, declare)):
        json = situation.brute(question)
        if question.origine == "compte" or json is None or question.cle in contexte.verrouillees:
            continue
        for partie, valeurs in TYPES[question.champ.type].montrer(question.champ, json).items():
            postees[f"{question.cle}.{partie}" if partie else question.cle] = list(valeurs)
    return postees


def remplir(portail: Portail, candidat: Candidat, slug: str, reponses: Mapping[str, Json]) -> Candidature:
    """Fill in every tab of any modèle with stored answers."""
    candidature = saisie.commencer(portail, candidat, slug)
    for _ in range(20):
        contexte = saisie.lire(portail, candidat, candidature.cle)
        suivant = next(
            (o for o in onglets_visibles(contexte.situation) if o.code not in contexte.situation.validees),
            None,
        )
        if suivant is None or suivant.genre == "recapitulatif":
            return candidature
        postees = repondre(contexte, suivant.code, reponses)
        resultat = poster(portail, candidat, candidature, suivant.code, postees)
        assert resultat.suivant, (suivant.code, resultat.erreurs)
    raise AssertionError("the form never ends")
