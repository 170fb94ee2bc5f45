"""Small modèles for the tests of the runtime, written as authors write them, and the shipped ones."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from portal.adapters.referentiel import referentiel
from portal.domain.blocs import Personne
from portal.domain.champs import TYPES, Env, Json
from portal.domain.instant import jour_dans
from portal.domain.langage.lecteur import Compilation, Fichier, compiler_modele, lire_famille
from portal.domain.lecture import Lecture, lire_onglet
from portal.domain.modele import ModeleExamen, Onglet
from portal.domain.questionnaire import questions_visibles
from portal.domain.situation import Situation

RACINE = Path(__file__).parents[4]
PARIS = ZoneInfo("Europe/Paris")
TETE = """\
famille: essai
langage: 1
intitule: Examen d'essai
domaine: Essais
confirmation: recapitulatif
"""
MODELE = """\
famille: essai
academie: {academie}
session: 2026
calendrier:
  inscription: {{du: 20/10/2025 09:00, au: 19/11/2025 17:00}}
"""
CONTACT = """\
contacts:
  tous: {service: Service des examens, courriel: examens@example.org}
"""


@cache
def compiler(
    famille: str, modele: str = "", specialites: tuple[str, ...] = (), academie: str = "clermont_ferrand"
) -> Compilation:
    """Compile a family of which only what matters is written; the last tab and a contact are added."""
    corps = textwrap.dedent(famille)
    if "recapitulatif:" not in corps:
        corps = corps.replace("onglets:\n", "onglets:\n  recapitulatif: Récapitulatif\n", 1)
        corps = _dernier_onglet(corps)
    suite = modele
    suite += "" if "contacts:" in corps + suite else CONTACT
    cartes = [_fichier(f"{rang}.yaml", textwrap.dedent(texte)) for rang, texte in enumerate(specialites)]
    lue = lire_famille(_fichier("famille.yaml", TETE + corps), cartes)
    assert lue is not None
    entete = MODELE.format(academie=academie)
    return compiler_modele(lue, _fichier("m.yaml", entete + suite), "essai/m", referentiel())


def _dernier_onglet(corps: str) -> str:
    """Move « recapitulatif » to the end of the tabs: the order of the file is that of the screen."""
    lignes = corps.splitlines(keepends=True)
    lignes.remove("  recapitulatif: Récapitulatif\n")
    debut = lignes.index("onglets:\n")
    fin = next((r for r in range(debut + 1, len(lignes)) if lignes[r][0] not in " \n"), len(lignes))
    return "".join([*lignes[:fin], "  recapitulatif: Récapitulatif\n", *lignes[fin:]])


def modele(
    famille: str, modele_: str = "", specialites: tuple[str, ...] = (), academie: str = "clermont_ferrand"
) -> ModeleExamen:
    """Return the compiled modèle; what is wrong in it stops the test."""
    compilation = compiler(famille, modele_, specialites, academie)
    assert compilation.modele is not None, [str(d) for d in compilation.rapport.erreurs]
    return compilation.modele


@cache
def livre(chemin: str) -> Compilation:
    """Return a shipped modèle: « poitiers/cap-2025 »."""
    fichier = RACINE / "exam_templates" / f"{chemin}.yaml"
    code = next(
        ligne.split()[1] for ligne in fichier.read_text().splitlines() if ligne.startswith("famille:")
    )
    dossier = next(
        d.parent for d in RACINE.glob("plugins/**/famille.yaml") if f"\nfamille: {code}\n" in d.read_text()
    )
    specialites = sorted((dossier / "specialites").glob("*.yaml"))
    famille = lire_famille(_lu(dossier / "famille.yaml"), [_lu(s) for s in specialites])
    assert famille is not None
    compilation = compiler_modele(famille, _lu(fichier), chemin, referentiel())
    assert compilation.modele is not None, [str(d) for d in compilation.rapport.erreurs]
    return compilation


LIVRES = sorted(
    str(f.relative_to(RACINE / "exam_templates").with_suffix(""))
    for f in RACINE.glob("exam_templates/*/*.yaml")
)


def livre_compile(chemin: str) -> ModeleExamen:
    compile_ = livre(chemin).modele
    assert compile_ is not None
    return compile_


def situation(
    modele_: ModeleExamen,
    reponses: Mapping[str, Json] | None = None,
    *,
    le: datetime | None = None,
    validees: Iterable[str] | None = (),
    autres: tuple[Mapping[str, object], ...] = (),
    ne_le: date | None = date(1999, 4, 2),
    **personne: str,
) -> Situation:
    """Return a candidature, at the opening unless `le` says another instant; `validees=None` is all tabs."""
    maintenant = le or modele_.calendrier.inscription.ouverture
    specialites = tuple((code, s.intitule) for code, s in modele_.specialites.items() if code)
    env = Env(referentiel(), jour_dans(maintenant, modele_.calendrier.fuseau), specialites)
    tous = frozenset(onglet.code for onglet in modele_.onglets)
    return Situation(
        modele_,
        dict(reponses or {}),
        Personne(naissance_le=ne_le, **personne),
        env,
        maintenant,
        tous if validees is None else frozenset(validees),
        autres,
    )


def onglet(situation_: Situation, code: str) -> Onglet:
    trouve = situation_.modele.onglet(code)
    assert trouve is not None
    return trouve


def poster(
    situation_: Situation,
    code: str,
    formulaire: Mapping[str, str | list[str]],
    verrouillees: Iterable[str] = (),
) -> Lecture:
    """Post a tab."""
    complet = {cle: [v] if isinstance(v, str) else v for cle, v in formulaire.items()}
    return lire_onglet(situation_, onglet(situation_, code), complet, frozenset(verrouillees))


def demandees(situation_: Situation, code: str) -> list[str]:
    """Return the keys that a tab asks now, those of the account left out."""
    questions = questions_visibles(situation_, onglet(situation_, code))
    return [question.cle for question in questions if question.origine != "compte"]


def formulaire_de(situation_: Situation, code: str) -> dict[str, list[str]]:
    """Return what a browser posts of a tab drawn as it stands."""
    formulaire: dict[str, list[str]] = {}
    for question in questions_visibles(situation_, onglet(situation_, code)):
        montre = TYPES[question.champ.type].montrer(question.champ, situation_.brute(question))
        for partie, valeurs in montre.items():
            formulaire[f"{question.cle}.{partie}" if partie else question.cle] = valeurs
    return formulaire


def statuts(situation_: Situation) -> dict[str, str | None]:
    """Return the statut of each épreuve that keeps a note."""
    return {retenue.epreuve.code: retenue.statut for retenue in situation_.epreuves}


def _fichier(nom: str, texte: str) -> Fichier:
    return Fichier(nom, texte.encode())


def _lu(chemin: Path) -> Fichier:
    return Fichier(str(chemin.relative_to(RACINE)), chemin.read_bytes())
