"""Compilation of épreuves: trunk and spécialité, groups, facultatives, composantes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portal.domain.champs import Champ, Nombre, Option
from portal.domain.conditions import JAMAIS, TOUJOURS, AucunDe, Condition
from portal.domain.epreuve import Epreuve
from portal.domain.langage.acquis import LecteurAcquis, question_acquis
from portal.domain.langage.champs import LecteurChamps, et, nombre, vaut
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.champs import ChampSource
from portal.domain.langage.schema.epreuves import EpreuveSource
from portal.domain.langage.validation import Chemin
from portal.domain.question import Question


@dataclass(frozen=True, slots=True)
class Dessus:
    """What the nodes above an épreuve make of it.

    `au_choix`: it is one to choose among others. `optionnelle`: it may not be taken at all. `dans_epreuve`:
    it is part of an épreuve, so that only its unité, if any, keeps a note.
    """

    si: Condition = TOUJOURS
    au_choix: bool = False
    optionnelle: bool = False
    dans_epreuve: bool = False

    def acquerable(self, source: EpreuveSource, facultative: Condition | None) -> bool:
        """Tell whether something may be kept for an épreuve: it is sometimes obligatory, and keeps a note."""
        composante = self.dans_epreuve and source.unite is None
        return not (self.au_choix or self.optionnelle or composante) and facultative != TOUJOURS


@dataclass(frozen=True, slots=True)
class LecteurEpreuves:
    """Compiles the épreuves of one modèle; `acquis` says what may be kept for each."""

    declaration: Declaration
    champs: LecteurChamps
    acquis: LecteurAcquis

    def arbre(self, propres: Mapping[str, EpreuveSource], chemin: Chemin) -> tuple[Epreuve, ...]:
        """Return the family's trunk, then the spécialité's own épreuves."""
        tronc = {c: s for c, s in self.declaration.epreuves.items() if c not in propres}
        communes = tuple(self._epreuve(c, s, ("epreuves", c), Dessus()) for c, s in tronc.items())
        return communes + tuple(self._epreuve(c, s, (*chemin, c), Dessus()) for c, s in propres.items())

    def _epreuve(self, code: str, ecrite: EpreuveSource, chemin: Chemin, dessus: Dessus) -> Epreuve:
        source, lire = self._avec_type(ecrite, chemin), self.champs.conditions.lire
        si = et(dessus.si, lire(source.si, (*chemin, "si")))
        facultative = None
        if source.facultative is not None:
            facultative = lire(source.facultative, (*chemin, "facultative"))
        intitule, choisir = source.intitule or code, nombre(source.choisir)
        dessous = Dessus(
            si,
            au_choix=dessus.au_choix or choisir is not None,
            optionnelle=dessus.optionnelle or facultative not in (None, JAMAIS),
            dans_epreuve=dessus.dans_epreuve or source.unite is not None,
        )  # fmt: skip
        filles = tuple(
            self._epreuve(c, s, (*chemin, "epreuves", c), dessous) for c, s in source.epreuves.items()
        )
        self.acquis.citer(source.pieces, (*chemin, "pieces"))
        acquise = dessus.acquerable(source, facultative) and self._garde_une_note(source, filles)
        possibilites = self.acquis.possibles(source, chemin) if acquise else ()
        obligatoire = si if facultative in (None, JAMAIS) else et(si, AucunDe((facultative or JAMAIS,)))
        return Epreuve(
            code=code, intitule=intitule, type=source.comme, unite=source.unite,
            aide=self.champs.textes.facultatif(source.aide, (*chemin, "aide")),
            coefficient=source.coefficient, mode=source.mode, duree=source.duree, bareme=source.bareme,
            domaine=source.domaine, facultative=facultative, si=si, choisir=choisir,
            pieces=tuple(source.pieces),
            choix=self._choix(code, intitule, choisir, filles, facultative, dessous, dessus.au_choix),
            acquis=question_acquis(code, intitule, possibilites, obligatoire),
            questions_acquis=self.acquis.questions(code, possibilites, obligatoire),
            possibilites=possibilites, questions=self._questions(code, source, chemin, si), epreuves=filles,
        )  # fmt: skip

    def _questions(
        self, code: str, source: EpreuveSource, chemin: Chemin, si: Condition
    ) -> tuple[Question, ...]:
        """Return the fields of an épreuve: they are asked when it is sat."""
        passee = et(si, vaut(f"epreuves.{code}", "passe"))
        return tuple(
            self.champs.question(f"epreuves.{code}.{c}", s, (*chemin, "champs", c), passee, "epreuve")
            for c, s in source.champs.items()
        )

    @staticmethod
    def _garde_une_note(source: EpreuveSource, filles: tuple[Epreuve, ...]) -> bool:
        if source.unite is None and filles:
            return False
        return not any(fille.unite for fille in filles)

    def _avec_type(self, source: EpreuveSource, chemin: Chemin) -> EpreuveSource:
        """Complete an épreuve with the type that it names; what it writes itself wins."""
        if source.comme is None:
            return source
        modele = self.declaration.epreuves_types.get(source.comme)
        if modele is None:
            phrase = f"« {source.comme} » n'est pas un type d'épreuve."
            phrase += suggestion(source.comme, self.declaration.epreuves_types)
            self.champs.conditions.erreur((*chemin, "comme"), (), phrase)
            return source
        ecrits = {cle: getattr(source, cle) for cle in source.model_fields_set}
        return modele.model_copy(update={**ecrits, "champs": _champs_completes(modele.champs, source.champs)})

    def _choix(
        self, code: str, intitule: str, choisir: Nombre | None, filles: tuple[Epreuve, ...],
        facultative: Condition | None, dessous: Dessus, au_choix: bool,
    ) -> Question | None:  # fmt: skip
        """Return the question that says which épreuves of a group, or whether a facultative one, is sat."""
        cle, si = f"epreuves.{code}", dessous.si
        if choisir is not None:
            options = tuple(Option(fille.code, _nommee(fille)) for fille in filles)
            un_seul = choisir == Nombre(1, 1)
            champ = Champ(cle, "choix", intitule, options=options, choisir=None if un_seul else choisir)
            libre = TOUJOURS if choisir.au_moins == 0 else facultative or JAMAIS
            options_si = {fille.code: fille.si for fille in filles if fille.si is not TOUJOURS}
            return Question(cle, champ, si=si, facultatif=libre, options_si=options_si, origine="epreuve")
        if facultative is None or facultative is JAMAIS or au_choix:
            return None
        champ = Champ(cle, "oui_non", f"Présentez-vous l’épreuve facultative « {intitule} » ?")
        return Question(cle, champ, si=et(si, facultative), origine="epreuve")


def _nommee(epreuve: Epreuve) -> str:
    """Return « E1 – Activités comptables courantes », as every page and every mail names it."""
    return epreuve.intitule if epreuve.est_groupe else f"{epreuve.code} – {epreuve.intitule}"


def _champs_completes(
    du_type: Mapping[str, ChampSource], propres: Mapping[str, ChampSource]
) -> dict[str, ChampSource]:
    """Return the fields of a type, changed key by key by those of the épreuve."""
    completes = dict(du_type)
    for code, champ in propres.items():
        if code in completes:
            ecrits = {cle: getattr(champ, cle) for cle in champ.model_fields_set}
            completes[code] = completes[code].model_copy(update=ecrits)
        else:
            completes[code] = champ
    return completes
