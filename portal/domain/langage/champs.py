"""Compilation of fields: from what an author wrote to a Question at its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from portal.domain.champs import TYPES, Champ, Env, Json, Nombre, Option, SaisieInvalide
from portal.domain.conditions import JAMAIS, TOUJOURS, Condition, Litteral, Operation, Test, Tous
from portal.domain.langage.conditions import LecteurConditions
from portal.domain.langage.diagnostic import Rapport, suggestion
from portal.domain.langage.schema.bases import Bornes
from portal.domain.langage.schema.champs import ChampSource, OptionSource
from portal.domain.langage.textes import LecteurTextes
from portal.domain.langage.validation import Chemin, Localisateur, ecrire_chemin
from portal.domain.langage.vocabulaire import genre_du_champ
from portal.domain.question import Avertissement, Origine, Question

SANS_QUESTION = {"specialite": "Spécialité", "information": ""}


def nombre(bornes: Bornes | None) -> Nombre | None:
    """Return the bounds of the schema as the domain has them."""
    return None if bornes is None else Nombre(bornes.minimum, bornes.maximum)


def et(*conditions: Condition) -> Condition:
    """Return a condition that holds when all do, as flat as possible."""
    utiles = tuple(condition for condition in conditions if condition is not TOUJOURS)
    if len(utiles) <= 1:
        return utiles[0] if utiles else TOUJOURS
    return Tous(utiles)


def vaut(chemin: str, *valeurs: str) -> Condition:
    """Return the condition « chemin: valeur », or one of several values."""
    return Test(chemin, (Operation("parmi", tuple(Litteral(valeur) for valeur in valeurs)),))


class Declarations:
    """First pass: the bare `Champ` of every field, without its conditions.

    `env` reads the answers that a modèle proposes, exactly as those of candidates are.
    """

    def __init__(
        self,
        listes: Mapping[str, Mapping[str, OptionSource]],
        lieux: Localisateur,
        rapport: Rapport,
        env: Env,
    ) -> None:
        self.listes, self.lieux, self.rapport, self.env = listes, lieux, rapport, env

    def champ(self, code: str, source: ChampSource, chemin: Chemin) -> Champ:
        """Return the field as its type needs it."""
        type_ = source.type
        if type_ not in TYPES:
            phrase = f"le type « {type_} » est inconnu.{suggestion(type_, TYPES)}"
            self._erreur((*chemin, "type"), phrase)
            type_ = "texte"
        options = self.options(source, chemin)
        if type_ == "choix" and not options:
            self._erreur(chemin, "un choix demande « options » ou « liste ».", cle=True)
        if type_ == "identifiant" and not source.masque:
            self._erreur(chemin, "un identifiant demande un « masque », comme 9999999A.", cle=True)
        if source.categorie and type_ != "choix":
            self._erreur((*chemin, "categorie"), "la catégorie est une réponse de « type: choix ».")
        if type_ == "repetition" and not source.champs:
            self._erreur(chemin, "une répétition demande ses « champs ».", cle=True)
        for sous, ecrit in source.champs.items():
            self._case(ecrit, (*chemin, "champs", sous))
        champs = tuple(self.champ(c, s, (*chemin, "champs", c)) for c, s in source.champs.items())
        champ = Champ(
            code=code,
            type=type_,
            question=source.question if source.question is not None else SANS_QUESTION.get(type_, code),
            exemple=source.exemple,
            options=options,
            choisir=nombre(source.choisir),
            facultatif=source.facultatif is not None and source.facultatif is not False,
            donnee=source.donnee,
            comparable=source.comparable,
            categorie=source.categorie,
            anciennement=tuple(source.anciennement),
            masque=source.masque,
            dans=source.dans,
            longueur=source.longueur,
            nombre=nombre(source.nombre),
            champs=champs,
        )
        return replace(champ, valeur=self._proposee(champ, source.valeur, chemin))

    def _proposee(self, champ: Champ, ecrite: str | None, chemin: Chemin) -> Json:
        """Return the answer proposed: the one written, or the only spécialité that is open."""
        if ecrite is None:
            seule = champ.type == "specialite" and not champ.choisir and len(self.env.specialites) == 1
            return self.env.specialites[0][0] if seule else None
        try:
            return TYPES[champ.type].lire(champ, {"": [ecrite]}, self.env)
        except SaisieInvalide as refus:
            self._erreur((*chemin, "valeur"), refus.message)
            return None

    def _case(self, source: ChampSource, chemin: Chemin) -> None:
        """A field of a row cannot depend on anything: say so rather than forget it."""
        for cle in ("si", "verifie", "avertissement"):
            if getattr(source, cle) is not None:
                phrase = f"« {cle} » ne se dit pas d'un champ d'une répétition. Écrivez plutôt une règle."
                self._erreur((*chemin, cle), phrase, cle=True)

    def options(self, source: ChampSource, chemin: Chemin) -> tuple[Option, ...]:
        """Return the answers of a field: its own, or those of the list that it names."""
        ecrites: Mapping[str, OptionSource] = source.options or {}
        if source.liste is not None:
            if source.liste not in self.listes:
                phrase = f"la liste « {source.liste} » n'existe pas.{suggestion(source.liste, self.listes)}"
                self._erreur((*chemin, "liste"), phrase)
            ecrites = self.listes.get(source.liste, {})
        return tuple(
            Option(code, option.intitule, option.aide, tuple(option.anciennement))
            for code, option in ecrites.items()
        )

    def _erreur(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.rapport.erreur(self.lieux.position(chemin, cle), ecrire_chemin(chemin), phrase)


class LecteurChamps:
    """Second pass: the conditions and the texts of each field."""

    def __init__(
        self, conditions: LecteurConditions, textes: LecteurTextes, declarations: Declarations
    ) -> None:
        self.conditions, self.textes, self.declarations = conditions, textes, declarations

    def question(
        self,
        cle: str,
        source: ChampSource,
        chemin: Chemin,
        si: Condition = TOUJOURS,
        origine: Origine = "modele",
    ) -> Question:
        """Return the question of a field whose place is asked under `si`."""
        champ = self.declarations.champ(source=source, code=cle, chemin=chemin)
        lire = self.conditions.lire
        return Question(
            cle=cle,
            champ=champ,
            si=et(si, lire(source.si, (*chemin, "si"))),
            facultatif=lire(source.facultatif, (*chemin, "facultatif"), JAMAIS),
            aide=self.textes.facultatif(source.aide, (*chemin, "aide")),
            verifie=self._verifie(champ, source, chemin),
            message=source.message,
            avertissement=self._avertissement(source, chemin),
            options_si=self._options_si(source, chemin),
            origine=origine,
            definitif=source.definitif,
            repris=tuple(source.repris.meme) if source.repris else (),
            sante=source.donnee == "sante",
        )

    def questions(
        self, sources: Mapping[str, ChampSource], chemin: Chemin, si: Condition = TOUJOURS
    ) -> tuple[Question, ...]:
        """Return the questions of a table of fields, in the order of the file."""
        return tuple(self.question(code, source, (*chemin, code), si) for code, source in sources.items())

    def _verifie(self, champ: Champ, source: ChampSource, chemin: Chemin) -> Test | None:
        if source.verifie is None:
            return None
        genre = genre_du_champ(champ)
        return self.conditions.test(champ.code, genre, source.verifie, (*chemin, "verifie"))

    def _avertissement(self, source: ChampSource, chemin: Chemin) -> Avertissement | None:
        if source.avertissement is None:
            return None
        ici = (*chemin, "avertissement")
        si = self.conditions.lire(source.avertissement.si, (*ici, "si"))
        return Avertissement(self.textes.lire(source.avertissement.texte, (*ici, "texte")), si)

    def _options_si(self, source: ChampSource, chemin: Chemin) -> dict[str, Condition]:
        ecrites: Iterable[tuple[str, OptionSource]] = (source.options or {}).items()
        return {
            code: self.conditions.lire(option.si, (*chemin, "options", code, "si"))
            for code, option in ecrites
            if option.si is not None
        }
