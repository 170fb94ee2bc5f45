"""Operations on many candidatures: seen before, done once, told line by line (002 §8, §11, 003 III)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.filtre import Filtre
from portal.services import operation, tache
from portal.services.liste import selectionner
from portal.services.operation import OperationImpossible, OperationIntrouvable, SelectionVide
from portal.services.portail import Portail
from portal.tables import Candidature
from portal.tables.agent import Perimetre
from portal.tables.evenement import Evenement
from portal.tables.operation import LigneOperation
from portal.worker import TRAVAUX, travailler
from tests.integration.services.envois import (
    agent,
    documents,
    etats,
    inscriptions,
    lignes,
    mails,
    mener,
    une,
)

APRES_CLOTURE = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def etat(cle: str) -> str:
    db.session.rollback()
    return db.session.scalars(select(Candidature.etat).where(Candidature.cle == cle)).one()


def test_une_relance_se_montre_puis_part_une_fois(portail: Portail) -> None:
    """G-374, S-253."""
    cles, lui = inscriptions(portail, 2), agent(portail)
    travailler(portail)
    cle = operation.preparer(portail, lui, "relance", {}, cles)
    assert une(cle).etat == "preparee"
    assert {e for e, _ in etats(cle)} == {"a_faire"}
    assert mails("relance") == []
    assert mener(portail, lui, cle).etat == "terminee"
    assert all(e == "faite" and "à fournir" in (message or "") for e, message in etats(cle))
    for une_cle in cles:
        [document] = documents(une_cle, "relance_pieces")
        assert document.etat == "produit"
        assert document.contexte["manquantes"]
    assert len(mails("relance")) == 2
    assert "CINSIG01" in mails("relance")[0].texte
    assert mails("document_publie") == [], "one fact, one mail"


def test_lancer_deux_fois_lance_une_fois(portail: Portail) -> None:
    cles, lui = inscriptions(portail, 1), agent(portail)
    cle = operation.preparer(portail, lui, "relance", {}, cles)
    mener(portail, lui, cle)
    mener(portail, lui, cle)
    assert len(mails("relance")) == 1
    assert [document.version for document in documents(cles[0], "relance_pieces")] == [1]


def test_la_selection_d_un_filtre_est_celle_de_la_liste(portail: Portail) -> None:
    cles, lui = inscriptions(portail, 2), agent(portail)
    cle = operation.preparer(
        portail, lui, "relance", {}, selectionner(portail, lui, Filtre(etat="enregistree"))
    )
    assert {ligne.candidature.cle for ligne in lignes(cle) if ligne.candidature} == set(cles)
    with pytest.raises(SelectionVide):
        operation.preparer(portail, lui, "relance", {}, selectionner(portail, lui, Filtre(etat="validee")))


def test_hors_du_perimetre_rien_n_est_prepare_ni_fait(portail: Portail) -> None:
    cles = inscriptions(portail, 2)
    ailleurs = agent(portail, academie="versailles")
    with pytest.raises(SelectionVide):
        operation.preparer(portail, ailleurs, "relance", {}, cles)
    lui = agent(portail, academie="clermont_ferrand")
    cle = operation.preparer(portail, lui, "relance", {}, cles)
    operation.lancer(portail, lui, cle)
    with ecriture() as s:
        s.scalars(select(Perimetre).where(Perimetre.compte_id == lui.compte_id)).one().academie = "versailles"
    travailler(portail)
    assert etats(cle) == [("echec", "Hors de votre périmètre.")] * 2
    assert mails("relance") == []


def test_l_operation_d_un_autre_est_introuvable(portail: Portail) -> None:
    cles, lui = inscriptions(portail, 1), agent(portail)
    cle = operation.preparer(portail, lui, "relance", {}, cles)
    for faire in (operation.operation_de, operation.lancer, operation.abandonner):
        with pytest.raises(OperationIntrouvable):
            faire(portail, agent(portail), cle)


def test_une_operation_abandonnee_ne_part_plus(portail: Portail) -> None:
    cles, lui = inscriptions(portail, 1), agent(portail)
    cle = operation.preparer(portail, lui, "relance", {}, cles)
    operation.abandonner(portail, lui, cle)
    with pytest.raises(OperationImpossible):
        operation.lancer(portail, lui, cle)
    travailler(portail)
    assert mails("relance") == []


def test_un_message_dit_le_prenom_de_chacun(portail: Portail) -> None:
    cles, lui = inscriptions(portail, 1), agent(portail)
    parametres = {
        "objet": "Salle changée pour <intitule>",
        "texte": "<candidat.prenom>, venez à 9 h.\n\nMerci.",
    }
    cle = operation.preparer(portail, lui, "message", parametres, cles)
    mener(portail, lui, cle)
    [mail] = mails("message")
    assert "Salle changée pour Certificat de spécialisation" in mail.objet
    assert "Élise, venez à 9 h." in mail.texte


def test_le_service_desinscrit_avec_un_motif_g_458(portail: Portail) -> None:
    """G-458: in the journal with who and why, and the candidate is told."""
    cles, lui = inscriptions(portail, 1), agent(portail)
    sans_motif = operation.preparer(portail, lui, "desinscription", {"motif": ""}, cles)
    assert etats(sans_motif) == [("sans_objet", "Un motif est demandé.")]
    cle = operation.preparer(portail, lui, "desinscription", {"motif": "Demande du candidat"}, cles)
    mener(portail, lui, cle)
    assert etat(cles[0]) == "desinscrite"
    [fait] = db.session.scalars(select(Evenement).where(Evenement.nature == "desinscrire"))
    assert (fait.compte_id, fait.motif, fait.de, fait.vers) == (
        lui.compte_id, "Demande du candidat", "enregistree", "desinscrite",
    )  # fmt: skip
    assert "Demande du candidat" in mails("desinscrire")[0].texte
    de_nouveau = operation.preparer(portail, lui, "desinscription", {"motif": "Encore"}, cles)
    assert etats(de_nouveau)[0][0] == "sans_objet"


def test_seuls_les_dossiers_non_regularises_sont_annules(portail: Portail, horloge: HorlogeReglable) -> None:
    """S-244, S-245, S-246: after the date, with the letter that says it."""
    cles, lui = inscriptions(portail, 1), agent(portail)
    avant = operation.preparer(portail, lui, "annulation", {}, cles)
    assert etats(avant) == [("sans_objet", "La date limite n'est pas passée.")]
    horloge.regler(APRES_CLOTURE)
    cle = operation.preparer(portail, lui, "annulation", {}, cles)
    mener(portail, lui, cle)
    assert etat(cles[0]) == "annulee"
    [lettre] = documents(cles[0], "notification_annulation")
    assert "Dossier non régularisé" in lettre.contexte["motif"]
    assert any("CINSIG01" in piece["titre"] for piece in lettre.contexte["manquantes"])
    assert len(mails("annuler")) == 1
    assert mails("document_publie") == []


def test_les_lignes_en_echec_se_reprennent_et_elles_seules(portail: Portail) -> None:
    cles, lui = inscriptions(portail, 2), agent(portail)
    cle = operation.preparer(portail, lui, "relance", {}, cles)
    operation.lancer(portail, lui, cle)
    premiere = lignes(cle)[0].id
    with ecriture() as s:
        perimetre = s.scalars(select(Perimetre).where(Perimetre.compte_id == lui.compte_id)).one()
        perimetre.academie = "versailles"
    travailler(portail)
    with ecriture() as s:
        s.scalars(select(Perimetre).where(Perimetre.compte_id == lui.compte_id)).one().academie = None
        s.get_one(LigneOperation, premiere).etat = "faite"
    operation.reprendre_les_echecs(portail, lui, cle)
    travailler(portail)
    assert [e for e, _ in etats(cle)] == ["faite", "faite"]
    assert len(mails("relance")) == 1, "the one that was done is not done again"
    with pytest.raises(OperationImpossible):
        operation.reprendre_les_echecs(portail, lui, cle)


def test_une_tranche_interrompue_reprend_ou_elle_en_etait(
    portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No time at all per slice: each does one packet of lines, and the next one goes on."""
    monkeypatch.setattr("portal.services.operations.avancement.PAQUET", 1)
    monkeypatch.setattr("portal.services.operations.avancement.TRANCHE_S", 0.0001)
    cles, lui = inscriptions(portail, 3), agent(portail)
    cle = operation.preparer(portail, lui, "relance", {}, cles)
    while tache.executer_prochaine(portail, TRAVAUX):
        pass
    assert une(cle).etat == "preparee"
    mener(portail, lui, cle)
    assert (une(cle).faites, une(cle).etat) == (3, "terminee")
    assert len(mails("relance")) == 3
