from commonpurse.access.registry import (
    CASE,
    DECIDE,
    OWN_RECORD,
    READ,
    WRITE,
    AccessSection,
    Definer,
    Ground,
    Held,
    Opens,
    Personal,
    Record,
)
from commonpurse.access.rules_in_sql import ACTOR, holds, is_account_of, own_record_of
from commonpurse.people.sections import PeopleSection

KEPT = "8 years after care ends"

DECIDES_WHO_SEES = holds("access_grant.person_id", AccessSection.ACCESS, verb=DECIDE)

grounds: list[Ground] = [
    Ground(  # theirs is the account that is made for that one person, which only a proved act says
        OWN_RECORD,
        f"holder_kind = 'user' and {is_account_of('access_grant.holder_id', 'access_grant.person_id')}"
        f" and (access_grant.holder_id = {ACTOR} or access_is_new(access_grant.person_id) or {DECIDES_WHO_SEES})",
        "own",
    ),
    Ground(  # a worker opens a record to a team of theirs, and a person their own record to the team that they ask
        CASE,
        "holder_kind = 'team' and ((access_grant.holder_id = any ((select app_teams())::uuid[])"
        f" and (access_is_new(access_grant.person_id) or {DECIDES_WHO_SEES})) or {is_account_of(ACTOR, 'access_grant.person_id')})",
        "practitioner",
    ),
]
opens: list[Opens] = [
    Opens(CASE, AccessSection.ACCESS, (READ, WRITE, DECIDE)),
    Opens(OWN_RECORD, AccessSection.ACCESS, (READ, WRITE)),
    Opens(CASE, PeopleSection.IDENTITY, (READ, WRITE, DECIDE)),
    Opens(OWN_RECORD, PeopleSection.IDENTITY),
    Opens(CASE, PeopleSection.CARING),
]

STATEMENT, CARING = "people_carersstatement", "people_caring"
# A carer reaches their own statements by their own record, and by nothing of the person's.
OWN_STATEMENT = own_record_of(f"{STATEMENT}.carer_id")
CARES = (
    f"exists (select 1 from people_caring c where c.carer_id = {STATEMENT}.carer_id"
    f" and c.person_id = {STATEMENT}.person_id and c.ended_at is null)"
)
# Whoever may end the link ends the yeses with it, and says nothing else for the carer.
ENDS_WITH_THE_HELP = (
    f"({STATEMENT}.says = 'ended' and {holds(f'{STATEMENT}.carer_id', PeopleSection.IDENTITY, verb=WRITE)}"
    f" and {holds(f'{STATEMENT}.person_id', PeopleSection.CARING)})"
)
OF_ONES_OWN_OR_OF_BOTH = f"({own_record_of(f'{CARING}.carer_id')} or {holds(f'{CARING}.carer_id', PeopleSection.IDENTITY, verb=WRITE)})"

# Whoever is let see something learns whose it is, and nothing else of who they are. Somebody with an account has its name instead.
SHOWN_NAMES = Definer(
    "people_shown_names(uuid[])",
    """
create or replace function people_shown_names(of_people uuid[]) returns table (person_id uuid, name text)
  language sql stable security definer as $$
  select p.id, coalesce(nullif(p.known_as, ''), p.first_name) || ' ' || p.last_name
  from public.people_person p
  where p.id = any (of_people)
    and exists (select 1 from public.access_held h where h.person_id = p.id and h.ground_kind = 'shared') $$
""",
)

# A privacy officer sees nobody's record. To shut somebody out of one they name its person exactly, and learn no more than that.
FOUND_FOR_PRIVACY = Definer(
    "people_found_for_privacy(text, text, text, date)",
    """
create or replace function people_found_for_privacy(number text, called text, family text, birthday date)
  returns table (person_id uuid, name text) language sql stable security definer as $$
  select p.id, coalesce(nullif(p.known_as, ''), p.first_name) || ' ' || p.last_name
  from public.people_person p
  where public.app_capacity() = 'privacy' and (number <> '' and p.nhs_number = number
    or number = '' and called <> '' and p.born = birthday and lower(p.last_name) = lower(family)
      and lower(called) in (lower(p.first_name), lower(p.known_as)))
    and public.access_is_privacy_officer_of(p.id) $$
""",
    reads=("people_person",),
)
NAMED_FOR_PRIVACY = Definer(
    "people_named_for_privacy(uuid[])",
    """
create or replace function people_named_for_privacy(of_people uuid[]) returns table (person_id uuid, name text)
  language sql stable security definer as $$
  select p.id, coalesce(nullif(p.known_as, ''), p.first_name) || ' ' || p.last_name
  from public.people_person p
  where public.app_capacity() = 'privacy' and p.id = any (of_people) and public.access_is_privacy_officer_of(p.id) $$
""",
    reads=("people_person",),
)

functions: list[Definer] = [FOUND_FOR_PRIVACY, NAMED_FOR_PRIVACY]

records: list[Record] = [
    Personal(
        "people_person",
        PeopleSection.IDENTITY,
        "change",
        KEPT,
        person="id",
        also=(PeopleSection.NAME,),
        # a record of one's own is written by its own account, which holds no more of it than to read it
        added_by=f"{holds('people_person.id', PeopleSection.IDENTITY, verb=WRITE)} or {own_record_of('people_person.id')}",
        changes=dict.fromkeys(("first_name", "last_name", "known_as", "born", "nhs_number"), ()),
        definer=SHOWN_NAMES,
    ),
    Personal(
        "people_relationship",
        PeopleSection.IDENTITY,
        "change",
        KEPT,
        names_too=("other_id",),
        changes={"ended_at": ()},
        redact=("name",),
    ),
    Personal(
        "people_capacitydecision",
        PeopleSection.IDENTITY,
        "append",
        KEPT,
        author="decided_by_id",
        said=True,
        adds=(Held(PeopleSection.IDENTITY, DECIDE),),
    ),
    Personal(
        "people_caring",
        PeopleSection.IDENTITY,
        "change",
        KEPT,
        person="carer_id",
        names_too=("person_id",),
        despite_never=own_record_of(f"{CARING}.carer_id"),  # whom they help stays a carer's own to know and to end
        redact=("called",),
        added_by=f"{OF_ONES_OWN_OR_OF_BOTH} and ({holds(f'{CARING}.person_id', PeopleSection.HELPS)}"
        f" or {holds(f'{CARING}.person_id', PeopleSection.CARING)})",
        also_added=f"{CARING}.ended_at is null",
        changes={"ended_at": ()},
        changed_by=OF_ONES_OWN_OR_OF_BOTH,  # to end it needs no footing with the other, only to begin it does
        guard="  if old.ended_at is not null then perform access_refuse('what has ended does not begin again'); end if;\n",
    ),
    Personal(
        "people_carersstatement",
        PeopleSection.CARING,
        "append",
        KEPT,
        names_too=("carer_id",),
        author="by_id",
        said=True,
        reads=f"{holds(f'{STATEMENT}.person_id', PeopleSection.CARING)} or {OWN_STATEMENT}",
        despite_never=OWN_STATEMENT,  # what a carer is willing to do stays theirs to say and to take back
        added_by=f"{CARES} and ({OWN_STATEMENT} or {ENDS_WITH_THE_HELP})",
    ),
]
