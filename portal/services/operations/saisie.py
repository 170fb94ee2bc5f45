"""What a gestionnaire types to prepare an operation: read field by field, complaints next to each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.domain.circuit import Transition
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_ligne, lire_paragraphes
from portal.services.modeles_du_perimetre import modeles_de
from portal.services.operations.message import lire_message
from portal.services.operations.publication import serie_de
from portal.services.operations.transition import ANNULER, DESINSCRIRE, PROFIL
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail

TITRE_MAX, TEXTE_MAX, MOTIF_MAX, MESURES_MAX = 80, 2000, 1000, 2000
AMENAGEMENTS_AU_PLUS = 50
# They have their own way: of the candidate, of a correction, or of a kind of operation.
A_PART = ("enregistrer", "modifier", ANNULER, DESINSCRIRE)


@dataclass(slots=True)
class Saisie:
    """What was typed, read: the parametres of the operation, and one sentence per field that is wrong."""

    parametres: dict[str, Any] = field(default_factory=dict)
    erreurs: dict[str, str] = field(default_factory=dict)

    def lire(self, nom: str, lecture: Callable[[], str]) -> None:
        try:
            self.parametres[nom] = lecture()
        except SaisieInvalide as refus:
            self.erreurs[nom] = refus.message


def lire_saisie(portail: Portail, agent: AgentEnPoste, genre: str, formulaire: Mapping[str, str]) -> Saisie:
    """Read the fields of one kind of operation."""
    saisie = Saisie()

    def tape(nom: str) -> str:
        return formulaire.get(nom, "")

    if genre == "message":
        lus, erreurs = lire_message(tape("objet"), tape("texte"))
        saisie.parametres.update(lus)
        saisie.erreurs.update(erreurs)
    if genre == "convocation":
        saisie.lire("titre", lambda: _titre(tape("titre")))
    if genre == "releve":
        saisie.lire("titre", lambda: lire_ligne(tape("titre"), TITRE_MAX))
    if genre in ("convocation", "amenagements"):
        saisie.lire("texte", lambda: lire_paragraphes(tape("texte"), TEXTE_MAX))
    if genre == "publication":
        _lire_publication(portail, agent, saisie, tape)
    if genre == "transition":
        _lire_transition(portail, agent, saisie, tape)
    if genre in ("annulation", "desinscription", "transition"):
        obligatoire = genre == "desinscription" or saisie.parametres.pop("avec_motif", False)
        saisie.lire("motif", lambda: _motif(tape("motif"), bool(obligatoire)))
    return saisie


def lire_mesures(formulaire: Mapping[str, str]) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Return the mesures typed for each candidature (`mesures.<clé>`), and what is wrong with some."""
    donnees: dict[str, dict[str, str]] = {}
    erreurs: dict[str, str] = {}
    for nom, brut in formulaire.items():
        prefixe, _, cle = nom.partition(".")
        if prefixe != "mesures" or not cle:
            continue
        try:
            donnees[cle] = {"mesures": lire_paragraphes(brut, MESURES_MAX)}
        except SaisieInvalide as refus:
            erreurs[nom] = refus.message
    return donnees, erreurs


def transitions_ouvertes(portail: Portail, agent: AgentEnPoste) -> Mapping[str, Transition]:
    """Return what the circuits of the périmètre let the gestionnaire do besides what has its own kind."""
    trouvees: dict[str, Transition] = {}
    for entree in modeles_de(portail, agent):
        modele = portail.modeles.courant(entree.slug)
        for code, transition in (modele.circuit.transitions if modele is not None else {}).items():
            if PROFIL in transition.par and code not in A_PART:
                trouvees.setdefault(code, transition)
    return trouvees


def documents_declares(portail: Portail, agent: AgentEnPoste) -> Mapping[str, str]:
    """Return the documents of the modèles of the périmètre that need nothing but the candidature."""
    connus: dict[str, str] = {}
    for entree in modeles_de(portail, agent):
        modele = portail.modeles.courant(entree.slug)
        for document in modele.documents if modele is not None else ():
            if document.code not in AVEC_DONNEES:
                connus.setdefault(document.code, document.intitule)
    return connus


AVEC_DONNEES = ("relance_pieces", "convocation", "amenagements", "releve_notes", "notification_annulation")


def _lire_publication(
    portail: Portail, agent: AgentEnPoste, saisie: Saisie, tape: Callable[[str], str]
) -> None:
    if code := tape("code"):
        if code in documents_declares(portail, agent):
            saisie.parametres["code"] = code
        else:
            saisie.erreurs["code"] = "Choisissez un document dans la liste."
        return
    saisie.lire("titre", lambda: _titre(tape("titre")))


def _lire_transition(
    portail: Portail, agent: AgentEnPoste, saisie: Saisie, tape: Callable[[str], str]
) -> None:
    transition = transitions_ouvertes(portail, agent).get(tape("transition"))
    if transition is None:
        saisie.erreurs["transition"] = "Choisissez un changement dans la liste."
        return
    saisie.parametres |= {"transition": transition.code, "avec_motif": transition.motif}


def _titre(brut: str) -> str:
    titre = lire_ligne(brut, TITRE_MAX)
    if not serie_de(titre):
        raise SaisieInvalide("Écrivez le titre du document, tel que les candidats le liront.")
    return titre


def _motif(brut: str, obligatoire: bool) -> str:
    motif = " ".join(lire_paragraphes(brut, MOTIF_MAX).split("\n"))
    if obligatoire and not motif:
        raise SaisieInvalide("Écrivez le motif : le candidat le lira.")
    return motif
