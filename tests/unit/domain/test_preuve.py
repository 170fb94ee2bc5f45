"""What stands beside a pièce: who the candidate says they are, and the answers because of which it is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from portal.domain.champs import Json
from portal.domain.piece_suivie import FichierDepose, PieceSuivie
from portal.domain.pieces_dues import pieces_dues
from portal.domain.preuve import (
    RESERVE,
    Fait,
    dates,
    epreuves_concernees,
    etat_civil,
    reponses_concernees,
)
from portal.domain.situation import Situation
from tests.unit.domain.runtime.modeles import livre_compile, situation

CAP, CS = "poitiers/cap-2025", "clermont_ferrand/cs-2026"
REPONSES: dict[str, Json] = {
    "domicile_pays": "FR", "nationalite": "FR", "specialite": "cuisine", "deja_ajourne": "non",
    "forme": "globale", "categorie": "distance", "epreuves.EG3.aptitude": "inapte",
}  # fmt: skip


def suivie(ici: Situation, cle: str) -> PieceSuivie:
    return PieceSuivie(next(due for due in pieces_dues(ici) if due.cle == cle))


def test_l_etat_civil_se_lit_comme_sur_un_document() -> None:
    ici = situation(
        livre_compile(CAP), REPONSES, civilite="MADAME", nom_naissance="MARTIN", prenoms="Léa Rose",
        nom_usage="PETIT", naissance_departement="062", naissance_commune="BEUVRY",
    )  # fmt: skip
    assert etat_civil(ici) == (
        Fait("Nom d’usage", "PETIT"),
        Fait("Prénoms", "Léa Rose"),
        Fait("Née le", "02/04/1999"),
        Fait("À", "BEUVRY (062)"),
        Fait("Nationalité", "Française"),
    )


def test_le_lieu_de_naissance_a_l_etranger_dit_son_pays() -> None:
    ici = situation(
        livre_compile(CAP), REPONSES, civilite="MONSIEUR", naissance_pays="DZ", naissance_commune="ORAN"
    )
    lus = {fait.intitule: fait.valeur for fait in etat_civil(ici)}
    assert lus["À"].upper() == "ORAN, ALGÉRIE"
    assert "Né le" in lus


def test_la_reponse_qui_fait_demander_la_piece_est_montree() -> None:
    ici = situation(livre_compile(CAP), REPONSES, validees=None)
    (fait,) = reponses_concernees(ici, suivie(ici, "scolarite"), sante=False)
    assert fait.valeur == "Inscrit à une formation d'enseignement à distance"
    assert reponses_concernees(ici, suivie(ici, "identite"), sante=False) == ()


def test_une_reponse_de_sante_ne_se_montre_qu_a_qui_y_a_droit() -> None:
    ici = situation(livre_compile(CAP), REPONSES, validees=None)
    piece = suivie(ici, "certificat_eps")
    (cache,) = reponses_concernees(ici, piece, sante=False)
    (montre,) = reponses_concernees(ici, piece, sante=True)
    assert (cache.valeur, cache.reserve) == (RESERVE, True)
    assert montre.valeur.startswith("Non, je suis inapte")


def test_ce_que_le_candidat_dit_de_la_piece_est_montre() -> None:
    ici = situation(livre_compile(CS), {**REPONSES, "specialite": "zingueur"}, ne_le=date(2004, 5, 17))
    piece = suivie(ici, "defense")
    dits = reponses_concernees(ici, replace(piece, choix="exemption", non_concerne="Réformé"), sante=False)
    assert Fait("Document annoncé", "Attestation d'exemption") in dits
    assert Fait("Se dit non concerné", "Réformé") in dits


def test_les_epreuves_qui_demandent_la_piece_disent_comment_elles_se_passent() -> None:
    reponses = {**REPONSES, "specialite": "zingueur", "acquis.EP1": "passe", "acquis.EP2": "passe"}
    ici = situation(livre_compile(CS), reponses, validees=None)
    (fait,) = epreuves_concernees(ici, suivie(ici, "hauteur"))
    assert (fait.intitule.split(" – ")[0], fait.valeur) == ("EP2", "Inscrit")


def test_les_dates_sont_courtes_et_disent_de_quelle_horloge() -> None:
    ici = situation(livre_compile(CAP), REPONSES)
    fichier = FichierDepose("a", "a.pdf", "pdf", 10, 1, datetime(2024, 11, 12, 16, 36, tzinfo=UTC))
    piece = replace(
        suivie(ici, "identite"), fichiers=(fichier,), validee_le=datetime(2024, 11, 12, 17, 5, tzinfo=UTC)
    )
    lues = [(fait.intitule, fait.valeur.replace("\N{NO-BREAK SPACE}", " ")) for fait in dates(ici, piece)]
    assert lues[:2] == [("Déposée", "12/11/2024 à 17 h 36"), ("Validée", "12/11/2024 à 18 h 05")]
    ailleurs = situation(livre_compile("martinique/bia-2022"), {"specialite": "bia"})
    (limite,) = dates(ailleurs, PieceSuivie(pieces_dues(ailleurs)[0])) if pieces_dues(ailleurs) else (None,)
    assert limite is None or "Martinique" in limite.valeur or "inclus" in limite.valeur
