"""Two records of one person: the union says it, and everything leads to the one that is kept."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from plugins.certif_up.domain import numero
from plugins.certif_up.services import doubles, fusion, nuc
from plugins.certif_up.services.fusion import DejaDecidee, PaireIntrouvable
from plugins.certif_up.services.fusion_faire import FusionImpossible, fusionner
from plugins.certif_up.services.nuc_recherche import PersonneIntrouvable, lire_criteres
from plugins.certif_up.services.union import HorsUnion
from plugins.certif_up.tables import Fusion, Nuc
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services import connexion, saisie
from portal.services.compteur import prendre
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Compte, Evenement
from tests.certif_up import candidats
from tests.certif_up.candidats import JANVIER, JUIN, OUVERT
from tests.integration.services.comptes import ADRESSE, ICI, SECRET, courriels, creer_active, trouver

GARDE, AUTRE = "22010870J", "22010914G"


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


@pytest.fixture
def agent(portail: Portail) -> AgentEnPoste:
    return candidats.union(portail)


def deux(portail: Portail) -> tuple[Candidat, Candidat, str]:
    """Two records of Inès KEBBATI, and the clé of their pair."""
    garde = candidats.candidat(GARDE, "ines@exemple.fr", numero="20260000018")
    autre = candidats.candidat(AUTRE, "i.kebbati@exemple.fr", numero="20260000029")
    identifiant = autre.id
    with ecriture():
        doubles.proposer(portail, db.session.get_one(Candidat, identifiant))
    cle = db.session.scalars(select(Fusion.cle)).one()
    return garde, autre, cle


def cle_du(nuc_: str) -> str:
    return db.session.scalars(select(Nuc.cle).where(Nuc.nuc == nuc_)).one()


def siennes(candidat: Candidat) -> list[tuple[int | None, str]]:
    db.session.rollback()
    leurs = select(Candidature.numero_inscription, Candidature.etat)
    lues = db.session.execute(leurs.where(Candidature.candidat_id == candidat.id).order_by(Candidature.id))
    return [(ligne[0], ligne[1]) for ligne in lues]


def compteur(candidat: Candidat, fois: int) -> None:
    """Take numbers as the portal would have done for what the tests store."""
    identifiant = candidat.id
    with ecriture():
        for _ in range(fois):
            prendre(f"inscription:{identifiant}")


def test_tout_mene_au_compte_garde(portail: Portail, agent: AgentEnPoste) -> None:
    garde, autre, cle = deux(portail)
    candidats.demande(portail, garde, slug=JUIN)
    compteur(garde, 1)
    candidats.demande(portail, autre, phase="terminee", etat="reportee")
    candidats.demande(portail, autre, slug=JUIN, phase="brouillon")
    fusionner(portail, agent, cle, cle_du(GARDE))
    fusionner(portail, agent, cle, cle_du(GARDE))
    assert siennes(garde) == [(1, "soumise"), (2, "reportee"), (None, "brouillon")]
    assert siennes(autre) == []
    assert nuc.compte_de(AUTRE) == nuc.compte_de(GARDE) == garde.compte_id
    (trouve,) = nuc.chercher(portail, agent, lire_criteres(nuc=AUTRE))
    assert (trouve.nuc, trouve.autres) == (numero.afficher(GARDE), (numero.afficher(AUTRE),))


def test_ce_qui_passe_change_de_numero_et_le_journal_le_dit(portail: Portail, agent: AgentEnPoste) -> None:
    garde, autre, cle = deux(portail)
    candidats.demande(portail, garde, phase="terminee", etat="reportee")
    compteur(garde, 1)
    passee = candidats.demande(portail, autre, slug=JUIN)
    fusionner(portail, agent, cle, cle_du(GARDE))
    fait = db.session.scalars(select(Evenement).where(Evenement.nature == "changement_de_compte")).one()
    assert (fait.candidature_id, fait.compte_id) == (passee.id, agent.compte_id)
    assert fait.donnees == {"ancien": "20260000029-001", "nouveau": "20260000018-002"}
    mails = courriels("certif_up_fusion")
    assert {mail.destinataire for mail in mails} == {"ines@exemple.fr", "i.kebbati@exemple.fr"}
    assert all("20260000029-001, devenue n° 20260000018-002" in mail.texte for mail in mails)
    assert all(numero.afficher(AUTRE) in mail.texte for mail in mails)


def test_le_compte_vide_est_ferme(portail: Portail, agent: AgentEnPoste) -> None:
    creer_active(portail)
    compte = trouver()
    assert compte is not None
    assert compte.candidat is not None
    perdu = compte.candidat.id
    with ecriture() as s:
        civil = s.get_one(Candidat, perdu)
        civil.nom_naissance, civil.prenoms, civil.naissance_le = "KEBBATI", "Inès", candidats.NAISSANCE
        s.flush()
        nuc.attribuer(portail, perdu)
    secret = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    garde = candidats.candidat(GARDE, "ines@exemple.fr")
    sien = candidats.nuc_de(db.session.get_one(Candidat, perdu)) or ""
    cle = fusion.rapprocher(portail, agent, cle_du(GARDE), sien)
    fusionner(portail, agent, cle, cle_du(GARDE))
    assert connexion.retrouver(portail, secret) is None
    assert db.session.get_one(Compte, compte.id).remplace_par == garde.compte_id


def test_deux_personnes_ne_sont_plus_proposees(portail: Portail, agent: AgentEnPoste) -> None:
    premier, second, cle = deux(portail)
    fusion.distinguer(portail, agent, cle)
    assert fusion.paires(portail, agent)[0] == ()
    assert doubles.sont_distincts(premier.id, second.id)
    with pytest.raises(DejaDecidee):
        fusionner(portail, agent, cle, cle_du(GARDE))
    fusion.reproposer(portail, agent, cle)
    assert len(fusion.paires(portail, agent)[0]) == fusion.a_decider(portail) == 1


def test_une_fusion_faite_ne_se_defait_pas(portail: Portail, agent: AgentEnPoste) -> None:
    _, _, cle = deux(portail)
    fusionner(portail, agent, cle, cle_du(GARDE))
    with pytest.raises(DejaDecidee):
        fusion.distinguer(portail, agent, cle)
    with pytest.raises(DejaDecidee):
        fusionner(portail, agent, cle, cle_du(AUTRE))
    assert not fusion.paire(portail, agent, cle).proposee


def test_la_meme_epreuve_demandee_deux_fois_empeche_la_fusion(portail: Portail, agent: AgentEnPoste) -> None:
    garde, autre, cle = deux(portail)
    candidats.demande(portail, garde, epreuves=("E1", "E2"))
    candidats.demande(portail, autre, epreuves=("E2",))
    with pytest.raises(FusionImpossible, match="pour E2 à la session de janvier 2027"):
        fusionner(portail, agent, cle, cle_du(GARDE))
    assert len(siennes(autre)) == 1
    assert fusion.paire(portail, agent, cle).fiches[0].empechements


def test_deux_centres_a_la_meme_session_empechent_la_fusion(portail: Portail, agent: AgentEnPoste) -> None:
    garde, autre, cle = deux(portail)
    candidats.demande(portail, garde, centre=candidats.centre("C02A"))
    candidats.demande(portail, autre, epreuves=("E3",), centre=candidats.centre("C06A"))
    with pytest.raises(FusionImpossible, match="dans deux centres"):
        fusionner(portail, agent, cle, cle_du(GARDE))


def test_une_inscription_a_un_autre_examen_ne_change_pas_de_compte(
    portail: Portail, agent: AgentEnPoste
) -> None:
    _, autre, cle = deux(portail)
    candidats.demande(portail, autre, famille="cap", phase="terminee")
    with pytest.raises(FusionImpossible, match="autre examen"):
        fusionner(portail, agent, cle, cle_du(GARDE))
    fusionner(portail, agent, cle, cle_du(AUTRE))
    assert nuc.compte_de(GARDE) == autre.compte_id


def test_trois_fiches_finissent_en_une(portail: Portail, agent: AgentEnPoste) -> None:
    garde, autre, cle = deux(portail)
    tiers = candidats.candidat("UP2021B77")
    identifiant = tiers.id
    with ecriture():
        assert doubles.proposer(portail, db.session.get_one(Candidat, identifiant)) == 2
    fusionner(portail, agent, cle, cle_du(AUTRE))
    db.session.rollback()
    (reste,) = fusion.paires(portail, agent)[0]
    assert {reste.fusion.premier_id, reste.fusion.second_id} == {autre.id, tiers.id}
    fusionner(portail, agent, reste.fusion.cle, cle_du("UP2021B77"))
    assert {nuc.compte_de(n) for n in (GARDE, AUTRE, "UP2021B77")} == {tiers.compte_id}
    assert db.session.get_one(Compte, garde.compte_id).remplace_par == tiers.compte_id


def test_on_ne_rapproche_pas_une_personne_d_elle_meme(portail: Portail, agent: AgentEnPoste) -> None:
    _, _, cle = deux(portail)
    for faux in (GARDE, "99999999Z", ""):
        with pytest.raises(PersonneIntrouvable):
            fusion.rapprocher(portail, agent, cle_du(GARDE), faux)
    assert fusion.rapprocher(portail, agent, cle_du(AUTRE), GARDE.lower()) == cle


def test_seule_l_union_reunit(portail: Portail) -> None:
    _, _, cle = deux(portail)
    membre = candidats.membre(portail, candidats.centre())
    for acte in (
        lambda: fusion.paire(portail, membre, cle),
        lambda: fusion.distinguer(portail, membre, cle),
        lambda: fusionner(portail, membre, cle, cle_du(GARDE)),
    ):
        with pytest.raises(HorsUnion):
            acte()


def test_une_paire_qui_n_existe_pas(portail: Portail, agent: AgentEnPoste) -> None:
    _, _, cle = deux(portail)
    candidats.candidat("UP2021B77", prenoms="Samia")
    with pytest.raises(PaireIntrouvable):
        fusion.paire(portail, agent, "aucune")
    with pytest.raises(PaireIntrouvable):
        fusionner(portail, agent, cle, cle_du("UP2021B77"))


def test_deux_brouillons_de_la_meme_session_vivent_cote_a_cote(portail: Portail, agent: AgentEnPoste) -> None:
    garde, autre, cle = deux(portail)
    for candidat in (garde, autre):
        candidats.demande(portail, candidat, phase="brouillon")
    fusionner(portail, agent, cle, cle_du(GARDE))
    assert len(siennes(garde)) == 2
    repris = saisie.commencer(portail, db.session.get_one(Candidat, garde.id), JANVIER)
    assert repris.candidat_id == garde.id
    assert len(siennes(garde)) == 2
