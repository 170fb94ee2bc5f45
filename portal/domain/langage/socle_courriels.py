"""The mails that the core brings to every family, in the language itself; each may be replaced or taken away."""

COURRIELS = """\
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
  correction:
    quand: correction
    a: candidat
    objet: "Correction de votre inscription : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Le service des examens a corrigé votre inscription. C'est la version <version>.

      Motif : <motif>

      Ce qui a changé :

      <modifications>

      Vérifiez vos données et vos documents dans votre espace candidat :
      <lien>
  pieces_fournies:
    quand: pieces_fournies
    a: candidat
    objet: "Vos pièces sont bien reçues : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Vous avez indiqué avoir fourni toutes vos pièces. Elles sont enregistrées et vont être vérifiées par le service des examens :

      <pieces>

      Un courriel vous préviendra si l'une d'elles est à redéposer. Vous pouvez suivre leur vérification dans « Mes justificatifs » :
      <lien_pieces>
  piece_recue:
    quand: piece_recue
    a: candidat
    objet: "Pièce reçue : <piece>"
    texte: |
      Bonjour <candidat.prenom>,

      Le service des examens a reçu votre pièce « <piece> » pour votre inscription à <intitule>. Elle n'est pas encore vérifiée.

      <lien_pieces>
  piece_refusee:
    quand: piece_refusee
    a: candidat
    objet: "Pièce à fournir de nouveau : <piece>"
    texte: |
      Bonjour <candidat.prenom>,

      Votre pièce « <piece> » a été vérifiée pour votre inscription à <intitule>. Elle n'est pas conforme.

      Information du gestionnaire : <motif>

      Fournissez-la de nouveau <limite>. En ligne, ajoutez le nouveau fichier puis cliquez encore sur « J'ai fourni toutes mes pièces » :
      <lien_pieces>
  complet:
    quand: completer
    a: candidat
    objet: "Votre dossier est complet : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Toutes les pièces demandées ont été vérifiées et sont conformes. Vous n'avez plus rien à fournir pour l'instant.

      <lien>
  validation:
    quand: valider
    a: candidat
    objet: "Inscription validée : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Votre inscription à <intitule> est validée. Vos convocations seront publiées dans votre espace candidat, menu « Mes documents ».

      <lien>
  rejet:
    quand: rejeter
    a: candidat
    objet: "Inscription rejetée : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Votre inscription à <intitule> est rejetée par le service des examens.

      Motif : <motif>

      <lien>
  annulation:
    quand: annuler
    a: candidat
    objet: "Inscription annulée : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Votre inscription à <intitule> est annulée.

      Motif : <motif>

      La notification d'annulation est dans votre espace candidat, menu « Mes documents » :
      <lien>
  desinscription:
    quand: desinscrire
    a: candidat
    objet: "Désinscription : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Le service des examens vous a désinscrit : <intitule>.

      Motif : <motif>

      Si vous n'avez pas demandé cette désinscription, écrivez sans attendre au service.
  delai_accorde:
    quand: delai_accorde
    a: candidat
    objet: "Délai supplémentaire : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Le service des examens vous accorde un délai supplémentaire pour : <objet>.

      Vous pouvez agir <limite>.

      Motif : <motif>

      <lien>
  prolongation:
    quand: prolongation
    a: candidat
    objet: "Date limite repoussée : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      La date limite est repoussée : <objet>, <limite>.

      Motif : <motif>

      <lien>
  relance:
    quand: relance
    a: candidat
    objet: "Pièces manquantes : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Il manque encore des pièces à votre inscription à <intitule> :

      <pieces>

      Le détail est dans la relance publiée dans « Mes documents ». Déposez vos pièces ici :
      <lien_pieces>
  message:
    quand: message
    a: candidat
    objet: "<objet>"
    texte: |
      Bonjour <candidat.prenom>,

      <message>

      Ce message concerne votre inscription à <intitule> :
      <lien>
  rappel_inscription:
    quand: cloture - 2 jours ouvres
    si: {phase: brouillon}
    a: candidat
    objet: "Votre inscription n'est pas terminée : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Vous avez commencé une inscription à <intitule>, mais elle n'est pas enregistrée. Sans « Enregistrer », elle n'existe pas pour le service des examens.

      Terminez-la <limite> :
      <lien>
  rappel_pieces:
    quand: limite - 3 jours ouvres
    si: {phase: deposee}
    a: candidat
    objet: "Pièces à fournir : <intitule>"
    texte: |
      Bonjour <candidat.prenom>,

      Il manque des pièces à votre inscription à <intitule>. Elles sont attendues <limite> :

      <pieces>

      <lien_pieces>
"""
