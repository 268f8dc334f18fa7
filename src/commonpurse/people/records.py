from commonpurse.access.registry import SHARED, Definer, Personal, Record, Section
from commonpurse.access.row_security import IN_FORCE, own_record_of

KEPT = "8 years after care ends"

# A carer reaches their own statements by their own record, and by nothing of the person's.
OWN_STATEMENT = own_record_of("people_carersstatement.carer_id")
CARES = (
    "exists (select 1 from people_caring c where c.carer_id = people_carersstatement.carer_id"
    " and c.person_id = people_carersstatement.person_id and c.ended_at is null)"
)
# Whoever may end the link ends the yeses with it, and says nothing else for the carer.
ENDS_WITH_THE_HELP = (
    "(people_carersstatement.says = 'ended' and access_opens(people_carersstatement.carer_id, 'journey')"
    " and access_opens(people_carersstatement.person_id, 'caring'))"
)

# Whoever is let see something learns whose it is, and nothing else of who they are. Somebody with an account has its name instead.
SHOWN_NAMES = Definer(
    "people_shown_names(uuid[])",
    f"""
create or replace function people_shown_names(of_people uuid[]) returns table (person_id uuid, name text)
  language sql stable security definer set search_path = pg_catalog, public as $$
  select p.id, coalesce(nullif(p.known_as, ''), p.first_name) || ' ' || p.last_name
  from public.people_person p
  where p.id = any (of_people)
    and not exists (select 1 from public.access_never n where n.person_id = p.id and n.user_id = public.app_actor())
    and exists (select 1 from public.access_grant g
      where g.holder_id = any (public.app_holders()) and g.person_id = p.id and g.cause = '{SHARED}' and {IN_FORCE}) $$;
""",  # noqa: S608 - of our own words only
    reads=("access_never",),
)

records: list[Record] = [
    Personal(
        "people_person",
        Section.IDENTITY,
        "change",
        KEPT,
        person="id",
        also=(Section.OWN_WORDS, Section.SECOND_EYES),
        definer=SHOWN_NAMES,
    ),
    Personal("people_relationship", Section.IDENTITY, "change", KEPT, redact=("name",)),
    Personal("people_capacitydecision", Section.ASSESSMENT, "append", KEPT),
    Personal(
        "people_caring",
        Section.JOURNEY,
        "change",
        KEPT,
        person="carer_id",
        redact=("called",),
        check="access_opens(people_caring.carer_id, 'journey')"
        " and (people_caring.ended_at is not null"  # to end it needs no footing with the other, only to begin it does
        " or access_opens(people_caring.person_id, 'own-words') or access_opens(people_caring.person_id, 'caring'))",
    ),
    Personal(
        "people_carersstatement",
        Section.CARING,
        "append",
        KEPT,
        policy=f"access_opens(people_carersstatement.person_id, 'caring') or {OWN_STATEMENT}",
        check=f"{CARES} and ({OWN_STATEMENT} or {ENDS_WITH_THE_HELP})",
    ),
]
