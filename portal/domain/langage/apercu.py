"""A compiled modèle read aloud: what the candidate will see, in lines of plain French."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain import affichage
from portal.domain.calendrier import Periode
from portal.domain.conditions import JAMAIS, TOUJOURS, Condition, Litteral, Operation, Test
from portal.domain.epreuve import MODES, Epreuve
from portal.domain.instant import Instant, fin_du_jour
from portal.domain.langage.apercu_organisation import ApercuOrganisation
from portal.domain.langage.en_mots import EnMots, propre, reponses
from portal.domain.modele import ModeleExamen, Onglet
from portal.domain.piece import CANAUX, Piece
from portal.domain.question import Question
from portal.domain.typographie import pluriel

CONFIRMATIONS = {
    "signee": "à dater, signer et déposer",
    "en_ligne": "la validation en ligne vaut signature",
    "recapitulatif": "rien à retourner",
}
PARIS = affichage.PARIS


@dataclass(frozen=True, slots=True)
class Apercu:
    """Says one modèle. Lines are indented by two spaces at each level."""

    modele: ModeleExamen

    @property
    def mots(self) -> EnMots:
        return EnMots(self.modele)

    def lignes(self) -> Iterator[str]:
        """Return every line, titles included."""
        modele = self.modele
        yield f"{modele.intitule}, {modele.academie.intitule}, session {modele.session_examen}"
        yield f"  Domaine : {modele.domaine}"
        yield f"  Confirmation : {CONFIRMATIONS[modele.confirmation]}"
        yield from self._calendrier()
        for onglet in modele.onglets:
            yield from self._onglet(onglet)
        yield from self._specialites()
        yield from self._pieces()
        yield from ApercuOrganisation(modele, self.mots).lignes()
        yield from self._regles()
        yield from self._contacts()

    def _calendrier(self) -> Iterator[str]:
        calendrier = self.modele.calendrier
        yield f"  Inscription : {_periode(calendrier.inscription)}"
        if calendrier.pieces != calendrier.inscription:
            yield f"  Dépôt des pièces : {_periode(calendrier.pieces)}"
        for jalon in calendrier.jalons.values():
            yield f"  {jalon.intitule} : {affichage.valeur(jalon.quand, calendrier.fuseau)}"

    def _si(self, condition: Condition, mot: str = "si") -> str:
        return "" if condition is TOUJOURS else f" — {mot} {self.mots.dire(condition)}"

    def _onglet(self, onglet: Onglet) -> Iterator[str]:
        yield ""
        yield f"Onglet « {onglet.intitule} »{self._si(onglet.si)}"
        for rubrique in onglet.rubriques:
            if rubrique.intitule:
                du_compte = " (tiré du compte)" if rubrique.bloc else ""
                yield f"  {rubrique.intitule}{du_compte}{self._si(rubrique.si)}"
            if rubrique.bloc:
                yield f"    {', '.join(q.champ.question for q in rubrique.questions)}"
                continue
            for question in rubrique.questions:
                yield from self._question(question, "    " if rubrique.intitule else "  ", rubrique.si)
        if onglet.genre == "acquis":
            for question in self.modele.questions_acquis:
                yield from self._question(question, "  ")
            for possibilite in self.modele.possibilites:
                yield f"  Pour chaque épreuve : {possibilite.intitule}{self._si(possibilite.si)}"

    def _question(self, question: Question, marge: str, dit: Condition = TOUJOURS) -> Iterator[str]:
        champ, si = question.champ, propre(question.si, dit)
        libre = " (facultatif)" if question.facultatif is TOUJOURS else ""
        yield f"{marge}- {champ.question or champ.code}{libre} [{reponses(champ)}]"
        if si is not TOUJOURS:
            yield f"{marge}    si {self.mots.dire(si)}"
        if question.facultatif not in (TOUJOURS, JAMAIS):
            yield f"{marge}    facultatif si {self.mots.dire(question.facultatif)}"
        if question.verifie is not None:
            yield f"{marge}    vérifié : {self.mots.test(question.verifie, 'la réponse')}"
        for code, condition in question.options_si.items():
            intitule = next((o.intitule for o in champ.options if o.code == code), code)
            yield f"{marge}    « {intitule} » seulement si {self.mots.dire(condition)}"

    def _specialites(self) -> Iterator[str]:
        yield ""
        yield "Épreuves"
        for code, specialite in self.modele.specialites.items():
            marge = "  "
            if code:
                yield f"  {specialite.intitule} ({code})"
                marge = "    "
            if specialite.options:
                yield f"{marge}Options : {', '.join(intitule for _, intitule in specialite.options)}"
            for epreuve in specialite.epreuves:
                yield from self._epreuve(epreuve, marge)

    def _epreuve(self, epreuve: Epreuve, marge: str) -> Iterator[str]:
        details = (
            [f"coefficient {affichage.valeur(epreuve.coefficient)}"]
            if epreuve.coefficient is not None
            else []
        )
        details += [MODES[epreuve.mode].lower()] if epreuve.mode else []
        details += [epreuve.duree] if epreuve.duree else []
        if epreuve.choisir is not None:
            details.append(_combien(epreuve.choisir.au_moins, epreuve.choisir.au_plus))
        if epreuve.facultative is not None:
            details.append("facultative" + self._si(epreuve.facultative))
        suite = f" : {', '.join(details)}" if details else ""
        yield f"{marge}{epreuve.code} {epreuve.intitule}{suite}{self._si(epreuve.si)}"
        for question in epreuve.questions:
            yield from self._question(question, f"{marge}  ", _passee(epreuve))
        for fille in epreuve.epreuves:
            yield from self._epreuve(fille, f"{marge}  ")

    def _pieces(self) -> Iterator[str]:
        yield ""
        yield "Pièces" if self.modele.pieces else "Pièces : aucune"
        for piece in self.modele.pieces:
            libre = " (facultative)" if piece.facultatif is TOUJOURS else ""
            canal = "" if piece.canal == "en_ligne" else f", {CANAUX[piece.canal].lower()}"
            yield f"  - {piece.titre}{libre}, {self._moment(piece)}{canal}{self._si(piece.si)}"

    def _moment(self, piece: Piece) -> str:
        """Return its deadline, or the gesture of the circuit with which it is handed in."""
        transitions = self.modele.circuit.transitions.values()
        gestes = [
            f"« {transition.intitule} »" for transition in transitions if piece.code in transition.pieces
        ]
        if gestes:
            return f"avec {affichage.liste(gestes)}"
        return self._limite(piece) + (" — quand une épreuve ou un acquis la demande" if piece.citee else "")

    def _limite(self, piece: Piece) -> str:
        calendrier = self.modele.calendrier
        if piece.limite is None:
            return f"avant {_instant(calendrier.pieces.fermeture, calendrier.fuseau)}"
        return " ou ".join(self._un_instant(limite) for limite in piece.limite.valeurs)

    def _un_instant(self, limite: Instant) -> str:
        calendrier = self.modele.calendrier
        quand = limite.evaluer(calendrier.repere, calendrier.fuseau)
        if quand is None:
            return f"limite : {self.mots.instant(limite)}"
        return f"avant {_instant(fin_du_jour(quand, calendrier.fuseau), calendrier.fuseau)}"

    def _regles(self) -> Iterator[str]:
        if not self.modele.regles:
            return
        yield ""
        yield "Règles"
        verdicts = {
            "refus": "sinon, refus",
            "avertissement": "sinon, avertissement",
            "a_examiner": "sinon, à examiner",
        }
        for regle in self.modele.regles:
            si = "" if regle.si is TOUJOURS else f"si {self.mots.dire(regle.si)}, "
            yield f"  - {si}il faut : {self.mots.dire(regle.exige)} ({verdicts[regle.sinon]})"

    def _contacts(self) -> Iterator[str]:
        yield ""
        yield "Services à joindre"
        for contact in self.modele.contacts:
            joindre = ", ".join(filter(None, (contact.courriel, *contact.telephones)))
            yield f"  - {contact.service}{f' : {joindre}' if joindre else ''}{self._si(contact.si)}"


def _passee(epreuve: Epreuve) -> Condition:
    """The questions of an épreuve are asked when it is sat: that goes without saying."""
    return Test(f"epreuves.{epreuve.code}", (Operation("parmi", (Litteral("passe"),)),))


def _combien(au_moins: int, au_plus: int | None) -> str:
    if au_moins == au_plus:
        return f"{au_moins} à choisir"
    bornes = [f"{au_moins} au moins"] if au_moins else []
    bornes += [f"{au_plus} au plus"] if au_plus is not None else []
    return " et ".join(bornes) + " à choisir"


def _periode(periode: Periode) -> str:
    """Return the window in the hour of its zone, and in that of Paris when it is another one."""

    def dans(fuseau: ZoneInfo) -> str:
        dates = (affichage.instant(instant, fuseau) for instant in (periode.ouverture, periode.fermeture))
        return "du {} au {}".format(*dates)

    jours = pluriel((periode.fermeture - periode.ouverture).days, "jour")
    if periode.fuseau.key == PARIS.key:
        return f"{dans(PARIS)}, heure de Paris ({jours})"
    locale = f"{dans(periode.fuseau)}, heure locale ({periode.fuseau.key})"
    return f"{locale}, soit {dans(PARIS)}, heure de Paris ({jours})"


def _instant(instant: datetime, fuseau: ZoneInfo) -> str:
    zone = "" if fuseau.key == PARIS.key else f" ({fuseau.key})"
    return f"{affichage.instant(instant, fuseau)}{zone}"
