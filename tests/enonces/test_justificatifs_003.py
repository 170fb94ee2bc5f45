"""Guide 003 (« Aide au dépôt », « Joindre mes pièces », the statuses) and note 004 §2, on pièces."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.services import inscription
from portal.services.portail import Portail
from portal.tables import Candidature, CourrielSortant
from tests import fabriques
from tests.candidatures import BIA, CAP, COORDONNEES, CS, OUVERT, inscrire_a
from tests.client import ClientMaison
from tests.enonces.depot_pieces import Personne, lisible, se_presenter
from tests.fichiers import pdf, photo
from tests.parcours import CLOTURE, remplir
from tests.pieces import PDF, decider, ligne, poster
from tests.publications import publier_livre

UN_CAP = {
    "categorie": "individuel", "amenagement": "non", "resultats_internet": "oui", "resultats_presse": "oui",
    "specialite": "cuisine", "deja_ajourne": "non", "forme": "globale", "niveau_diplome": "aucun",
    "epreuves.EG3.aptitude": "apte", "epreuves.EG3.activite": "tennis_de_table",
    "epreuves.EG4.langue": "anglais", "epreuves.EF1": "non",
}  # fmt: skip


@pytest.fixture
def ici(portail: Portail, client: ClientMaison) -> Personne:
    return se_presenter(portail, client)


@pytest.fixture
def cs(portail: Portail, client: ClientMaison, horloge: HorlogeReglable) -> Personne:
    """A registration to the certificat de spécialisation of Clermont."""
    horloge.regler(OUVERT[CS])
    candidat = fabriques.candidat()
    cle = inscrire_a(portail, candidat, CS).cle
    client.connecter(candidat.compte)
    return Personne(portail, client, candidat, cle)


@pytest.fixture
def cap(portail: Portail, client: ClientMaison, horloge: HorlogeReglable) -> Personne:
    """A registration to the CAP of Poitiers."""
    horloge.regler(OUVERT[CAP])
    candidat = fabriques.candidat(naissance_le=OUVERT[CAP].date().replace(year=1990))
    candidature = remplir(portail, candidat, publier_livre(portail, CAP), {**COORDONNEES, **UN_CAP})
    inscription.enregistrer(portail, candidat, candidature.cle)
    cle = candidature.cle
    client.connecter(candidat.compte)
    return Personne(portail, client, candidat, cle)


def test_une_attestation_a_sa_propre_date_limite(cs: Personne, horloge: HorlogeReglable) -> None:
    """S-226: the attestation of work at height is due on 6 March 2026, after the closing of registrations."""
    assert "entre le lundi 20 octobre 2025 et le vendredi 6 mars 2026" in cs.lire()
    horloge.regler(CLOTURE + timedelta(days=60))
    cs.client.connecter(cs.candidat.compte)
    cs.deposer("hauteur", "hauteur.pdf")
    assert poster(cs.client, cs.cle, "identite", ("tard.pdf", PDF)).status_code == 403


def test_la_confirmation_signee_se_depose_avant_la_cloture(cs: Personne, horloge: HorlogeReglable) -> None:
    """S-238, S-239, S-297: at 17:00 sharp it is too late."""
    assert "CINSIG01 : Confirmation d'inscription signée" in cs.piece("confirmation")
    horloge.regler(CLOTURE - timedelta(seconds=1))
    cs.client.connecter(cs.candidat.compte)
    cs.deposer("confirmation", "signee.pdf")
    horloge.regler(CLOTURE)
    reponse = poster(cs.client, cs.cle, "confirmation", ("tard.pdf", pdf(2)))
    assert reponse.status_code == 403
    assert "mercredi 19 novembre 2025 à 17 h 00" in lisible(reponse.text)


def test_rien_n_est_complet_sans_toutes_les_pieces_conformes(cs: Personne, portail: Portail) -> None:
    """S-240, S-241, S-242: one pièce left out, or non conforme, and the file is not complete."""
    for piece in ("identite", "defense", "activite", "confirmation"):
        decider(portail, cs.cle, piece, "conforme")
    assert restantes() == 1
    decider(portail, cs.cle, "hauteur", "non_conforme")
    assert restantes() == 1
    decider(portail, cs.cle, "hauteur", "conforme")
    assert restantes() == 0


def restantes() -> int:
    db.session.rollback()
    candidature = db.session.scalars(select(Candidature)).one()
    return candidature.pieces_dues - candidature.pieces_conformes


def test_le_portail_explique_comment_faire_un_pdf_ou_une_photo(ici: Personne) -> None:
    """S-264, S-265, S-266, S-267, S-268, S-269, S-270."""
    page = ici.lire()
    for phrase in (
        "Comment faire un PDF ou une photo",
        "enregistrez la photo au format JPEG",
        "Camscanner ou Office365",
        "Nous n'imposons pas ces applications, elles ne sont données qu'à titre indicatif.",
        "utilisent la caméra du téléphone comme un scanner",
        "Un fichier ne doit pas excéder 5 Mo",
    ):
        assert phrase in page, phrase


@pytest.mark.parametrize(
    ("nom", "octets"),
    [pytest.param("piece.pdf", PDF, id="S-271"), pytest.param("photo.jpeg", photo(), id="S-272")],
)
def test_pdf_et_jpeg_sont_acceptes(ici: Personne, nom: str, octets: bytes) -> None:
    ici.deposer(nom=nom, octets=octets)
    assert nom in ici.piece("identite")


def test_la_liste_des_pieces_et_leur_depot_avec_ajouter(ici: Personne) -> None:
    """S-273, S-274, S-276, S-285, S-286, S-296, P-038, P-039."""
    page = ici.lire()
    assert "Nationalité 1NATID01 : Document justifiant l'identité" in page
    assert "Confirmation d'inscription CINSIG01" in page
    ajouter = ici.lire(f"/justificatifs/{ici.cle}/identite/ajouter")
    assert "5 Mo et les formats recommandés sont PDF, PNG, JPG, DOC, DOCX, ZIP." in ajouter
    ici.deposer()


def test_depose_puis_valide_se_lisent_sur_la_meme_ligne(ici: Personne, horloge: HorlogeReglable) -> None:
    """S-275, S-277, S-280, S-281, S-282, S-287, S-288, S-289, P-040."""
    ici.deposer(nom="carte_identite.jpg", octets=photo())
    ici.deposer("confirmation")
    horloge.avancer(timedelta(minutes=2))
    assert ici.fournir() == 303
    assert (
        "carte_identite.jpg Déposé le 05/11/2025 12:00 (heure de Paris) · "
        "Validé le 05/11/2025 12:02 (heure de Paris)"
    ) in ici.piece("identite")
    depot = ligne(ici.cle, "identite").depots[0].cle
    assert ici.client.get(f"/justificatifs/{ici.cle}/identite/fichiers/{depot}").status_code == 200


def test_un_bouton_supprime_puis_plus_rien_ne_bouge(ici: Personne) -> None:
    """S-279, S-283, S-284."""
    ici.deposer()
    adresse = (
        f"/justificatifs/{ici.cle}/identite/fichiers/{ligne(ici.cle, 'identite').depots[0].cle}/supprimer"
    )
    assert "Supprimer ce fichier ?" in ici.lire(adresse)
    assert ici.client.post(adresse).status_code == 303
    ici.deposer()
    ici.deposer("confirmation")
    ici.fournir()
    dernier = ligne(ici.cle, "identite").depots[-1].cle
    assert poster(ici.client, ici.cle, "identite", ("b.pdf", pdf(2))).status_code == 409
    adresse = f"/justificatifs/{ici.cle}/identite/fichiers/{dernier}/supprimer"
    assert ici.client.post(adresse).status_code == 409


def test_les_quatre_cas_du_controle_se_lisent_sur_la_page(ici: Personne, portail: Portail) -> None:
    """S-292, S-294, S-295, S-298, S-299, S-300, S-301, S-302, S-314, S-315."""
    ici.deposer("confirmation")
    assert "Statut" not in ici.piece("confirmation")
    recue_le = portail.horloge.maintenant().date()
    decider(portail, ici.cle, "confirmation", "recue", recue_le=recue_le)
    assert "Statut : Reçue Date de réception : 05/11/2025" in sans_fichier(ici.piece("confirmation"))
    page = ici.lire()
    for phrase in ("vous ne pourrez plus les modifier", "J'ai fourni toutes mes pièces", "Rafraîchir"):
        assert phrase in page
    decider(portail, ici.cle, "confirmation", "conforme", recue_le=recue_le)
    piece = ici.piece("confirmation")
    assert "Statut : Conforme" in piece
    assert "Date de réception : 05/11/2025" in piece
    assert "Ajouter" not in piece, "S-313"


def sans_fichier(piece: str) -> str:
    """Leave out the line of the file, which stands between the statut and the date."""
    debut, fin = (
        piece.index("piece.pdf" if "piece.pdf" in piece else "carte_identite.pdf"),
        piece.index("Date de"),
    )
    return piece[:debut] + piece[fin:]


def test_non_conforme_dit_pourquoi_et_se_redepose(
    ici: Personne, portail: Portail, horloge: HorlogeReglable
) -> None:
    """S-303, S-304, S-305, S-306, S-307, S-308."""
    ici.deposer("identite")
    ici.deposer("confirmation")
    ici.fournir()
    horloge.avancer(timedelta(hours=1))
    recue_le = horloge.maintenant().date()
    decider(portail, ici.cle, "identite", "non_conforme", "Pièce illisible", recue_le=recue_le)
    piece = ici.piece("identite")
    assert "Statut : Non conforme" in piece
    assert "Date de réception : 05/11/2025" in piece
    assert "Information du gestionnaire : Pièce illisible" in piece
    horloge.avancer(timedelta(hours=1))
    ici.deposer("identite", "nouvelle.pdf", pdf(2))
    assert ici.fournir() == 303


def test_une_piece_par_la_poste_a_ses_statuts_sans_fichier(ici: Personne, portail: Portail) -> None:
    """S-309, S-310, S-311, S-312."""
    assert (
        "À envoyer par voie postale avant le mercredi 19 novembre 2025 à 17 h 00 (heure de Paris)"
        in ici.lire()
    )
    mention = "Gestion de la pièce non dématérialisée, à envoyer directement au service administratif"
    assert mention in ici.piece("dossier")
    assert "Ajouter" not in ici.piece("dossier")
    decider(portail, ici.cle, "dossier", "non_conforme", "Pièce illisible")
    piece = ici.piece("dossier")
    assert "Statut : Non conforme" in piece
    assert "Information du gestionnaire : Pièce illisible" in piece


def test_deux_envois_par_la_poste_a_deux_adresses_se_lisent_chacun(
    portail: Portail, client: ClientMaison, horloge: HorlogeReglable
) -> None:
    """S-309 again, as the BIA of Martinique has it: one deadline, two addresses."""
    horloge.regler(OUVERT[BIA])
    candidat = fabriques.candidat()
    cle = inscrire_a(portail, candidat, BIA).cle
    client.connecter(candidat.compte)
    page = Personne(portail, client, candidat, cle).lire()
    assert page.count("À envoyer par voie postale avant le lundi 21 mars 2022 à 23 h 59") == 2
    assert page.count("À l'adresse") == 2
    assert "J'ai fourni toutes mes pièces" not in page


def test_en_cas_de_difficulte_la_poste_et_son_adresse(cap: Personne) -> None:
    """P-043: all the pièces can be sent to the rectorat by post."""
    page = cap.lire()
    assert "En cas de difficulté technique, ces pièces peuvent être envoyées par voie postale" in page
    assert "Rectorat de l'académie de Poitiers" in page


def test_une_piece_arrivee_sur_papier_ne_manque_plus(cap: Personne, portail: Portail) -> None:
    """P-044."""
    decider(portail, cap.cle, "identite", "recue", canal_recu="courrier")
    piece = cap.piece("identite")
    assert "Statut : Reçue" in piece
    assert "reçue par voie postale" in piece


def test_apres_le_13_novembre_2024_rien_ne_se_depose(cap: Personne, horloge: HorlogeReglable) -> None:
    """P-041, P-042: before is accepted, after is refused; saying it late is noted as late."""
    cap.deposer("identite")
    horloge.regler(OUVERT[CAP] + timedelta(days=45))
    cap.client.connecter(cap.candidat.compte)
    assert poster(cap.client, cap.cle, "identite", ("b.pdf", pdf(2))).status_code == 403
    assert "La date limite est passée" in cap.lire()
    assert "votre confirmation sera notée en retard" in cap.lire()


def test_le_changement_de_statut_ne_depend_pas_de_la_page(ici: Personne, portail: Portail) -> None:
    """S-293 is held otherwise on purpose: the modèle declares mails of decisions, and may remove them."""
    codes = {code for courriel in modele(portail, ici).courriels for code in courriel.quand}
    assert {"piece_recue", "piece_refusee", "pieces_fournies"} <= codes
    assert db.session.scalars(select(CourrielSortant)).first() is not None


def modele(portail: Portail, ici: Personne):  # type: ignore[no-untyped-def]
    from portal.services.fourniture import lire

    return lire(portail, ici.candidat, ici.cle).situation.modele
