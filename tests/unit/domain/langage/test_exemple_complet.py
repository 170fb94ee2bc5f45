"""The complete example of the exam language, and the slips that an author makes in it, one at a time."""

import pytest
from atelier import FAMILLE, MODELE, compile_sans_erreur, erreurs, jouer, remplacer

SPECIALITE_EN_TROIS_LIGNES = """\
      specialite:
        type: specialite
        question: Quelle spécialité présentez-vous ?
"""
SPECIALITE_ENTRE_ACCOLADES = """\
      specialite: {type: specialite, question: Quelle spécialité présentez-vous ?}
"""
# One slip: what is changed, in the modèle or in the family, and the one line that the author must read.
LAPSUS = [
    (
        "une spécialité mal écrite",
        "modele", "zingueur", "zinguer",
        "cs-2026.yaml:9:28: specialites: « zinguer » n'est pas une spécialité de la famille cs. "
        "Vouliez-vous dire « zingueur » ?",
    ),
    (
        "une fermeture avant l'ouverture",
        "modele", "au: 19/11/2025 17:00", "au: 19/11/2024 17:00",
        "cs-2026.yaml:6:43: calendrier.inscription.au: la fermeture (19/11/2024 17:00) précède l'ouverture "
        "(20/10/2025 09:00).",
    ),
    (
        "un jalon oublié",
        "modele", "  hauteur: 06/03/2026\n", "",
        "cs-2026.yaml:5:1: calendrier: il manque le jalon « hauteur » (Limite des attestations de travail en "
        "hauteur), demandé par la famille cs.",
    ),
    (
        "une clé mal écrite",
        "modele", "session: 2026", "sesion: 2026",
        "cs-2026.yaml:4:1: la clé « sesion » est inconnue ici. Vouliez-vous dire « session » ?",
    ),
    (
        "une question imposée qu'on retire",
        "modele", "contacts:\n", "retirer: {champs: [voie_acces]}\ncontacts:\n",
        "cs-2026.yaml:10:20: retirer.champs: « voie_acces » est imposé par la famille cs (famille.yaml:23). "
        "Vous pouvez seulement changer ses textes.",
    ),
    (
        "une phrase entre accolades",
        "famille", SPECIALITE_EN_TROIS_LIGNES, SPECIALITE_ENTRE_ACCOLADES,
        "famille.yaml:40:81: une phrase qui contient « ? » ne tient pas entre accolades. "
        "Écrivez « question: … » sur sa propre ligne.",
    ),
    (
        "une réponse qui n'existe pas",
        "famille", "si: {voie_acces: trois_ans}", "si: {voie_acces: 3_ans}",
        "famille.yaml:69:69: pieces.activite.si: « 3_ans » n'est pas une réponse de voie_acces. "
        "Réponses possibles : distance, deja_presente, trois_ans.",
    ),
    (
        "une pièce écrite deux fois",
        "famille", "  confirmation: {type", "  hauteur: {intitule: Encore}\n  confirmation: {type",
        "famille.yaml:77:3: pieces.hauteur: ce code est déjà pris à la ligne 72. "
        "Deux pièces ne peuvent pas porter le même code.",
    ),
]  # fmt: skip


def test_l_exemple_complet_est_valide() -> None:
    modele = compile_sans_erreur()
    assert [onglet.code for onglet in modele.onglets] == [
        "identification",
        "candidature",
        "qualification",
        "acquis",
        "epreuves",
        "recapitulatif",
    ]
    assert list(modele.specialites) == ["echafaudeur", "zingueur", "platrier", "peinture_decoration"]
    assert [epreuve.code for epreuve in modele.epreuves("echafaudeur")] == ["E1", "E2"]
    assert modele.calendrier.annee == 2026
    assert modele.piece("hauteur") is not None


def test_le_scenario_de_l_exemple_reussit() -> None:
    (resultat,) = jouer()
    assert resultat.nom == "un échafaudeur salarié depuis quatre ans"
    assert [str(diagnostic) for diagnostic in resultat.diagnostics] == []


@pytest.mark.parametrize(("quoi", "ou", "ancien", "nouveau", "attendu"), LAPSUS, ids=[un[0] for un in LAPSUS])
def test_un_lapsus_donne_une_seule_erreur_a_sa_place(
    quoi: str, ou: str, ancien: str, nouveau: str, attendu: str
) -> None:
    if ou == "modele":
        assert erreurs(modele=remplacer(MODELE, ancien, nouveau)) == [attendu]
    else:
        assert erreurs(famille=remplacer(FAMILLE, ancien, nouveau)) == [attendu]


def test_dix_erreurs_d_un_fichier_viennent_d_un_coup() -> None:
    casse = MODELE
    for ancien, nouveau in (
        ("session: 2026", "sesion: 2026"),
        ("au: 19/11/2025 17:00", "au: 19/11/2024 17:00"),
        ("hauteur: 06/03/2026", "hauteur: 31/02/2026"),
        ("departements: [03, 15, 43, 63]", "departements: [03, 15, 43, 999]"),
        ("zingueur", "zinguer"),
        ("service: Certificats de niveau 4", "servise: Certificats de niveau 4"),
        ("si: {specialite.niveau: 4}", "si: {specialite.niveo: 4}"),
        ("si: {specialite.secteur: [bois, batiment, finitions]}", "si: {specialite.secteur: [boit]}"),
        ("contacts:\n", "retirer: {champs: [voie_acces]}\ncontacts:\n"),
        ("scenarios:\n", "pieces:\n  identite: {fichiers: deux}\nscenarios:\n"),
    ):
        casse = remplacer(casse, ancien, nouveau)
    trouvees = erreurs(modele=casse)
    assert [ligne.split(":")[1] for ligne in trouvees] == [
        "4",
        "6",
        "7",
        "8",
        "9",
        "10",
        "12",
        "12",
        "13",
        "15",
    ], trouvees
