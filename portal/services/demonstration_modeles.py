"""The shipped modèles once more, with their calendar moved so that each can be tried today."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.adapters.familles import FichierIllisible, fichiers_yaml, lire_fichier
from portal.domain.langage.arbre import Table
from portal.domain.langage.decalage import decaler, decaler_session, est_ouverte, jours_pour_ouvrir
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.lecteur import FamilleLue, Fichier, compiler_arbre
from portal.domain.langage.serie import Seance, decalages
from portal.domain.langage.source import lire
from portal.domain.modele import ModeleExamen
from portal.services.familles import Familles
from portal.services.portail import Portail
from portal.services.publication import Publication, publier_compilation, version_courante
from portal.services.publication_dossier import AUTOMATE, Bilan, sur_sa_famille
from portal.tables.modele import VersionModele

journal = logging.getLogger(__name__)

PREFIXE = "demo-"


@dataclass(frozen=True, slots=True)
class _Original:
    """A modèle that compiles, where its copy goes, and that copy as it is today, if there is one."""

    famille: FamilleLue
    arbre: Table
    modele: ModeleExamen
    copie: str
    courante: VersionModele | None

    @property
    def garde(self) -> int | None:
        lu = self.courante.resume.get("decalage") if self.courante else None
        return None if lu is None else int(lu)

    @property
    def serie(self) -> tuple[str, str] | None:
        """What sessions that follow one another have in common, None where none follows."""
        transitions = self.modele.circuit.transitions.values()
        if all(une.ouvre != "session_suivante" for une in transitions):
            return None
        return self.modele.famille, self.modele.academie.code


def publier_copies(portail: Portail, dossier: Path, familles: Familles) -> tuple[Bilan, ...]:
    """Publish a moved copy of each modèle of a folder under « académie/demo-nom »; return what came of each.

    A copy that is still open stays where it is, so that a restart publishes nothing; once it is closed it is
    moved again, as a new live part. Its session d'examen is pinned: it stays that of the first publication.
    A file that does not compile has no copy. Of sessions that follow one another, only those have one that
    are needed for one to be open and another to follow: no copy stands beside a session that is open anyway.
    """
    editeur = _Editeur(portail)
    bilans = [_lire(editeur, familles, chemin) for chemin in fichiers_yaml(dossier)]
    for phrase in (phrase for bilan in bilans for phrase in bilan.phrases):
        journal.info("no copy for the demonstration: %s", phrase)
    faites = editeur.publier()
    return tuple(
        Bilan(un.fichier, un.slug, faites.get(un.publication.slug, un.publication), un.phrases)
        if un.publication is not None
        else un
        for un in bilans
    )


def _lire(editeur: _Editeur, familles: Familles, chemin: Path) -> Bilan:
    try:
        fichier = lire_fichier(chemin)
        return sur_sa_famille(familles, fichier, lambda famille, slug: editeur.lire(fichier, famille, slug))
    except FichierIllisible as illisible:
        return Bilan(str(chemin), None, phrases=(str(illisible),))


class _Editeur:
    """Reads every modèle first: whether one needs a copy depends on those that follow it."""

    def __init__(self, portail: Portail) -> None:
        self._portail = portail
        self._originaux: list[_Original] = []

    def lire(self, fichier: Fichier, famille: FamilleLue, slug: str) -> Publication:
        """Keep a modèle whose own slug is given; say what prevents it from having a copy."""
        academie, _, nom = slug.partition("/")
        copie, rapport = f"{academie}/{PREFIXE}{nom}", Rapport()
        arbre = lire(fichier.octets, fichier.nom, rapport)
        if arbre is None or rapport.erreurs:
            return Publication(copie, rapport)
        compilation = compiler_arbre(famille, arbre, slug, self._portail.referentiel)
        if compilation.modele is not None:
            trouve = _Original(famille, arbre, compilation.modele, copie, version_courante(copie))
            self._originaux.append(trouve)
        return Publication(copie, compilation.rapport)

    def publier(self) -> dict[str, Publication]:
        """Publish the copies that are needed; return what came of each, by its slug."""
        seuls = [un for un in self._originaux if un.serie is None]
        voulus = [(un, self._jours(un)) for un in seuls]
        for serie in dict.fromkeys(un.serie for un in self._originaux if un.serie is not None):
            siens = [un for un in self._originaux if un.serie == serie]
            voulus += [(un, jours) for un, jours in self._serie(siens) if jours is not None]
        return {un.copie: self._publier(un, jours) for un, jours in voulus}

    def _publier(self, original: _Original, jours: int) -> Publication:
        session_examen = (
            original.courante.session_examen
            if original.courante
            else decaler_session(original.modele.session_examen, jours, mois_aussi=original.serie is not None)
        )
        deplace = decaler(original.arbre, jours, session_examen)
        return publier_compilation(
            self._portail,
            compiler_arbre(original.famille, deplace, original.copie, self._portail.referentiel),
            original.copie,
            AUTOMATE,
            meme_sens=True,
            en_plus={"demonstration": True, "decalage": jours},
        )

    def _jours(self, original: _Original) -> int:
        """Return the shift of the present copy while it is open, else the one that opens it now."""
        periode, maintenant = original.modele.calendrier.inscription, self._portail.horloge.maintenant()
        if original.garde is not None and est_ouverte(periode, original.garde, maintenant):
            return original.garde
        return jours_pour_ouvrir(periode, maintenant)

    def _serie(self, originaux: Sequence[_Original]) -> list[tuple[_Original, int | None]]:
        seances = [Seance(un.modele.calendrier.inscription, un.garde) for un in originaux]
        jours = decalages(seances, self._portail.horloge.maintenant())
        return list(zip(originaux, jours, strict=True))
