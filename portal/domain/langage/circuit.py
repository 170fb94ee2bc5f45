"""Compilation of the circuit: états, transitions, and what the portal takes by itself in due time."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.circuit import PROFILS_DU_COEUR, Circuit, Etat, Transition
from portal.domain.duree import Duree, lire_duree
from portal.domain.instant import Instant
from portal.domain.langage.champs import LecteurChamps
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.recensement import toutes_pieces
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.circuit import TransitionSource
from portal.domain.langage.validation import Chemin
from portal.domain.saisie_invalide import SaisieInvalide

ARRETEES = ("ecartee", "terminee")
SOUMISSION = "enregistrer"


@dataclass(frozen=True, slots=True)
class LecteurCircuit:
    """Compiles the circuit of one modèle."""

    declaration: Declaration
    champs: LecteurChamps

    def circuit(self) -> Circuit:
        source = self.declaration.circuit
        aide = self.champs.textes.facultatif
        etats = {
            code: Etat(code, etat.intitule, etat.phase, aide(etat.aide, ("circuit", "etats", code, "aide")))
            for code, etat in (source.etats if source else {}).items()
        }
        transitions = {
            code: self._transition(code, transition, tuple(etats))
            for code, transition in (source.transitions if source else {}).items()
        }
        self._verifier(Circuit(etats, transitions))
        return Circuit(etats, transitions)

    def _transition(self, code: str, source: TransitionSource, etats: tuple[str, ...]) -> Transition:
        ici = ("circuit", "transitions", code)
        self._verifier_les_codes(source, etats, ici)
        lire = self.champs.conditions.lire
        return Transition(
            code=code,
            intitule=source.intitule,
            de=tuple(source.de),
            vers=source.vers,
            par=tuple(source.par),
            si=lire(source.si, (*ici, "si")),
            exige=None if source.exige is None else lire(source.exige, (*ici, "exige")),
            message=source.message,
            motif=source.motif,
            questions=self.champs.questions(source.champs, (*ici, "champs")),
            pieces=tuple(source.pieces),
            ouvre=source.ouvre,
            delai=self._duree(source.delai, (*ici, "delai")),
            apres=self._apres(source, ici),
            au=self._au(source, ici),
        )

    def _verifier_les_codes(self, source: TransitionSource, etats: tuple[str, ...], ici: Chemin) -> None:
        for rang, depart in enumerate(source.de):
            self._connu(depart, etats, (*ici, "de"), "un état de ce circuit", rang)
        self._connu(source.vers, etats, (*ici, "vers"), "un état de ce circuit")
        for rang, profil in enumerate(source.par):
            connus = (*PROFILS_DU_COEUR, *self.declaration.profils)
            self._connu(profil, connus, (*ici, "par"), "un profil connu", rang)
        if "centre" in source.par and self.declaration.centres is None:
            phrase = "aucun centre ne peut prendre cette transition : il manque « centres »."
            self._erreur((*ici, "par"), phrase)
        for rang, piece in enumerate(source.pieces):
            connues = [code for code, *_ in toutes_pieces(self.declaration)]
            self._connu(piece, connues, (*ici, "pieces"), "une pièce déclarée", rang)
        if source.pieces and "candidat" not in source.par:
            self._erreur((*ici, "pieces"), "seul le candidat joint des pièces : ajoutez « par: candidat ».")
        self._verifier_la_suite(source, ici)

    def _verifier_la_suite(self, source: TransitionSource, ici: Chemin) -> None:
        """What opens another candidature leaves this one behind."""
        circuit = self.declaration.circuit
        arrivee = circuit.etats.get(source.vers) if circuit else None
        if source.ouvre is not None and arrivee is not None and arrivee.phase not in ARRETEES:
            phrase = f"« ouvre » demande que celle-ci s'arrête : « {source.vers} » est de phase "
            self._erreur((*ici, "ouvre"), f"{phrase}{arrivee.phase}, et non ecartee ou terminee.")
        if source.delai is not None and source.ouvre != "meme_session":
            self._erreur((*ici, "delai"), "« delai » ne se dit qu'avec « ouvre: meme_session ».", True)

    def _apres(self, source: TransitionSource, ici: Chemin) -> Duree | None:
        if source.apres is None:
            return None
        self._verifier_automatique(source, (*ici, "apres"))
        return self._duree(source.apres, (*ici, "apres"))

    def _duree(self, ecrite: str | None, chemin: Chemin) -> Duree | None:
        try:
            return None if ecrite is None else lire_duree(ecrite)
        except SaisieInvalide as refus:
            self._erreur(chemin, refus.message)
            return None

    def _au(self, source: TransitionSource, ici: Chemin) -> Instant | None:
        if source.au is None:
            return None
        self._verifier_automatique(source, (*ici, "au"))
        return self.champs.conditions.instants.lire(source.au, (*ici, "au"), ())

    def _verifier_automatique(self, source: TransitionSource, chemin: Chemin) -> None:
        """A transition that comes by itself is taken by the portal, which gives no other answer."""
        if "portail" not in source.par:
            self._erreur(chemin, "seul le portail franchit une transition à date : ajoutez « par: portail ».")
        if source.apres is not None and source.au is not None:
            self._erreur(chemin, "choisissez « apres » ou « au », pas les deux.")

    def _verifier(self, circuit: Circuit) -> None:
        """One brouillon; every état can be reached, left unless it is final, and by one date at most."""
        brouillons = [etat.code for etat in circuit.etats.values() if etat.phase == "brouillon"]
        if len(brouillons) != 1:
            self._erreur(
                ("circuit", "etats"), f"il faut un seul état de phase brouillon, il y en a {len(brouillons)}."
            )
        self._soumission(circuit)
        atteints = {transition.vers for transition in circuit.transitions.values()}
        quittes = {depart for transition in circuit.transitions.values() for depart in transition.de}
        for etat in circuit.etats.values():
            ici = ("circuit", "etats", etat.code)
            if etat.phase != "brouillon" and etat.code not in atteints:
                self._erreur(ici, "aucune transition n'atteint cet état.", cle=True)
            if etat.phase in ("brouillon", "deposee") and etat.code not in quittes:
                self._erreur(ici, "aucune transition ne quitte cet état.", cle=True)
            self._une_seule_sortie(circuit, etat, ici)

    def _soumission(self, circuit: Circuit) -> None:
        """The page of the candidate takes this transition, whatever it is called."""
        soumission = circuit.transitions.get(SOUMISSION)
        if soumission is None or "candidat" not in soumission.par:
            phrase = (
                f"il manque la transition « {SOUMISSION} », que le candidat franchit à la fin du formulaire."
            )
            self._erreur(("circuit", "transitions"), phrase, cle=True)

    def _une_seule_sortie(self, circuit: Circuit, etat: Etat, ici: Chemin) -> None:
        """Two dates without a condition would race: which one comes first would be left to chance."""
        libres = [t.code for t in circuit.automatiques(etat.code) if not t.si.chemins]
        if len(libres) > 1:
            self._erreur(ici, f"deux sorties à date pour cet état : {', '.join(libres)}.", cle=True)

    def _connu(self, code: str, connus: object, chemin: Chemin, quoi: str, rang: int = 0) -> None:
        mots = list(connus)  # type: ignore[call-overload]
        if code not in mots:
            phrase = f"« {code} » n'est pas {quoi}.{suggestion(code, mots)}"
            self.champs.conditions.erreur(chemin, (rang,), phrase)

    def _erreur(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.champs.conditions.erreur(chemin, (), phrase, cle)
