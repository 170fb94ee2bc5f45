"""Builds the application: a table of contents."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import jinja2
from flask import Flask

from portal import db, plugin_manager
from portal.adapters.antivirus import antivirus_pour
from portal.adapters.courrier import Courrier, CourrierDemonstration, CourrierSMTP
from portal.adapters.horloge import HorlogeSysteme
from portal.adapters.inspection import InspectionIsolee
from portal.adapters.pdf import RenduXhtml2pdf
from portal.adapters.referentiel import referentiel
from portal.adapters.stockage import StockageLocal
from portal.config import Config, ConfigInvalide, config_depuis
from portal.migrations.proprietaires import migrations_des_plugins
from portal.services.modeles import Catalogue
from portal.services.portail import Portail
from portal.web import (
    acces,
    administration,
    auteur,
    candidat,
    compte,
    connexion_serveur,
    demonstration,
    erreurs,
    extensions,
    gestionnaire,
    habillage,
    securite,
    statique,
)
from portal.web.format import filtres
from portal.web.public import public
from portal.worker import reveil, travaux_de


def create_app(config: Config | None = None, **remplace: Any) -> Flask:
    """Make one application, with its own settings, plugins and outside world.

    In: the settings (default: those of the environment), and fields of `Portail` to put in place of the
    real ones. Raises ConfigInvalide or PluginInvalide: such a portal must not start.
    """
    config = config or config_depuis()
    app = Flask(__name__)
    db.init_app(app, config.database_url)
    app.extensions["portail"] = construire_portail(config, **remplace)
    securite.init_app(app, config)
    connexion_serveur.init_app(app)
    acces.init_app(app)
    erreurs.init_app(app)
    habillage.init_app(app)
    statique.init_app(app)
    enregistrer_vues(app, config)
    brancher_les_plugins(app)
    return app


def construire_portail(config: Config, **remplace: Any) -> Portail:
    """Gather what services work with; `remplace` gives some of the fields."""
    for dossier in (config.data_dir, config.dossier_envois):
        dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    horloge = remplace.get("horloge") or HorlogeSysteme()
    plugins = remplace.get("extensions") or plugin_manager.charger(config.familles)
    reel: dict[str, Callable[[], Any]] = {
        "horloge": lambda: horloge,
        "extensions": lambda: plugins,
        "modeles": lambda: Catalogue(remplace.get("referentiel") or referentiel()),
        "courrier": lambda: _courrier(config),
        "stockage": lambda: StockageLocal(config.data_dir / "fichiers"),
        "pdf": RenduXhtml2pdf,
        "referentiel": referentiel,
        "gabarits": lambda: gabarits(filtres(horloge), plugin_manager.dossiers_gabarits(plugins)),
        "inspection": InspectionIsolee,
        "antivirus": lambda: antivirus_pour(config.antivirus_url),
        "reveil": lambda: reveil(config),
    }
    return Portail(
        config=config, **({nom: faire() for nom, faire in reel.items() if nom not in remplace} | remplace)
    )


def gabarits(filtres_fr: dict[str, Any], dossiers: Iterable[Path] = ()) -> jinja2.Environment:
    """Make the Jinja environment of mails and PDF: no Flask, and an undefined name is an error.

    In: the filters, and the folders of plugins, where what the core has not is looked for.
    """
    coeur = jinja2.PackageLoader("portal", "templates")
    environnement = jinja2.Environment(
        loader=jinja2.ChoiceLoader([coeur, *map(jinja2.FileSystemLoader, dossiers)]),
        autoescape=jinja2.select_autoescape(("html",)),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environnement.filters.update(filtres_fr)
    return environnement


def enregistrer_vues(app: Flask, config: Config) -> None:
    """Register one blueprint per audience; mails are shown in a demonstration only."""
    for audience in (public, compte.vues, candidat.vues, gestionnaire.vues, auteur.vues, administration.vues):
        app.register_blueprint(audience)
    if config.mode == "demonstration":
        app.register_blueprint(demonstration.vues)


def brancher_les_plugins(app: Flask) -> None:
    """Register the pages of plugins and refuse what they may not bring. Raises PluginInvalide."""
    plugins = app.extensions["portail"].extensions
    extensions.enregistrer_vues(app, plugins)
    migrations_des_plugins(plugins)
    travaux_de(plugins)


def _courrier(config: Config) -> Courrier:
    if not config.smtp_url:
        return CourrierDemonstration()
    try:
        return CourrierSMTP(config.smtp_url, config.mail_from)
    except ValueError as refus:
        raise ConfigInvalide(f"PORTAL_SMTP_URL: {refus}") from refus
