"""Notice 003, tabs 4 and 5: what is kept, and who needs an attestation of training to work at height."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.domain.champs import Json
from portal.domain.dessin import champ_du_moment
from portal.domain.pieces_dues import pieces_dues
from portal.domain.situation import Situation
from tests.enonces.lectures import A_CLERMONT, CS, aide_onglet, aide_piece, dues
from tests.unit.domain.runtime.modeles import livre_compile, poster, situation, statuts

ANNEXES = {"3": "Annexe 3 – Montage", "4": "Annexe 4 – Réception", "5": "Annexe 5 – Utilisation"}
TOUT: dict[str, Json] = {
    "voie_acces": "deja_presente", "meme_specialite": "oui", "specialite": "peinture_decoration",
    "deja_ajourne": "oui", "forme": "progressive", "forme_precedente": "progressive", "niveau_diplome": "4",
}  # fmt: skip


def offertes(epreuve: str = "E1", **changes: Json) -> list[str]:
    ici = situation(livre_compile(CS), TOUT | changes)
    question = ici.question(f"acquis.{epreuve}")
    assert question is not None
    return [option.code for option in champ_du_moment(ici, question).options]


def test_chaque_epreuve_offre_quatre_possibilites() -> None:
    """S-169: to sit it, to keep the note, to be exempted, to sit it later."""
    assert offertes() == ["passe", "benefice", "dispense", "plus_tard"]


@pytest.mark.parametrize(
    ("reponse", "absente"),
    [
        pytest.param({"deja_ajourne": "non"}, "benefice", id="S-175"),
        pytest.param({"niveau_diplome": "3"}, "dispense", id="S-168, S-179: un CAP au niveau 4"),
        pytest.param({"niveau_diplome": "aucun"}, "dispense", id="S-168, S-179: sans diplôme"),
        pytest.param({"forme": "globale", "forme_precedente": "globale"}, "plus_tard", id="S-162"),
    ],
)
def test_une_possibilite_n_est_offerte_qu_a_qui_remplit_ses_conditions(
    reponse: dict[str, Json], absente: str
) -> None:
    assert absente not in offertes(**reponse)


def test_un_diplome_de_meme_niveau_suffit_au_niveau_3() -> None:
    """S-179."""
    assert "dispense" in offertes("EP1", specialite="zingueur", niveau_diplome="3")


def test_benefice_et_dispense_se_disent_epreuve_par_epreuve_et_seulement_sur_demande() -> None:
    """S-171, S-174, S-178: one kept, one exempted, the third is sat because nothing was asked for it."""
    reponses: dict[str, Json] = {
        "acquis.E1": "benefice", "acquis.E1.note": "12", "acquis.E1.obtenue_le": "2024-07-05",
        "acquis.E2": "dispense", "acquis.E3": "passe",
    }  # fmt: skip
    assert statuts(situation(livre_compile(CS), TOUT | reponses)) == {
        "E1": "note_gardee",
        "E2": "neutralisee",
        "E3": "passe",
    }


def test_la_possibilite_choisie_demande_ses_cases() -> None:
    """S-170: the note and its date, both required."""
    formulaire = {"acquis.E1": "benefice", "acquis.E2": "passe", "acquis.E3": "passe"}
    lecture = poster(situation(livre_compile(CS), TOUT | {"acquis.E1": "benefice"}), "acquis", formulaire)
    assert set(lecture.erreurs) == {"acquis.E1.note", "acquis.E1.obtenue_le"}


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param(
            "Une note ou une dispense qui n'est pas conservée est définitivement perdue", id="S-172"
        ),
        pytest.param("un candidat ajourné peut garder une note d'au moins 10/20", id="S-173, S-175"),
        pytest.param("pendant cinq ans à compter de son obtention", id="S-176"),
        pytest.param("La moyenne est calculée sur les notes gardées et les notes de la session", id="S-177"),
        pytest.param("pour le titulaire d'un diplôme de niveau au moins égal à celui présenté", id="S-179"),
        pytest.param("Le coefficient de l'épreuve est neutralisé", id="S-180"),
        pytest.param("les notes obtenues auparavant ne comptent pas", id="S-181"),
        pytest.param(
            "la moyenne est calculée sur les seules épreuves présentées, avec leurs coefficients", id="S-182"
        ),
    ],
)
def test_l_onglet_des_acquis_dit(phrase: str) -> None:
    assert phrase in aide_onglet(CS, "acquis")


def inscrit(specialite: str) -> Situation:
    """Somebody who sits every épreuve."""
    reponses = A_CLERMONT | {"specialite": specialite, "deja_ajourne": "non", "niveau_diplome": "aucun"}
    ici = situation(livre_compile(CS), reponses, validees=None)
    passees = {f"acquis.{retenue.epreuve.code}": "passe" for retenue in ici.epreuves}
    return ici.avec(reponses | passees)


@pytest.mark.parametrize(
    ("specialite", "niveau", "exigees"),
    [
        pytest.param("peinture_decoration", "4", ["5"], id="S-198 à S-201"),
        pytest.param("energies_renouvelables", "4", ["4", "5"], id="S-202, S-204 à S-206"),
        pytest.param("echafaudeur", "3", ["3", "4", "5"], id="S-207 à S-210"),
        pytest.param("zingueur", "3", ["3", "5"], id="S-211 à S-214"),
        pytest.param("platrier", "3", ["5"], id="S-215 à S-218"),
    ],
)
def test_les_annexes_exigees_sont_celles_du_tableau(specialite: str, niveau: str, exigees: list[str]) -> None:
    """S-185, S-186: due from the registration on, and the piece says which annexes."""
    assert livre_compile(CS).specialites[specialite].fiche["niveau"] == niveau
    assert "hauteur" in dues(inscrit(specialite))
    aide = aide_piece(CS, "hauteur", specialite=specialite)
    assert {n for n, annexe in ANNEXES.items() if annexe in aide} == set(exigees)


@pytest.mark.parametrize("option", ["A", "B"])
def test_les_deux_options_des_energies_renouvelables_demandent_les_memes_annexes(option: str) -> None:
    """S-203."""
    une = livre_compile(CS).specialites["energies_renouvelables"]
    assert option in dict(une.options)
    aide = aide_piece(CS, "hauteur", specialite="energies_renouvelables", **{"specialite.option": option})
    assert "Annexe 4 – Réception, Annexe 5 – Utilisation" in aide


@pytest.mark.parametrize("specialite", ["patisserie_boutique", "fabrication_traiteur", "desserts_restaurant"])
def test_une_specialite_hors_du_tableau_ne_demande_pas_d_attestation(specialite: str) -> None:
    """S-185."""
    assert "hauteur" not in dues(inscrit(specialite))


@pytest.mark.parametrize(
    "phrase",
    [
        pytest.param(
            "recommandation R.408 de la Caisse nationale d'assurance maladie des travailleurs salariés",
            id="S-187",
        ),
        pytest.param(
            "sur le montage, la réception, l'utilisation et le démontage des échafaudages de pied",
            id="S-188 à S-191",
        ),
        pytest.param("arrêté du 15 mars 2024", id="S-192"),
        pytest.param("Cette formation est obligatoire, payante", id="S-219"),
        pytest.param("et à votre charge", id="S-220"),
        pytest.param("Pour un éventuel financement", id="S-221"),
        pytest.param("GRETA Auvergne (greta-auvergne@ac-clermont.fr", id="S-222"),
        pytest.param("04.44.44.95.95", id="S-223"),
        pytest.param("d'une mission locale", id="S-224"),
        pytest.param("d'une agence de France Travail (ex-Pôle emploi)", id="S-225"),
        pytest.param("avant le vendredi 6 mars 2026", id="S-226"),
        pytest.param("vous ne serez pas admis à passer les épreuves correspondantes", id="S-227"),
    ],
)
def test_la_piece_du_travail_en_hauteur_dit(phrase: str) -> None:
    assert phrase in aide_piece(CS, "hauteur", specialite="zingueur")


def limites(ici: Situation) -> dict[str, datetime]:
    return {due.code: due.limite for due in pieces_dues(ici)}


def test_sans_attestation_seules_les_epreuves_qui_la_citent_se_perdent() -> None:
    """S-226, S-227: its own deadline, later than the closing, and what it costs."""
    modele = livre_compile(CS)
    piece = modele.piece("hauteur")
    assert piece is not None
    assert piece.a_defaut == "epreuves_refusees"
    # The day itself still counts (docs/decisions/0013-enonces.md).
    assert limites(inscrit("zingueur"))["hauteur"] == datetime(2026, 3, 6, 23, 0, tzinfo=UTC)
    citent = {e.code for e in modele.specialites["zingueur"].parcourir() if "hauteur" in e.pieces}
    assert citent == {"EP2"}


def test_la_confirmation_signee_est_une_piece_a_deposer_avant_la_cloture() -> None:
    """S-234, S-238, S-239, S-297."""
    modele = livre_compile(CS)
    piece = modele.piece("confirmation")
    assert piece is not None
    assert piece.titre == "CINSIG01 : Confirmation d'inscription signée"
    assert limites(inscrit("zingueur"))["confirmation"] == modele.calendrier.inscription.fermeture
    aide = aide_piece(CS, "confirmation")
    assert "Imprimez la confirmation avec « Visualiser/imprimer », datez-la, signez-la" in aide


def test_la_candidature_demande_titre_etablissement_et_diffusion_des_resultats() -> None:
    """S-149, S-150, S-157, S-158, S-159: an establishment only for who studies with one."""
    modele = livre_compile(CS)
    onglet = modele.onglet("candidature")
    assert onglet is not None
    assert [r.intitule for r in onglet.rubriques] == [
        "Type de candidature", "Handicap", "Diffusion des résultats",
    ]  # fmt: skip
    rubriques = {r.code: {q.cle for q in r.questions} for r in onglet.rubriques}
    assert rubriques["resultats"] == {"resultats_internet", "resultats_presse"}
    etablissement = modele.questions["etablissement"]
    for voie, visible in (("distance", True), ("trois_ans", False)):
        assert situation(modele, {"voie_acces": voie}).visible(etablissement) is visible


def test_l_identification_demande_identite_adresse_naissance_et_contacts() -> None:
    """S-145 to S-148."""
    onglet = livre_compile(CS).onglet("identification")
    assert onglet is not None
    assert [r.bloc for r in onglet.rubriques] == ["identite", "adresse", "naissance", "contacts"]
