"""The second wall, generated from every app's records: functions, policies, triggers and privileges.

Run by the owner after each migration, whole and idempotent; between a table's creation and this, `app` holds no
privilege on it at all. Who is acting stands in `access.sealed_context`, what they hold in `access.definers`, what each policy and each
trigger asks in `access.row_policies` and `access.row_triggers`.
"""

from collections.abc import Iterator

from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction

from commonpurse.access import definers, row_triggers, sealed_context
from commonpurse.access.actors import OPERATOR
from commonpurse.access.registry import Record, Shared, Writes, all_records, grounds, opened_by
from commonpurse.access.row_policies import policies
from commonpurse.access.row_triggers import triggers

PRIVILEGES: dict[Writes, str] = {
    "none": "select",
    "append": "select, insert",
    "change": "select, insert, update",
    "remove": "select, insert, update, delete",
}


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
    yield from definers.statements()
    yield row_triggers.FUNCTIONS
    for record in all_records():
        yield from _privileges(record)
        yield from triggers(record)
        yield from policies(record)


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


def tables_without_entry() -> list[str]:
    """Tables of the database that no record names, for the test that refuses them."""
    known = {record.table for record in all_records()}
    with connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public' order by 1")
        return [name for (name,) in cursor.fetchall() if name not in known]
