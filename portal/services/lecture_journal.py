"""The journal, as administrateurs read it: filtered, a page at a time, in French."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select

from portal.db import db
from portal.domain.journal import CENTRES, DOMAINES, Fait, intitule_de, phrase_du_personnel
from portal.domain.journal.sante import parle_de_sante
from portal.domain.numero import numero_inscription
from portal.services.journal_candidature import DEMARCHE, RESERVE, mots_de
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte
from portal.tables.evenement import Evenement

PAR_PAGE = 50


@dataclass(frozen=True, slots=True)
class Recherche:
    """What the filters say; instants are aware, `fin` is excluded; `avant` is the key of the page.

    `centre` keeps what was done to one centre d'épreuves.
    """

    nature: str = ""
    compte: str = ""
    numero: str = ""
    debut: datetime | None = None
    fin: datetime | None = None
    avant: int | None = None
    centre: int | None = None


@dataclass(frozen=True, slots=True)
class Ligne:
    """One event: when, who, on what, said in a sentence. `cle` and `numero` are the candidature's."""

    id: int
    le: datetime
    auteur: str
    profil: str
    nature: str
    phrase: str
    motif: str | None
    cle: str | None
    numero: str


@dataclass(frozen=True, slots=True)
class PageJournal:
    """One page, the latest first; `avant` asks for the next one, None on the last."""

    lignes: tuple[Ligne, ...]
    avant: int | None


def lire(portail: Portail, recherche: Recherche, sante: bool = False) -> PageJournal:
    """Return a page of the events that match every filter; details of health only to who holds the right."""
    demande = (
        select(Evenement, Compte.nom, Compte.courriel, Compte.profil, Candidature, Candidat.numero)
        .outerjoin(Compte, Compte.id == Evenement.compte_id)
        .outerjoin(Candidature, Candidature.id == Evenement.candidature_id)
        .outerjoin(Candidat, Candidat.id == Candidature.candidat_id)
        .where(*_filtres(recherche))
        .order_by(Evenement.id.desc())
        .limit(PAR_PAGE + 1)
    )
    lues = db.session.execute(demande).all()
    montrees = lues[:PAR_PAGE]
    noms = _noms_des_comptes(ligne[0] for ligne in montrees)
    lignes = tuple(_ligne(portail, noms, sante, *ligne) for ligne in montrees)
    return PageJournal(lignes, lignes[-1].id if len(lues) > PAR_PAGE else None)


def _filtres(recherche: Recherche) -> list[ColumnElement[bool]]:
    e, filtres = Evenement, []
    if recherche.nature:
        groupe = DOMAINES.get(recherche.nature)
        filtres.append(e.nature.in_(groupe) if groupe else e.nature == recherche.nature)
    if recherche.compte:
        filtres.append(_du_compte(recherche.compte))
    if recherche.numero:
        filtres.append(e.candidature_id.in_(_candidatures(recherche.numero)))
    if recherche.centre is not None:
        filtres += [e.nature.in_(DOMAINES[CENTRES]), e.donnees["centre"].as_integer() == recherche.centre]
    if recherche.debut:
        filtres.append(e.le >= recherche.debut)
    if recherche.fin:
        filtres.append(e.le < recherche.fin)
    if recherche.avant:
        filtres.append(e.id < recherche.avant)
    return filtres


def _du_compte(texte: str) -> ColumnElement[bool]:
    """What an account did, and what was done to it: its id, or its address."""
    if texte.isascii() and texte.isdecimal():
        identifiant: int | None = int(texte[:18])
    else:
        identifiant = db.session.scalar(select(Compte.id).where(Compte.courriel == texte.casefold()))
    if identifiant is None:
        return false()
    subi = Evenement.donnees["compte"].as_integer() == identifiant
    sur_un_compte = Evenement.nature.in_(DOMAINES["Comptes"])
    return or_(Evenement.compte_id == identifiant, sur_un_compte & subi)


def _candidatures(numero: str) -> list[int]:
    """Return the candidatures of a n° de candidat, of « n° de candidat-n° d'inscription », or of a key."""
    candidat, _, rang = numero.replace(" ", "").partition("-")
    voulues = or_(Candidat.numero == candidat, Candidature.cle == numero)
    demande = select(Candidature.id).join(Candidat, Candidat.id == Candidature.candidat_id).where(voulues)
    if rang.isascii() and rang.isdecimal():
        demande = demande.where(
            or_(Candidature.numero_inscription == int(rang[:9]), Candidature.cle == numero)
        )
    return list(db.session.scalars(demande))


def _noms_des_comptes(evenements: Iterable[Evenement]) -> dict[int, str]:
    identifiants = {un.donnees["compte"] for un in evenements if isinstance(un.donnees.get("compte"), int)}
    lignes = db.session.execute(
        select(Compte.id, Compte.nom, Compte.courriel).where(Compte.id.in_(identifiants))
    )
    return {identifiant: nom or courriel for identifiant, nom, courriel in lignes}


def _ligne(
    portail: Portail,
    noms: dict[int, str],
    sante: bool,
    evenement: Evenement,
    nom: str | None,
    courriel: str | None,
    profil: str | None,
    candidature: Candidature | None,
    numero: str | None,
) -> Ligne:
    donnees = dict(evenement.donnees)
    if isinstance(donnees.get("compte"), int):
        donnees["compte"] = noms.get(donnees["compte"], "compte effacé")
    modele = portail.modeles.courant(candidature.slug) if candidature else None
    reserve = modele is not None and not sante and parle_de_sante(modele, evenement.nature, donnees)
    if reserve:
        donnees.pop("nom", None)
    fait = Fait(evenement.nature, evenement.de, evenement.vers, donnees)
    return Ligne(
        evenement.id,
        evenement.le,
        _auteur(nom, courriel, donnees),
        profil or "",
        DEMARCHE if reserve and evenement.vers else intitule_de(evenement.nature),
        phrase_du_personnel(fait, mots_de(modele, sante) if modele else {}),
        RESERVE if reserve and evenement.motif else evenement.motif,
        candidature.cle if candidature and candidature.version > 0 else None,
        _numero(numero, candidature),
    )


def _numero(candidat: str | None, candidature: Candidature | None) -> str:
    if candidature is None or not candidat or candidature.numero_inscription is None:
        return ""
    return f"{candidat}-{numero_inscription(candidature.numero_inscription)}"


def _auteur(nom: str | None, courriel: str | None, donnees: dict[str, object]) -> str:
    if nom or courriel:
        return str(nom or courriel)
    return "Ligne de commande" if donnees.get("par") == "commande" else "Portail"
