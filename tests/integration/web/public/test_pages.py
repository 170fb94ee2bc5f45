from __future__ import annotations

import re

import pytest

from portal.db import ecriture
from portal.tables import Candidature, Document, VersionModele
from tests.client import ClientMaison
from tests.conftest import MIDI
from tests.fabriques import candidat as creer_candidat


@pytest.mark.parametrize(
    ("adresse", "titre"),
    [
        ("/aide", "Aide"),
        ("/accessibilite", "Déclaration d'accessibilité"),
        ("/mentions-legales", "Mentions légales et données personnelles"),
    ],
)
def test_une_page_de_texte_se_lit_sans_compte(client: ClientMaison, adresse: str, titre: str) -> None:
    assert f"<h1>{titre}</h1>" in client.get(adresse).text


def test_le_pied_de_page_dit_l_etat_d_accessibilite_declare(client: ClientMaison) -> None:
    declare = re.search(
        r"est <strong>(non|partiellement|totalement) conforme", client.get("/accessibilite").text
    )
    assert declare
    assert f"Accessibilité\u00a0: {declare[1]} conforme" in client.get("/").text


def test_un_code_postal_donne_ses_communes(client: ClientMaison) -> None:
    page = client.htmx("/referentiel/communes?cle=domicile&domicile.code_postal=63000").text
    assert '<option value="63113" selected>' in page
    assert 'name="domicile.commune"' in page


def test_un_code_postal_partage_laisse_choisir(client: ClientMaison) -> None:
    page = client.htmx("/referentiel/communes?cle=domicile&domicile.code_postal=62128").text
    assert '<option value="">Choisissez…</option>' in page
    assert "selected" not in page


def test_un_code_postal_incomplet_laisse_ecrire(client: ClientMaison) -> None:
    assert (
        '<input class="saisie"'
        in client.htmx("/referentiel/communes?cle=domicile&domicile.code_postal=630").text
    )


@pytest.mark.parametrize("cle", ["", "a b", '"><script>', "x" * 200])
def test_une_cle_de_champ_impossible_est_refusee(client: ClientMaison, cle: str) -> None:
    assert client.get("/referentiel/communes", query_string={"cle": cle}).status_code == 404


def delivrer(etat: str = "produit") -> tuple[str, str]:
    """Store two versions of a document of a candidate; return their codes, the older first."""
    identifiant = creer_candidat(numero="01938019334").id
    with ecriture() as s:
        version = VersionModele(
            slug="a/b", numero=1, famille="cs", academie="versailles", session_examen="2026", annee=2026,
            fige="{}", vif="{}", hash_fige="f", hash_vif="v", resume={}, publie_le=MIDI, publie_par="tests",
            courant=True,
        )  # fmt: skip
        s.add(version)
        s.flush()
        candidature = Candidature(
            candidat_id=identifiant, version_modele_id=version.id, slug="a/b", famille="cs",
            academie="versailles", session_examen="2026", annee=2026, etat="enregistree", phase="deposee",
            numero_inscription=1, cree_le=MIDI, modifiee_le=MIDI,
        )  # fmt: skip
        s.add(candidature)
        s.flush()
        documents = [
            Document(
                candidature_id=candidature.id, code="confirmation", intitule="Confirmation d'inscription",
                version=n, etat=etat, le=MIDI, sha256="ab" * 32,
            )
            for n in (1, 2)
        ]  # fmt: skip
        s.add_all(documents)
        s.flush()
        documents[0].remplace_par = documents[1].id
        return documents[0].verification, documents[1].verification


def test_la_derniere_version_d_un_document_est_authentique(client: ClientMaison) -> None:
    reponse = client.get(f"/verification/{delivrer()[1]}")
    assert "<h1>Document authentique</h1>" in reponse.text
    assert "01938019334" in reponse.text
    assert "DURAND" in reponse.text
    assert reponse.headers["X-Robots-Tag"] == "noindex"
    assert reponse.headers["Cache-Control"] == "no-store"


def test_une_version_remplacee_le_dit(client: ClientMaison) -> None:
    page = client.get(f"/verification/{delivrer()[0]}").text
    assert "<h1>Document authentique, mais remplacé</h1>" in page
    assert "version n° 2" in page


def test_un_code_inconnu_ne_verifie_rien(client: ClientMaison) -> None:
    reponse = client.get("/verification/nimporte-quoi")
    assert reponse.status_code == 404
    assert "Document inconnu" in reponse.text


def test_un_document_qui_n_est_pas_produit_ne_se_verifie_pas(client: ClientMaison) -> None:
    assert client.get(f"/verification/{delivrer('a_produire')[1]}").status_code == 404
