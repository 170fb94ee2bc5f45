"""The figures of a périmètre, as drawings that are also sentences and tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Response, request

from portal.domain import figures
from portal.domain.affichage import jour_long
from portal.domain.figures import Barre, Calendrier, Segment
from portal.domain.typographie import francais, pluriel
from portal.services.chiffres import PIECES, Chiffres, chiffrer
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.htmx import page_ou_fragment


@dataclass(frozen=True)
class Dessins:
    """What the page draws. `phrases` say each drawing in one sentence, by its name."""

    jours: Calendrier
    etapes: tuple[Barre, ...]
    pieces: tuple[Segment, ...]
    pieces_par_modele: tuple[tuple[str, int, tuple[Segment, ...]], ...]
    specialites: tuple[Barre, ...]
    etats: tuple[Segment, ...]
    phrases: dict[str, str]


@vues.get("/gestion/chiffres")
@acces("gestionnaire")
def chiffres() -> Response:
    """Show every figure, of all modèles of the périmètre or of one."""
    slug = request.args.get("modele", "")
    lus = chiffrer(portail(), agent_courant(), slug)
    return page_ou_fragment(
        "gestionnaire/chiffres.html", "figures", chiffres=lus, dessins=_dessiner(lus), slug=slug
    )


def _dessiner(lus: Chiffres) -> Dessins:
    aujourd_hui = portail().horloge.maintenant().astimezone(lus.fuseau).date()
    par_modele = tuple(
        (un.entree.intitule, sum(un.pieces.values()), _pieces(un.pieces)) for un in lus.modeles
    )
    jours = figures.calendrier(lus.par_jour, *_bornes(lus, aujourd_hui))
    etapes = figures.entonnoir(lus.etapes)
    specialites = figures.barres(lus.specialites)
    return Dessins(
        jours=jours,
        etapes=etapes,
        pieces=_pieces(lus.pieces),
        pieces_par_modele=par_modele if lus.entree is None and len(par_modele) > 1 else (),
        specialites=specialites,
        etats=figures.segments(lus.etats),
        phrases={
            "jours": _phrase_des_jours(lus, jours),
            "etapes": _phrase_des_etapes(etapes),
            "pieces": _phrase_des_pieces(lus),
            "specialites": _phrase_des_specialites(specialites),
        },
    )


def _pieces(nombres: dict[str, int] | object) -> tuple[Segment, ...]:
    connus = nombres if isinstance(nombres, dict) else {}
    return figures.segments((code, nom, connus.get(code, 0)) for code, nom in PIECES.items())


def _bornes(lus: Chiffres, aujourd_hui: date) -> tuple[date, date]:
    """Return the first and last day to draw: the window of the modèle as far as it went, or what happened."""
    connus = list(lus.par_jour) or [aujourd_hui]
    if lus.entree is None:
        return min(connus), max(connus)
    ouverture, fermeture = (
        instant.astimezone(lus.fuseau).date() for instant in (lus.entree.ouverture, lus.entree.fermeture)
    )
    fin = max([min(fermeture, aujourd_hui), *connus])
    return min([ouverture, *connus, fin]), fin


def _phrase_des_jours(lus: Chiffres, jours: Calendrier) -> str:
    sommet = jours.sommet
    if sommet is None:
        return "Aucune inscription n'est encore enregistrée."
    combien = pluriel(lus.enregistrees, "inscription enregistrée", "inscriptions enregistrées")
    premier, dernier = min(lus.par_jour), max(lus.par_jour)
    if premier == dernier:
        return f"{combien}, le {jour_long(premier)}."
    quoi = "La plus forte semaine est la" if jours.par_semaine else "Le jour le plus chargé est le"
    return (
        f"{combien}, du {jour_long(premier)} au {jour_long(dernier)}. "
        f"{quoi} {sommet.intitule}, avec {pluriel(sommet.nombre, 'inscription')}."
    )


def _phrase_des_etapes(etapes: tuple[Barre, ...]) -> str:
    if not etapes or not etapes[0].nombre:
        return ""
    part = figures.pourcentage(etapes[-1].nombre, etapes[0].nombre)
    debut = f"{part} des candidatures commencées sont enregistrées."
    rang = next((rang for rang, etape in enumerate(etapes) if etape.pire), None)
    if rang is None:
        return f"{debut} Personne ne s'est arrêté en route."
    perdus, ou = etapes[rang].perdus, etapes[rang + 1].intitule
    verbe = "s'est arrêtée" if perdus == 1 else "se sont arrêtées"
    personnes = pluriel(perdus, "personne")
    if rang + 2 == len(etapes):
        return francais(f"{debut} C'est à la fin qu'on s'arrête le plus : {personnes} n'ont pas enregistré.")
    return francais(f"{debut} C'est devant « {ou} » qu'on s'arrête le plus : {personnes} {verbe} là.")


def _phrase_des_pieces(lus: Chiffres) -> str:
    if not lus.pieces_dues:
        return "Aucune pièce n'est encore attendue."
    conformes, a_verifier = lus.pieces["conformes"], lus.pieces["a_verifier"]
    part = figures.pourcentage(conformes, lus.pieces_dues)
    return (
        f"{pluriel(lus.pieces_dues, 'pièce attendue', 'pièces attendues')}. {part} sont conformes, "
        f"{a_verifier or 'aucune'} à vérifier, {lus.pieces['manquantes'] or 'aucune'} à déposer."
    )


def _phrase_des_specialites(specialites: tuple[Barre, ...]) -> str:
    if not specialites:
        return ""
    premiere, total = specialites[0], sum(une.nombre for une in specialites)
    if len(specialites) == 1:
        return francais(f"Une seule spécialité : {premiere.intitule}.")
    part = figures.pourcentage(premiere.nombre, total)
    return francais(
        f"{len(specialites)} spécialités. La plus demandée est {premiere.intitule}, "
        f"avec {part} des inscriptions."
    )
