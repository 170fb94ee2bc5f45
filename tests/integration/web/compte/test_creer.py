"""« Créez votre compte »: the form and its refusals (002 §3, 003 I)."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.services.portail import Portail
from portal.tables import Candidat, Compte
from tests.client import ClientMaison
from tests.integration.services.comptes import ADRESSE, courriels, creer_active
from tests.integration.web.compte.ecran import Ecran, ecran
from tests.integration.web.compte.gestes import FORMULAIRE, envoyer_creation

AFFICHES = {
    "G-045": "Attention ! Il ne peut y avoir qu'un seul compte candidat par adresse mail.",
    "G-046": "L'adresse mail est l'identifiant du compte.",
    "G-048": "Pour une première candidature, vous devez obligatoirement créer un compte au préalable.",
    "S-095": "telles qu'elles figurent sur votre pièce d'identité",
    "S-096": "Formulaire de création",
    "S-097": "nécessaire uniquement avant une toute première inscription aux examens ou concours",
    "S-098": "Renseignez les données d'état civil telles qu'elles figurent sur votre pièce d'identité",
    "S-099": "Les champs avec * sont obligatoires.",
    "S-128": "Conservez bien votre identifiant de connexion (votre adresse mail)",
    "S-129": "et votre mot de passe.",
    "S-131": "vous recevez un mail qui vous en informe, à l'adresse donnée ici",
    "S-135": "Aucun de ces documents ne vous sera adressé par voie postale.",
}

# Statement: field, label, kind of input, start of the help.
CHAMPS = {
    "G-051": ("civilite", "Civilité *", "select", ""),
    "G-053": ("nom_naissance", "Nom de famille *", "text", ""),
    "G-054": ("nom_naissance", "Nom de famille *", "text", "(Nom de naissance)"),
    "G-055": ("nom_naissance_confirmation", "Confirmation du nom *", "text", ""),
    "S-103": ("nom_naissance_confirmation", "Confirmation du nom *", "text", "(Nom de naissance)"),
    "G-057": ("nom_usage", "Nom d'usage", "text", ""),
    "G-058": ("nom_usage", "Nom d'usage", "text", "(Nom marital par exemple)"),
    "S-102": ("nom_naissance", "Nom de famille *", "text", "(Nom de naissance)"),
    "S-106": ("nom_usage", "Nom d'usage", "text", "(Nom marital par exemple)"),
    "G-059": ("prenoms", "Prénoms *", "text", ""),
    "S-125": ("prenoms", "Prénoms *", "text", "Tous les prénoms de votre pièce d'identité"),
    "G-062": ("naissance_pays", "Pays de naissance *", "select", ""),
    "G-064": ("naissance_le", "Date de naissance *", "text", ""),
    "G-065": ("naissance_le", "Date de naissance *", "text", "Exemple : 30/05/1998"),
    "S-109": ("naissance_le", "Date de naissance *", "text", "Exemple : 30/05/1998"),
    "G-067": ("naissance_le_confirmation", "Confirmation date de naissance *", "text", ""),
    "S-112": (
        "naissance_le_confirmation",
        "Confirmation date de naissance *",
        "text",
        "Exemple : 30/05/1998",
    ),
    "G-075": ("courriel", "Adresse mail *", "text", ""),
    "S-116": ("courriel", "Adresse mail *", "text", "Exemple : nom.prenom@domaine.fr"),
    "S-126": ("courriel", "Adresse mail *", "text", "Une adresse mail fonctionnelle"),
    "S-127": ("courriel", "Adresse mail *", "text", "elle sera votre identifiant de connexion"),
    "G-076": ("courriel_confirmation", "Confirmation de l'adresse mail *", "text", ""),
    "S-119": (
        "courriel_confirmation",
        "Confirmation de l'adresse mail *",
        "text",
        "Exemple : nom.prenom@domaine.fr",
    ),
    "G-079": ("mot_de_passe", "Mot de passe *", "password", ""),
    "G-080": (
        "mot_de_passe",
        "Mot de passe *",
        "password",
        "8 à 20 caractères dont majuscule, minuscule et caractère spécial (ex : . / ! * etc",
    ),
    "S-121": ("mot_de_passe", "Mot de passe *", "password", "8 à 20 caractères dont majuscule, minuscule"),
    "G-081": ("mot_de_passe_confirmation", "Confirmation du mot de passe *", "password", ""),
    "G-082": ("mot_de_passe_confirmation", "Confirmation du mot de passe *", "password", ""),
}
EN_FRANCE = {
    "G-069": ("naissance_departement", "Département, DOM ou COM de naissance *"),
    "G-070": ("naissance_departement", "Département, DOM ou COM de naissance *"),
    "G-074": ("naissance_commune", "Commune de naissance *"),
}

# Statements: the field left empty, and what is said at it.
OBLIGATOIRES = {
    "G-050 S-100": ("civilite", "Choisissez votre civilité."),
    "G-053 S-101": ("nom_naissance", "Indiquez votre nom de naissance."),
    "G-055 S-103": ("nom_naissance_confirmation", "Les deux saisies sont différentes"),
    "G-059 S-107": ("prenoms", "Indiquez vos prénoms."),
    "G-061 S-113": ("naissance_pays", "Choisissez votre pays de naissance."),
    "G-064 S-108": ("naissance_le", "Indiquez votre date de naissance."),
    "G-067 S-110": ("naissance_le_confirmation", ""),
    "G-069": ("naissance_departement", "Choisissez votre département de naissance."),
    "G-074": ("naissance_commune", "Indiquez votre commune de naissance."),
    "G-075 S-115": ("courriel", "Indiquez votre adresse mail."),
    "G-076 S-117": ("courriel_confirmation", "Écrivez une deuxième fois votre adresse mail."),
    "G-078 S-120": ("mot_de_passe", "Choisissez un mot de passe."),
    "G-081 S-122": ("mot_de_passe_confirmation", "Écrivez une deuxième fois votre mot de passe."),
}
CONFIRMATIONS = {
    "G-056 S-104": ("nom_naissance_confirmation", "TALUS"),
    "G-068 S-111": ("naissance_le_confirmation", "02/01/2002"),
    "G-077 S-118": ("courriel_confirmation", "jean.talu@ac-rennes.fr"),
    "G-083 S-123": ("mot_de_passe_confirmation", "Cerisier.Vole"),
}


def page(client: ClientMaison) -> Ecran:
    reponse = client.get("/compte/creer")
    assert reponse.status_code == 200
    return ecran(reponse)


def aucun_compte() -> bool:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Compte)) == 0 and courriels() == []


def test_le_titre_et_les_boutons(client: ClientMaison) -> None:
    """G-047, G-049, G-085, S-124."""
    vue = page(client)
    assert vue.titre == "Créez votre compte"
    assert vue.lien("J'ai déjà un compte") == "/connexion"
    assert "Enregistrer" in vue.boutons


@pytest.mark.parametrize("affiche", AFFICHES.values(), ids=AFFICHES)
def test_la_page_dit(client: ClientMaison, affiche: str) -> None:
    assert affiche in page(client).texte


@pytest.mark.parametrize(("nom", "etiquette", "genre", "aide"), CHAMPS.values(), ids=CHAMPS)
def test_le_champ_est_la(client: ClientMaison, nom: str, etiquette: str, genre: str, aide: str) -> None:
    vue = page(client)
    champ = vue.champs[nom]
    assert vue.etiquette(nom) == etiquette
    assert (champ.balise if champ.balise == "select" else champ.attributs["type"]) == genre
    assert aide in vue.aide(nom)


def test_l_etoile_marque_les_champs_obligatoires_et_eux_seuls(client: ClientMaison) -> None:
    """G-084."""
    vue = page(client)
    visibles = [nom for nom, champ in vue.champs.items() if champ.attributs.get("type") != "hidden"]
    sans_etoile = [nom for nom in visibles if not vue.etiquette(nom).endswith(" *")]
    assert sans_etoile == ["nom_usage"]
    assert [nom for nom in visibles if vue.champs[nom].attributs.get("aria-required") != "true"] == [
        "nom_usage"
    ]


def test_les_listes_proposent_ce_que_le_guide_montre(client: ClientMaison) -> None:
    """G-052, G-063."""
    vue = page(client)
    assert vue.champs["civilite"].options == ["Choisissez…", "MADAME", "MONSIEUR"]
    assert vue.champs["naissance_pays"].options[1] == "FRANCE (DONT OUTRE-MER)"
    assert len(vue.champs["naissance_pays"].options) > 190


def test_au_depart_ni_departement_ni_commune(client: ClientMaison) -> None:
    """S-114: the empty form first, then France."""
    assert "naissance_departement" not in page(client).champs
    fragment = client.htmx(
        "/compte/lieu-de-naissance", "POST", data={"naissance_pays": "FR", "naissance_commune": "Beu"}
    )
    assert fragment.status_code == 200
    assert {"naissance_departement", "naissance_commune"} <= ecran(fragment).champs.keys()
    assert ecran(fragment).champs["naissance_commune"].attributs["value"] == "Beu"
    ailleurs = client.htmx("/compte/lieu-de-naissance", "POST", data={"naissance_pays": "BE"})
    assert "naissance_departement" not in ecran(ailleurs).champs


def test_sans_javascript_un_bouton_montre_les_champs_du_pays(client: ClientMaison) -> None:
    """Nothing is refused yet, and nothing typed is lost."""
    assert "Continuer avec ce pays" in page(client).boutons
    reponse = client.post(
        "/compte/creer", data={"action": "actualiser", "naissance_pays": "FR", "prenoms": "Jean"}
    )
    vue = ecran(reponse)
    assert reponse.status_code == 200
    assert "naissance_commune" in vue.champs
    assert vue.champs["prenoms"].attributs["value"] == "Jean"
    assert "à corriger" not in vue.texte


@pytest.mark.parametrize(("nom", "etiquette"), EN_FRANCE.values(), ids=EN_FRANCE)
def test_en_france_le_champ_est_la(client: ClientMaison, nom: str, etiquette: str) -> None:
    vue = ecran(client.htmx("/compte/lieu-de-naissance", "POST", data={"naissance_pays": "FR"}))
    assert vue.etiquette(nom) == etiquette
    assert vue.champs[nom].balise == ("select" if nom == "naissance_departement" else "input")


def test_les_departements_s_ecrivent_comme_dans_le_guide(client: ClientMaison) -> None:
    """G-071, G-072, G-073."""
    vue = ecran(client.htmx("/compte/lieu-de-naissance", "POST", data={"naissance_pays": "FR"}))
    options = vue.champs["naissance_departement"].options[1:]
    assert "062 - PAS DE CALAIS" in options
    assert [
        o for o in options if not re.fullmatch(r"[0-9AB]{3} - [^a-z]+", o) and "CORSE" not in o.upper()
    ] == []
    assert any(o.startswith("971 - ") for o in options)
    assert any(o.startswith("987 - ") for o in options)


@pytest.mark.parametrize(("nom", "phrase"), OBLIGATOIRES.values(), ids=OBLIGATOIRES)
def test_un_champ_obligatoire_vide_est_refuse_a_sa_place(client: ClientMaison, nom: str, phrase: str) -> None:
    """G-043: nothing is created, the message stands at the field and leads to it from the top."""
    reponse = envoyer_creation(client, **{nom: ""})
    vue = ecran(reponse)
    assert reponse.status_code == 422
    assert phrase in vue.erreur(nom)
    assert vue.erreur(nom)
    assert f'href="#{nom}"' in reponse.text
    assert vue.champs[nom].attributs["aria-invalid"] == "true"
    assert aucun_compte()


@pytest.mark.parametrize(("nom", "autre"), CONFIRMATIONS.values(), ids=CONFIRMATIONS)
def test_une_confirmation_differente_est_refusee(client: ClientMaison, nom: str, autre: str) -> None:
    reponse = envoyer_creation(client, **{nom: autre})
    assert reponse.status_code == 422
    assert "différent" in ecran(reponse).erreur(nom)
    assert aucun_compte()


@pytest.mark.parametrize(
    ("nom", "valeur"),
    [
        pytest.param("nom_usage", "", id="G-057 S-105 sans nom d'usage"),
        pytest.param("nom_usage", "TALU-DURAND", id="G-058 S-106 avec un nom d'usage"),
        pytest.param("prenoms", "Jean Marie Paul", id="G-060 trois prénoms"),
        pytest.param("nom_naissance_confirmation", " talu ", id="même nom en minuscules"),
        pytest.param("naissance_le_confirmation", "1/1/2002", id="même jour écrit autrement"),
        pytest.param("courriel_confirmation", ADRESSE.upper(), id="même adresse en majuscules"),
        pytest.param("naissance_commune", "beuvry", id="commune en minuscules"),
    ],
)
def test_ce_qui_est_bon_est_accepte(client: ClientMaison, nom: str, valeur: str) -> None:
    assert envoyer_creation(client, **{nom: valeur}).status_code == 303


def test_ne_a_l_etranger_on_ne_demande_ni_departement_ni_commune(client: ClientMaison) -> None:
    reponse = envoyer_creation(client, naissance_pays="BE", naissance_departement="", naissance_commune="")
    assert reponse.status_code == 303
    candidat = db.session.scalars(select(Candidat)).one()
    assert (candidat.naissance_pays, candidat.naissance_departement) == ("BE", None)


def test_rien_de_ce_qui_est_saisi_n_est_perdu_sauf_les_mots_de_passe(client: ClientMaison) -> None:
    reponse = envoyer_creation(client, prenoms="", naissance_commune="BEUVRI")
    vue = ecran(reponse)
    for nom in ("nom_naissance", "nom_naissance_confirmation", "courriel", "courriel_confirmation"):
        assert vue.champs[nom].attributs["value"] == FORMULAIRE[nom]
    assert vue.champs["naissance_le"].attributs["value"] == "01/01/2002"
    assert vue.champs["naissance_commune"].attributs["value"] == "BEUVRI"
    listes = ("civilite", "naissance_pays", "naissance_departement")
    assert [vue.champs[nom].choisie for nom in listes] == ["MONSIEUR", "FR", "062"]
    assert FORMULAIRE["mot_de_passe"] not in reponse.text


def test_toutes_les_erreurs_sont_dites_a_la_fois(client: ClientMaison) -> None:
    reponse = client.post("/compte/creer", data={})
    vue = ecran(reponse)
    assert reponse.status_code == 422
    assert "réponses sont à corriger" in vue.texte
    obligatoires = [
        nom for nom in FORMULAIRE if nom not in ("nom_usage", "naissance_departement", "naissance_commune")
    ]
    sans_seconde = [
        nom for nom in obligatoires if nom not in ("nom_naissance_confirmation", "naissance_le_confirmation")
    ]
    assert [nom for nom in sans_seconde if not vue.erreur(nom)] == []


LONG = "é" * 10_000
MAUVAIS = {
    "commune d'un autre département": ("naissance_departement", "063", "naissance_commune"),
    "commune mal écrite": ("naissance_commune", "BEUVRI", "naissance_commune"),
    "département inventé": ("naissance_departement", "999", "naissance_departement"),
    "pays inventé": ("naissance_pays", "ZZ", "naissance_pays"),
    "civilité inventée": ("civilite", "ROI", "civilite"),
    "date dans le futur": ("naissance_le", "01/01/2030", "naissance_le"),
    "29 février d'une année ordinaire": ("naissance_le", "29/02/2001", "naissance_le"),
    "date américaine": ("naissance_le", "12/31/2001", "naissance_le"),
    "année sur deux chiffres": ("naissance_le", "01/01/02", "naissance_le"),
    "né il y a trois ans": ("naissance_le", "01/01/2023", "naissance_le"),
    "emoji dans le nom": ("nom_naissance", "TALU🎓", "nom_naissance"),
    "chiffre dans le prénom": ("prenoms", "Jean2", "prenoms"),
    "sens d'écriture inversé": ("prenoms", "Je\u202ean", "prenoms"),
    "caractère de contrôle": ("prenoms", "Je\x00an", "prenoms"),
    "dix mille caractères": ("nom_naissance", LONG, "nom_naissance"),
    "balise": ("prenoms", "<script>alert(1)</script>", "prenoms"),
    "adresse sans arobase": ("courriel", "jean.talu", "courriel"),
    "adresse accentuée": ("courriel", "jéan@exemple.fr", "courriel"),
    "adresse sur deux lignes": ("courriel", "jean@exemple.fr\r\nBcc: x@exemple.fr", "courriel"),
    "mot de passe de 7 caractères (G-086)": ("mot_de_passe", "Vole.on", "mot_de_passe"),
    "mot de passe de 21 caractères (G-087)": ("mot_de_passe", "Cerisiers.volants.aux", "mot_de_passe"),
    "mot de passe sans minuscule (G-088)": ("mot_de_passe", "CERISIER.VOLE", "mot_de_passe"),
    "mot de passe sans majuscule (G-089)": ("mot_de_passe", "cerisier.vole", "mot_de_passe"),
    "mot de passe sans caractère spécial (G-090)": ("mot_de_passe", "CerisierVole", "mot_de_passe"),
    "mot de passe avec le nom": ("mot_de_passe", "Vive.Talu.2002!", "mot_de_passe"),
}


@pytest.mark.parametrize(("nom", "valeur", "champ"), MAUVAIS.values(), ids=MAUVAIS)
def test_une_mauvaise_saisie_est_refusee_a_sa_place(
    client: ClientMaison, nom: str, valeur: str, champ: str
) -> None:
    reponse = envoyer_creation(client, **{nom: valeur, f"{nom}_confirmation": valeur})
    assert reponse.status_code == 422
    assert ecran(reponse).erreur(champ)
    assert "<script>alert" not in reponse.text
    assert aucun_compte()


def test_le_29_fevrier_d_une_annee_bissextile_est_une_date(client: ClientMaison) -> None:
    jour = {"naissance_le": "29/02/2004", "naissance_le_confirmation": "29/02/2004"}
    assert envoyer_creation(client, **jour).status_code == 303


def test_une_commune_disparue_se_garde_en_le_disant(client: ClientMaison) -> None:
    refus = envoyer_creation(client, naissance_commune="SAINT-DISPARU")
    assert "commune_disparue" in ecran(refus).champs
    assert (
        envoyer_creation(client, naissance_commune="SAINT-DISPARU", commune_disparue="y").status_code == 303
    )
    assert db.session.scalars(select(Candidat.naissance_commune)).one() == "SAINT-DISPARU"


def test_un_compte_existant_donne_la_meme_reponse(client: ClientMaison, portail: Portail) -> None:
    """G-044: refused, and a stranger who tries an address learns nothing."""

    def demander(adresse: str) -> tuple[int, str | None, str]:
        reponse = envoyer_creation(client, courriel=adresse, courriel_confirmation=adresse.upper())
        merci = client.get("/compte/creer/merci").text
        return reponse.status_code, reponse.location, merci.replace(adresse, "X")

    creer_active(portail, "connue@exemple.fr")
    assert demander("connue@exemple.fr") == demander("neuve@exemple.fr")
    assert [c.code for c in courriels()] == ["activation", "compte_existant", "activation"]
