"""What can be refused to who looks after the accounts of staff."""

from __future__ import annotations

from portal.domain.refus import Refus

LONGUEUR_NOM = 100


class CompteIntrouvable(Refus):
    """No member of staff has this account."""

    statut = 404

    def __init__(self) -> None:
        super().__init__("Ce compte n'existe pas.")


class PasSurSoiMeme(Refus):
    """An administrateur does to their own account what only another one may do."""

    statut = 409

    def __init__(self) -> None:
        super().__init__(
            "Vous ne pouvez pas le faire sur votre propre compte : demandez à un autre administrateur. "
            "Le portail garde ainsi toujours un administrateur en service."
        )


class AdministrateurHorsService(Refus):
    """Whoever acts was taken out of service a moment ago."""

    statut = 403

    def __init__(self) -> None:
        super().__init__("Votre compte vient d'être désactivé par un autre administrateur.")


class SansObjet(Refus):
    """The state of the account has changed since the page was shown."""

    statut = 409

    def __init__(self) -> None:
        super().__init__("Ce compte a changé depuis que cette page est ouverte : rechargez-la.")


class PerimetreInvalide(Refus):
    """A part of périmètre names what no published modèle has, or repeats another."""


class FicheInvalide(Refus):
    """Something in the form of an account is not accepted; `champ` says where."""

    def __init__(self, champ: str, phrase: str) -> None:
        self.champ = champ
        super().__init__(phrase)


def lire_nom(texte: str) -> str:
    """Return the name of a person or a service, as typed but for spaces. Raises FicheInvalide."""
    nom = " ".join(texte.split())
    if not nom:
        raise FicheInvalide("nom", "Indiquez le nom de la personne ou du service.")
    if len(nom) > LONGUEUR_NOM:
        raise FicheInvalide("nom", f"Ce nom est trop long : {LONGUEUR_NOM} caractères au plus.")
    if not nom.isprintable():
        raise FicheInvalide("nom", "Ce nom contient un caractère invisible : retapez-le.")
    return nom
