"""Every scenario of the modèles that we ship holds, and each modèle can be read aloud."""

from pathlib import Path

import pytest

from portal.adapters.familles import lire_dossier
from portal.adapters.referentiel import referentiel
from portal.domain.langage.apercu import Apercu
from portal.domain.langage.canonique import canoniser
from portal.domain.langage.essai import essayer_famille
from portal.domain.langage.lecteur import recompiler
from portal.domain.langage.scenarios import jouer_tous
from tests.auteurs.test_modeles_livres import DOSSIERS, FAMILLES, MODELES, compiler, fichier


@pytest.mark.parametrize("chemin", MODELES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_les_scenarios_d_un_modele_livre_reussissent(chemin: Path) -> None:
    resultats = jouer_tous(compiler(fichier(chemin), chemin.stem), referentiel())
    assert resultats
    assert [str(d) for resultat in resultats for d in resultat.diagnostics] == []


@pytest.mark.parametrize("chemin", MODELES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_un_modele_relu_de_la_base_est_le_meme(chemin: Path) -> None:
    compilation = compiler(fichier(chemin), chemin.stem)
    assert compilation.declaration is not None
    assert recompiler(*canoniser(compilation.declaration), chemin.stem, referentiel()) == compilation.modele


@pytest.mark.parametrize("chemin", MODELES, ids=lambda f: f"{f.parent.name}/{f.stem}")
def test_un_modele_livre_se_raconte(chemin: Path) -> None:
    modele = compiler(fichier(chemin), chemin.stem).modele
    assert modele is not None
    texte = "\n".join(Apercu(modele).lignes())
    for onglet in modele.onglets:
        assert f"Onglet « {onglet.intitule} »" in texte
    for piece in modele.pieces:
        assert piece.titre in texte
    for contact in modele.contacts:
        assert contact.service in texte


@pytest.mark.parametrize("code", FAMILLES)
def test_une_famille_livree_est_juste_jusqu_a_ses_conditions(code: str) -> None:
    rapport = essayer_famille(lire_dossier(DOSSIERS[code]), referentiel())
    assert [str(diagnostic) for diagnostic in rapport.erreurs] == []
