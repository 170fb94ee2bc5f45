"""Texts with variables: what is read, what is refused, and what never becomes mark-up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.langage.rendu import Brut, Gras, Lien, Liste, Paragraphe, Rendu
from portal.domain.langage.texte import TexteInvalide, analyser, assembler


def rendu(texte, **valeurs):
    return analyser(texte).rendre(lambda chemin: valeurs.get(chemin, f"[{chemin}]")).blocs


def ligne(texte, **valeurs):
    (bloc,) = rendu(texte, **valeurs)
    return bloc.lignes[0]


def test_les_variables_sont_des_chemins():
    texte = analyser(
        "Bonjour <candidat.prenom>, <epreuves.EG4.langue> puis <candidat.prenom>, <EP1> et <date-limite>."
    )
    assert texte.chemins == ("candidat.prenom", "epreuves.EG4.langue", "EP1", "date-limite")
    assert texte.rendre(str.upper).en_clair().startswith("Bonjour CANDIDAT.PRENOM, EPREUVES.EG4.LANGUE")


def test_les_paragraphes_les_listes_et_les_lignes():
    blocs = rendu("Un\ndeux\n\n\ntrois\n- a\n  suite de a\n- b\nquatre\n")
    assert blocs == (
        Paragraphe(((Brut("Un"),), (Brut("deux"),))),
        Paragraphe(((Brut("trois"),),)),
        Liste(((Brut("a suite de a"),), (Brut("b"),))),
        Paragraphe(((Brut("quatre"),),)),
    )
    assert Rendu(blocs).en_clair() == "Un\ndeux\n\ntrois\n\n- a suite de a\n- b\n\nquatre"


def test_le_gras_et_les_liens():
    assert ligne("Avant **<date>** et [notre site](https://www.ac.fr/a?b=1).", date="le 3") == (
        Brut("Avant "),
        Gras("le 3"),
        Brut(" et "),
        Lien("notre site", "https://www.ac.fr/a?b=1"),
        Brut("."),
    )
    assert ligne("[<courriel>](mailto:<courriel>)", courriel="a@b.fr") == (Lien("a@b.fr", "mailto:a@b.fr"),)
    assert ligne("[Appelez](tel:<numero>)", numero="01 02") == (Lien("Appelez", "tel:0102"),)
    assert ligne("[Ici](<lien>)", lien="http://127.0.0.1/x") == (Lien("Ici", "http://127.0.0.1/x"),)


def test_en_clair_un_lien_montre_son_adresse_une_fois():
    assert Rendu(rendu("[le site](https://a.fr)")).en_clair() == "le site (https://a.fr)"
    assert Rendu(rendu("[a@b.fr](mailto:a@b.fr)")).en_clair() == "a@b.fr"


def test_la_valeur_d_une_variable_ne_devient_jamais_une_mise_en_forme():
    piege = "**x** [y](javascript:z) <b> <autre>"
    assert ligne("Bonjour <nom>", nom=piege) == (Brut(f"Bonjour {piege}"),)
    assert ligne("[Ici](<lien>)", lien="javascript:alert(1)") == (Brut("Ici"),)


@pytest.mark.parametrize(
    "texte", ["3 < 5", "x <3", "a < b > c", "->", "<3 jours>", "a * b", "[note]", "(x)", "<>"]
)
def test_un_signe_ordinaire_reste_du_texte(texte):
    assert "".join(m.texte for m in ligne(texte)) == texte
    assert analyser(texte).chemins == ()


@pytest.mark.parametrize(
    ("texte", "index", "phrase"),
    [
        ("Un <b>mot</b>", 3, "les balises HTML ne sont pas lues"),
        ("</p>", 0, "les balises HTML ne sont pas lues"),
        ("<br/>", 0, "les balises HTML ne sont pas lues"),
        ("<!-- x -->", 0, "les balises HTML ne sont pas lues"),
        ('<a href="https://x.fr">x</a>', 0, "les balises HTML ne sont pas lues"),
        ("Bonjour <candidat.prénom>", 8, "n'est pas une variable"),
        ("Bonjour <le candidat>", 8, "n'est pas une variable"),
        ("a\nBonjour <candidat.prenom,", 10, "n'est pas refermé : il manque « > »"),
        ("**gras", 0, "n'est pas refermé sur la même ligne"),
        ("[x](http://a.fr)", 4, "Une adresse commence par « https:// »"),
        ("[x](javascript:alert)", 4, "Une adresse commence par « https:// »"),
        ("[x](www.a.fr)", 4, "Une adresse commence par « https:// »"),
        ("[x](https://<lien>)", 4, "Une adresse commence par « https:// »"),
        ("[x](https://a.fr<lien>)", 4, "Une adresse commence par « https:// »"),
        ("[x]()", 4, "Une adresse commence par « https:// »"),
        ("[<b c>](https://a.fr)", 1, "n'est pas une variable"),
    ],
)
def test_un_texte_refuse_dit_ou_et_pourquoi(texte, index, phrase):
    with pytest.raises(TexteInvalide) as refus:
        analyser(texte)
    assert phrase in str(refus.value)
    assert refus.value.index == index


def test_les_espaces_francaises_sont_insecables():
    (morceau,) = ligne("Voulez-vous « <mot> » ? 12:30 https://a.fr/?b : oui", mot="x")
    assert morceau.texte == "Voulez-vous «\u00a0x\u00a0»\u00a0? 12:30 https://a.fr/?b\u00a0: oui"


def test_plusieurs_textes_s_assemblent():
    un, deux = (analyser(t).rendre(str) for t in ("Un", "Deux"))
    assert assembler([un, deux]).en_clair() == "Un\n\nDeux"
    assert not assembler([])


@given(st.text(st.sampled_from("ab<>*[]()-. \n/!:é"), max_size=40), st.text(max_size=20))
def test_un_texte_au_hasard_est_rendu_ou_refuse(texte, valeur):
    lu, index = _essayer(texte)
    assert 0 <= index <= len(texte)
    morceaux = [m for bloc in lu.rendre(lambda chemin: valeur).blocs for li in bloc.lignes for m in li]
    permises = ("https://", "http://", "mailto:", "tel:")
    assert all(m.adresse.startswith(permises) for m in morceaux if isinstance(m, Lien))


def _essayer(texte):
    try:
        return analyser(texte), 0
    except TexteInvalide as refus:
        return analyser(""), refus.index
