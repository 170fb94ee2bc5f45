"""« Puis-je m'inscrire ? »: the few questions that the règles and the pieces depend on, and what they say.

Nothing is kept. Health is never asked here: what depends on it stays a « peut-être ».
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from portal.domain.blocs import Personne
from portal.domain.champs import TYPES, Champ, Json, SaisieInvalide
from portal.domain.champs.base import Env
from portal.domain.dessin import Dessin
from portal.domain.lecture import ErreurDeSaisie, Lecture, controler, lire_questions
from portal.domain.modele import ModeleExamen, Onglet, Rubrique
from portal.domain.question import Question
from portal.domain.regle import Regle
from portal.domain.situation import Situation
from portal.domain.vues import ChampVue

Formulaire = Mapping[str, Sequence[str]]
Avis = Literal["remplie", "non_remplie", "peut_etre", "a_verifier", "sans_objet"]
Conclusion = Literal["oui", "non", "peut_etre"]
NAISSANCE = Champ("ne_le", "date", "Votre date de naissance", exemple="30/05/1998")
RESIDENCE = Champ("code_postal", "texte", "Le code postal de votre domicile", exemple="63000", longueur=5)
AILLEURS = ("epreuves", "acquis", "autres_candidatures")


@dataclass(frozen=True, slots=True)
class AvisRegle:
    """What one condition of access gives; `examinee` when the service decides, not the portal."""

    code: str
    phrase: str
    avis: Avis
    examinee: bool = False


@dataclass(frozen=True)
class Essai:
    """The page: questions to draw, and what the answers given so far lead to."""

    situation: Situation
    champs: tuple[ChampVue, ...]
    regles: tuple[AvisRegle, ...]
    conclusion: Conclusion
    restantes: int
    selon_acquis: tuple[str, ...]
    repondu: bool


def essayer(modele: ModeleExamen, formulaire: Formulaire, env: Env, maintenant: datetime) -> Essai:
    """Return where answers lead, complete or not; what cannot be read is shown again. `maintenant`: aware."""
    lecture = _Lecteur(modele, formulaire, env, maintenant)
    situation, champs = lecture.situation, lecture.dessiner()
    regles = tuple(_avis(situation, regle) for regle in modele.regles)
    return Essai(
        situation=situation,
        champs=champs,
        regles=tuple(avis for avis in regles if avis.avis != "sans_objet"),
        conclusion=_conclure(regles, lecture, champs),
        restantes=sum(not _repondu(champ) for champ in champs),
        selon_acquis=tuple(_selon_acquis(situation)),
        repondu=any(_repondu(champ) for champ in champs),
    )


def cles_utiles(situation: Situation) -> frozenset[str]:
    """Return the keys of the answers that the règles and the pieces read, those that show them included."""
    modele = situation.modele
    a_voir = [chemin for regle in modele.regles for chemin in regle.si.chemins | regle.exige.chemins]
    a_voir += [c for piece in modele.pieces for c in piece.si.chemins | piece.facultatif.chemins]
    vus: set[str] = set()
    while a_voir:
        chemin = a_voir.pop()
        if chemin not in vus:
            vus.add(chemin)
            a_voir.extend(_plus_loin(situation, chemin))
    return frozenset(vus)


def _plus_loin(situation: Situation, chemin: str) -> Iterator[str]:
    """Return what a path itself depends on: a case, or the conditions under which a question is asked."""
    cas = situation.modele.cas.get(chemin.removeprefix("cas."))
    if cas is not None:
        yield from cas.chemins
    question = situation.modele.questions.get(chemin)
    if question is not None:
        yield from question.si.chemins
        for condition in question.options_si.values():
            yield from condition.chemins


def questions_utiles(situation: Situation) -> tuple[Question, ...]:
    """Return the questions of the modèle to ask here, in the order of its tabs."""
    modele, utiles = situation.modele, cles_utiles(situation)
    voulues = set(utiles)
    if "candidat.nationalite" in utiles:
        voulues.add("nationalite")
    if modele.champ_specialite is not None:
        voulues.add(modele.champ_specialite)
    return tuple(
        q for cle, q in modele.questions.items() if (cle in voulues or _barre(q, utiles)) and _se_demande(q)
    )


def _barre(question: Question, utiles: frozenset[str]) -> bool:
    """Tell whether an answer asked of some may be refused: « au moins trois ans d'activité »."""
    chemins = question.si.chemins
    return (
        question.verifie is not None and question.message is not None and bool(chemins) and chemins <= utiles
    )


def _se_demande(question: Question) -> bool:
    hors = question.cle.split(".")[0] in AILLEURS or question.champ.type in (
        "repetition",
        "information",
        "centre",
    )
    return not hors and not question.sante and question.origine != "compte" and question.cle != "domicile"


class _Lecteur:
    """Reads what was answered, and draws the questions again with it."""

    def __init__(self, modele: ModeleExamen, formulaire: Formulaire, env: Env, maintenant: datetime) -> None:
        self.formulaire, self.env = formulaire, env
        self.erreurs: dict[str, ErreurDeSaisie] = {}
        vierge = Situation(modele, {}, Personne(), env, maintenant, etat=modele.circuit.initial.code)
        utiles = cles_utiles(vierge)
        self.naissance = any(c in utiles for c in ("candidat.age", "candidat.ne_le"))
        self.residence = any(c.split(".")[0] == "domicile" for c in utiles)
        personne = Personne(naissance_le=self._naissance(env.aujourd_hui))
        depart = replace(vierge, personne=personne, reponses=self._domicile(), _visibles={})
        self.questions = questions_utiles(depart)
        self.lecture: Lecture = lire_questions(depart, self.questions, formulaire, frozenset())
        self.situation = depart.avec(self._option(depart))
        self.erreurs |= self.lecture.erreurs
        for question in self.visibles:
            erreur = controler(self.situation, question) if self._donnee(question) else None
            if erreur is not None:
                self.erreurs.setdefault(question.cle, erreur)

    @property
    def visibles(self) -> tuple[Question, ...]:
        return tuple(q for q in self.questions if self.situation.visible(q) is True)

    def dessiner(self) -> tuple[ChampVue, ...]:
        """Return every question that is asked now; none is required."""
        rubrique = Rubrique("puis-je", "", questions=self.visibles)
        dessin = Dessin(self.situation, self.lecture.saisies, self.erreurs)
        vues = dessin.rubriques(Onglet("puis-je", "", rubriques=(rubrique,)))
        propres = [
            champ for champ, utile in ((NAISSANCE, self.naissance), (RESIDENCE, self.residence)) if utile
        ]
        dessinees = [vue for groupe in vues for vue in groupe.champs]
        return tuple(
            replace(vue, obligatoire=False, declenche=False)
            for vue in (*(self._propre(champ) for champ in propres), *dessinees)
        )

    def _donnee(self, question: Question) -> bool:
        return self.lecture.reponses.get(question.cle) not in (None, "", [])

    def _option(self, depart: Situation) -> dict[str, Json]:
        """Read the option of the spécialité too, once it is known which it is."""
        situation = depart.avec(self.lecture.reponses)
        option = situation.specialite.question_option if situation.specialite is not None else None
        if option is None:
            return self.lecture.reponses
        return lire_questions(situation, [option], self.formulaire, frozenset()).reponses

    def _naissance(self, aujourd_hui: date) -> date | None:
        lue = self._lire(NAISSANCE)
        jour = date.fromisoformat(lue) if isinstance(lue, str) else None
        if jour is not None and jour > aujourd_hui:
            self._noter(NAISSANCE, "Cette date est dans l’avenir : vérifiez l’année.")
            return None
        return jour

    def _domicile(self) -> dict[str, Json]:
        lu = self._lire(RESIDENCE)
        if not isinstance(lu, str):
            return {}
        if self.env.referentiel.departement_de(lu) is None:
            self._noter(RESIDENCE, "Ce code postal n’est pas connu : il a cinq chiffres, comme 63000.")
            return {}
        return {"domicile_pays": "FR", "domicile": {"code_postal": lu, "commune": "", "nom": ""}}

    def _lire(self, champ: Champ) -> Json:
        try:
            return TYPES[champ.type].lire(champ, {"": list(self.formulaire.get(champ.code, ()))}, self.env)
        except SaisieInvalide as refus:
            self._noter(champ, refus.message)
            return None

    def _noter(self, champ: Champ, message: str) -> None:
        self.erreurs[champ.code] = ErreurDeSaisie(champ.code, champ.question, message)

    def _propre(self, champ: Champ) -> ChampVue:
        erreur = self.erreurs.get(champ.code)
        return ChampVue(
            cle=champ.code, widget=TYPES[champ.type].widget(champ), question=champ.question,
            exemple=champ.exemple, saisie={"": list(self.formulaire.get(champ.code, ()))},
            erreur=erreur.message if erreur else None, clavier="numeric",
        )  # fmt: skip


def _avis(situation: Situation, regle: Regle) -> AvisRegle:
    phrase, examinee = regle.message.en_clair(situation), regle.sinon != "refus"
    concerne = regle.si.evaluer(situation)
    if concerne is False:
        return AvisRegle(regle.code, phrase, "sans_objet", examinee)
    if "autres_candidatures" in regle.si.chemins | regle.exige.chemins:
        return AvisRegle(regle.code, phrase, "a_verifier", examinee)
    verite = regle.exige.evaluer(situation)
    if verite is False and concerne is True:
        return AvisRegle(regle.code, phrase, "non_remplie", examinee)
    avis: Avis = "remplie" if verite is True and concerne is True else "peut_etre"
    return AvisRegle(regle.code, phrase, avis, examinee)


def _conclure(regles: Sequence[AvisRegle], lecteur: _Lecteur, champs: Sequence[ChampVue]) -> Conclusion:
    refusee = any(une.avis == "non_remplie" and not une.examinee for une in regles)
    if refusee or any(cle in lecteur.lecture.reponses for cle in lecteur.erreurs):
        return "non"
    certaine = all(une.avis != "peut_etre" for une in regles) and not lecteur.erreurs
    return "oui" if certaine and all(_repondu(champ) for champ in champs) else "peut_etre"


def _repondu(champ: ChampVue) -> bool:
    return any(valeur for valeurs in champ.saisie.values() for valeur in valeurs)


def _selon_acquis(situation: Situation) -> Iterator[str]:
    """Return the pieces that what is kept of earlier sessions may ask for."""
    for piece in situation.modele.pieces:
        if (piece.pour_chaque or "").startswith("acquis.") and piece.si.evaluer(situation) is not False:
            yield piece.titre
