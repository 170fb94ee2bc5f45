"""What every service is given first: the settings, the clock, the plugins and the outside world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2
    import pluggy

    from portal.adapters.antivirus import Antivirus
    from portal.adapters.courrier import Courrier
    from portal.adapters.horloge import Horloge
    from portal.adapters.inspection import Inspection
    from portal.adapters.pdf import RenduPdf
    from portal.adapters.stockage import Stockage
    from portal.config import Config
    from portal.domain.referentiel import Referentiel
    from portal.services.modeles import Catalogue


def personne_a_reveiller() -> None:
    """Wake nobody: the sweep of the worker finds the work within a minute."""


@dataclass(frozen=True)
class Portail:
    """One running portal. Tests build it with twins in memory.

    `gabarits` renders mails (`courriels/…`) and PDF pages (`pdf/…`): plain Jinja, HTML escaped, an
    undefined name is an error. `reveil` tells the worker, after a commit, that there is something to do.
    """

    config: Config
    horloge: Horloge
    extensions: pluggy.PluginManager
    modeles: Catalogue
    courrier: Courrier
    stockage: Stockage
    pdf: RenduPdf
    referentiel: Referentiel
    gabarits: jinja2.Environment
    inspection: Inspection
    antivirus: Antivirus
    reveil: Callable[[], None] = personne_a_reveiller
