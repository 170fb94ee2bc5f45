"""Compilation of what follows the questions: règles, texts, contacts, documents, mails, storage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.domain.adresse_courriel import AdresseInvalide, normaliser
from portal.domain.calendrier import REPERES
from portal.domain.circuit import PROFILS_DU_COEUR
from portal.domain.conditions import TOUJOURS
from portal.domain.duree import lire_duree
from portal.domain.instant import LIMITE, Instant
from portal.domain.langage.champs import LecteurChamps, et, vaut
from portal.domain.langage.diagnostic import suggestion
from portal.domain.langage.recensement import champ_specialite, toutes_regles
from portal.domain.langage.schema import Declaration
from portal.domain.langage.schema.regles import CourrielSource
from portal.domain.langage.validation import Chemin
from portal.domain.modele import Conservation, Contact, CourrielDeclare, DocumentDeclare, Information
from portal.domain.regle import Regle
from portal.domain.saisie_invalide import SaisieInvalide

CHIFFRES_DU_TELEPHONE = 10
EVENEMENTS = (
    "document_publie", "correction", "delai_accorde", "prolongation", "message",
    "suite_ouverte", "paiement_recu", "pieces_fournies", "piece_recue", "piece_refusee", "piece_acceptee",
    "relance", "convocation", "amenagements", "releve_notes",
)  # fmt: skip
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
            faits, instants = self._quand(source, ici)
            self._destinataires(source, ici)
            courriels.append(
                CourrielDeclare(
                    code=code,
                    quand=faits,
                    instants=instants,
                    a=tuple(source.a),
                    objet=self.champs.textes.lire(source.objet, (*ici, "objet")),
                    texte=self.champs.textes.lire(source.texte, (*ici, "texte")),
                    si=self.champs.conditions.lire(source.si, (*ici, "si")),
                )
            )
        return tuple(courriels)

    def _destinataires(self, source: CourrielSource, ici: Chemin) -> None:
        for rang, profil in enumerate(source.a):
            profils = (*PROFILS_DU_COEUR, *self.declaration.profils)
            if profil not in profils:
                phrase = f"« {profil} » n'est pas un destinataire connu.{suggestion(profil, profils)}"
                self.champs.conditions.erreur((*ici, "a"), (rang,), phrase)
        if "centre" in source.a and self.declaration.centres is None:
            self._erreur((*ici, "a"), "aucun centre ne peut recevoir ce courriel : il manque « centres ».")

    def _moments(self, quand: list[str], chemin: Chemin) -> None:
        connus = self._transitions_et_evenements()
        for moment in quand:
            self._connu(moment, connus, chemin, "une transition ni un événement")

    def _transitions_et_evenements(self) -> tuple[str, ...]:
        circuit = self.declaration.circuit
        return (*(circuit.transitions if circuit else ()), *EVENEMENTS)

    def _quand(self, source: CourrielSource, ici: Chemin) -> tuple[tuple[str, ...], tuple[Instant, ...]]:
        """Return the facts that send a mail, and the instants that send it by themselves."""
        connus = self._transitions_et_evenements()
        faits = tuple(moment for moment in source.quand if moment in connus)
        dates = [moment for moment in source.quand if moment not in connus]
        for moment in dates:
            if re.fullmatch(r"[a-z_]+", moment) and moment not in (LIMITE, *REPERES, *self._jalons()):
                self._connu(moment, connus, (*ici, "quand"), "une transition, un événement ni une date")
                return faits, ()
        lire = self.champs.conditions.instants.lire
        instants = [lire(moment, (*ici, "quand"), (), (LIMITE,)) for moment in dates]
        return faits, tuple(instant for instant in instants if instant is not None)

    def _jalons(self) -> tuple[str, ...]:
        return self.champs.conditions.vocabulaire.jalons

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
