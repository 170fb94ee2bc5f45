"""How an invented candidate fills the form in: tab after tab, one plausible answer to each question asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from portal.domain.champs import Json
from portal.domain.modele import Onglet
from portal.domain.question import Question
from portal.domain.questionnaire import onglets_visibles, questions_visibles
from portal.domain.situation import Situation

TOURS = 6  # an answer may ask another question, which may ask another one
OUI, NON = "oui", "non"


class Repondant:
    """Answers the questions of a CAP or a CS. `profil` is what this person is, drawn once."""

    def __init__(self, hasard: Random, donnees: Mapping[str, Any], famille: str, academie: str) -> None:
        self._hasard, self._donnees, self._academie = hasard, donnees, academie
        specialites: Mapping[str, int] = donnees["specialites"][famille]
        self.specialite = hasard.choices(list(specialites), list(specialites.values()))[0]
        self.ajourne = hasard.random() < 0.16
        self.voie = "deja_presente" if self.ajourne else hasard.choice(("trois_ans", "trois_ans", "distance"))
        self.niveau = hasard.choice(("aucun", "aucun", "3", "3", "4", "4", "5"))
        self.forme = "progressive" if hasard.random() < 0.12 else "globale"
        self.dispense = hasard.random() < 0.6

    def remplir(self, situation: Situation, identification: Mapping[str, Json], jusqu_a: int) -> Situation:
        """Return the situation with the answers of the `jusqu_a` first tabs."""
        situation = situation.avec({**situation.reponses, **identification, "specialite": self.specialite})
        for onglet in onglets_visibles(situation)[:jusqu_a]:
            for _ in range(TOURS):
                nouvelles = self._reponses(situation, onglet)
                if not nouvelles:
                    break
                situation = situation.avec({**situation.reponses, **nouvelles})
        return situation

    def _reponses(self, situation: Situation, onglet: Onglet) -> dict[str, Json]:
        return {
            question.cle: reponse
            for question in questions_visibles(situation, onglet)
            if question.origine != "compte"
            and question.cle not in situation.reponses
            and (reponse := self._repondre(situation, question)) is not None
        }

    def _repondre(self, situation: Situation, question: Question) -> Json:
        racine, _, reste = question.cle.partition(".")
        if racine == "acquis":
            return self._acquis(situation, reste)
        if racine == "epreuves":
            return self._epreuve(question, reste)
        return self._simple(question)

    def _acquis(self, situation: Situation, reste: str) -> Json:
        code, _, detail = reste.partition(".")
        if detail:
            annee = situation.env.aujourd_hui.year - self._hasard.randrange(1, 3)
            return f"{annee}-07-05" if detail == "obtenue_le" else str(self._hasard.randrange(20, 31) / 2)
        premiere = code == next((r.epreuve.code for r in situation.epreuves), "")
        if self.ajourne and premiere:
            return "benefice"
        generale = code.startswith("EG") and situation.reponses.get("diplome_langue", NON) == NON
        langue = (epreuve := situation.epreuve(code)) is not None and epreuve.type == "langue_obligatoire"
        if generale and not langue and self.niveau != "aucun" and self.dispense:
            return "dispense"
        return "plus_tard" if self.forme == "progressive" and not premiere and not self.ajourne else "passe"

    def _epreuve(self, question: Question, reste: str) -> Json:
        _, _, detail = reste.partition(".")
        if detail == "aptitude":
            return self._hasard.choices(("apte", "amenagee", "inapte"), (92, 4, 4))[0]
        if detail == "langue":
            facultative = reste.startswith("EF")
            return self._hasard.choice(("espagnol", "italien", "portugais")) if facultative else "anglais"
        if detail:
            return self._hasard.choice([option.code for option in question.champ.options])
        return OUI if self._hasard.random() < 0.25 else NON

    def _simple(self, question: Question) -> Json:
        fixes: dict[str, Json] = {
            "voie_acces": self.voie,
            "meme_metier": OUI,
            "meme_specialite": OUI,
            "deja_ajourne": OUI if self.ajourne else NON,
            "forme": self.forme,
            "forme_precedente": self.forme,
            "niveau_diplome": self.niveau,
            "annees_activite": str(self._hasard.choice((3, 4, 5, 6, 8, 11, 15))),
            "amenagement": OUI if self._hasard.random() < 0.06 else NON,
            "specialite.option": self._hasard.choice(self._donnees["options"].get(self.specialite, [""])),
        }
        if question.cle in fixes:
            return fixes[question.cle]
        if question.cle == "etablissement":
            nom, uai = self._hasard.choice(self._etablissements())
            return {"nom": nom, "uai": uai}
        if question.cle == "stages":
            return self._stages()
        return self._au_choix(question)

    def _etablissements(self) -> Sequence[Any]:
        connus: Mapping[str, Sequence[Any]] = self._donnees["etablissements"]
        return connus.get(self._academie) or [un for siens in connus.values() for un in siens]

    def _stages(self) -> Json:
        lieux = self._hasard.sample(self._donnees["stages"], self._hasard.choice((0, 1, 2, 2)))
        lignes = [
            {
                "structure": lieu,
                "moins_de_trois_ans": OUI,
                "heures": str(self._hasard.choice((224, 210, 140))),
            }
            for lieu in lieux
        ]
        return list(lignes) or None

    def _au_choix(self, question: Question) -> Json:
        champ = question.champ
        if champ.type == "oui_non":
            return OUI if self._hasard.random() < 0.7 else NON
        codes: list[Json] = [option.code for option in champ.options]
        if not codes:
            return None
        return codes[:1] if champ.choisir is not None else self._hasard.choice(codes)
