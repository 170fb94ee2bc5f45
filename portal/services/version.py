"""What is recorded of a candidature, once and for all: its answers, its état civil, and their SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from portal.db import db
from portal.domain.blocs import Personne
from portal.domain.brouillon import Brouillon
from portal.domain.centre_choisi import centre_de
from portal.domain.champs import Json
from portal.domain.questionnaire import onglets_visibles, questions_visibles
from portal.domain.situation import Situation
from portal.tables.candidature import Candidature, VersionCandidature


def noter_version(candidature: Candidature, finale: Situation) -> None:
    """Write the next version of a candidature and what lists and rules read of it. Inside `ecriture()`."""
    candidature.version += 1
    candidature.modifiee_le = finale.maintenant
    candidature.reponses = dict(finale.reponses)
    candidature.specialite = finale.specialite.code if finale.specialite else None
    candidature.comparables = _comparables(finale)
    candidature.categorie = _categorie(finale)
    centre = centre_de(finale)
    candidature.centre_id = centre.id if centre else None
    db.session.add(_version(candidature, finale, finale.maintenant))
    db.session.flush()


def photographier(situation: Situation) -> dict[str, Json]:
    """Return the answers to record: those given, and what was proposed and left as it was."""
    visibles = [q for o in onglets_visibles(situation) for q in questions_visibles(situation, o)]
    proposees = {q.cle: situation.brute(q) for q in visibles if q.origine != "compte"}
    return {**situation.reponses, **{cle: json for cle, json in proposees.items() if json is not None}}


def ranger(candidature: Candidature, brouillon: Brouillon, reponses: Mapping[str, Json]) -> None:
    """Leave the draft equal to what is recorded."""
    candidature.revision += 1
    range_ = replace(brouillon, reponses=dict(reponses), saisies={}, en_modification=False)
    candidature.brouillon = range_.en_json()


def _categorie(situation: Situation) -> str | None:
    question = situation.modele.categorie
    brute = None if question is None or situation.visible(question) is not True else situation.brute(question)
    return brute if isinstance(brute, str) and brute else None


def _comparables(situation: Situation) -> dict[str, Any]:
    """What the rules of this person's other candidatures may read."""
    retenues = [retenue for retenue in situation.epreuves if retenue.statut is not None]
    return {
        **{
            cle: situation.brute(question)
            for cle, question in situation.modele.questions.items()
            if question.champ.comparable and situation.visible(question) is True
        },
        "epreuves": [retenue.epreuve.code for retenue in retenues if retenue.inscrite],
        "acquis": sorted({r.possibilite.code for r in retenues if r.possibilite is not None}),
    }


def _version(candidature: Candidature, situation: Situation, maintenant: datetime) -> VersionCandidature:
    etat_civil = _etat_civil(situation.personne)
    contenu = {
        "cle": candidature.cle,
        "numero_inscription": candidature.numero_inscription,
        "version": candidature.version,
        "version_modele_id": candidature.version_modele_id,
        "candidat": etat_civil,
        "reponses": dict(situation.reponses),
        "enregistree_le": maintenant.isoformat(),
    }
    return VersionCandidature(
        candidature_id=candidature.id, numero=candidature.version,
        version_modele_id=candidature.version_modele_id, reponses=dict(situation.reponses),
        candidat=etat_civil, empreinte=empreinte(contenu), enregistree_le=maintenant,
    )  # fmt: skip


def empreinte(contenu: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON content, whatever the order of its keys."""
    texte = json.dumps(contenu, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(texte.encode()).hexdigest()


def _etat_civil(personne: Personne) -> dict[str, Any]:
    colonnes = asdict(personne)
    naissance = colonnes.pop("naissance_le")
    return {**colonnes, "naissance_le": naissance.isoformat() if naissance else None}
