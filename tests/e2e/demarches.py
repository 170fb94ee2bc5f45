"""What one does to register, page by page, with any hands: account, choice of the exam, tabs, number."""

from __future__ import annotations

import io
import re
import secrets
from dataclasses import dataclass

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.gestes import Gestes
from tests.e2e.portail_vivant import PortailVivant

MOT_DE_PASSE = "Cerisier.vole.2027"
ENREGISTREE = re.compile("a bien été prise en compte")
# (gesture, question, answer); a tab is the list of its answers.
Reponse = tuple[str, str, str]

IDENTIFICATION: list[Reponse] = [
    ("ecrire", "Adresse 1", "12 rue des Écoles"),
    ("ecrire", "Code postal", "63000"),
    ("attendre", "Commune", "Clermont-Ferrand"),
    ("derouler", "Nationalité", "Française"),
    ("ecrire", "Téléphone personnel", "06 12 34 56 78"),
]
RESULTATS: list[Reponse] = [
    ("choisir", "Demandez-vous un aménagement d'épreuves au titre du handicap ?", "Non"),
    ("choisir", "Acceptez-vous que votre résultat soit publié sur internet ?", "Oui"),
    ("choisir", "Acceptez-vous que votre résultat soit communiqué à la presse ?", "Non"),
]
PASSAGE: list[Reponse] = [
    ("choisir", "Sous quelle forme passez-vous l'examen ?", "Globale"),
    ("choisir", "Quel est le plus haut diplôme que vous avez obtenu ?", "Aucun diplôme"),
]


@dataclass(frozen=True)
class Examen:
    """One of the shipped exams, and what its candidate answers, tab by tab."""

    domaine: str
    intitule: str
    specialite: str
    academie: str
    onglets: list[tuple[str, list[Reponse]]]
    au_document: tuple[str, ...]


CAP = Examen(
    "Examens professionnels",
    "Certificat d'aptitude professionnelle",
    "Cuisine",
    "Académie de Poitiers",
    [
        ("Identification", IDENTIFICATION),
        (
            "Informations candidature",
            [("choisir", "Comment vous présentez-vous ?", "Candidat individuel"), *RESULTATS],
        ),
        (
            "Qualification présentée",
            [
                ("choisir", "Avez-vous déjà été ajourné à ce CAP, dans cette spécialité ?", "Non"),
                *PASSAGE,
            ],
        ),
        ("Acquis", []),
        (
            "Épreuves",
            [
                ("choisir", "EG3 > Pouvez-vous passer l'épreuve ?", "Oui"),
                ("choisir", "EG3 > Quelle activité choisissez-vous ?", "Tennis de table"),
                ("choisir", "EG4 > Quelle langue présentez-vous ?", "Anglais"),
                (
                    "choisir",
                    "EF1 > Présentez-vous l’épreuve facultative « Langue vivante facultative » ?",
                    "Oui",
                ),
                ("choisir", "EF1 > Quelle langue présentez-vous ?", "Espagnol"),
            ],
        ),
    ],
    ("Cuisine", "Tennis de table", "Espagnol"),
)
CS = Examen(
    "Examens professionnels",
    "Certificat de spécialisation",
    "Zingueur",
    "Académie de Clermont-Ferrand",
    [
        ("Identification", IDENTIFICATION),
        (
            "Informations candidature",
            [
                ("choisir", "À quel titre vous présentez-vous ?", "J'ai au moins trois ans d'activité"),
                ("ecrire", "Combien d'années d'activité professionnelle avez-vous dans ce métier ?", "4"),
                (
                    "choisir",
                    "Cette activité relève-t-elle du domaine professionnel de la spécialité présentée ?",
                    "Oui",
                ),
                *RESULTATS,
            ],
        ),
        (
            "Qualification présentée",
            [
                ("choisir", "Avez-vous déjà été ajourné à cet examen, dans cette spécialité ?", "Non"),
                *PASSAGE,
            ],
        ),
        ("Acquis", []),
        ("Épreuves", []),
    ],
    ("Zingueur", "R.408"),
)
CERTIFICATION = Examen(
    "Autres certifications",
    "Certification complémentaire",
    "Arts – cinéma et audiovisuel",
    "Académie de Versailles",
    [
        ("Identification", IDENTIFICATION),
        ("Qualification présentée", []),
        (
            "Situation actuelle",
            [
                ("choisir", "Corps", "Agent contractuel 1er degré"),
                ("choisir", "Statut", "Contractuel"),
                ("choisir", "Position administrative", "Activité"),
                ("derouler", "Département", "078"),
                ("ecrire", "Code postal", "78000"),
                ("attendre", "Commune", "Versailles"),
                ("ecrire", "Nom de l'établissement", "École Jean-Moulin"),
            ],
        ),
        ("Épreuves", []),
    ],
    ("cinéma", "Épreuve 1"),
)
EXAMENS = (CAP, CS, CERTIFICATION)


def creer_un_compte(gestes: Gestes, vivant: PortailVivant) -> str:
    """Create an account, activate it from the demonstration's mail, log in; return its address."""
    adresse = f"{secrets.token_hex(4)}@example.org"
    page = gestes.page
    page.goto(f"{vivant.adresse}/compte/creer")
    gestes.derouler("Civilité", "MADAME")
    for question, valeur in (
        ("Nom de famille", "Durand"),
        ("Confirmation du nom", "Durand"),
        ("Prénoms", "Élise Marie"),
        ("Date de naissance", "17/05/1999"),
        ("Confirmation date de naissance", "17/05/1999"),
    ):
        gestes.ecrire(question, valeur)
    naitre(gestes)
    for question, valeur in (
        ("Adresse mail", adresse),
        ("Confirmation de l'adresse mail", adresse),
        ("Mot de passe", MOT_DE_PASSE),
        ("Confirmation du mot de passe", MOT_DE_PASSE),
    ):
        gestes.ecrire(question, valeur)
    gestes.presser("Enregistrer")
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("Créez")
    ouvrir_le_mail(page, vivant, adresse, "ctiv")
    page.locator("article a[href*='/compte/activer/']").first.focus()
    page.keyboard.press("Enter")
    gestes.presser("Activer mon compte")
    se_connecter(gestes, vivant, adresse)
    return adresse


def naitre(gestes: Gestes) -> None:
    """Give the place of birth; the département and the commune come with the country."""
    gestes.derouler("Pays de naissance", "FRANCE")
    if gestes.page.get_by_role("button", name="Continuer avec ce pays").count():
        gestes.presser("Continuer avec ce pays")
    gestes.derouler("Département, DOM ou COM de naissance", "063")
    gestes.ecrire("Commune de naissance", "Clermont-Ferrand")


def se_connecter(gestes: Gestes, vivant: PortailVivant, adresse: str) -> None:
    gestes.page.goto(f"{vivant.adresse}/connexion")
    gestes.ecrire(intitule_du_login(gestes.page), adresse)
    gestes.ecrire("Mot de passe", MOT_DE_PASSE)
    gestes.presser("Se connecter")
    expect(gestes.page.get_by_role("heading", name="Bonjour Élise")).to_be_visible()


def intitule_du_login(page: Page) -> str:
    """Return what the first field is called: a plugin may let candidates log in with a number."""
    return page.get_by_text(re.compile("^(Login|Adresse électronique ou )")).first.inner_text().strip(" *\n")


def ouvrir_le_mail(page: Page, vivant: PortailVivant, destinataire: str, objet: str) -> None:
    """Open the latest mail of somebody whose subject holds a text, as soon as it is there."""
    ligne = page.locator(".boite li", has_text=destinataire).filter(has_text=re.compile(objet)).first
    page.goto(f"{vivant.adresse}/demonstration/courriels")
    for _ in range(40):
        if ligne.count():
            break
        page.wait_for_timeout(150)
        page.reload()
    page.goto(vivant.adresse + str(ligne.get_by_role("link").get_attribute("href")))


def choisir_l_examen(gestes: Gestes, vivant: PortailVivant, examen: Examen) -> None:
    """Go through « M'inscrire » down to the first tab."""
    page = gestes.page
    page.goto(f"{vivant.adresse}/inscrire")
    for niveau, choix in (
        ("un domaine", examen.domaine),
        ("un examen", examen.intitule),
        ("une spécialité", examen.specialite),
        ("une académie", examen.academie),
    ):
        expect(page.get_by_role("heading", name=f"Choisissez {niveau}")).to_be_visible()
        if page.get_by_role("main").get_by_role("combobox").count():
            gestes.derouler("Spécialité", choix)
            gestes.presser("Continuer")
        else:
            gestes.presser(choix)
    gestes.presser("Valider")


def remplir_tout(gestes: Gestes, examen: Examen) -> None:
    """Fill in every tab."""
    for onglet, reponses in examen.onglets:
        remplir(gestes, onglet, reponses)


def remplir(gestes: Gestes, onglet: str, reponses: list[Reponse]) -> None:
    """Fill in a tab and go on."""
    expect(gestes.page.get_by_role("heading", level=1)).to_have_text(onglet)
    ici = gestes.page.url
    sans_javascript = gestes.page.locator("button[value=actualiser]").filter(visible=True)
    for geste, question, reponse in reponses:
        getattr(gestes, geste)(question, reponse)
        if sans_javascript.count():
            sans_javascript.first.click()
    gestes.presser("Suivant")
    expect(gestes.page, "a refused tab stays where it is").not_to_have_url(ici)


def enregistrer(gestes: Gestes) -> str:
    """Press « Enregistrer » on the récapitulatif; return the key of the candidature."""
    page = gestes.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Récapitulatif")
    gestes.presser("Enregistrer")
    expect(page.get_by_text(ENREGISTREE)).to_be_visible()
    return page.url.split("/")[-2]


def aller_au_recapitulatif(gestes: Gestes) -> None:
    """Go on, tab after tab, where all is answered."""
    titre = gestes.page.get_by_role("heading", level=1)
    for _ in range(8):
        if titre.inner_text() == "Récapitulatif":
            return
        ici = gestes.page.url
        gestes.presser("Suivant")
        expect(gestes.page).not_to_have_url(ici)


def lire_le_document(page: Page, vivant: PortailVivant, cle: str, version: str = "Version n°1") -> str:
    """Return the text of the first PDF of « Mes documents », as soon as that version is there."""
    lien = page.locator("#documents p", has_text=version).locator(f"a[href*='/documents/{cle}/']").first
    page.goto(f"{vivant.adresse}/documents/{cle}")
    for _ in range(60):
        if lien.count():
            break
        page.wait_for_timeout(150)
        page.reload()
    recu = page.request.get(vivant.adresse + str(lien.get_attribute("href")))
    assert recu.headers["content-type"] == "application/pdf"
    octets = recu.body()
    assert octets.startswith(b"%PDF")
    return " ".join(
        "".join(feuille.extract_text() for feuille in PdfReader(io.BytesIO(octets)).pages).split()
    )
