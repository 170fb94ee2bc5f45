"""The folder of modèles and the catalogue: what is read again, what is served, what others see."""

from __future__ import annotations

import contextvars
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event, func, select

from portal.adapters.referentiel import referentiel
from portal.app import create_app
from portal.db import db, ecriture
from portal.services import modeles as catalogue
from portal.services.modeles import Catalogue
from portal.services.portail import Portail
from portal.services.publication_dossier import publier_dossier
from portal.tables import SourceModele, VersionModele
from tests.integration.services.dossier_modeles import FAMILLE, MODELE, Atelier, remplacer

SLUG = "poitiers/examen-2026"


# The folder ---------------------------------------------------------------------------------------


def test_un_modele_casse_n_empeche_pas_les_autres(portail: Portail, atelier: Atelier) -> None:
    atelier.ecrire()
    atelier.ecrire(remplacer(MODELE, "session:", "sesion:"), "casse-2026")
    atelier.ecrire("famille: inconnue\n", "sans-famille")
    atelier.ecrire("a: [\n", "illisible")
    (atelier.modeles / "poitiers" / "binaire.yaml").write_bytes(b"\x00\xff\xfe")
    (atelier.modeles / "poitiers" / "dossier.yaml").mkdir()
    bilans = publier_dossier(portail, atelier.modeles, atelier.familles)
    assert [entree.slug for entree in portail.modeles.index()] == [SLUG]
    assert {Path(bilan.fichier).stem for bilan in bilans if bilan.phrases} == {
        "casse-2026", "sans-famille", "illisible", "binaire", "dossier",
    }  # fmt: skip
    source = db.session.get_one(SourceModele, "poitiers/casse-2026.yaml")
    assert source.slug == "poitiers/casse-2026"
    assert source.diagnostics[0].endswith(
        "la clé « sesion » est inconnue ici. Vouliez-vous dire « session » ?"
    )


def test_un_demarrage_ne_relit_que_ce_qui_a_change(portail: Portail, atelier: Atelier) -> None:
    atelier.ecrire()
    atelier.ecrire(remplacer(MODELE, "session:", "sesion:"), "casse-2026")
    assert len(publier_dossier(portail, atelier.modeles, atelier.familles)) == 2
    assert publier_dossier(portail, atelier.modeles, atelier.familles) == ()
    atelier.ecrire(MODELE, "casse-2026")
    (bilan,) = publier_dossier(portail, atelier.modeles, atelier.familles)
    assert bilan.phrases == ()
    assert db.session.get_one(SourceModele, "poitiers/casse-2026.yaml").diagnostics == []
    atelier.ecrire_famille(FAMILLE + "# relue\n")
    assert len(publier_dossier(portail, atelier.modeles, atelier.familles)) == 2


def test_un_fichier_supprime_n_est_plus_un_probleme(portail: Portail, atelier: Atelier) -> None:
    chemin = atelier.ecrire("a: [\n", "illisible")
    publier_dossier(portail, atelier.modeles, atelier.familles)
    chemin.unlink()
    publier_dossier(portail, atelier.modeles, atelier.familles)
    assert db.session.scalar(select(func.count()).select_from(SourceModele)) == 0


def test_une_famille_cassee_est_nommee_et_la_version_publiee_reste_servie(
    portail: Portail, atelier: Atelier
) -> None:
    atelier.ecrire()
    publier_dossier(portail, atelier.modeles, atelier.familles)
    atelier.ecrire_famille(remplacer(FAMILLE, "type: choix", "type: choi"))
    (bilan,) = publier_dossier(portail, atelier.modeles, atelier.familles)
    assert "famille.yaml:10:21" in bilan.phrases[0]
    assert portail.modeles.courant(SLUG) is not None


# Several processes --------------------------------------------------------------------------------


def test_un_autre_processus_voit_ce_qui_vient_d_etre_publie(publier: Any, portail: Portail) -> None:
    publier()
    autre = create_app(replace(portail.config), horloge=portail.horloge, extensions=portail.extensions)

    def regarder() -> tuple[int, datetime]:
        with autre.app_context():
            voisin: Portail = autre.extensions["portail"]
            modele = voisin.modeles.courant(SLUG)
            assert modele is not None
            vu = len(voisin.modeles.index()), modele.calendrier.inscription.fermeture
            db.session.remove()
            return vu

    assert contextvars.Context().run(regarder) == (1, datetime(2025, 11, 19, 16, tzinfo=UTC))
    publier(remplacer(MODELE, "19/11/2025 17:00", "26/11/2025 17:00"))
    publier(nom="autre-2026")
    assert contextvars.Context().run(regarder) == (2, datetime(2025, 11, 26, 16, tzinfo=UTC))
    with autre.app_context():
        db.engine.dispose()


def test_une_requete_lit_le_compteur_une_fois_et_ne_compile_rien(publier: Any, portail: Portail) -> None:
    publier()
    portail.modeles.courant(SLUG)
    db.session.rollback()
    ordres: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: ordres.append(a[2]))
    for _ in range(5):
        portail.modeles.index()
        portail.modeles.courant(SLUG)
    lectures = [ordre for ordre in ordres if not ordre.startswith("BEGIN")]
    assert len(lectures) == 1
    assert "compteur" in lectures[0]


def test_une_version_compilee_l_est_une_fois(publier: Any, portail: Portail) -> None:
    publier()
    premier = portail.modeles.courant(SLUG)
    entree = portail.modeles.entree(SLUG)
    assert entree is not None
    assert portail.modeles.courant(SLUG) is premier
    assert portail.modeles.pour(entree.version_modele_id, SLUG) is premier


def test_ce_qui_sert_le_moins_quitte_la_memoire(
    publier: Any, portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalogue, "COMPILES_AU_PLUS", 2)
    for nom in ("un", "deux", "trois"):
        publier(nom=nom)
    premier = portail.modeles.courant("poitiers/un")
    for nom in ("deux", "un", "trois"):
        portail.modeles.courant(f"poitiers/{nom}")
    assert portail.modeles.courant("poitiers/un") is premier
    assert len(portail.modeles._compiles) == 2


def test_mille_modeles_sont_prets_en_moins_de_trois_secondes(publier: Any, portail: Portail) -> None:
    publier()
    with ecriture() as transaction:
        modele = transaction.scalar(select(VersionModele))
        assert modele is not None
        colonnes = {c.key: getattr(modele, c.key) for c in sa.inspect(VersionModele).columns if c.key != "id"}
        lignes = [{**colonnes, "slug": f"poitiers/m{rang}"} for rang in range(1000)]
        transaction.execute(sa.insert(VersionModele), lignes)
    debut = time.perf_counter()
    neuf = Catalogue(referentiel())
    assert len(neuf.index()) == 1001
    assert neuf.courant("poitiers/m500") is not None
    assert time.perf_counter() - debut < 3
