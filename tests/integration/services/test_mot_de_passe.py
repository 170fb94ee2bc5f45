"""Forgotten and changed passwords."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.compte import IdentifiantsRefuses, LienInvalide, MotDePasseActuelFaux, TropDeTentatives
from portal.services import connexion, hachage, mon_compte, mot_de_passe, tentative
from portal.services.portail import Portail
from portal.tables import Compte, Evenement, Jeton
from portal.tables.jeton import Tentative
from tests.integration.services.comptes import (
    ADRESSE,
    ICI,
    SECRET,
    courriels,
    creer,
    creer_active,
    entrer,
    lien,
)

NOUVEAU = "Autre.secret"


def test_un_mot_de_passe_oublie_se_remplace_par_le_lien_du_mail(portail: Portail) -> None:
    """G-123: to its end, and log in with the new password."""
    creer_active(portail)
    mot_de_passe.demander(portail, ADRESSE)
    assert mot_de_passe.adresse_du_lien(portail, lien("mot_de_passe")) == ADRESSE
    assert mot_de_passe.poser(portail, lien("mot_de_passe"), NOUVEAU) == ADRESSE
    assert entrer(portail, secret=NOUVEAU).courriel == ADRESSE
    with pytest.raises(IdentifiantsRefuses):
        entrer(portail, secret=SECRET)


def test_le_lien_vaut_une_heure(portail: Portail, horloge: HorlogeReglable) -> None:
    creer_active(portail)
    mot_de_passe.demander(portail, ADRESSE)
    horloge.avancer(timedelta(minutes=59, seconds=59))
    assert mot_de_passe.adresse_du_lien(portail, lien("mot_de_passe")) == ADRESSE
    horloge.avancer(timedelta(seconds=1))
    with pytest.raises(LienInvalide):
        mot_de_passe.poser(portail, lien("mot_de_passe"), NOUVEAU)
    assert entrer(portail).courriel == ADRESSE


def test_le_lien_et_ceux_d_avant_ne_servent_qu_une_fois(portail: Portail) -> None:
    creer_active(portail)
    mot_de_passe.demander(portail, ADRESSE)
    premier = lien("mot_de_passe")
    mot_de_passe.demander(portail, ADRESSE)
    mot_de_passe.poser(portail, lien("mot_de_passe"), NOUVEAU)
    for secret in (premier, lien("mot_de_passe")):
        with pytest.raises(LienInvalide):
            mot_de_passe.poser(portail, secret, "Troisieme.secret")
    assert db.session.scalars(select(Jeton)).all() == []


def test_un_lien_d_activation_ne_change_pas_de_mot_de_passe(portail: Portail) -> None:
    creer(portail)
    with pytest.raises(LienInvalide):
        mot_de_passe.poser(portail, lien("activation"), NOUVEAU)


def test_une_adresse_inconnue_ne_recoit_rien_et_ne_se_voit_pas(portail: Portail) -> None:
    mot_de_passe.demander(portail, "inconnue@exemple.fr")
    assert courriels() == []


def test_un_compte_en_attente_recoit_plutot_son_lien_d_activation(portail: Portail) -> None:
    creer(portail)
    mot_de_passe.demander(portail, ADRESSE)
    assert [c.code for c in courriels()] == ["activation", "activation"]


def test_poser_un_nouveau_mot_de_passe_ferme_toutes_les_connexions(portail: Portail) -> None:
    creer_active(portail)
    ouvertes = [connexion.ouvrir(portail, ADRESSE, SECRET, ICI) for _ in range(2)]
    mot_de_passe.demander(portail, ADRESSE)
    mot_de_passe.poser(portail, lien("mot_de_passe"), NOUVEAU)
    assert [connexion.retrouver(portail, secret) for secret in ouvertes] == [None, None]


def test_changer_son_mot_de_passe_garde_la_connexion_et_ferme_les_autres(portail: Portail) -> None:
    """G-136, without any condition on candidatures."""
    creer_active(portail)
    autre = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    ici = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    en_cours = connexion.retrouver(portail, ici)
    assert en_cours is not None
    mot_de_passe.changer(portail, en_cours, SECRET, NOUVEAU)
    assert connexion.retrouver(portail, ici) is not None
    assert connexion.retrouver(portail, autre) is None
    assert entrer(portail, secret=NOUVEAU).courriel == ADRESSE


def test_le_proprietaire_est_averti_de_tout_changement(portail: Portail) -> None:
    creer_active(portail)
    mot_de_passe.changer(portail, entrer(portail), SECRET, NOUVEAU)
    assert courriels()[-1].code == "mot_de_passe_change"
    assert courriels()[-1].destinataire == ADRESSE
    natures = list(db.session.scalars(select(Evenement.nature).order_by(Evenement.id)))
    assert natures == ["compte_active", "mot_de_passe_change"]


def test_sans_le_mot_de_passe_actuel_rien_ne_change(portail: Portail) -> None:
    creer_active(portail)
    with pytest.raises(MotDePasseActuelFaux):
        mot_de_passe.changer(portail, entrer(portail), "faux", NOUVEAU)
    assert entrer(portail).courriel == ADRESSE


def test_le_mot_de_passe_actuel_ne_se_devine_pas_non_plus(portail: Portail) -> None:
    """A computer left open: five tries, as at the login."""
    creer_active(portail)
    en_cours = entrer(portail)
    for _ in range(5):
        with pytest.raises(MotDePasseActuelFaux):
            mot_de_passe.changer(portail, en_cours, "faux", NOUVEAU)
    with pytest.raises(TropDeTentatives):
        mot_de_passe.changer(portail, en_cours, SECRET, NOUVEAU)


def test_la_regle_affichee_est_celle_du_profil(portail: Portail) -> None:
    """G-080, G-162, S-121."""
    assert portail.config.password_profile == "cyclades"
    assert mot_de_passe.regle(portail).startswith(
        "8 à 20 caractères dont majuscule, minuscule et caractère spécial (ex : . / ! * etc"
    )


@pytest.mark.parametrize(
    ("choisi", "bon"),
    [
        pytest.param("Vole.on", False, id="G-086 sept caractères"),
        pytest.param("Vole.onk", True, id="G-086 huit caractères"),
        pytest.param("Cerisiers.volants.au", True, id="G-087 vingt caractères"),
        pytest.param("Cerisiers.volants.aux", False, id="G-087 vingt et un caractères"),
        pytest.param("CERISIER.VOLE", False, id="G-088 sans minuscule"),
        pytest.param("cerisier.vole", False, id="G-089 sans majuscule"),
        pytest.param("CerisierVole7", False, id="G-090 sans caractère spécial"),
        pytest.param("Cerisier.vole", True, id="G-091 point, G-092 sans chiffre"),
        pytest.param("Cerisier/vole", True, id="G-091 barre"),
        pytest.param("Cerisier!vole", True, id="G-091 exclamation"),
        pytest.param("Cerisier*vole", True, id="G-091 étoile"),
        pytest.param("Password1!", False, id="trop connu"),
        pytest.param("Jean_Talu.2002", False, id="contient l'adresse"),
    ],
)
def test_ce_qu_un_mot_de_passe_doit_avoir(portail: Portail, choisi: str, bon: bool) -> None:
    assert (mot_de_passe.manques(portail, choisi, (ADRESSE,)) == []) is bon


def test_se_tromper_puis_reussir_redonne_des_essais(portail: Portail) -> None:
    creer_active(portail)
    en_cours = entrer(portail)
    for actuel, nouveau in ((SECRET, NOUVEAU), (NOUVEAU, SECRET)):
        for _ in range(4):
            with pytest.raises(MotDePasseActuelFaux):
                mot_de_passe.changer(portail, en_cours, "faux", nouveau)
        mot_de_passe.changer(portail, en_cours, actuel, nouveau)


def test_deux_changements_au_meme_instant_n_en_font_qu_un(
    portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one came first: the current password is no longer the one that was checked."""
    creer_active(portail)
    en_cours = entrer(portail)
    vrai = hachage.hacher

    def hacher_apres_un_autre(secret: str) -> str:
        with ecriture():
            db.session.execute(update(Compte).values(mot_de_passe=vrai("Premier.arrive")))
        return vrai(secret)

    monkeypatch.setattr(hachage, "hacher", hacher_apres_un_autre)
    with pytest.raises(MotDePasseActuelFaux):
        mot_de_passe.changer(portail, en_cours, SECRET, NOUVEAU)
    monkeypatch.undo()
    assert entrer(portail, secret="Premier.arrive").courriel == ADRESSE


def test_changer_d_adresse_eteint_les_liens_envoyes_a_l_ancienne(portail: Portail) -> None:
    creer_active(portail)
    mot_de_passe.demander(portail, ADRESSE)
    mon_compte.demander_courriel(portail, entrer(portail), "jean@exemple.fr", SECRET)
    mon_compte.confirmer_courriel(portail, lien("courriel_confirmer"))
    with pytest.raises(LienInvalide):
        mot_de_passe.poser(portail, lien("mot_de_passe"), NOUVEAU)


def test_une_adresse_inconnue_prend_le_meme_chemin_qu_une_connue(portail: Portail) -> None:
    """Counting, writing and waking up take time: a clock must not tell who has an account."""
    creer_active(portail)
    sonneries: list[str] = []
    for adresse in (ADRESSE, "inconnue@exemple.fr"):
        ecoute = replace(portail, reveil=lambda adresse=adresse: sonneries.append(adresse))
        mot_de_passe.demander(ecoute, adresse)
        comptees = select(Tentative.nombre).where(Tentative.cle == tentative.COURRIEL_DEMANDE.cle(adresse))
        assert db.session.scalar(comptees), adresse
        db.session.rollback()
    assert sonneries == [ADRESSE, "inconnue@exemple.fr"]
