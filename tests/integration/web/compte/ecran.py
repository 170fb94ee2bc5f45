"""What a person sees of a page: its words, and its fields with their labels, helps and errors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from werkzeug.test import TestResponse

VIDES = {"input", "link", "meta", "br", "hr", "img", "use", "path", "rect"}
SAISIES = {"input", "select", "textarea"}


@dataclass
class Champ:
    """One field as it stands on the page."""

    balise: str
    attributs: dict[str, str | None]
    options: list[str] = field(default_factory=list)
    choisie: str = ""
    texte: str = ""


class Ecran(HTMLParser):
    """Reads a page once; the tests ask it questions."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.champs: dict[str, Champ] = {}
        self.liens: dict[str, str] = {}
        self.boutons: list[str] = []
        self.titre = ""
        self._textes: dict[str, str] = {}
        self._etiquettes: dict[str, str] = {}
        self._ouvertes: list[tuple[str, dict[str, str | None]]] = []
        self._mots: list[str] = []
        self.feed(html)

    @property
    def texte(self) -> str:
        """All the words of the page, spaces made plain."""
        return normal(" ".join(self._mots))

    def etiquette(self, ident: str) -> str:
        return normal(self._etiquettes.get(ident, ""))

    def aide(self, ident: str) -> str:
        return normal(self._textes.get(f"{ident}-aide", ""))

    def erreur(self, ident: str) -> str:
        return normal(self._textes.get(f"{ident}-erreur", ""))

    def lien(self, mots: str) -> str:
        return self.liens[mots]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = dict(attrs)
        if tag not in VIDES:
            self._ouvertes.append((tag, attributs))
        if tag in SAISIES and attributs.get("id"):
            self.champs[str(attributs["id"])] = Champ(tag, attributs)
        if tag == "option" and "selected" in attributs:
            self._liste().choisie = attributs.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in VIDES:
            return
        while self._ouvertes and self._ouvertes.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._mots.append(data)
        for tag, attributs in self._ouvertes:
            if ident := attributs.get("id"):
                self._textes[ident] = self._textes.get(ident, "") + " " + data
            if tag == "label" and (pour := attributs.get("for")):
                self._etiquettes[pour] = self._etiquettes.get(pour, "") + data
        self._ranger(data)

    def _ranger(self, data: str) -> None:
        tag, attributs = self._ouvertes[-1] if self._ouvertes else ("", {})
        liens = [a for t, a in self._ouvertes if t == "a"]
        if liens and data.strip():
            self.liens[normal(data)] = liens[-1].get("href") or ""
        if any(t == "button" for t, _ in self._ouvertes) and data.strip():
            self.boutons.append(normal(data))
        if tag == "h1":
            self.titre += normal(data)
        if tag == "option" and data.strip():
            self._liste().options.append(normal(data))

    def _liste(self) -> Champ:
        ident = next(a["id"] for t, a in reversed(self._ouvertes) if t == "select")
        return self.champs[str(ident)]


def ecran(reponse: TestResponse) -> Ecran:
    return Ecran(reponse.text)


def normal(texte: str) -> str:
    """Spaces of any kind made one plain space, quotes made straight."""
    return re.sub(r"\s+", " ", texte.replace("\u00a0", " ").replace("’", "'")).strip()
