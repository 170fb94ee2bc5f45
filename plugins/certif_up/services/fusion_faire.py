"""Two records become one: requests, NUC and addresses lead to the account that is kept. One transaction."""

from __future__ import annotations

from sqlalchemy import or_, select, update

from plugins.certif_up.domain import numero
from plugins.certif_up.domain.session import derniere
from plugins.certif_up.services.fusion import DejaDecidee, PaireIntrouvable
from plugins.certif_up.services.reunion import empechements
from plugins.certif_up.services.union import exiger_union
from plugins.certif_up.tables import Fusion, Nuc
from portal.db import db, ecriture
from portal.domain.circuit import PHASES_VIVANTES
from portal.domain.numero import numero_inscription
from portal.domain.refus import Refus
from portal.services.comptes_joints import empreinte_perdue, joindre
from portal.services.compteur import prendre
from portal.services.courriel import deposer_courriel
from portal.services.perimetre import AgentEnPoste
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.evenement import Evenement

NATURE = "changement_de_compte"
Numeros = list[tuple[str, str]]


class FusionImpossible(Refus):
    """These two records cannot become one as they are; the sentence says what to do first."""

    statut = 409


def fusionner(portail: Portail, agent: AgentEnPoste, cle: str, garder: str) -> None:
    """Keep one record of a pair and move all that the other one has to it.

    In: the clé of the pair, and that of the NUC that is kept. What was moved gets the next numbers, with an
    event each; the other account is shut, its NUC and its address lead to the kept one. Doing it twice
    changes nothing. Raises HorsUnion, PaireIntrouvable, DejaDecidee, FusionImpossible: nothing is written.
    """
    exiger_union(portail, agent)
    empreinte = empreinte_perdue()
    with ecriture():
        fusion = db.session.scalar(select(Fusion).where(Fusion.cle == cle).with_for_update())
        garde = db.session.scalar(select(Nuc).where(Nuc.cle == garder))
        if fusion is None or garde is None or garde.candidat_id not in (fusion.premier_id, fusion.second_id):
            raise PaireIntrouvable
        if (fusion.etat, fusion.garde_id) == ("faite", garde.candidat_id):
            return
        if fusion.etat != "proposee":
            raise DejaDecidee
        _reunir(portail, agent, fusion, garde, empreinte)


def _reunir(portail: Portail, agent: AgentEnPoste, fusion: Fusion, nuc: Nuc, empreinte: str) -> None:
    garde, autre = _verrouiller(fusion, nuc.candidat_id or 0)
    if raisons := empechements(garde.id, autre.id):
        raise FusionImpossible(raisons[0])
    numeros = _deplacer(portail, agent, garde, autre)
    ancien = _remplacer(nuc, autre.id)
    fusion.etat, fusion.garde_id = "faite", garde.id
    fusion.decidee_le, fusion.decidee_par = portail.horloge.maintenant(), agent.compte_id
    _reporter_les_paires(autre.id, garde.id)
    joindre(portail, autre.compte_id, garde.compte_id, empreinte, agent.compte_id)
    contexte = {
        "prenom": garde.prenoms.split()[0], "garde": numero.afficher(nuc.nuc), "remplace": ancien,
        "adresse": garde.compte.courriel, "numeros": numeros,
    }  # fmt: skip
    for compte in (garde.compte, autre.compte):
        deposer_courriel(
            portail, "certif_up_fusion", compte.courriel, contexte,
            cle=f"certif_up_fusion:{fusion.id}:{compte.id}", compte_id=compte.id,
        )  # fmt: skip


def _verrouiller(fusion: Fusion, garde_id: int) -> tuple[Candidat, Candidat]:
    """Lock both candidats in the order of their ids, then all that they have: what everybody does."""
    ids = (fusion.premier_id, fusion.second_id)
    tous = db.session.scalars(
        select(Candidat).where(Candidat.id.in_(ids)).order_by(Candidat.id).with_for_update(of=Candidat)
    ).all()
    leurs = select(Candidature).where(Candidature.candidat_id.in_(ids)).order_by(Candidature.id)
    db.session.scalars(leurs.with_for_update(of=Candidature).execution_options(populate_existing=True)).all()
    par_id = {candidat.id: candidat for candidat in tous}
    return par_id[garde_id], next(c for c in tous if c.id != garde_id)


def _deplacer(portail: Portail, agent: AgentEnPoste, garde: Candidat, autre: Candidat) -> Numeros:
    """Give the candidatures of the other record to the kept one; return (former, new) numbers."""
    if garde.numero is None and autre.numero is not None:
        repris, autre.numero = autre.numero, None
        db.session.flush()
        garde.numero = repris
        db.session.flush()
    numeros: Numeros = []
    siennes = select(Candidature).where(Candidature.candidat_id == autre.id).order_by(Candidature.id)
    for candidature in db.session.scalars(siennes).all():
        avant = _numero(candidature, autre if autre.numero else garde)
        if candidature.phase in PHASES_VIVANTES:
            candidature.exemplaire = _exemplaire_libre(garde.id, candidature.slug)
        if candidature.numero_inscription is not None:
            candidature.numero_inscription = prendre(f"inscription:{garde.id}")
        candidature.candidat_id, candidature.recherche = garde.id, garde.recherche
        db.session.flush()
        apres = _numero(candidature, garde)
        if avant:
            numeros.append((avant, apres))
        _noter(portail, agent, candidature, avant, apres)
    return numeros


def _noter(portail: Portail, agent: AgentEnPoste, candidature: Candidature, avant: str, apres: str) -> None:
    donnees = {"ancien": avant, "nouveau": apres} if avant else {}
    db.session.add(
        Evenement(
            candidature_id=candidature.id, compte_id=agent.compte_id, le=portail.horloge.maintenant(),
            nature=NATURE, donnees=donnees,
        )
    )  # fmt: skip


def _numero(candidature: Candidature, de: Candidat) -> str:
    rang = candidature.numero_inscription
    return "" if rang is None else f"{de.numero or ''}-{numero_inscription(rang)}"


def _exemplaire_libre(candidat_id: int, slug: str) -> int:
    pris = set(
        db.session.scalars(
            select(Candidature.exemplaire).where(
                Candidature.candidat_id == candidat_id,
                Candidature.slug == slug,
                Candidature.phase.in_(PHASES_VIVANTES),
            )
        )
    )
    return next(rang for rang in range(1, len(pris) + 2) if rang not in pris)


def _remplacer(garde: Nuc, autre_id: int) -> str:
    """Make the NUC of the other record, and those that led to it, lead to the kept one; return it."""
    ancien = db.session.scalars(select(Nuc).where(Nuc.candidat_id == autre_id)).one()
    db.session.execute(update(Nuc).where(Nuc.remplace_par == ancien.id).values(remplace_par=garde.id))
    ancien.remplace_par = garde.id
    garde.derniere_session = derniere(garde.derniere_session, ancien.derniere_session)
    return numero.afficher(ancien.nuc)


def _reporter_les_paires(autre_id: int, garde_id: int) -> None:
    """What was said of the other record and a third one now concerns the kept one."""
    siennes = or_(Fusion.premier_id == autre_id, Fusion.second_id == autre_id)
    for paire in db.session.scalars(select(Fusion).where(siennes, Fusion.etat != "faite")).all():
        tiers = paire.premier_id if paire.second_id == autre_id else paire.second_id
        premier, second = sorted((garde_id, tiers))
        meme = select(Fusion.id).where(Fusion.premier_id == premier, Fusion.second_id == second)
        if premier == second or db.session.scalar(meme) is not None:
            db.session.delete(paire)
        else:
            paire.premier_id, paire.second_id = premier, second
    db.session.flush()
