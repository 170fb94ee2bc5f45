"""What the core brings to every family, said in the language itself: circuit, documents, mails.

A family merges into it and may replace anything by its code.
"""

SOCLE = """\
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
    valider: {intitule: Valider, de: [enregistree, complete], vers: validee, par: gestionnaire}
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
    quand: [enregistrer, modifier]
  demande_pieces:
    intitule: Demande de pièces justificatives
    quand: [enregistrer, modifier]
courriels:
  enregistrement:
    quand: enregistrer
    a: candidat
    objet: "Inscription enregistrée : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Votre inscription a bien été prise en compte le <enregistree_le>.

      - Numéro de candidat : <candidat.numero>
      - Numéro d'inscription : <numero_inscription>

      Conservez ces numéros. Vous pouvez consulter et modifier votre inscription jusqu'au <cloture>.

      Vos documents et la liste de vos pièces sont dans votre espace candidat, menu « Mes documents » :
      <lien>
  modification:
    quand: modifier
    a: candidat
    objet: "Modification d'inscription : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      La modification de votre inscription a été enregistrée le <enregistree_le>. C'est la version <version>.

      Ce qui a changé :

      <modifications>

      Vos documents ont été mis à jour dans votre espace candidat :
      <lien>
  document:
    quand: document_publie
    a: candidat
    objet: "Nouveau document : <document>"
    texte: |
      Bonjour <candidat.prenom>,

      Un document est disponible dans votre espace candidat, menu « Mes documents » : <document>.

      Il concerne votre inscription à <intitule>.

      <lien>

      Aucun document ne vous sera adressé par voie postale.
"""
