"""The pages of the second factor: the code after the password, the telephone, and what stays shut."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services import enrolement, hachage
from portal.services.portail import Portail
from portal.tables import Agent, Compte, Connexion, Evenement
from tests import fabriques
from tests.client import ClientMaison
from tests.integration.web.compte.gestes import se_connecter
from tests.telephone import Telephone

ADRESSE, SECRET = "ana@exemple.fr", "Cerisier.vole.2027"
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CODE, CHOIX = "/connexion/code", "/connexion/second-facteur"


@pytest.fixture
def agent(portail: Portail) -> int:
    """An administrateur with a telephone."""
    compte = fabriques.compte("administrateur", courriel=ADRESSE, mot_de_passe=hachage.hacher(SECRET))
    identifiant = compte.id
    with ecriture() as s:
        s.add(Agent(compte_id=identifiant))
        s.flush()
        enrolement.imposer(portail, identifiant, TOTP)
    return identifiant


@pytest.fixture
def telephone() -> Telephone:
    return Telephone(TOTP)


def temoin(client: ClientMaison) -> str:
    with client.session_transaction() as cookie:
        return str(cookie["_user_id"])


def test_le_mot_de_passe_mene_au_code_puis_a_la_page_voulue(
    client: ClientMaison, horloge: HorlogeReglable, agent: int, telephone: Telephone
) -> None:
    reponse = client.get("/administration/journal?nature=Pieces")
    assert reponse.status_code == 303
    reponse = client.post(
        "/connexion",
        data={"login": ADRESSE, "mot_de_passe": SECRET, "suite": "/administration/journal?nature=Pieces"},
    )
    assert reponse.location == f"{CODE}?suite=/administration/journal?nature%3DPieces"
    page = client.get(reponse.location)
    assert 'value="/administration/journal?nature=Pieces"' in page.text
    assert 'autocomplete="one-time-code"' in page.text
    code = telephone.code(horloge.maintenant())
    reponse = client.post(CODE, data={"code": code, "suite": "/administration/journal?nature=Pieces"})
    assert reponse.location == "/administration/journal?nature=Pieces"
    assert client.get(reponse.location).status_code == 200
    assert client.get(CODE).location == "/administration/comptes"


def test_avant_le_code_le_menu_ne_mene_qu_au_code(client: ClientMaison, agent: int) -> None:
    se_connecter(client, ADRESSE, SECRET)
    page = client.get("/").text
    assert "Code de mon téléphone" in page
    assert 'href="/administration' not in page
    assert client.get("/connexion").location == CODE
    assert client.post("/deconnexion").status_code == 303
    assert client.get(CODE).location.startswith("/connexion?")


def test_le_code_change_le_secret_du_temoin(
    client: ClientMaison, horloge: HorlogeReglable, agent: int, telephone: Telephone
) -> None:
    """Session fixation: a cookie that was seen before the code opens nothing after it."""
    se_connecter(client, ADRESSE, SECRET)
    avant = temoin(client)
    client.post(CODE, data={"code": telephone.code(horloge.maintenant())})
    assert temoin(client) != avant
    assert client.get("/compte").status_code == 200
    with client.session_transaction() as cookie:
        cookie["_user_id"] = avant
    assert client.get("/compte").location.startswith("/connexion?")


def test_une_suite_qui_mene_ailleurs_est_oubliee(
    client: ClientMaison, horloge: HorlogeReglable, agent: int, telephone: Telephone
) -> None:
    se_connecter(client, ADRESSE, SECRET)
    assert "evil" not in client.get(f"{CODE}?suite=//evil.test/").text
    donnees = {"code": telephone.code(horloge.maintenant()), "suite": "https://evil.test/"}
    assert client.post(CODE, data=donnees).location == "/administration/comptes"


def test_un_mauvais_code_reste_sur_la_page_et_cinq_la_ferment(
    client: ClientMaison, horloge: HorlogeReglable, agent: int, telephone: Telephone
) -> None:
    se_connecter(client, ADRESSE, SECRET)
    bon = telephone.code(horloge.maintenant())
    faux = f"{(int(bon) + 1) % 1_000_000:06d}"
    for _ in range(5):
        reponse = client.post(CODE, data={"code": faux})
        assert reponse.status_code == 422
        assert "Ce code n" in reponse.text
        assert faux not in reponse.text
    reponse = client.post(CODE, data={"code": bon})
    assert reponse.status_code == 429
    assert 0 < int(reponse.headers["Retry-After"]) <= 900
    assert client.get("/compte").status_code == 303


def test_sans_jeton_csrf_le_code_n_est_pas_lu(
    client: ClientMaison, horloge: HorlogeReglable, agent: int, telephone: Telephone
) -> None:
    se_connecter(client, ADRESSE, SECRET)
    donnees = {"code": telephone.code(horloge.maintenant())}
    assert client.open(CODE, method="POST", data=donnees, csrf=False).status_code == 400
    assert db.session.scalars(select(Connexion.second_facteur_le)).all() == [None]
    assert client.post(CODE, data=donnees).status_code == 303


def test_htmx_recoit_un_message_et_non_une_page(client: ClientMaison, agent: int) -> None:
    se_connecter(client, ADRESSE, SECRET)
    reponse = client.htmx("/administration/comptes")
    assert reponse.status_code == 401
    assert "Il reste à saisir le code de votre téléphone." in reponse.text


def test_le_premier_telephone_se_choisit_avec_un_dessin_et_un_secret(
    client: ClientMaison, portail: Portail, horloge: HorlogeReglable, agent: int
) -> None:
    with ecriture():
        enrolement.ouvrir_l_enrolement(portail, agent)
    se_connecter(client, ADRESSE, SECRET)
    assert client.get(f"{CODE}?suite=/compte").location == f"{CHOIX}?suite=/compte"
    page = client.get(f"{CHOIX}?suite=/compte").text
    assert 'src="data:image/svg+xml' in page
    assert 'href="otpauth://totp/' in page
    nouveau = Telephone.qui_lit(page)
    assert client.post(CHOIX, data={"code": "12"}).status_code == 422
    donnees = {"code": nouveau.code(horloge.maintenant()), "suite": "/compte"}
    assert client.post(CHOIX, data=donnees).location == "/compte"
    vue = client.get("/compte").text
    assert "Changer de téléphone" in vue
    natures = db.session.scalars(select(Evenement.nature)).all()
    assert "second_facteur_active" in natures
    assert nouveau.secret not in str(db.session.scalars(select(Evenement.donnees)).all())


def test_un_enrolement_trop_tardif_dit_a_qui_s_adresser(
    client: ClientMaison, portail: Portail, horloge: HorlogeReglable, agent: int
) -> None:
    with ecriture():
        enrolement.ouvrir_l_enrolement(portail, agent)
    horloge.avancer(timedelta(days=8))
    se_connecter(client, ADRESSE, SECRET)
    reponse = client.get(CHOIX)
    assert reponse.status_code == 403
    assert "Demandez à un administrateur" in reponse.text
    assert "otpauth" not in reponse.text
    assert client.post(CHOIX, data={"code": "123456"}).status_code == 403
    assert client.get("/compte").status_code == 303


def test_un_compte_desactive_est_dit_a_qui_a_le_mot_de_passe_seulement(
    client: ClientMaison, portail: Portail, agent: int
) -> None:
    with ecriture() as s:
        s.get_one(Agent, agent).desactive_le = portail.horloge.maintenant()
    assert "Ce compte est désactivé" in se_connecter(client, ADRESSE, SECRET).text
    assert "Ce compte est désactivé" not in se_connecter(client, ADRESSE, "Faux.mot.de.passe").text
    assert db.session.scalars(select(Connexion)).all() == []


def test_changer_de_telephone_demande_l_ancien(
    client: ClientMaison, horloge: HorlogeReglable, agent: int, telephone: Telephone
) -> None:
    client.connecter(db.session.get_one(Compte, agent))
    nouveau = Telephone.qui_lit(client.get("/compte/telephone").text)
    maintenant = horloge.maintenant()
    with ecriture() as s:
        s.get_one(Compte, agent).mot_de_passe = hachage.hacher(SECRET)
    bons = {
        "mot_de_passe_actuel": SECRET,
        "code_actuel": telephone.code(maintenant),
        "code_nouveau": nouveau.code(maintenant),
    }
    faux = f"{(int(bons['code_actuel']) + 1) % 1_000_000:06d}"
    for champ, valeur in {"mot_de_passe_actuel": "faux", "code_actuel": faux, "code_nouveau": ""}.items():
        assert client.post("/compte/telephone", data=bons | {champ: valeur}).status_code == 422
    assert client.post("/compte/telephone", data={}).status_code == 422
    assert client.post("/compte/telephone", data=bons).location == "/compte"
    assert client.get("/compte").status_code == 200
    assert Telephone.qui_lit(client.get("/compte/telephone").text).secret != nouveau.secret


def test_un_candidat_n_a_pas_de_telephone(client: ClientMaison) -> None:
    client.connecter(fabriques.compte())
    assert client.get("/compte").status_code == 200
    for adresse in (CODE, CHOIX, "/compte/telephone"):
        assert client.get(adresse).status_code == 404
