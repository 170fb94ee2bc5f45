"""Compilation of what follows the questions: règles, texts, contacts, documents, mails, circuit, storage."""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.adresse_courriel import AdresseInvalide, normaliser
from portal.domain.circuit import PROFILS_DU_COEUR, Circuit, Etat, Transition
from portal.domain.conditions import TOUJOURS
from portal.domain.duree import lire_duree
from portal.domain.langage.champs import LecteurChamps, et, vaut
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.recensement import champ_specialite, toutes_pieces, toutes_regles
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.regles import TransitionSource
from portal.domain.langage.validation import Chemin
from portal.domain.modele import Conservation, Contact, CourrielDeclare, DocumentDeclare, Information
from portal.domain.regle import Regle
from portal.domain.saisie_invalide import SaisieInvalide

CHIFFRES_DU_TELEPHONE = 10
EVENEMENTS = ("document_publie",)
LIEUX = ("examen", "numero", "confirmation", "pieces")


@dataclass(frozen=True, slots=True)
class LecteurSections:
    """Compiles the sections of one modèle."""

    declaration: Declaration
    champs: LecteurChamps

    def _erreur(self, chemin: Chemin, phrase: str, cle: bool = False) -> None:
        self.champs.conditions.erreur(chemin, (), phrase, cle)

    def _connu(self, code: str, connus: object, chemin: Chemin, quoi: str) -> None:
        mots = list(connus)  # type: ignore[call-overload]
        if code not in mots:
            self._erreur(chemin, f"« {code} » n'est pas {quoi}.{suggestion(code, mots)}")

    def regles(self) -> tuple[Regle, ...]:
        lire, textes = self.champs.conditions.lire, self.champs.textes
        regles: list[Regle] = []
        propre = champ_specialite(self.declaration) or ""
        for code, source, ici, specialite in toutes_regles(self.declaration):
            si = TOUJOURS if specialite is None else vaut(propre, specialite)
            if source.champ is not None and self.champs.conditions.vocabulaire.genre(source.champ) is None:
                self._erreur((*ici, "champ"), f"« {source.champ} » n'est pas un champ de ce modèle.")
            regles.append(
                Regle(
                    code=code,
                    si=et(si, lire(source.si, (*ici, "si"))),
                    exige=lire(source.exige, (*ici, "exige")),
                    sinon=source.sinon,
                    message=textes.lire(source.message, (*ici, "message")),
                    derogation=source.derogation,
                    champ=source.champ,
                    source=source.source,
                )
            )
        return tuple(regles)

    def informations(self) -> tuple[Information, ...]:
        lieux = (*LIEUX, *self.declaration.onglets)
        informations: list[Information] = []
        for code, source in self.declaration.informations.items():
            ici = ("informations", code)
            for lieu in source.ou:
                self._connu(lieu, lieux, (*ici, "ou"), "un endroit où montrer un texte")
            informations.append(
                Information(
                    code=code,
                    texte=self.champs.textes.lire(source.texte, (*ici, "texte")),
                    intitule=source.intitule,
                    si=self.champs.conditions.lire(source.si, (*ici, "si")),
                    ou=tuple(source.ou),
                    niveau=source.niveau,
                )
            )
        return tuple(informations)

    def contacts(self) -> tuple[Contact, ...]:
        for code, source in self.declaration.contacts.items():
            if source.courriel is not None:
                try:
                    normaliser(source.courriel)
                except AdresseInvalide as refus:
                    self._erreur(("contacts", code, "courriel"), refus.phrase)
            for rang, telephone in enumerate(source.telephone):
                if sum(caractere.isdigit() for caractere in telephone) < CHIFFRES_DU_TELEPHONE:
                    phrase = f"« {telephone} » n'est pas un numéro de téléphone : il en faut dix chiffres."
                    self._erreur(("contacts", code, "telephone", rang), phrase)
        return tuple(
            Contact(
                code=code,
                service=source.service,
                si=self.champs.conditions.lire(source.si, ("contacts", code, "si")),
                domaine=source.domaine,
                courriel=source.courriel,
                telephones=tuple(source.telephone),
                adresse=source.adresse,
                site=source.site,
            )
            for code, source in self.declaration.contacts.items()
        )

    def documents(self) -> tuple[DocumentDeclare, ...]:
        documents: list[DocumentDeclare] = []
        for code, source in self.declaration.documents.items():
            ici = ("documents", code)
            self._moments(source.quand, (*ici, "quand"))
            documents.append(
                DocumentDeclare(
                    code=code,
                    intitule=source.intitule,
                    quand=tuple(source.quand),
                    si=self.champs.conditions.lire(source.si, (*ici, "si")),
                    a_signer=source.a_signer,
                    texte=self.champs.textes.facultatif(source.texte, (*ici, "texte")),
                )
            )
        return tuple(documents)

    def courriels(self) -> tuple[CourrielDeclare, ...]:
        courriels: list[CourrielDeclare] = []
        for code, source in self.declaration.courriels.items():
            ici = ("courriels", code)
            self._moments(source.quand, (*ici, "quand"))
            for profil in source.a:
                self._connu(profil, self._profils(), (*ici, "a"), "un destinataire connu")
            courriels.append(
                CourrielDeclare(
                    code=code,
                    quand=tuple(source.quand),
                    a=tuple(source.a),
                    objet=self.champs.textes.lire(source.objet, (*ici, "objet")),
                    texte=self.champs.textes.lire(source.texte, (*ici, "texte")),
                    si=self.champs.conditions.lire(source.si, (*ici, "si")),
                )
            )
        return tuple(courriels)

    def _moments(self, quand: list[str], chemin: Chemin) -> None:
        transitions = self.declaration.circuit.transitions if self.declaration.circuit else {}
        for moment in quand:
            self._connu(moment, (*transitions, *EVENEMENTS), chemin, "une transition ni un événement")

    def _profils(self) -> tuple[str, ...]:
        return (*PROFILS_DU_COEUR, *self.declaration.profils)

    def circuit(self) -> Circuit:
        source = self.declaration.circuit
        etats = {
            code: Etat(
                code, etat.intitule, etat.phase, self.champs.textes.facultatif(etat.aide, ("circuit", code))
            )
            for code, etat in (source.etats if source else {}).items()
        }
        transitions = {
            code: self._transition(code, transition, tuple(etats))
            for code, transition in (source.transitions if source else {}).items()
        }
        self._verifier_circuit(Circuit(etats, transitions))
        return Circuit(etats, transitions)

    def _transition(self, code: str, source: TransitionSource, etats: tuple[str, ...]) -> Transition:
        ici = ("circuit", "transitions", code)
        for depart in source.de:
            self._connu(depart, etats, (*ici, "de"), "un état de ce circuit")
        self._connu(source.vers, etats, (*ici, "vers"), "un état de ce circuit")
        for profil in source.par:
            self._connu(profil, self._profils(), (*ici, "par"), "un profil connu")
        for piece in source.pieces:
            connues = [code for code, *_ in toutes_pieces(self.declaration)]
            self._connu(piece, connues, (*ici, "pieces"), "une pièce déclarée")
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
        )

    def _verifier_circuit(self, circuit: Circuit) -> None:
        """One brouillon; every état can be reached, and left unless it is final."""
        brouillons = [etat.code for etat in circuit.etats.values() if etat.phase == "brouillon"]
        if len(brouillons) != 1:
            self._erreur(
                ("circuit", "etats"), f"il faut un seul état de phase brouillon, il y en a {len(brouillons)}."
            )
        atteints = {transition.vers for transition in circuit.transitions.values()}
        quittes = {depart for transition in circuit.transitions.values() for depart in transition.de}
        for etat in circuit.etats.values():
            if etat.phase != "brouillon" and etat.code not in atteints:
                self._erreur(
                    ("circuit", "etats", etat.code), "aucune transition n'atteint cet état.", cle=True
                )
            if etat.phase in ("brouillon", "deposee") and etat.code not in quittes:
                self._erreur(
                    ("circuit", "etats", etat.code), "aucune transition ne quitte cet état.", cle=True
                )

    def conservation(self) -> tuple[Conservation, ...]:
        regles: list[Conservation] = []
        for donnee, source in self.declaration.conservation.items():
            ici = ("conservation", donnee)
            try:
                lire_duree(source.duree)
            except SaisieInvalide as refus:
                self._erreur((*ici, "duree"), refus.message)
            self.champs.conditions.instants.lire(source.depuis, (*ici, "depuis"), ())
            regles.append(
                Conservation(donnee, source.duree, source.depuis, source.base_legale, source.ensuite)
            )
        return tuple(regles)
