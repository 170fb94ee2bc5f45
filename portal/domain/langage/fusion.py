"""Merging: socle → famille → modèle. Whoever comes later rewrites the same path; what is imposed resists.

Every node keeps the file, line and column of whoever wrote it, so that an error in a merged modèle names
the right file.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.domain.langage.arbre import Entree, Noeud, Scalaire, Suite, Table
from portal.domain.langage.diagnostic import Rapport, suggestion

# A modèle may always say these differently, even where the family imposes.
TEXTES = frozenset(
    {"intitule", "question", "aide", "exemple", "message", "avertissement", "texte", "objet", "groupe"}
)
# These are values, never tables of codes: what comes later replaces them whole.
ENTIERS = frozenset(
    {"si", "exige", "verifie", "facultatif", "facultative", "filtre", "cas", "choisir", "scenarios"}
)
CODES_RESTREINTS = frozenset({"epreuves", "options", "possibilites", "specialites", "une_parmi", "moyens"})
IMPOSES_PAR_DEFAUT = frozenset({"epreuves", "regles", "transitions", "etats"})
PLACES = ("juste_apres", "juste_avant")
SECTIONS_DE_CHAMPS = frozenset({"champs", "fiche_specialite", "fiche_seance"})


@dataclass(frozen=True, slots=True)
class Fusion:
    """One merge. `nom` names the base in messages (« la famille cs »); an empty name imposes nothing."""

    rapport: Rapport
    nom: str = ""

    def tables(self, base: Table, apport: Table, chemin: tuple[str, ...] = (), impose: bool = False) -> Table:
        """Return `base` rewritten by `apport`."""
        entrees = dict(base.entrees)
        nouvelles: list[Entree] = []
        for cle, entree in apport.entrees.items():
            if cle in PLACES and chemin:
                continue
            ancienne = entrees.get(cle)
            if impose and self.nom and not self._permis(base, entree, chemin):
                continue
            if ancienne is None:
                nouvelles.append(Entree(cle, entree.position, sans_place(entree.valeur)))
            else:
                valeur = self.noeuds(ancienne.valeur, entree.valeur, (*chemin, cle))
                entrees[cle] = Entree(cle, entree.position, valeur)
        for nouvelle in nouvelles:
            entrees = self._placer(entrees, nouvelle, apport.entrees[nouvelle.cle].valeur, chemin)
        return Table(apport.position, entrees)

    def noeuds(self, base: Noeud, apport: Noeud, chemin: tuple[str, ...]) -> Noeud:
        """Return what `apport` makes of `base` at a path."""
        cle = chemin[-1]
        if cle in ENTIERS or (len(chemin) > 1 and chemin[-2] in ENTIERS):
            return apport
        if isinstance(apport, Suite) and cle in CODES_RESTREINTS and isinstance(base, Table):
            return self._restreindre(base, apport, chemin)
        if isinstance(base, Scalaire) and isinstance(apport, Table):
            base = developper(base, chemin)
        if isinstance(base, Table) and isinstance(apport, Scalaire):
            apport = developper(apport, chemin)
        if isinstance(base, Table) and isinstance(apport, Table):
            return self.tables(base, apport, chemin, est_impose(base, chemin))
        return apport

    def _permis(self, base: Table, entree: Entree, chemin: tuple[str, ...]) -> bool:
        reduit = entree.cle in CODES_RESTREINTS and isinstance(entree.valeur, Suite)
        if (
            entree.cle in TEXTES
            or reduit
            or chemin[-1] in IMPOSES_PAR_DEFAUT
            and entree.cle not in base.entrees
        ):
            return True
        ou = f"{base.position.fichier}:{base.position.ligne}"
        phrase = (
            f"« {chemin[-1]} » est imposé par {self.nom} ({ou}). Vous pouvez seulement changer ses textes."
        )
        self.rapport.erreur(entree.position, ".".join((*chemin, entree.cle)), phrase)
        return False

    def _restreindre(self, base: Table, apport: Suite, chemin: tuple[str, ...]) -> Table:
        """A bare list of codes keeps only those."""
        gardees: dict[str, Entree] = {}
        for element in apport.elements:
            code = element.texte if isinstance(element, Scalaire) else ""
            if code in base.entrees:
                gardees[code] = base.entrees[code]
                continue
            phrase = f"« {code} » n'est pas connu ici.{suggestion(code, base.entrees)}"
            self.rapport.erreur(element.position, ".".join(chemin), phrase)
        return Table(apport.position, gardees)

    def _placer(
        self, entrees: dict[str, Entree], nouvelle: Entree, ecrite: Noeud, chemin: tuple[str, ...]
    ) -> dict[str, Entree]:
        """Put a new entry after or before the sibling that it names, else last."""
        for mot in PLACES:
            repere = ecrite.get(mot) if isinstance(ecrite, Table) else None
            if not isinstance(repere, Scalaire):
                continue
            if repere.texte not in entrees:
                phrase = f"« {repere.texte} » n'existe pas ici.{suggestion(repere.texte, entrees)}"
                self.rapport.erreur(repere.position, ".".join((*chemin, nouvelle.cle, mot)), phrase)
                break
            rang = list(entrees).index(repere.texte) + (mot == "juste_apres")
            lignes = list(entrees.items())
            return dict([*lignes[:rang], (nouvelle.cle, nouvelle), *lignes[rang:]])
        return {**entrees, nouvelle.cle: nouvelle}


def est_impose(base: Table, chemin: tuple[str, ...]) -> bool:
    """Tell whether the family imposes a node: its own `impose`, else the default of its section."""
    ecrit = base.get("impose")
    if isinstance(ecrit, Scalaire):
        return ecrit.texte == "oui"
    return len(chemin) > 1 and chemin[-2] in IMPOSES_PAR_DEFAUT


def developper(texte: Scalaire, chemin: tuple[str, ...]) -> Table:
    """A text alone stands for the intitulé; of a champ, for its question."""
    cle = "question" if len(chemin) > 1 and chemin[-2] in SECTIONS_DE_CHAMPS else "intitule"
    if chemin and chemin[-1] == "avertissement":
        cle = "texte"
    return Table(texte.position, {cle: Entree(cle, texte.position, texte)})


def sans_place(noeud: Noeud) -> Noeud:
    """Forget `juste_apres` and `juste_avant`, which only the merge reads."""
    if isinstance(noeud, Table) and any(mot in noeud.entrees for mot in PLACES):
        return Table(noeud.position, {c: e for c, e in noeud.entrees.items() if c not in PLACES})
    return noeud


def ranger_champs(base: Table, apport: Table) -> Table:
    """Send `onglets.x.champs.y` of a modèle to the rubrique of that tab where the family has `y`."""
    rubriques, champs = base.get("rubriques"), apport.get("champs")
    if not isinstance(rubriques, Table) or not isinstance(champs, Table):
        return apport
    places = {
        code: (nom, rubrique)
        for nom, rubrique in rubriques.entrees.items()
        if isinstance(rubrique.valeur, Table) and isinstance(des := rubrique.valeur.get("champs"), Table)
        for code in des.entrees
    }
    resultat = apport
    for code, entree in champs.entrees.items():
        if code in places:
            resultat = _poser(resultat, ("rubriques", places[code][0], "champs", code), entree)
    restants = {code: entree for code, entree in champs.entrees.items() if code not in places}
    entrees = {cle: e for cle, e in resultat.entrees.items() if cle != "champs"}
    if restants:
        entrees["champs"] = Entree("champs", champs.position, Table(champs.position, restants))
    return Table(apport.position, entrees)


def _poser(table: Table, chemin: tuple[str, ...], entree: Entree) -> Table:
    cle, *reste = chemin
    if not reste:
        return Table(table.position, {**table.entrees, cle: entree})
    dessous = table.get(cle)
    dessous = dessous if isinstance(dessous, Table) else Table(entree.position, {})
    pose = _poser(dessous, tuple(reste), entree)
    return Table(table.position, {**table.entrees, cle: Entree(cle, entree.position, pose)})
