"""Reads what is typed with the real reference data, as a page would."""

from datetime import date

import pytest

from portal.adapters.referentiel import referentiel
from portal.domain.champs import TYPES, Champ, Env, SaisieInvalide
from portal.domain.typographie import INSECABLE

ENV = Env(referentiel(), date(2026, 11, 20), (("echafaudeur", "Échafaudeur"), ("zingueur", "Zingueur")))


def lire(champ, texte="", **parties):
    """Return the stored answer for a text, or for named parts."""
    saisie = {nom: [valeur] for nom, valeur in parties.items()} if parties else {"": [texte]}
    return TYPES[champ.type].lire(champ, saisie, ENV)


def affiche(champ, json):
    """Return the answer as printed, with plain spaces."""
    return TYPES[champ.type].formater(champ, json, ENV).replace(INSECABLE, " ")


def refus(champ, texte="", **parties):
    """Return (sentence, part) of the refusal, with plain spaces."""
    with pytest.raises(SaisieInvalide) as info:
        lire(champ, texte, **parties)
    return info.value.message.replace(INSECABLE, " "), info.value.partie


def champ(type_champ, **autres):
    return Champ("champ", type_champ, **autres)
