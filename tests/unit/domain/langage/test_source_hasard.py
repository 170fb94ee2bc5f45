"""Whatever the bytes, `lire` answers a table or an error inside the file, with libyaml as without."""

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.langage import source
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.source import lire

_MORCEAUX = st.sampled_from(
    [
        "a",
        "b",
        "code",
        "é",
        "?",
        ": ",
        ":",
        "- ",
        "-",
        "\n",
        "\n  ",
        "\n    ",
        " ",
        "#",
        " #",
        "[",
        "]",
        "{",
        "}",
        ", ",
    ]
    + [
        "{a: ",
        "'",
        '"',
        "|",
        "|\n  ",
        ">\n",
        "*",
        "&",
        "!",
        "!!str ",
        "<<",
        "%",
        "@",
        "`",
        "\t",
        "\u00a0",
        "\u202f",
    ]
    + [
        "“",
        "”",
        "\n---\n",
        "\n...\n",
        "010",
        "12:30",
        "\\",
        "\\x",
        "\\UFFFFFFFF",
        "~",
        "\r\n",
        "\ufeff",
        "\u2028",
    ]
    + ["\x85", "\x00", "\ud800", "\ue03f", "=", "**", "é: ", "\n- ", "a: b\n"]
)
_SOUPES = st.lists(_MORCEAUX, max_size=40).map("".join)


def _lire(ecrit):
    rapport = Rapport()
    table = lire(ecrit, "hasard.yaml", rapport)
    return (table.nu() if table is not None else None), rapport


def _verifier(ecrit):
    donnees, rapport = _lire(ecrit)
    assert donnees is not None or rapport.erreurs
    texte = ecrit if isinstance(ecrit, str) else ecrit.decode("utf-8", "replace")
    lignes = texte.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for diagnostic in rapport:
        assert 1 <= diagnostic.position.ligne <= len(lignes), str(diagnostic)
        # One more for the end of the line, one for each space that reading on had to add before it.
        assert 1 <= diagnostic.position.colonne <= len(lignes[diagnostic.position.ligne - 1]) + 4, str(
            diagnostic
        )
        assert diagnostic.phrase.endswith((".", ")")), str(diagnostic)
        assert not any(0xE000 <= ord(c) <= 0xF8FF for c in str(diagnostic)), ascii(str(diagnostic))


@given(st.binary(max_size=300))
def test_des_octets_au_hasard_ne_font_jamais_tomber_la_lecture(octets):
    _verifier(octets)


@given(st.text(max_size=200))
def test_un_texte_au_hasard_ne_fait_jamais_tomber_la_lecture(texte):
    _verifier(texte)


@settings(max_examples=600)
@given(_SOUPES)
def test_une_soupe_de_yaml_ne_fait_jamais_tomber_la_lecture(texte):
    _verifier(texte)


@settings(max_examples=600)
@given(_SOUPES)
def test_libyaml_et_python_disent_la_meme_chose(texte):
    avec, rapport_avec = _lire(texte)
    with patch.object(source, "_RAPIDE", None):
        sans, rapport_sans = _lire(texte)
    assert avec == sans
    assert list(map(str, rapport_avec)) == list(map(str, rapport_sans))


@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True),
        st.text("abcé ?:,#{}[]-'\"\\<>*&!|", max_size=30),
    )
)
def test_ce_qui_est_entre_guillemets_revient_tel_quel(valeurs):
    lignes = [f"{cle}: '{valeur.replace(chr(39), chr(39) * 2)}'\n" for cle, valeur in valeurs.items()]
    donnees, rapport = _lire("".join(lignes) or "{}")
    assert donnees == valeurs
    assert not list(rapport)
