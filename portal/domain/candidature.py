"""What may be refused to the person who fills in a candidature, and the outcome of recording it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portal.domain.manques import Manque
from portal.domain.numero import numero_inscription, numero_version
from portal.domain.refus import Refus


class CandidatureIntrouvable(Refus):
    """There is no such candidature, or it is somebody else's: the answer is the same."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cette inscription n'existe pas, ou ce n'est pas la vôtre.")


class ModeleIntrouvable(Refus):
    """There is no such exam to register to."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cet examen n'est pas proposé à l'inscription.")


class SpecialiteFermee(Refus):
    """This spécialité is not one that the modèle opens."""


class JamaisEnregistree(Refus):
    """The candidature was never recorded: there is nothing to go back to."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Cette inscription n’a jamais été enregistrée : il n’y a aucune modification à abandonner."
        )


class DejaEnregistree(Refus):
    """The candidature is recorded and not being modified: it takes no answers."""

    statut = 409

    def __init__(self, modifiable: bool = True) -> None:
        suite = "Pour la changer, cliquez sur « Modifier »." if modifiable else "Elle ne se change plus ici."
        super().__init__(f"Cette inscription est enregistrée. {suite}")


class SaisieRefusee(Refus):
    """An answer that cannot even be kept as typed: unknown or locked question, or endless text."""


class OngletIntrouvable(SaisieRefusee):
    """The modèle of this candidature has no such tab."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Cet onglet n'existe pas.")


class ConfirmationManquante(Refus):
    """The candidate did not tick the declaration that counts as a signature."""

    def __init__(self) -> None:
        super().__init__("Cochez la case par laquelle vous confirmez votre inscription.")


class RienNaChange(Refus):
    """A modification that modifies nothing makes no new version (docs/decisions/0010)."""

    def __init__(self) -> None:
        super().__init__("Rien n'a changé : votre inscription reste telle qu'elle est enregistrée.")


class CandidatureIncomplete(Refus):
    """« Enregistrer » before everything is answered, or against a règle."""

    def __init__(self, manques: tuple[Manque, ...]) -> None:
        self.manques = manques
        super().__init__("Votre candidature n'est pas enregistrée : il reste quelque chose à compléter.")


@dataclass(frozen=True, slots=True)
class Recepisse:
    """What « Enregistrer » gives. `nouveau` is False when the same click had already been answered."""

    numero_candidat: str
    rang: int
    version: int
    enregistree_le: datetime
    nouveau: bool

    @property
    def numero_inscription(self) -> str:
        return numero_inscription(self.rang)

    @property
    def numero_version(self) -> str:
        return numero_version(self.version)
