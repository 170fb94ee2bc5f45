"""The centres of a member of staff: which they are, and what their members may change of them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.affichage import jour
from portal.domain.fiche_centre import CHAMPS, NOMS, CentreDepasse, CentreIntrouvable, lire_fiche
from portal.services.centre import aujourd_hui
from portal.services.centre_ecriture import changer, noter
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.centre import Centre

# Name, place and habilitation are for who looks after all the centres.
MODIFIABLES = ("adresse", "courriel", "telephone", "modalites")


def centres_de(portail: Portail, agent: AgentEnPoste, famille: str) -> tuple[Centre, ...]:
    """Return the centres of a family whose member this is, by name."""
    demande = select(Centre).where(Centre.id.in_(agent.centres), Centre.famille == famille)
    return tuple(db.session.scalars(demande.order_by(Centre.intitule, Centre.id)))


def centre_pour(
    portail: Portail, agent: AgentEnPoste, famille: str, code: str, verrouille: bool = False
) -> Centre:
    """Return one of them, locked inside `ecriture()` when asked. Raises CentreIntrouvable for any other."""
    demande = select(Centre).where(
        Centre.id.in_(agent.centres), Centre.famille == famille, Centre.code == code
    )
    trouve = db.session.scalar(demande.with_for_update(of=Centre) if verrouille else demande)
    if trouve is None:
        raise CentreIntrouvable
    return trouve


def modifier(
    portail: Portail, agent: AgentEnPoste, famille: str, code: str, saisie: Mapping[str, str]
) -> tuple[str, ...]:
    """Change how candidates reach and pay a centre; return the names of what changed.

    Raises FicheCentreInvalide, CentreDepasse for a centre out of service, CentreIntrouvable.
    """
    with ecriture():
        centre = centre_pour(portail, agent, famille, code, verrouille=True)
        exiger_en_service(centre)
        voulue = saisie_de(centre) | {champ: saisie.get(champ, "") for champ in MODIFIABLES}
        fiche = lire_fiche(voulue, portail.referentiel, aujourd_hui(portail))
        changes = [champ for champ in changer(centre, fiche) if champ in MODIFIABLES]
        if changes:
            champs = [NOMS[champ].lower() for champ in changes]
            noter(portail, agent.compte_id, "centre_modifie", centre, champs=champs)
    return tuple(NOMS[champ] for champ in changes)


def exiger_en_service(centre: Centre) -> None:
    """Refuse to change what a centre out of service offers. Raises CentreDepasse."""
    if centre.desactive_le is not None:
        raise CentreDepasse(
            f"Ce centre est désactivé depuis le {jour(centre.desactive_le)} : rien n'y change."
        )


def saisie_de(centre: Centre) -> dict[str, str]:
    """Return the card of a centre as it would be typed."""
    brutes = {champ: getattr(centre, champ) for champ in CHAMPS}
    return {champ: _ecrire(valeur) for champ, valeur in brutes.items()}


def _ecrire(valeur: object) -> str:
    return "" if valeur is None else f"{valeur:%d/%m/%Y}" if hasattr(valeur, "year") else str(valeur)
