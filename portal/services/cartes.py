"""One candidature as a card of the candidate's space."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from portal.domain.affichage import liste
from portal.domain.centre_choisi import centre_de, epreuves_passees
from portal.domain.depot import premier_incomplet
from portal.domain.numero import numero_inscription, numero_version
from portal.domain.selection import majuscule
from portal.domain.situation import Situation
from portal.services.candidature import Contexte
from portal.services.notification import intitule_de
from portal.services.rebours import Rebours, rebours

TONS = {"brouillon": "ambre", "deposee": "bleu", "inscrite": "vert", "ecartee": "rouge"}


@dataclass(frozen=True)
class Carte:
    """One candidature as a card. `numero` and `version` are empty while nothing is registered.

    `pieces` says what is left to provide. `verbe` is how it is recorded (« soumettre »); `precisions` tell
    apart candidatures to one modèle: épreuves, centre; `echeance` is when something comes by itself.
    """

    cle: str
    slug: str
    domaine: str
    annee: int
    titre: str
    academie: str
    session_examen: str
    etat: str
    phase: str
    numero: str
    version: str
    ouverte: bool
    modifiable: bool
    en_modification: bool
    ouverture: datetime
    fermeture: datetime
    fuseau: ZoneInfo
    onglet: str
    pieces: str = ""
    verbe: str = "enregistrer"
    propre: bool = False
    precisions: tuple[str, ...] = ()
    echeance: Rebours | None = None
    suite: str = ""
    a_venir: bool = False

    @property
    def ton(self) -> str:
        """The colour of its état."""
        return TONS.get(self.phase, "gris") if self.propre else "vert"

    @property
    def close(self) -> bool:
        """Whether nothing is expected of it any more."""
        return self.propre and self.phase in ("ecartee", "terminee")

    @property
    def brouillon(self) -> bool:
        """Whether nothing is registered yet."""
        return not self.numero


def carte_de(contexte: Contexte) -> Carte:
    """Return the card of one candidature."""
    candidature, modele, situation = contexte.candidature, contexte.modele, contexte.situation
    periode = modele.calendrier.inscription
    moment = periode.etat(situation.maintenant)
    ouverte = moment == "ouverte"
    enregistree = candidature.version > 0
    return Carte(
        cle=candidature.cle, slug=candidature.slug, domaine=modele.domaine, annee=candidature.annee,
        titre=intitule_de(situation),
        academie=majuscule(modele.academie.intitule), session_examen=modele.session_examen,
        etat=modele.circuit.etats[candidature.etat].intitule, phase=candidature.phase,
        numero=numero_inscription(candidature.numero_inscription or 0) if enregistree else "",
        version=numero_version(candidature.version) if enregistree else "",
        ouverte=ouverte, a_venir=moment == "a_venir",
        modifiable=ouverte and modele.circuit.permise("modifier", candidature.etat, "candidat"),
        en_modification=contexte.brouillon.en_modification,
        ouverture=periode.ouverture, fermeture=periode.fermeture, fuseau=periode.fuseau,
        onglet=premier_incomplet(situation).code,
        verbe=modele.circuit.verbe.lower(), propre=modele.circuit.propre,
        precisions=_precisions(situation) if modele.circuit.propre else (),
        echeance=rebours(candidature, situation) if modele.circuit.propre else None,
    )  # fmt: skip


def _precisions(situation: Situation) -> tuple[str, ...]:
    """Return what tells apart candidatures to one modèle: their épreuves, then their centre."""
    centre, epreuves = centre_de(situation), liste(list(epreuves_passees(situation) or ()))
    return tuple(filter(None, (epreuves, centre.situe if centre is not None else "")))
