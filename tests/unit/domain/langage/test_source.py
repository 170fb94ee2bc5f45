"""Reading of a YAML file: texts survive, slips are told in French at their place."""

import pytest
import yaml

from portal.domain.langage import source
from portal.domain.langage.arbre import Scalaire, Table
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.source import lire

INSECABLE = "\N{NO-BREAK SPACE}"


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def lecteur(request, monkeypatch):
    """Every test runs with libyaml and without it: the answers must be the same."""
    if request.param == "python":
        monkeypatch.setattr(source, "_RAPIDE", None)
    else:
        assert yaml.__with_libyaml__


def lu(texte):
    rapport = Rapport()
    table = lire(texte, "essai.yaml", rapport)
    return (table.nu() if table else None), [str(d) for d in rapport]


def seul_constat(texte):
    _, constats = lu(texte)
    assert len(constats) == 1, constats
    return constats[0]


@pytest.mark.parametrize(
    "ecrit",
    [
        "010",
        "01",
        "2A",
        "062",
        "no",
        "non",
        "yes",
        "12:30",
        "19/11/2025 17:00",
        "2025-11-19",
        "1e3",
        "0x1F",
        "~",
    ]
    + ["null", "1_000", "=chemin", "<chemin>", "38,50 €", "« Oui »", "1.10", "12:30:45", "Bac +2", "L'oral"],
)
def test_un_texte_reste_tel_qu_il_est_ecrit(ecrit):
    assert lu(f"a: {ecrit}\nb:\n  - {ecrit}\n") == ({"a": ecrit, "b": [ecrit]}, [])
    assert lu(f"'{ecrit.replace(chr(39), chr(39) * 2)}': x")[0] == {ecrit: "x"}


def test_les_guillemets_et_les_blocs_gardent_leur_texte():
    texte = (
        "a: \"010 : oui # non\"\nb: 'C''est dit'\n"
        "c: |\n  Un : deux # trois\n    - quatre\nd: >\n  Une seule\n  ligne\n"
    )
    attendu = {
        "a": "010 : oui # non",
        "b": "C'est dit",
        "c": "Un : deux # trois\n  - quatre\n",
        "d": "Une seule ligne\n",
    }
    assert lu(texte) == (attendu, [])


def test_l_ordre_et_les_positions_sont_ceux_du_fichier():
    rapport = Rapport()
    table = lire("é: {b: 1, à: [deux, trois]}\nc:\n  d: x\n", "f.yaml", rapport)
    assert isinstance(table, Table)
    assert list(table.entrees) == ["é", "c"]
    interieur = table.get("é")
    assert isinstance(interieur, Table)
    assert str(interieur.position) == "f.yaml:1:4"
    assert str(interieur.entrees["à"].position) == "f.yaml:1:11"
    assert [str(n.position) for n in interieur.entrees["à"].valeur.elements] == ["f.yaml:1:15", "f.yaml:1:21"]
    assert str(table.entrees["c"].valeur.position) == "f.yaml:3:3"


def test_le_style_d_un_texte_est_connu():
    rapport = Rapport()
    table = lire('a: x\nb: "x"\nc: |\n  x\nd:\n', "f.yaml", rapport)
    styles = [e.valeur.style for e in table.entrees.values() if isinstance(e.valeur, Scalaire)]
    assert styles == ["simple", "guillemets", "bloc", "vide"]


@pytest.mark.parametrize(
    "octets", [b"\xef\xbb\xbfa: \xc3\xa9\r\nb: c\r\n", "\ufeffa: é\rb: c\r", b"---\na: \xc3\xa9\nb: c\n...\n"]
)
def test_la_marque_d_utf_8_et_les_fins_de_ligne_de_windows_sont_acceptees(octets):
    assert lu(octets) == ({"a": "é", "b": "c"}, [])


def test_deux_pieces_ne_portent_pas_le_meme_code():
    texte = "\n" * 70 + "pieces:\n  hauteur:\n    limite: a\n  autre: x\n\n\n  hauteur:\n    limite: b\n"
    assert seul_constat(texte) == (
        "essai.yaml:77:3: pieces.hauteur: ce code est déjà pris à la ligne 72. "
        "Deux pièces ne peuvent pas porter le même code."
    )
    assert lu(texte)[0] == {"pieces": {"hauteur": {"limite": "a"}, "autre": "x"}}


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        (
            "onglets:\n  o:\n    champs:\n      a: x\n      a: y\n",
            "Deux champs ne peuvent pas porter le même code.",
        ),
        ("epreuves: {EP1: x, EP1: y}\n", "Deux épreuves ne peuvent pas porter le même code."),
        ("a:\n  options: {oui: x, oui: y}\n", "Deux réponses ne peuvent pas porter le même code."),
        (
            "listes:\n  secteurs: {bois: x, bois: y}\n",
            "Deux valeurs d'une liste ne peuvent pas porter le même code.",
        ),
        (
            "scenarios:\n  un élève: {le: x}\n  un élève: {le: y}\n",
            "Deux scénarios ne peuvent pas porter le même nom.",
        ),
        ("acquis:\n  champs: {}\n  champs: {}\n", "la clé « champs » est déjà écrite à la ligne 2."),
        ("famille: a\nfamille: b\n", "la clé « famille » est déjà écrite à la ligne 1."),
        ("a: {b: 1, 'b': 2}\n", "la clé « b » est déjà écrite à la ligne 1."),
    ],
)
def test_un_doublon_se_dit_avec_les_mots_de_la_section(texte, phrase):
    assert phrase in seul_constat(texte)


def test_une_question_ne_tient_pas_entre_accolades():
    ligne = "      specialite: {type: specialite, question: Quelle spécialité présentez-vous ?}"
    donnees, constats = lu("\n" * 39 + ligne + "\n")
    assert constats == [
        "essai.yaml:40:81: une phrase qui contient « ? » ne tient pas entre accolades. "
        "Écrivez « question: … » sur sa propre ligne."
    ]
    assert donnees == {"specialite": {"type": "specialite", "question": "Quelle spécialité présentez-vous ?"}}


@pytest.mark.parametrize(
    ("texte", "place", "phrase"),
    [
        (
            "a: {question: Votre nom, votre prénom usuel}",
            "1:26",
            "une phrase qui contient une virgule ne tient pas",
        ),
        ("a: {question: Quoi ? Ou, b: c}", "1:20", "Écrivez « question: … » sur sa propre ligne."),
        ("a: [Quoi ?, non]", "1:10", "ne tient pas entre crochets sans guillemets droits"),
        ("a: {intitule: Bac : la suite}", "1:19", 'Écrivez « intitule: "…" ».'),
        ("a: {b: c, d}", "1:11", "« d » n'est pas suivi de « : »."),
        ("a: {b}", "1:5", "Une simple liste s'écrit entre crochets : [b]."),
        ("a: {b:c}", "1:5", "il manque une espace après « b: »."),
        ("a: [b, c", "1:4", "ce crochet n'est jamais refermé : il manque « ] »."),
        ("a: {b: c\nd: e", "1:4", "cette accolade n'est jamais refermée : il manque « } »."),
        ("a: {b: [c}", "1:10", "« } » ne ferme pas ce qui est ouvert : écrivez d'abord « ] »."),
        ("a: [b, c]]", "1:10", "« ] » est en trop ici."),
        ("a: [b,, c]", "1:7", "il y a une virgule de trop."),
        ("a: {b: [c] d: e}", "1:12", "il manque une virgule avant « d: »."),
        ("a: {b: [- c]}", "1:9", "les éléments se séparent par des virgules, sans tiret."),
        ('a: {b: "x" y}', "1:12", "ce texte continue après le guillemet qui le ferme."),
        ("a: [Option #2, c]", "1:12", "« #2, c] » n'est pas lu"),
        ("intitule: Bac : la suite", "1:15", 'Écrivez « intitule: "Bac : la suite" ».'),
        ("a: x\nb: c\n  la suite : fin", "3:12", "un texte qui contient « : » s'écrit entre guillemets"),
        ("a: b\n  c: d", "2:3", "« c: » est décalé à droite d'une ligne qui a déjà sa valeur."),
        ("a:b\nc: d", "1:1", "il manque une espace après « a: »."),
        ("a: b\nc:d", "2:1", "il manque une espace après « c: »."),
        ("a:\n  b:c", "2:3", "il manque une espace après « b: »."),
        ("a: b\nc d\ne: f", "2:1", "il manque « : » après « c d »."),
        ("a:\n  b: c\n d: e", "3:2", "le décalage de cette ligne ne correspond à aucune ligne du dessus."),
        ("a: b\n- c", "2:1", "« a: » a déjà une valeur : une liste ne peut pas la suivre."),
        ("a: - b", "1:4", "Écrivez « a: [b] »"),
        ("a:\n  -EP1\n  -EP2", "2:3", "il manque une espace après le tiret."),
        ("a: b\n-EP1", "2:1", "il manque une espace après le tiret."),
        ("a: **gras** ici", "1:4", 'Écrivez "**gras** ici".'),
        ("a: @b", "1:4", "un texte qui commence par « @ » s'écrit entre guillemets droits."),
        ("a: %b", "1:4", "un texte qui commence par « % » s'écrit entre guillemets droits."),
        (
            "a: [site](https://a.fr) ici",
            "1:4",
            "un texte qui commence par « [ » s'écrit entre guillemets droits.",
        ),
        ('a: "Oui" ou non', "1:10", "ce texte continue après le guillemet qui le ferme."),
        ("a: 'oublie pas\nb: c", "1:4", "cette apostrophe au début d'un texte ouvre une citation"),
        ("a: 'oublie pas\nb: l'an\nc: d", "1:4", "refermée seulement à la ligne 2."),
        ('a: "oublie', "1:4", "ce guillemet au début d'un texte ouvre une citation"),
        ('a: "C:\\dossier"', "1:7", "« \\ » est un signe spécial. Écrivez « \\\\ »"),
        ('a: "\\UFFFFFFFF"', "1:2", "un caractère n'existe pas."),
        ('a: "\\0"', "1:4", "ce texte produit un caractère invisible (U+0000)."),
        ("a: > 3 ans", "1:4", "après « > », le texte commence à la ligne suivante"),
        ("a: |texte", "1:4", "après « | », le texte commence à la ligne suivante"),
        ("a: “Bac : la suite”", "1:4", "les guillemets courbes “ ” d'un traitement de texte"),
        ("a: ‘b’", "1:4", "les guillemets courbes ‘ ’ d'un traitement de texte"),
        ("“a”: b", "1:1", "les guillemets courbes “ ” d'un traitement de texte"),
        ("a:", "1:1", "il manque quelque chose après « a: »."),
        ("a: {b: , c: d}", "1:5", "il manque quelque chose après « b: »."),
        ("a: |\nb: c", "1:1", "il manque quelque chose après « a: »."),
        ("a:\n  -\n  - b", "2:3", "il manque quelque chose après « - »."),
        ("couleur: #FF0000", "1:1", "« #FF0000 » n'est pas lu, car « # » commence un commentaire"),
        (": b", "1:1", "il manque un mot avant « : »."),
        ("a: &b c", "1:4", "les renvois « & » et « * » de YAML ne sont pas lus."),
        ("a: *b", "1:4", "les renvois « & » et « * » de YAML ne sont pas lus."),
        ("a:\n  <<: b", "2:3", "les fusions « << » de YAML ne sont pas lues."),
        ("a: !b c", "1:4", "les étiquettes « ! » de YAML ne sont pas lues."),
        ("a: !!python/object:os.system c", "1:4", "les étiquettes « ! » de YAML ne sont pas lues."),
        ("a: !e!b c", "1:4", "un texte qui commence par « ! » s'écrit entre guillemets droits."),
        ("a: b\n---\nc: d", "2:1", "« --- » commence un autre document"),
        ("a: b\n...\nc: d", "3:1", "rien ne se lit après « ... »."),
        ("%YAML 1.1\n---\na: b", "1:1", "les lignes qui commencent par « % » ne sont pas lues."),
        ("%YAML 2.0\n---\na: b", "1:1", "une ligne ne commence pas par « % »."),
        ("? a\n: b", "1:3", "« ? » ne s'écrit pas devant une clé."),
        ("[a]: b", "1:1", "une clé est un simple mot"),
        ("? {a: b}\n: c", "1:3", "une clé est un simple mot"),
        ("- a", "1:1", "ce fichier commence par une liste."),
        ("abc", "1:1", "ce fichier commence par un texte."),
        ("", "1:1", "ce fichier est vide."),
        ("# rien\n", "1:1", "ce fichier est vide."),
        ("a:\n\tb: c", "2:1", "cette ligne est décalée avec une tabulation."),
        ("a:\n  \tb: c\n\td: e", "2:3", "Même chose à la ligne 3."),
        (f"a:\n{INSECABLE} b: c\n\u202f d: e", "2:1", "décalée avec une espace insécable"),
        (f"a{INSECABLE}: b", "1:1", "une espace insécable touche « a »."),
        (f"a: b\nc:{INSECABLE}d", "2:3", "une espace insécable touche « : »"),
        (f"a: b\nc{INSECABLE}:{INSECABLE}d", "2:2", "une espace insécable touche « : »"),
        (f"a:\n  b:{INSECABLE}c", "2:3", "une espace insécable touche « b: »."),
        (f"a:\n  -{INSECABLE}b", "2:3", "il manque une espace après le tiret."),
        (f"a: {{b: c,{INSECABLE}d: e}}", "1:10", "une espace insécable touche « d »."),
        (f"a: [b,{INSECABLE}c]", "1:7", "ce texte commence par une espace insécable."),
        ("a: b\x00c", "1:5", "un caractère invisible ou illisible (U+0000)"),
        ("a: b\u200bc\nd: \u200be", "1:5", "Même chose à la ligne 2."),
        ("a: \u202eb", "1:4", "un caractère invisible ou illisible (U+202E)"),
        (
            b"a: b\nc: \xe9t\xe9",
            "2:4",
            "l'octet E9, sans doute « é », n'est pas de l'UTF-8. Enregistrez-le en UTF-8",
        ),
        ("a: b".encode("utf-16"), "1:1", "ce fichier est en UTF-16."),
        (b"a: " + b"x" * 300_000, "1:1", "ce fichier est trop gros (300 ko)"),
        ("a: " + "[" * 25 + "]" * 25, "1:23", "il y a plus de 20 niveaux les uns dans les autres."),
        ("a: " + "[" * 100_000, "1:23", "il y a plus de 20 niveaux les uns dans les autres."),
    ],
)
def test_un_piege_se_dit_en_francais_a_sa_place(texte, place, phrase):
    constats = [c for c in lu(texte)[1] if "avertissement" not in c]
    assert len(constats) == 1, constats
    assert constats[0].startswith(f"essai.yaml:{place}: ")
    assert phrase in constats[0]


def test_toutes_les_fautes_d_un_fichier_sont_dites_a_la_fois():
    texte = "a: b: c\nd: {e: f ?}\ng: @h\nd: 2\ni:\nj: “k”\nl: m\n"
    donnees, constats = lu(texte)
    assert [c.split(": ")[0] for c in constats] == [
        f"essai.yaml:{p}" for p in ("1:5", "2:10", "3:4", "4:1", "5:1", "6:4")
    ]
    assert donnees == {"a": "b: c", "d": {"e": "f ?"}, "g": "@h", "i": "", "j": "k", "l": "m"}


def test_une_bombe_de_renvois_n_explose_pas():
    bombe = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for precedent, lettre in zip("abcdefgh", "bcdefghi", strict=True):
        bombe += f"{lettre}: &{lettre} [{', '.join([f'*{precedent}'] * 9)}]\n"
    donnees, constats = lu(bombe)
    assert len(constats) == 9 + 8 * 9
    assert donnees["i"] == ["*h"] * 9


@pytest.mark.parametrize(
    "texte", ["intitule: Option #2", "intitule: Option   #2\n", "a: [x, y]\nintitule: Option #2"]
)
def test_un_commentaire_colle_a_un_mot_merite_un_avertissement(texte):
    donnees, constats = lu(texte)
    assert donnees["intitule"] == "Option"
    assert len(constats) == 1
    assert "avertissement : intitule: « #2 » n'est pas lu" in constats[0]


@pytest.mark.parametrize(
    "texte", ["a: 7    # avec celui de PSE", "a: b\n#c: d", "a: b#2", "a: 'b #2'", "a: |\n  b #2"]
)
def test_un_vrai_commentaire_ne_merite_rien(texte):
    assert lu(texte)[1] == []


@pytest.mark.parametrize(
    "texte",
    [
        f"question: Quoi{INSECABLE}?\naide: |\n  Montant{INSECABLE}: 50{INSECABLE}€\n",
        "question: Quoi ?\nles deux : oui",
        "site: https://www.ac.fr/a?b=c\nheure: {le: 12:30}",
        "a: Il répond « oui », puis : non".replace(" : ", " :"),
        "a:\tb\t# commentaire",
        "a:\n- -5\n- 3",
        "a: Prix (38,50 €) & frais * 2 ! ou [x] {y} @ 100 %",
    ],
)
def test_ce_qui_est_permis_ne_se_signale_pas(texte):
    assert lu(texte)[1] == []
