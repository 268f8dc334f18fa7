"""What a policy cannot see: which columns of a row change, the row as it was, and what the database itself writes in a new one."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from commonpurse.access.registry import WRITE, Held, Personal, Record, Shared
from commonpurse.access.rules_in_sql import holds_any
from commonpurse.foundation.clock import now

FUNCTIONS = """
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


def triggers(record: Record) -> Iterator[str]:
    """The triggers of one table, named so that they run in this order: what is written, who may, which columns, what follows."""
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
