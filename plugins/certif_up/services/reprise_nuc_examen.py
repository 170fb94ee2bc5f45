"""Checking the lines of an import before anything is written: shape, doubles, accounts that are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update

from plugins.certif_up.domain.ancien import Ancien, LigneInvalide, lire_ancien
from plugins.certif_up.services import reprise_nuc_avancement as avancement
from plugins.certif_up.services.reprise_nuc_connus import Connus, connaitre
from plugins.certif_up.tables import LigneReprise
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
# A slower worker never takes a line back that another one has checked since.
_NOTER = (
    update(LigneReprise)
    .where(LigneReprise.id == bindparam("ligne"), LigneReprise.etat == "a_verifier")
    .values(etat=bindparam("vu"), message=bindparam("dit"))
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a line turns out to be. `a_rattacher`: the union decides once it is started."""

    etat: str
    message: str | None = None
    a_rattacher: bool = False


def avancer(portail: Portail, reprise_id: int, passage: int, duree: float) -> None:
    """Check lines for `duree` seconds, then say that the import is ready or ask for the next slice."""
    for ids in avancement.a_traiter(reprise_id, "a_verifier", duree):
        lignes = db.session.scalars(select(LigneReprise).where(LigneReprise.id.in_(ids))).all()
        verdicts = [
            {"ligne": ligne_id, "vu": verdict.etat, "dit": verdict.message}
            for ligne_id, (verdict, _) in examiner(portail, lignes).items()
        ]
        db.session.rollback()
        with ecriture() as s:
            s.connection().execute(_NOTER, verdicts)
    _conclure(portail, reprise_id, passage)


def examiner(portail: Portail, lignes: Sequence[LigneReprise]) -> Mapping[int, tuple[Verdict, Ancien | None]]:
    """Look at some lines of one import, with what the database says at this very moment, by id."""
    aujourd_hui = portail.horloge.maintenant().astimezone(PARIS).date()
    lus: dict[int, Ancien] = {}
    verdicts: dict[int, tuple[Verdict, Ancien | None]] = {}
    for ligne in lignes:
        try:
            lus[ligne.id] = lire_ancien(ligne.contenu, portail.referentiel, aujourd_hui)
        except LigneInvalide as refus:
            verdicts[ligne.id] = Verdict("refusee", refus.phrase), None
    connus = connaitre(lignes, list(lus.values()))
    for ligne in lignes:
        if ancien := lus.get(ligne.id):
            verdicts[ligne.id] = _juger(ligne, ancien, connus), ancien
    return verdicts


def compte_de_l_adresse(ancien: Ancien) -> Candidat | None:
    """Return the candidat whose account has the address of a former candidate, None when there is none."""
    demande = select(Candidat).join(Compte, Compte.id == Candidat.compte_id)
    return db.session.scalar(demande.where(Compte.courriel == ancien.courriel))


def _juger(ligne: LigneReprise, ancien: Ancien, connus: Connus) -> Verdict:
    qui = ancien.identite
    for premier, phrase in (
        (connus.rang_du_nuc.get(ligne.nuc, ligne.rang), DOUBLE_NUC),
        (connus.rang_du_courriel.get(ligne.courriel, ligne.rang), DOUBLE_COURRIEL),
    ):
        if premier < ligne.rang:
            return Verdict("refusee", francais(phrase.format(premier)))
    if ancien.nuc in connus.nucs:
        meme = connus.nucs[ancien.nuc] == qui
        return Verdict("sans_objet", francais(DEJA)) if meme else Verdict("refusee", francais(PRIS))
    if ancien.courriel in connus.adresses:
        if connus.adresses[ancien.courriel] != qui:
            return Verdict("refusee", francais(ADRESSE_PRISE))
        return Verdict("prete", francais(A_RATTACHER), a_rattacher=True)
    return Verdict("prete", francais(SEMBLABLE) if qui in connus.identites else None)


def _conclure(portail: Portail, reprise_id: int, passage: int) -> None:
    with ecriture():
        reprise = avancement.verrouillee(reprise_id)
        if reprise.etat != "en_verification":
            return
        if avancement.comptes(reprise_id).get("a_verifier"):
            avancement.suite(portail, reprise, "verification", passage + 1)
        else:
            reprise.etat = "verifiee"
