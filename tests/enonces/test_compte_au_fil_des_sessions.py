"""One account for every session: the journey of the note (004 §1) and of the notice (003 I, II, V)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, CourrielSortant
from tests.client import ClientMaison
from tests.enonces.lectures import CAP, CS, clair
from tests.integration.services.comptes import ADRESSE
from tests.integration.web.candidat.parcours_web import Formulaire, texte
from tests.integration.web.candidat.test_documents import travailler
from tests.integration.web.compte.gestes import creer_et_activer, entrer, envoyer_creation, se_connecter
from tests.parcours import CLOTURE, inscrire, publier_essai
from tests.publications import publier_livre


def test_aussitot_active_le_compte_permet_de_s_inscrire(portail: Portail, client: ClientMaison) -> None:
    """S-136, S-137, P-012, P-017: refused without account, then with the address and the password."""
    publier_livre(portail, CS)
    assert client.post("/inscrire", data={"modele": CS}).status_code == 401
    creer_et_activer(client)
    assert client.get("/inscrire").location == "/connexion?suite=/inscrire"
    assert se_connecter(client).status_code == 303
    assert client.post("/inscrire", data={"modele": CS}).location.endswith("/onglets/identification")


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [pytest.param("courriel", "jean.talu", "adresse mail", id="P-018")],
)
def test_une_adresse_mal_faite_est_refusee(
    client: ClientMaison, champ: str, valeur: str, phrase: str
) -> None:
    page = envoyer_creation(client, **{champ: valeur, f"{champ}_confirmation": valeur})
    assert page.status_code == 422
    assert phrase in texte(page)


def test_une_adresse_ne_sert_qu_une_fois_et_le_mail_porte_activer_mon_compte(client: ClientMaison) -> None:
    """P-019, P-023, P-024."""
    creer_et_activer(client)
    envoyer_creation(client)
    assert db.session.query(Candidat).count() == 1
    premier, second = db.session.scalars(select(CourrielSortant).order_by(CourrielSortant.id)).all()
    assert "Activer mon compte : http://localhost/compte/activer/" in clair(premier.texte)
    assert ">Activer mon compte</a>" in premier.html
    assert "activer/" not in second.texte


def test_la_page_du_compte_dit_de_conserver_le_mot_de_passe(client: ClientMaison) -> None:
    """P-020."""
    page = texte(client.get("/compte/creer"))
    assert "Conservez bien votre identifiant de connexion (votre adresse mail) et votre mot de passe" in page


def test_le_compte_de_l_an_dernier_sert_encore(
    portail: Portail, client: ClientMaison, horloge: HorlogeReglable
) -> None:
    """P-015, P-016, P-021: the session of 2025, then, a year later, another one without a new account."""
    horloge.regler(datetime(2024, 10, 15, 10, tzinfo=UTC))
    publier_livre(portail, CAP)
    entrer(client)
    assert client.post("/inscrire", data={"modele": CAP}).status_code == 303
    horloge.regler(datetime(2025, 11, 5, 11, tzinfo=UTC))
    publier_livre(portail, CS)
    client.post("/deconnexion")
    assert se_connecter(client).status_code == 303
    assert client.post("/inscrire", data={"modele": CS}).status_code == 303
    assert db.session.query(Candidature).count() == 2


def test_avec_les_memes_identifiants_on_modifie_avant_la_cloture_et_on_lit_apres(
    portail: Portail, client: ClientMaison, horloge: HorlogeReglable
) -> None:
    """S-258, S-259, S-260, P-021, P-022, P-031: log out, log in again, change; after the closing, read."""
    publier_essai(portail)
    entrer(client)
    candidat = db.session.scalars(select(Candidat)).one()
    formulaire = Formulaire(client, inscrire(portail, candidat).cle)
    client.post("/deconnexion")
    assert client.get("/inscriptions").location == "/connexion?suite=/inscriptions"
    horloge.regler(CLOTURE.replace(hour=15, minute=59))
    se_connecter(client)
    assert client.post(formulaire.adresse("modifier")).status_code == 303
    formulaire.suivant("situation", {"specialite": "danse", "salarie": "non"})
    assert formulaire.enregistrer().status_code == 303
    objets = [clair(un.objet) for un in db.session.scalars(select(CourrielSortant))]
    assert any("Modification d'inscription" in objet for objet in objets), objets
    travailler(portail)
    horloge.regler(CLOTURE.replace(month=12))
    se_connecter(client)
    assert client.post(formulaire.adresse("modifier")).status_code == 403
    assert "Version n°2" in texte(client.get(f"/documents/{formulaire.cle}"))


@pytest.mark.parametrize(
    ("instant", "statut"),
    [
        pytest.param(datetime(2025, 10, 20, 6, 59, 59, tzinfo=UTC), 403, id="S-032: avant"),
        pytest.param(datetime(2025, 10, 20, 7, 0, tzinfo=UTC), 303, id="S-032: à 9 h"),
        pytest.param(datetime(2025, 11, 19, 15, 59, 59, tzinfo=UTC), 303, id="S-033: avant"),
        pytest.param(datetime(2025, 11, 19, 16, 0, tzinfo=UTC), 403, id="S-033, S-038, S-039: à 17 h"),
    ],
)
def test_le_service_ne_s_ouvre_que_pendant_sa_periode(
    portail: Portail, client: ClientMaison, horloge: HorlogeReglable, instant: datetime, statut: int
) -> None:
    publier_livre(portail, CS)
    horloge.regler(instant)
    entrer(client)
    assert client.post("/inscrire", data={"modele": CS}).status_code == statut
    examen = texte(client.get(f"/examens/{CS}"))
    assert ("S'inscrire" in examen) is (statut == 303)


def test_sans_enregistrer_il_n_y_a_ni_numero_ni_document(portail: Portail, client: ClientMaison) -> None:
    """S-040, S-041, S-231: a draft is no registration."""
    publier_essai(portail)
    entrer(client)
    client.post("/inscrire", data={"modele": "versailles/essai"})
    candidature = db.session.scalars(select(Candidature)).one()
    assert (candidature.numero_inscription, candidature.phase) == (None, "brouillon")
    assert client.get(f"/inscriptions/{candidature.cle}/numero").status_code == 303
    assert "Aucun document" in texte(client.get("/documents"))
    assert db.session.scalars(select(CourrielSortant.destinataire)).all() == [ADRESSE]
