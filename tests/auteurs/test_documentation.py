"""What docs/auteurs/ shows is what the files say: each excerpt still stands in the file that it names."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.source import lire

RACINE = Path(__file__).parents[2]
PAGES = sorted((RACINE / "docs" / "auteurs").glob("*.md"))
FICHIERS = sorted([*RACINE.glob("plugins/*/**/*.yaml"), *RACINE.glob("exam_templates/**/*.yaml")])
_BLOC = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NOM = re.compile(r"\A# ((?:plugins|exam_templates)/\S+\.yaml)\n")


def blocs() -> Iterator[tuple[str, str]]:
    """Return (page and rank, text) of every ```yaml block of the authors' pages."""
    for page in PAGES:
        for rang, bloc in enumerate(_BLOC.findall(page.read_text("utf-8")), 1):
            yield f"{page.name} {rang}", bloc


BLOCS = dict(blocs())
EXTRAITS = {nom: bloc for nom, bloc in BLOCS.items() if _NOM.match(bloc)}


def lu(texte: str) -> object:
    return yaml.load(texte, Loader=yaml.BaseLoader)  # every scalar stays a text


def absents(extrait: object, entier: object, chemin: str = "") -> list[str]:
    """Return the paths of the excerpt that the file does not have, or has with another value."""
    if isinstance(extrait, dict) and isinstance(entier, dict):
        return [
            manque
            for cle, valeur in extrait.items()
            for manque in (
                absents(valeur, entier[cle], f"{chemin}.{cle}") if cle in entier else [f"{chemin}.{cle}"]
            )
        ]
    return [] if extrait == entier else [chemin]


@pytest.mark.parametrize("nom", BLOCS)
def test_chaque_exemple_se_lit_sans_erreur(nom: str) -> None:
    rapport = Rapport()
    assert lire(BLOCS[nom].encode(), nom, rapport) is not None
    assert [str(diagnostic) for diagnostic in rapport] == []


@pytest.mark.parametrize("nom", EXTRAITS)
def test_chaque_extrait_est_encore_dans_le_fichier_qu_il_nomme(nom: str) -> None:
    chemin = RACINE / _NOM.match(EXTRAITS[nom])[1]  # type: ignore[index]
    extrait = lu(EXTRAITS[nom])
    if not chemin.exists():  # a whole modèle that the reader is about to write
        assert isinstance(extrait, dict)
        assert {"famille", "academie", "session", "calendrier", "scenarios"} <= extrait.keys()
        return
    assert absents(extrait, lu(chemin.read_text("utf-8"))) == []


@pytest.mark.parametrize("fichier", FICHIERS, ids=lambda f: f"{f.parent.name}/{f.name}")
def test_chaque_fichier_livre_se_lit_sans_erreur(fichier: Path) -> None:
    rapport = Rapport()
    assert lire(fichier.read_bytes(), fichier.name, rapport) is not None
    assert [str(diagnostic) for diagnostic in rapport] == []


def test_les_pages_des_auteurs_ont_des_exemples() -> None:
    assert len(EXTRAITS) > 20
    assert FICHIERS
