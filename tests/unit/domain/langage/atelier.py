"""Files written in a test, compiled as the portal would; and the complete example, laid out for authors."""

from collections.abc import Iterable
from pathlib import Path

from portal.adapters.referentiel import referentiel
from portal.domain.langage.lecteur import Compilation, FamilleLue, Fichier, compiler_modele, lire_famille
from portal.domain.langage.scenarios import Resultat, jouer_tous
from portal.domain.modele import ModeleExamen

EXEMPLES = Path(__file__).parent / "exemples"
FAMILLE = (EXEMPLES / "famille.yaml").read_text("utf-8")
ECHAFAUDEUR = (EXEMPLES / "echafaudeur.yaml").read_text("utf-8")
MODELE = (EXEMPLES / "cs-2026.yaml").read_text("utf-8")
AUTRES = {
    "zingueur": ("3", "batiment"),
    "platrier": ("3", "finitions"),
    "peinture_decoration": ("4", "finitions"),
}


def autre_specialite(code: str) -> str:
    niveau, secteur = AUTRES[code]
    return (
        f"specialite: {code}\nintitule: {code.capitalize()}\nniveau: {niveau}\nsecteur: {secteur}\n"
        "epreuves:\n  E1: {unite: U1, intitule: Étude, coefficient: 3}\n"
    )


SPECIALITES = (ECHAFAUDEUR, *(autre_specialite(code) for code in AUTRES))


def lire(famille: str = FAMILLE, specialites: Iterable[str] = SPECIALITES) -> FamilleLue:
    noms = ("echafaudeur.yaml", *(f"{code}.yaml" for code in AUTRES))
    fichiers = [Fichier(nom, texte.encode()) for nom, texte in zip(noms, specialites, strict=False)]
    lue = lire_famille(Fichier("famille.yaml", famille.encode()), fichiers)
    assert lue is not None
    return lue


def compiler(
    modele: str | bytes = MODELE, famille: str = FAMILLE, specialites: Iterable[str] = SPECIALITES
) -> Compilation:
    octets = modele if isinstance(modele, bytes) else modele.encode()
    fichier = Fichier("cs-2026.yaml", octets)
    return compiler_modele(lire(famille, specialites), fichier, "clermont_ferrand/cs-2026", referentiel())


def compile_sans_erreur(modele: str = MODELE, famille: str = FAMILLE) -> ModeleExamen:
    """Return a modèle that must be right."""
    compilation = compiler(modele, famille)
    assert [str(d) for d in compilation.rapport.erreurs] == []
    assert compilation.modele is not None
    return compilation.modele


def erreurs(
    modele: str | bytes = MODELE, famille: str = FAMILLE, specialites: Iterable[str] = SPECIALITES
) -> list[str]:
    rapport = compiler(modele, famille, specialites).rapport
    return [str(diagnostic) for diagnostic in rapport if diagnostic.gravite == "erreur"]


def jouer(modele: str = MODELE, famille: str = FAMILLE) -> tuple[Resultat, ...]:
    compilation = compiler(modele, famille)
    assert compilation.rapport.erreurs == []
    return jouer_tous(compilation, referentiel())


def remplacer(texte: str, ancien: str, nouveau: str) -> str:
    """Change one place of a file, and make sure that it was there once."""
    assert texte.count(ancien) == 1, f"{ancien!r} stands {texte.count(ancien)} times"
    return texte.replace(ancien, nouveau)


# The line of the family before which a test adds fields; what the example's scenario expects.
AVANT = "      amenagement:\n"
ATTENDU = "{refus: [], epreuves: [E1, E2], pieces: [identite, activite, hauteur, confirmation]}"


def avec_champs(lignes: str) -> str:
    """Return the family with more fields."""
    return remplacer(FAMILLE, AVANT, lignes + AVANT)


def avec(*sections: str, modele: str = MODELE) -> ModeleExamen:
    """Compile the example with more sections in its family."""
    return compile_sans_erreur(modele, FAMILLE + "".join(sections))


def scenario(famille: str, reponses: str, attendu: str, modele: str = MODELE) -> list[str]:
    """Play the example's scenario with more answers and other expectations; return what differs."""
    modele = remplacer(modele, "amenagement: non}", f"amenagement: non{reponses}}}")
    (resultat,) = jouer(remplacer(modele, ATTENDU, attendu), famille)
    return [str(diagnostic) for diagnostic in resultat.diagnostics]
