"""Compilation of where épreuves are sat and what they cost: centres, places, frais, paiement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.domain.champs.montant import lire_montant
from portal.domain.circuit import Circuit
from portal.domain.conditions import JAMAIS
from portal.domain.frais import Frais
from portal.domain.langage.champs import LecteurChamps
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.recensement import champs_ecrits
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.champs import ChampSource
from portal.domain.langage.schema.organisation import FraisSource, PaiementSource
from portal.domain.langage.selon import lire_selon
from portal.domain.langage.validation import Chemin
from portal.domain.modele import CentresDeclares
from portal.domain.paiement import Moyen, ReglesDePaiement
from portal.domain.places import ReglesDePlaces
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.selon import Selon

RECEVEURS = ("gestionnaire", "centre")


@dataclass(frozen=True, slots=True)
class LecteurOrganisation:
    """Compiles these sections of one modèle, once its circuit is."""

    declaration: Declaration
    champs: LecteurChamps
    circuit: Circuit

    def centres(self) -> CentresDeclares | None:
        source = self.declaration.centres
        choisis = [
            chemin for _, _, champ, chemin in champs_ecrits(self.declaration) if champ.type == "centre"
        ]
        for _, _, champ, chemin in champs_ecrits(self.declaration):
            self._dans(champ, chemin)
        for chemin in choisis[1:]:
            self._erreur(
                chemin, "une inscription a un seul centre : un seul champ de « type: centre ».", True
            )
        if source is None:
            if choisis:
                self._erreur(choisis[0], "un champ de « type: centre » demande la section « centres ».", True)
            return None
        textes = self.champs.textes
        return CentresDeclares(
            self.champs.questions(source.offre.champs, ("centres", "offre", "champs")),
            textes.facultatif(source.conseil, ("centres", "conseil")),
            textes.facultatif(source.aucun, ("centres", "aucun")),
        )

    def _dans(self, champ: ChampSource, chemin: Chemin) -> None:
        """A centre is looked for in a département that is asked for."""
        departements = [c for _, c, s, _ in champs_ecrits(self.declaration) if s.type == "departement"]
        if champ.type == "centre" and champ.dans is None:
            phrase = "dites où chercher le centre : « dans: » et le code d'un champ de « type: departement »."
            self._erreur(chemin, phrase, True)
        elif champ.dans is not None and champ.type != "centre":
            self._erreur((*chemin, "dans"), "« dans » ne se dit que d'un champ de « type: centre ».", True)
        elif champ.dans is not None and champ.dans not in departements:
            proche = suggestion(champ.dans, departements)
            self._erreur((*chemin, "dans"), f"« {champ.dans} » n'est pas un champ département.{proche}")

    def places(self) -> ReglesDePlaces | None:
        source = self.declaration.places
        if source is None:
            return None
        if self.declaration.centres is None:
            self._erreur(("places",), "les places se comptent par centre : il manque « centres ».", True)
        for cle in ("prises", "rendues"):
            for rang, code in enumerate(getattr(source, cle)):
                self._transition(code, ("places", cle, rang))
        for compte in source.par:
            if compte not in ("centre", "epreuves"):
                self._erreur(("places", "par"), f"« {compte} » ne compte pas des places : centre, epreuves.")
        self._rendues(tuple(source.prises), tuple(source.rendues))
        return ReglesDePlaces(tuple(source.prises), tuple(source.rendues), source.complet)

    def _rendues(self, prises: tuple[str, ...], rendues: tuple[str, ...]) -> None:
        """Every way out of the états that hold a place gives it back, or the place is lost."""
        transitions, etats = self.circuit.transitions, self.circuit.etats
        tenues = {
            etat
            for code in prises
            if code in transitions
            for etat in self.circuit.depuis(transitions[code].vers)
        }
        for code, transition in transitions.items():
            sort = transition.vers in etats and etats[transition.vers].phase in ("ecartee", "terminee")
            if sort and tenues.intersection(transition.de) and code not in rendues:
                phrase = (
                    f"la transition « {code} » quitte une place sans la rendre : ajoutez-la à « rendues »."
                )
                self._erreur(("places",), phrase, True)

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
        if source.a not in RECEVEURS:
            self._erreur(
                ("paiement", "a"), f"« {source.a} » ne reçoit pas d'argent : {', '.join(RECEVEURS)}."
            )
        if source.remboursable:
            self._erreur(("paiement", "remboursable"), "le portail ne rembourse pas : écrivez « non ».")
        return ReglesDePaiement(
            quand=source.quand,
            moyens={code: Moyen(code, moyen.intitule, moyen.tiers) for code, moyen in source.moyens.items()},
            a=source.a, solde=source.solde, reprise=source.reprise, remboursable=source.remboursable,
            regle=self.champs.textes.facultatif(source.regle, ("paiement", "regle")),
        )  # fmt: skip

    def _du_portail(self, source: PaiementSource) -> None:
        """What the portal takes by itself must be open to it, and start where the fees are due."""
        for cle in ("solde", "reprise"):
            transition = self.circuit.transitions.get(getattr(source, cle) or "")
            if transition is not None and "portail" not in transition.par:
                phrase = f"le portail ne peut pas prendre la transition « {transition.code} »."
                self._erreur(("paiement", cle), phrase)
        quand, solde = (self.circuit.transitions.get(code) for code in (source.quand, source.solde))
        if quand is not None and solde is not None and quand.vers not in solde.de:
            phrase = f"« {solde.code} » ne part pas de l'état où mène « {quand.code} » : {quand.vers}."
            self._erreur(("paiement", "solde"), phrase)

    def _transition(self, code: str, chemin: Chemin) -> None:
        connues = self.circuit.transitions
        if code not in connues:
            phrase = f"« {code} » n'est pas une transition de ce circuit.{suggestion(code, connues)}"
            self._erreur(chemin, phrase)

    def _erreur(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.champs.conditions.erreur(chemin, (), phrase, cle)
