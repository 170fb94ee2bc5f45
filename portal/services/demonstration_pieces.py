"""What became of the pièces of an invented candidature: handed in, declared complete, looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import PurePath
from random import Random
from typing import Any, cast

from portal.adapters.horloge import HorlogeReglable
from portal.adapters.specimens import Papier
from portal.db import db
from portal.domain.decision import MOMENTS
from portal.domain.limite import avant
from portal.domain.piece_suivie import PieceSuivie, Statut
from portal.domain.situation import Situation
from portal.services.circuit import franchir
from portal.services.demonstration_papiers import Range
from portal.services.notification import notifier
from portal.services.piece import ligne_de, pieces_suivies, recompter
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.piece import DecisionPiece, Depot, PieceCandidature

# What a candidature has come to, and how often.
HISTOIRES = {"rien": 18, "poste": 3, "partiel": 17, "fourni": 30, "examine": 12, "refuse": 12, "complet": 11}
AVANT_CONTROLE = ("rien", "poste", "partiel", "fourni")
FLOUE = "identite_floue"
SANS_RIEN = {"statut": None, "recue_le": None, "canal_recu": None, "information": None, "delai": None}
Suivi = tuple[PieceSuivie, PieceCandidature]


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
        if histoire == "poste":
            self._recevoir()
            return
        suivies = [
            piece for piece in pieces_suivies(self._candidature.id, self._situation) if self._due(piece)
        ]
        gardees = suivies[: max(1, len(suivies) // 2)] if histoire == "partiel" else suivies
        lignes = [(piece, self._deposer(piece, papiers, histoire)) for piece in gardees]
        if histoire != "partiel":
            self._fournir(lignes)
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
        self._noter(
            "fichier_depose", self._auteur, piece=piece.cle, depot=depot.cle, nom=depot.nom,
            taille=depot.taille, sha256=depot.sha256,
        )  # fmt: skip
        return ligne

    def _nommer(self, papier: Papier) -> str:
        nom = PurePath(papier.nom)
        if self._hasard.random() < 0.5:
            return papier.nom
        return f"{nom.stem} {self._candidature.candidat.nom_naissance.title()}{nom.suffix}"

    def _fournir(self, lignes: Sequence[Suivi]) -> None:
        """Press « J'ai fourni toutes mes pièces » for each deadline."""
        groupes: dict[str, list[str]] = {}
        self._passer(timedelta(minutes=4))
        for piece, ligne in lignes:
            ligne.validee_le = self._le
            groupes.setdefault(f"en_ligne-{piece.due.limite:%Y%m%dT%H%M}", []).append(piece.cle)
        for envoi, pieces in groupes.items():
            self._noter("pieces_fournies", self._auteur, envoi=envoi, pieces=pieces, hors_delai=False)
            self._ecrire_a("pieces_fournies", envoi, {})

    def _recevoir(self) -> None:
        """Record what came by post: received, not looked at yet."""
        suivies = pieces_suivies(self._candidature.id, self._situation)
        postee = next((p for p in suivies if "courrier" in (p.piece.canal, *p.piece.autres_canaux)), None)
        if postee is None:
            return
        self._passer(timedelta(days=2))
        ligne = ligne_de(self._candidature, postee)
        ligne.recue_le, ligne.canal_recu = self._le.date(), "courrier"
        self._decider(postee, ligne, "recue", {})
        recompter(self._candidature, self._situation)

    def _controler(
        self,
        lignes: Sequence[Suivi],
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
        ancienne = {**SANS_RIEN, "validee_le": ligne.validee_le and ligne.validee_le.isoformat()}
        ligne.statut = statut
        if statut == "non_conforme":
            prevus = [texte for _, texte in piece.piece.refus]
            ligne.information = self._hasard.choice(prevus or motifs.get(ligne.code, motifs[""]))
            ligne.validee_le = None
        decision = DecisionPiece(
            piece_id=ligne.id, compte_id=self._agent, le=self._le, statut=statut,
            information=ligne.information, avant=ancienne,
        )  # fmt: skip
        db.session.add(decision)
        db.session.flush()
        self._noter(
            f"piece_{statut}", self._agent, motif=ligne.information, piece=piece.cle, decision=decision.id
        )
        limite = avant(piece.due.limite, self._situation.modele.calendrier.fuseau)
        mots = {"piece": piece.piece.titre, "motif": ligne.information or "", "limite": limite}
        self._ecrire_a(MOMENTS[cast("Statut", statut)], f"decision{decision.id}", mots)

    def _ecrire_a(self, moment: str, rang: str, mots: Mapping[str, str]) -> None:
        alors = replace(self._portail, horloge=HorlogeReglable(self._le))
        notifier(alors, self._candidature, moment, self._situation, mots=mots, rang=rang)

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
