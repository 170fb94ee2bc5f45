"""Import of the centres of a family: a file is kept, shown line by line, then applied in one transaction.

What the page shows is read again from the file each time: places taken meanwhile are counted.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.adapters.stockage import FichierAbsent
from portal.db import db, ecriture
from portal.domain.feuille import Erreur
from portal.domain.fiche_centre import CentreDepasse
from portal.services.centre import exiger_famille
from portal.services.centre_chargement import ImportIntrouvable, confronter, ecrire
from portal.services.centre_fichier import (
    CHANGER,
    CREER,
    INCHANGE,
    Comparaison,
    existants,
    lire,
    modele_de,
)
from portal.services.export import oublier_les_fichiers
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.operation import Operation

GENRE = "import_centres"


@dataclass(frozen=True, slots=True)
class Apercu:
    """What an import would do, before anything is written."""

    operation: Operation
    lignes: tuple[Comparaison, ...]
    erreurs: tuple[Erreur, ...]

    @property
    def comptes(self) -> Mapping[str, int]:
        comptes = Counter(une.sort for une in self.lignes)
        return {sort: comptes[sort] for sort in (CREER, CHANGER, INCHANGE)}

    @property
    def utile(self) -> bool:
        """Tell whether applying it would write anything."""
        return self.comptes[CREER] + self.comptes[CHANGER] > 0


def preparer(portail: Portail, agent: AgentEnPoste, famille: str, slug: str, octets: bytes, nom: str) -> str:
    """Keep a file that can be read as a whole; return the clé of the import. No centre is written.

    Raises FeuilleIllisible, TitresInattendus, CandidatureIntrouvable.
    """
    exiger_famille(portail, agent, famille)
    lu = lire(portail, modele_de(portail, famille, slug), octets)
    fichier = portail.stockage.deposer(io.BytesIO(octets))
    with ecriture():
        operation = Operation(
            genre=GENRE, compte_id=agent.compte_id, etat="preparee", cree_le=portail.horloge.maintenant(),
            parametres={"famille": famille, "slug": slug}, total=len(lu.lignes) + len(lu.erreurs),
            echecs=len(lu.erreurs), fichier=fichier.cle, nom_fichier=nom[:100],
        )  # fmt: skip
        db.session.add(operation)
        db.session.flush()
        return operation.cle


def en_attente(portail: Portail, agent: AgentEnPoste, famille: str) -> tuple[Operation, ...]:
    """Return the imports of an agent that were shown and not applied, the latest first."""
    exiger_famille(portail, agent, famille)
    demande = select(Operation).where(
        Operation.genre == GENRE, Operation.compte_id == agent.compte_id, Operation.etat == "preparee"
    )
    lues = db.session.scalars(demande.order_by(Operation.id.desc()))
    return tuple(une for une in lues if une.parametres.get("famille") == famille and une.fichier)


def examiner(portail: Portail, agent: AgentEnPoste, famille: str, cle: str) -> Apercu:
    """Return what an import would do now. Raises ImportIntrouvable, CandidatureIntrouvable."""
    exiger_famille(portail, agent, famille)
    operation = _operation(agent, famille, cle)
    slug = str(operation.parametres["slug"])
    modele = modele_de(portail, famille, slug)
    lu = lire(portail, modele, _octets(portail, operation))
    return Apercu(operation, *confronter(portail, modele, lu, existants(famille, slug)))


def appliquer(
    portail: Portail, agent: AgentEnPoste, famille: str, cle: str, sans_les_fausses: bool = False
) -> Mapping[str, int]:
    """Write what an import says, all or nothing; return how many were created, changed, left.

    Raises ImportRefuse when lines are wrong, unless they are to be left out; ImportIntrouvable,
    CentreDepasse when somebody created one of the centres meanwhile.
    """
    exiger_famille(portail, agent, famille)
    operation = _operation(agent, famille, cle)
    modele = modele_de(portail, famille, str(operation.parametres["slug"]))
    lu = lire(portail, modele, _octets(portail, operation))
    try:
        with ecriture():
            verrouillee = db.session.get_one(Operation, operation.id, with_for_update=True)
            if verrouillee.etat != "preparee":
                raise ImportIntrouvable
            faits = ecrire(portail, agent.compte_id, famille, modele, lu, sans_les_fausses)
            verrouillee.etat, verrouillee.terminee_le = "terminee", portail.horloge.maintenant()
            verrouillee.faites = faits[CREER] + faits[CHANGER]
            verrouillee.fichier = None
            return faits
    except IntegrityError as double:
        raise CentreDepasse("Un de ces centres vient d'être créé : relisez l'aperçu.") from double


def abandonner(portail: Portail, agent: AgentEnPoste, famille: str, cle: str) -> None:
    """Forget an import. Raises ImportIntrouvable, CandidatureIntrouvable."""
    exiger_famille(portail, agent, famille)
    with ecriture():
        operation = _operation(agent, famille, cle)
        operation.etat, operation.fichier = "abandonnee", None


def purger(portail: Portail) -> list[str]:
    """Forget the files of imports left aside for a week; return their keys, for `references.liberer`."""
    return oublier_les_fichiers(portail, Operation.genre == GENRE, Operation.cree_le, etat="abandonnee")


def _operation(agent: AgentEnPoste, famille: str, cle: str) -> Operation:
    trouvee = db.session.scalar(
        select(Operation).where(
            Operation.cle == cle, Operation.genre == GENRE, Operation.compte_id == agent.compte_id
        )
    )
    if trouvee is None or trouvee.etat != "preparee" or trouvee.parametres.get("famille") != famille:
        raise ImportIntrouvable
    return trouvee


def _octets(portail: Portail, operation: Operation) -> bytes:
    try:
        with portail.stockage.ouvrir(operation.fichier or "") as flux:
            return flux.read()
    except FichierAbsent as absent:
        raise ImportIntrouvable from absent
