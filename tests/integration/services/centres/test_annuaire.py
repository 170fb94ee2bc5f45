"""Which centres are proposed, and that no other can be asked for, whatever is posted (guide 001 §6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import event

from portal.db import db
from portal.domain.candidature import CandidatureIncomplete
from portal.domain.centre_choisi import NE_CONVIENT_PLUS, rechercher
from portal.services import inscription, saisie
from portal.services.portail import Portail
from portal.tables import Candidature
from portal.tables.centre import Centre
from tests import centres, fabriques
from tests.centres import mener, preparer, regler_centre, regler_offre, relire, soumettre
from tests.parcours import poster

# What makes a centre unfit for E1 and E2; each is done to one that was fit.
EMPECHEMENTS: dict[str, Callable[[int], None]] = {
    "jamais habilité": lambda c: regler_centre(c, habilite_du=None),
    "habilitation à venir": lambda c: regler_centre(c, habilite_du=date(2025, 11, 6)),
    "habilitation finie": lambda c: regler_centre(c, habilite_au=date(2025, 11, 4)),
    "désactivé": lambda c: regler_centre(c, desactive_le=centres.MIDI),
    "épreuve fermée": lambda c: regler_offre(c, "E2", ouverte=False),
    "épreuve absente": lambda c: regler_offre(c, "E2", epreuve="E3"),
    "autre session": lambda c: regler_offre(c, "E2", slug=centres.JUIN),
    "autre famille": lambda c: regler_centre(c, famille="autre"),
}
FORMULAIRE = {"departement_epreuves": "59", "centre": "LILLE", "engagement": "oui"}


def proposes(portail: Portail, candidature: Candidature) -> list[str]:
    """Return the codes of the centres that the tab shows."""
    lue = relire(candidature)
    contexte = saisie.lire(portail, lue.candidat, lue.cle)
    question = contexte.modele.champ_centre
    assert question is not None
    recherche = rechercher(contexte.situation, question.champ)
    return [offrant.centre.code for offrant in recherche.ici]


def test_un_centre_est_propose_avec_ce_qu_il_declare_et_ce_qui_reste(portail: Portail, lille: int) -> None:
    regler_offre(lille, "E1", champs={"logiciels": "Ciel Comptabilité"}, places=3)
    mener(portail, "prevalidee", soumettre(portail))
    candidature = preparer(portail, fabriques.candidat())
    contexte = saisie.lire(portail, candidature.candidat, candidature.cle)
    (offrant,) = contexte.situation.env.centres.offrants(["59"])
    offre = offrant.offres["E1"]
    assert offre.details == (("Logiciels", "Ciel Comptabilité"),)
    assert (offre.places, offre.prises, offre.en_mots) == (3, 1, "plus que 2\N{NO-BREAK SPACE}places")
    assert offrant.centre.situe == "Centre Lille (Lille)"


@pytest.mark.parametrize("quoi", EMPECHEMENTS)
def test_un_centre_qui_ne_convient_pas_n_est_ni_propose_ni_accepte(
    portail: Portail, lille: int, quoi: str
) -> None:
    candidat = fabriques.candidat()
    candidature = preparer(portail, candidat, epreuves=("E1", "E2"))
    assert proposes(portail, candidature) == ["LILLE"]
    EMPECHEMENTS[quoi](lille)
    assert proposes(portail, candidature) == []
    # At the tab, by a form that names it all the same.
    resultat = poster(portail, candidat, candidature, "centre", FORMULAIRE)
    assert list(resultat.erreurs) == ["centre"]
    assert resultat.suivant is None
    # At « Soumettre », although every tab had been validated.
    with pytest.raises(CandidatureIncomplete) as refus:
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert [m.cle for m in refus.value.manques if m.cle == "centre"] == ["centre"]
    assert relire(candidature).etat == "brouillon"


def test_un_centre_invente_se_refuse_des_l_onglet(portail: Portail, lille: int) -> None:
    candidat = fabriques.candidat()
    candidature = preparer(portail, candidat)
    for code in ("NULLE-PART", "' or 1=1 --", "lille"):
        resultat = poster(portail, candidat, candidature, "centre", FORMULAIRE | {"centre": code})
        assert "proposés" in resultat.erreurs["centre"].message


def test_retirer_une_epreuve_rend_convenable_un_centre_qui_ne_l_etait_pas(portail: Portail) -> None:
    centres.centre(places={"E1": 1})
    candidat = fabriques.candidat()
    candidature = preparer(portail, candidat)
    poster(portail, candidat, candidature, "epreuves", {"epreuves.demandees": ["E1", "E2"]})
    assert "centre" not in relire(candidature).validees, "the tab is to be seen again"
    with pytest.raises(CandidatureIncomplete) as refus:
        inscription.enregistrer(portail, candidat, candidature.cle)
    assert NE_CONVIENT_PLUS in [manque.message for manque in refus.value.manques]
    poster(portail, candidat, candidature, "epreuves", {"epreuves.demandees": ["E1"]})
    poster(portail, candidat, candidature, "centre", FORMULAIRE)
    assert inscription.enregistrer(portail, candidat, candidature.cle).nouveau


@pytest.mark.parametrize("complet", ["refus", "demande"])
def test_un_centre_complet_se_demande_si_le_modele_le_permet(portail: Portail, complet: str) -> None:
    centres.publier(portail, complet=complet)
    centres.centre(places={"E1": 1})
    candidat = fabriques.candidat()
    candidature = preparer(portail, candidat)
    mener(portail, "prevalidee", soumettre(portail))
    assert proposes(portail, candidature) == ["LILLE"], "shown, as complete"
    resultat = poster(portail, candidat, candidature, "centre", FORMULAIRE)
    if complet == "demande":
        assert not resultat.erreurs
        assert inscription.enregistrer(portail, candidat, candidature.cle).nouveau
        return
    assert "plus de place pour E1" in resultat.erreurs["centre"].message
    with pytest.raises(CandidatureIncomplete):
        inscription.enregistrer(portail, candidat, candidature.cle)


def test_un_autre_departement_est_propose_quand_le_sien_n_a_rien(portail: Portail, lille: int) -> None:
    centres.centre("AMIENS", departement="80")
    candidat = fabriques.candidat()
    candidature = preparer(portail, candidat)
    poster(portail, candidat, candidature, "centre", FORMULAIRE | {"departement_epreuves": "062"})
    contexte = saisie.lire(portail, candidat, candidature.cle)
    question = contexte.modele.champ_centre
    assert question is not None
    recherche = rechercher(contexte.situation, question.champ)
    assert recherche.ici == ()
    autour = {ailleurs.code: [o.centre.code for o in offrants] for ailleurs, offrants in recherche.autour}
    assert autour == {"59": ["LILLE"], "80": ["AMIENS"]}
    assert recherche.limitrophes


def test_lire_les_centres_coute_une_requete_quel_que_soit_leur_nombre(portail: Portail, lille: int) -> None:
    candidature = preparer(portail, fabriques.candidat())
    for rang in range(12):
        centres.centre(f"C{rang}")
        centres.centre(f"AMIENS{rang}", departement="80")
    comptees: list[str] = []

    def compter(*arguments: object) -> None:
        comptees.append(str(arguments[2]))

    contexte = saisie.lire(portail, candidature.candidat, candidature.cle)
    event.listen(db.engine, "before_cursor_execute", compter)
    try:
        for _ in range(2):
            assert len(contexte.situation.env.centres.offrants(["59"])) == 13, "none of elsewhere"
        for code in ("LILLE", "LILLE", "C1"):
            contexte.situation.env.centres.offrant(code)
    finally:
        event.remove(db.engine, "before_cursor_execute", compter)
    assert len(comptees) == 1 + 2, "all at once; then one for each that is checked"


def test_lire_les_centres_ne_tronque_pas_les_offres_que_d_autres_lisent(portail: Portail, lille: int) -> None:
    regler_offre(lille, "E2", ouverte=False)
    candidature = preparer(portail, fabriques.candidat())
    contexte = saisie.lire(portail, candidature.candidat, candidature.cle)
    (offrant,) = contexte.situation.env.centres.offrants(["59"])
    assert list(offrant.offres) == ["E1"]
    assert [offre.epreuve for offre in db.session.get_one(Centre, lille).offres] == ["E1", "E2"]
