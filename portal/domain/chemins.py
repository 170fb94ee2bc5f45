"""The roots that the core gives to conditions and texts: candidat, domicile, specialite, epreuves…"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from portal.domain import paiement
from portal.domain.centre_choisi import centre_de, epreuves_passees
from portal.domain.champs import TYPES
from portal.domain.conditions import ABSENT, INCONNU
from portal.domain.frais import total

if TYPE_CHECKING:
    from portal.domain.situation import Situation

Lecteur = Callable[["Situation", str], object]

RACINES_CANDIDAT = (
    "age",
    "nationalite",
    "ne_le",
    "pays_naissance",
    "civilite",
    "nom",
    "nom_naissance",
    "prenom",
    "prenoms",
    "numero",
)
RACINES_CENTRE = (
    "code", "intitule", "situe", "adresse", "code_postal", "commune", "departement", "courriel", "telephone",
    "modalites",
)  # fmt: skip
RACINES_DOMICILE = ("departement", "commune", "code_postal", "pays")


def lire_racine(situation: Situation, chemin: str) -> object:
    """Return the value of a path that is not an answer: ABSENT or INCONNU when there is none."""
    racine, _, reste = chemin.partition(".")
    lecteur = LECTEURS.get(racine)
    if lecteur is not None:
        return lecteur(situation, reste)
    cas = situation.modele.cas.get(chemin)
    if cas is not None:
        verite = cas.evaluer(situation)
        return INCONNU if verite is None else verite
    repere = situation.modele.calendrier.repere(chemin)
    return INCONNU if repere is None else repere


def _ou_absent(valeur: object) -> object:
    return ABSENT if valeur is None or valeur == "" else valeur


def _candidat(situation: Situation, reste: str) -> object:
    personne = situation.personne
    if reste == "nationalite":
        return situation.lire("nationalite") if "nationalite" in situation.modele.questions else INCONNU
    if reste == "ne_le":
        return INCONNU if personne.naissance_le is None else personne.naissance_le
    if reste == "age":
        age = personne.age(situation.jour(situation.maintenant))
        return INCONNU if age is None else age
    noms = {"pays_naissance": "naissance_pays"}
    return _ou_absent(getattr(personne, noms.get(reste, reste), None))


def _domicile(situation: Situation, reste: str) -> object:
    demande = situation.modele.questions.get("domicile_pays")
    pays = None if demande is None else situation.brute(demande)
    if reste == "pays":
        return INCONNU if pays is None else pays
    if isinstance(pays, str) and pays != "FR":
        return ABSENT
    lieu = situation.reponses.get("domicile")
    if not isinstance(lieu, dict):
        return INCONNU
    if reste != "departement":
        return _ou_absent(lieu.get(reste))
    commune = situation.env.referentiel.commune(str(lieu.get("commune") or ""))
    departement = situation.env.referentiel.departement_de(commune or str(lieu.get("code_postal") or ""))
    return INCONNU if departement is None else departement.code


def _specialite(situation: Situation, reste: str) -> object:
    specialite = situation.specialite
    if specialite is None:
        return INCONNU
    if not reste:
        return specialite.code
    if reste == "intitule":
        return specialite.intitule
    return _ou_absent(specialite.fiche.get(reste))


def _epreuves(situation: Situation, reste: str) -> object:
    if not reste:
        passees = epreuves_passees(situation)
        return INCONNU if passees is None else passees
    nom, _, suite = reste.partition(".")
    epreuve = situation.epreuve(nom)
    if epreuve is None or suite:
        return INCONNU if not situation.arbre else ABSENT
    retenue = situation.retenue(epreuve.code)
    if retenue is None:
        return ABSENT
    return INCONNU if retenue.statut is None else retenue.statut


def _acquis(situation: Situation, reste: str) -> object:
    return INCONNU if not situation.arbre or situation.epreuve(reste.partition(".")[0]) else ABSENT


def _pieces(situation: Situation, reste: str) -> object:
    """What was handed in; not known where the pièces were not read (`Situation.pieces`)."""
    if situation.pieces is None:
        return INCONNU
    return situation.pieces.get(reste, ABSENT)


def _reglages(situation: Situation, reste: str) -> object:
    return _ou_absent(situation.modele.reglages.get(reste))


def _cas(situation: Situation, reste: str) -> object:
    cas = situation.modele.cas.get(reste)
    verite = None if cas is None else cas.evaluer(situation)
    return INCONNU if verite is None else verite


def _centre(situation: Situation, reste: str) -> object:
    centre = centre_de(situation)
    if centre is None:
        return INCONNU
    return _ou_absent(getattr(centre, reste or "code", None))


def _frais(situation: Situation, reste: str) -> object:
    return total(situation)


def _paiement(situation: Situation, reste: str) -> object:
    """What was paid, and what is left; not known where it was not read (`Situation.regle`)."""
    if situation.regle is None:
        return INCONNU
    return situation.regle if reste == "regle" else paiement.reste(situation)


def _fait(nom: str) -> Lecteur:
    def lire(situation: Situation, reste: str) -> object:
        faits: dict[str, object] = {
            "session": situation.modele.session_examen,
            "annee": Decimal(situation.modele.annee),
            "famille": situation.modele.famille,
            "modele": situation.modele.slug,
            "etat": situation.etat,
            "origine": situation.origine or ABSENT,
            "phase": situation.modele.circuit.etats[situation.etat].phase,
        }
        return faits[nom]

    return lire


def _academie(situation: Situation, reste: str) -> object:
    academie = situation.modele.academie
    return _ou_absent(getattr(academie, reste, None)) if reste else academie.code


LECTEURS: dict[str, Lecteur] = {
    "candidat": _candidat,
    "domicile": _domicile,
    "specialite": _specialite,
    "epreuves": _epreuves,
    "acquis": _acquis,
    "pieces": _pieces,
    "reglages": _reglages,
    "cas": _cas,
    "academie": _academie,
    "centre": _centre,
    "frais": _frais,
    "paiement": _paiement,
    **{nom: _fait(nom) for nom in ("session", "annee", "famille", "modele", "etat", "phase", "origine")},
}
RACINES = (*LECTEURS, "contact", "autres_candidatures")


def valeur_affichee(situation: Situation, cle: str) -> str | None:
    """Return an answer written for people, None when there is none."""
    question = situation.question(cle)
    if question is None or situation.visible(question) is not True:
        return None
    brute = situation.brute(question)
    if brute in (None, "", []):
        return None
    return TYPES[question.champ.type].formater(question.champ, brute, situation.env)
