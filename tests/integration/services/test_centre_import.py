"""The file of the centres of a family: compared, applied, written again."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import func, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.feuille import TitresInattendus
from portal.services import centre_import, export
from portal.services.centre_chargement import ImportIntrouvable, ImportRefuse, charger
from portal.services.centre_fichier import exporter
from portal.services.perimetre import AgentEnPoste, agent_de
from portal.services.portail import Portail
from portal.tables import Evenement
from portal.tables.centre import Centre, OffreCentre
from portal.tables.operation import Operation
from tests import fabriques
from tests.publications import RACINE, publier_livre

FAMILLE = "certif_up"
FICHIER = (RACINE / "plugins/certif_up/demonstration/centres.csv").read_bytes()
TITRES = FICHIER.decode().splitlines()[0]
LAON = (
    "C02A;ESTRALINE;14 rue du Champ;02000;Laon;02;laon@example.org;03 53 01 02 14;Chèque.;01/09/2021;;"
    "Ciel | Sage;12;;;;"
)


@pytest.fixture
def slug(portail: Portail) -> str:
    return publier_livre(portail, "national/certif-up-2027-01")


@pytest.fixture
def union(portail: Portail, slug: str) -> AgentEnPoste:
    return agent_de(portail, fabriques.agent(famille=FAMILLE).id)


def importer(portail: Portail, union: AgentEnPoste, slug: str, texte: str | bytes) -> dict[str, int]:
    octets = texte if isinstance(texte, bytes) else texte.encode()
    cle = centre_import.preparer(portail, union, FAMILLE, slug, octets, "centres.csv")
    return dict(centre_import.appliquer(portail, union, FAMILLE, cle))


def offre(code: str, epreuve: str) -> OffreCentre:
    db.session.rollback()
    return db.session.scalars(
        select(OffreCentre).join(Centre).where(Centre.code == code, OffreCentre.epreuve == epreuve)
    ).one()


def test_les_centres_de_la_demonstration_s_importent_et_leur_export_ne_change_rien(
    portail: Portail, union: AgentEnPoste, slug: str
) -> None:
    assert importer(portail, union, slug, FICHIER) == {"creer": 30, "changer": 0, "inchange": 0}
    assert offre("C02A", "E1").champs == {"logiciels": "Ciel Comptabilité, Sage 50 Comptabilité"}
    exporte = exporter(portail, union, FAMILLE, slug)
    assert importer(portail, union, slug, exporte) == {"creer": 0, "changer": 0, "inchange": 30}
    assert exporter(portail, union, FAMILLE, slug) == exporte
    assert exporte.decode("utf-8-sig").splitlines()[0] == TITRES


@pytest.mark.parametrize("codage", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separateur", [",", "\t"])
def test_chaque_codage_et_chaque_separateur_d_usage_s_importent(
    portail: Portail, union: AgentEnPoste, slug: str, codage: str, separateur: str
) -> None:
    texte = f"{TITRES}\n{LAON}\n".replace(";", separateur)
    assert importer(portail, union, slug, texte.encode(codage))["creer"] == 1


def test_ce_qu_un_tableur_executerait_est_neutralise_puis_relu_tel_quel(
    portail: Portail, union: AgentEnPoste, slug: str
) -> None:
    texte = LAON.replace("ESTRALINE", "=1+1 Formation").replace("Chèque.", '"- Chèque\n- Virement"')
    importer(portail, union, slug, f"{TITRES}\n{texte}\n")
    exporte = exporter(portail, union, FAMILLE, slug)
    assert ";'=1+1 Formation;" in exporte.decode()
    assert importer(portail, union, slug, exporte)["inchange"] == 1
    assert db.session.scalars(select(Centre.modalites)).one() == "- Chèque\n- Virement"


def test_un_zero_que_le_tableur_a_perdu_est_remis(portail: Portail, union: AgentEnPoste, slug: str) -> None:
    perdu = LAON.replace(";02000;Laon;02;", ";2000;Laon;2;").replace("03 53 01 02 14", "353010214")
    importer(portail, union, slug, f"{TITRES}\n{perdu}\n")
    centre = db.session.scalars(select(Centre)).one()
    assert (centre.code_postal, centre.departement) == ("02000", "02")
    assert centre.telephone == "03 53 01 02 14"


def test_chaque_ligne_fausse_dit_tout_ce_qui_ne_va_pas_et_rien_n_est_ecrit(
    portail: Portail, union: AgentEnPoste, slug: str
) -> None:
    fausse = LAON.replace("C02A", "C99Z").replace(";Laon;", ";Lyon;").replace(";12;", ";douze;")
    double = LAON.replace("ESTRALINE", "Un autre")
    cle = centre_import.preparer(
        portail, union, FAMILLE, slug, f"{TITRES}\n{LAON}\n{fausse}\n{double}\n".encode(), "a.csv"
    )
    apercu = centre_import.examiner(portail, union, FAMILLE, cle)
    assert [erreur.numero for erreur in apercu.erreurs] == [3, 4]
    assert "n'a pas le code postal" in apercu.erreurs[0].phrase
    assert "n'est pas un nombre de places" in apercu.erreurs[0].phrase
    assert "déjà à la ligne 2" in apercu.erreurs[1].phrase
    with pytest.raises(ImportRefuse):
        centre_import.appliquer(portail, union, FAMILLE, cle)
    assert db.session.scalar(select(func.count(Centre.id))) == 0
    faits = centre_import.appliquer(portail, union, FAMILLE, cle, sans_les_fausses=True)
    assert faits["creer"] == 1
    with pytest.raises(ImportIntrouvable):
        centre_import.appliquer(portail, union, FAMILLE, cle)


def test_une_capacite_sous_les_places_prises_est_refusee(
    portail: Portail, union: AgentEnPoste, slug: str
) -> None:
    importer(portail, union, slug, f"{TITRES}\n{LAON}\n")
    with ecriture():
        offre("C02A", "E1").prises = 5
    cle = centre_import.preparer(
        portail, union, FAMILLE, slug, f"{TITRES}\n{LAON.replace(';12;', ';4;')}\n".encode(), "a.csv"
    )
    (erreur,) = centre_import.examiner(portail, union, FAMILLE, cle).erreurs
    assert "5 places sont déjà prises" in erreur.phrase
    assert importer(portail, union, slug, f"{TITRES}\n{LAON.replace(';12;', ';5;')}\n")["changer"] == 1
    assert offre("C02A", "E1").places == 5


def test_une_epreuve_videe_n_est_plus_proposee_et_garde_ses_places(
    portail: Portail, union: AgentEnPoste, slug: str
) -> None:
    importer(portail, union, slug, f"{TITRES}\n{LAON}\n")
    with ecriture():
        offre("C02A", "E1").prises = 2
    sans = LAON.replace("Ciel | Sage;12;", ";;")
    assert importer(portail, union, slug, f"{TITRES}\n{sans}\n")["changer"] == 1
    fermee = offre("C02A", "E1")
    assert (fermee.ouverte, fermee.prises) == (False, 2)
    assert importer(portail, union, slug, f"{TITRES}\n{LAON}\n")["changer"] == 1
    assert offre("C02A", "E1").ouverte


def test_des_titres_faux_sont_expliques_colonne_par_colonne(
    portail: Portail, union: AgentEnPoste, slug: str
) -> None:
    faux = TITRES.replace("E1_places", "E1 place").replace("commune", "lieu") + ";E4_places"
    with pytest.raises(TitresInattendus) as refus:
        centre_import.preparer(portail, union, FAMILLE, slug, f"{faux}\n{LAON};\n".encode(), "a.csv")
    constats = {constat.titre: constat for constat in refus.value.constats}
    assert constats["commune"].etat == "absente"
    assert "E1 place" in constats["E1_places"].phrase
    assert constats["E4_places"].etat == "inconnue"
    assert constats["code"].etat == "reconnue"


def test_cinq_mille_lignes_s_importent_en_quelques_secondes(
    portail: Portail, union: AgentEnPoste, slug: str
) -> None:
    lignes = [LAON.replace("C02A", f"C{rang:05}") for rang in range(5000)]
    debut = time.monotonic()
    faits = importer(portail, union, slug, "\n".join([TITRES, *lignes]))
    assert faits["creer"] == 5000
    assert time.monotonic() - debut < 60


def test_un_import_n_existe_que_pour_qui_voit_toute_la_famille(portail: Portail, slug: str) -> None:
    ailleurs = agent_de(portail, fabriques.agent(famille="cap").id)
    octets = f"{TITRES}\n{LAON}\n".encode()
    with pytest.raises(CandidatureIntrouvable):
        centre_import.preparer(portail, ailleurs, FAMILLE, slug, octets, "a.csv")
    with pytest.raises(CandidatureIntrouvable):
        exporter(portail, ailleurs, FAMILLE)


def test_un_import_laisse_de_cote_est_oublie_au_bout_d_une_semaine(
    portail: Portail, union: AgentEnPoste, slug: str, horloge: HorlogeReglable
) -> None:
    cle = centre_import.preparer(portail, union, FAMILLE, slug, f"{TITRES}\n{LAON}\n".encode(), "a.csv")
    assert [une.cle for une in centre_import.en_attente(portail, union, FAMILLE)] == [cle]
    assert centre_import.purger(portail) == []
    horloge.avancer(export.CONSERVATION * 2)
    assert len(centre_import.purger(portail)) == 1
    assert db.session.scalars(select(Operation.etat)).one() == "abandonnee"


def test_une_commande_charge_un_fichier_entier_ou_rien(portail: Portail, slug: str) -> None:
    with pytest.raises(ImportRefuse):
        charger(portail, FAMILLE, slug, f"{TITRES}\n{LAON.replace('Laon', 'Lyon')}\n".encode())
    assert charger(portail, FAMILLE, slug, f"{TITRES}\n{LAON}\n".encode())["creer"] == 1
    natures = db.session.scalars(select(Evenement.nature).order_by(Evenement.id)).all()
    assert natures[-2:] == ["centre_cree", "centres_importes"]
