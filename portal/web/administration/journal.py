"""The journal: every event, filtered by nature, account, candidature and dates."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, request

from portal.domain.annonce import AnnonceInvalide, lire_instant
from portal.domain.journal import DOMAINES
from portal.services import lecture_journal
from portal.services.lecture_journal import Recherche
from portal.web.acces import acces
from portal.web.administration import vues
from portal.web.administration.courriels import borne
from portal.web.courant import agent_courant, portail
from portal.web.htmx import page_ou_fragment

FILTRES = ("nature", "compte", "numero", "du", "au")


@vues.get("/administration/journal")
@acces("administrateur")
def journal() -> Response:
    filtres = {nom: request.args.get(nom, "").strip()[:100] for nom in FILTRES}
    recherche, refus = _lire(filtres)
    page = lecture_journal.lire(portail(), recherche, agent_courant().sante)
    return page_ou_fragment(
        "administration/journal.html",
        "liste",
        422 if refus else 200,
        page=page,
        filtres=filtres,
        refus=refus,
        erreurs=bool(refus),
        domaines=DOMAINES,
        suivants={**{nom: valeur for nom, valeur in filtres.items() if valeur}, "avant": page.avant},
    )


def _lire(filtres: dict[str, str]) -> tuple[Recherche, str]:
    """Read the filters; « au » is a whole day unless it has an hour."""
    refus, debut, fin = "", None, None
    try:
        debut, fin = lire_instant("du", filtres["du"]), lire_instant("au", filtres["au"])
    except AnnonceInvalide as mauvaise:
        refus = mauvaise.phrase
    if fin and ":" not in filtres["au"]:
        fin += timedelta(days=1)
    lue = Recherche(filtres["nature"], filtres["compte"], filtres["numero"], debut, fin, borne())
    return lue, refus
