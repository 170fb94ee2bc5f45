"""A message to the candidate of one candidature, in the words of who writes it: nothing is replaced."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from portal.db import db, ecriture
from portal.domain.circuit import TransitionImpossible
from portal.domain.refus import Refus
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_ligne, lire_paragraphes
from portal.services.candidature import contexte_de
from portal.services.notification import notifier
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour
from portal.services.portail import Portail
from portal.tables.evenement import Evenement

MOMENT = "message"
OBJET_MAX, TEXTE_MAX = 120, 4000


class MessageRefuse(Refus):
    """What must be corrected, by field."""

    statut = 422

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        self.erreurs = dict(erreurs)
        super().__init__(" ".join(erreurs.values()))


def envoyer(portail: Portail, agent: AgentEnPoste, cle: str, objet: str, texte: str) -> bool:
    """Send a message to the candidate; False when the same one left already today (a button pressed twice).

    Raises MessageRefuse, CandidatureIntrouvable, TransitionImpossible where the modèle has no such mail.
    """
    mots = _lire(objet, texte)
    contexte_pour(portail, agent, cle)
    with ecriture():
        candidature = candidature_verrouillee_pour(portail, agent, cle)
        situation = contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
        if not any(MOMENT in courriel.quand for courriel in situation.modele.courriels):
            raise TransitionImpossible("Cet examen ne prévoit pas de message aux candidats.")
        jour = situation.jour(situation.maintenant)
        rang = hashlib.sha256(f"{agent.compte_id}:{jour}:{sorted(mots.items())}".encode()).hexdigest()[:16]
        if not notifier(portail, candidature, MOMENT, situation, mots=mots, rang=rang):
            return False
        db.session.add(
            Evenement(
                candidature_id=candidature.id, compte_id=agent.compte_id, le=situation.maintenant,
                nature="message", donnees={"objet": mots["objet"]},
            )
        )  # fmt: skip
        return True


def _lire(objet: str, texte: str) -> dict[str, str]:
    lus: dict[str, str] = {}
    erreurs: dict[str, str] = {}
    lectures: tuple[tuple[str, str, Callable[[str, int], str], int, str], ...] = (
        ("objet", objet, lire_ligne, OBJET_MAX, "Écrivez l'objet du message."),
        ("message", texte, lire_paragraphes, TEXTE_MAX, "Écrivez le texte du message."),
    )
    for champ, brut, lire, longueur, vide in lectures:
        try:
            lus[champ] = lire(brut, longueur)
        except SaisieInvalide as refus:
            erreurs[champ] = refus.message
        else:
            if not lus[champ]:
                erreurs[champ] = vide
    if erreurs:
        raise MessageRefuse(erreurs)
    return lus
