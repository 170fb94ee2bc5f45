"""Former candidates: every line checked first, accounts made once, what waits for the union left to it."""

from __future__ import annotations

import csv
import io
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from plugins.certif_up.domain import numero
from plugins.certif_up.domain.ancien import COLONNES
from plugins.certif_up.services import (
    reprise_nuc,
    reprise_nuc_execution,
    reprise_nuc_rattachement,
    reprise_nuc_suivi,
)
from plugins.certif_up.services.nuc import compte_de
from plugins.certif_up.services.reprise_nuc import RepriseImpossible, RepriseIntrouvable
from plugins.certif_up.tables import Fusion, LigneReprise, Nuc, Reprise
from portal.adapters.horloge import HorlogeReglable
from portal.cli import main
from portal.db import db, ecriture
from portal.domain.feuille import FeuilleIllisible, ecrire_feuille
from portal.services import connexion, mot_de_passe
from portal.services.portail import Portail
from portal.tables import Candidat, Compte
from portal.worker import travailler
from tests.certif_up import candidats
from tests.certif_up.candidats import OUVERT
from tests.integration.services.comptes import ICI, courriels, lien

DEMONSTRATION = Path(__file__).parents[3] / "plugins/certif_up/demonstration/anciens_candidats.csv"
TITRES = [une.code for une in COLONNES][:-1]
LIGNE = {
    "nuc": "22010870J", "civilite": "MONSIEUR", "nom_naissance": "TEHAREVANUI", "nom_usage": "",
    "prenoms": "Manuarii", "naissance_le": "15/02/2000", "naissance_pays": "FR",
    "naissance_departement": "987", "naissance_commune": "Papeete", "courriel": "manu@exemple.fr",
    "derniere_session": "juin 2022",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _aujourd_hui(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


def fichier(*lignes: dict[str, str]) -> bytes:
    return ecrire_feuille([TITRES, *([{**LIGNE, **une}[t] for t in TITRES] for une in lignes)])


def reprendre(portail: Portail, *lignes: dict[str, str]) -> tuple[str, dict[str, int]]:
    return reprise_nuc.reprendre(portail, "anciens.csv", fichier(*lignes))


def messages(cle: str) -> list[str]:
    ligne = select(LigneReprise.message).join(Reprise, Reprise.id == LigneReprise.reprise_id)
    lues = db.session.scalars(ligne.where(Reprise.cle == cle).order_by(LigneReprise.rang)).all()
    db.session.rollback()
    return [une or "" for une in lues]


def test_le_fichier_de_la_demonstration_se_reprend_en_entier(portail: Portail) -> None:
    octets = DEMONSTRATION.read_bytes()
    cle, comptes = reprise_nuc.reprendre(portail, "anciens_candidats.csv", octets)
    assert comptes == {"faite": 40}, messages(cle)
    assert db.session.scalar(select(func.count(Nuc.id)).where(Nuc.origine == "repris")) == 40
    assert len(db.session.scalars(select(Fusion)).all()) == 2  # KEBBATI and GRANGENEUVE, twice each
    assert not reprise_nuc.reprendre_une_fois(portail, "anciens_candidats.csv", octets)
    _, encore = reprise_nuc.reprendre(portail, "anciens_candidats.csv", octets)
    assert encore == {"sans_objet": 40}


def test_un_ancien_candidat_choisit_son_mot_de_passe_avec_son_nuc(portail: Portail) -> None:
    reprendre(portail, {})
    mot_de_passe.demander(portail, "2201 0870 j")
    assert courriels("mot_de_passe")[-1].destinataire == "manu@exemple.fr"
    mot_de_passe.poser(portail, lien("mot_de_passe"), "Cocotier.vole.3")
    assert connexion.ouvrir(portail, "22010870J", "Cocotier.vole.3", ICI)
    candidat = db.session.scalars(select(Candidat)).one()
    assert (candidat.naissance_departement, candidat.naissance_commune) == ("987", "Papeete")
    assert db.session.scalars(select(Nuc.derniere_session)).one() == "juin 2022"


@pytest.mark.parametrize(
    ("faux", "dit"),
    [
        ({"nuc": "12"}, "NUC : il faut"),
        ({"civilite": "DOCTEUR"}, "Civilité : Choisissez la civilité"),
        ({"nom_naissance": ""}, "Nom de naissance : Indiquez le nom de naissance"),
        ({"prenoms": "Man0"}, "Prénoms"),
        ({"naissance_le": "30/02/2000"}, "Le 30 février"),
        ({"naissance_le": "15/02/2026"}, "cette personne aurait"),
        ({"naissance_pays": "ZZ"}, "Pays de naissance : « ZZ » n'est pas un code de pays"),
        ({"naissance_pays": ""}, "Pays de naissance : Choisissez le pays"),
        ({"naissance_commune": "Papete"}, "Papeete"),
        ({"courriel": "manu"}, "Courriel : Il manque"),
        ({"derniere_session": "été 2022"}, "Dernière session"),
        ({"derniere_session": "juin 2031"}, "Dernière session"),
    ],
)
def test_une_ligne_fausse_dit_pourquoi_et_n_ecrit_rien(
    portail: Portail, faux: dict[str, str], dit: str
) -> None:
    cle, comptes = reprendre(portail, faux)
    assert comptes == {"refusee": 1}
    assert dit in messages(cle)[0].replace("\N{NO-BREAK SPACE}", " ")
    assert db.session.scalar(select(func.count(Compte.id))) == 0


def test_une_autre_forme_de_nuc_est_gardee(portail: Portail) -> None:
    _, comptes = reprendre(portail, {"nuc": "up 2021-b77", "civilite": "M.", "naissance_pays": "fr"})
    assert comptes == {"faite": 1}
    assert db.session.scalars(select(Nuc.nuc)).one() == "UP2021B77"


def test_les_doubles_du_fichier_sont_refuses(portail: Portail) -> None:
    cle, comptes = reprendre(
        portail, {}, {"courriel": "autre@exemple.fr"}, {"nuc": "22010914G", "courriel": "MANU@exemple.fr"}
    )
    assert comptes == {"faite": 1, "refusee": 2}
    assert "ligne 2" in messages(cle)[1]
    assert "ligne 2" in messages(cle)[2]


def test_un_nuc_ou_une_adresse_d_un_autre_est_refuse(portail: Portail) -> None:
    candidats.candidat("22010870J", "ines@exemple.fr")
    cle, comptes = reprendre(portail, {}, {"nuc": "22010914G", "courriel": "ines@exemple.fr"})
    assert comptes == {"refusee": 2}
    assert "autre personne" in messages(cle)[0]
    assert "autre personne" in messages(cle)[1]


def test_rien_n_est_ecrit_avant_le_lancement(portail: Portail) -> None:
    cle = reprise_nuc.deposer(portail, None, "anciens.csv", fichier({}, {"nuc": "12"}))
    assert reprise_nuc_suivi.suivre(portail, cle).reprise.etat == "verifiee"
    assert db.session.scalar(select(func.count(Compte.id))) == 0
    reprise_nuc.lancer(portail, cle)
    reprise_nuc.lancer(portail, cle)
    travailler(portail, {reprise_nuc.TACHE: reprise_nuc.travail})
    suivi = reprise_nuc_suivi.suivre(portail, cle)
    assert (suivi.reprise.etat, suivi.comptes) == ("terminee", {"faite": 1, "refusee": 1})
    with pytest.raises(RepriseImpossible):
        reprise_nuc.abandonner(portail, cle)


def test_un_import_abandonne_ne_part_pas(portail: Portail) -> None:
    cle = reprise_nuc.deposer(portail, None, "anciens.csv", fichier({}))
    reprise_nuc.abandonner(portail, cle)
    with pytest.raises(RepriseImpossible):
        reprise_nuc.lancer(portail, cle)
    with pytest.raises(RepriseIntrouvable):
        reprise_nuc.lancer(portail, "aucun")


def test_un_import_interrompu_reprend_ou_il_en_etait(
    portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    lignes = [{"nuc": numero.composer(n), "courriel": f"c{n}@exemple.fr"} for n in range(6)]
    cle = reprise_nuc.deposer(portail, None, "anciens.csv", fichier(*lignes))
    reprise_nuc.lancer(portail, cle)
    vrai, faits = reprise_nuc_execution.faire, []

    def mourir(portail: Portail, ligne_id: int, empreinte: str) -> None:
        if len(faits) == 3:
            raise KeyboardInterrupt
        faits.append(ligne_id)
        vrai(portail, ligne_id, empreinte)

    monkeypatch.setattr(reprise_nuc_execution, "faire", mourir)
    identifiant = db.session.scalars(select(Reprise.id)).one()
    with pytest.raises(KeyboardInterrupt):
        reprise_nuc.travail(portail, {"reprise_id": identifiant})
    monkeypatch.undo()
    for _ in range(2):
        reprise_nuc.travail(portail, {"reprise_id": identifiant})
    assert reprise_nuc_suivi.suivre(portail, cle).comptes == {"faite": 6}
    assert db.session.scalar(select(func.count(Compte.id))) == 6


def test_une_panne_est_gardee_avec_sa_ligne_et_se_retente(
    portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def casser(*_: object, **__: object) -> None:
        raise LookupError

    monkeypatch.setattr(reprise_nuc_execution, "creer", casser)
    cle, comptes = reprendre(portail, {})
    assert comptes == {"echec": 1}
    assert "référence" in messages(cle)[0]
    monkeypatch.undo()
    reprise_nuc.reprendre_les_echecs(portail, cle)
    travailler(portail, {reprise_nuc.TACHE: reprise_nuc.travail})
    assert reprise_nuc_suivi.suivre(portail, cle).comptes == {"faite": 1}


def meme_personne(nuc: str | None = None) -> Candidat:
    civil = {
        "nom_naissance": "TEHAREVANUI",
        "prenoms": "Manuarii",
        "naissance_le": candidats.date(2000, 2, 15),
    }
    cree = candidats.candidat(nuc, **civil) if nuc else candidats.sans_nuc(**civil)
    identifiant = cree.compte_id
    with ecriture() as s:
        s.get_one(Compte, identifiant).courriel = "manu@exemple.fr"
    return cree


@pytest.mark.parametrize("deja", [None, "22010914G"])
def test_l_adresse_d_un_compte_de_la_meme_personne_attend_l_union(portail: Portail, deja: str | None) -> None:
    candidat = meme_personne(deja)
    cle, comptes = reprendre(portail, {})
    assert comptes == {"a_rattacher": 1}
    assert compte_de("22010870J") is None
    reprise_nuc_rattachement.rattacher(portail, cle, 2)
    assert compte_de("22010870J") == candidat.compte_id
    assert db.session.scalar(select(func.count(Compte.id))) == 1
    if deja:
        assert compte_de(deja) == candidat.compte_id
    with pytest.raises(RepriseImpossible):
        reprise_nuc_rattachement.rattacher(portail, cle, 2)


def test_l_union_peut_ne_rien_rattacher(portail: Portail) -> None:
    meme_personne()
    cle, _ = reprendre(portail, {})
    reprise_nuc_rattachement.ecarter(portail, cle, 2)
    assert compte_de("22010870J") is None
    assert reprise_nuc_suivi.suivre(portail, cle).comptes == {"sans_objet": 1}


def test_une_adresse_rendue_entre_temps_donne_un_compte(portail: Portail) -> None:
    candidat = meme_personne()
    identifiant = candidat.compte_id
    cle, _ = reprendre(portail, {})
    with ecriture() as s:
        s.get_one(Compte, identifiant).courriel = "ailleurs@exemple.fr"
    reprise_nuc_rattachement.rattacher(portail, cle, 2)
    assert compte_de("22010870J") not in (None, identifiant)


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"", "vide"),
        (b"PK\x03\x04", "classeur"),
        (b"un;deux\n1;2\n", "titres attendus"),
        (b"nuc;civilite;nom_naissance;prenoms\nA;B;C;D\n", "Il manque"),
        (",".join(TITRES).encode(), "aucune ligne"),
    ],
)
def test_un_fichier_illisible_est_explique(portail: Portail, octets: bytes, dit: str) -> None:
    with pytest.raises(FeuilleIllisible, match=dit):
        reprise_nuc.deposer(portail, None, "x.csv", octets)
    assert db.session.scalar(select(func.count(Reprise.id))) == 0


def test_un_autre_encodage_et_un_autre_separateur_se_lisent(portail: Portail) -> None:
    texte = fichier({"prenoms": "Élodie"}).decode("utf-8-sig").replace(";", ",")
    _, comptes = reprise_nuc.reprendre(portail, "x.csv", texte.encode("cp1252"))
    assert comptes == {"faite": 1}
    assert db.session.scalars(select(Candidat.prenoms)).one() == "Élodie"


def test_le_resultat_se_telecharge_ligne_par_ligne(portail: Portail) -> None:
    cle, _ = reprendre(portail, {}, {"nuc": "=1+1"})
    lu = list(csv.reader(io.StringIO(_resultat(portail, cle).decode("utf-8-sig")), delimiter=";"))
    assert lu[0][0] == "ligne"
    assert [ligne[-2] for ligne in lu[1:]] == ["Reprise", "À corriger"]
    assert lu[2][1] == "'=1+1"


def _resultat(portail: Portail, cle: str) -> bytes:
    return reprise_nuc_suivi.resultat(reprise_nuc_suivi.suivre(portail, cle))


def test_les_lignes_s_effacent_apres_trois_mois(portail: Portail, horloge: HorlogeReglable) -> None:
    meme_personne()
    cle, _ = reprendre(portail, {}, {"nuc": "22010914G", "prenoms": "Tea", "courriel": "tea@exemple.fr"})
    assert reprise_nuc.effacer_les_anciennes(portail) == 0
    horloge.regler(OUVERT.replace(year=2027))
    assert reprise_nuc.effacer_les_anciennes(portail) == 1
    assert reprise_nuc_suivi.suivre(portail, cle).comptes == {"a_rattacher": 1}


def test_un_long_fichier_tient_dans_peu_de_memoire(portail: Portail) -> None:
    """Checking works by packets: a file four times longer does not need more to be checked."""
    pics = [_pic(portail, nombre) for nombre in (400, 1600)]
    assert pics[1] < pics[0] * 1.8


def _pic(portail: Portail, nombre: int) -> int:
    base = 10_000 * nombre
    lignes: Sequence[dict[str, str]] = [
        {"nuc": numero.composer(base + n), "courriel": f"c{base + n}@exemple.fr"} for n in range(nombre)
    ]
    _, identifiant = reprise_nuc._deposer(portail, None, "long.csv", fichier(*lignes))
    db.session.remove()
    tracemalloc.start()
    reprise_nuc.travail(portail, {"reprise_id": identifiant})
    pic = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return pic


def test_la_commande_dit_ce_qui_est_fait_et_ce_qui_est_faux(
    portail: Portail, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chemin = tmp_path / "anciens.csv"
    chemin.write_bytes(fichier({}, {"nuc": "12"}))

    class Ouvert:
        def __enter__(self) -> Portail:
            return portail

        def __exit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr("plugins.certif_up.commandes.portail_ouvert", Ouvert)
    essai = CliRunner().invoke(main, ["certif-up-reprendre", "--verifier", str(chemin)])
    assert essai.exit_code == 1
    assert db.session.scalar(select(func.count(Compte.id))) == 0
    fait = CliRunner().invoke(main, ["certif-up-reprendre", str(chemin)])
    assert "Reprise : 1" in fait.output
    assert "ligne 3 : NUC" in fait.output.replace("\N{NO-BREAK SPACE}", " ")
