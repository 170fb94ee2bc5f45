"""Starting a candidature: the window, the n° candidat, one living candidature for each modèle."""

from __future__ import annotations

from sqlalchemy import select

from portal.db import db, ecriture
from portal.domain.brouillon import Brouillon
from portal.domain.candidature import ModeleIntrouvable, SpecialiteFermee
from portal.domain.circuit import PHASES_VIVANTES
from portal.domain.extension import COMMENCER, Demande
from portal.domain.modele import ModeleExamen
from portal.domain.numero import numero_candidat
from portal.services.candidature import contexte_de, exiger_ouverte
from portal.services.compteur import prendre
from portal.services.modeles import Entree
from portal.services.portail import Portail
from portal.tables.candidat import Candidat
from portal.tables.candidature import Candidature
from portal.tables.compte import CANDIDAT
from portal.tables.evenement import Evenement

PORTAIL, PREPAREE = "portail", "suite_preparee"


def commencer(portail: Portail, candidat: Candidat, slug: str, specialite: str | None = None) -> Candidature:
    """Start a candidature, or return the living one that this candidat already has for this modèle.

    The n° candidat is given here, once. Raises ModeleIntrouvable, InscriptionFermee or SpecialiteFermee.
    """
    candidat_id = candidat.id
    entree, modele = portail.modeles.entree(slug), portail.modeles.courant(slug)
    if entree is None or modele is None:
        raise ModeleIntrouvable
    with ecriture():
        demande = select(Candidat).where(Candidat.id == candidat_id).with_for_update(of=Candidat)
        candidat = db.session.scalars(demande.execution_options(populate_existing=True)).one()
        vivante = _vivante(candidat_id, modele)
        if vivante is not None:
            return vivante
        exiger_ouverte(portail, modele)
        if candidat.numero is None:
            annee = portail.horloge.maintenant().year
            candidat.numero = numero_candidat(annee, prendre(f"candidat:{annee}"))
        code, champ = _specialite(modele, specialite), modele.champ_specialite
        depart = Brouillon({champ: code} if champ and code else {})
        exemplaire = exemplaire_libre(candidat_id, modele) or 1
        return nouvelle(portail, candidat, entree, modele, depart, exemplaire, code)


def _vivante(candidat_id: int, modele: ModeleExamen) -> Candidature | None:
    """Return the candidature to go on with: the living one, or the draft where several may live."""
    phases = ("brouillon",) if modele.plusieurs_inscriptions else PHASES_VIVANTES
    demande = select(Candidature).where(
        Candidature.candidat_id == candidat_id,
        Candidature.slug == modele.slug,
        Candidature.phase.in_(phases),
    )
    return db.session.scalar(demande.order_by(Candidature.id.desc()).limit(1))


def exemplaire_libre(candidat_id: int, modele: ModeleExamen) -> int | None:
    """Return the number of one more living candidature of a person, None where one is all that may live.

    Inside `ecriture()`, the candidat locked: two at once do not get the same number.
    """
    demande = select(Candidature.exemplaire).where(
        Candidature.candidat_id == candidat_id,
        Candidature.slug == modele.slug,
        Candidature.phase.in_(PHASES_VIVANTES),
    )
    pris = set(db.session.scalars(demande))
    if pris and not modele.plusieurs_inscriptions:
        return None
    return next(rang for rang in range(1, len(pris) + 2) if rang not in pris)


def _specialite(modele: ModeleExamen, demandee: str | None) -> str | None:
    """Return the spécialité to start with: the one asked for, or the only one."""
    ouvertes = [code for code in modele.specialites if code]
    if demandee is not None and demandee not in ouvertes:
        raise SpecialiteFermee("Cette spécialité n'est pas ouverte à l'inscription.")
    return demandee or (ouvertes[0] if len(ouvertes) == 1 else None)


def nouvelle(
    portail: Portail,
    candidat: Candidat,
    entree: Entree,
    modele: ModeleExamen,
    depart: Brouillon,
    exemplaire: int,
    specialite: str | None = None,
    *,
    du_portail: bool = False,
) -> Candidature:
    """Make a draft that starts with some answers, and its first event; tell plugins. Inside `ecriture()`.

    `du_portail`: nobody asked for it, it follows from something else.
    """
    maintenant, etat = portail.horloge.maintenant(), modele.circuit.initial
    par = None if du_portail else candidat.compte_id
    candidature = Candidature(
        candidat_id=candidat.id, version_modele_id=entree.version_modele_id, slug=entree.slug,
        famille=entree.famille, academie=entree.academie.code, session_examen=entree.session_examen,
        annee=entree.annee, specialite=specialite, etat=etat.code, phase=etat.phase,
        brouillon=depart.en_json(), cree_le=maintenant, modifiee_le=maintenant, exemplaire=exemplaire,
    )  # fmt: skip
    db.session.add(candidature)
    db.session.flush()
    db.session.add(
        Evenement(
            candidature_id=candidature.id, compte_id=par, le=maintenant,
            nature=PREPAREE if du_portail else COMMENCER, vers=etat.code,
        )
    )  # fmt: skip
    _annoncer(portail, candidature, candidat, par)
    return candidature


def _annoncer(portail: Portail, candidature: Candidature, candidat: Candidat, par: int | None) -> None:
    """Let plugins write what follows from this beginning."""
    point = portail.extensions.hook.portal_reaction
    if not point.get_hookimpls():
        return
    situation = contexte_de(portail, candidature, candidat).situation
    profil = PORTAIL if par is None else CANDIDAT
    fait = Demande(
        candidature_id=candidature.id, candidat_id=candidat.id, compte_id=par,
        famille=candidature.famille, slug=candidature.slug, code=COMMENCER, de="", vers=candidature.etat,
        profil=profil, situation=situation,
    )  # fmt: skip
    point(portail=portail, fait=fait)
