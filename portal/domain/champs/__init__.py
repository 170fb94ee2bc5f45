"""The field types of the exam language, by the word that a modèle writes after `type:`.

A type that is not here is unknown, and refused when the modèle is loaded.
"""

from portal.domain.champs.annee import TypeAnnee
from portal.domain.champs.base import Env, Json, Saisie, SaisieInvalide, TypeChamp
from portal.domain.champs.centre import TypeCentre
from portal.domain.champs.choix import TypeChoix
from portal.domain.champs.commune import TypeCommune
from portal.domain.champs.courriel import TypeCourriel
from portal.domain.champs.date import TypeDate
from portal.domain.champs.declaration import Champ, Nombre, Option
from portal.domain.champs.departement import TypeDepartement
from portal.domain.champs.duree import TypeDuree
from portal.domain.champs.engagement import TypeDeclaration
from portal.domain.champs.etablissement import TypeEtablissement
from portal.domain.champs.identifiant import TypeIdentifiant
from portal.domain.champs.information import TypeInformation
from portal.domain.champs.montant import TypeMontant
from portal.domain.champs.nationalite import TypeNationalite
from portal.domain.champs.nombre import TypeNombre
from portal.domain.champs.oui_non import TypeOuiNon
from portal.domain.champs.pays import TypePays
from portal.domain.champs.repetition import TypeRepetition
from portal.domain.champs.specialite import TypeSpecialite
from portal.domain.champs.telephone import TypeTelephone
from portal.domain.champs.texte import TypeTexte
from portal.domain.champs.texte_long import TypeTexteLong

__all__ = ["TYPES", "Champ", "Env", "Json", "Nombre", "Option", "Saisie", "SaisieInvalide", "TypeChamp"]

_CONNUS: tuple[TypeChamp, ...] = (
    TypeTexte(),
    TypeTexteLong(),
    TypeNombre(),
    TypeMontant(),
    TypeDuree(),
    TypeDate(),
    TypeAnnee(),
    TypeCourriel(),
    TypeTelephone(),
    TypeOuiNon(),
    TypeChoix(),
    TypeCommune(),
    TypeDepartement(),
    TypePays(),
    TypeNationalite(),
    TypeEtablissement(),
    TypeIdentifiant(),
    TypeDeclaration(),
    TypeInformation(),
    TypeRepetition(),
    TypeSpecialite(),
    TypeCentre(),
)

TYPES: dict[str, TypeChamp] = {type_champ.nom: type_champ for type_champ in _CONNUS}
