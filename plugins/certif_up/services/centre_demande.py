"""One request as its centre reads it: who asks, for what, on which software, with what is left and paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from plugins.certif_up.services.centre_liste import TONS
from plugins.certif_up.services.centre_nuc import nuc_de
from portal.db import db
from portal.domain.centre_choisi import epreuves_passees
from portal.domain.frais import LigneFrais, lignes_de_frais, total
from portal.domain.paiement import Moyen, reste
from portal.services import dossier
from portal.services.offre import OffreVue, entree_de, offre_de
from portal.services.paiement import PORTAIL, du
from portal.services.perimetre import AgentEnPoste
from portal.services.places import tenues
from portal.services.portail import Portail
from portal.services.sommes import paiements_de
from portal.tables.centre import Centre
from portal.tables.compte import Compte
from portal.tables.paiement import Paiement


@dataclass(frozen=True, slots=True)
class EpreuveDemandee:
    """An épreuve of the request at its centre; `tenue` when a place is kept for it."""

    offre: OffreVue
    tenue: bool


@dataclass(frozen=True, slots=True)
class Versement:
    """One sum as it was written down: its way of paying and by whom."""

    paiement: Paiement
    moyen: str
    par: str


@dataclass(frozen=True)
class DemandeLue:
    """The page of one request. `attendu`: a payment may be written down; `reprenable`: or taken back."""

    dossier: dossier.Dossier
    centre: Centre
    nuc: str
    ton: str
    epreuves: tuple[EpreuveDemandee, ...]
    frais: tuple[LigneFrais, ...]
    total: Decimal
    regle: Decimal
    reste: Decimal
    versements: tuple[Versement, ...]
    moyens: tuple[Moyen, ...]
    attendu: bool
    reprenable: bool

    @property
    def au_complet(self) -> tuple[str, ...]:
        """The épreuves for which no place is left, and none is kept."""
        return tuple(une.offre.epreuve for une in self.epreuves if not une.tenue and not une.offre.reste)


def lire(portail: Portail, agent: AgentEnPoste, cle: str) -> DemandeLue:
    """Return a request of the périmètre. Raises CandidatureIntrouvable."""
    lu = dossier.lire(portail, agent, cle)
    candidature, situation, modele = lu.contexte.candidature, lu.contexte.situation, lu.contexte.modele
    centre = db.session.get_one(Centre, candidature.centre_id)
    regles, attendu = modele.paiement, du(modele, candidature)
    reprise = regles.reprise if regles is not None else None
    return DemandeLue(
        dossier=lu,
        centre=centre,
        nuc=nuc_de(candidature.candidat_id),
        ton=TONS.get(candidature.etat, "gris"),
        epreuves=_epreuves(portail, lu, centre),
        frais=lignes_de_frais(situation),
        total=total(situation),
        regle=situation.regle or Decimal(0),
        reste=reste(situation),
        versements=_versements(lu),
        moyens=tuple(regles.moyens.values()) if regles is not None else (),
        attendu=attendu,
        reprenable=attendu or modele.circuit.permise(reprise or "", candidature.etat, PORTAIL),
    )


def _epreuves(portail: Portail, lu: dossier.Dossier, centre: Centre) -> tuple[EpreuveDemandee, ...]:
    candidature = lu.contexte.candidature
    gardees = {place.offre.epreuve for place in tenues(candidature)}
    offre = offre_de(portail, centre, entree_de(portail, candidature.famille, candidature.slug))
    demandees = epreuves_passees(lu.contexte.situation) or ()
    return tuple(
        EpreuveDemandee(une, une.epreuve in gardees) for une in offre.epreuves if une.epreuve in demandees
    )


def _versements(lu: dossier.Dossier) -> tuple[Versement, ...]:
    recus, regles = paiements_de(lu.contexte.candidature.id), lu.contexte.modele.paiement
    noms = _noms([un.saisi_par for un in recus if un.saisi_par is not None])
    moyens = regles.moyens if regles is not None else {}
    return tuple(
        Versement(
            un, moyens[un.moyen].intitule if un.moyen in moyens else un.moyen, noms.get(un.saisi_par or 0, "")
        )
        for un in recus
    )


def _noms(comptes: Sequence[int]) -> dict[int, str]:
    lus = db.session.execute(select(Compte.id, Compte.nom, Compte.courriel).where(Compte.id.in_(comptes)))
    return {un.id: un.nom or un.courriel for un in lus}
