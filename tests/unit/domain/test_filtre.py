"""A search of the list: what one field stands for, and queries that come back as they went."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.domain.curseur import Curseur, CurseurInvalide
from portal.domain.filtre import COLONNES_PAR_DEFAUT, Filtre, FiltreInvalide, reconnaitre
from portal.domain.numero import numero_candidat

NUMERO = numero_candidat(2025, 42)


def lire(**criteres: str) -> Filtre:
    return Filtre.lire({cle: [valeur] for cle, valeur in criteres.items()})


@pytest.mark.parametrize(
    ("tape", "genre", "texte"),
    [
        ("durand", "nom", "DURAND"),
        ("  Lefèvre élise ", "nom", "LEFEVRE ELISE"),
        ("L'Île-d'Yeu", "nom", "L ILE D YEU"),
        ("50%_'; drop table candidat; --", "nom", "50 DROP TABLE CANDIDAT"),
        (NUMERO, "numero", NUMERO),
        (f"{NUMERO[:4]} {NUMERO[4:]}", "numero", NUMERO),
        ("Elise.Durand@Example.ORG", "courriel", "elise.durand@example.org"),
    ],
)
def test_la_recherche_reconnait_ce_qui_est_tape(tape: str, genre: str, texte: str) -> None:
    lue = reconnaitre(lire(q=tape).q)
    assert (lue.genre, lue.texte) == (genre, texte)


@pytest.mark.parametrize("rang", ["-001", " - 001", " 1", "/1"])
def test_un_numero_peut_dire_son_rang(rang: str) -> None:
    lue = reconnaitre(f"{NUMERO}{rang}")
    assert (lue.genre, lue.texte, lue.rang) == ("numero", NUMERO, 1)


@pytest.mark.parametrize("tape", ["17/05/2004", "17.5.2004", "17-05-2004", "2004-05-17"])
def test_une_date_est_une_date_de_naissance(tape: str) -> None:
    assert reconnaitre(tape).jour == date(2004, 5, 17)


@pytest.mark.parametrize(
    ("tape", "mot"),
    [
        ("123", "11 chiffres"),
        (NUMERO[:-1] + str((int(NUMERO[-1]) + 1) % 10), "erreur"),
        ("31/02/2004", "février"),
        ("jean@", "adresse"),
        ("%%%", "Tapez un nom"),
        ("x" * 10_000, "trop longue"),
        ("du\x00rand", "invisible"),
    ],
)
def test_une_recherche_illisible_dit_pourquoi(tape: str, mot: str) -> None:
    with pytest.raises(FiltreInvalide) as refus:
        lire(q=tape)
    assert mot in refus.value.erreurs["q"]


def test_une_requete_revient_comme_elle_est_partie() -> None:
    filtre = Filtre(
        q="durand", modele="paris/cap-2026", etat="validee", specialite="cuisine", categorie="individuel",
        pieces="a_verifier", du=date(2025, 11, 1), au=date(2025, 11, 30), tri="nom",
        colonnes=("numero", "etat"),
    )  # fmt: skip
    assert Filtre.lire(filtre.en_requete()) == filtre
    assert Filtre.lire({}).en_requete() == {}


def test_ce_que_le_portail_ne_connait_pas_est_laisse_de_cote() -> None:
    filtre = Filtre.lire({"etat": [], "colonnes": ["<script>", "etat"], "page": ["7"], "q": ["", "durand"]})
    assert filtre == Filtre(colonnes=("etat",))
    assert Filtre.lire({"colonnes": ["aucune"]}).colonnes == COLONNES_PAR_DEFAUT


def test_les_fautes_sont_dites_toutes_ensemble() -> None:
    with pytest.raises(FiltreInvalide) as refus:
        lire(q="123", du="hier", pieces="perdues", tri="hasard")
    assert refus.value.erreurs.keys() == {"q", "du", "pieces", "tri"}


def test_une_periode_a_l_envers_est_refusee() -> None:
    with pytest.raises(FiltreInvalide) as refus:
        lire(du="02/11/2025", au="01/11/2025")
    assert "inversez-les" in refus.value.erreurs["au"]


def test_retirer_un_critere_garde_les_autres() -> None:
    filtre = lire(q="durand", etat="validee", tri="nom")
    assert filtre.sans("q") == lire(etat="validee", tri="nom")
    assert filtre.criteres == ("q", "etat")


def test_une_recherche_par_nom_est_dans_l_ordre_des_noms() -> None:
    assert lire(q="durand").par_nom
    assert lire(tri="nom").par_nom
    assert not lire(q=NUMERO).par_nom


@pytest.mark.parametrize(
    ("cle", "par_nom"), [("DURAND ÉLISE", True), (datetime(2025, 11, 5, 11, 0, 0, 123456, tzinfo=UTC), False)]
)
def test_un_curseur_revient_comme_il_est_parti(cle: datetime | str, par_nom: bool) -> None:
    curseur = Curseur(cle, 42)
    assert Curseur.lire(curseur.ecrire(), par_nom) == curseur
    with pytest.raises(CurseurInvalide):
        Curseur.lire(curseur.ecrire(), not par_nom)


@pytest.mark.parametrize(
    "forge",
    [
        "é", "!!!", "bm9u", "W10", "WyJhIiwgMV0" * 200, "WyJhIiwgLTFd", "WyJhIiwgdHJ1ZV0", "WyJhIiwgMWU5OV0",
        "WyJcdTAwMDAiLCAxXQ", "WyJcdWQ4MDAiLCAxXQ", "W1siMjAyNSJdLCAxLCAyXQ", "W1tbW1tbW1td",
        "W1siMDAwMS0wMS0wMVQwMDowMDowMCsxNDowMCJdLCAxXQ", "W1siOTk5OS0xMi0zMVQyMzo1OTo1OS0xNDowMCJdLCAxXQ",
    ],
)  # fmt: skip
def test_un_curseur_forge_est_refuse(forge: str) -> None:
    for par_nom in (True, False):
        with pytest.raises(CurseurInvalide):
            Curseur.lire(forge, par_nom)
