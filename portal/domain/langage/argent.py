"""Compilation of what an inscription costs, and of how that is paid: frais, paiement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.domain.champs.montant import lire_montant
from portal.domain.circuit import Circuit
from portal.domain.conditions import JAMAIS
from portal.domain.frais import Frais
from portal.domain.langage.champs import LecteurChamps
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.organisation import FraisSource, PaiementSource
from portal.domain.langage.selon import lire_selon
from portal.domain.langage.validation import Chemin
from portal.domain.paiement import Moyen, ReglesDePaiement
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.selon import Selon

RECEVEURS = ("gestionnaire", "centre")


@dataclass(frozen=True, slots=True)
class LecteurArgent:
    """Compiles both sections of one modèle, once its circuit is."""

    declaration: Declaration
    champs: LecteurChamps
    circuit: Circuit

    def frais(self) -> tuple[Frais, ...]:
        lignes = (self._frais(code, source) for code, source in self.declaration.frais.items())
        if self.declaration.frais and self.declaration.paiement is None:
            self._erreur(
                ("frais",), "des frais demandent la section « paiement » : qui les reçoit, et comment.", True
            )
        return tuple(ligne for ligne in lignes if ligne is not None)

    def _frais(self, code: str, source: FraisSource) -> Frais | None:
        ici, conditions = ("frais", code), self.champs.conditions
        montant: Selon[Decimal] | None = lire_selon(
            source.montant, (*ici, "montant"), conditions, self._montant
        )
        if montant is None:
            return None
        return Frais(
            code=code,
            intitule=source.intitule,
            montant=montant,
            pour_chaque=source.pour_chaque,
            si=conditions.lire(source.si, (*ici, "si")),
            exonere=conditions.lire(source.exonere, (*ici, "exonere"), JAMAIS),
        )

    def _montant(self, ecrit: object, chemin: Chemin) -> Decimal | None:
        try:
            return lire_montant(str(ecrit))
        except SaisieInvalide as refus:
            self._erreur(chemin, refus.message)
            return None

    def paiement(self) -> ReglesDePaiement | None:
        source = self.declaration.paiement
        if source is None:
            return None
        if not self.declaration.frais:
            self._erreur(("paiement",), "rien n'est à régler : il manque la section « frais ».", True)
        for cle in ("quand", "solde", "reprise"):
            if (code := getattr(source, cle)) is not None:
                self._transition(code, ("paiement", cle))
        self._du_portail(source)
        self._recu(source)
        return ReglesDePaiement(
            quand=source.quand,
            moyens={code: Moyen(code, moyen.intitule, moyen.tiers) for code, moyen in source.moyens.items()},
            a=source.a, solde=source.solde, reprise=source.reprise, remboursable=source.remboursable,
            regle=self.champs.textes.facultatif(source.regle, ("paiement", "regle")),
        )  # fmt: skip

    def _recu(self, source: PaiementSource) -> None:
        """Somebody receives it, in some way, and keeps it."""
        if not source.moyens:
            self._erreur(("paiement", "moyens"), "il faut un moyen de paiement au moins.", True)
        if source.a not in RECEVEURS:
            phrase = f"« {source.a} » ne reçoit pas d'argent. Possibles : {', '.join(RECEVEURS)}."
            self._erreur(("paiement", "a"), phrase)
        elif source.a == "centre" and self.declaration.centres is None:
            self._erreur(("paiement", "a"), "aucun centre ne peut recevoir l'argent : il manque « centres ».")
        if source.remboursable:
            self._erreur(("paiement", "remboursable"), "le portail ne rembourse pas : écrivez « non ».")

    def _du_portail(self, source: PaiementSource) -> None:
        """What the portal takes by itself must be open to it, and start where the fees are due."""
        for cle in ("solde", "reprise"):
            transition = self.circuit.transitions.get(getattr(source, cle) or "")
            if transition is not None and "portail" not in transition.par:
                phrase = f"le portail ne peut pas prendre la transition « {transition.code} »."
                self._erreur(("paiement", cle), phrase)
        suites = (("quand", "solde"), ("solde", "reprise"), ("reprise", "solde"))
        for avant, apres in suites:
            self._enchainer(getattr(source, avant), getattr(source, apres), ("paiement", apres))

    def _enchainer(self, avant: str | None, apres: str | None, chemin: Chemin) -> None:
        """A transition starts from where the one before it leads."""
        premiere, suivante = (self.circuit.transitions.get(code or "") for code in (avant, apres))
        if premiere is not None and suivante is not None and premiere.vers not in suivante.de:
            phrase = f"« {apres} » ne part pas de l'état où mène « {avant} » : {premiere.vers}."
            self._erreur(chemin, phrase)

    def _transition(self, code: str, chemin: Chemin) -> None:
        connues = self.circuit.transitions
        if code not in connues:
            phrase = f"« {code} » n'est pas une transition de ce circuit.{suggestion(code, connues)}"
            self._erreur(chemin, phrase)

    def _erreur(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.champs.conditions.erreur(chemin, (), phrase, cle)
