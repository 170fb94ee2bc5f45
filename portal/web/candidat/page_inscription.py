"""What every page of one candidature shows: where one is, until when, and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, url_for

from portal.domain.circuit import Circuit
from portal.domain.contact import contact_de
from portal.domain.depot import premier_incomplet
from portal.domain.impression import informations
from portal.domain.modele import Contact
from portal.domain.questionnaire import onglets_visibles
from portal.domain.selection import majuscule
from portal.services.candidature import Contexte
from portal.web.htmx import page_ou_fragment

NUMERO = "N° Inscription"


@dataclass(frozen=True, slots=True)
class Etape:
    """One entry of the tab bar; `adresse` is empty when it cannot be reached."""

    intitule: str
    etat: str
    adresse: str = ""


@dataclass(frozen=True)
class Page:
    """The frame of a page of one candidature."""

    contexte: Contexte
    etapes: tuple[Etape, ...]
    intitule: str
    surtitre: str
    ouverte: bool
    contact: Contact | None

    @property
    def circuit(self) -> Circuit:
        return self.contexte.modele.circuit

    @property
    def rang(self) -> int:
        """The number of the present tab, from 1."""
        return next((i for i, e in enumerate(self.etapes, 1) if e.etat == "courant"), 0)


def page_de(contexte: Contexte, courante: str) -> Page:
    """Return the frame of the tab `courante`; « numero » is the last one."""
    modele, situation = contexte.modele, contexte.situation
    lieu = f"{majuscule(modele.academie.intitule)} · session {modele.session_examen}"
    return Page(
        contexte=contexte,
        etapes=etapes(contexte, courante),
        intitule=modele.intitule,
        surtitre=f"{modele.intitule} · {lieu}",
        ouverte=modele.calendrier.inscription.etat(situation.maintenant) == "ouverte",
        contact=contact_de(situation),
    )


def etapes(contexte: Contexte, courante: str) -> tuple[Etape, ...]:
    """Return the tab bar: every tab of this candidature, then the number (guide 002 §5)."""
    cle, situation = contexte.candidature.cle, contexte.situation
    onglets = onglets_visibles(situation)
    premier = onglets.index(premier_incomplet(situation))
    loin = max((i for i, o in enumerate(onglets) if o.code in situation.validees), default=-1)
    lignes = []
    for rang, onglet in enumerate(onglets):
        recapitulatif = onglet.genre == "recapitulatif"
        atteint = rang <= premier if contexte.saisie_ouverte else recapitulatif
        fait = onglet.code in situation.validees or not contexte.saisie_ouverte
        etat = "fait" if fait else "incomplet" if rang < loin else "a_faire"
        adresse = adresse_onglet(cle, onglet.code, onglet.genre) if atteint else ""
        lignes.append(Etape(onglet.intitule, "courant" if onglet.code == courante else etat, adresse))
    return (*lignes, _etape_numero(contexte, courante))


def _etape_numero(contexte: Contexte, courante: str) -> Etape:
    enregistree = contexte.candidature.version > 0
    adresse = url_for("candidat.numero", cle=contexte.candidature.cle) if enregistree else ""
    etat = "courant" if courante == "numero" else "fait" if enregistree else "a_faire"
    return Etape(NUMERO, etat, adresse)


def adresse_onglet(cle: str, code: str, genre: str = "champs") -> str:
    """Return the address of a tab."""
    if genre == "recapitulatif":
        return url_for("candidat.recapitulatif", cle=cle)
    return url_for("candidat.onglet", cle=cle, code=code)


def notices(contexte: Contexte, ou: str) -> list[dict[str, Any]]:
    """Return the notice texts of one place, ready to draw."""
    return [
        {
            "intitule": une.intitule or "",
            "texte": une.texte.rendre(contexte.situation),
            "ton": "attention" if une.niveau == "attention" else "info",
        }
        for une in informations(contexte.situation, ou)
    ]


def rendre(gabarit: str, page: Page, statut: int = 200, **autres: Any) -> Response:
    """Answer with a page of one candidature."""
    commun = {"page": page, "contexte": page.contexte, "candidature": page.contexte.candidature}
    return page_ou_fragment(gabarit, "contenu", statut, modele=page.contexte.modele, **commun, **autres)
