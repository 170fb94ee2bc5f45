"""One test for each construct of the exam language: it compiles, and means what it says."""

from datetime import date
from decimal import Decimal

import pytest
from atelier import (
    ECHAFAUDEUR,
    FAMILLE,
    MODELE,
    SPECIALITES,
    compile_sans_erreur,
    compiler,
    erreurs,
    jouer,
    remplacer,
)

from portal.domain.modele import ModeleExamen

AVANT = "      amenagement:\n"
ATTENDU = "{refus: [], epreuves: [E1, E2], pieces: [identite, activite, hauteur, confirmation]}"


def avec(*sections: str, modele: str = MODELE) -> ModeleExamen:
    """Compile the example with more sections in its family."""
    return compile_sans_erreur(modele, FAMILLE + "".join(sections))


def scenario(famille: str, reponses: str, attendu: str, modele: str = MODELE, **autres: str) -> list[str]:
    """Play the example's scenario with more answers and other expectations; return what differs."""
    modele = remplacer(modele, "amenagement: non}", f"amenagement: non{reponses}}}")
    for ancien, nouveau in autres.items():
        modele = remplacer(modele, ancien, nouveau)
    (resultat,) = jouer(remplacer(modele, ATTENDU, attendu), famille)
    return [str(diagnostic) for diagnostic in resultat.diagnostics]


def avec_champs(lignes: str) -> str:
    return remplacer(FAMILLE, AVANT, lignes + AVANT)


# §2 -----------------------------------------------------------------------------------------------


def test_un_cas_nomme_une_condition() -> None:
    cas = """\
cas:
  service_national: {candidat.nationalite: FR, candidat.age: {au: ouverture, au_moins: 16, moins_de: 25}}
  distance_ou_mineur:
    un_de:
      - {voie_acces: distance}
      - {candidat.age: {au: fin_annee, moins_de: 18}}
  ni_l_un_ni_l_autre:
    aucun_de: [service_national, distance_ou_mineur]
"""
    famille = remplacer(FAMILLE, "onglets:\n", f"{cas}onglets:\n")
    famille = remplacer(famille, "si: {voie_acces: trois_ans}", "si: ni_l_un_ni_l_autre")
    assert scenario(famille, "", ATTENDU) == []


@pytest.mark.parametrize(("test", "naissance", "demandee"), [
    ("{au_moins: 25}", "20/10/2000", True),
    ("{au_moins: 25}", "21/10/2000", False),
    ("{plus_de: 25}", "20/10/2000", False),
    ("{au_plus: 25}", "20/10/2000", True),
    ("{moins_de: 25}", "20/10/2000", False),
    ("{moins_de: 25}", "21/10/2000", True),
])  # fmt: skip
def test_l_age_se_compte_au_jour_dit(test: str, naissance: str, demandee: bool) -> None:
    condition = f"candidat.age: {{au: ouverture, {test[1:-1]}}}"
    famille = remplacer(FAMILLE, "si: {voie_acces: trois_ans}", f"si: {{{condition}}}")
    modele = remplacer(MODELE, "ne_le: 02/04/1999", f"ne_le: {naissance}")
    attendu = ATTENDU if demandee else ATTENDU.replace("activite, ", "")
    if naissance.endswith("2000") and int(naissance[:2]) > 20:  # still 24 on the day of the opening
        attendu = attendu.replace("identite,", "identite, defense,")
    assert scenario(famille, "", attendu, modele) == []


@pytest.mark.parametrize(("test", "vrai"), [
    ("{sauf: distance}", True), ("{sauf: [distance, trois_ans]}", False),
    ("[distance, trois_ans]", True), ("{renseigne: oui}", True), ("{renseigne: non}", False),
])  # fmt: skip
def test_les_tests_d_un_choix(test: str, vrai: bool) -> None:
    famille = remplacer(FAMILLE, "si: {voie_acces: trois_ans}", f"si: {{voie_acces: {test}}}")
    assert scenario(famille, "", ATTENDU if vrai else ATTENDU.replace("activite, ", "")) == []


@pytest.mark.parametrize(("test", "vrai"), [
    ("{avant: 01/09/2025}", True), ("{apres: 01/09/2025}", False), ("{a_partir_de: 31/08/2025}", True),
    ("{jusqu_au: 31/08/2025}", True), ("{avant: 31/08/2025}", False), ("{apres: cloture - 3 mois}", True),
    ("{jusqu_au: ouverture}", True), ("{apres: fin_annee - 2 ans}", True),
])  # fmt: skip
def test_les_tests_d_une_date(test: str, vrai: bool) -> None:
    famille = avec_champs("      debut: {type: date, question: Début}\n")
    famille = remplacer(famille, "si: {voie_acces: trois_ans}", f"si: {{debut: {test}}}")
    attendu = ATTENDU if vrai else ATTENDU.replace("activite, ", "")
    assert scenario(famille, ", debut: 31/08/2025", attendu) == []


@pytest.mark.parametrize(("test", "vrai"), [
    ("{contient_un: [a, c]}", True), ("{contient_tous: [a, c]}", False), ("{contient_tous: [a, b]}", True),
])  # fmt: skip
def test_les_tests_de_plusieurs_reponses(test: str, vrai: bool) -> None:
    champ = (
        "      themes: {type: choix, question: Thèmes, options: {a: A, b: B, c: C}, choisir: {au_moins: 1}}\n"
    )
    famille = remplacer(avec_champs(champ), "si: {voie_acces: trois_ans}", f"si: {{themes: {test}}}")
    attendu = ATTENDU if vrai else ATTENDU.replace("activite, ", "")
    assert scenario(famille, ", themes: [a, b]", attendu) == []


def test_des_lignes_se_comptent_et_s_additionnent() -> None:
    champ = """\
      stages:
        type: repetition
        question: Stages
        champs:
          lieu: {type: texte, question: Lieu}
          heures: {type: nombre, question: Heures}
"""
    regle = """\
regles:
  heures:
    exige: {stages: {somme: {de: heures, au_moins: 448}}}
    sinon: avertissement
    message: Il manque des heures.
  longs:
    exige: {stages: {telles_que: {heures: {au_moins: 200}}, nombre: {au_moins: 2}}}
    message: Il faut deux stages longs.
"""
    famille = remplacer(avec_champs(champ), "regles:\n", regle)
    lignes = ", stages: [{lieu: Crèche, heures: 250}, {lieu: École, heures: 150}]"
    attendu = "{refus: [longs], avertissements: [heures]}"
    assert scenario(famille, lignes, attendu) == []


def test_a_droite_le_signe_egal_prend_la_valeur_d_un_chemin() -> None:
    champs = (
        "      langue_1: {type: choix, question: Première langue, options: [anglais, italien]}\n"
        "      langue_2: {type: choix, question: Seconde langue, options: [anglais, italien], "
        "verifie: {sauf: =langue_1}, message: Choisissez une autre langue.}\n"
    )
    famille = avec_champs(champs)
    assert scenario(famille, ", langue_1: anglais, langue_2: anglais", "{erreurs: [langue_2]}") == []
    assert scenario(famille, ", langue_1: anglais, langue_2: italien", "{erreurs: []}") == []


def test_une_reponse_masquee_ne_remplit_aucun_test() -> None:
    champs = (
        "      suite: {type: oui_non, question: Suite, si: {amenagement: oui}}\n"
        "      fin: {type: oui_non, question: Fin, si: {suite: oui}}\n"
    )
    assert scenario(avec_champs(champs), ", suite: oui", "{champs_absents: [suite, fin]}") == []


# §3 -----------------------------------------------------------------------------------------------


def test_un_modele_ne_garde_que_certaines_epreuves() -> None:
    modele = compile_sans_erreur(
        remplacer(MODELE, "specialites: [echafaudeur, zingueur, platrier, peinture_decoration]",
                  "specialites: {echafaudeur: {epreuves: [E1]}, zingueur: {}}\n"
                  "retirer: {champs: [forme], acquis: [plus_tard]}")
    )  # fmt: skip
    assert list(modele.specialites) == ["echafaudeur", "zingueur"]
    assert [epreuve.code for epreuve in modele.epreuves("echafaudeur")] == ["E1"]
    assert "forme" not in modele.questions
    assert [p.code for p in modele.possibilites] == ["passe", "benefice", "dispense"]


def test_un_modele_ajoute_une_question_a_sa_place() -> None:
    ajout = """\
onglets:
  candidature:
    champs:
      agrement: {question: Numéro d'agrément, juste_apres: voie_acces}
      amenagement: {aide: Une autre aide.}
"""
    onglet = compile_sans_erreur(MODELE + ajout).onglet("candidature")
    assert onglet is not None
    assert [question.cle for question in onglet.questions] == ["voie_acces", "agrement", "amenagement"]


def test_un_modele_apporte_sa_propre_specialite() -> None:
    maison = "{intitule: De la maison, niveau: 3, secteur: bois, epreuves: {M1: {intitule: Oral}}}"
    propre = f"{{echafaudeur: {{}}, maison: {maison}}}"
    modele = compile_sans_erreur(
        remplacer(MODELE, "[echafaudeur, zingueur, platrier, peinture_decoration]", propre)
    )
    assert [epreuve.code for epreuve in modele.epreuves("maison")] == ["M1"]


def test_retirer_ce_que_le_reste_utilise_est_refuse() -> None:
    trouvees = erreurs(remplacer(MODELE, "contacts:\n", "retirer: {pieces: [hauteur]}\ncontacts:\n"))
    assert any("la pièce « hauteur » n'est pas déclarée" in une for une in trouvees)


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
