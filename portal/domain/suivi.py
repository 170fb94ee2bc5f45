"""Where a candidature stands: the steps of a registration, what is done, what comes, and when.

Source: 003 III (validation), 004 §1–2 (pré-inscription then inscription définitive).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from portal.domain.envois import Envoi, envois
from portal.domain.langage.rendu import Rendu
from portal.domain.limite import avant, dit
from portal.domain.numero import numero_inscription, numero_version
from portal.domain.piece_suivie import Bilan
from portal.domain.situation import Situation
from portal.domain.typographie import pluriel

EtatEtape = Literal["fait", "courant", "a_faire", "interrompu"]
ECARTEES = ("ecartee",)


@dataclass(frozen=True, slots=True)
class Faits:
    """What the row of a candidature says. `version` is 0 before « Enregistrer ».

    `pieces` counts what was handed in, `reste` says in a sentence what is missing and until when.
    """

    version: int
    rang: int | None
    enregistree_le: datetime | None
    phase: str
    onglets_faits: int
    onglets: int
    pieces: Bilan = field(default_factory=Bilan)
    reste: str = ""


@dataclass(frozen=True, slots=True)
class Etape:
    """One step of the drawing: its title, its state, and a sentence.

    `mention` says the state in other words than usual; `texte` is that of the modèle, `motif` why it is so.
    """

    code: str
    intitule: str
    etat: EtatEtape
    detail: str = ""
    mention: str = ""
    texte: Rendu | None = None
    motif: str = ""


@dataclass(frozen=True, slots=True)
class Rappel:
    """A date of the calendar that is still to come, or just past."""

    intitule: str
    quand: datetime | date
    passe: bool


def etapes(situation: Situation, faits: Faits) -> tuple[Etape, ...]:
    """Return the steps in order; one at most is « courant »."""
    brutes = (
        _formulaire(situation, faits),
        _numero(situation, faits),
        *_pieces(situation, faits),
        _fin(situation, faits),
    )
    return _une_courante(brutes)


def _formulaire(situation: Situation, faits: Faits) -> Etape:
    if faits.version:
        return Etape("formulaire", "Formulaire rempli", "fait")
    combien = pluriel(faits.onglets_faits, "onglet terminé", "onglets terminés")
    return Etape("formulaire", "Remplir le formulaire", "a_faire", f"{combien} sur {faits.onglets}.")


def _numero(situation: Situation, faits: Faits) -> Etape:
    calendrier = situation.modele.calendrier
    if faits.version and faits.enregistree_le is not None:
        numero, version = numero_inscription(faits.rang or 0), numero_version(faits.version)
        le = dit(faits.enregistree_le, calendrier.fuseau)
        return Etape("numero", "Inscription enregistrée", "fait", f"N° {numero}, version {version}, le {le}.")
    fin = avant(calendrier.inscription.fermeture, calendrier.fuseau)
    return Etape("numero", "Enregistrer votre inscription", "a_faire", f"À faire {fin}.")


def _pieces(situation: Situation, faits: Faits) -> tuple[Etape, ...]:
    demandes = envois(situation)
    if not demandes:
        return ()
    if not faits.version:
        nombre = sum(len(envoi.pieces) for envoi in demandes)
        phrases = " ".join(f"{envoi.phrase}." for envoi in demandes)
        detail = f"{pluriel(nombre, 'pièce demandée', 'pièces demandées')}. {phrases}"
        return (Etape("pieces", "Préparer vos pièces", "a_faire", detail),)
    compte = faits.pieces
    rendues = compte.a_verifier + compte.conformes >= compte.dues
    fait = faits.phase == "inscrite" or rendues
    detail = faits.reste or f"{compte.conformes} / {compte.dues} conformes."
    intitule = "Pièces fournies" if fait else "Fournir vos pièces"
    return (Etape("pieces", intitule, "fait" if fait else "a_faire", detail),)


def _fin(situation: Situation, faits: Faits) -> Etape:
    etat = situation.modele.circuit.etats[situation.etat]
    if faits.phase in ECARTEES:
        return Etape("fin", etat.intitule, "interrompu")
    if faits.phase in ("inscrite", "terminee"):
        return Etape("fin", etat.intitule, "fait")
    validee = next((e for e in situation.modele.circuit.etats.values() if e.phase == "inscrite"), None)
    intitule = validee.intitule if validee is not None else "Inscription validée"
    detail = "Le service des examens vérifie votre inscription et vos pièces."
    return Etape("fin", intitule, "a_faire", detail)


def _une_courante(etapes_: tuple[Etape, ...]) -> tuple[Etape, ...]:
    rang = next((i for i, etape in enumerate(etapes_) if etape.etat == "a_faire"), None)
    if rang is None:
        return etapes_
    courante = etapes_[rang]
    present = Etape(courante.code, courante.intitule, "courant", courante.detail)
    return (*etapes_[:rang], present, *etapes_[rang + 1 :])


def rappels(situation: Situation) -> tuple[Rappel, ...]:
    """Return the jalons of the session, in order of date."""
    calendrier = situation.modele.calendrier
    aujourd_hui = situation.jour(situation.maintenant)
    lignes = [
        Rappel(jalon.intitule, jalon.quand, situation.jour(jalon.quand) < aujourd_hui)
        for jalon in calendrier.jalons.values()
    ]
    return tuple(sorted(lignes, key=lambda un: situation.jour(un.quand)))


def dates_utiles(situation: Situation, demandes: tuple[Envoi, ...]) -> tuple[tuple[str, str, datetime], ...]:
    """Return (code, title, exclusive instant) of what must be done in time: closing, then sendings."""
    calendrier = situation.modele.calendrier
    dates = [("cloture", "Fermeture des inscriptions", calendrier.inscription.fermeture)]
    for rang, envoi in enumerate(demandes):
        titres = ", ".join(piece.titre for piece in envoi.pieces)
        dates.append((f"pieces-{rang}", f"Pièces à fournir : {titres}", envoi.limite))
    return tuple(dates)


def session_terminee(annee: int, aujourd_hui: date) -> bool:
    """Tell whether a session is over: after 31 December of its year (docs/decisions/0011)."""
    return aujourd_hui > date(annee, 12, 31)
