"""« Puis-je m'inscrire ? »: only what the conditions need is asked, and nothing is said too early."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from portal.adapters.familles import lire_dossier, lire_fichier
from portal.adapters.referentiel import referentiel
from portal.domain.champs.base import Env
from portal.domain.eligibilite import Essai, essayer
from portal.domain.envois import envois
from portal.domain.langage.lecteur import compiler_modele
from portal.domain.modele import ModeleExamen

RACINE = Path(__file__).parents[3]
OUVERT = datetime(2025, 11, 5, 11, 0, tzinfo=UTC)
COMPLET = {
    "ne_le": "02/04/1999", "code_postal": "63000", "nationalite": "FR", "voie_acces": "trois_ans",
    "annees_activite": "4", "meme_metier": "oui", "specialite": "zingueur", "deja_ajourne": "non",
    "forme": "globale",
}  # fmt: skip


@cache
def modele(famille: str, slug: str) -> ModeleExamen:
    compilation = compiler_modele(
        lire_dossier(RACINE / "plugins" / famille), lire_fichier(RACINE / "exam_templates" / f"{slug}.yaml"),
        slug, referentiel(),
    )  # fmt: skip
    assert compilation.modele is not None
    return compilation.modele


def essai(reponses: dict[str, str], famille: str = "cs", slug: str = "clermont_ferrand/cs-2026") -> Essai:
    declare = modele(famille, slug)
    specialites = tuple((code, une.intitule) for code, une in declare.specialites.items() if code)
    env = Env(referentiel(), date(2025, 11, 5), specialites)
    return essayer(declare, {cle: [valeur] for cle, valeur in reponses.items()}, env, OUVERT)


def avis(fait: Essai) -> dict[str, str]:
    return {une.code: une.avis for une in fait.regles}


def pieces(fait: Essai) -> dict[str, bool]:
    return {p.code: p.certaine for envoi in envois(fait.situation) for p in envoi.pieces}


def test_seules_les_questions_utiles_sont_posees() -> None:
    cles = [champ.cle for champ in essai({}).champs]
    assert cles[:2] == ["ne_le", "code_postal"]
    assert {"nationalite", "voie_acces", "specialite", "deja_ajourne", "forme"} <= set(cles)
    assert not {"adresse_1", "telephone", "resultats_presse", "enseignements"} & set(cles)


def test_la_sante_n_est_jamais_demandee() -> None:
    for famille, slug in (("cs", "clermont_ferrand/cs-2026"), ("cap", "poitiers/cap-2025")):
        declare = modele(famille, slug)
        sante = {cle for cle, question in declare.questions.items() if question.sante}
        assert sante
        assert not sante & {champ.cle for champ in essai({}, famille, slug).champs}


def test_une_question_n_apparait_que_si_elle_se_pose() -> None:
    assert "meme_metier" not in [champ.cle for champ in essai({}).champs]
    assert "meme_metier" in [champ.cle for champ in essai({"voie_acces": "trois_ans"}).champs]


def test_aucune_question_n_est_obligatoire() -> None:
    assert not any(champ.obligatoire for champ in essai({}).champs)


def test_sans_reponse_rien_n_est_affirme() -> None:
    fait = essai({})
    assert fait.conclusion == "peut_etre"
    assert set(avis(fait).values()) == {"peut_etre"}
    assert not fait.repondu


def test_quand_tout_est_rempli_la_reponse_est_oui() -> None:
    fait = essai(COMPLET)
    assert fait.conclusion == "oui", (avis(fait), fait.restantes)
    assert avis(fait)["domicile"] == "remplie"
    assert fait.restantes == 0


def test_hors_de_l_academie_la_reponse_est_non() -> None:
    fait = essai({"code_postal": "69001"})
    assert fait.conclusion == "non"
    assert avis(fait)["domicile"] == "non_remplie"


def test_une_condition_qui_ne_concerne_pas_n_est_pas_montree() -> None:
    assert "specialite_deja_presentee" not in avis(essai({"voie_acces": "trois_ans"}))


def test_un_nombre_trop_petit_vaut_refus_avec_sa_phrase() -> None:
    fait = essai({**COMPLET, "annees_activite": "2"})
    assert fait.conclusion == "non"
    [erreur] = [champ.erreur for champ in fait.champs if champ.cle == "annees_activite"]
    assert erreur == "Il faut au moins trois ans d'activité professionnelle pour s'inscrire à ce titre."


def test_une_piece_est_certaine_ou_peut_etre() -> None:
    assert pieces(essai({}))["activite"] is False
    trouvees = pieces(essai(COMPLET))
    assert trouvees["activite"] is True
    assert "scolarite" not in trouvees


def test_la_jdc_depend_de_l_age_et_de_la_nationalite() -> None:
    jeune = {"ne_le": "10/06/2004", "nationalite": "FR"}
    assert pieces(essai(jeune))["defense"] is True
    assert pieces(essai({"ne_le": "10/06/2004"}))["defense"] is False
    assert "defense" not in pieces(essai({**jeune, "nationalite": "PT"}))
    assert "defense" not in pieces(essai({**jeune, "ne_le": "10/06/1990"}))


def test_le_travail_en_hauteur_a_sa_propre_limite() -> None:
    demandes = {p.code: e for e in envois(essai(COMPLET).situation) for p in e.pieces}
    assert "vendredi 6 mars 2026" in demandes["hauteur"].phrase
    assert "mercredi 19 novembre 2025" in demandes["identite"].phrase


def test_une_regle_entre_candidatures_est_a_verifier() -> None:
    fait = essai({"ne_le": "01/01/1990"}, "cap", "poitiers/cap-2025")
    assert avis(fait)["une_seule_specialite"] == "a_verifier"


def test_une_regle_que_le_service_examine_ne_refuse_pas() -> None:
    fait = essai({"ne_le": "15/03/2008", "categorie": "individuel"}, "cap", "poitiers/cap-2025")
    [regle] = [une for une in fait.regles if une.code == "age_individuel"]
    assert (regle.avis, regle.examinee) == ("non_remplie", True)
    assert fait.conclusion != "non"


@pytest.mark.parametrize(
    ("cle", "saisie", "attendu"),
    [
        ("ne_le", "30/02/2001", "30 février"),
        ("ne_le", "01/01/2030", "avenir"),
        ("code_postal", "99999", "code postal"),
        ("code_postal", "abc", "code postal"),
        ("nationalite", "ZZ", ""),
        ("specialite", "plombier", ""),
    ],
)
def test_une_reponse_illisible_est_dite_et_montree_a_nouveau(cle: str, saisie: str, attendu: str) -> None:
    fait = essai({cle: saisie})
    [champ] = [un for un in fait.champs if un.cle == cle]
    assert champ.erreur
    assert attendu in champ.erreur
    assert fait.conclusion == "peut_etre"
