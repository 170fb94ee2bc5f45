"""The CSV file of an operation: read line by line, put together by candidature, before anything is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert, select, tuple_

from portal.db import db
from portal.domain.affichage import PARIS
from portal.domain.feuille import Colonne, Erreur, FeuilleIllisible, ecrire_feuille, lire_feuille
from portal.domain.lignes_du_service import LigneLue, Reference
from portal.domain.typographie import francais
from portal.services.operations.registre import GENRES, Tableau
from portal.services.perimetre import AgentEnPoste, visibles
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.operation import LigneOperation, Operation

PAQUET = 400
# The lines of the file keep their numbers; candidatures come after any of them.
APRES_LE_FICHIER = 1_000_000
INCONNUE = "n'est pas une candidature de votre périmètre : vérifiez le numéro."


def lignes_du_fichier(
    portail: Portail, agent: AgentEnPoste, genre: str, octets: bytes
) -> list[dict[str, Any]]:
    """Return the rows of LigneOperation that a file stands for, wrong lines included. Reads only.

    Raises FeuilleIllisible when the file as a whole cannot be read.
    """
    tableau = GENRES[genre].tableau
    if tableau is None:
        raise FeuilleIllisible("Cet envoi ne se fait pas avec un fichier.")
    bonnes, erreurs = _lire(tableau, octets, portail.horloge.maintenant().astimezone(PARIS).date())
    connues = _candidatures(portail, agent, {ligne.reference for ligne in bonnes})
    inconnues = [
        Erreur(ligne.numero, francais(f"{ligne.reference} {INCONNUE}"))
        for ligne in bonnes
        if ligne.reference not in connues
    ]
    groupes: dict[int, list[Mapping[str, Any]]] = {}
    for ligne in bonnes:
        if ligne.reference in connues:
            groupes.setdefault(connues[ligne.reference], []).append(ligne.donnees)
    return [
        *(refusee(erreur) for erreur in [*erreurs, *inconnues]),
        *(
            {"rang": APRES_LE_FICHIER + rang, "candidature_id": candidature, "etat": "a_examiner",
             "donnees": {"rangees": rangees}, "message": None}
            for rang, (candidature, rangees) in enumerate(groupes.items(), 1)
        ),
    ]  # fmt: skip


def refusee(erreur: Erreur) -> dict[str, Any]:
    """Return the row that keeps what is wrong with one line of the file."""
    return {
        "rang": erreur.numero, "candidature_id": None, "etat": "refusee", "donnees": {},
        "message": erreur.phrase,
    }  # fmt: skip


def inserer(operation: Operation, lignes: Sequence[Mapping[str, Any]]) -> None:
    """Insert the lines of an operation. Inside `ecriture()`."""
    for debut in range(0, len(lignes), 1000):
        db.session.execute(
            insert(LigneOperation),
            [{"operation_id": operation.id, **ligne} for ligne in lignes[debut : debut + 1000]],
        )


def modele_de_fichier(genre: str, candidatures: Iterable[Sequence[str]] = ()) -> bytes:
    """Return the CSV file to fill in. In: (n°, épreuve, name, title of the épreuve) of its first lines."""
    tableau = GENRES[genre].tableau
    colonnes: tuple[Colonne, ...] = tableau.colonnes if tableau is not None else ()
    titres = [colonne.intitule for colonne in colonnes if colonne.code != "rang"]
    vides = [""] * (len(titres) - 2)
    lignes = [[numero, epreuve, *vides, nom, intitule] for numero, epreuve, nom, intitule in candidatures]
    return ecrire_feuille([[*titres, "Pour mémoire : candidat", "Pour mémoire : épreuve"], *lignes])


def _lire(tableau: Tableau, octets: bytes, aujourd_hui: date) -> tuple[list[LigneLue], list[Erreur]]:
    feuille = lire_feuille(octets, tableau.colonnes)
    bonnes: list[LigneLue] = []
    erreurs = list(feuille.erreurs)
    for rangee in feuille.rangees:
        lue = tableau.lire(rangee, aujourd_hui)
        if isinstance(lue, LigneLue):
            bonnes.append(lue)
        else:
            erreurs.append(lue)
    croisees = tableau.croiser(bonnes)
    fausses = {erreur.numero for erreur in croisees}
    return [ligne for ligne in bonnes if ligne.numero not in fausses], [*erreurs, *croisees]


def _candidatures(
    portail: Portail, agent: AgentEnPoste, references: set[Reference]
) -> Mapping[Reference, int]:
    """Return the candidatures of the périmètre by their number; any other is unknown, whatever the reason."""
    connues: dict[Reference, int] = {}
    toutes = sorted(references, key=str)
    visible = visibles(portail, agent)
    for debut in range(0, len(toutes), PAQUET):
        paquet = [(une.numero, une.rang) for une in toutes[debut : debut + PAQUET]]
        demande = (
            select(Candidat.numero, Candidature.numero_inscription, Candidature.id)
            .join(Candidat, Candidat.id == Candidature.candidat_id)
            .where(tuple_(Candidat.numero, Candidature.numero_inscription).in_(paquet), visible)
        )
        for numero, rang, identifiant in db.session.execute(demande):
            connues[Reference(numero or "", rang or 0)] = identifiant
    return connues
