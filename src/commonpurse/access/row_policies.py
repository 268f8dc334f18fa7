"""Who sees, adds, changes and removes a row: the policies of one table, as its record says."""

from collections.abc import Iterator

from django.apps import apps

from commonpurse.access.registry import WRITE, Ground, Held, Personal, Record, Shared, all_records, grounds, opened_by
from commonpurse.access.rules_in_sql import ACTOR, holds, holds_any


def policies(record: Record) -> Iterator[str]:
    """Nothing for a table about nobody that everybody's requests read."""
    if isinstance(record, Personal):
        yield from _of_a_person(record)
    elif record.reads:
        yield from _of_ours(record)


def _of_a_person(record: Personal) -> Iterator[str]:
    table = f'"{record.table}"'
    reads = record.reads or granted(record)
    adds = _adds(record)
    changed_by = record.changed_by or _changed_by(record)
    yield f"alter table {table} enable row level security; alter table {table} force row level security"
    yield f"create policy owner_all on {table} to owner using (true) with check (true)"
    yield f"create policy keeper_all on {table} to keeper using (true) with check (true)"
    too = seen_too(record)
    yield f"create policy read on {table} for select to app using ({f'({reads}) or ({too})' if too else reads})"
    if record.writes != "none":
        yield f"create policy add on {table} for insert to app with check ({adds})"
    if record.writes in {"change", "remove"}:
        yield f"create policy change on {table} for update to app using ({changed_by}) with check ({changed_by})"
    if record.writes == "remove":
        yield f"create policy remove on {table} for delete to app using ({changed_by})"
    if record.table != "access_never":
        yield f"create policy never on {table} as restrictive to app using ({not_never(record)})"
    if record.only_if:
        yield f"create policy kept_close on {table} as restrictive for select to app using ({record.only_if})"


def _of_ours(record: Shared) -> Iterator[str]:
    table = f'"{record.table}"'
    yield f"alter table {table} enable row level security; alter table {table} force row level security"
    yield f"create policy owner_all on {table} to owner using (true) with check (true)"
    yield f"create policy read on {table} for select to app using ({record.reads})"
    yield f"create policy add on {table} for insert to app with check ({record.adds})"
    yield f"create policy change on {table} for update to app using ({record.reads}) with check ({record.reads})"


def _person(record: Personal) -> str:
    return f"{record.table}.{record.person}"


def seen_too(record: Personal) -> str:
    """Whoever holds these sections sees the bare row, and can change nothing in it; here, where it takes more than to hold them."""
    return f"({holds(_person(record), *record.also)}) and ({record.also_when})" if record.also and record.also_when != "true" else ""


def granted(record: Personal) -> str:
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


def not_never(record: Personal) -> str:
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
