"""The forms of administration. They hold what was typed; services read it and refuse."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, StringField, TextAreaField

from portal.domain.typographie import francais

PROFILS = (
    ("gestionnaire", "Gestionnaire : traite les candidatures de son périmètre"),
    ("auteur", "Auteur : prépare les modèles d'examen"),
    ("centre", "Centre : accueille des épreuves"),
    ("administrateur", "Administrateur : comptes, annonces, envois, journal"),
)
NIVEAUX = (("info", "Information"), ("alerte", "Alerte : affichée avant les autres"))


class Etoile:
    """Marks the label of an obligatory field; what is missing is said by who reads it."""

    field_flags = {"required": True}

    def __call__(self, _form: FlaskForm, _champ: Field) -> None:
        return None


ETOILE = Etoile()


def noter(champ: Field, phrase: str) -> None:
    """Put a sentence at a field."""
    champ.errors = [francais(phrase)]


class FormulaireInvitation(FlaskForm):
    """A new member of staff."""

    nom = StringField("Nom de la personne ou du service", [ETOILE])
    courriel = StringField("Adresse mail", [ETOILE])
    profil = RadioField("Profil", [ETOILE], validate_choice=False)

    def __init__(self, **reglages: Any) -> None:
        super().__init__(**reglages)
        self.profil.choices = _choix(PROFILS)


class FormulaireFiche(FlaskForm):
    """What may change on an account."""

    nom = StringField("Nom de la personne ou du service", [ETOILE])
    sante = BooleanField("Voit les données de santé (handicap, aménagements)")


class FormulaireAnnonce(FlaskForm):
    """A message on the home page; dates are days and hours of Paris."""

    titre = StringField("Titre", [ETOILE])
    texte = TextAreaField("Texte", [ETOILE])
    niveau = RadioField("Niveau", [ETOILE], validate_choice=False)
    du = StringField("Affichée à partir du")
    au = StringField("Retirée le")

    def __init__(self, **reglages: Any) -> None:
        super().__init__(**reglages)
        self.niveau.choices = _choix(NIVEAUX)


def _choix(couples: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [(code, francais(intitule)) for code, intitule in couples]
