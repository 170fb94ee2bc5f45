"""Pages, links and files of plugins: served like those of the core, or refused at start."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, render_template, url_for

from portal.domain.extension import LienExtension, Repere
from portal.plugin_manager import PluginInvalide
from portal.web.acces import acces
from tests import fabriques
from tests.client import ClientMaison
from tests.extensions import essai
from tests.integration.web.compte.ecran import ecran

ClientAvec = Callable[..., ClientMaison]
PAGE = """{% extends "base.html" %}
{% from "ui/carte.html" import carte %}
{% block titre %}Essai{% endblock %}
{% block styles %}
<link rel="stylesheet" href="{{ url_for('essai.static', filename='essai.css') }}">{% endblock %}
{% block contenu %}<h1>Une page du plugin</h1>{% call carte() %}<p>Bonjour.</p>{% endcall %}{% endblock %}
"""


@pytest.fixture
def vues(tmp_path: Path) -> Blueprint:
    """A blueprint with a page for each kind of reader, a template and a sheet."""
    (tmp_path / "templates/essai").mkdir(parents=True)
    (tmp_path / "templates/essai/page.html").write_text(PAGE)
    (tmp_path / "static").mkdir()
    (tmp_path / "static/essai.css").write_text(".essai { color: inherit; }")
    faites = blueprint("essai", "/essai", tmp_path)

    @faites.get("/tous")
    @acces("public")
    def tous() -> str:
        return render_template("essai/page.html")

    for nom, profil in (("espace", "candidat"), ("seances", "centre"), ("seances_passees", "centre")):
        page = acces(profil)(lambda: render_template("essai/page.html"))
        faites.add_url_rule(f"/{nom}", nom, page)
    faites.add_url_rule("/une/<cle>", "une", acces("public")(lambda cle: cle))
    return faites


def blueprint(nom: str, prefixe: str | None, dossier: Path | None = None) -> Blueprint:
    return Blueprint(
        nom,
        __name__,
        url_prefix=prefixe,
        root_path=str(dossier) if dossier else None,
        template_folder="templates",
        static_folder="static" if dossier else None,
    )


def liens(*places: tuple[str, str, LienExtension]) -> Callable[[str, str], list[LienExtension]]:
    def portal_liens(lieu: str, profil: str) -> list[LienExtension]:
        return [lien for ou, qui, lien in places if (ou, qui) == (lieu, profil)]

    return portal_liens


def test_une_page_de_plugin_a_l_habillage_du_portail(client_avec: ClientAvec, vues: Blueprint) -> None:
    client = client_avec(portal_vues=lambda: [vues])
    reponse = client.get("/essai/tous")
    vue = ecran(reponse)
    assert vue.titre == "Une page du plugin"
    assert vue.lien("Aide") == "/aide"
    assert reponse.headers["Content-Security-Policy"]
    assert reponse.text.index("style/composants.css") < reponse.text.index("/essai/static/essai.css?v=")


def test_une_page_de_plugin_n_est_ouverte_qu_a_ses_profils(client_avec: ClientAvec, vues: Blueprint) -> None:
    client = client_avec(portal_vues=lambda: [vues])
    assert client.get("/essai/espace").status_code == 303
    client.connecter(fabriques.compte())
    assert client.get("/essai/espace").status_code == 200
    assert client.get("/essai/seances").status_code == 404


def test_les_fichiers_d_un_plugin_se_gardent_comme_ceux_du_portail(
    client_avec: ClientAvec, vues: Blueprint
) -> None:
    client = client_avec(portal_vues=lambda: [vues])
    with client.application.test_request_context():
        adresse = url_for("essai.static", filename="essai.css")
        assert "?" not in url_for("essai.static", filename="absent.css")
    assert client.get(adresse).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/essai/static/essai.css").headers["Cache-Control"] == "public, max-age=3600"
    assert client.get("/essai/static/absent.css").headers["Cache-Control"] == "no-store"
    assert client.get("/essai/static/../templates/essai/page.html").status_code == 404


def test_les_gabarits_de_courriels_d_un_plugin_se_trouvent_apres_ceux_du_coeur(
    client_avec: ClientAvec, tmp_path: Path
) -> None:
    (tmp_path / "courriels").mkdir()
    (tmp_path / "courriels/essai.txt").write_text("Bonjour {{ nom }}")
    (tmp_path / "courriels/activation.txt").write_text("pris au coeur")
    gabarits = client_avec(portal_gabarits=lambda: [tmp_path]).application.extensions["portail"].gabarits
    assert gabarits.get_template("courriels/essai.txt").render(nom="Léa") == "Bonjour Léa"
    assert "pris au coeur" not in Path(gabarits.get_template("courriels/activation.txt").filename).read_text()


def test_un_dossier_de_gabarits_absent_arrete_le_demarrage(client_avec: ClientAvec, tmp_path: Path) -> None:
    with pytest.raises(PluginInvalide, match="plugin essai: no folder of templates"):
        client_avec(portal_gabarits=lambda: [tmp_path / "absent"])


@pytest.mark.parametrize(
    ("nom", "prefixe", "raison"),
    [
        ("compte", "/essai", "there is a blueprint compte already"),
        ("essai", None, "needs a url_prefix"),
        ("essai", "", "needs a url_prefix"),
        ("essai", "/", "needs a url_prefix"),
        ("essai", "/<cle>", "needs a url_prefix"),
        ("essai", "/compte", "the addresses /compte of essai are taken"),
        ("essai", "/gestion/essai", "the addresses /gestion of essai are taken"),
        ("essai", "/static/essai", "the addresses /static of essai are taken"),
        ("essai", "/demonstration", "the addresses /demonstration of essai are taken"),
    ],
)
def test_une_place_deja_prise_arrete_le_demarrage(
    client_avec: ClientAvec, nom: str, prefixe: str | None, raison: str
) -> None:
    with pytest.raises(PluginInvalide, match=f"plugin essai: .*{raison}"):
        client_avec(portal_vues=lambda: [blueprint(nom, prefixe)])


def test_deux_plugins_n_ont_pas_les_memes_adresses(client_avec: ClientAvec) -> None:
    un, autre = (
        essai(nom, portal_vues=lambda nom=nom: [blueprint(nom, "/commun")]) for nom in ("essai_a", "essai_b")
    )
    with pytest.raises(PluginInvalide, match="plugin essai_b: the addresses /commun"):
        client_avec(un, autre)


def test_un_plugin_peut_avoir_plusieurs_ensembles_de_pages(client_avec: ClientAvec) -> None:
    ensembles = [blueprint("essai_a", "/essai"), blueprint("essai_b", "/essai/centre")]
    assert {"essai_a", "essai_b"} <= client_avec(portal_vues=lambda: ensembles).application.blueprints.keys()


def test_une_vue_sans_acces_arrete_le_demarrage(client_avec: ClientAvec, vues: Blueprint) -> None:
    vues.add_url_rule("/oubliee", "oubliee", lambda: "")
    with pytest.raises(PluginInvalide, match="plugin essai: the view essai.oubliee has no @acces"):
        client_avec(portal_vues=lambda: [vues])


def test_une_vue_qui_s_appelle_static_n_est_pas_un_fichier(client_avec: ClientAvec) -> None:
    vues = blueprint("essai", "/essai")
    vues.add_url_rule("/static", "static", lambda: "")
    with pytest.raises(PluginInvalide, match="the view essai.static has no @acces"):
        client_avec(portal_vues=lambda: [vues])


@pytest.mark.parametrize("rendu", [["texte"], 12, [None]])
def test_un_point_qui_rend_autre_chose_arrete_le_demarrage(client_avec: ClientAvec, rendu: Any) -> None:
    with pytest.raises(PluginInvalide, match="plugin essai: portal_vues"):
        client_avec(portal_vues=lambda: rendu)


def test_le_menu_place_les_liens_d_un_plugin_avant_le_compte(
    client_avec: ClientAvec, vues: Blueprint
) -> None:
    client = client_avec(
        portal_vues=lambda: [vues],
        portal_liens=liens(
            ("menu", "candidat", LienExtension("Seconde", "essai.espace", 2)),
            ("menu", "candidat", LienExtension("Première", "essai.espace", 1)),
            ("menu", "", LienExtension("Pour tous", "essai.tous")),
        ),
    )
    assert entrees(client.get("/aide").text)[-3:] == ["Pour tous", "Créer un compte", "Se connecter"]
    client.connecter(fabriques.compte())
    assert entrees(client.get("/essai/espace").text)[-4:] == [
        "Première", "Seconde", "Modifier mon compte", "Se déconnecter",
    ]  # fmt: skip


def test_un_menu_trop_long_a_une_ligne_a_lui(client_avec: ClientAvec, vues: Blueprint) -> None:
    ajout = ("menu", "candidat", LienExtension("Mes certifications", "essai.espace"))
    for menu, longue in (((), False), ((ajout,), True)):
        client = client_avec(portal_vues=lambda: [vues], portal_liens=liens(*menu))
        client.connecter(fabriques.compte())
        assert ("navigation--longue" in client.get("/essai/espace").text) is longue


def entrees(texte: str) -> list[str]:
    """The words of the menu, once."""
    barre = texte[texte.index('class="navigation') : texte.index("</nav>")]
    return re.findall(r"<(?:a|button) [^>]*>([^<]+)<", barre)


SEANCES = (
    ("menu", "centre", LienExtension("Séances", "essai.seances")),
    ("menu", "centre", LienExtension("Passées", "essai.seances_passees", 1)),
)


@pytest.mark.parametrize(
    ("menu", "nom", "courante"),
    [
        (SEANCES, "seances", "Séances"),
        (SEANCES, "seances_passees", "Passées"),
        (SEANCES[:1], "seances_passees", "Séances"),
    ],
)
def test_une_seule_entree_du_menu_est_celle_de_la_page(
    client_avec: ClientAvec, vues: Blueprint, menu: Any, nom: str, courante: str
) -> None:
    client = client_avec(portal_vues=lambda: [vues], portal_liens=liens(*menu))
    client.connecter(fabriques.compte("centre"))
    texte = client.get(f"/essai/{nom}").text
    assert texte.count('aria-current="page"') == 2  # the bar and the disclosure
    assert f'aria-current="page">{courante}<' in texte


def test_un_profil_sans_page_arrive_au_premier_lien_d_un_plugin(
    client_avec: ClientAvec, vues: Blueprint
) -> None:
    for menu, arrivee in ((SEANCES, "/essai/seances"), ((), "/compte")):
        client = client_avec(portal_vues=lambda: [vues], portal_liens=liens(*menu))
        client.connecter(fabriques.compte("centre"))
        assert client.get("/connexion").location == arrivee


@pytest.mark.parametrize(
    ("lieu", "profil", "adresse"),
    [("connexion", "", "/connexion"), ("accueil", "", "/"), ("espace", "candidat", "/candidat")],
)
def test_un_lien_de_plugin_se_montre_a_sa_place(
    client_avec: ClientAvec, vues: Blueprint, lieu: str, profil: str, adresse: str
) -> None:
    lien = LienExtension("Trouver une séance", "essai.tous", aide="Près de chez vous")
    client = client_avec(portal_vues=lambda: [vues], portal_liens=liens((lieu, profil, lien)))
    if profil:
        client.connecter(fabriques.compte(profil))
    texte = client.get(adresse).text
    assert 'href="/essai/tous"' in texte
    assert "Trouver une séance" in texte
    assert "Près de chez vous" in texte


@pytest.mark.parametrize("vue", ["essai.absente", "essai.une", "compte.connexion_post"])
def test_un_lien_qui_ne_mene_nulle_part_arrete_le_demarrage(
    client_avec: ClientAvec, vues: Blueprint, vue: str
) -> None:
    menant = liens(("menu", "", LienExtension("Ailleurs", vue)))
    with pytest.raises(PluginInvalide, match="plugin essai: the link « Ailleurs » leads to no page"):
        client_avec(portal_vues=lambda: [vues], portal_liens=menant)


def test_un_lien_vers_une_page_fermee_arrete_le_demarrage(client_avec: ClientAvec, vues: Blueprint) -> None:
    ferme = LienExtension("Séances", "essai.seances")
    with pytest.raises(PluginInvalide, match="is shut to candidat"):
        client_avec(portal_vues=lambda: [vues], portal_liens=liens(("menu", "candidat", ferme)))
    assert client_avec(portal_vues=lambda: [vues], portal_liens=liens(("accueil", "", ferme)))


def test_les_reperes_d_un_candidat_sont_en_tete_de_chaque_page(client_avec: ClientAvec) -> None:
    appels: list[int] = []

    def reperes(compte_id: int) -> list[Repere]:
        appels.append(compte_id)
        return [Repere("NUC", "4821 0937 K", "Numéro unique de candidat")]

    client = client_avec(portal_reperes=reperes)
    assert "4821" not in client.get("/aide").text
    compte = fabriques.compte()
    identifiant = compte.id
    client.connecter(compte)
    vue = ecran(client.get("/aide"))
    assert "Numéro unique de candidat : NUC 4821 0937 K" in vue.texte
    assert appels == [identifiant]


def test_le_personnel_n_a_pas_de_reperes(client_avec: ClientAvec) -> None:
    client = client_avec(portal_reperes=lambda compte_id: [Repere("NUC", "4821", "Numéro")])
    client.connecter(fabriques.agent())
    assert "4821" not in client.get("/gestion").text


def test_un_repere_qui_echoue_laisse_la_page(client_avec: ClientAvec) -> None:
    client = client_avec(portal_reperes=lambda compte_id: 1 / 0)
    client.connecter(fabriques.compte())
    assert client.get("/aide").status_code == 200
