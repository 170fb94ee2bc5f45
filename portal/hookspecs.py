"""Every hook of the portal. A plugin answers with values; it never receives the application or a request.

Plugins are asked one after the other, in the order of their names. `docs/hooks.md` shows the same hooks to
authors of families; a test holds both together.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    import click
    from flask import Blueprint

    from portal.domain.extension import Demande, Identifiant, LienExtension, Migrations, Repere
    from portal.services.portail import Portail
    from portal.services.tache import Travail

PROJET = "portal"
hookspec = pluggy.HookspecMarker(PROJET)
hookimpl = pluggy.HookimplMarker(PROJET)


@hookspec
def portal_familles() -> Sequence[Path]:  # type: ignore[empty-body]
    """Give the folders of one or several exam families.

    When: once at start, and by `portal check` and `portal publish`.
    Arguments: none.
    Return: one folder for each family; it holds `famille.yaml` and, if the family has any,
    `specialites/*.yaml`. The folder's name is the family's code.

    Example::

        @hookimpl
        def portal_familles() -> list[Path]:
            return [Path(__file__).parent]
    """


@hookspec
def portal_vues() -> Sequence[Blueprint]:  # type: ignore[empty-body]
    """Give the pages of the plugin.

    When: once at start, after the pages of the core.
    Arguments: none.
    Return: Flask blueprints with a name and a `url_prefix` that nobody else has. Every view carries
    `@acces`. Templates stand in `templates/<plugin>/` and extend `base.html`; the files of a
    `static_folder` are kept by browsers as those of the core are.

    Example::

        @hookimpl
        def portal_vues() -> list[Blueprint]:
            return [vues]
    """


@hookspec
def portal_gabarits() -> Sequence[Path]:  # type: ignore[empty-body]
    """Give the folders of the templates of mails and PDF.

    When: once at start.
    Arguments: none.
    Return: folders that hold `courriels/` and `pdf/`; a template of the core with the same name wins.

    Example::

        @hookimpl
        def portal_gabarits() -> list[Path]:
            return [Path(__file__).parent / "templates"]
    """


@hookspec
def portal_liens(lieu: str, profil: str) -> Sequence[LienExtension]:  # type: ignore[empty-body]
    """Give the links that lead to the pages of the plugin.

    When: once at start, for each place and profile.
    Arguments: `lieu` is "menu", "connexion" (the login page), "espace" (the home of a candidate), "accueil"
    (the public home page) or, for the centre, "candidatures" and "candidature" (its list, and its page of
    one); `profil` is the profile of who reads, "" for a visitor.
    Return: `portal.domain.extension.LienExtension`. In the menu they come before what concerns the account;
    the first one is where a profile without a page of its own arrives after the login.

    Example::

        @hookimpl
        def portal_liens(lieu: str, profil: str) -> list[LienExtension]:
            return CENTRE if (lieu, profil) == ("menu", "centre") else []
    """


@hookspec
def portal_identifiants() -> Sequence[Identifiant]:  # type: ignore[empty-body]
    """Give the identifiers with which candidates log in, besides their address.

    When: at the login, and when a password was forgotten.
    Arguments: none.
    Return: `portal.domain.extension.Identifiant`. Its `compte_de` is called with what was typed when that is
    no address; an account of staff is not found this way.

    Example::

        @hookimpl
        def portal_identifiants() -> list[Identifiant]:
            return [Identifiant("NUC", "Numéro unique de candidat", AIDE, numeros.compte_de)]
    """


@hookspec
def portal_reperes(compte_id: int) -> Sequence[Repere]:  # type: ignore[empty-body]
    """Give the identifiers of a person that the header of every page shows.

    When: at each whole page that a candidate who is logged in reads.
    Arguments: the account of that candidate.
    Return: `portal.domain.extension.Repere`; nothing for who has none.

    Example::

        @hookimpl
        def portal_reperes(compte_id: int) -> list[Repere]:
            numero = numeros.de(compte_id)
            return [Repere("NUC", numero, "Numéro unique de candidat")] if numero else []
    """


@hookspec
def portal_migrations() -> Sequence[Migrations]:  # type: ignore[empty-body]
    """Give the migrations of the plugin's own tables.

    When: once at start, and by what brings the database up to date, after the migrations of the core.
    Arguments: none.
    Return: `portal.domain.extension.Migrations`: the prefix of every table of the plugin, and the folder of
    its Alembic revisions. They have their own version table, `alembic_version_<prefixe>`. The tables derive
    from `portal.db.Base`.

    Example::

        @hookimpl
        def portal_migrations() -> list[Migrations]:
            return [Migrations("certif_up", Path(__file__).parent / "migrations")]
    """


@hookspec
def portal_commandes() -> Sequence[click.Command]:  # type: ignore[empty-body]
    """Give commands to the program `portal`.

    When: by `portal --help` and by a command that is not the core's.
    Arguments: none.
    Return: commands with a name that is free and a French help. They open the portal as those of the core
    do, with `portal.cli.contexte.portail_ouvert`.

    Example::

        @hookimpl
        def portal_commandes() -> list[click.Command]:
            return [importer_nuc]
    """


@hookspec
def portal_travaux() -> Mapping[str, Travail]:  # type: ignore[empty-body]
    """Give kinds of background jobs.

    When: by the worker, each time that it looks for work; checked once at start.
    Arguments: none.
    Return: by kind, what to do: a function `(portail, charge)`. Services ask for a job with
    `portal.services.tache.deposer_tache`. A job may run twice.

    Example::

        @hookimpl
        def portal_travaux() -> dict[str, Travail]:
            return {"certif_up.attestation": attestations.travail}
    """


@hookspec
def portal_balayage(portail: Portail) -> int:  # type: ignore[empty-body]
    """Do what comes by itself.

    When: by the worker, once a minute and each time that it is woken up; outside any transaction.
    Arguments: the running portal.
    Return: how many things were done. An error is logged, and it is asked again a minute later.

    Example::

        @hookimpl
        def portal_balayage(portail: Portail) -> int:
            return seances.fermer_les_passees(portail)
    """


@hookspec
def portal_demonstration(  # type: ignore[empty-body]
    portail: Portail, candidatures: bool
) -> Sequence[tuple[str, str, str]]:
    """Prepare the demonstration of the plugin.

    When: at each start of a portal in demonstration mode, once the accounts of the core are there.
    Arguments: the running portal; whether candidatures are wanted too, once for all starts and processes.
    Return: (profile, address, password) of the accounts that visitors may use, to be printed.

    Example::

        @hookimpl
        def portal_demonstration(portail: Portail, candidatures: bool) -> list[tuple[str, str, str]]:
            return demonstration.preparer(portail, candidatures)
    """


@hookspec
def portal_refus(portail: Portail, demande: Demande) -> str | None:
    """Refuse a transition of a candidature.

    When: inside the write transaction, once the circuit and the conditions of the transition allow it.
    Arguments: the running portal, and the transition (`portal.domain.extension.Demande`).
    Return: the sentence that tells the person why, or None to let it pass. The first sentence counts, and
    nothing is written.

    Example::

        @hookimpl
        def portal_refus(portail: Portail, demande: Demande) -> str | None:
            return doubles.refus(portail, demande) if demande.famille == "certif_up" else None
    """


@hookspec
def portal_reaction(portail: Portail, fait: Demande) -> None:
    """Write what follows from a transition, or from the beginning of a candidature.

    When: once the état and the event are written, in the same write transaction: no `ecriture()` here.
    Arguments: the running portal, and the transition that was taken; a candidature that begins is told as
    « commencer », from no état to the first one.
    Return: nothing. An exception undoes the transition with the rest.

    Example::

        @hookimpl
        def portal_reaction(portail: Portail, fait: Demande) -> None:
            if fait.famille == "certif_up" and fait.code == "commencer":
                nuc.attribuer(portail, fait.candidat_id)
    """
