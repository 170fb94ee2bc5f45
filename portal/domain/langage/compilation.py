"""The compiler: a declaration becomes one immutable ModeleExamen, or a report of everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portal.domain.blocs import rubrique
from portal.domain.calendrier import Calendrier
from portal.domain.champs import Champ, Env, Option
from portal.domain.conditions import TOUJOURS, Condition
from portal.domain.epreuve import Epreuve, Specialite
from portal.domain.langage.acquis import LecteurAcquis
from portal.domain.langage.argent import LecteurArgent
from portal.domain.langage.champs import Declarations, LecteurChamps, et, nombre, vaut
from portal.domain.langage.circuit import LecteurCircuit
from portal.domain.langage.conditions import LecteurConditions
from portal.domain.langage.controles import controler
from portal.domain.langage.diagnostic import Rapport, suggestion
from portal.domain.langage.epreuves import LecteurEpreuves
from portal.domain.langage.fiches import LecteurFiches
from portal.domain.langage.instants import LecteurInstants
from portal.domain.langage.organisation import LecteurOrganisation
from portal.domain.langage.periodes import LecteurCalendrier
from portal.domain.langage.pieces import LecteurPieces
from portal.domain.langage.recensement import champ_specialite, fiche_ecrite, recenser
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.champs import OngletSource
from portal.domain.langage.schema.epreuves import SpecialiteSource
from portal.domain.langage.sections import LecteurSections
from portal.domain.langage.textes import LecteurTextes
from portal.domain.langage.validation import Localisateur
from portal.domain.modele import GENRES_CONNUS, OPTION, GenreOnglet, ModeleExamen, Onglet, Rubrique
from portal.domain.question import Question
from portal.domain.referentiel import Academie, Referentiel


@dataclass(slots=True)
class Compilateur:
    """Compiles one declaration. `slug` is « académie/nom »; nothing here reads a file or a clock."""

    declaration: Declaration
    slug: str
    referentiel: Referentiel
    lieux: Localisateur
    rapport: Rapport

    def compiler(self) -> ModeleExamen | None:
        """Return the modèle, or None when the report holds an error."""
        declaration, lieux, rapport = self.declaration, self.lieux, self.rapport
        academie = self._academie()
        fuseau = academie.fuseau if academie else "Europe/Paris"
        calendrier = LecteurCalendrier(declaration, fuseau, lieux, rapport).lire()
        ouvertes = tuple((code, source.intitule) for code, source in declaration.specialites.items())
        aujourd_hui = date(calendrier.annee if calendrier else 2000, 1, 1)  # no clock: the exam's own year
        env = Env(self.referentiel, aujourd_hui, ouvertes)
        declarations = Declarations(declaration.listes, lieux, rapport, env)
        vocabulaire = recenser(declaration, declarations)
        instants = LecteurInstants(vocabulaire, calendrier.fuseau if calendrier else None, lieux, rapport)
        conditions = LecteurConditions(vocabulaire, declaration.cas, instants, lieux, rapport)
        champs = LecteurChamps(conditions, LecteurTextes(conditions), declarations)
        modele = self._modele(champs, LecteurFiches(env, lieux, rapport), academie, calendrier)
        if modele is not None:
            controler(modele, declaration, vocabulaire, lieux, rapport)
        return None if rapport.erreurs else modele

    def _academie(self) -> Academie | None:
        code, connues = self.declaration.academie or "", self.referentiel.academies
        if code not in connues:
            phrase = f"l'académie « {code} » est inconnue.{suggestion(code, connues)}"
            self.rapport.erreur(self.lieux.position(("academie",)), "academie", phrase)
        return connues.get(code)

    def _modele(
        self,
        champs: LecteurChamps,
        fiches: LecteurFiches,
        academie: Academie | None,
        calendrier: Calendrier | None,
    ) -> ModeleExamen | None:
        """Compile every section, so that all errors are reported; None when there is no date or no place."""
        declaration, acquis = self.declaration, self.declaration.acquis
        onglets = tuple(self._onglet(code, source, champs) for code, source in declaration.onglets.items())
        questions_acquis = champs.questions(acquis.champs, ("acquis", "champs")) if acquis else ()
        questions = {q.cle: q for onglet in onglets for q in onglet.questions}
        contenu = self._contenu(champs, fiches)
        if academie is None or calendrier is None:
            return None
        return ModeleExamen(
            slug=self.slug, famille=declaration.famille, intitule_famille=declaration.intitule,
            intitule=declaration.intitule, domaine=declaration.domaine, confirmation=declaration.confirmation,
            academie=academie, session_examen=declaration.session or "", annee=calendrier.annee,
            calendrier=calendrier, onglets=onglets, champ_specialite=champ_specialite(declaration),
            questions_acquis=questions_acquis, questions=questions | {q.cle: q for q in questions_acquis},
            **contenu,
        )  # fmt: skip

    def _contenu(self, champs: LecteurChamps, fiches: LecteurFiches) -> dict[str, Any]:
        """Return what follows the tabs, by the name that ModeleExamen gives it."""
        declaration, acquis = self.declaration, self.declaration.acquis
        lecteur_acquis, sections = LecteurAcquis(declaration, champs), LecteurSections(declaration, champs)
        epreuves = LecteurEpreuves(declaration, champs, lecteur_acquis)
        demandes = {
            code: champs.declarations.champ(code, source, ("reglages", code))
            for code, source in declaration.reglages.items()
        }
        reglages = fiches.lire(demandes, declaration.valeurs_reglages, ("valeurs_reglages",), "le réglage")
        carte = {
            c: champs.declarations.champ(c, s, ("fiche_specialite", c))
            for c, s in declaration.fiche_specialite.items()
        }
        circuit = LecteurCircuit(declaration, champs).circuit()
        organisation = LecteurOrganisation(declaration, champs, circuit)
        argent = LecteurArgent(declaration, champs, circuit)
        return {
            "specialites": self._specialites(champs, fiches, epreuves, carte),
            "fiche_intitules": {code: une.question for code, une in declaration.fiche_specialite.items()},
            "fiche_options": {c: _options(champ) for c, champ in carte.items() if champ.choisir is not None},
            "possibilites": lecteur_acquis.possibilites,
            "acquis_aide": champs.textes.facultatif(acquis.aide if acquis else None, ("acquis", "aide")),
            "cas": {nom: champs.conditions.cas(nom) for nom in declaration.cas},
            "reglages": reglages.valeurs, "reglages_affiches": reglages.affichees,
            "pieces": LecteurPieces(declaration, champs).pieces(),
            "circuit": circuit,
            "centres": organisation.centres(), "places": organisation.places(),
            "frais": argent.frais(), "paiement": argent.paiement(),
            "plusieurs_inscriptions": declaration.plusieurs_inscriptions,
            "regles": sections.regles(), "contacts": sections.contacts(),
            "informations": sections.informations(), "documents": sections.documents(),
            "courriels": sections.courriels(), "conservation": sections.conservation(),
        }  # fmt: skip

    def _specialites(
        self,
        champs: LecteurChamps,
        fiches: LecteurFiches,
        epreuves: LecteurEpreuves,
        carte: Mapping[str, Champ],
    ) -> Mapping[str, Specialite]:
        declaration = self.declaration
        if not declaration.specialites:
            arbre = epreuves.arbre({}, ("epreuves",))
            return {"": Specialite("", declaration.intitule, epreuves=arbre)}
        resultat: dict[str, Specialite] = {}
        for code, source in declaration.specialites.items():
            ici = ("specialites", code)
            fiche = fiches.lire(carte, fiche_ecrite(source), ici, "ce que porte la spécialité :")
            arbre = epreuves.arbre(source.epreuves, (*ici, "epreuves"))
            resultat[code] = Specialite(
                code=code, intitule=source.intitule, fiche=fiche.valeurs, fiche_affichee=fiche.affichees,
                source=source.source, epreuves=self._elaguer(arbre, source, code),
                options=tuple((c, o.intitule) for c, o in (source.options or {}).items()),
                question_option=_question_option(source, champ_specialite(declaration)),
                correspondances=tuple(source.correspondances.items()),
                anciennement=tuple(source.anciennement),
            )  # fmt: skip
        return resultat

    def _elaguer(
        self, arbre: tuple[Epreuve, ...], source: SpecialiteSource, code: str
    ) -> tuple[Epreuve, ...]:
        """Keep only the épreuves that the modèle opens, the trunk included."""
        if not source.garder:
            return arbre
        connus = {epreuve.code for racine in arbre for epreuve in racine.parcourir()}
        for rang, garde in enumerate(source.garder):
            if garde not in connus:
                position = self.lieux.position(("specialites", code, "garder", rang))
                phrase = f"« {garde} » n'est pas une épreuve de cette spécialité.{suggestion(garde, connus)}"
                self.rapport.erreur(position, f"specialites.{code}.epreuves", phrase)
        toutes = (epreuve for racine in arbre for epreuve in racine.parcourir())
        return tuple(epreuve for epreuve in toutes if epreuve.code in source.garder)

    def _onglet(self, code: str, source: OngletSource, champs: LecteurChamps) -> Onglet:
        ici = ("onglets", code)
        si = champs.conditions.lire(source.si, (*ici, "si"))
        genre: GenreOnglet = "champs"
        if code in GENRES_CONNUS:
            genre = next(connu for connu in GENRES_CONNUS if connu == code)
        rubriques = [_bloc(bloc, si) for bloc in source.blocs]
        if source.champs:
            rubriques.append(
                Rubrique("", "", si=si, questions=champs.questions(source.champs, (*ici, "champs"), si))
            )
        for nom, groupe in source.rubriques.items():
            la = (*ici, "rubriques", nom)
            ensemble = et(si, champs.conditions.lire(groupe.si, (*la, "si")))
            rubriques.append(
                Rubrique(
                    code=nom,
                    intitule=groupe.intitule,
                    si=ensemble,
                    aide=champs.textes.facultatif(groupe.aide, (*la, "aide")),
                    questions=champs.questions(groupe.champs, (*la, "champs"), ensemble),
                )  # fmt: skip
            )
        return Onglet(
            code=code, intitule=source.intitule, genre=genre, si=si,
            aide=champs.textes.facultatif(source.aide, (*ici, "aide")), rubriques=tuple(rubriques),
        )  # fmt: skip


def _options(champ: Champ) -> tuple[tuple[str, str], ...]:
    return tuple((option.code, option.intitule) for option in champ.options)


def _question_option(source: SpecialiteSource, champ_specialite: str | None) -> Question | None:
    """Return the question that asks for the option of a spécialité, beside the spécialité itself."""
    if not source.options or champ_specialite is None:
        return None
    options = tuple(Option(code, option.intitule) for code, option in source.options.items())
    champ = Champ(OPTION, "choix", "Option", options=options, choisir=nombre(source.choisir))
    return Question(OPTION, champ, si=vaut(champ_specialite, source.specialite))


def _bloc(bloc: str, si: Condition) -> Rubrique:
    modele = rubrique(bloc)
    if si is TOUJOURS:
        return modele
    questions: tuple[Question, ...] = tuple(replace(q, si=et(si, q.si)) for q in modele.questions)
    return replace(modele, si=si, questions=questions)
