"""A candidature as the language sees it: answers, facts of the person, dates, and the value of each path.

One `Situation` is immutable in what it is given; what it derives (visibility, statuses) is computed once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from portal.domain.blocs import Personne
from portal.domain.centre_choisi import ouvres_de
from portal.domain.champs import TYPES
from portal.domain.champs.base import Env, Json
from portal.domain.chemins import lire_racine
from portal.domain.conditions import ABSENT, INCONNU, Portee, Verite, Vide
from portal.domain.element import Element
from portal.domain.epreuve import Epreuve, EpreuveRetenue, Specialite
from portal.domain.epreuve import questions_de as questions_de
from portal.domain.instant import Instant, jour_dans
from portal.domain.modele import OPTION, ModeleExamen, Onglet
from portal.domain.question import Question
from portal.domain.retenues import retenir

Reponses = Mapping[str, Json]


@dataclass(frozen=True)
class Situation:
    """Everything a condition may read. `maintenant` is an aware instant; `validees` are onglet codes.

    `pieces`, where they were read: the statut of each pièce by its code, and their counts. `regle` is what
    was paid, where that was read; `origine` the transition of another candidature that opened this one;
    `demarche` the transition that is asked for, or that led to the present état, where it cites pièces.
    """

    modele: ModeleExamen
    reponses: Reponses
    personne: Personne
    env: Env
    maintenant: datetime
    validees: frozenset[str] = frozenset()
    autres: tuple[Mapping[str, object], ...] = ()
    etat: str = "brouillon"
    enregistree_le: datetime | None = None
    pieces: Mapping[str, object] | None = None
    regle: Decimal | None = None
    origine: str = ""
    demarche: str = ""
    _visibles: dict[str, Verite] = field(default_factory=dict, compare=False, repr=False)
    _retenues: dict[str, EpreuveRetenue | None] = field(default_factory=dict, compare=False, repr=False)

    def avec(self, reponses: Reponses) -> Situation:
        """Return the same situation with other answers."""
        return replace(self, reponses=reponses, _visibles={}, _retenues={})

    @property
    def dehors(self) -> Portee:
        return self

    # What the language reads -------------------------------------------------------------------

    def lire(self, chemin: str) -> object:
        question = self.question(chemin)
        if question is not None and not self.est_un_statut(chemin):
            return self.reponse(question)
        return lire_racine(self, chemin)

    def est_un_statut(self, chemin: str) -> bool:
        """`epreuves.EF1` reads the statut of the épreuve, not the oui or non by which it was chosen."""
        racine, _, nom = chemin.partition(".")
        epreuve = self.epreuve(nom) if racine == "epreuves" else None
        return epreuve is not None and not epreuve.est_groupe

    def age(self, au: Instant) -> Decimal | Vide:
        jour = self.instant(au)
        age = None if jour is None else self.personne.age(self.jour(jour))
        return INCONNU if age is None else age

    def instant(self, instant: Instant) -> datetime | date | None:
        return instant.evaluer(self.repere, self.modele.calendrier.fuseau, ouvres_de(self))

    def jour(self, instant: datetime | date) -> date:
        return jour_dans(instant, self.modele.calendrier.fuseau)

    def repere(self, nom: str) -> datetime | date | None:
        """Return the date that a name stands for: calendar, moment of the act, or a date answer."""
        if nom in ("enregistrement", "depot"):
            return self.enregistree_le if nom == "enregistrement" and self.enregistree_le else self.maintenant
        connu = self.modele.calendrier.repere(nom)
        if connu is not None:
            return connu
        valeur = self.lire(nom)
        return valeur if isinstance(valeur, date) else None

    def elements(self, chemin: str) -> Sequence[Portee] | Vide:
        if chemin == "autres_candidatures":
            return [Element(faits, self) for faits in self.autres]
        if chemin == "epreuves":
            return self._elements_epreuves()
        question = self.question(chemin)
        return INCONNU if question is None else self._lignes(question)

    def _lignes(self, question: Question) -> Sequence[Portee] | Vide:
        """Rows of a repetition: those of a tab not validated yet may still come."""
        lignes = self.reponse(question)
        if lignes is ABSENT and self.visible(question) is True:
            return []
        if isinstance(lignes, Vide):
            return lignes
        faits = lignes if isinstance(lignes, tuple) else ()
        return [Element(ligne, self) for ligne in faits if isinstance(ligne, dict)]

    def _elements_epreuves(self) -> Sequence[Portee] | Vide:
        if any(retenue.statut is None for retenue in self.epreuves):
            return INCONNU
        return [Element(faits_epreuve(retenue), self) for retenue in self.epreuves]

    # Questions and answers ---------------------------------------------------------------------

    def question(self, cle: str) -> Question | None:
        """Return the question of an answer key, wherever it stands (tab, épreuve, acquis)."""
        connue = self.modele.questions.get(cle)
        if connue is not None or not (cle == OPTION or cle.startswith(("epreuves.", "acquis."))):
            return connue
        return self.questions_epreuves.get(self.cle_canonique(cle))

    def cle_canonique(self, cle: str) -> str:
        """`epreuves.eps.activite` names the épreuve by its type: return the key by its code."""
        racine, _, reste = cle.partition(".")
        if racine not in ("epreuves", "acquis") or not reste:
            return cle
        nom, point, suite = reste.partition(".")
        epreuve = self.epreuve(nom)
        return cle if epreuve is None else f"{racine}.{epreuve.code}{point}{suite}"

    def visible(self, question: Question) -> Verite:
        """Tell whether the question is asked."""
        if question.cle not in self._visibles:
            self._visibles[question.cle] = None  # a circle, refused at compilation, would stop here
            self._visibles[question.cle] = question.si.evaluer(self)
        return self._visibles[question.cle]

    def brute(self, question: Question) -> Json:
        """Return the stored answer: the account's own, or what was proposed while nothing was answered."""
        if question.origine == "compte":
            return self.personne.reponse(question.cle)
        propose = question.champ.valeur
        if question.cle not in self.reponses and isinstance(propose, str | list):
            return propose
        return self.reponses.get(question.cle)

    def reponse(self, question: Question) -> object:
        """Return the typed value of an answer, or why there is none."""
        visible = self.visible(question)
        if visible is not True:
            return INCONNU if visible is None else ABSENT
        brute = self.brute(question)
        if brute is None or brute == [] or brute == "":
            return ABSENT if self._laissee_vide(question) else INCONNU
        return TYPES[question.champ.type].valeur(question.champ, brute)

    def _laissee_vide(self, question: Question) -> bool:
        if question.origine == "compte":
            return True
        onglet = self.onglet_de(question.cle)
        valide = onglet is not None and onglet.code in self.validees
        return valide and question.facultatif.evaluer(self) is True

    def onglet_de(self, cle: str) -> Onglet | None:
        """Return the tab that asks a key."""
        return self.modele.onglet_de(cle)

    # Spécialité and épreuves -------------------------------------------------------------------

    @cached_property
    def specialite(self) -> Specialite | None:
        """The spécialité chosen, or the only one when there is nothing to choose."""
        question = self.modele.questions.get(self.modele.champ_specialite or "")
        if question is None:
            return next(iter(self.modele.specialites.values())) if len(self.modele.specialites) == 1 else None
        code = self.brute(question) if self.visible(question) is True else None
        return self.modele.specialites.get(code) if isinstance(code, str) and code else None

    @cached_property
    def porteuse(self) -> Specialite | None:
        """What carries the épreuves: the spécialité, or the modèle itself when it has none."""
        return self.specialite or self.modele.specialites.get("")

    @property
    def arbre(self) -> tuple[Epreuve, ...]:
        """The épreuves of the chosen spécialité, groups included."""
        return self.porteuse.epreuves if self.porteuse else ()

    def epreuve(self, nom: str) -> Epreuve | None:
        """Return an épreuve by its code or by its type."""
        return self.porteuse.par_nom.get(nom) if self.porteuse else None

    @property
    def questions_epreuves(self) -> Mapping[str, Question]:
        """Every question that the spécialité brings, by its key: épreuves, acquis, option."""
        return self.porteuse.questions if self.porteuse else {}

    def retenue(self, code: str) -> EpreuveRetenue | None:
        """Return an épreuve as it stands, a composante as what it is part of; None when it does not exist."""
        place = self.porteuse.places.get(code) if self.porteuse else None
        if place is None or place.epreuve.est_groupe:
            return None
        if not place.notee:
            return self.retenue(next(e.code for e in reversed(place.au_dessus) if not e.est_groupe))
        if code not in self._retenues:
            # A circle, refused at compilation, would stop here: this épreuve is not known yet.
            self._retenues[code] = EpreuveRetenue(place.epreuve, None)
            self._retenues[code] = retenir(self, place)
        return self._retenues[code]

    @cached_property
    def epreuves(self) -> tuple[EpreuveRetenue, ...]:
        """Every épreuve that keeps a note, with its statut, in the order of the règlement."""
        places = self.porteuse.places.values() if self.porteuse else ()
        retenues = (self.retenue(place.epreuve.code) for place in places if place.notee)
        return tuple(retenue for retenue in retenues if retenue is not None)

    def afficher(self, chemin: str) -> str:
        """Return the value of a path written for people, « … » while it is not known."""
        from portal.domain.affichage import afficher_chemin

        return afficher_chemin(self, chemin)


def faits_epreuve(retenue: EpreuveRetenue) -> dict[str, object]:
    """What `telles_que` may read of an épreuve."""
    epreuve = retenue.epreuve
    return {
        "code": epreuve.code,
        "statut": retenue.statut,
        "unite": epreuve.unite,
        "domaine": epreuve.domaine,
        "type": epreuve.type,
        "mode": epreuve.mode,
        "coefficient": epreuve.coefficient,
        "acquis": retenue.possibilite.code if retenue.possibilite else None,
    }
