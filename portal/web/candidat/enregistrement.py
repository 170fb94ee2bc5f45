"""The end of the form: the récapitulatif, « Enregistrer », the number, the page to print, « Modifier »."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, redirect, request, url_for
from werkzeug.wrappers import Response as Reponse

from portal.domain.a_payer import a_payer
from portal.domain.calendrier import InscriptionFermee
from portal.domain.candidature import (
    CandidatureIncomplete,
    ConfirmationManquante,
    RienNaChange,
)
from portal.domain.centre_choisi import a_qui_signaler, centre_de, offre_choisie
from portal.domain.circuit import TransitionImpossible
from portal.domain.constats import constater
from portal.domain.depot import voisin
from portal.domain.langage.rendu import Rendu
from portal.domain.limite import avant
from portal.domain.manques import Manque, manques
from portal.domain.pieces_dues import libelle_pour, pieces_dues
from portal.domain.recapitulatif import differences, en_cartes, epreuves_resumees
from portal.domain.recapitulatif import recapitulatif as resumer
from portal.domain.selection import majuscule
from portal.domain.typographie import francais
from portal.services import inscription, saisie
from portal.services.candidature import Contexte, candidature_de, contexte_de
from portal.web.acces import acces
from portal.web.candidat import vues
from portal.web.candidat.page_inscription import adresse_onglet, notices, page_de, rendre
from portal.web.courant import candidat_courant, portail

Page = Response | Reponse


@vues.get("/inscriptions/<cle>/recapitulatif")
@acces("candidat")
def recapitulatif(cle: str) -> Page:
    return montrer_recapitulatif(saisie.lire(portail(), candidat_courant(), cle))


@vues.post("/inscriptions/<cle>/enregistrer")
@acces("candidat")
def enregistrer(cle: str) -> Page:
    confirmation = request.form.get("confirmation") == "oui"
    try:
        inscription.enregistrer(portail(), candidat_courant(), cle, confirmation)
    except CandidatureIncomplete:
        return _refuser(cle, 422)
    except (ConfirmationManquante, RienNaChange) as refus:
        return _refuser(cle, 422, refus.phrase)
    except (InscriptionFermee, TransitionImpossible) as refus:
        return _refuser(cle, refus.statut, refus.phrase)
    return redirect(url_for("candidat.numero", cle=cle), code=303)


@vues.get("/inscriptions/<cle>/numero")
@acces("candidat")
def numero(cle: str) -> Page:
    recepisse = inscription.recepisse(portail(), candidat_courant(), cle)
    if recepisse is None:
        return redirect(url_for("candidat.recapitulatif", cle=cle), code=303)
    contexte = _enregistree(cle)
    return rendre(
        "candidat/numero.html",
        page_de(contexte, "numero"),
        recepisse=recepisse,
        notices=notices(contexte, "numero"),
        documents=inscription.documents(contexte.candidature),
        aide_etat=_aide(contexte),
        pieces=_pieces(contexte),
    )


@vues.get("/inscriptions/<cle>/imprimer")
@acces("candidat")
def imprimer(cle: str) -> Page:
    """The draft as it stands, or what was recorded when nothing is being changed."""
    contexte = saisie.lire(portail(), candidat_courant(), cle)
    brouillon = contexte.saisie_ouverte
    contexte = contexte if brouillon else _enregistree(cle)
    return rendre(
        "candidat/imprimer.html",
        page_de(contexte, "recapitulatif"),
        brouillon=brouillon,
        recepisse=inscription.recepisse(portail(), candidat_courant(), cle),
        blocs=en_cartes(resumer(contexte.situation)),
        epreuves=epreuves_resumees(contexte.situation),
        **_ou_et_combien(contexte),
    )


@vues.post("/inscriptions/<cle>/modifier")
@acces("candidat")
def modifier(cle: str) -> Page:
    try:
        inscription.modifier(portail(), candidat_courant(), cle)
    except (InscriptionFermee, TransitionImpossible) as refus:
        return _refuser(cle, refus.statut, refus.phrase)
    premier = saisie.lire(portail(), candidat_courant(), cle).modele.onglets[0]
    return redirect(adresse_onglet(cle, premier.code, premier.genre), code=303)


@vues.post("/inscriptions/<cle>/abandonner")
@acces("candidat")
def abandonner(cle: str) -> Page:
    inscription.abandonner(portail(), candidat_courant(), cle)
    flash(francais("Modification abandonnée : votre inscription reste telle qu'elle était."), "info")
    return redirect(url_for("candidat.recapitulatif", cle=cle), code=303)


def montrer_recapitulatif(contexte: Contexte, statut: int = 200, refus: str = "") -> Response:
    """Answer with the récapitulatif: to be recorded, or only to read."""
    remplie = contexte.saisie_ouverte
    contexte = contexte if remplie else _enregistree(contexte.candidature.cle)
    situation = contexte.situation
    reste = manques(situation, contexte.brouillon.saisies, contexte.verrouillees) if remplie else ()
    genre = next((o.code for o in contexte.modele.onglets if o.genre == "recapitulatif"), "")
    return rendre(
        "candidat/recapitulatif.html",
        page_de(contexte, genre),
        statut,
        refus=refus,
        a_remplir=remplie,
        precedent=voisin(situation, genre, -1),
        enregistree=contexte.candidature.version > 0,
        manques=[_lien(contexte.candidature.cle, un) for un in reste],
        constats=[c for c in constater(situation) if c.verdict != "refus"],
        changements=_changements(contexte) if remplie else (),
        modifiable=contexte.modele.circuit.permise("modifier", contexte.candidature.etat, "candidat"),
        blocs=en_cartes(resumer(situation)),
        epreuves=epreuves_resumees(situation),
        pieces=_pieces(contexte),
        notices=notices(contexte, genre),
        aide_etat=_aide(contexte),
        **_ou_et_combien(contexte),
    )


def _ou_et_combien(contexte: Contexte) -> dict[str, Any]:
    """Return the centre that was chosen, what it declares, and what is owed."""
    situation = contexte.situation
    return {
        "centre": centre_de(situation),
        "offre": offre_choisie(situation),
        "a_payer": a_payer(situation),
        "a_qui": a_qui_signaler(situation),
    }


def _aide(contexte: Contexte) -> Rendu | None:
    """Return what the modèle says of the present état: what happens next."""
    aide = contexte.modele.circuit.etats[contexte.candidature.etat].aide
    return aide.rendre(contexte.situation) if aide is not None else None


def _enregistree(cle: str) -> Contexte:
    """Return a candidature as it was recorded last."""
    candidat = candidat_courant()
    return contexte_de(portail(), candidature_de(portail(), candidat, cle), candidat, brouillon=False)


def _refuser(cle: str, statut: int, phrase: str = "") -> Response:
    return montrer_recapitulatif(saisie.lire(portail(), candidat_courant(), cle), statut, phrase)


def _changements(contexte: Contexte) -> tuple[tuple[str, str, str], ...]:
    if contexte.candidature.version == 0:
        return ()
    return differences(_enregistree(contexte.candidature.cle).situation, contexte.situation)


def _lien(cle: str, manque: Manque) -> dict[str, str]:
    """One thing to do, and where: the question when there is one, else its tab."""
    ancre = f"#champ-{manque.cle.replace('.', '-')}-groupe" if manque.cle else ""
    adresse = adresse_onglet(cle, manque.onglet) + ancre if manque.onglet else ""
    return {
        "adresse": adresse,
        "onglet": manque.intitule_onglet,
        "question": manque.question,
        "message": manque.message,
    }


def _pieces(contexte: Contexte) -> list[dict[str, object]]:
    situation = contexte.situation
    return [
        {
            "intitule": due.piece.titre,
            "pour": libelle_pour(situation, due),
            "limite": majuscule(avant(due.limite, situation.modele.calendrier.fuseau)),
            "certaine": due.certaine,
            "obligatoire": due.obligatoire,
            "canal": due.piece.canal,
        }
        for due in pieces_dues(situation)
    ]
