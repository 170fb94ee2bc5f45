"""A form whose end was lost on the way is refused: what did not come is not an answer left empty."""

from __future__ import annotations

import io

from portal.services import saisie
from portal.services.portail import Portail
from tests import fabriques
from tests.client import ClientMaison
from tests.parcours import ESSAI, IDENTIFICATION, lu, poster, publier_essai


def test_un_formulaire_recu_a_moitie_n_efface_rien(portail: Portail, client: ClientMaison) -> None:
    publier_essai(portail)
    candidat = fabriques.candidat()
    candidature = saisie.commencer(portail, candidat, ESSAI)
    poster(portail, candidat, candidature, "identification", IDENTIFICATION)
    avant = lu(portail, candidat, candidature).reponses
    client.connecter(candidat.compte)
    moitie = f"action=precedent&revision={candidature.revision}&adresse_1=Ailleurs".encode()
    reponse = client.post(
        f"/inscriptions/{candidature.cle}/onglets/identification",
        input_stream=io.BytesIO(moitie),
        content_type="application/x-www-form-urlencoded",
        # As Gunicorn says it.
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(moitie) + 100)},
    )
    assert reponse.status_code == 400
    assert "n'a pas compris" in reponse.text.replace("&#39;", "'")
    assert lu(portail, candidat, candidature).reponses == avant
