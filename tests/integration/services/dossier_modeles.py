"""A family and a folder of modèles in a temporary place, to publish from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from portal.db import ecriture
from portal.services.familles import Familles
from portal.tables import Candidature, VersionModele
from tests import fabriques

FAMILLE = """\
famille: essai
intitule: Examen d'essai
domaine: Essais
confirmation: recapitulatif
onglets:
  identification: {intitule: Identification, blocs: [identite, adresse, naissance, contacts]}
  questions:
    intitule: Questions
    champs:
      titre: {type: choix, question: À quel titre, options: {a: Premier, b: Second}}
  epreuves: Épreuves
  recapitulatif: Récapitulatif
jalons:
  resultats: {intitule: Résultats, facultatif: oui}
epreuves:
  E1: {unite: U1, intitule: Écrit, coefficient: 1}
"""
MODELE = """\
famille: essai
academie: poitiers
session: 2026
calendrier:
  inscription: {du: 20/10/2025 09:00, au: 19/11/2025 17:00}
contacts:
  bureau: Bureau des examens
scenarios:
  tout le monde:
    candidat: {ne_le: 02/04/1999, nationalite: FR, code_postal: 86000}
    reponses: {titre: a}
    attendu: {refus: [], epreuves: [E1]}
"""


@dataclass(frozen=True)
class Atelier:
    """`modeles` stands for exam_templates/, `familles` for the installed plugins."""

    modeles: Path
    famille: Path

    @classmethod
    def dans(cls, dossier: Path) -> Atelier:
        atelier = cls(dossier / "exam_templates", dossier / "essai")
        (atelier.modeles / "poitiers").mkdir(parents=True)
        atelier.famille.mkdir()
        atelier.ecrire_famille(FAMILLE)
        return atelier

    @property
    def familles(self) -> Familles:
        """Read anew: files change between two starts."""
        return Familles({"essai": self.famille})

    def ecrire(self, texte: str = MODELE, nom: str = "examen-2026") -> Path:
        chemin = self.modeles / "poitiers" / f"{nom}.yaml"
        chemin.write_text(texte, "utf-8")
        return chemin

    def ecrire_famille(self, texte: str) -> None:
        (self.famille / "famille.yaml").write_text(texte, "utf-8")


def remplacer(texte: str, ancien: str, nouveau: str) -> str:
    assert texte.count(ancien) == 1
    return texte.replace(ancien, nouveau)


def candidature(version: int, phase: str = "brouillon") -> Candidature:
    """Store a candidature pinned to a version."""
    candidat = fabriques.candidat()
    with ecriture() as transaction:
        ligne = transaction.get_one(VersionModele, version)
        maintenant = datetime(2025, 11, 5, tzinfo=UTC)
        cree = Candidature(
            candidat_id=candidat.id, version_modele_id=version, slug=ligne.slug, famille=ligne.famille,
            academie=ligne.academie, session_examen=ligne.session_examen, annee=ligne.annee, etat=phase,
            phase=phase, cree_le=maintenant, modifiee_le=maintenant,
        )  # fmt: skip
        transaction.add(cree)
    return cree
