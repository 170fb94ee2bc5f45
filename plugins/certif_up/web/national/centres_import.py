"""Import and export of the centres: the file, what it would change line by line, then applied."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import numero_de_page, un_mot, union
from portal.domain.feuille import FeuilleIllisible, TitresInattendus
from portal.domain.titres import Constat
from portal.domain.typographie import francais, pluriel
from portal.services import centre_fichier, centre_import
from portal.services.centre import sessions_a_servir
from portal.services.centre_chargement import ImportRefuse
from portal.web.acces import acces
from portal.web.corps import corps
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

FICHIER_MAX = 8 * 1024 * 1024
PAR_PAGE = 50
SORTS = {
    "erreur": ("À corriger", "rouge"),
    "creer": ("À créer", "vert"),
    "changer": ("À modifier", "bleu"),
    "inchange": ("Inchangés", "gris"),
}


@vues.get("/national/centres/import")
@acces("gestionnaire")
def national_import_nouveau() -> Response:
    union()
    return _formulaire()


@vues.post("/national/centres/import")
@acces("gestionnaire")
@corps(lambda: FICHIER_MAX)
def national_import_nouveau_post() -> Reponse:
    envoye, slug = request.files.get("fichier"), un_mot("slug", 200)
    agent = union()
    if envoye is None or not envoye.filename:
        return _formulaire(422, "Choisissez le fichier CSV.")
    try:
        cle = centre_import.preparer(portail(), agent, FAMILLE, slug, envoye.read(), envoye.filename)
    except TitresInattendus as refus:
        return _formulaire(422, refus.phrase, refus.constats)
    except FeuilleIllisible as refus:
        return _formulaire(422, refus.phrase)
    return redirect(url_for("certif_up.national_import", cle=cle), code=303)


@vues.get("/national/centres/import/<cle>")
@acces("gestionnaire")
def national_import(cle: str) -> Response:
    return _apercu(cle)


@vues.post("/national/centres/import/<cle>")
@acces("gestionnaire")
def national_import_post(cle: str) -> Reponse:
    """Apply the import, or forget it."""
    agent, acte = union(), request.form.get("acte", "")
    if acte == "abandonner":
        centre_import.abandonner(portail(), agent, FAMILLE, cle)
        flash(francais("Import abandonné : rien n'a changé."), "succes")
        return redirect(url_for("certif_up.national_centres"), code=303)
    try:
        faits = centre_import.appliquer(portail(), agent, FAMILLE, cle, "sans_les_fausses" in request.form)
    except ImportRefuse as refus:
        return _apercu(cle, refus.statut, refus.phrase)
    crees, changes = pluriel(faits["creer"], "centre créé", "centres créés"), faits["changer"]
    flash(francais(f"{crees}, {pluriel(changes, 'modifié')}."), "succes")
    return redirect(url_for("certif_up.national_centres"), code=303)


@vues.get("/national/centres.csv")
@acces("gestionnaire")
def national_centres_csv() -> Response:
    """Give the file of all the centres, which imports again as it is."""
    slug = un_mot("slug", 200)
    octets = centre_fichier.exporter(portail(), union(), FAMILLE, slug)
    reponse = Response(octets, mimetype="text/csv")
    nom = slug.rpartition("/")[2] or "centres"
    reponse.headers["Content-Disposition"] = f'attachment; filename="centres-{nom}.csv"'
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


def _formulaire(statut: int = 200, faute: str = "", constats: Sequence[Constat] = ()) -> Response:
    return page_ou_fragment(
        "certif_up/national/import_nouveau.html", "contenu", statut,
        sessions=sessions_a_servir(portail(), FAMILLE), slug=un_mot("slug", 200), faute=faute,
        constats=sorted(constats, key=_gravite),
        erreurs=[{"ancre": "import-fichier", "message": faute}] if faute else [],
    )  # fmt: skip


def _gravite(constat: Constat) -> bool:
    """What is wrong comes first."""
    return constat.etat == "reconnue" or constat.permise


def _apercu(cle: str, statut: int = 200, faute: str = "") -> Response:
    apercu = centre_import.examiner(portail(), union(), FAMILLE, cle)
    comptes = {"erreur": len(apercu.erreurs), **apercu.comptes}
    sort = un_mot("sort")
    sort = sort if sort in SORTS else next((s for s in SORTS if comptes[s]), "inchange")
    lignes = apercu.erreurs if sort == "erreur" else [u for u in apercu.lignes if u.sort == sort]
    page, pages = numero_de_page(), max(1, -(-len(lignes) // PAR_PAGE))
    page = min(page, pages)
    return page_ou_fragment(
        "certif_up/national/import.html", "contenu", statut,
        apercu=apercu, operation=apercu.operation, comptes=comptes, sorts=SORTS, sort=sort, faute=faute,
        lignes=lignes[(page - 1) * PAR_PAGE : page * PAR_PAGE], page=page, pages=pages,
        entree=portail().modeles.entree(str(apercu.operation.parametres["slug"])),
        adresse=lambda une: url_for("certif_up.national_import", cle=cle, sort=sort, page=une),
    )  # fmt: skip
