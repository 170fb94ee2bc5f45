"""The CSV file of the centres of a family: read and compared with what is there, or written from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from portal.db import db
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.centre import Centre
from portal.domain.champs import TYPES, Env
from portal.domain.feuille import Erreur, ecrire_feuille, lire_feuille
from portal.domain.feuille_centres import (
    LigneCentre,
    OffreLue,
    colonnes_des_centres,
    croiser,
    ecrire_ligne,
    epreuves_de,
    lire_ligne,
    questions_de,
)
from portal.domain.fiche_centre import CHAMPS
from portal.domain.modele import ModeleExamen
from portal.domain.saisie_invalide import citer
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import francais, pluriel
from portal.services.annuaire import montrer
from portal.services.centre import aujourd_hui, exiger_famille
from portal.services.centre_ecriture import colonnes
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables import centre as tables

CREER, CHANGER, INCHANGE = "creer", "changer", "inchange"
Offres = Mapping[str, tables.OffreCentre]


@dataclass(frozen=True, slots=True)
class Lu:
    """What a file says: good lines, and what is wrong with the others."""

    lignes: tuple[LigneCentre, ...]
    erreurs: tuple[Erreur, ...]


@dataclass(slots=True)
class Existants:
    """The centres of a family by code, and what each offers for one session, by id then épreuve."""

    centres: dict[str, tables.Centre] = field(default_factory=dict)
    offres: dict[int, dict[str, tables.OffreCentre]] = field(default_factory=dict)

    def offres_de(self, code: str) -> Offres:
        centre = self.centres.get(code)
        return self.offres.get(centre.id, {}) if centre is not None else {}


@dataclass(frozen=True, slots=True)
class Comparaison:
    """What a line would do: `sort` is CREER, CHANGER or INCHANGE; `details` and `refus` are sentences."""

    ligne: LigneCentre
    sort: str
    details: tuple[str, ...] = ()
    refus: tuple[str, ...] = ()


def modele_de(portail: Portail, famille: str, slug: str) -> ModeleExamen | None:
    """Return the modèle of a session, None for the centres alone.

    Raises CandidatureIntrouvable when there is none, or when it is another family's.
    """
    modele = portail.modeles.courant(slug) if slug else None
    if slug and (modele is None or modele.famille != famille):
        raise CandidatureIntrouvable
    return modele


def lire(portail: Portail, modele: ModeleExamen | None, octets: bytes) -> Lu:
    """Read a file, in any usual encoding and separator. Raises FeuilleIllisible, TitresInattendus."""
    feuille = lire_feuille(octets, colonnes_des_centres(modele), exacte=True)
    jour, bonnes, erreurs = aujourd_hui(portail), [], list(feuille.erreurs)
    for rangee in feuille.rangees:
        lue = lire_ligne(rangee, modele, portail.referentiel, jour)
        if isinstance(lue, LigneCentre):
            bonnes.append(lue)
        else:
            erreurs.append(lue)
    croisees = croiser(bonnes)
    fausses = {erreur.numero for erreur in croisees}
    bonnes = [ligne for ligne in bonnes if ligne.numero not in fausses]
    return Lu(tuple(bonnes), tuple(sorted([*erreurs, *croisees], key=lambda une: une.numero)))


def existants(famille: str, slug: str, verrouilles: bool = False) -> Existants:
    """Return what is there, in two queries; locked inside `ecriture()` when asked."""
    demande = select(tables.Centre).where(tables.Centre.famille == famille).order_by(tables.Centre.id)
    offres = (
        select(tables.OffreCentre)
        .join(tables.Centre, tables.Centre.id == tables.OffreCentre.centre_id)
        .where(tables.Centre.famille == famille, tables.OffreCentre.slug == slug)
        .order_by(tables.OffreCentre.id)
    )
    if verrouilles:
        demande = demande.with_for_update(of=tables.Centre)
        offres = offres.with_for_update(of=tables.OffreCentre)
    trouves = Existants({une.code: une for une in db.session.scalars(demande)})
    for offre in db.session.scalars(offres):
        trouves.offres.setdefault(offre.centre_id, {})[offre.epreuve] = offre
    return trouves


def comparer(
    portail: Portail, modele: ModeleExamen | None, ligne: LigneCentre, ici: Existants
) -> Comparaison:
    """Return what a line would change, and why it cannot: fewer places than those that are taken."""
    centre, offres = ici.centres.get(ligne.fiche.code), ici.offres_de(ligne.fiche.code)
    details, refus = [], []
    if centre is not None:
        details += [
            _changement(champ, getattr(centre, champ), valeur)
            for champ, valeur in colonnes(ligne.fiche).items()
            if getattr(centre, champ) != valeur
        ]
    for epreuve in epreuves_de(modele):
        dit, trop = _comparer_offre(portail, modele, epreuve, ligne.offres.get(epreuve), offres.get(epreuve))
        details += dit
        refus += trop
    sort = CREER if centre is None else CHANGER if details else INCHANGE
    return Comparaison(ligne, sort, tuple(map(francais, details)), tuple(map(francais, refus)))


def exporter(portail: Portail, agent: AgentEnPoste, famille: str, slug: str = "") -> bytes:
    """Return the file of all the centres of a family, which can be imported again as it is.

    In: the session whose offers it holds, "" for the centres alone. Raises CandidatureIntrouvable.
    """
    exiger_famille(portail, agent, famille)
    return ecrire(portail, famille, slug)


def ecrire(portail: Portail, famille: str, slug: str) -> bytes:
    """Return the same file, whoever asks. Raises CandidatureIntrouvable."""
    modele, ici = modele_de(portail, famille, slug), existants(famille, slug)
    env = Env(portail.referentiel, aujourd_hui(portail))
    titres = [colonne.intitule for colonne in colonnes_des_centres(modele)]
    ranges = sorted(
        ici.centres.values(), key=lambda une: (une.departement, sans_accents(une.commune), une.code)
    )
    return ecrire_feuille([titres, *(_cellules(centre, ici, modele, env) for centre in ranges)])


def _cellules(ligne: tables.Centre, ici: Existants, modele: ModeleExamen | None, env: Env) -> Sequence[str]:
    offres = {
        epreuve: OffreLue(offre.places, offre.champs)
        for epreuve, offre in ici.offres_de(ligne.code).items()
        if offre.ouverte
    }
    centre: Centre = montrer(ligne)
    return ecrire_ligne(centre, (ligne.habilite_du, ligne.habilite_au), offres, modele, env)


def _comparer_offre(
    portail: Portail,
    modele: ModeleExamen | None,
    epreuve: str,
    lue: OffreLue | None,
    offre: tables.OffreCentre | None,
) -> tuple[list[str], list[str]]:
    """Return what changes for one épreuve, and what refuses it."""
    if offre is None or not offre.ouverte:
        dite = [f"{epreuve} : ouverte, {pluriel(lue.places, 'place')}"] if lue is not None else []
        return dite, _de_moins(epreuve, lue, offre)
    if lue is None:
        reste = (
            f", {pluriel(offre.prises, 'place prise reste', 'places prises restent')}" if offre.prises else ""
        )
        return [f"{epreuve} : n'est plus proposée{reste}"], []
    details = (
        [f"{epreuve} : {offre.places} → {pluriel(lue.places, 'place')}"] if lue.places != offre.places else []
    )
    env = Env(portail.referentiel, aujourd_hui(portail))
    for question in questions_de(modele):
        avant, apres = offre.champs.get(question.cle), lue.champs.get(question.cle)
        if avant != apres:
            dits = (TYPES[question.champ.type].formater(question.champ, un, env) for un in (avant, apres))
            details.append(_changement(f"{epreuve}_{question.cle}", *dits))
    return details, _de_moins(epreuve, lue, offre)


def _de_moins(epreuve: str, lue: OffreLue | None, offre: tables.OffreCentre | None) -> list[str]:
    if lue is None or offre is None or lue.places >= offre.prises:
        return []
    prises = pluriel(offre.prises, "place est déjà prise", "places sont déjà prises")
    return [f"{epreuve}_places : {prises}, on ne peut pas descendre à {lue.places}."]


def _changement(champ: str, avant: object, apres: object) -> str:
    mots = (f"{un:%d/%m/%Y}" if hasattr(un, "strftime") else str(un or "") for un in (avant, apres))
    ancien, nouveau = ("vide" if not mot else citer(mot) for mot in mots)
    if champ in CHAMPS and champ == "modalites":
        return "modalites : texte changé"
    return f"{champ} : {ancien} → {nouveau}"
