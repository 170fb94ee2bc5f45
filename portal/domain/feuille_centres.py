"""The CSV file of the centres of a family: one line per centre, with what it offers for one session d'examen.

The columns of the offers depend on the épreuves of the session and on what its family asks of a centre:
`E1_logiciels`, `E1_places`. An épreuve whose cells are empty is not organised by the centre.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from portal.domain.centre import Centre
from portal.domain.champs import TYPES, Env, Json, SaisieInvalide
from portal.domain.conditions import TOUJOURS
from portal.domain.feuille import Colonne, Erreur, Rangee
from portal.domain.fiche_centre import CHAMPS, NOMS, FicheCentre, FicheCentreInvalide, lire_fiche
from portal.domain.modele import ModeleExamen
from portal.domain.question import Question
from portal.domain.referentiel import Referentiel
from portal.domain.saisie_invalide import citer
from portal.domain.typographie import francais

PLACES = "places"
PLACES_AU_PLUS = 9999
FACULTATIVES = ("departement", "telephone", "habilite_du", "habilite_au")
# What people call these columns when they make the file themselves.
AUTREMENT = {
    "intitule": ("nom", "centre"), "code_postal": ("cp",), "commune": ("ville",),
    "courriel": ("mail", "email"), "telephone": ("tél",), "modalites": ("modalités de paiement",),
}  # fmt: skip
ENTRE_DEUX = " | "  # several pieces of software in one cell: read as « , »


@dataclass(frozen=True, slots=True)
class OffreLue:
    """What a line says of one épreuve: places, and the answers that the family asks for."""

    places: int
    champs: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LigneCentre:
    """One good line: the centre, and the épreuves that it organises, by code."""

    numero: int
    fiche: FicheCentre
    offres: Mapping[str, OffreLue]


def epreuves_de(modele: ModeleExamen | None) -> Mapping[str, str]:
    """Return (code → intitulé) of the épreuves that are sat, whatever the spécialité, in their order."""
    if modele is None:
        return {}
    return {
        place.epreuve.code: place.epreuve.intitule
        for specialite in modele.specialites.values()
        for place in specialite.places.values()
        if place.notee
    }


def questions_de(modele: ModeleExamen | None) -> tuple[Question, ...]:
    """Return what a family asks of a centre for each épreuve."""
    return modele.centres.questions if modele is not None and modele.centres is not None else ()


def colonnes_des_centres(modele: ModeleExamen | None) -> tuple[Colonne, ...]:
    """Return the columns of the file; without a modèle, those of the centres alone."""
    fiche = tuple(
        Colonne(
            champ,
            champ,
            (NOMS[champ], *AUTREMENT.get(champ, ())),
            obligatoire=champ not in FACULTATIVES,
            lignes=champ == "modalites",
        )
        for champ in CHAMPS
    )
    return (*fiche, *_colonnes_des_offres(modele))


def lire_ligne(
    rangee: Rangee, modele: ModeleExamen | None, referentiel: Referentiel, aujourd_hui: date
) -> LigneCentre | Erreur:
    """Read one line; all that is wrong with it makes one Erreur, each column named."""
    plaintes: list[str] = []
    fiche = None
    try:
        fiche = lire_fiche({champ: rangee[champ] for champ in CHAMPS}, referentiel, aujourd_hui)
    except FicheCentreInvalide as refus:
        plaintes += [francais(f"{champ} : {phrase}") for champ, phrase in refus.erreurs.items()]
    offres: dict[str, OffreLue] = {}
    for epreuve in epreuves_de(modele):
        lue = _lire_offre(rangee, epreuve, questions_de(modele), Env(referentiel, aujourd_hui), plaintes)
        if lue is not None:
            offres[epreuve] = lue
    if fiche is None or plaintes:
        return Erreur(rangee.numero, "\n".join(plaintes))
    return LigneCentre(rangee.numero, fiche, offres)


def croiser(lignes: Iterable[LigneCentre]) -> tuple[Erreur, ...]:
    """Return the lines whose code is that of a line above."""
    premieres: dict[str, int] = {}
    erreurs = []
    for ligne in lignes:
        avant = premieres.setdefault(ligne.fiche.code, ligne.numero)
        if avant != ligne.numero:
            phrase = f"code : {citer(ligne.fiche.code)} est déjà à la ligne {avant}."
            erreurs.append(Erreur(ligne.numero, francais(phrase)))
    return tuple(erreurs)


def ecrire_ligne(
    centre: Centre,
    habilitation: tuple[date | None, date | None],
    offres: Mapping[str, OffreLue],
    modele: ModeleExamen | None,
    env: Env,
) -> list[str]:
    """Return the cells of a centre, in the order of `colonnes_des_centres`; reading them gives it back."""
    du, au = ("" if jour is None else f"{jour:%d/%m/%Y}" for jour in habilitation)
    dits = {"habilite_du": du, "habilite_au": au}
    cellules = [str(dits[champ] if champ in dits else getattr(centre, champ)) for champ in CHAMPS]
    for epreuve in epreuves_de(modele):
        offre = offres.get(epreuve)
        for question in questions_de(modele):
            valeur = offre.champs.get(question.cle) if offre is not None else None
            cellules.append(TYPES[question.champ.type].formater(question.champ, valeur, env))
        cellules.append("" if offre is None else str(offre.places))
    return cellules


def _colonnes_des_offres(modele: ModeleExamen | None) -> Iterable[Colonne]:
    codes = [*(question.cle for question in questions_de(modele)), PLACES]
    for epreuve in epreuves_de(modele):
        yield from (Colonne(f"{epreuve}_{code}", f"{epreuve}_{code}") for code in codes)


def _lire_offre(
    rangee: Rangee, epreuve: str, questions: Sequence[Question], env: Env, plaintes: list[str]
) -> OffreLue | None:
    """Return what the cells of an épreuve say, None when they are empty or wrong."""
    brut = rangee[f"{epreuve}_{PLACES}"]
    cellules = {question.cle: rangee[f"{epreuve}_{question.cle}"] for question in questions}
    if not brut and not any(cellules.values()):
        return None
    places = _lire_places(brut, epreuve, plaintes)
    champs: dict[str, Json] = {}
    for question in questions:
        texte = cellules[question.cle].replace(ENTRE_DEUX, ", ")
        try:
            champs[question.cle] = TYPES[question.champ.type].lire(question.champ, {"": [texte]}, env)
        except SaisieInvalide as refus:
            plaintes.append(francais(f"{epreuve}_{question.cle} : {refus.message}"))
            continue
        if champs[question.cle] is None and question.facultatif != TOUJOURS:
            plaintes.append(francais(f"{epreuve}_{question.cle} : cette cellule est vide."))
    return OffreLue(places, champs)


def _lire_places(brut: str, epreuve: str, plaintes: list[str]) -> int:
    compact = brut.replace(" ", "")
    if compact.isascii() and compact.isdecimal() and int(compact[:9]) <= PLACES_AU_PLUS:
        return int(compact)
    if not brut:
        phrase = (
            f"{epreuve}_{PLACES} : indiquez le nombre de places, ou videz les autres cellules de {epreuve}."
        )
    else:
        phrase = (
            f"{epreuve}_{PLACES} : {citer(brut)} n'est pas un nombre de places (de 0 à {PLACES_AU_PLUS})."
        )
    plaintes.append(francais(phrase))
    return 0
