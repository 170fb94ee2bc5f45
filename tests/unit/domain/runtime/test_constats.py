"""Règles, contacts, dates and texts as one candidature sees them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.domain.affichage import valeur
from portal.domain.constats import constater, de
from portal.domain.contact import contact_de
from portal.domain.modele import ModeleExamen
from tests.unit.domain.runtime.modeles import livre_compile, modele, situation

FAMILLE = """
jalons: {resultats: Résultats}
listes: {secteurs: {bois: Bois, metal: Métal}}
fiche_specialite:
  secteur: {type: choix, question: Secteur, liste: secteurs, choisir: {au_moins: 1}}
reglages:
  prix: {type: montant, question: Prix}
onglets:
  identification: {intitule: Identification, blocs: [identite, adresse, naissance, contacts]}
  candidature:
    intitule: Candidature
    champs:
      specialite: {type: specialite}
      accord: {type: oui_non, question: Accord}
      jour: {type: date, question: Jour, facultatif: oui}
      age: {type: nombre, question: Âge, facultatif: oui, comparable: oui}
      texte: {question: Texte, facultatif: oui}
regles:
  refus: {exige: {accord: oui}, sinon: refus, derogation: oui, message: Refusé.}
  averti:
    si: {accord: non}
    exige: {age: {au_moins: 18}}
    sinon: avertissement
    message: "<texte>"
    champ: age
  examen: {exige: {accord: oui}, sinon: a_examiner, message: Le service examinera.}
  une_seule:
    exige:
      autres_candidatures:
        telles_que: {famille: essai, session: =session, phase: [deposee, inscrite]}
        nombre: 0
    sinon: refus
    message: Une seule.
  meme_age:
    exige: {autres_candidatures: {telles_que: {age: {sauf: =age}}, nombre: 0}}
    sinon: refus
    message: Âge.
informations:
  tout:
    texte:
      - texte: |
          **<candidat.prenom>** né le <candidat.ne_le>, secteurs <specialite.secteur>, <specialite>.
      - {si: {accord: oui}, texte: Prix <reglages.prix> avant le <cloture>.}
      - {si: {accord: non}, texte: Résultats le <resultats>.}
contacts:
  bois:
    si: {specialite.secteur: {contient_un: bois}}
    service: Bois
    telephone: [01 02 03 04 05, 06 07 08 09 10]
  metal: {si: {specialite.secteur: {contient_un: metal}}, service: Métal}
"""
SCIEUR = "specialite: scieur\nintitule: Scieur\nsecteur: [bois]\nepreuves: {E1: {unite: U1}}\n"
FORGEUR = "specialite: forgeur\nintitule: Forgeur\nsecteur: [bois, metal]\nepreuves: {E1: {unite: U1}}\n"
SOUDEUR = "specialite: soudeur\nintitule: Soudeur\nsecteur: [metal]\nepreuves: {E1: {unite: U1}}\n"
SUITE = "  resultats: 03/07/2026\nreglages: {prix: 50 €}\nspecialites: [scieur, forgeur, soudeur]\n"


def compile_() -> ModeleExamen:
    return modele(FAMILLE, SUITE, (SCIEUR, FORGEUR, SOUDEUR))


def codes(
    reponses: dict[str, object], derogations: frozenset[str] = frozenset(), **autres: object
) -> list[str]:
    ici = situation(compile_(), reponses, **autres)  # type: ignore[arg-type]
    return [constat.code for constat in constater(ici, derogations)]


def test_ce_qu_on_ne_sait_pas_ne_refuse_rien() -> None:
    assert codes({}) == []


def test_une_regle_refuse_avertit_ou_fait_examiner() -> None:
    ici = situation(compile_(), {"accord": "non", "age": "17", "texte": "Trop <jeune> & co"})
    constats = constater(ici)
    assert {c.code: c.verdict for c in constats} == {
        "refus": "refus",
        "averti": "avertissement",
        "examen": "a_examiner",
    }
    (averti,) = de(constats, "avertissement")
    assert averti.message == "Trop <jeune> & co"
    assert averti.champ == "age"


def test_une_derogation_leve_une_regle_qui_la_permet_et_aucune_autre() -> None:
    tout = frozenset(["refus", "examen"])
    assert codes({"accord": "non", "age": "20"}, tout) == ["examen"]


@pytest.mark.parametrize(
    ("autre", "refusee"),
    [
        ({"famille": "essai", "session": "2026", "phase": "deposee"}, True),
        ({"famille": "essai", "session": "2026", "phase": "inscrite"}, True),
        ({"famille": "essai", "session": "2026", "phase": "ecartee"}, False),
        ({"famille": "essai", "session": "2025", "phase": "inscrite"}, False),
        ({"famille": "cs", "session": "2026", "phase": "inscrite"}, False),
    ],
)
def test_une_seule_candidature_vivante_par_session(autre: dict[str, object], refusee: bool) -> None:
    assert ("une_seule" in codes({"accord": "oui"}, autres=(autre,))) is refusee


def test_une_autre_candidature_se_compare_a_celle_qu_on_remplit() -> None:
    autre = {"famille": "cs", "age": Decimal("30")}
    assert "meme_age" not in codes({"accord": "oui", "age": "30"}, autres=(autre,))
    assert "meme_age" in codes({"accord": "oui", "age": "31"}, autres=(autre,))


def test_le_premier_service_qui_convient_repond() -> None:
    services = {
        code: contact_de(situation(compile_(), {"specialite": code}))
        for code in ("scieur", "forgeur", "soudeur")
    }
    assert {code: contact.service for code, contact in services.items() if contact} == {
        "scieur": "Bois",
        "forgeur": "Bois",
        "soudeur": "Métal",
    }


def test_avant_de_choisir_le_service_est_celui_qui_conviendrait_peut_etre() -> None:
    contact = contact_de(situation(compile_()))
    assert contact is not None
    assert contact.code == "bois"


def texte(reponses: dict[str, object], **autres: object) -> str:
    ici = situation(compile_(), reponses, **autres)  # type: ignore[arg-type]
    return compile_().informations[0].texte.en_clair(ici)


def test_un_texte_ecrit_ses_valeurs_comme_on_les_lit() -> None:
    ecrit = texte({"specialite": "forgeur", "accord": "oui"}, prenoms="Léa, Marie")
    assert "Léa né le vendredi 2 avril 1999" in ecrit
    assert "Bois, Métal" in ecrit
    assert "Forgeur" in ecrit
    assert "50,00\N{NO-BREAK SPACE}€" in ecrit or "50\N{NO-BREAK SPACE}€" in ecrit
    assert "avant le mercredi 19 novembre 2025 à 17\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}00" in ecrit
    assert "Résultats" not in ecrit


def test_ce_qui_n_est_pas_connu_s_ecrit_trois_points() -> None:
    ecrit = texte({"accord": "non"}, prenoms="Léa", ne_le=None)
    assert "né le …, secteurs …, …." in ecrit
    assert "Résultats le vendredi 3 juillet 2026" in ecrit


def test_les_valeurs_d_un_texte_sont_du_texte_et_jamais_des_balises() -> None:
    ici = situation(
        compile_(),
        {"accord": "non", "age": "3", "texte": "<script>alert(1)</script> **gras** [a](https://a.fr)"},
    )
    (averti,) = de(constater(ici), "avertissement")
    assert averti.message == "<script>alert(1)</script> **gras** [a](https://a.fr)"
    regle = next(r for r in ici.modele.regles if r.code == "averti")
    assert "script" in str(regle.message.rendre(ici))


@pytest.mark.parametrize(
    ("chemin", "attendu"),
    [
        ("contact.service", "Bois"),
        ("contact.telephone", "01 02 03 04 05 / 06 07 08 09 10"),
        ("contact.courriel", "…"),
        ("candidat.nationalite", "Française"),
        ("domicile.departement", "63"),
        ("accord", "Oui"),
        ("session", "2026"),
        ("annee", "2026"),
        ("academie.nom", "Clermont-Ferrand"),
        ("intitule", "Examen d'essai"),
        ("epreuves.E1", "Inscrit"),
        ("fin_annee", "jeudi 31 décembre 2026"),
    ],
)
def test_chaque_chemin_s_ecrit_pour_des_gens(chemin: str, attendu: str) -> None:
    domicile = {"code_postal": "63000", "commune": "63113", "nom": "CLERMONT-FERRAND"}
    reponses = {"specialite": "scieur", "accord": "oui", "nationalite": "FR", "domicile": domicile}
    assert situation(compile_(), reponses).afficher(chemin) == attendu  # type: ignore[arg-type]


def test_un_oui_ou_non_calcule_se_dit_en_francais() -> None:
    assert [valeur(True), valeur(False)] == ["oui", "non"]


def test_une_limite_a_minuit_se_dit_par_son_dernier_jour() -> None:
    ici = situation(livre_compile("martinique/bia-2022"))
    assert ici.modele.calendrier.inscription.fermeture == datetime(2022, 3, 10, 4, tzinfo=UTC)
    assert ici.afficher("cloture") == "mercredi 9 mars 2022"


def test_le_jour_outre_mer_est_celui_du_fuseau_du_modele() -> None:
    compile_ = livre_compile("martinique/bia-2022")
    le_soir = situation(compile_, le=datetime(2022, 3, 10, 3, 59, tzinfo=UTC))
    assert le_soir.jour(le_soir.maintenant) == date(2022, 3, 9)
    assert compile_.calendrier.inscription.etat(le_soir.maintenant) == "ouverte"
    assert compile_.calendrier.inscription.etat(datetime(2022, 3, 10, 4, tzinfo=UTC)) == "fermee"


@pytest.mark.parametrize(
    ("expression", "attendu"),
    [
        ("26/10/2025 12:00 - 1 jour", datetime(2025, 10, 25, 10, tzinfo=UTC)),  # clocks go back on the 26th
        ("29/03/2026 12:00 - 1 jour", datetime(2026, 3, 28, 11, tzinfo=UTC)),
        ("cloture - 3 jours", datetime(2025, 11, 16, 16, tzinfo=UTC)),
        ("ouverture + 1 mois", datetime(2025, 11, 20, 8, tzinfo=UTC)),
    ],
)
def test_une_duree_en_jours_garde_l_heure_de_la_pendule(expression: str, attendu: datetime) -> None:
    famille = """
onglets:
  a: {intitule: A, champs: {b: Question}}
"""
    compile_ = modele(famille + f"pieces: {{p: {{intitule: P, limite: {expression}}}}}\n")
    limite = compile_.pieces[0].limite
    assert limite is not None
    assert situation(compile_).instant(limite.valeurs[0]) == attendu


def test_le_cap_n_accepte_qu_une_specialite_par_session() -> None:
    compile_ = livre_compile("poitiers/cap-2025")
    autre = {"famille": "cap", "session": "juin 2025", "phase": "deposee"}
    ici = situation(compile_, {"categorie": "individuel"}, autres=(autre,))
    assert [c.code for c in de(constater(ici), "refus")] == ["une_seule_specialite"]
    assert de(constater(ici, frozenset(["une_seule_specialite"])), "refus") == ()
