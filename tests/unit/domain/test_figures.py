"""Where bars stand, with nothing, one thing and many things to draw."""

from datetime import date, timedelta

import pytest

from portal.domain.figures import barres, calendrier, entonnoir, graduations, pourcentage, segments

LUNDI = date(2025, 11, 3)


def test_sans_rien_un_calendrier_n_a_ni_barre_haute_ni_sommet() -> None:
    dessin = calendrier({}, LUNDI, LUNDI + timedelta(days=2))
    assert [une.hauteur for une in dessin.colonnes] == [0.0, 0.0, 0.0]
    assert (dessin.sommet, dessin.graduations) == (None, ())


def test_un_seul_jour_est_une_barre_de_toute_la_hauteur_permise() -> None:
    (une,) = calendrier({LUNDI: 1}, LUNDI, LUNDI).colonnes
    assert une.maximale
    assert une.y + une.hauteur == 100
    assert 0 < une.x < une.x + une.largeur < 100
    assert une.intitule == "lundi 3 novembre 2025"


def test_chaque_jour_a_sa_barre_et_le_sommet_n_est_dit_qu_une_fois() -> None:
    nombres = {LUNDI: 2, LUNDI + timedelta(days=3): 7, LUNDI + timedelta(days=5): 7}
    dessin = calendrier(nombres, LUNDI, LUNDI + timedelta(days=6))
    assert [une.nombre for une in dessin.colonnes] == [2, 0, 0, 7, 0, 7, 0]
    assert [une.maximale for une in dessin.colonnes].count(True) == 1
    assert [une.repos for une in dessin.colonnes] == [False] * 5 + [True] * 2
    assert all(0 <= une.x and une.x + une.largeur <= 100 and une.hauteur <= 100 for une in dessin.colonnes)


def test_une_longue_periode_se_compte_par_semaine_sans_rien_perdre() -> None:
    nombres = {LUNDI + timedelta(days=rang): 1 for rang in range(200)}
    dessin = calendrier(nombres, LUNDI + timedelta(days=3), LUNDI + timedelta(days=199))
    assert dessin.par_semaine
    assert sum(une.nombre for une in dessin.colonnes) == 200
    assert dessin.colonnes[0].intitule == "semaine du 3 novembre 2025"
    assert len(dessin.colonnes) == 29


def test_le_premier_du_mois_s_ecrit_1er() -> None:
    (une,) = calendrier({}, date(2026, 1, 1), date(2026, 1, 1)).colonnes
    assert une.intitule == "jeudi 1er janvier 2026"


def test_un_telephone_ne_montre_que_quelques_dates() -> None:
    dessin = calendrier({}, LUNDI, LUNDI + timedelta(days=40))
    assert sum(une.etroite for une in dessin.colonnes) <= 6
    assert sum(une.large for une in dessin.colonnes) <= 18
    assert dessin.serree


@pytest.mark.parametrize(
    ("sommet", "valeurs"),
    [
        (0, []),
        (1, [1]),
        (4, [1, 2, 3, 4]),
        (5, [1, 2, 3, 4, 5]),
        (35, [10, 20, 30]),
        (3000, [1000, 2000, 3000]),
    ],
)
def test_les_graduations_sont_des_nombres_ronds(sommet: int, valeurs: list[int]) -> None:
    assert [une.valeur for une in graduations(sommet)] == valeurs


def test_les_barres_vont_de_la_plus_longue_a_la_plus_courte() -> None:
    trois = barres([("a", "Zinc", 2), ("b", "Bois", 4), ("c", "Acier", 2)])
    assert [(une.intitule, une.largeur) for une in trois] == [
        ("Bois", 100.0),
        ("Acier", 50.0),
        ("Zinc", 50.0),
    ]
    assert barres([]) == ()


def test_un_entonnoir_dit_ou_l_on_s_arrete_le_plus() -> None:
    etapes = entonnoir([("", "Commencées", 10), ("a", "Un", 9), ("b", "Deux", 4), ("", "Enregistrées", 4)])
    assert [etape.perdus for etape in etapes] == [1, 5, 0, 0]
    assert [etape.intitule for etape in etapes if etape.pire] == ["Un"]
    assert etapes[0].largeur == 100.0
    assert entonnoir([]) == ()


def test_personne_ne_s_arrete_dans_un_entonnoir_sans_perte() -> None:
    assert not any(etape.pire for etape in entonnoir([("", "Commencées", 3), ("", "Enregistrées", 3)]))


def test_une_barre_empilee_remplit_sa_largeur_et_rien_ne_se_chevauche() -> None:
    parts = segments([("a", "A", 1), ("b", "B", 0), ("c", "C", 2)])
    assert [part.x for part in parts] == [0.0, 33.333, 33.333]
    assert sum(part.largeur for part in parts) == pytest.approx(100, abs=0.01)
    assert [part.largeur for part in segments([("a", "A", 0)])] == [0.0]


@pytest.mark.parametrize(
    ("nombre", "total", "dit"),
    [(0, 0, "0 %"), (0, 9, "0 %"), (9, 9, "100 %"), (1, 1000, "1 %"), (999, 1000, "99 %"), (1, 3, "33 %")],
)
def test_presque_rien_n_est_jamais_dit_rien(nombre: int, total: int, dit: str) -> None:
    assert pourcentage(nombre, total).replace("\N{NO-BREAK SPACE}", " ") == dit
