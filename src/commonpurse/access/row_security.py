"""The second wall, generated from every app's records: functions, policies, triggers and privileges.

Run by the owner after each migration, whole and idempotent; between a table's creation and this, `app` holds no
privilege on it at all. What each policy asks stands in `access.rules_in_sql`; who is acting in `access.sealed_context`.
"""

from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.db.models import Model

from commonpurse.access import sealed_context
from commonpurse.access.actors import OPERATOR
from commonpurse.access.registry import (
    CASE,
    WRITE,
    Definer,
    Ground,
    Held,
    Personal,
    Record,
    Shared,
    Writes,
    all_opens,
    all_records,
    functions,
    grounds,
    opened_by,
)
from commonpurse.access.rules_in_sql import ACTOR, holds, holds_any
from commonpurse.foundation.clock import now

PRIVILEGES: dict[Writes, str] = {
    "none": "select",
    "append": "select, insert",
    "change": "select, insert, update",
    "remove": "select, insert, update, delete",
}

# A minute's grace for a web server whose clock is ahead.
IN_FORCE = (
    "g.valid_from <= app_now() + interval '1 minute' and (g.valid_until is null or g.valid_until > app_now())"
    " and (r.ended_at is null or r.ended_at > app_now())"
)


def held() -> str:
    """The view of what the actor holds now. Nobody works on their own record, whoever their colleagues are; and Common Purse itself, which
    works things out as the team that holds a record, decides nothing and writes only where its jobs do.
    """
    itself = ", ".join(f"'{one.section}'" for one in all_opens() if one.by_itself)
    return f"""
create or replace view access_held with (security_barrier) as
select g.person_id, g.section, g.verb, g.ground_kind, g.ground_id, g.holder_kind, g.holder_id, g.journey_id
from access_grant g join access_ground r on r.id = g.ground_id
where g.holder = any ((select app_holders())::text[]) and {IN_FORCE} and g.person_id <> all ((select app_never())::uuid[])
  and not (g.ground_kind = '{CASE}' and g.person_id is not distinct from (select app_person()))
  and ((select app_capacity()) <> 'itself' or g.verb = 'read' or (g.verb = 'write' and g.section in ({itself})))
"""


DEFINERS = {
    "app_never()": """
create or replace function app_never() returns uuid[]
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select coalesce(array_agg(n.person_id), '{}') from public.access_never n
  where n.user_id = (select public.app_actor()) and (n.ended_at is null or n.ended_at > public.app_now()) $$
""",
    "access_opens(uuid, text, text)": """
create or replace function access_opens(whom uuid, part text, to_do text default 'read') returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select exists (select 1 from public.access_held h where h.person_id = whom and h.section = part and h.verb = to_do) $$
""",
    "access_is_new(uuid)": """
create or replace function access_is_new(whom uuid) returns boolean
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select not exists (select 1 from public.access_grant g where g.person_id = whom) $$
""",
    "access_teams_with_case(uuid)": f"""
create or replace function access_teams_with_case(whom uuid) returns setof uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select g.holder_id from public.access_grant g join public.access_ground r on r.id = g.ground_id
  where public.access_is_worker() and g.person_id = whom and g.ground_kind = 'case' and g.holder_kind = 'team' and {IN_FORCE}
  group by g.holder_id order by min(g.valid_from) $$
""",
}
"""They look past row-level security, so they belong to a role that cannot sign in, and only `app` may call them."""


def ground_of() -> Definer:
    """The ground on which somebody acts: of those that they hold, first the one that goes with the capacity in which they do."""
    likely = " ".join(f"when '{ground.kind}' then '{ground.capacity}'" for ground in grounds().values())
    return Definer(
        "access_ground_of(uuid, text, text)",
        f"""
create or replace function access_ground_of(whom uuid, part text, as_what text) returns uuid
  language sql stable security definer set search_path = pg_catalog, public, pg_temp as $$
  select h.ground_id from public.access_held h where h.person_id = whom
  order by (case h.ground_kind {likely} end = replace(replace(as_what, 'manager', 'practitioner'), 'itself', 'practitioner')) desc,
    (h.section = part) desc, h.ground_id limit 1 $$
""",
    )


SAID = """
create or replace function access_note_capacity() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin  -- tg_argv: the column of the person, and the section; neither where the row is about nobody
  if current_user not in ('app', 'worker') then return new; end if;
  new.as_capacity := app_capacity();
  new.purpose := app_purpose();
  new.ground_id := case when tg_nargs = 2
    then access_ground_of((to_jsonb(new) ->> tg_argv[0])::uuid, tg_argv[1], new.as_capacity) end;
  return new;
end $$;
create or replace function access_note_given_as() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$
begin
  if current_user in ('app', 'worker') then new.given_as := app_capacity(); end if;
  return new;
end $$;
create or replace function access_refuse(said text) returns boolean language plpgsql set search_path = pg_catalog as $$
begin raise exception '%', said using errcode = 'insufficient_privilege'; end $$;
"""


def secure_after_migration(*, web_key: tuple[bytes, bytes]) -> None:
    """Secure every table, and refuse to go on with one that no record names. `web_key`: what proves that the web process asks."""
    if unknown := tables_without_entry():
        raise ImproperlyConfigured(f"No records.py names these tables: {', '.join(unknown)}. Nobody may use them until one does.")
    with transaction.atomic():
        secure()
        with connection.cursor() as cursor:
            cursor.execute(open_what_is_new())
            cursor.execute(
                "insert into access_key (name, inner_pad, outer_pad) values ('web', %s, %s)"
                " on conflict (name) do update set inner_pad = excluded.inner_pad, outer_pad = excluded.outer_pad",
                list(web_key),
            )


def open_what_is_new() -> str:
    """For grounds that stand: the grants of what such a ground opens since a section or a verb was added, to each of its holders."""
    pairs = ", ".join(
        f"('{ground.kind}', '{section}', '{verb}')"
        for ground in grounds().values()
        if not ground.in_parts
        for section, verb in opened_by(ground.kind)
    )
    return f"""
insert into access_grant
  (id, holder_kind, holder_id, person_id, section, verb, ground_kind, ground_id, journey_id, valid_from, given_by_id, given_as)
select gen_random_uuid(), g.holder_kind, g.holder_id, g.person_id, o.section, o.verb, g.ground_kind, g.ground_id, g.journey_id, now(),
  '{OPERATOR.user_id}', '{OPERATOR.acts_as}'
from (select distinct holder_kind, holder_id, person_id, ground_kind, ground_id, journey_id from access_grant where valid_until is null) g
join access_ground r on r.id = g.ground_id and r.ended_at is null
join (values {pairs}) o (ground_kind, section, verb) on o.ground_kind = g.ground_kind
where not exists (select from access_grant there where there.ground_id = g.ground_id and there.holder_kind = g.holder_kind
  and there.holder_id = g.holder_id and there.section = o.section and there.verb = o.verb)
"""


def secure() -> None:
    """Make functions, policies, triggers and privileges as the records say. Needs the role `owner`."""
    with connection.cursor() as cursor:
        cursor.execute("select exists (select from foundation_place where kind = 'demonstration')")
        for statement in statements(told_time=bool(cursor.fetchone()[0])):
            cursor.execute(statement)


def statements(*, told_time: bool = False) -> Iterator[str]:
    yield FORGET_WHAT_WAS
    yield from sealed_context.statements(told_time=told_time)
    yield "grant select on access_grant, access_ground, access_never to ledger_def"
    yield DEFINERS["app_never()"]
    yield held()
    yield "alter view access_held owner to ledger_def; revoke all on access_held from public; grant select on access_held to app"
    for signature, statement in DEFINERS.items():
        yield statement
        yield from _looking_past(signature)
    for function in (ground_of(), *functions()):
        yield function.statement
        yield from _looking_past(function.signature)
        for table in function.reads:
            yield f'grant select on "{table}" to ledger_def'
        for table in function.writes:
            yield f'grant insert on "{table}" to ledger_def'
    yield SAID
    for record in all_records():
        yield from _privileges(record)
        yield from _triggers(record)
        if isinstance(record, Personal):
            if record.definer:
                yield record.definer.statement
                yield from _looking_past(record.definer.signature)
                for table in (record.table, *record.definer.reads):
                    yield f'grant select on "{table}" to ledger_def'
            yield from _policies(record)
        elif record.reads:
            yield from _policies_of_ours(record)


# Every policy and trigger of ours is made anew; so are the functions whose shape changed, which nothing may depend on while they go.
FORGET_WHAT_WAS = """
do $$ declare one record; begin
  for one in select polname, polrelid::regclass as of_table from pg_policy loop
    execute format('drop policy %I on %s', one.polname, one.of_table);
  end loop;
  for one in select tgname, tgrelid::regclass as of_table from pg_trigger where not tgisinternal and tgname like 'wall\\_%' loop
    execute format('drop trigger %I on %s', one.tgname, one.of_table);
  end loop;
end $$;
drop view if exists access_held;
drop function if exists app_actor, app_holders, access_opens(uuid, text);
"""


def _looking_past(function: str) -> Iterator[str]:
    yield f"alter function {function} owner to ledger_def"
    yield f"revoke all on function {function} from public; grant execute on function {function} to app, owner"


def _privileges(record: Record) -> Iterator[str]:
    table = f'"{record.table}"'
    yield f"revoke all on {table} from app, public"
    if record.writes == "closed":
        return
    alone = f" ({', '.join(record.changes)})" if isinstance(record, Shared) and record.changes else ""
    yield f"grant {PRIVILEGES[record.writes]}{alone} on {table} to app"
    # `app` reaches a table's sequence only to take the next number
    yield (
        "do $$ declare one text := pg_get_serial_sequence("
        f"'{table}', (select attname from pg_attribute where attrelid = '{table}'::regclass and attidentity <> '' limit 1));"
        " begin if one is not null then execute format('grant usage on sequence %s to app', one); end if; end $$"
    )


def _triggers(record: Record) -> Iterator[str]:
    """What a policy cannot see: which columns of a row change, the row as it was, and what the database itself writes in a new one."""
    table = f'"{record.table}"'
    if record.said:
        about = f"'{record.person}', '{record.section}'" if isinstance(record, Personal) else ""
        yield f"create trigger wall_1_said before insert on {table} for each row execute function access_note_capacity({about})"
        yield from _trigger(record.table, "moment", "insert", "".join(map(_in_its_time, _moments(record))))
    if isinstance(record, Shared):
        if record.proved:
            told = ", ".join(f"'{word}'" for word in (record.proved, *record.free))
            yield (
                f"create trigger wall_2_proved before insert or update or delete on {table}"
                f" for each row execute function access_must_be_proved({told})"
            )
        if record.author:
            yield from _trigger(record.table, "author", "insert", _author_alone(record.author))
        return
    if record.after:
        yield (f"create trigger wall_9_after after insert or update on {table} for each row execute function {record.after}")
    if record.made_in:
        yield from _trigger(record.table, "made_in", "insert", f"  new.{record.made_in} := pg_current_xact_id()::text::bigint;\n")
    if record.table == "access_grant":
        yield f"create trigger wall_1_given_as before insert on {table} for each row execute function access_note_given_as()"
    if record.writes in {"change", "remove"}:
        yield from _trigger(record.table, "columns", "update", _changes_alone(record) + record.guard)


def _trigger(table: str, name: str, when: str, body: str) -> Iterator[str]:
    function = f"wall_{name}_of_{table}"
    yield (
        f"create or replace function {function}() returns trigger language plpgsql set search_path = pg_catalog, public, pg_temp as $$\n"
        f"begin\n  if current_user not in ('app', 'worker') then return new; end if;\n{body}  return new;\nend $$"
    )
    yield f'create trigger wall_3_{name} before {when} on "{table}" for each row execute function {function}()'


def _author_alone(column: str) -> str:
    return f"  if new.{column} is distinct from app_actor() then perform access_refuse('whoever writes this is its author'); end if;\n"


def _moments(record: Record) -> Iterator[str]:
    """The columns that say when a row was written: those which Python fills with the moment, if nothing else is said."""
    for field in _model(record)._meta.concrete_fields:
        if field.default is now and field.column:
            yield field.column


def _model(record: Record) -> type[Model]:
    return next(model for model in apps.get_models() if model._meta.db_table == record.table)


def _in_its_time(column: str) -> str:
    """By the web a row says when it was written, give or take; what it says beside that, the database's own clock takes the place of."""
    return (
        f"  if not access_is_worker() and new.{column} not between app_now() - interval '10 minutes' and app_now() + interval '1 minute'\n"
        f"  then new.{column} := app_now(); end if;\n"
    )


def _changes_alone(record: Personal) -> str:
    """Refuse a change of any column that the record does not name, and of one that takes more than the actor holds."""
    named = ", ".join(f"'{column}'" for column in record.changes) or "''"
    body = (
        "  if exists (select 1 from jsonb_each(to_jsonb(new)) n join jsonb_each(to_jsonb(old)) o using (key)"
        f" where n.value is distinct from o.value and n.key not in ({named}))\n"
        f"  then perform access_refuse('this column of {record.table} does not change'); end if;\n"
    )
    base = (Held(record.section, WRITE),)
    # Where all columns take the same, the policy says it. Else the policy lets in whoever may change one of them.
    differ = bool(record.changed_by) or len({held or base for held in record.changes.values()}) > 1
    for column, held in record.changes.items():
        if held and differ:
            body += (
                f"  if new.{column} is distinct from old.{column} and not ({_of_new_row(record, held)})\n"
                f"  then perform access_refuse('{record.table}.{column} is not yours to change'); end if;\n"
            )
    return body


def _of_new_row(record: Personal, held: tuple[Held, ...]) -> str:
    return holds_any(f"new.{record.person}", *held)


def _policies(record: Personal) -> Iterator[str]:
    table = f'"{record.table}"'
    reads = record.reads or _granted(record)
    adds = _adds(record)
    changed_by = record.changed_by or _changed_by(record)
    yield f"alter table {table} enable row level security; alter table {table} force row level security"
    yield f"create policy owner_all on {table} to owner using (true) with check (true)"
    yield f"create policy keeper_all on {table} to keeper using (true) with check (true)"
    seen_too = _seen_too(record)
    yield f"create policy read on {table} for select to app using ({f'({reads}) or ({seen_too})' if seen_too else reads})"
    if record.writes != "none":
        yield f"create policy add on {table} for insert to app with check ({adds})"
    if record.writes in {"change", "remove"}:
        yield f"create policy change on {table} for update to app using ({changed_by}) with check ({changed_by})"
    if record.writes == "remove":
        yield f"create policy remove on {table} for delete to app using ({changed_by})"
    if record.table != "access_never":
        yield f"create policy never on {table} as restrictive to app using ({_not_never(record)})"
    if record.only_if:
        yield f"create policy kept_close on {table} as restrictive for select to app using ({record.only_if})"


def _policies_of_ours(record: Shared) -> Iterator[str]:
    table = f'"{record.table}"'
    yield f"alter table {table} enable row level security; alter table {table} force row level security"
    yield f"create policy owner_all on {table} to owner using (true) with check (true)"
    yield f"create policy read on {table} for select to app using ({record.reads})"
    yield f"create policy add on {table} for insert to app with check ({record.adds})"
    yield f"create policy change on {table} for update to app using ({record.reads}) with check ({record.reads})"


def _person(record: Personal) -> str:
    return f"{record.table}.{record.person}"


def _seen_too(record: Personal) -> str:
    """Whoever holds these sections sees the bare row, and can change nothing in it; here, where it takes more than to hold them."""
    return f"({holds(_person(record), *record.also)}) and ({record.also_when})" if record.also and record.also_when != "true" else ""


def _granted(record: Personal) -> str:
    always = record.also if record.also_when == "true" else ()
    seen = holds(_person(record), record.section, *always)
    return f"{seen} or {_own_rows(record)}" if record.own else seen


def _own_rows(record: Personal) -> str:
    """The rows with one's own words, for somebody who may say those and see nothing else."""
    return f"({holds(_person(record), record.own_section)} and {record.table}.{record.own} = {ACTOR})"


def _adds(record: Personal) -> str:
    if record.table == "access_grant":
        return may_be_given()
    rule = record.added_by or holds_any(_person(record), *(record.adds or (Held(record.section, WRITE),)))
    if record.author:
        rule = f"({rule}) and {record.table}.{record.author} = {ACTOR}"
    return " and ".join(f"({one})" for one in (rule, record.also_added, *_of_the_same_person(record)) if one)


def _of_the_same_person(record: Personal) -> Iterator[str]:
    """A row about somebody hangs on rows about the same person that its writer sees: a uuid of another record is worth nothing."""
    people = {one.table: one.person for one in all_records() if isinstance(one, Personal)}
    models = {model._meta.db_table: model for model in apps.get_models()}
    model = models.get(record.table)
    for one in model._meta.concrete_fields if model else ():
        parent = one.related_model._meta.db_table if isinstance(one.related_model, type) else ""
        if parent not in people or parent in {"people_person", record.table}:
            continue
        row = f"{record.table}.{one.column}"
        there = f"exists (select 1 from {parent} parent where parent.id = {row} and parent.{people[parent]} = {_person(record)})"
        yield f"{row} is null or {there}" if one.null else there


def _changed_by(record: Personal) -> str:
    every = {held for helds in record.changes.values() for held in helds or (Held(record.section, WRITE),)}
    return holds_any(_person(record), *sorted(every, key=lambda held: (held.section, held.verb, held.when))) or "false"


def _not_never(record: Personal) -> str:
    """Permissive policies OR together; only a restrictive one can say no to somebody whom a grant reaches."""
    shut = f"{_person(record)} <> all ((select app_never())::uuid[])"
    others = (f"({record.table}.{column} <> all ((select app_never())::uuid[])) is not false" for column in record.names_too)
    rule = " and ".join((shut, *others))
    return f"({rule}) or {record.despite_never}" if record.despite_never else rule


A_GROUND_OF_ONES_OWN = (
    "exists (select 1 from access_ground r where r.id = access_grant.ground_id and r.person_id = access_grant.person_id"
    f" and r.kind = access_grant.ground_kind and r.given_by_id = {ACTOR} and r.ended_at is null)"
)


def may_be_given() -> str:
    """For a new grant: its ground stands, is of this person and of the same giver; it opens what that ground opens, and who may give it."""
    kinds = " or ".join(f"(ground_kind = '{ground.kind}' and {_opened(ground)} and ({ground.given}))" for ground in grounds().values())
    return f"given_by_id = {ACTOR} and {A_GROUND_OF_ONES_OWN} and ({kinds})"


def _opened(ground: Ground) -> str:
    pairs = ", ".join(f"('{section}', '{verb}')" for section, verb in opened_by(ground.kind))
    return f"(section, verb) in ({pairs})"


def tables_without_entry() -> list[str]:
    """Tables of the database that no record names, for the test that refuses them."""
    known = {record.table for record in all_records()}
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        return [name for (name,) in cursor.fetchall() if name not in known]
