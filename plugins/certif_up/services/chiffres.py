"""The figures of the union: counted by the database, grouped, never candidature by candidature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Float, case, cast, extract, func, select, type_coerce

from plugins.certif_up.services import sessions
from plugins.certif_up.services.union import FAMILLE
from portal.db import db
from portal.domain.champs.montant import formater_montant
from portal.domain.frais import RIEN
from portal.domain.modele import ModeleExamen
from portal.services.modeles import Entree
from portal.services.portail import Portail
from portal.tables.candidature import Candidature, VersionCandidature
from portal.tables.centre import Centre, OffreCentre
from portal.tables.evenement import Evenement
from portal.tables.paiement import Paiement

Nombres = tuple[tuple[str, str, int], ...]
Compte = Counter[tuple[str, str, str, int | None]]  # by session, état, phase and centre
Conditions = list[Any]  # on rows of Candidature, or of OffreCentre
# Upper bounds in days, excluded, of the time between a request and its pré-validation.
DELAIS = (
    (1, "Moins d'un jour"),
    (2, "1 jour"),
    (4, "2 ou 3 jours"),
    (8, "4 à 7 jours"),
    (None, "Plus de 7 jours"),
)
PREVALIDER, INSCRITE = "prevalider", "inscrite"


@dataclass(frozen=True, slots=True)
class Places:
    """What is taken of what is offered, for one épreuve, centre or département."""

    code: str
    intitule: str
    places: int
    prises: int


@dataclass(frozen=True, slots=True)
class Recu:
    """What was received by one means, to the cent."""

    code: str
    intitule: str
    centimes: int

    @property
    def montant(self) -> str:
        return formater_montant(Decimal(self.centimes) / 100)


@dataclass(frozen=True, slots=True)
class Chiffres:
    """What the page draws, of one session or of all (`entree` None). `delai_moyen` is in days."""

    entree: Entree | None
    entrees: tuple[Entree, ...]
    etats: Nombres
    demandes: int
    definitives: int
    epreuves: Nombres
    departements: Nombres
    centres: Nombres
    places_epreuves: tuple[Places, ...]
    places_departements: tuple[Places, ...]
    places_centres: tuple[Places, ...]
    delais: Nombres
    delai_moyen: float | None
    recus: tuple[Recu, ...]

    @property
    def total_recu(self) -> Decimal:
        return sum((Decimal(un.centimes) for un in self.recus), RIEN) / 100


def chiffrer(portail: Portail, slug: str = "") -> Chiffres:
    """Return the figures of one session, of all without a slug. Raises CandidatureIntrouvable."""
    entrees = tuple(une.entree for une in sessions.lister(portail))
    entree = sessions.lire(portail, slug).entree if slug else None
    # Only what was recorded has a centre: this reads the index, never the rows.
    vues = [slug] if slug else [une.slug for une in entrees]
    ici: Conditions = [Candidature.slug.in_(vues), Candidature.centre_id.is_not(None)]
    offertes: Conditions = [Centre.famille == FAMILLE, OffreCentre.ouverte]
    offertes += [OffreCentre.slug == slug] if slug else []
    compte = _compter(ici)
    delais, moyen = _delais(ici)
    modele = portail.modeles.courant((entree or entrees[0]).slug) if entrees else None
    return Chiffres(
        entree=entree, entrees=entrees, etats=_etats(portail, compte), demandes=compte.total(),
        definitives=sum(nombre for (_, _, phase, _), nombre in compte.items() if phase == INSCRITE),
        epreuves=_epreuves([*ici, Candidature.phase == INSCRITE]),
        **_lieux(portail, compte),
        places_epreuves=_places(offertes, OffreCentre.epreuve, OffreCentre.epreuve),
        places_departements=_par_departement(portail, offertes),
        places_centres=_places(offertes, Centre.code, Centre.intitule),
        delais=delais, delai_moyen=moyen, recus=_recus(modele, ici),
    )  # fmt: skip


def _compter(ici: Conditions) -> Compte:
    """Count once by session, état, phase and centre: what several drawings show is added up from there."""
    colonnes = (Candidature.slug, Candidature.etat, Candidature.phase, Candidature.centre_id)
    lues = db.session.execute(select(*colonnes, func.count()).where(*ici).group_by(*colonnes))
    return Counter({(slug, etat, phase, centre): nombre for slug, etat, phase, centre, nombre in lues})


def _etats(portail: Portail, compte: Compte) -> Nombres:
    """Return the number in each état, in the words and the order of the circuit."""
    comptes: Counter[str] = Counter()
    mots: dict[str, str] = {}
    for (slug, code, _, _), nombre in compte.items():
        entree = portail.modeles.entree(slug)
        mots.update(entree.etats if entree is not None else ())
        comptes[code] += nombre
    ordre = dict.fromkeys([*mots, *comptes])  # what no circuit knows any more comes last
    return tuple((code, mots.get(code, code), comptes[code]) for code in ordre if comptes[code])


def _lieux(portail: Portail, compte: Compte) -> dict[str, Nombres]:
    """Return the definitive registrations by département and by centre."""
    par_centre: Counter[int] = Counter()
    for (_, _, phase, centre), nombre in compte.items():
        if phase == INSCRITE and centre is not None:
            par_centre[centre] += nombre
    demande = select(Centre.id, Centre.code, Centre.intitule, Centre.commune, Centre.departement)
    lus = db.session.execute(demande.where(Centre.famille == FAMILLE))
    connus = {un.id: un for un in lus if un.id in par_centre}
    departements: Counter[str] = Counter()
    for identifiant, nombre in par_centre.items():
        departements[connus[identifiant].departement] += nombre
    return {
        "departements": tuple((c, _nom_du_departement(portail, c), n) for c, n in departements.items()),
        "centres": tuple(
            (un.code, f"{un.intitule} ({un.commune})", par_centre[i]) for i, un in connus.items()
        ),
    }


def _epreuves(ici: Conditions) -> Nombres:
    """Count by épreuve. Requests that hold the same ones are grouped first: there are few such sets."""
    ensemble: Any = Candidature.comparables["epreuves"]
    comptes: Counter[str] = Counter()
    for codes, nombre in db.session.execute(select(ensemble, func.count()).where(*ici).group_by(ensemble)):
        comptes.update(dict.fromkeys(codes or (), nombre))
    return tuple((code, code, comptes[code]) for code in sorted(comptes))


def _places(offertes: Conditions, code: Any, intitule: Any) -> tuple[Places, ...]:
    demande = (
        select(code, intitule, func.sum(OffreCentre.places), func.sum(OffreCentre.prises))
        .select_from(OffreCentre)
        .join(Centre, Centre.id == OffreCentre.centre_id)
        .where(*offertes)
        .group_by(code, intitule)
        .order_by(code)
    )
    return tuple(
        Places(c, mot, int(places), int(prises)) for c, mot, places, prises in db.session.execute(demande)
    )


def _par_departement(portail: Portail, offertes: Conditions) -> tuple[Places, ...]:
    lues = _places(offertes, Centre.departement, Centre.departement)
    return tuple(Places(u.code, _nom_du_departement(portail, u.code), u.places, u.prises) for u in lues)


def _delais(ici: Conditions) -> tuple[Nombres, float | None]:
    """Count by time between the first recording and the pré-validation, and return the mean, in days."""
    jours = _jours(VersionCandidature.enregistree_le, Evenement.le)
    rang = case(
        *((jours < borne, place) for place, (borne, _) in enumerate(DELAIS) if borne), else_=len(DELAIS) - 1
    )
    demande = (
        select(rang.label("rang"), func.count(), func.sum(jours))
        .select_from(Evenement)
        .join(Candidature, Candidature.id == Evenement.candidature_id)
        .join(VersionCandidature, VersionCandidature.candidature_id == Candidature.id)
        .where(Evenement.nature == PREVALIDER, VersionCandidature.numero == 1, *ici)
        .group_by("rang")
    )
    lus = {int(place): (nombre, float(somme)) for place, nombre, somme in db.session.execute(demande)}
    nombre = sum(combien for combien, _ in lus.values())
    moyen = sum(somme for _, somme in lus.values()) / nombre if nombre else None
    comptes = tuple((str(p), mot, lus.get(p, (0, 0.0))[0]) for p, (_, mot) in enumerate(DELAIS))
    return comptes, moyen


def _jours(debut: Any, fin: Any) -> ColumnElement[Any]:
    if db.engine.dialect.name == "postgresql":
        return cast(extract("epoch", fin - debut), Float) / 86400
    return type_coerce(func.julianday(fin) - func.julianday(debut), Float)


def _recus(modele: ModeleExamen | None, ici: Conditions) -> tuple[Recu, ...]:
    """Sum what was received by means, in whole cents: no rounding ever."""
    demande = (
        select(Paiement.moyen, func.sum(Paiement.centimes))
        .join(Candidature, Candidature.id == Paiement.candidature_id)
        .where(Paiement.annule_le.is_(None), *ici)
        .group_by(Paiement.moyen)
    )
    moyens: Mapping[str, Any] = modele.paiement.moyens if modele is not None and modele.paiement else {}
    lus = [(moyen, int(centimes)) for moyen, centimes in db.session.execute(demande)]
    return tuple(
        Recu(code, moyens[code].intitule if code in moyens else code, centimes)
        for code, centimes in sorted(lus, key=lambda un: -un[1])
    )


def _nom_du_departement(portail: Portail, code: str) -> str:
    departement = portail.referentiel.departement(code)
    return f"{code} {departement.nom}" if departement is not None else code
