"""Reading of a YAML file of the exam language: every scalar is text, every error is a French sentence.

YAML is read from parser events, never through constructors: `010`, `2A`, `non` and `12:30` stay as
written, and nothing in a file can name a Python type. Anchors, aliases, merge keys and tags are refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import yaml

from portal.domain.langage.arbre import Scalaire, Suite, Table
from portal.domain.langage.diagnostic import Position, Rapport
from portal.domain.langage.lecture.caracteres import decoder
from portal.domain.langage.lecture.constat import Constat, devoiler
from portal.domain.langage.lecture.construction import PROFONDEUR_MAX, Construction
from portal.domain.langage.lecture.erreurs import constater
from portal.domain.langage.lecture.page import Page

ESSAIS_MAX = 40
CARACTERES_MAX = 2_000_000
_RAPIDE: Any = getattr(yaml, "CSafeLoader", None)


@dataclass(slots=True)
class _Analyse:
    """The events of a page, up to the first error when there is one."""

    evenements: list[yaml.Event]
    constat: Constat | None = None


def lire(octets: bytes | str, fichier: str, rapport: Rapport) -> Table | None:
    """Return the tree of a file, or None when it cannot be read; errors go to `rapport`.

    `fichier` is the name shown in the diagnostics. A mistake that leaves the meaning clear is reported
    and reading goes on, so that a returned table may come with errors.
    """
    page = decoder(octets, fichier, rapport)
    if page is None:
        return None
    page, analyse = _jusqu_au_bout(page, rapport)
    construction = Construction(page, rapport)
    racine = construction.lire(analyse.evenements)
    if analyse.constat is not None:
        return None
    if any(_est_un_autre_document(e, page, rapport) for e in analyse.evenements):
        return None
    if isinstance(racine, Table):
        return racine
    rapport.erreur(*_racine_refusee(racine, fichier))
    return None


def _jusqu_au_bout(page: Page, rapport: Rapport) -> tuple[Page, _Analyse]:
    """Parse again after each mistake that can be set aside, within a bounded amount of work."""
    lus = 0
    for _ in range(ESSAIS_MAX):
        analyse = _analyser(page)
        if analyse.constat is None:
            break
        rapport.erreur(page.position(analyse.constat.index), "", devoiler(analyse.constat.phrase))
        lus += len(page.texte)
        suite = analyse.constat.suite
        if suite is None or suite.texte == page.texte or lus > CARACTERES_MAX:
            break
        page = suite
    return page, analyse


def _analyser(page: Page) -> _Analyse:
    """Parse with libyaml when it is there; its refusals, and what it reads otherwise, go to pure Python."""
    if _RAPIDE is not None:
        try:
            analyse = _parcourir(page, _RAPIDE)
        except (yaml.YAMLError, ValueError, OverflowError):
            pass
        else:
            if not _lu_autrement(page, analyse.evenements):
                return analyse
    return _en_python(page)


def _en_python(page: Page) -> _Analyse:
    evenements: list[yaml.Event] = []
    try:
        return _parcourir(page, yaml.SafeLoader, evenements)
    except yaml.MarkedYAMLError as erreur:
        return _Analyse(evenements, constater(page, erreur, evenements[-1] if evenements else None))
    except (yaml.YAMLError, ValueError, OverflowError):
        # Escapes of characters that do not exist ("\\UFFFFFFFF"), numbers without end in a directive.
        index = page.index(evenements[-1].end_mark) if evenements else 0
        return _Analyse(evenements, Constat(index, "ce qui suit ne se lit pas : un caractère n'existe pas."))


def _parcourir(page: Page, lecteur: Any, evenements: list[yaml.Event] | None = None) -> _Analyse:
    """Collect the events; stop as soon as tables and lists are nested too deep."""
    recus: list[yaml.Event] = [] if evenements is None else evenements
    profondeur = 0
    for evenement in yaml.parse(page.texte, Loader=lecteur):
        recus.append(evenement)
        if isinstance(evenement, yaml.CollectionStartEvent):
            profondeur += 1
        elif isinstance(evenement, yaml.CollectionEndEvent):
            profondeur -= 1
        if profondeur > PROFONDEUR_MAX:
            phrase = f"il y a plus de {PROFONDEUR_MAX} niveaux les uns dans les autres."
            return _Analyse(recus, Constat(page.index(evenement.start_mark), phrase))
    return _Analyse(recus)


def _lu_autrement(page: Page, evenements: list[yaml.Event]) -> bool:
    """Tell whether pure Python may refuse what libyaml has read: « ? » between braces, « |# », tags."""
    ouverts = 0
    for evenement in evenements:
        if isinstance(evenement, yaml.CollectionStartEvent):
            ouverts += bool(evenement.flow_style) or ouverts > 0
        elif isinstance(evenement, yaml.CollectionEndEvent):
            ouverts -= ouverts > 0
        if isinstance(evenement, yaml.NodeEvent) and _douteux(page, evenement, ouverts > 0):
            return True
    return False


def _douteux(page: Page, evenement: yaml.NodeEvent, entre_accolades: bool) -> bool:
    if evenement.anchor is not None or getattr(evenement, "tag", None) is not None:
        return True
    if not isinstance(evenement, yaml.ScalarEvent):
        return False
    if evenement.style in ("|", ">"):
        return "#" in page.apres(page.index(evenement.start_mark))
    return entre_accolades and not evenement.style and "?" in evenement.value


def _est_un_autre_document(evenement: yaml.Event, page: Page, rapport: Rapport) -> bool:
    if not isinstance(evenement, yaml.DocumentStartEvent):
        return False
    index = page.index(evenement.start_mark)
    if evenement.version or evenement.tags:
        phrase = "les lignes qui commencent par « % » ne sont pas lues. Supprimez-les."
        rapport.erreur(page.position(index), "", phrase)
        return True
    if index == 0 or not page.texte[:index].strip() or not _a_un_contenu(page.texte[:index]):
        return False
    phrase = "« --- » commence un autre document : un fichier n'en contient qu'un. Supprimez cette ligne."
    rapport.erreur(page.position(index), "", phrase)
    return True


def _a_un_contenu(texte: str) -> bool:
    return any(ligne.strip() and not ligne.lstrip().startswith("#") for ligne in texte.split("\n"))


def _racine_refusee(racine: Table | Suite | Scalaire | None, fichier: str) -> tuple[Position, str, str]:
    if racine is None or (isinstance(racine, Scalaire) and racine.style == "vide"):
        return (
            Position(fichier),
            "",
            "ce fichier est vide. Écrivez au moins « famille: … » sur la première ligne.",
        )
    quoi = "une liste" if isinstance(racine, Suite) else "un texte"
    phrase = f"ce fichier commence par {quoi}. Il doit contenir des lignes « clé: valeur »."
    return racine.position, "", phrase
