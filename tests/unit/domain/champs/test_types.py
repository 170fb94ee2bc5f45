from decimal import Decimal

import pytest

from portal.domain.champs import TYPES, Champ, Nombre, Option
from tests.unit.domain.champs.lecture import ENV, affiche, champ, lire, refus

OPTIONS = (Option("a", "Abc"), Option("b", "Bcd"), Option("c", "Cde"))


def test_les_types_sont_ceux_du_langage_sans_ceux_qui_attendent():
    assert set(TYPES) == set(
        "texte texte_long nombre montant duree date annee courriel telephone oui_non choix commune "
        "departement pays nationalite etablissement identifiant declaration information repetition "
        "specialite centre".split()
    )


@pytest.mark.parametrize(
    ("type_champ", "texte", "garde", "montre"),
    [
        ("texte", "  12 rue\tde l’Église ", "12 rue de l’Église", "12 rue de l’Église"),
        ("texte_long", "un\r\n\r\ndeux 🎉", "un\n\ndeux 🎉", "un\n\ndeux 🎉"),
        ("nombre", "1 250,50", "1250.5", "1 250,5"),
        ("nombre", "-0", "0", "0"),
        ("montant", "38,5 €", "38.50", "38,50 €"),
        ("montant", "1 250 euros", "1250.00", "1 250 €"),
        ("duree", "1 an et 6 mois", "1 an 6 mois", "1 an 6 mois"),
        ("duree", "2h30", "2 h 30", "2 h 30"),
        ("date", "1/2/2001", "2001-02-01", "01/02/2001"),
        ("date", "dimanche 1er février 2004", "2004-02-01", "01/02/2004"),
        ("date", "2001-02-01", "2001-02-01", "01/02/2001"),
        ("annee", "2024", "2024", "2024"),
        ("courriel", " Jean@Exemple.FR ", "jean@exemple.fr", "jean@exemple.fr"),
        ("telephone", "06.12.34.56.78", "+33612345678", "06 12 34 56 78"),
        ("telephone", "0123456789", "+33123456789", "01 23 45 67 89"),
        ("telephone", "0692 12 34 56", "+262692123456", "0692 12 34 56"),
        ("telephone", "+32 470 12 34 56", "+32470123456", "+32 470 12 34 56"),
        ("oui_non", "oui", "oui", "Oui"),
        ("declaration", "oui", "oui", "Oui"),
        ("departement", "62", "62", "062 - PAS DE CALAIS"),
        ("departement", "2A", "2A", "02A - CORSE DU SUD"),
        ("departement", "971", "971", "971 - GUADELOUPE"),
        ("pays", "FR", "FR", "FRANCE (DONT OUTRE-MER)"),
        ("nationalite", "FR", "FR", "Française"),
        ("specialite", "zingueur", "zingueur", "Zingueur"),
        ("identifiant", "ab 12", "AB12", "AB12"),
    ],
)
def test_une_reponse_est_gardee_sous_une_seule_forme_et_montree_en_francais(type_champ, texte, garde, montre):
    assert lire(champ(type_champ), texte) == garde
    assert affiche(champ(type_champ), garde) == montre


@pytest.mark.parametrize(
    ("type_champ", "texte", "phrase"),
    [
        (
            "telephone",
            "06 12 34 56 7",
            "Ce numéro a 9 chiffres, il en faut 10 : vérifiez « 06 12 34 56 7 ».",
        ),
        ("telephone", "1612345678", "Un numéro français commence par 0 : vérifiez « 1612345678 »."),
        ("date", "29/02/2001", "Le 29 février 2001 n'existe pas : en 2001, février a 28 jours."),
        ("date", "31/04/2001", "Le 31 avril n'existe pas : ce mois a 30 jours."),
        (
            "date",
            "12/25/2001",
            "Il n'y a pas de mois 25 : les mois vont de 1 à 12. Écrivez d'abord le jour, puis le mois.",
        ),
        ("date", "01/01/01", "Écrivez l'année avec quatre chiffres : « 01/01/01 » n'est pas clair."),
        ("date", "01/01/2999", "L'année 2999 semble fausse : écrivez une année de 1900 à 2046."),
        ("annee", "98", "« 98 » n'est pas une année : il faut quatre chiffres, par exemple 2024."),
        ("montant", "-3", "Un montant ne peut pas être négatif."),
        ("montant", "1,234", "Ce nombre a trop de chiffres après la virgule : 2 au plus."),
        ("nombre", "12 50", "« 12 50 » n'est pas un nombre. Écrivez par exemple 12 ou 12,5."),
        ("nombre", "9" * 13, "Ce nombre a 13 chiffres : 12 au plus."),
        (
            "courriel",
            "jean.exemple.fr",
            "Il manque « @ » dans cette adresse. Exemple : nom.prenom@domaine.fr",
        ),
        ("oui_non", "peut-être", "Répondez par oui ou par non."),
        (
            "duree",
            "longtemps",
            "« longtemps » n'est pas une durée. Écrivez par exemple 3 ans, 6 mois ou 15 jours.",
        ),
        ("pays", "GP", "« GP » n'est pas une réponse proposée : choisissez dans la liste."),
        (
            "specialite",
            "boulanger",
            "« boulanger » n'est pas une réponse proposée : choisissez dans la liste.",
        ),
    ],
)
def test_un_refus_dit_ce_qui_manque_et_comment_faire(type_champ, texte, phrase):
    assert refus(champ(type_champ), texte) == (phrase, "")


def test_un_texte_trop_long_dit_de_combien():
    phrase, _ = refus(champ("texte", longueur=10), "a" * 12)
    assert phrase == "Cette réponse est trop longue : 10 caractères au plus. Retirez 2 caractères."


def test_les_valeurs_se_comparent_aux_mots_des_tests():
    for type_champ, texte, litteral in [
        ("nombre", "12,50", "12.5"),
        ("montant", "50", "50 €"),
        ("date", "1/2/2001", "01/02/2001"),
        ("annee", "2024", "2024"),
        ("oui_non", "non", "non"),
        ("declaration", "oui", "oui"),
        ("duree", "12 mois", "1 an"),
        ("departement", "62", "062"),
        ("pays", "FR", "FR"),
    ]:
        un = champ(type_champ)
        assert TYPES[type_champ].valeur(un, lire(un, texte)) == TYPES[type_champ].litteral(un, litteral)
    assert TYPES["nombre"].valeur(champ("nombre"), "12.5") == Decimal("12.5")


def test_un_mot_de_test_qui_n_est_pas_une_option_liste_les_options():
    with pytest.raises(ValueError, match="Réponses possibles : a, b, c"):
        TYPES["choix"].litteral(champ("choix", options=OPTIONS), "z")


def test_un_departement_se_lit_et_se_montre_aussi_sur_trois_caracteres():
    un = champ("departement")
    assert lire(un, "062") == "62"
    assert TYPES["departement"].valeur(un, "062") == "62"
    assert affiche(un, "062") == "062 - PAS DE CALAIS"
    assert affiche(un, "020") == "020 - CORSE AVANT 1976"


def test_un_choix_simple_refuse_deux_reponses_et_l_option_inconnue():
    un = champ("choix", options=OPTIONS)
    assert refus(un, "z")[0] == "« z » n'est pas une réponse proposée : choisissez dans la liste."
    with pytest.raises(Exception, match="Une seule réponse"):
        TYPES["choix"].lire(un, {"": ["a", "b"]}, ENV)


def test_un_choix_multiple_garde_l_ordre_des_options_et_compte_les_reponses():
    un = champ("choix", options=OPTIONS, choisir=Nombre(1, 2))
    assert TYPES["choix"].lire(un, {"": ["c", "a", "c"]}, ENV) == ["a", "c"]
    assert TYPES["choix"].valeur(un, ["a", "c"]) == ("a", "c")
    assert TYPES["choix"].genre_de_test(un) == "plusieurs"
    assert affiche(un, ["a", "c"]) == "Abc, Cde"
    with pytest.raises(Exception, match="Choisissez au plus 2 réponses"):
        TYPES["choix"].lire(un, {"": ["a", "b", "c"]}, ENV)


def test_peu_d_options_se_montrent_toutes_et_beaucoup_en_liste():
    assert TYPES["choix"].widget(champ("choix", options=OPTIONS)) == "radios"
    assert TYPES["choix"].widget(champ("choix", options=OPTIONS * 3)) == "liste"
    assert TYPES["choix"].widget(champ("choix", options=OPTIONS, choisir=Nombre(1))) == "cases"


def test_un_identifiant_se_tape_avec_ou_sans_espaces_et_se_garde_comme_son_masque():
    nuc = champ("identifiant", masque="9999999A")
    assert lire(nuc, "123 4567 b") == "1234567B"
    assert refus(nuc, "123456b")[0] == (
        "Il manque 1 caractère : il faut 7 chiffres puis 1 lettre. Vérifiez « 123456b »."
    )
    assert refus(nuc, "12345678") == (
        "« 12345678 » n'a pas la bonne forme : il faut 7 chiffres puis 1 lettre.",
        "",
    )
    assert lire(champ("identifiant", masque="99-XX"), "12a4") == "12-A4"


def test_un_etablissement_garde_son_numero_quand_sa_lettre_est_juste():
    un = champ("etablissement")
    assert lire(un, nom="ETABLISSEMENT PENITE", uai="078 3371 r") == {
        "nom": "ETABLISSEMENT PENITE",
        "uai": "0783371R",
    }
    assert (
        affiche(un, {"nom": "ETABLISSEMENT PENITE", "uai": "0783371R"}) == "ETABLISSEMENT PENITE (0783371R)"
    )
    assert affiche(un, lire(un, nom="Lycée Monge")) == "Lycée Monge"
    assert refus(un, nom="Lycée", uai="0783372R") == (
        "Le numéro 0783372R contient une erreur : sa lettre ne correspond pas à ses chiffres.",
        "uai",
    )
    assert refus(un, uai="0783371R")[1] == "nom"


def test_une_information_ne_se_repond_ni_ne_se_teste():
    assert lire(champ("information"), "n'importe quoi") is None
    with pytest.raises(ValueError, match="n'a pas de réponse à tester"):
        TYPES["information"].litteral(champ("information"), "oui")


LIGNES = Champ(
    "emplois",
    "repetition",
    nombre=Nombre(1, 2),
    champs=(
        Champ("employeur", "texte", question="Employeur"),
        Champ("debut", "date", question="Début", facultatif=True),
    ),
)


def test_une_repetition_oublie_les_lignes_vides():
    lues = TYPES["repetition"].lire(
        LIGNES, {"0.employeur": [""], "3.employeur": ["Mairie"], "3.debut": ["1/9/2019"]}, ENV
    )
    assert lues == [{"employeur": "Mairie", "debut": "2019-09-01"}]
    assert TYPES["repetition"].montrer(LIGNES, lues) == {"0.employeur": ["Mairie"], "0.debut": ["01/09/2019"]}
    assert affiche(LIGNES, lues) == "Employeur : Mairie ; Début : 01/09/2019"


def test_une_ligne_fausse_ou_incomplete_dit_laquelle():
    assert refus(LIGNES, **{"1.employeur": "Mairie", "1.debut": "31/02/2019"})[1] == "1.debut"
    assert refus(LIGNES, **{"1.debut": "01/09/2019"}) == (
        "Ligne 1 : répondez à « Employeur », ou videz toute la ligne.",
        "1.employeur",
    )
    trois = {f"{i}.employeur": "Mairie" for i in range(3)}
    assert refus(LIGNES, **trois) == ("2 lignes au plus : il y en a 3.", "")


def test_chaque_type_decrit_en_json_schema_ce_qu_il_garde():
    for type_champ, type_lu in TYPES.items():
        un = LIGNES if type_champ == "repetition" else champ(type_champ, options=OPTIONS)
        assert type_lu.schema_json(un).keys() & {"type", "enum", "const"}
