"""From the files of a family and of a modèle to one tree, ready for the schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from portal.domain.langage.arbre import Entree, Noeud, Scalaire, Suite, Table
from portal.domain.langage.circuit_propre import sans_circuit_commun
from portal.domain.langage.diagnostic import Position, Rapport, le_plus_proche, suggestion
from portal.domain.langage.fusion import Fusion, est_impose, ranger_champs
from portal.domain.langage.schema import FamilleSource, ModeleSource

# Keys of later versions of the language: no near word is suggested for them.
A_VENIR = frozenset({"fiche_seance", "seances"})
# What a modèle alone says: never merged into the family's section of the same name.
PROPRES = frozenset({"famille", "reglages", "retirer", "specialites"})


def assembler_famille(socle: Table, famille: Table, specialites: Iterable[Table], rapport: Rapport) -> Table:
    """Return the tree of a family: the core's own defaults, the family, its spécialités."""
    famille = _cles_connues(famille, FamilleSource.model_fields, rapport)
    base = _retirer(sans_circuit_commun(socle, famille), famille, "ce qu'apporte le portail", rapport)
    apport = Table(famille.position, {c: e for c, e in famille.entrees.items() if c != "retirer"})
    arbre = Fusion(rapport).tables(base, apport)
    return _avec(arbre, "specialites", _specialites(specialites, famille, rapport))


def _specialites(tables: Iterable[Table], famille: Table, rapport: Rapport) -> Table:
    entrees: dict[str, Entree] = {}
    for table in tables:
        code = table.get("specialite")
        if not isinstance(code, Scalaire):
            rapport.erreur(table.position, "", "il manque la ligne « specialite: code » en tête du fichier.")
        elif code.texte in entrees:
            premiere = entrees[code.texte].valeur.position
            phrase = f"« {code.texte} » est déjà la spécialité du fichier {premiere.fichier}."
            rapport.erreur(code.position, "specialite", phrase)
        else:
            entrees[code.texte] = Entree(code.texte, code.position, table)
    return Table(famille.position, entrees)


def assembler_modele(famille: Table, modele: Table, rapport: Rapport) -> Table:
    """Return the tree of a modèle merged into its family."""
    modele = _cles_connues(modele, ModeleSource.model_fields, rapport)
    _completer(modele, rapport)
    _meme_circuit(modele, rapport)
    code = famille.get("famille")
    nom = f"la famille {code.texte}" if isinstance(code, Scalaire) else "la famille"
    fusion = Fusion(rapport, nom)
    arbre = _retirer(famille, modele, nom, rapport)
    apport = Table(modele.position, {c: e for c, e in modele.entrees.items() if c not in PROPRES})
    apport = _ranger(arbre, apport)
    arbre = fusion.tables(arbre, apport)
    connues = famille.get("specialites")
    codes = (
        tuple(Scalaire(e.position, c) for c, e in connues.entrees.items())
        if isinstance(connues, Table)
        else ()
    )
    arbre = _avec(arbre, "specialites_connues", Suite(famille.position, codes))
    arbre = _avec(arbre, "specialites", _ouvertes(famille, modele, fusion, nom))
    reglages = modele.get("reglages")
    return _avec(arbre, "valeurs_reglages", reglages or Table(modele.position, {}))


def _cles_connues(table: Table, connues: Mapping[str, object], rapport: Rapport) -> Table:
    """Report the unknown keys at the top of a file; one that is nearly known is read as that one."""
    entrees: dict[str, Entree] = {}
    for cle, entree in table.entrees.items():
        if cle in connues:
            entrees[cle] = entree
            continue
        if cle in A_VENIR:
            phrase = f"la clé « {cle} » est inconnue : le langage ne la lit pas encore."
            rapport.erreur(entree.position, "", phrase)
            continue
        rapport.erreur(entree.position, "", f"la clé « {cle} » est inconnue ici.{suggestion(cle, connues)}")
        voulue = le_plus_proche(cle, connues)
        if voulue is not None and voulue not in table.entrees:
            entrees[voulue] = Entree(voulue, entree.position, entree.valeur)
    return Table(table.position, entrees)


def _completer(modele: Table, rapport: Rapport) -> None:
    """Report what every modèle must say itself (the merged declaration cannot tell it is missing)."""
    for cle, champ in ModeleSource.model_fields.items():
        if champ.is_required() and cle not in modele.entrees:
            precision = (champ.description or "").rstrip(".")
            rapport.erreur(modele.position, "", f"il manque « {cle} » ({precision}).")


def _meme_circuit(modele: Table, rapport: Rapport) -> None:
    """Whether the common circuit is there at all is said by the family, before its modèles are read."""
    circuit = modele.get("circuit")
    commun = circuit.entrees.get("commun") if isinstance(circuit, Table) else None
    if commun is not None:
        rapport.erreur(commun.position, "circuit", "« commun » se dit dans la famille, pas dans un modèle.")


def _ranger(base: Table, apport: Table) -> Table:
    onglets, ecrits = base.get("onglets"), apport.get("onglets")
    if not isinstance(onglets, Table) or not isinstance(ecrits, Table):
        return apport
    ranges = {
        code: Entree(code, entree.position, ranger_champs(onglet, entree.valeur))
        if isinstance(onglet := onglets.get(code), Table) and isinstance(entree.valeur, Table)
        else entree
        for code, entree in ecrits.entrees.items()
    }
    return _avec(apport, "onglets", Table(ecrits.position, ranges))


def _ouvertes(famille: Table, modele: Table, fusion: Fusion, nom: str) -> Table:
    """Exactly the spécialités that the modèle names; a new code with an `intitule` is its own."""
    connues, ecrites = famille.get("specialites"), modele.get("specialites")
    connues = connues if isinstance(connues, Table) else Table(famille.position, {})
    if isinstance(ecrites, Scalaire):
        ecrites = Suite(ecrites.position, (ecrites,))
    if ecrites is None:
        return Table(modele.position, {})
    ouvertes: dict[str, Entree] = {}
    codes: list[tuple[str, Position, Noeud | None]]
    if isinstance(ecrites, Suite):
        codes = [(e.texte if isinstance(e, Scalaire) else "", e.position, None) for e in ecrites.elements]
    else:
        codes = [(c, e.position, e.valeur) for c, e in ecrites.entrees.items()]
    for code, position, apport in codes:
        base = connues.get(code)
        if isinstance(base, Table):
            valeur = base if apport is None else fusion.noeuds(base, _gardees(apport), ("specialites", code))
            ouvertes[code] = Entree(code, position, valeur)
        elif isinstance(apport, Scalaire) or (isinstance(apport, Table) and apport.get("intitule")):
            ouvertes[code] = Entree(code, position, _nouvelle(code, apport))
        else:
            phrase = f"« {code} » n'est pas une spécialité de {nom}.{suggestion(code, connues.entrees)}"
            fusion.rapport.erreur(position, "specialites", phrase)
    return Table(ecrites.position, ouvertes)


def _gardees(apport: Noeud) -> Noeud:
    """A bare list of épreuves keeps only those, trunk included: the compiler prunes the tree."""
    epreuves = apport.get("epreuves") if isinstance(apport, Table) else None
    if not isinstance(apport, Table) or not isinstance(epreuves, Suite):
        return apport
    entrees = {cle: entree for cle, entree in apport.entrees.items() if cle != "epreuves"}
    return _avec(Table(apport.position, entrees), "garder", epreuves)


def _nouvelle(code: str, apport: Noeud) -> Table:
    table = (
        apport
        if isinstance(apport, Table)
        else Table(apport.position, {"intitule": Entree("intitule", apport.position, apport)})
    )
    return _avec(table, "specialite", Scalaire(table.position, code))


def _retirer(famille: Table, modele: Table, nom: str, rapport: Rapport) -> Table:
    demandes = modele.get("retirer")
    if not isinstance(demandes, Table):
        return famille
    arbre = famille
    for section, entree in demandes.entrees.items():
        valeur = entree.valeur
        elements = valeur.elements if isinstance(valeur, Suite) else (valeur,)
        for element in elements:
            if isinstance(element, Scalaire):
                arbre = _retirer_un(arbre, section, element, nom, rapport)
    return arbre


def _retirer_un(arbre: Table, section: str, code: Scalaire, nom: str, rapport: Rapport) -> Table:
    trouve = _chercher(arbre, section, code.texte)
    chemin = f"retirer.{section}"
    if trouve is None:
        rapport.erreur(code.position, chemin, f"« {code.texte} » n'existe pas dans {nom}.")
        return arbre
    cible, parents = trouve
    if isinstance(cible.valeur, Table) and est_impose(cible.valeur, (*parents, code.texte)):
        ou = f"{cible.position.fichier}:{cible.position.ligne}"
        phrase = f"« {code.texte} » est imposé par {nom} ({ou}). Vous pouvez seulement changer ses textes."
        rapport.erreur(code.position, chemin, phrase)
        return arbre
    return _sans(arbre, (*parents, code.texte))


def _chercher(arbre: Table, section: str, code: str) -> tuple[Entree, tuple[str, ...]] | None:
    """Find a code of a section wherever the family has it."""
    pistes: list[tuple[str, ...]] = [(section,)]
    if section == "acquis":
        pistes = [("acquis", "possibilites")]
    elif section in ("champs", "rubriques"):
        onglets = arbre.get("onglets")
        for onglet, entree in onglets.entrees.items() if isinstance(onglets, Table) else ():
            pistes.append(("onglets", onglet, section))
            rubriques = entree.valeur.get("rubriques") if isinstance(entree.valeur, Table) else None
            noms = rubriques.entrees if isinstance(rubriques, Table) else {}
            pistes.extend(("onglets", onglet, "rubriques", rubrique, "champs") for rubrique in noms)
    for piste in pistes:
        table: Noeud | None = arbre
        for pas in piste:
            table = table.get(pas) if isinstance(table, Table) else None
        if isinstance(table, Table) and code in table.entrees:
            return table.entrees[code], piste
    return None


def _sans(table: Table, chemin: tuple[str, ...]) -> Table:
    cle, *reste = chemin
    if not reste:
        return Table(table.position, {c: e for c, e in table.entrees.items() if c != cle})
    entree = table.entrees[cle]
    dessous = entree.valeur
    assert isinstance(dessous, Table)
    return _avec(table, cle, _sans(dessous, tuple(reste)), entree)


def _avec(table: Table, cle: str, valeur: Noeud, entree: Entree | None = None) -> Table:
    position = (entree or table.entrees.get(cle) or valeur).position
    return Table(table.position, {**table.entrees, cle: Entree(cle, position, valeur)})
