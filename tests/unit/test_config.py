"""Settings: what must be given in production is asked for, all at once."""

from pathlib import Path

import pytest

from portal.config import Config, ConfigInvalide, config_depuis

PRODUCTION = {
    "PORTAL_SECRET_KEY": "s" * 32,
    "PORTAL_BASE_URL": "https://examens.example.org/",
    "PORTAL_SMTP_URL": "smtps://mail.example.org",
    "PORTAL_MAIL_FROM": "ne-pas-repondre@example.org",
}


def lire(tmp_path: Path, **variables: str) -> Config:
    return config_depuis({"PORTAL_DATA_DIR": str(tmp_path), **variables})


def test_sans_reglage_la_production_dit_tout_ce_qui_manque(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalide) as refus:
        lire(tmp_path)
    for nom in ("SECRET_KEY", "BASE_URL", "SMTP_URL", "MAIL_FROM"):
        assert f"PORTAL_{nom}" in str(refus.value)


def test_la_production_complete_demarre(tmp_path: Path) -> None:
    config = lire(tmp_path, **PRODUCTION)
    assert (config.mode, config.base_url) == ("production", "https://examens.example.org")
    assert config.https
    assert config.trusted_hosts == ("examens.example.org",)
    assert config.database_url == f"sqlite:///{tmp_path}/portail.db"


@pytest.mark.parametrize(
    ("variable", "valeur", "dit"),
    [
        ("PORTAL_SECRET_KEY", "court", "shorter than 32"),
        ("PORTAL_BASE_URL", "http://examens.example.org", "https://"),
        ("PORTAL_MODE", "prod", "none of production"),
        ("PORTAL_PASSWORD_PROFILE", "facile", "none of cyclades, long"),
        ("PORTAL_PROXIES", "deux", "not a whole number"),
        ("PORTAL_ANTIVIRUS", "clamav:3310", "neither unix:/path nor tcp://host:port"),
    ],
)
def test_un_mauvais_reglage_est_nomme(tmp_path: Path, variable: str, valeur: str, dit: str) -> None:
    with pytest.raises(ConfigInvalide, match=f"{variable}.*{dit}"):
        lire(tmp_path, **{**PRODUCTION, variable: valeur})


def test_le_secret_de_la_demonstration_est_fait_une_fois_pour_elle_seule(tmp_path: Path) -> None:
    premier = lire(tmp_path, PORTAL_MODE="demonstration").secret_key
    assert len(premier) >= 32
    assert lire(tmp_path, PORTAL_MODE="demonstration").secret_key == premier
    assert lire(tmp_path / "autre", PORTAL_MODE="demonstration").secret_key != premier
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_la_production_ne_prend_pas_le_secret_de_la_demonstration(tmp_path: Path) -> None:
    lire(tmp_path, PORTAL_MODE="demonstration")
    with pytest.raises(ConfigInvalide, match="SECRET_KEY"):
        lire(tmp_path, **{nom: v for nom, v in PRODUCTION.items() if nom != "PORTAL_SECRET_KEY"})


def test_la_demonstration_suit_hote_et_port(tmp_path: Path) -> None:
    config = lire(tmp_path, PORTAL_MODE="demonstration", HOST="0.0.0.0", PORT="8080")
    assert config.base_url == "http://127.0.0.1:8080"
    assert config.trusted_hosts == ("127.0.0.1", "localhost")


def test_les_listes_se_separent_par_des_virgules(tmp_path: Path) -> None:
    config = lire(tmp_path, **PRODUCTION, PORTAL_TRUSTED_HOSTS="a.fr, b.fr", PORTAL_FAMILLES="plugins.cap")
    assert config.trusted_hosts == ("a.fr", "b.fr")
    assert config.familles == ("plugins.cap",)


def test_les_secrets_ne_s_affichent_pas(tmp_path: Path) -> None:
    affiche = repr(lire(tmp_path, **{**PRODUCTION, "PORTAL_SMTP_URL": "smtps://moi:motdepasse@mail.fr"}))
    assert "s" * 32 not in affiche
    assert "motdepasse" not in affiche


@pytest.mark.parametrize("url", ["unix:/run/clamav/clamd.ctl", "tcp://antivirus:3310", "tcp://10.0.0.8"])
def test_l_antivirus_est_nomme_par_son_adresse(tmp_path: Path, url: str) -> None:
    assert lire(tmp_path, **PRODUCTION, PORTAL_ANTIVIRUS=url).antivirus_url == url
    assert lire(tmp_path, **PRODUCTION).antivirus_url is None
