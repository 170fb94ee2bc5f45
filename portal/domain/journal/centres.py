"""What happens to centres d'épreuves: how the journal says it."""

from portal.domain.journal.nature import Nature

NATURES = {
    "centre_cree": Nature("Centre créé", "Centre créé[ : <intitule>]."),
    "centre_modifie": Nature("Centre modifié", "Centre modifié[ : <intitule>][ (<champs>)]."),
    "centre_desactive": Nature("Centre désactivé", "Centre désactivé[ : <intitule>]."),
    "centre_reactive": Nature("Centre réactivé", "Centre remis en service[ : <intitule>]."),
    "offre_modifiee": Nature(
        "Offre d'un centre modifiée", "Offre modifiée[ : <intitule>][, session <slug>][ (<epreuves>)]."
    ),
    "centre_membre_ajoute": Nature("Membre rattaché", "Membre rattaché[ : <compte>][ au centre <intitule>]."),
    "centre_membre_retire": Nature("Membre retiré", "Membre retiré[ : <compte>][ du centre <intitule>]."),
    "centres_importes": Nature(
        "Centres importés", "Centres importés[ : <crees> créés][, <changes> modifiés][, session <slug>]."
    ),
}
