"""A former candidate whose address has an account of the same person: the union says if it is theirs."""

from __future__ import annotations

from sqlalchemy import select

from plugins.certif_up.domain.ancien import Ancien
from plugins.certif_up.domain.session import derniere
from plugins.certif_up.services import doubles
from plugins.certif_up.services.reprise_nuc import RepriseImpossible, RepriseIntrouvable
from plugins.certif_up.services.reprise_nuc_examen import compte_de_l_adresse, examiner
from plugins.certif_up.services.reprise_nuc_execution import FAITE, creer, nuc_repris
from plugins.certif_up.tables import LigneReprise, Nuc, Reprise
from portal.db import db, ecriture
from portal.domain.typographie import francais
from portal.services.comptes_joints import empreinte_perdue
from portal.services.portail import Portail
from portal.tables.candidat import Candidat

RATTACHEE = "NUC rattaché au compte de cette adresse."
AUTRE_NOM = "NUC rattaché : il mène au même compte que le NUC que cette personne avait déjà."
ECARTEE = "Écartée : aucun compte ne porte ce NUC."


def rattacher(portail: Portail, cle: str, rang: int) -> None:
    """Give the NUC of a line to the account that has its address, as a second name where it has one.

    An account that went meanwhile is made instead. Raises RepriseIntrouvable, RepriseImpossible.
    """
    empreinte = empreinte_perdue()
    with ecriture():
        ligne = _ligne(cle, rang)
        verdict, ancien = examiner(portail, [ligne])[ligne.id]
        if ancien is None or verdict.etat != "prete":
            raise RepriseImpossible(verdict.message or "Cette ligne n'est plus à rattacher.")
        ligne.faite_le, ligne.etat = portail.horloge.maintenant(), "faite"
        if verdict.a_rattacher:
            ligne.candidat_id, ligne.message = _rattacher(portail, ancien)
        else:
            ligne.candidat_id, ligne.message = creer(portail, ancien, empreinte).id, FAITE


def ecarter(portail: Portail, cle: str, rang: int) -> None:
    """Leave the NUC of a line to nobody. Raises RepriseIntrouvable, RepriseImpossible."""
    with ecriture():
        ligne = _ligne(cle, rang)
        ligne.faite_le, ligne.etat = portail.horloge.maintenant(), "sans_objet"
        ligne.message = francais(ECARTEE)


def _rattacher(portail: Portail, ancien: Ancien) -> tuple[int, str]:
    trouve = compte_de_l_adresse(ancien)
    if trouve is None:
        raise RepriseImpossible("Cette ligne n'est plus à rattacher.")
    verrou = select(Candidat).where(Candidat.id == trouve.id).with_for_update(of=Candidat)
    candidat = db.session.scalars(verrou).one()
    sien = db.session.scalar(select(Nuc).where(Nuc.candidat_id == candidat.id))
    if sien is None:
        db.session.add(nuc_repris(portail, ancien, candidat_id=candidat.id))
        doubles.proposer(portail, candidat)
        return candidat.id, francais(RATTACHEE)
    sien.derniere_session = derniere(sien.derniere_session, ancien.derniere_session)
    db.session.add(nuc_repris(portail, ancien, remplace_par=sien.id))
    return candidat.id, francais(AUTRE_NOM)


def _ligne(cle: str, rang: int) -> LigneReprise:
    demande = (
        select(LigneReprise)
        .join(Reprise, Reprise.id == LigneReprise.reprise_id)
        .where(Reprise.cle == cle, LigneReprise.rang == rang)
        .with_for_update(of=LigneReprise)
    )
    ligne = db.session.scalar(demande)
    if ligne is None:
        raise RepriseIntrouvable
    if ligne.etat != "a_rattacher":
        raise RepriseImpossible("Cette ligne a déjà été décidée.")
    return ligne
