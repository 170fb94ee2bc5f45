"""Exports of a filtered list: its columns, how far it is, its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from flask import Response, redirect, request, send_file, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.export import FORMATS, GROUPES, PAR_DEFAUT, ColonneExport
from portal.domain.filtre import PIECES, Filtre, FiltreInvalide
from portal.services import export
from portal.services.export import CONSERVATION, ExportImpossible
from portal.services.modeles_du_perimetre import choix_de_liste
from portal.web.acces import acces
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.retour import retour
from portal.web.htmx import page_ou_fragment

MIMES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@vues.get("/gestion/exports")
@acces("gestionnaire", "centre")
def exports() -> Response:
    """Show the exports of this agent; the list asks again for itself while one is being written."""
    lus = export.lister(portail(), agent_courant())
    return page_ou_fragment(
        "gestionnaire/exports.html",
        "liste",
        exports=lus,
        en_cours=any(un.etat == "en_cours" for un in lus),
        formats=FORMATS,
        conservation=CONSERVATION,
        retour=retour(),
    )


@vues.get("/gestion/exports/nouveau")
@acces("gestionnaire", "centre")
def export_nouveau() -> Response | Reponse:
    """Show the columns that a search offers."""
    try:
        filtre = Filtre.lire(request.args.to_dict(flat=False))
    except FiltreInvalide:
        requete = urlencode(request.args.to_dict(flat=False), doseq=True)
        return redirect(f"{retour().liste}?{requete}", code=303)
    return _choix(filtre, PAR_DEFAUT, "xlsx")


@vues.post("/gestion/exports")
@acces("gestionnaire", "centre")
def exports_post() -> Response | Reponse:
    requete = request.form.to_dict(flat=False)
    filtre = Filtre.lire({cle.removeprefix("f."): v for cle, v in requete.items() if cle.startswith("f.")})
    entiers, format_ = requete.get("groupe", []), request.form.get("format", "")
    offertes = export.offertes(portail(), agent_courant(), filtre)
    cles = requete.get("colonne", []) + [une.cle for une in offertes if une.groupe in entiers]
    try:
        export.demander(portail(), agent_courant(), filtre, cles, format_)
    except ExportImpossible as refus:
        return _choix(filtre, cles, format_, refus.phrase, entiers)
    return redirect(url_for("gestionnaire.exports"), code=303)


@vues.get("/gestion/exports/<cle>/fichier")
@acces("gestionnaire", "centre")
def export_fichier(cle: str) -> Response:
    """Give the file of an export to who asked for it."""
    fichier = export.ouvrir(portail(), agent_courant(), cle)
    reponse = send_file(
        fichier.flux, mimetype=MIMES[fichier.format], as_attachment=True, download_name=fichier.nom
    )
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


def _choix(
    filtre: Filtre, cles: Iterable[str], format_: str, erreur: str = "", entiers: Sequence[str] = ()
) -> Response:
    ouvert, agent = portail(), agent_courant()
    colonnes = export.offertes(ouvert, agent, filtre)
    return page_ou_fragment(
        "gestionnaire/export_nouveau.html",
        "choix",
        422 if erreur else 200,
        filtre=filtre,
        requete=filtre.en_requete(),
        retour=retour(),
        recherche=f"{retour().liste}?{urlencode(filtre.en_requete(), doseq=True)}",
        total=export.compter(ouvert, agent, filtre),
        criteres=_criteres(filtre),
        groupes=_groupes(colonnes),
        choisies=frozenset(cles),
        groupes_entiers=entiers,
        formats=FORMATS,
        format_choisi=format_,
        erreurs=[{"ancre": "export-colonnes", "message": erreur}] if erreur else [],
        conservation=CONSERVATION,
    )


def _groupes(colonnes: tuple[ColonneExport, ...]) -> list[tuple[str, str, list[ColonneExport]]]:
    ranges = [
        (code, intitule, [colonne for colonne in colonnes if colonne.groupe == code])
        for code, intitule in GROUPES.items()
    ]
    return [groupe for groupe in ranges if groupe[2]]


def _criteres(filtre: Filtre) -> str:
    """Say the search in words, "" when it is everything."""
    choix = choix_de_liste(portail(), agent_courant(), filtre.modele)
    mots: dict[str, dict[str, str]] = {
        "modele": dict(choix.modeles), "etat": dict(choix.etats), "specialite": dict(choix.specialites),
        "categorie": dict(choix.categories), "famille": dict(choix.familles), "centre": dict(choix.centres),
        "pieces": {code: f"pièces {nom.lower()}" for code, nom in PIECES.items()},
    }  # fmt: skip
    brutes = filtre.en_requete()
    dits = []
    for cle in filtre.criteres:
        valeur = mots.get(cle, {}).get(brutes[cle][0], brutes[cle][0])
        dits.append(
            {"q": f"« {valeur} »", "du": f"depuis le {valeur}", "au": f"jusqu’au {valeur}"}.get(cle, valeur)
        )
    return ", ".join(dits)
