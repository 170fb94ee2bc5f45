"""What every page may say: the name of the portal, the menu, the hour; and the filters of dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from portal.services.portail import Portail
from portal.web.courant import connexion_courante
from portal.web.format import filtres


@dataclass(frozen=True)
class Lien:
    """One entry of the menu; `bouton` when it acts (POST)."""

    intitule: str
    adresse: str
    courant: bool = False
    bouton: bool = False


# Per profile: what is asked for most comes first.
MENUS: dict[str | None, tuple[tuple[str, str], ...]] = {
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
    }


def navigation() -> list[Lien]:
    """Return the menu of who asks."""
    connexion = connexion_courante()
    profil = connexion.profil if connexion else None
    menu = MENUS.get(profil, (("Modifier mon compte", "compte.modifier"),))
    if connexion and connexion.attend_un_code:
        menu = (("Code de mon téléphone", "compte.code"),)
    liens = [Lien(intitule, url_for(vue), courant=_est_ici(vue)) for intitule, vue in menu]
    if connexion:
        liens.append(Lien("Se déconnecter", url_for("compte.deconnexion"), bouton=True))
    return liens


def _est_ici(vue: str) -> bool:
    """Tell whether an entry leads to this page, or to the one that it belongs to (« vue_… »)."""
    ici = request.endpoint or ""
    return ici == vue or ici.startswith(f"{vue}_")
