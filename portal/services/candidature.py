"""One candidature as services and pages read it: its row, its modèle, its answers, its locks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import joinedload

from portal.db import db
from portal.domain.affichage import instant_long
from portal.domain.blocs import COMPTE, Personne
from portal.domain.brouillon import Brouillon
from portal.domain.calendrier import InscriptionFermee
from portal.domain.candidature import CandidatureIntrouvable
from portal.domain.champs import Json
from portal.domain.champs.base import Env
from portal.domain.limite import derniere_minute
from portal.domain.modele import ModeleExamen
from portal.domain.situation import Situation
from portal.services.annuaire import annuaire_de
from portal.services.autres_candidatures import faits, questions, reprises_de
from portal.services.passages import demarche_de
from portal.services.portail import Portail
from portal.services.sommes import regle_de
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.compte import Compte

_LUES = (
    Candidature.famille, Candidature.slug, Candidature.academie, Candidature.specialite,
    Candidature.session_examen, Candidature.annee, Candidature.etat, Candidature.phase,
    Candidature.comparables, Candidature.reponses, Candidature.enregistree_le,
)  # fmt: skip

# Built once: to build a statement takes longer than to run it.
_DE_CLE = select(Candidature).where(
    Candidature.cle == bindparam("cle"), Candidature.candidat_id == bindparam("candidat")
)
_VERROUILLEE = _DE_CLE.with_for_update(of=Candidature)
_CANDIDAT = (
    select(Candidat)
    .where(Candidat.id == bindparam("candidat"))
    .options(joinedload(Candidat.compte, innerjoin=True))
    .with_for_update(of=Candidat)
)
_VERSION = select(Candidature.version_modele_id, Candidature.slug).where(
    Candidature.cle == bindparam("cle"), Candidature.candidat_id == bindparam("candidat")
)
_AUTRES = (
    select(*_LUES)
    .where(Candidature.candidat_id == bindparam("candidat"), Candidature.id != bindparam("celle_ci"))
    .order_by(Candidature.annee.desc(), Candidature.id.desc())
)


@dataclass(frozen=True)
class Contexte:
    """A candidature ready to be read or changed. `verrouillees` are the keys that its owner cannot change."""

    candidature: Candidature
    modele: ModeleExamen
    situation: Situation
    brouillon: Brouillon
    verrouillees: frozenset[str]

    @property
    def saisie_ouverte(self) -> bool:
        """Tell whether the draft takes answers, were the window open."""
        return self.candidature.version == 0 or self.brouillon.en_modification

    @property
    def fixes(self) -> dict[str, Json]:
        """The answers that cannot be changed."""
        reponses = self.situation.reponses
        return {cle: reponses[cle] for cle in self.verrouillees if cle in reponses}


def candidature_de(portail: Portail, candidat: Candidat, cle: str) -> Candidature:
    """Return a candidature of this candidat. Raises CandidatureIntrouvable, for somebody else's too."""
    trouvee = db.session.scalar(_DE_CLE, {"cle": cle, "candidat": candidat.id})
    if trouvee is None:
        raise CandidatureIntrouvable
    return trouvee


def candidature_verrouillee(portail: Portail, candidat_id: int, cle: str) -> Candidature:
    """Return the same inside `ecriture()`, its candidat and itself locked until the commit.

    The candidat first: what is decided across the candidatures of one person is decided one at a time.
    """
    db.session.scalars(_CANDIDAT, {"candidat": candidat_id}).one()
    trouvee = db.session.scalar(_VERROUILLEE, {"cle": cle, "candidat": candidat_id})
    if trouvee is None:
        raise CandidatureIntrouvable
    return trouvee


def preparer_modele(portail: Portail, candidat_id: int, cle: str) -> None:
    """Compile what this candidature is filled against, so that nobody waits for it while the lock is held.

    A candidature that does not exist is told later, by who locks it.
    """
    demande = {"cle": cle, "candidat": candidat_id}
    trouvee = db.session.connection().execute(_VERSION, demande).one_or_none()
    if trouvee is not None:
        portail.modeles.preparer(*trouvee)


def modele_de(portail: Portail, candidature: Candidature) -> ModeleExamen:
    """Return the modèle of a candidature: the pinned part it was filled against, the live part of today.

    Its calendar is that of the person: a deadline that was granted to them replaces an earlier one.
    """
    modele = portail.modeles.pour(candidature.version_modele_id, candidature.slug)
    if not candidature.delais:
        return modele
    delais = {cle: datetime.fromisoformat(fin) for cle, fin in candidature.delais.items()}
    return replace(modele, calendrier=modele.calendrier.prolonge(delais))


def personne_de(candidat: Candidat, compte: Compte) -> Personne:
    """Return what the account says of a candidat, as it is now."""
    colonnes = {nom: getattr(candidat, nom) for nom in COMPTE if nom not in ("courriel", "nom_usage")}
    return Personne(
        **colonnes, nom_usage=candidat.nom_usage or "", courriel=compte.courriel, numero=candidat.numero
    )


def situation_de(
    portail: Portail, candidature: Candidature, candidat: Candidat | None = None, *, brouillon: bool = True
) -> Situation:
    """Return the candidature as the language reads it: its draft, or what was recorded last.

    « Today » is the day at the place of the modèle. Other candidatures are read in one query.
    """
    return contexte_de(portail, candidature, candidat or candidature.candidat, brouillon=brouillon).situation


def contexte_de(
    portail: Portail, candidature: Candidature, candidat: Candidat, *, brouillon: bool = True
) -> Contexte:
    """Return a candidature with all that is derived from it."""
    modele, autres = modele_de(portail, candidature), _autres(candidature)
    ecrit = Brouillon.lire(candidature.brouillon)
    reponses: Mapping[str, Json] = ecrit.reponses if brouillon else candidature.reponses or {}
    validees = candidature.validees if brouillon else [onglet.code for onglet in modele.onglets]
    maintenant = portail.horloge.maintenant()
    situation = Situation(
        modele=modele,
        reponses=reponses,
        personne=personne_de(candidat, candidat.compte),
        env=_env(portail, modele),
        maintenant=maintenant,
        validees=frozenset(validees),
        autres=tuple(faits(modele, autre) for autre in autres if autre.phase != "brouillon"),
        etat=candidature.etat,
        enregistree_le=None if brouillon else candidature.enregistree_le,
        regle=regle_de(candidature.id) if modele.paiement is not None else None,
        origine=candidature.origine or "",
        demarche="" if brouillon else demarche_de(modele, candidature),
    )
    reprises = reprises_de(situation, autres) if brouillon else {}
    if reprises:
        situation = situation.avec({**reponses, **reprises})
    return Contexte(candidature, modele, situation, ecrit, _verrouillees(situation, candidature, reprises))


def verrouillees(portail: Portail, candidature: Candidature, candidat: Candidat) -> frozenset[str]:
    """Return the answers that cannot be changed: final once recorded, or fixed by an earlier session."""
    return contexte_de(portail, candidature, candidat).verrouillees


def exiger_ouverte(portail: Portail, modele: ModeleExamen) -> None:
    """Refuse outside of the registration window, by the clock of the portal. Raises InscriptionFermee."""
    periode = modele.calendrier.inscription
    etat = periode.etat(portail.horloge.maintenant())
    if etat == "fermee":
        fin = instant_long(derniere_minute(periode.fermeture, periode.fuseau), periode.fuseau)
        raise InscriptionFermee(f"Les inscriptions sont fermées depuis le {fin}.")
    if etat == "a_venir":
        debut = instant_long(periode.ouverture, periode.fuseau)
        raise InscriptionFermee(f"Les inscriptions ouvriront le {debut}.")


def _env(portail: Portail, modele: ModeleExamen) -> Env:
    aujourd_hui = portail.horloge.maintenant().astimezone(modele.calendrier.fuseau).date()
    specialites = tuple((code, une.intitule) for code, une in modele.specialites.items() if code)
    return Env(portail.referentiel, aujourd_hui, specialites, annuaire_de(portail, modele, aujourd_hui))


def _autres(candidature: Candidature) -> Sequence[Row[Any]]:
    demande = {"candidat": candidature.candidat_id, "celle_ci": candidature.id}
    return db.session.execute(_AUTRES, demande).all()


def _verrouillees(
    situation: Situation, candidature: Candidature, reprises: Mapping[str, Json]
) -> frozenset[str]:
    enregistrees = candidature.reponses or {}
    definitives = {
        q.cle for q in questions(situation) if q.definitif and enregistrees.get(q.cle) not in (None, "", [])
    }
    return frozenset(definitives | reprises.keys())
