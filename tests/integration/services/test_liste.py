"""The list of candidatures: what a search finds, in which order, page after page, inside a périmètre."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from portal.db import db, ecriture
from portal.domain.curseur import CurseurInvalide
from portal.domain.filtre import Filtre
from portal.services import filtres, page_liste
from portal.services.liste import selectionner
from portal.services.page_liste import Page, compter, lire_page
from portal.services.perimetre import AgentEnPoste, Portion
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests import fabriques
from tests.parcours import publier_essai

DEPART = datetime(2025, 11, 5, 8, 0, tzinfo=UTC)
TOUT = AgentEnPoste(1, "Service", "s@example.org", portions=(Portion(),))


def agent(*portions: Portion) -> AgentEnPoste:
    return AgentEnPoste(1, "Service", "s@example.org", portions=portions)


def filtre(**criteres: str) -> Filtre:
    return Filtre.lire({cle: [valeur] for cle, valeur in criteres.items()})


@pytest.fixture
def version(portail: Portail) -> int:
    slug = publier_essai(portail)
    entree = portail.modeles.entree(slug)
    assert entree is not None
    return entree.version_modele_id


def poser(modele: int, rang: int, candidat: Candidat | None = None, **autres: Any) -> Candidature:
    """Store a recorded candidature, without its form."""
    candidat = candidat or fabriques.candidat()
    valeurs = {
        "slug": "versailles/essai", "famille": "essai", "academie": "versailles", "session_examen": "2026",
        "annee": 2026, "specialite": "arts", "etat": "enregistree", "phase": "deposee", "version": 1,
        "numero_inscription": rang + 1, "enregistree_le": DEPART + timedelta(minutes=rang),
    } | autres  # fmt: skip
    with ecriture() as s:
        candidature = Candidature(
            candidat_id=candidat.id, version_modele_id=modele, cree_le=DEPART, modifiee_le=DEPART, **valeurs
        )
        s.add(candidature)
    return candidature


def cles(page: Page) -> list[str]:
    return [ligne.cle for ligne in page.lignes]


def toutes(portail: Portail, qui: AgentEnPoste, quoi: Filtre) -> list[str]:
    """Walk through every page, forward."""
    vues, page = [], lire_page(portail, qui, quoi)
    while True:
        vues += cles(page)
        if not page.suivante:
            return vues
        page = lire_page(portail, qui, quoi, apres=page.suivante)


@pytest.fixture
def petites_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_liste, "PAR_PAGE", 3)


def test_un_brouillon_n_est_pas_dans_la_liste(portail: Portail, version: int) -> None:
    poser(version, 0, version=0, enregistree_le=None, phase="brouillon", etat="brouillon")
    posee = poser(version, 1)
    assert cles(lire_page(portail, TOUT, Filtre())) == [posee.cle]


@pytest.mark.usefixtures("petites_pages")
@pytest.mark.parametrize("tri", ["recentes", "anciennes", "nom"])
def test_les_pages_se_suivent_sans_trou_ni_double(portail: Portail, version: int, tri: str) -> None:
    posees = [poser(version, rang % 4, numero_inscription=rang + 1) for rang in range(8)]
    attendues = {
        "recentes": sorted(posees, key=lambda c: (c.enregistree_le, c.id), reverse=True),
        "anciennes": sorted(posees, key=lambda c: (c.enregistree_le, c.id)),
        "nom": sorted(posees, key=lambda c: c.id),
    }[tri]
    assert toutes(portail, TOUT, filtre(tri=tri)) == [une.cle for une in attendues]


@pytest.mark.usefixtures("petites_pages")
def test_revenir_en_arriere_redonne_les_memes_pages(portail: Portail, version: int) -> None:
    for rang in range(8):
        poser(version, rang)
    premiere = lire_page(portail, TOUT, Filtre())
    deuxieme = lire_page(portail, TOUT, Filtre(), apres=premiere.suivante)
    troisieme = lire_page(portail, TOUT, Filtre(), apres=deuxieme.suivante)
    assert (len(troisieme.lignes), troisieme.suivante) == (2, "")
    assert cles(lire_page(portail, TOUT, Filtre(), avant=troisieme.precedente)) == cles(deuxieme)
    assert cles(lire_page(portail, TOUT, Filtre(), avant=deuxieme.precedente)) == cles(premiere)
    assert premiere.precedente == ""


@pytest.mark.usefixtures("petites_pages")
def test_une_inscription_qui_arrive_ne_deplace_pas_la_page_suivante(portail: Portail, version: int) -> None:
    posees = [poser(version, rang).cle for rang in range(6)]
    premiere = lire_page(portail, TOUT, Filtre())
    poser(version, 50, numero_inscription=50)
    assert cles(lire_page(portail, TOUT, Filtre(), apres=premiere.suivante)) == posees[2::-1]


def test_le_nom_se_cherche_par_son_debut_sans_accents(portail: Portail, version: int) -> None:
    lefevre = poser(version, 0, fabriques.candidat(nom_naissance="LEFÈVRE", prenoms="Élise"))
    poser(version, 1, fabriques.candidat(nom_naissance="LEROY"))
    assert cles(lire_page(portail, TOUT, filtre(q="lefev"))) == [lefevre.cle]
    assert cles(lire_page(portail, TOUT, filtre(q="Lefèvre éli"))) == [lefevre.cle]
    assert cles(lire_page(portail, TOUT, filtre(q="EVRE"))) == []


@pytest.mark.parametrize("tape", ["le%", "l_roy", "' or 1=1 --", "LEROY\\", '"LEROY'])
def test_un_nom_tape_n_est_jamais_une_commande(portail: Portail, version: int, tape: str) -> None:
    """What is no letter is a space: « le% » is the beginning « LE »."""
    leroy = poser(version, 0, fabriques.candidat(nom_naissance="LEROY"))
    attendu = [leroy.cle] if tape in ("le%", "LEROY\\", '"LEROY') else []
    assert cles(lire_page(portail, TOUT, filtre(q=tape))) == attendu


def test_un_nom_corrige_se_trouve_sous_son_nouveau_nom(portail: Portail, version: int) -> None:
    posee = poser(version, 0, fabriques.candidat(nom_naissance="DURANT"))
    with ecriture():
        db.session.get_one(Candidat, posee.candidat_id).nom_naissance = "ZOLA"
    assert cles(lire_page(portail, TOUT, filtre(q="zola"))) == [posee.cle]
    assert cles(lire_page(portail, TOUT, filtre(q="durant"))) == []


def test_le_numero_l_adresse_et_la_naissance_trouvent_leur_candidat(portail: Portail, version: int) -> None:
    candidat = fabriques.candidat(numero="20250000019", naissance_le=date(2001, 2, 3))
    adresse = candidat.compte.courriel
    une, autre = poser(version, 0, candidat), poser(version, 1, candidat, slug="versailles/autre")
    poser(version, 2)
    for tape in ("20250000019", "2025 0000 019", adresse.upper(), "03/02/2001"):
        assert set(cles(lire_page(portail, TOUT, filtre(q=tape)))) == {une.cle, autre.cle}, tape
    assert cles(lire_page(portail, TOUT, filtre(q="20250000019 - 002"))) == [autre.cle]


def test_les_criteres_s_ajoutent(portail: Portail, version: int) -> None:
    garde = poser(version, 0, etat="validee", phase="inscrite", specialite="danse", categorie="cfa")
    poser(version, 1, etat="validee", phase="inscrite", specialite="arts", categorie="cfa")
    poser(version, 2, specialite="danse")
    criteres = {"etat": "validee", "specialite": "danse", "categorie": "cfa", "modele": "versailles/essai"}
    assert cles(lire_page(portail, TOUT, filtre(**criteres))) == [garde.cle]


@pytest.mark.parametrize(
    ("pieces", "comptes"),
    [
        ("a_verifier", {"pieces_a_verifier": 1}),
        ("non_conformes", {"pieces_non_conformes": 1}),
        ("manquantes", {"pieces_manquantes": 2}),
        ("completes", {"pieces_conformes": 3}),
    ],
)
def test_l_etat_des_pieces_est_un_critere(
    portail: Portail, version: int, pieces: str, comptes: dict[str, int]
) -> None:
    garde = poser(version, 0, pieces_dues=3, **comptes)
    poser(version, 1, pieces_dues=3)
    poser(version, 2, pieces_dues=0)
    assert cles(lire_page(portail, TOUT, filtre(pieces=pieces))) == [garde.cle]


def test_les_jours_d_enregistrement_sont_ceux_de_paris(portail: Portail, version: int) -> None:
    minuit = datetime(2025, 11, 5, 23, 0, tzinfo=UTC)
    avant = poser(version, 0, enregistree_le=minuit - timedelta(seconds=1))
    apres = poser(version, 1, enregistree_le=minuit)
    assert cles(lire_page(portail, TOUT, filtre(du="05/11/2025", au="05/11/2025"))) == [avant.cle]
    assert cles(lire_page(portail, TOUT, filtre(du="06/11/2025"))) == [apres.cle]


PORTIONS = [
    ((), set()),
    ((Portion(),), {"arts", "danse", "lyon"}),
    ((Portion(academie="versailles"),), {"arts", "danse"}),
    ((Portion(academie="versailles", specialites=frozenset({"danse"})),), {"danse"}),
    ((Portion(specialites=frozenset({"danse"})), Portion(academie="lyon")), {"danse", "lyon"}),
    ((Portion(), Portion(academie="lyon")), {"arts", "danse", "lyon"}),
    ((Portion(famille="autre"),), set()),
]


@pytest.mark.parametrize(("portions", "vues"), PORTIONS)
def test_la_page_la_selection_et_le_compte_disent_le_meme_perimetre(
    portail: Portail, version: int, portions: tuple[Portion, ...], vues: set[str]
) -> None:
    posees = {
        poser(version, 0, specialite="arts").id: "arts",
        poser(version, 1, specialite="danse").id: "danse",
        poser(version, 2, academie="lyon", specialite="arts").id: "lyon",
    }
    qui = agent(*portions)
    assert {posees[ligne.id] for ligne in lire_page(portail, qui, Filtre()).lignes} == vues
    assert {posees[i] for i in db.session.scalars(selectionner(portail, qui, Filtre()))} == vues
    assert compter(portail, qui, Filtre()) == len(vues)


@pytest.mark.usefixtures("petites_pages")
def test_plusieurs_portions_font_une_seule_liste_en_ordre(portail: Portail, version: int) -> None:
    for rang in range(9):
        poser(version, rang, specialite=("arts", "danse", "cirque")[rang % 3])
    qui = agent(Portion(specialites=frozenset({"arts", "danse"})), Portion(academie="versailles"))
    pages = toutes(portail, qui, Filtre())
    assert pages == toutes(portail, TOUT, Filtre())
    assert len(set(pages)) == 9


def test_au_dela_du_plafond_le_compte_s_arrete(
    portail: Portail, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_liste, "PLAFOND", 3)
    monkeypatch.setattr(page_liste, "PAR_PAGE", 2)
    for rang in range(5):
        poser(version, rang)
    page = lire_page(portail, TOUT, Filtre())
    assert (page.total, page.trop) == (4, True)


def test_un_curseur_d_une_autre_liste_est_refuse(portail: Portail, version: int) -> None:
    with pytest.raises(CurseurInvalide):
        lire_page(portail, TOUT, Filtre(), apres="nimportequoi")


def test_un_filtre_garde_revient_avec_ses_colonnes(portail: Portail) -> None:
    qui = AgentEnPoste(fabriques.agent().id, "A", "a@example.org")
    autre = AgentEnPoste(fabriques.agent().id, "B", "b@example.org")
    quoi = Filtre(etat="validee", tri="nom", colonnes=("numero", "etat"))
    identifiant = filtres.garder(portail, qui, " Validées ", quoi)
    (garde,) = filtres.filtres_de(portail, qui)
    assert (garde.nom, Filtre.lire(garde.requete)) == ("Validées", quoi)
    assert filtres.filtres_de(portail, autre) == ()
    with pytest.raises(filtres.NomRefuse, match="déjà"):
        filtres.garder(portail, qui, "Validées", Filtre())
    with pytest.raises(filtres.FiltreIntrouvable):
        filtres.renommer(portail, autre, identifiant, "Volé")
    filtres.renommer(portail, qui, identifiant, "Autre nom")
    with pytest.raises(filtres.FiltreIntrouvable):
        filtres.oublier(portail, autre, identifiant)
    filtres.oublier(portail, qui, identifiant)
    assert filtres.filtres_de(portail, qui) == ()


@pytest.mark.parametrize("nom", ["", "   ", "x" * 61, "a\u202eb"])
def test_un_filtre_sans_vrai_nom_est_refuse(portail: Portail, nom: str) -> None:
    with pytest.raises(filtres.NomRefuse):
        filtres.garder(portail, AgentEnPoste(fabriques.agent().id, "A", "a@example.org"), nom, Filtre())
