"""A new version of a candidature written by the service: journal, documents, mail. Its état stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.db import db
from portal.domain.situation import Situation
from portal.services import paiement, places
from portal.services.document import demander_documents
from portal.services.notification import notifier
from portal.services.perimetre import AgentEnPoste
from portal.services.piece import recompter
from portal.services.portail import Portail
from portal.services.version import noter_version
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement

MOMENT = "correction"


def publier_version(
    portail: Portail,
    agent: AgentEnPoste,
    candidature: Candidature,
    avant: Situation,
    finale: Situation,
    nature: str,
    motif: str,
    changements: Sequence[dict[str, Any]],
) -> None:
    """Write `finale` as the next version of a locked candidature. Runs inside `ecriture()`.

    In: `nature` of the event, the reason, and what changed (`domain.correction.decrire`). Raises PlusDePlace
    or CentreHorsService when an épreuve was added for which no place can be taken.
    """
    noter_version(candidature, finale)
    places.accorder(candidature, finale, finale.maintenant)
    donnees = {
        "version": candidature.version,
        "champs": [un["question"] for un in changements],
        "changements": list(changements),
    }
    db.session.add(
        Evenement(
            candidature_id=candidature.id,
            compte_id=agent.compte_id,
            le=finale.maintenant,
            nature=nature,
            motif=motif,
            donnees=donnees,
        )  # fmt: skip
    )
    recompter(candidature, finale)
    demander_documents(portail, candidature, MOMENT, finale, en_plus={"motif": motif})
    notifier(portail, candidature, MOMENT, finale, avant, mots={"motif": motif})
    if finale.modele.paiement is not None:
        paiement.accorder(portail, candidature, agent.compte_id)
