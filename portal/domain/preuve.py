"""What a pièce has to prove: the facts of the candidature that are read beside it at the checking station."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.affichage import PARIS, jour
from portal.domain.champs import TYPES
from portal.domain.chemins import valeur_affichee
from portal.domain.limite import derniere_minute, nom_fuseau
from portal.domain.modele import ModeleExamen
from portal.domain.piece import Piece
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.situation import Situation
from portal.domain.typographie import INSECABLE

_DITES = frozenset(
    ("nom_naissance", "nom_usage", "prenoms", "naissance_le", "naissance_commune", "naissance_departement",
     "naissance_pays", "nationalite")
)  # fmt: skip
_ACCORDS = {"MADAME": "Née le", "MONSIEUR": "Né le"}
RESERVE = "Réservé aux personnes habilitées"


@dataclass(frozen=True, slots=True)
class Fait:
    """One thing to compare with the pièce. `reserve`: its value is hidden from who has no right to it."""

    intitule: str
    valeur: str
    reserve: bool = False


def etat_civil(situation: Situation) -> tuple[Fait, ...]:
    """Return who the candidate says they are, as an identity document writes it; empty answers left out."""
    personne = situation.personne
    faits = (
        ("Nom d’usage", personne.nom_usage),
        ("Prénoms", personne.prenoms if " " in personne.prenoms else ""),
        (_ACCORDS.get(personne.civilite, "Né(e) le"), valeur_affichee(situation, "naissance_le")),
        ("À", _lieu(situation)),
        ("Nationalité", valeur_affichee(situation, "nationalite")),
    )
    return tuple(Fait(titre, valeur) for titre, valeur in faits if valeur)


def _lieu(situation: Situation) -> str:
    """« BEUVRY (062) », « ALGER, ALGÉRIE »."""
    personne = situation.personne
    commune = personne.naissance_commune or ""
    if personne.naissance_pays == "FR":
        return f"{commune} ({personne.naissance_departement})" if personne.naissance_departement else commune
    return ", ".join(filter(None, (commune, valeur_affichee(situation, "naissance_pays"))))


def reponses_concernees(situation: Situation, suivie: PieceSuivie, *, sante: bool) -> tuple[Fait, ...]:
    """Return the answers because of which the pièce is asked for, then what was answered with it."""
    faits: dict[str, Fait] = {}
    for cle in _cles(situation.modele, suivie.piece):
        question = situation.question(cle)
        valeur = valeur_affichee(situation, cle)
        if question is None or valeur is None or question.cle in _DITES:
            continue
        cache = question.sante and not sante
        faits[cle] = Fait(question.champ.question, RESERVE if cache else valeur, cache)
    return (*faits.values(), *_declare(situation, suivie))


def _declare(situation: Situation, suivie: PieceSuivie) -> Iterator[Fait]:
    for question in suivie.piece.questions:
        json = suivie.reponses.get(question.cle)
        if json is not None:
            champ = question.champ
            yield Fait(champ.question, TYPES[champ.type].formater(champ, json, situation.env))
    if suivie.choix is not None:
        yield Fait("Document annoncé", dict(suivie.piece.une_parmi).get(suivie.choix, suivie.choix))
    if suivie.non_concerne is not None:
        yield Fait("Se dit non concerné", suivie.non_concerne)


def epreuves_concernees(situation: Situation, suivie: PieceSuivie) -> tuple[Fait, ...]:
    """Return the épreuves that cite the pièce, with how each is sat."""
    retenues = ((code, situation.retenue(code)) for code in suivie.due.pour)
    return tuple(
        Fait(f"{code} – {une.epreuve.intitule}", une.libelle_statut)
        for code, une in retenues
        if une is not None
    )


def dates(situation: Situation, suivie: PieceSuivie) -> tuple[Fait, ...]:
    """Return when the files came, when the group was said to be whole, and the limit."""
    fuseau = situation.modele.calendrier.fuseau
    faits = []
    if suivie.fichiers:
        faits.append(Fait("Déposée", _court(max(un.depose_le for un in suivie.fichiers), fuseau)))
    if suivie.validee_le is not None:
        faits.append(Fait("Validée", _court(suivie.validee_le, fuseau)))
    dernier = derniere_minute(suivie.due.limite, fuseau)
    entier = dernier != suivie.due.limite
    faits.append(Fait("Limite", f"{jour(dernier, fuseau)} inclus" if entier else _court(dernier, fuseau)))
    return tuple(faits)


def _court(instant: datetime, fuseau: ZoneInfo) -> str:
    """« 12/11/2025 à 17 h 36 », and whose clock it is when it is not that of Paris."""
    local = instant.astimezone(fuseau)
    ailleurs = "" if fuseau == PARIS else f" ({nom_fuseau(fuseau)})"
    return f"{jour(local, fuseau)} à {local.hour}{INSECABLE}h{INSECABLE}{local:%M}{ailleurs}"


def _cles(modele: ModeleExamen, piece: Piece) -> tuple[str, ...]:
    """Return the keys of the answers that decide on the pièce, in the order of the form."""
    chemins = piece.si.chemins | piece.facultatif.chemins
    if piece.exige is not None:
        chemins |= piece.exige.chemins
    rangs = {cle: rang for rang, cle in enumerate(modele.questions)}
    return tuple(sorted(chemins, key=lambda cle: (rangs.get(cle, len(rangs)), cle)))
