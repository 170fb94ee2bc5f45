"""Compilation of where épreuves are sat: the centres, and their places."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.circuit import Circuit
from portal.domain.langage.champs import LecteurChamps
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.recensement import champs_ecrits
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.champs import ChampSource
from portal.domain.langage.validation import Chemin
from portal.domain.modele import CentresDeclares
from portal.domain.places import ReglesDePlaces

COMPTEES = {"centre", "epreuves"}


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
                self._transition(code, ("places", cle), rang)
        if set(source.par) != COMPTEES:
            phrase = "les places se comptent par centre et par épreuve : écrivez [centre, epreuves]."
            self._erreur(("places", "par"), phrase)
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

    def _transition(self, code: str, chemin: Chemin, rang: int) -> None:
        connues = self.circuit.transitions
        if code not in connues:
            phrase = f"« {code} » n'est pas une transition de ce circuit.{suggestion(code, connues)}"
            self.champs.conditions.erreur(chemin, (rang,), phrase)

    def _erreur(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.champs.conditions.erreur(chemin, (), phrase, cle)
