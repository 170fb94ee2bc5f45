"""House rules of the code: floors, sizes, words."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

RACINE = Path(__file__).parents[2]
LIGNES_MODULE = {"portal": 250, "plugins": 250, "tests": 350}
LIGNES_FONCTION = 40
LIGNES_PLUGIN = 120
NOMS_VAGUES = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "divers", "outils"}
# The words of docs/glossaire.md that have one name only.
MOTS_INTERDITS = re.compile(
    r"\b(User|Application(?!s?\b.*Flask)|Workflow|Reglement|reglement|dossier_candidat)\b"
)


def modules(*dossiers: str) -> Iterator[Path]:
    trouves = [chemin for dossier in dossiers for chemin in (RACINE / dossier).rglob("*.py")]
    assert len(trouves) > 3
    yield from trouves


def court(chemin: Path) -> str:
    return str(chemin.relative_to(RACINE))


def test_les_etages_sont_respectes() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    fait = subprocess.run([lint, "--no-cache"], cwd=RACINE, capture_output=True, text=True)
    assert fait.returncode == 0, fait.stdout


def test_aucun_module_n_est_trop_long() -> None:
    longs = {
        court(m): n
        for m in modules(*LIGNES_MODULE)
        if "versions" not in m.parts and (n := lignes(m)) > LIGNES_MODULE[m.relative_to(RACINE).parts[0]]
    }
    assert not longs


def test_aucune_fonction_n_est_trop_longue() -> None:
    longues = [
        f"{court(module)}:{noeud.lineno} {noeud.name}"
        for module in modules("portal", "plugins")
        if "versions" not in module.parts
        for noeud in ast.walk(ast.parse(module.read_text()))
        if isinstance(noeud, ast.FunctionDef | ast.AsyncFunctionDef)
        and (noeud.end_lineno or 0) - noeud.lineno + 1 > LIGNES_FONCTION
    ]
    assert not longues


def test_une_famille_n_est_que_des_points_d_extension() -> None:
    modules_de_tete = list((RACINE / "plugins").glob("*/__init__.py"))
    assert not [court(m) for m in modules_de_tete if lignes(m) > LIGNES_PLUGIN]
    autres = [
        f"{court(module)}: {noeud.name}"
        for module in modules_de_tete
        for noeud in ast.parse(module.read_text()).body
        if isinstance(noeud, ast.ClassDef | ast.FunctionDef) and not noeud.name.startswith("portal_")
    ]
    assert not autres


def test_aucun_nom_de_module_n_est_vague() -> None:
    assert not [court(m) for m in modules("portal", "plugins", "tests") if m.stem in NOMS_VAGUES]


def test_chaque_module_dit_ce_qu_il_sait() -> None:
    muets = [
        court(m)
        for m in modules("portal", "plugins")
        if m.read_text().strip() and ast.get_docstring(ast.parse(m.read_text())) is None
    ]
    assert not muets


def test_chaque_fonction_publique_des_services_est_expliquee() -> None:
    muettes = [
        f"{court(module)}: {noeud.name}"
        for module in modules("portal/services", "portal/domain")
        for noeud in ast.parse(module.read_text()).body
        if isinstance(noeud, ast.FunctionDef | ast.ClassDef)
        and not noeud.name.startswith("_")
        and ast.get_docstring(noeud) is None
    ]
    assert not muettes


def test_aucun_mot_interdit_dans_les_noms() -> None:
    fautes = [
        f"{court(module)}:{noeud.lineno} {noeud.name}"
        for module in modules("portal", "plugins")
        for noeud in ast.walk(ast.parse(module.read_text()))
        if isinstance(noeud, ast.FunctionDef | ast.ClassDef) and MOTS_INTERDITS.search(noeud.name)
    ]
    assert not fautes


def test_session_seule_ne_nomme_rien() -> None:
    """« session » is an exam session to some and a database session to others.

    As a key of the exam language (a field of a schema) it has one meaning only.
    """
    fautes = [
        f"{court(module)}:{noeud.lineno}"
        for module in modules("portal", "plugins")
        if module.name != "db.py"
        for fonction in ast.walk(ast.parse(module.read_text()))
        if isinstance(fonction, ast.FunctionDef)
        for noeud in ast.walk(fonction)
        if (isinstance(noeud, ast.arg) and noeud.arg == "session")
        or (isinstance(noeud, ast.Name) and noeud.id == "session" and isinstance(noeud.ctx, ast.Store))
    ]
    assert not fautes


@pytest.mark.parametrize("mot", ["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"])
def test_rien_n_est_remis_a_plus_tard(mot: str) -> None:
    assert not [court(m) for m in modules("portal", "plugins", "tests") if mot in m.read_text()]


def test_aucun_test_n_est_mis_de_cote() -> None:
    marque = re.compile("|".join(["mark\\.sk" + "ip", "mark\\.xf" + "ail", "pytest\\.sk" + "ip"]))
    assert not [court(m) for m in modules("tests") if marque.search(m.read_text())]


def test_importer_le_domaine_ne_charge_ni_flask_ni_sqlalchemy() -> None:
    noms = [court(m).removesuffix(".py").replace("/", ".") for m in modules("portal/domain")]
    noms = [nom.removesuffix(".__init__") for nom in noms]
    code = f"import sys, importlib\nfor nom in {noms!r}: importlib.import_module(nom)\n"
    code += "print(sorted({'flask', 'sqlalchemy', 'jinja2', 'huey', 'werkzeug'} & sys.modules.keys()))"
    fait = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert fait.stdout.strip() == "[]"


def test_le_verrou_ne_nomme_aucun_depot() -> None:
    verrou = (RACINE / "requirements.lock").read_text()
    assert "--hash=sha256:" in verrou
    assert "://" not in verrou
    assert not re.search(r"^\s*--(index|extra|find|trusted)", verrou, re.MULTILINE)


def lignes(module: Path) -> int:
    return len(module.read_text().splitlines())
