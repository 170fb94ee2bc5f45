"""Decisions on pièces: written once, told by mail, undone in time, followed by the circuit."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.decision import (
    DecisionImpossible,
    DecisionInvalide,
    DejaTraitee,
    EnCours,
    PieceIntrouvable,
)
from portal.services import annulation_decision, decision, verification
from portal.services.candidature import situation_de
from portal.services.perimetre import AgentEnPoste
from portal.services.piece import pieces_suivies
from portal.services.piece_vue import ouvrir, regarder
from portal.services.portail import Portail
from portal.tables import Candidature, CourrielSortant, Evenement
from portal.tables.piece import DecisionPiece, Depot
from portal.worker import travailler
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.parcours import inscrire, publier_essai
from tests.pieces_deposees import decider, en_poste, ligne, rendre

ANNONCE = """
pieces:
  permis: {intitule: Permis de conduire}
courriels:
  acceptee:
    quand: piece_acceptee
    a: candidat
    objet: "Pièce acceptée : <piece>"
    texte: Rien de plus à faire pour cette pièce.
"""


@pytest.fixture
def inscrite(portail: Portail, horloge: HorlogeReglable) -> Candidature:
    horloge.regler(OUVERT[CS])
    candidature = inscrire_a(portail, fabriques.candidat(), CS)
    travailler(portail)
    return candidature


@pytest.fixture
def agent(portail: Portail, inscrite: Candidature) -> AgentEnPoste:
    return en_poste(portail, fabriques.agent())


def courriels(code: str) -> list[CourrielSortant]:
    db.session.rollback()
    return list(db.session.scalars(select(CourrielSortant).where(CourrielSortant.cle.contains(f":{code}:"))))


def natures(candidature_id: int) -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Evenement.nature).where(Evenement.candidature_id == candidature_id).order_by(Evenement.id)
        )
    )


def test_une_piece_conforme_compte_et_n_attend_plus(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    assert ligne(piece).a_verifier
    decider(portail, agent, piece, "conforme")
    faite = ligne(piece)
    assert (faite.statut, faite.a_verifier, faite.prise_par) == ("conforme", False, None)
    assert faite.candidature.pieces_conformes == 1
    assert "piece_conforme" in natures(faite.candidature_id)


def test_un_refus_sans_commentaire_est_permis_et_rouvre_la_piece(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    decider(portail, agent, piece, "non_conforme")
    refusee = ligne(piece)
    assert (refusee.statut, refusee.information, refusee.validee_le) == ("non_conforme", None, None)
    assert refusee.candidature.pieces_non_conformes == 1


def test_le_courriel_du_refus_attend_trente_secondes(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    piece = rendre(portail, inscrite)
    decider(portail, agent, piece, "non_conforme", texte="Pièce illisible")
    travailler(portail)
    (courriel,) = courriels("piece_refusee")
    assert courriel.etat == "a_envoyer"
    assert "Pièce illisible" in courriel.texte
    assert "1NATID01" in courriel.texte
    horloge.avancer(timedelta(seconds=31))
    travailler(portail)
    assert [un.etat for un in courriels("piece_refusee")] == ["envoye"]


def test_un_courriel_par_piece_refusee_et_un_seul_quand_tout_est_conforme(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    pieces = [rendre(portail, inscrite, cle) for cle in dues(portail, inscrite)]
    decider(portail, agent, pieces[0], "non_conforme")
    decider(portail, agent, pieces[1], "non_conforme")
    for piece in pieces:
        decider(portail, agent, piece, "conforme")
    horloge.avancer(timedelta(seconds=31))
    travailler(portail)
    assert len(courriels("piece_refusee")) == 2
    assert courriels("piece_acceptee") == []
    assert [un.etat for un in courriels("completer")] == ["envoye"]
    assert etat(inscrite) == "complete"


def test_une_piece_refusee_rouvre_un_dossier_complet(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    pieces = [rendre(portail, inscrite, cle) for cle in dues(portail, inscrite)]
    for piece in pieces:
        decider(portail, agent, piece, "conforme")
    horloge.avancer(timedelta(seconds=31))
    travailler(portail)
    assert etat(inscrite) == "complete"
    decider(portail, agent, pieces[0], "non_conforme")
    assert etat(inscrite) == "complete"
    horloge.avancer(timedelta(seconds=31))
    travailler(portail)
    assert etat(inscrite) == "enregistree"
    assert natures(inscrite.id).count("rouvrir") == 1


def test_le_dossier_n_est_pas_complet_avant_que_l_on_ne_puisse_plus_annuler(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    pieces = [rendre(portail, inscrite, cle) for cle in dues(portail, inscrite)]
    decisions = [decider(portail, agent, piece, "conforme") for piece in pieces]
    horloge.avancer(timedelta(seconds=29))
    travailler(portail)
    assert etat(inscrite) == "enregistree"
    annulation_decision.annuler(portail, agent, decisions[-1])
    horloge.avancer(timedelta(seconds=5))
    travailler(portail)
    assert etat(inscrite) == "enregistree"


def test_annuler_remet_tout_et_retient_le_courriel(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    piece = rendre(portail, inscrite)
    avant = ligne(piece).validee_le
    faite = decider(
        portail, agent, piece, "non_conforme", texte="Floue", accorder="oui", limite="2026-01-15",
        recue_le="2025-11-04",
    )  # fmt: skip
    refusee = ligne(piece)
    assert refusee.candidature.delais["piece.identite"].startswith("2026-01-1")
    assert refusee.recue_le == date(2025, 11, 4)
    annulation_decision.annuler(portail, agent, faite)
    annulation_decision.annuler(portail, agent, faite)
    rendue = ligne(piece)
    assert (rendue.statut, rendue.information, rendue.recue_le) == (None, None, None)
    assert (rendue.validee_le, rendue.candidature.delais, rendue.a_verifier) == (avant, {}, True)
    assert courriels("piece_refusee") == []
    assert natures(inscrite.id)[-1] == "decision_annulee"
    assert natures(inscrite.id).count("decision_annulee") == 1


def test_un_courriel_deja_parti_empeche_d_annuler(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    faite = decider(portail, agent, piece, "non_conforme")
    (courriel,) = courriels("piece_refusee")
    identifiant = courriel.id
    with ecriture() as s:
        s.get_one(CourrielSortant, identifiant).etat = "en_cours"
    with pytest.raises(DecisionImpossible, match="trop tard"):
        annulation_decision.annuler(portail, agent, faite)
    assert ligne(piece).statut == "non_conforme"


def test_annuler_la_decision_d_une_autre_personne_est_refuse(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    faite = decider(portail, agent, piece, "conforme")
    autre = en_poste(portail, fabriques.agent())
    with pytest.raises(DecisionImpossible, match="Seule la personne"):
        annulation_decision.annuler(portail, autre, faite)
    with pytest.raises(PieceIntrouvable):
        annulation_decision.annuler(portail, en_poste(portail, fabriques.agent(academie="paris")), faite)
    assert ligne(piece).statut == "conforme"


def test_apres_trente_secondes_une_correction_est_une_nouvelle_decision(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    piece = rendre(portail, inscrite)
    premiere = decider(portail, agent, piece, "non_conforme")
    horloge.avancer(timedelta(seconds=30))
    with pytest.raises(DecisionImpossible, match="trop tard"):
        annulation_decision.annuler(portail, agent, premiere)
    assert annulation_decision.derniere(portail, agent) is None
    decider(portail, agent, piece, "conforme")
    assert ligne(piece).statut == "conforme"
    assert len(courriels("piece_refusee")) == 1


def test_un_double_clic_ne_decide_qu_une_fois(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    lue = regarder(portail, agent, piece).vue
    clics = [decision.decider(portail, agent, piece, {"statut": "non_conforme"}, lue) for _ in range(2)]
    assert clics[0] == clics[1]
    assert len(courriels("piece_refusee")) == 1


def test_deux_decisions_opposees_n_en_font_qu_une(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    autre = en_poste(portail, fabriques.agent())
    lue = regarder(portail, agent, piece).vue
    decision.decider(portail, agent, piece, {"statut": "conforme"}, lue)
    with pytest.raises(DejaTraitee) as refus:
        decision.decider(portail, autre, piece, {"statut": "non_conforme"}, lue)
    assert (refus.value.decidee, refus.value.par) == ("Conforme", "Service des examens")
    assert db.session.scalars(select(DecisionPiece.statut)).all() == ["conforme"]


def test_ce_que_le_candidat_change_entre_temps_se_regarde_de_nouveau(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite, validee=False)
    lue = regarder(portail, agent, piece).vue
    rendre(portail, inscrite, nom="verso.pdf", validee=False)
    with pytest.raises(DejaTraitee, match="a changé"):
        decision.decider(portail, agent, piece, {"statut": "conforme"}, lue)


def test_un_fichier_supprime_entre_temps_arrete_la_decision(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite, validee=False)
    lue = regarder(portail, agent, piece).vue
    with ecriture() as s:
        depot = s.scalars(select(Depot)).one()
        depot.retire_le = portail.horloge.maintenant()
    with pytest.raises(DejaTraitee, match="a changé"):
        decision.decider(portail, agent, piece, {"statut": "conforme"}, lue)


def test_une_piece_qui_n_est_plus_demandee_ne_se_verifie_plus(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece, identifiant = rendre(portail, inscrite, "activite"), inscrite.id
    lue = regarder(portail, agent, piece).vue
    with ecriture() as s:
        candidature = s.get_one(Candidature, identifiant)
        candidature.reponses = {**(candidature.reponses or {}), "voie_acces": "distance"}
    for essai in (
        lambda: ouvrir(portail, agent, piece),
        lambda: decision.decider(portail, agent, piece, {"statut": "conforme"}, lue),
    ):
        with pytest.raises(DecisionImpossible, match="plus demandée"):
            essai()


def test_une_candidature_annulee_n_a_plus_de_piece_a_verifier(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece, identifiant = rendre(portail, inscrite), inscrite.id
    with ecriture() as s:
        s.get_one(Candidature, identifiant).etat = "annulee"
        s.get_one(Candidature, identifiant).phase = "ecartee"
    assert verification.files(portail, agent) == ()
    with pytest.raises(DecisionImpossible, match="plus en cours"):
        decider(portail, agent, piece, "conforme")


def test_la_piece_tenue_par_une_autre_personne_ne_se_decide_pas(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    piece, autre = rendre(portail, inscrite), en_poste(portail, fabriques.agent())
    ouvrir(portail, agent, piece)
    with pytest.raises(EnCours):
        ouvrir(portail, autre, piece)
    with pytest.raises(EnCours):
        decider(portail, autre, piece, "conforme")
    horloge.avancer(verification.BAIL)
    decider(portail, autre, piece, "conforme")
    assert ligne(piece).statut == "conforme"


def test_un_delai_pour_une_seule_personne_et_une_seule_piece(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    decider(portail, agent, piece, "non_conforme", accorder="oui", limite="2026-01-15")
    refusee = ligne(piece)
    assert refusee.candidature.delais == {"piece.identite": "2026-01-16T00:00:00+01:00"}
    assert natures(refusee.candidature_id)[-1] == "exception"
    (courriel,) = courriels("piece_refusee")
    assert "jeudi 15 janvier 2026" in courriel.texte


def test_une_saisie_refusee_ne_change_rien(
    portail: Portail, inscrite: Candidature, agent: AgentEnPoste
) -> None:
    piece = rendre(portail, inscrite)
    with pytest.raises(DecisionInvalide) as refus:
        decider(portail, agent, piece, "non_conforme", motif="invente", texte="x" * 1001)
    assert set(refus.value.erreurs) == {"motif", "texte"}
    assert ligne(piece).statut is None
    assert courriels("piece_refusee") == []


def test_un_modele_peut_annoncer_chaque_piece_acceptee(portail: Portail, horloge: HorlogeReglable) -> None:
    publier_essai(portail, en_plus=ANNONCE)
    candidature = inscrire(portail, fabriques.candidat())
    piece = rendre(portail, candidature, "permis")
    decider(portail, en_poste(portail, fabriques.agent()), piece, "conforme")
    (courriel,) = courriels("piece_acceptee")
    assert "Permis de conduire" in courriel.objet


def dues(portail: Portail, candidature: Candidature) -> list[str]:
    situation = situation_de(portail, candidature, candidature.candidat, brouillon=False)
    return [une.cle for une in pieces_suivies(candidature.id, situation) if une.comptee]


def etat(candidature: Candidature) -> str:
    db.session.rollback()
    return db.session.get_one(Candidature, candidature.id).etat
