"""What a centre does with its requests: the list, several at once, one read whole."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.certif_up.services import centre_accueil, centre_demande, centre_liste, centre_lot
from plugins.certif_up.services.centre_liste import Criteres
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.filtre import Filtre
from portal.domain.motif import MotifRefuse
from portal.services.portail import Portail
from portal.tables import CourrielSortant
from portal.tables.centre import Centre
from tests.certif_up import centres
from tests.certif_up.candidats import OUVERT

MOTIF = "Nos places sont réservées à nos stagiaires."


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


def noms(page: centre_liste.Page) -> list[str]:
    return [une.nom for une in page.lignes]


def test_une_demande_soumise_parait_a_son_centre_et_a_aucun_autre(portail: Portail) -> None:
    ici, ailleurs = centres.centre(portail), centres.centre(portail, "C02B")
    cle = centres.soumettre(portail, ("E1", "E2"))
    page = centre_liste.lire_page(portail, centres.membre(portail, ici), Criteres(Filtre()))
    assert [(une.cle, une.epreuves, une.etat) for une in page.lignes] == [(cle, ("E1", "E2"), "soumise")]
    assert page.lignes[0].nuc
    autre = centres.membre(portail, ailleurs)
    assert centre_liste.lire_page(portail, autre, Criteres(Filtre())).total == 0
    with pytest.raises(CandidatureIntrouvable):
        centre_demande.lire(portail, autre, cle)


def test_les_plus_urgentes_viennent_d_abord(portail: Portail, horloge: HorlogeReglable) -> None:
    agent = centres.membre(portail, centres.centre(portail, places={"E1": 5, "E2": 5}))
    payee, attendue, neuve = (
        centres.soumettre(portail, nom_naissance=nom) for nom in ("PAYEE", "ATTENDUE", "NEUVE")
    )
    centres.agir(portail, agent, payee)
    centres.agir(portail, agent, attendue)
    page = centre_liste.lire_page(portail, agent, Criteres(Filtre()))
    assert noms(page) == ["NEUVE", "PAYEE", "ATTENDUE"]
    horloge.avancer(timedelta(days=5, hours=12))  # half a day before 72 working hours are over
    assert noms(centre_liste.lire_page(portail, agent, Criteres(Filtre())))[-1] == "NEUVE"
    assert neuve


def test_la_liste_se_filtre_par_nuc_nom_etat_et_epreuve(portail: Portail) -> None:
    agent = centres.membre(portail, centres.centre(portail))
    centres.soumettre(portail, ("E1",), nom_naissance="ALBERT")
    centres.soumettre(portail, ("E2",), nom_naissance="BERNARD")
    (albert, _) = centre_liste.lire_page(portail, agent, Criteres(Filtre())).lignes

    def trouves(criteres: Criteres) -> list[str]:
        return noms(centre_liste.lire_page(portail, agent, criteres))

    assert trouves(Criteres(Filtre(q="bern"))) == ["BERNARD"]
    assert trouves(Criteres(Filtre(q=albert.nuc.lower()))) == [albert.nom]
    assert trouves(Criteres(Filtre(), epreuve="E2")) == ["BERNARD"]
    assert trouves(Criteres(Filtre(etat="refusee"))) == []


def test_les_pages_se_suivent_sans_rien_perdre(portail: Portail, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(centre_liste, "PAR_PAGE", 2)
    agent = centres.membre(portail, centres.centre(portail))
    for nom in ("A", "B", "C", "D", "E"):
        centres.soumettre(portail, nom_naissance=nom)
    une = centre_liste.lire_page(portail, agent, Criteres(Filtre()))
    deux = centre_liste.lire_page(portail, agent, Criteres(Filtre()), apres=une.suivante)
    trois = centre_liste.lire_page(portail, agent, Criteres(Filtre()), apres=deux.suivante)
    assert [noms(page) for page in (une, deux, trois)] == [["A", "B"], ["C", "D"], ["E"]]
    assert (une.precedente, trois.suivante, une.total) == ("", "", 5)
    assert noms(centre_liste.lire_page(portail, agent, Criteres(Filtre()), avant=trois.precedente)) == [
        "C",
        "D",
    ]
    assert noms(centre_liste.lire_page(portail, agent, Criteres(Filtre()), avant=deux.precedente)) == [
        "A",
        "B",
    ]


def test_quand_les_places_manquent_en_chemin_chaque_demande_a_son_sort(portail: Portail) -> None:
    ici = centres.centre(portail, places={"E1": 2, "E2": 1})
    agent = centres.membre(portail, ici)
    cles = [centres.soumettre(portail, epreuves) for epreuves in (("E1",), ("E1", "E2"), ("E1",), ("E2",))]
    faits = centre_lot.traiter(portail, agent, "prevalider", "", dict.fromkeys(cles, "soumise"))
    assert [un.fait for un in faits] == [True, True, False, False]
    assert "Plus aucune place pour E1" in faits[2].phrase
    assert [centres.lire(cle).etat for cle in cles] == ["prevalidee", "prevalidee", "soumise", "soumise"]
    assert centres.prises(ici) == {"E1": 2, "E2": 1}


def test_refuser_plusieurs_demandes_donne_a_chacun_le_meme_motif(portail: Portail) -> None:
    agent = centres.membre(portail, centres.centre(portail))
    cles = [centres.soumettre(portail) for _ in range(2)]
    vus = dict.fromkeys(cles, "soumise")
    with pytest.raises(MotifRefuse):
        centre_lot.traiter(portail, agent, "refuser", "  ", vus)
    assert all(un.fait for un in centre_lot.traiter(portail, agent, "refuser", MOTIF, vus))
    mails = db.session.scalars(select(CourrielSortant).where(CourrielSortant.cle.contains(":refuser:"))).all()
    assert len(mails) == 2
    assert all(MOTIF in mail.texte for mail in mails)


def test_une_demande_d_un_autre_centre_glissee_dans_le_lot_reste_inconnue(portail: Portail) -> None:
    ici, ailleurs = centres.centre(portail), centres.centre(portail, "C02B")
    cle = centres.soumettre(portail, code="C02B")
    (fait,) = centre_lot.traiter(portail, centres.membre(portail, ici), "prevalider", "", {cle: "soumise"})
    assert (fait.demande, fait.fait) == (None, False)
    assert centres.lire(cle).etat == "soumise"
    assert ailleurs


@pytest.mark.parametrize(
    ("code", "vus", "phrase"),
    [
        ("prevalider", {}, "Cochez au moins une demande"),
        ("prevalider", {str(n): "soumise" for n in range(51)}, "50 demandes au plus"),
        ("inscrire", {"a": "soumise"}, "Choisissez"),
    ],
)
def test_un_lot_sans_sens_est_refuse_en_entier(
    portail: Portail, code: str, vus: dict[str, str], phrase: str
) -> None:
    agent = centres.membre(portail, centres.centre(portail))
    with pytest.raises(centre_lot.LotRefuse, match=phrase):
        centre_lot.traiter(portail, agent, code, "", vus)


def test_l_accueil_compte_ce_qui_attend_et_les_places(portail: Portail) -> None:
    ici = centres.centre(portail)
    agent = centres.membre(portail, ici)
    premiere = centres.soumettre(portail, ("E1", "E2"))
    centres.soumettre(portail)
    centres.agir(portail, agent, premiere)
    accueil = centre_accueil.accueil(portail, agent)
    assert [(une.etat, une.total) for une in accueil.attentes] == [
        ("soumise", 1), ("prevalidee", 1), ("reglee", 0),
    ]  # fmt: skip
    offre = accueil.offres[0]
    assert [(une.epreuve, une.prises, une.reste) for une in offre.organisees] == [("E1", 1, 2), ("E2", 1, 1)]


def test_une_demande_dit_ses_logiciels_ses_places_et_ce_qu_elle_coute(portail: Portail) -> None:
    agent = centres.membre(portail, centres.centre(portail, places={"E1": 1, "E2": 1}))
    cle = centres.soumettre(portail, ("E1", "E2"))
    lue = centre_demande.lire(portail, agent, cle)
    assert [une.offre.details for une in lue.epreuves] == [
        (("Logiciels", "Ciel Comptabilité"),), (("Logiciels", "Ciel Comptabilité et Excel 2017"),),
    ]  # fmt: skip
    assert (lue.total, lue.reste, lue.attendu, lue.au_complet) == (100, 100, False, ())
    centres.agir(portail, agent, centres.soumettre(portail, ("E2",)))
    assert centre_demande.lire(portail, agent, cle).au_complet == ("E2",)


def test_un_centre_desactive_ne_prevalide_plus_mais_refuse_encore(portail: Portail) -> None:
    ici = centres.centre(portail)
    agent = centres.membre(portail, ici)
    cle = centres.soumettre(portail)
    with ecriture() as s:
        s.get_one(Centre, ici).desactive_le = OUVERT
    (fait,) = centre_lot.traiter(portail, agent, "prevalider", "", {cle: "soumise"})
    assert not fait.fait
    assert "désactivé" in fait.phrase
    assert centres.agir(portail, agent, cle, "refuser", motif=MOTIF) == "Refusée"
