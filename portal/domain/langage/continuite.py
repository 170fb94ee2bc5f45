"""What a new version may not do to published ones: change a code, its identity, or its dates in silence."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.affichage import instant
from portal.domain.calendrier import Calendrier, Periode
from portal.domain.langage.codes import Sens, codes, memoriser
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.schema import Declaration
from portal.domain.langage.validation import Chemin, Localisateur, ecrire_chemin


def verifier_codes(
    declaration: Declaration,
    anciennes: Mapping[int, Declaration],
    lieux: Localisateur,
    rapport: Rapport,
    meme_sens: bool = False,
) -> None:
    """Compare codes with every earlier version (architecture.md §4, Publication).

    A code keeps its type for ever, even after it was removed. A label that changes is an error too, unless
    the author says that it means the same (`meme_sens`).
    """  # fmt: skip
    memoire = memoriser(anciennes)
    for cle, sens in codes(declaration).items():
        if cle not in memoire:
            continue
        numero, ancien = memoire[cle]
        phrase = _phrase(sens, ancien, numero, meme_sens)
        if phrase:
            rapport.erreur(lieux.position(sens.chemin, cle=True), ecrire_chemin(sens.chemin), phrase)


def _phrase(sens: Sens, ancien: Sens, numero: int, meme_sens: bool) -> str:
    if sens.genre != ancien.genre:
        return (
            f"{sens.nom} a déjà servi avec un autre type (« {ancien.genre} », version {numero}). "
            "Un code ne change pas de type et ne revient pas avec un autre : donnez un nouveau code."
        )
    if meme_sens or _neutre(sens.intitule) == _neutre(ancien.intitule):
        return ""
    return (
        f"{sens.nom} s'appelait « {ancien.intitule} » (version {numero}) et s'appelle maintenant "
        f"« {sens.intitule} ». "
        "Si le sens est le même, publiez avec --meme-sens. Sinon, donnez un nouveau code."
    )


def _neutre(intitule: str) -> str:
    return " ".join(intitule.replace("’", "'").split()).rstrip(" .:?").casefold()


def verifier_identite(
    declaration: Declaration, famille: str, session_examen: str, lieux: Localisateur, rapport: Rapport
) -> None:
    """The family and the session of a modèle never change: another session is another file."""
    for cle, ancien, nouveau in (
        ("famille", famille, declaration.famille),
        ("session", session_examen, declaration.session),
    ):
        if ancien != nouveau:
            phrase = f"ce modèle est publié avec « {ancien} », qui ne change plus. Faites un autre fichier."
            rapport.erreur(lieux.position((cle,)), cle, phrase)


def verifier_periodes(
    calendrier: Calendrier, ancien: Calendrier, lieux: Localisateur, rapport: Rapport
) -> None:
    """Warn when a window that people count on becomes shorter."""
    for nom in ("inscription", "pieces"):
        nouvelle, avant = getattr(calendrier, nom), getattr(ancien, nom)
        chemin: Chemin = ("calendrier", nom)
        for cle, ecart in _raccourcis(nouvelle, avant).items():
            rapport.avertissement(lieux.position((*chemin, cle)), ecrire_chemin((*chemin, cle)), ecart)


def _raccourcis(nouvelle: Periode, avant: Periode) -> dict[str, str]:
    ecarts = {}
    if nouvelle.fermeture < avant.fermeture:
        dates = f"{instant(avant.fermeture, avant.fuseau)} → {instant(nouvelle.fermeture, nouvelle.fuseau)}"
        ecarts["au"] = (
            f"la période publiée est raccourcie ({dates}) : des candidats comptent sur l'ancienne fermeture."
        )
    if nouvelle.ouverture > avant.ouverture:
        dates = f"{instant(avant.ouverture, avant.fuseau)} → {instant(nouvelle.ouverture, nouvelle.fuseau)}"
        ecarts["du"] = f"l'ouverture publiée est retardée ({dates})."
    return ecarts
