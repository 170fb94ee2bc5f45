"""Exports: what is in them, whose they are, and what happens when the worker dies."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.filtre import Filtre
from portal.services import export, export_fichier, menage_fichiers
from portal.services.export import ExportImpossible, ExportIntrouvable
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables import Candidature, Evenement
from portal.tables.agent import Agent
from portal.tables.candidat import Candidat
from portal.tables.operation import Operation
from portal.tables.tache import Tache
from portal.worker import travailler
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.integration.services.envois import agent
from tests.pieces_deposees import rendre

COLONNES = ["numero", "nom_naissance", "naissance", "etat", "r.adresse_1", "e.EP1", "a.EP2", "p.identite"]


@pytest.fixture
def inscrites(portail: Portail, horloge: HorlogeReglable) -> list[str]:
    horloge.regler(OUVERT[CS])
    noms = ("TALU", "=1+1", "MARTIN")
    return [
        inscrire_a(portail, fabriques.candidat(nom_naissance=nom), CS, adresse_1=f"+{rang} rue").cle
        for rang, nom in enumerate(noms)
    ]


@pytest.fixture
def qui(portail: Portail, inscrites: list[str]) -> AgentEnPoste:
    return agent(portail)


def lu(portail: Portail, qui: AgentEnPoste, cle: str) -> list[list[str]]:
    fichier = export.ouvrir(portail, qui, cle)
    return list(csv.reader(io.StringIO(fichier.flux.read().decode("utf-8-sig"), newline=""), delimiter=";"))


def test_un_export_dit_ce_qui_a_ete_choisi_dans_l_ordre_des_colonnes(
    portail: Portail, qui: AgentEnPoste, inscrites: list[str]
) -> None:
    candidature = db.session.scalars(select(Candidature).where(Candidature.cle == inscrites[0])).one()
    rendre(portail, candidature)
    cle = export.demander(portail, qui, Filtre(), reversed(COLONNES), "csv")
    travailler(portail)
    titres, *lignes = lu(portail, qui, cle)
    assert titres[:2] == ["N° candidat", "État"]
    assert [ligne[titres.index("Nom de naissance")] for ligne in lignes] == ["TALU", "'=1+1", "MARTIN"]
    assert [ligne[titres.index("Adresse 1")] for ligne in lignes] == ["'+0 rue", "'+1 rue", "'+2 rue"]
    assert lignes[0][titres.index("Date de naissance")] == "17/05/2004"
    assert lignes[0][titres.index("Épreuve EP1")].endswith(
        "Étude et préparation d'une intervention : Inscrit"
    )
    assert lignes[0][titres.index("Acquis EP2")] == "Je passe l'épreuve"
    piece = next(rang for rang, titre in enumerate(titres) if "1NATID01" in titre)
    assert [ligne[piece] for ligne in lignes] == ["À vérifier", "Manquante", "Manquante"]


def test_un_export_ne_contient_que_le_filtre_et_le_perimetre(
    portail: Portail, qui: AgentEnPoste, inscrites: list[str]
) -> None:
    cle = export.demander(portail, qui, Filtre(q="TALU"), ["nom_naissance"], "csv")
    travailler(portail)
    assert lu(portail, qui, cle) == [["Nom de naissance"], ["TALU"]]
    ailleurs = agent(portail, academie="versailles")
    with pytest.raises(ExportImpossible, match="Aucune candidature"):
        export.demander(portail, ailleurs, Filtre(), ["nom_naissance"], "csv")


def test_une_reponse_de_sante_ne_part_qu_avec_le_droit(portail: Portail, inscrites: list[str]) -> None:
    sans, avec = agent(portail), agent(portail, sante=True)
    assert "r.amenagement" not in [une.cle for une in export.offertes(portail, sans, Filtre())]
    assert "r.amenagement" in [une.cle for une in export.offertes(portail, avec, Filtre())]
    with pytest.raises(ExportImpossible, match="au moins une colonne"):
        export.demander(portail, sans, Filtre(), ["r.amenagement"], "csv")
    cle = export.demander(portail, avec, Filtre(), ["r.amenagement"], "csv")
    travailler(portail)
    assert [ligne[0] for ligne in lu(portail, avec, cle)[1:]] == ["Non"] * 3
    with ecriture() as s:
        s.get_one(Agent, avec.compte_id).droits = []
    retire = AgentEnPoste(avec.compte_id, avec.nom, avec.courriel, False, avec.portions)
    with pytest.raises(ExportIntrouvable):
        export.ouvrir(portail, retire, cle)
    assert export.lister(portail, retire) == ()


def test_le_droit_retire_pendant_l_export_retire_la_colonne(portail: Portail, inscrites: list[str]) -> None:
    avec = agent(portail, sante=True)
    cle = export.demander(portail, avec, Filtre(), ["numero", "r.amenagement"], "csv")
    with ecriture() as s:
        s.get_one(Agent, avec.compte_id).droits = []
    travailler(portail)
    assert lu(portail, avec, cle)[0] == ["N° candidat"]


def test_un_export_n_est_qu_a_qui_l_a_demande(portail: Portail, qui: AgentEnPoste) -> None:
    cle = export.demander(portail, qui, Filtre(), ["numero"], "csv")
    travailler(portail)
    with pytest.raises(ExportIntrouvable):
        export.ouvrir(portail, agent(portail), cle)


def test_un_export_pas_encore_fini_ne_s_ouvre_pas(portail: Portail, qui: AgentEnPoste) -> None:
    cle = export.demander(portail, qui, Filtre(), ["numero"], "csv")
    with pytest.raises(ExportIntrouvable):
        export.ouvrir(portail, qui, cle)


def test_le_journal_dit_qui_a_exporte_quoi_et_combien(portail: Portail, qui: AgentEnPoste) -> None:
    export.demander(portail, qui, Filtre(q="TALU"), ["numero", "nom_naissance"], "xlsx")
    travailler(portail)
    evenement = db.session.scalars(select(Evenement).where(Evenement.nature == "export")).one()
    assert evenement.compte_id == qui.compte_id
    assert evenement.donnees == {
        "filtre": {"q": ["TALU"]}, "nombre": 1, "colonnes": ["numero", "nom_naissance"], "format": "xlsx",
        "sante": False,
    }  # fmt: skip


def test_demander_deux_fois_le_meme_export_n_en_fait_qu_un(portail: Portail, qui: AgentEnPoste) -> None:
    premier = export.demander(portail, qui, Filtre(), ["numero"], "csv")
    assert export.demander(portail, qui, Filtre(), ["numero"], "csv") == premier
    assert export.demander(portail, qui, Filtre(), ["numero"], "xlsx") != premier


@pytest.mark.parametrize(("cles", "format_"), [([], "csv"), (["inconnue"], "csv"), (["numero"], "exe")])
def test_un_export_impossible_est_refuse_par_une_phrase(
    portail: Portail, qui: AgentEnPoste, cles: list[str], format_: str
) -> None:
    with pytest.raises(ExportImpossible, match=r"\.$"):
        export.demander(portail, qui, Filtre(), cles, format_)


def par_tranches(portail: Portail, monkeypatch: pytest.MonkeyPatch, qui: AgentEnPoste) -> str:
    """Ask for an export whose slices have one row each, and write the first slice."""
    monkeypatch.setattr(export_fichier, "PAQUET", 1)
    monkeypatch.setattr(export_fichier, "TRANCHE_S", -1.0)
    cle = export.demander(portail, qui, Filtre(), ["nom_naissance"], "csv")
    export_fichier.travail(portail, {"operation_id": export.lire(portail, qui, cle).id})
    db.session.rollback()
    assert export.lire(portail, qui, cle).faites == 1
    return cle


def test_un_export_reprend_ou_il_en_etait(
    portail: Portail, qui: AgentEnPoste, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = par_tranches(portail, monkeypatch, qui)
    chemin = portail.config.dossier_exports / f"{cle}.jsonl"
    chemin.write_bytes(chemin.read_bytes() + b'["moitie de ligne')  # a slice that died while it wrote
    travailler(portail)
    assert [ligne[0] for ligne in lu(portail, qui, cle)[1:]] == ["TALU", "'=1+1", "MARTIN"]
    assert not chemin.exists()
    assert db.session.scalars(select(Tache.etat).where(Tache.genre == "export")).all() == ["faite"] * 4


def test_un_fichier_perdu_fait_recommencer_l_export(
    portail: Portail, qui: AgentEnPoste, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = par_tranches(portail, monkeypatch, qui)
    (portail.config.dossier_exports / f"{cle}.jsonl").unlink()
    travailler(portail)
    assert [ligne[0] for ligne in lu(portail, qui, cle)[1:]] == ["TALU", "'=1+1", "MARTIN"]


def test_une_tranche_faite_deux_fois_n_ajoute_rien(
    portail: Portail, qui: AgentEnPoste, monkeypatch: pytest.MonkeyPatch
) -> None:
    cle = par_tranches(portail, monkeypatch, qui)
    monkeypatch.undo()
    identifiant = export.lire(portail, qui, cle).id
    for _ in range(2):
        export_fichier.travail(portail, {"operation_id": identifiant})
    travailler(portail)
    assert len(lu(portail, qui, cle)) == 4
    assert db.session.scalars(select(Evenement).where(Evenement.nature == "export")).one()


def test_un_agent_parti_n_exporte_plus(portail: Portail, qui: AgentEnPoste) -> None:
    cle = export.demander(portail, qui, Filtre(), ["numero"], "csv")
    with ecriture() as s:
        s.get_one(Agent, qui.compte_id).desactive_le = portail.horloge.maintenant()
    travailler(portail)
    assert export.lire(portail, qui, cle).etat == "abandonnee"


def test_un_export_s_efface_apres_sept_jours(
    portail: Portail, qui: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    cle = export.demander(portail, qui, Filtre(), ["numero"], "csv")
    travailler(portail)
    fichier = export.lire(portail, qui, cle).fichier
    assert fichier is not None
    horloge.avancer(timedelta(days=6, hours=23))
    assert menage_fichiers.ranger_les_fichiers(portail) == 0
    export.ouvrir(portail, qui, cle).flux.close()
    horloge.avancer(timedelta(hours=2))
    assert menage_fichiers.ranger_les_fichiers(portail) == 1
    assert not portail.stockage.contient(fichier)
    with pytest.raises(ExportIntrouvable):
        export.ouvrir(portail, qui, cle)


def test_deux_exports_du_meme_contenu_ne_s_effacent_pas_l_un_l_autre(
    portail: Portail, qui: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    ancien = export.demander(portail, qui, Filtre(), ["numero"], "csv")
    travailler(portail)
    horloge.avancer(timedelta(days=5))
    recent = export.demander(portail, qui, Filtre(), ["numero"], "csv")
    travailler(portail)
    assert export.lire(portail, qui, ancien).fichier == export.lire(portail, qui, recent).fichier
    horloge.avancer(timedelta(days=3))
    assert menage_fichiers.ranger_les_fichiers(portail) == 0
    assert len(lu(portail, qui, recent)) == 4


def test_une_candidature_disparue_ne_trouble_pas_l_export(portail: Portail, qui: AgentEnPoste) -> None:
    nom = db.session.scalars(select(Candidat.nom_naissance).order_by(Candidat.id)).first()
    cle = export.demander(portail, qui, Filtre(), ["nom_naissance"], "csv")
    with ecriture() as s:
        premiere = s.scalars(select(Candidature).order_by(Candidature.id)).first()
        assert premiere is not None
        premiere.version, premiere.enregistree_le = 0, None
    travailler(portail)
    assert [nom] not in lu(portail, qui, cle)
    assert db.session.scalars(select(Operation.total).where(Operation.cle == cle)).one() == 2
