"""Which paths exist in a modèle, what kind of value each holds, and what a word means beside its test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from portal.domain.calendrier import REPERES
from portal.domain.champs import TYPES, Champ
from portal.domain.chemins import RACINES_CANDIDAT, RACINES_CENTRE, RACINES_DOMICILE

STATUTS = ("passe", "note_gardee", "neutralisee", "plus_tard", "non_choisie")
COMPTES_DES_PIECES = ("dues", "manquantes", "a_verifier", "non_conformes", "conformes", "restantes")
STATUTS_DES_PIECES = ("absente", "fournie", "recue", "non_conforme", "conforme")
PHASES = ("brouillon", "deposee", "inscrite", "ecartee", "terminee")
NOMBRES, DATES, CODES = frozenset({"nombre"}), frozenset({"date"}), frozenset({"choix", "plusieurs"})


def _texte(texte: str) -> object:
    return texte


def _nombre(texte: str) -> object:
    try:
        return Decimal(texte.replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"« {texte} » n'est pas un nombre.") from None


def _oui_non(texte: str) -> object:
    if texte not in ("oui", "non"):
        raise ValueError(f"« {texte} » n'est pas une réponse possible : écrivez oui ou non.")
    return texte == "oui"


def parmi(chemin: str, codes: Iterable[str]) -> Callable[[str], object]:
    """A word must be one of these codes."""
    connus = tuple(codes)

    def lire(texte: str) -> object:
        if texte not in connus:
            possibles = ", ".join(connus[:12]) + ("…" if len(connus) > 12 else "")
            raise ValueError(
                f"« {texte} » n'est pas une valeur de {chemin}. Valeurs possibles : {possibles}."
            )
        return texte

    return lire


@dataclass(frozen=True, slots=True)
class Genre:
    """The kind of a path: `tests` as the field types name it, and how a word is read beside it."""

    tests: str
    litteral: Callable[[str], object] = _texte
    champs: tuple[Champ, ...] = ()


def genre_du_champ(champ: Champ) -> Genre:
    """Return the kind of a field."""
    type_champ = TYPES[champ.type]

    def litteral(texte: str) -> object:
        return type_champ.litteral(champ, texte)

    return Genre(type_champ.genre_de_test(champ), litteral, champ.champs)


TEXTE, NOMBRE, DATE, OUI_NON = (
    Genre("texte"),
    Genre("nombre", _nombre),
    Genre("date"),
    Genre("oui_non", _oui_non),
)
PAYS = Genre("choix", lambda texte: TYPES["pays"].litteral(Champ("pays", "pays"), texte))
NATIONALITE = Genre(
    "choix", lambda texte: TYPES["nationalite"].litteral(Champ("nationalite", "nationalite"), texte)
)
DEPARTEMENT = Genre(
    "choix", lambda texte: TYPES["departement"].litteral(Champ("departement", "departement"), texte)
)
_CANDIDAT = {"age": NOMBRE, "ne_le": DATE, "nationalite": NATIONALITE, "pays_naissance": PAYS}
_DOMICILE = {"departement": DEPARTEMENT, "pays": PAYS}


@dataclass(slots=True)
class Vocabulaire:
    """Every path of one modèle. `onglet_de` gives the rank of the tab that asks an answer."""

    champs: dict[str, Genre] = field(default_factory=dict)
    fiche: dict[str, Genre] = field(default_factory=dict)
    reglages: dict[str, Genre] = field(default_factory=dict)
    specialites: tuple[str, ...] = ()  # of the whole family, so that its conditions hold for every modèle
    options: frozenset[str] = frozenset()
    epreuves: frozenset[str] = frozenset()
    possibilites: tuple[str, ...] = ()
    jalons: tuple[str, ...] = ()
    cas: tuple[str, ...] = ()
    etats: tuple[str, ...] = ()
    pieces: frozenset[str] = frozenset()
    suites: tuple[str, ...] = ()  # the transitions that open another candidature
    centres: bool = False
    argent: bool = False
    comparables: dict[str, Genre] = field(default_factory=dict)
    rangs: dict[str, int] = field(default_factory=dict)

    def genre(self, chemin: str) -> Genre | None:
        """Return the kind of a path, None when there is no such path."""
        connu = self.champs.get(chemin)
        if connu is not None:
            return connu
        racine, _, reste = chemin.partition(".")
        lecteur = getattr(self, f"_{racine}", None)
        if lecteur is not None:
            return lecteur(reste)  # type: ignore[no-any-return]
        if chemin in self.cas:
            return OUI_NON
        return DATE if chemin in self.jalons or chemin in REPERES else _FAITS.get(chemin)

    def _candidat(self, reste: str) -> Genre | None:
        return _CANDIDAT.get(reste, TEXTE) if reste in RACINES_CANDIDAT else None

    def _domicile(self, reste: str) -> Genre | None:
        return _DOMICILE.get(reste, TEXTE) if reste in RACINES_DOMICILE else None

    def _specialite(self, reste: str) -> Genre | None:
        if not reste:
            return self.genre_specialite
        return TEXTE if reste == "intitule" else self.fiche.get(reste)

    @property
    def genre_specialite(self) -> Genre:
        """A spécialité of the family, opened or not; any code where the family is no longer at hand."""
        return Genre("choix", parmi("specialite", self.specialites) if self.specialites else _texte)

    def _epreuves(self, reste: str) -> Genre | None:
        if not reste:
            return Genre("lignes")
        return Genre("choix", parmi(f"epreuves.{reste}", STATUTS)) if reste in self.epreuves else None

    def _reglages(self, reste: str) -> Genre | None:
        return self.reglages.get(reste)

    def _cas(self, reste: str) -> Genre | None:
        return OUI_NON if reste in self.cas else None

    def _academie(self, reste: str) -> Genre | None:
        return TEXTE if reste in ("", "nom", "intitule", "code", "site") else None

    def _contact(self, reste: str) -> Genre | None:
        return (
            TEXTE if reste in ("", "service", "courriel", "telephone", "adresse", "site", "domaine") else None
        )

    def _pieces(self, reste: str) -> Genre | None:
        if reste in COMPTES_DES_PIECES:
            return NOMBRE
        connue = reste in self.pieces
        return Genre("choix", parmi(f"pieces.{reste}", STATUTS_DES_PIECES)) if connue else None

    def _centre(self, reste: str) -> Genre | None:
        if not self.centres or (reste and reste not in RACINES_CENTRE):
            return None
        return DEPARTEMENT if reste == "departement" else TEXTE

    def _frais(self, reste: str) -> Genre | None:
        return NOMBRE if self.argent and reste == "total" else None

    def _paiement(self, reste: str) -> Genre | None:
        return NOMBRE if self.argent and reste in ("reste", "regle") else None

    def _origine(self, reste: str) -> Genre | None:
        return Genre("choix", parmi("origine", self.suites)) if self.suites and not reste else None

    def _autres_candidatures(self, reste: str) -> Genre | None:
        return Genre("lignes") if not reste else None

    def _etat(self, reste: str) -> Genre | None:
        return Genre("choix", parmi("etat", self.etats)) if not reste else None

    def dans(self, chemin: str) -> Mapping[str, Genre] | None:
        """Return what an item of a list holds, None when the path is not a list."""
        if chemin == "autres_candidatures":
            return {**self._faits_des_autres(), **self.comparables}
        if chemin == "epreuves":
            return {
                **dict.fromkeys(("code", "unite", "domaine", "type", "mode"), TEXTE),
                "statut": Genre("choix", parmi("statut", STATUTS)),
                "acquis": Genre("choix", parmi("acquis", self.possibilites)),
                "coefficient": NOMBRE,
            }
        genre = self.champs.get(chemin)
        if genre is None or genre.tests != "lignes":
            return None
        return {champ.code: genre_du_champ(champ) for champ in genre.champs}

    def _faits_des_autres(self) -> dict[str, Genre]:
        """The core facts of another candidature (langage.md §4, règles)."""
        textes = dict.fromkeys(("famille", "modele", "session", "specialite", "etat"), TEXTE)
        plusieurs = dict.fromkeys(("epreuves", "acquis"), Genre("plusieurs"))
        return {**textes, **plusieurs, "annee": NOMBRE, "phase": Genre("choix", parmi("phase", PHASES))}

    @property
    def connus(self) -> list[str]:
        """Words to suggest when a path is unknown."""
        racines = [f"candidat.{r}" for r in RACINES_CANDIDAT] + [f"domicile.{r}" for r in RACINES_DOMICILE]
        fiche = [f"specialite.{r}" for r in self.fiche] + [f"reglages.{r}" for r in self.reglages]
        centre = [f"centre.{r}" for r in RACINES_CENTRE] if self.centres else []
        return [
            *_FAITS,
            *centre,
            *(ARGENT if self.argent else ()),
            *self.champs,
            *racines,
            *fiche,
            *self.cas,
            *self.jalons,
            *(f"epreuves.{e}" for e in self.epreuves),
        ]


ARGENT = ("frais.total", "paiement.reste", "paiement.regle")
_FAITS = {
    "session": TEXTE,
    "annee": NOMBRE,
    "famille": TEXTE,
    "modele": TEXTE,
    "phase": Genre("choix", parmi("phase", PHASES)),
}
