"""What authors type in a terminal: every answer is a French sentence, never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal import plugin_manager
from portal.cli import main
from portal.cli.schema import texte
from portal.domain.langage.schema_json import schemas

RACINE = Path(__file__).parents[2]
CS = RACINE / "exam_templates" / "clermont_ferrand" / "cs-2026.yaml"


@pytest.fixture(autouse=True)
def ailleurs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal of its own, in an empty current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORTAL_MODE", "developpement")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("PORTAL_EXAM_TEMPLATES", str(tmp_path / "exam_templates"))
    return tmp_path


def portal(*arguments: str | Path) -> Result:
    resultat = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert resultat.exception is None or isinstance(resultat.exception, SystemExit), resultat.exception
    assert "Traceback" not in resultat.output
    return resultat


def ecrire(ou: Path, contenu: str | bytes) -> Path:
    ou.parent.mkdir(parents=True, exist_ok=True)
    ou.write_bytes(contenu if isinstance(contenu, bytes) else contenu.encode())
    return ou


def cs(ancien: str = "", nouveau: str = "") -> str:
    """Return the modèle of Clermont-Ferrand, changed in one place."""
    contenu = CS.read_text("utf-8")
    assert not ancien or contenu.count(ancien) == 1
    return contenu.replace(ancien, nouveau) if ancien else contenu


def test_un_modele_valide_est_raconte_puis_ses_scenarios_sont_joues() -> None:
    ecrire(Path("cs-2026.yaml"), cs())
    resultat = portal("check", "cs-2026.yaml")
    assert resultat.exit_code == 0
    assert "cs-2026.yaml : valide. 10 scénarios réussis." in resultat.output
    for extrait in (
        "Inscription : du 20/10/2025 09:00 au 19/11/2025 17:00, heure de Paris (30 jours)",
        "Onglet « Informations candidature »",
        "Échafaudeur (echafaudeur)",
        "avant 07/03/2026 00:00",
        "Division des examens et concours, certificats de niveau 4",
        "réussi  un échafaudeur salarié depuis quatre ans",
    ):
        assert extrait in resultat.output


def test_les_dates_d_outre_mer_sont_dites_deux_fois() -> None:
    resultat = portal("check", RACINE / "exam_templates" / "martinique" / "bia-2022.yaml")
    assert "du 26/01/2022 00:00 au 10/03/2022 00:00, heure locale (America/Martinique)" in resultat.output
    assert "soit du 26/01/2022 05:00 au 10/03/2022 05:00, heure de Paris" in resultat.output


def test_une_erreur_s_ecrit_fichier_ligne_colonne() -> None:
    ecrire(Path("modeles/cs.yaml"), cs("session: 2026", "sesion: 2026"))
    resultat = portal("check", "modeles/cs.yaml")
    assert resultat.exit_code == 1
    ligne = "modeles/cs.yaml:5:1: la clé « sesion » est inconnue ici. Vouliez-vous dire « session » ?"
    assert ligne in resultat.output.splitlines()


def test_un_scenario_rate_se_voit_et_compte() -> None:
    ecrire(Path("cs.yaml"), cs("refus: [forme_conservee]", "refus: []"))
    resultat = portal("check", "--bref", "cs.yaml")
    assert resultat.exit_code == 1
    assert "1 scénario raté sur 10." in resultat.output
    assert "il y a en trop forme_conservee" in resultat.output


def test_un_dossier_entier_se_controle() -> None:
    """The folders of the families that are installed, and of the académies whose modèles are theirs."""
    familles = plugin_manager.dossiers_familles(plugin_manager.charger())
    connues = {f"famille: {dossier.name}" for dossier in familles}
    academies = [
        dossier
        for dossier in (RACINE / "exam_templates").iterdir()
        if dossier.is_dir() and all(connues & set(m.read_text().splitlines()) for m in dossier.iterdir())
    ]
    resultat = portal("check", *familles, *academies)
    assert resultat.exit_code == 0
    modeles = [modele for academie in academies for modele in academie.glob("*.yaml")]
    assert resultat.output.count(" : valide. ") == len(familles) + len(modeles)


def test_une_specialite_se_controle_avec_sa_famille() -> None:
    resultat = portal("check", RACINE / "plugins" / "cs" / "specialites" / "zingueur.yaml")
    assert "famille.yaml : valide. 8 spécialités." in resultat.output


def test_une_condition_fautive_d_une_famille_se_voit_sans_modele(tmp_path: Path) -> None:
    famille = (RACINE / "plugins" / "generique" / "g01" / "famille.yaml").read_text("utf-8")
    ecrire(tmp_path / "g01" / "famille.yaml", famille + "cas:\n  rien: {champ_inconnu: oui}\n")
    resultat = portal("check", "g01/famille.yaml")
    assert resultat.exit_code == 1
    assert "« champ_inconnu » n'existe pas dans ce modèle." in resultat.output


def test_le_code_d_une_famille_est_le_nom_de_son_dossier(tmp_path: Path) -> None:
    famille = (RACINE / "plugins" / "generique" / "g01" / "famille.yaml").read_text("utf-8")
    ecrire(tmp_path / "g03" / "famille.yaml", famille)
    resultat = portal("check", "g03")
    assert resultat.exit_code == 1
    assert "le code de la famille est le nom de son dossier : « g03 »." in resultat.output


@pytest.mark.parametrize(("contenu", "phrase"), [
    (b"", "ce fichier est vide"),
    (b"\x7fELF\x00\x01\xff\xfe", "n'est pas de l'UTF-8"),
    (b"a: [\n", "illisible.yaml:2:1: "),
    (b"- un\n- deux\n", "ce fichier commence par une liste"),
    (b"famille: cap2\n", "« cap2 » n'est pas une famille installée. Vouliez-vous dire « cap » ?"),
    (b"academie: paris\n", "il manque la ligne « famille: … »"),
    (b"famille: cap\nfamille: cs\n", "la clé « famille » est déjà écrite à la ligne 1"),
    (b"famille: [cap]\n", "il manque la ligne « famille: … »"),
], ids=["vide", "binaire", "coupé", "liste", "inconnue", "sans famille", "deux", "[cap]"])  # fmt: skip
def test_un_mauvais_fichier_donne_une_phrase(contenu: bytes, phrase: str) -> None:
    ecrire(Path("illisible.yaml"), contenu)
    for commande in (["check"], ["publish"]):
        portal("migrate")
        resultat = portal(*commande, "illisible.yaml")
        assert resultat.exit_code == 1
        assert phrase in resultat.output


@pytest.mark.parametrize("commande", ["check", "publish"])
def test_un_fichier_absent_ou_un_dossier_vide_donnent_une_phrase(commande: str, tmp_path: Path) -> None:
    portal("migrate")
    absent = portal(commande, "absent.yaml")
    assert absent.exit_code == 1
    assert "absent.yaml : ce fichier n'existe pas." in absent.output
    (tmp_path / "vide").mkdir()
    assert portal(commande, "vide").exit_code == 1


def test_publier_puis_montrer_les_modeles() -> None:
    portal("migrate")
    assert "Aucun modèle publié." in portal("models").output
    ecrire(Path("cs-2026.yaml"), cs())
    resultat = portal("publish", "--par", "Camille", "cs-2026.yaml")
    assert resultat.exit_code == 0
    assert "clermont_ferrand/cs-2026 : version 1 publiée." in resultat.output
    assert "rien de nouveau, la version 1 reste en service" in portal("publish", "cs-2026.yaml").output
    (ligne,) = portal("models").output.splitlines()
    assert ligne.startswith("clermont_ferrand/cs-2026    v1  20/10/2025 09:00 → 19/11/2025 17:00  ")


def test_un_intitule_change_se_confirme_a_la_ligne_de_commande() -> None:
    portal("migrate")
    ecrire(Path("cs-2026.yaml"), cs())
    portal("publish", "cs-2026.yaml")
    change = cs("pieces:\n  hauteur:\n", "pieces:\n  hauteur:\n    intitule: Un autre papier\n")
    ecrire(Path("cs-2026.yaml"), change)
    refus = portal("publish", "cs-2026.yaml")
    assert refus.exit_code == 1
    assert "La version 1 reste en service." in refus.output
    assert "version 2 publiée." in portal("publish", "--meme-sens", "cs-2026.yaml").output


@pytest.mark.parametrize("arguments", [["models"], ["publish", "cs-2026.yaml"]])
def test_une_base_jamais_preparee_donne_une_phrase(arguments: list[str]) -> None:
    ecrire(Path("cs-2026.yaml"), cs())
    resultat = portal(*arguments)
    assert resultat.exit_code == 1
    assert "Lancez d'abord « portal migrate »." in resultat.output


def test_un_fichier_publie_seul_n_est_plus_un_probleme() -> None:
    portal("migrate")
    casse = ecrire(Path("exam_templates/poitiers/x-2026.yaml"), cs("session: 2026", "sesion: 2026"))
    assert portal("publish", casse).exit_code == 1
    ecrire(casse, cs())
    assert portal("publish", "exam_templates").exit_code == 0


# The schemas of editors ---------------------------------------------------------------------------


def test_les_schemas_du_depot_sont_ceux_du_langage(tmp_path: Path) -> None:
    for nom, schema in schemas().items():
        assert (RACINE / "docs" / "schemas" / f"{nom}.schema.json").read_text("utf-8") == texte(schema)
    resultat = portal("schema", "--dossier", "ailleurs")
    assert "# yaml-language-server: $schema=" in resultat.output
    assert json.loads((tmp_path / "ailleurs" / "modele.schema.json").read_bytes())["title"]


def test_une_cle_du_schema_est_expliquee_en_francais() -> None:
    for schema in schemas().values():
        for cle, propriete in schema["properties"].items():
            assert propriete.get("description"), cle


def test_schema_dans_un_fichier_donne_une_phrase() -> None:
    ecrire(Path("fichier"), "")
    resultat = portal("schema", "--dossier", "fichier/dedans")
    assert resultat.exit_code == 1
    assert "impossible d'y écrire" in resultat.output
