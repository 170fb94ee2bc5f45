"""« Envois », by the pages: prepared, looked at, started, followed, without JavaScript."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidature, CourrielSortant
from portal.tables.operation import Operation
from portal.worker import travailler
from tests import fabriques
from tests.client import ClientMaison
from tests.integration.services.envois import convocations, documents, inscriptions, numero

FIN = "10/06/2026;09:00;Lycée Roger Claustres;B12;Équerre"
ENVOIS = "/gestion/operations"


@pytest.fixture
def cles(portail: Portail, client: ClientMaison) -> list[str]:
    """Two candidatures, and a gestionnaire who sees everything."""
    trouvees = inscriptions(portail, 2)
    travailler(portail)
    client.connecter(fabriques.agent(sante=True))
    return trouvees


def preparer(client: ClientMaison, genre: str, **valeurs: object) -> str:
    reponse = client.post(ENVOIS, data={"genre": genre, **valeurs})
    assert reponse.status_code == 303, reponse.text
    return str(reponse.headers["Location"])


def fichier(octets: bytes, nom: str = "convocations.csv") -> tuple[io.BytesIO, str]:
    return io.BytesIO(octets), nom


def test_chaque_genre_a_sa_page(client: ClientMaison, cles: list[str]) -> None:
    page = client.get(f"{ENVOIS}/nouvelle")
    genres = set(re.findall(r"nouvelle\?genre=([a-z]+)", page.text))
    assert len(genres) == 9
    for genre in genres:
        assert client.get(f"{ENVOIS}/nouvelle?genre={genre}&cles={cles[0]}").status_code == 200
    assert client.get(f"{ENVOIS}/nouvelle?genre=aucun").status_code == 404


def test_une_relance_du_debut_a_la_fin(portail: Portail, client: ClientMaison, cles: list[str]) -> None:
    assert "Aucun envoi" in client.get(ENVOIS).text
    suivi = preparer(client, "relance", cles=cles)
    page = client.get(suivi)
    assert "Envoyer les relances (2)" in page.text
    assert "Ce que lira le premier candidat" in page.text
    assert "Pièces manquantes" in page.text
    assert client.post(f"{suivi}/lancer").status_code == 303
    assert "Actualiser maintenant" in client.get(suivi).text
    travailler(portail)
    page = client.get(suivi)
    assert "Envoi terminé" in page.text
    assert "2 documents prêts sur 2" in page.text
    assert "2 mails partis sur 2" in page.text
    assert "every 2s" not in page.text, "nothing more to ask for"
    resultat = client.get(f"{suivi}/resultat.csv")
    assert resultat.data.startswith(b"\xef\xbb\xbf")
    assert resultat.text.count("Faite") == 2
    [lien] = set(re.findall(rf"/gestion/candidatures/{cles[0]}/documents/[\w-]+", page.text))
    assert client.get(lien).data.startswith(b"%PDF")


def test_la_selection_vient_de_la_liste(client: ClientMaison, cles: list[str]) -> None:
    vers = client.post(f"{ENVOIS}/nouvelle", data={"cles": cles, "genre": "message"})
    assert vers.status_code == 303
    assert "2 candidatures</strong> choisies" in client.get(vers.headers["Location"]).text
    tous = {"requete": "etat=enregistree", "genre_pour_tous": "relance"}
    vers = client.post(f"{ENVOIS}/nouvelle", data=tous)
    page = client.get(vers.headers["Location"]).text
    assert "2 candidatures</strong>, celles de" in page
    suivi = preparer(client, "relance", requete="etat=enregistree")
    assert "Envoyer les relances (2)" in client.get(suivi).text


@pytest.mark.parametrize(
    ("objet", "texte", "dit"),
    [
        ("", "Bonjour", "Écrivez l&#39;objet du message."),
        ("Objet", "", "Écrivez le texte du message."),
        ("Objet", "Bonjour <candidat.prenon>", "Vouliez-vous dire"),
        ("Objet", "Bonjour <b>vous</b>", "les balises HTML ne sont pas lues"),
        ("Objet", "<script>alert(1)</script>", "&lt;script&gt;"),
    ],
)
def test_un_message_fautif_est_dit_a_cote_du_champ(
    client: ClientMaison, cles: list[str], objet: str, texte: str, dit: str
) -> None:
    reponse = client.post(ENVOIS, data={"genre": "message", "objet": objet, "texte": texte, "cles": cles})
    assert reponse.status_code == 422
    assert dit in reponse.text.replace("\N{NO-BREAK SPACE}", " ")
    assert db.session.scalar(select(Operation.id)) is None


def test_un_fichier_de_convocations_se_corrige_ligne_par_ligne(
    portail: Portail, client: ClientMaison, cles: list[str]
) -> None:
    octets = convocations(f"{numero(cles[0])};EP1;{FIN}", f"20259999999-001;EP1;{FIN}")
    suivi = preparer(client, "convocation", titre="Convocation aux écrits", fichier=fichier(octets))
    page = client.get(suivi)
    assert "Le fichier est à corriger" in page.text
    assert "Publier les convocations" not in page.text
    assert client.post(f"{suivi}/lancer").status_code == 409
    rapport = client.get(f"{suivi}/resultat.csv?etat=refusee").text
    assert ";Ligne à corriger;" in rapport
    assert rapport.splitlines()[1].startswith("3;")
    assert client.post(f"{suivi}/ecarter").status_code == 303
    assert "Publier les convocations (1)" in client.get(suivi).text
    client.post(f"{suivi}/lancer")
    travailler(portail)
    assert [un.etat for un in documents(cles[0], "convocation")] == ["produit"]


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"", "Ce fichier est vide."),
        (b"PK\x03\x04xlsx", "C&#39;est un classeur"),
        (b"a|b\n1|2", "le séparateur"),
        (b"Candidature;Date\n1;2", "Il manque"),
        (b"\x00\x01\x02", "pas un fichier CSV"),
    ],
)
def test_un_fichier_illisible_est_refuse(
    client: ClientMaison, cles: list[str], octets: bytes, dit: str
) -> None:
    reponse = client.post(ENVOIS, data={"genre": "convocation", "titre": "T", "fichier": fichier(octets)})
    assert reponse.status_code == 422
    assert dit in reponse.text.replace("\N{NO-BREAK SPACE}", " ")


def test_sans_fichier_ni_titre_rien_n_est_prepare(client: ClientMaison, cles: list[str]) -> None:
    reponse = client.post(ENVOIS, data={"genre": "convocation", "titre": ""})
    assert reponse.status_code == 422
    assert "Écrivez le titre" in reponse.text
    reponse = client.post(ENVOIS, data={"genre": "convocation", "titre": "Écrits"})
    assert "Choisissez le fichier CSV." in reponse.text


def test_le_modele_de_fichier_est_prerempli(client: ClientMaison, cles: list[str]) -> None:
    vide = client.get(f"{ENVOIS}/modele/convocation.csv")
    assert vide.text.lstrip("\ufeff").startswith("N° candidature;Épreuve;Date;Heure;Lieu")
    assert len(vide.text.splitlines()) == 1
    plein = client.get(f"{ENVOIS}/modele/convocation.csv?cles={cles[0]}").text
    assert f"{numero(cles[0])};EP1;" in plein
    assert client.get(f"{ENVOIS}/modele/message.csv").status_code == 404


def test_l_envoi_d_un_autre_n_existe_pas(client: ClientMaison, cles: list[str]) -> None:
    suivi = preparer(client, "relance", cles=cles)
    client.connecter(fabriques.agent())
    assert client.get(suivi).status_code == 404
    for action in ("lancer", "abandonner", "ecarter", "reprendre"):
        assert client.post(f"{suivi}/{action}").status_code == 404
    assert client.get(f"{suivi}/resultat.csv").status_code == 404


def test_une_cle_forgee_hors_du_perimetre_ne_concerne_personne(client: ClientMaison, cles: list[str]) -> None:
    client.connecter(fabriques.agent(academie="versailles"))
    reponse = client.post(ENVOIS, data={"genre": "relance", "cles": cles})
    assert reponse.status_code == 422
    assert "Aucune candidature" in reponse.text


def test_une_recherche_de_mille_champs_ne_concerne_personne(client: ClientMaison, cles: list[str]) -> None:
    requete = "&".join(["q=a"] * 1000)
    page = client.get("/gestion/operations/nouvelle", query_string={"genre": "relance", "requete": requete})
    assert page.status_code == 200
    envoi = client.post("/gestion/operations", data={"genre": "relance", "requete": requete})
    assert envoi.status_code == 422
    assert "Cette recherche est illisible" in envoi.text


def test_les_documents_d_une_candidature_s_ouvrent_dans_le_perimetre(
    portail: Portail, client: ClientMaison, cles: list[str]
) -> None:
    [un] = documents(cles[0], "confirmation")
    adresse = f"/gestion/candidatures/{cles[0]}/documents/{un.cle}"
    assert client.get(adresse).status_code == 200
    assert client.get(f"/gestion/candidatures/{cles[1]}/documents/{un.cle}").status_code == 404
    client.connecter(fabriques.agent(academie="versailles"))
    assert client.get(adresse).status_code == 404


def test_les_amenagements_restent_aux_personnes_habilitees(
    portail: Portail, client: ClientMaison, cles: list[str]
) -> None:
    mesures = {f"mesures.{cles[0]}": "Tiers temps"}
    suivi = preparer(client, "amenagements", cles=[cles[0]], **mesures)
    client.post(f"{suivi}/lancer")
    travailler(portail)
    [un] = documents(cles[0], "amenagements")
    adresse = f"/gestion/candidatures/{cles[0]}/documents/{un.cle}"
    assert client.get(adresse).status_code == 200
    client.connecter(fabriques.agent())
    assert client.get(adresse).status_code == 404
    assert client.get(f"{ENVOIS}/nouvelle?genre=amenagements").status_code == 404
    assert "amenagements" not in client.get(f"{ENVOIS}/nouvelle").text


def test_un_pdf_du_service_est_verifie_puis_publie(
    portail: Portail, client: ClientMaison, cles: list[str]
) -> None:
    from pypdf import PdfWriter

    tampon = io.BytesIO()
    ecrivain = PdfWriter()
    ecrivain.add_blank_page(200, 200)
    ecrivain.write(tampon)
    faux = fichier(b"MZ not a pdf", "guide.pdf")
    envoi = {"titre": "Guide", "cles": cles}
    reponse = client.post(ENVOIS, data={"genre": "publication", **envoi, "fichier": faux})
    assert reponse.status_code == 422
    suivi = preparer(client, "publication", **envoi, fichier=fichier(tampon.getvalue(), "guide.pdf"))
    client.post(f"{suivi}/lancer")
    travailler(portail)
    assert [un.intitule for un in documents(cles[0], "publie")] == ["Guide"]


def test_une_adresse_morte_se_voit_dans_le_suivi(
    portail: Portail, client: ClientMaison, cles: list[str]
) -> None:
    suivi = preparer(client, "relance", cles=cles)
    client.post(f"{suivi}/lancer")
    travailler(portail)
    from portal.db import ecriture

    with ecriture() as s:
        for mail in s.scalars(select(CourrielSortant).where(CourrielSortant.cle.contains(":relance:"))):
            mail.etat = "echec"
            break
    assert "1 mail parti sur 2, 1 en échec" in client.get(suivi).text


def test_la_desinscription_demande_un_motif(client: ClientMaison, portail: Portail, cles: list[str]) -> None:
    assert client.post(ENVOIS, data={"genre": "desinscription", "cles": cles}).status_code == 422
    suivi = preparer(client, "desinscription", motif="À sa demande", cles=[cles[0]])
    assert "Désinscrire ces candidats (1)" in client.get(suivi).text
    client.post(f"{suivi}/lancer")
    travailler(portail)
    etats = dict(db.session.execute(select(Candidature.cle, Candidature.etat)).all())
    assert etats == {cles[0]: "desinscrite", cles[1]: "enregistree"}
