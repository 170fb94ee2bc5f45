"""Documents of a candidature: asked for with the fact that calls for them, drawn later by the worker.

Everything printed is taken at the moment of the fact (`Document.contexte`), so that a document never changes.
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import segno
from sqlalchemy import select, update

from portal.adapters.stockage import FichierStocke
from portal.db import db, ecriture
from portal.domain.impression import Edition, imprimer
from portal.domain.modele import DocumentDeclare
from portal.domain.situation import Situation
from portal.services.portail import Portail
from portal.services.tache import deposer_tache
from portal.tables.candidature import Candidature
from portal.tables.document import Document, jeton_verification

TACHE, PUBLIE = "document", "publie"
GABARITS = {
    code: f"pdf/{code}.html"
    for code in (
        "confirmation", "demande_pieces", "relance_pieces", "convocation", "amenagements", "releve_notes",
        "notification_annulation",
    )
}  # fmt: skip


def demander_documents(
    portail: Portail,
    candidature: Candidature,
    moment: str,
    situation: Situation,
    serie: str = "",
    en_plus: Mapping[str, Any] | None = None,
) -> tuple[Document, ...]:
    """Ask for every document that `moment` calls for. Runs inside `ecriture()`.

    In: `moment` is a transition or an event of the modèle; `serie` tells apart documents of one code that
    live side by side (two convocations); `en_plus` is what the page says besides the candidature, over what
    `imprimer` says (« titre » included). Out: the rows, each with its job.
    """
    return tuple(
        demander_document(portail, candidature, document, moment, situation, serie, en_plus)
        for document in situation.modele.documents
        if moment in document.quand and document.si.evaluer(situation) is True
    )


def demander_document(
    portail: Portail,
    candidature: Candidature,
    declare: DocumentDeclare,
    moment: str,
    situation: Situation,
    serie: str = "",
    en_plus: Mapping[str, Any] | None = None,
) -> Document:
    """Ask for the next version of one document, whatever moment it is declared for. Inside `ecriture()`."""
    document = _ajouter(portail, candidature, declare, moment, situation, serie, en_plus or {})
    deposer_tache(portail, TACHE, {"document_id": document.id}, f"{TACHE}:{document.id}")
    return document


def publier_fichier(
    portail: Portail,
    candidature: Candidature,
    situation: Situation,
    titre: str,
    serie: str,
    fichier: FichierStocke,
) -> Document:
    """Publish a PDF of the service, with its mail. Inside `ecriture()`; the same title: next version."""
    declare = DocumentDeclare(code=PUBLIE, intitule=titre, quand=())
    document = _ajouter(portail, candidature, declare, PUBLIE, situation, serie, {})
    document.etat, document.stockage_cle, document.sha256 = "produit", fichier.cle, fichier.cle
    document.taille = fichier.taille
    db.session.flush()
    _annoncer(portail, document.id)
    return document


def produire(portail: Portail, document_id: int) -> None:
    """Draw one document and store it; done once, however often it is asked. Called by the worker.

    Raises what drawing or storing raised, so that the job is tried again; until then it is « echec ».
    """
    document = db.session.get_one(Document, document_id)
    deja, page = document.etat == "produit", _page(portail, document)
    db.session.rollback()
    if deja:
        return
    try:
        fichier = portail.stockage.deposer(io.BytesIO(portail.pdf.rendre(page)))
    except Exception:
        with ecriture():
            _noter(document_id, etat="echec")
        raise
    with ecriture():
        if _noter(
            document_id, etat="produit", stockage_cle=fichier.cle, sha256=fichier.cle, taille=fichier.taille
        ):
            _annoncer(portail, document_id)


def travail(portail: Portail, charge: Mapping[str, Any]) -> None:
    """Do a job of kind TACHE."""
    produire(portail, int(charge["document_id"]))


def adresse_de_verification(portail: Portail, verification: str) -> str:
    """Return the public address printed on a document."""
    return f"{portail.config.base_url}/verification/{verification}"


def _ajouter(
    portail: Portail,
    candidature: Candidature,
    declare: DocumentDeclare,
    moment: str,
    situation: Situation,
    serie: str,
    en_plus: Mapping[str, Any],
) -> Document:
    code = f"{declare.code}.{serie}" if serie else declare.code
    precedent = _precedent(candidature.id, code)
    version = 1 if precedent is None else precedent.version + 1
    verification = jeton_verification()
    edition = Edition(
        le=portail.horloge.maintenant(),
        etat=candidature.etat,
        version=candidature.version,
        numero_candidat=candidature.candidat.numero or "",
        numero_inscription=candidature.numero_inscription or 0,
        adresse=adresse_de_verification(portail, verification),
    )
    contexte = imprimer(situation, declare, edition) | {"moment": moment} | dict(en_plus)
    document = Document(
        candidature_id=candidature.id, code=code, intitule=contexte["titre"], version=version,
        etat="a_produire", le=edition.le, contexte=contexte, verification=verification,
    )  # fmt: skip
    db.session.add(document)
    db.session.flush()
    if precedent is not None:
        precedent.remplace_par = document.id
    return document


def _precedent(candidature_id: int, code: str) -> Document | None:
    return db.session.scalar(
        select(Document)
        .where(Document.candidature_id == candidature_id, Document.code == code)
        .order_by(Document.version.desc())
        .limit(1)
    )


def _page(portail: Portail, document: Document) -> str:
    gabarit = GABARITS.get(document.code.partition(".")[0], "pdf/document.html")
    qr = io.BytesIO()
    # Readers know every mask: to look for the prettiest of the eight takes a tenth of the time of the PDF.
    segno.make(document.contexte["adresse"], error="m", mask=0).save(qr, kind="png", scale=6, border=0)
    image = f"data:image/png;base64,{b64encode(qr.getvalue()).decode()}"
    return portail.gabarits.get_template(gabarit).render(
        d=document.contexte,
        version_document=document.version,
        qr=image,
        portail=portail.config.nom_portail,
        base_url=portail.config.base_url,
    )


def _noter(document_id: int, **valeurs: Any) -> bool:
    """Write the outcome unless the document was produced meanwhile; say whether it was written."""
    ligne = db.session.execute(
        update(Document)
        .where(Document.id == document_id, Document.etat != "produit")
        .values(**valeurs)
        .returning(Document.id)
    )
    return ligne.one_or_none() is not None


def _annoncer(portail: Portail, document_id: int) -> None:
    """Send the mail of a document (003 I « A retenir »), unless its moment has a mail of its own."""
    document = db.session.get_one(Document, document_id)
    from portal.services.candidature import situation_de
    from portal.services.notification import notifier

    candidature = document.candidature
    situation = situation_de(portail, candidature, candidature.candidat, brouillon=False)
    moment = document.contexte.get("moment")
    if any(moment in courriel.quand for courriel in situation.modele.courriels):
        return
    notifier(portail, candidature, "document_publie", situation, document=document)
