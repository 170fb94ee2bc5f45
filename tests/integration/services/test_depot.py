"""Files handed in: kept and read back, refused with a reason, taken back, in time or too late."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.fichier import FichierInspecte
from portal.domain.remise import (
    DepotFerme,
    DepotHorsLigne,
    EnvoiVide,
    FichierIntrouvable,
    PieceFigee,
    PieceIntrouvable,
)
from portal.services import depot, fourniture
from portal.services.portail import Portail
from portal.tables import Candidat, Evenement
from portal.tables.piece import Depot, PieceCandidature
from tests import fabriques
from tests.candidatures import BIA, CS, OUVERT, inscrire_a
from tests.fichiers import EXE, pdf, photo
from tests.parcours import CLOTURE
from tests.pieces import PDF, decider, en_vigueur, ligne, recu, remettre


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    return fabriques.candidat()


@pytest.fixture
def cle(portail: Portail, candidat: Candidat) -> str:
    return inscrire_a(portail, candidat, CS).cle


def test_un_fichier_dit_recu_est_garde_avec_son_empreinte(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    (depose,) = remettre(portail, candidat, cle, "identite", recu(portail, "carte.pdf")).deposes
    (garde,) = en_vigueur(cle, "identite")
    with portail.stockage.ouvrir(garde.sha256) as flux:
        assert hashlib.sha256(flux.read()).hexdigest() == hashlib.sha256(PDF).hexdigest() == garde.sha256
    assert (depose.nom, garde.commence_le, garde.taille) == ("carte.pdf", garde.depose_le, len(PDF))
    (fait,) = db.session.scalars(select(Evenement).where(Evenement.nature == "fichier_depose"))
    assert fait.donnees["sha256"] == garde.sha256
    assert ligne(cle, "identite").candidature.pieces_manquantes == 4


def test_les_bons_fichiers_d_un_envoi_sont_gardes_les_autres_nommes(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    recus = [recu(portail, "bon.pdf"), recu(portail, "cheval.exe", EXE), recu(portail, "vide.pdf", b"")]
    faits = remettre(portail, candidat, cle, "activite", *recus)
    assert [un.nom for un in faits.deposes] == ["bon.pdf"]
    assert [un.nom for un in faits.ecartes] == ["cheval.exe", "vide.pdf"]
    assert "programme Windows" in faits.ecartes[0].phrase
    assert len(en_vigueur(cle, "activite")) == 1


def test_plusieurs_photos_choisies_ensemble_font_un_seul_pdf(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    faits = remettre(
        portail, candidat, cle, "identite",
        recu(portail, "recto.jpg", photo()), recu(portail, "verso.jpg", photo(taille=(40, 60))),
    )  # fmt: skip
    (garde,) = faits.deposes
    assert (garde.nom, garde.format, garde.pages) == ("recto.pdf", "pdf", 2)


def test_une_photo_seule_reste_une_photo_sans_ses_metadonnees(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    (garde,) = remettre(portail, candidat, cle, "identite", recu(portail, "photo.jpeg", photo())).deposes
    assert (garde.nom, garde.format) == ("photo.jpeg", "jpg")


def test_le_fichier_de_trop_est_nomme_et_les_autres_gardes(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    trois = [recu(portail, f"{n}.pdf", pdf(hauteur=400 + n)) for n in range(3)]
    faits = remettre(portail, candidat, cle, "identite", *trois)
    assert [un.nom for un in faits.deposes] == ["0.pdf", "1.pdf"]
    assert [un.nom for un in faits.ecartes] == ["2.pdf"]
    assert "2 fichiers au plus" in faits.ecartes[0].phrase


def test_un_envoi_commence_avant_la_limite_compte_un_autre_non(
    portail: Portail, candidat: Candidat, cle: str, horloge: HorlogeReglable
) -> None:
    horloge.regler(CLOTURE + timedelta(minutes=3))
    dernier = CLOTURE - timedelta(microseconds=1)
    assert remettre(portail, candidat, cle, "identite", commence_le=dernier).deposes
    (garde,) = en_vigueur(cle, "identite")
    assert (garde.commence_le, garde.depose_le) == (dernier, CLOTURE + timedelta(minutes=3))
    with pytest.raises(DepotFerme, match="date limite est passée"):
        remettre(portail, candidat, cle, "activite", commence_le=CLOTURE)


def test_une_piece_qui_a_sa_propre_date_se_depose_apres_la_cloture_s_226(
    portail: Portail, candidat: Candidat, cle: str, horloge: HorlogeReglable
) -> None:
    horloge.regler(CLOTURE + timedelta(days=30))
    assert remettre(portail, candidat, cle, "hauteur").deposes
    horloge.regler(CLOTURE + timedelta(days=200))
    with pytest.raises(DepotFerme):
        remettre(portail, candidat, cle, "hauteur")


def test_une_piece_par_voie_postale_ne_se_depose_pas_en_ligne(
    portail: Portail, candidat: Candidat, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT[BIA])
    cle = inscrire_a(portail, candidat, BIA).cle
    with pytest.raises(DepotHorsLigne):
        remettre(portail, candidat, cle, "confirmation")


def test_la_piece_d_un_autre_n_existe_pas(portail: Portail, candidat: Candidat, cle: str) -> None:
    (garde,) = remettre(portail, candidat, cle, "identite").deposes
    autre = fabriques.candidat()
    with pytest.raises(CandidatureIntrouvable):
        remettre(portail, autre, cle, "identite")
    with pytest.raises(CandidatureIntrouvable):
        depot.ouvrir(portail, autre, cle, "identite", garde.cle)
    with pytest.raises(CandidatureIntrouvable):
        depot.supprimer(portail, autre, cle, "identite", garde.cle)
    with pytest.raises(FichierIntrouvable):
        depot.ouvrir(portail, candidat, cle, "activite", garde.cle)


def test_une_piece_que_rien_ne_demande_et_un_envoi_vide_sont_refuses(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    with pytest.raises(PieceIntrouvable):
        remettre(portail, candidat, cle, "scolarite")
    with pytest.raises(EnvoiVide):
        depot.deposer(portail, candidat, cle, "identite", (), portail.horloge.maintenant())


def test_une_piece_non_conforme_remplacee_garde_la_refusee_pour_le_service(
    portail: Portail, candidat: Candidat, cle: str, horloge: HorlogeReglable
) -> None:
    remettre(portail, candidat, cle, "activite", recu(portail, "ancien.pdf"))
    horloge.avancer(timedelta(hours=1))
    decider(portail, cle, "activite", "non_conforme", "Illisible")
    horloge.avancer(timedelta(hours=1))
    remettre(portail, candidat, cle, "activite", recu(portail, "neuf.pdf", pdf(hauteur=700)))
    horloge.avancer(timedelta(minutes=1))
    remettre(portail, candidat, cle, "activite", recu(portail, "autre.pdf", pdf(hauteur=600)))
    assert [un.nom for un in en_vigueur(cle, "activite")] == ["neuf.pdf", "autre.pdf"]
    assert [un.nom for un in ligne(cle, "activite").depots] == ["ancien.pdf", "neuf.pdf", "autre.pdf"]


def test_une_piece_conforme_ne_bouge_plus(portail: Portail, candidat: Candidat, cle: str) -> None:
    (garde,) = remettre(portail, candidat, cle, "identite").deposes
    decider(portail, cle, "identite", "conforme")
    with pytest.raises(PieceFigee):
        remettre(portail, candidat, cle, "identite")
    with pytest.raises(PieceFigee):
        depot.supprimer(portail, candidat, cle, "identite", garde.cle)


def test_un_fichier_supprime_n_est_plus_rendu_et_le_journal_le_dit(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    (garde,) = remettre(portail, candidat, cle, "identite").deposes
    depot.supprimer(portail, candidat, cle, "identite", garde.cle)
    assert en_vigueur(cle, "identite") == []
    with pytest.raises(FichierIntrouvable):
        depot.ouvrir(portail, candidat, cle, "identite", garde.cle)
    with pytest.raises(FichierIntrouvable):
        depot.supprimer(portail, candidat, cle, "identite", garde.cle)
    assert db.session.scalar(select(Evenement).where(Evenement.nature == "fichier_supprime")) is not None


def test_un_fichier_numerise_par_le_service_ne_se_supprime_pas(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    (garde,) = remettre(portail, candidat, cle, "identite").deposes
    with ecriture():
        db.session.query(Depot).one().origine = "gestionnaire"
    with pytest.raises(PieceFigee, match="numérisé par le service"):
        depot.supprimer(portail, candidat, cle, "identite", garde.cle)


def test_deux_envois_en_meme_temps_ne_depassent_pas_ce_que_la_piece_prend(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    """The second one comes while the files of the first are looked at."""
    with pendant_l_inspection(portail) as pendant:
        for nom, hauteur in (("b1.pdf", 301), ("b2.pdf", 302)):
            autre = recu(portail, nom, pdf(hauteur=hauteur))
            pendant.append(partial(remettre, portail, candidat, cle, "identite", autre))
        faits = remettre(portail, candidat, cle, "identite", recu(portail, "a.pdf"))
    assert [un.nom for un in faits.ecartes] == ["a.pdf"]
    assert [un.nom for un in en_vigueur(cle, "identite")] == ["b2.pdf", "b1.pdf"]
    assert db.session.query(PieceCandidature).count() == 1


def test_supprimer_pendant_un_envoi_ne_perd_ni_l_un_ni_l_autre(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    (ancien,) = remettre(portail, candidat, cle, "identite").deposes
    with pendant_l_inspection(portail) as pendant:
        pendant.append(lambda: depot.supprimer(portail, candidat, cle, "identite", ancien.cle))
        faits = remettre(portail, candidat, cle, "identite", recu(portail, "neuf.pdf", pdf(hauteur=700)))
    assert [un.nom for un in faits.deposes] == ["neuf.pdf"]
    assert [un.nom for un in en_vigueur(cle, "identite")] == ["neuf.pdf"]


def test_tout_fournir_pendant_un_envoi_ferme_la_porte(portail: Portail, candidat: Candidat, cle: str) -> None:
    """What is frozen meanwhile does not change: the sending is told so, and nothing is half done."""
    for piece in ("identite", "activite", "confirmation"):
        remettre(portail, candidat, cle, piece)
    remettre(portail, candidat, cle, "defense", choix="certificat")
    (groupe, *_) = fourniture.lire(portail, candidat, cle).groupes
    with pendant_l_inspection(portail) as pendant:
        pendant.append(lambda: fourniture.fournir(portail, candidat, cle, groupe.cle))
        with pytest.raises(PieceFigee):
            remettre(portail, candidat, cle, "activite", recu(portail, "tard.pdf", pdf(hauteur=200)))
    assert len(en_vigueur(cle, "activite")) == 1


def test_un_disque_plein_ne_garde_rien_et_ne_dit_rien_de_recu(
    portail: Portail, candidat: Candidat, cle: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plein(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(portail.stockage, "deposer", plein)
    with pytest.raises(OSError, match="No space"):
        remettre(portail, candidat, cle, "identite")
    assert db.session.query(Depot).count() == 0
    assert not [un for un in portail.config.dossier_envois.iterdir() if un.is_dir()]


@contextmanager
def pendant_l_inspection(portail: Portail) -> Iterator[list[object]]:
    """Run what is put in the list while the next file is looked at, the first one first."""
    pendant: list[object] = []
    vraie = type(portail.inspection).inspecter

    def inspecter(soi: object, *tout: object, **autres: object) -> FichierInspecte:
        if pendant:
            action = pendant.pop(0)
            assert callable(action)
            action()
        return vraie(soi, *tout, **autres)  # type: ignore[arg-type]

    patch = pytest.MonkeyPatch()
    patch.setattr(type(portail.inspection), "inspecter", inspecter)
    try:
        yield pendant
    finally:
        patch.undo()
