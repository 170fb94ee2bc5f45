"""« Modifier mes informations »: what its owner may change, and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db
from portal.domain.compte import EtatCivilVerrouille, LienInvalide, MotDePasseActuelFaux
from portal.services import compte, mon_compte, mot_de_passe
from portal.services.portail import Portail
from portal.tables import Candidat, Evenement
from tests.integration.services.comptes import (
    ADRESSE,
    SECRET,
    TALU,
    courriels,
    creer,
    creer_active,
    entrer,
    inscrire,
    lien,
    trouver,
)

NOUVELLE = "jean.talu@exemple.fr"
CORRIGE = replace(TALU, naissance_le=date(2001, 1, 1), nom_usage="TALU-DURAND")


def demander(portail: Portail, nouvelle: str = NOUVELLE) -> None:
    mon_compte.demander_courriel(portail, entrer(portail), nouvelle, SECRET)


def test_la_page_montre_ce_qui_a_ete_saisi(portail: Portail) -> None:
    """G-132."""
    creer_active(portail)
    assert mon_compte.lire(portail, entrer(portail).compte_id) == mon_compte.MonCompte(TALU, ADRESSE, None)


def test_sans_candidature_tout_l_etat_civil_se_corrige(portail: Portail) -> None:
    """G-133, G-206."""
    creer_active(portail)
    compte_id = entrer(portail).compte_id
    assert mon_compte.modifier_etat_civil(portail, compte_id, CORRIGE)
    assert mon_compte.lire(portail, compte_id).etat_civil == CORRIGE
    evenement = db.session.scalars(select(Evenement).order_by(Evenement.id.desc()).limit(1)).one()
    assert (evenement.nature, evenement.donnees) == (
        "etat_civil_modifie",
        {"champs": ["nom_usage", "naissance_le"]},
    )


def test_enregistrer_sans_rien_changer_n_ecrit_rien(portail: Portail) -> None:
    creer_active(portail)
    assert not mon_compte.modifier_etat_civil(portail, entrer(portail).compte_id, TALU)
    assert list(db.session.scalars(select(Evenement.nature))) == ["compte_active"]


@pytest.mark.parametrize(
    ("phase", "validees", "enregistree", "verrouille"),
    [
        pytest.param("brouillon", [], False, False, id="formulaire seulement ouvert (G-206)"),
        pytest.param("brouillon", ["identification"], False, True, id="premier onglet validé"),
        pytest.param("retiree", ["identification"], False, False, id="brouillon abandonné"),
        pytest.param("deposee", [], True, True, id="déposée"),
        pytest.param("inscrite", ["identification"], True, True, id="inscrite"),
        pytest.param("retiree", ["identification"], True, True, id="désinscrite"),
    ],
)
def test_des_qu_une_candidature_existe_l_etat_civil_est_verrouille(
    portail: Portail, phase: str, validees: list[str], enregistree: bool, verrouille: bool
) -> None:
    """G-134: a changed name is refused and the value stays."""
    creer_active(portail)
    inscrire(portail, phase, validees, enregistree=enregistree)
    compte_id = entrer(portail).compte_id
    assert mon_compte.lire(portail, compte_id).verrouille is verrouille
    if verrouille:
        with pytest.raises(EtatCivilVerrouille, match="au moins une inscription en cours"):
            mon_compte.modifier_etat_civil(portail, compte_id, CORRIGE)
        assert db.session.scalars(select(Candidat.naissance_le)).one() == TALU.naissance_le


def test_la_candidature_d_un_autre_ne_verrouille_rien(portail: Portail) -> None:
    creer_active(portail)
    creer_active(portail, "voisine@exemple.fr")
    inscrire(portail, "inscrite", ["identification"], "voisine@exemple.fr")
    assert not mon_compte.lire(portail, entrer(portail).compte_id).verrouille


def test_avec_une_candidature_l_adresse_et_le_mot_de_passe_changent_encore(portail: Portail) -> None:
    """G-135, G-136."""
    creer_active(portail)
    inscrire(portail, "inscrite", ["identification"])
    demander(portail)
    mon_compte.confirmer_courriel(portail, lien("courriel_confirmer"))
    mot_de_passe.changer(portail, entrer(portail, NOUVELLE), SECRET, "Autre.secret")
    assert entrer(portail, NOUVELLE, "Autre.secret").courriel == NOUVELLE


def test_la_nouvelle_adresse_se_confirme_et_l_ancienne_est_avertie(portail: Portail) -> None:
    creer_active(portail)
    demander(portail)
    assert [(c.code, c.destinataire) for c in courriels()[1:]] == [
        ("courriel_confirmer", NOUVELLE),
        ("courriel_ancien", ADRESSE),
    ]
    assert mon_compte.lire(portail, entrer(portail).compte_id).courriel_en_attente == NOUVELLE
    assert mon_compte.courriel_a_confirmer(portail, lien("courriel_confirmer")) == NOUVELLE
    assert trouver(NOUVELLE) is None
    assert mon_compte.confirmer_courriel(portail, lien("courriel_confirmer")) == NOUVELLE
    assert trouver(ADRESSE) is None
    assert entrer(portail, NOUVELLE).courriel == NOUVELLE
    assert (courriels()[-1].code, courriels()[-1].destinataire) == ("courriel_change", ADRESSE)


def test_le_lien_de_confirmation_ne_sert_qu_une_fois_et_un_jour(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    creer_active(portail)
    demander(portail)
    horloge.avancer(timedelta(hours=24))
    with pytest.raises(LienInvalide):
        mon_compte.confirmer_courriel(portail, lien("courriel_confirmer"))
    demander(portail)
    mon_compte.confirmer_courriel(portail, lien("courriel_confirmer"))
    with pytest.raises(LienInvalide):
        mon_compte.confirmer_courriel(portail, lien("courriel_confirmer"))


def test_une_nouvelle_demande_annule_la_precedente(portail: Portail) -> None:
    creer_active(portail)
    demander(portail, "premiere@exemple.fr")
    premier = lien("courriel_confirmer")
    demander(portail)
    with pytest.raises(LienInvalide):
        mon_compte.confirmer_courriel(portail, premier)
    mon_compte.confirmer_courriel(portail, lien("courriel_confirmer"))


def test_un_nouveau_mot_de_passe_par_mail_annule_le_changement_d_adresse(portail: Portail) -> None:
    """The old address was told, and its owner reacted."""
    creer_active(portail)
    demander(portail)
    mot_de_passe.demander(portail, ADRESSE)
    mot_de_passe.poser(portail, lien("mot_de_passe"), "Autre.secret")
    with pytest.raises(LienInvalide):
        mon_compte.confirmer_courriel(portail, lien("courriel_confirmer"))


def test_une_adresse_deja_prise_ne_se_voit_pas_et_ne_se_prend_pas(portail: Portail) -> None:
    creer_active(portail)
    creer_active(portail, NOUVELLE)
    demander(portail)
    assert mon_compte.lire(portail, entrer(portail).compte_id).courriel_en_attente == NOUVELLE
    assert (courriels()[-2].code, courriels()[-2].destinataire) == ("compte_existant", NOUVELLE)
    assert courriels("courriel_confirmer") == []


def test_une_adresse_prise_entre_temps_est_refusee(portail: Portail) -> None:
    creer_active(portail)
    demander(portail)
    secret = lien("courriel_confirmer")
    creer_active(portail, NOUVELLE)
    with pytest.raises(LienInvalide):
        mon_compte.confirmer_courriel(portail, secret)
    assert trouver(ADRESSE) is not None


def test_une_adresse_prise_au_meme_instant_est_refusee(
    portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The address looked free, and the database knows better."""
    creer_active(portail)
    demander(portail)
    secret = lien("courriel_confirmer")
    creer_active(portail, NOUVELLE)
    monkeypatch.setattr(mon_compte, "_libre", lambda _: True)
    with pytest.raises(LienInvalide):
        mon_compte.confirmer_courriel(portail, secret)
    assert trouver(ADRESSE) is not None


def test_un_compte_en_attente_ne_retient_pas_une_adresse(portail: Portail) -> None:
    creer_active(portail)
    demander(portail)
    secret = lien("courriel_confirmer")
    creer(portail, NOUVELLE)
    assert mon_compte.confirmer_courriel(portail, secret) == NOUVELLE
    assert entrer(portail, NOUVELLE).courriel == NOUVELLE


def test_changer_d_adresse_demande_le_mot_de_passe(portail: Portail) -> None:
    creer_active(portail)
    with pytest.raises(MotDePasseActuelFaux):
        mon_compte.demander_courriel(portail, entrer(portail), NOUVELLE, "faux")
    assert [c.code for c in courriels()] == ["activation"]


def test_un_lien_d_activation_ne_confirme_pas_d_adresse(portail: Portail) -> None:
    creer(portail)
    secret = lien("activation")
    with pytest.raises(LienInvalide):
        mon_compte.confirmer_courriel(portail, secret)
    compte.activer(portail, secret)


def test_chacun_voit_le_service_de_son_academie(portail: Portail) -> None:
    """G-142 to G-146."""
    vus: dict[str, str] = {}
    for adresse, slug in (
        ("a@exemple.fr", "poitiers/cap-2025"),
        ("b@exemple.fr", "clermont_ferrand/cs-2026"),
    ):
        creer_active(portail, adresse)
        inscrire(portail, "inscrite", ["identification"], adresse, slug=slug)
        (un,) = mon_compte.lire(portail, entrer(portail, adresse).compte_id).services
        assert un.contact.courriel is not None
        vus[un.academie] = un.contact.courriel.partition("@")[2]
    assert vus == {"académie de Poitiers": "ac-poitiers.fr", "académie de Clermont-Ferrand": "ac-clermont.fr"}


def test_deux_academies_font_deux_services(portail: Portail) -> None:
    creer_active(portail)
    for slug in ("poitiers/cap-2025", "clermont_ferrand/cs-2026"):
        inscrire(portail, "inscrite", ["identification"], slug=slug)
    services = mon_compte.lire(portail, entrer(portail).compte_id).services
    assert [un.academie for un in services] == ["académie de Clermont-Ferrand", "académie de Poitiers"]
