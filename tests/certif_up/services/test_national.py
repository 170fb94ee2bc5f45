"""What the union reads and takes out: what waits, sessions, reports, figures, definitive registrations."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import select

from plugins.certif_up.services import caisse, chiffres, national, reports, sessions
from plugins.certif_up.services.union import FAMILLE, HorsUnion
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.paiement import Saisie
from portal.services import centre_ecriture, centre_import, export, operation, paiement, tableau
from portal.services.export import ExportImpossible, ExportIntrouvable
from portal.services.operations import lecture
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, Evenement
from portal.tables.tache import Tache
from portal.worker import travailler
from tests import fabriques
from tests.certif_up import candidats, centres
from tests.certif_up.candidats import JANVIER, JUIN, OUVERT
from tests.publications import publier_livre


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


@pytest.fixture
def laon(portail: Portail) -> int:
    return centres.centre(portail)


@pytest.fixture
def union(portail: Portail, laon: int) -> AgentEnPoste:
    return candidats.union(portail)


@pytest.fixture
def membre(portail: Portail, laon: int) -> AgentEnPoste:
    return centres.membre(portail, laon)


def inscrire(portail: Portail, membre: AgentEnPoste, epreuves: tuple[str, ...] = ("E1",)) -> str:
    """Take a new request to its definitive registration."""
    cle = centres.soumettre(portail, epreuves)
    centres.agir(portail, membre, cle)
    recu = Saisie(Decimal(50) * len(epreuves), "cheque", portail.horloge.maintenant().date())
    paiement.enregistrer(portail, membre, cle, recu)
    centres.agir(portail, membre, cle, "inscrire", "reglee")
    return cle


def demander_un_report(cle: str) -> None:
    """Put a registration where a candidate who asked for a report finds it."""
    with ecriture() as s:
        candidature = s.scalars(select(Candidature).where(Candidature.cle == cle)).one()
        candidature.etat = "report_demande"
        s.add(
            Evenement(
                candidature_id=candidature.id, le=OUVERT, nature="demander_report_employeur", de="inscrite",
                vers="report_demande", donnees={"reponses": {"motif_employeur": "Inventaire."}},
            )
        )  # fmt: skip


def lignes_du_csv(portail: Portail, union: AgentEnPoste) -> list[Mapping[str, str]]:
    cle = tableau.lister(portail, union, caisse.TACHE)[0].cle
    with tableau.ouvrir(portail, union, cle).flux as flux:
        return list(csv.DictReader(io.StringIO(flux.read().decode("utf-8-sig")), delimiter=";"))


def test_l_accueil_dit_ce_qui_attend_et_rien_d_autre(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste
) -> None:
    assert national.accueil(portail, union).rien
    demander_un_report(inscrire(portail, membre))
    centres.soumettre(portail)
    centre_ecriture.desactiver(portail, union, FAMILLE, "C02A", "Travaux.")
    lu = national.accueil(portail, union)
    assert (lu.reports, lu.demandes_a_liberer, lu.imports) == (1, 1, ())
    assert [une.code for une in lu.a_liberer] == ["C02A"]
    assert lu.phases == {"deposee": 1, "inscrite": 1}


def test_une_session_dit_ses_epreuves_leurs_jours_et_leurs_places(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste
) -> None:
    publier_livre(portail, JUIN)
    inscrire(portail, membre, ("E1", "E2"))
    assert [une.etat for une in sessions.lister(portail)] == ["a_venir", "ouverte"]
    lue = sessions.lire(portail, JANVIER)
    e1, e2, e3 = lue.epreuves
    assert (e1.code, e1.centres, e1.places, e1.prises) == ("E1", 1, 3, 1)
    assert (e2.places, e2.prises, e3.centres) == (2, 1, 0)
    (ligne,) = sessions.page_de(portail, JANVIER).lignes
    assert ligne.offres == {"E1": (3, 1), "E2": (2, 1)}
    assert b"E1 libres" in sessions.exporter(portail, JANVIER)
    with pytest.raises(CandidatureIntrouvable):
        sessions.lire(portail, "national/ailleurs")


def test_un_report_se_lit_avec_son_motif_et_la_session_ou_il_irait(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste
) -> None:
    demander_un_report(inscrire(portail, membre))
    (report,) = reports.lister(portail, union).lignes
    assert report.precisions == ("Inventaire.",)
    assert "employeur" in report.motif
    assert "pas encore publiée" in report.annonce
    publier_livre(portail, JUIN)
    (report,) = reports.lister(portail, union).lignes
    assert "juin 2027" in report.annonce
    with pytest.raises(HorsUnion):
        reports.lister(portail, membre)


def test_une_session_suivante_deja_close_est_dite(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    demander_un_report(inscrire(portail, membre))
    publier_livre(portail, JUIN)
    horloge.avancer(timedelta(days=300))
    (report,) = reports.lister(portail, union).lignes
    assert "sont closes" in report.annonce


def test_un_report_decide_quitte_la_liste_et_garde_son_motif(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste
) -> None:
    cle = inscrire(portail, membre)
    demander_un_report(cle)
    centres.agir(portail, union, cle, "refuser_report", "report_demande", "Justificatif illisible.")
    page = reports.lister(portail, union)
    assert page.total == 0
    assert [(un.decision, un.motif) for un in page.decides] == [("Refusé", "Justificatif illisible.")]


def test_les_demandes_d_un_centre_desactive_se_liberent_ensemble(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste, laon: int
) -> None:
    attente, tenue, payee = centres.soumettre(portail), centres.soumettre(portail), inscrire(portail, membre)
    centres.agir(portail, membre, tenue)
    centre_ecriture.desactiver(portail, union, FAMILLE, "C02A", "Travaux.")
    choisies = select(Candidature.id).where(Candidature.centre_id == laon)
    parametres = {"transition": "liberer", "motif": "Le centre ferme."}
    cle = operation.preparer(portail, union, "transition", parametres, choisies)
    travailler(portail)
    operation.lancer(portail, union, cle)
    travailler(portail)
    etats = {un: centres.lire(un).etat for un in (attente, tenue, payee)}
    assert etats == {attente: "refusee", tenue: "refusee", payee: "inscrite"}
    assert centres.prises(laon) == {"E1": 1, "E2": 0}
    suivi = lecture.suivre(portail, union, operation.operation_de(portail, union, cle))
    assert (suivi.compte("faite"), suivi.compte("sans_objet")) == (2, 1)


def test_les_chiffres_comptent_sans_arrondir(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    inscrire(portail, membre, ("E1", "E2"))
    cle = centres.soumettre(portail)
    horloge.avancer(timedelta(days=2, hours=1))
    centres.agir(portail, membre, cle)
    paiement.enregistrer(portail, membre, cle, Saisie(Decimal("12.35"), "virement", date(2026, 11, 12)))
    lus = chiffres.chiffrer(portail, JANVIER)
    assert (lus.demandes, lus.definitives) == (2, 1)
    assert dict((code, nombre) for code, _, nombre in lus.etats) == {"prevalidee": 1, "inscrite": 1}
    assert lus.epreuves == (("E1", "E1", 1), ("E2", "E2", 1))
    assert lus.departements == (("02", "02 Aisne", 1),)
    assert [(un.code, un.places, un.prises) for un in lus.places_epreuves] == [("E1", 3, 2), ("E2", 2, 1)]
    assert [nombre for _, _, nombre in lus.delais] == [1, 0, 1, 0, 0]
    assert lus.delai_moyen == pytest.approx(49 / 48, abs=0.01)
    assert lus.total_recu == Decimal("112.35")
    assert {un.code: un.centimes for un in lus.recus} == {"cheque": 10000, "virement": 1235}
    assert chiffres.chiffrer(portail).demandes == 2
    with pytest.raises(CandidatureIntrouvable):
        chiffres.chiffrer(portail, "national/ailleurs")


def test_sans_rien_les_chiffres_sont_nuls(portail: Portail) -> None:
    publier_livre(portail, JANVIER)
    lus = chiffres.chiffrer(portail)
    assert (lus.demandes, lus.recus, lus.delai_moyen, lus.etats) == (0, (), None, ())


def test_le_fichier_des_inscriptions_a_l_identite_et_les_epreuves(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste
) -> None:
    inscrire(portail, membre, ("E1", "E2"))
    centres.soumettre(portail)
    caisse.demander(portail, union, JANVIER, "csv")
    (ligne,) = lignes_du_csv(portail, union)
    assert ligne["À corriger avant envoi"] == ""
    assert (ligne["Prénoms"], ligne["Sexe"], ligne["Date de naissance"]) == ("Inès", "F", "17/05/2004")
    assert ligne["Code INSEE de la commune de naissance"].lstrip("'") == "62041"
    assert (ligne["Code postal"].lstrip("'"), ligne["Commune de résidence"]) == ("63000", "Clermont-Ferrand")
    assert (ligne["Épreuves"], ligne["Blocs"]) == ("E1, E2", "Bloc 1, Bloc 2")
    assert (ligne["Session"], ligne["Inscription définitive le"]) == ("janvier 2027", "10/11/2026")
    assert (ligne["Code du centre"], ligne["Centre d'épreuves"]) == ("C02A", "ESTRALINE Formation (Laon)")
    assert ligne["NUC"]
    exporte = db.session.scalars(select(Evenement).where(Evenement.nature == "export")).one()
    assert (exporte.compte_id, exporte.donnees["nombre"]) == (union.compte_id, 1)


def test_les_identites_incompletes_viennent_en_tete(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste
) -> None:
    inscrire(portail, membre)
    seconde = centres.lire(inscrire(portail, membre)).candidat_id
    with ecriture() as s:
        s.get_one(Candidat, seconde).naissance_commune_code = None
    apercu = caisse.apercevoir(portail, union, JANVIER)
    assert (apercu.total, apercu.incompletes) == (2, 1)
    assert [une.manques for une in apercu.a_corriger] == [("commune de naissance sans code INSEE",)]
    caisse.demander(portail, union, "", "csv")
    assert [bool(une["À corriger avant envoi"]) for une in lignes_du_csv(portail, union)] == [True, False]


def test_le_classeur_s_ouvre_et_n_est_qu_a_qui_l_a_demande(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste
) -> None:
    inscrire(portail, membre)
    caisse.demander(portail, union, JANVIER, "xlsx")
    cle = tableau.lister(portail, union, caisse.TACHE)[0].cle
    with tableau.ouvrir(portail, union, cle).flux as flux:
        feuille = openpyxl.load_workbook(io.BytesIO(flux.read())).active
    assert feuille is not None
    assert feuille.max_row == 2
    with pytest.raises(ExportIntrouvable):
        tableau.ouvrir(portail, candidats.union(portail), cle)


def test_un_grand_fichier_est_ecrit_par_l_ouvrier(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste, monkeypatch: pytest.MonkeyPatch
) -> None:
    inscrire(portail, membre)
    monkeypatch.setattr(tableau, "TOUT_DE_SUITE", 0)
    caisse.demander(portail, union, JANVIER, "csv")
    assert tableau.lister(portail, union, caisse.TACHE)[0].etat == "en_cours"
    charge = db.session.scalars(select(Tache.charge).where(Tache.genre == caisse.TACHE)).one()
    caisse.travail(portail, charge)
    caisse.travail(portail, charge)
    assert len(lignes_du_csv(portail, union)) == 1


def test_un_fichier_vide_ne_se_demande_pas_et_un_vieux_s_efface(
    portail: Portail, union: AgentEnPoste, membre: AgentEnPoste, horloge: HorlogeReglable
) -> None:
    with pytest.raises(ExportImpossible):
        caisse.demander(portail, union, JANVIER, "csv")
    inscrire(portail, membre)
    with pytest.raises(ExportImpossible):
        caisse.demander(portail, union, JANVIER, "pdf")
    caisse.demander(portail, union, JANVIER, "csv")
    assert tableau.purger(portail) == []
    horloge.avancer(export.CONSERVATION * 2)
    assert len(tableau.purger(portail)) == 1
    with pytest.raises(ExportIntrouvable):
        tableau.ouvrir(portail, union, tableau.lister(portail, union, caisse.TACHE)[0].cle)


def test_rien_de_la_caisse_n_existe_hors_de_l_union(
    portail: Portail, membre: AgentEnPoste, union: AgentEnPoste
) -> None:
    for autre in (membre, agent_de(portail, fabriques.agent(famille="cap").id)):
        with pytest.raises(HorsUnion):
            caisse.apercevoir(portail, autre)
        with pytest.raises(CandidatureIntrouvable):
            centre_import.en_attente(portail, autre, FAMILLE)
