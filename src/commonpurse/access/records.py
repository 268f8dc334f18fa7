from commonpurse.access.registry import (
    CASE,
    DECIDE,
    LET_IN,
    OWN_RECORD,
    SHUT_OUT,
    WRITE,
    AccessSection,
    Definer,
    Held,
    Personal,
    Record,
    Shared,
)
from commonpurse.access.rules_in_sql import ACTOR, holds, holds_any, is_account_of, own_record_of

SIGN_IN = "read before anybody is known, to find out who is signing in"
ACCOUNTS = "accounts"  # what a transaction proves before it may write these

GRANT, GROUND, NEVER, LOOK = "access_grant", "access_ground", "access_never", "access_look"
HELD_BY_ME = f"(({GRANT}.holder_kind || ':' || {GRANT}.holder_id) = any ((select app_holders())::text[]))"
MAY_GIVE = (Held(AccessSection.ACCESS, WRITE), Held(AccessSection.ACCESS, DECIDE))
MAY_BEGIN = (
    f"{GROUND}.ended_at is null and ((access_is_new({GROUND}.person_id) and cardinality((select app_teams())::text[]) > 0)"
    f" or {is_account_of(ACTOR, f'{GROUND}.person_id')} or {holds_any(f'{GROUND}.person_id', *MAY_GIVE)})"
)
# Whose office it is to look after who looks, in an organisation one of whose teams holds the record as its case.
IS_PRIVACY_OFFICER = f"access_is_privacy_officer_of({NEVER}.person_id)"
THEIR_OWN = own_record_of(f"{NEVER}.person_id")
SAID_BY_THE_PERSON = is_account_of(f"{NEVER}.given_by_id", f"{NEVER}.person_id")
SAID_BY_AN_OFFICE = f"({IS_PRIVACY_OFFICER} and not {SAID_BY_THE_PERSON})"
LOOKED_AT_ONE_OPEN = f"exists (select 1 from access_held h where h.person_id = {LOOK}.person_id)"
# A privacy officer opens nothing of a record, and is seen by its person all the same whenever they meet their name.
LOOKED = (
    f"({LOOKED_AT_ONE_OPEN} or ({LOOK}.section in ('{AccessSection.ACCESS}', '{SHUT_OUT}', '{LET_IN}')"
    f" and access_is_privacy_officer_of({LOOK}.person_id)))"
)

# Who is shut out of the records that the actor sees: two uuids, so that work goes to somebody who can do it. Never why, nor who said so.
SHUT_OUT_NOW = Definer(
    "access_shut_out()",
    f"""
create or replace function access_shut_out() returns table (person_id uuid, user_id uuid)
  language sql stable security definer as $$
  select n.person_id, n.user_id from public.access_never n
  where (n.ended_at is null or n.ended_at > public.app_now()) and exists (
    select 1 from public.access_held h where h.person_id = n.person_id and h.section = '{AccessSection.ACCESS}' and h.verb = 'read') $$
""",
)

functions: list[Definer] = [SHUT_OUT_NOW]

records: list[Record] = [
    Personal(  # who may give one stands with each ground: `access.row_policies.may_be_given`
        GRANT,
        AccessSection.ACCESS,
        "append",
        "with the record",
        reads=f"{HELD_BY_ME} or {holds(f'{GRANT}.person_id', AccessSection.ACCESS)}",
    ),
    Personal(
        GROUND,
        AccessSection.ACCESS,
        "change",
        "with the record",
        reads=f"{GROUND}.given_by_id = {ACTOR} or {holds(f'{GROUND}.person_id', AccessSection.ACCESS)}"
        f" or exists (select 1 from access_held h where h.ground_id = {GROUND}.id)",
        author="given_by_id",
        added_by=MAY_BEGIN,
        changes={"ended_at": MAY_GIVE},
        guard=f"""  if old.ended_at is not null then perform access_refuse('what has ended does not begin again'); end if;
  new.ended_at := app_now();
  if new.kind = '{OWN_RECORD}' then perform access_refuse('nobody takes away what is somebody''s own'); end if;
  if new.kind = '{CASE}' and not access_opens(new.person_id, 'access', 'decide')
  then perform access_refuse('only those who work on the case end this'); end if;
""",
    ),
    Personal(
        NEVER,
        AccessSection.ACCESS,
        "change",
        "with the record",
        author="given_by_id",
        # neither whoever is shut out nor the team reads it: why is nobody's business, and the team has `access_shut_out`
        reads=f"{THEIR_OWN} or {SAID_BY_AN_OFFICE}",
        added_by=f"{THEIR_OWN} or {SAID_BY_AN_OFFICE}",
        also_added=f"{NEVER}.user_id <> {ACTOR} and not {is_account_of(f'{NEVER}.user_id', f'{NEVER}.person_id')}",
        changes={"ended_at": (), "ended_by_id": ()},
        changed_by=f"({THEIR_OWN} and {SAID_BY_THE_PERSON}) or {SAID_BY_AN_OFFICE}",
        guard="""  if old.ended_at is not null then perform access_refuse('what has ended does not begin again'); end if;
  new.ended_at := app_now();
  new.ended_by_id := app_actor();
""",
        redact=("why",),
    ),
    Personal(
        LOOK,
        AccessSection.ACCESS,
        "append",
        "8 years after the record ends",
        author="user_id",
        said=True,
        added_by=LOOKED,
        # Whoever may see anything of somebody writes down their own looks, and reads no others.
        reads=f"{holds(f'{LOOK}.person_id', AccessSection.ACCESS)} or ({LOOK}.user_id = {ACTOR} and {LOOKED})",
    ),
    Shared("access_user", SIGN_IN, "change", proved=ACCOUNTS, free=("last_login",)),
    Shared(
        "access_refusal",
        "about staff and visitors, never about whose record it was; no page reads it",
        "append",
        author="user_id",
        said=True,
        reads=f"user_id = {ACTOR}",
        adds=f"user_id = {ACTOR}",
    ),
    Shared("access_session", "signed-in browsers; read and written by functions of the database alone", "closed"),
    Shared("access_key", "the database's own keys; read by functions of the database alone", "closed"),
    Shared(
        "access_once",
        "keys of forms and what they made, by uuid; each sender's alone",
        "append",
        author="user_id",
        reads=f"user_id = {ACTOR}",
        adds=f"user_id = {ACTOR}",
    ),
    Shared("account_emailaddress", SIGN_IN, "remove", proved=ACCOUNTS),
    Shared("account_emailconfirmation", SIGN_IN, "remove", proved=ACCOUNTS),
    Shared("foundation_place", "says whether this database is a demonstration"),
    Shared(  # told by an act that proves itself, heard by the worker
        "foundation_outbox",
        "names of what happened, and uuids; no page reads it",
        "change",
        changes=("done_at", "failures"),
        reads="access_is_worker()",
        adds="case when access_is_worker() then true else access_is_proved('outbox') end",
    ),
    Shared("foundation_cache", "rate limits; holds no answers", "remove"),
    Shared("django_content_type", "Django's own list of tables"),
    Shared("django_migrations", "which migrations have run"),
    Shared("auth_group", "Django's own; unused: roles are memberships"),
    Shared("auth_group_permissions", "Django's own; unused"),
    Shared("auth_permission", "Django's own; unused"),
]
