"""The macro that shows the texts of a modèle escapes everything."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import portal
from portal.domain.langage.texte import analyser


@pytest.fixture(scope="module")
def texte():
    dossier = Path(portal.__file__).parent / "templates"
    gabarits = Environment(loader=FileSystemLoader(dossier), autoescape=True)
    return gabarits.get_template("ui/texte.html").module.texte


def test_les_blocs_deviennent_des_balises(texte):
    html = str(texte(analyser("Un **mot**\nici.\n\n- [a](https://a.fr/?b&c)\n- b").rendre(str)))
    attendus = [
        ">Un <strong>mot</strong><br>ici.</p>",
        "<ul",
        ' href="https://a.fr/?b&amp;c"',
        ">a</a></li><li>b</li></ul>",
    ]
    places = [html.index(attendu) for attendu in attendus]
    assert html.lstrip().startswith("<p")
    assert places == sorted(places)


def test_une_valeur_ne_devient_jamais_du_html(texte):
    rendu = analyser("<nom> [<nom>](mailto:<nom>)").rendre(lambda chemin: '"><script>alert(1)</script>')
    html = str(texte(rendu))
    assert "<script" not in html
    assert html.count("&lt;script&gt;alert(1)") == 3
    assert 'href="mailto:&#34;&gt;&lt;script' in html


def test_une_phrase_seule_est_un_paragraphe(texte):
    html = str(texte("a & <b>")).strip()
    assert html.startswith("<p")
    assert html.endswith(">a &amp; &lt;b&gt;</p>")
