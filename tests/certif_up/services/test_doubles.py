"""One person has one request at a session, whatever the addresses (U-120); lost NUC are sent, never told."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from plugins.certif_up.domain import numero
from plugins.certif_up.domain.identite import identite
from plugins.certif_up.services import doubles, nuc_retrouve
from plugins.certif_up.services.nuc_retrouve import DemandeInvalide, Personne
from plugins.certif_up.tables import Fusion, Nuc
from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.compte import TropDeTentatives
from portal.domain.extension import Demande
from portal.services.candidature import contexte_de
from portal.services.portail import Portail
from portal.tables import Candidat, Candidature
from tests.certif_up import candidats
from tests.certif_up.candidats import JUIN, OUVERT
from tests.integration.services.comptes import courriels


@pytest.fixture(autouse=True)
def _a_l_ouverture(horloge: HorlogeReglable) -> None:
    horloge.regler(OUVERT)


def refuse(portail: Portail, candidature: Candidature) -> str | None:
    """What a person is told who submits this draft."""
    with ecriture():
        lue = db.session.get_one(Candidature, candidature.id)
        situation = contexte_de(portail, lue, lue.candidat).situation
        demande = Demande(
            lue.id, lue.candidat_id, None, lue.famille, lue.slug, "enregistrer", "brouillon", "soumise",
            "candidat", situation,
        )  # fmt: skip
        (phrase,) = portail.extensions.hook.portal_refus(portail=portail, demande=demande) or [None]
    return str(phrase) if phrase else None


def test_une_deuxieme_adresse_n_ouvre_pas_une_deuxieme_demande(portail: Portail) -> None:
    candidats.demande(portail, candidats.candidat(), epreuves=("E1",))
    autre = candidats.demande(portail, candidats.candidat(prenoms="Ines Marie"), phase="brouillon")
    assert "Connectez-vous avec votre NUC" in (refuse(portail, autre) or "")


@pytest.mark.parametrize("phase", ["ecartee", "terminee", "brouillon"])
def test_une_demande_qui_n_est_plus_en_cours_n_empeche_rien(portail: Portail, phase: str) -> None:
    candidats.demande(portail, candidats.candidat(), phase=phase, etat="refusee")
    assert refuse(portail, candidats.demande(portail, candidats.candidat(), phase="brouillon")) is None


def test_ni_un_homonyme_ni_une_autre_session_n_empechent_rien(portail: Portail) -> None:
    candidats.demande(portail, candidats.candidat(prenoms="Samia"))
    candidats.demande(portail, candidats.candidat(), slug=JUIN)
    assert refuse(portail, candidats.demande(portail, candidats.candidat(), phase="brouillon")) is None


def test_ceux_qui_sont_nes_le_meme_jour_ne_sont_pas_tous_lus(portail: Portail) -> None:
    """Whoever does not know the day of a birth writes the first of January: it is that of thousands."""
    nom = "D'Œuvre-Kébbati"
    cherche = candidats.sans_nuc(nom_naissance=nom).id
    candidats.sans_nuc(nom_naissance="MARTIN")
    lus: list[int] = []

    def noter(lu: Candidat, _: object) -> None:
        lus.append(lu.id)

    qui = identite("d oeuvre kebbati", "Inès", candidats.NAISSANCE)
    event.listen(Candidat, "load", noter)
    try:
        db.session.expunge_all()
        trouves = [un.id for un in doubles.candidats_de(qui, candidats.NAISSANCE)]
    finally:
        event.remove(Candidat, "load", noter)
    assert trouves == lus == [cherche]


def test_l_union_peut_dire_que_ce_sont_deux_personnes(portail: Portail) -> None:
    premier, second = candidats.candidat(), candidats.candidat()
    candidats.demande(portail, premier)
    autre = candidats.demande(portail, second, phase="brouillon")
    ids = premier.id, second.id
    with ecriture() as s:
        s.add(Fusion(premier_id=ids[0], second_id=ids[1], etat="distinctes", proposee_le=OUVERT))
    assert doubles.sont_distincts(ids[1], ids[0])
    assert refuse(portail, autre) is None


def test_une_paire_n_est_proposee_qu_une_fois(portail: Portail) -> None:
    premier, second = candidats.candidat().id, candidats.candidat().id
    with ecriture():
        assert doubles.proposer(portail, db.session.get_one(Candidat, second)) == 1
        assert doubles.proposer(portail, db.session.get_one(Candidat, premier)) == 0
    assert len(db.session.scalars(select(Fusion)).all()) == 1


INES = Personne("Kebbati", "ines", candidats.NAISSANCE)


def test_un_nuc_perdu_s_envoie_a_l_adresse_connue(portail: Portail) -> None:
    candidat = candidats.candidat("22010870J", "ines@exemple.fr")
    candidats.candidat(prenoms="Samia")
    nuc_retrouve.demander(portail, INES, "192.0.2.1")
    (mail,) = courriels("certif_up_nuc_retrouve")
    assert mail.destinataire == "ines@exemple.fr"
    assert mail.compte_id == candidat.compte_id
    assert numero.afficher("22010870J") in mail.texte


def test_chaque_compte_de_la_personne_recoit_le_sien(portail: Portail) -> None:
    for adresse in ("un@exemple.fr", "deux@exemple.fr"):
        candidats.candidat(courriel=adresse)
    nuc_retrouve.demander(portail, INES, "192.0.2.1")
    assert {m.destinataire for m in courriels("certif_up_nuc_retrouve")} == {
        "un@exemple.fr",
        "deux@exemple.fr",
    }


def test_un_nuc_remplace_ne_s_envoie_plus(portail: Portail) -> None:
    candidats.candidat("22010870J")
    candidats.candidat("22010914G")
    with ecriture() as s:
        kept = s.scalars(select(Nuc).where(Nuc.nuc == "22010870J")).one().id
        s.scalars(select(Nuc).where(Nuc.nuc == "22010914G")).one().remplace_par = kept
    nuc_retrouve.demander(portail, INES, "192.0.2.1")
    (mail,) = courriels("certif_up_nuc_retrouve")
    assert numero.afficher("22010870J") in mail.texte


def test_personne_n_apprend_rien_et_personne_n_est_inonde(portail: Portail) -> None:
    inconnue = Personne("Nul", "Part", candidats.NAISSANCE)
    nuc_retrouve.demander(portail, inconnue, "192.0.2.1")
    assert courriels("certif_up_nuc_retrouve") == []
    candidats.candidat()
    for essai in range(6):
        nuc_retrouve.demander(portail, INES, f"192.0.2.{essai}")
    assert len(courriels("certif_up_nuc_retrouve")) == 3


def test_une_adresse_qui_demande_sans_fin_attend(portail: Portail) -> None:
    for essai in range(30):
        nuc_retrouve.demander(portail, Personne("Nul", f"P{essai}", candidats.NAISSANCE), "192.0.2.1")
    candidats.candidat()
    with pytest.raises(TropDeTentatives):
        nuc_retrouve.demander(portail, INES, "192.0.2.1")
    assert courriels("certif_up_nuc_retrouve") == []
    nuc_retrouve.demander(portail, INES, "192.0.2.2")
    assert len(courriels("certif_up_nuc_retrouve")) == 1


def test_ce_qui_manque_se_dit_au_champ(portail: Portail) -> None:
    with pytest.raises(DemandeInvalide) as refus:
        nuc_retrouve.lire(portail, {"naissance_le": "31/02/2000"})
    assert set(refus.value.erreurs) == {"nom_naissance", "prenom", "naissance_le"}
    assert refus.value.erreurs["prenom"] == "Indiquez votre prénom."
    lue = nuc_retrouve.lire(
        portail, {"nom_naissance": "Kebbati", "prenom": "Inès", "naissance_le": "14/03/1996"}
    )
    assert lue == Personne("Kebbati", "Inès", candidats.NAISSANCE)
