"""What a complete modèle can be told before anyone is hurt: dead ends, circles, missing answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portal.domain.chemins import RACINES
from portal.domain.conditions import INCONNU, JAMAIS, TOUJOURS, Condition
from portal.domain.element import Element
from portal.domain.epreuve import Epreuve
from portal.domain.instant import fin_du_jour
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.recensement import champs_ecrits
from portal.domain.langage.schema import Declaration
from portal.domain.langage.validation import Chemin, Localisateur, ecrire_chemin
from portal.domain.langage.vocabulaire import Vocabulaire
from portal.domain.modele import ModeleExamen
from portal.domain.question import Question

DONNEES = ("dossier", "pieces", "brouillons", "sante")


def controler(
    modele: ModeleExamen, declaration: Declaration, mots: Vocabulaire, lieux: Localisateur, rapport: Rapport
) -> None:
    """Report everything that is wrong, or only doubtful, in a compiled modèle."""
    controles = Controles(modele, declaration, mots, lieux, rapport)
    controles.codes()
    controles.onglets()
    controles.rondes()
    controles.epreuves()
    controles.limites()
    controles.contacts()
    controles.conservation()


@dataclass(frozen=True, slots=True)
class Controles:
    modele: ModeleExamen
    declaration: Declaration
    mots: Vocabulaire
    lieux: Localisateur
    rapport: Rapport

    def erreur(self, chemin: Chemin, phrase: str, cle: bool = True) -> None:
        self.rapport.erreur(self.lieux.position(chemin, cle), ecrire_chemin(chemin), phrase)

    def avertissement(self, chemin: Chemin, phrase: str) -> None:
        self.rapport.avertissement(self.lieux.position(chemin, True), ecrire_chemin(chemin), phrase)

    def codes(self) -> None:
        """A champ, a cas and a jalon share one namespace; a champ code is none of the core's roots."""
        vus: dict[str, Chemin] = {}
        for _, code, _, chemin in champs_ecrits(self.declaration):
            if code in vus:
                ligne = self.lieux.position(vus[code], True).ligne
                self.erreur(
                    chemin, f"ce code est déjà pris à la ligne {ligne}. Deux champs ne peuvent pas le porter."
                )
            vus[code] = chemin
            reserve = code in RACINES and code != "specialite"
            if reserve or not code[0].islower():
                self.erreur(
                    chemin,
                    f"« {code} » ne peut pas nommer un champ : minuscule d'abord, et aucun mot réservé.",
                )
        for section in ("cas", "jalons"):
            for code in getattr(self.declaration, section):
                if code in vus:
                    self.erreur((section, code), f"« {code} » est déjà le code d'un champ.")

    def onglets(self) -> None:
        """Every tab asks something; the récapitulatif exists and comes last."""
        for onglet in self.modele.onglets:
            if onglet.genre == "champs" and not onglet.rubriques:
                phrase = "cet onglet ne demande rien : donnez-lui « blocs », « champs » ou « rubriques »."
                self.erreur(("onglets", onglet.code), phrase)
            if onglet.genre == "acquis" and self.declaration.acquis is None:
                self.erreur(("onglets", onglet.code), "l'onglet acquis demande la section « acquis ».")
        codes = [onglet.code for onglet in self.modele.onglets]
        if not codes or codes[-1] != "recapitulatif":
            self.erreur(("onglets",), "le dernier onglet doit être « recapitulatif ».")
        self._plus_loin()

    def _plus_loin(self) -> None:
        """A condition on a later tab is probably a mistake; a field that nobody sees surely is."""
        rangs = {onglet.code: rang for rang, onglet in enumerate(self.modele.onglets)}
        for onglet_code, code, _, chemin in champs_ecrits(self.declaration):
            question = self.modele.questions[code]
            tardifs = [c for c in question.si.chemins if self.mots.rangs.get(c, 0) > rangs[onglet_code]]
            if tardifs:
                self.avertissement(
                    (*chemin, "si"), f"cette condition dépend d'un onglet plus loin : {tardifs[0]}."
                )
            if question.si is JAMAIS:
                self.avertissement(chemin, "personne ne verra jamais cette question.")

    def rondes(self) -> None:
        """Report each circle of « si » once."""
        questions = self.modele.questions
        chemins = {code: chemin for _, code, _, chemin in champs_ecrits(self.declaration)}
        signalees: set[frozenset[str]] = set()
        for code in chemins:
            ronde = trouver_ronde(code, questions)
            if ronde and frozenset(ronde) not in signalees:
                signalees.add(frozenset(ronde))
                self.erreur(
                    (*chemins[ronde[0]], "si"), f"ces conditions tournent en rond : {' → '.join(ronde)}."
                )

    def epreuves(self) -> None:
        for code, specialite in self.modele.specialites.items():
            ici: Chemin = ("specialites", code) if code else ("epreuves",)
            toutes = [e for racine in specialite.epreuves for e in racine.parcourir()]
            for quoi, valeurs in (
                ("le code", [e.code for e in toutes]),
                ("l'unité", [e.unite for e in toutes]),
            ):
                for valeur, combien in Counter(v for v in valeurs if v).items():
                    if combien > 1:
                        self.erreur(
                            ici, f"{quoi} « {valeur} » est porté par {combien} épreuves de cette spécialité."
                        )
            libres = [e for e in toutes if e.choisir is not None and e.choisir.au_moins == 0]
            au_choix = {fille.code for groupe in libres for fille in groupe.epreuves}
            for epreuve in toutes:
                self._epreuve(epreuve, ici, au_choix)

    def _epreuve(self, epreuve: Epreuve, ici: Chemin, au_choix: set[str]) -> None:
        if epreuve.choisir is not None and len(epreuve.epreuves) < epreuve.choisir.au_moins:
            phrase = f"le groupe « {epreuve.code} » demande {epreuve.choisir.au_moins} épreuves et n'en offre pas autant."
            self.erreur(ici, phrase)
        notee = epreuve.unite is not None and not epreuve.epreuves and epreuve.facultative is None
        if notee and epreuve.coefficient is None and epreuve.code not in au_choix:
            self.avertissement(ici, f"l'épreuve « {epreuve.code} » n'a pas de coefficient.")

    def limites(self) -> None:
        calendrier = self.modele.calendrier
        for piece in self.modele.pieces:
            if piece.limite is None:
                continue
            quand = piece.limite.evaluer(calendrier.repere, calendrier.fuseau)
            if quand is not None and fin_du_jour(quand, calendrier.fuseau) <= calendrier.pieces.ouverture:
                self.erreur(
                    ("pieces", piece.code, "limite"), "cette limite précède l'ouverture du dépôt.", cle=False
                )
            self._joignable(piece.code, piece.citee, piece.si is JAMAIS)

    def _joignable(self, code: str, citee: bool, jamais: bool) -> None:
        if jamais and not citee:
            self.avertissement(("pieces", code), "cette pièce n'est jamais demandée à personne.")

    def contacts(self) -> None:
        """Every opened spécialité has a service to reach."""
        if not self.modele.contacts:
            self.erreur(("contacts",), "il manque un service à joindre (section « contacts »).")
            return
        if any(contact.si is TOUJOURS for contact in self.modele.contacts):
            return
        for code, specialite in self.modele.specialites.items():
            if code and not any(
                _peut(contact.si, specialite.fiche, code) for contact in self.modele.contacts
            ):
                self.erreur(("contacts",), f"aucun service ne répond pour la spécialité « {code} ».")

    def conservation(self) -> None:
        for donnee in DONNEES:
            if donnee not in self.declaration.conservation:
                self.avertissement(
                    ("conservation",), f"aucune durée de conservation n'est dite pour « {donnee} »."
                )


class _Fiche(Element):
    """A scope that knows a spécialité and nothing else."""

    def lire(self, chemin: str) -> object:
        return self.faits.get(chemin, INCONNU)


def _peut(condition: Condition, fiche: Mapping[str, object], code: str) -> bool:
    """Tell whether a condition may hold for a spécialité of which only the card is known."""
    faits = {f"specialite.{cle}": valeur for cle, valeur in fiche.items()} | {"specialite": code}
    rien = _Fiche(faits, None)  # type: ignore[arg-type]
    return condition.evaluer(_Fiche(faits, rien)) is not False


def trouver_ronde(depart: str, carte: Mapping[str, Question]) -> list[str]:
    """Return the circle of conditions through a question, starting and ending with it; [] when there is none."""
    piste: list[tuple[str, Iterator[str]]] = [(depart, iter(carte[depart].si.chemins))]
    vus: set[str] = set()
    while piste:
        suivant = next(piste[-1][1], None)
        if suivant is None:
            piste.pop()
        elif suivant == depart:
            return [*(nom for nom, _ in piste), depart]
        elif suivant in carte and suivant not in vus:
            vus.add(suivant)
            piste.append((suivant, iter(carte[suivant].si.chemins)))
    return []
