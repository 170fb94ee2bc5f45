"""What the service says of one pièce: conforme, non conforme, reçue; and for how long it may take it back.

The statuses and their optional date and comment are those of guide 002 §10 and 003 « Contrôle ».
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import cast, get_args
from zoneinfo import ZoneInfo

from portal.domain.date_saisie import lire_date
from portal.domain.instant import fin_du_jour
from portal.domain.jours_ouvres import JoursOuvres
from portal.domain.piece import Piece
from portal.domain.piece_suivie import PieceSuivie, Statut
from portal.domain.refus import Refus
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_paragraphes
from portal.domain.typographie import francais

DELAI_ANNULATION = timedelta(seconds=30)  # its mail leaves after that
LONGUEUR_INFORMATION = 1000
JOURS_D_AVANCE = 3  # working days: a limit that is nearer leaves no time to hand a pièce in again
JOURS_ACCORDES = 5  # working days that are proposed instead
UN_AN = timedelta(days=366)
MOMENTS: Mapping[Statut, str] = {
    "conforme": "piece_acceptee",
    "non_conforme": "piece_refusee",
    "recue": "piece_recue",
}


class PieceIntrouvable(Refus):
    """There is no such pièce, or it is not for this agent: the answer is the same."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette pièce n'existe pas, ou elle n'est pas dans votre périmètre.")


class DecisionImpossible(Refus):
    """The pièce cannot be decided on: no longer asked for, being looked at by somebody, too late to undo."""

    statut = 409


class DejaTraitee(DecisionImpossible):
    """Somebody was faster; `decidee`, `par` and `le` say what they decided, when it was a decision."""

    def __init__(
        self, decidee: str = "", par: str = "", le: datetime | None = None, information: str = ""
    ) -> None:
        self.decidee, self.par, self.le, self.information = decidee, par, le, information
        super().__init__(
            f"Cette pièce vient d'être traitée : « {decidee} », par {par}."
            if decidee
            else "Cette pièce a changé depuis que vous l'avez ouverte : regardez-la de nouveau."
        )


class EnCours(DecisionImpossible):
    """Somebody else is looking at the pièce."""

    def __init__(self, par: str) -> None:
        self.par = par
        super().__init__(f"Cette pièce est en cours de vérification par {par}.")


class FichierNonLisible(Refus):
    """The file is still being examined, or holds a virus: nobody else than its owner opens it."""

    statut = 409


class DecisionInvalide(Refus):
    """What was typed with a decision cannot be kept; `erreurs` are sentences by field."""

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        self.erreurs = {champ: francais(phrase) for champ, phrase in erreurs.items()}
        super().__init__(" ".join(self.erreurs.values()))


@dataclass(frozen=True, slots=True)
class Demande:
    """A decision as asked for. `motif` is a code of the catalogue, `limite` a new (exclusive) instant."""

    statut: Statut
    motif: str = ""
    texte: str = ""
    recue_le: date | None = None
    limite: datetime | None = None


def lire_demande(saisie: Mapping[str, str], piece: Piece, due: datetime, maintenant: datetime,
                 fuseau: ZoneInfo) -> Demande:  # fmt: skip
    """Read the form of a decision.

    In: `due` is the present limit of the pièce. Raises DecisionInvalide with a sentence per field.
    """
    lecture, aujourd_hui = _Lecture(saisie), maintenant.astimezone(fuseau).date()
    statut = saisie.get("statut", "")
    if statut not in get_args(Statut):
        lecture.erreurs["statut"] = "Choisissez un statut : Reçue, Non conforme ou Conforme."
    motif = saisie.get("motif", "")
    if motif and motif not in dict(piece.refus):
        lecture.erreurs["motif"] = "Ce motif n'est pas dans la liste de cette pièce."
    demande = Demande(
        statut=cast("Statut", statut),
        motif=motif,
        texte=lecture.texte("texte"),
        recue_le=lecture.jour_passe("recue_le", aujourd_hui),
        limite=lecture.limite("limite", due, maintenant, fuseau) if saisie.get("accorder") else None,
    )
    if lecture.erreurs:
        raise DecisionInvalide(lecture.erreurs)
    return demande


def information(piece: Piece, demande: Demande) -> str:
    """Return the sentence to the candidate: the motive of the catalogue, then what was written. May be ""."""
    if demande.statut != "non_conforme":
        return ""
    return "\n".join(filter(None, (dict(piece.refus).get(demande.motif, ""), demande.texte)))


def delai_utile(limite: datetime, maintenant: datetime, fuseau: ZoneInfo) -> bool:
    """Tell whether a refused pièce needs a later limit: it has passed, or comes within 3 working days."""
    ici = maintenant.astimezone(fuseau).replace(tzinfo=None)
    utile = JoursOuvres().avancer(ici, timedelta(days=JOURS_D_AVANCE))
    return limite.astimezone(fuseau).replace(tzinfo=None) < utile


def limite_proposee(maintenant: datetime, fuseau: ZoneInfo) -> date:
    """Return the last day of the new delay that is proposed."""
    return JoursOuvres().decaler(maintenant.astimezone(fuseau).date(), JOURS_ACCORDES)


def empreinte(suivie: PieceSuivie) -> str:
    """Return what tells whether a pièce is still what somebody saw: statut, words, dates and files."""
    vu = (suivie.statut, suivie.recue_le, suivie.information, suivie.validee_le, suivie.choix)
    fichiers = sorted(fichier.cle for fichier in suivie.fichiers)
    return sha256(repr((vu, suivie.non_concerne, fichiers)).encode()).hexdigest()[:16]


@dataclass
class _Lecture:
    """Reads one field after the other and keeps what is wrong."""

    saisie: Mapping[str, str]

    def __post_init__(self) -> None:
        self.erreurs: dict[str, str] = {}

    def texte(self, champ: str) -> str:
        try:
            return lire_paragraphes(self.saisie.get(champ, ""), LONGUEUR_INFORMATION)
        except SaisieInvalide as refus:
            self.erreurs[champ] = refus.message
            return ""

    def jour(self, champ: str) -> date | None:
        brut = self.saisie.get(champ, "").strip()
        try:
            return lire_date(brut) if brut else None
        except SaisieInvalide as refus:
            self.erreurs[champ] = refus.message
            return None

    def jour_passe(self, champ: str, aujourd_hui: date) -> date | None:
        jour = self.jour(champ)
        if jour is not None and jour > aujourd_hui:
            self.erreurs[champ] = "La date de réception ne peut pas être à venir."
        if jour is not None and jour < aujourd_hui - UN_AN:
            self.erreurs[champ] = "Cette date de réception a plus d'un an : vérifiez l'année."
        return jour

    def limite(self, champ: str, due: datetime, maintenant: datetime, fuseau: ZoneInfo) -> datetime | None:
        jour = self.jour(champ)
        if jour is None:
            self.erreurs.setdefault(champ, "Indiquez jusqu'à quel jour la pièce peut être fournie.")
        elif jour > maintenant.astimezone(fuseau).date() + UN_AN:
            self.erreurs[champ] = "Ce délai dépasse un an : vérifiez l'année."
        elif (fin := fin_du_jour(jour, fuseau)) <= maintenant:
            self.erreurs[champ] = "Le nouveau délai est déjà passé : choisissez un jour à venir."
        elif fin <= due:
            self.erreurs[champ] = "Ce jour n'est pas après la date limite actuelle."
        else:
            return fin
        return None
