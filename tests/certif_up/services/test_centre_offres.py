"""What members of a centre write of it: its offer by session, how it is reached and paid."""

from __future__ import annotations

from threading import Thread

import pytest
from flask import Flask
from sqlalchemy import select

from plugins.certif_up.services.union import FAMILLE
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.fiche_centre import CentreDepasse, CentreIntrouvable, FicheCentreInvalide
from portal.domain.journal import NATURES
from portal.domain.offre import OffreDepassee, OffreInvalide
from portal.domain.places import PlusDePlace
from portal.services import mon_centre, offre, offre_ecriture
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables import Evenement
from portal.tables.centre import Centre
from tests.certif_up import centres
from tests.certif_up.candidats import JANVIER, JUIN, OUVERT
from tests.publications import publier_livre

FORMULAIRE = {
    "ouverte.E1": ["oui"], "places.E1": ["8"], "offre.E1.logiciels": ["EBP Compta"],
    "places.E2": [""], "offre.E2.logiciels": [""],
    "ouverte.E3": ["oui"], "places.E3": [" 4 "], "offre.E3.logiciels": ["Word 2019"],
}  # fmt: skip
FICHE = {
    "adresse": "2 rue Neuve",
    "courriel": "Bonjour@Example.org",
    "telephone": "",
    "modalites": "Virement.",
}


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


def vu(portail: Portail, agent: AgentEnPoste, slug: str = JANVIER) -> str:
    return offre.lire_offre(portail, agent, FAMILLE, "C02A", slug).vu


def enregistrer(portail: Portail, agent: AgentEnPoste, slug: str = JANVIER, **autres: list[str]) -> bool:
    formulaire = FORMULAIRE | {nom.replace("__", "."): valeur for nom, valeur in autres.items()}
    return offre_ecriture.enregistrer(
        portail, agent, FAMILLE, "C02A", slug, formulaire, vu(portail, agent, slug)
    )


def offerte(portail: Portail, agent: AgentEnPoste, slug: str = JANVIER) -> list[tuple[str, bool, int]]:
    lue = offre.lire_offre(portail, agent, FAMILLE, "C02A", slug)
    return [(une.epreuve, une.ouverte, une.places) for une in lue.epreuves]


def test_une_offre_se_declare_pour_une_session_a_venir(portail: Portail) -> None:
    publier_livre(portail, JUIN)
    agent = centres.membre(portail, centres.centre(portail))
    assert enregistrer(portail, agent, JUIN)
    assert offerte(portail, agent, JUIN) == [("E1", True, 8), ("E2", False, 0), ("E3", True, 4)]
    lue = offre.lire_offre(portail, agent, FAMILLE, "C02A", JUIN)
    assert lue.epreuves[0].details == (("Logiciels", "EBP Compta"),)
    fait = db.session.scalars(select(Evenement).where(Evenement.nature == "offre_modifiee")).one()
    assert (fait.compte_id, fait.donnees["epreuves"]) == (agent.compte_id, ["E1", "E3"])
    assert fait.nature in NATURES
    assert not enregistrer(portail, agent, JUIN)


def test_une_epreuve_fermee_garde_ses_places_prises(portail: Portail) -> None:
    ici = centres.centre(portail)
    agent = centres.membre(portail, ici)
    centres.agir(portail, agent, centres.soumettre(portail, ("E2",)))
    assert enregistrer(portail, agent)
    assert offerte(portail, agent)[1] == ("E2", False, 1)
    assert centres.prises(ici)["E2"] == 1


@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("places__E1", "1", "2 places sont déjà prises"),
        ("places__E1", "douze", "nombre entier"),
        ("places__E1", "-3", "nombre entier"),
        ("places__E1", "99999", "nombre entier"),
        ("places__E1", "²", "nombre entier"),
        ("places__E3", "0", "au moins une place"),
    ],
)
def test_une_capacite_fausse_est_refusee_a_sa_place(
    portail: Portail, champ: str, valeur: str, phrase: str
) -> None:
    agent = centres.membre(portail, centres.centre(portail))
    for _ in range(2):
        centres.agir(portail, agent, centres.soumettre(portail))
    avant = offerte(portail, agent)
    with pytest.raises(OffreInvalide) as refus:
        enregistrer(portail, agent, **{champ: [valeur]})
    assert phrase in refus.value.places[champ.rpartition("_")[2]]
    assert offerte(portail, agent) == avant


def test_une_epreuve_ouverte_dit_ses_logiciels(portail: Portail) -> None:
    agent = centres.membre(portail, centres.centre(portail))
    with pytest.raises(OffreInvalide) as refus:
        enregistrer(portail, agent, offre__E1__logiciels=["  "])
    assert refus.value.champs["E1"][0].erreur
    assert not refus.value.places


def test_deux_membres_ne_s_ecrasent_pas(portail: Portail) -> None:
    ici = centres.centre(portail)
    un, autre = centres.membre(portail, ici), centres.membre(portail, ici)
    perimee = vu(portail, un)
    enregistrer(portail, autre)
    with pytest.raises(OffreDepassee, match="entre-temps"):
        offre_ecriture.enregistrer(portail, un, FAMILLE, "C02A", JANVIER, FORMULAIRE, perimee)


def test_ce_qui_ne_change_plus_le_dit(portail: Portail, horloge: HorlogeReglable) -> None:
    ici = centres.centre(portail)
    agent = centres.membre(portail, ici)
    with ecriture() as s:
        s.get_one(Centre, ici).desactive_le = OUVERT
    with pytest.raises(CentreDepasse, match="désactivé depuis le 10/11/2026"):
        enregistrer(portail, agent)
    with pytest.raises(CentreDepasse):
        mon_centre.modifier(portail, agent, FAMILLE, "C02A", FICHE)
    with ecriture() as s:
        s.get_one(Centre, ici).desactive_le = None
    horloge.regler(OUVERT.replace(year=2027, month=2))
    with pytest.raises(OffreDepassee, match="terminée"):
        enregistrer(portail, agent)
    assert offre.sessions_vivantes(portail, FAMILLE) == ()


def test_un_centre_ne_voit_ni_ne_change_celui_d_un_autre(portail: Portail) -> None:
    centres.centre(portail)
    agent = centres.membre(portail, centres.centre(portail, "C02B"))
    with pytest.raises(CentreIntrouvable):
        offre.lire_offre(portail, agent, FAMILLE, "C02A", JANVIER)
    with pytest.raises(CentreIntrouvable):
        offre_ecriture.enregistrer(portail, agent, FAMILLE, "C02A", JANVIER, FORMULAIRE, "")
    with pytest.raises(CentreIntrouvable):
        mon_centre.modifier(portail, agent, FAMILLE, "C02A", FICHE)


def test_baisser_la_capacite_et_pre_valider_en_meme_temps_ne_depasse_rien(
    portail: Portail, app: Flask
) -> None:
    ici = centres.centre(portail, places={"E1": 1})
    agent = centres.membre(portail, ici)
    cle, avant, issues = centres.soumettre(portail), vu(portail, agent), []
    formulaire = {"places.E1": ["0"], "offre.E1.logiciels": ["x"]}

    def fermer() -> None:
        with app.app_context():
            try:
                offre_ecriture.enregistrer(portail, agent, FAMILLE, "C02A", JANVIER, formulaire, avant)
                issues.append("fermée")
            except OffreInvalide:
                issues.append("refusée")

    fil = Thread(target=fermer)
    fil.start()
    with app.app_context():
        try:
            centres.agir(portail, agent, cle)
            issues.append("prévalidée")
        except PlusDePlace:
            issues.append("pleine")
    fil.join()
    assert sorted(issues) in (["fermée", "pleine"], ["prévalidée", "refusée"])


def test_la_fiche_d_un_centre_est_tenue_par_ses_membres(portail: Portail) -> None:
    ici = centres.centre(portail)
    agent = centres.membre(portail, ici)
    assert mon_centre.modifier(
        portail, agent, FAMILLE, "C02A", FICHE | {"intitule": "Autre", "habilite_au": ""}
    )
    garde = db.session.get_one(Centre, ici)
    assert (garde.adresse, garde.modalites, garde.intitule) == (
        "2 rue Neuve",
        "Virement.",
        "ESTRALINE Formation",
    )
    assert garde.courriel == "bonjour@example.org"
    with pytest.raises(FicheCentreInvalide) as refus:
        mon_centre.modifier(portail, agent, FAMILLE, "C02A", FICHE | {"modalites": " ", "courriel": "x"})
    assert set(refus.value.erreurs) == {"modalites", "courriel"}
