"""Certif-UP: what can be said in the exam language is in famille.yaml, the rest is added by hooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from plugins.certif_up.services import caisse, doubles, habilitation, nuc, reprise_nuc
from portal.domain.extension import Demande, Identifiant, LienExtension, Migrations, Repere
from portal.hookspecs import hookimpl

if TYPE_CHECKING:
    import click
    from flask import Blueprint

    from portal.services.portail import Portail
    from portal.services.tache import Travail

ICI = Path(__file__).parent


@hookimpl
def portal_familles() -> list[Path]:
    """Return the folder that holds famille.yaml."""
    return [ICI]


@hookimpl
def portal_migrations() -> list[Migrations]:
    """Return the revisions of the tables certif_up_…"""
    from plugins.certif_up import tables  # noqa: F401 — they are declared before their names are checked

    return [Migrations("certif_up", ICI / "migrations")]


@hookimpl
def portal_gabarits() -> list[Path]:
    """Return the folder of the mails."""
    return [ICI / "templates"]


@hookimpl
def portal_vues() -> list[Blueprint]:
    """Return the pages under /certif-up."""
    from plugins.certif_up.web import vues

    return [vues]


@hookimpl
def portal_liens(lieu: str, profil: str) -> list[LienExtension]:
    """Return the way into Certif-UP for each profile."""
    from plugins.certif_up.web.liens import LIENS

    return LIENS.get((lieu, profil), [])


@hookimpl
def portal_identifiants() -> list[Identifiant]:
    """Let candidates log in with their NUC (guide 001, §3)."""
    aide = "Il est écrit dans les mails et sur les attestations de Certif-UP."
    return [Identifiant("NUC", "Numéro Unique de Candidat", aide, nuc.compte_de)]


@hookimpl
def portal_reperes(compte_id: int) -> list[Repere]:
    """Show the NUC of who is logged in (guide 001, §3)."""
    sien = nuc.de(compte_id)
    return [] if sien is None else [Repere("NUC", sien, "Numéro Unique de Candidat")]


@hookimpl
def portal_demonstration(portail: Portail, candidatures: bool) -> list[tuple[str, str, str]]:
    """Return the union, two centres and a candidate with a NUC; make the requests around them."""
    from plugins.certif_up.services import demonstration

    return demonstration.preparer(portail, candidatures)


@hookimpl
def portal_refus(portail: Portail, demande: Demande) -> str | None:
    """Refuse a second request of one person under another account, and what a shut centre may not do."""
    if (demande.famille, demande.code) == ("certif_up", "prevalider"):
        return habilitation.refus(demande)
    if (demande.famille, demande.code) != ("certif_up", "enregistrer"):
        return None
    return doubles.refus(portail, demande)


@hookimpl
def portal_reaction(portail: Portail, fait: Demande) -> None:
    """Give a NUC to who begins a first request, and follow what becomes of it."""
    if fait.famille == "certif_up":
        nuc.suivre(portail, fait)


@hookimpl
def portal_travaux() -> dict[str, Travail]:
    """Return the jobs that take former candidates over, and write the file of definitive registrations."""
    return {reprise_nuc.TACHE: reprise_nuc.travail, caisse.TACHE: caisse.travail}


@hookimpl
def portal_balayage(portail: Portail) -> int:
    """Erase the files of former candidates that were taken over long ago."""
    return reprise_nuc.effacer_les_anciennes(portail)


@hookimpl
def portal_commandes() -> list[click.Command]:
    """Return « portal certif-up-reprendre »."""
    from plugins.certif_up.commandes import certif_up_reprendre

    return [certif_up_reprendre]
