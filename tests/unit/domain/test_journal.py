"""The journal says every event in French, to staff and to the candidate."""

import ast
import re
from pathlib import Path

import pytest

from portal.domain.journal import NATURES, Fait, intitule_de, phrase_du_candidat, phrase_du_personnel

PORTAL = Path(__file__).parents[3] / "portal"
# A nature, and not a sentence put at a field by a form.
CODE = re.compile(r"[a-z]+(_[a-z]+)+|exception|prolongation|message|relance|correction|export|publication")
ECRIVENT = {"journaliser", "_journaliser", "noter", "_noter"}


def natures_ecrites(module: Path) -> set[str]:
    """Read in the code the natures it writes: `Evenement(nature=…)`, and what calls the functions that do."""
    arbre = ast.parse(module.read_text())
    constantes = {
        noeud.targets[0].id: noeud.value.value
        for noeud in arbre.body
        if isinstance(noeud, ast.Assign)
        and isinstance(noeud.targets[0], ast.Name)
        and isinstance(noeud.value, ast.Constant)
    }
    trouvees = set()
    for appel in (noeud for noeud in ast.walk(arbre) if isinstance(noeud, ast.Call)):
        nom = appel.func.attr if isinstance(appel.func, ast.Attribute) else getattr(appel.func, "id", "")
        donnes = [mot.value for mot in appel.keywords if mot.arg == "nature"]
        donnes += appel.args if nom in ECRIVENT else []
        for donne in donnes:
            branches = [donne.body, donne.orelse] if isinstance(donne, ast.IfExp) else [donne]
            for branche in branches:
                if isinstance(branche, ast.Constant) and isinstance(branche.value, str):
                    trouvees.add(branche.value)
                elif isinstance(branche, ast.Name) and isinstance(constantes.get(branche.id), str):
                    trouvees.add(str(constantes[branche.id]))
    return {nature for nature in trouvees if CODE.fullmatch(nature)}


def test_chaque_nature_ecrite_par_le_portail_a_sa_phrase() -> None:
    ecrites = {nature for module in PORTAL.rglob("*.py") for nature in natures_ecrites(module)}
    assert {"prolongation", "compte_active", "second_facteur_bloque"} <= ecrites
    assert len(ecrites) > 25
    assert sorted(ecrites - NATURES.keys()) == []


@pytest.mark.parametrize("nature", NATURES)
def test_une_phrase_sans_aucun_mot_reste_une_phrase(nature: str) -> None:
    for phrase in (phrase_du_personnel(Fait(nature)), phrase_du_candidat(Fait(nature))):
        if phrase is not None:
            assert phrase.endswith(".")
            assert not re.search(r"[\[\]<>]|\s[.,]|  ", phrase)


def test_une_phrase_prend_ses_mots_dans_l_evenement() -> None:
    fait = Fait("fichier_depose", donnees={"nom": "carte.pdf", "piece": "identite"})
    intitules = {"identite": "Pièce d'identité"}
    assert phrase_du_personnel(fait, intitules) == (
        "Fichier déposé\u00a0: carte.pdf, pièce «\u00a0Pièce d'identité\u00a0»."
    )
    assert phrase_du_candidat(fait, intitules) == (
        "Vous avez déposé un fichier\u00a0: carte.pdf, pièce «\u00a0Pièce d'identité\u00a0»."
    )


def test_une_liste_de_codes_est_dite_avec_leurs_intitules() -> None:
    fait = Fait("pieces_fournies", donnees={"pieces": ["a", "b"]})
    assert phrase_du_candidat(fait, {"a": "Photo"}) == (
        "Vous avez dit avoir fourni toutes vos pièces\u00a0: Photo, b."
    )


def test_une_transition_de_famille_dit_ou_elle_mene() -> None:
    fait = Fait("admettre_a_concourir", de="inscrite", vers="admise")
    assert (
        phrase_du_personnel(fait, {"admise": "Admise"}) == "Admettre a concourir\u00a0: «\u00a0Admise\u00a0»."
    )
    assert phrase_du_candidat(fait, {"admettre_a_concourir": "Admission", "admise": "Admise"}) == (
        "Nouvel état\u00a0: «\u00a0Admise\u00a0»."
    )


def test_une_nature_inconnue_reste_lisible_et_ne_regarde_que_le_personnel() -> None:
    assert phrase_du_personnel(Fait("chose_nouvelle")) == "Chose nouvelle."
    assert phrase_du_candidat(Fait("chose_nouvelle")) is None
    assert phrase_du_personnel(Fait("")) == "Événement."
    assert intitule_de("chose_nouvelle") == "Chose nouvelle"


def test_ce_que_fait_l_administration_ne_regarde_pas_le_candidat() -> None:
    for nature in ("connexion_second_facteur", "perimetre_modifie", "publication", "courriel_lu"):
        assert phrase_du_candidat(Fait(nature)) is None


def test_un_mot_qui_ressemble_a_un_gabarit_reste_un_mot() -> None:
    fait = Fait("fichier_depose", donnees={"nom": "<piece>[x].pdf"})
    assert phrase_du_personnel(fait) == "Fichier déposé\u00a0: <piece>[x].pdf."


def test_la_piece_d_une_epreuve_porte_le_titre_de_la_piece() -> None:
    fait = Fait("piece_conforme", donnees={"piece": "diplome.EP1"})
    assert phrase_du_personnel(fait, {"diplome": "Diplôme"}) == "Pièce conforme\u00a0: «\u00a0Diplôme\u00a0»."


def test_un_nom_de_fichier_n_est_jamais_pris_pour_un_code() -> None:
    fait = Fait("fichier_depose", donnees={"nom": "diplome.pdf"})
    assert phrase_du_personnel(fait, {"diplome": "Diplôme"}) == "Fichier déposé\u00a0: diplome.pdf."
