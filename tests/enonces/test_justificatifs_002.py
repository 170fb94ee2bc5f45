"""Guide 002 §10, « Mes pièces justificatives »: one test for each of its sentences about pièces."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.piece_suivie import STATUTS
from portal.services.document import travail
from portal.services.portail import Portail
from portal.tables import CourrielSortant, Document
from tests import fabriques
from tests.client import ClientMaison
from tests.enonces.depot_pieces import PIECES, Personne, lisible, se_presenter
from tests.fichiers import archive, docx, ole, pdf, photo
from tests.parcours import CLOTURE, inscrire, publier_essai
from tests.pieces import PDF, decider, ligne, poster

PREMIER = "À déposer en ligne entre le samedi 1er novembre 2025 et le mercredi 19 novembre 2025 à 17 h 00"


@pytest.fixture
def ici(portail: Portail, client: ClientMaison) -> Personne:
    return se_presenter(portail, client)


def test_chaque_candidature_a_sa_liste_de_pieces(portail: Portail, client: ClientMaison) -> None:
    """G-379."""
    candidat = fabriques.candidat()
    for nom, annee, piece in (("un", 2026, "Lettre de motivation"), ("deux", 2027, "Photo d'identité")):
        slug = publier_essai(portail, nom=nom, annee=annee, en_plus=f'\npieces:\n  une: "{piece}"\n')
        inscrire(portail, candidat, slug)
    client.connecter(candidat.compte)
    page = lisible(client.get("/justificatifs").text)
    assert page.count("Pièces conformes : 0 / 1") == 2
    assert "Lettre de motivation" in page
    assert "Photo d'identité" in page


def test_les_pieces_sont_groupees_par_mode_de_depot(ici: Personne) -> None:
    """G-380, G-381, G-382, G-383, G-384, G-385, G-388."""
    page = ici.lire()
    en_ligne, courrier, autre = (
        page.index(titre)
        for titre in (PREMIER, "À envoyer par voie postale avant le", "Autres modalités avant le")
    )
    assert en_ligne < page.index("1NATID01") < page.index("CINSIG01") < courrier
    assert courrier < page.index("Dossier relié") < autre < page.index("Visite médicale")


def test_les_pieces_sont_groupees_par_date_limite(portail: Portail, client: ClientMaison) -> None:
    """G-386: two deadlines, two parts, the nearest first."""
    tardive = PIECES + "  stage: {intitule: Attestation de stage, limite: cloture + 30 jours}\n"
    page = se_presenter(portail, client, tardive).lire()
    assert page.index(PREMIER) < page.index("1NATID01") < page.index("vendredi 19 décembre 2025")
    assert page.index("vendredi 19 décembre 2025") < page.index("Attestation de stage")


def test_les_dates_sont_en_heure_de_paris(ici: Personne) -> None:
    """G-387, G-396, G-397, G-398, G-399: weekday, hour, and whose hour it is."""
    assert f"{PREMIER} (heure de Paris)" in ici.lire()


def test_l_adresse_de_retour_est_sur_la_page_et_sur_la_demande_de_pieces(
    ici: Personne, portail: Portail
) -> None:
    """G-389, G-390."""
    assert "Rectorat de Versailles, 78000 Versailles" in ici.lire()
    demande = db.session.scalars(select(Document).where(Document.code == "demande_pieces")).one()
    cle, identifiant = demande.cle, demande.id
    travail(portail, {"document_id": identifiant})
    assert "78000 Versailles" in str(db.session.get_one(Document, identifiant).contexte)
    assert ici.client.get(f"/documents/{ici.cle}/{cle}").status_code == 200


def test_pendant_la_periode_on_depose_avec_ajouter(ici: Personne) -> None:
    """G-391, G-393."""
    assert "Ajouter" in ici.piece("identite")
    ici.deposer()
    assert "carte_identite.pdf" in ici.piece("identite")


@pytest.mark.parametrize("decalage", [timedelta(), timedelta(days=40), timedelta(days=-60)], ids=str)
def test_hors_de_la_periode_rien_ne_se_depose(
    ici: Personne, horloge: HorlogeReglable, decalage: timedelta
) -> None:
    """G-392."""
    horloge.regler(CLOTURE + decalage)
    ici.client.connecter(ici.candidat.compte)
    assert poster(ici.client, ici.cle, "identite", ("a.pdf", PDF)).status_code == 403
    assert "Aucun fichier" in ici.piece("identite")
    assert "Ajouter" not in ici.piece("identite")


def test_la_page_dit_la_version_de_la_demande_et_le_compte_des_conformes(
    ici: Personne, portail: Portail
) -> None:
    """G-394, G-395."""
    page = ici.lire()
    assert "Demande de pièces justificatives – version 1" in page
    assert "Pièces conformes : 0 / 4" in page
    decider(portail, ici.cle, "identite", "conforme")
    assert "Pièces conformes : 1 / 4" in ici.lire()


def test_un_groupe_a_un_titre_une_piece_sa_reference_et_sa_description(ici: Personne) -> None:
    """G-400, G-401, G-402."""
    assert "Confirmation d'inscription" in ici.lire()
    piece = ici.piece("confirmation")
    assert "CINSIG01 : Confirmation d'inscription signée" in piece
    assert "Datez et signez la confirmation." in piece
    assert "Aucun fichier" in piece


def test_la_page_previent_avant_j_ai_fourni_toutes_mes_pieces(ici: Personne) -> None:
    """G-403, G-404, G-405."""
    assert (
        "En cliquant sur « J'ai fourni toutes mes pièces », vous validez que vous avez fourni toutes vos "
        "pièces, vous ne pourrez plus les modifier et vos pièces pourront être étudiées."
    ) in ici.lire()


def test_la_fenetre_dit_pour_quelle_piece_et_quels_fichiers(ici: Personne) -> None:
    """G-406, G-407, G-408, G-409, G-417, G-418: the dialog and its page without JavaScript."""
    brute = ici.client.get(f"/justificatifs/{ici.cle}").text
    fenetre = brute[brute.index("<dialog") : brute.index("</dialog>")]
    assert "data-ferme" in fenetre
    seule = ici.lire(f"/justificatifs/{ici.cle}/identite/ajouter")
    for page in (lisible(fenetre), seule):
        assert "Envoyer une pièce jointe" in page
        assert "Ajouter un fichier pour 1NATID01 : Document justifiant l'identité" in page
        assert (
            "La taille du fichier ne doit pas excéder 5 Mo et les formats recommandés sont "
            "PDF, PNG, JPG, DOC, DOCX, ZIP."
        ) in page


def test_un_fichier_de_plus_de_5_mo_est_refuse(ici: Personne) -> None:
    """G-410: 5 Mo and one byte, with the reason."""
    trop = PDF + b"\0" * (5 * 1024 * 1024 - len(PDF) + 1)
    reponse = poster(ici.client, ici.cle, "identite", ("gros.pdf", trop))
    assert reponse.status_code == 422
    assert "« gros.pdf » pèse un peu plus de 5 Mo : la limite est de 5 Mo par fichier." in lisible(
        reponse.text
    )


@pytest.mark.parametrize(
    ("nom", "octets"),
    [
        pytest.param("piece.pdf", PDF, id="G-411"),
        pytest.param("piece.png", photo(format="PNG"), id="G-412"),
        pytest.param("piece.jpg", photo(), id="G-413"),
        pytest.param("piece.doc", ole("WordDocument"), id="G-414"),
        pytest.param("piece.docx", docx(), id="G-415"),
        pytest.param("piece.zip", archive({"a.txt": b"a"}), id="G-416"),
    ],
)
def test_les_six_formats_sont_acceptes(ici: Personne, nom: str, octets: bytes) -> None:
    ici.deposer(nom=nom, octets=octets)
    assert nom in ici.piece("identite")


def test_la_date_de_depot_s_affiche_sous_sa_forme(ici: Personne, horloge: HorlogeReglable) -> None:
    """G-419, G-421."""
    ici.deposer()
    assert "Déposé le 05/11/2025 12:00 (heure de Paris)" in ici.piece("identite")


def test_le_nom_du_fichier_est_un_lien_vers_les_memes_octets(ici: Personne) -> None:
    """G-422."""
    octets = docx()
    ici.deposer(nom="confinsc.docx", octets=octets)
    brute = ici.client.get(f"/justificatifs/{ici.cle}").text
    debut = brute.index(f"/justificatifs/{ici.cle}/identite/fichiers/")
    adresse = brute[debut : brute.index('"', debut)]
    reponse = ici.client.get(adresse)
    assert reponse.data == octets
    assert reponse.headers["Content-Disposition"] == "attachment; filename=confinsc.docx"


def test_un_bouton_supprime_le_fichier(ici: Personne) -> None:
    """G-423."""
    ici.deposer()
    assert supprimer(ici) == 303
    assert "Aucun fichier" in ici.piece("identite")


def test_tout_le_groupe_se_valide_ensemble_avec_une_date(ici: Personne) -> None:
    """G-424, G-425, G-426, G-427."""
    ici.deposer("identite")
    assert ici.fournir() == 422, "one is missing"
    ici.deposer("confirmation")
    assert ici.fournir() == 303
    for piece in ("identite", "confirmation"):
        assert "Validé le 05/11/2025 12:00 (heure de Paris)" in ici.piece(piece)
        assert ligne(ici.cle, piece).a_verifier


def test_apres_validation_rien_ne_se_remplace_ni_ne_se_supprime(ici: Personne) -> None:
    """G-428, G-429."""
    ici.deposer("identite")
    ici.deposer("confirmation")
    ici.fournir()
    assert poster(ici.client, ici.cle, "identite", ("autre.pdf", pdf(2))).status_code == 409
    assert supprimer(ici) == 409
    assert "Supprimer" not in ici.piece("identite")
    assert "Ajouter" not in ici.piece("identite")


def test_le_candidat_voit_le_statut_et_la_date(ici: Personne, portail: Portail) -> None:
    """G-433: with the button « Rafraîchir », which needs no JavaScript (G-441)."""
    brute = ici.client.get(f"/justificatifs/{ici.cle}").text
    assert f'href="/justificatifs/{ici.cle}"' in brute[brute.index("justificatifs__bilan") :]
    assert "Rafraîchir" in lisible(brute)
    decider(portail, ici.cle, "identite", "recue")
    assert "Statut : Reçue" in ici.piece("identite")


def test_une_piece_deposee_et_pas_encore_controlee_n_a_pas_de_statut(ici: Personne) -> None:
    """G-435."""
    ici.deposer()
    assert "Statut" not in ici.piece("identite")


def test_recue_laisse_l_avertissement_et_le_bouton(ici: Personne, portail: Portail) -> None:
    """G-436, G-437, G-438, G-439, G-440."""
    ici.deposer("confirmation")
    decider(portail, ici.cle, "confirmation", "recue", recue_le=portail.horloge.maintenant().date())
    piece = ici.piece("confirmation")
    assert "Statut : Reçue" in piece
    assert "Date de réception : 05/11/2025" in piece
    page = ici.lire()
    assert "vous ne pourrez plus les modifier" in page
    assert "J'ai fourni toutes mes pièces" in page


@pytest.mark.parametrize("commentaire", ["Pièce illisible", ""], ids=["avec", "sans"])
def test_non_conforme_se_redepose_et_se_valide_encore(
    ici: Personne, portail: Portail, horloge: HorlogeReglable, commentaire: str
) -> None:
    """G-442, G-443, G-444, G-445, G-446, G-447, G-448."""
    ici.deposer("identite")
    ici.deposer("confirmation")
    ici.fournir()
    horloge.avancer(timedelta(minutes=5))
    jour = horloge.maintenant().date()
    decider(portail, ici.cle, "confirmation", "non_conforme", commentaire, recue_le=jour)
    piece = ici.piece("confirmation")
    assert "Statut : Non conforme" in piece
    assert "Date de réception : 05/11/2025" in piece
    assert ("Information du gestionnaire : Pièce illisible" in piece) is bool(commentaire)
    horloge.avancer(timedelta(minutes=5))
    assert ici.fournir() == 422
    ici.deposer("confirmation", "neuve.pdf", pdf(2))
    assert "J'ai fourni toutes mes pièces" in ici.lire()
    assert ici.fournir() == 303
    assert "Statut" not in ici.piece("confirmation")


def test_une_piece_non_dematerialisee_se_dit_telle(ici: Personne) -> None:
    """G-449."""
    assert (
        "Gestion de la pièce non dématérialisée, à envoyer directement au service administratif"
        in ici.piece("dossier")
    )


def test_conforme_il_n_y_a_plus_rien_a_faire(ici: Personne, portail: Portail) -> None:
    """G-450, G-451, G-452, G-453."""
    ici.deposer()
    decider(portail, ici.cle, "identite", "conforme", recue_le=portail.horloge.maintenant().date())
    piece = ici.piece("identite")
    assert STATUTS["conforme"] == "Conforme"
    assert "Statut : Conforme" in piece
    assert "Date de réception : 05/11/2025" in piece
    for geste in ("Ajouter", "Supprimer", "Prendre une photo"):
        assert geste not in piece


def test_tout_fournir_envoie_un_accuse_au_candidat(ici: Personne) -> None:
    """G-434 is held otherwise on purpose: each step is told by a mail, which the modèle may take away."""
    ici.deposer("identite")
    ici.deposer("confirmation")
    ici.fournir()
    objets = [un.objet for un in db.session.scalars(select(CourrielSortant))]
    assert any("Vos pièces sont bien reçues" in objet for objet in objets), objets


def supprimer(ici: Personne) -> int:
    depot = ligne(ici.cle, "identite").depots[-1].cle
    return ici.client.post(f"/justificatifs/{ici.cle}/identite/fichiers/{depot}/supprimer").status_code
