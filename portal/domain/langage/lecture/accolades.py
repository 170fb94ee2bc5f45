"""Mistakes between braces and brackets, where YAML stops a text at « ? », a comma or « : »."""

from __future__ import annotations

import re

from portal.domain.langage.lecture.constat import Constat, cle_devant, voiler
from portal.domain.langage.lecture.lignes import signe_au_debut
from portal.domain.langage.lecture.page import Page

_COMMENTAIRE = re.compile(r"\s(#\S.*)$")


def inattendu(page: Page, ouverture: int, index: int, recu: str) -> Constat:
    """Something else than a comma or the end, inside what opens at `ouverture`."""
    if recu == "?" and page.texte[index] == "?":
        return Constat(index, _hors_accolades(page, ouverture, index, "une phrase", "?"), voiler(page, index))
    if recu == ":" and page.position(index).ligne == page.position(ouverture).ligne:
        phrase = _guillemets(page, ouverture, index, ":")
        return Constat(index, phrase, voiler(page, index))
    if recu == "<stream end>" or recu == ":":
        return _jamais_refermee(page, ouverture)
    if recu in "[{" and page.texte[index - 1] not in "]}\"'":
        return Constat(index, _guillemets(page, ouverture, index, recu))
    if recu in "]}":
        attendu = "}" if page.texte[ouverture] == "{" else "]"
        return Constat(index, f"« {recu} » ne ferme pas ce qui est ouvert : écrivez d'abord « {attendu} ».")
    phrase = f"il manque une virgule avant « {page.mot(index)} »."
    if page.avant(index).rstrip()[-1:] in ('"', "'"):
        phrase = f"{phrase[:-1]}, ou ce texte continue après le guillemet qui le ferme."
    return Constat(index, phrase)


def virgule(page: Page, cle: str, suite: str) -> str:
    """The sentence about what follows a comma between braces and has no colon."""
    if re.search(r"[^\w.-]", suite):
        return f"une phrase qui contient une virgule ne tient pas entre accolades. {_sa_ligne(cle)}"
    return f"« {suite} » n'est pas suivi de « : ». Si ce mot continue « {cle} » : {_sa_ligne(cle).lower()}"


def rien_a_lire(page: Page, index: int) -> Constat:
    """A sign where a value was expected."""
    signe = page.texte[index : index + 1]
    if signe == "-":
        return Constat(
            index, "entre crochets ou accolades, les éléments se séparent par des virgules, sans tiret."
        )
    if signe == "," and page.avant(index).rstrip()[-1:] in ("", ":"):
        return signe_au_debut(page, index)
    if signe == ",":
        return Constat(index, "il y a une virgule de trop.", page.remplacer(index, 1, " "))
    if signe in ("]", "}"):
        return Constat(index, f"« {signe} » est en trop ici.")
    return Constat(index, "il manque une valeur ici.")


def _hors_accolades(page: Page, ouverture: int, index: int, quoi: str, signe: str) -> str:
    if page.texte[ouverture] == "[":
        return f"{quoi} qui contient « {signe} » ne tient pas entre crochets sans guillemets droits."
    return (
        f"{quoi} qui contient « {signe} » ne tient pas entre accolades. {_sa_ligne(cle_devant(page, index))}"
    )


def _guillemets(page: Page, ouverture: int, index: int, signe: str) -> str:
    dedans = "crochets" if page.texte[ouverture] == "[" else "accolades"
    cle = cle_devant(page, index)
    exemple = f"{cle}: " if cle != "…" and dedans == "accolades" else ""
    return (
        f"un texte qui contient « {signe} » ne tient pas entre {dedans} sans guillemets droits. "
        f'Écrivez « {exemple}"…" ».'
    )


def _sa_ligne(cle: str) -> str:
    return f"Écrivez « {cle}: … » sur sa propre ligne."


def _jamais_refermee(page: Page, ouverture: int) -> Constat:
    nom, fin = ("cette accolade", "}") if page.texte[ouverture] == "{" else ("ce crochet", "]")
    if commentaire := _COMMENTAIRE.search(page.apres(ouverture)):
        perdu = commentaire.group(1)[:40]
        phrase = (
            f"« {perdu} » n'est pas lu : ce qui suit une espace et « # » est un commentaire. "
            "Entourez ce texte de guillemets droits."
        )
        return Constat(ouverture + commentaire.start(1), phrase)
    return Constat(ouverture, f"{nom} n'est jamais refermé{'e' if fin == '}' else ''} : il manque « {fin} ».")
