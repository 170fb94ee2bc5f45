"""Mails that a modèle declares: sent with the fact that they tell, written in the words of the modèle."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select

from portal.db import db
from portal.domain.centre_choisi import centre_de
from portal.domain.conditions import Portee, Vide
from portal.domain.contact import contact_de
from portal.domain.instant import Instant
from portal.domain.langage.textes import MOTS
from portal.domain.limite import dit
from portal.domain.modele import CourrielDeclare
from portal.domain.numero import numero_inscription, numero_version
from portal.domain.recapitulatif import differences
from portal.domain.selection import majuscule
from portal.domain.situation import Situation
from portal.domain.typographie import INSECABLE, francais
from portal.services.courriel import deposer_courriel
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.document import Document

journal = logging.getLogger(__name__)

GABARIT = "candidature"
SANS_DIFFERENCE = "Aucune réponse n’a changé."


@dataclass(frozen=True, slots=True)
class Voix:
    """A candidature that also knows the words of one mail: `<lien>`, `<version>`, `<modifications>`…"""

    situation: Situation
    mots: Mapping[str, str]

    @property
    def dehors(self) -> Portee:
        return self.situation

    def lire(self, chemin: str) -> object:
        return self.situation.lire(chemin)

    def age(self, au: Instant) -> Decimal | Vide:
        return self.situation.age(au)

    def instant(self, instant: Instant) -> datetime | date | None:
        return self.situation.instant(instant)

    def jour(self, instant: datetime | date) -> date:
        return self.situation.jour(instant)

    def elements(self, chemin: str) -> Sequence[Portee] | Vide:
        return self.situation.elements(chemin)

    def afficher(self, chemin: str) -> str:
        return self.mots[chemin] if chemin in self.mots else self.situation.afficher(chemin)


def notifier(
    portail: Portail,
    candidature: Candidature,
    moment: str,
    situation: Situation,
    avant: Situation | None = None,
    document: Document | None = None,
    *,
    mots: Mapping[str, str] | None = None,
    rang: str | None = None,
    apres: datetime | None = None,
) -> int:
    """Send what the modèle declares for `moment`; return how many mails. Runs inside `ecriture()`.

    In: `avant` is the situation recorded before, for `<modifications>`; `document` the one that is announced;
    `mots` are further words of the texts (« piece », « motif », « limite »…); `apres` keeps the mails back.
    The same moment of the same `rang` (default: the version, or the document) sends once.
    """
    voix = faire_voix(portail, candidature, situation, mots or {}, avant, document)
    rang = rang or (f"d{document.id}" if document is not None else f"v{candidature.version}")
    return sum(
        envoyer_courriel(portail, candidature, courriel, voix, f"{moment}:{rang}", apres)
        for courriel in situation.modele.courriels
        if moment in courriel.quand and courriel.si.evaluer(situation) is True
    )


def faire_voix(
    portail: Portail,
    candidature: Candidature,
    situation: Situation,
    mots: Mapping[str, str],
    avant: Situation | None = None,
    document: Document | None = None,
) -> Voix:
    """Return the words that the mails of a candidature may say, `mots` besides; the others are empty."""
    connus = _mots(portail, candidature, situation, avant, document)
    return Voix(situation, {**dict.fromkeys(MOTS, ""), **connus, **mots})


def envoyer_courriel(
    portail: Portail,
    candidature: Candidature,
    courriel: CourrielDeclare,
    voix: Voix,
    occasion: str,
    apres: datetime | None = None,
) -> int:
    """Send one declared mail to each of its profils, once per `occasion`; return how many."""
    objet, texte = courriel.objet.en_clair(voix), courriel.texte.en_clair(voix)
    contexte = {"objet": objet, "texte": texte, "contact": contact_de(voix.situation)}
    return sum(
        deposer_courriel(
            portail,
            GABARIT,
            destinataire,
            {**contexte, "profil": profil},
            cle=f"candidature:{candidature.id}:{occasion}:{courriel.code}:{profil}",
            compte_id=candidature.candidat.compte_id if profil == "candidat" else None,
            candidature_id=candidature.id,
            apres=apres,
        )
        for profil, destinataire in _destinataires(candidature, courriel, voix.situation).items()
    )


def _destinataires(
    candidature: Candidature, courriel: CourrielDeclare, situation: Situation
) -> Mapping[str, str]:
    """Return the address of each profil that has one: candidate's account, service in charge, centre."""
    contact, centre = contact_de(situation), centre_de(situation)
    adresses = {
        "candidat": candidature.candidat.compte.courriel,
        "gestionnaire": (contact.courriel if contact is not None else None) or "",
        "centre": centre.courriel if centre is not None else "",
    }
    return {profil: adresses[profil] for profil in courriel.a if adresses.get(profil)}


def _mots(
    portail: Portail,
    candidature: Candidature,
    situation: Situation,
    avant: Situation | None,
    document: Document | None,
) -> Mapping[str, str]:
    fuseau = situation.modele.calendrier.fuseau
    lignes = differences(avant, situation) if avant is not None else ()
    return {
        "intitule": majuscule(intitule_de(situation)),
        "lien_portail": portail.config.base_url,
        "lien": f"{portail.config.base_url}/inscriptions/{candidature.cle}",
        "version": numero_version(candidature.version),
        "candidat.numero": candidature.candidat.numero or "",
        "numero_inscription": numero_inscription(candidature.numero_inscription or 0),
        "enregistree_le": dit(situation.maintenant, fuseau),
        "modifications": "\n".join(f"- {phrase}" for phrase in map(_difference, lignes)) or SANS_DIFFERENCE,
        "document": document.intitule if document is not None else "",
        "echeance": dit(candidature.echeance_le, fuseau) if candidature.echeance_le else "",
        "reperes": _reperes(portail, candidature),
        **_reprise(portail, candidature, situation),
        "lien_pieces": f"{portail.config.base_url}/justificatifs/{candidature.cle}",
    }


def _reperes(portail: Portail, candidature: Candidature) -> str:
    """Return the identifiers that plugins gave this person: « NUC 4821 0937 K »."""
    try:
        donnes = portail.extensions.hook.portal_reperes(compte_id=candidature.candidat.compte_id)
    except Exception:  # a mail without a number is better than a request that cannot be sent
        journal.exception("the identifiers of account %s cannot be read", candidature.candidat.compte_id)
        return ""
    return ", ".join(f"{un.sigle}{INSECABLE}{un.valeur}" for apport in donnes for un in apport)


def _reprise(portail: Portail, candidature: Candidature, situation: Situation) -> Mapping[str, str]:
    """Return the address of the candidature that this one opened, of the list while there is none, and until
    when it can be recorded."""
    calendrier = situation.modele.calendrier
    if not any(transition.ouvre for transition in situation.modele.circuit.transitions.values()):
        return {}
    demande = select(Candidature.cle, Candidature.delais).where(
        Candidature.candidat_id == candidature.candidat_id,  # an index reads the few of one person
        Candidature.origine_id == candidature.id,
    )
    suivante = db.session.execute(demande.order_by(Candidature.id.desc())).first()
    adresse = f"{portail.config.base_url}/inscriptions"
    accorde = suivante.delais.get("inscription") if suivante else None
    fin = datetime.fromisoformat(accorde) if accorde else calendrier.inscription.fermeture
    return {
        "lien_reprise": f"{adresse}/{suivante.cle}" if suivante else adresse,
        "limite_reprise": dit(fin, calendrier.fuseau),
    }


def intitule_de(situation: Situation) -> str:
    """Return « Certificat de spécialisation : Zingueur », or the exam when it has no spécialité."""
    specialite = situation.specialite
    if specialite is None or specialite.intitule == situation.modele.intitule:
        return situation.modele.intitule
    return francais(f"{situation.modele.intitule} : {specialite.intitule}")


def _difference(ligne: tuple[str, str, str]) -> str:
    """« Adresse 1 : rue de la Pluie → rue du Soleil »."""
    question, avant, apres = ligne
    return francais(
        f"{question.removesuffix('?').strip()} : {' '.join(avant.split())} → {' '.join(apres.split())}"
    )
