"""Documents: asked for in the transaction, drawn later from what was true then (G-321 to G-373)."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.adapters.pdf import RenduXhtml2pdf
from portal.db import db, ecriture
from portal.services import consultation, document, inscription, tache
from portal.services.authenticite import verifier
from portal.services.candidature import situation_de
from portal.services.portail import Portail
from portal.tables import Candidat, CourrielSortant, Document, Tache
from portal.worker import TRAVAUX
from tests import fabriques
from tests.candidatures import BIA, CERT, CS, OUVERT, inscrire_a
from tests.parcours import inscrire, poster, publier_essai


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    return fabriques.candidat(prenoms="Élise <b>Marie</b>")


def a(horloge: HorlogeReglable, slug: str) -> str:
    horloge.regler(OUVERT[slug])
    return slug


def documents(cle: str) -> dict[str, Document]:
    lignes = db.session.scalars(
        select(Document).where(Document.candidature.has(cle=cle)).order_by(Document.id)
    )
    return {f"{un.code}:{un.version}": un for un in lignes}


def travailler(portail: Portail, travaux: Mapping[str, Any] = TRAVAUX) -> None:
    while tache.executer_prochaine(portail, travaux):
        pass


def lire(portail: Portail, un: Document) -> PdfReader:
    assert un.stockage_cle
    with portail.stockage.ouvrir(un.stockage_cle) as flux:
        return PdfReader(io.BytesIO(flux.read()))


def texte(pdf: PdfReader) -> str:
    return " ".join(
        " ".join(page.extract_text() for page in pdf.pages).replace("\N{NO-BREAK SPACE}", " ").split()
    )


def test_l_inscription_demande_la_confirmation_et_la_demande_de_pieces(
    portail: Portail, candidat: Candidat
) -> None:
    cle = inscrire_a(portail, candidat, CS).cle
    trouves = documents(cle)
    assert list(trouves) == ["confirmation:1", "demande_pieces:1"]
    assert {un.etat for un in trouves.values()} == {"a_produire"}
    assert db.session.query(Tache).filter_by(genre=document.TACHE).count() == 2


@pytest.mark.parametrize(
    ("slug", "titre"),
    [(BIA, "Confirmation d’inscription"), (CERT, "Récapitulatif d'inscription")],
)
def test_le_titre_suit_le_domaine_g_321_g_322(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable, slug: str, titre: str
) -> None:
    """S-252, S-255."""
    cle = inscrire_a(portail, candidat, a(horloge, slug)).cle
    assert documents(cle)["confirmation:1"].intitule == titre
    assert documents(cle)["demande_pieces:1"].intitule == "Demande de pièces justificatives"


def test_le_pdf_dit_tout_ce_qu_il_faut(portail: Portail, candidat: Candidat) -> None:
    """G-343, S-234, S-236, S-237, S-252: its version, a place for the date and for the signature."""
    reel = replace(portail, pdf=RenduXhtml2pdf())
    cle = inscrire_a(portail, candidat, CS).cle
    travailler(reel)
    un = documents(cle)["confirmation:1"]
    pdf = lire(portail, un)
    dit = texte(pdf)
    for morceau in (
        "Confirmation d’inscription", "Certificat de spécialisation : Zingueur",
        "Académie de Clermont-Ferrand",
        "N° candidat", candidat.numero or "?", "N° inscription 001", "Version 01",
        "05/11/2025 12:00 (heure de Paris)", "DURAND Élise <b>Marie</b>", "né(e) le 17/05/2004",
        "Rue de la pluie", "63000 Clermont-Ferrand",
        "À dater, à signer et à retourner avant le mercredi 19 novembre",
        "CINSIG01", "Attestation de formation au travail en hauteur", "vendredi 6 mars 2026",
        "Fait le :", "Signature du candidat", "dec.exapro2@ac-clermont.fr", "04.73.99.34.94",
        "Pour vous désinscrire", f"/verification/{un.verification}", "Page 1 sur",
    ):  # fmt: skip
        assert morceau in dit, (morceau, dit)
    assert pdf.trailer["/Root"]["/Lang"] == "fr"
    assert pdf.metadata is not None
    assert pdf.metadata.title is not None
    assert pdf.metadata.title.startswith("Confirmation d’inscription – Certificat de spécialisation")
    assert len(pdf.pages[0].images) == 1


def test_la_confirmation_g01_dit_ou_la_retourner_et_avant_quand_g_325_g_326(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    """G-321, G-323, G-325, G-326, G-371."""
    reel = replace(portail, pdf=RenduXhtml2pdf())
    cle = inscrire_a(portail, candidat, a(horloge, BIA)).cle
    travailler(reel)
    dit = texte(lire(portail, documents(cle)["confirmation:1"]))
    assert "retourner jusqu’au lundi 21 mars 2022 inclus (heure de la Martinique)" in dit
    assert "par voie postale au service gestionnaire : Rectorat de la Martinique, DEC2" in dit
    assert "Ce document officiel atteste" in dit


def test_le_recapitulatif_g02_ne_se_signe_pas(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    """G-322, G-324, G-372, G-373."""
    reel = replace(portail, pdf=RenduXhtml2pdf())
    cle = inscrire_a(portail, candidat, a(horloge, CERT)).cle
    travailler(reel)
    dit = texte(lire(portail, documents(cle)["confirmation:1"]))
    assert "Récapitulatif d'inscription" in dit
    assert "Ce document officiel atteste" in dit
    assert "Signature" not in dit
    assert "010" in dit
    assert "Aucune pièce ne vous est demandée" in texte(lire(portail, documents(cle)["demande_pieces:1"]))


def test_un_document_ne_change_plus_quand_le_candidat_change(portail: Portail, candidat: Candidat) -> None:
    cle = inscrire_a(portail, candidat, CS).cle
    with ecriture():
        db.session.get_one(Candidat, candidat.id).nom_naissance = "AUTRE"
    travailler(portail)
    [page] = [html for html in portail.pdf.rendus if "Confirmation d’inscription</h1>" in html]  # type: ignore[attr-defined]
    assert "DURAND" in page
    assert "AUTRE" not in page
    assert documents(cle)["confirmation:1"].contexte["candidat"].startswith("MADAME DURAND")


def test_ce_que_tape_un_candidat_n_est_jamais_du_html(portail: Portail, candidat: Candidat) -> None:
    inscrire_a(portail, candidat, CS, adresse_1="<img src=x> & Cie")
    travailler(portail)
    pages = portail.pdf.rendus  # type: ignore[attr-defined]
    assert all("<img src=x" not in html and "<b>Marie</b>" not in html for html in pages)
    assert any("&lt;img src=x&gt; &amp; Cie" in html for html in pages)


def modifier(portail: Portail, candidat: Candidat, cle: str) -> None:
    inscription.modifier(portail, candidat, cle)
    poster(portail, candidat, documents(cle)["confirmation:1"].candidature, "situation", {
        "specialite": "danse", "forme": "globale", "salarie": "non",
    })  # fmt: skip
    inscription.enregistrer(portail, candidat, cle)


def test_une_modification_remplace_le_document_g_340_g_344(portail: Portail, candidat: Candidat) -> None:
    publier_essai(portail)
    cle = inscrire(portail, candidat).cle
    modifier(portail, candidat, cle)
    trouves = documents(cle)
    premier, second = trouves["confirmation:1"], trouves["confirmation:2"]
    assert premier.remplace_par == second.id
    assert second.remplace_par is None
    assert (premier.contexte["version"], second.contexte["version"]) == ("01", "02")
    travailler(portail)
    publies = consultation.documents_de(portail, candidat, cle)
    assert [(un.code, un.version) for un in publies.courants] == [("confirmation", 2), ("demande_pieces", 2)]
    assert {un.version for un in publies.anciens} == {1}


def test_la_verification_distingue_la_derniere_version(portail: Portail, candidat: Candidat) -> None:
    publier_essai(portail)
    cle = inscrire(portail, candidat).cle
    modifier(portail, candidat, cle)
    travailler(portail)
    trouves = documents(cle)
    ancienne = verifier(portail, trouves["confirmation:1"].verification)
    derniere = verifier(portail, trouves["confirmation:2"].verification)
    assert ancienne is not None
    assert derniere is not None
    assert (ancienne.remplacee_par, derniere.remplacee_par) == (2, None)
    assert derniere.examen.endswith("Danse")
    assert derniere.valable


def test_produire_deux_fois_ne_fait_qu_un_fichier(portail: Portail, candidat: Candidat) -> None:
    publier_essai(portail)
    un = documents(inscrire(portail, candidat).cle)["confirmation:1"].id
    document.produire(portail, un)
    rendus = len(portail.pdf.rendus)  # type: ignore[attr-defined]
    document.produire(portail, un)
    assert len(portail.pdf.rendus) == rendus  # type: ignore[attr-defined]


class Panne:
    """A drawing that fails as long as it is told to."""

    def __init__(self) -> None:
        self.panne = True

    def rendre(self, html: str) -> bytes:
        if self.panne:
            raise RuntimeError("no ink")
        return b"%PDF-1.4 x"


def test_un_echec_se_voit_puis_se_rattrape(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    publier_essai(portail)
    panne = Panne()
    en_panne = replace(portail, pdf=panne)
    cle = inscrire(portail, candidat).cle
    travailler(en_panne)
    assert documents(cle)["confirmation:1"].etat == "echec"
    assert "no ink" in (db.session.scalars(select(Tache.erreur)).first() or "")
    assert consultation.documents_de(portail, candidat, cle).en_attente
    db.session.rollback()
    panne.panne = False
    horloge.avancer(tache.DELAIS[0])
    travailler(en_panne)
    assert documents(cle)["confirmation:1"].etat == "produit"
    assert documents(cle)["confirmation:1"].sha256


def test_un_document_publie_plus_tard_envoie_un_mail_mais_pas_ceux_de_l_inscription(
    portail: Portail, candidat: Candidat
) -> None:
    publier_essai(portail)
    candidature = inscrire(portail, candidat)
    cle = candidature.cle
    travailler(portail)
    codes = [code for code in db.session.scalars(select(CourrielSortant.cle)) if "document_publie" in code]
    assert codes == []
    db.session.rollback()
    with ecriture():
        un = documents(cle)["demande_pieces:1"]
        situation = situation_de(portail, un.candidature, un.candidature.candidat, brouillon=False)
        publie = Document(
            candidature_id=un.candidature_id, code="relance", intitule="Relance de pièces justificatives",
            version=1, le=portail.horloge.maintenant(), contexte={**un.contexte, "moment": "relancer"},
        )  # fmt: skip
        db.session.add(publie)
        db.session.flush()
        identifiant = publie.id
        assert situation.etat == "enregistree"
    document.produire(portail, identifiant)
    [mail] = [m for m in db.session.scalars(select(CourrielSortant)) if "document_publie" in m.cle]
    assert "Nouveau document : Relance de pièces justificatives" in mail.objet.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert f"/inscriptions/{cle}" in mail.texte


def test_le_fichier_d_un_autre_est_introuvable(portail: Portail, candidat: Candidat) -> None:
    publier_essai(portail)
    cle = inscrire(portail, candidat).cle
    travailler(portail)
    du_candidat = documents(cle)["confirmation:1"].cle
    un, flux = consultation.ouvrir(portail, candidat, cle, du_candidat)
    with flux:
        assert flux.read().startswith(b"%PDF")
    assert un.taille
    intrus = fabriques.candidat()
    with pytest.raises(Exception, match="inscription n'existe pas"):
        consultation.ouvrir(portail, intrus, cle, du_candidat)
    with pytest.raises(consultation.DocumentIntrouvable):
        consultation.ouvrir(portail, candidat, cle, "a" * 22)
