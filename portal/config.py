"""What the portal reads from its environment, once, into a frozen object.

Every setting is an environment variable whose name starts with `PORTAL_`. A default exists only where
it is right in production and may be public; the other settings must be given in production, and are
filled in for the demonstration, development and tests.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

Mode = Literal["production", "developpement", "demonstration", "test"]
ProfilMotDePasse = Literal["cyclades", "long"]

MODES: tuple[str, ...] = get_args(Mode)
PROFILS_MOT_DE_PASSE: tuple[str, ...] = get_args(ProfilMotDePasse)
LONGUEUR_SECRET = 32


class ConfigInvalide(Exception):
    """A setting is missing or wrong; the message names every one of them."""


@dataclass(frozen=True)
class Config:
    """Settings of one running portal."""

    mode: Mode
    secret_key: str = field(repr=False)
    database_url: str = field(repr=False)
    data_dir: Path
    base_url: str
    mail_from: str
    smtp_url: str | None = field(default=None, repr=False)
    password_profile: ProfilMotDePasse = "cyclades"  # noqa: S105 — the name of a rule, not a password
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    familles: tuple[str, ...] | None = None
    exam_templates: Path | None = None
    nom_portail: str = "Portail des examens"
    nom_en_phrase: str = "le portail des examens"
    prefixe_courriel: str = "[Portail des examens]"
    connexion_inactivite: timedelta = timedelta(hours=2)
    connexion_duree: timedelta = timedelta(hours=12)
    requete_taille_max: int = 2 * 1024 * 1024
    antivirus_url: str | None = None

    @property
    def https(self) -> bool:
        """True when candidates reach the portal over HTTPS; cookies and HSTS depend on it."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def dossier_envois(self) -> Path:
        """Where a file being received stands until it is kept; never in memory, never served."""
        return self.data_dir / "envois"

    @property
    def dossier_exports(self) -> Path:
        """Where an export stands while it is written; never served."""
        return self.data_dir / "exports"

    @property
    def file_reveil(self) -> Path:
        """The wake-up queue of the worker: its own SQLite file, never the truth."""
        return self.data_dir / "taches.db"


def config_depuis(environ: Mapping[str, str] | None = None) -> Config:
    """Read the settings from `environ` (default: the process environment).

    Raises ConfigInvalide with one line per wrong setting.
    """
    return _Lecture(os.environ if environ is None else environ).lire()


def familles_choisies(environ: Mapping[str, str] | None = None) -> tuple[str, ...] | None:
    """Return the modules of the families to load, None for every installed one; no other setting is read."""
    return _Lecture(os.environ if environ is None else environ)._liste("FAMILLES")


class _Lecture:
    """Reads the variables and keeps every complaint, so that one start shows them all."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self.environ = environ
        self.fautes: list[str] = []
        self.mode = cast(Mode, self._un_de("MODE", MODES, "production"))

    def lire(self) -> Config:
        data_dir = Path(self._texte("DATA_DIR", "var")).absolute()
        nom = self._texte("NOM_PORTAIL", Config.nom_portail)
        base_url = self._exige_en_production("BASE_URL", self._adresse_locale()).rstrip("/")
        config = {
            "mode": self.mode,
            "secret_key": self._secret(data_dir),
            "database_url": self._texte("DATABASE_URL", f"sqlite:///{data_dir / 'portail.db'}"),
            "data_dir": data_dir,
            "base_url": base_url,
            "mail_from": self._exige_en_production("MAIL_FROM", "ne-pas-repondre@portail.invalid"),
            "smtp_url": self._exige_en_production("SMTP_URL", "") or None,
            "password_profile": self._un_de("PASSWORD_PROFILE", PROFILS_MOT_DE_PASSE, "cyclades"),
            "trusted_hosts": self._hotes(base_url),
            "proxies": self._entier("PROXIES", 0),
            "familles": self._liste("FAMILLES"),
            "exam_templates": self._dossier_des_modeles(),
            "nom_portail": nom,
            "nom_en_phrase": self._texte(
                "NOM_EN_PHRASE", Config.nom_en_phrase if nom == Config.nom_portail else nom
            ),
            "prefixe_courriel": self._texte("PREFIXE_COURRIEL", f"[{nom}]"),
            "antivirus_url": self._antivirus(),
        }
        donnee = self._texte("BASE_URL", "")
        if donnee and self.mode == "production" and urlsplit(donnee).scheme != "https":
            self.fautes.append("PORTAL_BASE_URL must be an https:// address in production")
        if self.fautes:
            raise ConfigInvalide("; ".join(self.fautes))
        return Config(**config)  # type: ignore[arg-type]

    def _texte(self, nom: str, defaut: str) -> str:
        return self.environ.get(f"PORTAL_{nom}", "").strip() or defaut

    def _liste(self, nom: str) -> tuple[str, ...] | None:
        texte = self._texte(nom, "")
        return tuple(mot.strip() for mot in texte.split(",") if mot.strip()) if texte else None

    def _un_de(self, nom: str, permis: tuple[str, ...], defaut: str) -> str:
        valeur = self._texte(nom, defaut)
        if valeur not in permis:
            self.fautes.append(f"PORTAL_{nom}={valeur!r} is none of {', '.join(permis)}")
        return valeur

    def _entier(self, nom: str, defaut: int) -> int:
        texte = self._texte(nom, str(defaut))
        if not texte.isdecimal():
            self.fautes.append(f"PORTAL_{nom}={texte!r} is not a whole number")
            return defaut
        return int(texte)

    def _exige_en_production(self, nom: str, defaut: str) -> str:
        valeur = self._texte(nom, "")
        if not valeur and self.mode == "production":
            self.fautes.append(f"PORTAL_{nom} is missing")
        return valeur or defaut

    def _adresse_locale(self) -> str:
        hote, port = self.environ.get("HOST", "127.0.0.1"), self.environ.get("PORT", "5000")
        return f"http://{'127.0.0.1' if hote in {'0.0.0.0', '::'} else hote}:{port}"  # noqa: S104

    def _dossier_des_modeles(self) -> Path | None:
        """In production only the folder that is named, never the examples of a checkout."""
        defaut = "" if self.mode == "production" else "exam_templates"
        dossier = self._texte("EXAM_TEMPLATES", defaut)
        return Path(dossier).absolute() if dossier else None

    def _antivirus(self) -> str | None:
        """`unix:/run/clamav/clamd.ctl` or `tcp://host:3310`; without it files are kept unexamined."""
        url = self._texte("ANTIVIRUS", "")
        if url and not re.fullmatch(r"unix:/.+|tcp://[^/:]+(:\d{1,5})?", url):
            self.fautes.append(f"PORTAL_ANTIVIRUS={url!r} is neither unix:/path nor tcp://host:port")
        return url or None

    def _hotes(self, base_url: str) -> tuple[str, ...]:
        if hotes := self._liste("TRUSTED_HOSTS"):
            return hotes
        return (urlsplit(base_url).hostname or "", *(() if self.mode == "production" else ("localhost",)))

    def _secret(self, data_dir: Path) -> str:
        secret = self._texte("SECRET_KEY", "")
        if not secret and self.mode != "production":
            return _secret_du_dossier(data_dir)
        if len(secret) < LONGUEUR_SECRET:
            self.fautes.append(f"PORTAL_SECRET_KEY is missing or shorter than {LONGUEUR_SECRET} characters")
        return secret


def _secret_du_dossier(data_dir: Path) -> str:
    """Make the secret of a demonstration once, so that a restart logs nobody out."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    fichier = data_dir / "secret"
    try:
        with open(os.open(fichier, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as flux:
            flux.write(secrets.token_urlsafe(LONGUEUR_SECRET))
    except FileExistsError:
        pass
    return fichier.read_text()
