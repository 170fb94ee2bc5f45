"""Reading of instants: `19/11/2025 17:00`, `hauteur`, `cloture - 3 jours`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.calendrier import REPERES
from portal.domain.duree import lire_duree
from portal.domain.instant import Instant
from portal.domain.langage.dates import en_utc, lire_expression_instant
from portal.domain.langage.diagnostic import Rapport, suggestion
from portal.domain.langage.validation import Chemin, Localisateur, ecrire_chemin
from portal.domain.langage.vocabulaire import Vocabulaire
from portal.domain.saisie_invalide import SaisieInvalide

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class LecteurInstants:
    """Reads the instants of one modèle; `fuseau` is that of its calendar."""

    vocabulaire: Vocabulaire
    fuseau: ZoneInfo | None
    lieux: Localisateur
    rapport: Rapport

    def lire(
        self, texte: object, chemin: Chemin, precis: Chemin, permis: tuple[str, ...] = ()
    ) -> Instant | None:
        """Return the instant written, or None after reporting what is wrong; `permis` are further names."""
        if not isinstance(texte, str):
            self._refuser("une date ou un jalon est attendu ici.", chemin, precis)
            return None
        try:
            ecrit = lire_expression_instant(texte)
            duree = lire_duree(ecrit.duree_texte) if ecrit.duree_texte else None
            base = ecrit.base
            if isinstance(base, datetime):
                base = en_utc(base, self.fuseau or PARIS)
        except (ValueError, SaisieInvalide) as refus:
            self._refuser(str(refus), chemin, precis)
            return None
        if isinstance(base, str) and base not in permis and not self._connu(base, chemin, precis):
            return None
        return Instant(base, duree, -1 if ecrit.signe == "-" else 1)

    def _connu(self, nom: str, chemin: Chemin, precis: Chemin) -> bool:
        """Tell whether a name is a repère, a jalon, an état or a date answer; report it otherwise."""
        mots = self.vocabulaire
        if nom in REPERES or nom in mots.jalons or nom.removeprefix("etats.") in mots.etats:
            return True
        genre = mots.genre(nom)
        if genre is not None and genre.tests == "date":
            return True
        connus = (*REPERES, *mots.jalons)
        phrase = (
            f"« {nom} » n'est ni une date, ni un jalon, ni une réponse de type date.{suggestion(nom, connus)}"
        )
        self._refuser(phrase, chemin, precis)
        return False

    def _refuser(self, phrase: str, chemin: Chemin, precis: Chemin) -> None:
        self.rapport.erreur(self.lieux.position((*chemin, *precis)), ecrire_chemin(chemin), phrase)
