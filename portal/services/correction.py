"""Corrections of answers by the service, after the closing too: with a reason, as a new version, with a mail.

The draft is the service's own (`Candidature.correction`): that of the candidate is never touched before the
correction is recorded, and a candidate who is modifying comes first (docs/decisions/0016).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from portal.db import db, ecriture
from portal.domain.brouillon import Saisies
from portal.domain.candidature import OngletIntrouvable
from portal.domain.correction import (
    BrouillonDuService,
    CandidatModifie,
    CorrectionDepassee,
    CorrectionIncomplete,
    CorrectionPrise,
    RienACorriger,
    choix_du_centre,
    decrire,
    exiger_epreuves_ouvertes,
    questions_de_sante,
)
from portal.domain.lecture import ErreurDeSaisie, Formulaire, grouper, lire_onglet
from portal.domain.manques import Manque, manques
from portal.domain.modele import Onglet
from portal.domain.motif import lire_motif
from portal.domain.questionnaire import onglets_visibles
from portal.domain.recapitulatif import differences
from portal.domain.situation import Situation
from portal.services.candidature import Contexte, contexte_de
from portal.services.perimetre import AgentEnPoste, candidature_verrouillee_pour, contexte_pour
from portal.services.portail import Portail
from portal.services.version import photographier, ranger
from portal.services.version_du_service import publier_version
from portal.tables.compte import Compte

Changement = tuple[str, str, str]


@dataclass(frozen=True)
class Correction:
    """A correction under way. `situation` holds the corrected answers; `reste` is what they still call for.

    `reservees` are the answers of health, for an agent without the right to them; `fixes` those that nobody
    corrects: another centre is another candidature.
    """

    contexte: Contexte
    situation: Situation
    onglets: tuple[Onglet, ...]
    changements: tuple[Changement, ...]
    reste: tuple[Manque, ...]
    reservees: frozenset[str]
    fixes: frozenset[str]
    commencee: bool

    @property
    def verrouillees(self) -> frozenset[str]:
        """The answers that this correction leaves as they are."""
        return self.reservees | self.fixes


@dataclass(frozen=True)
class Lue:
    """What a tab gave. Nothing is kept when there are `erreurs`; `saisies` are then to be shown again."""

    correction: Correction
    erreurs: Mapping[str, ErreurDeSaisie] = field(default_factory=dict)
    saisies: Saisies = field(default_factory=dict)


def ouvrir(portail: Portail, agent: AgentEnPoste, cle: str) -> Correction:
    """Return the correction of a candidature, as it stands.

    Raises CandidatureIntrouvable, CandidatModifie, CorrectionPrise.
    """
    return _correction(portail, agent, contexte_pour(portail, agent, cle))


def corriger(
    portail: Portail, agent: AgentEnPoste, cle: str, code: str, formulaire: Formulaire, version: int
) -> Lue:
    """Read a whole tab into the draft of the service. In: `version` is what the page was drawn from.

    Raises CandidatureIntrouvable, OngletIntrouvable, CandidatModifie, CorrectionPrise, CorrectionDepassee.
    """
    contexte_pour(portail, agent, cle)
    with ecriture():
        correction = _verrouiller(portail, agent, cle, version)
        onglet = onglet_de(correction, code)
        lecture = lire_onglet(correction.situation, onglet, formulaire, correction.verrouillees)
        if not lecture.valide:
            lue = replace(correction, situation=correction.situation.avec(lecture.reponses))
            return Lue(lue, lecture.erreurs, lecture.saisies)
        candidature = correction.contexte.candidature
        garde = BrouillonDuService(agent.compte_id, candidature.version, lecture.reponses)
        candidature.correction = garde.en_json()
        return Lue(_correction(portail, agent, correction.contexte))


def essayer(portail: Portail, agent: AgentEnPoste, cle: str, code: str, formulaire: Formulaire) -> Lue:
    """Read a tab to show it again, and keep nothing: the questions are those that its answers call for.

    Raises CandidatureIntrouvable, OngletIntrouvable, CandidatModifie, CorrectionPrise.
    """
    correction = ouvrir(portail, agent, cle)
    onglet = onglet_de(correction, code)
    lecture = lire_onglet(correction.situation, onglet, formulaire, correction.verrouillees)
    situation = correction.situation.avec(lecture.reponses)
    return Lue(replace(correction, situation=situation), saisies=grouper(situation, formulaire))


def enregistrer(portail: Portail, agent: AgentEnPoste, cle: str, motif: str, version: int) -> int:
    """Record the correction; return the number of the new version.

    Raises MotifRefuse, CandidatureIntrouvable, CandidatModifie, CorrectionPrise, CorrectionDepassee,
    RienACorriger, CorrectionIncomplete, EpreuvesDefinitives, PlusDePlace: the draft stays, nothing else is
    written.
    """
    dit = lire_motif(motif)
    contexte_pour(portail, agent, cle)
    with ecriture():
        correction = _verrouiller(portail, agent, cle, version)
        if correction.reste:
            raise CorrectionIncomplete(correction.reste)
        if not correction.changements:
            raise RienACorriger
        contexte, avant = correction.contexte, correction.contexte.situation
        candidature = contexte.candidature
        exiger_epreuves_ouvertes(avant, correction.situation, candidature.phase)
        finale = replace(correction.situation, reponses=photographier(correction.situation), _visibles={})
        ranger(candidature, contexte.brouillon, finale.reponses)
        candidature.correction = None
        faits = decrire(avant, finale, correction.changements)
        publier_version(portail, agent, candidature, avant, finale, "correction", dit, faits)
        return candidature.version


def abandonner(portail: Portail, agent: AgentEnPoste, cle: str) -> None:
    """Throw the draft of the service away, whoever began it. Raises CandidatureIntrouvable."""
    with ecriture():
        candidature_verrouillee_pour(portail, agent, cle).correction = None


def onglet_de(correction: Correction, code: str) -> Onglet:
    """Return a tab that can be corrected. Raises OngletIntrouvable."""
    trouve = next((onglet for onglet in correction.onglets if onglet.code == code), None)
    if trouve is None:
        raise OngletIntrouvable
    return trouve


def _verrouiller(portail: Portail, agent: AgentEnPoste, cle: str, version: int) -> Correction:
    candidature = candidature_verrouillee_pour(portail, agent, cle)
    if candidature.version != version:
        raise CorrectionDepassee
    contexte = contexte_de(portail, candidature, candidature.candidat, brouillon=False)
    return _correction(portail, agent, contexte)


def _correction(portail: Portail, agent: AgentEnPoste, contexte: Contexte) -> Correction:
    if contexte.brouillon.en_modification:
        raise CandidatModifie
    avant, brouillon = contexte.situation, _brouillon(agent, contexte)
    situation = avant if brouillon is None else avant.avec(brouillon.reponses)
    return Correction(
        contexte=contexte,
        situation=situation,
        onglets=tuple(une for une in onglets_visibles(situation) if une.genre != "recapitulatif"),
        changements=differences(avant, situation) if brouillon is not None else (),
        reste=_reste(avant, situation) if brouillon is not None else (),
        reservees=frozenset() if agent.sante else questions_de_sante(situation),
        fixes=choix_du_centre(situation.modele),
        commencee=brouillon is not None,
    )


def _brouillon(agent: AgentEnPoste, contexte: Contexte) -> BrouillonDuService | None:
    """Return the draft of this agent; one made on an earlier version is worth nothing any more."""
    garde = BrouillonDuService.lire(contexte.candidature.correction)
    if garde is None or garde.version != contexte.candidature.version:
        return None
    if garde.par != agent.compte_id:
        autre = db.session.get(Compte, garde.par)
        raise CorrectionPrise((autre.nom or autre.courriel) if autre else "quelqu'un d'autre")
    return garde


def _reste(avant: Situation, apres: Situation) -> tuple[Manque, ...]:
    """Return what the correction lacks; what already lacked before is not its business."""
    fixes = choix_du_centre(avant.modele)  # a centre that filled up since does not stop a correction
    deja = set(manques(avant, {}, fixes))
    return tuple(manque for manque in manques(apres, {}, fixes) if manque not in deja)
