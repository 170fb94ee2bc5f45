"""Every modèle that we ship, and the one that the first page teaches, compiles without an error."""

import re
from functools import cache
from pathlib import Path

import pytest

from portal.adapters.referentiel import referentiel
from portal.domain.langage.lecteur import (
    Compilation,
    FamilleLue,
    Fichier,
    compiler_modele,
    famille_de,
    lire_famille,
    verifier_famille,
)

RACINE = Path(__file__).parents[2]
DOSSIERS = {page.parent.name: page.parent for page in RACINE.glob("plugins/**/famille.yaml")}
FAMILLES = sorted(DOSSIERS)
MODELES = sorted(RACINE.glob("exam_templates/*/*.yaml"))
_MODELE_ENTIER = re.compile(r"^```yaml\n# exam_templates/(\S+)\.yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def fichier(chemin: Path) -> Fichier:
    return Fichier(chemin.name, chemin.read_bytes())


@cache
def famille(code: str) -> FamilleLue:
    dossier = DOSSIERS[code]
    lue = lire_famille(
        fichier(dossier / "famille.yaml"), [fichier(f) for f in sorted(dossier.glob("specialites/*.yaml"))]
    )
    assert lue is not None
    return lue


def compiler(modele: Fichier, slug: str) -> Compilation:
    code = famille_de(modele)
    assert code in FAMILLES
    return compiler_modele(famille(code), modele, slug, referentiel())


def erreurs(compilation: Compilation) -> list[str]:
    return [str(diagnostic) for diagnostic in compilation.rapport.erreurs]


@pytest.mark.parametrize("code", FAMILLES)
def test_chaque_famille_livree_est_juste(code: str) -> None:
    assert [str(diagnostic) for diagnostic in verifier_famille(famille(code)).erreurs] == []


@pytest.mark.parametrize("chemin", MODELES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_chaque_modele_livre_se_compile_et_raconte_des_inscriptions(chemin: Path) -> None:
    compilation = compiler(fichier(chemin), f"{chemin.parent.name}/{chemin.stem}")
    assert erreurs(compilation) == []
    assert compilation.declaration is not None
    assert len(compilation.declaration.scenarios) >= 2


def test_le_premier_modele_enseigne_se_compile() -> None:
    page = (RACINE / "docs" / "auteurs" / "premier-modele.md").read_text("utf-8")
    slug, texte = _MODELE_ENTIER.findall(page)[0]
    assert erreurs(compiler(Fichier(f"{slug}.yaml", texte.encode()), slug)) == []


def test_une_faute_dans_un_modele_livre_est_dite_avec_sa_ligne() -> None:
    chemin = RACINE / "exam_templates" / "clermont_ferrand" / "cs-2026.yaml"
    faux = chemin.read_bytes().replace(b"  - zingueur\n", b"  - zinguer\n")
    ligne = faux.split(b"\n").index(b"  - zinguer") + 1
    [message] = erreurs(compiler(Fichier("cs-2026.yaml", faux), "clermont_ferrand/cs-2026"))
    assert message.startswith(f"cs-2026.yaml:{ligne}:5: specialites: « zinguer » n'est pas une spécialité")
    assert "Vouliez-vous dire « zingueur » ?" in message
