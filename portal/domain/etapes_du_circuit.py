"""Where a candidature stands in a circuit that a family wrote: états already reached, present, and ahead.

What is behind is what happened, with its dates; what is ahead is the shortest way to « inscrite ».
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.domain.circuit import Circuit, Etat
from portal.domain.langage.rendu import Rendu
from portal.domain.limite import dit
from portal.domain.numero import numero_inscription
from portal.domain.situation import Situation
from portal.domain.suivi import Etape, EtatEtape, Faits
from portal.domain.typographie import pluriel

EN_CE_MOMENT, INSCRITE = "en ce moment", "inscrite"


@dataclass(frozen=True, slots=True)
class Passage:
    """An état that was reached, when, by which transition, and why if it was said."""

    vers: str
    le: datetime
    transition: str = ""
    motif: str = ""


def chemin(circuit: Circuit, de: str) -> tuple[str, ...]:
    """Return the états by the shortest way from one to the nearest « inscrite », `de` left out.

    () when it is one already, or when none can be reached; nobody is led through what sets aside.
    """
    if circuit.etats[de].phase == INSCRITE:
        return ()
    avant: dict[str, str] = {de: ""}
    file = deque([de])
    while file:
        ici = file.popleft()
        if circuit.etats[ici].phase == INSCRITE:
            return _remonter(avant, ici)
        for suivant in (t.vers for t in circuit.transitions.values() if ici in t.de):
            if suivant not in avant and circuit.etats[suivant].phase not in ("ecartee", "terminee"):
                avant[suivant] = ici
                file.append(suivant)
    return ()


def etapes_du_circuit(situation: Situation, faits: Faits, passages: Sequence[Passage]) -> tuple[Etape, ...]:
    """Return the steps in order. In: `passages` are the états reached, the first first, the present last."""
    circuit, fuseau = situation.modele.circuit, situation.modele.calendrier.fuseau
    faites = _sans_detour(circuit, passages)
    derriere = [
        Etape(un.vers, circuit.etats[un.vers].intitule, "fait", f"Le {dit(un.le, fuseau)}.")
        for un in faites[:-1]
    ]
    present = _presente(situation, faits, faites)
    perdue = circuit.etats[situation.etat].phase in ("ecartee", "terminee")
    devant = () if perdue else chemin(circuit, situation.etat)
    suite = (Etape(code, circuit.etats[code].intitule, "a_faire") for code in devant)
    return (*_formulaire(circuit, derriere, faits), present, *suite)


def _sans_detour(circuit: Circuit, passages: Iterable[Passage]) -> list[Passage]:
    """Return what led here: to come back to an état takes back what had followed it, not its date."""
    faites: list[Passage] = []
    for passage in passages:
        if passage.vers not in circuit.etats:
            continue
        deja = next((rang for rang, une in enumerate(faites) if une.vers == passage.vers), None)
        faites = [*faites, passage] if deja is None else faites[: deja + 1]
    return faites


def _formulaire(circuit: Circuit, derriere: list[Etape], faits: Faits) -> list[Etape]:
    """The draft, once recorded, is a form that was filled in; the number is said with what followed."""
    if derriere and derriere[0].code == circuit.initial.code:
        derriere[0] = replace(derriere[0], intitule="Formulaire rempli", detail="")
    if len(derriere) > 1 and faits.rang:
        numero = f"N° {numero_inscription(faits.rang)}. "
        derriere[1] = replace(derriere[1], detail=numero + derriere[1].detail)
    return derriere


def _presente(situation: Situation, faits: Faits, faites: Sequence[Passage]) -> Etape:
    """The present état, with what the modèle says of it."""
    circuit, fuseau = situation.modele.circuit, situation.modele.calendrier.fuseau
    etat = circuit.etats[situation.etat]
    if etat.phase == "brouillon":
        combien = pluriel(faits.onglets_faits, "onglet terminé", "onglets terminés")
        detail = f"{combien} sur {faits.onglets}."
        return Etape(etat.code, etat.intitule, "courant", detail, texte=_aide(situation, etat))
    dernier = faites[-1] if faites and faites[-1].vers == etat.code else None
    detail = f"Le {dit(dernier.le, fuseau)}." if dernier is not None else ""
    if faits.rang and len(faites) == 2:
        detail = f"N° {numero_inscription(faits.rang)}. {detail}"
    perdue = etat.phase == "ecartee"
    return Etape(
        etat.code, etat.intitule, _avancement(circuit, faites, etat), detail,
        mention="" if perdue or etat.phase == "terminee" else EN_CE_MOMENT,
        texte=_aide(situation, etat), motif=dernier.motif if dernier is not None and perdue else "",
    )  # fmt: skip


def _avancement(circuit: Circuit, faites: Sequence[Passage], etat: Etat) -> EtatEtape:
    """« fait » at the end of the way; what is asked for afterwards (a report) is under way."""
    if etat.phase == "ecartee":
        return "interrompu"
    deja = any(circuit.etats[une.vers].phase == INSCRITE for une in faites[:-1])
    finie = etat.phase == "terminee" or (etat.phase == INSCRITE and not deja)
    return "fait" if finie else "courant"


def _aide(situation: Situation, etat: Etat) -> Rendu | None:
    return etat.aide.rendre(situation) if etat.aide is not None else None


def _remonter(avant: dict[str, str], ici: str) -> tuple[str, ...]:
    rendus = []
    while avant[ici]:
        rendus.append(ici)
        ici = avant[ici]
    return tuple(reversed(rendus))
