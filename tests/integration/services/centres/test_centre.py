"""What the union does to a centre: card, habilitation, service, members; and who finds it afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.compte import AdresseDejaPrise, CompteDesactive
from portal.domain.export import BASE
from portal.domain.fiche_centre import CentreDepasse, CentreIntrouvable, FicheCentreInvalide
from portal.domain.filtre import Filtre
from portal.domain.motif import MotifRefuse
from portal.domain.personnel import CompteIntrouvable, PerimetreInvalide
from portal.services import centre_ecriture, centre_membres, lecture_journal, perimetres
from portal.services.centre import Recherche, fiche, lister
from portal.services.export_lignes import lire_lignes
from portal.services.liste import selectionner
from portal.services.page_liste import lire_page
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables.agent import Agent, Perimetre
from portal.tables.compte import Compte
from portal.tables.courriel import CourrielSortant
from tests import centres, fabriques

FAMILLE = "centres_essai"
SAISIE = {
    "code": "c59a", "intitule": "Centre du Nord", "adresse": "1 rue Haute", "code_postal": "59000",
    "commune": "lille", "courriel": "Nord@Example.org", "telephone": "03 53 01 02 14",
    "modalites": "Par chèque.", "habilite_du": "01/09/2025",
}  # fmt: skip


@pytest.fixture
def union(portail: Portail) -> AgentEnPoste:
    centres.publier(portail)
    return centres.union(portail)


def statuts(portail: Portail, union: AgentEnPoste) -> dict[str, str]:
    return {une.code: une.statut for une in lister(portail, union, FAMILLE, Recherche()).lignes}


def test_un_centre_cree_a_la_commune_et_le_departement_du_referentiel(
    portail: Portail, union: AgentEnPoste
) -> None:
    assert centre_ecriture.creer(portail, union, FAMILLE, SAISIE) == "C59A"
    centre = fiche(portail, union, FAMILLE, "C59A").centre
    assert (centre.commune, centre.departement, centre.courriel) == ("Lille", "59", "nord@example.org")
    with pytest.raises(FicheCentreInvalide) as refus:
        centre_ecriture.creer(portail, union, FAMILLE, SAISIE)
    assert refus.value.erreurs.keys() == {"code"}


def test_tout_ce_qui_est_faux_est_dit_a_la_fois(portail: Portail, union: AgentEnPoste) -> None:
    faux = {
        "code": "é", "code_postal": "59000", "commune": "Lyon", "courriel": "nord", "telephone": "12",
        "habilite_du": "31/02/2025", "habilite_au": "01/01/2026", "modalites": "",
    }  # fmt: skip
    with pytest.raises(FicheCentreInvalide) as refus:
        centre_ecriture.creer(portail, union, FAMILLE, faux)
    assert list(refus.value.erreurs) == [
        "code", "intitule", "adresse", "commune", "courriel", "telephone", "modalites", "habilite_du",
    ]  # fmt: skip


def test_la_liste_dit_l_etat_de_chacun_et_se_cherche_sans_accents(
    portail: Portail, union: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    jour = horloge.maintenant().date()
    centres.centre("OUVERT")
    centres.centre("PLEIN", places={"E1": 0})
    centres.centre("VIDE", places={})
    centres.centre("NON", habilite_du=None)
    centres.centre("FUTUR", habilite_du=jour + timedelta(days=1))
    centres.centre("FINI", habilite_au=jour - timedelta(days=1))
    centres.centre("FERME", desactive_le=horloge.maintenant(), commune="Béthune")
    assert statuts(portail, union) == {
        "OUVERT": "habilite", "PLEIN": "complet", "VIDE": "sans_offre", "NON": "non_habilite",
        "FUTUR": "a_venir", "FINI": "fini", "FERME": "desactive",
    }  # fmt: skip
    trouves = lister(portail, union, FAMILLE, Recherche("bethune nord"))
    assert [une.code for une in trouves.lignes] == ["FERME"]
    assert trouves.comptes["desactive"] == 1
    assert not lister(portail, union, FAMILLE, Recherche("bethune", "habilite")).lignes


def test_desactiver_demande_un_motif_et_laisse_les_demandes_a_liberer(
    portail: Portail, union: AgentEnPoste
) -> None:
    centres.centre()
    centres.soumettre(portail)
    with pytest.raises(MotifRefuse):
        centre_ecriture.desactiver(portail, union, FAMILLE, "LILLE", " ")
    assert fiche(portail, union, FAMILLE, "LILLE").demandes.en_cours == (("soumise", "Demande soumise", 1),)
    centre_ecriture.desactiver(portail, union, FAMILLE, "LILLE", "Travaux.")
    with pytest.raises(CentreDepasse):
        centre_ecriture.desactiver(portail, union, FAMILLE, "LILLE", "Travaux.")
    (ligne,) = lister(portail, union, FAMILLE, Recherche()).lignes
    assert (ligne.statut, ligne.demandes, ligne.a_liberer) == ("desactive", 1, True)
    centre_ecriture.reactiver(portail, union, FAMILLE, "LILLE", "Travaux finis.")
    assert statuts(portail, union) == {"LILLE": "habilite"}


def test_le_journal_d_un_centre_ne_dit_que_le_sien(portail: Portail, union: AgentEnPoste) -> None:
    identifiant, autre = centres.centre(), centres.centre("AUTRE")
    centre_ecriture.desactiver(portail, union, FAMILLE, "LILLE", "Travaux.")
    page = lecture_journal.lire(portail, lecture_journal.Recherche(centre=identifiant))
    assert [(une.nature, une.motif) for une in page.lignes] == [("Centre désactivé", "Travaux.")]
    assert not lecture_journal.lire(portail, lecture_journal.Recherche(centre=autre)).lignes


def test_modifier_dit_ce_qui_change_et_rien_quand_rien_ne_change(
    portail: Portail, union: AgentEnPoste
) -> None:
    centre_ecriture.creer(portail, union, FAMILLE, SAISIE)
    assert centre_ecriture.modifier(portail, union, FAMILLE, "C59A", SAISIE) == ()
    change = SAISIE | {"habilite_au": "31/12/2026"}
    assert centre_ecriture.modifier(portail, union, FAMILLE, "C59A", change) == ("Habilité jusqu’au",)
    assert fiche(portail, union, FAMILLE, "C59A").centre.habilite_au == date(2026, 12, 31)
    with pytest.raises(CentreIntrouvable):
        centre_ecriture.modifier(portail, union, FAMILLE, "AILLEURS", SAISIE)


def test_un_membre_invite_recoit_son_lien_et_ne_voit_que_son_centre(
    portail: Portail, union: AgentEnPoste
) -> None:
    identifiant = centres.centre()
    assert centre_membres.inviter(portail, union, FAMILLE, "LILLE", "membre@example.org", "Accueil")
    (membre,) = centre_membres.membres(portail, union, FAMILLE, "LILLE")
    assert (membre.nom, membre.vu_le) == ("Accueil", None)
    assert agent_de(portail, membre.compte_id).centres == (identifiant,)
    assert db.session.scalars(select(CourrielSortant.code)).all() == ["invitation_personnel"]
    with pytest.raises(AdresseDejaPrise):
        centre_membres.inviter(portail, union, FAMILLE, "LILLE", "membre@example.org", "Accueil")
    centre_membres.renvoyer_le_lien(portail, union, FAMILLE, "LILLE", membre.compte_id)
    centre_membres.retirer(portail, union, FAMILLE, "LILLE", membre.compte_id)
    assert agent_de(portail, membre.compte_id).centres == ()
    with pytest.raises(CompteIntrouvable):
        centre_membres.retirer(portail, union, FAMILLE, "LILLE", membre.compte_id)


def test_un_compte_de_centre_se_rattache_a_un_second_centre_un_autre_profil_jamais(
    portail: Portail, union: AgentEnPoste
) -> None:
    membre = centres.membre(portail, centres.centre())
    centres.centre("ARRAS")
    assert not centre_membres.inviter(portail, union, FAMILLE, "ARRAS", membre.courriel, "Le même")
    assert len(agent_de(portail, membre.compte_id).centres) == 2
    with pytest.raises(AdresseDejaPrise):
        centre_membres.inviter(portail, union, FAMILLE, "ARRAS", union.courriel, "Un gestionnaire")


def test_un_compte_desactive_n_est_ni_rattache_ni_invite_de_nouveau(
    portail: Portail, union: AgentEnPoste
) -> None:
    membre = centres.membre(portail, centres.centre())
    centres.centre("ARRAS")
    with ecriture() as s:
        s.get_one(Agent, membre.compte_id).desactive_le = centres.MIDI
    with pytest.raises(CompteDesactive):
        centre_membres.inviter(portail, union, FAMILLE, "ARRAS", membre.courriel, "Le même")
    with pytest.raises(CompteDesactive):
        centre_membres.renvoyer_le_lien(portail, union, FAMILLE, "LILLE", membre.compte_id)
    assert centre_membres.membres(portail, union, FAMILLE, "ARRAS") == ()
    assert db.session.scalars(select(CourrielSortant.code)).all() == []


def test_hors_de_la_famille_aucun_centre_n_existe(portail: Portail, union: AgentEnPoste) -> None:
    identifiant = centres.centre()
    for autre in (agent_de(portail, fabriques.agent(famille="cap").id), centres.membre(portail, identifiant)):
        with pytest.raises(CandidatureIntrouvable):
            fiche(portail, autre, FAMILLE, "LILLE")
        with pytest.raises(CandidatureIntrouvable):
            centre_ecriture.desactiver(portail, autre, FAMILLE, "LILLE", "Non.")


def test_l_administration_rattache_un_compte_a_un_centre(portail: Portail, union: AgentEnPoste) -> None:
    identifiant, compte = centres.centre(), fabriques.agent("centre").id
    with ecriture() as s:
        s.query(Perimetre).filter_by(compte_id=compte).delete()
    offerts = perimetres.possibles(portail, "", FAMILLE, "lille")
    assert offerts.centres == (("LILLE", "Centre Lille (Lille), LILLE"),)
    with pytest.raises(PerimetreInvalide):
        perimetres.ajouter(portail, union.compte_id, compte, perimetres.Demande(famille=FAMILLE))
    demande = perimetres.Demande(famille=FAMILLE, centre="LILLE")
    perimetres.ajouter(portail, union.compte_id, compte, demande)
    assert agent_de(portail, compte).centres == (identifiant,)
    (part,) = db.session.scalars(select(Perimetre).where(Perimetre.compte_id == compte))
    assert "centre Centre Lille (Lille)" in perimetres.decrire(portail, part).phrase
    with pytest.raises(PerimetreInvalide):
        perimetres.ajouter(portail, union.compte_id, compte, demande)


def test_la_liste_des_candidatures_se_filtre_par_famille_et_par_centre(
    portail: Portail, union: AgentEnPoste
) -> None:
    centres.centre()
    centres.centre("ARRAS")
    centres.soumettre(portail)
    filtre = Filtre.lire({"famille": [FAMILLE], "centre": ["lille"], "colonnes": ["centre"]})
    (ligne,) = lire_page(portail, union, filtre).lignes
    assert (ligne.centre, ligne.centre_commune) == ("Centre Lille", "Lille")
    assert not lire_page(portail, union, Filtre(centre="ARRAS")).lignes
    assert not lire_page(portail, union, Filtre(famille="cap")).lignes
    ids = list(db.session.scalars(selectionner(portail, union, filtre)))
    colonnes = [une for une in BASE if une.cle in ("centre_code", "centre")]
    assert lire_lignes(portail, ids, colonnes) == [["LILLE", "Centre Lille (Lille)"]]


def test_un_compte_de_centre_porte_son_nom_dans_l_effectif(portail: Portail, union: AgentEnPoste) -> None:
    centres.centre()
    centre_membres.inviter(portail, union, FAMILLE, "LILLE", "membre@example.org", "Accueil")
    assert db.session.scalars(select(Compte.nom).where(Compte.profil == "centre")).one() == "Accueil"
