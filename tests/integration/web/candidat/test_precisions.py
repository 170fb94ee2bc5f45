"""What is said of a pièce besides its files: answers about the paper, « non concerné », forms to download."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.adapters.familles import lire_dossier
from portal.adapters.horloge import HorlogeReglable
from portal.services.imprime import ImprimeIntrouvable, chemin_imprime
from portal.services.portail import Portail
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.client import ClientMaison
from tests.enonces.depot_pieces import Personne, lisible, se_presenter
from tests.pieces import ligne

RACINE = Path(__file__).parents[4]
PIECES = """
pieces:
  certificat:
    intitule: Certificat de scolarité
    non_concerne: Pourquoi n'êtes-vous pas scolarisé ?
  stage:
    intitule: Attestation de stage
    champs:
      delivree_le:
        type: date
        question: Délivrée le
        verifie: {avant: ouverture}
        message: Elle doit être antérieure à l'ouverture.
      heures: {type: nombre, question: Nombre d'heures}
    exige: {heures: {au_moins: 40}}
    message: Le stage dure au moins quarante heures.
"""


@pytest.fixture
def ici(portail: Portail, client: ClientMaison) -> Personne:
    return se_presenter(portail, client, PIECES)


def preciser(ici: Personne, piece: str, **champs: str) -> tuple[int, str]:
    reponse = ici.client.post(f"/justificatifs/{ici.cle}/{piece}/precisions", data=champs)
    return reponse.status_code, lisible(reponse.text)


def test_les_questions_d_une_piece_se_repondent_et_comptent(ici: Personne) -> None:
    ici.deposer("stage")
    ici.deposer("certificat")
    assert ici.fournir() == 422
    assert "Répondez aux questions posées sur cette pièce." in ici.lire(
        f"/justificatifs/{ici.cle}/envois/{envoi(ici)}"
    )
    bonnes = {"delivree_le": "01/10/2025", "heures": "70", "action": "repondre"}
    assert preciser(ici, "stage", **bonnes)[0] == 303
    assert ligne(ici.cle, "stage").reponses == {"delivree_le": "2025-10-01", "heures": "70"}
    assert ici.fournir() == 303
    assert "01/10/2025" in ici.piece("stage")


@pytest.mark.parametrize(
    ("champs", "dit"),
    [
        ({"delivree_le": "01/12/2025", "heures": "70"}, "Elle doit être antérieure à l'ouverture."),
        ({"delivree_le": "01/10/2025", "heures": "12"}, "Le stage dure au moins quarante heures."),
        ({"delivree_le": "hier", "heures": "70"}, "date"),
        ({"heures": "70"}, "Cette réponse est obligatoire."),
    ],
)
def test_une_reponse_qui_ne_convient_pas_est_dite_pres_de_sa_question(
    ici: Personne, champs: dict[str, str], dit: str
) -> None:
    statut, page = preciser(ici, "stage", action="repondre", **champs)
    assert statut == 422
    assert dit in page


def test_on_se_dit_non_concerne_avec_une_raison_puis_on_revient(ici: Personne) -> None:
    assert "Pourquoi n'êtes-vous pas scolarisé ?" in ici.piece("certificat")
    assert preciser(ici, "certificat", action="non_concerne", motif="  ")[0] == 422
    assert preciser(ici, "certificat", action="non_concerne", motif="Je travaille.")[0] == 303
    assert "« Je travaille. »" in ici.piece("certificat")
    assert "Non concerné" in ici.piece("certificat")
    assert preciser(ici, "certificat", action="concerne")[0] == 303
    assert ligne(ici.cle, "certificat").non_concerne is None


def test_personne_n_est_non_concerne_par_une_piece_demandee_a_tous(ici: Personne) -> None:
    assert preciser(ici, "stage", action="non_concerne", motif="Non")[0] == 409


def test_le_formulaire_vierge_d_une_piece_se_telecharge(
    portail: Portail, client: ClientMaison, horloge: HorlogeReglable
) -> None:
    horloge.regler(OUVERT[CS])
    candidat = fabriques.candidat()
    cle = inscrire_a(portail, candidat, CS).cle
    client.connecter(candidat.compte)
    assert f"/justificatifs/{cle}/activite/imprime" in client.get(f"/justificatifs/{cle}").text
    reponse = client.get(f"/justificatifs/{cle}/activite/imprime")
    assert reponse.data == (RACINE / "plugins/cs/imprimes/attestation_employeur.pdf").read_bytes()
    assert reponse.headers["Content-Disposition"] == "attachment; filename=attestation_employeur.pdf"
    assert client.get(f"/justificatifs/{cle}/identite/imprime").status_code == 404


@pytest.mark.parametrize("nom", ["", "../famille.yaml", "/etc/passwd", "attestation_employeur.pdf/..", ".."])
def test_un_formulaire_ne_sort_jamais_de_son_dossier(portail: Portail, nom: str) -> None:
    with pytest.raises(ImprimeIntrouvable):
        chemin_imprime(portail, "cs", nom)


@pytest.mark.parametrize(
    "dossier", [d.parent for d in sorted(RACINE.glob("plugins/**/famille.yaml"))], ids=lambda d: d.name
)
def test_chaque_formulaire_nomme_par_une_famille_est_livre(portail: Portail, dossier: Path) -> None:
    texte = "".join(fichier.read_text() for fichier in dossier.rglob("*.yaml"))
    noms = [
        ligne.split(":", 1)[1].strip() for ligne in texte.splitlines() if ligne.strip().startswith("imprime:")
    ]
    for nom in noms:
        assert chemin_imprime(portail, lire_dossier(dossier).code, nom).stat().st_size > 0


def envoi(ici: Personne) -> str:
    from portal.services.fourniture import lire

    return lire(ici.portail, ici.candidat, ici.cle).groupes[0].cle
