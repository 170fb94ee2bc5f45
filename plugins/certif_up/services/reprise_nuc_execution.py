"""Taking former candidates over, line by line: each account with its NUC and its mark, in one transaction.

A process that dies anywhere leaves a line either untouched or done; done twice, it is done once.
"""

from __future__ import annotations

import logging
import secrets

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from plugins.certif_up.domain.ancien import Ancien
from plugins.certif_up.services import doubles
from plugins.certif_up.services import reprise_nuc_avancement as avancement
from plugins.certif_up.services.reprise_nuc_examen import A_RATTACHER, examiner
from plugins.certif_up.tables import LigneReprise, Nuc
from portal.db import db, ecriture
from portal.domain.typographie import francais
from portal.services.compte import etat_civil_en_colonnes
from portal.services.comptes_joints import empreinte_perdue
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.compte import CANDIDAT, Compte

journal = logging.getLogger(__name__)
FAITE = "Compte créé."
FAITE_SEMBLABLE = "Compte créé. Une autre fiche a ce nom et cette date de naissance : fusion proposée."


def avancer(portail: Portail, reprise_id: int, passage: int, duree: float) -> None:
    """Take lines over for `duree` seconds, then say that the import is over or ask for the next slice."""
    empreinte = empreinte_perdue()
    for ids in avancement.a_traiter(reprise_id, "prete", duree):
        for ligne_id in ids:
            faire(portail, ligne_id, empreinte)
    _conclure(portail, reprise_id, passage)


def faire(portail: Portail, ligne_id: int, empreinte: str) -> None:
    """Take one line over, unless it is done already. What goes wrong with it is kept with it.

    In: the hash of a password that nobody knows: its owner chooses one by « mot de passe oublié ».
    A database that does not answer is nobody's fault: the line waits, and the slice is tried again.
    """
    for dernier in (False, True):
        try:
            with ecriture():
                _faire(portail, ligne_id, empreinte)
        except IntegrityError:
            # At the same instant somebody took that address or that NUC: it is found now.
            if dernier:
                _noter_l_echec(ligne_id, "L'adresse mail ou le NUC vient d'être pris.")
        except OperationalError:
            raise
        except Exception:
            reference = secrets.token_hex(4)
            journal.exception("line %s of an import failed, error %s", ligne_id, reference)
            _noter_l_echec(ligne_id, f"Erreur du portail, référence {reference}.")
            return
        else:
            return


def creer(portail: Portail, ancien: Ancien, empreinte: str) -> Candidat:
    """Make the active account of a former candidate, with their NUC. Inside `ecriture()`."""
    maintenant = portail.horloge.maintenant()
    compte = Compte(
        courriel=ancien.courriel, mot_de_passe=empreinte, profil=CANDIDAT,
        cree_le=maintenant, active_le=maintenant,
    )  # fmt: skip
    compte.candidat = Candidat(cree_le=maintenant, **etat_civil_en_colonnes(ancien.etat_civil))
    db.session.add(compte)
    db.session.flush()
    db.session.add(nuc_repris(portail, ancien, candidat_id=compte.candidat.id))
    db.session.flush()
    return compte.candidat


def nuc_repris(portail: Portail, ancien: Ancien, **vers: int | None) -> Nuc:
    """Return the NUC of a former candidate, kept as it was."""
    return Nuc(
        nuc=ancien.nuc, origine="repris", attribue_le=portail.horloge.maintenant(),
        derniere_session=ancien.derniere_session, identite=ancien.identite, **vers,
    )  # fmt: skip


def _faire(portail: Portail, ligne_id: int, empreinte: str) -> None:
    ligne = db.session.scalar(
        select(LigneReprise)
        .where(LigneReprise.id == ligne_id, LigneReprise.etat == "prete")
        .with_for_update(skip_locked=True)
    )
    if ligne is None:
        return
    verdict, ancien = examiner(portail, [ligne])[ligne.id]
    ligne.faite_le = portail.horloge.maintenant()
    if ancien is None or verdict.etat != "prete":
        ligne.etat = "echec" if verdict.etat == "refusee" else verdict.etat
        ligne.message = verdict.message
    elif verdict.a_rattacher:
        ligne.etat, ligne.message = "a_rattacher", francais(A_RATTACHER)
    else:
        candidat = creer(portail, ancien, empreinte)
        proposees = doubles.proposer(portail, candidat)
        ligne.etat, ligne.candidat_id = "faite", candidat.id
        ligne.message = francais(FAITE_SEMBLABLE if proposees else FAITE)


def _noter_l_echec(ligne_id: int, phrase: str) -> None:
    with ecriture():
        db.session.execute(
            update(LigneReprise)
            .where(LigneReprise.id == ligne_id, LigneReprise.etat == "prete")
            .values(etat="echec", message=francais(phrase))
        )


def _conclure(portail: Portail, reprise_id: int, passage: int) -> None:
    with ecriture():
        reprise = avancement.verrouillee(reprise_id)
        if reprise.etat != "en_cours":
            return
        if avancement.comptes(reprise_id).get("prete"):
            avancement.suite(portail, reprise, "execution", passage + 1)
        else:
            reprise.etat, reprise.terminee_le = "terminee", portail.horloge.maintenant()
