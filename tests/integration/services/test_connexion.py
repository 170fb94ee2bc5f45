"""Logging in: what is counted, what is revealed, what ends."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.compte import IdentifiantsRefuses, TropDeTentatives
from portal.services import connexion, hachage, mot_de_passe, tentative
from portal.services.connexion import Provenance
from portal.services.portail import Portail
from portal.tables import Compte, Connexion
from tests.integration.services.comptes import ADRESSE, ICI, SECRET, creer_active, entrer, lien, trouver


def essayer(portail: Portail, secret: str = "faux", adresse: str = ADRESSE) -> type[Exception] | None:
    try:
        connexion.ouvrir(portail, adresse, secret, ICI)
    except (IdentifiantsRefuses, TropDeTentatives) as refus:
        return type(refus)
    return None


def test_seule_l_empreinte_de_la_connexion_est_gardee(portail: Portail) -> None:
    creer_active(portail)
    secret = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    ligne = db.session.scalars(select(Connexion)).one()
    assert secret not in (ligne.jeton_hash, ligne.agent)
    assert (ligne.adresse_ip, ligne.agent) == (ICI.adresse_ip, ICI.agent)


def test_rien_ne_distingue_une_adresse_inconnue_d_un_mauvais_mot_de_passe(portail: Portail) -> None:
    creer_active(portail)
    with pytest.raises(IdentifiantsRefuses) as connue:
        connexion.ouvrir(portail, ADRESSE, "faux", ICI)
    with pytest.raises(IdentifiantsRefuses) as inconnue:
        connexion.ouvrir(portail, "inconnue@exemple.fr", "faux", ICI)
    assert connue.value.phrase == inconnue.value.phrase


def test_une_adresse_inconnue_coute_le_meme_calcul(portail: Portail, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time of the answer tells nothing: a hash is checked in both cases."""
    creer_active(portail)
    verifies: list[str] = []
    vrai = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda soi, h, m: verifies.append(h) or vrai(soi, h, m))
    essayer(portail)
    essayer(portail, adresse="inconnue@exemple.fr")
    essayer(portail, adresse="pas une adresse")
    assert len(verifies) == 3
    assert all(h.startswith("$argon2id$v=19$m=19456,t=2,p=1$") for h in verifies)


def test_le_sixieme_essai_est_refuse_meme_avec_le_bon_mot_de_passe(portail: Portail) -> None:
    creer_active(portail)
    assert [essayer(portail) for _ in range(5)] == [IdentifiantsRefuses] * 5
    with pytest.raises(TropDeTentatives) as refus:
        connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    assert (refus.value.statut, refus.value.secondes) == (429, 900)
    assert "15 minutes" in refus.value.phrase.replace("\u00a0", " ")


def test_ecrire_l_adresse_autrement_ne_redonne_pas_d_essais(portail: Portail) -> None:
    creer_active(portail)
    for ecrite in ("jean_talu@ac-rennes.fr", "JEAN_TALU@ac-rennes.fr", " Jean_talu@AC-RENNES.fr") * 2:
        dernier = essayer(portail, adresse=ecrite)
    assert dernier is TropDeTentatives


def test_une_adresse_inconnue_est_bloquee_de_la_meme_facon(portail: Portail) -> None:
    essais = [essayer(portail, adresse="inconnue@exemple.fr") for _ in range(6)]
    assert essais == [IdentifiantsRefuses] * 5 + [TropDeTentatives]


def test_un_autre_compte_de_la_meme_ecole_peut_se_connecter(portail: Portail) -> None:
    """Same IP address, other account."""
    creer_active(portail)
    creer_active(portail, "voisine@exemple.fr")
    for _ in range(6):
        essayer(portail)
    assert entrer(portail, "voisine@exemple.fr").courriel == "voisine@exemple.fr"


def test_le_blocage_dure_quinze_minutes_et_ne_s_allonge_pas(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    creer_active(portail)
    for _ in range(5):
        essayer(portail)
    horloge.avancer(timedelta(minutes=14, seconds=59))
    assert essayer(portail, SECRET) is TropDeTentatives
    horloge.avancer(timedelta(seconds=1))
    assert essayer(portail, SECRET) is None


def test_une_connexion_reussie_remet_le_compteur_a_zero(portail: Portail) -> None:
    creer_active(portail)
    for _ in range(2):
        essais = [essayer(portail) for _ in range(4)] + [essayer(portail, SECRET)]
        assert essais == [IdentifiantsRefuses] * 4 + [None]


def test_des_essais_au_meme_instant_comptent_tous(portail: Portail, app: object) -> None:
    creer_active(portail)

    def un_essai(_: int) -> type[Exception] | None:
        with app.app_context():  # type: ignore[attr-defined]
            return essayer(portail)

    with ThreadPoolExecutor(4) as essais:
        resultats = list(essais.map(un_essai, range(12)))
    assert resultats.count(IdentifiantsRefuses) == 5
    assert resultats.count(TropDeTentatives) == 7


def test_une_adresse_ip_qui_essaie_tout_le_monde_est_arretee(portail: Portail) -> None:
    with ecriture():
        for _ in range(tentative.CONNEXION_PAR_IP.nombre):
            tentative.compter(portail, tentative.CONNEXION_PAR_IP, ICI.adresse_ip)
    creer_active(portail)
    assert essayer(portail, SECRET) is TropDeTentatives
    assert connexion.ouvrir(portail, ADRESSE, SECRET, Provenance("192.0.2.8"))


def test_choisir_un_nouveau_mot_de_passe_rouvre_un_compte_bloque(portail: Portail) -> None:
    creer_active(portail)
    for _ in range(6):
        essayer(portail)
    mot_de_passe.demander(portail, ADRESSE)
    mot_de_passe.poser(portail, lien("mot_de_passe"), "Autre.secret")
    assert essayer(portail, "Autre.secret") is None


def test_les_compteurs_anciens_sont_effaces(portail: Portail, horloge: HorlogeReglable) -> None:
    essayer(portail)
    horloge.avancer(timedelta(days=2))
    with ecriture():
        assert tentative.purger(portail) == 2


def test_un_mot_de_passe_hache_a_l_ancienne_est_rehache_a_la_connexion(portail: Portail) -> None:
    creer_active(portail)
    ancien = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(SECRET)
    with ecriture():
        db.session.execute(update(Compte).values(mot_de_passe=ancien))
    entrer(portail)
    compte = trouver()
    assert compte is not None
    assert compte.mot_de_passe != ancien
    assert not hachage.a_rehacher(compte.mot_de_passe)
    assert entrer(portail).courriel == ADRESSE


@pytest.mark.parametrize("abime", ["", "aucun", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv"])
def test_une_empreinte_abimee_ne_laisse_entrer_personne(portail: Portail, abime: str) -> None:
    creer_active(portail)
    with ecriture():
        db.session.execute(update(Compte).values(mot_de_passe=abime))
    assert essayer(portail, SECRET) is IdentifiantsRefuses
    assert essayer(portail, abime) is IdentifiantsRefuses


def test_le_meme_mot_de_passe_tape_sur_deux_claviers_est_le_meme(portail: Portail) -> None:
    """« é » in one or two code points."""
    creer_active(portail, secret="\u00c9t\u00e9.chaud.")
    assert essayer(portail, "E\u0301te\u0301.chaud.") is None


def test_une_connexion_fermee_ne_vaut_plus_rien(portail: Portail) -> None:
    creer_active(portail)
    secret = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    connexion.fermer(portail, secret)
    assert connexion.retrouver(portail, secret) is None
    connexion.fermer(portail, secret)


def test_une_connexion_inutilisee_s_eteint(portail: Portail, horloge: HorlogeReglable) -> None:
    creer_active(portail)
    secret = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    horloge.avancer(portail.config.connexion_inactivite)
    assert connexion.retrouver(portail, secret) is None


def test_une_connexion_utilisee_dure_jusqu_a_sa_limite(portail: Portail, horloge: HorlogeReglable) -> None:
    creer_active(portail)
    secret = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    for _ in range(11):
        horloge.avancer(timedelta(hours=1))
        assert connexion.retrouver(portail, secret) is not None
    horloge.avancer(timedelta(hours=1))
    assert connexion.retrouver(portail, secret) is None


def test_une_page_lue_dans_la_minute_n_ecrit_rien(portail: Portail, horloge: HorlogeReglable) -> None:
    creer_active(portail)
    secret = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    debut = horloge.maintenant()
    for secondes, attendue in ((59, debut), (1, debut + timedelta(minutes=1))):
        horloge.avancer(timedelta(seconds=secondes))
        connexion.retrouver(portail, secret)
        db.session.rollback()
        assert db.session.scalars(select(Connexion.vue_le)).one() == attendue


def test_on_voit_ses_appareils_et_on_deconnecte_les_autres(portail: Portail) -> None:
    creer_active(portail)
    creer_active(portail, "voisine@exemple.fr")
    autre = connexion.ouvrir(portail, ADRESSE, SECRET, Provenance("198.51.100.1", "Téléphone"))
    ici = entrer(portail)
    voisine = connexion.ouvrir(portail, "voisine@exemple.fr", SECRET, ICI)
    appareils = connexion.lister(portail, ici)
    assert [(a.actuelle, a.adresse_ip) for a in appareils] == [(True, "192.0.2.7"), (False, "198.51.100.1")]
    assert connexion.revoquer_les_autres(portail, ici) == 1
    assert connexion.retrouver(portail, autre) is None
    assert connexion.retrouver(portail, voisine) is not None
    assert [a.actuelle for a in connexion.lister(portail, ici)] == [True]


def test_une_provenance_demesuree_est_coupee(portail: Portail) -> None:
    creer_active(portail)
    connexion.ouvrir(portail, ADRESSE, SECRET, Provenance("x" * 500, "y" * 5000))
    ligne = db.session.scalars(select(Connexion)).one()
    assert (len(ligne.adresse_ip or ""), len(ligne.agent or "")) == (45, 255)


def test_un_mot_de_passe_change_pendant_la_verification_n_ouvre_rien(
    portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The hash is checked outside the transaction: what was read must still be true when it opens."""
    creer_active(portail)
    vraie = hachage.verifier

    def verifier_puis_changer(empreinte: str | None, secret: str) -> bool:
        exact = vraie(empreinte, secret)
        with ecriture():
            db.session.execute(update(Compte).values(mot_de_passe=hachage.hacher("Autre.secret")))
        return exact

    monkeypatch.setattr(hachage, "verifier", verifier_puis_changer)
    assert essayer(portail, SECRET) is IdentifiantsRefuses
    assert list(db.session.scalars(select(Connexion))) == []


def test_une_connexion_ne_vaut_que_pour_un_compte_actif(portail: Portail) -> None:
    creer_active(portail)
    secret = connexion.ouvrir(portail, ADRESSE, SECRET, ICI)
    with ecriture():
        db.session.execute(update(Compte).values(active_le=None))
    assert connexion.retrouver(portail, secret) is None
