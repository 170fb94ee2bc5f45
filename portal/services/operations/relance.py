"""Relance de pièces: what is missing, listed in a document and in its mail (guides 002 §8, 003 IV)."""

from __future__ import annotations

from portal.domain.limite import avant
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.pieces_dues import libelle_pour
from portal.domain.situation import Situation
from portal.domain.typographie import francais, pluriel
from portal.services.document import demander_documents
from portal.services.notification import notifier
from portal.services.operations.genre import Fait, Lettre, Sujet, ecartee, lettre_de
from portal.services.piece import pieces_suivies

MOMENT = "relance"
RESERVEE = "Pièce réservée aux personnes habilitées"


class Relance:
    """Every obligatory pièce that is missing or was refused."""

    def examiner(self, sujet: Sujet) -> str | None:
        if raison := ecartee(sujet):
            return raison
        return None if manquantes(sujet) else "Aucune pièce ne manque."

    def accomplir(self, sujet: Sujet) -> Fait:
        pieces = manquantes(sujet)
        documents = demander_documents(
            sujet.portail, sujet.candidature, MOMENT, sujet.situation,
            en_plus={"manquantes": [imprimer(sujet.situation, piece) for piece in pieces]},
        )  # fmt: skip
        notifier(
            sujet.portail, sujet.candidature, MOMENT, sujet.situation,
            mots={"pieces": en_liste(sujet.situation, pieces)}, rang=sujet.rang,
        )  # fmt: skip
        sujet.noter("relance", pieces=[piece.cle for piece in pieces])
        return Fait(francais(f"{pluriel(len(pieces), 'pièce')} à fournir"), next(iter(documents), None))

    def lettre(self, sujet: Sujet) -> Lettre | None:
        pieces = en_liste(sujet.situation, manquantes(sujet), caches=not sujet.agent.sante)
        return lettre_de(sujet, MOMENT, {"pieces": pieces})


def manquantes(sujet: Sujet) -> tuple[PieceSuivie, ...]:
    """Return the obligatory pièces that the candidate still has to provide."""
    return tuple(piece for piece in pieces_suivies(sujet.candidature.id, sujet.situation) if piece.manquante)


def en_liste(situation: Situation, pieces: tuple[PieceSuivie, ...], caches: bool = False) -> str:
    """Return one line per pièce for a mail; `caches` hides the names of those of health."""
    return "\n".join(f"- {_ligne(situation, piece, caches)}" for piece in pieces)


def imprimer(situation: Situation, piece: PieceSuivie) -> dict[str, str]:
    """Return a missing pièce as a document prints it."""
    limite, fuseau = piece.due.limite, situation.modele.calendrier.fuseau
    passee = situation.maintenant >= limite
    return {
        "titre": piece.piece.titre,
        "pour": libelle_pour(situation, piece.due),
        "etat": "Non conforme" if piece.statut == "non_conforme" else "Manquante",
        "information": piece.information,
        "limite": avant(limite, fuseau),
        "canal": piece.piece.canal,
        "passee": "oui" if passee else "",
    }


def _ligne(situation: Situation, piece: PieceSuivie, caches: bool) -> str:
    if caches and piece.piece.sante:
        return RESERVEE
    dite = imprimer(situation, piece)
    raison = f"non conforme, {dite['information']}" if dite["etat"] == "Non conforme" else ""
    quoi = " ".join(filter(None, (dite["titre"], dite["pour"])))
    details = " ; ".join(filter(None, (raison.rstrip(", ."), dite["limite"])))
    return francais(f"{quoi} : {details}")
