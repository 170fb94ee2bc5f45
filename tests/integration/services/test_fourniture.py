"""« J'ai fourni toutes mes pièces »: together, dated, frozen, told; and what may be taken from elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.remise import DepotFerme, FournitureIncomplete, PieceFigee, PieceIntrouvable, RienAFournir
from portal.services import depot, fourniture, reponses_piece
from portal.services.fourniture import Justificatifs
from portal.services.piece_candidat import lire_piece
from portal.services.portail import Portail
from portal.services.reponses_piece import ChoixInconnu, PieceExigee
from portal.tables import Candidat, Candidature, CourrielSortant, Evenement
from tests import fabriques
from tests.candidatures import CS, inscrire_a
from tests.enonces.lectures import clair
from tests.fichiers import pdf
from tests.parcours import CLOTURE
from tests.pieces import decider, en_vigueur, ligne, recu, remettre

ENSEMBLE = ("identite", "activite", "confirmation")


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    return fabriques.candidat()


@pytest.fixture
def cle(portail: Portail, candidat: Candidat) -> str:
    return inscrire_a(portail, candidat, CS).cle


def tout_remettre(portail: Portail, candidat: Candidat, cle: str) -> None:
    for piece in ENSEMBLE:
        remettre(portail, candidat, cle, piece)
    remettre(portail, candidat, cle, "defense", choix="certificat")


def page(portail: Portail, candidat: Candidat, cle: str) -> Justificatifs:
    db.session.rollback()
    return fourniture.lire(portail, candidat, cle)


def envoi(portail: Portail, candidat: Candidat, cle: str, rang: int = 0) -> str:
    return page(portail, candidat, cle).groupes[rang].cle


def test_tout_le_groupe_est_date_fige_et_annonce_une_seule_fois(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    tout_remettre(portail, candidat, cle)
    le = fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle))
    assert {ligne(cle, piece).validee_le for piece in (*ENSEMBLE, "defense")} == {le}
    assert all(ligne(cle, piece).a_verifier for piece in (*ENSEMBLE, "defense"))
    fournies = CourrielSortant.cle.contains("pieces_fournies")
    (mail,) = db.session.scalars(select(CourrielSortant).where(fournies))
    assert "- CINSIG01 : Confirmation d'inscription signée" in clair(mail.texte)
    for piece in ENSEMBLE:
        with pytest.raises(PieceFigee):
            remettre(portail, candidat, cle, piece)
    with pytest.raises(RienAFournir):
        fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle))


def test_un_groupe_incomplet_dit_ce_qui_manque_et_ne_change_rien(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    remettre(portail, candidat, cle, "identite")
    remettre(portail, candidat, cle, "defense")
    with pytest.raises(FournitureIncomplete) as refus:
        fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle))
    assert {manque.cle: manque.phrase for manque in refus.value.manques} == {
        "defense": "Dites laquelle des pièces vous fournissez.",
        "activite": "Aucun fichier.",
        "confirmation": "Aucun fichier.",
    }
    assert ligne(cle, "identite").validee_le is None


def test_chaque_groupe_a_son_bouton(portail: Portail, candidat: Candidat, cle: str) -> None:
    remettre(portail, candidat, cle, "hauteur")
    fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle, 1))
    assert [groupe.bouton for groupe in page(portail, candidat, cle).groupes] == [True, False]


def test_une_piece_non_conforme_se_rouvre_seule_et_le_bouton_revient(
    portail: Portail, candidat: Candidat, cle: str, horloge: HorlogeReglable
) -> None:
    tout_remettre(portail, candidat, cle)
    fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle))
    horloge.avancer(timedelta(hours=1))
    decider(portail, cle, "activite", "non_conforme", "Illisible")
    horloge.avancer(timedelta(hours=1))
    with pytest.raises(FournitureIncomplete, match="il manque 1 pièce"):
        fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle))
    remettre(portail, candidat, cle, "activite", recu(portail, "neuf.pdf", pdf(hauteur=700)))
    assert ligne(cle, "activite").statut == "non_conforme"
    with pytest.raises(PieceFigee):
        remettre(portail, candidat, cle, "identite")
    fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle))
    rouverte = ligne(cle, "activite")
    assert (rouverte.statut, rouverte.information, rouverte.a_verifier) == (None, None, True)


def test_une_piece_recue_par_la_poste_ne_manque_plus(portail: Portail, candidat: Candidat, cle: str) -> None:
    """P-044: a pièce asked online reaches the service on paper."""
    for piece in ("identite", "activite"):
        remettre(portail, candidat, cle, piece)
    remettre(portail, candidat, cle, "defense", choix="certificat")
    decider(portail, cle, "confirmation", "recue", canal_recu="courrier")
    fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle))
    assert ligne(cle, "identite").validee_le is not None


def test_apres_la_date_on_peut_encore_dire_que_tout_etait_la_et_c_est_note(
    portail: Portail, candidat: Candidat, cle: str, horloge: HorlogeReglable
) -> None:
    tout_remettre(portail, candidat, cle)
    horloge.regler(CLOTURE + timedelta(minutes=5))
    fourniture.fournir(portail, candidat, cle, envoi(portail, candidat, cle))
    fait = db.session.scalars(select(Evenement).where(Evenement.nature == "pieces_fournies")).one()
    assert fait.donnees["hors_delai"] is True


def test_une_inscription_annulee_n_attend_plus_de_piece(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    tout_remettre(portail, candidat, cle)
    groupe = envoi(portail, candidat, cle)
    with ecriture():
        candidature = db.session.scalars(select(Candidature)).one()
        candidature.etat, candidature.phase = "annulee", "ecartee"
    with pytest.raises(DepotFerme):
        fourniture.fournir(portail, candidat, cle, groupe)
    with pytest.raises(DepotFerme):
        remettre(portail, candidat, cle, "identite")


def test_le_groupe_d_un_autre_ou_d_aucun_n_existe_pas(portail: Portail, candidat: Candidat, cle: str) -> None:
    groupe = envoi(portail, candidat, cle)
    with pytest.raises(CandidatureIntrouvable):
        fourniture.fournir(portail, fabriques.candidat(), cle, groupe)
    with pytest.raises(PieceIntrouvable):
        fourniture.fournir(portail, candidat, cle, "en_ligne-20300101T0000")


def test_un_delai_accorde_rouvre_une_seule_piece(
    portail: Portail, candidat: Candidat, cle: str, horloge: HorlogeReglable
) -> None:
    horloge.regler(CLOTURE + timedelta(days=1))
    with ecriture():
        candidature = db.session.scalars(select(Candidature)).one()
        candidature.delais = {"piece.activite": datetime(2025, 11, 25, 16, tzinfo=UTC).isoformat()}
    assert remettre(portail, candidat, cle, "activite").deposes
    with pytest.raises(DepotFerme):
        remettre(portail, candidat, cle, "identite")
    assert [len(g.pieces) for g in page(portail, candidat, cle).groupes] == [3, 1, 1]


def test_le_choix_d_une_piece_parmi_trois_se_change_tant_que_rien_n_est_fige(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    remettre(portail, candidat, cle, "defense", choix="certificat")
    reponses_piece.choisir(portail, candidat, cle, "defense", "exemption")
    assert ligne(cle, "defense").choix == "exemption"
    with pytest.raises(ChoixInconnu):
        reponses_piece.choisir(portail, candidat, cle, "defense", "autre")


def test_personne_ne_se_dit_non_concerne_quand_le_modele_ne_le_prevoit_pas(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    with pytest.raises(PieceExigee):
        reponses_piece.se_dire_non_concerne(portail, candidat, cle, "identite", "Je n'en ai pas")


def test_le_compte_de_la_page_suit_les_decisions(portail: Portail, candidat: Candidat, cle: str) -> None:
    remettre(portail, candidat, cle, "identite")
    assert (page(portail, candidat, cle).bilan.conformes, page(portail, candidat, cle).bilan.dues) == (0, 5)
    decider(portail, cle, "identite", "conforme")
    assert page(portail, candidat, cle).bilan.conformes == 1


def test_la_version_de_la_demande_est_celle_du_document(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    demande = page(portail, candidat, cle).demande
    assert demande is not None
    assert demande.version == 1


def test_supprimer_rouvre_un_groupe_qui_n_etait_que_complet(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    tout_remettre(portail, candidat, cle)
    (garde,) = en_vigueur(cle, "identite")
    depot.supprimer(portail, candidat, cle, "identite", garde.cle)
    assert [manque.cle for manque in page(portail, candidat, cle).groupes[0].manques] == ["identite"]
    assert lire_piece(portail, candidat, cle, "identite").suivie.fichiers == ()
