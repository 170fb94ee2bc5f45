"""What YAML accepts and our language does not: its shortcuts, and slips that change a text in silence."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml

from portal.domain.langage.lecture.caracteres import INSECABLES
from portal.domain.langage.lecture.constat import devoiler
from portal.domain.langage.lecture.lignes import guillemets_courbes
from portal.domain.langage.lecture.page import Page

CLE_COMPOSEE = "une clé est un simple mot, suivi de « : ». Elle ne peut être ni une liste ni une table."

_COMMENTAIRE = re.compile(r"\s+(#[^\s#].*)$")
_CLE_COLLEE = re.compile(rf"([A-Za-z_][\w.-]*)([{INSECABLES}]*):([{INSECABLES} ]*)(?!//)\S")
_COURBES = re.compile("^([“„”‘])(.*)([”“’])$", re.DOTALL)
_ILLISIBLES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(slots=True)
class Constats:
    """What a text deserves: (index, sentence) pairs, and the text to go on with."""

    corrige: str
    erreurs: list[tuple[int, str]] = field(default_factory=list)
    avertissements: list[tuple[int, str]] = field(default_factory=list)


def propre_a_yaml(page: Page, evenement: yaml.NodeEvent, debut: int) -> str | None:
    """Anchors, aliases and tags: return why they are refused."""
    mot = page.mot(debut)
    guillemets = "Si c'est un texte, entourez-le de guillemets droits."
    if isinstance(evenement, yaml.AliasEvent) or evenement.anchor is not None:
        return (
            f"« {mot} » : les renvois « & » et « * » de YAML ne sont pas lus. Dites-le une fois avec "
            f"« listes », « cas » ou « comme ». {guillemets}"
        )
    if getattr(evenement, "tag", None) is not None:
        return f"« {mot} » : les étiquettes « ! » de YAML ne sont pas lues. {guillemets}"
    return None


def cle(page: Page, evenement: yaml.ScalarEvent, debut: int) -> tuple[str, list[str]]:
    """Return a key as it should be, and what is wrong with the way it is written."""
    brut = devoiler(evenement.value)
    texte = brut.strip(INSECABLES + " \n")
    if texte == "<<":
        return texte, [
            "les fusions « << » de YAML ne sont pas lues. Dites-le une fois avec « listes » ou « comme »."
        ]
    if not texte:
        return texte, ["il manque un mot avant « : »."]
    phrases = []
    if texte != brut:
        phrases.append(f"une espace insécable touche « {texte} ». Remplacez-la par une espace ordinaire.")
    if not evenement.style and page.avant(debut).rstrip().endswith("?"):
        phrases.append(f"« ? » ne s'écrit pas devant une clé. Écrivez « {texte}: … ».")
    if not evenement.style and (courbes := _COURBES.match(texte)):
        phrases.append(guillemets_courbes(courbes[1], courbes[3]))
        texte = courbes[2]
    if _ILLISIBLES.search(texte):
        phrases.append("une clé ne contient pas de caractère invisible.")
    return texte, phrases


def sans_deux_points(page: Page, fin: int) -> bool:
    """Tell whether a key between braces ends there without a colon."""
    return not page.texte[fin:].lstrip().startswith(":")


def mot_seul(mot: str) -> str:
    """The sentence about a word alone between braces."""
    if colle := _CLE_COLLEE.match(mot):
        return f"il manque une espace après « {colle[1]}: »."
    return f"« {mot} » n'est pas suivi de « : ». Une simple liste s'écrit entre crochets : [{mot}]."


def rien_apres(page: Page, nom: str, index: int) -> str:
    """The sentence about « clé: » followed by nothing."""
    phrase = f"il manque quelque chose après « {nom} »."
    reste = page.apres(index).lstrip(" :|>")
    if re.match(r"#\S", reste):
        return (
            f"{phrase} « {reste[:40]} » n'est pas lu, car « # » commence un commentaire : entourez-le de "
            "guillemets droits."
        )
    if nom == "-":
        return f"{phrase} Écrivez un code à la suite, ou supprimez ce tiret."
    return f"{phrase} Écrivez la valeur à la suite, ou en dessous et plus à droite, ou supprimez cette ligne."


def texte(page: Page, evenement: yaml.ScalarEvent, debut: int, nouvelle_ligne: bool) -> Constats:
    """Check a value; below its key (`nouvelle_ligne`), a slip may hide a table or a list."""
    constats = Constats(devoiler(evenement.value))
    if illisible := _ILLISIBLES.search(constats.corrige):
        phrase = f"ce texte produit un caractère invisible (U+{ord(illisible.group()):04X}). Retirez-le."
        constats.erreurs.append((debut, phrase))
        constats.corrige = _ILLISIBLES.sub(" ", constats.corrige)
    if evenement.style in (None, ""):
        _commentaire(page, evenement, constats)
        _insecable_au_bord(debut, constats)
        _guillemets(debut, constats)
        if nouvelle_ligne:
            _structure_perdue(debut, constats)
    return constats


def _commentaire(page: Page, evenement: yaml.ScalarEvent, constats: Constats) -> None:
    fin = page.index(evenement.end_mark)
    if coupe := _COMMENTAIRE.match(page.apres(fin)):
        phrase = (
            f"« {coupe[1][:40]} » n'est pas lu : ce qui suit une espace et « # » est un commentaire. "
            "Entourez le tout de guillemets droits, ou laissez une espace après « # »."
        )
        constats.avertissements.append((fin + coupe.start(1), phrase))


def _insecable_au_bord(debut: int, constats: Constats) -> None:
    propre = constats.corrige.strip(INSECABLES)
    if constats.corrige[:1] in INSECABLES and constats.corrige:
        phrase = "ce texte commence par une espace insécable. Remplacez-la par une espace ordinaire."
        constats.erreurs.append((debut, phrase))
        constats.corrige = propre


def _guillemets(debut: int, constats: Constats) -> None:
    if courbes := _COURBES.match(constats.corrige):
        constats.erreurs.append((debut, guillemets_courbes(courbes[1], courbes[3])))
        constats.corrige = courbes[2]


def _structure_perdue(debut: int, constats: Constats) -> None:
    """« -EP1 » and « code:valeur » below a key are texts for YAML, lists and tables for their author."""
    if re.match(rf"-[{INSECABLES}]*[^\s\d-]", constats.corrige):
        constats.erreurs.append((debut, "il manque une espace après le tiret. Écrivez « - » puis le code."))
    elif colle := _CLE_COLLEE.match(constats.corrige):
        if colle[2] or any(c in INSECABLES for c in colle[3]):
            phrase = f"une espace insécable touche « {colle[1]}: ». Remplacez-la par une espace ordinaire."
        elif not colle[3]:
            phrase = f"il manque une espace après « {colle[1]}: »."
        else:
            return
        constats.erreurs.append((debut, phrase))
