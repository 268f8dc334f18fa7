"""The second wall, generated from every app's records: functions, policies and privileges.

Run by the owner after each migration, whole and idempotent; between a table's creation and this, `app` holds no
privilege on it at all.
"""

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from commonpurse.access.registry import SHARED, Personal, Record, Writes, all_records

PRIVILEGES: dict[Writes, str] = {
    "none": "select",
    "append": "select, insert",
    "change": "select, insert, update",
    "remove": "select, insert, update, delete",
}

# By the statement's time, since a grant may be younger than its transaction; a minute's grace for a web server whose clock is ahead.
IN_FORCE = (
    "g.valid_from <= statement_timestamp() + interval '1 minute' and (g.valid_until is null or g.valid_until > statement_timestamp())"
)

FUNCTIONS = f"""
create or replace function app_actor() returns uuid language plpgsql stable set search_path = pg_catalog as $$
declare told text := current_setting('app.user_id', true);
begin
  if told is null or told = '' then raise exception 'nobody is acting' using errcode = 'insufficient_privilege'; end if;
  return told::uuid;
end $$;
create or replace function app_holders() returns uuid[] language plpgsql stable set search_path = pg_catalog as $$
declare told text := current_setting('app.holders', true);
begin
  if told is null or told = '' then raise exception 'nobody is acting' using errcode = 'insufficient_privilege'; end if;
  return told::uuid[];
end $$;
create or replace function access_opens(whom uuid, part text) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select exists (select 1 from public.access_grant g where g.person_id = whom and g.holder_id = any (public.app_holders())
    and part = any (g.sections) and {IN_FORCE}) $$;
create or replace function access_is_new(whom uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public as $$
  select not exists (select 1 from public.access_grant g where g.person_id = whom) $$;
create or replace function access_teams_with_case(whom uuid) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public as $$
  select g.holder_id from public.access_grant g where g.person_id = whom and g.cause = 'case' and {IN_FORCE} order by g.valid_from $$;
"""

# They look past row-level security, so they belong to a role that cannot sign in, and only `app` may call them.
DEFINERS = ("access_opens(uuid, text)", "access_is_new(uuid)", "access_teams_with_case(uuid)")


def secure_after_migration() -> None:
    """Secure every table, and refuse to go on with one that no record names."""
    if unknown := tables_without_entry():
        raise ImproperlyConfigured(f"No records.py names these tables: {', '.join(unknown)}. Nobody may use them until one does.")
    with transaction.atomic():
        secure()


def secure() -> None:
    """Make functions, policies and privileges as the records say. Needs the role `owner`."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)


def statements() -> Iterator[str]:
    yield FUNCTIONS
    for function in DEFINERS:
        yield from _looking_past(function)
    yield "grant select on access_grant to ledger_def"
    for record in all_records():
        yield from _privileges(record)
        if isinstance(record, Personal):
            if record.definer:
                yield record.definer.statement
                yield from _looking_past(record.definer.signature)
                for table in (record.table, *record.definer.reads):
                    yield f'grant select on "{table}" to ledger_def'
            yield from _policies(record)


def _looking_past(function: str) -> Iterator[str]:
    yield f"alter function {function} owner to ledger_def"
    yield f"revoke all on function {function} from public; grant execute on function {function} to app, owner"


def _privileges(record: Record) -> Iterator[str]:
    table = f'"{record.table}"'
    yield f"revoke all on {table} from app, public"
    yield f"grant {PRIVILEGES[record.writes]} on {table} to app"
    # `app` reaches a table's sequence only to take the next number
    yield (
        "do $$ declare one text := pg_get_serial_sequence("
        f"'{table}', (select attname from pg_attribute where attrelid = '{table}'::regclass and attidentity <> '' limit 1));"
        " begin if one is not null then execute format('grant usage on sequence %s to app', one); end if; end $$"
    )


def _policies(record: Personal) -> Iterator[str]:
    table = f'"{record.table}"'
    rule = record.policy or _granted(record)
    check = record.check or rule
    yield f"alter table {table} enable row level security; alter table {table} force row level security"
    yield f"drop policy if exists owner_all on {table}; create policy owner_all on {table} to owner using (true) with check (true)"
    yield f"drop policy if exists granted on {table}; create policy granted on {table} to app using ({rule}) with check ({check})"
    yield f"drop policy if exists seen_too on {table}"
    if record.also:  # whoever holds these sections sees the bare row, and can change nothing in it
        yield f"create policy seen_too on {table} for select to app using ({_granted(record, record.also)} and ({record.also_when}))"
    yield f"drop policy if exists never on {table}"
    if record.table != "access_never":
        yield f"create policy never on {table} as restrictive to app using ({_not_never(record)})"
    yield f"drop policy if exists kept_close on {table}"
    if record.only_if:
        yield f"create policy kept_close on {table} as restrictive to app using ({record.only_if})"
    yield f"drop policy if exists keeper_all on {table}; create policy keeper_all on {table} to keeper using (true) with check (true)"


def _granted(record: Personal, sections_held: tuple[str, ...] = ()) -> str:
    sections = ", ".join(f"'{section}'" for section in sections_held or (record.section,))
    opened = f"g.sections && array[{sections}]::varchar[]"
    if record.own:
        opened = f"({opened} or ('own-words' = any (g.sections) and {record.table}.{record.own} = (select app_actor())))"
    return (
        "exists (select 1 from access_grant g where g.holder_id = any ((select app_holders())::uuid[])"
        f" and g.person_id = {record.table}.{record.person} and {opened}"
        f" and {IN_FORCE})"
    )


def own_record_of(column: str) -> str:
    """The rule that the actor's own account opens the record whose uuid stands in `column`, as that person's own."""
    return (
        "exists (select 1 from access_grant g where g.holder_id = (select app_actor())"
        f" and g.person_id = {column} and g.cause = 'own record' and {IN_FORCE})"
    )


def may_be_shown(section: str, shown: str, *, person: str, journey: str) -> str:
    """For a function that looks past row-level security: whether the actor may see a part of one journey.

    By a grant of `section`, or because its person lets them see that part (`shown`) of that very journey; and they are nobody who must
    never see the person. `person` and `journey`: where their uuids stand. Such a function reads `access_never`.
    """
    return (
        f"not exists (select 1 from public.access_never n where n.person_id = {person} and n.user_id = public.app_actor())"
        " and exists (select 1 from public.access_grant g"
        f" where g.holder_id = any (public.app_holders()) and g.person_id = {person} and {IN_FORCE} and ('{section}' = any (g.sections)"
        f" or (g.cause = '{SHARED}' and '{shown}' = any (g.sections) and g.cause_id = {journey})))"
    )


def works_on_case_of(column: str) -> str:
    """The rule that the actor works in a team that holds, as its case, the record whose uuid stands in `column`."""
    return (
        "exists (select 1 from access_grant g where g.holder_id = any ((select app_holders())::uuid[])"
        f" and g.person_id = {column} and g.cause = 'case' and {IN_FORCE})"
    )


def _not_never(record: Personal) -> str:
    """Permissive policies OR together; only a restrictive one can say no to somebody whom a grant reaches."""
    return f"{record.table}.{record.person} not in (select n.person_id from access_never n where n.user_id = (select app_actor()))"


def tables_without_entry() -> list[str]:
    """Tables of the database that no record names, for the test that refuses them."""
    known = {record.table for record in all_records()}
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        return [name for (name,) in cursor.fetchall() if name not in known]
