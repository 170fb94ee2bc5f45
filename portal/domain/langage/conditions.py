"""Reading of conditions: lines `chemin: test` become objects that can be evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.domain.conditions import (
    JAMAIS,
    ORDRES_DATE,
    ORDRES_NOMBRE,
    TOUJOURS,
    AucunDe,
    Cas,
    Condition,
    InstantEcrit,
    Litteral,
    Operande,
    Operation,
    Reference,
    Somme,
    Test,
    TestElements,
    Tous,
    UnDe,
)
from portal.domain.langage.diagnostic import Rapport, suggestion
from portal.domain.langage.instants import LecteurInstants
from portal.domain.langage.validation import Chemin, Localisateur, ecrire_chemin
from portal.domain.langage.vocabulaire import NOMBRE, Genre, Vocabulaire
from portal.domain.saisie_invalide import SaisieInvalide

SUR_LISTES = {"telles_que", "nombre", "somme"}
ALTERNATIVES = {"un_de": UnDe, "aucun_de": AucunDe}
COMMUNS = ("sauf", "renseigne")
PAR_TESTS = {
    "nombre": ORDRES_NOMBRE,
    "date": ORDRES_DATE,
    "plusieurs": ("contient_un", "contient_tous"),
}
# What people write for « oui » and « non » elsewhere.
FAUX_AMIS = frozenset({"true", "false", "vrai", "faux", "yes", "no", "o", "n", "1", "0"})
OPERATEURS = (*ORDRES_NOMBRE, *ORDRES_DATE, "contient_un", "contient_tous", *COMMUNS)


class LecteurConditions:
    """Reads the conditions of one modèle against its vocabulary; what is wrong goes to the report."""

    def __init__(
        self,
        vocabulaire: Vocabulaire,
        cas: Mapping[str, Any],
        instants: LecteurInstants,
        lieux: Localisateur,
        rapport: Rapport,
    ) -> None:
        self.vocabulaire, self.instants = vocabulaire, instants
        self.lieux, self.rapport = lieux, rapport
        self._cas_source = cas
        self._cas: dict[str, Condition] = {}
        self._en_cours: list[str] = []

    def avec(self, vocabulaire: Vocabulaire) -> LecteurConditions:
        """Return what reads the same with another vocabulary."""
        return LecteurConditions(vocabulaire, self._cas_source, self.instants, self.lieux, self.rapport)

    def erreur(self, chemin: Chemin, precis: Chemin, phrase: str, cle: bool = False) -> None:
        """Report at the place of `chemin` + `precis`, naming `chemin`."""
        self.rapport.erreur(self.lieux.position((*chemin, *precis), cle), ecrire_chemin(chemin), phrase)

    def lire(self, source: object, chemin: Chemin, defaut: Condition = TOUJOURS) -> Condition:
        """Return the condition written at a path; `defaut` when there is none."""
        if source is None:
            return defaut
        return self._lire(source, chemin, (), self.vocabulaire.genre)

    def cas(self, nom: str) -> Condition:
        """Return the condition that has this name. A circle of names is reported once."""
        if nom in self._cas:
            return self._cas[nom]
        if nom in self._en_cours:
            ronde = " → ".join([*self._en_cours[self._en_cours.index(nom) :], nom])
            self.erreur(("cas", nom), (), f"ces cas tournent en rond : {ronde}.", cle=True)
            return JAMAIS
        self._en_cours.append(nom)
        self._cas[nom] = Cas(nom, self.lire(self._cas_source[nom], ("cas", nom)))
        self._en_cours.pop()
        return self._cas[nom]

    def _lire(
        self, source: object, chemin: Chemin, precis: Chemin, genre: Callable[[str], Genre | None]
    ) -> Condition:
        if isinstance(source, bool):
            return TOUJOURS if source else JAMAIS
        if isinstance(source, str):
            return self._nommee(source, chemin, precis)
        if not isinstance(source, dict):
            self.erreur(chemin, precis, "une condition s'écrit en lignes « chemin: test ».")
            return JAMAIS
        lignes = [self._ligne(mot, test, chemin, (*precis, mot), genre) for mot, test in source.items()]
        return lignes[0] if len(lignes) == 1 else Tous(tuple(lignes))

    def _nommee(self, nom: str, chemin: Chemin, precis: Chemin) -> Condition:
        if nom in self._cas_source:
            return self.cas(nom)
        if nom.lower() in FAUX_AMIS:
            self.erreur(chemin, precis, f"écrivez « oui » ou « non », pas « {nom} ».")
            return JAMAIS
        connus = suggestion(nom, self._cas_source)
        self.erreur(chemin, precis, f"« {nom} » n'est pas un cas déclaré.{connus}")
        return JAMAIS

    def _ligne(
        self, mot: str, test: object, chemin: Chemin, precis: Chemin, genre: Callable[[str], Genre | None]
    ) -> Condition:
        if mot in ALTERNATIVES:
            choix = test if isinstance(test, list) else [test]
            branches = (self._lire(un, chemin, (*precis, rang), genre) for rang, un in enumerate(choix))
            return ALTERNATIVES[mot](tuple(branches))
        if isinstance(test, dict) and test.keys() & SUR_LISTES and self.vocabulaire.dans(mot) is not None:
            return self._elements(mot, test, chemin, precis)
        trouve = genre(mot)
        if trouve is None:
            phrase = f"« {mot} » n'existe pas dans ce modèle.{suggestion(mot, self.vocabulaire.connus)}"
            self.erreur(chemin, precis, phrase, cle=True)
            return JAMAIS
        return self.test(mot, trouve, test, chemin, precis)

    def test(self, mot: str, genre: Genre, source: object, chemin: Chemin, precis: Chemin = ()) -> Test:
        """Read the test of one path."""
        if not isinstance(source, dict):
            return Test(mot, (self._operation("parmi", source, genre, chemin, precis),))
        operations: list[Operation] = []
        renseigne, au = None, None
        for operateur, valeur in source.items():
            ici = (*precis, operateur)
            if operateur == "renseigne":
                renseigne = self._oui_non(valeur, chemin, ici)
            elif operateur == "au" and mot == "candidat.age":
                au = self.instants.lire(valeur, chemin, ici)
            elif self._convient(operateur, mot, genre, chemin, ici):
                operations.append(self._operation(operateur, valeur, genre, chemin, ici))
        return Test(mot, tuple(operations), renseigne, au)

    def _convient(self, operateur: str, mot: str, genre: Genre, chemin: Chemin, precis: Chemin) -> bool:
        permis = (*PAR_TESTS.get(genre.tests, ()), *COMMUNS)
        if operateur in permis:
            return True
        if operateur in OPERATEURS:
            phrase = f"« {operateur} » ne convient pas à {mot}. Tests possibles : {', '.join(permis)}."
        else:
            phrase = f"le test « {operateur} » est inconnu.{suggestion(operateur, (*permis, 'au'))}"
        self.erreur(chemin, precis, phrase, cle=True)
        return False

    def _oui_non(self, valeur: object, chemin: Chemin, precis: Chemin) -> bool:
        if valeur not in ("oui", "non"):
            self.erreur(chemin, precis, "écrivez « oui » ou « non ».")
        return valeur == "oui"

    def _operation(self, nom: str, source: object, genre: Genre, chemin: Chemin, precis: Chemin) -> Operation:
        valeurs = source if isinstance(source, list) else [source]
        operandes = [
            self._operande(valeur, genre, chemin, (*precis, rang) if isinstance(source, list) else precis)
            for rang, valeur in enumerate(valeurs)
        ]
        return Operation(nom, tuple(operande for operande in operandes if operande is not None))

    def _operande(self, valeur: object, genre: Genre, chemin: Chemin, precis: Chemin) -> Operande | None:
        if not isinstance(valeur, str):
            self.erreur(chemin, precis, "une valeur simple est attendue ici.")
            return None
        if valeur.startswith("="):
            cible = valeur[1:].strip()
            if self.vocabulaire.genre(cible) is None:
                phrase = (
                    f"« {cible} » n'existe pas dans ce modèle.{suggestion(cible, self.vocabulaire.connus)}"
                )
                self.erreur(chemin, precis, phrase)
            return Reference(cible)
        if genre.tests == "date":
            instant = self.instants.lire(valeur, chemin, precis)
            return None if instant is None else InstantEcrit(instant)
        try:
            return Litteral(genre.litteral(valeur))
        except (ValueError, SaisieInvalide) as refus:
            self.erreur(chemin, precis, f"{refus}")
            return None

    def _elements(self, mot: str, source: dict[str, Any], chemin: Chemin, precis: Chemin) -> Condition:
        """Read `{telles_que: …, nombre: …}` or `somme`."""
        contenu = self.vocabulaire.dans(mot)
        if contenu is None:
            self.erreur(
                chemin,
                precis,
                f"« {mot} » n'est pas une liste : « telles_que » ne s'y applique pas.",
                cle=True,
            )
            return JAMAIS
        retenues = source.get("telles_que", True)
        condition = self._lire(retenues, chemin, (*precis, "telles_que"), contenu.get)
        for cle in source.keys() - SUR_LISTES:
            self.erreur(chemin, (*precis, cle), f"le test « {cle} » est inconnu ici.", cle=True)
        nombre = source.get("nombre")
        compte = None if nombre is None else self.test("nombre", NOMBRE, nombre, chemin, (*precis, "nombre"))
        somme = self._somme(source.get("somme"), contenu, chemin, (*precis, "somme"))
        externes = frozenset(c for c in condition.chemins if self.vocabulaire.genre(c) is not None)
        return TestElements(mot, condition, compte, somme, externes - contenu.keys())

    def _somme(
        self, source: object, contenu: Mapping[str, Genre], chemin: Chemin, precis: Chemin
    ) -> Somme | None:
        if source is None:
            return None
        if (
            not isinstance(source, dict)
            or not isinstance(source.get("de"), str)
            or source["de"] not in contenu
        ):
            self.erreur(chemin, precis, "« somme » s'écrit {de: un champ de la ligne, au_moins: 448}.")
            return None
        reste = {cle: valeur for cle, valeur in source.items() if cle != "de"}
        return Somme(source["de"], self.test("somme", NOMBRE, reste, chemin, precis))
