"""Drawing of a tab: from the questions asked now to what the templates show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from portal.domain.centres_proposes import centres_proposes
from portal.domain.champs import TYPES, Champ
from portal.domain.champs.repetition import LIGNES_AU_PLUS, lignes_saisies
from portal.domain.declencheurs import declencheurs
from portal.domain.lecture import ErreurDeSaisie
from portal.domain.modele import Onglet
from portal.domain.question import Question
from portal.domain.questionnaire import champ_du_moment, est_obligatoire, groupes
from portal.domain.situation import Situation
from portal.domain.texte import TexteSi
from portal.domain.vues import CentresVue, ChampVue, OptionVue, RubriqueVue

Saisies = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True)
class Dessin:
    """Draws one candidature. `saisies` are typed values that could not be read, shown again as they were."""

    situation: Situation
    saisies: Saisies = field(default_factory=dict)
    erreurs: Mapping[str, ErreurDeSaisie] = field(default_factory=dict)
    verrouillees: frozenset[str] = frozenset()
    lignes: Mapping[str, int] = field(default_factory=dict)

    def rubriques(self, onglet: Onglet) -> tuple[RubriqueVue, ...]:
        """Return the groups of a tab, ready to draw."""
        cles = declencheurs(self.situation)
        return tuple(
            RubriqueVue(
                code=groupe.code,
                intitule=groupe.intitule,
                champs=tuple(self._champ(question, question.cle in cles) for question in groupe.questions),
                aide=groupe.aide.rendre(self.situation) if groupe.aide else None,
            )
            for groupe in groupes(self.situation, onglet)
        )

    def champs(self, questions: Iterable[Question]) -> tuple[ChampVue, ...]:
        """Return questions that stand in no tab, ready to draw."""
        return tuple(self._champ(question, False) for question in questions)

    def _champ(self, question: Question, declenche: bool) -> ChampVue:
        situation, champ = self.situation, champ_du_moment(self.situation, question)
        type_champ, brute = TYPES[champ.type], situation.brute(question)
        verrouille = question.origine == "compte" or question.cle in self.verrouillees
        saisie = self.saisies.get(question.cle) or type_champ.montrer(champ, brute)
        erreur = self.erreurs.get(question.cle)
        avertissement = question.avertissement
        averti = avertissement is not None and avertissement.si.evaluer(situation) is True
        return ChampVue(
            cle=question.cle, widget=type_champ.widget(champ), question=champ.question,
            aide=question.aide.rendre(situation) if question.aide else None, exemple=champ.exemple,
            obligatoire=est_obligatoire(situation, question), verrouille=verrouille,
            saisie={partie: list(valeurs) for partie, valeurs in saisie.items()},
            affichage=type_champ.formater(champ, brute, situation.env) if brute is not None else "",
            erreur=erreur.message if erreur else None, erreur_partie=erreur.partie if erreur else "",
            options=self._options(champ, saisie),
            avertissement=avertissement.texte.rendre(situation) if avertissement and averti else None,
            declenche=declenche, clavier=type_champ.clavier, remplissage=type_champ.remplissage,
            lignes=self._lignes(question, champ, saisie, erreur),
            centres=self._centres(champ, saisie),
            chercher=question.cle == self._departement,
        )  # fmt: skip

    @property
    def _departement(self) -> str | None:
        """The key of the answer that says where centres are looked for."""
        question = self.situation.modele.champ_centre
        return question.champ.dans if question is not None else None

    def _centres(self, champ: Champ, saisie: Mapping[str, list[str]]) -> CentresVue | None:
        if champ.type != "centre":
            return None
        return centres_proposes(self.situation, champ, (saisie.get("") or [""])[0])

    def _options(self, champ: Champ, saisie: Mapping[str, list[str]]) -> tuple[OptionVue, ...]:
        choisies = {valeur for valeurs in saisie.values() for valeur in valeurs}
        options = TYPES[champ.type].options(champ, self.situation.env, saisie)
        return tuple(OptionVue(o.code, o.intitule, self._aide(o.aide), o.code in choisies) for o in options)

    def _aide(self, aide: object) -> str | None:
        """The help of an option: plain words, or a text of the modèle for a possibilité of acquis."""
        if isinstance(aide, TexteSi):
            return aide.en_clair(self.situation)
        return aide if isinstance(aide, str) else None

    def _lignes(
        self, question: Question, champ: Champ, saisie: Mapping[str, list[str]], erreur: ErreurDeSaisie | None
    ) -> tuple[tuple[ChampVue, ...], ...]:
        """Draw the rows of a repetition: those typed, and as many more as were asked for, within reason."""
        if champ.type != "repetition":
            return ()
        tapees = max((numero + 1 for numero, _ in lignes_saisies(saisie)), default=1)
        minimum = champ.nombre.au_moins if champ.nombre else 0
        maximum = max(LIGNES_AU_PLUS, champ.nombre.au_plus or 0) if champ.nombre else LIGNES_AU_PLUS
        combien = min(max(self.lignes.get(question.cle, 0), tapees, minimum), maximum)
        return tuple(
            tuple(self._case(question.cle, n, sous, saisie, erreur) for sous in champ.champs)
            for n in range(combien)
        )

    def _case(
        self,
        cle: str,
        numero: int,
        sous: Champ,
        saisie: Mapping[str, list[str]],
        erreur: ErreurDeSaisie | None,
    ) -> ChampVue:
        prefixe = f"{numero}.{sous.code}"
        parties = {
            partie.removeprefix(prefixe).removeprefix("."): valeurs
            for partie, valeurs in saisie.items()
            if partie == prefixe or partie.startswith(f"{prefixe}.")
        }
        ici = erreur is not None and (erreur.partie == prefixe or erreur.partie.startswith(f"{prefixe}."))
        type_champ = TYPES[sous.type]
        return ChampVue(
            cle=f"{cle}.{prefixe}", widget=type_champ.widget(sous), question=sous.question,
            exemple=sous.exemple, obligatoire=sous.facultatif is False, saisie=parties,
            erreur=erreur.message if erreur and ici else None,
            options=self._options(sous, parties), clavier=type_champ.clavier,
        )  # fmt: skip
