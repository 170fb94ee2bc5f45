"""The centres d'épreuves of a family, as who looks after all of them sees them. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from portal.db import db
from portal.domain.affichage import PARIS
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.fiche_centre import CentreIntrouvable
from portal.domain.texte_saisi import sans_accents
from portal.services.centre_demandes import Demandes, demandes_de, en_cours_par_centre
from portal.services.modeles import Entree
from portal.services.perimetre import AgentEnPoste, couvre_la_famille
from portal.services.portail import Portail
from portal.tables.centre import Centre, OffreCentre

PAR_PAGE = 30
# Why a centre takes no new request, or « habilite »; what is asked for most comes first.
STATUTS: Mapping[str, str] = {
    "habilite": "Habilité",
    "complet": "Complet",
    "sans_offre": "Aucune épreuve ouverte",
    "a_venir": "Habilitation à venir",
    "non_habilite": "Non habilité",
    "fini": "Habilitation terminée",
    "desactive": "Désactivé",
}
HABILITES = frozenset({"habilite", "complet", "sans_offre"})


@dataclass(frozen=True, slots=True)
class Recherche:
    """What the filters say: words of the name, the town, the département or the code; one of STATUTS."""

    texte: str = ""
    statut: str = ""


@dataclass(frozen=True, slots=True)
class LigneDeListe:
    """One centre of the list: places of the sessions that are not over, requests under way."""

    id: int
    code: str
    intitule: str
    commune: str
    departement: str
    statut: str
    habilite_du: date | None
    habilite_au: date | None
    places: int = 0
    prises: int = 0
    demandes: int = 0

    @property
    def a_liberer(self) -> bool:
        """Tell whether candidates wait for a centre that cannot host them."""
        return bool(self.demandes) and self.statut not in HABILITES


@dataclass(frozen=True, slots=True)
class PageCentres:
    """One page of the list; `total` counts all that match, `comptes` every centre by statut."""

    lignes: tuple[LigneDeListe, ...]
    total: int
    page: int
    pages: int
    comptes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FicheVue:
    """One centre with what it offers by session, and its requests."""

    centre: Centre
    statut: str
    offres: tuple[tuple[Entree, tuple[OffreCentre, ...]], ...]
    demandes: Demandes = field(default_factory=Demandes)


def exiger_famille(portail: Portail, agent: AgentEnPoste, famille: str) -> None:
    """Let only who sees the whole family pass. Raises CandidatureIntrouvable: nothing exists outside."""
    if not couvre_la_famille(portail, agent, famille):
        raise CandidatureIntrouvable


def lister(
    portail: Portail, agent: AgentEnPoste, famille: str, recherche: Recherche, page: int = 1
) -> PageCentres:
    """Return one page of the centres whose name, town, département and code hold every word, by town."""
    exiger_famille(portail, agent, famille)
    mots = sans_accents(recherche.texte).split()
    toutes = lignes(portail, famille)
    trouvees = [
        une
        for une in toutes
        if recherche.statut in ("", une.statut) and all(mot in _texte(portail, une) for mot in mots)
    ]
    pages = max(1, -(-len(trouvees) // PAR_PAGE))
    page = min(max(page, 1), pages)
    comptes = Counter(une.statut for une in toutes)
    montrees = tuple(trouvees[(page - 1) * PAR_PAGE : page * PAR_PAGE])
    return PageCentres(montrees, len(trouvees), page, pages, {code: comptes[code] for code in STATUTS})


def lignes(portail: Portail, famille: str) -> tuple[LigneDeListe, ...]:
    """Return every centre of a family, by town and name: three queries, whatever their number."""
    jour, offres, demandes = (
        aujourd_hui(portail),
        _places(portail, famille),
        en_cours_par_centre(portail, famille),
    )
    lues = db.session.execute(
        select(
            Centre.id, Centre.code, Centre.intitule, Centre.commune, Centre.departement, Centre.habilite_du,
            Centre.habilite_au, Centre.desactive_le,
        ).where(Centre.famille == famille)
    )  # fmt: skip
    vues = (
        LigneDeListe(
            une.id, une.code, une.intitule, une.commune, une.departement,
            statut_de(jour, une.habilite_du, une.habilite_au, une.desactive_le, offres.get(une.id)),
            une.habilite_du, une.habilite_au, *offres.get(une.id, (0, 0)), demandes.get(une.id, 0),
        )
        for une in lues
    )  # fmt: skip
    return tuple(
        sorted(vues, key=lambda une: (sans_accents(une.commune), sans_accents(une.intitule), une.id))
    )


def fiche(portail: Portail, agent: AgentEnPoste, famille: str, code: str) -> FicheVue:
    """Return one centre. Raises CandidatureIntrouvable, CentreIntrouvable."""
    exiger_famille(portail, agent, famille)
    centre = centre_de(famille, code)
    entrees = {une.slug: une for une in portail.modeles.index()}
    par_slug: dict[str, list[OffreCentre]] = {}
    for offre in centre.offres:
        if offre.slug in entrees:
            par_slug.setdefault(offre.slug, []).append(offre)
    sessions = sorted(par_slug, key=lambda slug: entrees[slug].ouverture, reverse=True)
    places = _places(portail, famille, centre.id).get(centre.id)
    jour = aujourd_hui(portail)
    return FicheVue(
        centre,
        statut_de(jour, centre.habilite_du, centre.habilite_au, centre.desactive_le, places),
        tuple((entrees[slug], tuple(par_slug[slug])) for slug in sessions),
        demandes_de(portail, centre.id),
    )


def centre_de(famille: str, code: str, verrouille: bool = False) -> Centre:
    """Return a centre of a family, locked inside `ecriture()` when asked. Raises CentreIntrouvable."""
    demande = select(Centre).where(Centre.famille == famille, Centre.code == code)
    trouve = db.session.scalar(demande.with_for_update(of=Centre) if verrouille else demande)
    if trouve is None:
        raise CentreIntrouvable
    return trouve


def statut_de(
    jour: date,
    du: date | None,
    au: date | None,
    desactive_le: datetime | None,
    places: tuple[int, int] | None,
) -> str:
    """Return one of STATUTS. In: (places, taken) of the sessions that are not over, None without any."""
    if desactive_le is not None:
        return "desactive"
    if du is None:
        return "non_habilite"
    if jour < du:
        return "a_venir"
    if au is not None and au < jour:
        return "fini"
    if places is None:
        return "sans_offre"
    return "complet" if places[1] >= places[0] else "habilite"


def aujourd_hui(portail: Portail) -> date:
    """Return the day in Paris: an habilitation begins and ends with it."""
    return portail.horloge.maintenant().astimezone(PARIS).date()


def sessions_a_servir(portail: Portail, famille: str) -> tuple[Entree, ...]:
    """Return the modèles of a family whose inscriptions are not over, those that open first first."""
    maintenant = portail.horloge.maintenant()
    encore = (u for u in portail.modeles.index() if u.famille == famille and maintenant < u.fermeture)
    return tuple(sorted(encore, key=lambda une: une.ouverture))


def _places(portail: Portail, famille: str, centre_id: int | None = None) -> dict[int, tuple[int, int]]:
    """Return (places, taken) by centre, of what is open for the sessions that are not over."""
    slugs = [une.slug for une in sessions_a_servir(portail, famille)]
    demande = (
        select(OffreCentre.centre_id, func.sum(OffreCentre.places), func.sum(OffreCentre.prises))
        .where(OffreCentre.slug.in_(slugs), OffreCentre.ouverte)
        .group_by(OffreCentre.centre_id)
    )
    if centre_id is not None:
        demande = demande.where(OffreCentre.centre_id == centre_id)
    return {centre: (int(places), int(prises)) for centre, places, prises in db.session.execute(demande)}


def _texte(portail: Portail, une: LigneDeListe) -> str:
    departement = portail.referentiel.departement(une.departement)
    nom = departement.nom if departement else ""
    return sans_accents(f"{une.code} {une.intitule} {une.commune} {une.departement} {nom}")
