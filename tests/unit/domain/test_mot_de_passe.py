import pytest

from portal.adapters.mots_de_passe_courants import mots_de_passe_courants
from portal.domain.mot_de_passe import PROFILS, manques
from portal.domain.typographie import INSECABLE

CYCLADES, LONG = PROFILS["cyclades"], PROFILS["long"]
MOI = ("jean.talu@exemple.fr", "TALU", "Jean Émile")


def refus(mot_de_passe, profil=CYCLADES, contexte=MOI):
    phrases = manques(mot_de_passe, profil, contexte, mots_de_passe_courants())
    return " ".join(phrases).replace(INSECABLE, " ")


@pytest.mark.parametrize("bon", ["Xk3.vbQm", "cheval Orage. 9", "Vélo*Pluvieux", "A!bcdefghijklmnopqrs"])
def test_un_bon_mot_de_passe_est_accepte_sans_chiffre_obligatoire(bon):
    assert refus(bon) == ""


@pytest.mark.parametrize(
    ("mot_de_passe", "phrase"),
    [
        ("Xk3.vb", "Il faut au moins 8 caractères : il y en a 6."),
        ("Xk3.vbQmXk3.vbQmXk3.vbQm", "Il faut au plus 20 caractères : il y en a 24."),
        ("XK3.VBQM", "Il manque une lettre minuscule."),
        ("xk3.vbqm", "Il manque une lettre majuscule."),
        ("Xk3vbQmZ", "Il manque un caractère spécial"),
        ("Aaaaaaaa!", "Il faut au moins 5 caractères différents."),
    ],
)
def test_chaque_regle_manquee_est_dite(mot_de_passe, phrase):
    assert phrase in refus(mot_de_passe)


@pytest.mark.parametrize(
    "connu", ["Password!", "PASSWORd!", "Password1!", "P@ssw0rd!", "Motdepasse12!", "Azertyuiop.1"]
)
def test_un_mot_de_passe_que_tout_le_monde_a_est_refuse_meme_deguise(connu):
    assert "trop connu" in refus(connu)


@pytest.mark.parametrize("personnel", ["Talu.Beuvry9", "xx.EMILE.Xy", "J3.exemple.Q", "Jean-cheval-Orage"])
def test_un_mot_de_passe_ne_contient_ni_nom_ni_adresse(personnel):
    assert "ni votre nom" in refus(personnel)


def test_le_nom_du_portail_seul_est_refuse_mais_pas_dans_une_phrase():
    assert "le nom du portail" in refus("Portail1!")
    assert "le nom du portail" in refus("Académie.12")
    assert refus("mon academie prefere le chocolat", LONG) == ""


def test_le_profil_long_prefere_la_longueur():
    assert refus("cheval orage agrafe pile", LONG) == ""
    assert "au moins 12" in refus("Xk3.vbQm", LONG)
    assert "différents" in refus("aaaaaaaaaaaa", LONG)
    assert "au plus 128" in refus("cheval orage " * 12, LONG)


def test_un_accent_compose_compte_pour_un_caractere():
    assert "il y en a 7" in refus("Xk3.vbe\u0301")


def test_l_aide_dit_la_regle_des_guides():
    assert (
        CYCLADES.aide
        == "8 à 20 caractères dont majuscule, minuscule et caractère spécial (ex : . / ! * etc...)"
    )
