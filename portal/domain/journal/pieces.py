"""What happens to pièces: how the journal says it."""

from portal.domain.journal.nature import Nature

NATURES = {
    "fichier_depose": Nature(
        "Fichier déposé",
        "Fichier déposé[ : <nom>][, pièce « <piece> »].",
        "Vous avez déposé un fichier[ : <nom>][, pièce « <piece> »].",
    ),
    "fichier_supprime": Nature(
        "Fichier retiré",
        "Fichier retiré[ : <nom>][, pièce « <piece> »].",
        "Vous avez retiré un fichier[ : <nom>][, pièce « <piece> »].",
    ),
    "pieces_fournies": Nature(
        "Pièces fournies",
        "« J'ai fourni toutes mes pièces »[ : <pieces>].",
        "Vous avez dit avoir fourni toutes vos pièces[ : <pieces>].",
    ),
    "piece_non_concernee": Nature(
        "Pièce sans objet",
        "Le candidat se dit non concerné[ par « <piece> »].",
        "Vous avez dit ne pas être concerné[ par « <piece> »].",
    ),
    "piece_concernee": Nature(
        "Pièce de nouveau due",
        "Le candidat se dit de nouveau concerné[ par « <piece> »].",
        "Vous avez dit être concerné[ par « <piece> »].",
    ),
    "piece_reprise": Nature(
        "Pièce reprise",
        "Pièce reprise d'une autre candidature[ : « <piece> »].",
        "Vous avez repris une pièce déjà acceptée[ : « <piece> »].",
    ),
    "piece_recue": Nature(
        "Pièce reçue",
        "Pièce reçue[ : « <piece> »].",
        "Le service gestionnaire a reçu votre pièce[ « <piece> »].",
    ),
    "piece_conforme": Nature(
        "Pièce conforme", "Pièce conforme[ : « <piece> »].", "Votre pièce[ « <piece> »] est conforme."
    ),
    "piece_non_conforme": Nature(
        "Pièce non conforme",
        "Pièce non conforme[ : « <piece> »].",
        "Votre pièce[ « <piece> »] n'est pas conforme.",
    ),
    "decision_annulee": Nature(
        "Décision annulée",
        "Décision annulée sur la pièce[ « <piece> »].",
        "Une décision sur votre pièce[ « <piece> »] est annulée.",
    ),
    "piece_numerisee": Nature(
        "Pièce numérisée",
        "Numérisation jointe[ : <nom>][, pièce « <piece> »].",
        "Le service gestionnaire a numérisé votre pièce[ « <piece> »].",
    ),
    "piece_lue": Nature(
        "Pièce consultée",
        "Pièce consultée[ : « <piece> »].",
        "Le service gestionnaire a consulté votre pièce[ « <piece> »].",
    ),
    "fichier_infecte": Nature(
        "Fichier infecté",
        "Fichier écarté par l'antivirus[ : <nom>][ (<virus>)].",
        "L'antivirus a écarté un fichier[ : <nom>]. Déposez-le de nouveau.",
    ),
}
