"""The calendar file of a candidature: what must be done in time, with alarms, and the dates to keep."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from portal.domain.envois import envois
from portal.domain.limite import avant
from portal.domain.situation import Situation
from portal.domain.suivi import dates_utiles, rappels
from portal.domain.typographie import francais
from portal.services.candidature import candidature_de, contexte_de
from portal.services.notification import intitule_de
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature

ALARMES = (timedelta(days=-7), timedelta(days=-1))
DUREE = timedelta(minutes=30)


def calendrier_de(portail: Portail, candidat: Candidat, cle: str) -> bytes:
    """Return the iCalendar file of one candidature. Raises CandidatureIntrouvable.

    A deadline is an event that ends at the closing instant, so that no reminder comes too late.
    """
    candidature = candidature_de(portail, candidat, cle)
    situation = contexte_de(portail, candidature, candidat, brouillon=candidature.version == 0).situation
    agenda = Calendar()
    agenda.add("version", "2.0")
    agenda.add("prodid", f"-//{portail.config.nom_portail}//FR")
    agenda.add("x-wr-calname", intitule_de(situation))
    lien = f"{portail.config.base_url}/inscriptions/{candidature.cle}"
    for code, titre, limite in dates_utiles(situation, envois(situation)):
        agenda.add_component(_limite(portail, candidature, situation, code, titre, limite, lien))
    for rang, rappel in enumerate(rappels(situation)):
        agenda.add_component(
            _jalon(portail, candidature, situation, rang, rappel.intitule, rappel.quand, lien)
        )
    return bytes(agenda.to_ical())


def _limite(
    portail: Portail, candidature: Candidature, situation: Situation,
    code: str, titre: str, limite: datetime, lien: str,
) -> Event:  # fmt: skip
    evenement = _evenement(portail, candidature, code, f"{titre} – {intitule_de(situation)}", lien)
    fuseau = situation.modele.calendrier.fuseau
    evenement.add("dtstart", limite - DUREE)
    evenement.add("dtend", limite)
    evenement.add("description", f"À faire {avant(limite, fuseau)}.\n{lien}")
    for delai in ALARMES:
        alarme = Alarm()
        alarme.add("action", "DISPLAY")
        alarme.add("description", titre)
        alarme.add("trigger", delai)
        evenement.add_component(alarme)
    return evenement


def _jalon(
    portail: Portail, candidature: Candidature, situation: Situation,
    rang: int, titre: str, quand: datetime | date, lien: str,
) -> Event:  # fmt: skip
    evenement = _evenement(portail, candidature, f"jalon-{rang}", f"{titre} – {intitule_de(situation)}", lien)
    evenement.add("dtstart", quand)
    if isinstance(quand, datetime):
        evenement.add("dtend", quand + DUREE)
    evenement.add("description", lien)
    return evenement


def _evenement(portail: Portail, candidature: Candidature, code: str, titre: str, lien: str) -> Event:
    evenement = Event()
    hote = urlsplit(portail.config.base_url).hostname or "portail.invalid"
    evenement.add("uid", f"{candidature.cle}-{code}@{hote}")
    evenement.add("dtstamp", portail.horloge.maintenant())
    evenement.add("summary", francais(titre))
    evenement.add("url", lien)
    return evenement
