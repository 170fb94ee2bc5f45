"""Reading of texts with variables: every path of a text must exist in the modèle."""

from __future__ import annotations

from collections.abc import Mapping

from portal.domain.conditions import TOUJOURS, Condition
from portal.domain.langage.conditions import LecteurConditions
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.selon import cas_ecrits, exclusives
from portal.domain.langage.texte import Texte, TexteInvalide, analyser
from portal.domain.langage.validation import Chemin
from portal.domain.texte import TexteSi

# What texts may name besides the paths of conditions.
MOTS = frozenset(
    {
        "intitule", "lien", "version", "numero_inscription", "enregistree_le", "modifications", "document",
        "lien_pieces", "piece", "pieces", "motif", "limite", "objet", "message", "echeance",
        "lien_reprise", "limite_reprise", "reperes", "lien_portail",
    }
)  # fmt: skip


class LecteurTextes:
    """Reads the texts of one modèle."""

    def __init__(self, conditions: LecteurConditions) -> None:
        self.conditions = conditions

    def facultatif(self, source: object, chemin: Chemin) -> TexteSi | None:
        """Return a text, or None when nothing is written."""
        return None if source is None else self.lire(source, chemin)

    def lire(self, source: object, chemin: Chemin) -> TexteSi:
        """Return a text or its blocks."""
        if isinstance(source, str):
            return TexteSi(((TOUJOURS, self._bloc(source, chemin)),))
        if isinstance(source, Mapping):
            return self._selon(source, chemin)
        blocs: list[tuple[Condition, Texte]] = []
        for rang, bloc in enumerate(source if isinstance(source, list) else []):
            blocs.append(self._bloc_si(bloc, (*chemin, rang)))
        return TexteSi(tuple(blocs))

    def _selon(self, source: Mapping[str, object], chemin: Chemin) -> TexteSi:
        """Return the cases of a text that depends: only the first true one is shown."""
        cas = cas_ecrits(source, chemin, self.conditions)
        conditions = exclusives([condition for condition, _, _ in cas])
        textes = [self._bloc(valeur if isinstance(valeur, str) else "", ici) for _, valeur, ici in cas]
        return TexteSi(tuple(zip(conditions, textes, strict=True)))

    def _bloc_si(self, bloc: object, chemin: Chemin) -> tuple[Condition, Texte]:
        if (
            not isinstance(bloc, Mapping)
            or not isinstance(bloc.get("texte"), str)
            or bloc.keys() - {"si", "texte"}
        ):
            self.conditions.erreur(chemin, (), "un bloc de texte s'écrit avec « si » et « texte ».")
            return TOUJOURS, analyser("")
        si = self.conditions.lire(bloc.get("si"), (*chemin, "si"))
        return si, self._bloc(bloc["texte"], (*chemin, "texte"))

    def _bloc(self, source: str, chemin: Chemin) -> Texte:
        try:
            texte = analyser(source)
        except TexteInvalide as refus:
            self.conditions.erreur(chemin, (), str(refus))
            return analyser("")
        vocabulaire = self.conditions.vocabulaire
        for variable in texte.chemins:
            if variable not in MOTS and vocabulaire.genre(variable) is None:
                connus = suggestion(variable, [*vocabulaire.connus, *MOTS])
                self.conditions.erreur(chemin, (), f"<{variable}> n'existe pas dans ce modèle.{connus}")
        return texte
