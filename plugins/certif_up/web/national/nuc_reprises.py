"""The former candidates of a file: handed in, checked line by line, then taken over."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.domain.ancien import COLONNES
from plugins.certif_up.services import reprise_nuc as service
from plugins.certif_up.services import reprise_nuc_rattachement as rattachement
from plugins.certif_up.services import reprise_nuc_suivi as suivi
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import numero_de_page, un_mot, union
from portal.domain.feuille import FeuilleIllisible, TitresInattendus
from portal.domain.titres import Constat
from portal.domain.typographie import francais
from portal.web.acces import acces
from portal.web.corps import corps
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

FICHIER_MAX = 20 * 1024 * 1024
ETATS = {
    "en_verification": ("Vérification en cours", "ambre"),
    "verifiee": ("À relire", "bleu"),
    "en_cours": ("Reprise en cours", "ambre"),
    "terminee": ("Terminée", "vert"),
    "abandonnee": ("Abandonnée", "gris"),
}
TONS = {
    "a_verifier": "gris", "refusee": "rouge", "prete": "bleu", "a_rattacher": "ambre", "faite": "vert",
    "sans_objet": "gris", "echec": "rouge",
}  # fmt: skip


@vues.get("/national/nuc/reprises")
@acces("gestionnaire")
def national_nuc_reprises() -> Response:
    return _liste()


@vues.post("/national/nuc/reprises")
@acces("gestionnaire")
@corps(lambda: FICHIER_MAX)
def national_nuc_reprises_post() -> Response | Reponse:
    envoye, agent = request.files.get("fichier"), union()
    if envoye is None or not envoye.filename:
        return _liste("Choisissez le fichier CSV.", statut=422)
    try:
        cle = service.deposer(portail(), agent.compte_id, envoye.filename, envoye.read())
    except TitresInattendus as refus:
        return _liste(refus.phrase, refus.constats, 422)
    except FeuilleIllisible as refus:
        return _liste(refus.phrase, statut=422)
    return redirect(url_for("certif_up.national_nuc_reprise", cle=cle), code=303)


@vues.get("/national/nuc/reprises/modele.csv")
@acces("gestionnaire")
def national_nuc_reprises_modele() -> Response:
    """Give the file to fill in."""
    union()
    return _csv(suivi.modele(), "anciens-candidats.csv")


@vues.get("/national/nuc/reprises/<cle>")
@acces("gestionnaire")
def national_nuc_reprise(cle: str) -> Response:
    union()
    lue, etat, page = suivi.suivre(portail(), cle), un_mot("etat"), numero_de_page()
    etat = etat if etat in suivi.ETATS_DES_LIGNES else ""
    lignes, pages = suivi.lignes(lue, etat, page)
    return page_ou_fragment(
        "certif_up/national/nuc_reprise.html", "suivi",
        suivi=lue, reprise=lue.reprise, lignes=lignes, etat=etat, page=page, pages=pages,
        etats=ETATS, etats_des_lignes=suivi.ETATS_DES_LIGNES, tons=TONS,
        adresse=lambda une: url_for("certif_up.national_nuc_reprise", cle=cle, etat=etat or None, page=une),
    )  # fmt: skip


@vues.post("/national/nuc/reprises/<cle>")
@acces("gestionnaire")
def national_nuc_reprise_post(cle: str) -> Reponse:
    """Start an import, give it up, or try again what failed."""
    union()
    acte = request.form.get("acte", "")
    if acte == "lancer":
        service.lancer(portail(), cle)
    elif acte == "reprendre":
        service.reprendre_les_echecs(portail(), cle)
    elif acte == "abandonner":
        service.abandonner(portail(), cle)
        flash(francais("Cet import est abandonné : aucun compte n'a été créé."), "succes")
    return redirect(url_for("certif_up.national_nuc_reprise", cle=cle), code=303)


@vues.post("/national/nuc/reprises/<cle>/lignes/<int(max=2147483647):numero>")
@acces("gestionnaire")
def national_nuc_reprise_ligne(cle: str, numero: int) -> Reponse:
    """Say whether the account that has the address of a line is that person's."""
    union()
    if request.form.get("acte") == "rattacher":
        rattachement.rattacher(portail(), cle, numero)
        flash(francais("NUC rattaché : il ouvre désormais le compte de cette adresse."), "succes")
    else:
        rattachement.ecarter(portail(), cle, numero)
        flash(francais("Ligne écartée : aucun compte ne porte ce NUC."), "succes")
    return redirect(url_for("certif_up.national_nuc_reprise", cle=cle, etat="a_rattacher"), code=303)


@vues.get("/national/nuc/reprises/<cle>/resultat.csv")
@acces("gestionnaire")
def national_nuc_reprise_resultat(cle: str) -> Response:
    union()
    etat = un_mot("etat")
    lue = suivi.suivre(portail(), cle)
    octets = suivi.resultat(lue, etat if etat in suivi.ETATS_DES_LIGNES else "")
    return _csv(octets, "resultat-anciens-candidats.csv")


def _liste(faute: str = "", constats: Sequence[Constat] = (), statut: int = 200) -> Response:
    union()
    page = numero_de_page()
    reprises, pages = suivi.lister(portail(), page)
    corps_de_page = render_template(
        "certif_up/national/nuc_reprises.html",
        reprises=reprises, etats=ETATS, page=page, pages=pages, colonnes=COLONNES, faute=faute,
        constats=constats, erreurs=[{"message": faute, "ancre": "reprise-fichier"}] if faute else [],
        adresse=lambda une: url_for("certif_up.national_nuc_reprises", page=une),
    )  # fmt: skip
    return make_response(corps_de_page, statut)


def _csv(octets: bytes, nom: str) -> Response:
    return Response(
        octets, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{nom}"'}
    )
