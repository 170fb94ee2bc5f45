"""The canonical form: what is stored compiles again to the same thing, with the same hash everywhere."""

import json
import os
import subprocess
import sys

import pytest

from portal.adapters.referentiel import referentiel
from portal.domain.langage.canonique import canoniser, empreinte, relire
from portal.domain.langage.lecteur import recompiler
from portal.domain.langage.schema import Declaration
from tests.unit.domain.runtime.modeles import (
    LIVRES,
    RACINE,
    compiler,
    livre,
    livre_compile,
    situation,
    statuts,
)

VIDES = """
listes: {vide: {}}
onglets:
  a: {intitule: A, champs: {b: {question: B, si: {}}}}
regles:
  r: {exige: {autres_candidatures: {telles_que: {}, nombre: 0}}, sinon: refus, message: Non.}
"""


def declaration(chemin: str) -> Declaration:
    trouvee = livre(chemin).declaration
    assert trouvee is not None
    return trouvee


def test_il_y_a_des_modeles_livres() -> None:
    assert len(LIVRES) >= 5


@pytest.mark.parametrize("chemin", LIVRES)
def test_relire_puis_canoniser_redonne_le_meme_texte(chemin: str) -> None:
    fige, vif = canoniser(declaration(chemin))
    assert canoniser(relire(fige, vif)) == (fige, vif)


@pytest.mark.parametrize("chemin", LIVRES)
def test_un_modele_relu_se_compile_comme_a_la_publication(chemin: str) -> None:
    original = livre_compile(chemin)
    relu = recompiler(*canoniser(declaration(chemin)), chemin, referentiel())
    assert relu == original
    for specialite in original.specialites:
        reponses = {"specialite": specialite}
        assert statuts(situation(relu, reponses)) == statuts(situation(original, reponses))


@pytest.mark.parametrize("chemin", LIVRES)
def test_l_ordre_des_cles_d_un_objet_stocke_ne_change_rien(chemin: str) -> None:
    """A database may give back the keys of an object in another order: what is ordered is in lists."""
    fige, vif = canoniser(declaration(chemin))
    melange = [json.dumps(renverser(json.loads(partie)), ensure_ascii=False) for partie in (fige, vif)]
    assert canoniser(relire(*melange)) == (fige, vif)


def renverser(valeur: object) -> object:
    if isinstance(valeur, dict):
        return {cle: renverser(v) for cle, v in reversed(valeur.items())}
    return [renverser(un) for un in valeur] if isinstance(valeur, list) else valeur


def test_des_tables_vides_se_relisent() -> None:
    compilation = compiler(VIDES)
    assert compilation.declaration is not None, [str(d) for d in compilation.rapport.erreurs]
    parties = canoniser(compilation.declaration)
    assert canoniser(relire(*parties)) == parties
    assert recompiler(*parties, "essai/m", referentiel()) == compilation.modele


def test_l_empreinte_est_la_meme_d_un_processus_a_l_autre() -> None:
    code = (
        "from tests.unit.domain.runtime.test_canonique import declaration, canoniser, empreinte\n"
        "print(*(empreinte(partie) for partie in canoniser(declaration('poitiers/cap-2025'))))"
    )
    vues = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=RACINE, env={**os.environ, "PYTHONHASHSEED": graine},
            capture_output=True, text=True, check=True,
        ).stdout.split()[0]
        for graine in ("1", "2")
    }  # fmt: skip
    assert vues == {empreinte(canoniser(declaration("poitiers/cap-2025"))[0])}


def test_une_date_reportee_ne_change_que_la_partie_vive() -> None:
    famille = "onglets:\n  a: {intitule: A, champs: {b: Question}}\n"
    avant, apres = (
        compiler(famille, f"  pieces: {{du: 20/10/2025, au: {au}}}\n") for au in ("08/12/2025", "09/12/2025")
    )
    assert avant.declaration is not None
    assert apres.declaration is not None
    (fige, vif), (fige_apres, vif_apres) = canoniser(avant.declaration), canoniser(apres.declaration)
    assert fige == fige_apres
    assert vif != vif_apres
