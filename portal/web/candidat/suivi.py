"""Where one candidature stands: what is done, what is missing, until when, who to ask; its dates."""

from __future__ import annotations

from flask import Response, render_template, url_for

from portal.services import consultation
from portal.services import espace as service
from portal.services.calendrier import calendrier_de
from portal.services.journal_candidature import journal_du_candidat
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.candidat.page_inscription import adresse_onglet
from portal.web.courant import candidat_courant, portail


@vues.get("/inscriptions/<cle>")
@acces("candidat")
def suivi(cle: str) -> str:
    candidat = candidat_courant()
    ici = service.suivre(portail(), candidat, cle)
    return render_template(
        "candidat/suivi.html",
        suivi=ici,
        carte=ici.carte,
        candidat=candidat,
        publies=consultation.documents_de(portail(), candidat, cle),
        vers=lambda manque: _vers(cle, manque.onglet, manque.cle),
        reprendre=_reprendre(ici),
        reprendre_suite=_reprendre_suite(ici),
        journal=journal_du_candidat(portail(), ici.contexte),
    )


@vues.get("/inscriptions/<cle>/calendrier.ics")
@acces("candidat")
def calendrier(cle: str) -> Response:
    fichier = calendrier_de(portail(), candidat_courant(), cle)
    return Response(
        fichier,
        mimetype="text/calendar",
        headers={"Content-Disposition": 'attachment; filename="mes-dates.ics"'},
    )


def _vers(cle: str, onglet: str, champ: str) -> str:
    """Return the address of what is missing: its field, or its tab."""
    if not onglet:
        return url_for("candidat.recapitulatif", cle=cle)
    ancre = f"#champ-{champ.replace('.', '-')}-groupe" if champ else ""
    return f"{adresse_onglet(cle, onglet)}{ancre}"


def _reprendre(ici: service.Suivi) -> str:
    onglet = ici.contexte.modele.onglet(ici.carte.onglet)
    return adresse_onglet(ici.carte.cle, ici.carte.onglet, onglet.genre if onglet else "champs")


def _reprendre_suite(ici: service.Suivi) -> str:
    """Return where to fill in the candidature that this one opened, "" when there is nothing to do."""
    suite = ici.deroulement.suite
    return adresse_onglet(suite.cle, suite.onglet, suite.genre) if suite is not None and suite.onglet else ""
