"""Conditions said in French, so that an author reads what the compiler has understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from portal.domain import affichage
from portal.domain.champs import Champ
from portal.domain.conditions import (
    JAMAIS,
    TOUJOURS,
    AucunDe,
    Cas,
    Condition,
    InstantEcrit,
    Litteral,
    Operande,
    Operation,
    Reference,
    Test,
    TestElements,
    Tous,
    UnDe,
)
from portal.domain.instant import Instant
from portal.domain.modele import ModeleExamen
from portal.domain.question import Question

NOMS = {
    "candidat.age": "l'âge du candidat", "candidat.nationalite": "la nationalité",
    "candidat.ne_le": "la date de naissance", "candidat.pays_naissance": "le pays de naissance",
    "domicile.departement": "le département du domicile", "domicile.commune": "la commune du domicile",
    "domicile.pays": "le pays du domicile", "domicile.code_postal": "le code postal du domicile",
    "specialite": "la spécialité", "specialite.option": "l'option", "epreuves": "les épreuves",
    "autres_candidatures": "les autres candidatures", "etat": "l'état", "phase": "la phase",
    "session": "la session", "annee": "l'année", "famille": "la famille", "nombre": "leur nombre",
    "ouverture": "l'ouverture", "cloture": "la clôture", "enregistrement": "l'enregistrement",
    "origine": "l'origine", "frais.total": "le total des frais", "paiement.reste": "ce qui reste à régler",
    "paiement.regle": "ce qui est réglé", "centre.departement": "le département du centre",
    "depot": "le dépôt", "fin_annee": "le 31 décembre de l'année de l'examen",
}  # fmt: skip
ORDRES = {
    "au_moins": "au moins", "au_plus": "au plus", "plus_de": "plus de", "moins_de": "moins de",
    "avant": "avant", "apres": "après", "a_partir_de": "à partir de", "jusqu_au": "jusqu'au",
    "contient_un": "contient", "contient_tous": "contient à la fois",
}  # fmt: skip
STATUTS = {
    "passe": "passée à cette session", "note_gardee": "note gardée", "neutralisee": "dispensée",
    "plus_tard": "passée plus tard", "non_choisie": "non choisie",
}  # fmt: skip
FIN = " ?:\N{NO-BREAK SPACE}"  # of a question, before a closing quotation mark
RACINES = {
    "epreuves": "l'épreuve",
    "acquis": "l'acquis de",
    "specialite": "la spécialité, pour",
    "reglages": "le réglage",
}


def propre(condition: Condition, au_dessus: Condition) -> Condition:
    """Return what a condition adds to that of the group above it, which was said already."""
    if condition == au_dessus:
        return TOUJOURS
    if type(condition) is Tous and au_dessus in condition.lignes:
        restent = tuple(ligne for ligne in condition.lignes if ligne != au_dessus)
        return restent[0] if len(restent) == 1 else Tous(restent)
    return condition


@dataclass(frozen=True, slots=True)
class EnMots:
    """Says the conditions of one modèle."""

    modele: ModeleExamen

    def dire(self, condition: Condition) -> str:
        """Return a condition in words, "" when it always holds."""
        if condition is TOUJOURS:
            return ""
        if condition is JAMAIS:
            return "jamais"
        if isinstance(condition, Cas):
            return f"{condition.nom} ({self.dire(condition.condition)})"
        if isinstance(condition, Tous):
            return self._plusieurs(condition)
        if isinstance(condition, TestElements):
            return self._elements(condition)
        return self.test(condition) if isinstance(condition, Test) else "…"

    def _plusieurs(self, condition: Tous) -> str:
        mot = " ou " if isinstance(condition, (UnDe, AucunDe)) else " et "
        lignes = [self.dire(ligne) for ligne in condition.lignes if ligne is not TOUJOURS]
        if isinstance(condition, AucunDe):
            return f"aucun de : {mot.join(lignes)}"
        entouree = any(
            type(ligne) is not type(condition) and isinstance(ligne, Tous) for ligne in condition.lignes
        )
        return mot.join(f"({ligne})" for ligne in lignes) if entouree else mot.join(lignes)

    def test(self, test: Test, nom: str = "") -> str:
        """Return one line in words: « la nationalité : française »."""
        gauche = nom or self.nom(test.chemin)
        if test.au is not None:
            gauche += f" (à la date : {self.instant(test.au)})"
        dits = [self._operation(operation, test.chemin) for operation in test.operations]
        if test.renseigne is not None:
            dits.append("renseigné" if test.renseigne else "non renseigné")
        return f"{gauche} : {' et '.join(dits)}"

    def _operation(self, operation: Operation, chemin: str) -> str:
        valeurs = [self._operande(operande, chemin) for operande in operation.operandes]
        if operation.nom == "parmi":
            return " ou ".join(valeurs)
        if operation.nom == "sauf":
            return f"autre que {' ou '.join(valeurs)}"
        return f"{ORDRES.get(operation.nom, operation.nom)} {' ou '.join(valeurs)}"

    def _operande(self, operande: Operande, chemin: str) -> str:
        if isinstance(operande, Reference):
            return f"{self.nom(operande.chemin)}{self._valeur_de_reglage(operande.chemin)}"
        if isinstance(operande, InstantEcrit):
            return self.instant(operande.instant)
        return self._litteral(operande, chemin)

    def _litteral(self, litteral: Litteral, chemin: str) -> str:
        if isinstance(litteral.valeur, bool):
            return "oui" if litteral.valeur else "non"
        if chemin.startswith("epreuves.") and self.question(chemin) is None:
            return STATUTS.get(str(litteral.valeur), str(litteral.valeur))
        ecrite = affichage.valeur(litteral.valeur)
        return self._libelles(chemin).get(ecrite, ecrite)

    def _libelles(self, chemin: str) -> Mapping[str, str]:
        if chemin in ("specialite", self.modele.champ_specialite):
            return {code: f"« {une.intitule} »" for code, une in self.modele.specialites.items()}
        if chemin == "origine":
            return {code: f"« {une.intitule} »" for code, une in self.modele.circuit.transitions.items()}
        question = self.question(chemin)
        return {o.code: f"« {o.intitule} »" for o in question.champ.options} if question else {}

    def _valeur_de_reglage(self, chemin: str) -> str:
        racine, _, code = chemin.partition(".")
        affiche = self.modele.reglages_affiches.get(code) if racine == "reglages" else None
        return f" ({affiche})" if affiche else ""

    def _elements(self, test: TestElements) -> str:
        dit = f"parmi {self.nom(test.chemin)}, celles où {self.dire(test.condition) or 'tout convient'}"
        if test.nombre is not None:
            return f"{dit} ; {self.test(test.nombre, 'leur nombre')}"
        if test.somme is not None:
            return f"{dit} ; {self.test(test.somme.test, f'la somme de {test.somme.de}')}"
        return dit

    def instant(self, instant: Instant) -> str:
        """Return « la clôture - 3 jours », « 19/11/2025 »."""
        base = instant.base
        if isinstance(base, str):
            jalon = self.modele.calendrier.jalons.get(base)
            dit = jalon.intitule if jalon else self.nom(base)
        else:
            dit = affichage.jour(base) if type(base) is date else affichage.valeur(base)
        return dit if instant.duree is None else f"{dit} {'+' if instant.sens > 0 else '-'} {instant.duree}"

    def nom(self, chemin: str) -> str:
        """Return how people call a path: the question itself, in quotation marks."""
        if chemin in NOMS:
            return NOMS[chemin]
        question = self.question(chemin)
        if question is not None:
            return f"« {question.champ.question.rstrip(FIN) or chemin} »"
        racine, _, reste = chemin.partition(".")
        return f"{RACINES[racine]} {reste}" if racine in RACINES and reste else chemin

    def question(self, cle: str) -> Question | None:
        """Return a question wherever it is asked, of one of the spécialités if need be."""
        connue = self.modele.questions.get(cle)
        if connue is not None or not cle.startswith(("epreuves.", "acquis.")):
            return connue
        racine, nom, *reste = cle.split(".")
        toutes = chain.from_iterable(une.parcourir() for une in self.modele.specialites.values())
        for epreuve in toutes:
            if nom in (epreuve.code, epreuve.type):
                voulue = ".".join((racine, epreuve.code, *reste))
                posees: tuple[Any, ...] = (
                    epreuve.choix,
                    epreuve.acquis,
                    *epreuve.questions_acquis,
                    *epreuve.questions,
                )
                return next((q for q in posees if q is not None and q.cle == voulue), None)
        return None


def reponses(champ: Champ) -> str:
    """Return the kind of answer of a field, with its options."""
    if champ.options:
        plusieurs = champ.choisir is not None and champ.choisir.au_plus != 1
        mode = "plusieurs parmi" if plusieurs else "au choix"
        return f"{mode} : {', '.join(o.intitule for o in champ.options)}"
    return champ.type.replace("_", " ")
