"""What follows the questions, read aloud: the centres, what is paid, and who moves the candidature on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.domain.affichage import liste
from portal.domain.champs.montant import formater_montant
from portal.domain.circuit import Transition
from portal.domain.conditions import JAMAIS, TOUJOURS
from portal.domain.frais import Frais
from portal.domain.langage.en_mots import EnMots
from portal.domain.modele import ModeleExamen

QUI = {
    "candidat": "le candidat",
    "gestionnaire": "le service",
    "centre": "le centre",
    "portail": "le portail",
}
SUITES = {
    "meme_session": "ouvre une autre inscription à la même session",
    "session_suivante": "ouvre une inscription à la session suivante",
}
COMPLET = {
    "refus": "un centre complet ne se choisit pas",
    "demande": "un centre complet reçoit quand même les demandes",
}


@dataclass(frozen=True, slots=True)
class ApercuOrganisation:
    """Says these sections of one modèle; nothing where it has none."""

    modele: ModeleExamen
    mots: EnMots

    def lignes(self) -> Iterator[str]:
        if self.modele.centres is None and not self.modele.frais:
            return
        yield from self._centres()
        yield from self._argent()
        yield ""
        yield "Circuit"
        for transition in self.modele.circuit.transitions.values():
            yield f"  - {self._transition(transition)}"

    def _centres(self) -> Iterator[str]:
        centres, places = self.modele.centres, self.modele.places
        if centres is None:
            return
        yield ""
        yield "Centres d'épreuves"
        declares = [question.champ.question for question in centres.questions]
        if declares:
            yield f"  - Pour chaque épreuve, le centre déclare : {liste(declares)}"
        if places is not None:
            rendues = f", rendue par {self._gestes(places.rendues)}" if places.rendues else ""
            yield f"  - Une place par épreuve, prise par {self._gestes(places.prises)}{rendues}"
            yield f"  - {COMPLET[places.complet].capitalize()}"

    def _argent(self) -> Iterator[str]:
        paiement = self.modele.paiement
        if paiement is None:
            return
        yield ""
        yield "Frais"
        for frais in self.modele.frais:
            yield f"  - {self._frais(frais)}"
        moyens = liste([moyen.intitule for moyen in paiement.moyens.values()])
        quand = self._gestes((paiement.quand,))
        yield f"  - À régler à partir de {quand}, {'au centre' if paiement.a == 'centre' else 'au service'}"
        yield f"  - Moyens : {moyens}"

    def _frais(self, frais: Frais) -> str:
        montants = " ou ".join(formater_montant(montant) for montant in frais.montant.valeurs)
        chaque = " par épreuve" if frais.pour_chaque else ""
        si = "" if frais.si is TOUJOURS else f", si {self.mots.dire(frais.si)}"
        sauf = "" if frais.exonere is JAMAIS else f", sauf si {self.mots.dire(frais.exonere)}"
        return f"{frais.intitule} : {montants}{chaque}{si}{sauf}"

    def _transition(self, transition: Transition) -> str:
        """« Pré-valider (le centre) : Demande soumise → Pré-validée »."""
        etats = self.modele.circuit.etats
        departs = " ou ".join(etats[code].intitule for code in transition.de)
        qui = " ou ".join(QUI.get(profil, profil) for profil in transition.par)
        dit = f"{transition.intitule} ({qui}) : {departs} → {etats[transition.vers].intitule}"
        return "".join((dit, *(f" ; {precision}" for precision in self._precisions(transition))))

    def _precisions(self, transition: Transition) -> Iterator[str]:
        if transition.apres is not None:
            yield f"d'elle-même après {transition.apres}"
        if transition.au is not None:
            yield f"d'elle-même à : {self.mots.instant(transition.au)}"
        if transition.si is not TOUJOURS:
            yield f"si {self.mots.dire(transition.si)}"
        if transition.exige is not None:
            yield f"il faut : {self.mots.dire(transition.exige)}"
        if transition.motif:
            yield "avec un motif"
        intitules = {piece.code: piece.titre for piece in self.modele.pieces}
        if transition.pieces:
            yield f"avec : {liste([intitules.get(code, code) for code in transition.pieces])}"
        if transition.ouvre is not None:
            yield SUITES[transition.ouvre]

    def _gestes(self, codes: tuple[str, ...]) -> str:
        transitions = self.modele.circuit.transitions
        return liste([f"« {transitions[code].intitule} »" for code in codes if code in transitions])
