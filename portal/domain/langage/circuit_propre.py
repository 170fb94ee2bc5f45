"""A family that writes its whole circuit: what the core would have brought with its own is left out."""

from __future__ import annotations

from portal.domain.langage.arbre import Entree, Noeud, Scalaire, Suite, Table

ENVOIS = ("documents", "courriels")


def sans_circuit_commun(socle: Table, famille: Table) -> Table:
    """Return the core's declaration without its circuit, where `circuit.commun` of the family is « non ».

    Mails and documents of transitions that the family does not write go with it; those of events stay.
    """
    circuit = famille.get("circuit")
    commun = circuit.get("commun") if isinstance(circuit, Table) else None
    if not isinstance(circuit, Table) or not isinstance(commun, Scalaire) or commun.texte != "non":
        return socle
    perdues = _transitions(socle.get("circuit")) - _transitions(circuit)
    entrees = {cle: entree for cle, entree in socle.entrees.items() if cle != "circuit"}
    for section in ENVOIS:
        if section in entrees and isinstance(table := entrees[section].valeur, Table):
            entrees[section] = Entree(section, entrees[section].position, _sans(table, perdues))
    return Table(socle.position, entrees)


def _transitions(circuit: Noeud | None) -> frozenset[str]:
    transitions = circuit.get("transitions") if isinstance(circuit, Table) else None
    return frozenset(transitions.entrees) if isinstance(transitions, Table) else frozenset()


def _sans(envois: Table, perdues: frozenset[str]) -> Table:
    """Return the mails or documents that something still sends."""
    gardes: dict[str, Entree] = {}
    for code, entree in envois.entrees.items():
        table = entree.valeur
        quand = table.get("quand") if isinstance(table, Table) else None
        if not isinstance(table, Table) or quand is None:
            gardes[code] = entree
            continue
        moments = quand.elements if isinstance(quand, Suite) else (quand,)
        restants = tuple(m for m in moments if not isinstance(m, Scalaire) or m.texte not in perdues)
        if restants:
            ecrit = Entree("quand", quand.position, Suite(quand.position, restants))
            gardes[code] = Entree(
                code, entree.position, Table(table.position, {**table.entrees, "quand": ecrit})
            )
    return Table(envois.position, gardes)
