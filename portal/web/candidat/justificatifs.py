"""« Mes justificatifs »: what is owed, and « J'ai fourni toutes mes pièces » (guide 002 §10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.envois import adresse_de
from portal.domain.piece_suivie import PieceSuivie
from portal.domain.remise import FournitureIncomplete, PieceIntrouvable
from portal.domain.reponses_piece import champs_de
from portal.domain.selection import majuscule
from portal.domain.typographie import francais
from portal.domain.vues import ChampVue
from portal.services import espace as service
from portal.services import fourniture
from portal.services.fourniture import Justificatifs
from portal.services.notification import intitule_de
from portal.services.reprise import reprises
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.courant import candidat_courant, portail
from portal.web.htmx import page_ou_fragment

Page = Response | Reponse
FOURNIES = "C'est noté : vos pièces sont transmises au service des examens, qui va les vérifier."


@vues.get("/justificatifs")
@acces("candidat")
def justificatifs() -> Page | str:
    """The list of the only candidature, or a card for each."""
    candidat = candidat_courant()
    cartes = [c for c in service.candidatures(portail(), candidat) if not c.brouillon]
    if len(cartes) == 1:
        return montrer(fourniture.lire(portail(), candidat, cartes[0].cle))
    lignes = [(carte, fourniture.lire(portail(), candidat, carte.cle)) for carte in cartes]
    return render_template("candidat/justificatifs_toutes.html", candidat=candidat, lignes=lignes)


@vues.get("/justificatifs/<cle>")
@acces("candidat")
def justificatifs_de(cle: str) -> Page:
    return montrer(fourniture.lire(portail(), candidat_courant(), cle))


@vues.get("/justificatifs/<cle>/envois/<envoi>")
@acces("candidat")
def justificatifs_fournir(cle: str, envoi: str) -> Page:
    """Ask once more before everything is frozen, or say what is missing."""
    page = fourniture.lire(portail(), candidat_courant(), cle)
    groupe = next((g for g in page.groupes if g.cle == envoi), None)
    if groupe is None:
        raise PieceIntrouvable
    if groupe.manques:
        return montrer(page, 422, refus=FournitureIncomplete(groupe.manques), envoi=envoi)
    if not groupe.bouton:
        return redirect(adresse_pieces(cle), code=303)
    return repondre("candidat/justificatifs_fourni.html", page, groupe=groupe)


@vues.post("/justificatifs/<cle>/envois/<envoi>")
@acces("candidat")
def fournir(cle: str, envoi: str) -> Page:
    try:
        fourniture.fournir(portail(), candidat_courant(), cle, envoi)
    except FournitureIncomplete as refus:
        return montrer(fourniture.lire(portail(), candidat_courant(), cle), 422, refus=refus, envoi=envoi)
    flash(francais(FOURNIES), "succes")
    return redirect(adresse_pieces(cle), code=303)


def montrer(
    page: Justificatifs,
    statut: int = 200,
    champs_en_erreur: Mapping[str, tuple[ChampVue, ...]] | None = None,
    **autres: Any,
) -> Response:
    """Answer with the page of one candidature; `champs_en_erreur` are questions shown with what is wrong."""
    suivies = tuple(piece.suivie for groupe in page.groupes for piece in groupe.pieces)
    return repondre(
        "candidat/justificatifs.html",
        page,
        statut,
        reprises=reprises(portail(), page.candidature, page.situation, suivies),
        champs=_questions(page, suivies) | dict(champs_en_erreur or {}),
        postale=_adresse_de_secours(page, suivies),
        **autres,
    )


def _questions(page: Justificatifs, suivies: Iterable[PieceSuivie]) -> dict[str, tuple[ChampVue, ...]]:
    return {une.cle: champs_de(page.situation, une) for une in suivies if une.piece.questions}


def _adresse_de_secours(page: Justificatifs, suivies: Iterable[PieceSuivie]) -> str:
    """Return where pièces may be posted when the deposit fails, "" when the modèle takes none so (004 §2)."""
    par_poste = (s.due for s in suivies if "courrier" in s.piece.autres_canaux)
    return next((adresse_de(page.situation, due) for due in par_poste), "")


def adresse_pieces(cle: str, piece: str = "") -> str:
    """Return the address of a candidature's pièces, at one of them."""
    return url_for("candidat.justificatifs_de", cle=cle) + (f"#{ancre(piece)}" if piece else "")


def ancre(piece: str) -> str:
    """Return the id of a pièce in the page."""
    return f"piece-{piece.replace('.', '-')}"


def repondre(gabarit: str, page: Justificatifs, statut: int = 200, **autres: Any) -> Response:
    """Answer with a page about the pièces of one candidature."""
    modele, candidat = page.situation.modele, candidat_courant()
    return page_ou_fragment(
        gabarit,
        "contenu",
        statut,
        page=page,
        cle=page.candidature.cle,
        titre=intitule_de(page.situation),
        academie=majuscule(modele.academie.intitule),
        candidat=candidat,
        fuseau=modele.calendrier.fuseau,
        ancre=ancre,
        **autres,
    )
