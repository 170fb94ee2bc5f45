"""The tables of Certif-UP; their names start with certif_up_."""

from plugins.certif_up.tables.fusion import Fusion
from plugins.certif_up.tables.nuc import Nuc
from plugins.certif_up.tables.reprise import LigneReprise, Reprise

__all__ = ["Fusion", "LigneReprise", "Nuc", "Reprise"]
