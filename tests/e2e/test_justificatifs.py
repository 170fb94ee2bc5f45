"""Pièces handed in with a real browser: bars, photos, refusals, a lost network, and no JavaScript at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import select

from portal.db import db
from portal.services import inscription
from portal.tables.modele import VersionModele
from tests.candidatures import COORDONNEES, CS, REPONSES
from tests.e2e.conftest import Ouvrir, fautes_axe
from tests.e2e.portail_vivant import PortailVivant
from tests.fichiers import EXE, pdf, photo
from tests.parcours import remplir

DEBORDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
Fichier = dict[str, object]


class Depot:
    """« Mes justificatifs » of somebody who has just registered to a CS."""

    def __init__(self, page: Page, vivant: PortailVivant, cle: str) -> None:
        self.page, self.vivant, self.cle = page, vivant, cle

    def aller(self) -> None:
        self.page.goto(f"{self.vivant.adresse}/justificatifs/{self.cle}")

    def piece(self, cle: str):  # type: ignore[no-untyped-def]
        return self.page.locator(f"#piece-{cle}")

    def choisir(self, piece: str, *fichiers: Fichier) -> None:
        """Choose files in the window of a pièce and send them."""
        self.piece(piece).get_by_role("link", name="Ajouter").click()
        fenetre = self.page.get_by_role("dialog", name="Envoyer une pièce jointe")
        expect(fenetre).to_be_visible()
        fenetre.get_by_label("Choisir un fichier").set_input_files(list(fichiers))  # type: ignore[arg-type]
        if fenetre.get_by_role("radio").count():
            fenetre.get_by_role("radio").first.check()
        fenetre.get_by_role("button", name="Envoyer").click()


def fichier(nom: str, octets: bytes, mime: str = "application/pdf") -> Fichier:
    return {"name": nom, "mimeType": mime, "buffer": octets}


UN_PDF = fichier("carte.pdf", pdf())


@pytest.fixture
def inscrit(vivant: PortailVivant) -> Iterator[tuple[str, object]]:
    with vivant.personne() as (compte, temoin):
        slug = db.session.scalars(
            select(VersionModele.slug).where(VersionModele.slug.contains("demo-cs"))
        ).first()
        reponses = {**COORDONNEES, **REPONSES[CS]}
        candidature = remplir(vivant.portail, vivant.candidat(compte), str(slug), reponses)
        inscription.enregistrer(vivant.portail, vivant.candidat(compte), candidature.cle)
        yield candidature.cle, temoin


@pytest.fixture
def ici(ouvrir: Ouvrir, vivant: PortailVivant, inscrit: tuple[str, object]) -> Depot:
    return arriver(ouvrir(), vivant, inscrit)


def arriver(page: Page, vivant: PortailVivant, inscrit: tuple[str, object]) -> Depot:
    page.context.add_cookies([inscrit[1]])  # type: ignore[list-item]
    depot = Depot(page, vivant, inscrit[0])
    depot.aller()
    return depot


def test_un_fichier_se_depose_se_supprime_et_tout_se_fournit(ici: Depot) -> None:
    ici.choisir("identite", UN_PDF)
    expect(ici.piece("identite")).to_contain_text("Déposé le")
    expect(ici.piece("identite").locator(".envoi-en-cours")).to_have_count(0)
    ici.piece("identite").get_by_role("link", name="Supprimer").click()
    ici.page.get_by_role("dialog").get_by_role("button", name="Supprimer").click()
    expect(ici.piece("identite")).to_contain_text("Aucun fichier")
    for piece in ("identite", "defense", "activite", "confirmation"):
        ici.choisir(piece, UN_PDF)
        expect(ici.piece(piece)).to_contain_text("Déposé le")
    ici.page.get_by_role("link", name="J'ai fourni toutes mes pièces").first.click()
    assert fautes_axe(ici.page) == []
    ici.page.get_by_role("button", name="J'ai fourni toutes mes pièces").click()
    expect(ici.piece("identite")).to_contain_text("Validé le")
    expect(ici.piece("identite").get_by_role("link", name="Ajouter")).to_have_count(0)
    assert fautes_axe(ici.page) == []


def test_un_fichier_refuse_est_nomme_et_le_bon_est_garde(ici: Depot) -> None:
    ici.choisir("activite", UN_PDF, fichier("virus.pdf", EXE))
    expect(ici.piece("activite").get_by_role("alert")).to_contain_text(
        "« virus.pdf » est un programme Windows"
    )
    expect(ici.piece("activite")).to_contain_text("carte.pdf")
    ici.piece("activite").get_by_role("button", name="Fermer").click()
    expect(ici.piece("activite").get_by_role("alert")).to_have_count(0)


def test_un_fichier_trop_lourd_ne_part_meme_pas(ici: Depot) -> None:
    partis: list[str] = []
    ici.page.on("request", lambda une: partis.append(une.url) if une.method == "POST" else None)
    ici.choisir("identite", fichier("gros.pdf", pdf() + bytes(5 * 1024 * 1024)))
    expect(ici.piece("identite").get_by_role("alert")).to_contain_text("la limite est de 5 Mo par fichier")
    assert partis == []


def test_le_reseau_coupe_garde_le_fichier_et_reessayer_l_envoie(ici: Depot) -> None:
    coupures = iter((True, False))

    def couper(route: Route) -> None:
        route.abort() if next(coupures) else route.continue_()

    ici.page.route("**/identite/ajouter", couper)
    ici.choisir("identite", UN_PDF)
    expect(ici.piece("identite").get_by_role("alert")).to_contain_text("Le réseau s'est coupé")
    ici.piece("identite").get_by_role("button", name="Réessayer").click()
    expect(ici.piece("identite")).to_contain_text("Déposé le")


def test_un_envoi_s_annule_en_route(ici: Depot) -> None:
    retenues: list[Route] = []
    ici.page.route("**/identite/ajouter", lambda route: retenues.append(route))
    ici.choisir("identite", UN_PDF)
    expect(ici.piece("identite").get_by_role("progressbar")).to_be_visible()
    ici.piece("identite").get_by_role("button", name="Annuler l'envoi").click()
    expect(ici.piece("identite").locator(".envoi-en-cours")).to_have_count(0)
    expect(ici.piece("identite")).to_contain_text("Aucun fichier")


def test_une_fenetre_fermee_n_envoie_rien(ici: Depot) -> None:
    ici.piece("identite").get_by_role("link", name="Ajouter").click()
    fenetre = ici.page.get_by_role("dialog", name="Envoyer une pièce jointe")
    assert fautes_axe(ici.page) == []
    fenetre.get_by_role("button", name="Fermer").click()
    expect(fenetre).to_be_hidden()
    expect(ici.piece("identite")).to_contain_text("Aucun fichier")


def test_un_fichier_se_glisse_dans_la_fenetre(ici: Depot) -> None:
    ici.piece("identite").get_by_role("link", name="Ajouter").click()
    ici.page.locator("dialog[open] [data-depot]").evaluate(
        """zone => {
          const donnees = new DataTransfer();
          donnees.items.add(new File(['%PDF-'], 'glisse.pdf', {type: 'application/pdf'}));
          zone.dispatchEvent(new DragEvent('drop', {dataTransfer: donnees, bubbles: true, cancelable: true}));
        }"""
    )
    choisis = ici.page.locator("dialog[open] input[type=file]").evaluate("champ => champ.files[0].name")
    assert choisis == "glisse.pdf"


def test_des_photos_d_un_telephone_deviennent_un_pdf(
    ouvrir: Ouvrir, vivant: PortailVivant, inscrit: tuple[str, object]
) -> None:
    """At 360 px: « Prendre une photo » opens the camera, and nothing overflows."""
    page = ouvrir(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    ici = arriver(page, vivant, inscrit)
    assert not page.evaluate(DEBORDE)
    with page.expect_file_chooser() as choix:
        ici.piece("identite").get_by_role("button", name="Prendre une photo").click()
    assert choix.value.element.get_attribute("capture") == "environment"
    choix.value.set_files([fichier("1.jpg", photo(), "image/jpeg"), fichier("2.jpg", photo(6), "image/jpeg")])  # type: ignore[list-item]
    expect(ici.piece("identite")).to_contain_text("1.pdf")
    expect(ici.piece("identite")).to_contain_text("2 pages")
    assert fautes_axe(page) == []
    assert not page.evaluate(DEBORDE)


def test_sans_javascript_tout_se_fait_aussi(
    ouvrir: Ouvrir, vivant: PortailVivant, inscrit: tuple[str, object], tmp_path: Path
) -> None:
    ici = arriver(ouvrir(java_script_enabled=False), vivant, inscrit)
    ici.piece("identite").get_by_role("link", name="Ajouter").click()
    ici.page.get_by_label("Choisir un fichier").set_input_files(
        [fichier("bon.pdf", pdf()), fichier("mal.pdf", EXE)]
    )  # type: ignore[list-item]
    ici.page.get_by_role("button", name="Envoyer").click()
    expect(ici.page.get_by_role("alert")).to_contain_text("« mal.pdf » est un programme Windows")
    expect(ici.page.get_by_role("main")).to_contain_text("Ce qui est bien déposé")
    ici.page.get_by_role("link", name="Revenir à mes pièces").click()
    with ici.page.expect_download() as recu:
        ici.piece("identite").get_by_role("link", name="bon.pdf", exact=True).click()
    recu.value.save_as(tmp_path / "rendu.pdf")
    assert (tmp_path / "rendu.pdf").read_bytes() == pdf()
    ici.piece("identite").get_by_role("link", name="Supprimer").click()
    ici.page.get_by_role("button", name="Supprimer").click()
    expect(ici.piece("identite")).to_contain_text("Aucun fichier")
    ici.page.get_by_role("link", name="J'ai fourni toutes mes pièces").first.click()
    expect(ici.page.get_by_role("alert")).to_contain_text("il manque 4 pièces")


def test_apres_la_date_plus_rien_ne_s_ajoute(
    ouvrir: Ouvrir, vivant: PortailVivant, inscrit: tuple[str, object]
) -> None:
    """A window opened before the deadline, sent after it: refused in words, nothing kept."""
    ici = arriver(ouvrir(), vivant, inscrit)
    try:
        vivant.horloge.avance = timedelta(hours=1)
        ici.piece("identite").get_by_role("link", name="Ajouter").click()
        fenetre = ici.page.get_by_role("dialog", name="Envoyer une pièce jointe")
        fenetre.get_by_label("Choisir un fichier").set_input_files([UN_PDF])  # type: ignore[list-item]
        vivant.horloge.avance = timedelta(days=16)
        ici.page.context.add_cookies([vivant.temoin(compte_de(vivant, ici.cle))])
        fenetre.get_by_role("button", name="Envoyer").click()
        expect(ici.piece("identite").get_by_role("alert")).to_contain_text("La date limite est passée")
    finally:
        vivant.horloge.avance = timedelta()


def compte_de(vivant: PortailVivant, cle: str):  # type: ignore[no-untyped-def]
    return vivant.candidature(cle).candidat.compte
