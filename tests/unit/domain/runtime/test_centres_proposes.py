"""The list of centres as a candidate reads it (U-009 to U-013, U-076 to U-089)."""

from centres_dessines import E1_E2, AnnuaireFixe, dans_les_centres, modele_a_centres, offrant

from portal.domain.centre import Centre
from portal.domain.centres_proposes import BEAUCOUP, centres_proposes
from portal.domain.champs import Json
from portal.domain.vues import CentresVue

TEXTES = """
centres:
  conseil: Attention aux logiciels.
  aucun: Écrivez à l'union.
"""
LILLE, ARRAS = offrant(), offrant("ARRAS", "62", "Arras")


def liste(
    *ouverts: object, choisi: str = "", departement: Json = "59", complet: str = "refus", **autres: object
) -> CentresVue:
    annuaire = AnnuaireFixe(tuple(ouverts), **autres)  # type: ignore[arg-type]
    reponses = {**E1_E2, "departement_epreuves": departement, "centre": choisi}
    ici = dans_les_centres(annuaire, reponses, modele_a_centres(complet, TEXTES))
    question = ici.modele.champ_centre
    assert question is not None
    return centres_proposes(ici, question.champ, choisi)


def codes(vue: CentresVue) -> list[list[str]]:
    return [[centre.code for centre in groupe.centres] for groupe in vue.groupes]


def dit(phrase: str) -> str:
    return phrase.replace("\u00a0", " ").replace("’", "'")


def test_les_centres_du_departement_sont_listes_u_077_u_082() -> None:
    vue = liste(LILLE, ARRAS)
    assert dit(vue.phrase) == "1 centre organise E1 et E2 dans le département Nord (59)."
    assert codes(vue) == [["LILLE"]]
    [centre] = vue.groupes[0].centres
    assert (centre.intitule, centre.commune) == ("Centre LILLE", "Lille")
    assert [(o.epreuve, o.details, dit(o.places)) for o in centre.offres] == [
        ("E1", (("Logiciels", "Ciel"),), "5 places"),
        ("E2", (("Logiciels", "Ciel"),), "5 places"),
    ]
    assert vue.conseil is not None
    assert vue.aucun is None


def test_sans_centre_ici_ceux_des_departements_limitrophes_sont_proposes_u_012_u_088() -> None:
    vue = liste(ARRAS, offrant("PARIS", "75", "Paris"))
    assert dit(vue.phrase) == "Aucun centre n'organise E1 et E2 dans le département Nord (59)."
    assert dit(vue.suite) == "Voici celui des départements limitrophes."
    assert [(g.intitule, [c.code for c in g.centres]) for g in vue.groupes] == [
        ("Pas-de-Calais (62)", ["ARRAS"])
    ]


def test_outre_mer_ce_sont_les_plus_proches() -> None:
    vue = liste(offrant("FDF", "972", "Fort-de-France"), departement="971")
    assert dit(vue.suite) == "Voici celui des départements les plus proches."


def test_sans_aucun_centre_le_modele_dit_a_qui_ecrire_u_089() -> None:
    vue = liste(offrant("PARIS", "75", "Paris"))
    assert (vue.groupes, vue.suite) == ((), "")
    assert vue.aucun is not None
    assert vue.conseil is None


def test_les_epreuves_et_le_departement_se_disent_d_abord_u_096() -> None:
    ici = dans_les_centres(AnnuaireFixe((LILLE,)), {})
    question = ici.modele.champ_centre
    assert question is not None
    vue = centres_proposes(ici, question.champ, "")
    assert (vue.attend, vue.onglet_epreuves, vue.groupes) == ("epreuves", "epreuves", ())
    sans_departement = liste(LILLE, departement=None)
    assert (sans_departement.attend, sans_departement.aucun) == ("departement", None)


def test_un_centre_complet_ne_se_choisit_pas_sauf_si_le_modele_le_permet() -> None:
    plein = offrant("LILLE", "59", "Lille", E1=5, E2=(3, 3))
    [centre] = liste(plein).groupes[0].centres
    assert (centre.complet, centre.possible) == (True, False)
    assert [(o.places, o.ton) for o in centre.offres][1] == ("complet", "rouge")
    [centre] = liste(plein, complet="demande").groupes[0].centres
    assert (centre.complet, centre.possible) == (True, True)


def test_un_centre_choisi_puis_complet_reste_visible_et_dit_pourquoi() -> None:
    [centre] = liste(offrant("LILLE", "59", "Lille", E1=5, E2=(3, 3)), choisi="LILLE").groupes[0].centres
    assert (centre.choisi, centre.possible, centre.refuse) == (True, True, True)
    assert "plus de place pour E2" in centre.pourquoi


def test_un_centre_choisi_hors_de_la_liste_reste_visible_et_dit_pourquoi() -> None:
    ailleurs = liste(LILLE, ARRAS, choisi="ARRAS").choisi
    assert ailleurs is not None
    assert (dit(ailleurs.pourquoi), ailleurs.refuse) == ("Il n'est pas dans le département Nord (59).", False)
    ferme = liste(LILLE, fermes=(Centre(9, "VIEUX", "Vieux centre"),), choisi="VIEUX").choisi
    assert ferme is not None
    assert ferme.refuse
    assert "choisissez-en un autre" in ferme.pourquoi
    assert liste(LILLE, choisi="INCONNU").choisi is None


def test_beaucoup_de_centres_sont_ranges_par_commune() -> None:
    nombreux = [offrant(f"C{n:03}", "59", f"Ville {n % 3}") for n in range(BEAUCOUP + 1)]
    assert [groupe.intitule for groupe in liste(*nombreux).groupes] == ["Ville 0", "Ville 1", "Ville 2"]
