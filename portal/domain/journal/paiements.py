"""What happens to the money of a candidature: how the journal says it."""

from portal.domain.journal.nature import Nature

NATURES = {
    "paiement_recu": Nature(
        "Règlement enregistré",
        "Règlement enregistré[ : <montant> €][, <moyen>].",
        "Votre règlement est enregistré[ : <montant> €][, <moyen>].",
    ),
    "paiement_annule": Nature(
        "Règlement repris",
        "Règlement saisi par erreur, repris[ : <montant> €].",
        "Un règlement enregistré par erreur a été repris[ : <montant> €].",
    ),
}
