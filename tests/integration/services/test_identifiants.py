"""Logging in with an identifier that a plugin knows: the same door, the same silence, the same limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.compte import IdentifiantsRefuses, TropDeTentatives
from portal.domain.extension import Identifiant
from portal.services import connexion, mot_de_passe, tentative
from portal.services.connexion import Provenance
from portal.services.portail import Portail
from portal.tables import Compte
from portal.tables.jeton import Tentative
from tests import fabriques
from tests.extensions import avec, essai
from tests.integration.services.comptes import ADRESSE, ICI, SECRET, courriels, creer, creer_active, trouver

NUC = "4821 0937 K"
Essayer = Callable[..., type[Exception] | None]


def identifiant(compte_de: Callable[[str], int | None]) -> Identifiant:
    return Identifiant("NUC", "Numéro unique de candidat", "", compte_de)


def compte_de(saisie: str) -> int | None:
    """As the plugin does: one number, that of the candidate of these tests."""
    cherche = ADRESSE if saisie.replace(" ", "").upper() == "48210937K" else ""
    return db.session.scalar(sa.select(Compte.id).where(Compte.courriel == cherche))


@pytest.fixture
def ouvert(portail: Portail) -> Portail:
    """A portal whose plugin knows the number of Jean Talu."""
    creer_active(portail)
    return avec(portail, essai(portal_identifiants=lambda: [identifiant(compte_de)]))


@pytest.fixture
def essayer(ouvert: Portail) -> Essayer:
    def faire(login: str = NUC, secret: str = "faux", ip: str = ICI.adresse_ip) -> type[Exception] | None:
        try:
            connexion.ouvrir(ouvert, login, secret, Provenance(ip))
        except (IdentifiantsRefuses, TropDeTentatives) as refus:
            return type(refus)
        return None

    return faire


@pytest.mark.parametrize("saisie", [NUC, "48210937k", "  4821 0937K "])
def test_un_candidat_entre_avec_son_numero(ouvert: Portail, saisie: str) -> None:
    ouverte = connexion.retrouver(ouvert, connexion.ouvrir(ouvert, saisie, SECRET, ICI))
    assert ouverte is not None
    assert ouverte.courriel == ADRESSE


def test_l_adresse_ouvre_toujours(essayer: Essayer) -> None:
    assert essayer(ADRESSE, SECRET) is None


def test_sans_plugin_un_numero_n_est_personne(portail: Portail) -> None:
    creer_active(portail)
    with pytest.raises(IdentifiantsRefuses, match="L'adresse mail ou le mot de passe"):
        connexion.ouvrir(avec(portail), NUC, SECRET, ICI)


def test_rien_ne_distingue_un_numero_inconnu_d_un_mauvais_mot_de_passe(ouvert: Portail) -> None:
    phrases = []
    for saisie in (NUC, "9999 9999 Z", "inconnue@exemple.fr"):
        with pytest.raises(IdentifiantsRefuses) as refus:
            connexion.ouvrir(ouvert, saisie, "faux", ICI)
        phrases.append(refus.value.phrase)
    assert set(phrases) == {"L'identifiant ou le mot de passe n'est pas le bon."}


def test_un_numero_inconnu_coute_le_meme_travail(
    ouvert: Portail, essayer: Essayer, monkeypatch: pytest.MonkeyPatch
) -> None:
    verifies: list[str] = []
    vrai = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda soi, h, m: verifies.append(h) or vrai(soi, h, m))
    comptes = [ordres(ouvert, lambda saisie=saisie: essayer(saisie)) for saisie in (NUC, "9999 9999 Z")]
    assert len(verifies) == 2
    assert comptes[0] == comptes[1]


def ordres(portail: Portail, acte: Callable[[], object]) -> list[str]:
    """The statements that an act sends to the database."""
    dits: list[str] = []
    db.session.remove()

    def noter(_c: object, _k: object, ordre: str, *_: object) -> None:
        dits.append(ordre)

    sa.event.listen(db.engine, "before_cursor_execute", noter)
    try:
        acte()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", noter)
    return dits


@pytest.mark.parametrize("saisie", [NUC, "9999 9999 Z"])
def test_le_sixieme_essai_d_un_numero_attend_qu_il_existe_ou_non(essayer: Essayer, saisie: str) -> None:
    assert [essayer(saisie) for _ in range(5)] == [IdentifiantsRefuses] * 5
    assert essayer(saisie, SECRET) is TropDeTentatives


def test_ecrire_le_numero_autrement_ne_redonne_pas_d_essais(essayer: Essayer) -> None:
    for saisie in (NUC, "48210937K", "4821-0937-k", "4821.0937.K", " 4821 0937 K"):
        assert essayer(saisie) is IdentifiantsRefuses
    assert essayer("4 8 2 1 0 9 3 7 K") is TropDeTentatives


def test_vingt_numeros_devines_a_la_suite_sont_arretes(essayer: Essayer, horloge: HorlogeReglable) -> None:
    essais = [essayer(f"{rang:08d}Z") for rang in range(20)]
    assert essais == [IdentifiantsRefuses] * 15 + [TropDeTentatives] * 5
    assert essayer(ADRESSE, SECRET) is None
    assert essayer(NUC, SECRET, ip="198.51.100.9") is None
    horloge.avancer(timedelta(minutes=6))
    assert essayer(NUC, SECRET) is None


def test_un_etablissement_entier_peut_entrer_par_numero(essayer: Essayer) -> None:
    assert {essayer(NUC, SECRET) for _ in range(40)} == {None}


def test_l_adresse_et_le_numero_d_un_compte_se_comptent_ensemble(essayer: Essayer) -> None:
    """Said as a wrong password: the wait would tell that this number is that account's."""
    assert [essayer(ADRESSE) for _ in range(5)] == [IdentifiantsRefuses] * 5
    assert essayer(NUC, SECRET) is IdentifiantsRefuses
    assert essayer(ADRESSE, SECRET) is TropDeTentatives


def test_les_essais_par_numero_ferment_aussi_l_adresse(essayer: Essayer) -> None:
    assert [essayer(NUC) for _ in range(5)] == [IdentifiantsRefuses] * 5
    assert essayer(ADRESSE, SECRET) is TropDeTentatives


def test_entrer_par_numero_oublie_les_essais(essayer: Essayer) -> None:
    for _ in range(3):
        assert [essayer(NUC) for _ in range(4)] == [IdentifiantsRefuses] * 4
        assert essayer(NUC, SECRET) is None
    assert (
        db.session.scalars(
            sa.select(Tentative.nombre).where(
                Tentative.cle == tentative.IDENTIFIANT_PAR_IP.cle(ICI.adresse_ip)
            )
        ).one()
        == 12
    )


def test_le_personnel_n_entre_que_par_son_adresse(portail: Portail) -> None:
    agent = fabriques.agent().id
    vus: list[str] = []
    ouvert = avec(
        portail,
        essai(portal_identifiants=lambda: [identifiant(lambda saisie: vus.append(saisie) or agent)]),
    )
    mot_de_passe.demander(ouvert, "A1")
    assert vus == ["A1"]
    assert courriels() == []


def test_une_saisie_impossible_ne_va_pas_jusqu_au_plugin(portail: Portail) -> None:
    vus: list[str] = []
    ouvert = avec(
        portail, essai(portal_identifiants=lambda: [identifiant(lambda saisie: vus.append(saisie))])
    )
    for saisie in ("a\0b\nc", "x" * 5000, "---", "\0"):
        with pytest.raises(IdentifiantsRefuses):
            connexion.ouvrir(ouvert, saisie, SECRET, ICI)
    assert vus == ["abc", "x" * 254, "---", ""]


def test_le_premier_plugin_qui_connait_le_numero_repond(portail: Portail) -> None:
    creer_active(portail)
    ignore, connait = identifiant(lambda saisie: None), identifiant(compte_de)
    ouvert = avec(portail, essai(portal_identifiants=lambda: [ignore, connait]))
    assert connexion.ouvrir(ouvert, NUC, SECRET, ICI)


def test_un_mot_de_passe_oublie_se_demande_par_numero(ouvert: Portail) -> None:
    avant = len(courriels())
    mot_de_passe.demander(ouvert, NUC)
    (mail,) = courriels()[avant:]
    assert (mail.code, mail.destinataire) == ("mot_de_passe", ADRESSE)


def test_un_numero_inconnu_ne_recoit_rien_et_compte_autant(ouvert: Portail) -> None:
    avant = len(courriels())
    mot_de_passe.demander(ouvert, "9999 9999 Z")
    assert len(courriels()) == avant
    comptees = sa.select(Tentative.nombre).where(Tentative.cle == tentative.COURRIEL_DEMANDE.cle("99999999Z"))
    assert db.session.scalar(comptees) == 1


def test_un_compte_en_attente_recoit_son_lien_d_activation_par_numero(portail: Portail) -> None:
    creer(portail)
    assert trouver() is not None
    ouvert = avec(portail, essai(portal_identifiants=lambda: [identifiant(compte_de)]))
    mot_de_passe.demander(ouvert, NUC)
    assert [c.code for c in courriels()] == ["activation", "activation"]
