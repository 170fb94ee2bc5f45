"""Every address of the office, asked for with what stands outside the périmètre: there is no such thing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services.portail import Portail
from portal.tables import (
    Candidature,
    DecisionPiece,
    Depot,
    Document,
    Evenement,
    FiltreEnregistre,
    Operation,
    PieceCandidature,
)
from tests import fabriques
from tests.candidatures import CS, OUVERT, inscrire_a
from tests.client import ClientMaison

# A form to fill that names nobody's object.
SANS_OBJET = {"gestionnaire.operations_modele"}
# What is looked at before the object is.
FORMULAIRES = {"gestionnaire.filtre_post": {"nom": "À moi"}}
# Arguments that name something of somebody.
OBJETS = {"cle", "piece", "depot", "document", "piece_id", "decision_id", "filtre_id", "slug"}
Cibles = dict[str, dict[str, str | int]]


@pytest.fixture
def cibles(portail: Portail, horloge: HorlogeReglable) -> Cibles:
    """What one gestionnaire sees and works on, as arguments of addresses, by what addresses begin with."""
    horloge.regler(OUVERT[CS])
    cle = inscrire_a(portail, fabriques.candidat(), CS).cle
    maintenant, gardien = horloge.maintenant(), fabriques.agent("gestionnaire", "clermont_ferrand").id
    with ecriture() as s:
        candidature = s.scalars(select(Candidature).where(Candidature.cle == cle)).one()
        piece = PieceCandidature(candidature_id=candidature.id, cle="identite", code="identite", reponses={})
        depot = Depot(
            piece=piece, nom="carte.pdf", format="pdf", taille=3, sha256="0" * 64,
            commence_le=maintenant, depose_le=maintenant, apercu="fait", apercus=["a" * 64], antivirus="sain",
        )  # fmt: skip
        operation = Operation(genre="export", compte_id=gardien, etat="preparee", cree_le=maintenant)
        filtre = FiltreEnregistre(compte_id=gardien, nom="Le mien", requete={})
        s.add_all([piece, depot, operation, filtre])
        s.flush()
        decision = DecisionPiece(
            piece_id=piece.id,
            compte_id=gardien,
            le=maintenant,
            statut="recue",
            avant={},
        )
        s.add(decision)
        s.flush()
        document = s.scalars(select(Document).where(Document.candidature_id == candidature.id)).first()
        assert document is not None
        commun: dict[str, str | int] = {
            "piece": piece.cle, "document": document.cle, "depot": depot.cle, "numero": 1,
            "piece_id": piece.id, "decision_id": decision.id, "filtre_id": filtre.id, "part": 1,
            "slug": CS, "code": "identite", "genre": "export",
        }  # fmt: skip
        return {
            "/gestion/operations": {**commun, "cle": operation.cle},
            "/gestion/exports": {**commun, "cle": operation.cle},
            "/gestion": {**commun, "cle": cle},
        }


def regles(app: Flask) -> list[Rule]:
    return [
        regle
        for regle in app.url_map.iter_rules()
        if regle.rule.startswith("/gestion/") and regle.arguments and regle.endpoint not in SANS_OBJET
    ]


def adresse(app: Flask, regle: Rule, cibles: Cibles) -> str:
    valeurs = next(connues for debut, connues in cibles.items() if regle.rule.startswith(debut))
    assert regle.arguments & OBJETS, f"{regle.rule}: say in this test what object it names"
    methode = "GET" if "GET" in (regle.methods or ()) else "POST"
    donnees = {nom: _valeur(regle, nom, valeurs) for nom in regle.arguments}
    return str(app.url_map.bind("localhost").build(regle.endpoint, donnees, method=methode))


def demander(client: ClientMaison, regle: Rule, ou: str, methode: str) -> int:
    donnees = FORMULAIRES.get(regle.endpoint) if methode == "POST" else None
    return client.open(ou, method=methode, data=donnees).status_code


def _valeur(regle: Rule, nom: str, valeurs: dict[str, str | int]) -> str | int:
    entier = isinstance(regle._converters[nom], IntegerConverter)
    valeur = valeurs.get(nom, 1 if entier else "aucun")
    return valeur if entier == isinstance(valeur, int) else 1


@pytest.mark.parametrize(
    "perimetre",
    [
        {"academie": "poitiers"},
        {"famille": "cap"},
        {"academie": "clermont_ferrand", "specialites": ["cuisine"]},
        {"secteurs": ["alimentation"], "famille": "cap"},
        None,
    ],
    ids=["académie", "famille", "spécialité", "secteur", "aucun"],
)
def test_hors_du_perimetre_rien_n_existe(
    client: ClientMaison, app: Flask, cibles: Cibles, perimetre: dict[str, object] | None
) -> None:
    compte = fabriques.compte("gestionnaire") if perimetre is None else fabriques.agent(**perimetre)  # type: ignore[arg-type]
    client.connecter(compte)
    avant = db.session.scalars(select(Evenement.id)).all()
    trouvees = [
        f"{methode} {adresse(app, regle, cibles)}: {statut}"
        for regle in regles(app)
        for methode in sorted((regle.methods or set()) & {"GET", "POST"})
        if (statut := demander(client, regle, adresse(app, regle, cibles), methode)) != 404
    ]
    assert not trouvees
    assert db.session.scalars(select(Evenement.id)).all() == avant


def test_dans_le_perimetre_la_candidature_se_lit(client: ClientMaison, app: Flask, cibles: Cibles) -> None:
    """Without this the test above would pass on an office that shows nothing to anybody."""
    client.connecter(fabriques.agent(academie="clermont_ferrand", specialites=["zingueur"]))
    assert client.get(f"/gestion/candidatures/{cibles['/gestion']['cle']}").status_code == 200


def test_il_y_a_des_adresses_a_essayer(app: Flask) -> None:
    assert len(regles(app)) > 15
