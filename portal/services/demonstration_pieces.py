"""What became of the pièces of an invented candidature: handed in, declared complete, looked at."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import PurePath
from random import Random
from typing import Any

from portal.adapters.horloge import HorlogeReglable
from portal.adapters.specimens import Modele, Papier, dessiner
from portal.db import db
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.situation import Situation
from portal.services.circuit import franchir
from portal.services.piece import ligne_de, pieces_suivies, recompter
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.piece import DecisionPiece, Depot, PieceCandidature

# What a candidature has come to, and how often.
HISTOIRES = {"rien": 20, "partiel": 18, "fourni": 30, "examine": 12, "refuse": 9, "complet": 11}
AVANT_CONTROLE = ("rien", "partiel", "fourni")
FLOUE = "identite_floue"


@dataclass(frozen=True, slots=True)
class Range:
    """A paper in the store: the keys of the file and of its picture, and its size in bytes."""

    papier: Papier
    cle: str
    image: str

    @property
    def taille(self) -> int:
        return len(self.papier.contenu)


def ranger_papiers(portail: Portail, papiers: Mapping[str, Iterable[Modele]]) -> dict[str, tuple[Range, ...]]:
    """Draw and store the papers of each pièce. Not inside `ecriture()`."""
    return {code: tuple(_ranger(portail, modele) for modele in modeles) for code, modeles in papiers.items()}


def _ranger(portail: Portail, modele: Modele) -> Range:
    papier = dessiner(modele)
    contenu, image = (portail.stockage.deposer(io.BytesIO(o)) for o in (papier.contenu, papier.image))
    return Range(papier, contenu.cle, image.cle)


class Chemise:
    """The pièces of one candidature, on which time passes. Inside `ecriture()`."""

    def __init__(
        self,
        portail: Portail,
        candidature: Candidature,
        situation: Situation,
        hasard: Random,
        agent: int | None,
    ) -> None:
        self._portail, self._candidature, self._hasard, self._agent = portail, candidature, hasard, agent
        self._situation = situation
        self._le = situation.maintenant
        self._dernier = portail.horloge.maintenant()
        self._auteur = candidature.candidat.compte_id

    def raconter(
        self, histoire: str, papiers: Mapping[str, Sequence[Range]], motifs: Mapping[str, Sequence[str]]
    ) -> None:
        """Live one of HISTOIRES, then count."""
        if histoire == "rien":
            return
        suivies = [
            piece for piece in pieces_suivies(self._candidature.id, self._situation) if self._due(piece)
        ]
        gardees = suivies[: max(1, len(suivies) // 2)] if histoire == "partiel" else suivies
        lignes = [(piece, self._deposer(piece, papiers, histoire)) for piece in gardees]
        if histoire != "partiel":
            self._fournir([ligne for _, ligne in lignes])
        if histoire not in AVANT_CONTROLE:
            self._controler(lignes, histoire, motifs)
        self._conclure(histoire)

    def _due(self, piece: PieceSuivie) -> bool:
        return piece.due.certaine and piece.piece.canal == "en_ligne" and (
            piece.due.obligatoire or self._hasard.random() < 0.5
        )  # fmt: skip

    def _deposer(
        self, piece: PieceSuivie, papiers: Mapping[str, Sequence[Range]], histoire: str
    ) -> PieceCandidature:
        ligne = ligne_de(self._candidature, piece)
        if piece.piece.une_parmi:
            ligne.choix = self._hasard.choice(piece.piece.une_parmi)[0]
        code = FLOUE if piece.due.code == "identite" and histoire == "refuse" else piece.due.code
        choisi = self._hasard.choice(papiers.get(code) or papiers["scolarite"])
        self._passer(timedelta(minutes=self._hasard.randrange(3, 50)))
        depot = Depot(
            piece_id=ligne.id, nom=self._nommer(choisi.papier), format=choisi.papier.format,
            taille=choisi.taille, pages=1, sha256=choisi.cle, commence_le=self._le - timedelta(seconds=2),
            depose_le=self._le, antivirus="sain", apercu="fait", apercus=[choisi.image],
        )  # fmt: skip
        db.session.add(depot)
        db.session.flush()
        self._noter("piece_deposee", self._auteur, piece=piece.cle, depot=depot.cle)
        return ligne

    def _nommer(self, papier: Papier) -> str:
        nom = PurePath(papier.nom)
        if self._hasard.random() < 0.5:
            return papier.nom
        return f"{nom.stem} {self._candidature.candidat.nom_naissance.title()}{nom.suffix}"

    def _fournir(self, lignes: Iterable[PieceCandidature]) -> None:
        self._passer(timedelta(minutes=4))
        for ligne in lignes:
            ligne.validee_le = self._le
        self._noter("pieces_fournies", self._auteur)

    def _controler(
        self,
        lignes: Sequence[tuple[PieceSuivie, PieceCandidature]],
        histoire: str,
        motifs: Mapping[str, Sequence[str]],
    ) -> None:
        self._passer(timedelta(hours=self._hasard.randrange(5, 40)))
        combien = 1 if histoire == "examine" else len(lignes)
        for rang, (piece, ligne) in enumerate(lignes[:combien]):
            self._passer(timedelta(seconds=self._hasard.randrange(20, 200)))
            self._decider(
                piece, ligne, "non_conforme" if histoire == "refuse" and not rang else "conforme", motifs
            )

    def _decider(
        self, piece: PieceSuivie, ligne: PieceCandidature, statut: str, motifs: Mapping[str, Sequence[str]]
    ) -> None:
        avant = {"statut": None, "validee_le": ligne.validee_le and ligne.validee_le.isoformat()}
        ligne.statut = statut
        if statut == "non_conforme":
            prevus = [texte for _, texte in piece.piece.refus]
            ligne.information = self._hasard.choice(prevus or motifs.get(ligne.code, motifs[""]))
            ligne.validee_le = None
        decision = DecisionPiece(
            piece_id=ligne.id, compte_id=self._agent, le=self._le, statut=statut,
            information=ligne.information, avant=avant,
        )  # fmt: skip
        db.session.add(decision)
        self._noter(f"piece_{statut}", self._agent, motif=ligne.information, piece=piece.cle)

    def _conclure(self, histoire: str) -> None:
        """Count, and let the circuit follow: complete, then for some accepted by the service."""
        fait = recompter(self._candidature, self._situation)
        if histoire != "complet" or not fait.complet:
            return
        self._avancer("completer", "portail", None)
        if self._hasard.random() < 0.6:
            self._passer(timedelta(minutes=self._hasard.randrange(5, 300)))
            self._avancer("valider", "gestionnaire", self._agent)

    def _avancer(self, transition: str, profil: str, compte_id: int | None) -> None:
        alors = replace(self._portail, horloge=HorlogeReglable(self._le))
        situation = replace(self._situation, etat=self._candidature.etat, maintenant=self._le, pieces=None)
        if situation.modele.circuit.permise(transition, self._candidature.etat, profil):
            franchir(alors, self._candidature, situation, transition, profil, compte_id=compte_id)

    def _passer(self, duree: timedelta) -> None:
        """Let time pass, never beyond now."""
        self._le = min(self._le + duree, self._dernier)

    def _noter(self, nature: str, compte_id: int | None, motif: str | None = None, **donnees: Any) -> None:
        db.session.add(
            Evenement(
                candidature_id=self._candidature.id, compte_id=compte_id, le=self._le,
                nature=nature, motif=motif, donnees=donnees,
            )
        )  # fmt: skip


def histoire_possible(hasard: Random, depuis: timedelta) -> str:
    """Draw what a candidature recorded `depuis` ago has come to: the service needs a day to look at it."""
    histoire = hasard.choices(list(HISTOIRES), list(HISTOIRES.values()))[0]
    return histoire if depuis > timedelta(hours=44) or histoire in AVANT_CONTROLE else "fourni"
