"""A transition of the circuit taken for many candidatures; annulation and désinscription are two of them."""

from __future__ import annotations

from portal.domain import a_defaut
from portal.domain.circuit import TransitionImpossible
from portal.domain.piece_suivie import PieceSuivie
from portal.services.candidature import situation_de
from portal.services.circuit import exiger, franchir
from portal.services.document import demander_documents
from portal.services.notification import notifier
from portal.services.operations.genre import Donnees, Fait, Lettre, Sujet, lettre_de
from portal.services.operations.relance import imprimer, manquantes
from portal.services.paiement import solder_apres
from portal.services.piece import recompter

PROFIL = "gestionnaire"
ANNULER, DESINSCRIRE = "annuler", "desinscrire"


class ParTransition:
    """Any transition that the circuit opens to the gestionnaire; `parametres` name it, with its motif."""

    def code(self, sujet: Sujet) -> str:
        return str(sujet.parametres["transition"])

    def motif(self, sujet: Sujet) -> str:
        return str(sujet.parametres.get("motif") or "")

    def en_plus(self, sujet: Sujet) -> Donnees:
        """What its document says besides the motif."""
        return {}

    def examiner(self, sujet: Sujet) -> str | None:
        circuit, code = sujet.contexte.modele.circuit, self.code(sujet)
        try:
            circuit.franchir(code, sujet.candidature.etat, PROFIL, self.motif(sujet))
            exiger(sujet.candidature, sujet.situation, circuit.transitions[code])
        except TransitionImpossible as refus:
            return refus.phrase
        return None

    def accomplir(self, sujet: Sujet) -> Fait:
        portail, candidature, situation = sujet.portail, sujet.candidature, sujet.situation
        code, motif, en_plus = self.code(sujet), self.motif(sujet), self.en_plus(sujet)
        franchir(
            portail, candidature, situation, code, PROFIL,
            compte_id=sujet.agent.compte_id, motif=motif or None, donnees={"operation": sujet.operation_id},
        )  # fmt: skip
        ensuite = situation_de(portail, candidature, brouillon=False)
        recompter(candidature, ensuite)
        documents = demander_documents(
            portail, candidature, code, ensuite, en_plus={"motif": motif, **en_plus}
        )
        notifier(portail, candidature, code, ensuite, mots={"motif": motif}, rang=sujet.rang)
        solder_apres(portail, ensuite.modele, candidature, code, sujet.agent.compte_id)
        return Fait(sujet.etat_dit, next(iter(documents), None))

    def lettre(self, sujet: Sujet) -> Lettre | None:
        return lettre_de(sujet, self.code(sujet), {"motif": self.motif(sujet)})


class Desinscription(ParTransition):
    """The service unregisters (G-458); the candidate alone cannot."""

    def code(self, sujet: Sujet) -> str:
        return DESINSCRIRE


class Annulation(ParTransition):
    """Files that were not put in order by their deadline, and only those (guide 003 III)."""

    def code(self, sujet: Sujet) -> str:
        return ANNULER

    def motif(self, sujet: Sujet) -> str:
        titres = ", ".join(piece.piece.titre for piece in en_defaut(sujet))
        dit = self._raison(sujet)
        return f"{dit.rstrip('. ')} : {titres}." if titres else dit

    def _raison(self, sujet: Sujet) -> str:
        return super().motif(sujet) or "Dossier non régularisé à la date limite"

    def en_plus(self, sujet: Sujet) -> Donnees:
        """The letter lists the pièces: its motif need not name them."""
        pieces = [imprimer(sujet.situation, piece) for piece in en_defaut(sujet)]
        return {"motif": self._raison(sujet), "manquantes": pieces}

    def examiner(self, sujet: Sujet) -> str | None:
        if raison := super().examiner(sujet):
            return raison
        if en_defaut(sujet):
            return None
        if any(piece.piece.a_defaut == ANNULER for piece in manquantes(sujet)):
            return "La date limite n'est pas passée."
        return "Aucune pièce dont l'absence annule l'inscription ne manque."


def en_defaut(sujet: Sujet) -> tuple[PieceSuivie, ...]:
    """Return the pièces whose absence annuls, once their deadline is over."""
    tardives = a_defaut.en_defaut(manquantes(sujet), sujet.situation.maintenant)
    return tuple(piece for piece in tardives if piece.piece.a_defaut == ANNULER)
