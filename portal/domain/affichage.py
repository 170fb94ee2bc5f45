"""How values are written for people: dates, amounts, lists, and the paths of texts with variables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

from portal.domain.champs.montant import formater_montant
from portal.domain.chemins import valeur_affichee
from portal.domain.conditions import Vide
from portal.domain.contact import contact_de
from portal.domain.typographie import INSECABLE

if TYPE_CHECKING:
    from portal.domain.situation import Situation

PARIS = ZoneInfo("Europe/Paris")
INCONNU_AFFICHE = "…"
ARGENT = ("frais", "paiement")
REPONSES = {"candidat.nationalite": "nationalite", "domicile.pays": "domicile_pays"}


def jour(valeur: datetime | date, fuseau: ZoneInfo = PARIS) -> str:
    """« 19/11/2025 », the day of an instant being that of the zone."""
    return _en_jour(valeur, fuseau).strftime("%d/%m/%Y")


def jour_long(valeur: datetime | date, fuseau: ZoneInfo = PARIS) -> str:
    """« mercredi 19 novembre 2025 », « jeudi 1er janvier 2026 »."""
    jour = _en_jour(valeur, fuseau)
    return format_date(jour, f"EEEE {_quantieme(jour)} MMMM y", locale="fr")


def instant(valeur: datetime, fuseau: ZoneInfo = PARIS) -> str:
    """« 19/11/2025 17:00 »."""
    return valeur.astimezone(fuseau).strftime("%d/%m/%Y %H:%M")


def instant_long(valeur: datetime, fuseau: ZoneInfo = PARIS) -> str:
    """« mercredi 19 novembre 2025 à 17 h 00 », with non-breaking spaces around the « h »."""
    local = valeur.astimezone(fuseau)
    motif = f"EEEE {_quantieme(local)} MMMM y 'à' H'{INSECABLE}h{INSECABLE}'mm"
    return format_datetime(local, motif, tzinfo=fuseau, locale="fr")


def _quantieme(jour: date) -> str:
    """Return the pattern of a day of the month: « 1er », then « 2 »."""
    return "d'er'" if jour.day == 1 else "d"


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
    if isinstance(brute, bool):
        return "oui" if brute else "non"
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
    if chemin == "intitule":
        return situation.modele.intitule
    if situation.est_un_statut(chemin):
        retenue = situation.retenue(situation.cle_canonique(chemin).partition(".")[2])
        return INCONNU_AFFICHE if retenue is None or retenue.statut is None else retenue.libelle_statut
    if racine in ARGENT:
        somme = situation.lire(chemin)
        return formater_montant(somme) if isinstance(somme, Decimal) else INCONNU_AFFICHE
    affichee = valeur_affichee(situation, REPONSES.get(chemin, chemin)) or _carte(situation, racine, reste)
    return affichee or _ecrire(situation, chemin)


def _carte(situation: Situation, racine: str, reste: str) -> str | None:
    """Return what the spécialité or the modèle carries, as their fields write it."""
    if racine == "reglages":
        return situation.modele.reglages_affiches.get(reste)
    specialite = situation.specialite
    if racine != "specialite" or specialite is None:
        return None
    return specialite.fiche_affichee.get(reste) if reste else specialite.intitule


def _ecrire(situation: Situation, chemin: str) -> str:
    """Return a fact or a date. What ends at midnight is said by its last day."""
    brute, fuseau = situation.lire(chemin), situation.modele.calendrier.fuseau
    if isinstance(brute, Vide):
        return INCONNU_AFFICHE
    if isinstance(brute, datetime) and chemin != "ouverture" and brute.astimezone(fuseau).time() == _MINUIT:
        return jour_long(brute - timedelta(seconds=1), fuseau)
    return valeur(brute, fuseau)


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
