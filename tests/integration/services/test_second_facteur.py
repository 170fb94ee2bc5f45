"""The second factor of staff, and who would go around it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.adapters.horloge import HorlogeReglable
from portal.db import db, ecriture
from portal.domain.compte import CompteDesactive, MotDePasseActuelFaux, TropDeTentatives
from portal.domain.second_facteur import CodeIllisible, CodeRefuse, EnrolementClos
from portal.services import connexion, enrolement, hachage, personnel, second_facteur
from portal.services.connexion import ConnexionEnCours, Provenance
from portal.services.portail import Portail
from portal.tables import Agent, Compte, CourrielSortant, Evenement
from tests.telephone import Telephone

ADRESSE = "agent@exemple.fr"
SECRET = "Cerisier.vole.2027"


@pytest.fixture
def compte_id(portail: Portail) -> int:
    """A member of staff with a password, and no telephone yet."""
    personnel.creer(portail, "gestionnaire", ADRESSE, "Ana Ruiz")
    with ecriture() as s:
        compte = s.scalars(select(Compte)).one()
        compte.mot_de_passe = hachage.hacher(SECRET)
        personnel.jeton.oublier(compte.id, "mot_de_passe")
        return compte.id


def entrer(portail: Portail) -> tuple[str, ConnexionEnCours]:
    """Log in with the password: the secret of the cookie, and what it opens."""
    jeton = connexion.ouvrir(portail, ADRESSE, SECRET, Provenance("127.0.0.1"))
    en_cours = connexion.retrouver(portail, jeton)
    assert en_cours is not None
    return jeton, en_cours


def choisir(portail: Portail, horloge: HorlogeReglable) -> Telephone:
    """Set a telephone up, then wait for its next code."""
    jeton, en_cours = entrer(portail)
    telephone = Telephone(enrolement.proposer(portail, en_cours, jeton).secret)
    enrolement.enroler(portail, en_cours, jeton, telephone.code(horloge.maintenant()))
    horloge.avancer(timedelta(seconds=60))
    return telephone


def natures() -> list[str]:
    return list(db.session.scalars(select(Evenement.nature).order_by(Evenement.id)))


def test_le_premier_telephone_ouvre_la_connexion_sous_un_autre_secret(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    jeton, en_cours = entrer(portail)
    assert en_cours.attend_un_code
    telephone = Telephone(enrolement.proposer(portail, en_cours, jeton).secret)
    nouveau = enrolement.enroler(portail, en_cours, jeton, telephone.code(horloge.maintenant()))
    assert connexion.retrouver(portail, jeton) is None
    ouverte = connexion.retrouver(portail, nouveau)
    assert ouverte is not None
    assert not ouverte.attend_un_code
    assert natures()[-1] == "second_facteur_active"
    assert db.session.scalars(select(CourrielSortant.code)).all() == ["second_facteur_active"]


def test_le_secret_n_est_pas_lisible_dans_la_base(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    telephone = choisir(portail, horloge)
    agent = db.session.get_one(Agent, compte_id)
    assert agent.totp_secret is not None
    assert telephone.secret not in agent.totp_secret
    autre = replace(
        portail, config=replace(portail.config, secret_key="un autre secret du portail, tout neuf")
    )
    _, en_cours = entrer(portail)
    with pytest.raises(EnrolementClos):
        second_facteur.confirmer(autre, en_cours, telephone.code(horloge.maintenant()))


def test_un_secret_scelle_ne_sert_pas_a_un_autre_compte(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    telephone = choisir(portail, horloge)
    personnel.creer(portail, "administrateur", "chef@exemple.fr", "Chef")
    chef = db.session.scalars(select(Compte.id).where(Compte.courriel == "chef@exemple.fr")).one()
    maintenant, vole = horloge.maintenant(), db.session.get_one(Agent, compte_id).totp_secret
    with ecriture() as s:
        s.execute(
            update(Agent).where(Agent.compte_id == chef).values(totp_secret=vole, totp_confirme_le=maintenant)
        )
    with pytest.raises(EnrolementClos), ecriture():
        second_facteur.consommer(portail, chef, telephone.code(maintenant))


@pytest.mark.parametrize("pas", [-1, 0, 1])
def test_une_horloge_decalee_d_un_pas_passe(
    portail: Portail, horloge: HorlogeReglable, compte_id: int, pas: int
) -> None:
    telephone = choisir(portail, horloge)
    horloge.avancer(timedelta(minutes=5))
    jeton, en_cours = entrer(portail)
    assert second_facteur.confirmer(portail, en_cours, telephone.code(horloge.maintenant(), pas)) != jeton


@pytest.mark.parametrize("pas", [-2, 2, -100, 2880])
def test_une_horloge_plus_decalee_est_refusee(
    portail: Portail, horloge: HorlogeReglable, compte_id: int, pas: int
) -> None:
    telephone = choisir(portail, horloge)
    horloge.avancer(timedelta(minutes=5))
    _, en_cours = entrer(portail)
    with pytest.raises(CodeRefuse):
        second_facteur.confirmer(portail, en_cours, telephone.code(horloge.maintenant(), pas))


def test_un_code_ne_sert_qu_une_fois(portail: Portail, horloge: HorlogeReglable, compte_id: int) -> None:
    telephone = choisir(portail, horloge)
    code = telephone.code(horloge.maintenant())
    second_facteur.confirmer(portail, entrer(portail)[1], code)
    with pytest.raises(CodeRefuse):
        second_facteur.confirmer(portail, entrer(portail)[1], code)


def test_le_code_d_avant_ne_sert_ni_deux_fois_ni_apres_un_plus_recent(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    telephone = choisir(portail, horloge)
    precedent, actuel = (telephone.code(horloge.maintenant(), pas) for pas in (-1, 0))
    horloge.avancer(timedelta(seconds=0))
    second_facteur.confirmer(portail, entrer(portail)[1], precedent)
    with pytest.raises(CodeRefuse):
        second_facteur.confirmer(portail, entrer(portail)[1], precedent)
    second_facteur.confirmer(portail, entrer(portail)[1], actuel)
    with pytest.raises(CodeRefuse):
        second_facteur.confirmer(portail, entrer(portail)[1], precedent)


def test_le_code_de_l_enrolement_ne_rouvre_rien(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    jeton, en_cours = entrer(portail)
    telephone = Telephone(enrolement.proposer(portail, en_cours, jeton).secret)
    code = telephone.code(horloge.maintenant())
    enrolement.enroler(portail, en_cours, jeton, code)
    with pytest.raises(CodeRefuse):
        second_facteur.confirmer(portail, entrer(portail)[1], code)


def test_deux_demandes_du_meme_code_au_meme_instant_n_en_ouvrent_qu_une(
    portail: Portail, app: Flask, horloge: HorlogeReglable, compte_id: int
) -> None:
    code = choisir(portail, horloge).code(horloge.maintenant())
    entrees = [entrer(portail)[1] for _ in range(3)]

    def essayer(en_cours: ConnexionEnCours) -> bool:
        with app.app_context():
            try:
                second_facteur.confirmer(portail, en_cours, code)
            except CodeRefuse:
                return False
            return True

    with ThreadPoolExecutor(3) as fils:
        assert sorted(fils.map(essayer, entrees)) == [False, False, True]


def test_vingt_essais_sont_arretes_au_sixieme(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    telephone = choisir(portail, horloge)
    _, en_cours = entrer(portail)
    bon = telephone.code(horloge.maintenant())
    refus = []
    for essai in range(20):
        faux = f"{(int(bon) + 1 + essai) % 1_000_000:06d}"
        with pytest.raises((CodeRefuse, TropDeTentatives)) as leve:
            second_facteur.confirmer(portail, en_cours, faux)
        refus.append(leve.type)
    assert refus == [CodeRefuse] * 5 + [TropDeTentatives] * 15
    with pytest.raises(TropDeTentatives):
        second_facteur.confirmer(portail, en_cours, bon)
    assert natures().count("second_facteur_bloque") == 1
    horloge.avancer(timedelta(minutes=16))
    second_facteur.confirmer(portail, en_cours, telephone.code(horloge.maintenant()))


def test_qui_devine_jour_et_nuit_est_arrete_pour_la_journee(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    telephone = choisir(portail, horloge)
    essais = 0
    for _ in range(12):
        _, en_cours = entrer(portail)
        for _ in range(5):
            faux = f"{(int(telephone.code(horloge.maintenant())) + 7) % 1_000_000:06d}"
            try:
                second_facteur.confirmer(portail, en_cours, faux)
            except CodeRefuse:
                essais += 1
            except TropDeTentatives:
                pass
        horloge.avancer(timedelta(minutes=16))
    assert essais <= 30


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12 34 5", "１２３４５６", "-12345"]
)
def test_ce_qui_n_est_pas_un_code_est_dit_sans_compter(portail: Portail, compte_id: int, code: str) -> None:
    _, en_cours = entrer(portail)
    for _ in range(8):
        with pytest.raises(CodeIllisible):
            second_facteur.confirmer(portail, en_cours, code)


def test_un_code_peut_etre_ecrit_avec_des_espaces(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    telephone = choisir(portail, horloge)
    code = telephone.code(horloge.maintenant())
    assert second_facteur.confirmer(portail, entrer(portail)[1], f" {code[:3]}\u202f{code[3:]} ")


def test_chaque_connexion_est_proposee_un_autre_secret(portail: Portail, compte_id: int) -> None:
    """Who has the password and reads the drawing first does not know the secret of who comes next."""
    (jeton_1, voleur), (jeton_2, agent) = entrer(portail), entrer(portail)
    vole = enrolement.proposer(portail, voleur, jeton_1)
    assert vole == enrolement.proposer(portail, voleur, jeton_1)
    assert vole.secret != enrolement.proposer(portail, agent, jeton_2).secret


def test_le_premier_qui_choisit_ferme_la_porte_aux_autres(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    (jeton_1, voleur), (jeton_2, agent) = entrer(portail), entrer(portail)
    vole = Telephone(enrolement.proposer(portail, voleur, jeton_1).secret)
    bon = Telephone(enrolement.proposer(portail, agent, jeton_2).secret)
    enrolement.enroler(portail, agent, jeton_2, bon.code(horloge.maintenant()))
    assert connexion.retrouver(portail, jeton_1) is None
    with pytest.raises(EnrolementClos):
        enrolement.enroler(portail, voleur, jeton_1, vole.code(horloge.maintenant()))
    with pytest.raises(EnrolementClos):
        enrolement.proposer(portail, voleur, jeton_1)


def test_un_enrolement_trop_tardif_attend_un_administrateur(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    horloge.avancer(timedelta(days=7))
    jeton, en_cours = entrer(portail)
    with pytest.raises(EnrolementClos):
        enrolement.proposer(portail, en_cours, jeton)
    with pytest.raises(EnrolementClos):
        enrolement.enroler(portail, en_cours, jeton, "123456")
    with ecriture():
        enrolement.ouvrir_l_enrolement(portail, compte_id)
    assert connexion.retrouver(portail, jeton) is None
    jeton, en_cours = entrer(portail)
    assert enrolement.proposer(portail, en_cours, jeton).secret


def test_renouveler_demande_le_mot_de_passe_et_les_deux_codes(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    ancien = choisir(portail, horloge)
    jeton = second_facteur.confirmer(portail, entrer(portail)[1], ancien.code(horloge.maintenant()))
    horloge.avancer(timedelta(seconds=30))
    en_cours = connexion.retrouver(portail, jeton)
    assert en_cours is not None
    nouveau = Telephone(enrolement.proposer(portail, en_cours, jeton).secret)
    codes = ancien.code(horloge.maintenant()), nouveau.code(horloge.maintenant())
    with pytest.raises(MotDePasseActuelFaux):
        enrolement.renouveler(portail, en_cours, jeton, "faux", codes)
    with pytest.raises(CodeRefuse):
        enrolement.renouveler(portail, en_cours, jeton, SECRET, (codes[1], codes[1]))
    with pytest.raises(CodeRefuse):
        enrolement.renouveler(portail, en_cours, jeton, SECRET, (codes[0], codes[0]))
    assert enrolement.renouveler(portail, en_cours, jeton, SECRET, codes)
    horloge.avancer(timedelta(seconds=60))
    with pytest.raises(CodeRefuse):
        second_facteur.confirmer(portail, entrer(portail)[1], ancien.code(horloge.maintenant()))
    assert second_facteur.confirmer(portail, entrer(portail)[1], nouveau.code(horloge.maintenant()))


def test_une_connexion_qui_attend_son_code_ne_renouvelle_rien(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    telephone = choisir(portail, horloge)
    jeton, en_cours = entrer(portail)
    with pytest.raises(EnrolementClos):
        enrolement.proposer(portail, en_cours, jeton)
    code = telephone.code(horloge.maintenant())
    with pytest.raises(CodeRefuse):
        enrolement.renouveler(portail, en_cours, jeton, SECRET, (code, code))


def test_un_compte_desactive_n_entre_plus_et_perd_ses_connexions(portail: Portail, compte_id: int) -> None:
    jeton, _ = entrer(portail)
    with ecriture() as s:
        s.get_one(Agent, compte_id).desactive_le = portail.horloge.maintenant()
    assert connexion.retrouver(portail, jeton) is None
    with pytest.raises(CompteDesactive):
        entrer(portail)


def test_un_code_juste_d_une_connexion_fermee_n_ouvre_rien(
    portail: Portail, horloge: HorlogeReglable, compte_id: int
) -> None:
    telephone = choisir(portail, horloge)
    jeton, en_cours = entrer(portail)
    connexion.fermer(portail, jeton)
    with pytest.raises(CodeRefuse):
        second_facteur.confirmer(portail, en_cours, telephone.code(horloge.maintenant()))
