"""One test for each section of the exam language: it compiles, and means what it says."""

from datetime import date
from decimal import Decimal

import pytest
from atelier import (
    ECHAFAUDEUR,
    FAMILLE,
    MODELE,
    SPECIALITES,
    avec,
    avec_champs,
    compile_sans_erreur,
    compiler,
    erreurs,
    remplacer,
    scenario,
)

# §4 -----------------------------------------------------------------------------------------------


def test_une_question_sait_tout_ce_que_dit_sa_declaration() -> None:
    lignes = """\
      numero_ine:
        type: identifiant
        question: Numéro INE
        aide: Il est sur le relevé de notes.
        exemple: 123456789A
        masque: 9999999999A
        facultatif: {voie_acces: distance}
        definitif: oui
        comparable: oui
        donnee: sante
"""
    question = compile_sans_erreur(famille=avec_champs(lignes)).questions["numero_ine"]
    assert (question.champ.masque, question.champ.exemple) == ("9999999999A", "123456789A")
    assert question.definitif
    assert question.sante
    assert question.champ.comparable
    assert question.facultatif.chemins == {"voie_acces"}


def test_une_forme_est_reprise_de_la_derniere_candidature() -> None:
    assert compile_sans_erreur().questions["forme"].repris == ("famille", "specialite")


@pytest.mark.parametrize("genre", [
    "texte", "texte_long", "nombre", "montant", "duree", "date", "annee", "courriel", "telephone", "oui_non",
    "commune", "departement", "pays", "nationalite", "etablissement", "declaration", "information",
])  # fmt: skip
def test_chaque_type_de_reponse_se_declare(genre: str) -> None:
    famille = avec_champs(f"      essai: {{type: {genre}, question: Essai}}\n")
    assert compile_sans_erreur(famille=famille).questions["essai"].champ.type == genre


def test_une_option_peut_avoir_une_aide_et_une_condition() -> None:
    lignes = """\
      statut:
        type: choix
        question: Statut
        options:
          a: Premier
          b: {intitule: Second, aide: Une aide., si: {voie_acces: distance}}
"""
    famille = avec_champs(lignes)
    question = compile_sans_erreur(famille=famille).questions["statut"]
    assert set(question.options_si) == {"b"}
    assert scenario(famille, ", statut: b", "{erreurs: [statut]}") == []


def test_la_carte_d_une_specialite_se_teste_et_s_affiche() -> None:
    modele = compile_sans_erreur()
    specialite = modele.specialites["echafaudeur"]
    assert specialite.fiche["annexes"] == ("3", "4", "5")
    assert specialite.fiche_affichee["secteur"] == "Bâtiment"


def test_une_specialite_a_des_options_qui_commandent_ses_epreuves() -> None:
    specialite = remplacer(ECHAFAUDEUR, "annexes:", "options: {A: Électrique, B: Thermique}\nannexes:")
    specialite = remplacer(specialite, "mode: ecrit,", "mode: ecrit, si: {specialite.option: A},")
    compilation = compiler(specialites=(specialite, *SPECIALITES[1:]))
    assert compilation.modele is not None
    question = compilation.modele.specialites["echafaudeur"].question_option
    assert question is not None
    assert [option.code for option in question.champ.options] == ["A", "B"]


def test_epreuves_groupes_types_et_facultatives() -> None:
    types = """\
epreuves_types:
  eps:
    intitule: Éducation physique
    mode: pratique
    champs: {activite: {type: choix, question: Activité, options: [danse, judo]}}
  langue:
    intitule: Langue
    champs: {langue: {type: choix, question: Langue, options: [anglais, arabe]}}
epreuves:
  EG3: {comme: eps, unite: UG3, coefficient: 1}
  facultatives:
    intitule: Une épreuve facultative au plus
    choisir: {au_plus: 1}
    epreuves: {EF1: {comme: langue, unite: UF1}, EF2: {intitule: Dessin, unite: UF2}}
"""
    modele = avec(types)
    codes = [epreuve.code for epreuve in modele.specialites["echafaudeur"].parcourir()]
    assert codes == ["EG3", "facultatives", "EF1", "EF2", "E1", "E2"]
    reponses = ", epreuves.eps.activite: danse, epreuves.facultatives: EF1, epreuves.EF1.langue: arabe"
    assert scenario(FAMILLE + types, reponses, "{epreuves: [EG3, EF1, E1, E2]}") == []


def test_une_sous_epreuve_ne_garde_pas_de_note() -> None:
    specialite = remplacer(
        ECHAFAUDEUR,
        "mode: pratique,",
        "mode: pratique, coefficient: 7, epreuves: {PSE: {intitule: Prévention, coefficient: 1}},",
    )
    modele = compiler(specialites=(specialite, *SPECIALITES[1:])).modele
    assert modele is not None
    epreuve = modele.specialites["echafaudeur"].epreuves[1]
    assert epreuve.coefficient == Decimal(7)
    assert [fille.code for fille in epreuve.epreuves] == ["PSE"]


def test_un_groupe_qui_ne_peut_pas_etre_satisfait_est_refuse() -> None:
    groupe = "epreuves: {g: {intitule: Deux, choisir: 2, epreuves: {A1: {intitule: Un, unite: UA}}}}\n"
    (seule,) = erreurs(famille=FAMILLE + groupe)
    assert "ce groupe demande 2 épreuves et en offre 1" in seule


def test_une_note_gardee_doit_suffire_et_rester_valable() -> None:
    base = ", acquis.E1: benefice, acquis.E1.note: {note}, acquis.E1.obtenue_le: {le}, acquis.E2: passe"
    for note, le, refusees in (
        ("10", "05/07/2023", "[]"),
        ("9,99", "05/07/2023", "[acquis.E1.note]"),
        ("15", "05/07/2019", "[acquis.E1.obtenue_le]"),
    ):
        reponses = base.format(note=f"'{note}'", le=le)
        assert scenario(FAMILLE, reponses, f"{{erreurs: {refusees}}}") == []


def test_une_epreuve_resserre_un_acquis() -> None:
    specialite = remplacer(
        ECHAFAUDEUR, "mode: ecrit,", "mode: ecrit, acquis: {dispense: {si: {forme: progressive}}},"
    )
    modele = compiler(specialites=(specialite, *SPECIALITES[1:])).modele
    assert modele is not None
    premiere, seconde = modele.epreuves("echafaudeur")
    dispense = next(p for p in premiere.possibilites if p.code == "dispense")
    assert "forme" in dispense.si.chemins
    assert next(p for p in seconde.possibilites if p.code == "dispense").si.chemins == frozenset()


def test_une_piece_sait_tout_ce_que_dit_sa_declaration() -> None:
    piece = """\
  stage:
    intitule: Attestation de stage
    reference: CINSIG09
    facultatif: oui
    fichiers: 2
    formats: [pdf, jpg]
    taille: 3 Mo
    canal: [courrier, en_ligne]
    adresse: 1 rue de l'École
    limite: cloture + 15 jours
    a_defaut: signalement
    non_concerne: Pourquoi cette pièce ne vous concerne-t-elle pas ?
    refus: {illisible: Document illisible}
    donnee: sante
"""
    piece_compilee = compile_sans_erreur(
        famille=remplacer(FAMILLE, "conservation:\n", piece + "conservation:\n")
    ).piece("stage")
    assert piece_compilee is not None
    assert piece_compilee.titre == "CINSIG09 : Attestation de stage"
    assert (piece_compilee.fichiers.au_moins, piece_compilee.fichiers.au_plus) == (2, 2)
    assert piece_compilee.formats == ("pdf", "jpg")
    assert piece_compilee.taille == 3 * 1024 * 1024
    assert (piece_compilee.canal, piece_compilee.autres_canaux) == ("courrier", ("en_ligne",))
    assert piece_compilee.sante


def test_les_regles_entre_candidatures_lisent_les_autres() -> None:
    regle = """\
regles:
  une_seule_specialite:
    exige:
      autres_candidatures:
        telles_que: {famille: cs, session: =session, phase: [deposee, inscrite]}
        nombre: 0
    derogation: oui
    message: Vous êtes déjà inscrit pour cette session.
"""
    famille = remplacer(FAMILLE, "regles:\n", regle)
    autre = "    candidat:"
    for session, refus in (("2026", "[une_seule_specialite]"), ("2025", "[]")):
        lignes = (
            f"    autres_candidatures:\n      - {{famille: cs, session: {session}, phase: deposee}}\n{autre}"
        )
        assert scenario(famille, "", f"{{refus: {refus}}}", remplacer(MODELE, autre, lignes)) == []


def test_le_calendrier_a_son_fuseau_et_sa_periode_de_pieces() -> None:
    calendrier = """\
  pieces: {du: 20/10/2025 09:00, au: 08/12/2025}
  fuseau: America/Martinique
"""
    modele = compile_sans_erreur(remplacer(MODELE, "  hauteur:", calendrier + "  hauteur:"))
    assert modele.calendrier.inscription.ouverture.isoformat() == "2025-10-20T13:00:00+00:00"
    assert modele.calendrier.pieces.fermeture.isoformat() == "2025-12-09T04:00:00+00:00"
    assert modele.calendrier.jalons["hauteur"].quand == date(2026, 3, 6)


def test_une_famille_complete_le_circuit_du_coeur() -> None:
    circuit = """\
circuit:
  etats:
    en_attente: {intitule: En attente, phase: deposee}
  transitions:
    attendre: {intitule: Mettre en attente, de: enregistree, vers: en_attente, par: gestionnaire, motif: oui}
    reprendre: {intitule: Reprendre, de: en_attente, vers: enregistree, par: gestionnaire}
"""
    modele = avec(circuit)
    assert modele.circuit.permise("attendre", "enregistree", "gestionnaire")
    assert modele.circuit.permise("valider", "enregistree", "gestionnaire")


def test_documents_et_courriels_disent_quand() -> None:
    textes = """\
documents:
  recapitulatif: {intitule: Récapitulatif, quand: [enregistrer, modifier]}
courriels:
  validation:
    quand: valider
    objet: Votre inscription est validée
    texte: |
      Bonjour <candidat.prenom>,

      Votre inscription à **<intitule>** est validée.
"""
    modele = avec(textes)
    assert "recapitulatif" in [document.code for document in modele.documents]
    assert next(c for c in modele.courriels if c.code == "validation").quand == ("valider",)


def test_informations_contacts_et_conservation() -> None:
    modele = avec("informations:\n  rappel: {texte: Un rappel., ou: [examen, pieces], niveau: attention}\n")
    assert modele.informations[0].ou == ("examen", "pieces")
    assert [contact.code for contact in modele.contacts] == ["niveau_4", "batiment"]
    assert {c.donnee: c.duree for c in modele.conservation} == {"dossier": "6 ans", "pieces": "1 an"}
