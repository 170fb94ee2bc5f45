"""What can be refused to the owner of an account, and the durations that accounts live by."""

from datetime import datetime, timedelta

from portal.domain.refus import Refus

# 002 §3: « validé dans les 48 heures suivant sa création, sinon le compte sera supprimé ».
DELAI_ACTIVATION = timedelta(hours=48)
# OWASP ASVS 5.0, 6.4.1: a link that gives access to an account lives an hour at most.
DELAI_MOT_DE_PASSE = timedelta(hours=1)
# An invitation is opened the same day or the next; later, « mot de passe oublié » gives another link.
DELAI_INVITATION = timedelta(hours=24)
# The new address gives access to nothing before it is confirmed: a day lets people reach their other mailbox.
DELAI_COURRIEL = timedelta(hours=24)
# A password that an operator hands over: a week for the person to use it once.
DELAI_PROVISOIRE = timedelta(days=7)


def perime(cree_le: datetime, active_le: datetime | None, maintenant: datetime) -> bool:
    """Tell whether an account was not activated in time: it is to be erased, and counts as unknown."""
    return active_le is None and maintenant >= cree_le + DELAI_ACTIVATION


class LienInvalide(Refus):
    """A link from a mail was already used, is too old, is unknown or was made for something else.

    One class and one sentence for the four, so that a forged link learns nothing.
    """

    statut = 410

    def __init__(self) -> None:
        super().__init__("Ce lien n'est plus valable : il a déjà servi, ou son délai est passé.")


class IdentifiantsRefuses(Refus):
    """The address or the password is wrong; which of the two is never said.

    `autres`: the form takes other identifiers than an address.
    """

    def __init__(self, *, autres: bool = False) -> None:
        quoi = "L'identifiant" if autres else "L'adresse mail"
        super().__init__(f"{quoi} ou le mot de passe n'est pas le bon.")


class CompteNonActive(Refus):
    """The right password of an account whose activation link was not clicked yet."""

    def __init__(self, courriel: str) -> None:
        self.courriel = courriel
        super().__init__(
            "Votre compte n'est pas encore activé : vous ne pouvez pas encore vous inscrire. "
            f"Cliquez sur le lien du mail envoyé à {courriel} : nous vous l'envoyons de nouveau."
        )


class MotDePasseProvisoire(Refus):
    """The one-time password of a new member of staff; `secret` opens the page that replaces it."""

    statut = 403

    def __init__(self, secret: str) -> None:
        self.secret = secret
        super().__init__("Choisissez d'abord votre mot de passe.")


class CompteDesactive(Refus):
    """The right password of a member of staff whose account an administrateur took out of service."""

    statut = 403

    def __init__(self) -> None:
        super().__init__("Ce compte est désactivé. Adressez-vous à un administrateur du portail.")


class AdresseDejaPrise(Refus):
    """An operator, who may know it, asks for an account that exists."""

    statut = 409

    def __init__(self, adresse: str) -> None:
        super().__init__(f"{adresse} a déjà un compte.")


class MotDePasseActuelFaux(Refus):
    """The current password, asked again before something serious, is not the right one."""

    def __init__(self) -> None:
        super().__init__("Ce n'est pas votre mot de passe actuel.")


class EtatCivilVerrouille(Refus):
    """Civil status can no longer be changed by the candidate alone (002 §4)."""

    statut = 403

    def __init__(self) -> None:
        super().__init__(
            "Les informations de votre compte ne sont pas modifiables "
            "car vous avez au moins une inscription en cours."
        )


class TropDeTentatives(Refus):
    """Too many tries in a while. `attendre` says how long the door stays shut."""

    statut = 429

    def __init__(self, attendre: timedelta) -> None:
        self.attendre = attendre
        minutes = max(1, -(-int(attendre.total_seconds()) // 60))
        delai = "une minute" if minutes == 1 else f"{minutes} minutes"
        super().__init__(f"Trop de tentatives. Attendez {delai}, puis recommencez.")

    @property
    def secondes(self) -> int:
        """Whole seconds to wait, at least 1: the value of the Retry-After header."""
        return max(1, -(-int(self.attendre.total_seconds() * 1000) // 1000))
