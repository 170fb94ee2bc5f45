"""Publishing: what makes a version, what is refused, what candidatures keep, what other processes see."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.services.portail import Portail
from portal.tables import Evenement, VersionModele
from tests.integration.services.dossier_modeles import FAMILLE, MODELE, candidature, remplacer

SLUG = "poitiers/examen-2026"


def test_un_modele_publie_est_au_catalogue(publier: Any, portail: Portail) -> None:
    bilan = publier()
    assert (bilan.slug, bilan.phrases, bilan.publication.numero) == (SLUG, (), 1)
    (entree,) = portail.modeles.index()
    assert (entree.slug, entree.intitule, entree.domaine) == (SLUG, "Examen d'essai", "Essais")
    assert entree.academie.intitule == "académie de Poitiers"
    assert entree.ouverture == datetime(2025, 10, 20, 7, tzinfo=UTC)
    assert entree.fermeture == datetime(2025, 11, 19, 16, tzinfo=UTC)
    assert (entree.session_examen, entree.annee, entree.specialites) == ("2026", 2026, ())
    assert not entree.demonstration
    modele = portail.modeles.courant(SLUG)
    assert modele is not None
    assert (modele.hash_fige, modele.hash_vif) == (entree.hash_fige, entree.hash_vif)
    assert len(modele.hash_fige) == 64
    assert portail.modeles.courant("poitiers/inconnu") is None


def test_publier_ecrit_au_journal_qui_et_quoi(publier: Any) -> None:
    publier()
    (trace,) = db.session.scalars(select(Evenement).where(Evenement.nature == "publication"))
    assert trace.donnees["slug"] == SLUG
    assert trace.donnees["par"] == "moi"


def test_publier_deux_fois_la_meme_chose_ne_fait_qu_une_version(publier: Any) -> None:
    publier()
    bilan = publier(MODELE + "# un commentaire de plus\n")
    assert (bilan.publication.nouvelle, bilan.publication.numero) == (False, 1)
    assert db.session.scalar(select(func.count()).select_from(VersionModele)) == 1


def test_une_date_changee_fait_une_version_dont_la_part_figee_est_la_meme(publier: Any) -> None:
    publier()
    bilan = publier(remplacer(MODELE, "19/11/2025 17:00", "26/11/2025 17:00"))
    assert (bilan.publication.nouvelle, bilan.publication.numero) == (True, 2)
    une, deux = db.session.scalars(select(VersionModele).order_by(VersionModele.numero))
    assert (une.hash_fige, une.courant, deux.courant) == (deux.hash_fige, False, True)
    assert une.hash_vif != deux.hash_vif


def test_une_fermeture_repoussee_atteint_une_candidature_d_une_version_plus_ancienne(
    publier: Any, portail: Portail
) -> None:
    publier()
    premiere = portail.modeles.entree(SLUG)
    assert premiere is not None
    famille = remplacer(FAMILLE, "b: Second}}", "b: Second, c: Troisième}}")
    publier(remplacer(MODELE, "19/11/2025 17:00", "26/11/2025 17:00"), famille)
    epingle = portail.modeles.pour(premiere.version_modele_id, SLUG)
    assert [option.code for option in epingle.questions["titre"].champ.options] == ["a", "b"]
    assert epingle.calendrier.inscription.fermeture == datetime(2025, 11, 26, 16, tzinfo=UTC)
    courant = portail.modeles.courant(SLUG)
    assert courant is not None
    assert [option.code for option in courant.questions["titre"].champ.options] == ["a", "b", "c"]
    assert epingle.hash_fige == premiere.hash_fige != courant.hash_fige
    assert epingle.hash_vif == courant.hash_vif


def test_une_part_vive_qui_parle_de_ce_que_l_ancienne_version_ignore_garde_le_calendrier(
    publier: Any, portail: Portail
) -> None:
    publier()
    premiere = portail.modeles.entree(SLUG)
    assert premiere is not None
    famille = remplacer(FAMILLE, "b: Second}}", "b: Second, c: Troisième}}")
    famille = remplacer(famille, "  resultats:", "  oral: {intitule: Oral}\n  resultats:")
    modele = remplacer(MODELE, "au: 19/11/2025 17:00}\n", "au: 26/11/2025 17:00}\n  oral: 03/06/2026\n")
    contacts = "  autre: {service: Autre, si: {titre: c}}\n  bureau: Nouveau"
    modele = remplacer(modele, "  bureau: Bureau des examens", contacts)
    assert publier(modele, famille).phrases == ()
    epingle = portail.modeles.pour(premiere.version_modele_id, SLUG)
    assert epingle.calendrier.inscription.fermeture == datetime(2025, 11, 26, 16, tzinfo=UTC)
    assert [contact.service for contact in epingle.contacts] == ["Bureau des examens"]


def test_une_version_qui_n_est_pas_de_ce_modele_n_existe_pas(publier: Any, portail: Portail) -> None:
    publier()
    publier(nom="autre-2026")
    autre = portail.modeles.entree("poitiers/autre-2026")
    assert autre is not None
    with pytest.raises(KeyError):
        portail.modeles.pour(autre.version_modele_id, SLUG)


def test_publier_dit_combien_de_candidatures_gardent_l_ancienne_version(
    publier: Any, portail: Portail
) -> None:
    publier()
    premiere = portail.modeles.entree(SLUG)
    assert premiere is not None
    identifiant = premiere.version_modele_id
    for phase in ("brouillon", "brouillon", "deposee"):
        candidature(identifiant, phase)
    bilan = publier(remplacer(MODELE, "19/11/2025 17:00", "26/11/2025 17:00"))
    assert [(i.numero, i.phase, i.nombre) for i in bilan.publication.impact] == [
        (1, "brouillon", 2),
        (1, "deposee", 1),
    ]


# Codes and identity -------------------------------------------------------------------------------


def test_un_code_ne_change_pas_de_type(publier: Any) -> None:
    publier()
    bilan = publier(
        remplacer(MODELE, "{titre: a}", "{titre: bien}"),
        remplacer(FAMILLE, "{type: choix, question: À quel titre, options: {a: Premier, b: Second}}",
                  "{type: texte, question: À quel titre}"),
        meme_sens=True,
    )  # fmt: skip
    (phrase,) = bilan.phrases
    assert "famille.yaml:10:7: onglets.questions.champs.titre: la question « titre » a déjà servi" in phrase
    assert bilan.publication.numero == 1
    assert not bilan.publication.nouvelle


def test_un_code_retire_ne_revient_pas_avec_un_autre_type(publier: Any) -> None:
    publier()
    ligne = "      titre: {type: choix, question: À quel titre, options: {a: Premier, b: Second}}\n"
    sans = remplacer(FAMILLE, ligne, "      autre: {type: oui_non, question: Autre}\n")
    assert publier(remplacer(MODELE, "{titre: a}", "{autre: oui}"), sans).publication.numero == 2
    revenu = remplacer(FAMILLE, ligne, "      titre: {type: date, question: À quel titre}\n")
    (phrase,) = publier(remplacer(MODELE, "{titre: a}", "{titre: 01/01/2020}"), revenu).phrases
    assert "un autre type (« choix », version 1)" in phrase


@pytest.mark.parametrize(("ancien", "nouveau", "nom"), [
    ("À quel titre", "Pour quel motif", "la question « titre »"),
    ("b: Second", "b: Dernier", "la réponse « b » de « titre »"),
    ("intitule: Écrit", "intitule: Oral", "l'épreuve « E1 »"),
])  # fmt: skip
def test_un_intitule_qui_change_se_confirme(publier: Any, ancien: str, nouveau: str, nom: str) -> None:
    publier()
    famille = remplacer(FAMILLE, ancien, nouveau)
    (phrase,) = publier(famille=famille).phrases
    assert nom in phrase
    assert "publiez avec --meme-sens" in phrase
    assert publier(famille=famille, meme_sens=True).publication.numero == 2
    assert publier(famille=famille).phrases == ()


def test_une_apostrophe_ou_une_majuscule_ne_changent_pas_le_sens(publier: Any) -> None:
    publier()
    assert publier(famille=remplacer(FAMILLE, "À quel titre,", "à quel  titre,")).publication.numero == 2


@pytest.mark.parametrize(("ancien", "nouveau"), [("session: 2026", "session: juin 2026")])
def test_la_session_d_un_modele_ne_change_jamais(publier: Any, ancien: str, nouveau: str) -> None:
    publier()
    (phrase,) = publier(remplacer(MODELE, ancien, nouveau)).phrases
    assert "examen-2026.yaml:3:10: session: ce modèle est publié avec « 2026 », qui ne change plus." in phrase


def test_raccourcir_une_periode_avertit_et_publie(publier: Any) -> None:
    publier()
    publication = publier(remplacer(MODELE, "19/11/2025 17:00", "18/11/2025 17:00")).publication
    assert publication.nouvelle
    assert any("la période publiée est raccourcie (19/11/2025 17:00 → 18/11/2025 17:00)" in str(d)
               for d in publication.rapport)  # fmt: skip


def test_un_scenario_rate_empeche_de_publier(publier: Any) -> None:
    (phrase,) = publier(remplacer(MODELE, "epreuves: [E1]", "epreuves: []")).phrases
    assert "il y a en trop E1" in phrase
    assert db.session.scalar(select(func.count()).select_from(VersionModele)) == 0
