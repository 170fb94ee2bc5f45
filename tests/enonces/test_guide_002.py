"""Guide 002: the portal seen from outside, what it can hold, and the choices of épreuves."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.domain.langage.lecteur import Fichier, lire_famille
from portal.services.portail import Portail
from portal.services.publication import publier
from tests import fabriques
from tests.candidatures import BIA, CERT, CS, OUVERT
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import Formulaire, ouvrir, texte
from tests.parcours import FAMILLE_ESSAI, IDENTIFICATION, MODELE_ESSAI
from tests.publications import publier_livre

RACINE = Path(__file__).parents[2]
AU_CHOIX = "versailles/exemple-epreuves-au-choix-2027"
CHOIX_CERT = {
    "domaine": "Autres certifications",
    "examen": "Certification complémentaire personnels enseignants du 1er degré",
    "specialite": "arts_cinema",
    "academie": CERT,
}
DNL = "Enseignement en Langue Étrangère dans une DNL – Domaine disciplinaire Enseignements Artistiques – "


def test_la_documentation_donne_les_adresses_a_lier(portail: Portail, client: ClientMaison) -> None:
    """G-006, G-007, P-008, S-035, S-036: each address of the page for rectorats answers without a login."""
    publier_livre(portail, CS)
    page = (RACINE / "docs" / "auteurs" / "adresses.md").read_text("utf-8")
    assert "Documentation technique" in page
    assert "`PORTAL_BASE_URL`" in page
    adresses = re.findall(r"^\| .* \| `(/[^`]*)` \|$", page, re.MULTILINE)
    assert {"/", "/services", f"/examens/{CS}"} <= set(adresses)
    for adresse in adresses:
        assert client.get(adresse).status_code == 200, adresse


def test_un_seul_portail_et_un_seul_compte_pour_toutes_les_familles(
    portail: Portail, client: ClientMaison
) -> None:
    """G-001, G-002, G-013, G-014, G-016: examens, autres examens, autres certifications, one account."""
    for slug in (BIA, CERT, CS):
        publier_livre(portail, slug)
    client.connecter(fabriques.candidat().compte)
    page = texte(client.get("/inscrire"))
    for domaine in ("Autres certifications", "Autres examens", "Examens professionnels"):
        assert domaine in page
        choix = texte(client.get("/inscrire", query_string={"domaine": domaine}))
        assert "Choisissez un examen ou une certification" in choix


def test_un_concours_se_declare_et_se_choisit(portail: Portail, client: ClientMaison) -> None:
    """G-015."""
    declare = FAMILLE_ESSAI.format(confirmation="recapitulatif")
    declare = declare.replace("Examen d'essai", "Concours d'essai").replace("Essais", "Concours")
    famille = lire_famille(Fichier("famille.yaml", declare.encode()), [])
    assert famille is not None
    modele = MODELE_ESSAI.format(
        academie="versailles", annee=2026, du="01/11/2025 09:00", au="19/11/2025 17:00"
    ).replace("Examen d'essai", "Concours d'essai")
    fait = publier(portail, famille, Fichier("c.yaml", modele.encode()), "versailles/concours", "test")
    assert not fait.refusee
    client.connecter(fabriques.candidat().compte)
    assert "Concours" in texte(client.get("/inscrire"))
    assert "Concours d'essai" in texte(client.get("/inscrire", query_string={"domaine": "Concours"}))
    assert client.post("/inscrire", data={"modele": "versailles/concours"}).status_code == 303


def test_les_trois_disciplines_du_guide_se_lisent_en_entier_avec_leur_periode(
    portail: Portail, client: ClientMaison, horloge: HorlogeReglable
) -> None:
    """G-003, G-018 to G-020, G-026 to G-029, G-031 to G-041."""
    horloge.regler(OUVERT[CERT])
    publier_livre(portail, CERT)
    niveaux = list(CHOIX_CERT)
    attendus = ["Autres certifications", CHOIX_CERT["examen"], "Arts – cinéma et audiovisuel"]
    attendus.append("Académie de Versailles - (2020)")
    for rang, attendu in enumerate(attendus):
        choix = {cle: CHOIX_CERT[cle] for cle in niveaux[:rang]}
        assert attendu in texte(client.get("/services", query_string=choix)), attendu
    page = texte(client.get("/services", query_string=CHOIX_CERT))
    assert "Informations disponibles" in page
    assert "Certifications proposées dans l'Académie de Versailles :" in page
    for discipline in ("Arts – cinéma et audiovisuel", f"{DNL}Arts Visuels", f"{DNL}Éducation Musicale"):
        assert f"{CHOIX_CERT['examen']} : {discipline}" in page
    assert page.count("ouvert du 17/09/2019 10:00 au 20/09/2019 10:00") == 3


def test_hors_periode_la_selection_le_dit(portail: Portail, client: ClientMaison) -> None:
    """G-021, G-022: years after the closing, no line and a sentence."""
    publier_livre(portail, CERT)
    page = texte(client.get("/services", query_string=CHOIX_CERT))
    assert "Aucun service n'est ouvert pour cette sélection." in page
    assert "ouvert du" not in page


def test_apres_la_connexion_un_accueil_et_cinq_entrees(client: ClientMaison, portail: Portail) -> None:
    """G-126 to G-131, G-378, P-027: no entry « Les formulaires »."""
    client.connecter(fabriques.candidat().compte)
    page = html.unescape(client.get("/candidat").text)
    assert "<h1>Bonjour Élise</h1>" in page
    for adresse, entree in (
        ("/inscrire", "M'inscrire"), ("/inscriptions", "Mes inscriptions"), ("/documents", "Mes documents"),
        ("/justificatifs", "Mes justificatifs"), ("/compte", "Modifier mon compte"),
    ):  # fmt: skip
        assert re.search(f'href="{adresse}"[^>]*>{entree}<', page), entree
    assert "formulaires" not in texte(page).lower()


@pytest.fixture
def au_choix(portail: Portail, client: ClientMaison, horloge: HorlogeReglable) -> Formulaire:
    horloge.regler(datetime(2026, 11, 20, 11, tzinfo=UTC))
    publier_livre(portail, AU_CHOIX)
    formulaire = ouvrir(portail, client, AU_CHOIX, "exemple")
    formulaire.suivant("identification", IDENTIFICATION)
    formulaire.suivant("qualification", {"specialite": "exemple"})
    return formulaire


def test_une_epreuve_a_choix_et_une_facultative_se_choisissent_et_se_relisent(au_choix: Formulaire) -> None:
    """G-261, G-262, G-265, G-266."""
    choix = {"epreuves.au_choix": "021", "epreuves.030": "oui", "epreuves.030.langue": "espagnol"}
    au_choix.suivant("epreuves", choix, "actualiser")
    assert au_choix.suivant("epreuves", choix).status_code == 303
    recap = texte(au_choix.voir("recapitulatif"))
    assert "Histoire des arts" in recap
    assert "Culture scientifique" not in recap
    assert "Langue vivante" in recap
    assert "Espagnol" in recap


@pytest.mark.parametrize(
    ("choix", "champ"),
    [
        pytest.param({"epreuves.030": "non"}, "epreuves-au_choix", id="G-262: sans choix"),
        pytest.param({"epreuves.au_choix": "021"}, "epreuves-030", id="G-261: sans réponse"),
    ],
)
def test_un_choix_d_epreuve_oublie_est_demande(
    au_choix: Formulaire, choix: dict[str, str], champ: str
) -> None:
    page = au_choix.suivant("epreuves", choix)
    assert page.status_code == 422
    assert f'id="champ-{champ}-erreur"' in page.text


def test_le_numero_mene_a_la_confirmation_qui_est_aussi_dans_mes_documents(au_choix: Formulaire) -> None:
    """G-004, G-310, G-319, G-320, P-036, P-037, S-234: the same file behind both links."""
    au_choix.suivant("epreuves", {"epreuves.au_choix": "022", "epreuves.030": "non"})
    assert au_choix.enregistrer().status_code == 303
    numero = au_choix.voir("numero").text
    lien = re.search(r'href="(/documents/[^"]+)"[^>]*>(?:<svg.*?</svg>)?<span>Visualiser/imprimer', numero)
    assert lien is not None
    confirmation = numero[numero.index("Vos documents") :]
    assert f'<a href="{lien[1]}">Confirmation d’inscription</a>' in confirmation
    assert lien[1].startswith(f"/documents/{au_choix.cle}/")
    assert au_choix.client.get(f"/documents/{au_choix.cle}").status_code == 200


def test_la_barre_des_onglets_finit_par_une_aide(au_choix: Formulaire) -> None:
    """S-230: it opens beside, what is being typed stays."""
    page = au_choix.onglet("epreuves").text
    barre = page[page.index('<nav class="etapes--large') :].split("</nav>")[0]
    lien = re.search(r'</ol>.*href="/aide#inscription" target="_blank".*\?</span> Aide', barre, re.DOTALL)
    assert lien is not None
    assert 'id="inscription"' in au_choix.client.get("/aide").text


def test_aucun_lien_de_desinscription_ne_se_propose(au_choix: Formulaire) -> None:
    """G-454 to G-456: for an « autre examen »; the service is named instead."""
    dit = texte(au_choix.client.get(f"/examens/{AU_CHOIX}"))
    assert "Vous ne pouvez pas vous désinscrire vous-même" in dit
    assert au_choix.client.post(au_choix.adresse("desinscrire")).status_code == 404


def test_la_qualification_reprend_ce_qui_a_ete_choisi_avant(
    portail: Portail, client: ClientMaison, horloge: HorlogeReglable
) -> None:
    """G-244 to G-249: the certification is read, the discipline of « M'inscrire » is already chosen."""
    horloge.regler(OUVERT[CERT])
    publier_livre(portail, CERT)
    formulaire = ouvrir(portail, client, CERT, "dnl_arts_visuels")
    identification = formulaire.onglet("identification")
    for mots in ("Pays *", "Code postal", "Commune", "Exemple : 30/05/1998", "Adresse mail"):
        assert mots in texte(identification), mots  # G-221, G-227, G-228, G-232, G-238
    formulaire.suivant("identification", IDENTIFICATION)
    page = formulaire.onglet("qualification")
    assert f"Certification {CHOIX_CERT['examen']}" in texte(page)
    assert "Secteur disciplinaire *" in texte(page)
    assert re.findall(r'<option value="(\w+)" selected', page.text) == ["dnl_arts_visuels"]
