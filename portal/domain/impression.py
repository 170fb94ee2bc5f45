"""What a document prints, taken once and for all: plain data, so that a PDF never changes afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from portal.domain.a_payer import a_payer
from portal.domain.affichage import instant
from portal.domain.centre_choisi import centre_de, offre_choisie
from portal.domain.champs.montant import formater_montant
from portal.domain.contact import contact_de
from portal.domain.envois import Envoi, adresse_de, adresse_du_service, envois
from portal.domain.langage.rendu import Lien, Rendu
from portal.domain.limite import avant, nom_fuseau
from portal.domain.modele import DocumentDeclare, Information
from portal.domain.numero import numero_inscription, numero_version
from portal.domain.piece import PieceDue
from portal.domain.pieces_dues import pieces_dues
from portal.domain.recapitulatif import VIDE, epreuves_resumees, recapitulatif
from portal.domain.selection import majuscule
from portal.domain.situation import Situation
from portal.domain.typographie import INSECABLE
from portal.domain.vues import BlocResume, LigneResume

CONFIRMATION, DEMANDE = "confirmation", "demande_pieces"
TITRES = {"signee": "Confirmation d’inscription", "recapitulatif": "Récapitulatif d’inscription"}
Imprime = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Edition:
    """The facts of one issue: `version` is that of the inscription, `adresse` the page that verifies it."""

    le: datetime
    etat: str
    version: int
    numero_candidat: str
    numero_inscription: int
    adresse: str


def titre_de(situation: Situation, document: DocumentDeclare) -> str:
    """Return the title; « Récapitulatif » by default where nothing is signed (G-321, G-322)."""
    par_defaut = document.intitule.replace("'", "’") == TITRES["signee"]
    if document.code == CONFIRMATION and par_defaut:
        return TITRES.get(situation.modele.confirmation, TITRES["signee"])
    return document.intitule


def imprimer(situation: Situation, document: DocumentDeclare, edition: Edition) -> Imprime:
    """Return all that the page of a document says."""
    return {
        "titre": titre_de(situation, document),
        "code": document.code,
        **_entete(situation, edition),
        "blocs": [asdict(bloc) for bloc in _blocs(situation)],
        "epreuves": [asdict(groupe) for groupe in epreuves_resumees(situation)],
        "envois": [_envoi(un) for un in envois(situation)],
        **_ou_et_combien(situation),
        "contact": _contact(situation),
        "signer": _signer(situation, document),
        "retour": _retour(situation, document),
        "textes": _textes(situation, document),
    }


def _blocs(situation: Situation) -> Iterator[BlocResume]:
    """The answers, but for empty lines of an address and for acquis, which the table of épreuves says."""
    for bloc in recapitulatif(situation):
        lignes = tuple(ligne for ligne in bloc.lignes if not _superflue(ligne))
        if lignes:
            yield replace(bloc, lignes=lignes)


def _superflue(ligne: LigneResume) -> bool:
    return ligne.cle.startswith("acquis.") or (ligne.cle.startswith("adresse_") and ligne.reponse == VIDE)


def _entete(situation: Situation, edition: Edition) -> Imprime:
    modele, personne, specialite = situation.modele, situation.personne, situation.specialite
    etat = modele.circuit.etats.get(edition.etat)
    return {
        "academie": majuscule(modele.academie.intitule),
        "domaine": modele.domaine,
        "examen": modele.intitule,
        "specialite": specialite.intitule if specialite is not None else "",
        "session": modele.session_examen,
        "candidat": " ".join(filter(None, (personne.civilite, personne.nom_naissance, personne.prenoms))),
        "ne_le": f"{personne.naissance_le:%d/%m/%Y}" if personne.naissance_le else "",
        "numero_candidat": edition.numero_candidat,
        "numero_inscription": numero_inscription(edition.numero_inscription),
        "version": numero_version(edition.version),
        "etat": etat.intitule if etat is not None else "",
        "le": f"{instant(edition.le)} (heure{INSECABLE}de{INSECABLE}Paris)",
        "fermeture": avant(modele.calendrier.inscription.fermeture, modele.calendrier.fuseau),
        "fuseau": nom_fuseau(modele.calendrier.fuseau),
        "adresse": edition.adresse,
    }


def _ou_et_combien(situation: Situation) -> Imprime:
    """Where the épreuves are sat and what they cost; nothing where the modèle has neither."""
    centre, du, circuit = centre_de(situation), a_payer(situation), situation.modele.circuit
    commune = f"{centre.code_postal} {centre.commune}".strip() if centre is not None else ""
    lieu = centre and {
        "intitule": centre.intitule,
        "adresse": ", ".join(filter(None, (centre.adresse, commune))),
        "courriel": centre.courriel,
        "offre": [[epreuve, [list(d) for d in details]] for epreuve, details in offre_choisie(situation)],
    }
    frais = du and {
        "lignes": [
            [f"{une.intitule} ({une.detail})" if une.detail else une.intitule, formater_montant(une.montant)]
            for une in du.lignes
        ],
        "total": formater_montant(du.total),
        "a_qui": du.a_qui,
        "quand": du.quand,
        "regle": en_donnees(du.regle_dite),
        "remboursable": du.remboursable,
    }
    return {
        "centre": lieu, "frais": frais, "demande": circuit.propre,
        "modifiable": "modifier" in circuit.transitions,
    }  # fmt: skip


def _contact(situation: Situation) -> Imprime | None:
    contact = contact_de(situation)
    if contact is None:
        return None
    return {
        "service": contact.service,
        "courriel": contact.courriel or "",
        "telephones": list(contact.telephones),
        "adresse": contact.adresse or "",
        "site": contact.site or "",
    }


def _envoi(envoi: Envoi) -> Imprime:
    return {
        "phrase": envoi.phrase,
        "adresse": envoi.adresse,
        "canal": envoi.canal,
        "rubriques": [
            {
                "intitule": rubrique.intitule,
                "pieces": [{**asdict(p), "aide": en_donnees(p.aide)} for p in rubrique.pieces],
            }
            for rubrique in envoi.rubriques
        ],
    }


def _signer(situation: Situation, document: DocumentDeclare) -> bool:
    return document.a_signer or (document.code == CONFIRMATION and situation.modele.confirmation == "signee")


def _retour(situation: Situation, document: DocumentDeclare) -> Imprime | None:
    """Where, and until when, a signed document goes back (G-325, G-326, S-239); `adresse` is empty online."""
    if not _signer(situation, document):
        return None
    due = next((d for d in pieces_dues(situation) if d.piece.type == "confirmation"), None)
    calendrier = situation.modele.calendrier
    limite = calendrier.pieces.fermeture if due is None else due.limite
    canaux = () if due is None else (due.piece.canal, *due.piece.autres_canaux)
    return {
        "avant": avant(limite, calendrier.fuseau),
        "en_ligne": "en_ligne" in canaux,
        "courrier": "courrier" in canaux or due is None,
        "adresse": _adresse(situation, due) if "en_ligne" not in canaux or "courrier" in canaux else "",
    }


def _adresse(situation: Situation, due: PieceDue | None) -> str:
    return adresse_du_service(contact_de(situation)) if due is None else adresse_de(situation, due)


def _textes(situation: Situation, document: DocumentDeclare) -> list[Imprime]:
    """The document's own text, then the notice texts that its page shows."""
    ou = {CONFIRMATION: "confirmation", DEMANDE: "pieces"}.get(document.code, document.code)
    textes = [_information(situation, une) for une in informations(situation, ou)]
    if document.texte is not None:
        textes.insert(
            0, {"intitule": "", "attention": False, "texte": en_donnees(document.texte.rendre(situation))}
        )
    return textes


def informations(situation: Situation, ou: str) -> tuple[Information, ...]:
    """Return the notice texts of one place whose condition holds."""
    return tuple(i for i in situation.modele.informations if ou in i.ou and i.si.evaluer(situation) is True)


def _information(situation: Situation, information: Information) -> Imprime:
    return {
        "intitule": information.intitule or "",
        "attention": information.niveau == "attention",
        "texte": en_donnees(information.texte.rendre(situation)),
    }


def en_donnees(rendu: Rendu | None) -> Imprime | None:
    """Return a text as plain data, which templates read like the text itself."""
    if rendu is None:
        return None
    blocs = [
        {"genre": bloc.genre, "lignes": [[_morceau(m) for m in ligne] for ligne in bloc.lignes]}
        for bloc in rendu.blocs
    ]
    return {"blocs": blocs}


def _morceau(morceau: Any) -> Mapping[str, str]:
    adresse = {"adresse": morceau.adresse} if isinstance(morceau, Lien) else {}
    return {"genre": morceau.genre, "texte": morceau.texte, **adresse}
