"""/administration/comptes: staff accounts, their rights and périmètres, and who would shut others out."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.personnel import AdministrateurHorsService
from portal.services import administration_comptes, enrolement
from portal.services.connexion import ConnexionEnCours
from portal.services.portail import Portail
from portal.tables import Agent, Compte, Connexion, CourrielSortant, Evenement, Perimetre
from tests import fabriques
from tests.client import ClientMaison

LISTE = "/administration/comptes"
NOUVEAU = {"nom": "Claire Besson", "courriel": "Claire@Exemple.FR", "profil": "gestionnaire"}


@pytest.fixture
def administrateur(client: ClientMaison) -> Compte:
    compte = fabriques.compte("administrateur", nom="Chef", courriel="chef@exemple.fr")
    client.connecter(compte)
    return compte


def creer(client: ClientMaison, **autres: str) -> int:
    reponse = client.post(f"{LISTE}/nouveau", data=NOUVEAU | autres)
    assert reponse.status_code == 303
    return int(reponse.location.rsplit("/", 1)[1])


def agir(client: ClientMaison, identifiant: int, acte: str) -> int:
    return client.post(f"{LISTE}/{identifiant}/actes", data={"acte": acte}).status_code


def natures() -> list[tuple[str, int | None]]:
    lignes = db.session.execute(select(Evenement.nature, Evenement.donnees).order_by(Evenement.id))
    return [(nature, donnees.get("compte")) for nature, donnees in lignes]


def test_un_compte_cree_recoit_un_lien_et_jamais_un_mot_de_passe(
    client: ClientMaison, administrateur: Compte
) -> None:
    identifiant = creer(client)
    compte = db.session.get_one(Compte, identifiant)
    assert (compte.courriel, compte.profil, compte.nom) == (
        "claire@exemple.fr",
        "gestionnaire",
        "Claire Besson",
    )
    courriel = db.session.scalars(select(CourrielSortant)).one()
    assert courriel.destinataire == "claire@exemple.fr"
    lien = re.search(r"http://localhost(/compte/mot-de-passe/\S+)", courriel.texte)
    assert lien is not None
    assert client.get(lien[1]).status_code == 200
    assert ("compte_personnel_cree", identifiant) in natures()
    page = client.get(f"{LISTE}/{identifiant}").text
    assert "Téléphone à choisir" in page
    assert "Aucun : cette personne ne voit aucune candidature." in page.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("champ", "valeur", "statut"),
    [
        ("nom", "", 422),
        ("nom", "x" * 101, 422),
        ("nom", "Claire\u202eBesson", 422),
        ("courriel", "pas une adresse", 422),
        ("courriel", "chef@exemple.fr", 409),
        ("profil", "", 422),
        ("profil", "candidat", 422),
        ("profil", "roi", 422),
    ],
)
def test_un_compte_impossible_est_refuse_a_son_champ(
    client: ClientMaison, administrateur: Compte, champ: str, valeur: str, statut: int
) -> None:
    reponse = client.post(f"{LISTE}/nouveau", data=NOUVEAU | {champ: valeur})
    assert reponse.status_code == statut
    assert "champ--erreur" in reponse.text
    assert db.session.scalars(select(Compte.courriel)).all() == ["chef@exemple.fr"]


def test_un_nom_en_html_reste_du_texte(client: ClientMaison, administrateur: Compte) -> None:
    identifiant = creer(client, nom="<script>alert(1)</script>{{ 7*7 }}")
    for page in (
        LISTE,
        f"{LISTE}/{identifiant}",
        f"{LISTE}/{identifiant}/perimetre",
        "/administration/journal",
    ):
        texte = client.get(page).text
        assert "<script>alert" not in texte
        assert "&lt;script&gt;" in texte
        assert "{{ 7*7 }}" in texte


def test_la_liste_se_cherche_et_se_filtre(client: ClientMaison, administrateur: Compte) -> None:
    creer(client, nom="Élodie Ñuñez", courriel="e@exemple.fr")
    creer(client, nom="Paul Centre", courriel="p@exemple.fr", profil="centre")
    assert "Élodie" in client.get(f"{LISTE}?q=elodie nunez").text
    filtree = client.get(f"{LISTE}?profil=centre").text
    assert "Paul Centre" in filtree
    assert "Élodie" not in filtree
    assert "Aucun compte trouvé" in client.get(f"{LISTE}?q=personne&etat=desactive").text
    assert client.get(f"{LISTE}?profil=roi&etat=x&page=zz").status_code == 200
    fragment = client.htmx(f"{LISTE}?q=paul")
    assert "<html" not in fragment.text
    assert "Paul Centre" in fragment.text


def test_un_candidat_n_est_pas_dans_les_comptes_du_personnel(
    client: ClientMaison, administrateur: Compte
) -> None:
    candidat = fabriques.compte(courriel="jean@exemple.fr").id
    assert "jean@exemple.fr" not in client.get(LISTE).text
    assert client.get(f"{LISTE}/{candidat}").status_code == 404
    for acte in ("desactiver", "telephone", "lien", "deconnecter"):
        assert agir(client, candidat, acte) == 404
    assert client.post(f"{LISTE}/{candidat}", data={"nom": "X"}).status_code == 404
    assert client.get(f"{LISTE}/9223372036854775807").status_code == 404
    assert client.get(f"{LISTE}/9223372036854775808").status_code == 404


def test_desactiver_ferme_les_connexions_et_la_porte(
    client: ClientMaison, portail: Portail, administrateur: Compte
) -> None:
    identifiant = creer(client)
    autre = client.application.test_client()
    autre.connecter(db.session.get_one(Compte, identifiant))  # type: ignore[attr-defined]
    assert autre.get("/compte").status_code == 200
    assert agir(client, identifiant, "desactiver") == 303
    assert autre.get("/compte").status_code == 303
    assert db.session.scalars(select(Connexion.revoquee_le).where(Connexion.compte_id == identifiant)).one()
    assert agir(client, identifiant, "desactiver") == 409
    assert "Désactivé" in client.get(f"{LISTE}/{identifiant}").text
    assert agir(client, identifiant, "reactiver") == 303
    assert agir(client, identifiant, "reactiver") == 409
    assert autre.get("/compte").status_code == 303
    assert [nature for nature, compte in natures() if compte == identifiant][1:] == [
        "compte_desactive",
        "compte_reactive",
    ]


@pytest.mark.parametrize("acte", ["desactiver", "telephone"])
def test_un_administrateur_ne_s_enferme_pas_dehors(
    client: ClientMaison, administrateur: Compte, acte: str
) -> None:
    identifiant = administrateur.id
    assert agir(client, identifiant, acte) == 409
    assert client.get(LISTE).status_code == 200
    page = client.get(f"{LISTE}/{identifiant}").text
    assert 'value="desactiver"' not in page
    assert 'value="telephone"' not in page


def test_un_administrateur_desactive_a_l_instant_n_en_desactive_pas_un_autre(
    client: ClientMaison, portail: Portail, administrateur: Compte
) -> None:
    second = creer(client, courriel="b@exemple.fr", profil="administrateur")
    en_cours = ConnexionEnCours(0, administrateur.id, "chef@exemple.fr", "administrateur", "Chef", True)
    with ecriture() as s:
        s.get_one(Agent, administrateur.id).desactive_le = portail.horloge.maintenant()
    with pytest.raises(AdministrateurHorsService):
        administration_comptes.desactiver(portail, en_cours, second)


def test_reinitialiser_le_telephone_ferme_tout_et_previent(
    client: ClientMaison, portail: Portail, horloge: HorlogeReglable, administrateur: Compte
) -> None:
    identifiant = creer(client)
    with ecriture():
        enrolement.imposer(portail, identifiant, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    assert "Actif" in client.get(f"{LISTE}/{identifiant}").text
    horloge.avancer(timedelta(minutes=30))
    assert agir(client, identifiant, "telephone") == 303
    agent = db.session.get_one(Agent, identifiant)
    assert agent.totp_secret is None
    assert agent.enrolement_jusqu_a == horloge.maintenant() + timedelta(days=7)
    assert "second_facteur_reinitialise" in db.session.scalars(select(CourrielSortant.code)).all()
    horloge.avancer(timedelta(minutes=30))
    page = client.get(f"{LISTE}/{identifiant}").text
    assert "Téléphone à choisir" in page


def test_le_droit_sante_se_donne_et_se_retire(client: ClientMaison, administrateur: Compte) -> None:
    identifiant = creer(client)
    assert client.post(f"{LISTE}/{identifiant}", data={"nom": "Claire B.", "sante": "y"}).status_code == 303
    assert db.session.get_one(Agent, identifiant).droits == ["sante"]
    client.post(f"{LISTE}/{identifiant}", data={"nom": "Claire B."})
    db.session.expire_all()
    assert db.session.get_one(Agent, identifiant).droits == []
    assert client.post(f"{LISTE}/{identifiant}", data={"nom": ""}).status_code == 422


def test_un_acte_inconnu_est_refuse(client: ClientMaison, administrateur: Compte) -> None:
    assert agir(client, creer(client), "promouvoir") == 400


def test_sans_jeton_csrf_rien_ne_se_fait(client: ClientMaison, administrateur: Compte) -> None:
    identifiant = creer(client)
    reponse = client.open(
        f"{LISTE}/{identifiant}/actes", method="POST", data={"acte": "desactiver"}, csrf=False
    )
    assert reponse.status_code == 400
    assert db.session.get_one(Agent, identifiant).desactive_le is None


def test_une_part_de_perimetre_inventee_est_refusee(client: ClientMaison, administrateur: Compte) -> None:
    adresse = f"{LISTE}/{creer(client)}/perimetre"
    for faux in (
        {"academie": "atlantide"},
        {"famille": "cap"},
        {"specialites": "50022137"},
        {"secteurs": "industriel"},
        {"academie": "' or 1=1 --"},
    ):
        reponse = client.post(adresse, data={"academie": "", "famille": "", **faux})
        assert reponse.status_code == 422, faux
        assert "Cette part nomme" in reponse.text
    assert db.session.scalars(select(Perimetre)).all() == []


def test_un_formulaire_tronque_n_ouvre_pas_tout_le_perimetre(
    client: ClientMaison, administrateur: Compte
) -> None:
    adresse = f"{LISTE}/{creer(client)}/perimetre"
    for incomplet in ({}, {"academie": ""}, {"famille": ""}):
        assert client.post(adresse, data=incomplet).status_code == 400
    assert db.session.scalars(select(Perimetre)).all() == []


def test_une_part_de_tout_s_ajoute_une_fois_et_se_retire(
    client: ClientMaison, administrateur: Compte
) -> None:
    identifiant = creer(client)
    adresse = f"{LISTE}/{identifiant}/perimetre"
    assert client.post(adresse, data={"academie": "", "famille": ""}).status_code == 303
    assert client.post(adresse, data={"academie": "", "famille": ""}).status_code == 422
    part = db.session.scalars(select(Perimetre.id)).one()
    assert "Toutes les académies" in client.get(adresse).text
    autre = creer(client, courriel="b@exemple.fr")
    assert client.post(f"{LISTE}/{autre}/perimetre/{part}/retirer").status_code == 404
    assert client.post(f"{adresse}/{part}/retirer").status_code == 303
    assert client.post(f"{adresse}/{part}/retirer").status_code == 404
    assert db.session.scalars(select(Perimetre)).all() == []
