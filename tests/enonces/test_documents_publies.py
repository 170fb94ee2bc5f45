"""Documents that appear in the course of a session: listed, kept in order, each announced by a mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services import document
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature, CourrielSortant, Document
from tests import fabriques
from tests.client import ClientMaison
from tests.integration.web.candidat.parcours_web import texte
from tests.integration.web.candidat.test_documents import travailler
from tests.parcours import CLOTURE, inscrire, publier_essai


@pytest.fixture
def cle(portail: Portail, client: ClientMaison) -> str:
    publier_essai(portail)
    candidat = fabriques.candidat()
    cle = inscrire(portail, candidat).cle
    travailler(portail)
    client.connecter(candidat.compte)
    return cle


def publier(portail: Portail, cle: str, code: str, intitule: str) -> None:
    """Put a document of the service into the candidate space, and draw it."""
    with ecriture():
        candidature = db.session.scalars(select(Candidature).filter_by(cle=cle)).one()
        premier = db.session.scalars(
            select(Document).filter_by(candidature_id=candidature.id, code="confirmation")
        ).one()
        publie = Document(
            candidature_id=candidature.id, code=code, intitule=intitule, version=1,
            le=portail.horloge.maintenant(), contexte={**premier.contexte, "moment": "publier"},
        )  # fmt: skip
        db.session.add(publie)
        db.session.flush()
        identifiant = publie.id
    document.produire(portail, identifiant)


def annonces() -> list[str]:
    cles = db.session.scalars(select(CourrielSortant).order_by(CourrielSortant.id))
    return [un.objet.replace("\N{NO-BREAK SPACE}", " ") for un in cles if "document_publie" in un.cle]


@pytest.mark.parametrize(
    ("code", "intitule"),
    [
        pytest.param("notification", "Notification d'inscription", id="S-132"),
        pytest.param("convocation", "Convocation(s) aux épreuves", id="S-133, G-375, S-254"),
        pytest.param("releve", "Relevé de notes", id="S-134, S-257"),
        pytest.param("relance", "Relance de pièces justificatives", id="G-374, S-253"),
        pytest.param("amenagements", "Notification de mesures d'aménagements", id="S-256"),
    ],
)
def test_un_document_mis_a_disposition_se_lit_et_s_annonce_par_un_mail(
    portail: Portail, client: ClientMaison, cle: str, code: str, intitule: str
) -> None:
    """S-130."""
    avant = annonces()
    publier(portail, cle, code, intitule)
    page = client.get(f"/documents/{cle}")
    assert f"{intitule} : Version n°1 mis à jour le" in texte(page)
    nouveaux = annonces()[len(avant) :]
    assert len(nouveaux) == 1
    assert nouveaux[0].endswith(f"Nouveau document : {intitule}")


def test_les_documents_s_ajoutent_au_fil_de_la_session_meme_apres_la_cloture(
    portail: Portail, client: ClientMaison, cle: str, horloge: HorlogeReglable
) -> None:
    """G-376, G-377, S-247, S-248, S-251, P-022: two convocations, published at two dates, both stay."""
    listes = [texte(client.get(f"/documents/{cle}"))]
    assert "Récapitulatif d'inscription" in listes[0]
    assert "Demande de pièces justificatives" in listes[0]
    for rang, jours in (("écrites", 30), ("orales", 60)):
        horloge.regler(CLOTURE + timedelta(days=jours))
        publier(portail, cle, f"convocation_{jours}", f"Convocation aux épreuves {rang}")
        client.connecter(_candidat().compte)
        listes.append(texte(client.get(f"/documents/{cle}")))
    assert "Convocation aux épreuves écrites" in listes[1]
    assert "orales" not in listes[1]
    assert "Convocation aux épreuves écrites" in listes[2]
    assert "Convocation aux épreuves orales" in listes[2]
    assert "Récapitulatif d'inscription" in listes[2]


def test_la_vignette_d_une_candidature_mene_a_ses_documents(client: ClientMaison, cle: str) -> None:
    """G-348, G-351, G-352, G-356 to G-363."""
    page = client.get("/documents").text
    vignette = page[page.index('<article class="vignette') :].split("</article>")[0]
    assert vignette.count("<svg") == 2
    dit = texte(f"<main>{vignette}")
    assert dit == "ESSAIS 2026 Examen d'essai : Arts Académie de Versailles N° : 001"
    assert f'href="/documents/{cle}"' in vignette
    liste = texte(client.get(f"/documents/{cle}"))
    assert "Récapitulatif d'inscription : Version n°1 mis à jour le 05/11/2025 12:00" in liste


def _candidat() -> Candidat:
    return db.session.scalars(select(Candidat)).one()
