"""House rules of templates: nothing that a strict CSP would block, nothing that prints raw."""

import ast
import re
from importlib.metadata import entry_points
from pathlib import Path

import jinja2
import pytest
from flask import Flask

from portal.plugin_manager import GROUPE

RACINE = Path(__file__).parents[2]
# A plugin that is not installed has no page.
INSTALLES = sorted(RACINE / "plugins" / point.name for point in entry_points(group=GROUPE))
DOSSIERS = [RACINE / "portal/templates", *(p / "templates" for p in INSTALLES if (p / "templates").is_dir())]
# Each with the name under which it is asked for.
GABARITS = {
    str(chemin.relative_to(dossier)): chemin
    for dossier in DOSSIERS
    for chemin in sorted(dossier.rglob("*.html"))
}
INTERDITS = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "event attribute": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"hx-on\b"),
    "JavaScript in hx-vals": re.compile(r"hx-(vals|headers)\s*=\s*['\"]js:"),
    "trigger filter": re.compile(r"hx-trigger\s*=\s*\"[^\"]*\["),
    "raw output": re.compile(r"\|\s*safe\b|autoescape\s+false"),
    "another site": re.compile(r"<(script|link|img|iframe)\b[^>]*(src|href)\s*=\s*['\"]?(https?:)?//"),
}
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# A PDF page carries its own style sheet: no browser opens it.
SANS_NAVIGATEUR = {"pdf", "courriels"}
LIGNES_GABARIT = 120
RENDU = re.compile(r"page_ou_fragment\(\s*\"([^\"]+)\",\s*\"([^\"]+)\"")


def test_il_y_a_des_gabarits() -> None:
    assert len(GABARITS) > 20


@pytest.mark.parametrize("nom", GABARITS)
def test_un_gabarit_ne_contient_rien_d_interdit(nom: str) -> None:
    texte = GABARITS[nom].read_text()
    dossier = Path(nom).parts[0]
    regles = {"raw output", "another site"} if dossier in SANS_NAVIGATEUR else INTERDITS.keys()
    page = JINJA.sub("", texte)  # `onglet=` of a call is no attribute
    assert not [regle for regle in regles if INTERDITS[regle].search(page if "attribute" in regle else texte)]
    assert len(texte.splitlines()) <= LIGNES_GABARIT


def test_chaque_gabarit_se_compile(app: Flask) -> None:
    """The pages by Flask; the PDF of plugins by the environment that draws them."""
    dessines = app.extensions["portail"].gabarits
    for nom in GABARITS:
        (dessines if Path(nom).parts[0] in SANS_NAVIGATEUR else app.jinja_env).get_template(nom)


def test_les_gabarits_d_un_plugin_portent_son_nom() -> None:
    """A template of the core with the same name would be served instead."""
    for dossier in DOSSIERS[1:]:
        permis = {dossier.parent.name, *SANS_NAVIGATEUR}
        assert {sous.name for sous in dossier.iterdir()} <= permis, dossier


def test_chaque_bloc_demande_par_une_vue_existe(app: Flask) -> None:
    """The block may be in a parent of the template."""
    demandes = [
        paire
        for dossier in (RACINE / "portal/web", *INSTALLES)
        for m in dossier.rglob("*.py")
        for paire in RENDU.findall(m.read_text())
    ]
    assert demandes
    absents = [(g, b) for g, b in demandes if b not in blocs(app.jinja_env, g)]
    assert not absents


def test_aucune_macro_importee_pour_rien() -> None:
    importe = re.compile(r"{%-?\s*from\s+\"[^\"]+\"\s+import\s+([^%]+?)(?:\s+with(?:out)? context)?\s*-?%}")
    inutiles = []
    for gabarit in GABARITS.values():
        texte = gabarit.read_text()
        corps = importe.sub("", texte)
        for liste in importe.findall(texte):
            noms = [nom.split(" as ")[-1].strip() for nom in liste.split(",")]
            inutiles += [f"{gabarit.name}: {nom}" for nom in noms if not re.search(rf"\b{nom}\b", corps)]
    assert not inutiles


def test_le_code_ne_contourne_pas_l_echappement() -> None:
    fautes = [
        f"{module.relative_to(RACINE)}:{noeud.lineno}"
        for module in [*(RACINE / "portal").rglob("*.py"), *(RACINE / "plugins").rglob("*.py")]
        for noeud in ast.walk(ast.parse(module.read_text()))
        if isinstance(noeud, ast.Name) and noeud.id in {"render_template_string"}
    ]
    assert not fautes


def test_chaque_courriel_a_un_objet_et_un_texte() -> None:
    tous = [chemin for dossier in DOSSIERS for chemin in (dossier / "courriels").glob("*.txt")]
    objets = {c.name.removesuffix(".objet.txt") for c in tous if c.name.endswith(".objet.txt")}
    textes = {c.name.removesuffix(".txt") for c in tous}
    assert objets
    assert {texte for texte in textes if not texte.endswith(".objet")} == objets


def blocs(environnement: jinja2.Environment, gabarit: str) -> set[str]:
    """Blocks of a template and of those it extends."""
    trouves = set(environnement.get_template(gabarit).blocks)
    source = GABARITS[gabarit].read_text()
    parent = re.search(r"{%-?\s*extends\s+\"([^\"]+)\"", source)
    return trouves | (blocs(environnement, parent.group(1)) if parent else set())
