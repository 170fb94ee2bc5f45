from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from portal.domain.duree import Duree, lire_duree
from portal.domain.jours_ouvres import JoursOuvres
from portal.domain.saisie_invalide import SaisieInvalide

PARIS = ZoneInfo("Europe/Paris")
REUNION = ZoneInfo("Indian/Reunion")


def a_paris(texte):
    return datetime.fromisoformat(texte).replace(tzinfo=PARIS)


def apres(texte, depart, sens=1, fuseau=PARIS, **autres):
    return lire_duree(texte).decaler(depart, sens, fuseau, **autres)


@pytest.mark.parametrize(
    ("texte", "duree", "ecrite"),
    [
        ("5 ans", Duree(mois=60), "5 ans"),
        ("18 mois", Duree(mois=18), "1 an 6 mois"),
        ("15 jours", Duree(jours=15), "15 jours"),
        ("2 semaines", Duree(jours=14), "14 jours"),
        ("3 jours ouvres", Duree(jours_ouvres=3), "3 jours ouvrés"),
        ("72 heures ouvrées", Duree(heures_ouvrees=72), "72 heures ouvrées"),
        ("2 h 15", Duree(minutes=135), "2 h 15"),
        ("45 min", Duree(minutes=45), "45 min"),
        ("0 jour", Duree(), "0 jour"),
    ],
)
def test_une_duree_se_lit_et_s_ecrit_comme_au_bureau(texte, duree, ecrite):
    assert lire_duree(texte) == duree
    assert str(duree) == ecrite
    assert lire_duree(ecrite) == duree


@pytest.mark.parametrize(
    "texte", ["", "ans", "3", "3 lunes", "3 jours 2", "-3 jours", "2 jours ouvres 3 h", "999 ans"]
)
def test_une_duree_qui_ne_se_lit_pas_est_refusee(texte):
    with pytest.raises(SaisieInvalide):
        lire_duree(texte)


def test_les_durees_se_comparent():
    assert lire_duree("1 an") == lire_duree("12 mois")
    assert lire_duree("1 an") > lire_duree("360 jours")
    assert lire_duree("6 jours") < lire_duree("5 jours ouvres") < lire_duree("8 jours")
    assert lire_duree("448 h") >= lire_duree("448 heures")


def test_un_mois_apres_le_31_finit_le_dernier_jour():
    assert apres("1 mois", date(2026, 1, 31)) == date(2026, 2, 28)
    assert apres("1 an", date(2024, 2, 29)) == date(2025, 2, 28)
    assert apres("6 mois", date(2026, 3, 31), sens=-1) == date(2025, 9, 30)


def test_trois_jours_avant_une_cloture_gardent_l_heure_malgre_le_changement_d_heure():
    assert apres("3 jours", a_paris("2026-03-30 17:00"), sens=-1) == a_paris("2026-03-27 17:00")


def test_des_heures_sont_du_temps_ecoule():
    assert apres("24 h", a_paris("2026-03-28 12:00")) == a_paris("2026-03-29 13:00")


def test_un_instant_est_rendu_en_temps_universel():
    assert apres("1 jour", a_paris("2026-01-01 12:00")).tzinfo is UTC


def test_des_heures_ajoutees_a_un_jour_comptent_les_jours_commences():
    assert apres("25 h", date(2026, 1, 1)) == date(2026, 1, 3)
    assert apres("72 heures ouvrees", date(2026, 5, 8)) == date(2026, 5, 13)


@pytest.mark.parametrize(
    ("depart", "echeance"),
    [
        ("2026-01-05 10:00", "2026-01-08 10:00"),
        ("2026-04-30 16:30", "2026-05-06 16:30"),
        ("2026-05-08 09:00", "2026-05-14 00:00"),
        ("2026-12-23 18:00", "2026-12-29 18:00"),
        ("2026-03-27 12:00", "2026-04-01 12:00"),
        ("2026-06-06 11:00", "2026-06-11 00:00"),
        ("2026-06-03 00:00", "2026-06-06 00:00"),
    ],
)
def test_soixante_douze_heures_ouvrees_sautent_week_ends_et_jours_feries(depart, echeance):
    assert apres("72 heures ouvrees", a_paris(depart)) == a_paris(echeance)
    assert apres("3 jours ouvres", a_paris(depart)) == a_paris(echeance)


def test_le_temps_ouvre_se_compte_aussi_en_arriere():
    assert apres("72 heures ouvrees", a_paris("2026-05-06 16:30"), sens=-1) == a_paris("2026-04-30 16:30")
    assert apres("1 jour ouvre", date(2026, 5, 11), sens=-1) == date(2026, 5, 7)


def test_les_jours_feries_sont_ceux_du_lieu():
    abolition = datetime(2026, 12, 18, 10, tzinfo=REUNION)
    assert not JoursOuvres("974").est_ouvre(date(2024, 12, 20))
    assert JoursOuvres().est_ouvre(date(2024, 12, 20))
    assert not JoursOuvres("67").est_ouvre(date(2026, 4, 3))
    assert apres("1 jour ouvre", abolition, fuseau=REUNION, ouvres=JoursOuvres("974")) == datetime(
        2026, 12, 21, 10, tzinfo=REUNION
    )


@pytest.mark.parametrize(
    ("departement", "fuseau", "depart", "echeance"),
    [
        ("", "Europe/Paris", "2026-04-02 10:00", "2026-04-08 10:00"),  # Easter Monday only
        ("57", "Europe/Paris", "2026-04-02 10:00", "2026-04-09 10:00"),  # and Good Friday
        ("67", "Europe/Paris", "2026-04-02 10:00", "2026-04-09 10:00"),
        ("", "Europe/Paris", "2025-12-24 09:00", "2025-12-30 09:00"),
        ("68", "Europe/Paris", "2025-12-24 09:00", "2025-12-31 09:00"),  # and 26 December
        ("971", "America/Guadeloupe", "2026-05-26 08:00", "2026-06-01 08:00"),  # 27 May
        ("972", "America/Martinique", "2026-05-21 10:00", "2026-05-28 10:00"),  # 22 May, Whit Monday
        ("973", "America/Cayenne", "2026-06-09 10:00", "2026-06-15 10:00"),  # 10 June
        ("974", "Indian/Reunion", "2024-12-19 17:00", "2024-12-26 17:00"),  # 20 December, Christmas
        ("976", "Indian/Mayotte", "2026-04-24 10:00", "2026-04-30 10:00"),  # 27 April
        ("987", "Pacific/Tahiti", "2026-03-04 15:00", "2026-03-10 15:00"),  # 5 March
        ("988", "Pacific/Noumea", "2026-09-23 12:00", "2026-09-29 12:00"),  # 24 September
    ],
)
def test_soixante_douze_heures_ouvrees_suivent_les_jours_feries_et_l_heure_du_lieu(
    departement, fuseau, depart, echeance
):
    zone = ZoneInfo(fuseau)
    debut, fin = (datetime.fromisoformat(texte).replace(tzinfo=zone) for texte in (depart, echeance))
    assert apres("72 heures ouvrees", debut, fuseau=zone, ouvres=JoursOuvres(departement)) == fin
    assert apres("72 heures ouvrees", fin, -1, zone, ouvres=JoursOuvres(departement)) == debut


@pytest.mark.parametrize(
    ("departement", "ferie"),
    [
        ("57", "2026-04-03"), ("67", "2025-12-26"), ("68", "2025-12-26"), ("971", "2026-05-27"),
        ("972", "2026-05-22"), ("973", "2026-06-10"), ("974", "2027-12-20"), ("976", "2026-04-27"),
        ("986", "2026-07-29"), ("987", "2026-03-05"), ("988", "2026-09-24"),
    ],
)  # fmt: skip
def test_un_jour_ferie_local_est_ouvre_partout_ailleurs(departement, ferie):
    jour = date.fromisoformat(ferie)
    assert not JoursOuvres(departement).est_ouvre(jour)
    assert JoursOuvres().est_ouvre(jour)
    assert JoursOuvres("63").est_ouvre(jour)


def test_le_meme_instant_donne_a_papeete_et_a_paris_deux_echeances():
    """Friday evening in Tahiti is Saturday in Paris, where the hours wait until Monday."""
    depart = datetime(2026, 6, 6, 5, tzinfo=UTC)
    tahiti = ZoneInfo("Pacific/Tahiti")
    a_papeete = apres("72 heures ouvrees", depart, fuseau=tahiti, ouvres=JoursOuvres("987"))
    assert a_papeete == datetime(2026, 6, 10, 19, tzinfo=tahiti)
    assert apres("72 heures ouvrees", depart) == a_paris("2026-06-11 00:00")
