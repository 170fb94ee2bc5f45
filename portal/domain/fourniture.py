"""« Mes justificatifs » as a candidate reads it: what goes together, what is there, what is missing.

Pure. Groups are those of `domain.envois`: same channel, same deadline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.affichage import jour_long, liste
from portal.domain.envois import Envoi, PieceDemandee, envois
from portal.domain.limite import avant, derniere_minute, dit
from portal.domain.piece import CANAUX
from portal.domain.piece_suivie import Bilan, PieceSuivie, bilan
from portal.domain.remise import Manque, empechement
from portal.domain.reponses_piece import questions_restantes
from portal.domain.situation import Situation
from portal.domain.typographie import francais, pluriel


@dataclass(frozen=True, slots=True)
class PieceAFournir:
    """One pièce of the page. `refusee_le`: the last « Non conforme »; `perdus`: files with a virus."""

    suivie: PieceSuivie
    demandee: PieceDemandee
    refusee_le: datetime | None = None
    perdus: tuple[str, ...] = ()
    ouverte: bool = False
    questions_en_attente: int = 0

    @property
    def cle(self) -> str:
        return self.suivie.cle

    @property
    def redeposee(self) -> bool:
        """Tell whether something new was handed in since it was found non conforme."""
        if self.suivie.statut != "non_conforme" or self.refusee_le is None:
            return False
        return any(fichier.depose_le > self.refusee_le for fichier in self.suivie.fichiers)

    @property
    def refusee(self) -> bool:
        return self.suivie.statut == "non_conforme" and not self.redeposee

    @property
    def rendue(self) -> bool:
        """Tell whether the candidate did their part for now."""
        if self.suivie.figee or self.suivie.statut == "recue":
            return True
        return not self.refusee and self.suivie.repondue and not self.questions_en_attente

    @property
    def entamee(self) -> bool:
        return bool(self.suivie.fichiers) and not self.refusee

    @property
    def manquante(self) -> bool:
        """Tell whether it prevents « J'ai fourni toutes mes pièces »."""
        exigee = self.suivie.due.obligatoire or self.entamee or self.refusee
        return self.suivie.due.certaine and exigee and not self.rendue

    @property
    def a_valider(self) -> bool:
        """Tell whether « J'ai fourni toutes mes pièces » would date it."""
        return self.suivie.due.certaine and self.rendue and not self.suivie.figee and self.suivie.repondue

    @property
    def pourquoi(self) -> str:
        """Say what is missing, "" when nothing is."""
        suivie, assez = self.suivie, self.suivie.piece.fichiers.au_moins or 1
        if not self.manquante:
            return ""
        if self.refusee:
            return "Elle n'est pas conforme : ajoutez un nouveau fichier."
        if suivie.piece.canal != "en_ligne":
            return f"{CANAUX[suivie.piece.canal]}."
        if not suivie.fichiers:
            return "Aucun fichier."
        if len(suivie.fichiers) < assez:
            return f"Il manque {pluriel(assez - len(suivie.fichiers), 'fichier')}."
        if suivie.piece.une_parmi and suivie.choix is None:
            return "Dites laquelle des pièces vous fournissez."
        return "Répondez aux questions posées sur cette pièce."


@dataclass(frozen=True, slots=True)
class Rubrique:
    """Pièces under one title of the modèle."""

    intitule: str
    pieces: tuple[PieceAFournir, ...]


@dataclass(frozen=True, slots=True)
class Regroupement:
    """What is handed in together. `phrase`: how and until when; `depasse`: the deadline is behind."""

    envoi: Envoi
    phrase: str
    rubriques: tuple[Rubrique, ...]
    depasse: bool = False

    @property
    def cle(self) -> str:
        return self.envoi.cle

    @property
    def pieces(self) -> tuple[PieceAFournir, ...]:
        return tuple(piece for rubrique in self.rubriques for piece in rubrique.pieces)

    @property
    def en_ligne(self) -> bool:
        return self.envoi.canal == "en_ligne"

    @property
    def manques(self) -> tuple[Manque, ...]:
        return tuple(
            Manque(piece.cle, piece.demandee.titre, piece.pourquoi)
            for piece in self.pieces
            if piece.manquante
        )

    @property
    def a_valider(self) -> tuple[PieceAFournir, ...]:
        return tuple(piece for piece in self.pieces if piece.a_valider)

    @property
    def bouton(self) -> bool:
        """Tell whether « J'ai fourni toutes mes pièces » is shown: something is left to say or to provide."""
        ouvertes = (piece.suivie.due.certaine and not piece.suivie.figee for piece in self.pieces)
        return self.en_ligne and any(ouvertes) and bool(self.a_valider or self.manques)

    @property
    def fournie_le(self) -> datetime | None:
        """Return when it was last said that everything is there, None while something is not."""
        dates = [piece.suivie.validee_le for piece in self.pieces if piece.suivie.validee_le is not None]
        return max(dates) if dates and not self.bouton else None


def regroupements(
    situation: Situation,
    suivies: Iterable[PieceSuivie],
    refusees: Mapping[str, datetime],
    perdus: Mapping[str, tuple[str, ...]],
) -> tuple[Regroupement, ...]:
    """Return the groups of the page. In: by key of pièce, the last refusal and the files lost to a virus."""
    par_cle = {suivie.cle: suivie for suivie in suivies}

    def piece(demandee: PieceDemandee) -> PieceAFournir:
        suivie = par_cle[demandee.code]
        return PieceAFournir(
            suivie, demandee, refusees.get(suivie.cle), perdus.get(suivie.cle, ()),
            ouverte=empechement(situation, suivie, situation.maintenant) is None,
            questions_en_attente=questions_restantes(situation, suivie),
        )  # fmt: skip

    return tuple(
        Regroupement(
            envoi,
            _phrase(situation, envoi),
            tuple(Rubrique(r.intitule, tuple(piece(une) for une in r.pieces)) for r in envoi.rubriques),
            depasse=situation.maintenant >= envoi.limite,
        )
        for envoi in envois(situation)
    )


def _phrase(situation: Situation, envoi: Envoi) -> str:
    """« À déposer en ligne entre le … et le mercredi 19 novembre 2025 à 17 h 00 (heure de Paris) »."""
    if envoi.demarche:
        return envoi.phrase
    calendrier = situation.modele.calendrier
    fin = dit(derniere_minute(envoi.limite, calendrier.fuseau), calendrier.fuseau)
    if envoi.canal != "en_ligne":
        return f"{CANAUX[envoi.canal]} avant le {fin}"
    debut = jour_long(calendrier.pieces.ouverture, calendrier.fuseau)
    return f"{CANAUX[envoi.canal]} entre le {debut} et le {fin}"


def bilan_de(groupes: Iterable[Regroupement]) -> Bilan:
    """Count the pièces of the page: « Pièces conformes : n / m »."""
    return bilan(piece.suivie for groupe in groupes for piece in groupe.pieces)


def en_phrase(groupes: Iterable[Regroupement], fuseau: ZoneInfo) -> str:
    """Say what the nearest group lacks and until when, then what waits for the service; "" without pièces."""
    connus = [groupe for groupe in groupes if any(piece.suivie.due.certaine for piece in groupe.pieces)]
    for groupe in sorted(connus, key=lambda un: (un.depasse, un.envoi.limite)):
        titres = liste([manque.titre for manque in groupe.manques])
        if groupe.manques and not groupe.en_ligne:
            if groupe.depasse:  # nobody knows whether it was posted before the service says so
                continue
            return francais(f"{groupe.phrase} : {titres}.")
        if groupe.manques:
            avant_le = avant(groupe.envoi.limite, fuseau)
            quand = "la date limite est passée" if groupe.depasse else f"à fournir {avant_le}"
            return francais(f"Il manque {pluriel(len(groupe.manques), 'pièce')}, {quand} : {titres}.")
        if groupe.en_ligne and groupe.a_valider:
            return francais("Tout est déposé : cliquez sur « J’ai fourni toutes mes pièces » pour le dire.")
    compte = bilan_de(connus)
    if not compte.dues:
        return ""
    conformes = f"Pièces conformes : {compte.conformes} / {compte.dues}."
    return francais(conformes if compte.complet else f"{conformes} Vous n’avez rien à faire pour l’instant.")
