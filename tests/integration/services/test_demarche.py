"""What a candidate asks for once inscribed: a report with its pièce (U-022 to U-031, U-135 to U-142)."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.circuit import TransitionImpossible
from portal.domain.demarche import EXIGEE, DemarcheIntrouvable
from portal.services import demarche, fourniture
from portal.services.candidature import contexte_de
from portal.services.demarche import SANS_MOTIF
from portal.services.espace import suivre
from portal.services.piece_du_service import pieces_de
from portal.services.portail import Portail
from portal.tables import Candidature
from tests import centres, demarches, fabriques
from tests.demarches import EMPLOYEUR, MEDICAL, demander, erreurs, fichiers
from tests.pieces import en_vigueur, ligne, recu


@pytest.fixture
def inscrite(portail: Portail) -> Candidature:
    demarches.publier(portail)
    centres.centre("LILLE")
    return demarches.inscrite(portail)


def lire(portail: Portail, candidature: Candidature, code: str = MEDICAL) -> Any:
    lue = centres.relire(candidature)
    return demarche.lire(portail, lue.candidat, lue.cle, code)


def dues(portail: Portail, candidature: Candidature) -> list[str]:
    """Return the pièces of « Mes justificatifs »."""
    lue = centres.relire(candidature)
    page = fourniture.lire(portail, lue.candidat, lue.cle)
    return [piece.cle for groupe in page.groupes for piece in groupe.pieces]


def test_une_demande_avec_sa_piece_est_transmise_au_service(portail: Portail, inscrite: Candidature) -> None:
    assert dues(portail, inscrite) == []
    assert demander(portail, inscrite, fichiers=fichiers(recu(portail))) is None
    assert centres.relire(inscrite).etat == "report_demande"
    assert dues(portail, inscrite) == ["certificat"]
    assert ligne(inscrite.cle, "certificat").a_verifier
    lue = centres.relire(inscrite)
    contexte = contexte_de(portail, lue, lue.candidat, brouillon=False)
    [piece] = pieces_de(centres.union(portail), contexte)
    assert [un.nom for un in piece.suivie.fichiers] == ["piece.pdf"]
    assert centres.natures(inscrite)[-2:] == ["fichier_depose", MEDICAL]


def test_la_piece_n_est_demandee_ni_avant_ni_pour_une_autre_demarche(
    portail: Portail, inscrite: Candidature
) -> None:
    assert [une.cle for une in lire(portail, inscrite).pieces] == ["certificat"]
    assert [une.cle for une in lire(portail, inscrite, EMPLOYEUR).pieces] == ["justificatif"]
    centres.prendre_soi_meme(portail, inscrite, "demander_report")
    assert dues(portail, inscrite) == []


def test_sans_la_piece_la_demande_est_refusee_u_024(portail: Portail, inscrite: Candidature) -> None:
    assert erreurs(demander(portail, inscrite)) == {"certificat": (EXIGEE,)}
    assert centres.relire(inscrite).etat == "inscrite"


def test_rien_n_est_perdu_quand_il_manque_quelque_chose(portail: Portail, inscrite: Candidature) -> None:
    joint = fichiers(recu(portail), piece="justificatif")
    page = demander(portail, inscrite, EMPLOYEUR, fichiers=joint, formulaire={"raison": ["x" * 50]})
    assert erreurs(page) == {"justificatif": ("Dites quelle pièce vous fournissez.",)}
    assert page is not None
    assert page.motif_refuse == SANS_MOTIF
    assert page.champs[0].saisie == {"": ["x" * 50]}
    assert page.champs[0].erreur
    [une] = page.pieces
    assert [un.nom for un in une.suivie.fichiers] == ["piece.pdf"]
    ensuite = demander(
        portail, inscrite, EMPLOYEUR, motif="Clôture", choix={"justificatif": "refus"},
        formulaire={"raison": ["Clôture des comptes"]},
    )  # fmt: skip
    assert ensuite is None
    assert len(en_vigueur(inscrite.cle, "justificatif")) == 1
    assert ligne(inscrite.cle, "justificatif").choix == "refus"


def test_un_fichier_refuse_est_nomme_et_les_autres_sont_gardes(
    portail: Portail, inscrite: Candidature
) -> None:
    joints = fichiers(recu(portail), recu(portail, "virus.exe", b"MZ\x90"))
    [phrase] = erreurs(demander(portail, inscrite, fichiers=joints))["certificat"]
    assert "virus.exe" in phrase
    assert [un.nom for un in en_vigueur(inscrite.cle, "certificat")] == ["piece.pdf"]
    assert centres.relire(inscrite).etat == "inscrite"


def test_un_fichier_de_trop_n_est_pas_garde(portail: Portail, inscrite: Candidature) -> None:
    joints = fichiers(*(recu(portail, f"page{n}.pdf") for n in range(3)))
    [phrase] = erreurs(demander(portail, inscrite, fichiers=joints))["certificat"]
    assert "page2.pdf" in phrase
    assert len(en_vigueur(inscrite.cle, "certificat")) == 2


def test_un_fichier_joint_se_retire(portail: Portail, inscrite: Candidature) -> None:
    demander(portail, inscrite, fichiers=fichiers(recu(portail)), seulement_joindre=True)
    [garde] = en_vigueur(inscrite.cle, "certificat")
    page = demander(portail, inscrite, retires=(garde.cle,), seulement_joindre=True)
    assert page is not None
    assert not page.fautes
    assert en_vigueur(inscrite.cle, "certificat") == []


def test_deux_clics_ne_demandent_qu_une_fois(portail: Portail, inscrite: Candidature) -> None:
    for _ in range(2):
        assert demander(portail, inscrite, fichiers=fichiers(recu(portail))) is None
    assert centres.natures(inscrite).count(MEDICAL) == 1
    assert len(en_vigueur(inscrite.cle, "certificat")) == 1
    assert lire(portail, inscrite) is None


def test_deux_clics_au_meme_instant_ne_demandent_qu_une_fois(
    app: Flask, portail: Portail, inscrite: Candidature
) -> None:
    cle, candidat_id, depart = inscrite.cle, inscrite.candidat_id, threading.Barrier(2)
    recus = [recu(portail), recu(portail)]

    def cliquer(rang: int) -> Any:
        depart.wait(30)
        return demander(portail, inscrite_par(cle), fichiers=fichiers(recus[rang]))

    def inscrite_par(cle: str) -> Candidature:
        return db.session.query(Candidature).filter_by(cle=cle, candidat_id=candidat_id).one()

    rendus = centres.ensemble(app, lambda: cliquer(0), lambda: cliquer(1))
    assert rendus == [None, None]
    assert centres.natures(inscrite).count(MEDICAL) == 1


def test_l_autre_demarche_n_est_plus_possible_ensuite(portail: Portail, inscrite: Candidature) -> None:
    demander(portail, inscrite, fichiers=fichiers(recu(portail)))
    with pytest.raises(TransitionImpossible):
        demander(portail, inscrite, EMPLOYEUR)
    assert dues(portail, inscrite) == ["certificat"]


def test_un_second_report_est_refuse_avec_sa_phrase_u_140(portail: Portail, inscrite: Candidature) -> None:
    with ecriture():
        db.session.get_one(Candidature, inscrite.id).origine = "accorder_report"
    lue = centres.relire(inscrite)
    offertes = suivre(portail, lue.candidat, lue.cle).deroulement.demarches
    dites = {offre.transition.code: offre.empechement for offre in offertes}
    assert dites[MEDICAL] == "Un report n'est possible qu'une fois."
    assert dites[EMPLOYEUR] == ""
    page = demander(portail, inscrite, fichiers=fichiers(recu(portail)))
    assert page is not None
    assert page.refus == "Un report n'est possible qu'une fois."
    assert centres.relire(inscrite).etat == "inscrite"


def test_apres_un_refus_la_demande_se_refait_et_la_piece_n_est_plus_demandee(
    portail: Portail, inscrite: Candidature
) -> None:
    demander(portail, inscrite, fichiers=fichiers(recu(portail)))
    centres.agir(portail, centres.union(portail), inscrite, "refuser_report", "Pièce illisible.")
    assert dues(portail, inscrite) == []
    page = lire(portail, inscrite)
    assert [un.nom for un in page.pieces[0].suivie.fichiers] == ["piece.pdf"]
    assert demander(portail, inscrite) is None
    assert centres.natures(inscrite).count(MEDICAL) == 2


def test_une_demarche_vient_apres_la_fin_du_depot_des_pieces(
    portail: Portail, inscrite: Candidature, horloge: HorlogeReglable
) -> None:
    horloge.regler(datetime(2026, 1, 12, 9, 0, tzinfo=UTC))
    assert demander(portail, inscrite, fichiers=fichiers(recu(portail))) is None


def test_seules_les_demarches_du_candidat_existent_et_pour_lui_seul(
    portail: Portail, inscrite: Candidature
) -> None:
    for code in ("inconnue", "enregistrer", "accorder_report", "prevalider"):
        with pytest.raises(DemarcheIntrouvable):
            lire(portail, inscrite, code)
    with pytest.raises(CandidatureIntrouvable):
        demarche.lire(portail, fabriques.candidat(), inscrite.cle, MEDICAL)


def test_une_demarche_n_est_pas_possible_avant_son_etat(portail: Portail) -> None:
    demarches.publier(portail)
    centres.centre("LILLE")
    soumise = centres.soumettre(portail)
    with pytest.raises(TransitionImpossible):
        lire(portail, soumise)
    lue = centres.relire(soumise)
    assert suivre(portail, lue.candidat, lue.cle).deroulement.demarches == ()
