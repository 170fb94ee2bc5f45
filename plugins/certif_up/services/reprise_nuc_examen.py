"""Checking the lines of an import before anything is written: shape, doubles, accounts that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from plugins.certif_up.domain.ancien import Ancien, LigneInvalide, lire_ancien
from plugins.certif_up.services import reprise_nuc_avancement as avancement
from plugins.certif_up.services.doubles import candidats_de, identite_de
from plugins.certif_up.tables import LigneReprise, Nuc
from portal.db import db, ecriture
from portal.domain.affichage import PARIS
from portal.domain.typographie import francais
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.compte import Compte

DEJA = "Déjà repris : rien à faire."
PRIS = "Ce NUC est déjà celui d'une autre personne."
DOUBLE_NUC = "Ce NUC est déjà à la ligne {} du fichier."
DOUBLE_COURRIEL = "Cette adresse mail est déjà à la ligne {} du fichier."
ADRESSE_PRISE = "Cette adresse mail est celle du compte d'une autre personne."
A_RATTACHER = "Cette adresse mail a déjà un compte, de la même personne : vous déciderez de l'y rattacher."
SEMBLABLE = "Une autre fiche a ce nom et cette date de naissance : leur fusion vous sera proposée."


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line turns out to be. `a_rattacher`: the union decides once it is started."""

    etat: str
    message: str | None = None
    a_rattacher: bool = False


def avancer(portail: Portail, reprise_id: int, passage: int, duree: float) -> None:
    """Check lines for `duree` seconds, then say that the import is ready or ask for the next slice."""
    for ids in avancement.a_traiter(reprise_id, "a_verifier", duree):
        verdicts = _examiner(portail, ids)
        db.session.rollback()
        with ecriture() as s:
            noter = update(LigneReprise).where(
                LigneReprise.id == bindparam("ligne"), LigneReprise.etat == "a_verifier"
            )
            for ligne, verdict in verdicts.items():
                s.execute(noter.values(etat=verdict.etat, message=verdict.message), {"ligne": ligne})
    _conclure(portail, reprise_id, passage)


def examiner(portail: Portail, ligne: LigneReprise) -> tuple[Verdict, Ancien | None]:
    """Look at one line, with what the database says at this very moment."""
    aujourd_hui = portail.horloge.maintenant().astimezone(PARIS).date()
    try:
        ancien = lire_ancien(ligne.contenu, portail.referentiel, aujourd_hui)
    except LigneInvalide as refus:
        return Verdict("refusee", refus.phrase), None
    verdict = _dans_le_fichier(ligne) or _dans_la_base(ancien)
    if verdict is None:
        jumeaux = candidats_de(ancien.identite, ancien.etat_civil.naissance_le)
        verdict = Verdict("prete", francais(SEMBLABLE) if jumeaux else None)
    return verdict, ancien


def compte_de_l_adresse(ancien: Ancien) -> tuple[Compte, Candidat | None] | None:
    """Return who has the address of a former candidate, None when nobody has."""
    demande = select(Compte, Candidat).outerjoin(Candidat, Candidat.compte_id == Compte.id)
    ligne = db.session.execute(demande.where(Compte.courriel == ancien.courriel)).one_or_none()
    return None if ligne is None else (ligne[0], ligne[1])


def _examiner(portail: Portail, ids: Sequence[int]) -> Mapping[int, Verdict]:
    lignes = db.session.scalars(select(LigneReprise).where(LigneReprise.id.in_(ids)))
    return {ligne.id: examiner(portail, ligne)[0] for ligne in lignes}


def _dans_le_fichier(ligne: LigneReprise) -> Verdict | None:
    for colonne, valeur, phrase in (
        (LigneReprise.nuc, ligne.nuc, DOUBLE_NUC),
        (LigneReprise.courriel, ligne.courriel, DOUBLE_COURRIEL),
    ):
        avant = select(LigneReprise.rang).where(
            LigneReprise.reprise_id == ligne.reprise_id, colonne == valeur, LigneReprise.rang < ligne.rang
        )
        rang = db.session.scalar(avant.order_by(LigneReprise.rang).limit(1)) if valeur else None
        if rang is not None:
            return Verdict("refusee", francais(phrase.format(rang)))
    return None


def _dans_la_base(ancien: Ancien) -> Verdict | None:
    nuc = db.session.scalar(select(Nuc).where(Nuc.nuc == ancien.nuc))
    if nuc is not None:
        meme = nuc.identite == ancien.identite
        return Verdict("sans_objet", francais(DEJA)) if meme else Verdict("refusee", francais(PRIS))
    pris = compte_de_l_adresse(ancien)
    if pris is None:
        return None
    compte, candidat = pris
    if candidat is None or compte.remplace_par is not None or identite_de(candidat) != ancien.identite:
        return Verdict("refusee", francais(ADRESSE_PRISE))
    return Verdict("prete", francais(A_RATTACHER), a_rattacher=True)


def _conclure(portail: Portail, reprise_id: int, passage: int) -> None:
    with ecriture():
        reprise = avancement.verrouillee(reprise_id)
        if reprise.etat != "en_verification":
            return
        if avancement.comptes(reprise_id).get("a_verifier"):
            avancement.suite(portail, reprise, "verification", passage + 1)
        else:
            reprise.etat = "verifiee"
