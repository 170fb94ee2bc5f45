"""What follows a deposit, behind the page: pictures of the pages, the antivirus, and pièces taken again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.antivirus import AntivirusMemoire
from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.remise import FichierIntrouvable
from portal.services import depot, examen_antivirus, fourniture, tache
from portal.services.portail import Portail
from portal.services.reprise import RepriseImpossible, reprendre, reprises
from portal.tables import Candidat, CourrielSortant
from portal.tables.piece import Depot
from portal.worker import TRAVAUX
from tests import fabriques
from tests.candidatures import CS, inscrire_a
from tests.fichiers import archive, pdf, photo
from tests.parcours import inscrire, publier_essai
from tests.pieces import PDF, decider, en_vigueur, ligne, recu, remettre, travailler

VIRUS = b"ceci est un virus"
CARTE = """
pieces:
  carte: {intitule: Carte d'identité, reference: 1NATID01, valable: 2 ans}
  lettre: {intitule: Lettre de motivation}
"""


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    return fabriques.candidat()


@pytest.fixture
def cle(portail: Portail, candidat: Candidat) -> str:
    return inscrire_a(portail, candidat, CS).cle


@pytest.fixture
def garde(portail: Portail) -> Portail:
    """A portal that has an antivirus."""
    return replace(portail, antivirus=AntivirusMemoire({VIRUS: "Essai.Virus"}))


def un_depot() -> Depot:
    db.session.rollback()
    return db.session.scalars(select(Depot).order_by(Depot.id.desc())).first() or pytest.fail("no depot")


def test_les_pages_deviennent_des_images_gardees(portail: Portail, candidat: Candidat, cle: str) -> None:
    remettre(portail, candidat, cle, "identite", recu(portail, "deux.pdf", pdf(2)))
    travailler(portail)
    fait = un_depot()
    assert (fait.apercu, len(fait.apercus)) == ("fait", 2)
    assert all(portail.stockage.contient(image) for image in fait.apercus)


def test_une_photo_a_son_image_et_un_zip_n_en_a_pas(portail: Portail, candidat: Candidat, cle: str) -> None:
    remettre(portail, candidat, cle, "identite", recu(portail, "photo.jpg", photo()))
    travailler(portail)
    assert un_depot().apercu == "fait"
    remettre(portail, candidat, cle, "activite", recu(portail, "tout.zip", archive({"a": b"a"})))
    assert un_depot().apercu == "sans_objet"


def test_sans_antivirus_rien_n_est_examine(portail: Portail, candidat: Candidat, cle: str) -> None:
    remettre(portail, candidat, cle, "identite")
    travailler(portail)
    assert un_depot().antivirus == "non_examine"


def test_un_fichier_sain_le_devient_apres_coup(garde: Portail, candidat: Candidat, cle: str) -> None:
    remettre(garde, candidat, cle, "identite")
    assert un_depot().antivirus == "en_attente"
    travailler(garde)
    assert un_depot().antivirus == "sain"


def test_un_fichier_infecte_n_est_vu_de_personne_et_le_candidat_est_prevenu(
    garde: Portail, candidat: Candidat, cle: str
) -> None:
    infecte = PDF + b"\n" + VIRUS
    (depose,) = remettre(garde, candidat, cle, "identite", recu(garde, "cheval.pdf", infecte)).deposes
    travailler(garde)
    assert un_depot().antivirus == "infecte"
    assert en_vigueur(cle, "identite") == []
    with pytest.raises(FichierIntrouvable):
        depot.ouvrir(garde, candidat, cle, "identite", depose.cle)
    (mail,) = db.session.scalars(select(CourrielSortant).where(CourrielSortant.cle.contains("virus")))
    assert "cheval.pdf" in mail.texte
    assert fourniture.lire(garde, candidat, cle).piece("identite").perdus == ("cheval.pdf",)


def test_un_fichier_infecte_rouvre_une_piece_deja_fournie(
    garde: Portail, candidat: Candidat, cle: str
) -> None:
    remettre(garde, candidat, cle, "hauteur", recu(garde, "cheval.pdf", PDF + b"\n" + VIRUS))
    fourniture.fournir(garde, candidat, cle, fourniture.lire(garde, candidat, cle).groupes[1].cle)
    travailler(garde)
    assert ligne(cle, "hauteur").validee_le is None
    assert remettre(garde, candidat, cle, "hauteur").deposes


def test_un_antivirus_mort_n_empeche_pas_de_deposer_et_sera_redemande(
    garde: Portail, candidat: Candidat, cle: str, horloge: HorlogeReglable
) -> None:
    assert isinstance(garde.antivirus, AntivirusMemoire)
    garde.antivirus.panne = True
    assert remettre(garde, candidat, cle, "identite").deposes
    for _ in range(tache.ESSAIS_MAX + 1):
        travailler(garde)
        horloge.avancer(timedelta(hours=3))
    assert un_depot().antivirus == "en_attente"
    assert not fourniture.lire(garde, candidat, cle).piece("identite").suivie.fichiers[0].sur
    garde.antivirus.panne = False
    assert examen_antivirus.relancer(garde) == 1
    travailler(garde)
    assert un_depot().antivirus == "sain"


def test_un_travail_fait_deux_fois_ne_fait_rien_de_plus(
    portail: Portail, candidat: Candidat, cle: str
) -> None:
    remettre(portail, candidat, cle, "identite")
    travailler(portail)
    avant = un_depot().apercus
    for nom in ("apercu", "antivirus"):
        TRAVAUX[nom](portail, {"depot_id": un_depot().id})
    assert un_depot().apercus == avant


# A pièce accepted elsewhere ----------------------------------------------------------------------


@pytest.fixture
def ailleurs(portail: Portail, candidat: Candidat) -> tuple[str, str]:
    """Two candidatures of one person to modèles whose pièce « carte » stays valid for two years."""
    cles = []
    for nom, annee in (("premier", 2026), ("second", 2027)):
        slug = publier_essai(portail, nom=nom, annee=annee, en_plus=CARTE)
        cles.append(inscrire(portail, candidat, slug).cle)
    return cles[0], cles[1]


def offertes(portail: Portail, candidat: Candidat, cle: str) -> dict[str, str]:
    page = fourniture.lire(portail, candidat, cle)
    suivies = tuple(piece.suivie for groupe in page.groupes for piece in groupe.pieces)
    trouvees = reprises(portail, page.candidature, page.situation, suivies)
    return {piece: une.pour for piece, une in trouvees.items()}


def test_une_piece_acceptee_est_proposee_puis_copiee_sans_etre_partagee(
    portail: Portail, candidat: Candidat, ailleurs: tuple[str, str]
) -> None:
    ancienne, nouvelle = ailleurs
    remettre(portail, candidat, ancienne, "carte", recu(portail, "carte.pdf"))
    assert offertes(portail, candidat, nouvelle) == {}, "not accepted yet"
    decider(portail, ancienne, "carte", "conforme")
    assert list(offertes(portail, candidat, nouvelle)) == ["carte"]
    reprendre(portail, candidat, nouvelle, "carte")
    (source,), (copie,) = en_vigueur(ancienne, "carte"), en_vigueur(nouvelle, "carte")
    assert (copie.repris_de, copie.sha256, copie.nom) == (source.id, source.sha256, "carte.pdf")
    assert ligne(nouvelle, "carte").statut is None, "the service looks at it again"
    depot.supprimer(portail, candidat, nouvelle, "carte", copie.cle)
    assert len(en_vigueur(ancienne, "carte")) == 1
    with depot.ouvrir(portail, candidat, ancienne, "carte", source.cle)[1] as flux:
        assert flux.read() == PDF


def test_une_piece_trop_ancienne_ou_d_un_autre_ne_se_reprend_pas(
    portail: Portail, candidat: Candidat, ailleurs: tuple[str, str], horloge: HorlogeReglable
) -> None:
    ancienne, nouvelle = ailleurs
    remettre(portail, candidat, ancienne, "carte")
    with pytest.raises(RepriseImpossible):
        reprendre(portail, candidat, nouvelle, "carte")
    decider(portail, ancienne, "carte", "conforme")
    assert offertes(portail, candidat, nouvelle)
    horloge.avancer(timedelta(days=731))
    assert offertes(portail, candidat, nouvelle) == {}


def test_une_piece_que_le_modele_ne_dit_pas_valable_n_est_pas_proposee(
    portail: Portail, candidat: Candidat, ailleurs: tuple[str, str]
) -> None:
    ancienne, nouvelle = ailleurs
    remettre(portail, candidat, ancienne, "lettre")
    decider(portail, ancienne, "lettre", "conforme")
    assert offertes(portail, candidat, nouvelle) == {}
