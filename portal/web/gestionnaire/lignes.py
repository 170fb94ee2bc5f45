"""The rows of the list of candidatures as they are drawn: codes become words, counts become a state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row

from portal.domain.affichage import PARIS
from portal.domain.numero import numero_inscription
from portal.domain.typographie import pluriel
from portal.services.modeles import Entree
from portal.services.portail import Portail

TONS = {"deposee": "bleu", "inscrite": "vert", "ecartee": "rouge", "terminee": "gris"}


@dataclass(frozen=True, slots=True)
class PiecesVues:
    """Where the pièces of a candidature stand, in a few words; the first thing to do comes first."""

    texte: str
    ton: str


@dataclass(frozen=True, slots=True)
class Ligne:
    """One row. `ton` is the colour of its état; an instant is for `fuseau`."""

    cle: str
    nom: str
    prenoms: str
    numero: str
    naissance: date
    courriel: str
    examen: str
    lieu: str
    specialite: str
    categorie: str
    etat: str
    ton: str
    pieces: PiecesVues | None
    enregistree: datetime
    fuseau: Any
    centre: str = ""
    centre_commune: str = ""


def ligne_de(portail: Portail, lue: Row[Any]) -> Ligne:
    """Draw one row; a modèle that is no longer in the catalogue leaves its codes."""
    entree = portail.modeles.entree(lue.slug)
    nom = f"{lue.nom_naissance}, usage {lue.nom_usage}" if lue.nom_usage else lue.nom_naissance
    return Ligne(
        cle=lue.cle, nom=nom, prenoms=lue.prenoms,
        numero=f"{lue.numero or ''} - {numero_inscription(lue.numero_inscription or 0)}",
        naissance=lue.naissance_le, courriel=lue.courriel,
        examen=entree.intitule if entree else lue.slug,
        lieu=f"{entree.academie.nom} {entree.session_examen}" if entree else "",
        specialite=_mot(entree.specialites if entree else (), lue.specialite),
        categorie=_mot(entree.categories if entree else (), lue.categorie),
        etat=etat_dit(portail, entree, lue.etat), ton=TONS.get(lue.phase, "gris"), pieces=_pieces(lue),
        enregistree=lue.enregistree_le, fuseau=entree.fuseau if entree else PARIS,
        centre=lue.centre or "", centre_commune=lue.centre_commune or "",
    )  # fmt: skip


def etat_dit(portail: Portail, entree: Entree | None, code: str) -> str:
    """« Inscription validée », of a modèle published before its états were summed up too."""
    connus = dict(entree.etats) if entree else {}
    if entree is not None and not connus:
        modele = portail.modeles.courant(entree.slug)
        connus = {etat.code: etat.intitule for etat in modele.circuit.etats.values()} if modele else {}
    return connus.get(code, code.replace("_", " ").capitalize())


def _mot(paires: tuple[tuple[str, str], ...], code: str | None) -> str:
    return dict(paires).get(code or "", code or "")


def _pieces(lue: Row[Any]) -> PiecesVues | None:
    if not lue.pieces_dues:
        return None
    if lue.pieces_conformes == lue.pieces_dues:
        return PiecesVues("complètes", "vert")
    reste = f"{lue.pieces_conformes} / {lue.pieces_dues}"
    if lue.pieces_a_verifier:
        return PiecesVues(f"{lue.pieces_a_verifier} à vérifier", "bleu")
    if lue.pieces_non_conformes:
        return PiecesVues(pluriel(lue.pieces_non_conformes, "non conforme", "non conformes"), "rouge")
    if lue.pieces_manquantes:
        return PiecesVues(pluriel(lue.pieces_manquantes, "manquante"), "ambre")
    return PiecesVues(reste, "gris")
