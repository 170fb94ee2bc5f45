"""Compilation of pièces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from portal.domain.champs import Nombre
from portal.domain.conditions import JAMAIS, TOUJOURS, Condition
from portal.domain.duree import Duree, lire_duree
from portal.domain.instant import Instant
from portal.domain.langage.champs import LecteurChamps, et, nombre, vaut
from portal.domain.langage.conditions import LecteurConditions
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.recensement import champ_specialite, toutes_epreuves, toutes_pieces
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.regles import PieceSource
from portal.domain.langage.selon import lire_selon
from portal.domain.langage.validation import Chemin
from portal.domain.langage.vocabulaire import genre_du_champ
from portal.domain.piece import FORMATS, REFUS, TAILLE_PAR_DEFAUT, Canal, Piece
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.selon import Selon

UNITES = {"o": 1, "ko": 1024, "mo": 1024**2}
CANAUX_CONNUS: tuple[Canal, ...] = ("en_ligne", "courrier", "autre")
A_DEFAUT = ("signalement", "epreuves_refusees")


@dataclass(frozen=True, slots=True)
class LecteurPieces:
    """Compiles the pieces of one modèle."""

    declaration: Declaration
    champs: LecteurChamps

    def pieces(self) -> tuple[Piece, ...]:
        citees = frozenset(self._citees())
        pieces = tuple(
            self._piece(code, source, ici, code in citees, self.propre_a(specialite))
            for code, source, ici, specialite in toutes_pieces(self.declaration)
        )
        signee = self.declaration.confirmation == "signee"
        if signee and not any(piece.type == "confirmation" for piece in pieces):
            phrase = "« confirmation: signee » demande une pièce de « type: confirmation »."
            self._erreur(("confirmation",), phrase, cle=True)
        return pieces

    def propre_a(self, specialite: str | None) -> Condition:
        """Return the condition that a piece written in a spécialité holds for it alone."""
        champ = champ_specialite(self.declaration)
        return TOUJOURS if specialite is None or champ is None else vaut(champ, specialite)

    def _citees(self) -> Iterator[str]:
        """Return the codes that an épreuve, an acquis or a transition cites."""
        for _, epreuve, _ in toutes_epreuves(self.declaration):
            yield from epreuve.pieces
        for epreuve in self.declaration.epreuves_types.values():
            yield from epreuve.pieces
        for possibilite in (self.declaration.acquis.possibilites if self.declaration.acquis else {}).values():
            yield from possibilite.pieces
        for transition in (self.declaration.circuit.transitions if self.declaration.circuit else {}).values():
            yield from transition.pieces

    def _piece(self, code: str, source: PieceSource, ici: Chemin, citee: bool, propre: Condition) -> Piece:
        conditions, textes = self.champs.conditions, self.champs.textes
        self._controler(source, ici)
        return Piece(
            code=code, intitule=source.intitule, type=source.type, reference=source.reference,
            aide=textes.facultatif(source.aide, (*ici, "aide")),
            si=et(propre, conditions.lire(source.si, (*ici, "si"))),
            facultatif=conditions.lire(source.facultatif, (*ici, "facultatif"), JAMAIS),
            une_parmi=tuple((c, option.intitule) for c, option in (source.une_parmi or {}).items()),
            pour_chaque=source.pour_chaque,
            fichiers=nombre(source.fichiers) or Nombre(1, None),
            formats=tuple(self._formats(source, ici)), taille=self._taille(source, ici),
            pages=nombre(source.pages), imprime=source.imprime,
            canal=self._canaux(source, ici)[0], autres_canaux=self._canaux(source, ici)[1:],
            adresse=source.adresse, demandee=source.demandee,
            limite=self._limite(source, ici),
            a_defaut=source.a_defaut,
            questions=self.champs.questions(source.champs, (*ici, "champs")),
            exige=self._exige(source, ici), message=source.message,
            non_concerne=source.non_concerne.motif if source.non_concerne else None,
            refus=tuple(source.refus.items()) or REFUS, groupe=source.groupe,
            valable=self._valable(source, ici), sante=source.donnee == "sante", citee=citee,
        )  # fmt: skip

    def _valable(self, source: PieceSource, ici: Chemin) -> Duree | None:
        try:
            return None if source.valable is None else lire_duree(source.valable)
        except SaisieInvalide as refus:
            self._erreur((*ici, "valable"), refus.message)
            return None

    def _limite(self, source: PieceSource, ici: Chemin) -> Selon[Instant] | None:
        if source.limite is None:
            return None
        conditions = self.champs.conditions
        return lire_selon(
            source.limite, (*ici, "limite"), conditions, lambda v, la: conditions.instants.lire(v, la, ())
        )

    def _exige(self, source: PieceSource, ici: Chemin) -> Condition | None:
        if source.exige is None:
            return None
        if not source.message:
            self._erreur(ici, "« exige » demande un « message » pour le candidat.", cle=True)
        return self._conditions_de(source, ici).lire(source.exige, (*ici, "exige"))

    def _conditions_de(self, source: PieceSource, ici: Chemin) -> LecteurConditions:
        """Return what reads conditions that also name the fields of this pièce, by their own code."""
        lecteur, declarer = self.champs.conditions, self.champs.declarations.champ
        propres = {c: genre_du_champ(declarer(c, s, (*ici, "champs", c))) for c, s in source.champs.items()}
        mots = replace(lecteur.vocabulaire, champs={**lecteur.vocabulaire.champs, **propres})
        return lecteur.avec(mots)

    def _controler(self, source: PieceSource, ici: Chemin) -> None:
        circuit = self.declaration.circuit
        transitions = circuit.transitions if circuit else {}
        if source.a_defaut is not None and source.a_defaut not in A_DEFAUT:
            transition = transitions.get(source.a_defaut)
            if transition is None:
                connus = (*A_DEFAUT, *transitions)
                phrase = (
                    f"« {source.a_defaut} » n'est pas une suite connue.{suggestion(source.a_defaut, connus)}"
                )
                self._erreur((*ici, "a_defaut"), phrase)
            elif "portail" not in transition.par:
                phrase = f"le portail ne peut pas prendre la transition « {source.a_defaut} »."
                self._erreur((*ici, "a_defaut"), phrase)
        if source.demandee is not None and source.demandee not in (circuit.etats if circuit else {}):
            self._erreur((*ici, "demandee"), f"« {source.demandee} » n'est pas un état de ce circuit.")
        self._pour_chaque(source, ici)

    def _pour_chaque(self, source: PieceSource, ici: Chemin) -> None:
        cible = source.pour_chaque
        if cible is None or cible == "epreuves":
            return
        possibilites = self.declaration.acquis.possibilites if self.declaration.acquis else {}
        if cible.startswith("acquis.") and cible.removeprefix("acquis.") in possibilites:
            return
        genre = self.champs.conditions.vocabulaire.genre(cible)
        if genre is None or genre.tests != "lignes":
            phrase = f"« {cible} » n'est ni « epreuves », ni un acquis, ni une répétition."
            self._erreur((*ici, "pour_chaque"), phrase)

    def _canaux(self, source: PieceSource, ici: Chemin) -> tuple[Canal, ...]:
        for canal in source.canal:
            if canal not in CANAUX_CONNUS:
                self._erreur(
                    (*ici, "canal"), f"« {canal} » n'est pas un canal.{suggestion(canal, CANAUX_CONNUS)}"
                )
        connus: tuple[Canal, ...] = tuple(c for c in CANAUX_CONNUS if c in source.canal)
        return tuple(sorted(connus, key=source.canal.index)) or ("en_ligne",)

    def _formats(self, source: PieceSource, ici: Chemin) -> Iterator[str]:
        for rang, ecrit in enumerate(source.formats or FORMATS):
            format_ = ecrit.lower().removeprefix(".").replace("jpeg", "jpg")
            if format_ not in FORMATS:
                phrase = f"le format « {ecrit} » est inconnu. Formats possibles : {', '.join(FORMATS)}."
                self._erreur((*ici, "formats", rang), phrase)
            yield format_

    def _taille(self, source: PieceSource, ici: Chemin) -> int:
        if source.taille is None:
            return TAILLE_PAR_DEFAUT
        trouve = re.fullmatch(r"(\d+)\s*(o|ko|mo)", source.taille.lower())
        if trouve is None:
            self._erreur(
                (*ici, "taille"), f"« {source.taille} » n'est pas une taille : écrivez par exemple 5 Mo."
            )
            return TAILLE_PAR_DEFAUT
        return int(trouve[1]) * UNITES[trouve[2]]

    def _erreur(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.champs.conditions.erreur(chemin, (), phrase, cle)
