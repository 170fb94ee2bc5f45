"""What the tests of the guides' chapters on pièces start from: an exam whose pièces are theirs."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from portal.services import fourniture
from portal.services.portail import Portail
from portal.tables import Candidat
from tests import fabriques
from tests.client import ClientMaison
from tests.enonces.lectures import clair
from tests.parcours import inscrire, publier_essai
from tests.pieces import PDF, poster

# The pièces of guide 003, « Joindre »: a group « Nationalité », the signed confirmation, and one by post.
PIECES = """
pieces:
  identite:
    intitule: Document justifiant l'identité
    reference: 1NATID01
    groupe: Nationalité
  confirmation:
    type: confirmation
    intitule: Confirmation d'inscription signée
    reference: CINSIG01
    aide: Datez et signez la confirmation.
    groupe: Confirmation d'inscription
  dossier:
    intitule: Dossier relié
    groupe: Dossier
    canal: courrier
    adresse: Rectorat de Versailles, 78000 Versailles
  visite:
    intitule: Visite médicale
    groupe: Santé
    canal: autre
"""


@dataclass
class Personne:
    """A candidate with a registration, in front of « Mes justificatifs »."""

    portail: Portail
    client: ClientMaison
    candidat: Candidat
    cle: str

    def lire(self, adresse: str = "") -> str:
        """Return a page as it is read, spaces and apostrophes made plain."""
        return lisible(self.client.get(adresse or f"/justificatifs/{self.cle}").text)

    def piece(self, cle: str) -> str:
        """Return what the page says of one pièce, its dialogs left out."""
        page = self.client.get(f"/justificatifs/{self.cle}").text
        debut = page.index(f'id="piece-{cle}"')
        suite = re.split(r'<li class="piece[ "]|<div class="fournir', page[debut:])[0]
        return lisible(re.sub(r"<dialog.*?</dialog>", "", suite, flags=re.S))

    def deposer(self, piece: str = "identite", nom: str = "carte_identite.pdf", octets: bytes = PDF) -> None:
        assert poster(self.client, self.cle, piece, (nom, octets)).status_code == 303

    def fournir(self, rang: int = 0) -> int:
        """Press « J'ai fourni toutes mes pièces »; return the status of the answer."""
        groupe = fourniture.lire(self.portail, self.candidat, self.cle).groupes[rang]
        return self.client.post(f"/justificatifs/{self.cle}/envois/{groupe.cle}").status_code


def se_presenter(portail: Portail, client: ClientMaison, en_plus: str = PIECES) -> Personne:
    """Register to the exam and log in."""
    slug = publier_essai(portail, en_plus=en_plus)
    candidat = fabriques.candidat()
    cle = inscrire(portail, candidat, slug).cle
    client.connecter(candidat.compte)
    return Personne(portail, client, candidat, cle)


def lisible(page: str) -> str:
    """Return the words of a page on one line."""
    texte = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<(script|style).*?</\1>", " ", page, flags=re.S)))
    return re.sub(r" ([,.)])", r"\1", clair(texte))
