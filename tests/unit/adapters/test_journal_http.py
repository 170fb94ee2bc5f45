import pytest

from portal.adapters.journal_http import masquer


@pytest.mark.parametrize("lien", ["activer", "mot-de-passe", "courriel"])
def test_le_journal_ne_garde_pas_le_secret_d_un_lien_recu_par_courriel(lien: str) -> None:
    ligne = masquer(f'"GET /compte/{lien}/Zq3-secret_42?x=1 HTTP/1.1" 200')
    assert "secret" not in ligne
    assert ligne == f'"GET /compte/{lien}/…?x=1 HTTP/1.1" 200'


def test_les_autres_adresses_restent_lisibles() -> None:
    assert masquer("GET /compte/creer HTTP/1.1") == "GET /compte/creer HTTP/1.1"
