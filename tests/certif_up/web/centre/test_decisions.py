"""One request from its submission to the end: decisions, payments, and those that come too late."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.services import echeance
from portal.services.portail import Portail
from tests.certif_up import centres
from tests.certif_up.web.centre.gestes import MOTIF, agir, une
from tests.client import ClientMaison


@pytest.mark.usefixtures("membre")
def test_une_demande_suit_tout_son_chemin(client: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail)
    assert "Pré-valider" in client.get(une(cle)).text
    assert agir(client, cle, "prevalider").status_code == 303
    page = client.get(une(cle)).text
    assert "Sans règlement, la place est rendue" in page
    assert 'value="50"' in page
    regle = {
        "montant": "50,00 €",
        "moyen": "cheque",
        "recu_le": "10/11/2026",
        "reference": "0012",
        "reste_vu": "50",
    }
    assert client.post(une(cle, "reglements"), data=regle).status_code == 303
    page = client.get(une(cle)).text
    assert "référence 0012" in page
    assert "Claire Vidal" in page
    assert agir(client, cle, "inscrire", "reglee").status_code == 303
    assert "Inscrite définitivement" in client.get(une(cle)).text


@pytest.mark.usefixtures("membre")
def test_le_financement_par_la_formation_regle_tout(client: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail, ("E1", "E2"))
    agir(client, cle, "prevalider")
    assert (
        client.post(une(cle, "reglements"), data={"tiers": "formation", "reste_vu": "100"}).status_code == 303
    )
    assert centres.lire(cle).etat == "reglee"
    assert client.post(une(cle, "reglements"), data={"tiers": "cheque", "reste_vu": "0"}).status_code == 422


@pytest.mark.usefixtures("membre")
@pytest.mark.parametrize(
    ("champ", "valeur", "phrase"),
    [
        ("montant", "80", "Il reste 50"),
        ("montant", "beaucoup", "champ--erreur"),
        ("montant", "-5", "négatif"),
        ("montant", "0", "plus grand que zéro"),
        ("moyen", "", "Choisissez comment"),
        ("moyen", "or", "Choisissez l’un"),
        ("recu_le", "31/02/2026", "février"),
        ("recu_le", "24/12/2026", "avenir"),
        ("recu_le", "01/01/0001", "pas encore ouvertes"),
    ],
)
def test_un_reglement_faux_revient_comme_il_a_ete_tape(
    client: ClientMaison, portail: Portail, champ: str, valeur: str, phrase: str
) -> None:
    cle = centres.soumettre(portail)
    agir(client, cle, "prevalider")
    tape = {
        "montant": "50",
        "moyen": "cheque",
        "recu_le": "10/11/2026",
        "reference": "réf 7",
        "reste_vu": "50",
    }
    reponse = client.post(une(cle, "reglements"), data=tape | {champ: valeur})
    assert reponse.status_code == 422
    assert phrase in reponse.text.replace("\xa0", " ")
    assert 'value="réf 7"' in reponse.text
    assert centres.lire(cle).etat == "prevalidee"


@pytest.mark.usefixtures("membre")
def test_deux_fois_le_meme_reglement_n_en_fait_qu_un(client: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail, ("E1", "E2"))
    agir(client, cle, "prevalider")
    tape = {"montant": "50", "moyen": "cheque", "recu_le": "10/11/2026", "reste_vu": "100"}
    assert client.post(une(cle, "reglements"), data=tape).status_code == 303
    reponse = client.post(une(cle, "reglements"), data=tape)
    assert reponse.status_code == 409
    assert "un autre règlement a été enregistré" in reponse.text
    assert client.post(une(cle, "reglements"), data=tape | {"reste_vu": ""}).status_code == 409


@pytest.mark.usefixtures("membre")
def test_un_reglement_saisi_par_erreur_se_reprend_avec_un_motif(
    client: ClientMaison, portail: Portail
) -> None:
    cle = centres.soumettre(portail)
    agir(client, cle, "prevalider")
    tape = {"montant": "20", "moyen": "cheque", "recu_le": "10/11/2026", "reste_vu": "50"}
    client.post(une(cle, "reglements"), data=tape)
    assert "Un règlement partiel garde la place" in client.get(une(cle)).text
    reprise = une(cle, "reglements", "1", "reprise")
    assert client.post(reprise, data={"motif": " "}).status_code == 422
    assert client.post(reprise, data={"motif": "Chèque sans provision"}).status_code == 303
    assert "Chèque sans provision" in client.get(une(cle)).text
    assert client.post(reprise, data={"motif": "encore"}).status_code == 409


@pytest.mark.usefixtures("membre")
def test_deux_membres_qui_decident_le_contraire_le_second_voit_l_etat_present(
    client: ClientMaison, portail: Portail
) -> None:
    cle = centres.soumettre(portail)
    assert agir(client, cle, "prevalider").status_code == 303
    reponse = agir(client, cle, "refuser", motif=MOTIF)
    assert reponse.status_code == 409
    assert "entre-temps passée à «\xa0Pré-validée\xa0»" in reponse.text
    assert "Enregistrer le règlement" in reponse.text


@pytest.mark.usefixtures("membre")
def test_refuser_demande_un_motif(client: ClientMaison, portail: Portail) -> None:
    cle = centres.soumettre(portail)
    reponse = agir(client, cle, "refuser")
    assert reponse.status_code == 422
    assert "Indiquez le motif" in reponse.text
    assert agir(client, cle, "refuser", motif=MOTIF).status_code == 303
    assert "Refusée" in client.get(une(cle)).text


@pytest.mark.usefixtures("membre")
def test_sans_place_la_page_le_dit_et_rien_ne_change(client: ClientMaison, portail: Portail) -> None:
    pleines = [centres.soumettre(portail, ("E2",)) for _ in range(3)]
    for cle in pleines[:2]:
        agir(client, cle, "prevalider")
    assert "Plus aucune place pour E2" in client.get(une(pleines[2])).text
    reponse = agir(client, pleines[2], "prevalider")
    assert reponse.status_code == 409
    assert centres.lire(pleines[2]).etat == "soumise"


@pytest.mark.usefixtures("membre")
def test_apres_expiration_plus_rien_ne_se_pre_valide_ni_ne_s_encaisse(
    client: ClientMaison, portail: Portail, horloge: HorlogeReglable
) -> None:
    cle = centres.soumettre(portail)
    agir(client, cle, "prevalider")
    horloge.avancer(timedelta(days=7))
    echeance.franchir_les_echues(portail)
    assert centres.lire(cle).etat == "expiree"
    client.connecter(centres.compte_membre(centres.lire(cle).centre_id or 0))
    tape = {"montant": "50", "moyen": "cheque", "recu_le": "10/11/2026", "reste_vu": "50"}
    assert client.post(une(cle, "reglements"), data=tape).status_code == 409
    assert agir(client, cle, "prevalider", "prevalidee").status_code == 409
    assert agir(client, cle, "inscrire", "expiree").status_code == 409
