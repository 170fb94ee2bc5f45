"""The récapitulatif: every answer in its block, « - » for what is empty, and what a modification changed."""

from portal.domain.champs import Json
from portal.domain.manques import manques
from portal.domain.recapitulatif import differences, epreuves_resumees, recapitulatif
from tests.unit.domain.runtime.modeles import livre_compile, situation

REPONSES: dict[str, Json] = {
    "categorie": "individuel",
    "amenagement": "non",
    "resultats_internet": "oui",
    "resultats_presse": "non",
    "specialite": "cuisine",
    "deja_ajourne": "non",
    "forme": "globale",
    "niveau_diplome": "aucun",
    "nationalite": "FR",
    "adresse_1": "1 rue des Écoles",
    "domicile": {"code_postal": "86000", "commune": "86194", "nom": "POITIERS"},
    "telephone": "+33612345678",
    "epreuves.EG3.aptitude": "apte",
    "epreuves.EG3.activite": "danse",
    "epreuves.EG4.langue": "anglais",
    "epreuves.EF1": "non",
}
PERSONNE = {"civilite": "Madame", "nom_naissance": "MARTIN", "prenoms": "Léa"}


def test_chaque_reponse_est_dans_son_bloc_et_le_vide_est_un_tiret() -> None:
    ici = situation(livre_compile("poitiers/cap-2025"), REPONSES, **PERSONNE)
    blocs = {
        bloc.intitule: {ligne.cle: ligne.reponse for ligne in bloc.lignes} for bloc in recapitulatif(ici)
    }
    identite, adresse = blocs["Identification du candidat"], blocs["Adresse et contact"]
    assert identite["nom_naissance"] == "MARTIN"
    assert identite["nom_usage"] == "-"
    assert identite["nationalite"] == "Française"
    assert "86000 POITIERS" in adresse["adresse"]
    assert adresse["telephone"] == "06 12 34 56 78"
    assert blocs["Qualification présentée"]["specialite"] == "Cuisine"
    assert blocs["Spécialité"] == {"deja_ajourne": "Non"}
    assert "forme_precedente" not in blocs["Forme de passage"]


def test_le_recapitulatif_dit_tout_ce_qui_est_demande() -> None:
    ici = situation(livre_compile("poitiers/cap-2025"), REPONSES, **PERSONNE)
    lignes = {ligne.cle for bloc in recapitulatif(ici) for ligne in bloc.lignes}
    attendues = {cle for cle in REPONSES if not cle.startswith("epreuves.")} - {"adresse_1", "domicile"}
    assert attendues | {"adresse"} <= lignes
    details = {r for g in epreuves_resumees(ici) for e in g.epreuves for _, r in e.details}
    assert {"Oui", "Danse", "Anglais"} <= details


def test_les_epreuves_obligatoires_et_facultatives_sont_a_part() -> None:
    reponses = {**REPONSES, "epreuves.EF1": "oui", "epreuves.EF1.langue": "espagnol"}
    ici = situation(livre_compile("poitiers/cap-2025"), reponses)
    groupes = {groupe.intitule: [e.code for e in groupe.epreuves] for groupe in epreuves_resumees(ici)}
    assert groupes == {
        "Épreuve(s) obligatoire(s)": ["EP1", "EP2", "EG1", "EG2", "EG3", "EG4"],
        "Épreuve(s) facultative(s)": ["EF1"],
    }
    (ep2,) = (e for g in epreuves_resumees(ici) for e in g.epreuves if e.code == "EP2")
    assert (ep2.coefficient, ep2.mode, ep2.statut) == ("14", "Pratique", "Inscrit")
    assert ep2.composantes == ("Prévention-santé-environnement",)


def test_une_modification_se_dit_question_avant_apres() -> None:
    compile_ = livre_compile("poitiers/cap-2025")
    avant = situation(compile_, REPONSES)
    assert differences(avant, avant) == ()
    apres = avant.avec({**REPONSES, "resultats_presse": "oui", "epreuves.EG3.activite": "demi_fond"})
    presse, sport = differences(avant, apres)
    assert presse[1:] == ("Non", "Oui")
    assert ("Danse" in sport[1], "Demi-fond" in sport[2]) == (True, True)


def test_rien_ne_manque_quand_tout_est_rempli_et_valide() -> None:
    ici = situation(livre_compile("poitiers/cap-2025"), REPONSES, validees=None)
    assert manques(ici, {}, frozenset()) == ()


def test_chaque_manque_mene_a_sa_question() -> None:
    reponses = {
        cle: valeur for cle, valeur in REPONSES.items() if cle not in ("telephone", "epreuves.EG4.langue")
    }
    ici = situation(livre_compile("poitiers/cap-2025"), reponses, validees=None)
    assert [(m.onglet, m.cle) for m in manques(ici, {}, frozenset())] == [
        ("identification", "telephone"),
        ("epreuves", "epreuves.EG4.langue"),
    ]
    illisible = manques(ici, {"adresse_1": {"": ["\u202e"]}}, frozenset())
    assert ("identification", "adresse_1") in [(m.onglet, m.cle) for m in illisible]


def test_un_onglet_jamais_valide_est_a_visiter() -> None:
    ici = situation(livre_compile("poitiers/cap-2025"), REPONSES, validees=["identification"])
    a_visiter = [m.onglet for m in manques(ici, {}, frozenset()) if not m.cle]
    assert a_visiter == ["candidature", "qualification", "acquis", "epreuves"]
