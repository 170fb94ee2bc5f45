"""Preparing an operation: its kind, whom it concerns, what is typed or uploaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from flask import Response, abort, make_response, redirect, render_template, request, url_for
from sqlalchemy import Select
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Reponse

from portal.domain.feuille import FeuilleIllisible
from portal.domain.fichier import FichierRefuse
from portal.domain.filtre import PIECES, Filtre, FiltreInvalide
from portal.domain.refus import Refus
from portal.services import operation as service
from portal.services.liste import selectionner
from portal.services.modeles_du_perimetre import choix_de_liste
from portal.services.operations import choisies, saisie
from portal.services.operations.fichier import modele_de_fichier
from portal.services.operations.message import MOTS
from portal.services.operations.registre import GENRES, Description
from portal.web.acces import acces
from portal.web.corps import chemin_de, corps
from portal.web.courant import agent_courant, portail
from portal.web.gestionnaire import vues
from portal.web.gestionnaire.operations import fichier_csv

CORPS_MAX = 20 * 1024 * 1024
CLES_AU_PLUS = 500
CRITERES = ("modele", "specialite", "etat", "pieces")
# Offered under the list of candidatures; the others need more than a selection.
GENRES_DE_LISTE = tuple(
    (code, GENRES[code].intitule)
    for code in ("relance", "message", "publication", "annulation", "desinscription")
)


@dataclass(slots=True)
class Choisies:
    """Whom an operation concerns: clés, or a search of the list."""

    cles: list[str] = field(default_factory=list)
    requete: str = ""

    @classmethod
    def lire(cls, arguments: MultiDict[str, str]) -> Choisies:
        cles = [cle for cle in arguments.getlist("cles") if 0 < len(cle) <= 64][:CLES_AU_PLUS]
        return cls(cles, "" if cles else arguments.get("requete", "")[:4000])

    @property
    def filtre(self) -> Filtre:
        """The search, that of the form where no list was left behind. Raises FiltreInvalide."""
        if self.requete:
            return Filtre.lire(_champs(self.requete))
        return Filtre.lire({nom: request.values.getlist(nom) for nom in CRITERES})

    @property
    def selection(self) -> Select[int] | list[str]:
        return self.cles or selectionner(portail(), agent_courant(), self.filtre)


@vues.get("/gestion/operations/nouvelle")
@acces("gestionnaire")
def operations_nouvelle() -> str:
    genre = request.args.get("genre", "")
    if not genre:
        return render_template(
            "gestionnaire/operations_choix.html", genres=_ouverts(), arguments=_arguments()
        )
    return _page(_description(genre), Choisies.lire(request.args))


@vues.post("/gestion/operations/nouvelle")
@acces("gestionnaire")
def nouvelle_operation() -> Reponse:
    """Come from the list of candidatures, with what is ticked there or with its search."""
    tous = request.form.get("genre_pour_tous", "")
    qui = {"requete": request.form.get("requete", "")} if tous else {"cles": request.form.getlist("cles")}
    genre = tous or request.form.get("genre", "")
    return redirect(url_for("gestionnaire.operations_nouvelle", genre=genre, **qui), code=303)


@vues.post("/gestion/operations")
@acces("gestionnaire")
@corps(lambda: CORPS_MAX)
def operations_preparer() -> Response | Reponse:
    description = _description(request.form.get("genre", ""))
    qui = Choisies.lire(request.form)
    lue = saisie.lire_saisie(portail(), agent_courant(), description.code, request.form)
    donnees, fautes = saisie.lire_mesures(request.form)
    erreurs = {**lue.erreurs, **fautes}
    if description.code == "publication" and "code" not in lue.parametres:
        _joindre_le_pdf(lue, erreurs)
    if not erreurs:
        try:
            cle = _preparer(description, qui, lue.parametres, donnees)
            return redirect(url_for("gestionnaire.operations_suivi", cle=cle), code=303)
        except FeuilleIllisible as refus:
            erreurs = {"fichier": refus.phrase}
        except FiltreInvalide as refus:
            erreurs = refus.erreurs
        except Refus as refus:
            erreurs = {"selection": refus.phrase}
    return make_response(_page(description, qui, erreurs), 422)


@vues.get("/gestion/operations/modele/<genre>.csv")
@acces("gestionnaire")
def operations_modele(genre: str) -> Response:
    """Give the CSV file to fill in, with the candidatures of the selection when there is one."""
    description = _description(genre)
    if not description.par_fichier:
        abort(404)
    qui = Choisies.lire(request.args)
    connue = qui.cles or qui.requete or any(request.args.get(nom) for nom in CRITERES)
    lignes = choisies.epreuves_a_remplir(portail(), agent_courant(), qui.selection) if connue else ()
    return fichier_csv(modele_de_fichier(genre, lignes), f"{genre}.csv")


def _preparer(
    description: Description,
    qui: Choisies,
    parametres: Mapping[str, object],
    donnees: Mapping[str, dict[str, str]],
) -> str:
    ouvert, agent = portail(), agent_courant()
    if not description.par_fichier:
        return service.preparer(ouvert, agent, description.code, parametres, qui.selection, donnees)
    envoye = request.files.get("fichier")
    if envoye is None or not envoye.filename:
        raise FeuilleIllisible("Choisissez le fichier CSV.")
    nom = envoye.filename[:100]
    return service.preparer_fichier(ouvert, agent, description.code, parametres, envoye.read(), nom)


def _champs(requete: str) -> dict[str, list[str]]:
    """Read a query string. Raises FiltreInvalide for one that holds more fields than any search."""
    try:
        return parse_qs(requete, max_num_fields=100)
    except ValueError as trop:
        raise FiltreInvalide({"selection": "Cette recherche est illisible : repartez de la liste."}) from trop


def _joindre_le_pdf(lue: saisie.Saisie, erreurs: dict[str, str]) -> None:
    """Check the PDF of the service and store it, named by its content: to do so twice is to do it once."""
    envoye = request.files.get("fichier")
    if envoye is None or not envoye.filename:
        erreurs.setdefault("fichier", "Choisissez le fichier PDF, ou un document du portail.")
        return
    try:
        depose = choisies.deposer_le_pdf(portail(), chemin_de(envoye.stream), envoye.filename)
    except FichierRefuse as refus:
        erreurs["fichier"] = refus.phrase
        return
    lue.parametres |= {"stockage_cle": depose.cle, "taille": depose.taille}


def _page(description: Description, qui: Choisies, erreurs: Mapping[str, str] | None = None) -> str:
    ouvert, agent = portail(), agent_courant()
    try:
        trouvees = choisies.compter(ouvert, agent, qui.selection) if qui.cles or qui.requete else None
    except FiltreInvalide:
        trouvees = 0
    nommees = choisies.nommer(ouvert, agent, qui.cles) if description.sante and qui.cles else ()
    return render_template(
        "gestionnaire/operations_nouvelle.html",
        description=description, qui=qui, trouvees=trouvees, nommees=nommees, saisie=request.values,
        erreurs=dict(erreurs or {}), choix=choix_de_liste(ouvert, agent), pieces=PIECES, mots=MOTS,
        transitions=_transitions(description), documents=_documents(description), arguments=_arguments(),
    )  # fmt: skip


def _transitions(description: Description) -> list[tuple[str, str]]:
    if description.code != "transition":
        return []
    connues = saisie.transitions_ouvertes(portail(), agent_courant())
    return [(code, une.intitule) for code, une in connues.items()]


def _documents(description: Description) -> list[tuple[str, str]]:
    if description.code != "publication":
        return []
    return list(saisie.documents_declares(portail(), agent_courant()).items())


def _description(genre: str) -> Description:
    return _ouverts().get(genre) or abort(404)


def _ouverts() -> dict[str, Description]:
    sante = agent_courant().sante
    return {code: une for code, une in GENRES.items() if sante or not une.sante}


def _arguments() -> dict[str, list[str]]:
    """Return what of the address says whom the operation concerns."""
    return {
        nom: request.values.getlist(nom) for nom in ("cles", "requete", *CRITERES) if request.values.get(nom)
    }
