"""The errors of the YAML parser, told to somebody who writes an exam: what is wrong and what to type."""

from __future__ import annotations

import re
from collections.abc import Callable

import yaml

from portal.domain.langage.lecture import accolades, lignes
from portal.domain.langage.lecture.constat import Constat, voiler
from portal.domain.langage.lecture.page import Page

_Traduction = Callable[[Page, yaml.MarkedYAMLError], Constat]
_GUILLEMETS = {'"': "ce guillemet", "'": "cette apostrophe"}


def constater(page: Page, erreur: yaml.MarkedYAMLError, dernier: yaml.Event | None = None) -> Constat:
    """Return in French what the pure Python parser of PyYAML found wrong after the event `dernier`."""
    if citation := _citation_trop_longue(page, _ici(page, erreur), dernier):
        return citation
    dit = f"{erreur.context or ''}|{erreur.problem or ''}"
    for extrait, traduire in _TRADUCTIONS:
        if extrait in dit:
            return traduire(page, erreur)
    return _illisible(page, erreur)


def _ici(page: Page, erreur: yaml.MarkedYAMLError) -> int:
    return page.index(erreur.problem_mark or erreur.context_mark)


def _debut(page: Page, erreur: yaml.MarkedYAMLError) -> int:
    return page.index(erreur.context_mark or erreur.problem_mark)


def _illisible(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    return Constat(
        _ici(page, erreur),
        "cette ligne ne se lit pas. Vérifiez qu'elle est alignée avec ses voisines, que chaque « : » est "
        "suivi d'une espace et que les guillemets sont refermés.",
    )


def _signe_au_debut(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    index = _debut(page, erreur)
    signe = page.texte[index : index + 1]
    if signe not in "@`%*&!?,":
        return _illisible(page, erreur)
    return lignes.signe_au_debut(page, index)


def _bloc(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    index = _debut(page, erreur)
    signe = page.texte[index]
    phrase = (
        f"après « {signe} », le texte commence à la ligne suivante, décalé vers la droite. Si « {signe} » "
        "fait partie du texte, entourez le texte de guillemets droits."
    )
    return Constat(index, phrase, voiler(page, index))


def _echappement(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    index = page.texte.rfind("\\", 0, _ici(page, erreur) + 1)
    if index < 0:
        return _illisible(page, erreur)
    phrase = (
        "entre guillemets doubles, « \\ » est un signe spécial. Écrivez « \\\\ », ou entourez d'apostrophes."
    )
    return Constat(index, phrase, voiler(page, index))


def _guillemet_ouvert(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    index = _debut(page, erreur)
    nom = _GUILLEMETS.get(page.texte[index : index + 1])
    if nom is None:
        return _illisible(page, erreur)
    phrase = (
        f"{nom} au début d'un texte ouvre une citation qui n'est jamais refermée. "
        "Refermez-la, ou entourez tout le texte de guillemets droits."
    )
    return Constat(index, phrase, voiler(page, index))


def _citation_trop_longue(page: Page, index: int, dernier: yaml.Event | None) -> Constat | None:
    """A quote at the beginning of a text, closed lines later by the apostrophe of another one."""
    if not isinstance(dernier, yaml.ScalarEvent) or dernier.style not in _GUILLEMETS:
        return None
    debut, fin = page.index(dernier.start_mark), page.index(dernier.end_mark)
    if "\n" not in page.texte[debut:fin] or page.texte[fin:index].strip():
        return None
    phrase = (
        f"{_GUILLEMETS[dernier.style]} au début d'un texte ouvre une citation, refermée seulement à la ligne "
        f"{page.position(fin).ligne}. Refermez-la ici, ou entourez tout le texte de guillemets droits."
    )
    return Constat(debut, phrase, voiler(page, debut))


def _directive(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    phrase = "une ligne ne commence pas par « % ». Supprimez-la, ou entourez le texte de guillemets droits."
    return Constat(page.debut_de_ligne(_ici(page, erreur)), phrase)


def _apres_la_fin(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    index = _ici(page, erreur)
    if re.search(r"^\.\.\.", page.texte[:index], re.MULTILINE):
        return Constat(index, "rien ne se lit après « ... ». Supprimez cette ligne de points.")
    if avant := lignes.reste_de_valeur(page, index):
        return avant
    return _illisible(page, erreur)


def _avec_index(fonction: Callable[[Page, int], Constat]) -> _Traduction:
    return lambda page, erreur: fonction(page, _ici(page, erreur))


def _au_debut(fonction: Callable[[Page, int], Constat]) -> _Traduction:
    return lambda page, erreur: fonction(page, _debut(page, erreur))


def _entre_accolades(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    recu = (erreur.problem or "").rpartition("but got ")[2].strip("'")
    return accolades.inattendu(page, _debut(page, erreur), _ici(page, erreur), recu)


def _fin_de_bloc(page: Page, erreur: yaml.MarkedYAMLError) -> Constat:
    recu = (erreur.problem or "").rpartition("but found ")[2].strip("'")
    return lignes.mal_place(page, _ici(page, erreur), recu)


# The first extract found in « context|problem » wins.
_TRADUCTIONS: tuple[tuple[str, _Traduction], ...] = (
    ("mapping values are not allowed", _avec_index(lignes.deux_points_en_trop)),
    ("expected ',' or", _entre_accolades),
    ("could not find expected ':'", _au_debut(lignes.sans_deux_points)),
    ("expected <block end>", _fin_de_bloc),
    ("expected the node content", _avec_index(accolades.rien_a_lire)),
    ("sequence entries are not allowed", _avec_index(lignes.tiret_sur_la_ligne)),
    ("cannot start any token", _avec_index(lignes.signe_au_debut)),
    ("mapping keys are not allowed", _avec_index(lignes.signe_au_debut)),
    ("while scanning an a", _signe_au_debut),
    ("while scanning a tag", _signe_au_debut),
    ("while parsing a tag", _signe_au_debut),
    ("found undefined tag handle", _signe_au_debut),
    ("while scanning a block scalar", _bloc),
    ("found unknown escape character", _echappement),
    ("expected escape sequence", _echappement),
    ("while scanning a quoted scalar", _guillemet_ouvert),
    ("while scanning a double-quoted scalar", _guillemet_ouvert),
    ("directive", _directive),
    ("incompatible YAML document", _directive),
    ("duplicate tag handle", _directive),
    ("expected '<document start>'", _apres_la_fin),
)
