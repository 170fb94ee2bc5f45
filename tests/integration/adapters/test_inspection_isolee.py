"""The decoding stands in a process of its own: whatever happens there, the portal only says no."""

import errno
import os
import shutil
import subprocess
import sys
import threading
import tracemalloc
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image

from portal.adapters.inspection import InspectionIsolee, processus
from portal.adapters.inspection.processus import ILLISIBLE, dans_un_enfant
from portal.domain.fichier import FichierIllisible, FichierRefuse, ImageTropGrande, PdfActif
from portal.domain.piece import FORMATS, TAILLE_PAR_DEFAUT
from tests import fichiers

MO = 1024 * 1024


def ecrire(dossier: Path, octets: bytes, nom: str = "recue") -> Path:
    chemin = dossier / nom
    chemin.write_bytes(octets)
    return chemin


def a_la_place_de_l_enfant(monkeypatch: pytest.MonkeyPatch, dossier: Path, commandes: str) -> None:
    faux = ecrire(dossier, f"#!/bin/sh\n{commandes}\n".encode(), "faux")
    faux.chmod(0o700)
    monkeypatch.setattr(processus.sys, "executable", str(faux))


def test_un_enfant_inspecte_redresse_assemble_et_dessine(tmp_path: Path) -> None:
    inspection = InspectionIsolee()
    recue = ecrire(tmp_path, fichiers.photo(6))
    inspecte = inspection.inspecter(recue, "photo.jpg", FORMATS, TAILLE_PAR_DEFAUT, None)
    with Image.open(inspection.normaliser(recue, inspecte, tmp_path)) as droite:
        assert droite.size == (60, 40)
    chemin, assemble = inspection.assembler([recue, recue], "photo.jpg", tmp_path)
    assert assemble.pages == 2
    assert len(list(inspection.images(chemin, "pdf"))) == 2


@pytest.mark.parametrize(
    ("octets", "refus"),
    [
        (fichiers.pdf(1, fichiers.a_l_ouverture("/JavaScript", JS="x")), PdfActif),
        (fichiers.png_immense(), ImageTropGrande),
        (fichiers.photo(taille=(600, 400))[:1500], FichierIllisible),
    ],
)
def test_le_refus_d_un_enfant_revient_en_phrase(
    tmp_path: Path, octets: bytes, refus: type[FichierRefuse]
) -> None:
    with pytest.raises(refus, match="«\u00a0piece.pdf\u00a0»"):
        InspectionIsolee().inspecter(ecrire(tmp_path, octets), "piece.pdf", FORMATS, TAILLE_PAR_DEFAUT, None)


@pytest.mark.parametrize(
    "commandes",
    ["kill -9 $$", "exit 1", "echo bonjour", "echo '[1]'", "exit 0", "exec sleep 30"],
    ids=["tue", "en_erreur", "bavard", "sans_objet", "muet", "endormi"],
)
def test_un_enfant_qui_tombe_fait_refuser_le_fichier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, commandes: str
) -> None:
    a_la_place_de_l_enfant(monkeypatch, tmp_path, commandes)
    assert dans_un_enfant("inspecter_pdf", {"chemin": "x"}, duree_max_s=0.3) == ILLISIBLE


def test_une_photo_dont_l_enfant_tombe_ne_laisse_rien(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = tmp_path / "envois"
    dossier.mkdir()
    recue = ecrire(tmp_path, fichiers.photo())
    a_la_place_de_l_enfant(monkeypatch, tmp_path, "kill -9 $$")
    with pytest.raises(FichierIllisible):
        InspectionIsolee().assembler([recue], "lot", dossier)
    assert not list(dossier.iterdir())


def test_un_disque_plein_n_est_pas_la_faute_du_fichier(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recue = ecrire(tmp_path, fichiers.photo())
    a_la_place_de_l_enfant(monkeypatch, tmp_path, "exit 1")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1000))
    with pytest.raises(OSError, match="No space left") as panne:
        InspectionIsolee().assembler([recue], "lot", tmp_path)
    assert panne.value.errno == errno.ENOSPC


def test_une_reponse_qui_ne_dit_rien_est_un_refus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_la_place_de_l_enfant(monkeypatch, tmp_path, "echo '{}'")
    with pytest.raises(FichierIllisible):
        InspectionIsolee().inspecter(ecrire(tmp_path, fichiers.pdf()), "a", FORMATS, TAILLE_PAR_DEFAUT, None)


def test_l_enfant_ne_connait_aucun_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "s" * 32)
    a_la_place_de_l_enfant(monkeypatch, tmp_path, f"env > {tmp_path}/vu")
    dans_un_enfant("inspecter_pdf", {})
    assert "PORTAL" not in (tmp_path / "vu").read_text()


@pytest.mark.parametrize(
    ("abus", "fin"),
    [
        ("bytearray(800 * 1024 * 1024)", "MemoryError"),
        ("open('gros', 'wb').write(bytes(201 * 1024 * 1024))", "File too large"),
        ("[open('/dev/null') for _ in range(80)]", "Too many open files"),
    ],
)
def test_l_enfant_a_des_limites(tmp_path: Path, abus: str, fin: str) -> None:
    code = f"from portal.adapters.inspection.enfant import _limiter; _limiter(); {abus}"
    fait = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, cwd=tmp_path)
    assert fait.returncode != 0
    assert fin in fait.stderr


def test_pas_plus_de_deux_enfants_a_la_fois(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commandes = "ls un.* 2>/dev/null | wc -l >> vus; touch un.$$; sleep 0.1; rm un.$$"
    a_la_place_de_l_enfant(monkeypatch, tmp_path, f"cd {tmp_path}; {commandes}")
    fils = [threading.Thread(target=dans_un_enfant, args=("inspecter_pdf", {})) for _ in range(6)]
    for un in fils:
        un.start()
    for un in fils:
        un.join()
    vus = [int(ligne) for ligne in (tmp_path / "vus").read_text().split()]
    assert len(vus) == 6
    assert max(vus) <= 1


def test_l_appelant_ne_grossit_pas(tmp_path: Path) -> None:
    inspection = InspectionIsolee()
    octets = fichiers.photo(6, taille=(4000, 3000))
    recue = ecrire(tmp_path, octets + os.urandom(5 * MO - len(octets)))
    tracemalloc.start()
    try:
        inspecte = inspection.inspecter(recue, "photo.jpg", FORMATS, TAILLE_PAR_DEFAUT, None)
        inspection.normaliser(recue, inspecte, tmp_path)
        inspection.assembler([recue, recue], "photo.jpg", tmp_path)
        for _ in inspection.images(recue, "jpg"):
            pass
        _, sommet = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sommet < 3 * MO
