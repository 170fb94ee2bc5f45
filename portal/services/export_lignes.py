"""The rows of an export: a few hundred candidatures at a time, each read as it was recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db
from portal.domain.affichage import PARIS
from portal.domain.chemins import valeur_affichee
from portal.domain.export import ColonneExport
from portal.domain.numero import numero_inscription
from portal.domain.piece_suivie import STATUTS, PieceSuivie
from portal.domain.pieces_dues import pieces_dues
from portal.domain.referentiel import Referentiel
from portal.domain.situation import Situation
from portal.services.annuaire import montrer
from portal.services.candidature import contexte_de
from portal.services.piece import suivre
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.centre import Centre
from portal.tables.piece import PieceCandidature

Valeur = str | int | None
Lecteur = Callable[["_Ligne"], Valeur]
_DETAILS = ("r.", "e.", "a.", "p.")


@dataclass(frozen=True, slots=True)
class _Ligne:
    """One candidature with what its columns need; a situation costs more, and only some columns want one."""

    portail: Portail
    candidature: Candidature
    situation: Situation | None
    pieces: Mapping[str, tuple[PieceSuivie, ...]]
    centre: Centre | None = None

    @property
    def candidat(self) -> Candidat:
        return self.candidature.candidat


def lire_lignes(
    portail: Portail, ids: Sequence[int], colonnes: Sequence[ColonneExport]
) -> list[list[Valeur]]:
    """Return one row for each id that still exists, in the order of the ids. Dates are ISO days."""
    detaille = any(colonne.cle.startswith(_DETAILS) for colonne in colonnes)
    suivies = _pieces(ids) if any(colonne.cle.startswith("p.") for colonne in colonnes) else {}
    demande = (
        select(Candidature)
        .where(Candidature.id.in_(ids))
        .options(joinedload(Candidature.candidat).joinedload(Candidat.compte))
        .order_by(Candidature.id)
    )
    lecteurs, centres = [_lecteur(colonne) for colonne in colonnes], _centres(ids)
    return [
        [lecteur(ligne) for lecteur in lecteurs]
        for candidature in db.session.scalars(demande)
        for ligne in (
            _ligne(portail, candidature, detaille, suivies, centres.get(candidature.centre_id or 0)),
        )
    ]


def _centres(ids: Sequence[int]) -> dict[int, Centre]:
    choisis = select(Candidature.centre_id).where(Candidature.id.in_(ids))
    return {un.id: un for un in db.session.scalars(select(Centre).where(Centre.id.in_(choisis)))}


def _ligne(
    portail: Portail,
    candidature: Candidature,
    detaille: bool,
    suivies: Mapping[int, Mapping[str, PieceCandidature]],
    centre: Centre | None,
) -> _Ligne:
    if not detaille:
        return _Ligne(portail, candidature, None, {}, centre)
    situation = contexte_de(portail, candidature, candidature.candidat, brouillon=False).situation
    lignes = suivies.get(candidature.id, {})
    pieces: dict[str, tuple[PieceSuivie, ...]] = {}
    for due in pieces_dues(situation) if suivies or lignes else ():
        if due.certaine:
            pieces[due.code] = (*pieces.get(due.code, ()), suivre(due, lignes.get(due.cle or due.code)))
    return _Ligne(portail, candidature, situation, pieces, centre)


def _pieces(ids: Sequence[int]) -> dict[int, dict[str, PieceCandidature]]:
    """Return the pièces of some candidatures by their key, in two queries. Every id has its place."""
    trouvees: dict[int, dict[str, PieceCandidature]] = {identifiant: {} for identifiant in ids}
    demande = (
        select(PieceCandidature)
        .where(PieceCandidature.candidature_id.in_(ids))
        .options(selectinload(PieceCandidature.depots))
    )
    for piece in db.session.scalars(demande):
        trouvees[piece.candidature_id][piece.cle] = piece
    return trouvees


def _lecteur(colonne: ColonneExport) -> Lecteur:
    if not colonne.cle.startswith(_DETAILS):
        return _BASE[colonne.cle]
    sorte, _, cle = colonne.cle.partition(".")
    lire = {"r": _reponse, "e": _epreuve, "a": _acquis, "p": _piece}[sorte]
    return lambda ligne: lire(ligne, cle)


def _reponse(ligne: _Ligne, cle: str) -> str | None:
    return valeur_affichee(ligne.situation, cle) if ligne.situation is not None else None


def _epreuve(ligne: _Ligne, code: str) -> str | None:
    """« Langue vivante étrangère : Inscrit (Anglais) »: the same code is another épreuve elsewhere.

    What says something of somebody's health has columns of its own.
    """
    situation = ligne.situation
    retenue = situation.retenue(code) if situation is not None else None
    if situation is None or retenue is None or retenue.statut in (None, "non_choisie"):
        return None
    epreuve = retenue.epreuve
    questions = [q for q in (*epreuve.questions_acquis, *epreuve.questions) if not q.sante]
    details = ", ".join(filter(None, (valeur_affichee(situation, q.cle) for q in questions)))
    return f"{epreuve.intitule} : {retenue.libelle_statut}" + (f" ({details})" if details else "")


def _acquis(ligne: _Ligne, code: str) -> str | None:
    if ligne.situation is None:
        return None
    retenue = ligne.situation.retenue(code)
    return retenue.possibilite.intitule if retenue is not None and retenue.possibilite is not None else None


def _piece(ligne: _Ligne, code: str) -> str | None:
    """Return where a pièce stands; several of one code (one per épreuve) each say theirs."""
    return " ; ".join(dict.fromkeys(_statut(piece) for piece in ligne.pieces.get(code, ()))) or None


def _statut(piece: PieceSuivie) -> str:
    if piece.statut is not None:
        return STATUTS[piece.statut]
    if piece.non_concerne is not None:
        return "Non concerné"
    if piece.validee_le is not None:
        return "À vérifier"
    if piece.deposee:
        return "Déposée, pas encore transmise"
    return "Manquante" if piece.due.obligatoire else "Facultative, non déposée"


def _specialite(ligne: _Ligne) -> str | None:
    code = ligne.candidature.specialite
    entree = ligne.portail.modeles.entree(ligne.candidature.slug)
    return dict(entree.specialites).get(code or "", code) if entree is not None else code


def _examen(ligne: _Ligne) -> str:
    entree = ligne.portail.modeles.entree(ligne.candidature.slug)
    return entree.intitule if entree is not None else ligne.candidature.slug


def _academie(ligne: _Ligne) -> str:
    connue = ligne.portail.referentiel.academies.get(ligne.candidature.academie)
    return connue.nom if connue is not None else ligne.candidature.academie


def _etat(ligne: _Ligne) -> str:
    entree = ligne.portail.modeles.entree(ligne.candidature.slug)
    etats = dict(entree.etats) if entree is not None else {}
    return etats.get(ligne.candidature.etat, ligne.candidature.etat)


def _categorie(ligne: _Ligne) -> str | None:
    code = ligne.candidature.categorie
    entree = ligne.portail.modeles.entree(ligne.candidature.slug)
    return dict(entree.categories).get(code or "", code) if entree is not None else code


def _enregistree(ligne: _Ligne) -> str | None:
    """The day in the zone of the exam."""
    le = ligne.candidature.enregistree_le
    entree = ligne.portail.modeles.entree(ligne.candidature.slug)
    return le.astimezone(entree.fuseau if entree else PARIS).date().isoformat() if le else None


def _departement(ligne: _Ligne) -> str | None:
    """« 062 - PAS DE CALAIS », as on the forms."""
    code = ligne.candidat.naissance_departement
    return _departements(ligne.portail.referentiel).get(code or "", code)


def _pays(ligne: _Ligne) -> str:
    code = ligne.candidat.naissance_pays
    return _noms_des_pays(ligne.portail.referentiel).get(code, code)


@cache
def _departements(referentiel: Referentiel) -> Mapping[str, str]:
    return {un.code3: un.intitule for un in referentiel.departements}


@cache
def _noms_des_pays(referentiel: Referentiel) -> Mapping[str, str]:
    return {un.code: un.nom for un in referentiel.pays}


_BASE: Mapping[str, Lecteur] = {
    "numero": lambda ligne: ligne.candidat.numero,
    "numero_inscription": lambda ligne: numero_inscription(ligne.candidature.numero_inscription or 0),
    "examen": _examen,
    "academie": _academie,
    "session": lambda ligne: ligne.candidature.session_examen,
    "specialite": _specialite,
    "centre_code": lambda ligne: ligne.centre.code if ligne.centre is not None else None,
    "centre": lambda ligne: montrer(ligne.centre).situe if ligne.centre is not None else None,
    "categorie": _categorie,
    "etat": _etat,
    "enregistree": _enregistree,
    "version": lambda ligne: ligne.candidature.version,
    "civilite": lambda ligne: ligne.candidat.civilite,
    "nom_naissance": lambda ligne: ligne.candidat.nom_naissance,
    "nom_usage": lambda ligne: ligne.candidat.nom_usage,
    "prenoms": lambda ligne: ligne.candidat.prenoms,
    "naissance": lambda ligne: ligne.candidat.naissance_le.isoformat(),
    "naissance_pays": _pays,
    "naissance_departement": _departement,
    "naissance_commune": lambda ligne: ligne.candidat.naissance_commune,
    "courriel": lambda ligne: ligne.candidat.compte.courriel,
    "pieces_dues": lambda ligne: ligne.candidature.pieces_dues,
    "pieces_conformes": lambda ligne: ligne.candidature.pieces_conformes,
    "pieces_a_verifier": lambda ligne: ligne.candidature.pieces_a_verifier,
    "pieces_non_conformes": lambda ligne: ligne.candidature.pieces_non_conformes,
    "pieces_manquantes": lambda ligne: ligne.candidature.pieces_manquantes,
}
