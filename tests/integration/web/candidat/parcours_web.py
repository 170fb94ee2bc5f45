"""A candidate in front of the form, in a browser without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

from werkzeug.test import TestResponse

from portal.services import saisie
from portal.services.portail import Portail
from portal.tables import Candidat
from tests import fabriques
from tests.client import ClientMaison
from tests.parcours import IDENTIFICATION

# The person and the answers of guide 002 §5.
RESSOURCES = {
    "corps": "contractuel_1d",
    "statut": "titulaire",
    "position": "activite",
    "exercice_pays": "FR",
    "exercice_departement": "078",
    "exercice_localite.code_postal": "78000",
    "exercice_localite.commune": "78646",
    "exercice_etablissement.nom": "Établissement pénitentiaire",
    "exercice_etablissement.uai": "0783371R",
}


@dataclass
class Formulaire:
    """The pages of one candidature."""

    client: ClientMaison
    cle: str

    def adresse(self, fin: str) -> str:
        return f"/inscriptions/{self.cle}/{fin}"

    def voir(self, fin: str) -> TestResponse:
        return self.client.get(self.adresse(fin))

    def onglet(self, code: str) -> TestResponse:
        return self.voir(f"onglets/{code}")

    def suivant(self, code: str, valeurs: Mapping[str, Any], action: str = "") -> TestResponse:
        """Press a button of a tab, on the page as it is now."""
        page = self.onglet(code).text
        trouvee = re.search(r'name="revision" value="(\d+)"', page)
        revision = trouvee[1] if trouvee else "999"
        envoi = {**valeurs, "revision": revision} | ({"action": action} if action else {})
        return self.client.post(self.adresse(f"onglets/{code}"), data=envoi)

    def enregistrer(self) -> TestResponse:
        return self.client.post(self.adresse("enregistrer"))


def ouvrir(portail: Portail, client: ClientMaison, slug: str, specialite: str | None = None) -> Formulaire:
    """Start a candidature and log its candidate in."""
    candidat = fabriques.candidat()
    return rouvrir(portail, client, candidat, slug, specialite)


def rouvrir(
    portail: Portail, client: ClientMaison, candidat: Candidat, slug: str, specialite: str | None = None
) -> Formulaire:
    cle = saisie.commencer(portail, candidat, slug, specialite).cle
    client.connecter(candidat.compte)
    return Formulaire(client, cle)


def remplir_certification(formulaire: Formulaire) -> TestResponse:
    """Go through every tab of the certification of guide 002; return the récapitulatif."""
    formulaire.suivant("identification", IDENTIFICATION)
    formulaire.suivant("qualification", {"specialite": "arts_cinema"})
    formulaire.suivant("situation", RESSOURCES)
    fin = formulaire.suivant("epreuves", {})
    return formulaire.client.get(fin.location)


def texte(reponse: TestResponse | str) -> str:
    """Return what a page says, on one line, with ordinary spaces and apostrophes."""
    page = reponse if isinstance(reponse, str) else reponse.text
    corps = re.sub(r"(?s).*<main", "<main", page)
    dit = unescape(re.sub(r"<[^>]+>", " ", corps)).replace("\u00a0", " ").replace("’", "'")
    return " ".join(dit.split())


def etapes(reponse: TestResponse) -> list[str]:
    """Return the tab bar as it is read."""
    barre = re.search(r'(?s)<nav class="etapes--large.*?</nav>', reponse.text)
    assert barre is not None
    lignes = re.findall(r"(?s)<li.*?</li>", barre[0])
    return [re.sub(r"^\d+ (?=\d+ - )", "", texte(f"<main>{ligne}")).partition(" (")[0] for ligne in lignes]


def boutons(reponse: TestResponse) -> list[str]:
    """Return the bar of buttons under the form, « (inactif) » after those that cannot be pressed."""
    barre = re.findall(r'(?s)<div class="actions">(.*?)</div>', reponse.text)[-1]
    trouves = re.findall(r"(?s)<(?:a|button)([^>]*class=\"bouton[^>]*)>(.*?)</(?:a|button)>", barre)
    return [texte(f"<main>{dit}") + (" (inactif)" if " disabled" in a else "") for a, dit in trouves]
