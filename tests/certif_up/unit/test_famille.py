"""What the family of Certif-UP says, statement by statement (guides 000 and 001)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from portal.adapters.referentiel import referentiel
from portal.domain.blocs import Personne
from portal.domain.centre import Centre, CentreOffrant
from portal.domain.champs import Env
from portal.domain.langage.lecteur import Fichier, compiler_modele, lire_famille
from portal.domain.modele import CourrielDeclare, ModeleExamen
from portal.domain.questionnaire import est_obligatoire
from portal.domain.situation import Situation
from portal.domain.texte import TexteSi

RACINE = Path(__file__).parents[3]
CENTRE = Centre(1, "C02A", "Centre de Laon", "1 rue Haute", "02000", "Laon", "02", "laon@example.org",
                modalites="Chèque à l'ordre du centre.")  # fmt: skip
REPONSES = {"epreuves.demandees": ["E1", "E2"], "departement_epreuves": "02", "centre": "C02A"}


@dataclass(frozen=True)
class UnSeul:
    """An annuaire of one centre."""

    sur_parole: bool = True

    def centre(self, code: str) -> Centre:
        return CENTRE

    def offrant(self, code: str) -> CentreOffrant | None:
        return None

    def offrants(self, departements: Collection[str]) -> tuple[CentreOffrant, ...]:
        return ()


@cache
def modele(session: str = "2022-06") -> ModeleExamen:
    dossier = RACINE / "plugins" / "certif_up"
    famille = lire_famille(Fichier("famille.yaml", (dossier / "famille.yaml").read_bytes()), ())
    assert famille is not None
    chemin = RACINE / "exam_templates" / "national" / f"certif-up-{session}.yaml"
    fichier = Fichier(chemin.name, chemin.read_bytes())
    compile_ = compiler_modele(famille, fichier, f"national/certif-up-{session}", referentiel()).modele
    assert compile_ is not None
    return compile_


def demande(etat: str = "soumise", **autres: object) -> Situation:
    ici = modele()
    maintenant = ici.calendrier.inscription.ouverture
    env = Env(referentiel(), maintenant.date(), (), UnSeul())
    personne = Personne(prenoms="Inès", nom_naissance="KEBBATI")
    vues = frozenset(onglet.code for onglet in ici.onglets)
    situation = Situation(ici, REPONSES, personne, env, maintenant, vues, etat=etat, regle=Decimal(0))
    return replace(situation, **autres)  # type: ignore[arg-type]


def dit(texte: TexteSi | None) -> str:
    assert texte is not None
    return texte.en_clair(demande()).replace("\u00a0", " ").replace("’", "'")


def notice(code: str) -> str:
    return dit(next(une for une in modele().informations if une.code == code).texte)


def courriels(transition: str) -> dict[str, CourrielDeclare]:
    return {un.code: un for un in modele().courriels if transition in un.quand}


def test_la_demande_va_dans_l_ordre_du_guide_u_096() -> None:
    ordre = ["epreuves", "centre", "identification", "situation", "recapitulatif"]
    assert [onglet.code for onglet in modele().onglets] == ordre
    centre = modele().onglet("centre")
    assert centre is not None
    assert [question.cle for question in centre.questions] == ["departement_epreuves", "centre", "engagement"]


def test_le_bouton_s_appelle_soumettre_u_097() -> None:
    assert modele().circuit.transitions["enregistrer"].intitule == "Soumettre"


def test_toutes_les_rubriques_de_la_famille_sont_obligatoires_u_095() -> None:
    onglets, ici = [modele().onglet(code) for code in ("centre", "situation")], demande()
    posees = [question for onglet in onglets if onglet is not None for question in onglet.questions]
    assert all(est_obligatoire(ici, q) for q in posees if ici.visible(q))


@pytest.mark.parametrize(("code", "mots"), [
    ("modalites", ["pré-valide ou refuse", "72 heures ouvrées", "50 € par épreuve",
                   "choisissez un autre centre", "mail de confirmation"]),
    ("nuc", ["Numéro Unique de Candidat", "votre identifiant d'inscription", "accueil@union-prof.asso.fr",
             "ou à votre centre d'épreuves", "nom de naissance, prénom et date de naissance",
             "première inscription", "antérieure à 2022"]),
    ("stagiaires", ["Renseignez-vous auprès de votre centre", "financés avec votre formation"]),
    ("logiciels", ["vous vous engagez", "départements limitrophes"]),
    ("un_centre", ["plusieurs centres en même temps", "adresses mail différentes", "répondent rapidement",
                   "le temps de vous inscrire dans un autre centre"]),
    ("suivi", ["un mail à chaque étape", "conservez-les"]),
    ("verifiez", ["laon@example.org", "nom de naissance, prénom, date de naissance et numéro de téléphone",
                  "attestations de réussite", "parchemin", "Caisse des dépôts et consignations"]),
    ("erreur_d_epreuve", ["par erreur", "par mail à votre centre d'épreuves", "nouvelle demande",
                          "déjà en cours"]),
    ("reports", ["ne peut plus être annulée", "aucun remboursement", "après décision de l'UPPCTSC",
                 "certificat médical", "courrier de refus ou de demande de report",
                 "attestation de l'entreprise", "qu'une fois", "uniquement sur la session suivante",
                 "Aucun autre motif"]),
    ("probleme", ["accueil@union-prof.asso.fr", "coordonnées complètes", "nom de naissance",
                  "les épreuves que vous souhaitez passer", "Merci de ne pas téléphoner", "RGPD"]),
])  # fmt: skip
def test_la_notice_dit_ce_que_dit_le_guide(code: str, mots: list[str]) -> None:
    texte = notice(code)
    assert [mot for mot in mots if mot not in texte] == []


def test_sans_centre_le_candidat_sait_quoi_faire_u_012_u_089_u_094() -> None:
    centres = modele().centres
    assert centres is not None
    for mot in ("un autre département", "limitrophe", "accueil@union-prof.asso.fr", "coordonnées complètes",
                "nom de naissance, prénom et date de naissance", "les épreuves"):  # fmt: skip
        assert mot in dit(centres.aucun)
    assert "logiciels" in dit(centres.conseil)


def test_aucun_telephone_de_l_union_n_est_donne_u_129() -> None:
    assert [contact.telephones for contact in modele().contacts] == [()]


@pytest.mark.parametrize("courriel", modele().courriels, ids=lambda courriel: courriel.code)
def test_chaque_mail_invite_a_le_conserver_u_118(courriel: CourrielDeclare) -> None:
    texte = dit(courriel.texte)
    assert texte.endswith("Conservez ce mail.")
    assert "service des examens" not in texte


@pytest.mark.parametrize(("transition", "destinataires"), [
    ("enregistrer", ["candidat", "centre"]), ("prevalider", ["candidat"]), ("refuser", ["candidat"]),
    ("liberer", ["candidat", "centre"]), ("expirer", ["candidat", "centre"]), ("regler", ["candidat"]),
    ("rouvrir_reglement", ["candidat"]), ("inscrire", ["candidat"]),
    ("demander_report_medical", ["candidat", "gestionnaire"]),
    ("demander_report_employeur", ["candidat", "gestionnaire"]), ("accorder_report", ["candidat", "centre"]),
    ("refuser_report", ["candidat"]), ("suite_ouverte", ["candidat"]), ("correction", ["candidat"]),
])  # fmt: skip
def test_chaque_etape_previent_par_mail_u_116(transition: str, destinataires: list[str]) -> None:
    assert sorted({profil for un in courriels(transition).values() for profil in un.a}) == destinataires


def test_le_mail_de_prevalidation_dit_combien_comment_et_jusqu_a_quand_u_043_u_049() -> None:
    envoyes = [un for un in courriels("prevalider").values() if un.si.evaluer(demande("prevalidee")) is True]
    (mail,) = envoyes
    for mot in (
        "100 €",
        "Chèque à l'ordre du centre.",
        "72 heures ouvrées",
        "À recevoir par le centre avant le",
    ):
        assert mot in dit(mail.texte)


def test_une_demande_reportee_est_prevalidee_sans_rien_reclamer() -> None:
    reportee = demande("prevalidee", origine="accorder_report")
    (mail,) = [un for un in courriels("prevalider").values() if un.si.evaluer(reportee) is True]
    assert mail.code == "prevalidation_sans_frais"


def test_le_mail_de_confirmation_dit_inscrit_definitivement_u_055() -> None:
    (mail,) = courriels("inscrire").values()
    assert "Vous êtes inscrit(e) définitivement" in dit(mail.objet)
    assert "Vous êtes inscrit(e) définitivement" in dit(mail.texte)


def test_rien_n_annule_ni_ne_rembourse_une_inscription_u_020_u_021() -> None:
    circuit, paiement = modele().circuit, modele().paiement
    de_l_inscrite = {code for code, une in circuit.transitions.items() if "inscrite" in une.de}
    assert de_l_inscrite == {"demander_report_medical", "demander_report_employeur"}
    assert {une.vers for une in circuit.transitions.values() if "report_demande" in une.de} == {
        "reportee", "inscrite",
    }  # fmt: skip
    assert paiement is not None
    assert paiement.remboursable is False
    assert "ne sont pas remboursés" in dit(paiement.regle)


def test_l_union_seule_decide_d_un_report_et_le_centre_seul_inscrit_u_134_u_053() -> None:
    transitions = modele().circuit.transitions
    assert transitions["accorder_report"].par == transitions["refuser_report"].par == ("gestionnaire",)
    assert transitions["prevalider"].par == transitions["inscrire"].par == ("centre",)
    assert transitions["accorder_report"].ouvre == "session_suivante"


@pytest.mark.parametrize(("transition", "piece", "questions"), [
    ("demander_report_medical", "certificat_medical", []),
    ("demander_report_employeur", "refus_employeur", ["motif_employeur"]),
])  # fmt: skip
def test_chaque_motif_de_report_a_son_justificatif_u_024_u_026_u_139(
    transition: str, piece: str, questions: list[str]
) -> None:
    report = modele().circuit.transitions[transition]
    assert report.pieces == (piece,)
    assert [question.cle for question in report.questions] == questions


def test_le_certificat_medical_est_une_donnee_de_sante() -> None:
    sante = {piece.code: piece.sante for piece in modele().pieces}
    assert sante == {"certificat_medical": True, "refus_employeur": False}


def test_trois_justificatifs_de_l_employeur_conviennent_u_026_u_027_u_138() -> None:
    piece = next(une for une in modele().pieces if une.code == "refus_employeur")
    assert [code for code, _ in piece.une_parmi] == ["refus", "demande_report", "attestation"]


def test_une_place_se_prend_a_la_prevalidation_et_se_rend_avec_elle_u_042() -> None:
    places = modele().places
    assert places is not None
    assert (places.prises, places.complet) == (("prevalider",), "refus")
    assert set(places.rendues) == {"liberer", "expirer", "accorder_report"}


@pytest.mark.parametrize("code", modele().circuit.etats)
def test_chaque_etat_dit_ce_qu_il_signifie_et_la_suite(code: str) -> None:
    assert dit(modele().circuit.etats[code].aide).endswith(".")


@pytest.mark.parametrize("session", ["2022-06", "2027-01", "2027-06"])
def test_chaque_session_compte_les_jours_feries_du_centre_et_date_ses_epreuves(session: str) -> None:
    calendrier = modele(session).calendrier
    assert calendrier.jours_feries == "centre"
    assert list(calendrier.jalons) == ["jour_e1", "jour_e2", "jour_e3"]


def test_les_sessions_de_2027_se_suivent_u_034() -> None:
    janvier, juin = modele("2027-01").calendrier, modele("2027-06").calendrier
    assert janvier.inscription.fermeture < juin.inscription.ouverture
