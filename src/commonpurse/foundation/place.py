"""Is this database a demonstration? Asked of the database itself, so that a wrong setting cannot open a real place."""

from commonpurse.foundation.models import Place

DEMONSTRATION = "demonstration"
MARK = """
insert into foundation_place (kind, made_on) select 'demonstration', current_date
where not exists (select from access_user) and not exists (select from organisations_organisation) on conflict do nothing
"""
"""Written by the owner while the database is empty: what serves people can mark nothing."""


def is_demonstration() -> bool:
    return Place.objects.filter(kind=DEMONSTRATION).exists()
