"""Database and storage compared: what is missing, altered, of the wrong size, or named by nothing."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.adapters.stockage import StockageMemoire
from portal.db import db, ecriture
from portal.domain.filtre import Filtre
from portal.services import export, references
from portal.services.portail import Portail
from portal.services.reconciliation import Constat, reconcilier
from portal.tables import Candidature, Evenement
from portal.tables.operation import Operation
from portal.tables.piece import Depot
from portal.worker import travailler
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.integration.services.envois import agent
from tests.pieces_deposees import rendre


@pytest.fixture
def inscrite(portail: Portail, horloge: HorlogeReglable) -> Candidature:
    """A candidature with its documents drawn, a pièce handed in with its image, and an export."""
    horloge.regler(OUVERT[CS])
    candidature = inscrire_a(portail, fabriques.candidat(), CS)
    rendre(portail, candidature, pages=2)
    export.demander(portail, agent(portail), Filtre(), ["numero"], "csv")
    travailler(portail)
    return candidature


@pytest.fixture
def contenus(portail: Portail) -> dict[str, bytes]:
    assert isinstance(portail.stockage, StockageMemoire)
    return portail.stockage.contenus


def depot() -> Depot:
    return db.session.scalars(select(Depot)).one()


def dits(constat: Constat) -> list[tuple[str, str, str]]:
    return [(ecart.genre, ecart.ou, ecart.cle) for ecart in constat.ecarts]


def orphelin(portail: Portail, contenu: bytes = b"orphelin") -> str:
    return portail.stockage.deposer(io.BytesIO(contenu)).cle


def test_rien_ne_manque_quand_tout_est_la(
    portail: Portail, inscrite: Candidature, contenus: dict[str, bytes]
) -> None:
    constat = reconcilier(portail)
    assert constat.ecarts == []
    assert constat.verifies == len(contenus) >= 5  # two documents, a file, two images, an export
    assert constat.octets == sum(map(len, contenus.values()))


def test_un_portail_neuf_n_a_rien_a_comparer(portail: Portail) -> None:
    assert (reconcilier(portail).verifies, reconcilier(portail).ecarts) == (0, [])


def test_un_fichier_absent_est_dit_avec_sa_ligne(
    portail: Portail, inscrite: Candidature, contenus: dict[str, bytes]
) -> None:
    perdu = depot()
    del contenus[perdu.sha256], contenus[perdu.apercus[1]]
    assert sorted(dits(reconcilier(portail))) == sorted(
        [
            ("absent", f"pièce déposée {perdu.id}", perdu.sha256),
            ("absent", f"image de la pièce déposée {perdu.id}", perdu.apercus[1]),
        ]
    )


def test_un_fichier_altere_de_meme_taille_est_vu(
    portail: Portail, inscrite: Candidature, contenus: dict[str, bytes]
) -> None:
    cle = depot().sha256
    contenus[cle] = bytes([contenus[cle][0] ^ 1]) + contenus[cle][1:]
    constat = reconcilier(portail)
    assert dits(constat) == [("altere", f"pièce déposée {depot().id}", cle)]
    assert "empreinte" in constat.ecarts[0].detail


def test_une_taille_qui_n_est_pas_celle_de_la_base_est_dite(portail: Portail, inscrite: Candidature) -> None:
    with ecriture():
        depot().taille = 7
    constat = reconcilier(portail)
    assert [(e.genre, e.detail.endswith("au lieu de 7")) for e in constat.ecarts] == [("taille", True)]


def test_un_orphelin_est_dit_et_n_est_efface_que_sur_demande(
    portail: Portail, inscrite: Candidature, contenus: dict[str, bytes]
) -> None:
    cle = orphelin(portail)
    assert dits(reconcilier(portail)) == [("orphelin", "", cle)]
    assert cle in contenus
    avant = len(contenus)
    assert reconcilier(portail, effacer=True).effaces == 1
    assert len(contenus) == avant - 1
    assert reconcilier(portail).ecarts == []


def test_un_fichier_depose_depuis_moins_d_un_jour_n_est_pas_un_orphelin(
    portail: Portail, horloge: HorlogeReglable, contenus: dict[str, bytes]
) -> None:
    cle = orphelin(portail)
    assert isinstance(portail.stockage, StockageMemoire)
    portail.stockage.deposes_le[cle] = horloge.maintenant() - timedelta(hours=23)
    constat = reconcilier(portail, effacer=True)
    assert (constat.ecarts, constat.jeunes, constat.effaces) == ([], 1, 0)
    assert cle in contenus


def test_un_fichier_cite_par_un_envoi_n_est_pas_un_orphelin(portail: Portail) -> None:
    cle = orphelin(portail)
    compte_id = agent(portail).compte_id
    with ecriture() as s:
        s.add(
            Operation(
                genre="document", compte_id=compte_id, cree_le=portail.horloge.maintenant(),
                parametres={"stockage_cle": cle, "taille": 8},
            )
        )  # fmt: skip
    assert reconcilier(portail, effacer=True).ecarts == []
    assert references.encore_citees([cle, "0" * 64]) == {cle}


def test_ce_qu_une_autre_ligne_cite_ne_s_efface_pas(portail: Portail, inscrite: Candidature) -> None:
    cites = [depot().sha256, *depot().apercus]
    assert references.liberer(portail, cites) == 0
    assert all(portail.stockage.contient(cle) for cle in cites)


def test_le_journal_garde_ce_que_la_comparaison_a_vu(
    portail: Portail, inscrite: Candidature, contenus: dict[str, bytes]
) -> None:
    cle = depot().sha256
    del contenus[cle]
    orphelin(portail)
    reconcilier(portail)
    evenement = db.session.scalars(select(Evenement).where(Evenement.nature == "reconciliation")).one()
    assert evenement.compte_id is None
    assert evenement.donnees["fautes"] == evenement.donnees["orphelins"] == 1
    assert evenement.donnees["ecarts"] == [["absent", f"pièce déposée {depot().id}", cle]]
