"""An account attached to one centre from the page of its périmètre."""

from __future__ import annotations

from sqlalchemy import select

from portal.db import db, ecriture
from portal.services.portail import Portail
from portal.tables.agent import Agent, Perimetre
from tests import centres, fabriques
from tests.client import ClientMaison


def test_un_compte_de_centre_se_rattache_en_cherchant_son_centre(
    client: ClientMaison, portail: Portail
) -> None:
    centres.publier(portail)
    identifiant, compte = centres.centre(), fabriques.compte("centre").id
    with ecriture() as s:
        s.add(Agent(compte_id=compte))
    client.connecter(fabriques.compte("administrateur"))
    adresse = f"/administration/comptes/{compte}/perimetre"
    assert "Un seul centre" not in client.get(adresse).text
    trouve = client.get(f"{adresse}?academie=&famille=centres_essai&q=lille").text
    assert 'name="centre" value="LILLE" checked' in trouve
    assert "Aucun centre ne répond" in client.get(f"{adresse}?famille=centres_essai&q=nulle part").text
    part = {"academie": "", "famille": "centres_essai"}
    assert client.post(adresse, data=part).status_code == 422
    assert client.post(adresse, data=part | {"centre": "AUCUN"}).status_code == 422
    assert client.post(adresse, data=part | {"centre": "LILLE"}).status_code == 303
    assert "centre Centre Lille (Lille)" in client.get(adresse).text
    assert db.session.scalars(select(Perimetre.centre_id)).one() == identifiant
