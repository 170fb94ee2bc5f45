"""The list of candidatures: one field to search, filters, columns, pages of fifty."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.filtre import COLONNES, PIECES, TRIS, Filtre, FiltreInvalide
from portal.services import filtres
from portal.services.modeles_du_perimetre import ChoixDeListe, choix_de_liste
from portal.services.page_liste import Page, lire_page
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.lignes import ligne_de
from portal.web.gestionnaire.operations_nouvelle import GENRES_DE_LISTE
from portal.web.htmx import page_ou_fragment

LIBELLES = {
    "q": "Recherche",
    "famille": "Famille",
    "modele": "Examen",
    "centre": "Centre",
    "etat": "État",
    "specialite": "Spécialité",
    "categorie": "Catégorie",
    "pieces": "Pièces",
    "du": "Enregistrée à partir du",
    "au": "Enregistrée jusqu’au",
}


@vues.get("/gestion")
@acces("gestionnaire")
def bureau() -> Reponse:
    return redirect(url_for("gestionnaire.candidatures"), code=303)


@vues.get("/gestion/candidatures")
@acces("gestionnaire")
def candidatures() -> Response:
    try:
        filtre = Filtre.lire(request.args.to_dict(flat=False))
    except FiltreInvalide as refus:
        return _montrer(Filtre(), None, refus.erreurs)
    apres, avant = request.args.get("apres", ""), request.args.get("avant", "")
    reponse = _montrer(filtre, lire_page(portail(), agent_courant(), filtre, apres, avant))
    reponse.headers["HX-Push-Url"] = adresse(filtre, **_page_courante(apres, avant))
    return reponse


def adresse(filtre: Filtre, **autres: str) -> str:
    """Return the address of a search, and of a page of it."""
    requete = urlencode({**filtre.en_requete(), **autres}, doseq=True)
    return f"{url_for('gestionnaire.candidatures')}{'?' if requete else ''}{requete}"


def _page_courante(apres: str, avant: str) -> dict[str, str]:
    return {"apres": apres} if apres else {"avant": avant} if avant else {}


def _montrer(filtre: Filtre, page: Page | None, erreurs: dict[str, str] | None = None) -> Response:
    ouvert, agent = portail(), agent_courant()
    choix = choix_de_liste(ouvert, agent, filtre.modele)
    return page_ou_fragment(
        "gestionnaire/candidatures.html",
        "liste",
        422 if erreurs else 200,
        filtre=filtre,
        saisie=_saisie(filtre, erreurs),
        erreurs=[{"ancre": f"filtre-{cle}", "message": message} for cle, message in (erreurs or {}).items()],
        page=page,
        lignes=[ligne_de(ouvert, lue) for lue in page.lignes] if page else [],
        choix=choix,
        etiquettes=_etiquettes(filtre, choix),
        filtres=filtres.filtres_de(ouvert, agent),
        colonnes=COLONNES,
        tris=TRIS,
        pieces=PIECES,
        adresse=adresse,
        adresse_gardee=lambda un: adresse(Filtre.lire(un.requete)),
        requete=urlencode(filtre.en_requete(), doseq=True),
        genres=GENRES_DE_LISTE,
    )


def _saisie(filtre: Filtre, erreurs: dict[str, str] | None) -> dict[str, str]:
    """Return what the inputs of the form show: as typed when something of it was refused."""
    if erreurs:
        return {cle: request.args.get(cle, "")[:500] for cle in (*LIBELLES, "tri")}
    return {cle: valeurs[0] for cle, valeurs in filtre.en_requete().items() if cle != "colonnes"}


def _etiquettes(filtre: Filtre, choix: ChoixDeListe) -> list[dict[str, Any]]:
    """Return the criteria in use, each with the address of the same search without it."""
    mots = {
        "modele": dict(choix.modeles), "etat": dict(choix.etats), "specialite": dict(choix.specialites),
        "categorie": dict(choix.categories), "pieces": PIECES, "famille": dict(choix.familles),
        "centre": dict(choix.centres),
    }  # fmt: skip
    brutes = filtre.en_requete()
    return [
        {
            "libelle": LIBELLES[cle],
            "valeur": mots.get(cle, {}).get(brutes[cle][0], brutes[cle][0]),
            "sans": adresse(filtre.sans(cle)),
        }
        for cle in filtre.criteres
    ]
