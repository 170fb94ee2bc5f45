"""The former candidates that the union hands over: a file, checked, looked at, then taken over."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update

from plugins.certif_up.domain import numero
from plugins.certif_up.domain.ancien import COLONNES
from plugins.certif_up.services import reprise_nuc_avancement as avancement
from plugins.certif_up.services import reprise_nuc_examen as examen
from plugins.certif_up.services import reprise_nuc_execution as execution
from plugins.certif_up.tables import LigneReprise, Reprise
from portal.db import db, ecriture
from portal.domain.feuille import Feuille, FeuilleIllisible, lire_feuille
from portal.domain.refus import Refus
from portal.services.portail import Portail

TACHE = avancement.TACHE
LIGNES_AU_PLUS = 50_000
TOUT_DE_SUITE_S = 1.5  # what the request that brings a file does of it at once
SANS_FIN = 10**9
INSERTION = 500
GARDEES = timedelta(days=90)


class RepriseImpossible(Refus):
    """What is asked does not go with the état of the import."""

    statut = 409


def deposer(portail: Portail, par: int | None, nom: str, octets: bytes) -> str:
    """Keep the lines of a file and start to check them; return the clé of the import. No account is made.

    In: the account of who handed it in, None for a command. Raises FeuilleIllisible, TitresInattendus.
    """
    cle, identifiant = _deposer(portail, par, nom, octets)
    examen.avancer(portail, identifiant, 0, TOUT_DE_SUITE_S)
    return cle


def lancer(portail: Portail, cle: str) -> None:
    """Take over the lines that are right; the wrong ones stay aside. Raises RepriseImpossible."""
    with ecriture():
        reprise = avancement.verrouillee(_id_de(cle))
        if reprise.etat in ("en_cours", "terminee"):
            return
        if reprise.etat != "verifiee":
            raise RepriseImpossible("Cet import n'est pas prêt.")
        if not avancement.comptes(reprise.id).get("prete"):
            raise RepriseImpossible("Aucune ligne n'est à reprendre.")
        _demarrer(portail, reprise)


def abandonner(portail: Portail, cle: str) -> None:
    """Give an import up before it starts. Raises RepriseImpossible."""
    with ecriture():
        reprise = avancement.verrouillee(_id_de(cle))
        if reprise.etat not in ("en_verification", "verifiee", "abandonnee"):
            raise RepriseImpossible("Cet import est déjà parti : il ne peut plus être abandonné.")
        reprise.etat, reprise.terminee_le = "abandonnee", portail.horloge.maintenant()


def reprendre_les_echecs(portail: Portail, cle: str) -> None:
    """Try the lines that failed again, and no other. Raises RepriseImpossible."""
    with ecriture():
        reprise = avancement.verrouillee(_id_de(cle))
        if reprise.etat != "terminee":
            raise RepriseImpossible("Cet import n'est pas terminé.")
        en_echec = update(LigneReprise).where(
            LigneReprise.reprise_id == reprise.id, LigneReprise.etat == "echec"
        )
        if not db.session.execute(en_echec.values(etat="prete").returning(LigneReprise.id)).all():
            raise RepriseImpossible("Aucune ligne n'est à reprendre.")
        _demarrer(portail, reprise)


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Do a job of kind TACHE: one slice of what the import needs next."""
    identifiant, passage = int(charge["reprise_id"]), int(charge.get("passage", 0))
    etat = db.session.scalar(select(Reprise.etat).where(Reprise.id == identifiant))
    db.session.rollback()
    if etat == "en_verification":
        examen.avancer(portail, identifiant, passage, avancement.TRANCHE_S)
    elif etat == "en_cours":
        execution.avancer(portail, identifiant, passage, avancement.TRANCHE_S)


def reprendre(
    portail: Portail, nom: str, octets: bytes, *, ecrire: bool = True
) -> tuple[str, dict[str, int]]:
    """Do all of it at once, for a command or a demonstration; return the clé and the lines by état.

    In: `ecrire` False only checks. Doing it again takes over what is missing. Raises FeuilleIllisible.
    """
    cle, identifiant = _deposer(portail, None, nom, octets)
    examen.avancer(portail, identifiant, 0, SANS_FIN)
    if ecrire and avancement.comptes(identifiant).get("prete"):
        lancer(portail, cle)
        execution.avancer(portail, identifiant, 0, SANS_FIN)
    else:
        abandonner(portail, cle)
    return cle, avancement.comptes(identifiant)


def reprendre_une_fois(portail: Portail, nom: str, octets: bytes) -> bool:
    """Do the same unless this very file was taken over before; say whether it was done now."""
    faite = select(Reprise.id).where(
        Reprise.empreinte == hashlib.sha256(octets).hexdigest(), Reprise.etat == "terminee"
    )
    if db.session.scalar(faite.limit(1)) is not None:
        return False
    reprendre(portail, nom, octets)
    return True


def effacer_les_anciennes(portail: Portail) -> int:
    """Erase the lines of the imports that ended long ago; return how many. What waits for the union stays."""
    limite = portail.horloge.maintenant() - GARDEES
    finies = select(Reprise.id).where(Reprise.terminee_le < limite)
    perimees = (LigneReprise.reprise_id.in_(finies), LigneReprise.etat != "a_rattacher")
    if db.session.scalar(select(LigneReprise.id).where(*perimees).limit(1)) is None:
        return 0
    with ecriture() as s:
        return len(s.execute(delete(LigneReprise).where(*perimees).returning(LigneReprise.id)).all())


def _deposer(portail: Portail, par: int | None, nom: str, octets: bytes) -> tuple[str, int]:
    feuille = lire_feuille(octets, COLONNES)
    total = len(feuille.rangees) + len(feuille.erreurs)
    if total > LIGNES_AU_PLUS:
        raise FeuilleIllisible("Ce fichier a plus de 50 000 lignes : partagez-le en plusieurs.")
    with ecriture() as s:
        reprise = Reprise(
            fichier=nom[:100], empreinte=hashlib.sha256(octets).hexdigest(), total=total, par=par,
            cree_le=portail.horloge.maintenant(),
        )  # fmt: skip
        s.add(reprise)
        s.flush()
        lignes = _lignes(reprise.id, feuille)
        for debut in range(0, total, INSERTION):
            s.execute(insert(LigneReprise), lignes[debut : debut + INSERTION])
        avancement.suite(portail, reprise, "verification", 0)
        return reprise.cle, reprise.id


def _lignes(reprise_id: int, feuille: Feuille) -> list[dict[str, Any]]:
    """Return the rows that a file stands for; what has not as many cells as titles is refused at once."""
    lues = [
        {
            "reprise_id": reprise_id, "rang": rangee.numero, "contenu": dict(rangee.valeurs),
            "nuc": numero.lire(rangee["nuc"]) or "", "courriel": rangee["courriel"].strip().lower(),
            "etat": "a_verifier", "message": None,
        }
        for rangee in feuille.rangees
    ]  # fmt: skip
    return lues + [
        {
            "reprise_id": reprise_id, "rang": erreur.numero, "contenu": {}, "nuc": "", "courriel": "",
            "etat": "refusee", "message": erreur.phrase,
        }
        for erreur in feuille.erreurs
    ]  # fmt: skip


def _demarrer(portail: Portail, reprise: Reprise) -> None:
    reprise.etat, reprise.terminee_le = "en_cours", None
    reprise.lancee_le, reprise.lancements = portail.horloge.maintenant(), reprise.lancements + 1
    avancement.suite(portail, reprise, "execution", 0)


def _id_de(cle: str) -> int:
    trouvee = db.session.scalar(select(Reprise.id).where(Reprise.cle == cle))
    if trouvee is None:
        raise RepriseIntrouvable
    return trouvee


class RepriseIntrouvable(Refus):
    """There is no such import."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cet import n'existe pas.")
