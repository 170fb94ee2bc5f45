"""The étapes of a scenario: what each profil may do, and when, is what the portal itself would allow."""

import pytest
from atelier_centres import jouer

REPONSES = "    reponses: {epreuves.demandees: [E1, E2], departement_epreuves: 75, centre: C75A}\n"
DEBUT = "    le: 20/11/2026 10:00\n" + REPONSES + "    etapes:\n      - fait: enregistrer\n"
PREVALIDEE = DEBUT + "      - {le: 23/12/2026 18:00, par: centre, fait: prevalider}\n"
REGLEE = PREVALIDEE + "      - {regle: 100 €, par: portail, fait: regler}\n"
PAS_OUVERTE = "Cette action ne vous est pas ouverte."


def etape(*suites: str, avant: str = PREVALIDEE) -> list[str]:
    """Play some étapes; return what differs, without its place."""
    return [un.split(": ", 2)[-1] for un in jouer(avant + "".join(f"      - {suite}\n" for suite in suites))]


def test_le_montant_attendu_est_celui_des_epreuves_demandees() -> None:
    assert jouer(f"{REPONSES}    attendu: {{montant: 100 €}}\n") == []
    assert jouer(f"{REPONSES}    attendu: {{montant: 50 €}}\n") == [
        "janvier.yaml:10:15: scenarios.essai.attendu.montant: le montant est de 100 €."
    ]


def test_une_inscription_ouverte_par_un_report_ne_coute_rien() -> None:
    assert jouer(f"{REPONSES}    origine: reporter\n    attendu: {{montant: 0 €}}\n") == []


def test_une_origine_est_une_transition_qui_ouvre() -> None:
    (seule,) = jouer(f"{REPONSES}    origine: regler\n    attendu: {{refus: []}}\n")
    assert seule == "janvier.yaml:10:5: scenarios.essai.origine: « regler » n'ouvre aucune autre inscription."


def test_ce_que_le_portail_fait_a_date_n_arrive_pas_avant() -> None:
    assert etape("{le: 29/12/2026 18:00, par: portail, fait: expirer, attendu: {etat: expiree}}") == []
    (trop_tot,) = etape("{le: 29/12/2026 17:59, par: portail, fait: expirer, attendu: {etat: prevalidee}}")
    assert trop_tot == "elle ne vient que le mardi 29 décembre 2026 à 18 h 00."


@pytest.mark.parametrize(("departement", "heure"), [("75", "31/03/2027 18:00"), ("67", "01/04/2027 18:00")])
def test_les_jours_feries_sont_ceux_du_departement_du_centre(departement: str, heure: str) -> None:
    """In Alsace, Good Friday is one more; Easter Monday counts nowhere."""
    avant = PREVALIDEE.replace("departement_epreuves: 75", f"departement_epreuves: {departement}")
    avant = avant.replace("23/12/2026", "25/03/2027")
    a_l_heure = f"{{le: {heure}, par: portail, fait: expirer, attendu: {{etat: expiree}}}}"
    assert etape(a_l_heure, avant=avant) == []
    assert etape(a_l_heure.replace("18:00", "17:59"), avant=avant) != []


def test_un_reglement_partiel_garde_la_place() -> None:
    suite = "{regle: 50 €, le: 30/12/2026 08:00, par: portail, fait: expirer, attendu: {impossible: oui}}"
    assert etape(suite) == []
    assert etape(suite.replace("{impossible: oui}", "{etat: prevalidee}")) == [
        "« Expirer » ne concerne pas cette candidature."
    ]


def test_le_portail_ne_solde_pas_ce_qui_reste_du() -> None:
    assert etape("{par: portail, fait: regler, attendu: {impossible: oui}}") == []
    (reste,) = etape("{regle: 60 €, par: portail, fait: regler, attendu: {etat: prevalidee}}")
    assert reste == "il reste 40 € à régler."


def test_deux_reglements_s_ajoutent() -> None:
    assert etape("{regle: 60 €}", "{regle: 40 €, par: portail, fait: regler, attendu: {etat: reglee}}") == []


def test_un_report_une_seule_fois() -> None:
    seconde = REGLEE.replace("    etapes:", "    origine: reporter\n    etapes:")
    assert etape("{fait: reporter, attendu: {impossible: oui, etat: reglee}}", avant=seconde) == []
    assert etape("{fait: reporter, attendu: {etat: reportee}}", avant=REGLEE) == []


@pytest.mark.parametrize(("suite", "attendu"), [
    ("{par: candidat, fait: prevalider, attendu: {etat: prevalidee}}", PAS_OUVERTE),
    ("{regle: beaucoup, attendu: {etat: prevalidee}}", "« beaucoup » n'est pas un nombre."),
    ("{par: gestionnaire, fait: regler, attendu: {impossible: non}}", PAS_OUVERTE),
    ("{regle: 100 €, par: portail, fait: regler, attendu: {impossible: oui}}",
     "cette transition est pourtant possible."),
    ("{attendu: {impossible: peut-être}}", "écrivez « oui » ou « non »."),
], ids=["profil", "montant", "impossible: non", "possible", "ni oui ni non"])  # fmt: skip
def test_ce_qui_differe_est_dit(suite: str, attendu: str) -> None:
    assert etape(suite)[0].startswith(attendu)


def test_les_courriels_d_une_etape_sont_ceux_de_sa_transition() -> None:
    suite = DEBUT + "      - {par: centre, fait: prevalider, attendu: {courriels: [prevalidee]}}\n"
    assert jouer(suite) == []
