"""How values are written for people: dates, amounts, lists, and the paths of texts with variables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from portal.domain.chemins import valeur_affichee
from portal.domain.conditions import Vide
from portal.domain.contact import contact_de
from portal.domain.typographie import INSECABLE

if TYPE_CHECKING:
    from portal.domain.situation import Situation

PARIS = ZoneInfo("Europe/Paris")
INCONNU_AFFICHE = "…"


def jour(valeur: datetime | date, fuseau: ZoneInfo = PARIS) -> str:
    """« 19/11/2025 », the day of an instant being that of the zone."""
    return _en_jour(valeur, fuseau).strftime("%d/%m/%Y")


def jour_long(valeur: datetime | date, fuseau: ZoneInfo = PARIS) -> str:
    """« mercredi 19 novembre 2025 »."""
    return format_date(_en_jour(valeur, fuseau), "EEEE d MMMM y", locale="fr")


def instant(valeur: datetime, fuseau: ZoneInfo = PARIS) -> str:
    """« 19/11/2025 17:00 »."""
    return valeur.astimezone(fuseau).strftime("%d/%m/%Y %H:%M")


def instant_long(valeur: datetime, fuseau: ZoneInfo = PARIS) -> str:
    """« mercredi 19 novembre 2025 à 17 h 00 », with non-breaking spaces around the « h »."""
    local = valeur.astimezone(fuseau)
    motif = f"EEEE d MMMM y 'à' H'{INSECABLE}h{INSECABLE}'mm"
    return format_datetime(local, motif, tzinfo=fuseau, locale="fr")


def duree_restante(fin: datetime, maintenant: datetime) -> str:
    """« 2 jours 4 heures », « 35 minutes », or an empty string when it is over."""
    secondes = int((fin - maintenant).total_seconds())
    if secondes <= 0:
        return ""
    jours, heures, minutes = secondes // 86400, secondes % 86400 // 3600, secondes % 3600 // 60
    if jours >= 7:
        return _compte(jours, "jour")
    if jours:
        return " ".join(filter(None, (_compte(jours, "jour"), _compte(heures, "heure"))))
    if heures:
        return " ".join(filter(None, (_compte(heures, "heure"), _compte(minutes, "minute"))))
    return _compte(minutes, "minute") or "moins d’une minute"


def valeur(brute: object, fuseau: ZoneInfo = PARIS) -> str:
    """Write any value of a condition for people."""
    if isinstance(brute, datetime):
        return (
            instant_long(brute, fuseau)
            if brute.astimezone(fuseau).time() != _MINUIT
            else jour_long(brute, fuseau)
        )
    if isinstance(brute, date):
        return jour_long(brute)
    if isinstance(brute, Decimal):
        return f"{brute.normalize():f}".replace(".", ",")
    if isinstance(brute, tuple):
        return liste([valeur(un, fuseau) for un in brute])
    return str(brute)


def liste(mots: list[str]) -> str:
    """« a, b et c »."""
    return " et ".join(filter(None, (", ".join(mots[:-1]), mots[-1]))) if mots else ""


def afficher_chemin(situation: Situation, chemin: str) -> str:
    """Return the value of a path of a text, « … » while it is not known."""
    racine, _, reste = chemin.partition(".")
    if racine == "contact":
        return _contact(situation, reste)
    modele = situation.modele
    affichee = valeur_affichee(situation, chemin)
    if affichee is None and racine == "specialite" and situation.specialite is not None and reste:
        affichee = situation.specialite.fiche_affichee.get(reste)
    if affichee is None and racine == "specialite" and not reste and situation.specialite is not None:
        affichee = situation.specialite.intitule
    if affichee is None and racine == "reglages":
        affichee = modele.reglages_affiches.get(reste)
    if affichee is not None:
        return affichee
    brute = situation.lire(chemin)
    return INCONNU_AFFICHE if isinstance(brute, Vide) else valeur(brute, modele.calendrier.fuseau)


def _contact(situation: Situation, reste: str) -> str:
    contact = contact_de(situation)
    if contact is None:
        return INCONNU_AFFICHE
    if reste == "telephone":
        return " / ".join(contact.telephones) or INCONNU_AFFICHE
    return str(getattr(contact, reste or "service", None) or INCONNU_AFFICHE)


def _compte(nombre: int, mot: str) -> str:
    return f"{nombre}{INSECABLE}{mot}{'s' if nombre > 1 else ''}" if nombre else ""


def _en_jour(valeur: datetime | date, fuseau: ZoneInfo) -> date:
    return valeur.astimezone(fuseau).date() if isinstance(valeur, datetime) else valeur


_MINUIT = datetime(2000, 1, 1, tzinfo=UTC).time()
