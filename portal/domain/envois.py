"""The pieces of a candidature as they are sent: by channel, by deadline, then by rubrique (guide 002 §10).

The same groups stand in « Mes justificatifs », on the page of a candidature and on the demande de pièces.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.domain.affichage import liste
from portal.domain.contact import contact_de
from portal.domain.langage.rendu import Rendu
from portal.domain.limite import avant, dit
from portal.domain.modele import Contact
from portal.domain.piece import CANAUX, Canal, PieceDue
from portal.domain.pieces_dues import libelle_pour, pieces_dues
from portal.domain.situation import Situation
from portal.domain.typographie import pluriel

_AUSSI = {"en_ligne": "en ligne", "courrier": "par voie postale", "autre": "selon d’autres modalités"}


@dataclass(frozen=True, slots=True)
class PieceDemandee:
    """One piece as a candidate reads it. `certaine` is False while an answer is still missing."""

    code: str
    titre: str
    obligatoire: bool = True
    certaine: bool = True
    aide: Rendu | None = None
    au_choix: tuple[str, ...] = ()
    pour: str = ""
    aussi: str = ""
    fichiers: str = ""


@dataclass(frozen=True, slots=True)
class Rubrique:
    """Pieces under one title; the title is empty when the modèle gives none."""

    intitule: str
    pieces: tuple[PieceDemandee, ...]


@dataclass(frozen=True, slots=True)
class Envoi:
    """What goes together: same channel, same deadline (exclusive instant), same address, same démarche."""

    canal: Canal
    limite: datetime
    phrase: str
    adresse: str
    rubriques: tuple[Rubrique, ...]
    demarche: str = ""

    @property
    def cle(self) -> str:
        """What names this group in an address: « en_ligne-20251119T1600 »."""
        return f"{self.canal}-{self.limite:%Y%m%dT%H%M}{'-demarche' if self.demarche else ''}"

    @property
    def pieces(self) -> tuple[PieceDemandee, ...]:
        return tuple(piece for rubrique in self.rubriques for piece in rubrique.pieces)


def envois(situation: Situation) -> tuple[Envoi, ...]:
    """Return what has to be sent, what is sent online first, then the nearest deadline."""
    groupes: dict[tuple[Canal, datetime, str, str], list[PieceDue]] = {}
    for due in pieces_dues(situation):
        adresse = adresse_de(situation, due) if due.piece.canal == "courrier" else ""
        groupes.setdefault((due.piece.canal, due.limite, adresse, due.demarche), []).append(due)
    ordre = list(CANAUX)
    return tuple(
        Envoi(
            canal,
            limite,
            f"Avec votre demande « {demarche} »" if demarche else _phrase(situation, canal, limite),
            adresse,
            _rubriques(situation, dues),
            demarche,
        )
        for (canal, limite, adresse, demarche), dues in sorted(
            groupes.items(), key=lambda un: (ordre.index(un[0][0]), *un[0][1:])
        )
    )


def adresse_de(situation: Situation, due: PieceDue) -> str:
    """Return where a piece is posted: its own address, else that of the service."""
    return due.piece.adresse or adresse_du_service(contact_de(situation))


def adresse_du_service(contact: Contact | None) -> str:
    """Return a postal address that begins with the service, "" when none is known."""
    if contact is None or not contact.adresse:
        return ""
    return contact.adresse if contact.service in contact.adresse else f"{contact.service}, {contact.adresse}"


def _phrase(situation: Situation, canal: Canal, limite: datetime) -> str:
    """« À déposer en ligne avant le … »; before the deposit opens, its beginning is said too."""
    calendrier = situation.modele.calendrier
    debut = calendrier.pieces.ouverture
    if canal == "en_ligne" and situation.maintenant < debut:
        return (
            f"{CANAUX[canal]} à partir du {dit(debut, calendrier.fuseau)}, {avant(limite, calendrier.fuseau)}"
        )
    return f"{CANAUX[canal]} {avant(limite, calendrier.fuseau)}"


def _rubriques(situation: Situation, dues: Iterable[PieceDue]) -> tuple[Rubrique, ...]:
    rubriques: dict[str, list[PieceDemandee]] = {}
    for due in dues:
        rubriques.setdefault(due.piece.groupe or "", []).append(demandee(situation, due))
    return tuple(Rubrique(intitule, tuple(pieces)) for intitule, pieces in rubriques.items())


def demandee(situation: Situation, due: PieceDue) -> PieceDemandee:
    """Return a pièce that is owed as its candidate reads it."""
    piece = due.piece
    autres = liste([_AUSSI[canal] for canal in piece.autres_canaux])
    return PieceDemandee(
        code=due.cle or piece.code,
        titre=piece.titre,
        obligatoire=due.obligatoire,
        certaine=due.certaine,
        aide=piece.aide.rendre(situation) if piece.aide is not None else None,
        au_choix=tuple(intitule for _, intitule in piece.une_parmi),
        pour=libelle_pour(situation, due),
        aussi=f"Peut aussi être fournie {autres}." if autres else "",
        fichiers=_fichiers(due) if piece.canal == "en_ligne" else "",
    )


def _fichiers(due: PieceDue) -> str:
    """« Fichiers PDF, PNG ou JPG, 5 Mo au plus »."""
    formats = [un.upper() for un in due.piece.formats]
    noms = " ou ".join(filter(None, (", ".join(formats[:-1]), formats[-1])))
    taille = due.piece.taille // (1024 * 1024)
    combien = due.piece.fichiers.au_plus
    nombre = f"{pluriel(combien, 'fichier')} au plus, " if combien else ""
    return f"{nombre}{noms}, {taille} Mo au plus par fichier."
