"""Scenarios: recorded journeys played on a compiled modèle, and what differs from what is expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.domain.champs.montant import formater_montant, lire_montant
from portal.domain.constats import constater, de
from portal.domain.frais import total
from portal.domain.langage.diagnostic import Diagnostic, suggestion
from portal.domain.langage.etapes import Partie, avancer
from portal.domain.langage.lecteur import Compilation
from portal.domain.langage.parcours import Parcours
from portal.domain.langage.schema.scenarios import EtapeSource, ScenarioSource
from portal.domain.langage.validation import Chemin, ecrire_chemin
from portal.domain.lecture import controler
from portal.domain.manques import manques
from portal.domain.modele import ModeleExamen
from portal.domain.pieces_dues import pieces_dues
from portal.domain.questionnaire import onglets_visibles, questions_visibles
from portal.domain.referentiel import Referentiel
from portal.domain.regle import Verdict
from portal.domain.saisie_invalide import SaisieInvalide

Obtenu = Callable[[Partie], Iterable[str]]
IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Resultat:
    """One scenario played; it holds when nothing differs."""

    nom: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def reussi(self) -> bool:
        return not self.diagnostics


def jouer(compilation: Compilation, referentiel: Referentiel) -> list[Diagnostic]:
    """Play every scenario; return one diagnostic for each thing that differs, at the key that expected it."""
    return [d for resultat in jouer_tous(compilation, referentiel) for d in resultat.diagnostics]


def jouer_tous(compilation: Compilation, referentiel: Referentiel) -> tuple[Resultat, ...]:
    """Play every scenario of what is compiled, in the order of the file."""
    if compilation.declaration is None or compilation.modele is None:
        return ()
    return tuple(
        Jeu(compilation, compilation.modele, nom, source).jouer(referentiel)
        for nom, source in compilation.declaration.scenarios.items()
    )


@dataclass(slots=True)
class Jeu:
    """Plays one scenario and keeps what is wrong with it."""

    compilation: Compilation
    modele: ModeleExamen
    nom: str
    source: ScenarioSource
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def jouer(self, referentiel: Referentiel) -> Resultat:
        parcours = Parcours(self.modele, self.source, referentiel, self.signaler)
        situation = parcours.situation()
        partie = Partie(situation, parcours.refusees, situation.maintenant)
        self._comparer(partie, self.source.attendu, ("attendu",))
        for rang, etape in enumerate(self.source.etapes):
            self._franchir(partie, parcours, etape, ("etapes", rang))
            self._comparer(partie, etape.attendu, ("etapes", rang, "attendu"))
        if not self.source.attendu and not any(etape.attendu for etape in self.source.etapes):
            self.signaler((), "ce scénario n'attend rien. Dites ce qui doit se passer, sous « attendu ».")
        return Resultat(self.nom, tuple(self.diagnostics))

    def signaler(self, chemin: Chemin, phrase: str) -> None:
        complet = ("scenarios", self.nom, *chemin)
        position = self.compilation.lieux.position(complet, cle=True)
        self.diagnostics.append(Diagnostic(position, ecrire_chemin(complet), phrase))

    def _franchir(self, partie: Partie, parcours: Parcours, etape: EtapeSource, chemin: Chemin) -> None:
        try:
            empechement = avancer(partie, parcours, etape, chemin)
        except SaisieInvalide as refus:
            self.signaler((*chemin, "regle"), refus.message)
            return
        if empechement and etape.attendu.get(IMPOSSIBLE) != "oui":
            self.signaler((*chemin, "fait"), empechement)

    def _comparer(self, partie: Partie, attendu: Mapping[str, Any], chemin: Chemin) -> None:
        for cle, ecrit in attendu.items():
            comparaison = COMPARAISONS.get(cle)
            if comparaison is None:
                phrase = f"« {cle} » n'est pas un résultat à attendre.{suggestion(cle, COMPARAISONS)}"
                self.signaler((*chemin, cle), f"{phrase} Possibles : {', '.join(COMPARAISONS)}.")
                continue
            voulus = [str(un) for un in ecrit] if isinstance(ecrit, list) else [str(ecrit)]
            ecart = comparaison(partie, voulus)
            if ecart:
                self.signaler((*chemin, cle), ecart)
        if attendu and "erreurs" not in attendu:
            self._aucune_erreur(partie, chemin)

    def _aucune_erreur(self, partie: Partie, chemin: Chemin) -> None:
        """An answer that is refused makes the rest meaningless: say so unless it was expected."""
        for cle, message in _erreurs(partie).items():
            self.signaler(chemin, f"la réponse « {cle} » est refusée : {message}")


def _erreurs(partie: Partie) -> dict[str, str]:
    """Return the answers given that do not hold; a question left without an answer is not an error here."""
    situation = partie.situation
    erreurs = dict(partie.refusees)
    for onglet in onglets_visibles(situation):
        for question in questions_visibles(situation, onglet):
            if question.origine == "compte" or situation.reponses.get(question.cle) in (None, "", []):
                continue
            erreur = controler(situation, question)
            if erreur is not None:
                erreurs[question.cle] = erreur.message
    return erreurs


def _posees(partie: Partie) -> list[str]:
    situation = partie.situation
    return [q.cle for onglet in onglets_visibles(situation) for q in questions_visibles(situation, onglet)]


def _epreuves(partie: Partie) -> list[str]:
    return [retenue.epreuve.code for retenue in partie.situation.epreuves if retenue.inscrite]


def _pieces(partie: Partie) -> list[str]:
    return list(dict.fromkeys(due.code for due in pieces_dues(partie.situation) if due.certaine))


def _manques(partie: Partie) -> list[str]:
    return [manque.cle or manque.onglet for manque in manques(partie.situation, {}, frozenset())]


def _regles(verdict: Verdict) -> Obtenu:
    return lambda partie: [constat.code for constat in de(constater(partie.situation), verdict)]


def _montant(partie: Partie, voulus: list[str]) -> str:
    obtenu = total(partie.situation)
    try:
        juste = [lire_montant(voulu) for voulu in voulus] == [obtenu]
    except SaisieInvalide as refus:
        return refus.message
    return "" if juste else f"le montant est de {formater_montant(obtenu)}."


def _impossible(partie: Partie, voulus: list[str]) -> str:
    """An étape may expect that its transition is refused."""
    if voulus == ["oui"] and not partie.empechement:
        return "cette transition est pourtant possible."
    return "" if voulus in (["oui"], ["non"]) else "écrivez « oui » ou « non »."


def _exactement(obtenir: Obtenu) -> Callable[[Partie, list[str]], str]:
    def comparer(partie: Partie, voulus: list[str]) -> str:
        obtenus = list(obtenir(partie))
        manquent = [un for un in voulus if un not in obtenus]
        en_trop = [un for un in obtenus if un not in voulus]
        ecarts = [f"il manque {', '.join(manquent)}"] if manquent else []
        ecarts += [f"il y a en trop {', '.join(en_trop)}"] if en_trop else []
        return f"{' ; '.join(ecarts)}. Obtenu : {_liste(obtenus)}." if ecarts else ""

    return comparer


def _au_moins(obtenir: Obtenu) -> Callable[[Partie, list[str]], str]:
    def comparer(partie: Partie, voulus: list[str]) -> str:
        obtenus = list(obtenir(partie))
        manquent = [un for un in voulus if un not in obtenus]
        return f"il manque {', '.join(manquent)}. Obtenu : {_liste(obtenus)}." if manquent else ""

    return comparer


def _aucun(obtenir: Obtenu) -> Callable[[Partie, list[str]], str]:
    def comparer(partie: Partie, voulus: list[str]) -> str:
        posees = [un for un in obtenir(partie) if un in voulus]
        return f"cette question est pourtant posée : {', '.join(posees)}." if posees else ""

    return comparer


def _liste(codes: list[str]) -> str:
    return f"[{', '.join(codes)}]"


COMPARAISONS: dict[str, Callable[[Partie, list[str]], str]] = {
    "refus": _exactement(_regles("refus")),
    "avertissements": _exactement(_regles("avertissement")),
    "a_examiner": _exactement(_regles("a_examiner")),
    "champs": _au_moins(_posees),
    "champs_absents": _aucun(_posees),
    "epreuves": _exactement(_epreuves),
    "pieces": _exactement(_pieces),
    "erreurs": _exactement(_erreurs),
    "manques": _au_moins(_manques),
    "etat": _exactement(lambda partie: [partie.situation.etat]),
    "montant": _montant,
    "courriels": _exactement(lambda partie: partie.courriels),
    IMPOSSIBLE: _impossible,
}
