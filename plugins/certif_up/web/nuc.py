"""The entry of Certif-UP, « faire une demande d'inscription », and « retrouver mon NUC »."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Reponse

from plugins.certif_up.services import entree as service
from plugins.certif_up.services import nuc, nuc_retrouve
from plugins.certif_up.services.union import COURRIEL
from plugins.certif_up.web import vues
from portal.domain.compte import TropDeTentatives
from portal.tables.compte import CANDIDAT
from portal.web.acces import acces
from portal.web.courant import candidat_courant, connexion_courante, portail

CHAMPS = ("nom_naissance", "prenom", "naissance_le")


@vues.get("")
@acces("public")
def entree() -> str:
    """What the button « Certif-UP » of the union's site leads to."""
    qui = connexion_courante()
    candidat = qui is not None and qui.profil == CANDIDAT
    return render_template(
        "certif_up/nuc/entree.html",
        sessions=service.sessions(portail()),
        notice=service.notice(portail()),
        a_choisir=service.sessions_ouvertes(portail(), candidat_courant()) if candidat else (),
        candidat=candidat,
        personnel=qui is not None and not candidat,
        nuc=nuc.de(qui.compte_id) if qui else None,
        courriel=COURRIEL,
    )


@vues.get("/demande")
@acces(CANDIDAT)
def demande() -> str:
    """« Faire une demande d'inscription », once logged in: the core begins it."""
    return render_template(
        "certif_up/nuc/demande.html",
        a_choisir=service.sessions_ouvertes(portail(), candidat_courant()),
        sessions=service.sessions(portail()),
        nuc=nuc.de(candidat_courant().compte_id),
        courriel=COURRIEL,
    )


@vues.get("/nuc")
@acces("public")
def retrouver() -> Response:
    return _formulaire({}, {})


@vues.post("/nuc")
@acces("public")
def retrouver_post() -> Response | Reponse:
    saisie = {nom: request.form.get(nom, "") for nom in CHAMPS}
    try:
        personne = nuc_retrouve.lire(portail(), saisie)
        nuc_retrouve.demander(portail(), personne, request.remote_addr or "")
    except nuc_retrouve.DemandeInvalide as refus:
        return _formulaire(saisie, refus.erreurs, 422)
    except TropDeTentatives as refus:
        reponse = _formulaire(saisie, {}, 429, refus.phrase)
        reponse.headers["Retry-After"] = str(refus.secondes)
        return reponse
    return redirect(url_for("certif_up.retrouver_envoye"), code=303)


@vues.get("/nuc/envoye")
@acces("public")
def retrouver_envoye() -> str:
    return render_template("certif_up/nuc/envoye.html", courriel=COURRIEL)


def _formulaire(
    saisie: Mapping[str, str], fautes: Mapping[str, str], statut: int = 200, refus: str = ""
) -> Response:
    page = render_template(
        "certif_up/nuc/retrouver.html",
        saisie=saisie, fautes=fautes, erreurs=bool(fautes or refus), refus=refus, courriel=COURRIEL,
        liste=[{"message": message, "ancre": f"nuc-{nom}"} for nom, message in fautes.items()],
    )  # fmt: skip
    return make_response(page, statut)
