"""axe-core finds nothing, and nothing overflows, on any page of the site, for anybody, wide or narrow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pluggy
from flask import Blueprint
from playwright.sync_api import Page, expect
from sqlalchemy import select
from werkzeug.routing import Map

from portal.db import db
from portal.plugin_manager import apports
from portal.services import inscription, saisie
from portal.tables import CourrielSortant, Document
from tests.e2e.conftest import fautes_axe
from tests.e2e.portail_vivant import PortailVivant
from tests.e2e.reponses import CAP, remplie

# Not pages: files, pictures, a calendar, data, addresses that lead to another.
PAS_DES_PAGES = {
    "static", "candidat.document", "candidat.calendrier", "candidat.fichier", "candidat.imprime",
    "compte.jeton_csrf", "public.communes", "administration.entree",
    *(f"gestionnaire.{vue}" for vue in (
        "bureau", "document_de_candidature", "export_fichier", "operations_modele", "operations_resultat",
        "piece_image", "piece_original", "verification_file", "verification_visionneuse",
    )),
}  # fmt: skip
# Looked at beside what is done there: test_administration, test_bureau, test_chiffres_exports,
# test_convocations, test_justificatifs, test_verification; démarches by the journeys of Certif-UP.
VUES_AILLEURS = {
    "candidat.demarche", "compte.telephone", "compte.code", "compte.second_facteur", "demonstration.codes",
    *(f"candidat.justificatifs_{vue}" for vue in ("de", "ajouter", "supprimer", "fournir")),
    *(f"administration.{vue}" for vue in (
        "annonce", "annonce_nouvelle", "annonces", "comptes", "courriel", "courriels", "extensions", "fiche",
        "journal", "nouveau", "perimetre", "taches",
    )),
    *(f"gestionnaire.{vue}" for vue in (
        "candidature", "candidature_delais", "candidature_piece", "candidature_transition", "candidatures",
        "chiffres", "corrections", "corrections_onglet", "etat_civil", "export_nouveau", "exports", "filtres",
        "operations", "operations_nouvelle", "operations_suivi", "session_geree", "sessions", "verification",
        "verification_piece",
    )),
}  # fmt: skip
SELECTION = "domaine=Examens professionnels&examen=Certificat d'aptitude professionnelle"
LARGEURS = (1280, 360)
PUBLIQUES = [
    "/",
    "/services",
    f"/services?{SELECTION}",
    "/puis-je",
    f"/puis-je/{CAP}",
    f"/examens/{CAP}?specialite=cuisine",
    "/aide",
    "/accessibilite",
    "/mentions-legales",
    "/verification/inconnu",
    "/nulle-part",
    "/connexion",
    "/compte/creer",
    "/compte/creer/merci",
    "/compte/activer/inconnu",
    "/compte/courriel/inconnu",
    "/compte/mot-de-passe-oublie",
    "/compte/mot-de-passe-oublie/envoye",
    "/compte/mot-de-passe/inconnu",
    "/demonstration/courriels",
]
DU_CANDIDAT = [
    "/candidat",
    "/inscrire",
    f"/inscrire?{SELECTION}",
    "/inscriptions",
    "/documents",
    "/justificatifs",
]
D_UN_BROUILLON = ["", "/onglets/{onglet}", "/recapitulatif", "/imprimer"]
D_UNE_INSCRIPTION = ["", "/numero", "/recapitulatif", "/imprimer"]
DES_AUTEURS = ["/auteur/modeles", "/compte"]


@contextmanager
def un_candidat(page: Page, vivant: PortailVivant) -> Iterator[list[str]]:
    """Log in somebody who has a draft and a registration; give the pages that this makes."""
    with vivant.personne() as (compte, temoin):
        page.context.add_cookies([temoin])
        inscrite = remplie(vivant.portail, vivant.candidat(compte)).cle
        inscription.enregistrer(vivant.portail, vivant.candidat(compte), inscrite)
        brouillon = saisie.commencer(vivant.portail, vivant.candidat(compte), CAP, "cuisine").cle
        premier = saisie.lire(vivant.portail, vivant.candidat(compte), brouillon).modele.onglets[0].code
        mail = db.session.scalars(select(CourrielSortant.id).order_by(CourrielSortant.id.desc())).first()
        code = db.session.scalars(select(Document.verification).order_by(Document.id.desc())).first()
        yield [
            *DU_CANDIDAT,
            "/compte",
            *(f"/inscriptions/{brouillon}{suite.format(onglet=premier)}" for suite in D_UN_BROUILLON),
            *(f"/inscriptions/{inscrite}{suite}" for suite in D_UNE_INSCRIPTION),
            f"/documents/{inscrite}",
            f"/verification/{code}",
            f"/demonstration/courriels/{mail}",
            f"/demonstration/courriels/{mail}/html",
        ]


def defauts(page: Page, vivant: PortailVivant, chemins: list[str]) -> list[str]:
    trouves = []
    for chemin in chemins:
        page.goto(vivant.adresse + chemin)
        trouves += [f"{chemin} {faute}" for faute in de_la_page(page)]
    return trouves


def de_la_page(page: Page) -> list[str]:
    """Look at one page on a desk, then on a telephone."""
    trouves = []
    for largeur in LARGEURS:
        page.set_viewport_size({"width": largeur, "height": 800})
        trop = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        trouves += fautes_axe(page) + ([f"{trop} pixels wider than {largeur}"] if trop > 0 else [])
    return trouves


def test_les_pages_de_tout_le_monde(page_vivante: Page, vivant: PortailVivant) -> None:
    assert defauts(page_vivante, vivant, PUBLIQUES) == []


def test_les_pages_d_un_candidat(page_vivante: Page, vivant: PortailVivant) -> None:
    with un_candidat(page_vivante, vivant) as chemins:
        assert defauts(page_vivante, vivant, chemins) == []


def test_les_pages_des_auteurs(page_vivante: Page, vivant: PortailVivant) -> None:
    with vivant.personne("auteur") as (_, temoin):
        page_vivante.context.add_cookies([temoin])
        assert defauts(page_vivante, vivant, DES_AUTEURS) == []


def test_chaque_onglet_rempli_ou_en_erreur(page_vivante: Page, vivant: PortailVivant) -> None:
    trouves = []
    with vivant.personne() as (compte, temoin):
        page_vivante.context.add_cookies([temoin])
        cle = remplie(vivant.portail, vivant.candidat(compte)).cle
        for onglet in saisie.lire(vivant.portail, vivant.candidat(compte), cle).modele.onglets[:-1]:
            page_vivante.goto(f"{vivant.adresse}/inscriptions/{cle}/onglets/{onglet.code}")
            trouves += de_la_page(page_vivante)
        vide = saisie.commencer(vivant.portail, vivant.candidat(compte), CAP, "cuisine").cle
        page_vivante.goto(f"{vivant.adresse}/inscriptions/{vide}/onglets/identification")
        page_vivante.get_by_role("button", name="Suivant").last.click()
        expect(page_vivante.get_by_role("alert")).to_be_focused()
        trouves += de_la_page(page_vivante)
    for chemin, bouton in (("/compte/creer", "Enregistrer"), ("/connexion", "Se connecter")):
        page_vivante.context.clear_cookies()
        page_vivante.goto(vivant.adresse + chemin)
        page_vivante.get_by_role("main").get_by_role("button", name=bouton).click()
        expect(page_vivante.locator(".erreurs, .alerte--erreur").first).to_be_visible()
        trouves += de_la_page(page_vivante)
    assert trouves == []


def test_aucune_adresse_n_est_oubliee(
    page_vivante: Page, vivant: PortailVivant, extensions: pluggy.PluginManager
) -> None:
    """Those of plugins are looked at by their own tests."""
    des_plugins = {vues.name for _, vues in apports(extensions, "portal_vues", Blueprint)}
    with un_candidat(page_vivante, vivant) as chemins:
        regles: Map = vivant.app.url_map
        ouvertes = {r.endpoint for r in regles.iter_rules() if "GET" in (r.methods or set())}
        plan = regles.bind("localhost")
        lues = set()
        for chemin in (*PUBLIQUES, *chemins, *DES_AUTEURS):
            if chemin != "/nulle-part":
                lues.add(plan.match(chemin.partition("?")[0])[0])
    oubliees = ouvertes - PAS_DES_PAGES - VUES_AILLEURS - lues
    assert {vue for vue in oubliees if vue.partition(".")[0] not in des_plugins} == set()
    assert VUES_AILLEURS <= ouvertes
