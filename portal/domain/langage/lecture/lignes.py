"""Mistakes in lines « clé: valeur »: a colon too many or missing, a shift, a sign that YAML keeps."""

from __future__ import annotations

import re

from portal.domain.langage.lecture.caracteres import INSECABLES
from portal.domain.langage.lecture.constat import (
    CLE,
    Constat,
    cle_devant,
    debut_de_valeur,
    entre_guillemets,
    voiler,
)
from portal.domain.langage.lecture.page import Page

_COLLE = re.compile(r"^ *(?:- +)*(?P<cle>[A-Za-z_][\w.-]*):(?=[^\s/:])")
_INSECABLE = re.compile(rf"[{INSECABLES}]*:[{INSECABLES} ]+|[{INSECABLES}]+:")
_CLE_SEULE = re.compile(r"^ *(?:- +)*[\w.-]+ *$")
_COURBES = {"“": "”", "„": "”", "‘": "’", "”": "”"}


def signe_au_debut(page: Page, index: int) -> Constat:
    """A text that begins with a sign that YAML keeps for itself: * & ! @ ` % ? ,"""
    signe = page.texte[index : index + 1]
    phrase = (
        f"un texte qui commence par « {signe} » s'écrit entre guillemets droits. "
        f"Écrivez {entre_guillemets(page.apres(index))}."
    )
    return Constat(index, phrase, voiler(page, index))


def deux_points_en_trop(page: Page, index: int) -> Constat:
    """A second colon on the line, or a key further right than a line that has its value."""
    if (debut := debut_de_valeur(page, index)) is not None and page.texte[debut] not in "\"'{[":
        return _texte_a_deux_points(page, debut, index)
    precedente = page.ligne_precedente(index)
    if precedente and (colle := _COLLE.match(precedente[1])):
        return _espace_manquante(page, precedente[0], colle)
    cle = page.avant(index).strip()
    if not _CLE_SEULE.match(page.avant(index)):
        phrase = "un texte qui contient « : » s'écrit entre guillemets droits, ou sous un « | »."
        return Constat(index, phrase, voiler(page, index))
    phrase = (
        f"« {cle}: » est décalé à droite d'une ligne qui a déjà sa valeur. "
        "Alignez-le sur la ligne du dessus, ou passez la valeur du dessus à la ligne."
    )
    return Constat(index - len(page.avant(index).lstrip()), phrase)


def _texte_a_deux_points(page: Page, debut: int, index: int) -> Constat:
    texte, cle = page.apres(debut), cle_devant(page, debut)
    fin = _COURBES.get(texte[0])
    if fin and fin in texte[1:]:
        droits = page.remplacer(debut, 1, '"').remplacer(debut + texte.index(fin, 1), 1, '"')
        return Constat(debut, guillemets_courbes(texte[0], fin), droits)
    phrase = (
        "un texte qui contient « : » s'écrit entre guillemets droits. "
        f"Écrivez « {cle}: {entre_guillemets(texte)} »."
    )
    return Constat(index, phrase, voiler(page, index))


def guillemets_courbes(ouvrant: str, fermant: str) -> str:
    """The sentence about quotes that a word processor has curled."""
    return (
        f"les guillemets courbes {ouvrant} {fermant} d'un traitement de texte ne délimitent pas un texte. "
        'Tapez des guillemets droits ("), ou « » si le candidat doit les voir.'
    )


def sans_deux_points(page: Page, index: int) -> Constat:
    """A line among « clé: valeur » lines that has no colon followed by a space."""
    debut = page.debut_de_ligne(index)
    ligne = page.apres(debut)
    if colle := _COLLE.match(ligne):
        return _espace_manquante(page, debut, colle)
    if (insecable := _INSECABLE.search(ligne)) and any(c in INSECABLES for c in insecable.group()):
        return _insecable(page, debut + insecable.start(), insecable.group())
    if re.match(r" *-[^\s-]", ligne):
        return Constat(index, "il manque une espace après le tiret. Écrivez « - » puis le code.")
    phrase = (
        f"il manque « : » après « {ligne.strip()[:40]} ». Écrivez « clé: valeur », ou décalez cette ligne "
        "vers la droite si elle continue le texte du dessus."
    )
    return Constat(index, phrase)


def _espace_manquante(page: Page, debut: int, colle: re.Match[str]) -> Constat:
    phrase = f"il manque une espace après « {colle['cle']}: »."
    return Constat(debut + colle.start("cle"), phrase, page.remplacer(debut + colle.end(), 0, " "))


def _insecable(page: Page, index: int, signes: str) -> Constat:
    ecart = next(i for i, c in enumerate(signes) if c in INSECABLES)
    phrase = (
        "une espace insécable touche « : », souvent collée depuis un traitement de texte. "
        "Remplacez-la par une espace ordinaire."
    )
    ordinaires = re.sub(f"[{INSECABLES}]", " ", signes)
    return Constat(index + ecart, phrase, page.remplacer(index, len(signes), ordinaires))


def tiret_sur_la_ligne(page: Page, index: int) -> Constat:
    """« cle: - valeur »: a list begins on the next line, or is written between brackets."""
    cle, reste = cle_devant(page, index), page.apres(index).lstrip("- ")
    phrase = (
        f"une liste ne commence pas sur la ligne de « {cle}: ». Écrivez « {cle}: [{reste}] », "
        "ou un tiret par ligne en dessous. Si c'est un texte, entourez-le de guillemets droits."
    )
    return Constat(index, phrase, voiler(page, index))


def reste_de_valeur(page: Page, index: int) -> Constat | None:
    """A text that goes on after its closing quote, bracket or brace."""
    debut = debut_de_valeur(page, index)
    if debut is None or not (signe := page.texte[debut]) or signe not in "\"'[{" or debut == index:
        return None
    if signe in "[{":
        return signe_au_debut(page, debut)
    phrase = (
        "ce texte continue après le guillemet qui le ferme. Entourez-le en entier : "
        f"écrivez {entre_guillemets(page.apres(debut))}."
    )
    return Constat(index, phrase, voiler(page, debut))


def mal_place(page: Page, index: int, recu: str) -> Constat:
    """Something where a line « clé: valeur » or a dash was expected."""
    if recu in ("]", "}"):
        return Constat(index, f"« {recu} » est en trop ici.")
    if reste := reste_de_valeur(page, index):
        return reste
    if recu == ":":
        return Constat(index, "il manque un mot avant « : ».")
    if recu == ",":
        return Constat(index, "il y a une virgule de trop.")
    precedente = page.ligne_precedente(index)
    if recu == "-" and precedente and (cle := CLE.match(precedente[1])):
        phrase = (
            f"« {cle['cle']}: » a déjà une valeur : une liste ne peut pas la suivre. Gardez l'un ou l'autre."
        )
        return Constat(index, phrase)
    if page.avant(index).strip(" -"):
        return Constat(index, "un texte entre guillemets s'est terminé juste avant. Vérifiez où il s'ouvre.")
    phrase = (
        "le décalage de cette ligne ne correspond à aucune ligne du dessus. "
        "Alignez-la exactement sur les lignes du même niveau."
    )
    return Constat(index, phrase)
