"""The figures of the union, as drawings that are also sentences and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from plugins.certif_up.services import chiffres as service
from plugins.certif_up.services.chiffres import Chiffres, Places
from plugins.certif_up.web import vues
from plugins.certif_up.web.national.qui import un_mot, union
from portal.domain import figures
from portal.domain.champs.montant import formater_montant
from portal.domain.figures import Barre
from portal.domain.typographie import francais, pluriel
from portal.web.acces import acces
from portal.web.courant import portail
from portal.web.htmx import page_ou_fragment

DESSINEES = 12  # bars of a drawing; its table has them all


@dataclass(frozen=True)
class Taux:
    """How full something is, as a bar and in words."""

    intitule: str
    places: int
    prises: int

    @property
    def largeur(self) -> float:
        return round(self.prises / self.places * 100, 2) if self.places else 0.0

    @property
    def part(self) -> str:
        return figures.pourcentage(self.prises, self.places)


@vues.get("/national/chiffres")
@acces("gestionnaire")
def national_chiffres() -> Response:
    union()
    slug = un_mot("session", 200)
    lus = service.chiffrer(portail(), slug)
    return page_ou_fragment(
        "certif_up/national/chiffres.html",
        "figures",
        chiffres=lus,
        slug=slug,
        dessinees=DESSINEES,
        etats=figures.barres(lus.etats),
        epreuves=figures.barres(lus.epreuves),
        departements=figures.barres(lus.departements),
        centres=figures.barres(lus.centres),
        delais=_dans_l_ordre(lus),
        taux={
            "epreuves": _taux(lus.places_epreuves, ranges=False),
            "departements": _taux(lus.places_departements),
            "centres": _taux(lus.places_centres),
        },
        phrases=_phrases(lus),
    )


def _taux(places: Sequence[Places], ranges: bool = True) -> list[Taux]:
    """Return rates of filling, the fullest first unless they have an order of their own."""
    tous = [Taux(une.intitule, une.places, une.prises) for une in places]
    return sorted(tous, key=lambda un: (-un.largeur, un.intitule)) if ranges else tous


def _dans_l_ordre(lus: Chiffres) -> tuple[Barre, ...]:
    """Bars of the delays, in the order of time."""
    par_code = {barre.code: barre for barre in figures.barres(lus.delais)}
    return tuple(par_code[code] for code, _, _ in lus.delais)


def _phrases(lus: Chiffres) -> dict[str, str]:
    return {
        "etats": _phrase_des_etats(lus),
        "places": _phrase_des_places(lus.places_epreuves),
        "lieux": _phrase_des_lieux(lus),
        "delais": _phrase_des_delais(lus),
        "recus": _phrase_des_recus(lus),
    }


def _phrase_des_etats(lus: Chiffres) -> str:
    if not lus.demandes:
        return "Aucune demande n'est encore soumise."
    demandes = pluriel(lus.demandes, "demande soumise", "demandes soumises")
    definitives = pluriel(lus.definitives, "inscription définitive", "inscriptions définitives")
    return francais(f"{demandes}, dont {definitives} ({figures.pourcentage(lus.definitives, lus.demandes)}).")


def _phrase_des_places(places: Sequence[Places]) -> str:
    total, prises = sum(une.places for une in places), sum(une.prises for une in places)
    if not total:
        return "Aucune place n'est encore ouverte."
    dites = pluriel(prises, "place prise", "places prises")
    return francais(f"{dites} sur {total}, {figures.pourcentage(prises, total)}.")


def _phrase_des_lieux(lus: Chiffres) -> str:
    if not lus.centres:
        return "Aucune inscription n'est encore définitive."
    premier = max(lus.centres, key=lambda un: un[2])
    ou = f"{pluriel(len(lus.centres), 'centre')}, {pluriel(len(lus.departements), 'département')}"
    return francais(f"{ou}. Le centre qui en a le plus : {premier[1]}, {premier[2]}.")


def _phrase_des_delais(lus: Chiffres) -> str:
    if lus.delai_moyen is None:
        return "Aucune demande n'est encore pré-validée."
    nombre = pluriel(sum(n for _, _, n in lus.delais), "demande pré-validée", "demandes pré-validées")
    jours = lus.delai_moyen
    moyen = f"{jours * 24:.0f} h" if jours < 2 else f"{jours:.1f} jours".replace(".", ",")
    return francais(f"{nombre}, en {moyen} en moyenne après la demande.")


def _phrase_des_recus(lus: Chiffres) -> str:
    if not lus.recus:
        return "Aucun règlement n'est encore enregistré."
    return francais(f"{formater_montant(lus.total_recu)} reçus par les centres, tous moyens confondus.")
