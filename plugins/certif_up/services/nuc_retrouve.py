"""« Retrouver mon NUC »: it is sent to the address that the portal knows, and to no other (U-062…068)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from plugins.certif_up.domain import numero
from plugins.certif_up.domain.identite import identite
from plugins.certif_up.services.doubles import candidats_de
from plugins.certif_up.tables import Nuc
from portal.db import apres_commit, db, ecriture
from portal.domain.affichage import PARIS
from portal.domain.candidat import lire_naissance, lire_nom_naissance, lire_prenoms
from portal.domain.saisie_invalide import SaisieInvalide
from portal.domain.typographie import francais
from portal.services import tentative
from portal.services.courriel import deposer_courriel, preparer_courriel
from portal.services.portail import Portail
from portal.services.tentative import Limite

COURRIEL = "certif_up_nuc_retrouve"
# A school is one address for a whole class; one person asks a few times at most.
PAR_ADRESSE = Limite("certif-up-nuc-ip", 30, timedelta(minutes=15))
PAR_PERSONNE = Limite("certif-up-nuc", 3, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Personne:
    """Who says to have lost a NUC."""

    nom_naissance: str
    prenom: str
    naissance_le: date


class DemandeInvalide(Exception):
    """What must be corrected: one French sentence for each input of the form."""

    def __init__(self, erreurs: Mapping[str, str]) -> None:
        self.erreurs = {cle: francais(phrase) for cle, phrase in erreurs.items()}
        super().__init__(", ".join(self.erreurs))


def lire(portail: Portail, saisie: Mapping[str, str]) -> Personne:
    """Read the form: `nom_naissance`, `prenom`, `naissance_le`. Raises DemandeInvalide."""
    aujourd_hui = portail.horloge.maintenant().astimezone(PARIS).date()
    lus: dict[str, str] = {}
    erreurs: dict[str, str] = {}
    naissance = aujourd_hui
    for cle, lecteur in (("nom_naissance", lire_nom_naissance), ("prenom", lire_prenoms)):
        try:
            lus[cle] = lecteur(saisie.get(cle, ""))
        except SaisieInvalide as refus:
            erreurs[cle] = refus.message.replace("vos prénoms", "votre prénom")
    try:
        naissance = lire_naissance(saisie.get("naissance_le", ""), aujourd_hui)
    except SaisieInvalide as refus:
        erreurs["naissance_le"] = refus.message
    if erreurs:
        raise DemandeInvalide(erreurs)
    return Personne(lus["nom_naissance"], lus["prenom"], naissance)


def demander(portail: Portail, personne: Personne, adresse_ip: str) -> None:
    """Send each NUC of a person to the address of its account; say nothing, whether there is one or not.

    Nobody's request costs the same work. Raises TropDeTentatives when this network address asks too often;
    a person asked about too often gets no more mails, and nobody is told.
    """
    qui = identite(personne.nom_naissance, personne.prenom, personne.naissance_le)
    with ecriture():
        attente = tentative.compter(portail, PAR_ADRESSE, adresse_ip)
        trop = tentative.compter(portail, PAR_PERSONNE, qui) is not None
        if attente is None and not trop:
            _envoyer(portail, qui, personne)
    tentative.refuser_si(attente)


def _envoyer(portail: Portail, qui: str, personne: Personne) -> None:
    ids = {candidat.id: candidat for candidat in candidats_de(qui, personne.naissance_le)}
    nucs = db.session.scalars(select(Nuc).where(Nuc.candidat_id.in_(ids), Nuc.remplace_par.is_(None))).all()
    for nuc in nucs:
        compte = ids[nuc.candidat_id or 0].compte
        deposer_courriel(portail, COURRIEL, compte.courriel, _mots(portail, nuc.nuc), compte_id=compte.id)
    if not nucs:
        preparer_courriel(portail, COURRIEL, "personne@invalid", _mots(portail, numero.composer(0)))
        apres_commit(portail.reveil)


def _mots(portail: Portail, nuc: str) -> dict[str, str]:
    base = portail.config.base_url
    return {
        "nuc": numero.afficher(nuc),
        "lien_connexion": f"{base}/connexion?suite=/certif-up",
        "lien_oublie": f"{base}/compte/mot-de-passe-oublie",
    }
