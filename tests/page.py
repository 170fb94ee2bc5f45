"""The house rules of a page, checked on every answer that a test receives."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser

CHAMPS = {"input", "select", "textarea"}
SANS_ETIQUETTE = {"hidden", "submit", "button", "image"}
VIDES = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# What a browser closes by itself, and SVG, which closes with « /> ».
FERMETURE_LIBRE = {"p", "li", "option", "dt", "dd", "tr", "td", "th", "thead", "tbody"}
Attributs = dict[str, str | None]


class Lecture(HTMLParser):
    """What the rules look at."""

    def __init__(self, texte: str) -> None:
        super().__init__()
        self.balises: list[tuple[str, Attributs]] = []
        self.fautes: list[str] = []
        self.titre = ""
        self._ouvertes: list[str] = []
        self.etiquettes_englobantes: list[Attributs] = []
        self.feed(texte)
        self.close()
        self.fautes += [f"<{balise}> is never closed" for balise in self._ouvertes]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributs = dict(attrs)
        self.balises.append((tag, attributs))
        self.fautes += [f"attribute twice in <{tag}>"] if len(attributs) != len(attrs) else []
        self.fautes += [f"<{tag} {nom}>" for nom in attributs if nom == "style" or nom.startswith("on")]
        if "label" in self._ouvertes and tag in CHAMPS:
            self.etiquettes_englobantes.append(attributs)
        if tag not in VIDES:
            self._ouvertes.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VIDES:
            self._ouvertes.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._ouvertes and self._ouvertes[-1] != tag and self._ouvertes[-1] in FERMETURE_LIBRE:
            self._ouvertes.pop()
        if not self._ouvertes or self._ouvertes[-1] != tag:
            self.fautes.append(f"</{tag}> closes nothing")
            return
        self._ouvertes.pop()

    def handle_data(self, data: str) -> None:
        if self._ouvertes[-1:] == ["title"] and "svg" not in self._ouvertes:
            self.titre += data
        if self._ouvertes[-1:] in (["script"], ["style"]) and data.strip():
            self.fautes.append(f"inline <{self._ouvertes[-1]}>")

    def compte(self, tag: str) -> int:
        return sum(1 for nom, _ in self.balises if nom == tag)


def verifier_page(texte: str) -> None:
    """Check a whole page."""
    lecture = Lecture(texte)
    fautes = _communes(lecture)
    fautes += [] if texte.lstrip().lower().startswith("<!doctype html>") else ["no doctype"]
    fautes += [] if lecture.titre.strip() else ["no title"]
    fautes += [] if lecture.compte("h1") == 1 else [f"{lecture.compte('h1')} h1"]
    fautes += [] if ("html", "fr") in [(n, a.get("lang")) for n, a in lecture.balises] else ["no lang"]
    assert not fautes, fautes


def verifier_fragment(texte: str) -> None:
    """Check what htmx puts into a page."""
    fautes = _communes(Lecture(texte))
    assert not fautes, fautes


def _communes(lecture: Lecture) -> list[str]:
    fautes = list(lecture.fautes)
    ids = Counter(a["id"] for _, a in lecture.balises if a.get("id"))
    fautes += [f"id {identifiant} {n} times" for identifiant, n in ids.items() if n > 1]
    fautes += [
        f"form without {nom}"
        for balise, a in lecture.balises
        for nom in ("method",)
        if balise == "form" and nom not in a
    ]
    return fautes + _sans_etiquette(lecture) + _references(lecture, set(ids))


def _sans_etiquette(lecture: Lecture) -> list[str]:
    pour = {a.get("for") for balise, a in lecture.balises if balise == "label"}
    return [
        f"{balise} {a.get('name')} has no label"
        for balise, a in lecture.balises
        if balise in CHAMPS
        and a.get("type") not in SANS_ETIQUETTE
        and a.get("id") not in pour
        and not any(a is dedans for dedans in lecture.etiquettes_englobantes)
        and not {"aria-label", "aria-labelledby"} & a.keys()
    ]


def _references(lecture: Lecture, ids: set[str | None]) -> list[str]:
    """A label, a help or an error that points nowhere is silent for who listens to the page."""
    return [
        f"{nom}={cible} points nowhere"
        for _, a in lecture.balises
        for nom in ("for", "aria-describedby", "aria-labelledby", "aria-controls")
        for cible in (a.get(nom) or "").split()
        if cible not in ids
    ]
