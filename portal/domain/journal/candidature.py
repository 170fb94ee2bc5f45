"""What happens to a candidature: how the journal says it."""

from portal.domain.journal.nature import Nature

NATURES = {
    "commencer": Nature(
        "Brouillon commencé", "Candidature commencée.", "Vous avez commencé votre inscription."
    ),
    "suite_preparee": Nature(
        "Brouillon préparé par le portail",
        "Candidature préparée par le portail, à la suite d'une autre.",
        "Le portail a préparé cette inscription, à la suite d'une autre.",
    ),
    "enregistrer": Nature(
        "Inscription enregistrée",
        "Inscription enregistrée[ : « <vers> »].",
        "Vous avez enregistré votre inscription.",
    ),
    "modifier": Nature(
        "Inscription modifiée",
        "Inscription modifiée et enregistrée de nouveau.",
        "Vous avez modifié votre inscription.",
    ),
    "abandonner": Nature("Brouillon abandonné", "Brouillon abandonné.", "Vous avez abandonné ce brouillon."),
    "correction": Nature(
        "Correction par le service",
        "Correction des réponses[ : <champs>].",
        "Le service gestionnaire a corrigé votre candidature[ : <champs>].",
    ),
    "correction_etat_civil": Nature(
        "Correction de l'état civil",
        "Correction de l'état civil[ : <champs>].",
        "Le service gestionnaire a corrigé votre état civil[ : <champs>].",
    ),
    "changement_de_compte": Nature(
        "Changement de compte",
        "Inscription passée au compte gardé de la même personne[ : n° <ancien>, devenu n° <nouveau>].",
        "Vos comptes ont été réunis[ : l'inscription n° <ancien> porte désormais le n° <nouveau>].",
    ),
    "exception": Nature(
        "Délai accordé",
        "Délai accordé à cette personne[ pour <objet>][ (<piece>)][ jusqu'au <limite>].",
        "Le service gestionnaire vous accorde un délai[ pour <objet>][ (<piece>)][ jusqu'au <limite>].",
    ),
    "exception_retiree": Nature(
        "Délai retiré",
        "Délai accordé retiré[ (<objet>)].",
        "Le délai qui vous était accordé est retiré[ (<objet>)].",
    ),
    "examen_accepte": Nature(
        "Demande confirmée",
        "Confirmé[ : <objet>].",
        "Le service gestionnaire a confirmé votre demande[ : <objet>].",
    ),
    "examen_refuse": Nature(
        "Demande refusée",
        "Refusé[ : <objet>].",
        "Le service gestionnaire a refusé votre demande[ : <objet>].",
    ),
    "prolongation": Nature(
        "Session prolongée",
        "Date de la session repoussée[ : <objet>][, jusqu'au <limite>][ (<slug>)].",
        "Une date limite est repoussée[ : <objet>][, jusqu'au <limite>].",
    ),
    "message": Nature(
        "Message envoyé",
        "Message envoyé[ : « <objet> »].",
        "Le service gestionnaire vous a écrit[ : « <objet> »].",
    ),
    "relance": Nature("Relance envoyée", "Relance envoyée.", "Le service gestionnaire vous a relancé."),
}
