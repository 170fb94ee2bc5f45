"""Traps: what YAML, editors and tired eyes do to a file. Each is read as written, or refused in French."""

import time

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

from portal.domain.langage.canonique import canoniser

AVANT = "      amenagement:\n"
CONFIRMATION = (
    "  confirmation: {type: confirmation, intitule: Confirmation datée et signée, "
    "limite: cloture, a_defaut: annuler}\n"
)


def avec_champ(ligne: str) -> str:
    """Return the family with one more field, at line 31."""
    return remplacer(FAMILLE, AVANT, f"      {ligne}\n{AVANT}")


# What must survive --------------------------------------------------------------------------------


def test_une_epreuve_010_garde_ses_trois_chiffres() -> None:
    specialite = remplacer(ECHAFAUDEUR, "E1:", "010:")
    modele = compiler(specialites=(specialite, *SPECIALITES[1:])).modele
    assert modele is not None
    assert [epreuve.code for epreuve in modele.epreuves("echafaudeur")] == ["010", "E2"]


def test_les_departements_01_2a_et_062_restent_des_departements() -> None:
    modele = compile_sans_erreur(
        remplacer(MODELE, "departements: [03, 15, 43, 63]", "departements: [01, 2A, 062]")
    )
    assert modele.reglages["departements"] == ("01", "2A", "62")


def test_les_codes_no_et_yes_ne_deviennent_pas_faux_et_vrai() -> None:
    famille = avec_champ(
        "pays_test: {type: choix, question: Pays, options: {no: Norvège, yes: Yémen, on: Oman}}"
    )
    options = compile_sans_erreur(famille=famille).questions["pays_test"].champ.options
    assert [option.code for option in options] == ["no", "yes", "on"]


def test_douze_heures_trente_reste_un_texte() -> None:
    famille = avec_champ("heure: {type: texte, question: Heure d'arrivée, exemple: 12:30}")
    assert compile_sans_erreur(famille=famille).questions["heure"].champ.exemple == "12:30"


def test_une_date_iso_est_lue_comme_une_date_francaise() -> None:
    iso = remplacer(MODELE, "19/11/2025 17:00", "2025-11-19 17:00")
    assert compile_sans_erreur(iso).calendrier == compile_sans_erreur().calendrier


@pytest.mark.parametrize("transformer", [
    lambda texte: texte.replace("\n", "\r\n"),
    lambda texte: "\ufeff" + texte,
    lambda texte: texte + "\n\n# fin\n",
], ids=["fins de ligne de Windows", "marque d'ordre des octets", "commentaire à la fin"])  # fmt: skip
def test_un_fichier_de_windows_se_lit_comme_un_autre(transformer) -> None:  # type: ignore[no-untyped-def]
    assert compile_sans_erreur(transformer(MODELE)) == compile_sans_erreur()


def test_un_modele_de_trois_cents_champs_se_compile_vite() -> None:
    lignes = "".join(
        f"      champ_{n}: {{type: oui_non, question: Question {n}, si: {{champ_{n - 1}: oui}}}}\n"
        for n in range(1, 300)
    )
    famille = remplacer(
        FAMILLE, AVANT, f"      champ_0: {{type: oui_non, question: Question 0}}\n{lignes}{AVANT}"
    )
    debut = time.perf_counter()
    modele = compile_sans_erreur(famille=famille)
    assert time.perf_counter() - debut < 20
    assert sum(code.startswith("champ_") for code in modele.questions) == 300


# What must be refused -----------------------------------------------------------------------------


def test_une_cle_ecrite_deux_fois_est_refusee() -> None:
    assert erreurs(MODELE + "session: 2027\n") == [
        "cs-2026.yaml:19:1: session: la clé « session » est déjà écrite à la ligne 4. "
        "Gardez une seule des deux lignes."
    ]


def test_une_bombe_de_renvois_n_explose_pas() -> None:
    bombe = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    debut = time.perf_counter()
    trouvees = erreurs(MODELE + bombe)
    assert time.perf_counter() - debut < 10
    renvois = [une for une in trouvees if "les renvois « & » et « * » de YAML ne sont pas lus" in une]
    assert renvois[0].startswith("cs-2026.yaml:19:4: a: ")


@pytest.mark.parametrize("imbrication", [
    "cas: " + "[" * 50 + "]" * 50 + "\n",
    "cas: " + "{a: " * 50 + "b" + "}" * 50 + "\n",
    "cas:\n" + "".join("  " * n + "a:\n" for n in range(1, 51)) + "  " * 51 + "b: c\n",
], ids=["crochets", "accolades", "retraits"])  # fmt: skip
def test_cinquante_niveaux_sont_trop(imbrication: str) -> None:
    (seule,) = erreurs(MODELE + imbrication)
    assert seule.startswith("cs-2026.yaml:")
    assert seule.endswith("il y a plus de 20 niveaux les uns dans les autres.")


def test_un_onglet_qui_ne_demande_rien_est_refuse() -> None:
    assert erreurs(famille=remplacer(FAMILLE, "  acquis: Acquis\n", "  vide: Vide\n  acquis: Acquis\n")) == [
        "famille.yaml:49:3: onglets.vide: cet onglet ne demande rien : "
        "donnez-lui « blocs », « champs » ou « rubriques »."
    ]


def test_une_condition_sur_un_champ_inconnu_est_refusee() -> None:
    assert erreurs(famille=remplacer(FAMILLE, "si: {voie_acces:", "si: {voie_axes:")) == [
        "famille.yaml:69:57: pieces.activite.si: « voie_axes » n'existe pas dans ce modèle. "
        "Vouliez-vous dire « voie_acces » ?"
    ]


def test_deux_conditions_qui_s_attendent_sont_refusees() -> None:
    famille = avec_champ(
        "aa: {type: oui_non, question: A, si: {bb: oui}}\n"
        "      bb: {type: oui_non, question: B, si: {aa: oui}}"
    )
    assert erreurs(famille=famille) == [
        "famille.yaml:31:40: onglets.candidature.champs.aa.si: "
        "ces conditions tournent en rond : aa → bb → aa."
    ]


@pytest.mark.parametrize("cas", [
    "cas:\n  un: {cas.deux: oui}\n  deux: {cas.un: oui}\n",
    "cas:\n  un: {un_de: [deux]}\n  deux: {un_de: [un]}\n",
    "cas:\n  un: {un: oui}\n",
], ids=["par leur chemin", "par leur nom", "avec soi-même"])  # fmt: skip
def test_des_cas_qui_s_attendent_sont_refuses(cas: str) -> None:
    trouvees = erreurs(famille=remplacer(FAMILLE, "onglets:\n", f"{cas}onglets:\n"))
    assert len(trouvees) == 1
    assert trouvees[0].startswith("famille.yaml:19:3: cas.un: ")
    assert "tournent en rond" in trouvees[0]


def test_deux_epreuves_qui_s_attendent_sont_refusees() -> None:
    specialite = remplacer(ECHAFAUDEUR, "mode: ecrit,", "mode: ecrit, si: {epreuves.E2: passe},")
    specialite = remplacer(specialite, "mode: pratique,", "mode: pratique, si: {epreuves.E1: passe},")
    (seule,) = erreurs(specialites=(specialite, *SPECIALITES[1:]))
    assert seule.startswith("echafaudeur.yaml:9:3: specialites.echafaudeur.epreuves.E1: ")
    assert "tournent en rond" in seule


def test_un_fichier_qui_n_est_pas_en_utf_8_le_dit() -> None:
    (seule,) = erreurs(MODELE.encode("latin-1"))
    assert "n'est pas de l'UTF-8. Enregistrez-le en UTF-8" in seule


def test_une_tabulation_en_tete_de_ligne_le_dit() -> None:
    assert erreurs(remplacer(MODELE, "  inscription:", "\tinscription:")) == [
        "cs-2026.yaml:6:1: cette ligne est décalée avec une tabulation. "
        "Remplacez-la par deux espaces par niveau."
    ]


@pytest.mark.parametrize("vide", ["", "\n\n", "# rien\n", "---\n"])
def test_un_fichier_vide_dit_par_quoi_commencer(vide: str) -> None:
    (seule,) = erreurs(vide)
    assert seule.startswith("cs-2026.yaml:1:1: ce fichier est vide. Écrivez au moins « famille: … »")


def test_un_modele_qui_ne_dit_que_sa_famille_apprend_ce_qui_manque() -> None:
    assert [une for une in erreurs("famille: cs\n") if "il manque « " in une] == [
        "cs-2026.yaml:1:1: il manque « academie » (L'académie).",
        "cs-2026.yaml:1:1: il manque « calendrier » (Les périodes et les jalons).",
        "cs-2026.yaml:1:1: il manque « session » (La session d'examen, comme « juin 2027 »).",
    ]


@pytest.mark.parametrize("cle", ["fiche_seance", "seances"])
def test_les_cles_d_une_version_a_venir_sont_inconnues(cle: str) -> None:
    attendue = f"la clé « {cle} » est inconnue : le langage ne la lit pas encore."
    assert erreurs(famille=f"{FAMILLE}{cle}: {{a: {{b: c}}}}\n") == [f"famille.yaml:81:1: {attendue}"]


def test_les_seances_d_un_modele_sont_inconnues() -> None:
    (seule,) = erreurs(MODELE + "seances: {matin: {le: 07/06/2027 09:00}}\n")
    assert seule == "cs-2026.yaml:19:1: la clé « seances » est inconnue : le langage ne la lit pas encore."


@pytest.mark.parametrize(("ligne", "attendu"), [
    ("choi: {type: choi, question: Q}", "31:20: onglets.candidature.champs.choi.type: le type « choi » est "
     "inconnu. Vouliez-vous dire « choix » ?"),
    ("seance: {type: seance, question: Q}", "31:22: onglets.candidature.champs.seance.type: le type "
     "« seance » est inconnu."),
    ("nb: {type: nombre, question: N, verifie: {au_moins: 3}}", "31:7: onglets.candidature.champs.nb: "
     "« verifie » demande un « message » pour le candidat."),
], ids=["type mal écrit", "type à venir", "vérification sans message"])  # fmt: skip
def test_une_question_mal_declaree_est_refusee(ligne: str, attendu: str) -> None:
    assert erreurs(famille=avec_champ(ligne)) == [f"famille.yaml:{attendu}"]


@pytest.mark.parametrize(("ancien", "nouveau", "attendu"), [
    ("si: {voie_acces: trois_ans}", "si: {voie_acces: {au_moins: 3}}",
     "famille.yaml:69:70: pieces.activite.si: « au_moins » ne convient pas à voie_acces. "
     "Tests possibles : sauf, renseigne."),
    ("<specialite.annexes>", "<specialite.anexes>",
     "famille.yaml:74:11: pieces.hauteur.aide: <specialite.anexes> n'existe pas dans ce modèle. "
     "Vouliez-vous dire « specialite.annexes » ?"),
    ("a_defaut: annuler", "a_defaut: valider",
     "famille.yaml:77:105: pieces.confirmation.a_defaut: le portail ne peut pas prendre la transition "
     "« valider »."),
    (CONFIRMATION, "",
     "famille.yaml:6:1: confirmation: « confirmation: signee » demande une pièce de "
     "« type: confirmation »."),
    ("    message: Cette inscription est réservée aux personnes domiciliées dans l'académie.\n", "",
     "famille.yaml:59:3: regles.domicile: il manque « message » (La phrase que lit le candidat)."),
    ("valable: 5 ans", "valable: cinq ans",
     "famille.yaml:55:92: acquis.possibilites.benefice.valable: « cinq ans » n'est pas une durée. "
     "Écrivez par exemple 3 ans, 6 mois ou 15 jours."),
], ids=["test", "variable", "à défaut", "signée sans pièce", "règle muette", "durée"])  # fmt: skip
def test_une_famille_fautive_dit_ou_et_quoi(ancien: str, nouveau: str, attendu: str) -> None:
    assert erreurs(famille=remplacer(FAMILLE, ancien, nouveau)) == [attendu]


@pytest.mark.parametrize(("ancien", "nouveau", "attendu"), [
    ("academie: clermont_ferrand", "academie: clermont_ferand",
     "3:11: academie: l'académie « clermont_ferand » est inconnue. Vouliez-vous dire « clermont_ferrand » ?"),
    ("session: 2026", "session: juin",
     "4:10: session: la session doit porter une année, comme « juin 2027 » ou « 2027 »."),
    ("20/10/2025 09:00", "30/03/2025 02:30",
     "6:21: calendrier.inscription.du: 30/03/2025 02:30 n'existe pas : ce jour-là, les horloges avancent "
     "d'une heure (Europe/Paris). Choisissez une autre heure."),
    ("reglages: {departements: [03, 15, 43, 63]}\n", "",
     "2:1: reglages: il manque le réglage « departements » (Départements acceptés)."),
    ("specialites: [echafaudeur, zingueur, platrier, peinture_decoration]\n", "",
     "2:1: specialites: il manque « specialites » : les spécialités que ce modèle ouvre."),
], ids=["académie", "session", "heure d'été", "réglage", "spécialités"])  # fmt: skip
def test_un_modele_fautif_dit_ou_et_quoi(ancien: str, nouveau: str, attendu: str) -> None:
    assert erreurs(remplacer(MODELE, ancien, nouveau)) == [f"cs-2026.yaml:{attendu}"]


def test_ce_qui_est_impose_ne_change_que_par_ses_textes() -> None:
    (seule,) = erreurs(MODELE + "regles:\n  domicile: {sinon: avertissement, message: Autre phrase.}\n")
    assert seule.startswith("cs-2026.yaml:20:14: regles.domicile.sinon: « domicile » est imposé")
    permis = compile_sans_erreur(MODELE + "regles:\n  domicile: {message: Autre phrase.}\n")
    assert permis.regles[0].message.brut() == "Autre phrase."


def test_une_unite_portee_deux_fois_nomme_le_fichier_de_la_specialite() -> None:
    specialite = remplacer(ECHAFAUDEUR, "unite: U2", "unite: U1")
    assert erreurs(specialites=(specialite, *SPECIALITES[1:])) == [
        "echafaudeur.yaml:10:3: specialites.echafaudeur.epreuves.E2: "
        "l'unité « U1 » est déjà celle de l'épreuve « E1 »."
    ]


# Scenarios ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("ancien", "nouveau", "attendu"), [
    ("epreuves: [E1, E2], pieces", "epreuves: [E1], pieces",
     "18:26: scenarios.un échafaudeur salarié depuis quatre ans.attendu.epreuves: "
     "il y a en trop E2. Obtenu : [E1, E2]."),
    ("refus: []", "refus: [domicile]",
     "18:15: scenarios.un échafaudeur salarié depuis quatre ans.attendu.refus: "
     "il manque domicile. Obtenu : []."),
    ("code_postal: 63000", "code_postal: 69001",
     "18:15: scenarios.un échafaudeur salarié depuis quatre ans.attendu.refus: "
     "il y a en trop domicile. Obtenu : [domicile]."),
    ("forme: globale", "form: globale",
     "17:64: scenarios.un échafaudeur salarié depuis quatre ans.reponses.form: "
     "« form » n'est pas une question de cette candidature. Vouliez-vous dire « forme » ?"),
], ids=["épreuve en trop", "refus attendu", "refus inattendu", "question inconnue"])  # fmt: skip
def test_un_scenario_rate_dit_ce_qui_a_ete_obtenu(ancien: str, nouveau: str, attendu: str) -> None:
    (resultat,) = jouer(remplacer(MODELE, ancien, nouveau))
    assert str(resultat.diagnostics[0]) == f"cs-2026.yaml:{attendu}"


def test_une_reponse_impossible_fait_rater_le_scenario() -> None:
    (resultat,) = jouer(remplacer(MODELE, "voie_acces: trois_ans, s", "voie_acces: quatre_ans, s"))
    assert any("la réponse « voie_acces » est refusée" in str(un) for un in resultat.diagnostics)


def test_les_etapes_d_un_scenario_suivent_le_circuit() -> None:
    etapes = """\
    etapes:
      - {le: 04/11/2025 10:00, fait: enregistrer, attendu: {etat: enregistree, courriels: enregistrement}}
      - {par: gestionnaire, fait: valider, attendu: {etat: validee, courriels: validation}}
      - {fait: modifier, attendu: {etat: validee}}
"""
    (resultat,) = jouer(MODELE + etapes)
    assert [str(un) for un in resultat.diagnostics] == [
        "cs-2026.yaml:22:10: scenarios.un échafaudeur salarié depuis quatre ans.etapes.2.fait: "
        "« Modifier » n'est pas possible : inscription validée."
    ]


# The canonical form -------------------------------------------------------------------------------


def test_commentaires_et_mise_en_page_ne_changent_pas_l_empreinte() -> None:
    avant, apres = compiler().declaration, compiler(
        remplacer(MODELE, "reglages: {departements: [03, 15, 43, 63]}",
                  "reglages:      # les quatre\n  departements:\n    - 03\n    - 15\n    - 43\n    - 63")
    ).declaration  # fmt: skip
    assert avant is not None
    assert apres is not None
    assert canoniser(avant) == canoniser(apres)


def test_le_calendrier_et_les_contacts_sont_la_part_vive() -> None:
    avant, apres = compiler().declaration, compiler(
        remplacer(MODELE, "19/11/2025 17:00", "20/11/2025 17:00")
    ).declaration  # fmt: skip
    assert avant is not None
    assert apres is not None
    assert canoniser(avant)[0] == canoniser(apres)[0]
    assert canoniser(avant)[1] != canoniser(apres)[1]
