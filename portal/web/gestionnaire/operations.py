"""« Envois »: the operations of an agent, each with who is concerned, its progress and its result."""

from __future__ import annotations

from flask import Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.feuille import ecrire_feuille
from portal.services import operation as service
from portal.services.operation import OperationImpossible
from portal.services.operations import lecture
from portal.services.operations.registre import GENRES
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.htmx import page_ou_fragment

ETATS = {
    "en_preparation": ("En préparation", "ambre"),
    "preparee": ("À vérifier avant envoi", "bleu"),
    "en_cours": ("En cours", "ambre"),
    "terminee": ("Terminé", "vert"),
    "abandonnee": ("Abandonné", "gris"),
}
TONS_DES_LIGNES = {
    "a_examiner": "gris", "refusee": "rouge", "a_faire": "bleu", "faite": "vert", "sans_objet": "gris",
    "echec": "rouge",
}  # fmt: skip


@vues.get("/gestion/operations")
@acces("gestionnaire")
def operations() -> str:
    page = numero_de_page()
    liste, pages = lecture.lister(agent_courant(), page)
    return render_template(
        "gestionnaire/operations.html",
        operations=liste, page=page, pages=pages, genres=GENRES, etats=ETATS,
        adresse=lambda une: url_for("gestionnaire.operations", page=une),
        agent=agent_courant(),
    )  # fmt: skip


@vues.get("/gestion/operations/<cle>")
@acces("gestionnaire")
def operations_suivi(cle: str) -> Response:
    ouvert, agent = portail(), agent_courant()
    operation = service.operation_de(ouvert, agent, cle)
    etat, page = request.args.get("etat", ""), numero_de_page()
    etat = etat if etat in lecture.ETATS_DES_LIGNES else ""
    lignes, pages = lecture.lignes_de(operation, etat, page)
    return page_ou_fragment(
        "gestionnaire/operations_suivi.html", "suivi",
        suivi=lecture.suivre(ouvert, agent, operation), operation=operation,
        lignes=lignes, page=page, pages=pages, etat=etat,
        etats=ETATS, etats_des_lignes=lecture.ETATS_DES_LIGNES, tons=TONS_DES_LIGNES,
        numero_de=lecture.numero_de, nom_de=lecture.nom_de,
        adresse=lambda une: url_for("gestionnaire.operations_suivi", cle=cle, etat=etat or None, page=une),
    )  # fmt: skip


@vues.post("/gestion/operations/<cle>/lancer")
@acces("gestionnaire")
def operations_lancer(cle: str) -> Reponse:
    service.lancer(portail(), agent_courant(), cle)
    return _vers(cle)


@vues.post("/gestion/operations/<cle>/ecarter")
@acces("gestionnaire")
def operations_ecarter(cle: str) -> Reponse:
    service.ecarter_les_refusees(portail(), agent_courant(), cle)
    return _vers(cle)


@vues.post("/gestion/operations/<cle>/abandonner")
@acces("gestionnaire")
def operations_abandonner(cle: str) -> Reponse:
    service.abandonner(portail(), agent_courant(), cle)
    flash("Cet envoi est abandonné : rien n'est parti.", "succes")
    return redirect(url_for("gestionnaire.operations"), code=303)


@vues.post("/gestion/operations/<cle>/reprendre")
@acces("gestionnaire")
def operations_reprendre(cle: str) -> Reponse:
    try:
        service.reprendre_les_echecs(portail(), agent_courant(), cle)
    except OperationImpossible as refus:
        flash(refus.phrase, "attention")
    return _vers(cle)


@vues.get("/gestion/operations/<cle>/resultat.csv")
@acces("gestionnaire")
def operations_resultat(cle: str) -> Response:
    """Give the result, or the report of one état only (`etat`), for a spreadsheet."""
    operation = service.operation_de(portail(), agent_courant(), cle)
    etat = request.args.get("etat", "")
    lignes = lecture.resultat(operation, etat if etat in lecture.ETATS_DES_LIGNES else "")
    return fichier_csv(ecrire_feuille(lignes), f"{operation.genre}-{operation.cree_le:%Y-%m-%d}.csv")


def fichier_csv(octets: bytes, nom: str) -> Response:
    """Return a CSV file to save."""
    reponse = Response(octets, mimetype="text/csv")
    reponse.headers["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def numero_de_page() -> int:
    """Return the page that the address names, 1 when it names none that can be."""
    brut = request.args.get("page", "1")[:6]
    return max(1, int(brut)) if brut.isascii() and brut.isdecimal() else 1


def _vers(cle: str) -> Reponse:
    return redirect(url_for("gestionnaire.operations_suivi", cle=cle), code=303)
