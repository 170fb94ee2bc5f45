"""The outbox: a mail is written with its fact, and leaves once the fact is sure."""

from datetime import timedelta

import jinja2
import pytest
from sqlalchemy import select

from portal.adapters.courrier import CourrierRefuse
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.services.bail import DUREE
from portal.services.courriel import DELAIS, ESSAIS_MAX, deposer_courriel, envoyer_prochain, relancer
from portal.services.portail import Portail
from portal.tables.courriel import CourrielSortant

LIEN = "http://localhost/compte/activer/abc"


@pytest.fixture(autouse=True)
def gabarits(portail: Portail) -> None:
    """Two mails of our own, so that these tests do not change with the real ones."""
    essai = {
        "courriels/essai.objet.txt": "Bonjour {{ prenom }}",
        "courriels/essai.txt": "Cher {{ prenom }},\n\nVotre lien :\n{{ lien }}\n",
    }
    portail.gabarits.loader = jinja2.ChoiceLoader([jinja2.DictLoader(essai), portail.gabarits.loader])


def deposer(portail: Portail, cle: str | None = None, prenom: str = "Élise") -> bool:
    with ecriture():
        return deposer_courriel(
            portail, "essai", "elise@example.org", {"prenom": prenom, "lien": LIEN}, cle=cle
        )


def ligne() -> CourrielSortant:
    db.session.rollback()
    return db.session.scalars(select(CourrielSortant)).one()


def test_un_courriel_depose_part_une_fois(portail: Portail) -> None:
    deposer(portail)
    assert envoyer_prochain(portail)
    assert not envoyer_prochain(portail)
    (lettre,) = portail.courrier.envoyees
    assert (lettre.destinataire, lettre.objet) == ("elise@example.org", "[Portail des examens] Bonjour Élise")
    assert "Votre lien :\nhttp://localhost/compte/activer/abc" in lettre.texte
    assert '<a href="http://localhost/compte/activer/abc"' in lettre.html
    assert (ligne().etat, ligne().tentatives, ligne().envoye_le) == (
        "envoye",
        1,
        portail.horloge.maintenant(),
    )


def test_rien_ne_part_si_l_ecriture_est_annulee(portail: Portail) -> None:
    def annuler() -> None:
        with ecriture():
            deposer_courriel(portail, "essai", "a@example.org", {"prenom": "A", "lien": LIEN})
            raise LookupError

    with pytest.raises(LookupError):
        annuler()
    assert not envoyer_prochain(portail)


def test_la_meme_cle_ne_donne_qu_un_courriel(portail: Portail) -> None:
    assert deposer(portail, cle="inscription:1")
    assert not deposer(portail, cle="inscription:1")
    assert deposer(portail, cle="inscription:2")
    while envoyer_prochain(portail):
        pass
    assert len(portail.courrier.envoyees) == 2


def test_un_refus_provisoire_est_reessaye_avec_le_meme_identifiant(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    deposer(portail)
    portail.courrier.refus = [CourrierRefuse("451 later", definitif=False)] * 2
    assert envoyer_prochain(portail)
    assert (ligne().etat, ligne().erreur) == ("a_reessayer", "451 later")
    assert not envoyer_prochain(portail), "not before its time"
    horloge.avancer(DELAIS[0])
    assert envoyer_prochain(portail)
    horloge.avancer(DELAIS[1])
    identifiant = ligne().message_id
    assert envoyer_prochain(portail)
    assert [lettre.message_id for lettre in portail.courrier.envoyees] == [identifiant]
    assert (ligne().etat, ligne().tentatives, ligne().erreur) == ("envoye", 3, None)


def test_un_refus_definitif_est_un_echec_visible_que_l_on_relance(portail: Portail) -> None:
    deposer(portail)
    portail.courrier.refus = [CourrierRefuse("550 unknown", definitif=True)]
    assert envoyer_prochain(portail)
    assert (ligne().etat, ligne().erreur) == ("echec", "550 unknown")
    assert not envoyer_prochain(portail)
    assert relancer(portail, ligne().id)
    assert envoyer_prochain(portail)
    assert ligne().etat == "envoye"
    assert not relancer(portail, ligne().id), "what was sent is not sent again"


def test_apres_le_dernier_essai_c_est_un_echec(portail: Portail, horloge: HorlogeReglable) -> None:
    deposer(portail)
    portail.courrier.refus = [CourrierRefuse("451 later", definitif=False)] * (ESSAIS_MAX + 5)
    essais = 0
    while envoyer_prochain(portail):
        essais += 1
        horloge.avancer(max(DELAIS))
    assert essais == ESSAIS_MAX
    assert ligne().etat == "echec"


def test_un_processus_mort_est_remplace_a_la_fin_de_son_bail(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    deposer(portail)
    mourir_pendant_l_envoi(portail)
    assert ligne().etat == "en_cours"
    assert not envoyer_prochain(portail), "the lease still runs"
    horloge.avancer(DUREE)
    assert envoyer_prochain(portail)
    assert (ligne().etat, ligne().tentatives) == ("envoye", 2)
    assert len(portail.courrier.envoyees) == 1


def test_un_courriel_qui_tue_le_processus_finit_par_etre_un_echec(
    portail: Portail, horloge: HorlogeReglable
) -> None:
    deposer(portail)
    for _ in range(ESSAIS_MAX):
        mourir_pendant_l_envoi(portail)
        horloge.avancer(DUREE)
    assert envoyer_prochain(portail)
    assert ligne().etat == "echec"
    assert portail.courrier.envoyees == []


def test_celui_dont_le_bail_est_fini_ne_change_plus_rien(portail: Portail, horloge: HorlogeReglable) -> None:
    """A process so slow that another one sent the mail: what it says afterwards no longer counts."""
    deposer(portail)

    def lent(lettre: object) -> None:
        del portail.courrier.envoyer
        horloge.avancer(DUREE + timedelta(seconds=1))
        assert envoyer_prochain(portail)
        raise CourrierRefuse("550 too late", definitif=True)

    portail.courrier.envoyer = lent
    assert envoyer_prochain(portail)
    assert (ligne().etat, ligne().tentatives) == ("envoye", 2)


def test_le_plus_ancien_part_d_abord(portail: Portail, horloge: HorlogeReglable) -> None:
    for prenom in ("Anne", "Bruno", "Chloé"):
        deposer(portail, prenom=prenom)
        horloge.avancer(timedelta(seconds=1))
    while envoyer_prochain(portail):
        pass
    objets = [lettre.objet for lettre in portail.courrier.envoyees]
    assert objets == [f"[Portail des examens] Bonjour {p}" for p in ("Anne", "Bruno", "Chloé")]


def test_un_retour_a_la_ligne_dans_un_nom_ne_devient_pas_un_entete(portail: Portail) -> None:
    deposer(portail, prenom="Élise\r\nBcc: tous@example.org")
    assert envoyer_prochain(portail)
    assert portail.courrier.envoyees[0].objet == "[Portail des examens] Bonjour Élise Bcc: tous@example.org"
    with pytest.raises(ValueError, match="line break"), ecriture():
        deposer_courriel(portail, "essai", "a@example.org\nBcc: b@example.org", {"prenom": "A", "lien": LIEN})


def test_un_mot_absent_du_contexte_est_une_erreur(portail: Portail) -> None:
    with pytest.raises(jinja2.UndefinedError), ecriture():
        deposer_courriel(portail, "essai", "a@example.org", {"prenom": "A"})


def mourir_pendant_l_envoi(portail: Portail) -> None:
    def mourir(lettre: object) -> None:
        raise SystemExit

    portail.courrier.envoyer = mourir
    with pytest.raises(SystemExit):
        envoyer_prochain(portail)
    del portail.courrier.envoyer
