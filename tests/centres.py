"""Centres, their members and candidatures at every état, in the exam of `centres_famille`.

Its first session is open at the instant where tests begin (`tests.conftest.MIDI`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from portal.db import db, ecriture
from portal.domain.champs import Json
from portal.domain.circuit import Etat
from portal.domain.langage.lecteur import FamilleLue, Fichier, lire_famille
from portal.domain.paiement import Saisie
from portal.services import correction, inscription, paiement, suite, transition
from portal.services.candidature import contexte_de
from portal.services.circuit import franchir
from portal.services.paiement import Encaissement
from portal.services.perimetre import AgentEnPoste, agent_de, verrouiller
from portal.services.portail import Portail
from portal.services.sommes import regle_de
from portal.tables import Candidat, Candidature, CourrielSortant, Evenement
from portal.tables.agent import Agent, Perimetre
from portal.tables.centre import Centre, OffreCentre, PlacePrise
from tests import fabriques
from tests.centres_famille import FAMILLE, MODELE
from tests.conftest import MIDI
from tests.parcours import en_formulaire, poster, remplir
from tests.publications import publier_texte

JANVIER, JUIN = "national/janvier", "national/juin"
FRAIS = Decimal("50.10")  # of one épreuve
MOTIF = "Plus de salle ce jour-là."
# What leads from the draft to each état, whoever acts.
CHEMINS: Mapping[str, tuple[str, ...]] = {
    "soumise": (),
    "refusee": ("refuser",),
    "prevalidee": ("prevalider",),
    "reglee": ("prevalider", "payer"),
    "inscrite": ("prevalider", "payer", "inscrire"),
    "report_demande": ("prevalider", "payer", "inscrire", "demander_report"),
    "reportee": ("prevalider", "payer", "inscrire", "demander_report", "accorder_report"),
}
Reponses = Mapping[str, Json]


@cache
def famille(complet: str = "refus", en_plus: str = "") -> FamilleLue:
    """Read the family; `en_plus` are further transitions."""
    texte = FAMILLE.replace("@COMPLET@", complet).replace("  transitions:\n", f"  transitions:\n{en_plus}")
    lue = lire_famille(Fichier("famille.yaml", texte.encode()), [])
    assert lue is not None
    return lue


def publier(
    portail: Portail,
    nom: str = "janvier",
    annonce: str = "janvier 2026",
    du: str = "01/11/2025 09:00",
    au: str = "19/12/2025 17:00",
    feries: str = "centre",
    complet: str = "refus",
    en_plus: str = "",
) -> str:
    """Publish a session; return its slug."""
    texte = MODELE
    for mot, valeur in {"@SESSION@": annonce, "@DU@": du, "@AU@": au, "@FERIES@": feries}.items():
        texte = texte.replace(mot, valeur)
    fichier = Fichier(f"{nom}.yaml", texte.encode())
    return publier_texte(portail, famille(complet, en_plus), fichier, f"national/{nom}")


def publier_juin(portail: Portail, du: str = "01/03/2026 09:00", au: str = "30/04/2026 17:00") -> str:
    """Publish the session after the first one."""
    return publier(portail, "juin", "juin 2026", du, au)


def centre(
    code: str = "LILLE", slug: str = JANVIER, places: Mapping[str, int] | None = None, **autres: Any
) -> int:
    """Store a centre that is habilité, with its offers for one session; return its id."""
    valeurs: dict[str, Any] = {
        "famille": "centres_essai", "intitule": f"Centre {code.capitalize()}", "adresse": "1 rue Haute",
        "code_postal": "59000", "commune": code.capitalize(), "departement": "59",
        "courriel": f"{code.lower()}@example.org", "modalites": "Par chèque.", "cree_le": MIDI,
        "habilite_du": date(2025, 1, 1),
    }  # fmt: skip
    with ecriture() as s:
        cree = Centre(code=code, **(valeurs | autres))
        s.add(cree)
        s.flush()
        identifiant = cree.id
    offrir(identifiant, slug, {"E1": 5, "E2": 5} if places is None else places)
    return identifiant


def regler_centre(centre_id: int, **valeurs: Any) -> None:
    """Change a centre as the union does."""
    with ecriture() as s:
        trouve = s.get_one(Centre, centre_id)
        for nom, valeur in valeurs.items():
            setattr(trouve, nom, valeur)


def regler_offre(centre_id: int, laquelle: str, **valeurs: Any) -> None:
    """Change what a centre offers for one épreuve of the first session."""
    with ecriture() as s:
        demande = select(OffreCentre).filter_by(centre_id=centre_id, slug=JANVIER, epreuve=laquelle)
        trouvee = s.scalars(demande).one()
        for nom, valeur in valeurs.items():
            setattr(trouvee, nom, valeur)


def offrir(centre_id: int, slug: str, places: Mapping[str, int]) -> None:
    """Open épreuves of one session in a centre."""
    with ecriture() as s:
        s.add_all(OffreCentre(centre_id=centre_id, slug=slug, epreuve=e, places=n) for e, n in places.items())


def membre(portail: Portail, centre_id: int | None) -> AgentEnPoste:
    """Store a member of a centre; of none, an account that was forgotten half-way."""
    compte_id = fabriques.compte("centre", nom="Centre").id
    with ecriture() as s:
        s.add(Agent(compte_id=compte_id))
        s.add(Perimetre(compte_id=compte_id, centre_id=centre_id))
    return agent_de(portail, compte_id)


def union(portail: Portail) -> AgentEnPoste:
    """Store a gestionnaire who sees the whole family."""
    return agent_de(portail, fabriques.agent("gestionnaire", famille="centres_essai").id)


def reponses(code: str = "LILLE", epreuves: Iterable[str] = ("E1",), **autres: Json) -> dict[str, Json]:
    """Return the answers of a complete form."""
    return {
        "epreuves.demandees": list(epreuves),
        "departement_epreuves": "59", "centre": code, "engagement": "oui",
        "projet": "Changer de métier", "finance": "non", **autres,
    }  # fmt: skip


def preparer(
    portail: Portail,
    candidat: Candidat,
    code: str = "LILLE",
    epreuves: Iterable[str] = ("E1",),
    slug: str = JANVIER,
    **autres: Json,
) -> Candidature:
    """Fill in every tab of a draft."""
    return remplir(portail, candidat, slug, reponses(code, epreuves, **autres))


def soumettre(
    portail: Portail,
    candidat: Candidat | None = None,
    code: str = "LILLE",
    epreuves: Iterable[str] = ("E1",),
    slug: str = JANVIER,
    **autres: Json,
) -> Candidature:
    """Submit a request to a centre."""
    qui = candidat or fabriques.candidat()
    candidature = preparer(portail, qui, code, epreuves, slug, **autres)
    inscription.enregistrer(portail, qui, candidature.cle)
    return candidature


def mener(portail: Portail, etat: str, candidature: Candidature) -> Candidature:
    """Take a submitted request to an état, each step by who takes it."""
    for code in CHEMINS[etat]:
        lue = relire(candidature)
        if code == "payer":
            payer(portail, candidature)
        elif code == "demander_report":
            prendre_soi_meme(portail, candidature, code)
        elif code == "accorder_report":
            agir(portail, union(portail), candidature, code)
        else:
            agir(portail, membre(portail, lue.centre_id), candidature, code, MOTIF)
    assert relire(candidature).etat == etat
    return candidature


def reporter(portail: Portail, candidature: Candidature, code: str = "LILLE") -> Candidature:
    """Report a submitted request to the next session, and submit what opens there."""
    mener(portail, "reportee", candidature)
    assert suite.relancer(portail) == 1
    return reprendre(portail, candidature, code)


def reprendre(portail: Portail, candidature: Candidature, code: str = "LILLE") -> Candidature:
    """Choose a centre in the draft that a candidature opened, and submit it."""
    neuve = suite_de(candidature)
    assert neuve is not None
    formulaire = {"departement_epreuves": "59", "centre": code, "engagement": "oui"}
    resultat = poster(portail, neuve.candidat, neuve, "centre", formulaire)
    assert resultat.suivant == "situation", resultat.erreurs
    inscription.enregistrer(portail, relire(neuve).candidat, neuve.cle)
    return neuve


def comme(agent: AgentEnPoste, profil: str) -> AgentEnPoste:
    """Return somebody who sees the same and is of another profile."""
    return replace(agent, profil=profil)


def agir(
    portail: Portail,
    agent: AgentEnPoste,
    candidature: Candidature,
    code: str,
    motif: str = "",
    etat: str | None = None,
) -> str:
    """Press a button of the page of a candidature, drawn at `etat` (default: up to date)."""
    vu = relire(candidature).etat if etat is None else etat
    return transition.agir(portail, agent, relire(candidature).cle, code, motif, vu, {})


def prendre_soi_meme(portail: Portail, candidature: Candidature, code: str, profil: str = "candidat") -> Etat:
    """Take a transition without the page of anybody."""
    with ecriture():
        lue = db.session.get_one(Candidature, candidature.id)
        verrouiller(lue)
        situation = contexte_de(portail, lue, lue.candidat, brouillon=False).situation
        return franchir(portail, lue, situation, code, profil, compte_id=None)


def payer(
    portail: Portail,
    candidature: Candidature,
    montant: object = None,
    agent: AgentEnPoste | None = None,
    **autres: Any,
) -> Encaissement:
    """Write down what is left, or some other amount."""
    lue = relire(candidature)
    du = reste(portail, lue) if montant is None else montant
    saisie = {
        "montant": Decimal(du),
        "moyen": "cheque",
        "recu_le": portail.horloge.maintenant().date(),
    } | autres
    return paiement.enregistrer(portail, agent or membre(portail, lue.centre_id), lue.cle, Saisie(**saisie))


def reste(portail: Portail, candidature: Candidature) -> Any:
    lue = relire(candidature)
    return contexte_de(portail, lue, lue.candidat, brouillon=False).situation.lire("paiement.reste")


def regle(candidature: Candidature) -> Any:
    db.session.rollback()
    return regle_de(candidature.id)


def relire(candidature: Candidature) -> Candidature:
    """Return a candidature as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Candidature, candidature.id)


def prises(centre_id: int, slug: str = JANVIER) -> dict[str, int]:
    """Return the places taken by épreuve, once seen that each is somebody's."""
    db.session.rollback()
    offres = db.session.scalars(select(OffreCentre).filter_by(centre_id=centre_id, slug=slug)).all()
    for offre in offres:
        occupees = select(func.count(PlacePrise.id)).where(
            PlacePrise.offre_id == offre.id, PlacePrise.rendue_le.is_(None)
        )
        assert db.session.scalar(occupees) == offre.prises
    return {offre.epreuve: offre.prises for offre in offres}


def suite_de(candidature: Candidature) -> Candidature | None:
    """Return the candidature that another one opened."""
    db.session.rollback()
    return db.session.scalars(select(Candidature).filter_by(origine_id=candidature.id)).one_or_none()


def natures(candidature: Candidature) -> list[str]:
    """Return what the journal says of a candidature, in order."""
    db.session.rollback()
    demande = select(Evenement.nature).filter_by(candidature_id=candidature.id).order_by(Evenement.id)
    return list(db.session.scalars(demande))


def ensemble(app: Flask, *gestes: Callable[[], Any]) -> list[Any]:
    """Do things at the same moment, each in its thread; return what each gave, or the exception it met."""
    depart, rendus = threading.Barrier(len(gestes)), [None] * len(gestes)

    def faire(rang: int, geste: Callable[[], Any]) -> None:
        with app.app_context():
            try:
                depart.wait(30)
                rendus[rang] = geste()
            except Exception as erreur:
                rendus[rang] = erreur  # type: ignore[call-overload]
            finally:
                db.session.remove()

    fils = [threading.Thread(target=faire, args=un) for un in enumerate(gestes)]
    db.session.rollback()
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(60)
    assert not any(fil.is_alive() for fil in fils)
    return rendus


def corriger(
    portail: Portail, agent: AgentEnPoste, candidature: Candidature, onglet: str, **valeurs: Any
) -> int:
    """Correct one tab and record it; `__` in a name stands for a dot."""
    lue = relire(candidature)
    formulaire = en_formulaire({nom.replace("__", "."): valeur for nom, valeur in valeurs.items()})
    faite = correction.corriger(portail, agent, lue.cle, onglet, formulaire, lue.version)
    assert not faite.erreurs, faite.erreurs
    lue = relire(candidature)
    return correction.enregistrer(portail, agent, lue.cle, MOTIF, lue.version)


def courriels(candidature: Candidature, moment: str = "") -> list[CourrielSortant]:
    """Return the mails about a candidature, or those of one moment, in order."""
    db.session.rollback()
    demande = select(CourrielSortant).filter_by(candidature_id=candidature.id).order_by(CourrielSortant.id)
    if moment:
        demande = demande.where(CourrielSortant.cle.contains(f":{moment}:"))
    return list(db.session.scalars(demande))
