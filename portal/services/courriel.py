"""Mail: written with the fact that it tells, sent after the commit, tried again until it left.

Sent at least once: a process that dies between the server's « 250 » and our commit sends that mail
again, with the same Message-ID.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from portal.adapters.courrier import CourrierRefuse, Lettre
from portal.db import apres_commit, inserer_une_fois
from portal.services.bail import File
from portal.services.portail import Portail
from portal.tables.courriel import CourrielSortant

# Two days in all: long enough for a mail server that is repaired on Monday morning.
DELAIS = tuple(timedelta(seconds=s) for s in (10, 30, 60, 300, 900, 1800)) + (timedelta(hours=1),) * 46
ESSAIS_MAX = len(DELAIS) + 1
_C = CourrielSortant
_FILE = File(_C, ("a_envoyer", "a_reessayer"), _C.essai_apres)
_LETTRE = (_C.message_id, _C.destinataire, _C.objet, _C.texte, _C.html, _C.cree_le)


def deposer_courriel(
    portail: Portail,
    code: str,
    destinataire: str,
    contexte: Mapping[str, Any],
    *,
    cle: str | None = None,
    compte_id: int | None = None,
    candidature_id: int | None = None,
    apres: datetime | None = None,
) -> bool:
    """Put a mail in the outbox. Runs inside `ecriture()`: it leaves only if the transaction commits.

    In: `code` names the templates `courriels/<code>.objet.txt` and `courriels/<code>.txt`; `contexte` is
    what they may say (besides `portail` and `nom_en_phrase`, the name alone and in a sentence, and
    `base_url`); `cle` makes asking twice send once; `apres` keeps it back until then.
    The subject gets the prefix of the instance.
    Out: False when a mail of that `cle` exists already. Raises ValueError for a line break in an address.
    """
    lettre = preparer_courriel(portail, code, destinataire, contexte)
    depose = inserer_une_fois(
        CourrielSortant,
        "cle",
        {
            "cle": cle or f"{code}:{secrets.token_hex(16)}",
            "code": code,
            "message_id": lettre.message_id,
            "destinataire": destinataire,
            "objet": lettre.objet,
            "texte": lettre.texte,
            "html": lettre.html,
            "essai_apres": apres or lettre.le,
            "cree_le": lettre.le,
            "compte_id": compte_id,
            "candidature_id": candidature_id,
        },
    )
    if depose:
        apres_commit(portail.reveil)
    return depose


def preparer_courriel(portail: Portail, code: str, destinataire: str, contexte: Mapping[str, Any]) -> Lettre:
    """Write a mail and keep it nowhere. Arguments and errors are those of `deposer_courriel`."""
    objet, texte = _rediger(portail, code, contexte)
    html = _en_html(portail, objet, texte)
    return Lettre(_message_id(portail), destinataire, objet, texte, html, portail.horloge.maintenant())


def envoyer_prochain(portail: Portail) -> bool:
    """Send the mail that waits longest; say whether there was one. No transaction is open meanwhile."""
    prise = _FILE.prendre(portail, *_LETTRE)
    if prise is None:
        return False
    identifiant, essai, *lettre = prise
    try:
        if essai > ESSAIS_MAX:
            raise CourrierRefuse("too many tries, the last ones without an answer", definitif=True)
        portail.courrier.envoyer(Lettre(*lettre))
    except CourrierRefuse as refus:
        _noter_refus(portail, identifiant, essai, refus)
    else:
        _FILE.noter(identifiant, essai, etat="envoye", envoye_le=portail.horloge.maintenant(), erreur=None)
    return True


def relancer(portail: Portail, courriel_id: int) -> bool:
    """Put a mail that failed back in the queue, with new tries; say whether it was one that failed."""
    return _FILE.relancer(portail, courriel_id)


def _noter_refus(portail: Portail, identifiant: int, essai: int, refus: CourrierRefuse) -> None:
    if refus.definitif or essai >= ESSAIS_MAX:
        _FILE.noter(identifiant, essai, etat="echec", erreur=str(refus))
        return
    suite = portail.horloge.maintenant() + DELAIS[essai - 1]
    _FILE.noter(identifiant, essai, etat="a_reessayer", essai_apres=suite, erreur=str(refus))


def _rediger(portail: Portail, code: str, contexte: Mapping[str, Any]) -> tuple[str, str]:
    config = portail.config
    tout = {
        "portail": config.nom_portail,
        "nom_en_phrase": config.nom_en_phrase,
        "base_url": config.base_url,
        **contexte,
    }
    objet = portail.gabarits.get_template(f"courriels/{code}.objet.txt").render(tout)
    texte = portail.gabarits.get_template(f"courriels/{code}.txt").render(tout)
    return " ".join([config.prefixe_courriel, *objet.split()]), texte.strip() + "\n"


def _en_html(portail: Portail, objet: str, texte: str) -> str:
    """Put the text in the one layout: paragraphs at blank lines, « Label : https://… » as links."""
    paragraphes = [paragraphe.split("\n") for paragraphe in texte.strip().split("\n\n")]
    gabarit = portail.gabarits.get_template("courriels/mise_en_page.html")
    return gabarit.render(objet=objet, paragraphes=paragraphes, portail=portail.config.nom_portail)


def _message_id(portail: Portail) -> str:
    hote = urlsplit(portail.config.base_url).hostname or "portail.invalid"
    return f"<{secrets.token_hex(16)}@{hote}>"
