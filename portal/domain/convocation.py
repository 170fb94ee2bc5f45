"""Lines of a file of convocations: who sits which épreuve, when and where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time, timedelta
from typing import Any

from portal.domain.affichage import jour as jour_court
from portal.domain.affichage import jour_long
from portal.domain.date_saisie import lire_date
from portal.domain.feuille import Colonne, Erreur, Rangee
from portal.domain.lignes_du_service import (
    CANDIDATURE,
    EPREUVE,
    RANG,
    LigneLue,
    Releveur,
    lire_code,
    lire_reference,
    texte_court,
)
from portal.domain.saisie_invalide import SaisieInvalide, citer
from portal.domain.typographie import INSECABLE, francais

COLONNES = (
    CANDIDATURE,
    RANG,
    EPREUVE,
    Colonne("jour", "Date", ("date de l'épreuve", "jour")),
    Colonne("heure", "Heure", ("heure de convocation", "horaire")),
    Colonne("lieu", "Lieu", ("centre", "centre d'examen", "établissement", "adresse")),
    Colonne("salle", "Salle", obligatoire=False),
    Colonne("consigne", "Consigne", ("consignes", "à apporter", "matériel"), obligatoire=False),
)
HORIZON = timedelta(days=2 * 366)
_HEURE = re.compile(r"([0-9]{1,2}) ?(?:[hH:] ?([0-9]{2})?(?::[0-9]{2})?)")


def lire_convocation(rangee: Rangee, aujourd_hui: date) -> LigneLue | Erreur:
    """Read one line; a day before `aujourd_hui` (at the place of the exams) is refused."""
    cellules = Releveur(rangee)
    reference = cellules.lire(lire_reference, "candidature", "rang")
    donnees = {
        "epreuve": cellules.lire(lire_code, "epreuve"),
        "jour": cellules.lire(lambda texte: _jour(texte, aujourd_hui).isoformat(), "jour"),
        "heure": cellules.lire(lambda texte: f"{lire_heure(texte):%H:%M}", "heure"),
        "lieu": cellules.lire(texte_court("Lieu", 200), "lieu"),
        "salle": cellules.lire(texte_court("Salle", 100, obligatoire=False), "salle"),
        "consigne": cellules.lire(texte_court("Consigne", 500, obligatoire=False), "consigne"),
    }
    return cellules.conclure(reference, donnees)


def lire_heure(texte: str) -> time:
    """Return « 9h », « 09:30 », « 14 h 30 » as a time. Raises SaisieInvalide."""
    if not texte:
        raise SaisieInvalide("L'heure manque.")
    trouve = _HEURE.fullmatch(texte)
    if trouve is None:
        raise SaisieInvalide(f"{citer(texte)} n'est pas une heure : écrivez par exemple 14:30.")
    heures, minutes = int(trouve[1]), int(trouve[2] or 0)
    if heures > 23 or minutes > 59:
        raise SaisieInvalide(f"L'heure {citer(texte)} n'existe pas.")
    return time(heures, minutes)


def croiser(lignes: Iterable[LigneLue]) -> tuple[Erreur, ...]:
    """Return the lines that repeat an earlier one, or call one person to two places at once."""
    vues: dict[tuple[str, str, str], LigneLue] = {}
    erreurs: list[Erreur] = []
    for ligne in lignes:
        cle = (str(ligne.reference), ligne.donnees["jour"], ligne.donnees["heure"])
        avant = vues.setdefault(cle, ligne)
        if avant is ligne:
            continue
        meme = avant.donnees["epreuve"] == ligne.donnees["epreuve"]
        phrase = (
            f"Cette ligne répète la ligne {avant.numero}."
            if meme
            else f"Même jour et même heure que la ligne {avant.numero}, pour une autre épreuve."
        )
        erreurs.append(Erreur(ligne.numero, phrase))
    return tuple(erreurs)


def en_ordre(rangees: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the épreuves of one convocation, the first to come first."""
    return sorted(rangees, key=lambda une: (une["jour"], une["heure"], une["epreuve"]))


def a_imprimer(rangee: Mapping[str, Any]) -> dict[str, str]:
    """Return one épreuve as the convocation prints it, the day in words."""
    heure = time.fromisoformat(rangee["heure"])
    return {
        **{cle: str(valeur or "") for cle, valeur in rangee.items() if cle != "ligne"},
        "jour_dit": jour_long(date.fromisoformat(rangee["jour"])),
        "heure_dite": f"{heure.hour}{INSECABLE}h{INSECABLE}{heure:%M}",
    }


def _jour(texte: str, aujourd_hui: date) -> date:
    if not texte:
        raise SaisieInvalide("La date manque.")
    jour = lire_date(texte)
    if jour < aujourd_hui:
        raise SaisieInvalide(f"Le {jour_court(jour)} est déjà passé.")
    if jour > aujourd_hui + HORIZON:
        raise SaisieInvalide(francais(f"Le {jour_court(jour)} est dans plus de deux ans : vérifiez l'année."))
    return jour
