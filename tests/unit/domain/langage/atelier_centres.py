"""A small family whose épreuves are sat in centres and paid for, compiled as the portal would."""

from atelier import remplacer

from portal.adapters.referentiel import referentiel
from portal.domain.langage.lecteur import Compilation, Fichier, compiler_modele, lire_famille
from portal.domain.langage.scenarios import jouer_tous
from portal.domain.modele import ModeleExamen

FAMILLE = """\
famille: essai
langage: 1
intitule: Essai en centre
domaine: Essais
confirmation: recapitulatif
plusieurs_inscriptions: oui
onglets:
  epreuves: Épreuves
  ou:
    intitule: Centre
    champs:
      departement_epreuves: {type: departement, question: Département}
      centre: {type: centre, question: Centre, dans: departement_epreuves, comparable: oui}
  recapitulatif: Récapitulatif
epreuves:
  demandees:
    intitule: Épreuves demandées
    choisir: {au_moins: 1}
    epreuves: {E1: {unite: B1, intitule: Première}, E2: {unite: B2, intitule: Seconde}}
centres:
  offre: {pour_chaque: epreuves, champs: {logiciels: {type: texte, question: Logiciels}}}
  conseil: Regardez les logiciels.
  aucun: Aucun centre dans ce département.
places: {par: [centre, epreuves], prises: prevalider, rendues: [expirer, reporter]}
frais:
  epreuve: {intitule: Une épreuve, montant: 50 €, pour_chaque: epreuves, exonere: {origine: reporter}}
paiement:
  quand: prevalider
  moyens: {cheque: Chèque, formation: {intitule: Par la formation, tiers: oui}}
  a: centre
  solde: regler
  reprise: rouvrir
  regle: Rien n'est remboursé.
circuit:
  commun: non
  etats:
    brouillon: {intitule: À terminer, phase: brouillon}
    soumise: {intitule: Soumise, phase: deposee}
    prevalidee: {intitule: Pré-validée, phase: deposee}
    reglee: {intitule: Réglée, phase: inscrite}
    expiree: {intitule: Expirée, phase: ecartee}
    reportee: {intitule: Reportée, phase: terminee}
  transitions:
    enregistrer: {intitule: Soumettre, de: brouillon, vers: soumise, par: candidat}
    prevalider: {intitule: Pré-valider, de: soumise, vers: prevalidee, par: centre}
    expirer:
      intitule: Expirer
      de: prevalidee
      vers: expiree
      par: portail
      apres: 72 heures ouvrees
      si: {paiement.regle: 0}
      ouvre: meme_session
    regler: {intitule: Réglé, de: prevalidee, vers: reglee, par: portail}
    rouvrir: {intitule: Rouvrir, de: reglee, vers: prevalidee, par: portail}
    reporter:
      intitule: Reporter
      de: reglee
      vers: reportee
      par: [candidat, gestionnaire]
      exige: {aucun_de: [{origine: reporter}]}
      message: Une seule fois.
      pieces: [justificatif]
      ouvre: session_suivante
pieces:
  justificatif: {intitule: Justificatif}
courriels:
  prevalidee: {quand: prevalider, objet: Réglez, texte: "Réglez <paiement.reste> avant le <echeance>."}
contacts:
  service: {service: Service d'essai, courriel: essai@example.org}
conservation:
  dossier: {duree: 6 ans, depuis: fin_annee}
  pieces: {duree: 1 an, depuis: fin_annee}
  brouillons: {duree: 6 mois, depuis: cloture}
  sante: {duree: 1 an, depuis: fin_annee}
"""
MODELE = """\
famille: essai
academie: national
session: janvier 2027
calendrier:
  inscription: {du: 02/11/2026 09:00, au: 18/12/2026 17:00}
  jours_feries: centre
"""


def lire(modele: str = MODELE, famille: str = FAMILLE) -> Compilation:
    lue = lire_famille(Fichier("famille.yaml", famille.encode()), ())
    assert lue is not None
    return compiler_modele(lue, Fichier("janvier.yaml", modele.encode()), "national/janvier", referentiel())


def compiler(modele: str = MODELE, famille: str = FAMILLE) -> ModeleExamen:
    """Return a modèle that must be right, without a warning."""
    compilation = lire(modele, famille)
    assert [str(diagnostic) for diagnostic in compilation.rapport] == []
    assert compilation.modele is not None
    return compilation.modele


def erreurs(modele: str = MODELE, famille: str = FAMILLE) -> list[str]:
    rapport = lire(modele, famille).rapport
    return [str(une).replace("\u00a0", " ") for une in rapport if une.gravite == "erreur"]


def change(ancien: str, nouveau: str) -> list[str]:
    """Return the errors of the family once one place of it is rewritten."""
    return erreurs(famille=remplacer(FAMILLE, ancien, nouveau))


def jouer(scenario: str, famille: str = FAMILLE) -> list[str]:
    """Play the only scenario of the modèle, written under its name; return what differs."""
    compilation = lire(f"{MODELE}scenarios:\n  essai:\n{scenario}", famille)
    assert [str(une) for une in compilation.rapport.erreurs] == []
    (resultat,) = jouer_tous(compilation, referentiel())
    return [str(un).replace("\u00a0", " ") for un in resultat.diagnostics]
