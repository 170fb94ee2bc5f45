"""What the public page of a modèle says, to somebody who may only have said a spécialité."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portal.domain.affichage import valeur
from portal.domain.epreuve import MODES, Epreuve, Specialite
from portal.domain.langage.rendu import Rendu
from portal.domain.modele import Contact, Information, ModeleExamen
from portal.domain.piece import CANAUX, Piece
from portal.domain.pieces_dues import pieces_dues
from portal.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class InformationVue:
    """One text of the notice."""

    intitule: str
    texte: Rendu
    attention: bool


@dataclass(frozen=True, slots=True)
class EpreuveVue:
    """One line of the table of épreuves; `niveau` is its depth, `precisions` its mode and duration."""

    code: str
    intitule: str
    unite: str
    coefficient: str
    precisions: str
    niveau: int
    facultative: bool


@dataclass(frozen=True, slots=True)
class PieceVue:
    """One piece to prepare. `toujours` is False when it depends on the answers."""

    intitule: str
    aide: Rendu | None
    canal: str
    toujours: bool


@dataclass(frozen=True, slots=True)
class TableauFiches:
    """The cards of the spécialités side by side, such as the annexes of the recommandation R.408 (003).

    What may hold several options has one column for each of them, as in the table of the notice.
    """

    colonnes: tuple[str, ...]
    lignes: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Presentation:
    """The page, ready to draw."""

    situation: Situation
    informations: tuple[InformationVue, ...]
    epreuves: tuple[EpreuveVue, ...]
    pieces: tuple[PieceVue, ...]
    contacts: tuple[Contact, ...]
    fiches: TableauFiches | None = None


def presenter(situation: Situation) -> Presentation:
    """Draw the public page. What is not known yet counts as « selon votre situation », never as refused."""
    modele = situation.modele
    return Presentation(
        situation=situation,
        informations=tuple(
            _information(situation, une)
            for une in modele.informations
            if "examen" in une.ou and une.si.evaluer(situation) is not False
        ),
        epreuves=tuple(_epreuves(situation, situation.arbre)),
        pieces=tuple(_pieces(situation)),
        contacts=tuple(_contacts(situation)),
        fiches=tableau_fiches(modele),
    )


def tableau_fiches(modele: ModeleExamen) -> TableauFiches | None:
    """Return what the card of each spécialité says, None when there is nothing to compare."""
    ouvertes = [une for code, une in modele.specialites.items() if code]
    codes = [c for c in modele.fiche_intitules if any(une.fiche_affichee.get(c) for une in ouvertes)]
    if len(ouvertes) < 2 or not codes:
        return None
    colonnes = (titre for code in codes for titre in _titres(modele, code))
    lignes = (
        (une.intitule, tuple(case for code in codes for case in _cases(modele, code, une)))
        for une in ouvertes
    )
    return TableauFiches(tuple(colonnes), tuple(lignes))


def _titres(modele: ModeleExamen, code: str) -> tuple[str, ...]:
    """One column, or one for each option of what may hold several."""
    options = modele.fiche_options.get(code)
    return tuple(intitule for _, intitule in options) if options else (modele.fiche_intitules[code],)


def _cases(modele: ModeleExamen, code: str, une: Specialite) -> tuple[str, ...]:
    options, valeur_fiche = modele.fiche_options.get(code), une.fiche.get(code)
    if not options:
        return (une.fiche_affichee.get(code, ""),)
    choisis = valeur_fiche if isinstance(valeur_fiche, tuple) else ()
    return tuple("Oui" if option in choisis else "" for option, _ in options)


def _information(situation: Situation, information: Information) -> InformationVue:
    texte = information.texte.rendre(situation)
    return InformationVue(information.intitule or "", texte, information.niveau == "attention")


def _epreuves(
    situation: Situation, epreuves: tuple[Epreuve, ...], niveau: int = 0, facultatives: bool = False
) -> Iterator[EpreuveVue]:
    for epreuve in epreuves:
        if epreuve.si.evaluer(situation) is False:
            continue
        facultative = facultatives or epreuve.facultative is not None
        yield EpreuveVue(
            code=epreuve.code,
            intitule=epreuve.intitule,
            unite=epreuve.unite or "",
            coefficient=valeur(epreuve.coefficient) if epreuve.coefficient is not None else "",
            precisions=" · ".join(filter(None, (MODES.get(epreuve.mode or "", ""), epreuve.duree))),
            niveau=niveau,
            facultative=facultative,
        )
        yield from _epreuves(situation, epreuve.epreuves, niveau + 1, facultative)


def _pieces(situation: Situation) -> Iterator[PieceVue]:
    dues = {due.code: due for due in pieces_dues(situation)}
    for piece in situation.modele.pieces:
        due = dues.get(piece.code)
        if due is None and not _peut_etre(situation, piece):
            continue
        aide = piece.aide.rendre(situation) if piece.aide else None
        toujours = due is not None and due.certaine and due.obligatoire
        yield PieceVue(piece.intitule, aide, CANAUX[piece.canal], toujours)


def _peut_etre(situation: Situation, piece: Piece) -> bool:
    """Tell whether answers that are not given yet may ask for a piece that nothing asks for now."""
    if piece.si.evaluer(situation) is False:
        return False
    par_acquis = any(piece.code in une.pieces for une in situation.modele.possibilites)
    return par_acquis or piece.pour_chaque is not None


def _contacts(situation: Situation) -> Iterator[Contact]:
    """The service that answers, after those that may answer instead while it depends on the spécialité."""
    for contact in situation.modele.contacts:
        verite = contact.si.evaluer(situation)
        if verite is not False:
            yield contact
        if verite is True:
            return
