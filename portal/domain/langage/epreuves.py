"""Compilation of épreuves: trunk and spécialité, groups, facultatives, acquis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from portal.domain.champs import Champ, Nombre, Option
from portal.domain.conditions import JAMAIS, TOUJOURS, Condition
from portal.domain.epreuve import Epreuve, Possibilite
from portal.domain.langage.champs import LecteurChamps, et, nombre, vaut
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.recensement import toutes_pieces
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.champs import ChampSource
from portal.domain.langage.schema.epreuves import EpreuveSource, PossibiliteSource
from portal.domain.langage.validation import Chemin
from portal.domain.question import Question

NOTE = Champ("note", "nombre", "Note obtenue (sur 20)", exemple="12,50")
OBTENUE_LE = Champ("obtenue_le", "date", "Date d’obtention", exemple="05/07/2023")


@dataclass(frozen=True, slots=True)
class LecteurEpreuves:
    """Compiles the épreuves of one modèle."""

    declaration: Declaration
    champs: LecteurChamps

    def possibilites(self) -> tuple[Possibilite, ...]:
        """Return what may be answered for an épreuve, as the family says it."""
        acquis = self.declaration.acquis
        sources = acquis.possibilites if acquis else {}
        return tuple(self._possibilite(code, source) for code, source in sources.items())

    def _possibilite(self, code: str, source: PossibiliteSource) -> Possibilite:
        ici = ("acquis", "possibilites", code)
        self._pieces(source.pieces, (*ici, "pieces"))
        return Possibilite(
            code=code,
            intitule=source.intitule,
            effet=source.effet,
            aide=self.champs.textes.facultatif(source.aide, (*ici, "aide")),
            si=self.champs.conditions.lire(source.si, (*ici, "si")),
            note_minimale=source.note_minimale,
            valable=source.valable,
            pieces=tuple(source.pieces),
            a_confirmer=source.a_confirmer,
        )

    def arbre(self, propres: Mapping[str, EpreuveSource], chemin: Chemin) -> tuple[Epreuve, ...]:
        """Return the family's trunk, then the spécialité's own épreuves."""
        tronc = {c: s for c, s in self.declaration.epreuves.items() if c not in propres}
        communes = tuple(self._epreuve(c, s, ("epreuves", c), TOUJOURS, False) for c, s in tronc.items())
        return communes + tuple(
            self._epreuve(c, s, (*chemin, c), TOUJOURS, False) for c, s in propres.items()
        )

    def _epreuve(
        self, code: str, ecrite: EpreuveSource, chemin: Chemin, si: Condition, au_choix: bool
    ) -> Epreuve:
        source = self._avec_type(ecrite, chemin)
        lire = self.champs.conditions.lire
        si = et(si, lire(source.si, (*chemin, "si")))
        facultative = (
            None if source.facultative is None else lire(source.facultative, (*chemin, "facultative"))
        )
        choisir = nombre(source.choisir)
        filles = tuple(
            self._epreuve(c, s, (*chemin, "epreuves", c), si, au_choix or choisir is not None)
            for c, s in source.epreuves.items()
        )
        passee = et(si, vaut(f"epreuves.{code}", "passe"))
        questions = tuple(
            self.champs.question(f"epreuves.{code}.{c}", s, (*chemin, "champs", c), passee, "epreuve")
            for c, s in source.champs.items()
        )
        self._pieces(source.pieces, (*chemin, "pieces"))
        acquise = not au_choix and facultative in (None, JAMAIS) and self._garde_une_note(source, filles)
        possibilites = self._possibles(source, chemin) if acquise else ()
        intitule = source.intitule or code
        return Epreuve(
            code=code, intitule=intitule, type=source.comme, unite=source.unite,
            aide=self.champs.textes.facultatif(source.aide, (*chemin, "aide")),
            coefficient=source.coefficient, mode=source.mode, duree=source.duree, bareme=source.bareme,
            domaine=source.domaine, facultative=facultative, si=si, pieces=tuple(source.pieces), choisir=choisir,
            choix=self._choix(code, intitule, choisir, filles, facultative, si, au_choix),
            acquis=_question_acquis(code, intitule, possibilites, si),
            questions_acquis=self._questions_acquis(code, possibilites, si),
            possibilites=possibilites, questions=questions, epreuves=filles,
        )  # fmt: skip

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

    def _possibles(self, source: EpreuveSource, chemin: Chemin) -> tuple[Possibilite, ...]:
        """Return the possibilités of one épreuve, tightened as it says."""
        toutes = self.possibilites()
        if any(restriction.garder for restriction in source.acquis.values()):
            toutes = tuple(p for p in toutes if p.code in source.acquis)
        resserrees: list[Possibilite] = []
        for possibilite in toutes:
            restriction = source.acquis.get(possibilite.code)
            en_plus = restriction.si if restriction else None
            si = self.champs.conditions.lire(en_plus, (*chemin, "acquis", possibilite.code, "si"))
            resserrees.append(_avec_si(possibilite, et(possibilite.si, si)))
        for code in source.acquis.keys() - {p.code for p in self.possibilites()}:
            phrase = f"« {code} » n'est pas un acquis de cette famille."
            self.champs.conditions.erreur((*chemin, "acquis"), (code,), phrase, cle=True)
        if not any(p.si is TOUJOURS for p in resserrees) and self.declaration.acquis and not resserrees:
            self.champs.conditions.erreur(
                chemin, (), "cette épreuve n'a aucune possibilité d'acquis.", cle=True
            )
        return tuple(resserrees)

    def _choix(
        self, code: str, intitule: str, choisir: Nombre | None, filles: tuple[Epreuve, ...],
        facultative: Condition | None, si: Condition, au_choix: bool,
    ) -> Question | None:  # fmt: skip
        """Return the question that says which épreuves of a group, or whether a facultative one, is sat."""
        cle = f"epreuves.{code}"
        if choisir is not None:
            options = tuple(Option(fille.code, fille.intitule) for fille in filles)
            un_seul = choisir == Nombre(1, 1)
            champ = Champ(cle, "choix", intitule, options=options, choisir=None if un_seul else choisir)
            libre = TOUJOURS if choisir.au_moins == 0 else JAMAIS
            options_si = {fille.code: fille.si for fille in filles if fille.si is not TOUJOURS}
            return Question(cle, champ, si=si, facultatif=libre, options_si=options_si, origine="epreuve")
        if facultative is None or facultative is JAMAIS or au_choix:
            return None
        champ = Champ(cle, "oui_non", f"Présentez-vous l’épreuve facultative « {intitule} » ?")
        return Question(cle, champ, si=et(si, facultative), origine="epreuve")

    def _questions_acquis(
        self, code: str, possibilites: tuple[Possibilite, ...], si: Condition
    ) -> tuple[Question, ...]:
        """Return what each possibilité asks for one épreuve: its fields, then note and date."""
        sources = self.declaration.acquis.possibilites if self.declaration.acquis else {}
        questions: list[Question] = []
        for possibilite in possibilites:
            choisie = et(si, vaut(f"acquis.{code}", possibilite.code))
            ici = ("acquis", "possibilites", possibilite.code, "champs")
            for nom, source in sources[possibilite.code].champs.items():
                questions.append(
                    self.champs.question(f"acquis.{code}.{nom}", source, (*ici, nom), choisie, "acquis")
                )
            deja = {question.cle for question in questions}
            for champ, demande in ((NOTE, possibilite.note_minimale), (OBTENUE_LE, possibilite.valable)):
                cle = f"acquis.{code}.{champ.code}"
                if demande is not None and cle not in deja:
                    questions.append(Question(cle, champ, si=choisie, origine="acquis"))
        return tuple(questions)

    def _pieces(self, codes: list[str], chemin: Chemin) -> None:
        for rang, code in enumerate(codes):
            connues = [piece for piece, *_ in toutes_pieces(self.declaration)]
            if code not in connues:
                phrase = f"la pièce « {code} » n'est pas déclarée.{suggestion(code, connues)}"
                self.champs.conditions.erreur(chemin, (rang,), phrase)


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


def _avec_si(possibilite: Possibilite, si: Condition) -> Possibilite:
    return replace(possibilite, si=si)


def _question_acquis(
    code: str, intitule: str, possibilites: tuple[Possibilite, ...], si: Condition
) -> Question | None:
    if not possibilites:
        return None
    cle = f"acquis.{code}"
    options = tuple(Option(p.code, p.intitule, p.aide) for p in possibilites)
    defaut = next((p.code for p in possibilites if p.effet == "passe"), None)
    champ = Champ(cle, "choix", intitule, options=options, valeur=defaut)
    return Question(
        cle, champ, si=si, origine="acquis",
        options_si={p.code: p.si for p in possibilites if p.si is not TOUJOURS},
    )  # fmt: skip
