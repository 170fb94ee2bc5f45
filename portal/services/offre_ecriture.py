"""What members of a centre write of its offer: épreuves, capacities, the answers that the modèle asks.

A capacity never falls below what is taken: rows are locked in the order in which `services.places` does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.db import db, ecriture
from portal.domain.lecture import Formulaire
from portal.domain.offre import Capacite, OffreDepassee, OffreInvalide, lire_capacite
from portal.domain.questions_a_part import Reponses, lire
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.situation import Situation
from portal.services.centre_ecriture import noter
from portal.services.mon_centre import centre_pour, exiger_en_service
from portal.services.offre import (
    TERMINEE,
    close,
    empreinte,
    entree_de,
    epreuves_de,
    lignes_de,
    modele_de,
    questions_de,
    situation_de_personne,
)
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.centre import Centre, OffreCentre

DEPASSEE = "Un autre membre du centre a changé cette offre entre-temps : voici ce qu'elle est maintenant."


@dataclass(frozen=True, slots=True)
class _Voulue:
    epreuve: str
    capacite: Capacite
    champs: Mapping[str, Any]


def enregistrer(
    portail: Portail,
    agent: AgentEnPoste,
    famille: str,
    code: str,
    slug: str,
    formulaire: Formulaire,
    vu: str,
) -> bool:
    """Record what a centre offers for a session; say whether anything changed.

    In: « ouverte.E1 », « places.E1 » and « offre.E1.… » (the questions of the modèle) for each épreuve; `vu`
    is the state that the page showed. Raises CentreIntrouvable, CandidatureIntrouvable, CentreDepasse,
    OffreDepassee, OffreInvalide: nothing is written.
    """
    entree = entree_de(portail, famille, slug)
    modele = modele_de(portail, slug)
    with ecriture():
        centre = centre_pour(portail, agent, famille, code, verrouille=True)
        exiger_en_service(centre)
        lignes = {ligne.epreuve: ligne for ligne in lignes_de(centre, slug, verrouille=True)}
        if close(portail, centre, entree):
            raise OffreDepassee(TERMINEE)
        if vu != empreinte(lignes.values()):
            raise OffreDepassee(DEPASSEE)
        voulues = _lire(situation_de_personne(portail, modele), formulaire, lignes)
        changes = [un for un in voulues if _ecrire(centre, slug, un, lignes.get(un.epreuve))]
        if changes:
            codes = [un.epreuve for un in changes]
            detail = [_en_json(un) for un in changes]
            noter(
                portail, agent.compte_id, "offre_modifiee", centre,
                slug=slug, epreuves=codes, changements_offre=detail,
            )  # fmt: skip
        return bool(changes)


def _lire(situation: Situation, formulaire: Formulaire, lignes: Mapping[str, OffreCentre]) -> list[_Voulue]:
    """Read every épreuve; raises OffreInvalide with all that is wrong."""
    voulues, fautes, champs, en_faute = [], {}, {}, False
    for epreuve, _ in epreuves_de(situation.modele):
        ligne, ouverte = lignes.get(epreuve), f"ouverte.{epreuve}" in formulaire
        lues = lire(situation, questions_de(situation.modele, epreuve), formulaire)
        champs[epreuve] = lues.champs
        en_faute = en_faute or bool(ouverte and lues.erreurs)
        try:
            brut = (list(formulaire.get(f"places.{epreuve}", ())) or [""])[0]
            capacite = lire_capacite(ouverte, brut, ligne.prises if ligne is not None else 0)
        except SaisieInvalide as refus:
            fautes[epreuve] = refus.message
            continue
        voulues.append(_Voulue(epreuve, capacite, _reponses(epreuve, lues)))
    if fautes or en_faute:
        raise OffreInvalide(fautes, champs)
    return voulues


def _reponses(epreuve: str, lues: Reponses) -> Mapping[str, Any]:
    """Return answers under the keys of the modèle; those of an épreuve that is shut may be incomplete."""
    prefixe = f"offre.{epreuve}."
    return {cle.removeprefix(prefixe): reponse for cle, reponse in lues.reponses.items()}


def _ecrire(centre: Centre, slug: str, voulue: _Voulue, ligne: OffreCentre | None) -> bool:
    capacite = voulue.capacite
    if ligne is None:
        if not capacite.ouverte:
            return False
        ligne = OffreCentre(centre_id=centre.id, slug=slug, epreuve=voulue.epreuve, prises=0, places=0)
        db.session.add(ligne)
    avant = (ligne.ouverte, ligne.places, ligne.champs)
    ligne.ouverte, ligne.places, ligne.champs = capacite.ouverte, capacite.places, dict(voulue.champs)
    return avant != (ligne.ouverte, ligne.places, ligne.champs)


def _en_json(voulue: _Voulue) -> dict[str, Any]:
    capacite = voulue.capacite
    return {
        "epreuve": voulue.epreuve, "ouverte": capacite.ouverte, "places": capacite.places,
        "champs": dict(voulue.champs),
    }  # fmt: skip
