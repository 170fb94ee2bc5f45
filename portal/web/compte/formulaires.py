"""The forms of accounts, with the labels of the guides (002 §3 and §4, 003 I).

They hold what was typed; reading it is the work of the domain, whose sentences are put at the fields.
"""

from collections.abc import Sequence
from datetime import date

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, PasswordField, SelectField, StringField

from portal.domain.adresse_courriel import AdresseInvalide, normaliser
from portal.domain.candidat import CIVILITES, EtatCivil, EtatCivilInvalide, lire_etat_civil
from portal.domain.lieu_de_naissance import departements_de_naissance
from portal.domain.referentiel import FRANCE, Referentiel
from portal.domain.typographie import francais
from portal.services import mot_de_passe
from portal.services.portail import Portail
from portal.web.compte.identifiant import manque_de

MANQUE = "Indiquez votre adresse mail."


class Etoile:
    """Marks the label of an obligatory field; what is missing is said by who reads it."""

    field_flags = {"required": True}

    def __call__(self, _form: FlaskForm, _champ: Field) -> None:
        return None


ETOILE = Etoile()


def noter(champ: Field, message: str) -> None:
    """Put a sentence at a field."""
    champ.errors = [francais(message)]


class FormulaireVide(FlaskForm):
    """One button: only its CSRF token matters."""


class FormulaireEtatCivil(FlaskForm):
    """Civil status as on the identity document. `proposer` fills its lists."""

    civilite = SelectField("Civilité", [ETOILE], validate_choice=False)
    nom_naissance = StringField("Nom de famille", [ETOILE])
    nom_naissance_confirmation = StringField("Confirmation du nom", [ETOILE])
    nom_usage = StringField("Nom d'usage")
    prenoms = StringField("Prénoms", [ETOILE])
    naissance_le = StringField("Date de naissance", [ETOILE])
    naissance_le_confirmation = StringField("Confirmation date de naissance", [ETOILE])
    naissance_pays = SelectField("Pays de naissance", [ETOILE], validate_choice=False)
    naissance_departement = SelectField(
        "Département, DOM ou COM de naissance", [ETOILE], validate_choice=False
    )
    naissance_commune = StringField("Commune de naissance", [ETOILE])
    commune_disparue = BooleanField("Ma commune de naissance n'existe plus, ou a changé de nom")

    def proposer(self, referentiel: Referentiel) -> None:
        """Fill the lists with reference data."""
        premiere = ("", "Choisissez…")
        departements = departements_de_naissance(referentiel)
        self.civilite.choices = [premiere, *((code, code) for code in CIVILITES)]
        self.naissance_pays.choices = [premiere, *((un.code, un.nom) for un in referentiel.pays)]
        self.naissance_departement.choices = [premiere, *((un.code3, un.intitule) for un in departements)]

    @property
    def ne_en_france(self) -> bool:
        """Tell whether a département and a commune are asked for."""
        return bool(self.naissance_pays.data == FRANCE)

    @property
    def commune_inconnue(self) -> bool:
        """Tell whether the candidate may have to say that the commune is no longer in the lists."""
        return bool(self.commune_disparue.data) or bool(
            self.naissance_commune.data and self.naissance_commune.errors
        )

    def remplir(self, etat_civil: EtatCivil) -> None:
        """Show an état civil, typed twice where the form asks for it."""
        for nom in ("civilite", "nom_naissance", "nom_usage", "prenoms", "naissance_pays"):
            self[nom].data = getattr(etat_civil, nom)
        self.nom_naissance_confirmation.data = etat_civil.nom_naissance
        self.naissance_le.data = self.naissance_le_confirmation.data = f"{etat_civil.naissance_le:%d/%m/%Y}"
        self.naissance_departement.data = etat_civil.naissance_departement or ""
        self.naissance_commune.data = etat_civil.naissance_commune or ""
        self.commune_disparue.data = bool(etat_civil.naissance_departement) and (
            etat_civil.naissance_commune_code is None
        )

    def lire_etat_civil(self, referentiel: Referentiel, aujourd_hui: date) -> EtatCivil | None:
        """Return what was typed, or None once its errors are at their fields."""
        saisie = {nom: valeur for nom, valeur in self.data.items() if isinstance(valeur, str)}
        saisie["commune_disparue"] = "oui" if self.commune_disparue.data else ""
        try:
            return lire_etat_civil(saisie, referentiel, aujourd_hui)
        except EtatCivilInvalide as refus:
            for nom, message in refus.erreurs.items():
                noter(self[nom], message)
            return None


class AvecCourriel(FlaskForm):
    """An address typed twice."""

    courriel = StringField("Adresse mail", [ETOILE])
    courriel_confirmation = StringField("Confirmation de l'adresse mail", [ETOILE])

    def lire_courriel(self) -> str | None:
        """Return the address as accounts spell it, or None once its errors are at their fields."""
        adresse = _lire_adresse(self.courriel)
        seconde = _lire_adresse(self.courriel_confirmation, "Écrivez une deuxième fois votre adresse mail.")
        if adresse and seconde and adresse != seconde:
            noter(
                self.courriel_confirmation,
                "Les deux adresses sont différentes : vérifiez l'une et l'autre.",
            )
        return adresse if adresse and adresse == seconde else None


class AvecMotDePasse(FlaskForm):
    """A new password typed twice."""

    mot_de_passe = PasswordField("Mot de passe", [ETOILE])
    mot_de_passe_confirmation = PasswordField("Confirmation du mot de passe", [ETOILE])

    def lire_mot_de_passe(self, portail: Portail, contexte: tuple[str, ...]) -> str | None:
        """Return the password, or None once its errors are at their fields.

        `contexte`: what others know of the person, which it must not hold.
        """
        choisi, second = self.mot_de_passe.data or "", self.mot_de_passe_confirmation.data or ""
        if not choisi:
            noter(self.mot_de_passe, "Choisissez un mot de passe.")
        elif manques := mot_de_passe.manques(portail, choisi, contexte):
            noter(self.mot_de_passe, " ".join(manques))
        if not second:
            noter(self.mot_de_passe_confirmation, "Écrivez une deuxième fois votre mot de passe.")
        elif choisi and choisi != second:
            noter(self.mot_de_passe_confirmation, "Les deux mots de passe sont différents : retapez-les.")
        return None if self.mot_de_passe.errors or self.mot_de_passe_confirmation.errors else choisi


class AvecMotDePasseActuel(FlaskForm):
    """The password asked again before something serious."""

    mot_de_passe_actuel = PasswordField("Mot de passe actuel", [ETOILE])

    def lire_actuel(self) -> str | None:
        """Return what was typed, or None once its error is at the field."""
        if not self.mot_de_passe_actuel.data:
            noter(self.mot_de_passe_actuel, "Indiquez votre mot de passe actuel.")
        return self.mot_de_passe_actuel.data or None


class FormulaireCreation(FormulaireEtatCivil, AvecCourriel, AvecMotDePasse):
    """« Créez votre compte »."""


class FormulaireCourriel(AvecCourriel, AvecMotDePasseActuel):
    """A new address for an account."""


class FormulaireMotDePasse(AvecMotDePasseActuel, AvecMotDePasse):
    """A new password for who knows the current one."""


class FormulaireNouveauMotDePasse(AvecMotDePasse):
    """A new password for who forgot the current one."""


class FormulaireCode(FlaskForm):
    """The six digits of the second factor."""

    code = StringField("Code à 6 chiffres", [ETOILE])
    suite = HiddenField()


class FormulaireRenouvellement(AvecMotDePasseActuel):
    """Another telephone for who still has the first."""

    code_actuel = StringField("Code de l'appareil actuel", [ETOILE])
    code_nouveau = StringField("Code du nouvel appareil", [ETOILE])


class FormulaireOubli(FlaskForm):
    """« Mot de passe oublié »."""

    courriel = StringField("Adresse mail", [ETOILE])

    def lire(self, sigles: Sequence[str] = ()) -> str | None:
        """Return the address as accounts spell it, or None once its error is at the field.

        In: the other identifiers that may be typed; one of them is returned as typed.
        """
        saisie = (self.courriel.data or "").strip()
        if sigles and saisie and "@" not in saisie:
            return saisie
        return _lire_adresse(self.courriel, manque_de(sigles) if sigles else MANQUE)


class FormulaireConnexion(FlaskForm):
    """« Veuillez vous identifier »."""

    login = StringField("Login", [ETOILE])
    mot_de_passe = PasswordField("Mot de passe", [ETOILE])
    suite = HiddenField()

    def lire(self, sigles: Sequence[str] = ()) -> tuple[str, str] | None:
        """Return the login and the password as typed, or None once what is missing is said.

        In: the identifiers that may be typed besides an address.
        """
        if not (self.login.data or "").strip():
            seul = "Indiquez votre login : c'est votre adresse mail."
            noter(self.login, manque_de(sigles) if sigles else seul)
        if not self.mot_de_passe.data:
            noter(self.mot_de_passe, "Indiquez votre mot de passe.")
        if self.login.errors or self.mot_de_passe.errors:
            return None
        return self.login.data, self.mot_de_passe.data


def _lire_adresse(champ: Field, manque: str = MANQUE) -> str | None:
    if not (champ.data or "").strip():
        noter(champ, manque)
        return None
    try:
        return normaliser(champ.data)
    except AdresseInvalide as refus:
        noter(champ, refus.phrase)
        return None
