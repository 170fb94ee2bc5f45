"""A family tried alone: compiled under a modèle that opens all of it, so that its own mistakes come out."""

from __future__ import annotations

from portal.domain.langage.arbre import Table
from portal.domain.langage.diagnostic import Rapport
from portal.domain.langage.lecteur import FamilleLue, compiler_arbre, verifier_famille
from portal.domain.langage.source import lire
from portal.domain.referentiel import Referentiel

ESSAI = "modèle d'essai"
_MODELE = """\
famille: {famille}
academie: paris
session: juin 2030
calendrier:
  inscription: {{du: 07/01/2030 09:00, au: 08/02/2030 17:00}}
{jalons}
contacts:
  essai: Service d'essai
"""


def essayer_famille(famille: FamilleLue, referentiel: Referentiel) -> Rapport:
    """Return what is wrong in the files of a family, conditions included.

    What the made-up modèle itself lacks (réglages, spécialités of its own) is left out.
    """
    if famille.rapport.erreurs or verifier_famille(famille).erreurs:
        return verifier_famille(famille)
    texte = _MODELE.format(famille=famille.code, jalons=_lignes(famille.arbre, "jalons", "  {}: 15/03/2030"))
    texte += _specialites(famille.arbre)
    arbre = lire(texte, ESSAI, Rapport())
    assert arbre is not None
    compilation = compiler_arbre(famille, arbre, f"paris/{famille.code}", referentiel)
    ailleurs = [d for d in compilation.rapport.diagnostics if d.position.fichier != ESSAI]
    return Rapport(ailleurs)


def _codes(famille: Table, section: str) -> list[str]:
    table = famille.get(section)
    return list(table.entrees) if isinstance(table, Table) else []


def _lignes(famille: Table, section: str, ligne: str) -> str:
    return "\n".join(ligne.format(code) for code in _codes(famille, section))


def _specialites(famille: Table) -> str:
    codes = _codes(famille, "specialites")
    return "specialites:\n" + "\n".join(f"  - {code}" for code in codes) + "\n" if codes else ""
