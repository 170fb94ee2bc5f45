"""Drawing of a tab: from the questions asked now to what the templates show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.domain.champs import TYPES, Champ
from portal.domain.lecture import ErreurDeSaisie
from portal.domain.modele import Onglet
from portal.domain.question import Question
from portal.domain.questionnaire import champ_du_moment, est_obligatoire, groupes, questions_visibles
from portal.domain.situation import Situation
from portal.domain.vues import ChampVue, OptionVue, RubriqueVue

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
        declencheurs = self._declencheurs(onglet)
        return tuple(
            RubriqueVue(
                code=groupe.code,
                intitule=groupe.intitule,
                champs=tuple(
                    self._champ(question, question.cle in declencheurs) for question in groupe.questions
                ),
                aide=groupe.aide.rendre(self.situation) if groupe.aide else None,
            )
            for groupe in groupes(self.situation, onglet)
        )

    def _declencheurs(self, onglet: Onglet) -> frozenset[str]:
        """Return the answers on which something else of the modèle depends."""
        return dependances(self.situation) & {q.cle for q in questions_visibles(self.situation, onglet)}

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
        )  # fmt: skip

    def _options(self, champ: Champ, saisie: Mapping[str, list[str]]) -> tuple[OptionVue, ...]:
        choisies = {valeur for valeurs in saisie.values() for valeur in valeurs}
        options = TYPES[champ.type].options(champ, self.situation.env, saisie)
        return tuple(
            OptionVue(
                o.code, o.intitule, str(o.aide) if isinstance(o.aide, str) else None, o.code in choisies
            )
            for o in options
        )

    def _lignes(
        self, question: Question, champ: Champ, saisie: Mapping[str, list[str]], erreur: ErreurDeSaisie | None
    ) -> tuple[tuple[ChampVue, ...], ...]:
        """Draw the rows of a repetition: those typed, and as many more as were asked for."""
        if champ.type != "repetition":
            return ()
        numeros = [int(partie.split(".")[0]) for partie in saisie if partie.split(".")[0].isdigit()]
        minimum = champ.nombre.au_moins if champ.nombre else 0
        combien = max(self.lignes.get(question.cle, 0), max(numeros, default=-1) + 1, minimum, 1)
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
            cle=f"{cle}.{prefixe}", widget=type_champ.widget(sous), question=sous.question, exemple=sous.exemple,
            obligatoire=sous.facultatif is False, saisie=parties, erreur=erreur.message if erreur and ici else None,
            options=self._options(sous, parties), clavier=type_champ.clavier,
        )  # fmt: skip


def dependances(situation: Situation) -> frozenset[str]:
    """Return every path on which a question, an épreuve or a rubrique of the modèle depends."""
    modele = situation.modele
    chemins: set[str] = set()
    for question in (*modele.questions.values(), *situation._questions_epreuves.values()):
        chemins |= question.dependances
    for onglet in modele.onglets:
        chemins |= onglet.si.chemins
        for rubrique in onglet.rubriques:
            chemins |= rubrique.si.chemins
    racines = {"specialite", "epreuves", "candidat", "domicile"}
    if any(chemin.split(".")[0] == "specialite" for chemin in chemins) or situation.modele.champ_specialite:
        chemins.add(modele.champ_specialite or "")
    return frozenset(chemin for chemin in chemins if chemin not in racines - {"specialite"})
