"""Convocations and relevés from a CSV file: checked line by line, then one document per candidature."""

from __future__ import annotations

import pytest

from portal.domain.feuille import FeuilleIllisible
from portal.services import consultation, operation
from portal.services.operation import OperationImpossible
from portal.services.operations.fichier import modele_de_fichier
from portal.services.portail import Portail
from portal.worker import travailler
from tests.integration.services.envois import (
    agent,
    convocations,
    convoquer,
    documents,
    etats,
    inscriptions,
    lignes,
    mails,
    mener,
    numero,
)

FIN = "10/06/2026;09:00;Lycée Roger Claustres;B12;Équerre"


def refusees(cle: str) -> dict[int, str]:
    return {ligne.rang: ligne.message or "" for ligne in lignes(cle) if ligne.etat == "refusee"}


def test_une_convocation_par_candidature_avec_toutes_ses_epreuves_g_375(portail: Portail) -> None:
    """G-375, S-254: sorted by date, with one mail."""
    [cle], lui = inscriptions(portail, 1), agent(portail)
    n = numero(cle)
    octets = convocations(f"{n};EP2;11/06/2026;14 h 30;Lycée B;;", f"{n};EP1;{FIN}")
    envoi = convoquer(portail, lui, octets)
    assert etats(envoi) == [("a_faire", None)]
    mener(portail, lui, envoi)
    [document] = documents(cle, "convocation")
    assert document.code == "convocation.convocation_aux_epreuves_ecrites"
    assert document.intitule == "Convocation aux épreuves écrites"
    assert [(c["epreuve"], c["jour_dit"], c["salle"]) for c in document.contexte["convocations"]] == [
        ("EP1", "mercredi 10 juin 2026", "B12"), ("EP2", "jeudi 11 juin 2026", ""),
    ]  # fmt: skip
    [mail] = mails("document_publie")
    assert "Convocation aux épreuves écrites" in mail.objet


def test_deux_titres_font_deux_documents_et_le_meme_une_version_g_376(portail: Portail) -> None:
    """G-376, G-377, S-247, S-250: they appear one after the other, earlier versions behind."""
    [cle], lui = inscriptions(portail, 1), agent(portail)
    candidat = documents(cle, "confirmation")[0].candidature.candidat
    ligne = f"{numero(cle)};EP1;{FIN}"
    vus = []
    for titre in ("Convocation aux écrits", "Convocation aux oraux", "Convocation aux écrits"):
        mener(portail, lui, convoquer(portail, lui, convocations(ligne), titre))
        publies = consultation.documents_de(portail, candidat, cle)
        vus.append(len([un for un in publies.courants if un.code.startswith("convocation")]))
    assert vus == [1, 2, 2]
    assert [(un.code, un.version) for un in publies.anciens] == [("convocation.convocation_aux_ecrits", 1)]
    assert len(mails("document_publie")) == 3


def test_chaque_ligne_fausse_est_dite_avec_son_numero(portail: Portail) -> None:
    cles, lui = inscriptions(portail, 2), agent(portail)
    n, m = map(numero, cles)
    octets = convocations(
        f"{n};EP1;{FIN}", f"{n};EP1;{FIN}", "20259999999-001;EP1;" + FIN, f"{m};EP1;05/06/2024;9:00;Lycée;;",
        f"{m};EP1;31/02/2026;25:00;;;", f"{m};EP9;{FIN}", f"{n};EP1", "",
    )  # fmt: skip
    envoi = convoquer(portail, lui, octets)
    dites = refusees(envoi)
    assert sorted(dites) == [3, 4, 5, 6, 7, 8]
    assert "répète la ligne 2" in dites[3]
    assert "votre périmètre" in dites[4]
    assert "déjà passé" in dites[5]
    assert "29" in dites[6] or "28 jours" in dites[6]
    assert "25:00" in dites[6]
    assert "Lieu" in dites[6]
    assert "EP9" in dites[7]
    assert "2 cellules" in dites[8].replace("\N{NO-BREAK SPACE}", " ")


def test_rien_ne_part_tant_qu_une_ligne_est_fausse_sauf_a_l_ecarter(portail: Portail) -> None:
    [cle], lui = inscriptions(portail, 1), agent(portail)
    octets = convocations(f"{numero(cle)};EP1;{FIN}", "20259999999-001;EP1;" + FIN)
    envoi = convoquer(portail, lui, octets)
    with pytest.raises(OperationImpossible):
        operation.lancer(portail, lui, envoi)
    operation.ecarter_les_refusees(portail, lui, envoi)
    assert mener(portail, lui, envoi).etat == "terminee"
    assert len(documents(cle, "convocation")) == 1


def test_hors_du_perimetre_se_dit_comme_inconnu(portail: Portail) -> None:
    """A number of elsewhere and one of nobody: the same words, so that none can be told from the other."""
    [cle] = inscriptions(portail, 1)
    n, ailleurs = numero(cle), agent(portail, academie="versailles")
    envoi = convoquer(portail, ailleurs, convocations(f"{n};EP1;{FIN}", f"20259999999-001;EP1;{FIN}"))
    dites = refusees(envoi)
    assert dites[2].replace(n, "…") == dites[3].replace("20259999999-001", "…")


@pytest.mark.parametrize("octets", [b"", b"\xef\xbb\xbf", b"PK\x03\x04", b"a|b|c\n1|2|3", b"N\xb0;x\n1;2"])
def test_un_fichier_illisible_ne_prepare_rien(portail: Portail, octets: bytes) -> None:
    with pytest.raises(FeuilleIllisible):
        convoquer(portail, agent(portail), octets)


def test_le_releve_donne_notes_coefficients_et_decision_s_257(portail: Portail) -> None:
    """S-257."""
    [cle], lui = inscriptions(portail, 1), agent(portail)
    n = numero(cle)
    octets = f'N° candidature,Épreuve,Note,Résultat\n{n},EP1,"12,5",ADMIS\n{n},EP2,abs,\n'.encode("cp1252")
    envoi = operation.preparer_fichier(portail, lui, "releve", {}, octets, "notes.csv")
    mener(portail, lui, envoi)
    [document] = documents(cle, "releve_notes")
    assert document.contexte["decision"] == "ADMIS"
    assert [note["note"] for note in document.contexte["notes"]] == ["12,5 / 20", "Absent"]
    assert document.contexte["notes"][0]["coefficient"]
    assert len(mails("document_publie")) == 1


def test_les_amenagements_demandent_le_droit_de_les_voir_s_256(portail: Portail) -> None:
    """S-256."""
    [cle] = inscriptions(portail, 1)
    mesures = {cle: {"mesures": "Tiers temps\nSecrétaire lecteur"}}
    with pytest.raises(OperationImpossible):
        operation.preparer(portail, agent(portail), "amenagements", {}, [cle], mesures)
    lui = agent(portail, sante=True)
    mener(portail, lui, operation.preparer(portail, lui, "amenagements", {}, [cle], mesures))
    [document] = documents(cle, "amenagements")
    assert document.contexte["mesures"] == ["Tiers temps", "Secrétaire lecteur"]


def test_un_pdf_du_service_est_publie_avec_son_mail_g_349(portail: Portail) -> None:
    """G-349, G-350, S-249: a second one under the same title is the next version."""
    import io

    [cle], lui = inscriptions(portail, 1), agent(portail)
    candidat = documents(cle, "confirmation")[0].candidature.candidat
    fichier = portail.stockage.deposer(io.BytesIO(b"%PDF-1.4 du service"))
    parametres = {"titre": "Guide du candidat", "stockage_cle": fichier.cle, "taille": fichier.taille}
    for _ in range(2):
        mener(portail, lui, operation.preparer(portail, lui, "publication", parametres, [cle]))
    assert [un.version for un in documents(cle, "publie")] == [1, 2]
    assert len(mails("document_publie")) == 2
    un, flux = consultation.ouvrir(portail, candidat, cle, documents(cle, "publie")[1].cle)
    with flux:
        assert flux.read() == b"%PDF-1.4 du service"
    assert un.intitule == "Guide du candidat"


def test_un_document_declare_se_publie_de_nouveau(portail: Portail) -> None:
    [cle], lui = inscriptions(portail, 1), agent(portail)
    travailler(portail)
    envoi = operation.preparer(portail, lui, "publication", {"code": "demande_pieces"}, [cle])
    mener(portail, lui, envoi)
    assert [un.version for un in documents(cle, "demande_pieces")] == [1, 2]
    assert len(mails("document_publie")) == 1


def test_le_modele_de_fichier_se_relit(portail: Portail) -> None:
    """What the portal gives to fill in, it reads; Excel opens it right (BOM, semicolons)."""
    octets = modele_de_fichier("convocation", [("20250000017-001", "EP1", "=DURAND", "Épreuve")])
    assert octets.startswith(b"\xef\xbb\xbf")
    assert b";'=DURAND;" in octets
