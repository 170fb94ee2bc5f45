"""Compilation of acquis: what may be answered for each épreuve, and what each answer asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property

from portal.domain.champs import Champ, Option
from portal.domain.conditions import TOUJOURS, Condition
from portal.domain.duree import lire_duree
from portal.domain.epreuve import Possibilite
from portal.domain.langage.champs import LecteurChamps, et, vaut
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.recensement import toutes_pieces
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.champs import ChampSource
from portal.domain.langage.schema.epreuves import EpreuveSource, PossibiliteSource
from portal.domain.langage.selon import lire_selon
from portal.domain.langage.validation import Chemin
from portal.domain.question import Question
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.selon import Selon

NOTE = Champ("note", "nombre", "Note obtenue (sur 20)", exemple="12,50")
OBTENUE_LE = Champ("obtenue_le", "date", "Date d’obtention", exemple="05/07/2023")


@dataclass(frozen=True)
class LecteurAcquis:
    """Compiles the acquis of one modèle."""

    declaration: Declaration
    champs: LecteurChamps

    @cached_property
    def possibilites(self) -> tuple[Possibilite, ...]:
        """What may be answered for an épreuve, as the family says it."""
        self._accorder()
        return tuple(self._possibilite(code, source) for code, source in self._sources.items())

    @property
    def _sources(self) -> Mapping[str, PossibiliteSource]:
        acquis = self.declaration.acquis
        return acquis.possibilites if acquis else {}

    def _possibilite(self, code: str, source: PossibiliteSource) -> Possibilite:
        ici = ("acquis", "possibilites", code)
        self.citer(source.pieces, (*ici, "pieces"))
        if source.valable is not None:
            self._duree(source.valable, (*ici, "valable"))
        return Possibilite(
            code=code,
            intitule=source.intitule,
            effet=source.effet,
            aide=self.champs.textes.facultatif(source.aide, (*ici, "aide")),
            si=self.champs.conditions.lire(source.si, (*ici, "si")),
            note_minimale=self._note(source, (*ici, "note_minimale")),
            valable=source.valable,
            pieces=tuple(source.pieces),
            a_confirmer=source.a_confirmer,
        )

    def _note(self, source: PossibiliteSource, chemin: Chemin) -> Selon[Decimal] | None:
        if source.note_minimale is None:
            return None
        return lire_selon(source.note_minimale, chemin, self.champs.conditions, self._nombre)

    def _nombre(self, ecrit: object, chemin: Chemin) -> Decimal | None:
        try:
            return Decimal(str(ecrit).replace(",", "."))
        except InvalidOperation:
            self.champs.conditions.erreur(chemin, (), f"« {ecrit} » n'est pas un nombre.")
            return None

    def _duree(self, texte: str, chemin: Chemin) -> None:
        try:
            lire_duree(texte)
        except SaisieInvalide as refus:
            self.champs.conditions.erreur(chemin, (), refus.message)

    def _accorder(self) -> None:
        """Two possibilités may ask for the same field: then it is the same question, written the same."""
        vus: dict[str, tuple[str, ChampSource]] = {}
        for code, possibilite in self._sources.items():
            for nom, champ in possibilite.champs.items():
                autre, premier = vus.setdefault(nom, (code, champ))
                if champ != premier:
                    ici = ("acquis", "possibilites", code, "champs", nom)
                    phrase = f"« {nom} » est déjà demandé autrement par « {autre} »."
                    self.champs.conditions.erreur(ici, (), phrase, cle=True)

    def possibles(self, source: EpreuveSource, chemin: Chemin) -> tuple[Possibilite, ...]:
        """Return the possibilités of one épreuve, tightened as it says."""
        toutes = self.possibilites
        if any(restriction.garder for restriction in source.acquis.values()):
            toutes = tuple(p for p in toutes if p.code in source.acquis)
        resserrees: list[Possibilite] = []
        for possibilite in toutes:
            restriction = source.acquis.get(possibilite.code)
            en_plus = restriction.si if restriction else None
            si = self.champs.conditions.lire(en_plus, (*chemin, "acquis", possibilite.code, "si"))
            resserrees.append(replace(possibilite, si=et(possibilite.si, si)))
        for code in source.acquis.keys() - {p.code for p in self.possibilites}:
            phrase = f"« {code} » n'est pas un acquis de cette famille."
            self.champs.conditions.erreur((*chemin, "acquis"), (code,), phrase, cle=True)
        if self.declaration.acquis and not resserrees:
            phrase = "cette épreuve n'a aucune possibilité d'acquis."
            self.champs.conditions.erreur(chemin, (), phrase, cle=True)
        return tuple(resserrees)

    def questions(
        self, code: str, possibilites: tuple[Possibilite, ...], si: Condition
    ) -> tuple[Question, ...]:
        """Return what the possibilités of one épreuve ask: their fields, then note and date.

        A field that several of them ask for is one question, asked for any of them.
        """
        demandes: dict[str, list[str]] = {}
        for possibilite in possibilites:
            for nom in self._demandes(possibilite):
                demandes.setdefault(nom, []).append(possibilite.code)
        return tuple(self._question_acquise(code, nom, codes, si) for nom, codes in demandes.items())

    def _demandes(self, possibilite: Possibilite) -> tuple[str, ...]:
        """Return the fields that a possibilité asks for, those that the core adds last."""
        note = (NOTE.code,) if possibilite.note_minimale is not None else ()
        obtenue_le = (OBTENUE_LE.code,) if possibilite.valable is not None else ()
        return tuple(dict.fromkeys((*self._sources[possibilite.code].champs, *note, *obtenue_le)))

    def _question_acquise(self, code: str, nom: str, codes: list[str], si: Condition) -> Question:
        cle, choisie = f"acquis.{code}.{nom}", et(si, vaut(f"acquis.{code}", *codes))
        ecrits = {p: source for p in codes if (source := self._sources[p].champs.get(nom)) is not None}
        for possibilite, source in ecrits.items():
            return self.champs.question(
                cle, source, ("acquis", "possibilites", possibilite, "champs", nom), choisie, "acquis"
            )
        return Question(cle, NOTE if nom == NOTE.code else OBTENUE_LE, si=choisie, origine="acquis")

    def citer(self, codes: list[str], chemin: Chemin) -> None:
        """Report the codes of a list that are not those of a piece."""
        for rang, code in enumerate(codes):
            connues = [piece for piece, *_ in toutes_pieces(self.declaration)]
            if code not in connues:
                phrase = f"la pièce « {code} » n'est pas déclarée.{suggestion(code, connues)}"
                self.champs.conditions.erreur(chemin, (rang,), phrase)


def question_acquis(
    code: str, intitule: str, possibilites: tuple[Possibilite, ...], si: Condition
) -> Question | None:
    """Return the question on what is kept for an épreuve, None when nothing may be."""
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
