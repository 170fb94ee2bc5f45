import pytest

from portal.domain.saisie_invalide import SaisieInvalide, citer
from portal.domain.texte_saisi import lire_ligne, lire_nom, lire_paragraphes, sans_accents


@pytest.mark.parametrize(
    "texte", ["a\x00b", "a\x1bb", "a\u202eb", "a\u2066b", "a\ud800b", "a\ue000b", "a\ufffeb"]
)
@pytest.mark.parametrize("lecteur", [lire_ligne, lire_paragraphes, lire_nom])
def test_les_caracteres_invisibles_qui_trompent_sont_refuses(lecteur, texte):
    with pytest.raises(SaisieInvalide, match="caractère invisible"):
        lecteur(texte)


def test_les_restes_de_copier_coller_sans_effet_sont_oublies():
    assert lire_ligne("\ufeffBeu\u00advry\u200b\u00a0 Nord ") == "Beuvry Nord"


def test_les_accents_composes_ou_non_sont_le_meme_texte():
    assert lire_ligne("e\u0301te\u0301") == "été"


def test_une_pile_d_accents_est_refusee():
    with pytest.raises(SaisieInvalide, match="trop d'accents"):
        lire_paragraphes("Z" + "\u0301" * 6)


def test_dix_mille_caracteres_sont_refuses_avant_d_etre_lus():
    with pytest.raises(SaisieInvalide, match="Retirez 9745 caractères"):
        lire_ligne("é" * 10_000)


def test_les_emoji_ne_vont_que_dans_les_textes_longs():
    assert lire_paragraphes("merci 👩🏽‍🎓 ✅") == "merci 👩🏽‍🎓 ✅"
    for texte in ("merci 🎉", "✅", "a👍🏽"):
        with pytest.raises(SaisieInvalide, match="sans émoji"):
            lire_ligne(texte)
    assert lire_ligne("n° 12 – 3 m² & Cie ©") == "n° 12 – 3 m² & Cie ©"


def test_une_ligne_refuse_les_retours_a_la_ligne():
    with pytest.raises(SaisieInvalide, match="une seule ligne"):
        lire_ligne("un\ndeux")


@pytest.mark.parametrize(
    ("texte", "nom"),
    [
        ("  d’Été ", "d'Été"),
        ("Müller–Łukasz", "Müller-Łukasz"),
        ("N'Guyễn Đặng", "N'Guyễn Đặng"),
        ("Cœur  de Roy", "Cœur de Roy"),
        ("Ñandú İnönü Ørsted", "Ñandú İnönü Ørsted"),
        ("", ""),
    ],
)
def test_un_nom_garde_les_lettres_de_tout_alphabet_latin(texte, nom):
    assert lire_nom(texte) == nom


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("Jean2", "pas de chiffre"),
        ("Иванов", "lettres latines"),
        ("Αθηνά", "lettres latines"),
        ("Jean🎉", "sans émoji"),
        ("Jean & Marie", "ne va pas dans un nom"),
        ("<b>", "ne va pas dans un nom"),
        ("-Jean", "par un tiret"),
        ("'", "aucune lettre"),
    ],
)
def test_un_nom_refuse_ce_qui_n_est_pas_sur_une_piece_d_identite(texte, phrase):
    with pytest.raises(SaisieInvalide, match=phrase):
        lire_nom(texte)


def test_une_citation_est_courte_et_sans_caractere_qui_la_deforme():
    assert citer("a\u202e\x00b") == "« ab »"
    assert len(citer("x" * 500)) < 50


def test_un_nom_se_compare_en_capitales_sans_accents():
    assert sans_accents("L'Île-d'Yeu") == "L ILE D YEU"
    assert sans_accents("Œuvre d’Ç") == "OEUVRE D C"
