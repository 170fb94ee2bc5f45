"""An exam that is sat in centres: the YAML of its family and of its sessions, for tests of the core alone.

Several inscriptions, places by centre and épreuve, fees, 72 working hours to pay, a report to the next
session. No plugin knows it: what holds here holds without any.
"""

FAMILLE = """
famille: centres_essai
langage: 1
intitule: Titre d'essai
domaine: Essais
confirmation: recapitulatif
plusieurs_inscriptions: oui
cas:
  reportee: {origine: accorder_report}
  deja_demandee:
    autres_candidatures:
      telles_que:
        famille: centres_essai
        session: =session
        phase: [deposee, inscrite]
        epreuves: {contient_un: =epreuves}
      nombre: {au_moins: 1}
  ailleurs:
    autres_candidatures:
      telles_que:
        famille: centres_essai
        session: =session
        phase: [deposee, inscrite]
        centre: {sauf: =centre}
      nombre: {au_moins: 1}
onglets:
  epreuves:
    intitule: Épreuves
  centre:
    intitule: Centre d'épreuves
    champs:
      departement_epreuves: {type: departement, question: Votre département}
      centre: {type: centre, dans: departement_epreuves, question: Votre centre, comparable: oui}
      engagement:
        type: declaration
        question: Je m'engage sur les logiciels de ce centre
        si: {centre: {renseigne: oui}}
  situation:
    intitule: Situation
    champs:
      projet: {type: texte, question: Votre projet}
      finance: {type: oui_non, question: Financé par la formation}
  recapitulatif: Récapitulatif
epreuves:
  demandees:
    intitule: Épreuves demandées
    choisir: {au_moins: 1}
    epreuves:
      E1: {unite: Bloc 1, intitule: Comptabilité courante, mode: pratique}
      E2: {unite: Bloc 2, intitule: Fin d'exercice, mode: pratique}
      E3: {unite: Bloc 3, intitule: Administration, mode: pratique}
centres:
  offre: {pour_chaque: epreuves, champs: {logiciels: {type: texte, question: Logiciels}}}
places:
  par: [centre, epreuves]
  prises: prevalider
  rendues: [refuser, expirer, accorder_report]
  complet: @COMPLET@
frais:
  inscription:
    intitule: Inscription à une épreuve
    montant: 50,10 €
    pour_chaque: epreuves
    exonere: reportee
paiement:
  quand: prevalider
  moyens: {cheque: Chèque, virement: Virement, formation: {intitule: Financé avec la formation, tiers: oui}}
  a: centre
  solde: regler
  reprise: rouvrir
  remboursable: non
regles:
  une_demande_par_epreuve:
    exige: {aucun_de: [deja_demandee]}
    sinon: refus
    champ: epreuves.demandees
    message: Vous avez déjà demandé l'une de ces épreuves à cette session.
  un_seul_centre:
    exige: {aucun_de: [ailleurs]}
    sinon: refus
    champ: centre
    message: Vous avez déjà une demande dans un autre centre pour cette session.
circuit:
  commun: non
  etats:
    brouillon: {intitule: Demande à terminer, phase: brouillon}
    soumise: {intitule: Demande soumise, phase: deposee}
    prevalidee: {intitule: Pré-validée, phase: deposee}
    reglee: {intitule: Réglée, phase: deposee}
    inscrite: {intitule: Inscrite définitivement, phase: inscrite}
    report_demande: {intitule: Report demandé, phase: inscrite}
    reportee: {intitule: Reportée, phase: terminee}
    refusee: {intitule: Refusée, phase: ecartee}
    expiree: {intitule: Expirée, phase: ecartee}
  transitions:
    enregistrer: {intitule: Soumettre, de: brouillon, vers: soumise, par: candidat}
    prevalider: {intitule: Pré-valider, de: soumise, vers: prevalidee, par: centre}
    refuser:
      intitule: Refuser
      de: [soumise, prevalidee]
      vers: refusee
      par: [centre, gestionnaire]
      motif: oui
      ouvre: meme_session
    expirer:
      intitule: Délai de règlement dépassé
      de: prevalidee
      vers: expiree
      par: portail
      apres: 72 heures ouvrees
      si: {paiement.regle: 0}
      ouvre: meme_session
    regler: {intitule: Règlement reçu, de: prevalidee, vers: reglee, par: portail}
    rouvrir: {intitule: Règlement repris, de: reglee, vers: prevalidee, par: portail}
    inscrire: {intitule: Valider définitivement, de: reglee, vers: inscrite, par: centre}
    demander_report:
      intitule: Demander un report
      de: inscrite
      vers: report_demande
      par: candidat
      exige: {aucun_de: [reportee]}
      message: Un report n'est possible qu'une fois.
    accorder_report:
      intitule: Accorder le report
      de: report_demande
      vers: reportee
      par: gestionnaire
      ouvre: session_suivante
courriels:
  enregistrement: {quand: enregistrer, a: [candidat, centre], objet: Demande soumise, texte: Soumise.}
  prevalidation:
    quand: prevalider
    a: candidat
    objet: À régler
    texte: Il reste <paiement.reste> à régler à <centre.intitule> avant le <echeance>.
  refus: {quand: refuser, a: candidat, objet: Refusée, texte: "Motif : <motif> Reprenez : <lien_reprise>"}
  expiration:
    quand: expirer
    a: [candidat, centre]
    objet: Expirée
    texte: "Reprenez : <lien_reprise>"
  reglement: {quand: [regler, rouvrir], a: candidat, objet: Règlement, texte: "Reste : <paiement.reste>."}
  partiel: {quand: paiement_recu, a: candidat, objet: Reçu, texte: "Reste : <paiement.reste>."}
  inscription: {quand: inscrire, a: candidat, objet: Inscrite, texte: Vous êtes inscrit.}
  report: {quand: suite_ouverte, a: candidat, objet: Demande reportée prête, texte: "Elle est là : <lien>"}
"""
MODELE = """
famille: centres_essai
academie: national
session: @SESSION@
intitule: Titre d'essai
calendrier:
  inscription: {du: @DU@, au: @AU@}
  jours_feries: @FERIES@
contacts:
  union: {service: Union d'essai, courriel: union@example.org}
"""
