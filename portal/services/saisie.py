"""Filling in a candidature: keeping what is typed, validating its tabs one after the other.

What is typed is kept in a draft that nobody else reads, also while a recorded candidature is modified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from portal.db import ecriture
from portal.domain.brouillon import Brouillon, Saisies, nettoyer
from portal.domain.candidature import (
    DejaEnregistree,
    OngletIntrouvable,
    SaisieRefusee,
)
from portal.domain.constats import refus_de_l_onglet
from portal.domain.depot import (
    Conflit,
    avec,
    conflits,
    est_accessible,
    fondre,
    premier_incomplet,
    validees_apres,
    voisin,
)
from portal.domain.lecture import ErreurDeSaisie, Lecture, grouper, lire_onglet, lire_questions
from portal.domain.modele import Onglet
from portal.domain.questionnaire import questions_visibles
from portal.domain.situation import Situation
from portal.services.candidature import (
    Contexte,
    candidature_de,
    candidature_verrouillee,
    contexte_de,
    exiger_ouverte,
    preparer_modele,
)
from portal.services.depart import commencer
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

__all__ = ["Resultat", "commencer", "enregistrer_champs", "enregistrer_onglet", "lire"]

Formulaire = Mapping[str, Sequence[str]]
CLES_AU_PLUS = 500


@dataclass(frozen=True)
class Resultat:
    """The outcome of a saving. `contexte` is the candidature as it is now.

    `suivant` is the tab to go to, None when this one has to be shown again, with `erreurs` or `conflits`;
    `saisies` are then the inputs to show as typed. `revision` is that of the draft. `ailleurs` tells that
    other answers changed since the page was shown.
    """

    contexte: Contexte
    revision: int
    suivant: str | None = None
    erreurs: Mapping[str, ErreurDeSaisie] = field(default_factory=dict)
    saisies: Saisies = field(default_factory=dict)
    conflits: tuple[Conflit, ...] = ()
    ailleurs: bool = False


def lire(portail: Portail, candidat: Candidat, cle: str) -> Contexte:
    """Return a candidature and its draft, to show. Raises CandidatureIntrouvable."""
    return contexte_de(portail, candidature_de(portail, candidat, cle), candidat)


def enregistrer_onglet(
    portail: Portail,
    candidat: Candidat,
    cle: str,
    onglet: str,
    formulaire: Formulaire,
    revision: int,
    *,
    valider: bool = True,
) -> Resultat:
    """Keep a whole tab, and validate it unless `valider` is False (« Précédent », « Quitter », a new row).

    In: `revision` is the draft that the page showed. Nothing is written when an answer changed elsewhere
    since, to another value. What cannot be read is kept as typed. Raises CandidatureIntrouvable,
    OngletIntrouvable, InscriptionFermee or DejaEnregistree.
    """
    candidat_id = candidat.id
    preparer_modele(portail, candidat_id, cle)
    with ecriture():
        contexte = _ouvrir(portail, candidat, candidat_id, cle)
        declare = _onglet(contexte, onglet)
        lecture = lire_onglet(contexte.situation, declare, formulaire, contexte.verrouillees)
        valider = valider and est_accessible(contexte.situation, onglet)
        _refuser_par_les_regles(contexte.situation, declare, lecture)
        bon = valider and lecture.valide
        resultat = _deposer(portail, contexte, lecture, revision, onglet if bon else None)
        if resultat.conflits:
            return replace(resultat, saisies=grouper(contexte.situation, formulaire))
        if bon:
            return replace(resultat, suivant=voisin(resultat.contexte.situation, onglet, 1))
        if not est_accessible(resultat.contexte.situation, onglet):
            return replace(resultat, suivant=premier_incomplet(resultat.contexte.situation).code)
        erreurs = lecture.erreurs if valider else {}
        return replace(resultat, erreurs=erreurs, saisies={**resultat.saisies, **lecture.saisies})


def enregistrer_champs(
    portail: Portail,
    candidat: Candidat,
    cle: str,
    cles: Sequence[str],
    formulaire: Formulaire,
    revision: int,
) -> Resultat:
    """Keep some answers as they are typed, in the order given. A key without any input is emptied.

    Raises SaisieRefusee for what cannot be kept at all, and what `enregistrer_onglet` raises.
    """
    if len(cles) > CLES_AU_PLUS:
        raise SaisieRefusee("Trop de réponses sont envoyées à la fois.")
    candidat_id = candidat.id
    preparer_modele(portail, candidat_id, cle)
    with ecriture():
        contexte = _ouvrir(portail, candidat, candidat_id, cle)
        situation, lecture = contexte.situation, Lecture(dict(contexte.situation.reponses))
        for une in dict.fromkeys(cles):
            question = situation.question(une)
            if question is None or question.origine == "compte" or question.cle in contexte.verrouillees:
                raise SaisieRefusee("Cette réponse ne peut pas être changée ici.")
            lue = lire_questions(situation, [question], formulaire, contexte.verrouillees)
            if any(nettoyer(parties) is None for parties in lue.saisies.values()):
                raise SaisieRefusee("Cette réponse est trop longue : raccourcissez-la.")
            situation = situation.avec(lue.reponses)
            lecture.reponses = lue.reponses
            lecture.saisies |= lue.saisies
            lecture.lues |= lue.lues
        return _deposer(portail, contexte, lecture, revision, None)


def _ouvrir(portail: Portail, candidat: Candidat, candidat_id: int, cle: str) -> Contexte:
    """Lock a candidature that takes answers now.

    `candidat` was expired by the transaction: its id is given apart, so that one query reads all of it again.
    """
    candidature = candidature_verrouillee(portail, candidat_id, cle)
    contexte = contexte_de(portail, candidature, candidat)
    exiger_ouverte(portail, contexte.modele)
    if not contexte.saisie_ouverte:
        raise DejaEnregistree("modifier" in contexte.modele.circuit.transitions)
    return contexte


def _onglet(contexte: Contexte, code: str) -> Onglet:
    onglet = contexte.modele.onglet(code)
    if onglet is None:
        raise OngletIntrouvable
    if onglet.genre == "recapitulatif":
        raise SaisieRefusee("Cet onglet ne se remplit pas.")
    return onglet


def _refuser_par_les_regles(situation: Situation, onglet: Onglet, lecture: Lecture) -> None:
    """Add what the règles refuse of this tab: nobody fills in a whole form to learn it at its end."""
    finale = situation.avec(lecture.reponses)
    questions = {question.cle: question for question in questions_visibles(finale, onglet)}
    for cle, message in refus_de_l_onglet(finale, questions.keys() - lecture.erreurs.keys()).items():
        lecture.erreurs[cle] = ErreurDeSaisie(cle, questions[cle].champ.question, message)


def _deposer(
    portail: Portail, contexte: Contexte, lecture: Lecture, revision: int, validee: str | None
) -> Resultat:
    """Write what was read, unless something of it changed elsewhere."""
    candidature, avant = contexte.candidature, contexte.brouillon
    apres = fondre(avant, lecture)
    disputees = conflits(contexte.situation, avant, apres, lecture.lues, revision)
    if disputees:
        return Resultat(contexte, candidature.revision, conflits=disputees)
    situation = contexte.situation.avec({**apres.reponses, **contexte.fixes})
    candidates = [*candidature.validees, *([validee] if validee else [])]
    validees = validees_apres(situation, apres.saisies, contexte.verrouillees, candidates)
    changees = avant.changees(apres, lecture.lues)
    ailleurs = any(numero > revision and cle not in lecture.lues for cle, numero in avant.revisions.items())
    if changees:
        candidature.revision += 1
        apres = apres.date(changees, candidature.revision)
    situation = avec(situation, situation.reponses, validees)
    if (apres, validees) != (avant, candidature.validees):
        _ecrire(portail, candidature, apres, validees)
        if candidature.version == 0:
            candidature.specialite = situation.specialite.code if situation.specialite else None
    present = replace(contexte, situation=situation, brouillon=apres)
    return Resultat(present, candidature.revision, saisies=apres.saisies, ailleurs=ailleurs)


def _ecrire(portail: Portail, candidature: Candidature, brouillon: Brouillon, validees: list[str]) -> None:
    candidature.brouillon = brouillon.en_json()
    candidature.validees = validees
    candidature.modifiee_le = portail.horloge.maintenant()
