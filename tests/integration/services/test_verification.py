"""The queues of the checking station: counted in one query, read by an index, one person on each pièce."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.decision import DejaTraitee, PieceIntrouvable
from portal.services import decision, verification
from portal.services.piece_vue import ouvrir, ouvrir_original, regarder
from portal.services.portail import Portail
from portal.services.verification import FileIntrouvable
from portal.tables import Candidature, CourrielSortant
from portal.tables.piece import DecisionPiece
from tests import fabriques
from tests.candidatures import CAP, CS, OUVERT, inscrire_a
from tests.pieces_deposees import decider, en_poste, ligne, rendre


@contextmanager
def requetes() -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements that are sent to the database, with their parameters."""
    dites: list[tuple[str, Any]] = []

    def noter(_: Any, __: Any, ordre: str, valeurs: Any, *autres: Any) -> None:
        dites.append((ordre, valeurs))

    event.listen(db.engine, "before_cursor_execute", noter)
    yield dites
    event.remove(db.engine, "before_cursor_execute", noter)


@pytest.fixture
def candidatures(portail: Portail, horloge: HorlogeReglable) -> list[Candidature]:
    horloge.regler(OUVERT[CS])
    return [inscrire_a(portail, fabriques.candidat(), CS) for _ in range(3)]


def test_les_files_comptent_ce_qui_reste_en_une_requete(
    portail: Portail, candidatures: list[Candidature]
) -> None:
    agent = en_poste(portail, fabriques.agent())
    for candidature in candidatures:
        rendre(portail, candidature)
    premiere = rendre(portail, candidatures[0], "activite")
    decider(portail, agent, premiere, "conforme")
    verification.files(portail, agent)
    db.session.rollback()
    with requetes() as dites:
        trouvees = verification.files(portail, agent)
    assert len([une for une, _ in dites if "piece_candidature" in une]) == 1
    assert len(dites) <= 3
    assert [(une.code, une.restantes, une.total) for une in trouvees] == [
        ("identite", 3, 3),
        ("activite", 0, 1),
    ]


def test_la_suivante_se_trouve_par_l_index(portail: Portail, candidatures: list[Candidature]) -> None:
    agent = en_poste(portail, fabriques.agent())
    rendre(portail, candidatures[0])
    with requetes() as dites:
        verification.prendre_suivante(portail, agent, CS, "identite")
    ordre, valeurs = next(une for une in dites if "ORDER BY piece_candidature.id" in une[0])
    sur_sqlite = db.engine.dialect.name == "sqlite"
    connexion = db.session.connection()
    if not sur_sqlite:
        connexion.exec_driver_sql("set local enable_seqscan = off")  # a table of one row is read whole
        connexion.exec_driver_sql("set local enable_bitmapscan = off")
    plan = " ".join(
        " ".join(map(str, ligne))
        for ligne in connexion.exec_driver_sql(
            f"{'explain query plan' if sur_sqlite else 'explain'} {ordre}", valeurs
        )
    )
    assert "ix_piece_candidature_a_verifier" in plan
    assert "B-TREE" not in plan


def test_la_plus_ancienne_vient_d_abord_et_on_fait_le_tour(
    portail: Portail, candidatures: list[Candidature]
) -> None:
    agent = en_poste(portail, fabriques.agent())
    pieces = [rendre(portail, candidature) for candidature in candidatures]
    tour, apres = [], 0
    for _ in range(4):
        apres = verification.prendre_suivante(portail, agent, CS, "identite", apres) or 0
        tour.append(apres)
    assert tour == [*pieces, pieces[0]]


def test_deux_personnes_ne_recoivent_jamais_la_meme(
    portail: Portail, candidatures: list[Candidature], horloge: HorlogeReglable
) -> None:
    une, autre = en_poste(portail, fabriques.agent()), en_poste(portail, fabriques.agent())
    pieces = [rendre(portail, candidature) for candidature in candidatures]
    prises = [verification.prendre_suivante(portail, qui, CS, "identite") for qui in (une, autre)]
    assert prises == pieces[:2]
    troisieme = en_poste(portail, fabriques.agent())
    assert verification.prendre_suivante(portail, troisieme, CS, "identite") == pieces[2]
    assert (
        verification.prendre_suivante(portail, en_poste(portail, fabriques.agent()), CS, "identite") is None
    )
    horloge.avancer(verification.BAIL)
    assert verification.prendre_suivante(portail, autre, CS, "identite") == pieces[0]


def test_une_file_ne_melange_pas_les_modeles(portail: Portail, horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT[CS])
    agent = en_poste(portail, fabriques.agent())
    piece = rendre(portail, inscrire_a(portail, fabriques.candidat(), CS))
    with pytest.raises(FileIntrouvable):
        verification.prendre_suivante(portail, agent, CAP, "identite")
    with pytest.raises(FileIntrouvable):
        verification.prendre_suivante(portail, agent, CS, "inconnue")
    ailleurs = en_poste(portail, fabriques.agent(famille="cap"))
    with pytest.raises(FileIntrouvable):
        verification.prendre_suivante(portail, ailleurs, CS, "identite")
    with pytest.raises(PieceIntrouvable):
        ouvrir(portail, ailleurs, piece)


def a_la_fois(app: Flask, *actions: Callable[[], Any]) -> list[Any]:
    """Do several things at the same instant, each in its own thread; return what each gave or raised."""
    depart, recus = threading.Barrier(len(actions)), [None] * len(actions)

    def faire(rang: int, action: Callable[[], Any]) -> None:
        with app.app_context():
            depart.wait()
            try:
                recus[rang] = action()
            except Exception as erreur:
                recus[rang] = erreur  # type: ignore[call-overload]
            finally:
                db.session.remove()

    fils = [threading.Thread(target=faire, args=un) for un in enumerate(actions)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return recus


def test_deux_decisions_au_meme_instant_n_en_font_qu_une(
    app: Flask, portail: Portail, candidatures: list[Candidature]
) -> None:
    agents = [en_poste(portail, fabriques.agent()) for _ in range(2)]
    piece = rendre(portail, candidatures[0])
    lue = regarder(portail, agents[0], piece).vue
    db.session.remove()
    recus = a_la_fois(
        app,
        lambda: decision.decider(portail, agents[0], piece, {"statut": "conforme"}, lue),
        lambda: decision.decider(portail, agents[1], piece, {"statut": "non_conforme"}, lue),
    )
    assert sorted(type(un).__name__ for un in recus) == ["DejaTraitee", "int"]
    (refus,) = [un for un in recus if isinstance(un, DejaTraitee)]
    (prise,) = db.session.scalars(select(DecisionPiece)).all()
    assert prise.statut == ligne(piece).statut
    assert refus.decidee.lower().replace(" ", "_") == prise.statut


def test_un_double_clic_au_meme_instant_n_envoie_qu_un_courriel(
    app: Flask, portail: Portail, candidatures: list[Candidature]
) -> None:
    agent = en_poste(portail, fabriques.agent())
    piece = rendre(portail, candidatures[0])
    lue = regarder(portail, agent, piece).vue
    db.session.remove()

    def clic() -> int:
        return decision.decider(portail, agent, piece, {"statut": "non_conforme"}, lue)

    recus = a_la_fois(app, clic, clic)
    assert recus[0] == recus[1]
    refus = db.session.scalars(select(CourrielSortant).where(CourrielSortant.cle.contains("piece_refusee")))
    assert len(refus.all()) == 1


def test_plusieurs_personnes_au_meme_instant_prennent_chacune_la_leur(
    app: Flask, portail: Portail, candidatures: list[Candidature]
) -> None:
    agents = [en_poste(portail, fabriques.agent()) for _ in range(3)]
    pieces = [rendre(portail, candidature) for candidature in candidatures]
    db.session.remove()
    prises = a_la_fois(
        app,
        *(
            lambda qui=qui: verification.prendre_suivante(portail, qui, CS, "identite")  # type: ignore[misc]
            for qui in agents
        ),
    )
    assert sorted(prises) == pieces


def test_un_fichier_absent_du_disque_est_dit_introuvable(
    portail: Portail, candidatures: list[Candidature]
) -> None:
    agent = en_poste(portail, fabriques.agent())
    piece = rendre(portail, candidatures[0])
    (depot,) = ligne(piece).depots
    cle, sha256 = depot.cle, depot.sha256
    portail.stockage.supprimer(sha256)
    with pytest.raises(PieceIntrouvable):
        ouvrir_original(portail, agent, cle)


def test_une_prise_se_garde_cinq_minutes_et_se_renouvelle(
    portail: Portail, candidatures: list[Candidature], horloge: HorlogeReglable
) -> None:
    une, autre = en_poste(portail, fabriques.agent()), en_poste(portail, fabriques.agent())
    piece = rendre(portail, candidatures[0])
    ouvrir(portail, une, piece)
    for _ in range(3):
        horloge.avancer(verification.BAIL - timedelta(seconds=1))
        verification.renouveler(portail, une, piece)
    assert verification.prendre_suivante(portail, autre, CS, "identite") is None
