"""The links that lead from the portal to Certif-UP, by place and profile."""

from portal.domain.extension import LienExtension

_ENTREE = LienExtension(
    "Certif-UP",
    "certif_up.entree",
    aide="Épreuves de l'UPPCTSC : s'inscrire avec ou sans NUC, dans un centre d'épreuves.",
)
LIENS: dict[tuple[str, str], list[LienExtension]] = {
    ("accueil", ""): [_ENTREE],
    ("accueil", "candidat"): [_ENTREE],
    ("connexion", ""): [LienExtension("Retrouver mon NUC", "certif_up.retrouver")],
    ("espace", "candidat"): [
        LienExtension(
            "Certif-UP", "certif_up.demande", aide="Faire une demande d'inscription aux épreuves de l'UPPCTSC"
        )
    ],
    ("menu", "centre"): [
        LienExtension("Mon centre", "certif_up.centre", 10),
        LienExtension("Demandes", "certif_up.centre_demandes", 20),
        LienExtension("Épreuves et places", "certif_up.centre_offres", 30),
    ],
    ("candidatures", "centre"): [LienExtension("Demandes", "certif_up.centre_demandes")],
    ("candidature", "centre"): [LienExtension("Demande", "certif_up.centre_demandes_une")],
}
