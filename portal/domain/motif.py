"""The reason that the service gives for what it does to a candidature: the candidate reads it too."""

from __future__ import annotations

from portal.domain.refus import Refus
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.texte_saisi import lire_paragraphes

LONGUEUR = 1000


class MotifRefuse(Refus):
    """No reason, or one that cannot be kept."""


def lire_motif(brut: str, obligatoire: bool = True) -> str:
    """Return the reason, "" when it may be left out. Raises MotifRefuse."""
    try:
        motif = lire_paragraphes(brut, LONGUEUR)
    except SaisieInvalide as refus:
        raise MotifRefuse(refus.message) from refus
    if obligatoire and not motif:
        raise MotifRefuse("Indiquez le motif : le candidat le lira.")
    return motif
