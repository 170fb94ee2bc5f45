"""Documents that the service publishes: convocations, relevés, aménagements, any other (002 §8, 003 IV)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.adapters.stockage import FichierStocke
from portal.domain import convocation, releve
from portal.domain.a_defaut import epreuves_refusees
from portal.domain.epreuve import Epreuve
from portal.domain.feuille import Erreur
from portal.domain.impression import en_donnees
from portal.domain.langage.rendu import Brut, Paragraphe, Rendu
from portal.domain.saisie_invalide import citer
from portal.domain.texte_saisi import sans_accents
from portal.domain.typographie import francais, pluriel
from portal.services.document import demander_document, demander_documents, publier_fichier
from portal.services.notification import notifier
from portal.services.operations.genre import Fait, Lettre, Sujet, Tri, ecartee, lettre_de
from portal.services.piece import pieces_suivies

Rangee = Mapping[str, Any]


def serie_de(titre: str) -> str:
    """Return what tells one title from another in a code: « epreuves_ecrites »."""
    return "_".join(sans_accents(titre).lower().split())[:60]


class Publication:
    """What a declared document needs: its moment, its title, what it prints besides the candidature."""

    moment = ""

    def titre(self, sujet: Sujet) -> str:
        return str(sujet.parametres.get("titre") or "") or self._declare(sujet)

    def serie(self, sujet: Sujet) -> str:
        return ""

    def en_plus(self, sujet: Sujet) -> dict[str, Any]:
        return {}

    def resume(self, sujet: Sujet) -> str:
        return "Document publié"

    def examiner(self, sujet: Sujet) -> str | None:
        if not self._declare(sujet):
            return "Ce modèle ne prévoit pas ce document."
        return ecartee(sujet)

    def accomplir(self, sujet: Sujet) -> Fait:
        portail, candidature, situation = sujet.portail, sujet.candidature, sujet.situation
        titre = self.titre(sujet)
        documents = demander_documents(
            portail, candidature, self.moment, situation, self.serie(sujet),
            {"titre": titre, **self.en_plus(sujet)},
        )  # fmt: skip
        # Nothing leaves here where the modèle has no such mail: that of the document follows its PDF.
        notifier(portail, candidature, self.moment, situation, mots={"document": titre}, rang=sujet.rang)
        sujet.noter("document_publie", document=titre)
        return Fait(self.resume(sujet), next(iter(documents), None))

    def lettre(self, sujet: Sujet) -> Lettre | None:
        return lettre_de(sujet, self.moment, {"document": self.titre(sujet)})

    def _declare(self, sujet: Sujet) -> str:
        documents = sujet.situation.modele.documents
        return next((un.intitule for un in documents if self.moment in un.quand), "")


class Convocation(Publication):
    """One document per candidature and per title; several titles live side by side (G-376)."""

    moment = "convocation"

    def serie(self, sujet: Sujet) -> str:
        return serie_de(self.titre(sujet))

    def en_plus(self, sujet: Sujet) -> dict[str, Any]:
        rangees = convocation.en_ordre(sujet.donnees["rangees"])
        return {
            "convocations": [
                {"intitule": _intitule(sujet, une), **convocation.a_imprimer(une)} for une in rangees
            ],
            "consignes": _paragraphes(str(sujet.parametres.get("texte") or "")),
        }

    def resume(self, sujet: Sujet) -> str:
        return pluriel(len(sujet.donnees["rangees"]), "épreuve")

    def trier(self, sujet: Sujet) -> Tri:
        """Take out the lines whose épreuve this candidature does not sit."""
        return _trier(sujet, _a_passer)


class Releve(Publication):
    """Relevé de notes: notes as the file gives them, coefficients as the règlement does, the decision."""

    moment = "releve_notes"

    def en_plus(self, sujet: Sujet) -> dict[str, Any]:
        rangees = sujet.donnees["rangees"]
        return {"notes": [_note(sujet, une) for une in rangees], "decision": releve.decision(rangees)}

    def resume(self, sujet: Sujet) -> str:
        return pluriel(len(sujet.donnees["rangees"]), "note")

    def trier(self, sujet: Sujet) -> Tri:
        """Take out the lines whose épreuve does not exist for this candidature."""
        return _trier(sujet, _existe)


class Amenagements(Publication):
    """Notification de mesures d'aménagements: decisions typed for each candidature, by who has the right."""

    moment = "amenagements"

    def en_plus(self, sujet: Sujet) -> dict[str, Any]:
        mesures = [ligne for ligne in str(sujet.donnees.get("mesures") or "").split("\n") if ligne.strip()]
        return {"mesures": mesures, "presentation": _paragraphes(str(sujet.parametres.get("texte") or ""))}

    def examiner(self, sujet: Sujet) -> str | None:
        if not sujet.agent.sante:
            return "Réservé aux personnes habilitées."
        if not str(sujet.donnees.get("mesures") or "").strip():
            return "Aucune mesure n'est saisie."
        return super().examiner(sujet)


class DocumentDuService(Publication):
    """A declared document issued again, or a PDF of the service put at everybody's disposal."""

    moment = "publication"

    def examiner(self, sujet: Sujet) -> str | None:
        code = sujet.parametres.get("code")
        if code and not any(un.code == code for un in sujet.situation.modele.documents):
            return "Ce modèle ne prévoit pas ce document."
        return ecartee(sujet)

    def accomplir(self, sujet: Sujet) -> Fait:
        portail, candidature, situation = sujet.portail, sujet.candidature, sujet.situation
        code, titre = sujet.parametres.get("code"), self.titre(sujet)
        if code:
            declare = next(un for un in situation.modele.documents if un.code == code)
            document = demander_document(portail, candidature, declare, self.moment, situation)
        else:
            fichier = FichierStocke(sujet.parametres["stockage_cle"], int(sujet.parametres["taille"]))
            document = publier_fichier(portail, candidature, situation, titre, serie_de(titre), fichier)
        sujet.noter("document_publie", document=document.intitule)
        return Fait("Document publié", document)

    def _declare(self, sujet: Sujet) -> str:
        code = sujet.parametres.get("code")
        return next((un.intitule for un in sujet.situation.modele.documents if un.code == code), "")


def _trier(sujet: Sujet, refus_de: Any) -> Tri:
    gardees: list[Rangee] = []
    erreurs: list[Erreur] = []
    for rangee in sujet.donnees["rangees"]:
        phrase = refus_de(sujet, _epreuve(sujet, rangee), str(rangee["epreuve"]))
        if phrase:
            erreurs.append(Erreur(int(rangee["ligne"]), francais(phrase)))
        else:
            gardees.append(rangee)
    return Tri({**sujet.donnees, "rangees": gardees}, tuple(erreurs))


def _epreuve(sujet: Sujet, rangee: Rangee) -> Epreuve | None:
    """Return the épreuve that a cell names by code, by unité or by type, in any case."""
    nom = sans_accents(str(rangee["epreuve"]))
    tous = (noeud for racine in sujet.situation.arbre for noeud in racine.parcourir())
    noeuds = [noeud for noeud in tous if not noeud.est_groupe]
    for attribut in ("code", "unite", "type"):
        for noeud in noeuds:
            if sans_accents(str(getattr(noeud, attribut) or "")) == nom:
                return noeud
    return None


def _existe(sujet: Sujet, epreuve: Epreuve | None, nom: str) -> str:
    if epreuve is None or sujet.situation.retenue(epreuve.code) is None:
        return f"L'épreuve {citer(nom)} n'est pas une épreuve de cette candidature."
    return ""


def _a_passer(sujet: Sujet, epreuve: Epreuve | None, nom: str) -> str:
    if (phrase := _existe(sujet, epreuve, nom)) or epreuve is None:
        return phrase
    retenue = sujet.situation.retenue(epreuve.code)
    if retenue is not None and epreuve.code in _fermees(sujet):
        return f"L'épreuve {citer(nom)} est fermée à ce candidat : la pièce qu'elle exige manque."
    if retenue is None or retenue.inscrite:
        return ""
    return f"L'épreuve {citer(nom)} n'est pas à passer : {retenue.libelle_statut.lower()}."


def _fermees(sujet: Sujet) -> tuple[str, ...]:
    suivies = pieces_suivies(sujet.candidature.id, sujet.situation)
    return epreuves_refusees(suivies, sujet.situation.maintenant)


def _intitule(sujet: Sujet, rangee: Rangee) -> str:
    epreuve = _epreuve(sujet, rangee)
    return epreuve.intitule if epreuve is not None else ""


def _note(sujet: Sujet, rangee: Rangee) -> dict[str, str]:
    epreuve = _epreuve(sujet, rangee)
    coefficient = epreuve.coefficient if epreuve is not None else None
    return {
        "code": str(rangee["epreuve"]),
        "intitule": _intitule(sujet, rangee),
        "coefficient": f"{coefficient.normalize():f}".replace(".", ",") if coefficient else "",
        "note": releve.dire_note(str(rangee["note"])),
    }


def _paragraphes(texte: str) -> Any:
    """Return typed text as the PDF prints it: nothing in it is mark-up."""
    paragraphes = [bloc.split("\n") for bloc in texte.split("\n\n") if bloc.strip()]
    return en_donnees(
        Rendu(tuple(Paragraphe(tuple((Brut(ligne),) for ligne in lignes)) for lignes in paragraphes))
    )
