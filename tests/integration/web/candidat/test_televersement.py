"""Files as a browser sends them: names, sizes, cuts, full disks, and who asks (issue 3, section 4)."""

from __future__ import annotations

import errno
import io
from datetime import timedelta
from pathlib import Path

import pytest

from portal.adapters.horloge import HorlogeReglable
from portal.services.portail import Portail
from portal.web.corps import ENTETE_MANDATAIRE, noter_l_arrivee
from tests import fabriques
from tests.client import ClientMaison
from tests.enonces.depot_pieces import Personne, lisible, se_presenter
from tests.fichiers import EXE, a_l_ouverture, archive, pdf, photo, png_immense
from tests.parcours import CLOTURE
from tests.pieces import PDF, en_vigueur, ligne, poster


@pytest.fixture
def ici(portail: Portail, client: ClientMaison) -> Personne:
    return se_presenter(portail, client)


HOSTILES = [
    pytest.param("vide.pdf", b"", "est vide", id="an empty file"),
    pytest.param("facture.pdf", EXE, "programme Windows", id="a renamed exe"),
    pytest.param("piege.pdf", pdf(avec=a_l_ouverture("/JavaScript", JS="x")), "JavaScript", id="script"),
    pytest.param("secret.pdf", pdf(user_password="x"), "mot de passe", id="password"),
    pytest.param("page.pdf", b"<!doctype html><html>%PDF-1.4" + PDF, "page HTML", id="HTML before %PDF-"),
    pytest.param("geante.png", png_immense(), "30 000 × 30 000 pixels", id="30,000 pixels"),
    pytest.param("coupe.jpg", photo()[:200], "ne peut pas être lu", id="cut half-way"),
]


@pytest.mark.parametrize(("nom", "octets", "dit"), HOSTILES)
def test_un_fichier_refuse_est_nomme_avec_sa_raison(ici: Personne, nom: str, octets: bytes, dit: str) -> None:
    """With and without the script; what was refused leaves nothing behind."""
    page = poster(ici.client, ici.cle, "identite", (nom, octets))
    assert page.status_code == 422
    assert dit in lisible(page.text)
    assert nom in lisible(page.text)
    reponse = poster(ici.client, ici.cle, "identite", (nom, octets), script=True)
    assert reponse.status_code == 422
    (ecarte,) = reponse.json["ecartes"]  # type: ignore[index]
    assert (ecarte["nom"], reponse.json["deposes"]) == (nom, [])  # type: ignore[index]
    assert not list(ici.portail.config.dossier_envois.iterdir())


def test_un_zip_est_garde_sans_etre_ouvert(ici: Personne) -> None:
    """A bomb is a file like another one: 10 Mo of zeros in a few kilobytes."""
    bombe = archive({"zeros": bytes(10_000_000)})
    ici.deposer(nom="tout.zip", octets=bombe)
    (garde,) = en_vigueur(ici.cle, "identite")
    assert (garde.format, garde.taille, garde.pages) == ("zip", len(bombe), None)


@pytest.mark.parametrize(
    ("nom", "garde"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("l'été «2025».pdf", "l'été «2025».pdf"),
        ("بطاقة الهوية.pdf", "بطاقة الهوية.pdf"),
        ("é" * 300 + ".pdf", "é" * 96 + ".pdf"),
        ("sans extension", "sans extension.pdf"),
    ],
)
def test_un_nom_hostile_devient_un_nom_propre(ici: Personne, nom: str, garde: str) -> None:
    ici.deposer(nom=nom)
    (depot,) = en_vigueur(ici.cle, "identite")
    assert depot.nom == garde
    reponse = ici.client.get(f"/justificatifs/{ici.cle}/identite/fichiers/{depot.cle}")
    assert "\n" not in reponse.headers["Content-Disposition"]
    assert reponse.headers["Content-Disposition"].startswith("attachment; filename")


def test_un_fichier_se_rend_enferme(ici: Personne) -> None:
    """Whatever is in it, no browser takes it for a page of ours."""
    ici.deposer()
    adresse = f"/justificatifs/{ici.cle}/identite/fichiers/{ligne(ici.cle, 'identite').depots[0].cle}"
    entetes = ici.client.get(adresse).headers
    assert entetes["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in entetes["Content-Security-Policy"]
    assert entetes["Cache-Control"] == "no-store"


def test_rien_de_quelqu_un_d_autre_n_existe(ici: Personne, app: object) -> None:
    ici.deposer()
    depot = ligne(ici.cle, "identite").depots[0].cle
    adresse = f"/justificatifs/{ici.cle}/identite/fichiers/{depot}"
    ici.client.connecter(fabriques.compte())
    assert ici.client.get(adresse).status_code == 404
    assert ici.client.post(f"{adresse}/supprimer").status_code == 404
    assert poster(ici.client, ici.cle, "identite", ("a.pdf", PDF)).status_code == 404
    assert ici.client.get(f"/justificatifs/{ici.cle}").status_code == 404
    assert len(en_vigueur(ici.cle, "identite")) == 1


def test_la_limite_de_taille_est_levee_pour_les_envois_seulement(ici: Personne) -> None:
    """3 Mo pass where pièces are added, and nowhere else; an absurd weight passes nowhere."""
    trois = bytes(3 * 1024 * 1024)
    assert poster(ici.client, ici.cle, "identite", ("gros.pdf", PDF + trois)).status_code in (303, 422)
    ailleurs = ici.client.post(
        f"/justificatifs/{ici.cle}/identite/precisions", data={"motif": trois.decode()}
    )
    assert ailleurs.status_code == 413
    absurde = {"CONTENT_LENGTH": str(500 * 1024 * 1024)}
    adresse = f"/justificatifs/{ici.cle}/identite/ajouter"
    reponse = ici.client.post(
        adresse, data=b"--x", content_type="multipart/form-data; boundary=x", environ_overrides=absurde
    )
    assert reponse.status_code == 413


def test_un_envoi_coupe_a_mi_chemin_ne_laisse_rien(ici: Personne) -> None:
    """The network is lost: neither a file half kept, nor one that waits for ever."""
    entete = b'--x\r\nContent-Disposition: form-data; name="fichiers"; filename="a.pdf"\r\n\r\n'
    moitie = entete + PDF[:50]
    reponse = ici.client.post(
        f"/justificatifs/{ici.cle}/identite/ajouter",
        input_stream=io.BytesIO(moitie),
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": str(len(moitie) + 1000)},
    )
    assert reponse.status_code in (400, 422)
    assert "Aucun fichier" in ici.piece("identite")


def test_un_disque_plein_le_dit_et_ne_perd_rien(ici: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
    def plein(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ici.portail.stockage, "deposer", plein)
    reponse = poster(ici.client, ici.cle, "identite", ("a.pdf", PDF))
    assert reponse.status_code == 507
    assert "n'a pas la place" in lisible(reponse.text)
    assert "Aucun fichier" in ici.piece("identite")


def test_un_disque_plein_pendant_la_reception_le_dit_aussi(
    ici: Personne, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plein(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("portal.web.corps.tempfile.NamedTemporaryFile", plein)
    assert poster(ici.client, ici.cle, "identite", ("a.pdf", PDF)).status_code == 507


def test_l_instant_qui_compte_est_celui_ou_la_demande_arrive(ici: Personne, horloge: HorlogeReglable) -> None:
    """The body takes five minutes to come, and the deposit closes meanwhile."""
    horloge.regler(CLOTURE - timedelta(minutes=1))
    ici.client.connecter(ici.candidat.compte)

    class Lent(io.BytesIO):
        def readinto(self, tampon: bytearray) -> int:  # type: ignore[override]
            horloge.regler(CLOTURE + timedelta(minutes=4))
            return super().readinto(tampon)

        def read(self, *tout: int) -> bytes:  # type: ignore[override]
            horloge.regler(CLOTURE + timedelta(minutes=4))
            return super().read(*tout)

    assert envoyer(ici, Lent) == 303
    (garde,) = en_vigueur(ici.cle, "identite")
    assert (garde.commence_le, garde.depose_le) == (
        CLOTURE - timedelta(minutes=1),
        CLOTURE + timedelta(minutes=4),
    )
    assert envoyer(ici, io.BytesIO) == 403


def envoyer(ici: Personne, flux: type[io.BytesIO]) -> int:
    corps = (
        b'--x\r\nContent-Disposition: form-data; name="fichiers"; filename="a.pdf"\r\n\r\n'
        + PDF
        + b"\r\n--x--\r\n"
    )
    return ici.client.post(
        f"/justificatifs/{ici.cle}/identite/ajouter",
        input_stream=flux(corps),
        content_type="multipart/form-data; boundary=x",
        content_length=len(corps),
    ).status_code


@pytest.mark.parametrize(
    ("mandataires", "annonce", "retard"),
    [
        pytest.param(1, "t={:.3f}", 180, id="a proxy that kept it for three minutes"),
        pytest.param(0, "t={:.3f}", 0, id="no proxy: anybody may write the header"),
        pytest.param(1, "demain", 0, id="unreadable"),
    ],
)
def test_un_mandataire_dit_depuis_quand_il_tient_la_demande(
    portail: Portail, horloge: HorlogeReglable, mandataires: int, annonce: str, retard: int
) -> None:
    from dataclasses import replace

    vu: list[object] = []
    derriere = replace(portail, config=replace(portail.config, proxies=mandataires))
    suite = noter_l_arrivee(lambda environ, _: vu.append(environ["portail.arrivee"]) or [], derriere)  # type: ignore[func-returns-value]
    recue = horloge.maintenant() - timedelta(seconds=180)
    suite({ENTETE_MANDATAIRE: annonce.format(recue.timestamp())}, None)
    assert vu == [horloge.maintenant() - timedelta(seconds=retard)]


def test_un_mandataire_qui_ment_n_est_pas_cru(portail: Portail, horloge: HorlogeReglable) -> None:
    from dataclasses import replace

    vu: list[object] = []
    derriere = replace(portail, config=replace(portail.config, proxies=1))
    suite = noter_l_arrivee(lambda environ, _: vu.append(environ["portail.arrivee"]) or [], derriere)  # type: ignore[func-returns-value]
    for ecart in (timedelta(hours=-2), timedelta(minutes=5)):
        suite({ENTETE_MANDATAIRE: f"t={(horloge.maintenant() + ecart).timestamp()}"}, None)
    suite({ENTETE_MANDATAIRE: "t=1e400"}, None)
    assert vu == [horloge.maintenant()] * 3


def test_les_fichiers_attendent_sur_le_disque(ici: Personne, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read from the folder of what arrives, and gone from it when the answer leaves."""
    vus: list[Path] = []
    vraie = type(ici.portail.inspection).inspecter

    def inspecter(soi: object, chemin: Path, *tout: object) -> object:
        vus.append(chemin)
        return vraie(soi, chemin, *tout)  # type: ignore[arg-type]

    monkeypatch.setattr(type(ici.portail.inspection), "inspecter", inspecter)
    ici.deposer()
    assert [un.parent for un in vus] == [ici.portail.config.dossier_envois]
    assert not any(un.exists() for un in vus)


def test_le_script_lit_ce_qui_est_garde_et_ce_qui_ne_l_est_pas(ici: Personne) -> None:
    reponse = poster(ici.client, ici.cle, "identite", ("bon.pdf", PDF), ("mauvais.exe", EXE), script=True)
    assert reponse.status_code == 422
    assert reponse.json["deposes"] == ["bon.pdf"]  # type: ignore[index]
    assert [un["nom"] for un in reponse.json["ecartes"]] == ["mauvais.exe"]  # type: ignore[index]
    assert poster(ici.client, ici.cle, "identite", script=True).json == {
        "message": "Choisissez au moins un fichier."
    }
    fige = poster(ici.client, ici.cle, "dossier", ("a.pdf", PDF), script=True)
    assert (fige.status_code, fige.json) == (409, {"message": "Cette pièce ne se dépose pas en ligne."})
