"""What prevents two records from becoming one, whichever the union wants to keep."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from sqlalchemy import select

from plugins.certif_up.services.union import FAMILLE
from portal.db import db
from portal.domain.typographie import francais
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre

VIVANTES = ("deposee", "inscrite")
AUTRE_EXAMEN = (
    "L'autre compte a aussi une inscription à un autre examen, qui ne dépend pas de l'UPPCTSC : "
    "gardez plutôt celui-là."
)


def empechements(garde_id: int, autre_id: int) -> tuple[str, ...]:
    """Return why `garde` cannot take over what `autre` has; () when nothing prevents it.

    An exam that is not the union's does not change hands; and nobody has two requests for one épreuve, nor
    two centres, at one session (U-114, U-119).
    """
    du_garde, de_l_autre = _candidatures(garde_id), _candidatures(autre_id)
    raisons = [AUTRE_EXAMEN] if any(une.famille != FAMILLE for une in de_l_autre) else []
    vivantes = product(_vivantes(du_garde), _vivantes(de_l_autre))
    raisons += [raison for paire in vivantes if (raison := _heurt(*paire))]
    return tuple(francais(raison) for raison in dict.fromkeys(raisons))


def _candidatures(candidat_id: int) -> list[Candidature]:
    leurs = select(Candidature).where(Candidature.candidat_id == candidat_id)
    return list(db.session.scalars(leurs.order_by(Candidature.id)))


def _vivantes(candidatures: Iterable[Candidature]) -> list[Candidature]:
    return [une for une in candidatures if une.famille == FAMILLE and une.phase in VIVANTES]


def _heurt(une: Candidature, autre: Candidature) -> str | None:
    if une.session_examen != autre.session_examen:
        return None
    communes = sorted(_epreuves(une) & _epreuves(autre))
    ici = f"à la session de {une.session_examen}"
    if communes:
        quoi = ", ".join(communes)
        return (
            f"Les deux comptes ont une demande en cours pour {quoi} {ici} : "
            "faites d'abord refuser ou libérer l'une des deux."
        )
    if une.centre_id != autre.centre_id:
        return (
            f"Les deux comptes ont une demande en cours {ici}, dans deux centres ({_noms(une, autre)}) : "
            "faites d'abord refuser ou libérer l'une des deux."
        )
    return None


def _epreuves(candidature: Candidature) -> set[str]:
    return set((candidature.comparables or {}).get("epreuves", []))


def _noms(*candidatures: Candidature) -> str:
    ids = [une.centre_id for une in candidatures]
    noms = db.session.scalars(select(Centre.intitule).where(Centre.id.in_(ids)).order_by(Centre.intitule))
    return ", ".join(noms)
