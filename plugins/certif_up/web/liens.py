"""The links that lead from the portal to Certif-UP, by place and profile."""

from plugins.certif_up.services.union import COURRIEL, est_union
from portal.domain.extension import LienExtension
from portal.domain.typographie import francais
from portal.web.courant import agent_courant, portail


def _de_l_union(_compte_id: int) -> bool:
    """Tell whether who reads works for the union: no other gestionnaire sees its menu."""
    return est_union(portail(), agent_courant())


_ENTREE = LienExtension(
    "Certif-UP",
    "certif_up.entree",
    aide=francais("Épreuves de l'UPPCTSC : s'inscrire avec ou sans NUC, dans un centre d'épreuves."),
)
_PERDU = LienExtension(
    "Retrouver mon NUC",
    "certif_up.retrouver",
    aide=f"Ou demandez-le par mail à {COURRIEL} ou à votre centre d'épreuves, en indiquant toujours vos nom "
    "de naissance, prénom et date de naissance.",
)
LIENS: dict[tuple[str, str], list[LienExtension]] = {
    ("accueil", ""): [_ENTREE],
    ("accueil", "candidat"): [_ENTREE],
    ("connexion", ""): [_PERDU],
    ("espace", "candidat"): [
        LienExtension(
            "Certif-UP", "certif_up.demande", aide="Faire une demande d'inscription aux épreuves de l'UPPCTSC"
        )
    ],
    ("menu", "gestionnaire"): [LienExtension("Certif-UP", "certif_up.national", 10, pour=_de_l_union)],
    ("menu", "centre"): [
        LienExtension("Mon centre", "certif_up.centre", 10),
        LienExtension("Demandes", "certif_up.centre_demandes", 20),
        LienExtension("Épreuves et places", "certif_up.centre_offres", 30),
    ],
    ("candidatures", "centre"): [LienExtension("Demandes", "certif_up.centre_demandes")],
    ("candidature", "centre"): [LienExtension("Demande", "certif_up.centre_demandes_une")],
}
