"""Values that authors give to declared fields: the réglages of a modèle, the card of a spécialité."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.domain.champs import TYPES, Champ, Env
from portal.domain.langage.diagnostic import Rapport, suggestion
from portal.domain.langage.validation import Chemin, Localisateur, ecrire_chemin
from portal.domain.saisie_invalide import SaisieInvalide


@dataclass(slots=True)
class Fiche:
    """Typed values, and the same written for people."""

    valeurs: dict[str, object] = field(default_factory=dict)
    affichees: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LecteurFiches:
    """Reads values with the field types, so that they are checked exactly as answers are."""

    env: Env
    lieux: Localisateur
    rapport: Rapport

    def lire(
        self, champs: Mapping[str, Champ], ecrits: Mapping[str, Any], chemin: Chemin, quoi: str
    ) -> Fiche:
        """Return the values of a card; `quoi` names it in messages (« le réglage »)."""
        fiche = Fiche()
        for cle in ecrits:
            if cle not in champs:
                phrase = f"la clé « {cle} » est inconnue ici.{suggestion(cle, champs)}"
                self._erreur((*chemin, cle), chemin, phrase, cle=True)
        for code, champ in champs.items():
            self._un(fiche, champ, ecrits.get(code), (*chemin, code), quoi)
        return fiche

    def _un(self, fiche: Fiche, champ: Champ, ecrit: Any, chemin: Chemin, quoi: str) -> None:
        if ecrit is None:
            if champ.facultatif is not True:
                phrase = f"il manque {quoi} « {chemin[-1]} » ({champ.question})."
                self._erreur(chemin[:-1], chemin[:-1], phrase)  # the file of a spécialité, not who opens it
            return
        valeurs = [str(un) for un in (ecrit if isinstance(ecrit, list) else [ecrit])]
        type_champ = TYPES[champ.type]
        try:
            json = type_champ.lire(champ, {"": valeurs}, self.env)
            fiche.valeurs[champ.code] = type_champ.valeur(champ, json)
            fiche.affichees[champ.code] = type_champ.formater(champ, json, self.env)
        except SaisieInvalide as refus:
            self._erreur(chemin, chemin, refus.message)

    def _erreur(self, ou: Chemin, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.rapport.erreur(self.lieux.position(ou, cle), ecrire_chemin(chemin), phrase)
