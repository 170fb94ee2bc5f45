"""The NUC of a candidat: given with the first request, once; the login, the header, the search."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from plugins.certif_up.domain import numero
from plugins.certif_up.services import nuc
from plugins.certif_up.services.nuc_recherche import (
    PersonneIntrouvable,
    demandes,
    lire_criteres,
    personne,
)
from plugins.certif_up.services.union import HorsUnion, est_union, exiger_union
from plugins.certif_up.tables import Fusion, Nuc
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services import connexion, mot_de_passe, saisie
from portal.services.perimetre import agent_de
from portal.services.portail import Portail
from tests import fabriques
from tests.certif_up import candidats
from tests.certif_up.candidats import JANVIER, JUIN, OUVERT
from tests.integration.services.comptes import ADRESSE, ICI, SECRET, courriels, creer_active, trouver
from tests.parcours import publier_essai
from tests.publications import publier_livre


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


def test_la_premiere_demande_donne_un_nuc_et_un_mail(portail: Portail) -> None:
    publier_livre(portail, JANVIER)
    candidat = candidats.sans_nuc()
    saisie.commencer(portail, candidat, JANVIER)
    donne = candidats.nuc_de(candidat)
    assert donne is not None
    assert numero.est_du_portail(donne)
    (mail,) = courriels("certif_up_nuc")
    assert numero.afficher(donne) in mail.texte
    assert mail.destinataire == candidats.compte_de(candidat).courriel


def test_une_autre_demande_garde_le_meme_nuc(portail: Portail) -> None:
    publier_livre(portail, JANVIER)
    candidat = candidats.sans_nuc()
    saisie.commencer(portail, candidat, JANVIER)
    donne = candidats.nuc_de(candidat)
    with ecriture():
        assert nuc.attribuer(portail, candidat.id) is None
    assert candidats.nuc_de(candidat) == donne
    assert len(courriels("certif_up_nuc")) == 1


def test_un_autre_examen_ne_donne_pas_de_nuc(portail: Portail) -> None:
    slug = publier_essai(portail, annee=2027, du="01/11/2026 09:00", au="30/11/2026 17:00")
    candidat = candidats.sans_nuc()
    saisie.commencer(portail, candidat, slug)
    assert candidats.nuc_de(candidat) is None


def test_deux_tirages_du_meme_nombre_ne_se_genent_pas(
    portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidats.candidat(numero.composer(7))
    tirages = iter([7, 7, 8])
    monkeypatch.setattr("secrets.randbelow", lambda _: next(tirages))
    autre = candidats.sans_nuc(nom_naissance="AUTRE").id
    with ecriture():
        assert nuc.attribuer(portail, autre) == numero.composer(8)


@pytest.mark.parametrize("ecrit", ["{}", " {} ", "{}\t"])
def test_on_se_connecte_avec_son_nuc(portail: Portail, ecrit: str) -> None:
    creer_active(portail)
    compte = trouver()
    assert compte is not None
    assert compte.candidat is not None
    identifiant = compte.candidat.id
    with ecriture():
        donne = nuc.attribuer(portail, identifiant)
    assert donne is not None
    for saisi in (donne, donne.lower(), numero.afficher(donne), f"{donne[:4]}-{donne[4:]}"):
        ouverte = connexion.retrouver(portail, connexion.ouvrir(portail, ecrit.format(saisi), SECRET, ICI))
        assert ouverte is not None
        assert ouverte.courriel == ADRESSE
    mot_de_passe.demander(portail, donne)
    assert courriels("mot_de_passe")[-1].destinataire == ADRESSE


def test_le_nuc_de_personne_n_ouvre_rien(portail: Portail) -> None:
    candidats.candidat("22010870J")
    for saisi in ("", "99999999A", "n'importe quoi", "22010870K"):
        assert nuc.compte_de(saisi) is None


def test_un_nuc_remplace_mene_au_compte_garde(portail: Portail) -> None:
    garde, autre = candidats.candidat("22010870J"), candidats.candidat("UP2021B77")
    with ecriture() as s:
        kept = s.scalars(select(Nuc).where(Nuc.nuc == "22010870J")).one().id
        s.scalars(select(Nuc).where(Nuc.nuc == "UP2021B77")).one().remplace_par = kept
    assert nuc.compte_de("up 2021 b77") == garde.compte_id == nuc.compte_de("22010870J")
    assert nuc.de(garde.compte_id) == "2201\N{NO-BREAK SPACE}0870\N{NO-BREAK SPACE}J"
    assert autre.compte_id != garde.compte_id


def test_le_haut_de_page_montre_le_nuc(portail: Portail) -> None:
    candidat = candidats.candidat("22010870J")
    (reperes,) = portail.extensions.hook.portal_reperes(compte_id=candidat.compte_id)
    assert [(r.sigle, r.valeur) for r in reperes] == [("NUC", numero.afficher("22010870J"))]
    assert list(portail.extensions.hook.portal_reperes(compte_id=0)) == [[]]


def test_l_union_est_qui_voit_toute_la_famille(portail: Portail) -> None:
    assert est_union(portail, candidats.union(portail))
    assert est_union(portail, agent_de(portail, fabriques.agent().id))
    for agent in (
        agent_de(portail, fabriques.agent(famille="cap").id),
        agent_de(portail, fabriques.agent(academie="poitiers").id),
        candidats.membre(portail, candidats.centre()),
    ):
        with pytest.raises(HorsUnion):
            exiger_union(portail, agent)


@pytest.mark.parametrize(
    "cherche",
    [
        {"nuc": "2201 0870 j"},
        {"nom": "tehare"},
        {"nom": "Tehárevanui", "prenom": "MANU"},
        {"prenom": "manuarii", "naissance_le": "15/02/2000"},
    ],
)
def test_l_union_retrouve_une_personne(portail: Portail, cherche: dict[str, str]) -> None:
    candidats.candidat()
    voulu = {"nom_naissance": "TEHAREVANUI", "prenoms": "Manuarii", "naissance_le": OUVERT.date()}
    candidats.candidat("22010870J", **{**voulu, "naissance_le": candidats.date(2000, 2, 15)})
    (trouve,) = nuc.chercher(portail, candidats.union(portail), lire_criteres(**cherche))
    assert trouve.candidat.nom_naissance == "TEHAREVANUI"
    assert personne(portail, candidats.union(portail), trouve.cle).nuc == trouve.nuc


def test_une_recherche_vide_ou_fausse_ne_donne_rien(portail: Portail) -> None:
    candidats.candidat()
    agent = candidats.union(portail)
    assert nuc.chercher(portail, agent, lire_criteres()) == ()
    fausse = lire_criteres(nuc="12", naissance_le="31/02/2000")
    assert nuc.chercher(portail, agent, fausse) == ()
    assert {cle for cle, _ in fausse.fautes} == {"nuc", "naissance_le"}


def test_un_centre_ne_retrouve_que_ses_candidats(portail: Portail) -> None:
    ici, la = candidats.centre("C02A"), candidats.centre("C06A")
    sien = candidats.candidat("22010870J")
    candidats.candidat("22010914G", prenoms="Awa")
    candidats.demande(portail, sien, centre=ici, phase="ecartee", etat="refusee")
    agent, autre = candidats.membre(portail, ici), candidats.membre(portail, la)
    (trouve,) = nuc.chercher(portail, agent, lire_criteres(nom="kebbati"))
    assert trouve.candidat.id == sien.id
    assert len(demandes(portail, agent, sien.id)) == 1
    assert nuc.chercher(portail, autre, lire_criteres(nom="kebbati")) == ()
    with pytest.raises(PersonneIntrouvable):
        personne(portail, autre, trouve.cle)
    assert nuc.chercher(portail, agent, lire_criteres(nuc="22010914G")) == ()


def test_un_brouillon_ne_montre_personne_a_un_centre(portail: Portail) -> None:
    ici, sien = candidats.centre(), candidats.candidat()
    candidats.demande(portail, sien, centre=ici, phase="brouillon")
    assert nuc.chercher(portail, candidats.membre(portail, ici), lire_criteres(nom="kebbati")) == ()


def test_deux_comptes_de_la_meme_personne_sont_proposes_a_l_union(portail: Portail) -> None:
    publier_livre(portail, JUIN)
    publier_livre(portail, JANVIER)
    premier = candidats.candidat()
    autre = candidats.sans_nuc(prenoms="INES Louise")
    candidats.candidat(prenoms="Iness")
    saisie.commencer(portail, autre, JANVIER)
    db.session.rollback()
    (paire,) = db.session.scalars(select(Fusion))
    assert (paire.premier_id, paire.second_id, paire.etat) == (premier.id, autre.id, "proposee")
