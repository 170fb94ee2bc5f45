"""What happens to accounts: how the journal says it."""

from portal.domain.journal.nature import Nature

NATURES = {
    "compte_active": Nature("Compte activé", "Compte activé.", "Vous avez activé votre compte."),
    "courriel_change": Nature(
        "Adresse mail changée", "Adresse mail changée.", "Vous avez changé d'adresse mail."
    ),
    "mot_de_passe_change": Nature(
        "Mot de passe changé", "Mot de passe changé.", "Vous avez changé de mot de passe."
    ),
    "etat_civil_modifie": Nature(
        "État civil modifié",
        "État civil modifié[ : <champs>].",
        "Vous avez modifié votre état civil[ : <champs>].",
    ),
    "connexion_second_facteur": Nature("Connexion", "Connexion avec le code du téléphone.", ""),
    "second_facteur_active": Nature("Téléphone choisi", "Téléphone choisi pour le second facteur.", ""),
    "second_facteur_renouvele": Nature(
        "Téléphone remplacé", "Téléphone remplacé pour le second facteur.", ""
    ),
    "second_facteur_bloque": Nature(
        "Codes refusés", "Trop de codes refusés : saisie bloquée pour un temps.", ""
    ),
    "second_facteur_reinitialise": Nature(
        "Téléphone réinitialisé", "Second facteur réinitialisé[ : <compte>].", ""
    ),
    "compte_personnel_cree": Nature(
        "Compte du personnel créé", "Compte créé[ : <compte>][, profil <profil>].", ""
    ),
    "compte_personnel_modifie": Nature(
        "Compte du personnel modifié", "Compte modifié[ : <compte>][ (<champs>)].", ""
    ),
    "perimetre_modifie": Nature("Périmètre modifié", "Périmètre modifié[ : <compte>][, <perimetre>].", ""),
    "compte_desactive": Nature("Compte désactivé", "Compte désactivé[ : <compte>].", ""),
    "compte_reactive": Nature("Compte réactivé", "Compte remis en service[ : <compte>].", ""),
    "compte_joint": Nature("Comptes réunis", "Compte réuni à un autre de la même personne[ : <compte>].", ""),
    "connexions_fermees": Nature("Connexions fermées", "Connexions fermées[ : <compte>].", ""),
    "lien_renvoye": Nature(
        "Lien d'accès envoyé", "Lien pour choisir un mot de passe envoyé[ : <compte>].", ""
    ),
}
