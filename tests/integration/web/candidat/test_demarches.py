"""The pages around a request: to a centre, to be paid, refused, reported, without JavaScript."""

from __future__ import annotations

import io
import re

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import centres, demarches, fabriques
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import Formulaire, rouvrir, texte
from tests.pieces import PDF, en_vigueur


@pytest.fixture
def candidat(portail: Portail, client: ClientMaison) -> Candidat:
    demarches.publier(portail)
    centres.centre("LILLE")
    candidat = fabriques.candidat()
    client.connecter(candidat.compte)
    return candidat


def soumise(portail: Portail, candidat: Candidat, etat: str = "soumise") -> Candidature:
    identifiant = candidat.id
    demandee = centres.soumettre(portail, db.session.get_one(Candidat, identifiant))
    return centres.relire(centres.mener(portail, etat, demandee))


def poster(
    client: ClientMaison, cle: str, code: str, *envoyes: tuple[str, bytes], **champs: str
) -> TestResponse:
    valeurs: MultiDict[str, object] = MultiDict(champs)
    for nom, octets in envoyes:
        valeurs.add("piece:certificat", FileStorage(io.BytesIO(octets), nom))
    borne, corps = encode_multipart(valeurs)
    adresse = f"/inscriptions/{cle}/demarches/{code}"
    return client.post(adresse, data=corps, content_type=f"multipart/form-data; boundary={borne}")


def test_les_centres_se_cherchent_sans_javascript_u_096(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    centres.centre("ARRAS", departement="62")
    formulaire = rouvrir(portail, client, candidat, centres.JANVIER)
    assert "Choisissez d'abord" not in texte(formulaire.onglet("epreuves"))
    formulaire.suivant("epreuves", {"epreuves.demandees": ["E1", "E2"]})
    page = formulaire.onglet("centre")
    assert "Indiquez un département" in texte(page)
    assert "Chercher les centres" in page.text
    formulaire.suivant("centre", {"departement_epreuves": "59"}, action="actualiser")
    page = formulaire.onglet("centre")
    assert "1 centre organise E1 et E2 dans le département Nord (59)." in texte(page)
    assert "Centre Lille" in texte(page)
    assert "Centre Arras" not in texte(page)
    choix = {"departement_epreuves": "02", "centre": "LILLE", "engagement": "oui"}
    formulaire.suivant("centre", choix, action="actualiser")
    page = formulaire.onglet("centre")
    assert "Voici" in texte(page)
    assert re.search(r'value="LILLE" checked', page.text)


def test_un_centre_complet_ne_se_coche_pas_et_le_dit(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    plein = centres.centre("PLEIN", places={"E1": 2, "E2": 2})
    centres.regler_offre(plein, "E2", prises=2)
    formulaire = rouvrir(portail, client, candidat, centres.JANVIER)
    formulaire.suivant("epreuves", {"epreuves.demandees": ["E1", "E2"]})
    formulaire.suivant("centre", {"departement_epreuves": "59"}, action="actualiser")
    page = formulaire.onglet("centre")
    assert re.search(r'value="PLEIN" disabled', page.text)
    assert "Complet" in texte(page)


def test_le_recapitulatif_dit_le_prix_a_qui_et_quand_avant_de_soumettre_u_021(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    cle = centres.preparer(portail, candidat, epreuves=("E1", "E2")).cle
    page = texte(Formulaire(client, cle).voir("recapitulatif"))
    for dit in (
        "100,20 €", "À régler à Centre Lille (Lille)", "dans les 72 heures ouvrées", "pas remboursés",
        "Votre centre d'épreuves", "Soumettre",
    ):  # fmt: skip
        assert dit in page, dit
    assert "Enregistrer" not in page
    reponse = Formulaire(client, cle).enregistrer()
    page = texte(client.get(reponse.location))
    assert "Votre demande a bien été prise en compte" in page
    assert "Et maintenant ? Demande soumise" in page
    assert "modifiable" not in page


def test_ou_j_en_suis_dit_ce_qui_est_du_a_qui_et_jusqu_a_quand_u_045_u_050(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    cle = soumise(portail, candidat, "prevalidee").cle
    page = texte(client.get(f"/inscriptions/{cle}"))
    for dit in (
        "À régler avant le lundi 10 novembre 2025 à 12 h 00 (heure de Paris)", "À régler maintenant",
        "50,10 €", "Comment Par chèque.", "Pré-validée en ce moment", "Réglée ensuite",
        "Vérifiez vos données", "lille@example.org", "date de naissance et numéro de téléphone",
    ):  # fmt: skip
        assert dit in page, dit
    assert "désinscrire" not in page
    assert "À régler avant le" in texte(client.get("/inscriptions"))


def test_un_reglement_recu_se_lit(portail: Portail, client: ClientMaison, candidat: Candidat) -> None:
    demande = soumise(portail, candidat, "prevalidee")
    centres.payer(portail, demande)
    page = texte(client.get(f"/inscriptions/{centres.relire(demande).cle}"))
    assert "Règlements reçus 05/11/2025 · Chèque 50,10 €" in page
    assert "Tout est réglé." in page


def test_apres_un_refus_la_demande_se_reprend_en_un_clic_u_051(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    demande = soumise(portail, candidat, "refusee")
    page = client.get(f"/inscriptions/{demande.cle}")
    suite = centres.suite_de(demande)
    assert suite is not None
    assert "Refusée interrompu" in texte(page)
    assert f"Motif : {centres.MOTIF}" in texte(page).replace(" ", " ")
    assert f'href="/inscriptions/{suite.cle}/onglets/centre"' in page.text
    assert "Reprendre ma demande" in texte(page)
    assert "Elle fait suite à la demande n° 001 (refusée)" in texte(client.get(f"/inscriptions/{suite.cle}"))
    liste = texte(client.get("/inscriptions"))
    assert "Sans suite" in liste
    assert "reprendre ma demande" in liste


def test_plusieurs_demandes_se_distinguent_et_une_autre_se_commence_u_113(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    cle = soumise(portail, candidat).cle
    choix = {"domaine": "Essais", "examen": "Titre d'essai", "academie": centres.JANVIER}
    page = client.get("/inscrire", query_string=choix)
    assert "Vous avez déjà une demande ici" in texte(page)
    assert "E1 · Centre Lille (Lille) (demande soumise)" in texte(page)
    seconde = client.post("/inscrire", data={"modele": centres.JANVIER}).location
    assert cle not in seconde
    assert client.post("/inscrire", data={"modele": centres.JANVIER}).location == seconde
    assert "Vous avez déjà commencé" in texte(client.get("/inscrire", query_string=choix))
    assert texte(client.get("/inscriptions")).count("Titre d'essai") >= 2


def test_une_demarche_se_demande_avec_sa_piece_u_024_u_025(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    cle = soumise(portail, candidat, "inscrite").cle
    assert f"/inscriptions/{cle}/demarches/reporter_medical" in client.get(f"/inscriptions/{cle}").text
    page = client.get(f"/inscriptions/{cle}/demarches/reporter_medical")
    assert "Reporter pour raison médicale" in texte(page)
    assert "Certificat médical" in texte(page)
    refus = poster(client, cle, "reporter_medical")
    assert refus.status_code == 422
    assert 'href="#piece-certificat"' in refus.text
    assert "sans elle, votre demande ne peut pas être envoyée" in texte(refus)
    fait = poster(client, cle, "reporter_medical", ("certificat.pdf", PDF))
    assert (fait.status_code, fait.location) == (303, f"/inscriptions/{cle}")
    suivi = texte(client.get(fait.location))
    assert "Report demandé en ce moment" in suivi
    assert "Certificat médical" in suivi
    assert client.get(f"/inscriptions/{cle}/demarches/reporter_medical").status_code == 303
    gestionnaire = fabriques.agent("gestionnaire", famille="centres_essai")
    client.connecter(gestionnaire)
    bureau = texte(client.get(f"/gestion/candidatures/{cle}"))
    for dit in (
        "certificat.pdf",
        "Démarche du candidat Reporter pour raison médicale",
        "Centre et frais",
        "50,10 €",
    ):
        assert dit in bureau, dit


def test_ce_qui_est_tape_et_joint_revient_quand_il_manque_quelque_chose(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    cle = soumise(portail, candidat, "inscrite").cle
    valeurs: MultiDict[str, object] = MultiDict({"raison": "Clôture", "choix:justificatif": "attestation"})
    valeurs.add("piece:justificatif", FileStorage(io.BytesIO(PDF), "attestation.pdf"))
    borne, corps = encode_multipart(valeurs)
    adresse = f"/inscriptions/{cle}/demarches/reporter_employeur"
    refus = client.post(adresse, data=corps, content_type=f"multipart/form-data; boundary={borne}")
    assert refus.status_code == 422
    assert 'href="#motif"' in refus.text
    assert 'value="Clôture"' in refus.text
    assert 'value="attestation" checked' in refus.text
    assert "attestation.pdf" in texte(refus)
    [garde] = en_vigueur(cle, "justificatif")
    retire = client.post(adresse, data={"action": f"retirer:{garde.cle}", "motif": "Bilan", "raison": "x"})
    assert retire.status_code == 200
    assert "attestation.pdf" not in texte(retire)
    assert ">Bilan</textarea>" in retire.text


@pytest.mark.parametrize("code", ["inconnue", "enregistrer", "accorder_report"])
def test_ce_qui_n_est_pas_une_demarche_n_a_pas_de_page(
    portail: Portail, client: ClientMaison, candidat: Candidat, code: str
) -> None:
    cle = soumise(portail, candidat).cle
    assert client.get(f"/inscriptions/{cle}/demarches/{code}").status_code == 404
    assert client.post(f"/inscriptions/{cle}/demarches/{code}").status_code == 404


def test_une_demarche_trop_tot_est_refusee(
    portail: Portail, client: ClientMaison, candidat: Candidat
) -> None:
    cle = soumise(portail, candidat).cle
    assert client.get(f"/inscriptions/{cle}/demarches/reporter_medical").status_code == 409
    assert client.get(f"/inscriptions/{'a' * 22}/demarches/reporter_medical").status_code == 404
