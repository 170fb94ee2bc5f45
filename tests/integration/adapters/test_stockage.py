"""Files: what was stored is what is read, or nobody says it was stored."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import pytest

from portal.adapters import stockage
from portal.adapters.stockage import FichierAbsent, FichierAltere, Stockage, StockageLocal, StockageMemoire

CONTENU = b"%PDF-1.4 " + b"x" * 3_000_000


@pytest.fixture(params=["local", "memoire"])
def depot(request: pytest.FixtureRequest, tmp_path: Path) -> Stockage:
    return StockageLocal(tmp_path) if request.param == "local" else StockageMemoire()


def test_un_fichier_depose_est_relu(depot: Stockage) -> None:
    fichier = depot.deposer(io.BytesIO(CONTENU))
    assert (fichier.cle, fichier.taille) == (hashlib.sha256(CONTENU).hexdigest(), len(CONTENU))
    with depot.ouvrir(fichier.cle) as relu:
        assert relu.read() == CONTENU
    assert depot.contient(fichier.cle)
    assert list(depot.cles()) == [fichier.cle]


def test_le_meme_contenu_n_est_garde_qu_une_fois(depot: Stockage) -> None:
    assert depot.deposer(io.BytesIO(b"a")) == depot.deposer(io.BytesIO(b"a"))
    assert len(list(depot.cles())) == 1


def test_supprimer_deux_fois_n_est_pas_une_erreur(depot: Stockage) -> None:
    cle = depot.deposer(io.BytesIO(b"a")).cle
    depot.supprimer(cle)
    depot.supprimer(cle)
    assert not depot.contient(cle)
    with pytest.raises(FichierAbsent):
        depot.ouvrir(cle)


@pytest.mark.parametrize("cle", ["", "../../etc/passwd", "a" * 63, "A" * 64, "/" * 64, "a" * 63 + "\n"])
def test_un_nom_qui_n_est_pas_une_empreinte_n_existe_pas(depot: Stockage, cle: str) -> None:
    with pytest.raises(FichierAbsent):
        depot.ouvrir(cle)
    with pytest.raises(FichierAbsent):
        depot.supprimer(cle)


def test_un_depot_interrompu_ne_laisse_rien(tmp_path: Path) -> None:
    class Coupe(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise ConnectionResetError

    depot = StockageLocal(tmp_path)
    with pytest.raises(ConnectionResetError):
        depot.deposer(Coupe())
    assert [chemin for chemin in tmp_path.rglob("*") if chemin.is_file()] == []


def test_un_disque_qui_ment_est_demasque(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    depot = StockageLocal(tmp_path)

    def remplacer(provisoire: Path, chemin: Path) -> None:
        Path(chemin).write_bytes(Path(provisoire).read_bytes()[:-1])

    monkeypatch.setattr(stockage.os, "replace", remplacer)
    with pytest.raises(FichierAltere):
        depot.deposer(io.BytesIO(b"abc"))


def test_les_fichiers_ne_sont_lisibles_que_par_le_portail(tmp_path: Path) -> None:
    cle = StockageLocal(tmp_path).deposer(io.BytesIO(b"a")).cle
    assert (tmp_path / cle[:2] / cle[2:4] / cle).stat().st_mode & 0o077 == 0


def test_un_fichier_dit_quand_il_a_ete_depose(depot: Stockage) -> None:
    cle = depot.deposer(io.BytesIO(b"a")).cle
    assert depot.depose_le(cle).tzinfo is not None
    depot.supprimer(cle)
    with pytest.raises(FichierAbsent):
        depot.depose_le(cle)


def test_ce_qui_n_a_jamais_fini_d_arriver_s_efface(tmp_path: Path) -> None:
    ici = StockageLocal(tmp_path)
    (tmp_path / "tmp" / "interrompu").write_bytes(b"a")
    garde = ici.deposer(io.BytesIO(b"b")).cle
    debut = ici.depose_le(garde)
    assert ici.nettoyer(debut - timedelta(hours=1)) == 0
    assert ici.nettoyer(debut + timedelta(hours=1)) == 1
    assert list((tmp_path / "tmp").iterdir()) == []
    assert ici.contient(garde)
