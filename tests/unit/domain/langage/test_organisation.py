"""Centres and places: what an author writes, what it becomes, and what is refused at its line."""

import pytest
from atelier import FAMILLE as SANS_CENTRE
from atelier import erreurs as sans_centre
from atelier import remplacer
from atelier_centres import FAMILLE, MODELE, change, compiler, erreurs, lire

from portal.domain.langage.apercu import Apercu
from portal.domain.langage.canonique import canoniser, relire
from portal.domain.places import ReglesDePlaces

CENTRE = "      centre: {type: centre, question: Centre, dans: departement_epreuves, comparable: oui}\n"
CENTRES = FAMILLE[FAMILLE.index("centres:\n") : FAMILLE.index("places:")]


def test_la_famille_d_essai_est_juste_sans_avertissement() -> None:
    assert compiler().plusieurs_inscriptions is True


def test_le_centre_se_cherche_dans_le_departement_demande() -> None:
    centre = compiler().champ_centre
    assert centre is not None
    assert (centre.cle, centre.champ.dans, centre.champ.comparable) == (
        "centre",
        "departement_epreuves",
        True,
    )


def test_chaque_centre_declare_ses_logiciels_par_epreuve() -> None:
    centres = compiler().centres
    assert centres is not None
    assert [(q.cle, q.champ.question) for q in centres.questions] == [("logiciels", "Logiciels")]
    assert centres.conseil is not None
    assert centres.aucun is not None


def test_une_place_se_prend_et_se_rend_par_les_transitions_dites() -> None:
    assert compiler().places == ReglesDePlaces(("prevalider",), ("expirer", "reporter"), "refus")


def test_les_sections_se_relisent_telles_quelles_depuis_la_base() -> None:
    declaration = lire().declaration
    assert declaration is not None
    fige, vif = canoniser(declaration)
    assert canoniser(relire(fige, vif)) == (fige, vif)
    assert relire(fige, vif).paiement == declaration.paiement
    assert relire(fige, vif).centres == declaration.centres
    assert '"jours_feries":"centre"' in vif  # a date that counts other days reaches everybody


@pytest.mark.parametrize(("ancien", "nouveau", "attendues"), [
    (", dans: departement_epreuves", "",
     ["famille.yaml:13:7: onglets.ou.champs.centre: dites où chercher le centre : « dans: » et le code d'un "
      "champ de « type: departement »."]),
    ("dans: departement_epreuves", "dans: departement",
     ["famille.yaml:13:54: onglets.ou.champs.centre.dans: « departement » n'est pas un champ département. "
      "Vouliez-vous dire « departement_epreuves » ?"]),
    ("{type: departement, question: Département}", "{type: departement, question: Département, dans: centre}",
     ["famille.yaml:12:72: onglets.ou.champs.departement_epreuves.dans: « dans » ne se dit que d'un champ de "
      "« type: centre »."]),
    (CENTRE, CENTRE + CENTRE.replace("centre:", "autre:", 1),
     ["famille.yaml:14:7: onglets.ou.champs.autre: une inscription a un seul centre : un seul champ de "
      "« type: centre »."]),
], ids=["sans dans", "dans un champ inconnu", "dans sans centre", "deux centres"])  # fmt: skip
def test_un_champ_centre_mal_ecrit_est_explique(ancien: str, nouveau: str, attendues: list[str]) -> None:
    assert change(ancien, nouveau) == attendues


def test_sans_la_section_centres_rien_de_ce_qui_la_suppose_n_est_accepte() -> None:
    assert change(CENTRES, "") == [
        "famille.yaml:13:7: onglets.ou.champs.centre: un champ de « type: centre » demande la section "
        "« centres ».",
        "famille.yaml:20:1: places: les places se comptent par centre : il manque « centres ».",
        "famille.yaml:26:6: paiement.a: aucun centre ne peut recevoir l'argent : il manque « centres ».",
        "famille.yaml:41:77: circuit.transitions.prevalider.par: aucun centre ne peut prendre cette "
        "transition : il manque « centres ».",
        "janvier.yaml:6:17: calendrier.jours_feries: aucun centre n'a de jours fériés : il manque "
        "« centres ».",
    ]


@pytest.mark.parametrize(("ancien", "nouveau", "attendues"), [
    ("par: [centre, epreuves]", "par: centre",
     ["famille.yaml:24:15: places.par: les places se comptent par centre et par épreuve : "
      "écrivez [centre, epreuves]."]),
    ("prises: prevalider", "prises: prevalide",
     ["famille.yaml:24:43: places.prises: « prevalide » n'est pas une transition de ce circuit. "
      "Vouliez-vous dire « prevalider » ?"]),
    ("rendues: [expirer, reporter]", "rendues: [expirer]",
     ["famille.yaml:24:1: places: la transition « reporter » quitte une place sans la rendre : "
      "ajoutez-la à « rendues »."]),
    ("rendues: [expirer, reporter]", "rendues: [expirer, reporter], complet: attente",
     ["famille.yaml:24:94: places.complet: « attente » n'est pas possible ici. Possibles : refus, demande."]),
    (", prises: prevalider", "",
     ["famille.yaml:24:1: places: il manque « prises » (Les transitions qui prennent une place)."]),
    ("pour_chaque: epreuves, champs", "pour_chaque: jours, champs",
     ["famille.yaml:21:24: centres.offre.pour_chaque: « jours » n'est pas possible ici. "
      "Possibles : epreuves."]),
], ids=["par centre seul", "transition inconnue", "place perdue", "complet", "prises", "offre"])  # fmt: skip
def test_des_places_mal_ecrites_sont_expliquees(ancien: str, nouveau: str, attendues: list[str]) -> None:
    assert change(ancien, nouveau) == attendues


@pytest.mark.parametrize(
    ("jours", "lu"), [("centre", "centre"), ("metropole", ""), ("57", "57"), ("974", "974")]
)
def test_les_jours_feries_sont_ceux_que_dit_le_calendrier(jours: str, lu: str) -> None:
    modele = remplacer(MODELE, "jours_feries: centre", f"jours_feries: {jours}")
    assert compiler(modele).calendrier.jours_feries == lu


def test_un_departement_sans_jours_feries_a_lui_est_refuse() -> None:
    (seule,) = erreurs(remplacer(MODELE, "jours_feries: centre", "jours_feries: 75"))
    assert seule.startswith(
        "janvier.yaml:6:17: calendrier.jours_feries: « 75 » n'a pas de jours fériés à part. "
        "Valeurs possibles : metropole, centre, 57,"
    )


def test_un_courriel_ne_part_pas_a_un_centre_qui_n_existe_pas() -> None:
    (seule,) = sans_centre(famille=SANS_CENTRE + "courriels: {enregistrement: {a: [candidat, centre]}}\n")
    assert seule.replace("\u00a0", " ") == (
        "famille.yaml:81:33: courriels.enregistrement.a: aucun centre ne peut recevoir ce courriel : "
        "il manque « centres »."
    )


@pytest.mark.parametrize("chemin", [
    "centre", "centre.intitule", "centre.situe", "centre.commune", "centre.departement", "centre.courriel",
    "centre.telephone", "centre.adresse", "centre.modalites", "frais.total", "paiement.reste",
    "paiement.regle", "origine", "epreuves",
])  # fmt: skip
def test_les_textes_lisent_le_centre_et_ce_qui_est_a_regler(chemin: str) -> None:
    compiler(famille=remplacer(FAMILLE, "Réglez <paiement.reste>", f"Réglez <{chemin}>"))


@pytest.mark.parametrize("chemin", ["centre.places", "frais.epreuve", "paiement.du", "origine.session"])
def test_un_chemin_qui_n_existe_pas_est_refuse(chemin: str) -> None:
    (seule,) = erreurs(famille=remplacer(FAMILLE, "Réglez <paiement.reste>", f"Réglez <{chemin}>"))
    assert f"<{chemin}> n'existe pas dans ce modèle." in seule


def test_le_controle_raconte_les_centres_les_frais_et_le_circuit() -> None:
    dites = [ligne.strip().replace("\u00a0", " ") for ligne in Apercu(compiler()).lignes()]
    assert dites[dites.index("Pièces") : dites.index("Services à joindre")] == [
        "Pièces",
        "- Justificatif, avec « Reporter »",
        "",
        "Centres d'épreuves",
        "- Pour chaque épreuve, le centre déclare : Logiciels",
        "- Une place par épreuve, prise par « Pré-valider », rendue par « Expirer » et « Reporter »",
        "- Un centre complet ne se choisit pas",
        "",
        "Frais",
        "- Une épreuve : 50 € par épreuve, sauf si l'origine : « Reporter »",
        "- À régler à partir de « Pré-valider », au centre",
        "- Moyens : Chèque et Par la formation",
        "",
        "Circuit",
        "- Soumettre (le candidat) : À terminer → Soumise",
        "- Pré-valider (le centre) : Soumise → Pré-validée",
        "- Expirer (le portail) : Pré-validée → Expirée ; d'elle-même après 72 heures ouvrées ; "
        "si ce qui est réglé : 0 ; ouvre une autre inscription à la même session",
        "- Réglé (le portail) : Pré-validée → Réglée",
        "- Rouvrir (le portail) : Réglée → Pré-validée",
        "- Reporter (le candidat ou le service) : Réglée → Reportée ; il faut : aucun de : l'origine : "
        "« Reporter » ; avec : Justificatif ; ouvre une inscription à la session suivante",
        "",
    ]
