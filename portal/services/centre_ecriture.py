"""What who looks after the centres of a family does to one of them; each act is in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.db import db, ecriture
from portal.domain.fiche_centre import (
    CHAMPS,
    NOMS,
    CentreDepasse,
    FicheCentre,
    FicheCentreInvalide,
    lire_fiche,
)
from portal.domain.motif import lire_motif
from portal.services.centre import aujourd_hui, centre_de, exiger_famille
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.centre import Centre
from portal.tables.evenement import Evenement

DEJA_PRIS = "Ce code est déjà celui d'un autre centre."


def creer(portail: Portail, agent: AgentEnPoste, famille: str, saisie: Mapping[str, str]) -> str:
    """Create a centre; return its code. Raises FicheCentreInvalide, CandidatureIntrouvable."""
    exiger_famille(portail, agent, famille)
    fiche = lire_fiche(saisie, portail.referentiel, aujourd_hui(portail))
    try:
        with ecriture():
            if db.session.scalar(
                select(Centre.id).where(Centre.famille == famille, Centre.code == fiche.code)
            ):
                raise FicheCentreInvalide({"code": DEJA_PRIS})
            centre = Centre(famille=famille, cree_le=portail.horloge.maintenant(), **colonnes(fiche))
            db.session.add(centre)
            db.session.flush()
            noter(portail, agent.compte_id, "centre_cree", centre)
    except IntegrityError as double:  # at the same instant, by somebody else
        raise FicheCentreInvalide({"code": DEJA_PRIS}) from double
    return fiche.code


def modifier(
    portail: Portail, agent: AgentEnPoste, famille: str, code: str, saisie: Mapping[str, str]
) -> tuple[str, ...]:
    """Change the card of a centre, its code excepted; return the names of what changed.

    Raises FicheCentreInvalide, CentreIntrouvable, CandidatureIntrouvable.
    """
    exiger_famille(portail, agent, famille)
    fiche = lire_fiche({**saisie, "code": code}, portail.referentiel, aujourd_hui(portail))
    with ecriture():
        centre = centre_de(famille, code, verrouille=True)
        changes = changer(centre, fiche)
        if changes:
            champs = [NOMS[champ].lower() for champ in changes]
            noter(portail, agent.compte_id, "centre_modifie", centre, champs=champs)
    return tuple(NOMS[champ] for champ in changes)


def desactiver(portail: Portail, agent: AgentEnPoste, famille: str, code: str, motif: str) -> None:
    """Take a centre out of service, with a reason. Its requests stay: they are freed one by one or together.

    Raises MotifRefuse, CentreDepasse, CentreIntrouvable, CandidatureIntrouvable.
    """
    exiger_famille(portail, agent, famille)
    dit = lire_motif(motif)
    with ecriture():
        centre = centre_de(famille, code, verrouille=True)
        if centre.desactive_le is not None:
            raise CentreDepasse("Ce centre est déjà désactivé.")
        centre.desactive_le = portail.horloge.maintenant()
        noter(portail, agent.compte_id, "centre_desactive", centre, dit)


def reactiver(portail: Portail, agent: AgentEnPoste, famille: str, code: str, motif: str) -> None:
    """Put a centre back in service, with a reason. Raises the same."""
    exiger_famille(portail, agent, famille)
    dit = lire_motif(motif)
    with ecriture():
        centre = centre_de(famille, code, verrouille=True)
        if centre.desactive_le is None:
            raise CentreDepasse("Ce centre est déjà en service.")
        centre.desactive_le = None
        noter(portail, agent.compte_id, "centre_reactive", centre, dit)


def colonnes(fiche: FicheCentre) -> dict[str, Any]:
    """Return the columns of the table `centre` that hold a card; an absent telephone is null."""
    valeurs = {champ: getattr(fiche, champ) for champ in CHAMPS}
    return valeurs | {"telephone": fiche.telephone or None}


def changer(centre: Centre, fiche: FicheCentre) -> list[str]:
    """Write a card over a centre; return the fields that changed. Inside `ecriture()`."""
    changes = [champ for champ, valeur in colonnes(fiche).items() if getattr(centre, champ) != valeur]
    for champ in changes:
        setattr(centre, champ, colonnes(fiche)[champ])
    return changes


def noter(
    portail: Portail, par: int | None, nature: str, centre: Centre, motif: str | None = None, **autres: Any
) -> None:
    """Write the journal of a centre. Inside `ecriture()`; `par` is who acts, None for a command."""
    db.session.add(
        Evenement(
            compte_id=par, le=portail.horloge.maintenant(), nature=nature, motif=motif,
            donnees={
                "centre": centre.id, "famille": centre.famille,
                "intitule": f"{centre.intitule} ({centre.commune})", **autres,
            },
        )
    )  # fmt: skip
