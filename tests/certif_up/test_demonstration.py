"""The demonstration of Certif-UP: every stage of a request, as real services leave it, whatever the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from plugins.certif_up.services import demonstration, demonstration_demandes
from plugins.certif_up.services.demonstration import AISNE, MEMBRES, UNION
from plugins.certif_up.services.demonstration_recits import RECITS, Scene, actes, lire_scenes
from plugins.certif_up.services.union import FAMILLE
from plugins.certif_up.tables import Nuc
from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.affichage import PARIS
from portal.domain.jours_ouvres import JoursOuvres
from portal.services.demonstration import HorsDemonstration
from portal.services.demonstration_modeles import publier_copies
from portal.services.familles import familles_installees
from portal.services.portail import Portail
from portal.services.publication_dossier import publier_dossier
from portal.services.reconciliation import reconcilier
from portal.tables import Candidature, Compte, Evenement
from portal.tables.centre import Centre, OffreCentre, PlacePrise
from portal.tables.courriel import CourrielSortant

MODELES = Path(__file__).parents[2] / "exam_templates" / "national"
LUNDI = datetime(2026, 11, 30, 10, 20, tzinfo=UTC)
ARRIVEES = {
    "soumise": "soumise", "prevalidee": "prevalidee", "presque_expiree": "prevalidee",
    "acompte": "prevalidee", "reglee": "reglee", "inscrite": "inscrite", "financee": "inscrite",
    "refusee": "refusee",
    "ailleurs": "soumise", "expiree": "expiree", "redemandee": "soumise", "report_medical": "report_demande",
    "report_employeur": "report_demande", "reportee": "reportee", "report_refuse": "inscrite",
}  # fmt: skip


@pytest.fixture
def ouvert(portail: Portail, horloge: HorlogeReglable) -> Portail:
    """A portal in which the sessions of Certif-UP are published, some weeks after the first one opened."""
    horloge.regler(LUNDI)
    publier(portail)
    return portail


def publier(portail: Portail) -> None:
    familles = familles_installees(portail.extensions)
    publier_dossier(portail, MODELES, familles)
    publier_copies(portail, MODELES, familles)


def etats() -> dict[str, int]:
    db.session.rollback()
    demande = select(Candidature.etat, func.count()).where(Candidature.famille == FAMILLE)
    return {etat: nombre for etat, nombre in db.session.execute(demande.group_by(Candidature.etat))}


def prises(code: str) -> dict[str, tuple[int, int]]:
    demande = select(OffreCentre).join(Centre).where(Centre.code == code)
    return {une.epreuve: (une.prises, une.places) for une in db.session.scalars(demande)}


@pytest.mark.deux_bases
def test_chaque_recit_arrive_a_son_etat(ouvert: Portail, tmp_path: Path) -> None:
    lignes = [f"{AISNE};E1 E2;{recit};{190 if recit == 'expiree' else 9};C51A" for recit in RECITS]
    fichier = tmp_path / "demandes.csv"
    fichier.write_text("\n".join(["centre;epreuves;recit;heures;ailleurs", *lignes]), encoding="utf-8")
    demonstration.preparer(ouvert, candidatures=False)
    seance = demonstration.seance_du_moment(ouvert)
    assert seance is not None
    assert demonstration_demandes.preparer(ouvert, seance, fichier, MEMBRES, UNION) == len(RECITS)
    derniers = derniers_etats()
    assert derniers == [ARRIVEES[recit] for recit in RECITS]
    tenues = db.session.scalar(select(func.count(PlacePrise.id)).where(PlacePrise.rendue_le.is_(None)))
    assert tenues == sum(nombre for nombre, _ in prises(AISNE).values())
    assert set(db.session.scalars(select(CourrielSortant.etat))) == {"envoye"}
    assert reconcilier(ouvert).ecarts == []
    for candidature in db.session.scalars(select(Candidature)):
        instants = list(
            db.session.scalars(
                select(Evenement.le).where(Evenement.candidature_id == candidature.id).order_by(Evenement.id)
            )
        )
        assert instants == sorted(instants)
        assert instants[-1] <= LUNDI


def derniers_etats() -> list[str]:
    """What became of each person: their last request that was recorded."""
    demande = select(Candidature).where(Candidature.version > 0).order_by(Candidature.id)
    derniers = {une.candidat_id: une.etat for une in db.session.scalars(demande)}
    return list(derniers.values())


@pytest.mark.parametrize("jour", [LUNDI, datetime(2027, 4, 10, 9, tzinfo=UTC)])
def test_la_demonstration_a_tous_les_etats_et_se_fait_une_fois(
    portail: Portail, horloge: HorlogeReglable, jour: datetime
) -> None:
    horloge.regler(jour)
    publier(portail)
    acces = demonstration.preparer(portail, candidatures=True)
    assert [profil for profil, _, _ in acces] == [
        "gestionnaire", "centre", "centre", "candidat", "candidat (NUC)",
    ]  # fmt: skip
    assert set(etats()) == {*ARRIVEES.values(), "brouillon"}
    assert sum(etats().values()) > 65
    assert prises("C973A")["E1"] == (6, 6)
    assert prises("C69B")["E1"] == (4, 5)
    assert min(echeances()) > jour
    assert db.session.scalar(select(func.count(Nuc.id)).where(Nuc.origine == "repris")) == 41
    avant = etats(), db.session.scalar(select(func.count(Compte.id)))
    horloge.avancer(timedelta(minutes=30))
    assert demonstration.preparer(portail, candidatures=True) == acces
    assert (etats(), db.session.scalar(select(func.count(Compte.id)))) == avant


def echeances() -> list[datetime]:
    demande = select(Candidature.echeance_le).where(Candidature.etat == "prevalidee")
    return [une for une in db.session.scalars(demande) if une is not None]


@pytest.mark.parametrize("jour", [datetime(2027, 2, 7, 3, tzinfo=UTC), datetime(2027, 8, 16, 12, tzinfo=UTC)])
def test_une_session_est_ouverte_et_une_autre_suit_meme_entre_deux(
    portail: Portail, horloge: HorlogeReglable, jour: datetime
) -> None:
    horloge.regler(jour)
    publier(portail)
    demonstration.preparer(portail, candidatures=False)
    seance = demonstration.seance_du_moment(portail)
    assert seance is not None
    assert seance.ouverture <= jour < seance.fermeture
    assert prises(AISNE) == {"E1": (0, 12), "E2": (0, 10), "E3": (0, 10)}
    suivantes = {une.session_examen for une in portail.modeles.index() if une.ouverture > jour}
    assert suivantes
    assert seance.session_examen not in suivantes


def test_le_premier_jour_ne_raconte_que_ce_qui_a_pu_arriver(
    ouvert: Portail, horloge: HorlogeReglable
) -> None:
    horloge.regler(datetime(2026, 11, 3, 11, 0, tzinfo=UTC))
    demonstration.preparer(ouvert, candidatures=True)
    assert set(etats()) == {"soumise"}


def test_rien_sans_session_publiee_ni_en_production(portail: Portail) -> None:
    assert demonstration.preparer(portail, candidatures=True) == []
    production = replace(portail, config=replace(portail.config, mode="production"))
    with pytest.raises(HorsDemonstration):
        demonstration.preparer(production, candidatures=True)


@pytest.mark.parametrize("heures", range(0, 24 * 16, 5))
def test_une_demande_est_toujours_pres_de_sa_fin_et_jamais_au_dela(heures: int) -> None:
    maintenant = LUNDI + timedelta(days=18, hours=heures)
    scene = Scene(1, AISNE, ("E1",), "presque_expiree", 0, "")
    reponse = actes(scene, "02", maintenant)[-1].le.astimezone(PARIS).replace(tzinfo=None)
    fin = JoursOuvres("02").avancer(reponse, timedelta(hours=72)).replace(tzinfo=PARIS)
    assert maintenant < fin
    ouvert = JoursOuvres("02").est_ouvre((maintenant + timedelta(hours=3)).astimezone(PARIS).date())
    assert not ouvert or fin - maintenant < timedelta(hours=5)


def test_le_fichier_des_demandes_nomme_des_centres_et_des_recits_qui_existent() -> None:
    scenes = lire_scenes(demonstration.DOSSIER / "demandes.csv")
    centres = (demonstration.DOSSIER / "centres.csv").read_text(encoding="utf-8")
    assert {scene.recit for scene in scenes} == set(RECITS)
    assert all(f"\n{scene.centre};" in centres for scene in scenes)
