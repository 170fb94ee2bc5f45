"""What a complete modèle can be told before anyone is hurt: dead ends, circles, missing answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from portal.domain.champs import Nombre
from portal.domain.chemins import RACINES
from portal.domain.conditions import INCONNU, JAMAIS, TOUJOURS, Condition
from portal.domain.element import Element
from portal.domain.epreuve import Epreuve
from portal.domain.instant import fin_du_jour
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.recensement import champs_ecrits, toutes_epreuves
from portal.domain.langage.rondes import EPREUVE, rondes
from portal.domain.langage.schema import Declaration
from portal.domain.langage.validation import Chemin, Localisateur, ecrire_chemin
from portal.domain.langage.vocabulaire import Vocabulaire
from portal.domain.modele import ModeleExamen
from portal.domain.typographie import pluriel

DONNEES = ("dossier", "pieces", "brouillons", "sante")


def controler(
    modele: ModeleExamen, declaration: Declaration, mots: Vocabulaire, lieux: Localisateur, rapport: Rapport
) -> None:
    """Report everything that is wrong, or only doubtful, in a compiled modèle."""
    controles = Controles(modele, declaration, mots, lieux, rapport)
    controles.codes()
    controles.onglets()
    controles.rondes()
    controles.specialites()
    controles.epreuves()
    controles.limites()
    controles.contacts()
    controles.conservation()


@dataclass(frozen=True)
class Controles:
    """The checks of one modèle, each of which reports what it finds."""

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
            reserve = code in RACINES and code not in ("specialite", "centre")
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
            phrase = "le dernier onglet doit être « recapitulatif »."
            aide = " Un modèle qui ajoute un onglet y écrit « juste_avant: recapitulatif »."
            self.erreur(("onglets",), phrase + (aide if "recapitulatif" in codes else ""))
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
        """Report each circle of « si » once, at its first node that an author wrote."""
        for specialite, ronde in rondes(self.modele):
            chemins = (self._ou(specialite, noeud) for noeud in ronde)
            chemin = next((chemin for chemin in chemins if chemin is not None), ("onglets",))
            self.erreur(chemin, f"ces conditions tournent en rond : {' → '.join(ronde)}.")

    def _ou(self, specialite: str, noeud: str) -> Chemin | None:
        """Return the path of the condition of a question, a cas or an épreuve."""
        for _, code, _, chemin in champs_ecrits(self.declaration):
            if code == noeud:
                return (*chemin, "si")
        racine, _, nom = noeud.partition(".")
        if racine == "cas":
            return ("cas", nom)
        nom = nom.partition(".")[0] or noeud.removeprefix(EPREUVE)
        return self._epreuves.get((specialite, nom)) or self._epreuves.get(("", nom))

    @cached_property
    def _epreuves(self) -> dict[tuple[str, str], Chemin]:
        """Where each épreuve was written, by spécialité (empty for the trunk) and code."""
        lieux: dict[tuple[str, str], Chemin] = {}
        for code, _, chemin in toutes_epreuves(self.declaration):
            lieux[str(chemin[1]) if chemin[0] == "specialites" else "", code] = chemin
        return lieux

    def _lieu(self, specialite: str, epreuve: str) -> Chemin:
        ici: Chemin = ("specialites", specialite) if specialite else ("epreuves",)
        return self._epreuves.get((specialite, epreuve)) or self._epreuves.get(("", epreuve)) or ici

    def specialites(self) -> None:
        """A modèle whose candidates choose a spécialité opens at least one."""
        if self.modele.champ_specialite is not None and list(self.modele.specialites) == [""]:
            phrase = "il manque « specialites » : les spécialités que ce modèle ouvre."
            self.erreur(("specialites",), phrase, cle=False)

    def epreuves(self) -> None:
        for code, specialite in self.modele.specialites.items():
            toutes = list(specialite.parcourir())
            self._uniques(code, toutes)
            libres = [e for e in toutes if e.choisir is not None and _a_la_carte(e.choisir)]
            au_choix = {fille.code for groupe in libres for fille in groupe.epreuves}
            for epreuve in toutes:
                self._epreuve(epreuve, self._lieu(code, epreuve.code), au_choix)

    def _uniques(self, specialite: str, toutes: list[Epreuve]) -> None:
        """A code, and an unité, stand for one épreuve of a spécialité."""
        vues: dict[str, str] = {}
        codes: set[str] = set()
        for epreuve in toutes:
            if epreuve.code in codes:
                phrase = "deux épreuves de cette spécialité portent ce code."
                self.erreur(self._lieu(specialite, epreuve.code), phrase)
            codes.add(epreuve.code)
            if epreuve.unite is None:
                continue
            autre = vues.setdefault(epreuve.unite, epreuve.code)
            if autre != epreuve.code:
                phrase = f"l'unité « {epreuve.unite} » est déjà celle de l'épreuve « {autre} »."
                self.erreur(self._lieu(specialite, epreuve.code), phrase)

    def _epreuve(self, epreuve: Epreuve, ici: Chemin, au_choix: set[str]) -> None:
        if epreuve.choisir is not None and len(epreuve.epreuves) < epreuve.choisir.au_moins:
            demande = f"ce groupe demande {pluriel(epreuve.choisir.au_moins, 'épreuve')}"
            self.erreur(ici, f"{demande} et en offre {len(epreuve.epreuves)}.")
        notee = epreuve.unite is not None and not epreuve.epreuves and epreuve.facultative is None
        if notee and epreuve.coefficient is None and epreuve.code not in au_choix:
            self.avertissement(ici, "cette épreuve n'a pas de coefficient.")

    def limites(self) -> None:
        calendrier = self.modele.calendrier
        for piece in self.modele.pieces:
            self._joignable(piece.code, piece.citee, piece.si is JAMAIS)
            for limite in piece.limite.valeurs if piece.limite is not None else ():
                quand = limite.evaluer(calendrier.repere, calendrier.fuseau)
                if quand is not None and fin_du_jour(quand, calendrier.fuseau) <= calendrier.pieces.ouverture:
                    phrase = "cette limite précède l'ouverture du dépôt."
                    self.erreur(("pieces", piece.code, "limite"), phrase, cle=False)

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


def _a_la_carte(choisir: Nombre) -> bool:
    """Tell whether each member of a group is taken or left by itself: its coefficient weighs on no other."""
    return choisir.au_moins == 0 or choisir.au_plus is None


class _Fiche(Element):
    """A scope that knows a spécialité and nothing else."""

    def lire(self, chemin: str) -> object:
        return self.faits.get(chemin, INCONNU)


def _peut(condition: Condition, fiche: Mapping[str, object], code: str) -> bool:
    """Tell whether a condition may hold for a spécialité of which only the card is known."""
    faits = {f"specialite.{cle}": valeur for cle, valeur in fiche.items()} | {"specialite": code}
    rien = _Fiche(faits, None)  # type: ignore[arg-type]
    return condition.evaluer(_Fiche(faits, rien)) is not False
