"""The acts of the demonstration, each at its own instant: asking, answering, paying, reporting."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from sqlalchemy import select

from plugins.certif_up.services.demonstration_recits import Acte, Scene
from portal.db import db, ecriture
from portal.domain.affichage import PARIS
from portal.domain.brouillon import Brouillon
from portal.domain.champs import Json
from portal.domain.paiement import Saisie, reste
from portal.services import demarche, paiement, suite, transition
from portal.services.demonstration import a_l_instant
from portal.services.demonstration_papiers import Modele, apporter
from portal.services.demonstration_personnes import Figurant
from portal.services.depart import nouvelle
from portal.services.echeance import franchir_les_echues
from portal.services.inscription import inscrire
from portal.services.modeles import Entree
from portal.services.perimetre import AgentEnPoste, contexte_pour
from portal.services.pieces_de_demarche import Envoi
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte

MOYENS = ("virement", "virement", "cheque", "carte")
SITUATIONS = ("salarie", "salarie", "salarie", "demandeur_emploi", "independant", "etudiant")
REFUS = (
    "Toutes nos places de cette session sont promises à nos stagiaires.",
    "Nous n'aurons pas de salle ce jour-là. Un autre centre pourra vous accueillir.",
)
REPORT_REFUSE = "Le courrier de votre employeur n'indique pas pour quel motif il ne peut pas vous libérer."
FERMETURE = "Arrêté des comptes de l'exercice, tout le service est mobilisé cette semaine."
CERTIFICAT = Modele(
    "certificat-medical", "Certificat médical", "Cabinet médical fictif",
    (
        "Je soussigné, docteur en médecine, certifie que", "l'état de santé du patient ne lui permet pas",
        "de se présenter aux épreuves.",
    ),
)  # fmt: skip
EMPLOYEUR = Modele(
    "refus-conge-examen", "Congé pour examen", "Comptoir fictif de gestion",
    ("Nous ne pouvons pas accorder le congé pour examen", "que vous avez demandé."),
)  # fmt: skip
UN_INSTANT = timedelta(minutes=11)


@dataclass(frozen=True, slots=True)
class Lieu:
    """A centre as the people of the demonstration know it; `domicile` is a home in its town."""

    centre_id: int
    departement: str
    intitule: str
    courriel: str
    domicile: tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Demandeur:
    """Who asks, for what, with a chance of their own."""

    scene: Scene
    qui: Figurant
    hasard: Random


class Atelier:
    """Lets people act on the requests of one session."""

    def __init__(
        self,
        portail: Portail,
        seance: Entree,
        lieux: Mapping[str, Lieu],
        agents: Mapping[str, AgentEnPoste],
        union: AgentEnPoste,
    ) -> None:
        self._portail, self._seance, self._lieux = portail, seance, lieux
        self._agents, self._union = agents, union
        portail.modeles.preparer(seance.version_modele_id, seance.slug)

    def soumettre(self, demandeur: Demandeur, candidat: Candidat, le: datetime) -> None:
        """Begin a request and submit it a while later. Inside `ecriture()`."""
        modele = self._portail.modeles.pour(self._seance.version_modele_id, self._seance.slug)
        reponses = self._reponses(demandeur, demandeur.scene.centre)
        alors = a_l_instant(self._portail, le - UN_INSTANT)
        depart = Brouillon(reponses)
        candidature = nouvelle(alors, candidat, self._seance, modele, depart, exemplaire=1)
        self._valider(candidature)
        inscrire(a_l_instant(self._portail, le), candidature, candidat)

    def faire(self, demandeur: Demandeur, acte: Acte) -> None:
        """Do the next act of a story."""
        alors = a_l_instant(self._portail, acte.le)
        code = acte.code
        if code in ("prevalider", "inscrire"):
            self._agir(alors, demandeur, code)
        elif code == "refuser":
            self._agir(alors, demandeur, code, demandeur.hasard.choice(REFUS))
        elif code in ("payer", "payer_une_partie", "financer"):
            self._payer(alors, demandeur, code)
        elif code == "expirer":
            self._expirer(demandeur)
        elif code == "redemander":
            self._redemander(alors, demandeur)
        elif code in ("report_medical", "report_employeur"):
            self._reporter(alors, demandeur, code)
        else:
            self._decider(alors, demandeur, code)

    def _reponses(self, demandeur: Demandeur, centre: str) -> dict[str, Json]:
        scene, hasard = demandeur.scene, demandeur.hasard
        finance = scene.recit == "financee"
        stagiaire: dict[str, Json] = {"stagiaire": "non"}
        if finance or hasard.random() < 0.25:
            stagiaire = {
                "stagiaire": "oui", "centre_formation": self._lieux[centre].intitule,
                "frais_finances": "finances" if finance else hasard.choice(("a_regler", "ne_sait_pas")),
            }  # fmt: skip
        return {
            **demandeur.qui.identification, **stagiaire, **self._choix(centre),
            "epreuves.demandees": list(scene.epreuves), "situation": hasard.choice(SITUATIONS),
            "donnees_exactes": "oui",
        }  # fmt: skip

    def _choix(self, centre: str) -> dict[str, Json]:
        departement = self._lieux[centre].departement
        return {"departement_epreuves": departement, "centre": centre, "engagement": "oui"}

    def _valider(self, candidature: Candidature) -> None:
        modele = self._portail.modeles.pour(candidature.version_modele_id, candidature.slug)
        candidature.validees = [un.code for un in modele.onglets if un.genre != "recapitulatif"]

    def _agir(self, alors: Portail, demandeur: Demandeur, code: str, motif: str = "") -> None:
        lue = _derniere(demandeur)
        transition.agir(alors, self._agents[demandeur.scene.centre], lue.cle, code, motif, lue.etat, {})

    def _payer(self, alors: Portail, demandeur: Demandeur, code: str) -> None:
        lue, agent = _derniere(demandeur), self._agents[demandeur.scene.centre]
        du = reste(contexte_pour(alors, agent, lue.cle).situation)
        jour = alors.horloge.maintenant().astimezone(PARIS).date()
        moyen = "formation" if code == "financer" else demandeur.hasard.choice(MOYENS)
        montant = du / len(demandeur.scene.epreuves) if code == "payer_une_partie" else du
        reference = f"{demandeur.hasard.randrange(10**6, 10**7)}" if moyen == "cheque" else ""
        paiement.enregistrer(alors, agent, lue.cle, Saisie(montant, moyen, jour, reference))

    def _expirer(self, demandeur: Demandeur) -> None:
        """Let the portal do what it does a minute after a deadline, once that is behind us."""
        echeance = _derniere(demandeur).echeance_le
        if echeance is not None and echeance < self._portail.horloge.maintenant():
            franchir_les_echues(a_l_instant(self._portail, echeance))

    def _redemander(self, alors: Portail, demandeur: Demandeur) -> None:
        """Submit the draft that a refusal or a deadline opened, in the same centre or elsewhere."""
        with ecriture():
            candidature = _derniere(demandeur)
            if candidature.phase != "brouillon":
                return
            ecrit = Brouillon.lire(candidature.brouillon)
            reponses = {**ecrit.reponses, **self._choix(demandeur.scene.ailleurs)}
            candidature.brouillon = Brouillon(reponses).en_json()
            self._valider(candidature)
            inscrire(alors, candidature, candidature.candidat)

    def _reporter(self, alors: Portail, demandeur: Demandeur, code: str) -> None:
        lue, medical = _derniere(demandeur), code == "report_medical"
        piece = "certificat_medical" if medical else "refus_employeur"
        with tempfile.TemporaryDirectory() as dossier:
            recu = apporter(CERTIFICAT if medical else EMPLOYEUR, Path(dossier))
            envoi = Envoi(
                commence_le=alors.horloge.maintenant(), fichiers={piece: [recu]},
                formulaire={} if medical else {"motif_employeur": [FERMETURE]},
                choix={} if medical else {piece: "refus"},
            )  # fmt: skip
            manque = demarche.faire(alors, lue.candidat, lue.cle, f"demander_{code}", envoi)
        if manque is not None:
            raise RuntimeError(f"a report of the demonstration is not complete: {manque}")

    def _decider(self, alors: Portail, demandeur: Demandeur, code: str) -> None:
        """Let the union accept a report, whose next request then opens, or refuse it."""
        lue, accorde = _derniere(demandeur), code == "accorder"
        motif = "" if accorde else REPORT_REFUSE
        voulue = "accorder_report" if accorde else "refuser_report"
        transition.agir(alors, self._union, lue.cle, voulue, motif, lue.etat, {})
        if accorde:
            suite.ouvrir(alors, lue.id)


def _derniere(demandeur: Demandeur) -> Candidature:
    """Return the latest request of a person, as it is now."""
    siennes = (
        select(Candidature)
        .join(Candidat)
        .join(Compte)
        .where(Compte.courriel == demandeur.qui.courriel)
        .order_by(Candidature.id.desc())
        .limit(1)
    )
    return db.session.scalars(siennes).one()
