from __future__ import annotations

from datetime import UTC, datetime

import pytest

from portal.domain.referentiel import Academie
from portal.domain.selection import Selection, lieu, selectionner
from tests.unit.domain.entrees import AIX, NATIONAL, POLYNESIE, VERSAILLES, EntreeEssai

MIDI = datetime(2025, 11, 5, 11, tzinfo=UTC)
CERTIFICATION = EntreeEssai(
    "versailles/cert", "Autres Certifications", "CERTIFICATION COMPLEMENTAIRE",
    specialites=(("cinema", "ARTS CINEMA et AUDIOVISUEL"), ("dnl", "Enseignement en DNL - Arts Visuels")),
)  # fmt: skip
CAP = EntreeEssai()
CAP_AIX = EntreeEssai("aix/cap", academie=AIX, specialites=(("elec", "Électricien"),))
BREVET = EntreeEssai("versailles/brevet", intitule="Brevet", specialites=())
TOUT = (CERTIFICATION, CAP, CAP_AIX, BREVET)


def choisir(quand: datetime = MIDI, **demande: str) -> Selection:
    return selectionner(TOUT, demande, quand)


def propositions(selection: Selection) -> list[str]:
    assert selection.niveau is not None
    return [une.intitule for une in selection.niveau.propositions]


def test_le_premier_niveau_est_le_domaine() -> None:
    assert propositions(choisir()) == ["Autres Certifications", "Examens professionnels"]
    assert choisir().lignes == ()


def test_un_domaine_ne_propose_que_ses_examens() -> None:
    """G-019."""
    assert propositions(choisir(domaine="Autres Certifications")) == ["CERTIFICATION COMPLEMENTAIRE"]
    assert propositions(choisir(domaine="Examens professionnels")) == ["Brevet", "CAP"]


def test_une_academie_ne_propose_que_les_specialites_qu_elle_ouvre() -> None:
    """G-020, G-029."""
    choix = {"domaine": "Examens professionnels", "examen": "CAP"}
    assert propositions(choisir(**choix)) == ["Électricien", "Menuisier"]
    assert propositions(choisir(**choix, specialite="menuisier")) == ["Académie de Versailles - (2026)"]
    assert len(propositions(choisir(**choix, specialite="elec"))) == 2


def test_un_examen_sans_specialite_passe_a_l_academie() -> None:
    selection = choisir(domaine="Examens professionnels", examen="Brevet")
    assert selection.niveau is not None
    assert selection.niveau.code == "academie"


def test_chaque_choix_dit_ce_qui_le_precede_pour_pouvoir_y_revenir() -> None:
    selection = choisir(domaine="Examens professionnels", examen="CAP")
    assert [(ligne.niveau, dict(ligne.avant)) for ligne in selection.lignes] == [
        ("domaine", {}),
        ("examen", {"domaine": "Examens professionnels"}),
    ]


def test_un_choix_inconnu_et_ceux_qui_le_suivent_comptent_comme_absents() -> None:
    selection = choisir(
        domaine="Examens professionnels", examen="CAP", specialite="forgeron", academie="aix/cap"
    )
    assert dict(selection.choix) == {"domaine": "Examens professionnels", "examen": "CAP"}
    assert selection.niveau is not None
    assert selection.niveau.code == "specialite"


def test_tout_choisi_donne_le_modele_et_toutes_les_disciplines_de_la_famille() -> None:
    """G-032, G-033, G-038."""
    selection = choisir(
        domaine="Autres Certifications", examen="CERTIFICATION COMPLEMENTAIRE", specialite="cinema",
        academie="versailles/cert",
    )  # fmt: skip
    assert selection.entree == CERTIFICATION
    assert selection.phrase == "Certifications proposées dans l'Académie de Versailles\u00a0:"
    assert [(p.intitule, p.choisie) for p in selection.periodes] == [
        ("CERTIFICATION COMPLEMENTAIRE\u00a0: ARTS CINEMA et AUDIOVISUEL", True),
        ("CERTIFICATION COMPLEMENTAIRE\u00a0: Enseignement en DNL - Arts Visuels", False),
    ]


def test_les_examens_sont_proposes_au_masculin() -> None:
    selection = choisir(domaine="Examens professionnels", examen="Brevet", academie="versailles/brevet")
    assert selection.phrase.startswith("Examens proposés dans")
    assert [periode.intitule for periode in selection.periodes] == ["Brevet"]


ASCA = EntreeEssai("national/asca-juin-2022", "Certifications", "ASCA", NATIONAL, "juin 2022", specialites=())


def test_un_examen_national_fait_choisir_une_session_et_non_une_academie() -> None:
    selection = selectionner((*TOUT, ASCA), {"domaine": "Certifications", "examen": "ASCA"}, MIDI)
    assert selection.niveau is not None
    assert (selection.niveau.code, selection.niveau.libelle) == ("academie", "Session")
    assert propositions(selection) == ["Toute la France - (juin 2022)"]


def test_un_examen_a_la_fois_national_et_academique_fait_choisir_qui_l_organise() -> None:
    aussi = EntreeEssai("versailles/asca", "Certifications", "ASCA", specialites=())
    selection = selectionner((ASCA, aussi), {"domaine": "Certifications", "examen": "ASCA"}, MIDI)
    assert selection.niveau is not None
    assert selection.niveau.libelle == "Académie"
    assert propositions(selection) == ["Académie de Versailles - (2026)", "Toute la France - (juin 2022)"]


def test_un_examen_national_est_propose_dans_toute_la_france() -> None:
    demande = {"domaine": "Certifications", "examen": "ASCA", "academie": ASCA.slug}
    selection = selectionner((*TOUT, ASCA), demande, MIDI)
    assert selection.phrase == "Certifications proposées dans toute la France\u00a0:"
    assert selection.lignes[-1].libelle == "Session"


@pytest.mark.parametrize(
    ("quand", "lignes"),
    [
        (CAP.ouverture.replace(hour=7), 0),
        (CAP.ouverture, 1),
        (CAP.fermeture.replace(hour=15), 1),
        (CAP.fermeture, 0),
    ],
)
def test_rien_n_est_liste_hors_de_la_periode_et_l_instant_de_fermeture_est_exclu(
    quand: datetime, lignes: int
) -> None:
    selection = choisir(
        quand, domaine="Examens professionnels", examen="CAP", specialite="elec", academie="aix/cap"
    )
    assert len(selection.periodes) == lignes


def test_avant_l_ouverture_la_prochaine_est_annoncee() -> None:
    selection = choisir(
        CAP.ouverture.replace(hour=7),
        domaine="Examens professionnels", examen="CAP", specialite="elec", academie="aix/cap",
    )  # fmt: skip
    assert selection.prochaine == CAP.ouverture


@pytest.mark.parametrize(
    ("academie", "attendu"),
    [
        (VERSAILLES, "dans l'Académie de Versailles"),
        (AIX, "dans l'Académie d'Aix-Marseille"),
        (POLYNESIE, "dans le Vice-rectorat de Polynésie française"),
        (NATIONAL, "dans toute la France"),
    ],
)
def test_le_lieu_se_dit_en_bon_francais(academie: Academie, attendu: str) -> None:
    assert lieu(academie) == attendu
