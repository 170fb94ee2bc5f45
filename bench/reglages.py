"""The settings of a portal that is measured."""

from __future__ import annotations

from pathlib import Path

from portal.config import Config


def reglages(dossier: Path) -> Config:
    """Return settings whose database and files are in `dossier`."""
    return Config(
        mode="test",
        secret_key="a secret that protects measures and nothing else",
        database_url=f"sqlite:///{dossier / 'portail.db'}",
        data_dir=dossier,
        base_url="http://localhost",
        mail_from="ne-pas-repondre@portail.invalid",
        trusted_hosts=("localhost",),
    )
