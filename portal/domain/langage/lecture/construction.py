"""From parser events to the tree, one open table or list at a time and never by recursion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from portal.domain.langage.arbre import Entree, Noeud, Scalaire, Style, Suite, Table
from portal.domain.langage.diagnostic import Position, Rapport
from portal.domain.langage.lecture import accolades, pieges
from portal.domain.langage.lecture.constat import devoiler, est_voile
from portal.domain.langage.lecture.doublons import phrase_doublon
from portal.domain.langage.lecture.page import Page

PROFONDEUR_MAX = 20
ERREURS_MAX = 200
# Words after commas are given back to their sentence as long as it may be one.
PHRASE_MAX = 500


@dataclass(frozen=True, slots=True)
class Cle:
    """The key being read; `texte` is None when its value must be dropped."""

    texte: str | None
    position: Position
    fin: int = 0
    sans_deux_points: bool = False


@dataclass(slots=True)
class Cadre:
    """A table or a list still open; `chemin` are the keys that lead to it."""

    position: Position
    chemin: tuple[str, ...]
    table: bool
    accolades: bool
    entrees: dict[str, Entree] = field(default_factory=dict)
    elements: list[Noeud] = field(default_factory=list)
    cle: Cle | None = None

    @property
    def attend_une_cle(self) -> bool:
        return self.table and self.cle is None

    def fermer(self) -> Table | Suite:
        return (
            Table(self.position, self.entrees) if self.table else Suite(self.position, tuple(self.elements))
        )


class Construction:
    """Builds the tree of one document and reports what the language refuses on the way."""

    def __init__(self, page: Page, rapport: Rapport) -> None:
        self.page = page
        self.rapport = rapport
        self.racine: Noeud | None = None
        self._cadres: list[Cadre] = []
        self._signales = {diagnostic.position for diagnostic in rapport.diagnostics}

    def lire(self, evenements: Sequence[yaml.Event]) -> Noeud | None:
        """Return the root (None when the document is cut or empty)."""
        for evenement in evenements:
            if isinstance(evenement, yaml.NodeEvent):
                self._noeud(evenement)
            elif isinstance(evenement, yaml.CollectionEndEvent):
                self._poser(self._cadres.pop().fermer())
            elif isinstance(evenement, yaml.DocumentEndEvent):
                break
        return self.racine

    @property
    def _chemin(self) -> tuple[str, ...]:
        """The keys that lead to the value being read."""
        if not self._cadres:
            return ()
        cadre = self._cadres[-1]
        return (*cadre.chemin, cadre.cle.texte) if cadre.cle and cadre.cle.texte else cadre.chemin

    def _erreur(self, position: Position, phrase: str, chemin: tuple[str, ...] | None = None) -> None:
        ici = self._chemin if chemin is None else chemin
        if len(self._signales) < ERREURS_MAX:
            self.rapport.erreur(position, ".".join(ici), devoiler(phrase))
        elif len(self._signales) == ERREURS_MAX:
            self.rapport.erreur(position, "", "d'autres erreurs suivent. Corrigez d'abord celles du dessus.")
        self._signales.add(position)

    def _avertir(self, position: Position, phrase: str) -> None:
        """Warn, unless something worse was said of the same place."""
        if position not in self._signales and len(self._signales) < ERREURS_MAX:
            self.rapport.avertissement(position, ".".join(self._chemin), devoiler(phrase))
            self._signales.add(position)

    def _noeud(self, evenement: yaml.NodeEvent) -> None:
        debut = self.page.index(evenement.start_mark)
        if phrase := pieges.propre_a_yaml(self.page, evenement, debut):
            self._erreur(self.page.position(debut), phrase)
        cadre = self._cadres[-1] if self._cadres else None
        if cadre and cadre.attend_une_cle:
            self._cle(cadre, evenement, debut)
        elif isinstance(evenement, yaml.ScalarEvent):
            self._poser(self._scalaire(evenement, debut))
        elif isinstance(evenement, yaml.AliasEvent):
            self._poser(Scalaire(self.page.position(debut), self.page.mot(debut), "vide"))
        else:
            self._ouvrir(evenement, debut)

    def _ouvrir(self, evenement: yaml.NodeEvent, debut: int) -> None:
        table = isinstance(evenement, yaml.MappingStartEvent)
        accolades_ouvertes = bool(getattr(evenement, "flow_style", False))
        self._cadres.append(Cadre(self.page.position(debut), self._chemin, table, accolades_ouvertes))

    def _cle(self, cadre: Cadre, evenement: yaml.NodeEvent, debut: int) -> None:
        if isinstance(evenement, yaml.ScalarEvent):
            self._cle_simple(cadre, evenement, debut)
            return
        position = self.page.position(debut)
        cadre.cle = Cle(None, position)
        if isinstance(evenement, yaml.CollectionStartEvent):
            self._erreur(position, pieges.CLE_COMPOSEE)
            self._ouvrir(evenement, debut)
            self._cadres[-1].chemin = cadre.chemin

    def _cle_simple(self, cadre: Cadre, evenement: yaml.ScalarEvent, debut: int) -> None:
        # An empty key has no place of its own: the two parsers put it before and after its line.
        visible = bool(evenement.value) or self.page.texte[debut : debut + 1] in (":", '"', "'")
        position = self.page.position(debut) if visible else cadre.position
        fin = self.page.index(evenement.end_mark)
        texte, phrases = pieges.cle(self.page, evenement, debut)
        sans = cadre.accolades and not evenement.style and pieges.sans_deux_points(self.page, fin)
        phrases += [] if sans else self._doublon(cadre, texte)
        perdue = texte in ("<<", "") or (texte in cadre.entrees and not sans)
        cadre.cle = Cle(None if perdue else texte, position, fin, sans)
        for phrase in phrases:
            self._erreur(position, phrase, (*cadre.chemin, texte) if texte else cadre.chemin)

    def _doublon(self, cadre: Cadre, texte: str) -> list[str]:
        premiere = cadre.entrees.get(texte)
        return [phrase_doublon(cadre.chemin, texte, premiere.position.ligne)] if premiere else []

    def _scalaire(self, evenement: yaml.ScalarEvent, debut: int) -> Scalaire:
        cadre = self._cadres[-1] if self._cadres else None
        if not evenement.value and evenement.style not in ("'", '"'):
            return self._vide(cadre, debut)
        texte, style = devoiler(evenement.value), _style(evenement)
        nouvelle_ligne = bool(cadre and (cadre.cle is None or self._sous_la_cle(cadre.cle, debut)))
        constats = pieges.texte(self.page, evenement, debut, nouvelle_ligne)
        for index, phrase in constats.erreurs:
            self._erreur(self.page.position(index), phrase)
        for index, phrase in constats.avertissements:
            self._avertir(self.page.position(index), phrase)
        return Scalaire(self.page.position(debut), constats.corrige if constats.erreurs else texte, style)

    def _sous_la_cle(self, cle: Cle, debut: int) -> bool:
        return self.page.position(debut).ligne > cle.position.ligne

    def _vide(self, cadre: Cadre | None, debut: int) -> Scalaire:
        """Nothing after « clé: » or after a dash; the position is that of the key."""
        if cadre is None or (cadre.cle and cadre.cle.texte is None):
            return Scalaire(self.page.position(debut), "", "vide")
        if cadre.cle and cadre.cle.sans_deux_points:
            return Scalaire(cadre.cle.position, "", "vide")
        position = cadre.cle.position if cadre.cle else self.page.position(max(debut - 1, 0))
        nom, debut = (f"{cadre.cle.texte}:", cadre.cle.fin) if cadre.cle else ("-", debut)
        self._erreur(position, pieges.rien_apres(self.page, nom, debut))
        return Scalaire(position, "", "vide")

    def _poser(self, noeud: Noeud) -> None:
        if not self._cadres:
            self.racine = noeud
            return
        cadre = self._cadres[-1]
        if not cadre.table:
            cadre.elements.append(noeud)
        elif cadre.cle is None:
            # The end of a list or table used as a key: its value comes next and is dropped.
            cadre.cle = Cle(None, noeud.position)
        elif cadre.cle.sans_deux_points:
            self._virgule(cadre, cadre.cle)
        elif cadre.cle.texte is not None:
            cadre.entrees[cadre.cle.texte] = Entree(cadre.cle.texte, cadre.cle.position, noeud)
        cadre.cle = None

    def _virgule(self, cadre: Cadre, cle: Cle) -> None:
        """A word without a colon between braces: the end of the sentence before the comma, most often."""
        suite = cle.texte or ""
        precedente = next(reversed(cadre.entrees.values()), None)
        if precedente is None or not isinstance(precedente.valeur, Scalaire):
            phrase = pieges.mot_seul(suite)
        else:
            phrase = accolades.virgule(self.page, precedente.cle, suite)
            valeur = precedente.valeur
            if len(valeur.texte) < PHRASE_MAX:
                entier = Scalaire(valeur.position, f"{valeur.texte}, {suite}", valeur.style)
                cadre.entrees[precedente.cle] = Entree(precedente.cle, precedente.position, entier)
        if not est_voile(self.page.texte[cle.fin - len(suite) : cle.fin]):
            self._erreur(cle.position, phrase, cadre.chemin)


def _style(evenement: yaml.ScalarEvent) -> Style:
    if evenement.style in ("'", '"'):
        return "guillemets"
    return "bloc" if evenement.style in ("|", ">") else "simple"
