"""Guide 002 §10, notice 003 « Contrôle »: what the service says of a pièce, what the candidate reads."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.affichage import instant
from portal.services.portail import Portail
from portal.tables import Candidature, Compte, CourrielSortant
from portal.tables.piece import PieceCandidature
from portal.worker import travailler
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import texte
from tests.parcours import inscrire, publier_essai
from tests.pieces_deposees import rendre

POSTALE = """
pieces:
  permis: {intitule: Copie du permis de conduire, canal: courrier}
"""
SANS_COURRIEL = """
retirer:
  courriels: [piece_refusee, piece_recue]
"""
BOUTON = "J'ai fourni toutes mes pièces"
AVERTISSEMENT = "vous ne pourrez plus les modifier"


class Service:
    """A gestionnaire who says something of a pièce, and the candidate who reads it."""

    def __init__(self, client: ClientMaison, candidature: Candidature) -> None:
        self.client, self.cle = client, candidature.cle
        self.candidat = candidature.candidat.compte_id
        self.agent = fabriques.agent(sante=True).id

    def dire(self, piece: str, statut: str, **saisie: str) -> int:
        """Set a statut on the page of the candidature; return what the portal answers."""
        self.client.connecter(db.session.get_one(Compte, self.agent))
        adresse = f"/gestion/candidatures/{self.cle}/pieces/{piece}"
        trouvee = re.search(r'name="vue" value="([0-9a-f]+)"', self.client.get(adresse).text)
        assert trouvee
        donnees = {"statut": statut, "vue": trouvee[1], **saisie}
        return self.client.post(f"{adresse}/statut", data=donnees).status_code

    def lire(self) -> str:
        """Return what « Mes justificatifs » says to the candidate."""
        self.client.connecter(db.session.get_one(Compte, self.candidat))
        return texte(self.client.get(f"/justificatifs/{self.cle}"))

    def extrait(self, titre: str) -> str:
        """Return what it says of one pièce: what stands after its title."""
        return self.lire().partition(titre)[2][:400]


@pytest.fixture
def service(portail: Portail, client: ClientMaison, horloge: HorlogeReglable) -> Service:
    """A candidature to the CS of guide 003."""
    horloge.regler(OUVERT[CS])
    return Service(client, inscrire_a(portail, fabriques.candidat(), CS))


@pytest.fixture
def service_postal(portail: Portail, client: ClientMaison) -> Service:
    """A candidature that owes one pièce by post."""
    publier_essai(portail, en_plus=POSTALE)
    return Service(client, inscrire(portail, fabriques.candidat()))


def candidature(service: Service) -> Candidature:
    db.session.rollback()
    return db.session.scalars(select(Candidature).where(Candidature.cle == service.cle)).one()


def statut(service: Service, piece: str) -> PieceCandidature:
    db.session.rollback()
    return db.session.scalars(
        select(PieceCandidature).join(Candidature).where(
            Candidature.cle == service.cle, PieceCandidature.cle == piece
        )
    ).one()  # fmt: skip


@pytest.mark.parametrize(
    ("code", "mot"),
    [
        pytest.param("recue", "Reçue", id="G-436, G-437, S-295, S-298"),
        pytest.param("non_conforme", "Non conforme", id="G-442, G-447, S-303, S-305"),
        pytest.param("conforme", "Conforme", id="G-450, G-452, S-314"),
    ],
)
@pytest.mark.parametrize("jour", ["", "2025-11-03"])
def test_le_gestionnaire_donne_un_statut_et_une_date_s_il_veut(
    portail: Portail, service: Service, code: str, mot: str, jour: str
) -> None:
    """G-430 to G-433, G-438, G-448, G-453, S-290 to S-292, S-299, S-306, S-315."""
    rendre(portail, candidature(service), "identite")
    assert service.dire("identite", code, recue_le=jour) == 303
    lu = service.extrait("1NATID01 : Document justifiant l'identité")
    assert f"Statut : {mot}" in lu
    assert ("Date de réception : 03/11/2025" in lu) is bool(jour)


def test_une_piece_deposee_et_pas_controlee_n_a_pas_de_statut(portail: Portail, service: Service) -> None:
    """G-435, S-294."""
    rendre(portail, candidature(service), "identite")
    assert statut(service, "identite").statut is None
    assert "Statut :" not in service.lire()


def test_le_gestionnaire_voit_la_date_du_depot(portail: Portail, service: Service) -> None:
    """G-420, S-278."""
    rendre(portail, candidature(service), "identite")
    [depot] = statut(service, "identite").depots
    dit = f"déposé le {instant(depot.depose_le)}"
    service.client.connecter(db.session.get_one(Compte, service.agent))
    assert dit in texte(service.client.get(f"/gestion/candidatures/{service.cle}"))


def test_recue_laisse_l_avertissement_et_le_bouton(portail: Portail, service: Service) -> None:
    """G-439, G-440, S-300, S-301."""
    rendre(portail, candidature(service), "identite", validee=False)
    service.dire("identite", "recue")
    lu = service.lire()
    assert AVERTISSEMENT in lu
    assert BOUTON in lu


def test_rafraichir_montre_le_nouveau_statut(portail: Portail, service: Service) -> None:
    """G-441, S-302."""
    rendre(portail, candidature(service), "identite")
    assert "Rafraîchir" in service.lire()
    service.dire("identite", "recue")
    assert "Statut : Reçue" in service.lire()


@pytest.mark.parametrize("commentaire", ["", "Pièce illisible"])
def test_le_commentaire_d_un_refus_est_facultatif(
    portail: Portail, service: Service, commentaire: str
) -> None:
    """G-443, G-444, S-304, S-312."""
    rendre(portail, candidature(service), "identite")
    assert service.dire("identite", "non_conforme", texte=commentaire) == 303
    lu = service.extrait("1NATID01 : Document justifiant l'identité")
    assert ("Information du gestionnaire : Pièce illisible" in lu) is bool(commentaire)


def test_une_piece_non_conforme_se_redepose_et_se_confirme_de_nouveau(
    portail: Portail, service: Service, horloge: HorlogeReglable
) -> None:
    """G-445, G-446, S-307, S-308: the group was validated, this pièce alone is open again."""
    for cle in ("identite", "defense", "activite", "hauteur", "confirmation"):
        rendre(portail, candidature(service), cle)
    assert BOUTON not in service.lire().replace(f"sur « {BOUTON} »", "")
    service.dire("identite", "non_conforme", texte="Pièce illisible")
    lu = service.lire()
    assert lu.count("Ajouter une nouvelle version") >= 1
    assert AVERTISSEMENT in lu
    horloge.avancer(timedelta(minutes=5))
    rendre(portail, candidature(service), "identite", nom="nette.pdf", validee=False)
    assert "cliquez de nouveau sur" in service.lire()


def test_conforme_il_n_y_a_plus_rien_a_faire(portail: Portail, service: Service) -> None:
    """G-451, S-313."""
    rendre(portail, candidature(service), "identite")
    service.dire("identite", "conforme")
    dit = service.extrait("1NATID01 : Document justifiant l'identité").partition("CINSIG01")[0]
    piece = dit.partition("Journée défense")[0]
    assert "Ajouter" not in piece
    assert "Supprimer" not in piece


def test_la_confirmation_signee_est_une_piece(service: Service) -> None:
    """S-296, S-297."""
    lu = service.lire()
    assert "Confirmation d'inscription CINSIG01 : Confirmation d'inscription signée" in lu


def test_une_piece_par_courrier_a_ses_phrases(service_postal: Service) -> None:
    """G-449, S-309, S-310."""
    lu = service_postal.lire()
    assert "À envoyer par voie postale avant le mercredi 19 novembre 2025 à 17 h 00 (heure de Paris)" in lu
    assert "Gestion de la pièce non dématérialisée, à envoyer directement au service administratif" in lu


def test_une_piece_par_courrier_a_un_statut_sans_fichier(service_postal: Service) -> None:
    """S-311."""
    assert (
        service_postal.dire("permis", "non_conforme", texte="Pièce illisible", recue_le="2025-11-04") == 303
    )
    lu = service_postal.lire()
    for attendu in ("Statut : Non conforme", "Date de réception : 04/11/2025", "Pièce illisible"):
        assert attendu in lu


def test_une_piece_demandee_en_ligne_arrive_par_courrier(service: Service) -> None:
    """P-044: marked « Reçue » although no file is there."""
    assert service.dire("identite", "recue", recue_le="2025-11-04") == 303
    assert "Statut : Reçue" in service.extrait("1NATID01 : Document justifiant l'identité")
    assert statut(service, "identite").canal_recu == "courrier"


def envoyes() -> list[str]:
    db.session.rollback()
    lignes = db.session.scalars(select(CourrielSortant).where(CourrielSortant.etat == "envoye"))
    return [un.cle.split(":")[2] for un in lignes if ":piece_" in un.cle]


def test_un_courriel_dit_ce_qui_est_a_refaire_et_aucun_ce_qui_est_conforme(
    portail: Portail, service: Service, horloge: HorlogeReglable
) -> None:
    """G-434, S-293 say that no mail leaves. Ours does, and by default only for what asks something."""
    rendre(portail, candidature(service), "identite")
    rendre(portail, candidature(service), "activite")
    service.dire("identite", "non_conforme")
    service.dire("activite", "conforme")
    horloge.avancer(timedelta(seconds=31))
    travailler(portail)
    assert envoyes() == ["piece_refusee"]


def test_un_modele_peut_ne_rien_envoyer(
    portail: Portail, client: ClientMaison, horloge: HorlogeReglable
) -> None:
    """G-434, S-293, to the letter, where a modèle takes these mails away."""
    publier_essai(portail, en_plus=POSTALE + SANS_COURRIEL)
    service = Service(client, inscrire(portail, fabriques.candidat()))
    service.dire("permis", "recue")
    service.dire("permis", "non_conforme", texte="Pièce illisible")
    horloge.avancer(timedelta(seconds=31))
    travailler(portail)
    assert envoyes() == []
