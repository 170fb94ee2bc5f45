"""Makes of the candidatures of `peuplement` requests of Certif-UP, shared between centres: SQLite orders.

Of ten requests four are registered for good, two wait for the centre; the others are one of each état.
"""

from __future__ import annotations

from collections.abc import Sequence

_ETAT = """case id / {n} % 10 when 0 then 'soumise' when 1 then 'prevalidee' when 2 then 'reglee'
    when 3 then 'refusee' when 4 then 'expiree' when 5 then 'soumise' else 'inscrite' end"""
_PHASE = """case etat when 'inscrite' then 'inscrite' when 'refusee' then 'ecartee'
    when 'expiree' then 'ecartee' else 'deposee' end"""
_EPREUVES = """case id % 3 when 0 then '["E1"]' when 1 then '["E1", "E2"]' else '["E1", "E2", "E3"]' end"""
_TOUTES = "from candidature where id >= 1000"
_ORDRES = (
    f"""update candidature set famille = 'certif_up', slug = '{{slug}}', academie = 'national',
    specialite = null, session_examen = 'janvier 2027', annee = 2027, centre_id = {{premier}} + id % {{n}},
    etat = {_ETAT}, comparables = '{{{{"epreuves": ' || {_EPREUVES} || '}}}}',
    reponses = '{{{{"epreuves.demandees": ' || {_EPREUVES} || '}}}}' where id >= 1000""",
    f"update candidature set phase = {_PHASE} where id >= 1000",
    "update candidature set echeance_le = '2026-11-12 16:00:00.000000' where etat = 'prevalidee'",
    f"""insert into version_candidature
    (candidature_id, numero, version_modele_id, reponses, candidat, empreinte, enregistree_le)
    select id, 1, version_modele_id, reponses, '{{{{}}}}', '-', enregistree_le {_TOUTES}""",
    f"""insert into evenement (candidature_id, le, nature, de, vers, donnees)
    select id, datetime(enregistree_le, '+' || (id % 240) || ' hours'), 'prevalider', 'soumise',
    'prevalidee', '{{{{}}}}' {_TOUTES} and etat in ('prevalidee', 'reglee', 'inscrite', 'expiree')""",
    f"""insert into paiement (candidature_id, centimes, moyen, tiers, recu_le, saisi_le)
    select id, 5000, case id % 2 when 0 then 'cheque' else 'virement' end, 0, '2026-11-09',
    '2026-11-09 08:00:00.000000' {_TOUTES} and etat in ('reglee', 'inscrite')""",
    """insert into place_prise (offre_id, candidature_id, prise_le)
    select o.id, c.id, c.enregistree_le from candidature c
    join offre_centre o on o.centre_id = c.centre_id and o.epreuve = 'E1'
    where c.id >= 1000 and c.etat in ('prevalidee', 'reglee', 'inscrite')""",
    """update offre_centre set prises =
    (select count(*) from place_prise p where p.offre_id = offre_centre.id) where epreuve = 'E1'""",
)


def ordres(slug: str, centres: Sequence[int]) -> list[str]:
    """Return the orders, for one session and centres whose ids follow each other."""
    return [ordre.format(slug=slug, premier=centres[0], n=len(centres)) for ordre in _ORDRES]
