"""Creation, activation and erasure of candidates' accounts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.compte import CompteNonActive, IdentifiantsRefuses, LienInvalide
from portal.services import compte, jeton, mot_de_passe
from portal.services.portail import Portail
from portal.tables import Candidat, Compte, Evenement, Jeton
from tests.conftest import MIDI
from tests.integration.services.comptes import (
    ADRESSE,
    SECRET,
    courriels,
    creer,
    creer_active,
    entrer,
    lien,
    trouver,
)


def test_le_compte_cree_attend_son_activation(portail: Portail) -> None:
    """G-085, G-093, G-102: saved, pending, its mail is in the outbox at once."""
    creer(portail)
    cree = trouver()
    assert cree is not None
    assert (cree.profil, cree.active_le) == ("candidat", None)
    assert [(c.code, c.destinataire) for c in courriels()] == [("activation", ADRESSE)]


def test_les_renseignements_du_formulaire_sont_gardes_tels_quels(portail: Portail) -> None:
    """G-060, G-066: three first names are kept whole, the birth date is the one that was typed."""
    creer(portail, prenoms="Jean Marie Paul", nom_usage="TALU-DURAND")
    candidat = db.session.scalars(select(Candidat)).one()
    assert (candidat.prenoms, candidat.nom_usage) == ("Jean Marie Paul", "TALU-DURAND")
    assert candidat.naissance_le.isoformat() == "2002-01-01"
    assert (candidat.naissance_departement, candidat.naissance_commune) == ("062", "Beuvry")


def test_le_mot_de_passe_n_est_ecrit_nulle_part(portail: Portail) -> None:
    creer(portail)
    cree = trouver()
    assert cree is not None
    assert cree.mot_de_passe.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert SECRET not in cree.mot_de_passe + courriels()[0].texte + courriels()[0].html


def test_seule_l_empreinte_du_lien_est_gardee(portail: Portail) -> None:
    creer(portail)
    garde = db.session.scalars(select(Jeton.empreinte)).one()
    assert garde == jeton.empreinte(lien("activation"))
    assert garde != lien("activation")


def test_le_lien_active_le_compte_qui_peut_se_connecter_aussitot(portail: Portail) -> None:
    """G-115, G-116, G-118."""
    creer(portail)
    assert compte.activer(portail, lien("activation")) == ADRESSE
    assert entrer(portail).courriel == ADRESSE
    assert list(db.session.scalars(select(Evenement.nature))) == ["compte_active"]


def test_regarder_le_lien_n_active_rien(portail: Portail) -> None:
    creer(portail)
    assert compte.adresse_a_activer(portail, lien("activation")) == ADRESSE
    cree = trouver()
    assert cree is not None
    assert cree.active_le is None


def test_un_lien_d_activation_ne_sert_qu_une_fois(portail: Portail) -> None:
    creer(portail)
    secret = lien("activation")
    compte.activer(portail, secret)
    with pytest.raises(LienInvalide):
        compte.activer(portail, secret)
    assert trouver() is not None


def test_un_jeton_utilise_ne_se_consomme_plus(portail: Portail) -> None:
    """Whatever its user does of it afterwards."""
    creer(portail)
    secret = lien("activation")
    with ecriture():
        jeton.consommer(portail, jeton.ACTIVATION, secret)
    with ecriture(), pytest.raises(LienInvalide):
        jeton.consommer(portail, jeton.ACTIVATION, secret)
    with pytest.raises(LienInvalide):
        jeton.lire(portail, jeton.ACTIVATION, secret)


def test_deux_clics_au_meme_instant_n_activent_qu_une_fois(portail: Portail, app: object) -> None:
    creer(portail)
    secret = lien("activation")
    db.session.rollback()

    def cliquer(_: int) -> bool:
        with app.app_context():  # type: ignore[attr-defined]
            try:
                compte.activer(portail, secret)
            except LienInvalide:
                return False
            return True

    with ThreadPoolExecutor(4) as clics:
        assert sorted(clics.map(cliquer, range(4))) == [False, False, False, True]


@pytest.mark.parametrize("secret", ["", "faux", "é" * 40, "x" * 10_000, "\ud800"])
def test_un_lien_invente_est_refuse(portail: Portail, secret: str) -> None:
    creer(portail)
    with pytest.raises(LienInvalide):
        compte.activer(portail, secret)


def test_un_lien_fait_pour_autre_chose_est_refuse(portail: Portail) -> None:
    creer_active(portail)
    mot_de_passe.demander(portail, ADRESSE)
    with pytest.raises(LienInvalide):
        compte.activer(portail, lien("mot_de_passe"))


def test_a_47_heures_le_lien_active_encore(portail: Portail, horloge: HorlogeReglable) -> None:
    """G-103, P-025."""
    creer(portail)
    horloge.avancer(timedelta(hours=47))
    assert compte.activer(portail, lien("activation")) == ADRESSE


def test_a_48_heures_et_une_seconde_le_lien_est_refuse_et_le_compte_efface(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    """G-104, G-112, P-026: the link is refused and nothing is left of the person."""
    creer(portail)
    secret = lien("activation")
    horloge.avancer(timedelta(hours=48, seconds=1))
    with pytest.raises(LienInvalide):
        compte.activer(portail, secret)
    assert trouver() is None
    assert [db.session.scalar(select(func.count()).select_from(t)) for t in (Candidat, Jeton)] == [0, 0]
    assert courriels() == []


def test_apres_l_effacement_la_meme_adresse_cree_un_nouveau_compte(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    """G-105."""
    creer(portail)
    horloge.avancer(timedelta(hours=48, seconds=1))
    compte.purger_comptes_non_actives(portail)
    creer(portail)
    compte.activer(portail, lien("activation"))
    assert entrer(portail).courriel == ADRESSE


def test_un_compte_perime_mais_pas_encore_efface_laisse_aussi_recommencer(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    """G-105, even when no purge ran in between."""
    creer(portail, prenoms="Jean")
    horloge.avancer(timedelta(hours=49))
    creer(portail, prenoms="Jeanne")
    compte.activer(portail, lien("activation"))
    assert db.session.scalars(select(Candidat.prenoms)).one() == "Jeanne"


def test_la_purge_n_efface_que_les_comptes_jamais_actives(portail: Portail, horloge: HorlogeReglable) -> None:
    creer_active(portail, "active@exemple.fr")
    creer(portail, "perimee@exemple.fr")
    horloge.avancer(timedelta(hours=47))
    creer(portail, "recente@exemple.fr")
    horloge.avancer(timedelta(hours=1))
    assert compte.purger_comptes_non_actives(portail) == 1
    restent = set(db.session.scalars(select(Compte.courriel)))
    assert restent == {"active@exemple.fr", "recente@exemple.fr"}
    assert compte.purger_comptes_non_actives(portail) == 0


def test_une_adresse_n_a_qu_un_compte_et_son_proprietaire_en_est_averti(portail: Portail) -> None:
    """G-044: nothing is created, nothing changes, a mail says so."""
    creer_active(portail)
    creer(portail, secret="Autre.secret", prenoms="Quelqu'un")
    assert db.session.scalars(select(Candidat.prenoms)).all() == ["Jean"]
    assert [c.code for c in courriels()] == ["activation", "compte_existant"]
    assert "Vous y avez déjà un compte" in courriels()[-1].texte
    assert entrer(portail).courriel == ADRESSE


def test_recommencer_avant_l_activation_remplace_la_demande_et_son_lien(portail: Portail) -> None:
    creer(portail, prenoms="Jaen")
    premier = lien("activation")
    creer(portail, prenoms="Jean", secret="Autre.secret")
    with pytest.raises(LienInvalide):
        compte.activer(portail, premier)
    compte.activer(portail, lien("activation"))
    assert db.session.scalars(select(Candidat.prenoms)).all() == ["Jean"]
    assert entrer(portail, secret="Autre.secret").courriel == ADRESSE


def test_deux_creations_au_meme_instant_font_un_seul_compte(portail: Portail, app: object) -> None:
    def demander(_: int) -> None:
        with app.app_context():  # type: ignore[attr-defined]
            creer(portail)

    with ThreadPoolExecutor(4) as demandes:
        list(demandes.map(demander, range(4)))
    assert db.session.scalar(select(func.count()).select_from(Compte)) == 1
    compte.activer(portail, lien("activation"))


def test_une_adresse_prise_au_meme_instant_recoit_le_mail_du_compte_existant(
    portail: Portail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another account took the address between our look and our writing: we look again."""
    vrai = compte._inserer

    def prendre_avant(*arguments: Any) -> Any:
        monkeypatch.undo()
        db.session.rollback()
        db.session.add_all(
            [Compte(courriel=ADRESSE, mot_de_passe="x", profil="auteur", cree_le=MIDI, active_le=MIDI)]
        )
        db.session.commit()
        return vrai(*arguments)

    monkeypatch.setattr(compte, "_inserer", prendre_avant)
    creer(portail)
    assert [c.code for c in courriels()] == ["compte_existant"]


def test_on_ne_peut_pas_remplir_la_boite_de_quelqu_un(portail: Portail) -> None:
    """Five mails an hour for one address, whatever is asked."""
    for _ in range(8):
        creer(portail)
    assert len(courriels()) == 1  # replaced pending accounts take their mail with them
    creer_active(portail, "autre@exemple.fr")
    for _ in range(8):
        mot_de_passe.demander(portail, "autre@exemple.fr")
    assert len(courriels("mot_de_passe")) == 4


def test_un_compte_non_active_ne_peut_pas_se_connecter_et_recoit_de_nouveau_son_lien(
    portail: Portail,
) -> None:
    """G-117: refused with a clear message."""
    creer(portail)
    with pytest.raises(CompteNonActive, match="pas encore activé"):
        entrer(portail)
    compte.renvoyer_activation(portail, ADRESSE)
    assert [c.code for c in courriels()] == ["activation", "activation"]
    compte.activer(portail, lien("activation"))


def test_le_lien_renvoye_garde_les_48_heures_de_la_creation(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    creer(portail)
    horloge.avancer(timedelta(hours=40))
    compte.renvoyer_activation(portail, ADRESSE)
    horloge.avancer(timedelta(hours=8, seconds=1))
    with pytest.raises(LienInvalide):
        compte.activer(portail, lien("activation"))


def test_un_compte_perime_est_inconnu_a_la_connexion(portail: Portail, horloge: HorlogeReglable) -> None:
    creer(portail)
    horloge.avancer(timedelta(hours=48))
    with pytest.raises(IdentifiantsRefuses):
        entrer(portail)


@pytest.mark.parametrize("ecrite", ["JEAN_TALU@AC-RENNES.FR", "  Jean_Talu@ac-rennes.fr "])
def test_l_adresse_est_l_identifiant_quelle_que_soit_la_casse(portail: Portail, ecrite: str) -> None:
    """G-046."""
    creer_active(portail)
    assert entrer(portail, ecrite).courriel == ADRESSE
