"""A message of the service: typed once, each candidate reading their own name in it. Plain text."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.texte import TexteInvalide, analyser
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_ligne, lire_paragraphes
from portal.services.notification import faire_voix, notifier
from portal.services.operations.genre import Fait, Lettre, Sujet, ecartee, lettre_de

MOMENT = "message"
# What every modèle can say, whatever it asks.
MOTS = {
    "candidat.prenom": "le prénom",
    "candidat.nom": "le nom",
    "candidat.civilite": "la civilité",
    "candidat.numero": "le n° candidat",
    "numero_inscription": "le n° d'inscription",
    "intitule": "l'examen et la spécialité",
    "session": "la session",
    "cloture": "la clôture des inscriptions",
    "contact.service": "le nom du service",
    "contact.courriel": "l'adresse mail du service",
    "contact.telephone": "le téléphone du service",
}
OBJET_MAX, TEXTE_MAX = 120, 4000


class Message:
    """Subject and text of the gestionnaire, in the mail « message » of the modèle."""

    def examiner(self, sujet: Sujet) -> str | None:
        if not any(MOMENT in courriel.quand for courriel in sujet.situation.modele.courriels):
            return "Ce modèle ne prévoit pas de message."
        return ecartee(sujet)

    def accomplir(self, sujet: Sujet) -> Fait:
        mots = _mots(sujet)
        notifier(sujet.portail, sujet.candidature, MOMENT, sujet.situation, mots=mots, rang=sujet.rang)
        sujet.noter("message", objet=mots["objet"])
        return Fait("Message envoyé")

    def lettre(self, sujet: Sujet) -> Lettre | None:
        return lettre_de(sujet, MOMENT, _mots(sujet))


def lire_message(objet: str, texte: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what may be kept of a subject and a text, and what is wrong with each, by field."""
    lus: dict[str, str] = {}
    erreurs: dict[str, str] = {}
    for champ, brut, lire, longueur, vide in (
        ("objet", objet, lire_ligne, OBJET_MAX, "Écrivez l'objet du message."),
        ("texte", texte, lire_paragraphes, TEXTE_MAX, "Écrivez le texte du message."),
    ):
        try:
            lus[champ] = lire(brut, longueur)
            if not lus[champ]:
                raise SaisieInvalide(vide)
            _verifier_les_mots(lus[champ])
        except (SaisieInvalide, TexteInvalide) as refus:
            phrase = refus.message if isinstance(refus, SaisieInvalide) else str(refus)
            erreurs[champ] = phrase[:1].upper() + phrase[1:]
    return lus, erreurs


def _verifier_les_mots(texte: str) -> None:
    for chemin in analyser(texte).chemins:
        if chemin not in MOTS:
            raise SaisieInvalide(f"Le mot <{chemin}> n'existe pas.{suggestion(chemin, MOTS)}")


def _mots(sujet: Sujet) -> dict[str, str]:
    voix = faire_voix(sujet.portail, sujet.candidature, sujet.situation, {})
    objet, texte = (analyser(sujet.parametres[nom]) for nom in ("objet", "texte"))
    return {
        "objet": " ".join(objet.rendre(voix.afficher).en_clair().split()),
        "message": texte.rendre(voix.afficher).en_clair(),
    }
