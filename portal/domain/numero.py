"""Numbers that people copy by hand: n° candidat, n° d'inscription, version."""

LONGUEUR_CANDIDAT = 11
CHIFFRES_DU_RANG = 6

# Damm's algorithm: the one digit that reveals every wrong digit and every swap of two neighbours.
# The table is a totally anti-symmetric quasigroup of order 10 (H. M. Damm, 2004).
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def numero_candidat(annee: int, rang: int) -> str:
    """Return the n° candidat of the `rang`-th candidate of a year: the year, six digits, a check digit.

    Raises ValueError below 1 or above a million candidates in one year.
    """
    if not 1 <= rang < 10**CHIFFRES_DU_RANG:
        raise ValueError(f"rank out of range: {rang}")
    chiffres = f"{annee:04}{rang:0{CHIFFRES_DU_RANG}}"
    return f"{chiffres}{_reste(chiffres)}"


def numero_candidat_valide(numero: str) -> bool:
    """Tell whether `numero` is written as a n° candidat and its check digit is right."""
    bien_ecrit = len(numero) == LONGUEUR_CANDIDAT and numero.isascii() and numero.isdigit()
    return bien_ecrit and _reste(numero) == 0


def numero_inscription(rang: int) -> str:
    """Return « 001 » for a candidate's first candidature."""
    return f"{rang:03}"


def numero_version(rang: int) -> str:
    """Return « 02 » for the second time a candidature is enregistrée."""
    return f"{rang:02}"


def _reste(chiffres: str) -> int:
    reste = 0
    for chiffre in chiffres:
        reste = _DAMM[reste][int(chiffre)]
    return reste
