"""Compilation of the calendar: windows, jalons, zones, and what can be said against them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from portal.domain.affichage import instant as ecrire_instant
from portal.domain.calendrier import Calendrier, Jalon, Periode
from portal.domain.instant import jour_dans
from portal.domain.jours_ouvres import JOURS_FERIES_PROPRES, JoursOuvres
from portal.domain.langage.dates import lire_instant, lire_jour_ou_instant
from portal.domain.langage.diagnostic import Rapport, suggestion
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.regles import PeriodeSource
from portal.domain.langage.validation import Chemin, Localisateur, ecrire_chemin


def annee_de(session_examen: str) -> int | None:
    """Return the year that a session names: « juin 2027 » → 2027."""
    annees = re.findall(r"\b(?:19|20)\d\d\b", session_examen)
    return int(annees[-1]) if annees else None


@dataclass(frozen=True, slots=True)
class LecteurCalendrier:
    """Reads the calendar of one modèle, in the zone of its académie unless it says another."""

    declaration: Declaration
    fuseau_academie: str
    lieux: Localisateur
    rapport: Rapport

    def lire(self) -> Calendrier | None:
        """Return the calendar, None when its windows cannot be read (already reported)."""
        source = self.declaration.calendrier
        annee = annee_de(self.declaration.session or "")
        if annee is None:
            self._erreur(("session",), "la session doit porter une année, comme « juin 2027 » ou « 2027 ».")
        if source is None or annee is None:
            return None
        fuseau = self._fuseau(source.fuseau or self.fuseau_academie, ("calendrier", "fuseau"))
        inscription = self._periode(source.inscription, fuseau, ("calendrier", "inscription"))
        pieces = inscription
        if source.pieces is not None:
            pieces = self._periode(source.pieces, fuseau, ("calendrier", "pieces"))
        jalons = self._jalons(source.model_extra or {}, fuseau)
        if inscription is None or pieces is None:
            return None
        self._verifier_annee(inscription, annee)
        return Calendrier(fuseau, annee, inscription, pieces, jalons, self._feries(source.jours_feries))

    def _feries(self, ecrit: str | None) -> str:
        """Return the département whose public holidays count, "" for those of the mainland."""
        if ecrit == "centre" and self.declaration.centres is None:
            phrase = "aucun centre n'a de jours fériés : il manque « centres »."
            self._erreur(("calendrier", "jours_feries"), phrase)
        if ecrit in (None, "metropole", "centre"):
            return ecrit if ecrit == "centre" else ""
        if ecrit in JOURS_FERIES_PROPRES:
            return str(ecrit)
        possibles = ", ".join(("metropole", "centre", *JOURS_FERIES_PROPRES))
        phrase = f"« {ecrit} » n'a pas de jours fériés à part. Valeurs possibles : {possibles}."
        self._erreur(("calendrier", "jours_feries"), phrase)
        return ""

    def _fuseau(self, nom: str, chemin: Chemin) -> ZoneInfo:
        try:
            return ZoneInfo(nom)
        except (ZoneInfoNotFoundError, ValueError):
            self._erreur(chemin, f"« {nom} » n'est pas un fuseau horaire connu, comme America/Martinique.")
            return ZoneInfo("Europe/Paris")

    def _periode(self, source: PeriodeSource, fuseau: ZoneInfo, chemin: Chemin) -> Periode | None:
        if source.fuseau is not None:
            fuseau = self._fuseau(source.fuseau, (*chemin, "fuseau"))
        ouverture = self._instant(source.du, fuseau, False, (*chemin, "du"))
        fermeture = self._instant(source.au, fuseau, True, (*chemin, "au"))
        if ouverture is None or fermeture is None:
            return None
        if fermeture <= ouverture:
            fin, debut = ecrire_instant(fermeture, fuseau), ecrire_instant(ouverture, fuseau)
            self._erreur((*chemin, "au"), f"la fermeture ({fin}) précède l'ouverture ({debut}).")
            return None
        return Periode(ouverture, fermeture, fuseau)

    def _instant(self, texte: str, fuseau: ZoneInfo, fin: bool, chemin: Chemin) -> datetime | None:
        try:
            return lire_instant(texte, fuseau, fin)
        except ValueError as refus:
            self._erreur(chemin, str(refus))
            return None

    def _jalons(self, ecrits: dict[str, object], fuseau: ZoneInfo) -> dict[str, Jalon]:
        jalons: dict[str, Jalon] = {}
        demandes = self.declaration.jalons
        for code in ecrits.keys() - demandes.keys():
            phrase = f"« {code} » n'est ni une période ni un jalon de la famille.{suggestion(code, demandes)}"
            self._erreur(("calendrier", code), phrase, cle=True)
        for code, demande in demandes.items():
            ecrit = ecrits.get(code)
            if ecrit is None:
                if not demande.facultatif:
                    famille = self.declaration.famille
                    phrase = f"il manque le jalon « {code} » ({demande.intitule}), "
                    phrase += f"demandé par la famille {famille}."
                    self._erreur(("calendrier",), phrase, cle=True)
                continue
            quand = self._jour_ou_instant(str(ecrit), fuseau, ("calendrier", code))
            if quand is not None:
                jalons[code] = Jalon(code, demande.intitule, quand)
                self._verifier_ferie(quand, fuseau, ("calendrier", code))
        return jalons

    def _jour_ou_instant(self, texte: str, fuseau: ZoneInfo, chemin: Chemin) -> datetime | date | None:
        try:
            return lire_jour_ou_instant(texte, fuseau)
        except ValueError as refus:
            self._erreur(chemin, str(refus))
            return None

    def _verifier_annee(self, inscription: Periode, annee: int) -> None:
        ecart = annee - inscription.fermeture.year
        if abs(ecart) > 2:
            chemin = ("calendrier", "inscription", "au")
            phrase = f"la fermeture est loin de l'année de la session ({annee}) : est-ce voulu ?"
            self.rapport.avertissement(self.lieux.position(chemin), ecrire_chemin(chemin), phrase)
        self._verifier_ferie(inscription.fermeture, inscription.fuseau, ("calendrier", "inscription", "au"))

    def _verifier_ferie(self, quand: datetime | date, fuseau: ZoneInfo, chemin: Chemin) -> None:
        jour = jour_dans(quand, fuseau)
        if jour.weekday() < 5 and not JoursOuvres().est_ouvre(jour):
            phrase = f"le {jour:%d/%m/%Y} est un jour férié : est-ce voulu ?"
            self.rapport.avertissement(self.lieux.position(chemin), ecrire_chemin(chemin), phrase)

    def _erreur(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.rapport.erreur(self.lieux.position(chemin, cle), ecrire_chemin(chemin), phrase)
