"""« Modifier mes informations » (002 §4)."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidat
from tests.client import ClientMaison
from tests.integration.services.comptes import (
    ADRESSE,
    SECRET,
    courriels,
    creer_active,
    inscrire,
    lien,
    trouver,
)
from tests.integration.web.compte.ecran import Ecran, ecran
from tests.integration.web.compte.gestes import FORMULAIRE, entrer, se_connecter

ETAT_CIVIL = {"partie": "etat_civil"} | {
    nom: valeur for nom, valeur in FORMULAIRE.items() if not nom.startswith(("courriel", "mot_de_passe"))
}
NOUVELLE = "jean.talu@exemple.fr"
COURRIEL = {
    "partie": "courriel",
    "courriel-courriel": NOUVELLE,
    "courriel-courriel_confirmation": NOUVELLE,
    "courriel-mot_de_passe_actuel": SECRET,
}
MOT_DE_PASSE = {
    "partie": "mot_de_passe",
    "mot_de_passe-mot_de_passe_actuel": SECRET,
    "mot_de_passe-mot_de_passe": "Autre.secret",
    "mot_de_passe-mot_de_passe_confirmation": "Autre.secret",
}
CHAMPS = {
    "G-147": ("civilite", "Civilité *", ""),
    "G-148": ("nom_naissance", "Nom de famille *", "(Nom de naissance)"),
    "G-149": ("nom_naissance_confirmation", "Confirmation du nom *", ""),
    "G-150": ("nom_usage", "Nom d'usage", "(Nom marital par exemple)"),
    "G-151": ("prenoms", "Prénoms *", ""),
    "G-152": ("naissance_pays", "Pays de naissance *", ""),
    "G-153": ("naissance_le", "Date de naissance *", "Exemple : 30/05/1998"),
    "G-154": ("naissance_le_confirmation", "Confirmation date de naissance *", ""),
    "G-155": ("naissance_departement", "Département, DOM ou COM de naissance *", ""),
    "G-156": ("naissance_commune", "Commune de naissance *", ""),
    "G-157": ("courriel-courriel", "Adresse mail *", ""),
    "G-158": ("courriel-courriel_confirmation", "Confirmation de l'adresse mail *", ""),
    "G-159": ("mot_de_passe-mot_de_passe", "Mot de passe *", ""),
    "G-160": ("mot_de_passe-mot_de_passe_confirmation", "Confirmation du mot de passe *", ""),
    "G-162": (
        "mot_de_passe-mot_de_passe",
        "Mot de passe *",
        "8 à 20 caractères dont majuscule, minuscule et caractère spécial",
    ),
}


@pytest.fixture
def candidat(client: ClientMaison) -> ClientMaison:
    """A candidate without candidature, logged in."""
    entrer(client)
    return client


def page(client: ClientMaison) -> Ecran:
    reponse = client.get("/compte")
    assert reponse.status_code == 200
    return ecran(reponse)


def test_le_titre_le_bouton_et_le_retour_au_menu(candidat: ClientMaison) -> None:
    """G-127, G-139, G-163, G-164."""
    vue = page(candidat)
    assert vue.titre == "Modifier mes informations"
    assert vue.boutons.count("Enregistrer") == 3
    assert candidat.get(vue.lien("← Retour au menu")).status_code == 200


@pytest.mark.parametrize("avec_candidature", [False, True], ids=["sans candidature", "avec"])
@pytest.mark.parametrize(("nom", "etiquette", "aide"), CHAMPS.values(), ids=CHAMPS)
def test_le_champ_est_la(
    candidat: ClientMaison, portail: Portail, nom: str, etiquette: str, aide: str, avec_candidature: bool
) -> None:
    if avec_candidature:
        inscrire(portail, "inscrite", ["identification"])
    vue = page(candidat)
    assert vue.etiquette(nom) == etiquette
    assert aide in vue.aide(nom)


def test_les_etoiles_sont_celles_de_la_creation(candidat: ClientMaison) -> None:
    """G-161."""
    vue = page(candidat)
    sans_etoile = [
        nom
        for nom, champ in vue.champs.items()
        if champ.attributs.get("type") != "hidden" and not vue.etiquette(nom).endswith(" *")
    ]
    assert sans_etoile == ["nom_usage"]


def test_la_page_montre_ce_qui_a_ete_saisi(candidat: ClientMaison) -> None:
    """G-066, G-132."""
    vue = page(candidat)
    for nom in ("nom_naissance", "nom_naissance_confirmation", "prenoms", "naissance_le_confirmation"):
        assert vue.champs[nom].attributs["value"] == FORMULAIRE[nom]
    assert vue.champs["naissance_le"].attributs["value"] == "01/01/2002"
    assert vue.champs["naissance_commune"].attributs["value"] == "Beuvry"
    listes = ("civilite", "naissance_pays", "naissance_departement")
    assert [vue.champs[nom].choisie for nom in listes] == ["MONSIEUR", "FR", "062"]
    assert vue.champs["courriel-courriel"].attributs["value"] == ADRESSE


def test_sans_candidature_la_date_de_naissance_se_corrige(candidat: ClientMaison) -> None:
    """G-133."""
    jour = {"naissance_le": "02/03/2001", "naissance_le_confirmation": "02/03/2001"}
    reponse = candidat.post("/compte", data={**ETAT_CIVIL, **jour})
    assert (reponse.status_code, reponse.location) == (303, "/compte")
    vue = page(candidat)
    assert "Votre état civil est enregistré." in vue.texte
    assert vue.champs["naissance_le"].attributs["value"] == "02/03/2001"
    assert "au moins une inscription en cours" not in vue.texte


def test_un_etat_civil_faux_est_refuse_a_sa_place_et_rien_ne_change(candidat: ClientMaison) -> None:
    reponse = candidat.post("/compte", data={**ETAT_CIVIL, "prenoms": "Jean2", "nom_usage": "DURAND"})
    vue = ecran(reponse)
    assert reponse.status_code == 422
    assert vue.erreur("prenoms")
    assert vue.champs["nom_usage"].attributs["value"] == "DURAND"
    assert db.session.scalars(select(Candidat.prenoms)).one() == "Jean"


def test_avec_une_candidature_l_etat_civil_est_gris_et_dit_pourquoi(
    candidat: ClientMaison, portail: Portail
) -> None:
    """G-134, G-137, G-138, G-140, G-141."""
    inscrire(portail, "inscrite", ["identification"])
    reponse = candidat.get("/compte")
    texte = ecran(reponse).texte
    verrou = (
        "Les informations de votre compte ne sont pas modifiables "
        "car vous avez au moins une inscription en cours."
    )
    assert texte.index(verrou) < texte.index("Votre état civil")
    assert texte.index("Pour toute modification, veuillez contacter le service") < texte.index("Civilité")
    assert '<fieldset class="sans-cadre" disabled>' in reponse.text


def test_le_service_de_son_academie_est_en_haut_de_la_page(candidat: ClientMaison, portail: Portail) -> None:
    """G-138, G-141, G-142, G-143, G-144, G-145: name, ten-digit telephone, mail link."""
    inscrire(portail, "inscrite", ["identification"], slug="poitiers/cap-2025")
    vue = page(candidat)
    phrase = (
        "Pour toute modification, veuillez contacter le service : Pôle industriel, tertiaire"
        " - 05.16.52.64.55 - 05.16.52.64.56 - pole.industriel.tertiaire@ac-poitiers.fr ."
    )
    assert phrase.removesuffix(" .") in vue.texte
    assert vue.texte.index(phrase.removesuffix(" .")) < vue.texte.index("Votre état civil")
    assert (
        vue.lien("pole.industriel.tertiaire@ac-poitiers.fr")
        == "mailto:pole.industriel.tertiaire@ac-poitiers.fr"
    )
    assert vue.lien("05.16.52.64.55") == "tel:0516526455"


def test_avec_une_candidature_un_nom_envoye_quand_meme_est_refuse(
    candidat: ClientMaison, portail: Portail
) -> None:
    """G-338, G-134: posted all the same, value unchanged."""
    inscrire(portail, "inscrite", ["identification"])
    autre = {"nom_naissance": "AUTRE", "nom_naissance_confirmation": "AUTRE"}
    reponse = candidat.post("/compte", data={**ETAT_CIVIL, **autre})
    assert reponse.status_code == 403
    assert "au moins une inscription en cours" in ecran(reponse).texte
    assert db.session.scalars(select(Candidat.nom_naissance)).one() == "TALU"


@pytest.mark.parametrize("avec_candidature", [False, True], ids=["sans candidature", "avec"])
def test_le_mot_de_passe_se_change(candidat: ClientMaison, portail: Portail, avec_candidature: bool) -> None:
    """G-136, G-164."""
    if avec_candidature:
        inscrire(portail, "inscrite", ["identification"])
    assert candidat.post("/compte", data=MOT_DE_PASSE).status_code == 303
    assert "Votre mot de passe est changé" in page(candidat).texte
    candidat.post("/deconnexion")
    assert se_connecter(candidat).status_code == 422
    assert se_connecter(candidat, mot_de_passe="Autre.secret").status_code == 303


@pytest.mark.parametrize(
    ("donnees", "champ"),
    [
        ({"mot_de_passe-mot_de_passe_actuel": ""}, "mot_de_passe-mot_de_passe_actuel"),
        ({"mot_de_passe-mot_de_passe_actuel": "faux"}, "mot_de_passe-mot_de_passe_actuel"),
        ({"mot_de_passe-mot_de_passe": "faible"}, "mot_de_passe-mot_de_passe"),
        ({"mot_de_passe-mot_de_passe": "Vive.Talu.2002!"}, "mot_de_passe-mot_de_passe"),
        (
            {"mot_de_passe-mot_de_passe_confirmation": "Autre.Secret"},
            "mot_de_passe-mot_de_passe_confirmation",
        ),
    ],
)
def test_un_changement_de_mot_de_passe_refuse_le_dit_a_sa_place(
    candidat: ClientMaison, donnees: dict[str, str], champ: str
) -> None:
    reponse = candidat.post("/compte", data={**MOT_DE_PASSE, **donnees})
    assert reponse.status_code == 422
    assert ecran(reponse).erreur(champ)
    assert "Autre.secret" not in reponse.text
    candidat.post("/deconnexion")
    assert se_connecter(candidat).status_code == 303


def test_le_sixieme_mot_de_passe_actuel_faux_attend(candidat: ClientMaison) -> None:
    faux = {**MOT_DE_PASSE, "mot_de_passe-mot_de_passe_actuel": "faux"}
    essais = [candidat.post("/compte", data=faux) for _ in range(6)]
    assert [reponse.status_code for reponse in essais] == [422] * 5 + [429]
    assert essais[-1].headers["Retry-After"] == "900"
    assert "Trop de tentatives" in ecran(essais[-1]).erreur("mot_de_passe-mot_de_passe_actuel")


@pytest.mark.parametrize("avec_candidature", [False, True], ids=["sans candidature", "avec"])
def test_l_adresse_se_change_par_la_nouvelle_boite(
    candidat: ClientMaison, portail: Portail, avec_candidature: bool
) -> None:
    """G-135."""
    if avec_candidature:
        inscrire(portail, "inscrite", ["identification"])
    assert candidat.post("/compte", data=COURRIEL).status_code == 303
    assert f"Un mail a été envoyé à {NOUVELLE}" in page(candidat).texte
    assert page(candidat).champs["courriel-courriel"].attributs["value"] == ADRESSE
    assert trouver(ADRESSE) is not None
    confirmation = f"/compte/courriel/{lien('courriel_confirmer')}"
    assert ecran(candidat.get(confirmation)).boutons[-1] == "Confirmer mon adresse mail"
    assert candidat.post(confirmation).location == "/compte"
    assert page(candidat).champs["courriel-courriel"].attributs["value"] == NOUVELLE
    candidat.post("/deconnexion")
    assert se_connecter(candidat, NOUVELLE).status_code == 303


@pytest.mark.parametrize(
    ("donnees", "champ", "phrase"),
    [
        ({"courriel-courriel": ""}, "courriel-courriel", "Indiquez votre adresse mail."),
        ({"courriel-courriel": "jean"}, "courriel-courriel", "Il manque"),
        ({"courriel-courriel_confirmation": "x@exemple.fr"}, "courriel-courriel_confirmation", "différentes"),
        (
            {"courriel-courriel": ADRESSE, "courriel-courriel_confirmation": ADRESSE.upper()},
            "courriel-courriel",
            "C'est déjà l'adresse de votre compte.",
        ),
        (
            {"courriel-mot_de_passe_actuel": "faux"},
            "courriel-mot_de_passe_actuel",
            "Ce n'est pas votre mot de passe",
        ),
        (
            {"courriel-mot_de_passe_actuel": ""},
            "courriel-mot_de_passe_actuel",
            "Indiquez votre mot de passe actuel.",
        ),
    ],
)
def test_un_changement_d_adresse_refuse_le_dit_a_sa_place(
    candidat: ClientMaison, donnees: dict[str, str], champ: str, phrase: str
) -> None:
    reponse = candidat.post("/compte", data={**COURRIEL, **donnees})
    assert reponse.status_code == 422
    assert phrase in ecran(reponse).erreur(champ)
    assert [c.code for c in courriels()] == ["activation"]


def test_une_adresse_deja_prise_donne_la_meme_page(candidat: ClientMaison, portail: Portail) -> None:
    creer_active(portail, "prise@exemple.fr")

    def demander(adresse: str) -> str:
        champs = {"courriel-courriel": adresse, "courriel-courriel_confirmation": adresse}
        reponse = candidat.post("/compte", data={**COURRIEL, **champs})
        assert reponse.status_code == 303
        return page(candidat).texte.replace(adresse, "X")

    assert demander("prise@exemple.fr") == demander("libre@exemple.fr")


def test_les_appareils_se_voient_et_se_deconnectent(candidat: ClientMaison, portail: Portail) -> None:
    autre = candidat.application.test_client()
    autre.post(
        "/connexion",
        data={"login": ADRESSE, "mot_de_passe": SECRET},
        headers={"User-Agent": "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36"},
    )
    vue = page(candidat)
    assert "Chrome sur Android" in vue.texte
    assert "Déconnecter les autres appareils" in vue.boutons
    assert candidat.post("/compte/appareils/deconnecter").location == "/compte"
    assert "Aucun autre appareil n'est connecté" in page(candidat).texte
    assert autre.get("/compte").status_code == 303


def test_une_partie_inconnue_est_refusee(candidat: ClientMaison) -> None:
    assert candidat.post("/compte", data={"partie": "profil"}).status_code == 400
    assert candidat.post("/compte", data={}).status_code == 400


def test_on_ne_se_donne_pas_un_autre_profil(candidat: ClientMaison) -> None:
    """What the form does not ask for is not read."""
    ajout = {"profil": "administrateur", "numero": "1", "compte_id": "1", "naissance_commune_code": "X"}
    assert candidat.post("/compte", data={**ETAT_CIVIL, **ajout}).status_code == 303
    compte = trouver()
    assert compte is not None
    assert compte.profil == "candidat"
    assert db.session.scalars(select(Candidat.naissance_le)).one() == date(2002, 1, 1)
    assert db.session.scalars(select(Candidat.naissance_commune_code)).one() == "62126"


def test_sans_javascript_changer_de_pays_montre_les_champs(candidat: ClientMaison) -> None:
    reponse = candidat.post(
        "/compte", data={**ETAT_CIVIL, "action": "actualiser", "naissance_pays": "BE", "prenoms": "J"}
    )
    vue = ecran(reponse)
    assert reponse.status_code == 200
    assert "naissance_departement" not in vue.champs
    assert vue.champs["prenoms"].attributs["value"] == "J"
    assert db.session.scalars(select(Candidat.naissance_pays)).one() == "FR"
