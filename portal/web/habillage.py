"""What every page may say: the name of the portal, the menu, the hour; and the filters of dates."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from portal.domain.extension import Repere
from portal.services.portail import Portail
from portal.tables.compte import CANDIDAT
from portal.web.courant import connexion_courante, portail
from portal.web.format import filtres
from portal.web.liens import liens_de

journal = logging.getLogger(__name__)
Entree = tuple[str, str]


@dataclass(frozen=True)
class Lien:
    """One entry of the menu, or a link of a page; `bouton` when it acts (POST)."""

    intitule: str
    adresse: str
    courant: bool = False
    bouton: bool = False
    aide: str = ""


# Per profile: what is asked for most comes first.
MENUS: dict[str | None, tuple[Entree, ...]] = {
    None: (
        ("Ouverture des services", "public.services"),
        ("Puis-je m'inscrire ?", "public.puis_je"),
        ("Aide", "public.aide"),
        ("Créer un compte", "compte.creer"),
        ("Se connecter", "compte.connexion"),
    ),
    "candidat": (
        ("Mon espace", "candidat.espace"),
        ("M'inscrire", "candidat.inscrire"),
        ("Mes inscriptions", "candidat.inscriptions"),
        ("Mes documents", "candidat.documents"),
        ("Mes justificatifs", "candidat.justificatifs"),
        ("Modifier mon compte", "compte.modifier"),
    ),
    "gestionnaire": (
        ("Candidatures", "gestionnaire.candidatures"),
        ("Vérification", "gestionnaire.verification"),
        ("Envois", "gestionnaire.operations"),
        ("Chiffres", "gestionnaire.chiffres"),
        ("Mon compte", "compte.modifier"),
    ),
    "administrateur": (
        ("Comptes", "administration.comptes"),
        ("Annonces", "administration.annonces"),
        ("Courriels", "administration.courriels"),
        ("Tâches", "administration.taches"),
        ("Modèles et extensions", "administration.extensions"),
        ("Journal", "administration.journal"),
        ("Mon compte", "compte.modifier"),
    ),
    "auteur": (("Modèles d'examen", "auteur.modeles"), ("Modifier mon compte", "compte.modifier")),
}
MENU_SANS_PAGE: tuple[Entree, ...] = (("Modifier mon compte", "compte.modifier"),)
MENU_AVANT_LE_CODE: tuple[Entree, ...] = (("Code de mon téléphone", "compte.code"),)


def init_app(app: Flask) -> None:
    """Give the templates their words.

    As globals: a template that is imported without the context of the page, which is built once and kept,
    finds them too.
    """
    ouvert: Portail = app.extensions["portail"]
    app.jinja_env.filters.update(filtres(ouvert.horloge))
    app.jinja_env.globals.update(_mots(ouvert))


def _mots(ouvert: Portail) -> dict[str, Any]:
    config = ouvert.config
    return {
        "nom_portail": config.nom_portail,
        "nom_en_phrase": config.nom_en_phrase,
        "mode_demonstration": config.mode == "demonstration",
        "maintenant": ouvert.horloge.maintenant,
        "navigation": navigation,
        "liens_des_plugins": liens_des_plugins,
        "reperes": reperes,
    }


def navigation() -> list[Lien]:
    """Return the menu of who asks."""
    connexion = connexion_courante()
    attend = connexion is not None and connexion.attend_un_code
    menu = MENU_AVANT_LE_CODE if attend else _menu(connexion.profil if connexion else None)
    ici = _ici(vue for _, vue in menu)
    liens = [Lien(intitule, url_for(vue), courant=vue == ici) for intitule, vue in menu]
    if connexion:
        liens.append(Lien("Se déconnecter", url_for("compte.deconnexion"), bouton=True))
    return liens


def liens_des_plugins(lieu: str) -> list[Lien]:
    """Return the links that plugins add at a place of the pages of who asks."""
    connexion = connexion_courante()
    liens = liens_de(lieu, connexion.profil if connexion else None)
    return [Lien(un.intitule, url_for(un.vue), aide=un.aide) for un in liens]


def reperes() -> tuple[Repere, ...]:
    """Return the identifiers that plugins know of the candidate who is logged in: once per page.

    A plugin that fails here shows nothing: an error page has this header too.
    """
    connexion = connexion_courante()
    if connexion is None or connexion.profil != CANDIDAT:
        return ()
    try:
        apports = portail().extensions.hook.portal_reperes(compte_id=connexion.compte_id)
        return tuple(repere for apport in apports for repere in apport)
    except Exception:
        journal.exception("the identifiers of account %s cannot be shown", connexion.compte_id)
        return ()


def _menu(profil: str | None) -> tuple[Entree, ...]:
    """Put the links of plugins before what concerns the account."""
    menu = MENUS.get(profil, MENU_SANS_PAGE)
    ajouts = tuple((un.intitule, un.vue) for un in liens_de("menu", profil))
    place = next(rang for rang, (_, vue) in enumerate(menu) if vue.startswith("compte."))
    return (*menu[:place], *ajouts, *menu[place:])


def _ici(vues: Iterable[str]) -> str:
    """Return the entry that leads to this page, or to the one that it belongs to (« vue_… »), "" for none."""
    ici = request.endpoint or ""
    return max((vue for vue in vues if ici == vue or ici.startswith(f"{vue}_")), key=len, default="")
