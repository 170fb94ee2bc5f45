"""The screens of a centre: who may open them, what they show, what they refuse and how they say it."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.db import ecriture
from portal.services.portail import Portail
from portal.tables.centre import Centre
from portal.tables.compte import PROFILS
from portal.tables.evenement import Evenement
from tests import fabriques
from tests.certif_up import centres
from tests.certif_up.candidats import JANVIER, OUVERT
from tests.certif_up.web.centre.gestes import LISTE, OFFRE, agir, une
from tests.client import ClientMaison
from tests.maison.test_adresses import adresse, regles


@pytest.mark.parametrize("profil", [un for un in PROFILS if un != "centre"])
def test_les_pages_d_un_centre_ne_s_ouvrent_qu_a_lui(client: ClientMaison, app: Flask, profil: str) -> None:
    client.connecter(fabriques.compte(profil))
    siennes = [regle for regle in regles(app) if regle.endpoint.startswith("certif_up.centre")]
    assert len(siennes) > 10
    for regle in siennes:
        methode = "POST" if "POST" in (regle.methods or ()) else "GET"
        assert client.open(adresse(app, regle), method=methode).status_code == 404, regle.rule


@pytest.mark.usefixtures("membre")
def test_ce_qui_est_a_un_autre_centre_n_existe_pas(
    client: ClientMaison, app: Flask, portail: Portail
) -> None:
    centres.centre(portail, "C02B")
    cle = centres.soumettre(portail, code="C02B")
    objets = {"cle": cle, "code": "C02B", "slug": JANVIER, "epreuve": "E1", "numero": 1}
    essais = 0
    for regle in regles(app):
        if not regle.endpoint.startswith("certif_up.centre") or not regle.arguments & {"cle", "slug", "code"}:
            continue
        arguments = {nom: objets[nom] for nom in regle.arguments}
        if "cle" in arguments and "code" in arguments:
            arguments["code"] = "prevalider"
        methode = "POST" if "POST" in (regle.methods or ()) else "GET"
        with app.test_request_context():
            chemin = app.url_map.bind("localhost").build(regle.endpoint, arguments, method=methode)
        donnees = {"motif": "x", "objet": "x", "message": "x", "etat": "soumise", "montant": "50",
                   "moyen": "cheque", "recu_le": "10/11/2026", "reste_vu": "50"}  # fmt: skip
        reponse = client.open(chemin, method=methode, data=donnees if methode == "POST" else None)
        assert reponse.status_code == 404, regle.rule
        essais += 1
    assert essais >= 9
    assert client.get("/certif-up/centre?centre=C02B").status_code == 404
    assert centres.lire(cle).etat == "soumise"


@pytest.mark.usefixtures("membre")
def test_mon_centre_dit_ce_qui_attend_et_les_places_en_nombres(
    client: ClientMaison, portail: Portail
) -> None:
    centres.soumettre(portail, ("E1", "E2"), nom_naissance="ABADIE")
    page = client.get("/certif-up/centre").text
    assert "À pré-valider" in page
    assert "ABADIE" in page
    assert "<strong>3</strong> restantes" in page
    assert "Chèque à l&#39;ordre" in page


def test_sans_demande_ni_epreuve_mon_centre_dit_quoi_faire(client: ClientMaison, portail: Portail) -> None:
    client.connecter(centres.compte_membre(centres.centre(portail, places={"E1": 1})))
    assert "Aucune inscription définitive" in client.get("/certif-up/centre").text
    client.connecter(centres.compte_membre())
    assert "rattaché à aucun centre" in client.get("/certif-up/centre").text
    assert "rattaché à aucun centre" in client.get(LISTE).text


def test_un_membre_de_deux_centres_choisit_ou_les_voit_tous(
    client: ClientMaison, portail: Portail, ici: int
) -> None:
    client.connecter(centres.compte_membre(ici, centres.centre(portail, "C02B", intitule="SAINTE-LUCIANE")))
    centres.soumettre(portail, nom_naissance="UNE")
    centres.soumettre(portail, code="C02B", nom_naissance="AUTRE")
    tous = client.get(LISTE).text
    assert "UNE" in tous
    assert "AUTRE" in tous
    seul = client.get(f"{LISTE}?centre=C02B").text
    assert "<strong>AUTRE</strong>" in seul
    assert "<strong>UNE</strong>" not in seul


@pytest.mark.usefixtures("membre")
def test_plusieurs_demandes_se_decident_ensemble(client: ClientMaison, portail: Portail) -> None:
    cles = [centres.soumettre(portail, ("E2",)) for _ in range(3)]
    donnees = {"cles": cles, "action": "prevalider"} | {f"etat.{cle}": "soumise" for cle in cles}
    page = client.post(LISTE, data=donnees).text
    assert "2 sur 3 pré-validées" in page
    assert "Inchangée : 1" in page.replace("\xa0", " ")
    assert "Plus aucune place pour E2" in page


@pytest.mark.usefixtures("membre")
def test_refuser_sans_motif_garde_ce_qui_etait_coche(client: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail)
    donnees = {"cles": [cle], "action": "refuser", "motif": "", f"etat.{cle}": "soumise"}
    reponse = client.post(LISTE, data=donnees)
    assert reponse.status_code == 422
    assert f'value="{cle}" checked' in reponse.text
    assert client.post(LISTE, data={"action": "prevalider"}).status_code == 422


@pytest.mark.usefixtures("membre")
def test_l_offre_se_corrige_au_champ(client: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail)
    agir(client, cle, "prevalider")
    page = client.get(OFFRE).text
    vu = page.split('name="vu" value="')[1].split('"')[0]
    tape = {"vu": vu, "ouverte.E1": "oui", "places.E1": "0", "offre.E1.logiciels": "EBP Compta"}
    reponse = client.post(OFFRE, data=tape)
    assert reponse.status_code == 422
    assert "1 place est déjà prise" in reponse.text
    assert 'value="EBP Compta"' in reponse.text
    assert client.post(OFFRE, data=tape | {"places.E1": "9"}).status_code == 303
    depassee = client.post(OFFRE, data=tape | {"places.E1": "7"})
    assert depassee.status_code == 409
    assert 'value="9"' in depassee.text


@pytest.mark.usefixtures("membre")
def test_la_fiche_garde_ce_qui_est_tape(client: ClientMaison) -> None:
    fiche = "/certif-up/centre/fiche/C02A"
    tape = {"modalites": "", "courriel": "nous@example.org", "telephone": "", "adresse": "1 rue"}
    reponse = client.post(fiche, data=tape)
    assert reponse.status_code == 422
    assert 'value="nous@example.org"' in reponse.text
    assert client.post(fiche, data=tape | {"modalites": "Virement."}).status_code == 303
    assert "Virement." in client.get("/certif-up/centre").text


def test_un_centre_desactive_le_lit_partout(client: ClientMaison, portail: Portail, ici: int) -> None:
    cle = centres.soumettre(portail)
    with ecriture() as s:
        s.get_one(Centre, ici).desactive_le = OUVERT
    client.connecter(centres.compte_membre(ici))
    for chemin in ("/certif-up/centre", LISTE, une(cle), "/certif-up/centre/fiche/C02A", OFFRE):
        assert "désactivé" in client.get(chemin).text, chemin
    assert agir(client, cle, "prevalider").status_code == 409
    assert client.post("/certif-up/centre/fiche/C02A", data={}).status_code == 409
    assert client.post(OFFRE, data={"vu": ""}).status_code == 409


@pytest.mark.usefixtures("membre")
def test_les_pages_du_coeur_ramenent_au_centre(client: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail)
    for page in (f"/gestion/candidatures/{cle}/corrections", f"/gestion/candidatures/{cle}/etat-civil"):
        texte = client.get(page).text
        assert f'href="{une(cle)}"' in texte
        assert f'href="{LISTE}"' in texte
        assert '/gestion/candidatures"' not in texte
    onglet = client.get(f"/gestion/candidatures/{cle}/corrections/centre").text
    assert "Le centre d&#39;épreuves ne se corrige pas" in onglet
    assert f'href="{LISTE}' in client.get("/gestion/exports/nouveau").text
    assert client.get(f"/gestion/candidatures/{cle}").status_code == 404


@pytest.mark.usefixtures("membre")
def test_la_liste_d_emargement_est_un_pdf_a_enregistrer(client: ClientMaison) -> None:
    reponse = client.get(f"/certif-up/centre/emargement/C02A/E1/{JANVIER}")
    assert reponse.mimetype == "application/pdf"
    assert "attachment" in reponse.headers["Content-Disposition"]
    assert reponse.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("membre")
def test_une_recherche_impossible_le_dit_au_champ(client: ClientMaison) -> None:
    assert client.get(f"{LISTE}?q=12345").status_code == 422
    assert client.get(f"{LISTE}?apres=faux").status_code == 404
    assert client.htmx(f"{LISTE}?q=personne").text.strip().startswith('<div id="liste"')


@pytest.mark.usefixtures("membre")
def test_un_message_part_de_la_page(client: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail)
    vide = client.post(une(cle, "message"), data={"objet": "Bonjour", "message": ""})
    assert vide.status_code == 422
    assert 'value="Bonjour"' in vide.text
    assert (
        client.post(une(cle, "message"), data={"objet": "Bonjour", "message": "À lundi."}).status_code == 303
    )


@pytest.mark.usefixtures("membre")
def test_un_centre_ne_lit_pas_qu_un_report_est_demande_pour_raison_medicale(
    client: ClientMaison, portail: Portail
) -> None:
    cle = centres.soumettre(portail)
    faits = (
        ("fichier_depose", None, {"piece": "certificat_medical", "nom": "hopital.pdf"}),
        ("demander_report_medical", "report_demande", {}),
    )
    with ecriture() as s:
        s.add_all(
            Evenement(
                candidature_id=centres.lire(cle).id, le=OUVERT, nature=nature, vers=vers, donnees=donnees,
                motif="Une opération",
            )
            for nature, vers, donnees in faits
        )  # fmt: skip
    page = client.get(une(cle)).text.replace("\xa0", " ")
    assert "Démarche du candidat : « Report demandé »." in page
    for secret in ("médical", "hopital.pdf", "Une opération"):
        assert secret not in page
