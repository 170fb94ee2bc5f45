"""Notice 003, « Coordonnées »: which service answers, by level and by sector."""

from __future__ import annotations

import pytest

from portal.domain.modele import Contact
from tests.enonces.lectures import CS, clair, service_de
from tests.unit.domain.runtime.modeles import livre_compile

# Address and telephone of each service of level 3, and the sectors of which it is in charge.
EXAPRO = "dec.exapro{}@ac-clermont.fr"
SERVICES = {
    1: (EXAPRO.format(1), "04.73.99.35.50"),
    2: (EXAPRO.format(2), "04.73.99.34.94"),
    3: (EXAPRO.format(2), "04.73.99.35.44"),
    4: (EXAPRO.format(3), "04.73.99.30.98"),
    5: (EXAPRO.format(3), "04.73.99.34.58"),
}
SECTEURS = [
    ("S-048", 1, "hygiene", "Hygiène"),
    ("S-049", 1, "environnement", "Environnement"),
    ("S-050", 1, "mode", "Métiers de la mode"),
    ("S-051", 1, "coiffure", "Coiffure"),
    ("S-052", 1, "esthetique", "Esthétique"),
    ("S-053", 1, "maroquinerie", "Maroquinerie"),
    ("S-054", 1, "restauration_collective", "Restauration collective"),
    ("S-057", 2, "sanitaire_thermique", "Sanitaire et thermique"),
    ("S-058", 2, "bois", "Bois"),
    ("S-059", 2, "batiment", "Bâtiment"),
    ("S-060", 2, "finitions", "Finitions"),
    ("S-061", 2, "electricite", "Électricité"),
    ("S-062", 2, "fleuristerie", "Fleuristerie"),
    ("S-067", 3, "alimentation", "Alimentation"),
    ("S-068", 3, "hotellerie", "Hôtellerie"),
    ("S-069", 3, "restauration", "Restauration"),
    ("S-072", 4, "commerce", "Commerce"),
    ("S-073", 4, "vente", "Vente"),
    ("S-074", 4, "sanitaire_social", "Sanitaire et social"),
    ("S-077", 5, "maintenance_vehicules", "Maintenance des véhicules et des matériels"),
    ("S-078", 5, "aeronautique", "Aéronautique"),
    ("S-079", 5, "conduite_routiere", "Conduite routière"),
    ("S-080", 5, "metallerie", "Métallerie"),
    ("S-081", 5, "plasturgie", "Plasturgie"),
    ("S-082", 5, "carrosserie", "Carrosserie"),
    ("S-083", 5, "maintenance_batiments", "Maintenance des bâtiments"),
    ("S-084", 5, "prevention_logistique", "Prévention sécurité, transport et logistique"),
]


def service(niveau: str, secteur: str) -> Contact:
    return service_de(CS, {"specialite": "zingueur"}, niveau=niveau, secteur=secteur)


@pytest.mark.parametrize(
    ("numero", "secteur", "intitule"), [pytest.param(*cas[1:], id=cas[0]) for cas in SECTEURS]
)
def test_au_niveau_3_le_service_depend_du_secteur(numero: int, secteur: str, intitule: str) -> None:
    """S-047, S-055, S-056, S-063, S-066, S-070, S-071, S-075, S-076, S-085, S-086."""
    trouve = service("3", secteur)
    assert (trouve.courriel, trouve.telephones) == (SERVICES[numero][0], (SERVICES[numero][1],))
    assert intitule.lower() in clair(trouve.domaine or "").lower()


@pytest.mark.parametrize("secteur", [cas[2] for cas in SECTEURS[::6]])
def test_au_niveau_4_un_seul_service_repond_pour_toutes_les_specialites(secteur: str) -> None:
    """S-045, S-087, S-088, S-089."""
    trouve = service("4", secteur)
    assert clair(trouve.domaine or "") == "Toutes spécialités"
    assert (trouve.courriel, trouve.telephones) == ("ce.bacpro1@ac-clermont.fr", ("04.73.99.34.42",))


@pytest.mark.parametrize(
    ("specialite", "courriel", "telephone"),
    [
        ("echafaudeur", *SERVICES[2]),
        ("zingueur", *SERVICES[2]),
        ("platrier", *SERVICES[2]),
        ("patisserie_boutique", *SERVICES[3]),
        ("desserts_restaurant", *SERVICES[3]),
        ("peinture_decoration", "ce.bacpro1@ac-clermont.fr", "04.73.99.34.42"),
        ("energies_renouvelables", "ce.bacpro1@ac-clermont.fr", "04.73.99.34.42"),
    ],
)
def test_chaque_specialite_ouverte_a_son_service(specialite: str, courriel: str, telephone: str) -> None:
    """S-045, S-047: with the cards as they are shipped."""
    trouve = service_de(CS, {"specialite": specialite})
    assert (trouve.courriel, trouve.telephones) == (courriel, (telephone,))


def test_un_service_suit_aussi_les_epreuves_generales_et_les_applications() -> None:
    """S-064, S-065."""
    domaine = clair(service("3", "bois").domaine or "")
    assert "Organisation des épreuves écrites et orales des domaines généraux" in domaine
    assert "suivi d'IMAGIN et de CYCLADES" in domaine


def test_chaque_service_est_nomme_et_personne_ne_l_est() -> None:
    """S-006, S-046: the service in charge stands for the person (docs/decisions/0013-enonces.md)."""
    for contact in livre_compile(CS).contacts:
        assert contact.service.startswith("Division des examens et concours"), contact.code
        assert contact.courriel
        assert contact.telephones
