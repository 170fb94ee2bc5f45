"""The page of one candidature in a browser, and each thing that the service does from it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.db import db
from portal.services import inscription
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, CourrielSortant, Evenement
from tests import fabriques
from tests.client import ClientMaison
from tests.parcours import ESSAI, IDENTIFICATION, SITUATION, inscrire, publier_essai

MOTIF = "Signalé par la candidate au téléphone."


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat(naissance_commune="Arras")


@pytest.fixture
def adresse(portail: Portail, candidat: Candidat, client: ClientMaison) -> str:
    cle = inscrire(portail, candidat).cle
    client.connecter(fabriques.agent())
    return f"/gestion/candidatures/{cle}"


def lire(adresse: str) -> Candidature:
    db.session.rollback()
    cle = adresse.rpartition("/")[2]
    return db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()


def test_la_page_dit_tout_de_la_candidature(client: ClientMaison, adresse: str) -> None:
    page = client.get(adresse)
    assert page.status_code == 200
    for dit in (
        "DURAND Élise Marie",
        "Inscription enregistrée",
        "Rue des",
        "Mails envoyés",
        "Candidature commencée",
    ):
        assert dit.casefold() in page.text.casefold(), dit


@pytest.mark.parametrize("suite", ["", "/delais", "/corrections", "/etat-civil", "/transitions/rejeter"])
def test_une_cle_forgee_ou_hors_du_perimetre_n_existe_pas(
    client: ClientMaison, adresse: str, suite: str
) -> None:
    assert client.get(f"/gestion/candidatures/{'a' * 22}{suite}").status_code == 404
    client.connecter(fabriques.agent(academie="lyon"))
    assert client.get(f"{adresse}{suite}").status_code == 404
    for donnees in ({}, {"motif": MOTIF, "etat": "enregistree", "version": "1", "action": "abandonner"}):
        if suite:
            assert client.post(f"{adresse}{suite}", data=donnees).status_code == 404
    assert lire(adresse).etat == "enregistree"


def test_rejeter_demande_un_motif_puis_previent(client: ClientMaison, adresse: str) -> None:
    vide = client.post(f"{adresse}/transitions/rejeter", data={"etat": "enregistree", "motif": " "})
    assert vide.status_code == 422
    assert "Indiquez le motif" in vide.text
    fait = client.post(f"{adresse}/transitions/rejeter", data={"etat": "enregistree", "motif": MOTIF})
    assert (fait.status_code, fait.headers["Location"]) == (303, adresse)
    assert MOTIF in client.get(adresse).text
    depassee = client.post(f"{adresse}/transitions/annuler", data={"etat": "enregistree", "motif": MOTIF})
    assert (depassee.status_code, lire(adresse).etat) == (409, "rejetee")


def test_une_correction_va_de_l_onglet_au_motif(client: ClientMaison, adresse: str) -> None:
    page = client.get(f"{adresse}/corrections/identification")
    assert 'value="12 rue des Écoles"' in page.text
    assert 'name="nom_naissance"' not in page.text
    nouvelle = IDENTIFICATION | {"adresse_1": "3 place du Marché", "version": "1"}
    garde = client.post(f"{adresse}/corrections/identification", data=nouvelle)
    assert garde.headers["Location"] == f"{adresse}/corrections"
    assert "3 place du Marché" in client.get(f"{adresse}/corrections").text
    sans_motif = client.post(f"{adresse}/corrections", data={"motif": "", "version": "1"})
    assert sans_motif.status_code == 422
    assert "3 place du Marché" in sans_motif.text
    assert lire(adresse).version == 1
    fait = client.post(f"{adresse}/corrections", data={"motif": MOTIF, "version": "1"})
    assert (fait.status_code, lire(adresse).version) == (303, 2)
    assert "3 place du Marché" in client.get(adresse).text


def test_une_reponse_illisible_reste_tapee(client: ClientMaison, adresse: str) -> None:
    saisie = SITUATION | {"note": "vingt", "version": "1"}
    page = client.post(f"{adresse}/corrections/situation", data=saisie)
    assert page.status_code == 422
    assert 'value="vingt"' in page.text
    assert lire(adresse).correction is None


def test_une_ligne_s_ajoute_et_se_retire_sans_rien_enregistrer(client: ClientMaison, adresse: str) -> None:
    page, saisie = f"{adresse}/corrections/situation", SITUATION | {"version": "1"}
    saisie |= {"emplois.0.poste": "Couvreur", "emplois.0.depuis": "01/09/2020"}
    deux = client.post(page, data=saisie | {"action": "ajouter:emplois"})
    assert (deux.status_code, 'name="emplois.1.poste"' in deux.text) == (200, True)
    assert 'value="Couvreur"' in deux.text
    une = client.post(page, data=saisie | {"action": "retirer:emplois:0"})
    assert "Couvreur" not in une.text
    salarie = client.post(page, data=SITUATION | {"salarie": "oui", "action": "actualiser"})
    assert 'name="employeur"' in salarie.text
    assert client.post(page, data=saisie | {"action": "retirer:emplois:9999"}).status_code == 200
    assert lire(adresse).correction is None


def test_un_candidat_qui_modifie_fait_attendre_le_service(
    portail: Portail, client: ClientMaison, candidat: Candidat, adresse: str
) -> None:
    inscription.modifier(portail, candidat, adresse.rpartition("/")[2])
    assert "en train de modifier" in client.get(adresse).text
    assert client.get(f"{adresse}/corrections").status_code == 409
    refus = client.post(f"{adresse}/corrections/situation", data=SITUATION | {"version": "1"})
    assert (refus.status_code, "en train de modifier" in refus.text) == (409, True)


def test_une_correction_prise_par_un_collegue_se_dit(client: ClientMaison, adresse: str) -> None:
    client.post(f"{adresse}/corrections/situation", data=SITUATION | {"forme": "progressive", "version": "1"})
    client.connecter(fabriques.agent())
    page = client.get(f"{adresse}/corrections")
    assert (page.status_code, "déjà commencée" in page.text) == (409, True)
    client.post(f"{adresse}/corrections", data={"action": "abandonner"})
    assert client.get(f"{adresse}/corrections").status_code == 200


@pytest.mark.parametrize("version", ["", "0", "99", "abc", "1" * 40, "-1"])
def test_une_correction_d_une_version_depassee_est_refusee(
    client: ClientMaison, adresse: str, version: str
) -> None:
    page = client.post(f"{adresse}/corrections/situation", data=SITUATION | {"version": version})
    assert page.status_code == 409


def test_l_etat_civil_se_corrige_avec_les_regles_du_compte(client: ClientMaison, adresse: str) -> None:
    page = client.get(f"{adresse}/etat-civil")
    assert 'value="17/05/2004"' in page.text
    saisie = {
        "civilite": "MADAME", "nom_naissance": "DUR4ND", "nom_usage": "", "prenoms": "Élise Marie",
        "naissance_le": "17/05/2004", "naissance_pays": "FR", "naissance_departement": "062",
        "naissance_commune": "Arras", "motif": MOTIF, "version": "1",
    }  # fmt: skip
    refus = client.post(f"{adresse}/etat-civil", data=saisie)
    assert (refus.status_code, "Un nom ne contient pas de chiffre" in refus.text) == (422, True)
    assert 'value="DUR4ND"' in refus.text
    sans_motif = client.post(f"{adresse}/etat-civil", data=saisie | {"nom_naissance": "DUPONT", "motif": ""})
    assert (sans_motif.status_code, 'value="DUPONT"' in sans_motif.text) == (422, True)
    assert client.post(f"{adresse}/etat-civil", data=saisie | {"nom_naissance": "DUPONT"}).status_code == 303
    assert lire(adresse).candidat.nom_naissance == "DUPONT"


def test_un_delai_s_accorde_et_se_retire(client: ClientMaison, adresse: str) -> None:
    passe = {"objet": "pieces", "jour": "01/10/2025", "heure": "", "motif": MOTIF}
    refus = client.post(f"{adresse}/delais", data=passe)
    assert (refus.status_code, "passée" in refus.text, 'value="01/10/2025"' in refus.text) == (
        422,
        True,
        True,
    )
    assert (
        client.post(f"{adresse}/delais", data=passe | {"jour": "01/12/2025", "motif": ""}).status_code == 422
    )
    assert client.post(f"{adresse}/delais", data=passe | {"jour": "01/12/2025"}).status_code == 303
    assert "délai accordé" in client.get(adresse).text
    assert client.post(f"{adresse}/delais/retirer", data={"objet": "pieces", "motif": ""}).status_code == 422
    assert (
        client.post(f"{adresse}/delais/retirer", data={"objet": "pieces", "motif": MOTIF}).status_code == 303
    )
    assert (
        client.post(f"{adresse}/delais/retirer", data={"objet": "pieces", "motif": MOTIF}).status_code == 409
    )
    assert lire(adresse).delais == {}


def test_une_session_se_prolonge_apres_relecture(client: ClientMaison, adresse: str) -> None:
    page = f"/gestion/sessions/{ESSAI}"
    assert "Examen d'essai" in client.get("/gestion/sessions").text.replace("&#39;", "'")
    saisie = {
        "objet": "inscription",
        "jour": "01/12/2025",
        "heure": "17:00",
        "motif": "Panne du 18 novembre.",
    }
    court = client.post(page, data=saisie | {"jour": "10/11/2025"})
    assert (court.status_code, "déjà" in court.text) == (422, True)
    apercu = client.post(page, data=saisie)
    assert (apercu.status_code, "Relisez avant de confirmer" in apercu.text) == (200, True)
    assert "1 inscription enregistrée" in apercu.text
    vieux = client.post(page, data=saisie | {"action": "prolonger", "version": "9"})
    assert vieux.status_code == 409
    assert client.post(page, data=saisie | {"action": "prolonger", "version": "1"}).status_code == 303
    assert "Panne du 18 novembre." in client.get("/").text
    client.connecter(fabriques.agent(specialites=["arts"]))
    assert client.get(page).status_code == 404


def test_g_211_le_candidat_voit_l_etat_civil_corrige(
    client: ClientMaison, candidat: Candidat, adresse: str
) -> None:
    saisie = {
        "civilite": "MADAME", "nom_naissance": "DURAND", "nom_usage": "", "prenoms": "Éloïse",
        "naissance_le": "17/05/2004", "naissance_pays": "FR", "naissance_departement": "062",
        "naissance_commune": "Arras", "motif": MOTIF, "version": "1",
    }  # fmt: skip
    client.post(f"{adresse}/etat-civil", data=saisie)
    compte = candidat.compte
    client.connecter(compte)
    assert "Éloïse" in client.get("/compte").text
    cle = adresse.rpartition("/")[2]
    suivi = client.get(f"/inscriptions/{cle}").text
    assert "Le service gestionnaire a corrigé votre état civil" in suivi
    assert MOTIF in suivi
    assert "Service des examens ·" not in suivi


def test_p_033_le_candidat_voit_son_adresse_corrigee_par_le_service(
    client: ClientMaison, candidat: Candidat, adresse: str
) -> None:
    nouvelle = IDENTIFICATION | {"adresse_1": "3 place du Marché", "version": "1"}
    client.post(f"{adresse}/corrections/identification", data=nouvelle)
    client.post(f"{adresse}/corrections", data={"motif": "Changement d'adresse.", "version": "1"})
    client.connecter(candidat.compte)
    cle = adresse.rpartition("/")[2]
    assert "3 place du Marché" in client.get(f"/inscriptions/{cle}/recapitulatif").text
    assert "3 place du Marché" in client.get(f"/inscriptions/{cle}").text
    mail = db.session.scalars(
        select(CourrielSortant).where(CourrielSortant.cle.contains(":correction:"))
    ).one()
    assert "3 place du Marché" in mail.texte


def test_g_331_g_458_une_candidature_desinscrite_n_est_plus_dans_la_liste_du_candidat(
    client: ClientMaison, candidat: Candidat, adresse: str
) -> None:
    client.post(f"{adresse}/transitions/desinscrire", data={"etat": "enregistree", "motif": MOTIF})
    assert lire(adresse).phase == "ecartee"
    client.connecter(candidat.compte)
    assert "Aucune inscription en cours" in client.get("/inscriptions").text


@pytest.mark.parametrize("geste", ["desinscrire", "annuler", "abandonner"])
def test_g_454_g_455_le_candidat_ne_se_desinscrit_pas_lui_meme(
    client: ClientMaison, candidat: Candidat, adresse: str, geste: str
) -> None:
    """No button says it, and a forced request changes nothing; G-456: the page says whom to write to."""
    client.connecter(candidat.compte)
    cle = adresse.rpartition("/")[2]
    suivi = client.get(f"/inscriptions/{cle}").text
    assert f"/inscriptions/{cle}/desinscrire" not in suivi
    assert "examens@example.org" in suivi
    assert client.post(f"/inscriptions/{cle}/{geste}").status_code in (404, 405, 409)
    assert client.post(f"{adresse}/transitions/{geste}", data={"motif": MOTIF}).status_code == 404
    assert lire(adresse).etat == "enregistree"
    faits = db.session.scalars(select(Evenement.nature)).all()
    assert geste not in faits
