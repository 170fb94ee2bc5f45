"""What the core brings to every family, said in the language itself: circuit, documents, mails.

A family merges into it and may replace anything by its code.
"""

from portal.domain.langage.socle_courriels import COURRIELS

CIRCUIT_ET_DOCUMENTS = """\
circuit:
  etats:
    brouillon: {intitule: Brouillon, phase: brouillon}
    enregistree: {intitule: Inscription enregistrée, phase: deposee}
    complete: {intitule: Dossier complet, phase: deposee}
    validee: {intitule: Inscription validée, phase: inscrite}
    rejetee: {intitule: Inscription rejetée, phase: ecartee}
    annulee: {intitule: Inscription annulée, phase: ecartee}
    desinscrite: {intitule: Désinscription, phase: ecartee}
  transitions:
    enregistrer: {intitule: Enregistrer, de: brouillon, vers: enregistree, par: candidat}
    modifier:
      intitule: Modifier
      de: [enregistree, complete]
      vers: enregistree
      par: [candidat, gestionnaire]
    completer: {intitule: Marquer complet, de: enregistree, vers: complete, par: [gestionnaire, portail]}
    rouvrir: {intitule: Rouvrir, de: complete, vers: enregistree, par: portail}
    valider:
      intitule: Valider
      de: [enregistree, complete]
      vers: validee
      par: gestionnaire
      exige: {pieces.restantes: 0}
      message: Toutes les pièces demandées doivent être conformes avant de valider.
    rejeter: {intitule: Rejeter, de: [enregistree, complete], vers: rejetee, par: gestionnaire, motif: oui}
    annuler:
      intitule: Annuler
      de: [enregistree, complete]
      vers: annulee
      par: [gestionnaire, portail]
      motif: oui
    desinscrire:
      intitule: Désinscrire
      de: [enregistree, complete, validee]
      vers: desinscrite
      par: gestionnaire
      motif: oui
documents:
  confirmation:
    intitule: Confirmation d'inscription
    quand: [enregistrer, modifier, correction]
  demande_pieces:
    intitule: Demande de pièces justificatives
    quand: [enregistrer, modifier, correction]
  relance_pieces:
    intitule: Relance de pièces justificatives
    quand: relance
  convocation:
    intitule: Convocation aux épreuves
    quand: convocation
  amenagements:
    intitule: Notification de mesures d'aménagements
    quand: amenagements
  releve_notes:
    intitule: Relevé de notes
    quand: releve_notes
  notification_annulation:
    intitule: Notification d'annulation
    quand: annuler
"""

SOCLE = CIRCUIT_ET_DOCUMENTS + COURRIELS
