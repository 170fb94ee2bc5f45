"""The exam of `tests.centres` with two démarches of its candidates, each with its pièce."""

from __future__ import annotations

from functools import cache

from portal.domain.langage.lecteur import FamilleLue, Fichier, lire_famille
from portal.services import demarche
from portal.services.demarche import Page
from portal.services.pieces_de_demarche import Envoi
from portal.services.portail import Portail
from portal.services.preparation import FichierRecu
from portal.tables import Candidature
from tests import centres
from tests.centres_famille import FAMILLE, MODELE
from tests.publications import publier_texte

MEDICAL, EMPLOYEUR = "reporter_medical", "reporter_employeur"
TRANSITIONS = """
    reporter_medical:
      intitule: Reporter pour raison médicale
      de: inscrite
      vers: report_demande
      par: candidat
      exige: {aucun_de: [reportee]}
      message: Un report n'est possible qu'une fois.
      pieces: [certificat]
    reporter_employeur:
      intitule: Reporter à cause de mon employeur
      de: inscrite
      vers: report_demande
      par: candidat
      motif: oui
      pieces: [justificatif]
      champs:
        raison: {type: texte, question: Pour quelle raison, longueur: 40}
    refuser_report:
      intitule: Refuser le report
      de: report_demande
      vers: inscrite
      par: gestionnaire
      motif: oui
"""
PIECES = """
pieces:
  certificat: {intitule: Certificat médical, fichiers: {au_plus: 2}}
  justificatif:
    intitule: Justificatif de l'employeur
    une_parmi: {refus: Courrier de refus, attestation: Attestation de l'entreprise}
"""


@cache
def famille() -> FamilleLue:
    texte = FAMILLE.replace("@COMPLET@", "refus").replace("  transitions:\n", f"  transitions:{TRANSITIONS}")
    lue = lire_famille(Fichier("famille.yaml", (texte + PIECES).encode()), [])
    assert lue is not None
    return lue


def publier(portail: Portail) -> str:
    """Publish the session of January; return its slug."""
    mots = {"SESSION": "janvier 2026", "DU": "01/11/2025 09:00", "AU": "19/12/2025 17:00", "FERIES": "centre"}
    texte = MODELE
    for mot, valeur in mots.items():
        texte = texte.replace(f"@{mot}@", valeur)
    return publier_texte(portail, famille(), Fichier("janvier.yaml", texte.encode()), centres.JANVIER)


def inscrite(portail: Portail) -> Candidature:
    """Return a candidature that a centre validated for good."""
    return centres.mener(portail, "inscrite", centres.soumettre(portail))


def demander(portail: Portail, candidature: Candidature, code: str = MEDICAL, **envoi: object) -> Page | None:
    """Send the form of a démarche."""
    lue = centres.relire(candidature)
    valeurs = {"commence_le": portail.horloge.maintenant(), **envoi}
    return demarche.faire(portail, lue.candidat, lue.cle, code, Envoi(**valeurs))  # type: ignore[arg-type]


def erreurs(page: Page | None) -> dict[str, tuple[str, ...]]:
    """Return what a page says is wrong with each of its pièces."""
    assert page is not None
    return {une.cle: une.erreurs for une in page.pieces if une.erreurs}


def fichiers(*recus: FichierRecu, piece: str = "certificat") -> dict[str, list[FichierRecu]]:
    return {piece: list(recus)}
