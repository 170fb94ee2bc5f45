"""Later deadlines: for one person, taken back, and for a whole session after an incident."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.calendrier import InscriptionFermee
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.delai import DelaiRefuse, Demande
from portal.domain.motif import MotifRefuse
from portal.services import annonce, avis_de_prolongation, delai, inscription, prolongation, saisie
from portal.services.perimetre import AgentEnPoste, Portion, agent_de
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, CourrielSortant, Evenement, Tache, VersionModele
from portal.worker import TRAVAUX, travailler
from tests import fabriques
from tests.parcours import CLOTURE, ESSAI, inscrire, poster, publier_essai, remplir_essai

MOTIF = "Panne du portail le 18 novembre."
FIN = datetime(2025, 12, 1, 16, 0, tzinfo=UTC)


@pytest.fixture
def candidat(portail: Portail) -> Candidat:
    publier_essai(portail)
    return fabriques.candidat()


@pytest.fixture
def cle(portail: Portail, candidat: Candidat) -> str:
    return inscrire(portail, candidat).cle


@pytest.fixture
def agent(portail: Portail) -> AgentEnPoste:
    return agent_de(portail, fabriques.agent().id)


def demande(
    objet: str = "inscription", jour: str = "01/12/2025", heure: str = "17:00", motif: str = MOTIF
) -> Demande:
    return Demande(objet, jour, heure, motif)


def lire(cle: str) -> Candidature:
    db.session.rollback()
    return db.session.scalars(select(Candidature).where(Candidature.cle == cle)).one()


def mails(morceau: str) -> list[CourrielSortant]:
    db.session.rollback()
    return list(db.session.scalars(select(CourrielSortant).where(CourrielSortant.cle.contains(morceau))))


def test_un_delai_ouvre_l_inscription_a_une_seule_personne(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    autre = fabriques.candidat()
    la_sienne = inscrire(portail, autre).cle
    horloge.regler(CLOTURE + timedelta(hours=1))
    assert delai.accorder(portail, agent, cle, demande()) == FIN
    inscription.modifier(portail, candidat, cle)
    with pytest.raises(InscriptionFermee):
        inscription.modifier(portail, autre, la_sienne)
    fait = db.session.scalars(select(Evenement).where(Evenement.nature == "exception")).one()
    assert (fait.motif, fait.donnees["objet"], fait.compte_id) == (MOTIF, "l'inscription", agent.compte_id)
    (mail,) = mails(":delai_accorde:")
    assert "avant le lundi 1er décembre 2025" in mail.texte.replace("\n", " ")
    assert MOTIF in mail.texte


def test_un_delai_retire_rend_la_date_de_tous(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    horloge.regler(CLOTURE + timedelta(hours=1))
    delai.accorder(portail, agent, cle, demande())
    with pytest.raises(MotifRefuse):
        delai.retirer(portail, agent, cle, "inscription", " ")
    delai.retirer(portail, agent, cle, "inscription", "Accordé par erreur.")
    assert lire(cle).delais == {}
    with pytest.raises(InscriptionFermee):
        inscription.modifier(portail, candidat, cle)
    with pytest.raises(DelaiRefuse):
        delai.retirer(portail, agent, cle, "inscription", "Encore.")
    assert len(mails("retrait:")) == 1


@pytest.mark.parametrize(
    ("quoi", "champ", "mot"),
    [
        (demande(jour="01/11/2025"), "jour", "passée"),
        (demande(jour="10/11/2025"), "jour", "déjà"),
        (demande(jour="32/12/2025"), "jour", ""),
        (demande(jour=""), "jour", "Indiquez"),
        (demande(heure="25:99"), "jour", ""),
        (demande(objet="rien"), "objet", "Choisissez"),
        (demande(objet="piece.rien"), "objet", "Choisissez"),
    ],
)
def test_un_delai_qui_n_en_est_pas_un_est_refuse(
    portail: Portail, cle: str, agent: AgentEnPoste, quoi: Demande, champ: str, mot: str
) -> None:
    with pytest.raises(DelaiRefuse) as refus:
        delai.accorder(portail, agent, cle, quoi)
    assert refus.value.champ == champ
    assert mot in refus.value.phrase
    assert lire(cle).delais == {}


def test_un_delai_sans_motif_ou_hors_du_perimetre_est_refuse(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    with pytest.raises(MotifRefuse):
        delai.accorder(portail, agent, cle, demande(motif=""))
    ailleurs = AgentEnPoste(agent.compte_id, "X", "x@example.org", portions=(Portion(academie="lyon"),))
    with pytest.raises(CandidatureIntrouvable):
        delai.accorder(portail, ailleurs, cle, demande())


def test_un_jour_sans_heure_compte_en_entier(portail: Portail, cle: str, agent: AgentEnPoste) -> None:
    fin = delai.accorder(portail, agent, cle, demande(heure=""))
    assert fin == datetime(2025, 12, 1, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize("heure", ["17h", "17 h", "17h00", "17:00"])
def test_l_heure_s_ecrit_comme_on_la_dit(portail: Portail, cle: str, agent: AgentEnPoste, heure: str) -> None:
    assert delai.accorder(portail, agent, cle, demande(heure=heure)) == FIN


def test_l_heure_est_celle_du_lieu_de_l_examen(portail: Portail, agent: AgentEnPoste) -> None:
    publier_essai(portail, academie="martinique")
    cle = inscrire(portail, fabriques.candidat(), "martinique/essai").cle
    fin = delai.accorder(portail, agent, cle, demande(jour="19/12/2025"))
    assert fin == datetime(2025, 12, 19, 21, 0, tzinfo=UTC)


def test_prolonger_une_session_publie_le_meme_modele_avec_un_autre_calendrier(
    portail: Portail, candidat: Candidat, cle: str, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    brouillon = remplir_essai(portail, fabriques.candidat())
    horloge.regler(CLOTURE + timedelta(hours=1))
    apercu = prolongation.apercevoir(portail, agent, ESSAI, demande())
    assert (apercu.nombres, apercu.fin) == ({"brouillon": 1, "deposee": 1}, FIN)
    numero = portail.modeles.entree(ESSAI).numero  # type: ignore[union-attr]
    prolongation.prolonger(portail, agent, ESSAI, demande(), numero)
    db.session.rollback()
    anciens = db.session.scalars(select(VersionModele).order_by(VersionModele.numero)).all()
    assert [(v.numero, v.courant) for v in anciens] == [(1, False), (2, True)]
    assert anciens[0].hash_fige == anciens[1].hash_fige
    assert anciens[0].hash_vif != anciens[1].hash_vif
    entree = portail.modeles.entree(ESSAI)
    assert entree is not None
    assert entree.fermeture == FIN
    (annoncee,) = annonce.annonces_courantes(portail)
    assert "lundi 1er décembre 2025" in annoncee.texte
    assert MOTIF in annoncee.texte
    travailler(portail)
    travailler(portail)
    assert {mail.candidature_id for mail in mails(":prolongation:")} == {brouillon.id, lire(cle).id}
    assert len(mails(":prolongation:")) == 2
    inscription.modifier(portail, candidat, cle)


def test_un_avis_interrompu_reprend_sans_doubler(
    portail: Portail, cle: str, agent: AgentEnPoste, monkeypatch: pytest.MonkeyPatch
) -> None:
    inscrire(portail, fabriques.candidat())
    inscrire(portail, fabriques.candidat())
    monkeypatch.setattr(avis_de_prolongation, "TRANCHE", 1)
    prolongation.prolonger(portail, agent, ESSAI, demande(), 1)
    tache = db.session.scalars(select(Tache).where(Tache.genre == avis_de_prolongation.TACHE)).one()
    charge = dict(tache.charge)
    db.session.rollback()
    TRAVAUX[avis_de_prolongation.TACHE](portail, charge)
    TRAVAUX[avis_de_prolongation.TACHE](portail, charge)
    travailler(portail)
    faits = db.session.scalars(
        select(Evenement.candidature_id).where(
            Evenement.nature == "prolongation", Evenement.candidature_id.is_not(None)
        )
    ).all()
    assert len(faits) == len(set(faits)) == 3
    assert len(mails(":prolongation:")) == 3


@pytest.mark.parametrize("jour", ["18/11/2025", "01/01/2025", "abc"])
def test_une_prolongation_qui_raccourcit_est_refusee(
    portail: Portail, cle: str, agent: AgentEnPoste, jour: str
) -> None:
    with pytest.raises(DelaiRefuse):
        prolongation.prolonger(portail, agent, ESSAI, demande(jour=jour), 1)
    assert len(db.session.scalars(select(VersionModele)).all()) == 1


def test_une_session_publiee_de_nouveau_entre_temps_se_relit(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    publier_essai(portail, au="20/11/2025 17:00")
    with pytest.raises(prolongation.SessionRepubliee):
        prolongation.prolonger(portail, agent, ESSAI, demande(), 1)


@pytest.mark.parametrize(
    "portions",
    [
        (),
        (Portion(academie="lyon"),),
        (Portion(academie="versailles", specialites=frozenset({"arts", "danse"})),),
    ],
)
def test_il_faut_gerer_toute_la_session_pour_la_prolonger(
    portail: Portail, cle: str, portions: tuple[Portion, ...]
) -> None:
    qui = AgentEnPoste(1, "X", "x@example.org", portions=portions)
    with pytest.raises(prolongation.SessionIntrouvable):
        prolongation.prolonger(portail, qui, ESSAI, demande(), 1)
    vues = prolongation.sessions(portail, qui)
    assert all(not une.entiere for une in vues)


def test_le_depot_des_pieces_se_prolonge_sans_les_inscriptions(
    portail: Portail, cle: str, agent: AgentEnPoste
) -> None:
    prolongation.prolonger(portail, agent, ESSAI, demande(objet="pieces"), 1)
    modele = portail.modeles.courant(ESSAI)
    assert modele is not None
    assert (modele.calendrier.pieces.fermeture, modele.calendrier.inscription.fermeture) == (FIN, CLOTURE)


def test_un_brouillon_s_enregistre_pendant_la_prolongation(
    portail: Portail, candidat: Candidat, agent: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    brouillon = remplir_essai(portail, candidat)
    horloge.regler(CLOTURE)
    with pytest.raises(InscriptionFermee):
        inscription.enregistrer(portail, candidat, brouillon.cle)
    prolongation.prolonger(portail, agent, ESSAI, demande(), 1)
    revision = saisie.lire(portail, candidat, brouillon.cle).candidature.revision
    assert revision > 0
    poster(portail, candidat, brouillon, "epreuves", {})
    assert inscription.enregistrer(portail, candidat, brouillon.cle).nouveau
