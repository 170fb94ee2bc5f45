"""Reference data of the State, as the domain reads it: communes, départements, countries, académies.

Pure: the data is given by `portal.adapters.referentiel`, which reads the files of `portal/data`. Communes
are loaded on first use only, and kept as small tuples: there are 35 000 of them in each process.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from portal.domain.texte_saisi import sans_accents

FRANCE = "FR"
CORSE_AVANT_1976 = "20"
NATIONALE = "organisation nationale"


class Commune(NamedTuple):
    """A commune by its INSEE code; `codes_postaux` is empty for names that are no longer in addresses."""

    code: str
    nom: str
    codes_postaux: tuple[str, ...] = ()

    @property
    def departement(self) -> str:
        """Return the code of its département: « 62 », « 2A », « 971 »."""
        return self.code[: 3 if self.code.startswith(("97", "98")) else 2]


@dataclass(frozen=True, slots=True)
class Departement:
    """A département, DOM or COM: `code` « 62 », « 2A », « 971 » and `nom` « Pas-de-Calais »."""

    code: str
    nom: str

    @property
    def code3(self) -> str:
        """Return the three-character form: « 062 », « 02A », « 971 »."""
        return self.code.rjust(3, "0")

    @property
    def intitule(self) -> str:
        """Return the displayed form: « 062 - PAS DE CALAIS »."""
        return f"{self.code3} - {sans_accents(self.nom)}"

    @property
    def outre_mer(self) -> bool:
        """Tell whether it has no land border: neighbours are then « les plus proches »."""
        return self.code.startswith(("97", "98"))


@dataclass(frozen=True, slots=True)
class Pays:
    """A country, or a nationality, by the ISO 3166 code of two letters."""

    code: str
    nom: str


Nationalite = Pays


@dataclass(frozen=True, slots=True)
class Academie:
    """Who organises: `article` is « de  » or « d' », so that `genre` + article + nom reads well.

    `genre` is « académie », « vice-rectorat », or NATIONALE for the exams of a national body, which belong
    to no académie (guide 001): that one holds no département, and `site` is "" because each body has its own.
    """

    code: str
    nom: str
    article: str
    departements: tuple[str, ...]
    fuseau: str
    site: str
    genre: str = "académie"

    @property
    def nationale(self) -> bool:
        """Tell whether it organises for the whole country, instead of a territory."""
        return self.genre == NATIONALE

    @property
    def intitule(self) -> str:
        """Return « académie de Nice », « vice-rectorat de… », « organisation nationale »."""
        return self.genre if self.nationale else f"{self.genre} {self.article}{self.nom}"


class Communes:
    """The communes, found by INSEE code, by postal code, or by name within a département."""

    def __init__(self, actuelles: Iterable[Commune], anciennes: Iterable[Commune]) -> None:
        self._par_code = {commune.code: commune for commune in actuelles}
        self._anciennes = tuple(anciennes)
        self._noms: dict[str, dict[str, Commune]] = {}

    @cached_property
    def _par_code_postal(self) -> dict[str, tuple[Commune, ...]]:
        index: dict[str, list[Commune]] = {}
        for commune in self._par_code.values():
            for code_postal in commune.codes_postaux:
                index.setdefault(code_postal, []).append(commune)
        return {code: tuple(sorted(liste, key=_nom_compare)) for code, liste in index.items()}

    def de_code(self, code: str) -> Commune | None:
        """Return today's commune of that INSEE code."""
        return self._par_code.get(code)

    def de_code_postal(self, code_postal: str) -> tuple[Commune, ...]:
        """Return the communes of a postal code, in alphabetical order, () when it does not exist."""
        return self._par_code_postal.get(code_postal, ())

    def du_departement(self, departement: str) -> Mapping[str, Commune]:
        """Return the communes of « 62 », also former ones and arrondissements, by comparable name."""
        if departement not in self._noms:
            noms: dict[str, Commune] = {}
            for groupe in (self._anciennes, self._par_code.values()):
                noms.update((nom_comparable(c.nom), c) for c in groupe if c.departement == departement)
            self._noms[departement] = noms
        return self._noms[departement]


class Referentiel:
    """Everything that a form may have to look up."""

    def __init__(
        self,
        communes: Callable[[], Communes],
        departements: Iterable[Departement],
        pays: Iterable[Pays],
        nationalites: Iterable[Nationalite],
        academies: Iterable[Academie],
        voisins: Mapping[str, Sequence[str]],
    ) -> None:
        self._charger_communes = communes
        self.departements = tuple(departements)
        self.pays = tuple(pays)
        self.nationalites = tuple(nationalites)
        self.academies = {academie.code: academie for academie in academies}
        self._voisins = voisins
        self._departements = {departement.code: departement for departement in self.departements}
        self._pays = {un.code: un for un in self.pays}
        self._nationalites = {une.code: une for une in self.nationalites}

    @cached_property
    def communes(self) -> Communes:
        """Return the communes, loaded the first time."""
        return self._charger_communes()

    def communes_de(self, code_postal: str) -> tuple[Commune, ...]:
        """Return the communes of a postal code, () when it does not exist."""
        return self.communes.de_code_postal(code_postal)

    def commune(self, code: str) -> Commune | None:
        """Return the commune of that INSEE code, if it exists today."""
        return self.communes.de_code(code)

    def departement(self, code: str) -> Departement | None:
        """Return the département written « 62 », « 062 », « 2a » or « 02A »."""
        return self._departements.get(code_departement(code))

    def voisins(self, code: str) -> tuple[Departement, ...]:
        """Return where else to look from a département, « 02 », « 002 » or « 2a »; () from an unknown one.

        They are the bordering ones, by code, or overseas those of the same ocean, nearest first: a candidate
        who finds no centre widens the search to « des départements limitrophes » (guide 001, 6).
        """
        return tuple(self._departements[un] for un in self._voisins.get(code_departement(code), ()))

    def departement_de(self, lieu: str | Commune) -> Departement | None:
        """Return the département of a commune or of a postal code.

        A postal code shared by two départements answers the one that its figures say.
        """
        if isinstance(lieu, Commune):
            return self._departements.get(lieu.departement)
        trouves = {commune.departement for commune in self.communes_de(lieu)}
        code = trouves.pop() if len(trouves) == 1 else _departement_ecrit(lieu)
        return self._departements.get(code)

    def un_pays(self, code: str) -> Pays | None:
        """Return the country of that ISO code."""
        return self._pays.get(code)

    def nationalite(self, code: str) -> Nationalite | None:
        """Return the nationality of that ISO code."""
        return self._nationalites.get(code)

    def academie_de(self, departement: str) -> Academie | None:
        """Return the académie of a département « 63 », if it has one."""
        return next((a for a in self.academies.values() if departement in a.departements), None)


def nom_comparable(nom: str) -> str:
    """Return a commune's name without what people write in several ways: accents, case, hyphens, St/Saint."""
    mots = sans_accents(nom).split()
    return " ".join({"ST": "SAINT", "STE": "SAINTE"}.get(mot, mot) for mot in mots)


def code_departement(code: str) -> str:
    """Return the short form of a code: « 062 » → « 62 », « 1 » → « 01 », « 02a » → « 2A »."""
    court = code.strip().upper()
    if len(court) == 3 and court.startswith("0"):
        court = court[1:]
    return court.rjust(2, "0")


def _nom_compare(commune: Commune) -> str:
    return nom_comparable(commune.nom)


def _departement_ecrit(code_postal: str) -> str:
    if code_postal.startswith(("97", "98")):
        return code_postal[:3]
    if code_postal.startswith("20"):
        return "2A" if code_postal < "20200" else "2B"
    return code_postal[:2]
