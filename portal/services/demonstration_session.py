"""A session of examination in full swing, for the demonstration: hundreds of candidatures at every stage.

Made once, in one transaction, always the same for the same instant. Nobody in it exists. What can be
recorded is recorded by the service that records real candidatures; only the clock is another one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from portal.adapters.figuration import figuration
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture, inserer_une_fois
from portal.domain.brouillon import Brouillon
from portal.domain.modele import ModeleExamen
from portal.domain.numero import numero_candidat
from portal.domain.questionnaire import onglets_visibles
from portal.services import hachage
from portal.services.candidature import contexte_de
from portal.services.compte import etat_civil_en_colonnes
from portal.services.compteur import prendre
from portal.services.demonstration import MODES, MOT_DE_PASSE, HorsDemonstration
from portal.services.demonstration_affluence import Place, places
from portal.services.demonstration_envois import Envois
from portal.services.demonstration_papiers import Range, ranger_papiers
from portal.services.demonstration_personnes import Figurant, figurant
from portal.services.demonstration_pieces import Chemise, histoire_possible
from portal.services.demonstration_reponses import Repondant
from portal.services.inscription import inscrire
from portal.services.modeles import Entree
from portal.services.portail import Portail, personne_a_reveiller
from portal.services.references import encore_citees
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte
from portal.tables.compteur import Compteur
from portal.tables.evenement import Evenement

REPERE = "demonstration:session"  # the Compteur that says that it was made
GRAINE = 2026
COMBIEN = 300
Suivi = Callable[[int, int], None]


def preparer_session(
    portail: Portail, suivi: Suivi = lambda fait, total: None, combien: int = COMBIEN
) -> int:
    """Make the candidatures of the demonstration unless they were made; return how many.

    In: `suivi` is told how many are done, of how many. Several processes may call it at once. Raises
    HorsDemonstration in production; makes nothing when the modèles are not published or not open.
    """
    if portail.config.mode not in MODES:
        raise HorsDemonstration(portail.config.mode)
    portail = replace(portail, reveil=personne_a_reveiller)  # the worker starts soon, once is enough
    hasard = Random(GRAINE)  # noqa: S311 — invented people, no secret
    tirees = places(portail, hasard, combien)
    if not tirees or db.session.get(Compteur, REPERE) is not None:
        return 0
    donnees, empreinte = figuration(), hachage.hacher(MOT_DE_PASSE)
    papiers = ranger_papiers(portail, donnees["papiers"])
    for entree in {place.entree.slug: place.entree for place in tirees}.values():
        portail.modeles.preparer(entree.version_modele_id, entree.slug)
    with ecriture():
        if not inserer_une_fois(Compteur, "cle", {"cle": REPERE, "n": combien}):
            return 0
        atelier = _Atelier(portail, hasard, donnees, papiers, empreinte)
        for rang, place in enumerate(tirees, 1):
            atelier.inscrire(place, rang)
            suivi(rang, len(tirees))
        atelier.finir()
    _oublier_les_papiers_en_trop(portail, papiers)
    return len(tirees)


def _oublier_les_papiers_en_trop(portail: Portail, papiers: Mapping[str, Sequence[Range]]) -> None:
    """Take out of the store what nobody happened to hand in."""
    cles = {cle for ranges in papiers.values() for range_ in ranges for cle in (range_.cle, range_.image)}
    for cle in cles - encore_citees(cles):
        portail.stockage.supprimer(cle)


class _Atelier:
    def __init__(
        self,
        portail: Portail,
        hasard: Random,
        donnees: Mapping[str, Any],
        papiers: Mapping[str, Sequence[Range]],
        empreinte: str,
    ) -> None:
        self._portail, self._hasard, self._donnees, self._papiers = portail, hasard, donnees, papiers
        self._empreinte = empreinte
        self._agent = db.session.scalar(select(Compte.id).where(Compte.profil == "gestionnaire").limit(1))
        self._envois = Envois()

    def inscrire(self, place: Place, rang: int) -> None:
        """Make one account and its candidature, and tell its story up to now."""
        alors = replace(self._portail, horloge=HorlogeReglable(place.le))
        qui = figurant(self._hasard, self._donnees, place.entree.academie.code, rang, place.le.date())
        candidature = self._commencer(place, self._candidat(qui, place), alors)
        repondant = Repondant(self._hasard, self._donnees, place.entree.famille, place.entree.academie.code)
        self._remplir(alors, candidature, repondant, qui, place.onglets)
        if place.onglets is None:
            self._enregistrer(alors, candidature, place)

    def finir(self) -> None:
        self._envois.ranger(self._portail)

    def _candidat(self, qui: Figurant, place: Place) -> Candidat:
        ouvert_le = place.le - timedelta(minutes=self._hasard.randrange(12, 90))
        compte = Compte(
            courriel=qui.courriel, mot_de_passe=self._empreinte, profil="candidat",
            cree_le=ouvert_le, active_le=ouvert_le + timedelta(minutes=4),
        )  # fmt: skip
        numero = numero_candidat(place.le.year, prendre(f"candidat:{place.le.year}"))
        compte.candidat = Candidat(numero=numero, cree_le=ouvert_le, **etat_civil_en_colonnes(qui.etat_civil))
        db.session.add(compte)
        db.session.flush()
        return compte.candidat

    def _commencer(self, place: Place, candidat: Candidat, portail: Portail) -> Candidature:
        entree, modele = place.entree, _modele(portail, place.entree)
        debut = place.le - timedelta(minutes=self._hasard.randrange(6, 12))
        candidature = Candidature(
            candidat=candidat, version_modele_id=entree.version_modele_id, slug=entree.slug,
            famille=entree.famille, academie=entree.academie.code, session_examen=entree.session_examen,
            annee=entree.annee, etat=modele.circuit.initial.code, phase="brouillon",
            brouillon={}, cree_le=debut, modifiee_le=place.le,
        )  # fmt: skip
        db.session.add(candidature)
        db.session.flush()
        db.session.add(
            Evenement(
                candidature_id=candidature.id, compte_id=candidat.compte_id, le=debut,
                nature="commencer", vers=candidature.etat,
            )
        )  # fmt: skip
        return candidature

    def _remplir(
        self,
        portail: Portail,
        candidature: Candidature,
        repondant: Repondant,
        qui: Figurant,
        jusqu_a: int | None,
    ) -> None:
        """Fill the draft in; somebody who stopped had begun the tab that follows."""
        situation = contexte_de(portail, candidature, candidature.candidat).situation
        tous = len(situation.modele.onglets)
        remplie = repondant.remplir(situation, qui.identification, tous if jusqu_a is None else jusqu_a)
        onglets = onglets_visibles(remplie)
        valides = [onglet.code for onglet in onglets[:jusqu_a] if onglet.genre != "recapitulatif"]
        reponses = dict(remplie.reponses)
        if jusqu_a is not None:
            connues = {onglet.code for onglet in onglets[:jusqu_a]}
            reponses = {c: r for c, r in reponses.items() if _onglet(remplie.modele, c) in connues}
        candidature.brouillon = Brouillon(reponses).en_json()
        candidature.validees = valides
        candidature.revision = len(valides)
        candidature.specialite = repondant.specialite if "specialite" in reponses else None

    def _enregistrer(self, alors: Portail, candidature: Candidature, place: Place) -> None:
        inscrire(alors, candidature, candidature.candidat, confirmation=True)
        depuis = self._portail.horloge.maintenant() - place.le
        histoire = histoire_possible(self._hasard, depuis)
        situation = contexte_de(alors, candidature, candidature.candidat, brouillon=False).situation
        chemise = Chemise(self._portail, candidature, situation, self._hasard, self._agent)
        chemise.raconter(histoire, self._papiers, self._donnees["motifs"])


def _onglet(modele: ModeleExamen, cle: str) -> str | None:
    onglet = modele.onglet_de(cle)
    return onglet.code if onglet is not None else None


def _modele(portail: Portail, entree: Entree) -> ModeleExamen:
    return portail.modeles.pour(entree.version_modele_id, entree.slug)
