"""Operations on many candidatures: prepared, looked at, started, followed, tried again.

An operation is its agent's own: for anybody else it does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select, update

from portal.db import db, ecriture
from portal.domain.refus import Refus
from portal.services.operations import avancement, execution, fichier, preparation
from portal.services.operations.registre import GENRES
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement
from portal.tables.operation import LigneOperation, Operation

TACHE = avancement.TACHE
# What the request that prepares an operation does of it at once; the worker does the rest.
TOUT_DE_SUITE_S = 1.5
CANDIDATURES_AU_PLUS = 100_000


class OperationIntrouvable(Refus):
    """There is no such operation, or it is somebody else's."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cet envoi n'existe pas, ou ce n'est pas le vôtre.")


class OperationImpossible(Refus):
    """What is asked does not go with the état of the operation, or with what it holds."""

    statut = 409


class SelectionVide(Refus):
    """Nobody is concerned."""

    statut = 422


def preparer(
    portail: Portail,
    agent: AgentEnPoste,
    genre: str,
    parametres: Mapping[str, Any],
    selection: Select[Any] | Sequence[str],
    donnees: Mapping[str, Mapping[str, Any]] | None = None,
) -> str:
    """Prepare an operation on a selection; return its clé. Nothing is done to any candidature.

    In: `selection` is a statement of ids that carries the périmètre (`liste.selectionner`), or clés;
    `donnees` are the data of some lines, by clé. Raises SelectionVide, OperationImpossible.
    """
    trouvees = _choisies(portail, agent, selection)
    lignes = [
        {
            "rang": rang,
            "candidature_id": identifiant,
            "etat": "a_examiner",
            "donnees": dict((donnees or {}).get(cle, {})),
            "message": None,
        }
        for rang, (identifiant, cle) in enumerate(trouvees, 1)
    ]
    return _creer(portail, agent, genre, parametres, lignes)


def preparer_fichier(
    portail: Portail,
    agent: AgentEnPoste,
    genre: str,
    parametres: Mapping[str, Any],
    octets: bytes,
    nom: str,
) -> str:
    """Prepare an operation from a CSV file; return its clé. Raises FeuilleIllisible."""
    lignes = fichier.lignes_du_fichier(portail, agent, genre, octets)
    db.session.rollback()
    return _creer(portail, agent, genre, parametres, lignes, nom)


def operation_de(portail: Portail, agent: AgentEnPoste, cle: str) -> Operation:
    """Return an operation of this agent. Raises OperationIntrouvable."""
    trouvee = db.session.scalar(
        select(Operation).where(Operation.cle == cle, Operation.compte_id == agent.compte_id)
    )
    genre = GENRES.get(trouvee.genre) if trouvee is not None else None
    if trouvee is None or genre is None or (genre.sante and not agent.sante):
        raise OperationIntrouvable
    return trouvee


def lancer(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    """Start a prepared operation; starting it twice starts it once.

    Raises OperationIntrouvable, OperationImpossible while lines of its file are wrong or nobody is concerned.
    """
    with ecriture():
        operation = _verrouillee(portail, agent, cle)
        if operation.etat in ("en_cours", "terminee"):
            return
        nombres = avancement.comptes(operation.id)
        if operation.etat != "preparee":
            raise OperationImpossible("Cet envoi n'est pas prêt à partir.")
        if nombres.get("refusee") and not operation.parametres.get("sans_les_refusees"):
            raise OperationImpossible("Des lignes du fichier sont à corriger ou à écarter d'abord.")
        if not nombres.get("a_faire"):
            raise OperationImpossible("Personne n'est concerné par cet envoi.")
        _demarrer(portail, operation)
        intitule, nombre = GENRES[operation.genre].intitule, nombres["a_faire"]
        db.session.add(
            Evenement(
                compte_id=agent.compte_id, le=portail.horloge.maintenant(), nature="operation",
                donnees={"operation": operation.id, "intitule": f"{intitule}, {nombre} candidatures"},
            )
        )  # fmt: skip


def ecarter_les_refusees(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    """Go on without the wrong lines of the file. Raises OperationIntrouvable, OperationImpossible."""
    with ecriture():
        operation = _verrouillee(portail, agent, cle)
        if operation.etat != "preparee":
            raise OperationImpossible("Cet envoi n'est plus en préparation.")
        operation.parametres = {**operation.parametres, "sans_les_refusees": True}


def abandonner(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    """Give up an operation before it starts. Raises OperationIntrouvable, OperationImpossible."""
    with ecriture():
        operation = _verrouillee(portail, agent, cle)
        if operation.etat not in ("en_preparation", "preparee", "abandonnee"):
            raise OperationImpossible("Cet envoi est déjà parti : il ne peut plus être abandonné.")
        operation.etat = "abandonnee"


def reprendre_les_echecs(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    """Try again the lines that failed, and no other. Raises OperationIntrouvable, OperationImpossible."""
    with ecriture():
        operation = _verrouillee(portail, agent, cle)
        if operation.etat != "terminee":
            raise OperationImpossible("Cet envoi n'est pas terminé.")
        reprises = db.session.execute(
            update(LigneOperation)
            .where(LigneOperation.operation_id == operation.id, LigneOperation.etat == "echec")
            .values(etat="a_faire", message=None)
            .returning(LigneOperation.id)
        ).all()
        if not reprises:
            raise OperationImpossible("Aucune ligne n'est à reprendre.")
        _demarrer(portail, operation)


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Do a job of kind TACHE: one slice of what the operation needs next."""
    operation_id, passage = int(charge["operation_id"]), int(charge.get("passage", 0))
    etat = db.session.scalar(select(Operation.etat).where(Operation.id == operation_id))
    db.session.rollback()
    if etat == "en_preparation":
        preparation.avancer(portail, operation_id, passage, avancement.TRANCHE_S)
    elif etat == "en_cours":
        execution.avancer(portail, operation_id, passage, avancement.TRANCHE_S)


def _demarrer(portail: Portail, operation: Operation) -> None:
    fois = operation.parametres.get(avancement.LANCEMENTS, 0) + 1
    operation.parametres = {**operation.parametres, avancement.LANCEMENTS: fois}
    operation.etat, operation.terminee_le = "en_cours", None
    operation.lancee_le = portail.horloge.maintenant()
    avancement.suite(portail, operation, "execution", 0)


def _creer(
    portail: Portail,
    agent: AgentEnPoste,
    genre: str,
    parametres: Mapping[str, Any],
    lignes: Sequence[Mapping[str, Any]],
    nom_fichier: str | None = None,
) -> str:
    if genre not in GENRES or (GENRES[genre].sante and not agent.sante):
        raise OperationImpossible("Cet envoi ne vous est pas ouvert.")
    if not lignes:
        raise SelectionVide("Aucune candidature n'est choisie.")
    with ecriture() as s:
        operation = Operation(
            genre=genre, compte_id=agent.compte_id, parametres=dict(parametres), total=len(lignes),
            cree_le=portail.horloge.maintenant(), nom_fichier=nom_fichier,
        )  # fmt: skip
        s.add(operation)
        s.flush()
        fichier.inserer(operation, lignes)
        avancement.suite(portail, operation, "preparation", 0)
        cle, identifiant = operation.cle, operation.id
    preparation.avancer(portail, identifiant, 0, TOUT_DE_SUITE_S)
    return cle


def _choisies(
    portail: Portail, agent: AgentEnPoste, selection: Select[Any] | Sequence[str]
) -> list[tuple[int, str]]:
    """Return (id, clé) in a lasting order; what the agent may not see is not there."""
    parmi = Candidature.id.in_(selection) if isinstance(selection, Select) else Candidature.cle.in_(selection)
    demande = select(Candidature.id, Candidature.cle).where(parmi, visibles(portail, agent))
    lignes = db.session.execute(demande.order_by(Candidature.id).limit(CANDIDATURES_AU_PLUS + 1)).all()
    if len(lignes) > CANDIDATURES_AU_PLUS:
        raise OperationImpossible("Un envoi concerne 100 000 candidatures au plus : précisez la sélection.")
    return [(ligne.id, ligne.cle) for ligne in lignes]


def _verrouillee(portail: Portail, agent: AgentEnPoste, cle: str) -> Operation:
    operation = operation_de(portail, agent, cle)
    db.session.refresh(operation, with_for_update=True)
    return operation
