"""The shipped modèles once more, with their calendar moved so that each can be tried today."""

from __future__ import annotations

import logging
from pathlib import Path

from portal.adapters.familles import FichierIllisible, fichiers_yaml, lire_fichier
from portal.domain.langage.decalage import decaler, decaler_session, est_ouverte, jours_pour_ouvrir
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.lecteur import FamilleLue, Fichier, compiler_arbre
from portal.domain.langage.source import lire
from portal.domain.modele import ModeleExamen
from portal.services.familles import Familles
from portal.services.portail import Portail
from portal.services.publication import Publication, publier_compilation, version_courante
from portal.services.publication_dossier import AUTOMATE, Bilan, sur_sa_famille
from portal.tables.modele import VersionModele

journal = logging.getLogger(__name__)

PREFIXE = "demo-"


def publier_copies(portail: Portail, dossier: Path, familles: Familles) -> tuple[Bilan, ...]:
    """Publish a moved copy of each modèle of a folder under « académie/demo-nom »; return what came of each.

    A copy that is still open stays where it is, so that a restart publishes nothing; once it is closed it is
    moved again, as a new live part. Its session d'examen is pinned: it stays that of the first publication.
    A file that does not compile has no copy.
    """
    bilans = []
    for chemin in fichiers_yaml(dossier):
        try:
            fichier = lire_fichier(chemin)
            bilan = sur_sa_famille(familles, fichier, _Copie(portail, fichier).publier)
        except FichierIllisible as illisible:
            bilan = Bilan(str(chemin), None, phrases=(str(illisible),))
        for phrase in bilan.phrases:
            journal.info("no copy for the demonstration: %s", phrase)
        bilans.append(bilan)
    return tuple(bilans)


class _Copie:
    def __init__(self, portail: Portail, fichier: Fichier) -> None:
        self.portail, self.fichier = portail, fichier

    def publier(self, famille: FamilleLue, slug: str) -> Publication:
        """Publish the copy of one modèle of `famille`, whose own slug is given."""
        academie, _, nom = slug.partition("/")
        copie = f"{academie}/{PREFIXE}{nom}"
        rapport = Rapport()
        arbre = lire(self.fichier.octets, self.fichier.nom, rapport)
        if arbre is None or rapport.erreurs:
            return Publication(copie, rapport)
        compilation = compiler_arbre(famille, arbre, slug, self.portail.referentiel)
        if compilation.modele is None:
            return Publication(copie, compilation.rapport)
        courante = version_courante(copie)
        jours = self._jours(compilation.modele, courante)
        session_examen = (
            courante.session_examen if courante else decaler_session(compilation.modele.session_examen, jours)
        )
        deplace = decaler(arbre, jours, session_examen)
        return publier_compilation(
            self.portail,
            compiler_arbre(famille, deplace, copie, self.portail.referentiel),
            copie,
            AUTOMATE,
            meme_sens=True,
            en_plus={"demonstration": True, "decalage": jours},
        )

    def _jours(self, modele: ModeleExamen, courante: VersionModele | None) -> int:
        """Return the shift of the present copy while it is open, else the one that opens it now."""
        periode, maintenant = modele.calendrier.inscription, self.portail.horloge.maintenant()
        garde = courante.resume.get("decalage") if courante else None
        if garde is not None and est_ouverte(periode, int(garde), maintenant):
            return int(garde)
        return jours_pour_ouvrir(periode, maintenant)
