"""The récapitulatif: everything answered, in blocks, with the épreuves as they stand.

Blocks and labels are those of guide 002 §5: qualification, identification, address and contact, then the
tabs of the family, then the épreuves. A value that was not entered is « - ».
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from portal.domain.affichage import valeur
from portal.domain.chemins import valeur_affichee
from portal.domain.epreuve import MODES, EpreuveRetenue
from portal.domain.question import Question
from portal.domain.questionnaire import champs_propres, groupes, onglets_visibles
from portal.domain.situation import Situation
from portal.domain.typographie import francais
from portal.domain.vues import BlocResume, CarteResume, LigneResume

VIDE = "-"
QUALIFICATION = "Qualification présentée"
_BLOC = "bloc:"  # marks a block of the account until it takes its title
_BLOCS_DU_GUIDE = {
    "Identification du candidat": (f"{_BLOC}identite", f"{_BLOC}naissance"),
    "Adresse et contact": (f"{_BLOC}adresse", f"{_BLOC}contacts"),
}
_FONDUS = frozenset(code for codes in _BLOCS_DU_GUIDE.values() for code in codes)


@dataclass(frozen=True, slots=True)
class LigneEpreuve:
    """One épreuve of the summary: « 010 – Épreuve 1 », « Orale », « Inscrit »."""

    code: str
    intitule: str
    coefficient: str
    mode: str
    duree: str
    statut: str
    inscrite: bool
    niveau: int
    details: tuple[tuple[str, str], ...] = ()
    a_confirmer: bool = False
    composantes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupeEpreuves:
    """« Épreuve(s) obligatoire(s) », or the facultative ones."""

    intitule: str
    epreuves: tuple[LigneEpreuve, ...]


def recapitulatif(situation: Situation) -> tuple[BlocResume, ...]:
    """Return the blocks of every answer of this candidature, in the order of the guide."""
    blocs = [bloc for onglet in onglets_visibles(situation) for bloc in _blocs(situation, onglet.code)]
    guide = [_fondre(titre, [b for b in blocs if b.intitule in de]) for titre, de in _BLOCS_DU_GUIDE.items()]
    autres = [_sans_specialite(situation, b) for b in blocs if b.intitule not in _FONDUS]
    tous = (_qualification(situation, blocs), *guide, *autres)
    return tuple(bloc for bloc in tous if bloc is not None and bloc.lignes)


def en_cartes(blocs: Iterable[BlocResume]) -> tuple[CarteResume, ...]:
    """Return the blocks gathered by tab, in the order in which each tab first appears."""
    par_carte: dict[str, list[BlocResume]] = {}
    for bloc in blocs:
        par_carte.setdefault(bloc.carte or bloc.intitule, []).append(bloc)
    return tuple(CarteResume(titre, tous[0].onglet, tuple(tous)) for titre, tous in par_carte.items())


def _blocs(situation: Situation, code: str) -> Iterator[BlocResume]:
    onglet = situation.modele.onglet(code)
    if onglet is None or onglet.genre == "recapitulatif":
        return
    demandes = champs_propres if onglet.genre == "epreuves" else groupes  # épreuves have their own list
    du_compte = {rubrique.code for rubrique in onglet.rubriques if rubrique.bloc is not None}
    for groupe in demandes(situation, onglet):
        if groupe.epreuve is not None:
            continue  # what is kept of an épreuve is said in its own line
        lignes = tuple(
            LigneResume(q.cle, _intitule(q), valeur_affichee(situation, q.cle) or VIDE, q.sante)
            for q in groupe.questions
            if q.champ.type != "information"
        )
        if lignes:
            titre = f"{_BLOC}{groupe.code}" if groupe.code in du_compte else groupe.intitule
            yield BlocResume(titre or onglet.intitule, lignes, onglet.code, onglet.intitule)


def _intitule(question: Question) -> str:
    """The « Nom de famille » of an account is the nom de naissance (guide 002 §5 shows both labels)."""
    return "Nom de famille (nom de naissance)" if question.cle == "nom_naissance" else question.champ.question


def _fondre(titre: str, blocs: list[BlocResume]) -> BlocResume | None:
    """Return one block of the guide out of those of the account, the address written on one line."""
    if not blocs:
        return None
    lignes = tuple(
        ligne
        for bloc in blocs
        for ligne in ((_adresse(bloc),) if bloc.intitule == f"{_BLOC}adresse" else bloc.lignes)
    )
    return BlocResume(titre, lignes, blocs[0].onglet, titre)


def _adresse(bloc: BlocResume) -> LigneResume:
    """« Rue de la Pluie 78270 BLARU FRANCE »: street, postal code, town and country together."""
    pays, *lieux = sorted(bloc.lignes, key=lambda ligne: ligne.cle != "domicile_pays")
    dits = [ligne.reponse for ligne in (*lieux, pays) if ligne.reponse != VIDE]
    return LigneResume("adresse", "Adresse", "\n".join(dits) or VIDE)


def _qualification(situation: Situation, blocs: list[BlocResume]) -> BlocResume:
    """What is presented: the exam, the spécialité, and both together."""
    modele, cle = situation.modele, situation.modele.champ_specialite
    titre = "Certification" if "certification" in modele.domaine.lower() else "Examen"
    examen = LigneResume("", titre, modele.intitule)
    choisie = [(bloc.onglet, ligne) for bloc in blocs for ligne in bloc.lignes if cle and ligne.cle == cle]
    onglet = ""
    lignes: tuple[LigneResume, ...] = (examen,)
    if choisie:
        onglet, ligne = choisie[0]
        complet = f"{modele.intitule} : {ligne.reponse}" if ligne.reponse != VIDE else modele.intitule
        lignes = (examen, ligne, LigneResume("", "Intitulé complet", francais(complet)))
    return BlocResume(QUALIFICATION, lignes, onglet, QUALIFICATION)


def _sans_specialite(situation: Situation, bloc: BlocResume) -> BlocResume:
    """The spécialité is said in the first block."""
    cle = situation.modele.champ_specialite
    return replace(bloc, lignes=tuple(ligne for ligne in bloc.lignes if ligne.cle != cle))


def epreuves_resumees(situation: Situation) -> tuple[GroupeEpreuves, ...]:
    """Return the épreuves by kind, those not chosen left out, and those that are still to be chosen."""
    retenues = [r for r in situation.epreuves if not r.facultative and not _a_choisir(r)]
    obligatoires = tuple(_ligne(situation, r) for r in retenues)
    facultatives = tuple(
        _ligne(situation, r)
        for r in situation.epreuves
        if r.facultative and r.statut not in ("non_choisie", None)
    )
    groupes_ = (
        GroupeEpreuves(_titre(retenues), tuple(e for e in obligatoires if e.statut != "Non choisie")),
        GroupeEpreuves("Épreuve(s) facultative(s)", facultatives),
    )
    return tuple(groupe for groupe in groupes_ if groupe.epreuves)


def _statut(situation: Situation, retenue: EpreuveRetenue) -> str:
    """« Inscrit », or « Demandée » where somebody has to answer first."""
    circuit = situation.modele.circuit
    attend = circuit.propre and circuit.etats[situation.etat].phase in ("brouillon", "deposee")
    return "Demandée" if attend and retenue.inscrite else retenue.libelle_statut


def _a_choisir(retenue: EpreuveRetenue) -> bool:
    """One of several to choose from is nothing yet for who has not chosen."""
    return retenue.statut is None and retenue.groupe is not None and retenue.groupe.choisir is not None


def _titre(retenues: list[EpreuveRetenue]) -> str:
    """Where all were chosen in one group, they bear its name: nobody was obliged to take them."""
    groupes = {
        r.groupe.code: r.groupe for r in retenues if r.groupe is not None and r.groupe.choisir is not None
    }
    seul = len(groupes) == 1 and all(r.groupe is not None and r.groupe.code in groupes for r in retenues)
    return next(iter(groupes.values())).intitule if seul else "Épreuve(s) obligatoire(s)"


def _ligne(situation: Situation, retenue: EpreuveRetenue) -> LigneEpreuve:
    epreuve = retenue.epreuve
    composantes = tuple(
        noeud for noeud in epreuve.parcourir() if noeud.unite is None and noeud is not epreuve
    )
    questions = (*epreuve.questions_acquis, *(q for e in (epreuve, *composantes) for q in e.questions))
    details = ((q.champ.question, valeur_affichee(situation, q.cle)) for q in questions)
    return LigneEpreuve(
        code=epreuve.code,
        intitule=epreuve.intitule,
        coefficient="" if epreuve.coefficient is None else valeur(epreuve.coefficient),
        mode=MODES.get(epreuve.mode or "", ""),
        duree=epreuve.duree or "",
        statut=_statut(situation, retenue),
        inscrite=retenue.inscrite,
        niveau=retenue.niveau,
        details=tuple((question, reponse) for question, reponse in details if reponse),
        a_confirmer=retenue.possibilite is not None and retenue.possibilite.a_confirmer,
        composantes=tuple(fille.intitule for fille in epreuve.epreuves if not fille.unite),
    )


def differences(avant: Situation, apres: Situation) -> tuple[tuple[str, str, str], ...]:
    """Return (question, before, after) for every answer that is not printed the same."""
    lignes: dict[str, tuple[str, str, str]] = {}
    anciennes, nouvelles = _reponses(avant), _reponses(apres)
    for cle in (*nouvelles, *anciennes):
        ancienne, nouvelle = anciennes.get(cle), nouvelles.get(cle)
        avant_, apres_ = ancienne.reponse if ancienne else VIDE, nouvelle.reponse if nouvelle else VIDE
        if avant_ != apres_:
            modele = nouvelle or ancienne
            lignes[cle] = (modele.question if modele else cle, avant_, apres_)
    return tuple(lignes.values())


def _reponses(situation: Situation) -> dict[str, LigneResume]:
    """Every line that an answer makes; a line without a key only repeats others."""
    lignes = {ligne.cle: ligne for bloc in recapitulatif(situation) for ligne in bloc.lignes if ligne.cle}
    return lignes | _choix(situation)


def _choix(situation: Situation) -> dict[str, LigneResume]:
    return {
        f"epreuve.{ligne.code}": LigneResume(ligne.code, f"{ligne.code} – {ligne.intitule}", _dit(ligne))
        for groupe in epreuves_resumees(situation)
        for ligne in groupe.epreuves
    }


def _dit(ligne: LigneEpreuve) -> str:
    return " ; ".join([ligne.statut, *(f"{question} : {reponse}" for question, reponse in ligne.details)])
