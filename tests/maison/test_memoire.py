"""What a process that serves pages keeps in memory is paid for by each of them."""

import subprocess
import sys

SEULEMENT_A_LA_DEMANDE = ("alembic", "mako", "xlsxwriter", "openpyxl", "xhtml2pdf", "reportlab")
CHARGES = f"""
import sys
import portal.app
print(*sorted({{nom.partition(".")[0] for nom in sys.modules}} & set({SEULEMENT_A_LA_DEMANDE!r})))
"""


def test_servir_des_pages_ne_charge_ni_les_migrations_ni_les_tableurs_ni_les_pdf() -> None:
    lu = subprocess.run([sys.executable, "-c", CHARGES], capture_output=True, text=True, check=True)
    assert lu.stdout.split() == []
