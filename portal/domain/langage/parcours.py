"""A scenario's words made a candidature: the person, the answers read as if typed, the moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.domain.blocs import Personne
from portal.domain.centre import AnnuaireDEssai
from portal.domain.champs import TYPES, Champ
from portal.domain.champs.base import Env, Json, SaisieInvalide
from portal.domain.date_saisie import lire_date
from portal.domain.frais import RIEN
from portal.domain.instant import jour_dans
from portal.domain.langage.dates import lire_instant
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.schema.scenarios import ScenarioSource
from portal.domain.langage.validation import Chemin
from portal.domain.modele import ModeleExamen
from portal.domain.referentiel import FRANCE, Referentiel
from portal.domain.situation import Situation

Signaler = Callable[[Chemin, str], None]
# What `candidat:` may say of the account; the rest are answers of the built-in blocks.
COMPTE = ("civilite", "nom_naissance", "nom_usage", "prenoms", "naissance_pays", "naissance_departement",
          "naissance_commune", "courriel", "numero")  # fmt: skip
NE_LE, CODE_POSTAL = "ne_le", "code_postal"
# The core facts of another candidature (langage.md §4, règles).
FAITS_DES_AUTRES = (
    "famille",
    "modele",
    "session",
    "annee",
    "specialite",
    "epreuves",
    "acquis",
    "etat",
    "phase",
)


@dataclass(slots=True)
class Parcours:
    """Builds the situation of one scenario. `signaler` gets a path inside it and a French sentence."""

    modele: ModeleExamen
    source: ScenarioSource
    referentiel: Referentiel
    signaler: Signaler
    refusees: dict[str, str] = field(default_factory=dict)

    def situation(self) -> Situation:
        """Return the candidature; `refusees` then holds the answers that their type does not accept."""
        maintenant = self.instant(self.source.le, ("le",))
        fuseau = self.modele.calendrier.fuseau
        specialites = tuple((code, s.intitule) for code, s in self.modele.specialites.items() if code)
        env = Env(self.referentiel, jour_dans(maintenant, fuseau), specialites, self._centres())
        validees = frozenset(onglet.code for onglet in self.modele.onglets)
        vide = Situation(self.modele, {}, self._personne(), env, maintenant, validees)
        situation = vide.avec(self._domicile(vide))
        situation = self.repondre(situation, self._reponses_du_candidat(), ("candidat",))
        situation = self.repondre(situation, self.source.reponses, ("reponses",))
        autres = tuple(
            self._autre(rang, ecrite, env) for rang, ecrite in enumerate(self.source.autres_candidatures)
        )
        return Situation(
            self.modele, situation.reponses, situation.personne, env, maintenant, validees, autres,
            regle=RIEN, origine=self._origine(),
        )  # fmt: skip

    def _origine(self) -> str:
        """Return the transition that opened this candidature, "" for a first one."""
        code, transitions = self.source.origine, self.modele.circuit.transitions
        if code is not None and (code not in transitions or transitions[code].ouvre is None):
            ouvrent = [une.code for une in transitions.values() if une.ouvre is not None]
            proche = suggestion(code, ouvrent)
            self.signaler(("origine",), f"« {code} » n'ouvre aucune autre inscription.{proche}")
        return code or ""

    def _centres(self) -> AnnuaireDEssai:
        """A centre of a scenario is where the candidate looked for it."""
        question = self.modele.champ_centre
        dans = self.source.reponses.get(question.champ.dans or "") if question is not None else None
        return AnnuaireDEssai(str(dans or ""))

    def instant(self, texte: str | None, chemin: Chemin) -> datetime:
        """Return a moment of the scenario, the opening when it says none."""
        calendrier = self.modele.calendrier
        if texte is None:
            return calendrier.inscription.ouverture
        try:
            return lire_instant(texte, calendrier.fuseau, fin=False)
        except ValueError as refus:
            self.signaler(chemin, str(refus))
            return calendrier.inscription.ouverture

    def _personne(self) -> Personne:
        ecrit = self.source.candidat
        connus: dict[str, Any] = {cle: str(ecrit[cle]) for cle in COMPTE if cle in ecrit}
        return Personne(**connus, naissance_le=self._jour(ecrit.get(NE_LE)))

    def _jour(self, texte: object) -> date | None:
        if texte is None:
            return None
        try:
            return lire_date(str(texte))
        except (SaisieInvalide, ValueError) as refus:
            self.signaler(("candidat", NE_LE), getattr(refus, "message", str(refus)))
            return None

    def _domicile(self, situation: Situation) -> dict[str, Json]:
        """A postal code alone stands for its first commune: tests are nearly always on the département."""
        ecrit = self.source.candidat.get(CODE_POSTAL)
        if ecrit is None:
            return {}
        communes = self.referentiel.communes_de(str(ecrit))
        if not communes:
            self.signaler(("candidat", CODE_POSTAL), f"« {ecrit} » n'est pas un code postal.")
            return {}
        lieu: dict[str, Json] = {
            "code_postal": str(ecrit),
            "commune": communes[0].code,
            "nom": communes[0].nom,
        }
        return {"domicile_pays": FRANCE, "domicile": lieu}

    def _reponses_du_candidat(self) -> dict[str, Any]:
        return {c: v for c, v in self.source.candidat.items() if c not in (*COMPTE, NE_LE, CODE_POSTAL)}

    def repondre(self, situation: Situation, ecrites: Mapping[str, Any], chemin: Chemin) -> Situation:
        """Read answers in their order; those of épreuves need the spécialité, so unknown keys wait."""
        attente = dict(ecrites)
        for _ in range(2):
            for cle in list(attente):
                question = situation.question(cle)
                if question is None or question.origine == "compte":
                    continue
                canonique = situation.cle_canonique(cle)
                lue = self._lire(question.champ, attente.pop(cle), situation.env, canonique)
                situation = situation.avec({**situation.reponses, canonique: lue})
        connues = [*situation.modele.questions, *COMPTE, NE_LE, CODE_POSTAL]
        for cle in attente:
            phrase = f"« {cle} » n'est pas une question de cette candidature.{suggestion(cle, connues)}"
            self.signaler((*chemin, cle), phrase)
        return situation

    def _lire(self, champ: Champ, ecrite: Any, env: Env, cle: str) -> Json:
        try:
            return TYPES[champ.type].lire(champ, parties(champ, ecrite), env)
        except SaisieInvalide as refus:
            self.refusees[cle] = refus.message
            return None

    def _autre(self, rang: int, ecrite: Mapping[str, Any], env: Env) -> dict[str, object]:
        """Return the core facts of another candidature, and its comparable answers."""
        faits: dict[str, object] = {}
        for cle, valeur in ecrite.items():
            question = self.modele.questions.get(cle)
            if cle == "annee":
                faits[cle] = Decimal(str(valeur)) if str(valeur).isdecimal() else None
            elif cle in FAITS_DES_AUTRES:
                faits[cle] = tuple(valeur) if isinstance(valeur, list) else str(valeur)
            elif question is not None and question.champ.comparable:
                lue = self._lire(question.champ, valeur, env, cle)
                faits[cle] = TYPES[question.champ.type].valeur(question.champ, lue)
            else:
                proche = suggestion(cle, FAITS_DES_AUTRES)
                phrase = f"« {cle} » ne se compare pas d'une candidature à l'autre.{proche}"
                self.signaler(("autres_candidatures", rang, cle), phrase)
        return faits


def parties(champ: Champ, ecrite: Any) -> dict[str, list[str]]:
    """Return what the inputs of a field would post for an answer written in a scenario."""
    if champ.type == "repetition" and isinstance(ecrite, list):
        return {
            f"{rang}.{sous.code}{'.' if partie else ''}{partie}": valeurs
            for rang, ligne in enumerate(ecrite)
            for sous in champ.champs
            if isinstance(ligne, dict) and sous.code in ligne
            for partie, valeurs in parties(sous, ligne[sous.code]).items()
        }
    if isinstance(ecrite, dict):
        return {str(partie): [str(valeur)] for partie, valeur in ecrite.items()}
    if isinstance(ecrite, list):
        return {"": [str(valeur) for valeur in ecrite]}
    if champ.type == "commune":
        code_postal, _, commune = str(ecrite).partition(" ")
        return {"code_postal": [code_postal], "commune": [commune]}
    return {"": [str(ecrite)]}
