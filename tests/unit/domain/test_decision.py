"""What a gestionnaire may say of a pièce, as domain rules: no database, no clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from portal.domain.decision import (
    DecisionInvalide,
    DejaTraitee,
    Demande,
    delai_utile,
    empreinte,
    information,
    limite_proposee,
    lire_demande,
)
from portal.domain.piece import Piece, PieceDue
from portal.domain.piece_suivie import FichierDepose, PieceSuivie

PARIS, NOUMEA = ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Noumea")
JEUDI = datetime(2025, 11, 6, 9, 0, tzinfo=UTC)
LIMITE = datetime(2025, 11, 19, 16, 0, tzinfo=UTC)
PIECE = Piece("identite", "Pièce d'identité", refus=(("flou", "Pièce illisible"), ("nom", "Autre nom")))
SUIVIE = PieceSuivie(PieceDue(PIECE, LIMITE, cle="identite"))


def lire(fuseau: ZoneInfo = PARIS, maintenant: datetime = JEUDI, **saisie: str) -> Demande:
    return lire_demande(saisie, PIECE, LIMITE, maintenant, fuseau)


@pytest.mark.parametrize(
    ("saisie", "champ"),
    [
        ({"statut": "parfait"}, "statut"),
        ({}, "statut"),
        ({"statut": "non_conforme", "motif": "invente"}, "motif"),
        ({"statut": "non_conforme", "texte": "x" * 1001}, "texte"),
        ({"statut": "non_conforme", "texte": "a\0b"}, "texte"),
        ({"statut": "recue", "recue_le": "hier"}, "recue_le"),
        ({"statut": "recue", "recue_le": "07/11/2025"}, "recue_le"),
        ({"statut": "recue", "recue_le": "04/11/2024"}, "recue_le"),
        ({"statut": "non_conforme", "accorder": "oui"}, "limite"),
        ({"statut": "non_conforme", "accorder": "oui", "limite": "05/11/2025"}, "limite"),
        ({"statut": "non_conforme", "accorder": "oui", "limite": "18/11/2025"}, "limite"),
        ({"statut": "non_conforme", "accorder": "oui", "limite": "31/12/9999"}, "limite"),
    ],
)
def test_ce_qui_ne_se_garde_pas_est_dit_a_son_champ(saisie: dict[str, str], champ: str) -> None:
    with pytest.raises(DecisionInvalide) as refus:
        lire(**saisie)
    assert set(refus.value.erreurs) == {champ}


def test_une_decision_sans_rien_d_autre_est_permise() -> None:
    assert lire(statut="non_conforme") == Demande("non_conforme")
    assert lire(statut="recue", recue_le="") == Demande("recue")


def test_le_jour_de_reception_est_celui_du_lieu() -> None:
    """At 14:00 UTC on the 6th it is already the 7th in Nouméa."""
    soir = datetime(2025, 11, 6, 14, 0, tzinfo=UTC)
    assert lire(NOUMEA, soir, statut="recue", recue_le="07/11/2025").recue_le == date(2025, 11, 7)
    with pytest.raises(DecisionInvalide):
        lire(PARIS, soir, statut="recue", recue_le="07/11/2025")


def test_un_nouveau_delai_va_jusqu_a_la_fin_du_jour() -> None:
    demande = lire(statut="non_conforme", accorder="oui", limite="20/11/2025")
    assert demande.limite == datetime(2025, 11, 20, 23, 0, tzinfo=UTC)


def test_un_delai_qui_n_est_pas_coche_n_est_pas_lu() -> None:
    assert lire(statut="non_conforme", limite="n'importe quoi").limite is None


@pytest.mark.parametrize(
    ("demande", "dite"),
    [
        (Demande("non_conforme"), ""),
        (Demande("non_conforme", motif="flou"), "Pièce illisible"),
        (Demande("non_conforme", texte="Page 2"), "Page 2"),
        (Demande("non_conforme", motif="flou", texte="Page 2"), "Pièce illisible\nPage 2"),
        (Demande("conforme", motif="flou", texte="Page 2"), ""),
        (Demande("recue", texte="Page 2"), ""),
    ],
)
def test_le_candidat_lit_le_motif_puis_le_texte_d_un_refus(demande: Demande, dite: str) -> None:
    assert information(PIECE, demande) == dite


@pytest.mark.parametrize(
    ("maintenant", "utile"),
    [
        (LIMITE - timedelta(days=10), False),
        (datetime(2025, 11, 14, 15, 59, tzinfo=UTC), False),  # Friday: three working days are left
        (datetime(2025, 11, 14, 16, 1, tzinfo=UTC), True),
        (LIMITE + timedelta(days=1), True),
    ],
)
def test_un_delai_est_propose_a_moins_de_trois_jours_ouvres(maintenant: datetime, utile: bool) -> None:
    assert delai_utile(LIMITE, maintenant, PARIS) is utile


def test_le_delai_propose_compte_cinq_jours_ouvres() -> None:
    """From Thursday 6 November: Tuesday the 11th is a public holiday."""
    assert limite_proposee(JEUDI, PARIS) == date(2025, 11, 14)


def test_l_empreinte_change_avec_ce_que_la_personne_a_vu() -> None:
    fichier = FichierDepose("a", "a.pdf", "pdf", 10, 1, JEUDI)
    autres = (
        replace(SUIVIE, statut="recue"),
        replace(SUIVIE, information="Floue"),
        replace(SUIVIE, validee_le=JEUDI),
        replace(SUIVIE, recue_le=date(2025, 11, 6)),
        replace(SUIVIE, fichiers=(fichier,)),
        replace(SUIVIE, fichiers=(fichier, replace(fichier, cle="b"))),
        replace(SUIVIE, non_concerne="sans objet"),
    )
    assert len({empreinte(une) for une in (SUIVIE, *autres)}) == len(autres) + 1
    image_faite = replace(fichier, apercu="fait", images=2, antivirus="sain")
    assert empreinte(replace(SUIVIE, fichiers=(fichier,))) == empreinte(
        replace(SUIVIE, fichiers=(image_faite,))
    )


def test_le_refus_dit_ce_qui_a_ete_decide() -> None:
    dit = DejaTraitee("Conforme", "Anne Roux", JEUDI).phrase
    assert "Conforme" in dit
    assert "Anne Roux" in dit
    assert "a changé" in DejaTraitee().phrase
