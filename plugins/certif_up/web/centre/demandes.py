"""The list of requests: a search, three filters, what is most urgent first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from flask import Response, request, url_for

from plugins.certif_up.services import centre_liste
from plugins.certif_up.services.centre_liste import A_PREVALIDER, Criteres
from plugins.certif_up.services.centre_lot import AU_PLUS
from plugins.certif_up.services.centre_nuc import candidats_du_nuc
from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.centre.choix import choix_du_centre
from portal.domain.filtre import Filtre, FiltreInvalide
from portal.services.modeles import Entree
from portal.services.offre import epreuves_de, modele_de
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.htmx import page_ou_fragment

CLES = ("q", "modele", "etat", "epreuve", "centre")
LONGUEUR = 255


@dataclass(frozen=True, slots=True)
class Essai:
    """What was asked of several requests at once and could not be done: shown again as it was typed."""

    cochees: frozenset[str] = frozenset()
    motif: str = ""
    erreurs: Mapping[str, str] = field(default_factory=dict)


@vues.get("/centre/demandes")
@acces("centre")
def centre_demandes() -> Response:
    return montrer_la_liste(Essai())


def montrer_la_liste(essai: Essai) -> Response:
    """Draw the list that the address asks for."""
    choix, saisie = choix_du_centre(), {cle: request.args.get(cle, "")[:LONGUEUR] for cle in CLES}
    erreurs, page = dict(essai.erreurs), None
    try:
        criteres = Criteres(
            _filtre(saisie), saisie["epreuve"], choix.choisi.id if choix.choisi is not None else None
        )
    except FiltreInvalide as refus:
        erreurs |= refus.erreurs
    else:
        apres, avant = request.args.get("apres", ""), request.args.get("avant", "")
        page = centre_liste.lire_page(portail(), agent_courant(), criteres, apres, avant)
    entrees = [une for une in portail().modeles.index() if une.famille == FAMILLE]
    return page_ou_fragment(
        "certif_up/centre/demandes.html",
        "liste",
        422 if erreurs else 200,
        choix=choix,
        page=page,
        saisie=saisie,
        essai=essai,
        fautes=erreurs,
        erreurs=[{"ancre": f"demandes-{cle}", "message": message} for cle, message in erreurs.items()],
        seances=[(une.slug, une.session_examen) for une in sorted(entrees, key=lambda u: u.ouverture)],
        etats=_etats(entrees),
        epreuves=_epreuves(entrees),
        adresse=adresse,
        cochable=A_PREVALIDER,
        au_plus=AU_PLUS,
        maintenant=portail().horloge.maintenant(),
        en_cours={cle: valeur for cle, valeur in saisie.items() if valeur},
        pour_export={cle: saisie[cle] for cle in ("q", "modele", "etat") if saisie[cle]},
    )


def adresse(saisie: Mapping[str, str], **autres: str) -> str:
    """Return the address of a search, and of a page of it; what is empty is left out."""
    requete = {cle: valeur for cle, valeur in {**saisie, **autres}.items() if valeur}
    return f"{url_for('certif_up.centre_demandes')}{'?' if requete else ''}{urlencode(requete)}"


def _filtre(saisie: Mapping[str, str]) -> Filtre:
    """Read the search; a NUC is no number that the core knows. Raises FiltreInvalide."""
    brutes = {cle: [saisie[cle]] for cle in ("modele", "etat")}
    if candidats_du_nuc(saisie["q"]):
        return replace(Filtre.lire(brutes), q=saisie["q"])
    return Filtre.lire({**brutes, "q": [saisie["q"]]})


def _etats(entrees: Iterable[Entree]) -> list[tuple[str, str]]:
    connus = {code: intitule for une in entrees for code, intitule in une.etats}
    return [(code, intitule) for code, intitule in connus.items() if code != "brouillon"]


def _epreuves(entrees: Iterable[Entree]) -> list[tuple[str, str]]:
    connues = {
        code: intitule for une in entrees for code, intitule in epreuves_de(modele_de(portail(), une.slug))
    }
    return [(code, f"{code} – {intitule}") for code, intitule in sorted(connues.items())]
