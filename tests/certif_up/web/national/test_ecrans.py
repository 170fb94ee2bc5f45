"""The rooms of the union, as its members open them; for anybody else they do not exist."""

from __future__ import annotations

import io
import re

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services.portail import Portail
from portal.tables import Candidature, Compte
from portal.tables.centre import Centre
from portal.tables.operation import Operation
from tests import fabriques
from tests.certif_up import centres
from tests.certif_up.candidats import JANVIER, OUVERT
from tests.client import ClientMaison
from tests.publications import RACINE

NATIONAL = "/certif-up/national"
FICHIER = (RACINE / "plugins/certif_up/demonstration/centres.csv").read_bytes()
PAGES = (
    "", "/centres", "/centres/nouveau", "/centres/C02A", "/centres/C02A/modifier", "/centres/C02A/service",
    "/centres/import", "/centres.csv", f"/centres.csv?slug={JANVIER}", "/sessions", f"/sessions/{JANVIER}",
    f"/places/{JANVIER}", "/reports", "/chiffres", f"/chiffres?session={JANVIER}", "/definitives",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


@pytest.fixture
def ici(portail: Portail) -> int:
    return centres.centre(portail)


@pytest.fixture
def union(client: ClientMaison, ici: int) -> ClientMaison:
    client.connecter(fabriques.agent(famille="certif_up"))
    return client


def envoyer(client: ClientMaison, octets: bytes, slug: str = JANVIER) -> object:
    donnees = {"slug": slug, "fichier": (io.BytesIO(octets), "centres.csv")}
    return client.post(f"{NATIONAL}/centres/import", data=donnees)


def centre(code: str) -> Centre:
    db.session.rollback()
    return db.session.scalars(select(Centre).where(Centre.code == code)).one()


@pytest.mark.parametrize("page", PAGES)
def test_chaque_page_s_ouvre_a_l_union(union: ClientMaison, portail: Portail, page: str) -> None:
    centres.soumettre(portail, ("E1", "E2"))
    assert union.get(f"{NATIONAL}{page}").status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_pour_un_autre_gestionnaire_elle_n_existe_pas(client: ClientMaison, ici: int, page: str) -> None:
    client.connecter(fabriques.agent(famille="cap"))
    assert client.get(f"{NATIONAL}{page}").status_code == 404


def test_le_menu_mene_a_certif_up_pour_l_union_seule(client: ClientMaison, ici: int) -> None:
    client.connecter(fabriques.agent(famille="certif_up"))
    page = client.get("/gestion/candidatures").text
    assert f'href="{NATIONAL}"' in page
    client.connecter(fabriques.agent(academie="poitiers"))
    assert f'href="{NATIONAL}"' not in client.get("/gestion/candidatures").text


def test_un_membre_du_centre_ne_decide_aucun_report(client: ClientMaison, portail: Portail, ici: int) -> None:
    cle = centres.soumettre(portail)
    client.connecter(centres.compte_membre(ici))
    assert client.get(f"{NATIONAL}/reports").status_code == 404
    for code in ("accorder_report", "refuser_report", "liberer"):
        adresse = f"/gestion/candidatures/{cle}/transitions/{code}"
        assert client.post(adresse, data={"motif": "Non", "etat": "soumise"}).status_code == 404


def test_la_page_d_une_decision_dit_ou_va_le_report(union: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail)
    with ecriture():
        demande = db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()
        demande.etat, demande.phase = "report_demande", "inscrite"
    adresse = f"/gestion/candidatures/{cle}/transitions/accorder_report"
    assert "pas encore publiée" in union.get(adresse).text
    assert "Sans nouveaux frais" in union.get(f"{NATIONAL}/reports").text
    fait = union.post(adresse, data={"etat": "report_demande", "motif": ""})
    assert fait.status_code == 303
    assert "Accordé" in union.get(f"{NATIONAL}/reports").text


def test_un_centre_se_cree_puis_se_modifie_et_chaque_faute_est_dite(union: ClientMaison) -> None:
    faux = union.post(f"{NATIONAL}/centres/nouveau", data={"code": "C59A", "intitule": "Centre du Nord"})
    assert faux.status_code == 422
    assert "Centre du Nord" in faux.text
    assert 'href="#centre-courriel"' in faux.text
    bon = {
        "code": "C59A", "intitule": "Centre du Nord", "adresse": "1 rue Haute", "code_postal": "59000",
        "commune": "Lille", "courriel": "nord@example.org", "modalites": "Par chèque.",
        "habilite_du": "01/09/2026",
    }  # fmt: skip
    cree = union.post(f"{NATIONAL}/centres/nouveau", data=bon)
    assert cree.location == f"{NATIONAL}/centres/C59A"
    union.post(f"{NATIONAL}/centres/C59A/modifier", data=bon | {"intitule": "Centre des Flandres"})
    page = union.get(f"{NATIONAL}/centres/C59A").text
    assert "Centre des Flandres" in page
    assert "Centre modifié" in page
    assert union.get(f"{NATIONAL}/centres/AUCUN").status_code == 404


def test_desactiver_montre_d_abord_les_demandes_en_cours(union: ClientMaison, portail: Portail) -> None:
    centres.soumettre(portail)
    avant = union.get(f"{NATIONAL}/centres/C02A/service").text
    assert "1 demande en cours" in avant
    adresse = f"{NATIONAL}/centres/C02A/service"
    assert union.post(adresse, data={"acte": "desactiver", "motif": ""}).status_code == 422
    assert union.post(adresse, data={"acte": "effacer"}).status_code == 400
    union.post(adresse, data={"acte": "desactiver", "motif": "Travaux."})
    page = union.get(f"{NATIONAL}/centres/C02A").text
    assert "1 demande à libérer" in page
    lien = re.search(r'href="(/gestion/operations/nouvelle[^"]*)"', page)
    assert lien is not None
    envoi = union.get(lien[1].replace("&amp;", "&")).text
    assert "Libérer le candidat" in envoi
    assert "<strong>1 candidature</strong>" in envoi
    assert "demande sans centre" in union.get(NATIONAL).text
    union.post(adresse, data={"acte": "reactiver", "motif": "Travaux finis."})
    assert centre("C02A").desactive_le is None


def test_un_membre_s_invite_une_adresse_prise_est_refusee(union: ClientMaison) -> None:
    adresse = f"{NATIONAL}/centres/C02A/membres"
    nouveau = {"nom": "Accueil", "courriel": "accueil@example.org"}
    assert union.post(adresse, data=nouveau).status_code == 303
    refus = union.post(adresse, data=nouveau)
    assert refus.status_code == 409
    assert "a déjà un compte" in refus.text
    assert union.post(adresse, data={"nom": "", "courriel": "x"}).status_code == 422
    compte = db.session.scalars(select(Compte.id).where(Compte.courriel == "accueil@example.org")).one()
    assert union.post(f"{adresse}/{compte}/lien").status_code == 303
    assert union.post(f"{adresse}/{compte}/retirer").status_code == 303
    assert union.post(f"{adresse}/{compte}/retirer").status_code == 404


def test_un_fichier_se_relit_puis_s_applique(union: ClientMaison, portail: Portail) -> None:
    vers = envoyer(union, FICHIER).location  # type: ignore[attr-defined]
    page = union.get(vers)
    assert "Le fichier est bon" in page.text
    assert "Appliquer (" in page.text
    assert union.get(f"{vers}?sort=changer").status_code == 200
    assert "import de centres" in union.get(NATIONAL).text
    assert union.post(vers, data={"acte": "appliquer"}).location == f"{NATIONAL}/centres"
    assert union.post(vers, data={"acte": "appliquer"}).status_code == 404
    assert "30 centres" in union.get(f"{NATIONAL}/centres").text
    exporte = union.get(f"{NATIONAL}/centres.csv?slug={JANVIER}")
    assert exporte.headers["Content-Disposition"] == 'attachment; filename="centres-certif-up-2027-01.csv"'
    assert "ne change rien" in union.get(envoyer(union, exporte.data).location).text  # type: ignore[attr-defined]


def test_une_ligne_fausse_bloque_l_import_sauf_si_on_la_laisse(union: ClientMaison) -> None:
    faux = FICHIER.replace(b";06000;Nice;", b";06000;Lyon;")
    vers = envoyer(union, faux).location  # type: ignore[attr-defined]
    page = union.get(vers).text
    assert "1 ligne à corriger" in page
    assert "Ligne 3" in page
    assert union.post(vers, data={"acte": "appliquer"}).status_code == 409
    assert union.post(vers, data={"acte": "appliquer", "sans_les_fausses": "oui"}).status_code == 303
    assert "29 centres" in union.get(f"{NATIONAL}/centres").text


def test_un_fichier_d_autre_chose_est_explique_colonne_par_colonne(union: ClientMaison) -> None:
    reponse = envoyer(union, b"code;nom;lieu\nC1;A;B\n")
    assert reponse.status_code == 422  # type: ignore[attr-defined]
    texte = reponse.text  # type: ignore[attr-defined]
    assert "Les colonnes de votre fichier" in texte
    assert "Reconnue" in texte
    assert "Inconnue" in texte
    assert union.post(f"{NATIONAL}/centres/import", data={"slug": JANVIER}).status_code == 422
    assert envoyer(union, FICHIER, "national/ailleurs").status_code == 404  # type: ignore[attr-defined]


def test_un_import_abandonne_n_est_plus_rien(union: ClientMaison) -> None:
    vers = envoyer(union, FICHIER).location  # type: ignore[attr-defined]
    assert union.post(vers, data={"acte": "abandonner"}).status_code == 303
    assert union.get(vers).status_code == 404
    assert db.session.scalars(select(Operation.etat)).one() == "abandonnee"


def test_htmx_ne_recoit_que_la_liste(union: ClientMaison) -> None:
    fragment = union.htmx(f"{NATIONAL}/centres?q=laon").text
    assert fragment.strip().startswith('<div id="centres">')
    assert "ESTRALINE Formation" in fragment
    assert "Aucun centre ne répond" in union.htmx(f"{NATIONAL}/centres?q=nulle part&page=x").text


def test_le_fichier_des_inscriptions_se_demande_et_se_telecharge(
    union: ClientMaison, portail: Portail, ici: int
) -> None:
    assert union.post(f"{NATIONAL}/definitives", data={"format": "csv"}).status_code == 422
    cle = centres.soumettre(portail)
    with ecriture():
        demande = db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()
        demande.etat = demande.phase = "inscrite"
    assert "1 inscription définitive" in union.get(f"{NATIONAL}/definitives").text
    assert union.post(f"{NATIONAL}/definitives", data={"format": "xlsx"}).status_code == 303
    lien = re.search(rf'href="({NATIONAL}/definitives/[^"]+)"', union.get(f"{NATIONAL}/definitives").text)
    assert lien is not None
    fichier = union.get(lien[1])
    assert fichier.data.startswith(b"PK")
    assert "certif-up-inscriptions-toutes" in fichier.headers["Content-Disposition"]
    union.connecter(fabriques.agent(famille="certif_up"))
    assert union.get(lien[1]).status_code == 404


def test_la_liste_generale_montre_le_centre(union: ClientMaison, portail: Portail) -> None:
    centres.soumettre(portail)
    page = union.get("/gestion/candidatures?famille=certif_up&centre=c02a&colonnes=centre")
    assert "ESTRALINE Formation" in page.text
    assert "Laon" in page.text
    assert "Aucune candidature" in union.get("/gestion/candidatures?centre=AUTRE").text


@pytest.mark.parametrize(
    "slug", ["x%0d%0aSet-Cookie:%20a=b", "../../etc/passwd", "national/certif-up-2031-01"]
)
def test_le_fichier_des_centres_n_a_que_les_seances_de_la_famille(union: ClientMaison, slug: str) -> None:
    assert union.get(f"{NATIONAL}/centres.csv?slug={slug}").status_code == 404


def test_pour_un_autre_gestionnaire_aucun_acte_sur_un_centre_n_existe(client: ClientMaison, ici: int) -> None:
    client.connecter(fabriques.agent(famille="cap"))
    for acte in ("modifier", "service", "membres"):
        assert client.post(f"{NATIONAL}/centres/C02A/{acte}").status_code == 404
