"""A database of the version before the walls for writing, brought to this one: restored, migrated, and asked the same before and after.

What it holds and how it was made stands in `landed/make.sh`. Before it is migrated it has that version's own policies and functions, and
answers for itself who may do what; nothing of the old code is needed.
"""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql

from commonpurse.access.actors import COMMON_PURSE, NOBODY
from commonpurse.foundation import addresses
from tests.conftest import Databases

FOLDER = Path(__file__).with_name("landed")
PASSPHRASE = "four words of the tests"  # of Daniel and of Sam there
MADE_ANEW = frozenset({"access_grant", "foundation_cache", "django_session", "django_migrations", "django_content_type", "auth_permission"})
"""Migrating itself says what becomes of these: grants are translated, sessions end, limits begin again, Django counts its own."""

Contents = dict[str, tuple[int, int]]
May = dict[tuple[str, str], frozenset[str]]
"""Keys of rows by what may be done and the table: `read`, `change` (may be written as it stands) and `add` (could be written anew)."""


@cache
def told() -> dict[str, Any]:
    """What the old code said when it was made: `holders` by sign-in name, the figures of `letters`, `journeys` by name, a `session`."""
    found: dict[str, Any] = json.loads((FOLDER / "landed.json").read_text())
    return found


def restored(databases: Databases) -> str:
    """Make a database of this server as it was then. Owners, policies, functions and privileges come with it."""
    name = databases.bare()
    with databases.as_owner(name) as owner:
        owner.execute(gzip.decompress((FOLDER / "landed.sql.gz").read_bytes()))
    return name


def migrate(databases: Databases, name: str) -> str:
    """As `serve` and `demonstration start` do: the command, in a process of its own, as the owner. Gives what went wrong, or nothing."""
    address = databases.address(name)
    environment = os.environ | {"DATABASE_URL": address, "DATABASE_OWNER_URL": address}
    command = [sys.executable, "-m", "commonpurse.config.command_line", "database", "migrate", "--quiet"]
    done = subprocess.run(command, check=False, env=environment, capture_output=True, text=True)
    return done.stderr if done.returncode else ""


@dataclass(frozen=True)
class Who:
    """Somebody who may ask: then by `holders`, whom a grant might name to reach them; now by what the database finds out for itself."""

    name: str
    user_id: UUID
    holders: tuple[UUID, ...]
    in_place_of: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Old:
    """What there is to compare in one database, read before it is migrated. `columns`: those of each table as they were."""

    address: str
    columns: Mapping[str, list[str]]
    keys: Mapping[str, str]
    journeys: list[UUID]
    people: list[UUID]
    everybody: tuple[Who, ...]


COLUMNS = """
select table_name, array_agg(column_name::text order by ordinal_position) from information_schema.columns
where table_schema = 'public' group by 1
"""
KEYS = """
select c.relname, a.attname from pg_class c join pg_index i on i.indrelid = c.oid and i.indisprimary
join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where c.relrowsecurity
"""

# What is shown of a journey is asked one by one: of the first few hundred, and first of those of which something is let be seen.
SOME_JOURNEYS: LiteralString = """
select id from journeys_journey order by id in (select cause_id from access_grant where cause = 'shared') desc, id limit 300
"""
SOME_PEOPLE: LiteralString = """
select id from people_person order by id in (select person_id from access_grant where cause = 'shared') desc, id limit 300
"""


def as_it_was(databases: Databases, name: str) -> Old:
    with databases.as_owner(name) as owner:
        return Old(
            databases.address(name),
            dict(owner.execute(COLUMNS).fetchall()),
            dict(owner.execute(KEYS).fetchall()),
            _ids(owner, SOME_JOURNEYS),
            _ids(owner, SOME_PEOPLE),
            tuple(_everybody(owner)),
        )


def _ids(owner: psycopg.Connection, query: LiteralString) -> list[UUID]:
    return [uuid for (uuid,) in owner.execute(query).fetchall()]


def _everybody(owner: psycopg.Connection) -> Iterator[Who]:
    """Every account, nobody, and Common Purse itself in the place of each team."""
    holders = told()["holders"]
    for name, uuid in owner.execute("select sign_in_name, id from access_user order by 1").fetchall():
        yield Who(name, uuid, tuple(map(UUID, holders[name])))
    yield Who("nobody", NOBODY, (NOBODY,))
    for team in _ids(owner, "select id from organisations_team"):
        yield Who(f"itself for {team}", COMMON_PURSE, (COMMON_PURSE, team), (team,))


def contents(old: Old) -> Contents:
    """Rows of each table, and one number of all that stood in its columns: a penny more or less makes another number."""
    with psycopg.connect(old.address) as owner:
        return {table: _content(owner, table, columns) for table, columns in sorted(old.columns.items()) if table not in MADE_ANEW}


def _content(owner: psycopg.Connection, table: str, columns: list[str]) -> tuple[int, int]:
    asked = sql.SQL("select count(*), coalesce(sum(hashtextextended(row({})::text, 0)::numeric), 0)::text from {}")
    row = owner.execute(asked.format(sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table))).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


@contextmanager
def as_app(old: Old) -> Iterator[psycopg.Connection]:
    """As the role that serves people, in one transaction that is given up."""
    worker = addresses.django_database("worker")
    with psycopg.connect(old.address, user=worker["USER"], password=worker["PASSWORD"]) as app:
        app.execute("set role app")
        yield app
        app.rollback()


SAID_BEFORE = "select set_config('app.user_id', %s, true), set_config('app.holders', %s, true)"
SAID_NOW = "select access_begin_as(%s, %s, %s)"
RULES = "select tablename, cmd, qual, coalesce(with_check, qual) from pg_policies where permissive = 'PERMISSIVE' and 'app' = any (roles)"


def may_before(old: Old, whom: Iterable[Who]) -> dict[str, May]:
    """What each of these could do, by the policies of then."""
    with as_app(old) as app:
        asked, found = _questions(app, old), {}
        for one in whom:
            app.execute(SAID_BEFORE, [str(one.user_id), "{" + ",".join(map(str, one.holders)) + "}"])
            found[one.name] = _answers(app, asked, old)
        return found


def may_now(old: Old, whom: Iterable[Who]) -> dict[str, May]:
    """What each of these can do, by the policies of now."""
    with as_app(old) as app:
        asked, found = _questions(app, old), {}
        for one in whom:
            app.execute(SAID_NOW, [one.user_id, list(one.in_place_of), "itself" if one.in_place_of else None])
            found[one.name] = _answers(app, asked, old)
        return found


def _questions(app: psycopg.Connection, old: Old) -> LiteralString:
    """One query for all that somebody may do: for each table what they read, what of it they may write, what they could write anew."""
    keys = dict(old.keys)
    if app.execute("select to_regclass('access_ground')").fetchone() != (None,):
        keys["access_grant"] = "ground_id"  # what was one grant is one ground with the same id
    rules: dict[tuple[str, str], list[str]] = {}
    for table, command, using, check in app.execute(RULES).fetchall():
        for verb, what, rule in (("change", "UPDATE", using), ("add", "INSERT", check)):
            if command in {"ALL", what} and table in keys:
                rules.setdefault((verb, table), []).append(f"({rule})")
    asked = [_rows("read", table, key, "true") for table, key in sorted(keys.items())]
    for (verb, table), any_of in sorted(rules.items()):
        privilege = "update" if verb == "change" else "insert"
        if app.execute("select has_table_privilege(%s, %s)", [table, privilege]).fetchone() == (True,):
            asked.append(_rows(verb, table, keys[table], " or ".join(any_of)))
    return " union all ".join(asked)  # of the database's own rules only


def _rows(verb: str, table: str, key: str, rule: str) -> str:
    return f"select '{verb}', '{table}', array(select distinct {key}::text from \"{table}\" where {rule})"


SHOWN: dict[str, LiteralString] = {
    "stage": "select j::text || s::text from unnest(%(journeys)s::uuid[]) j, journeys_shown_stage(j) s",
    "answers": "select j::text || s::text from unnest(%(journeys)s::uuid[]) j, assessments_shown_answers(j) s",
    "budget": "select j::text || s::text from unnest(%(journeys)s::uuid[]) j, allocation_shown_figure(j) s",
    "names": "select s::text from people_shown_names(%(people)s::uuid[]) s",
}


def _answers(app: psycopg.Connection, asked: LiteralString, old: Old) -> May:
    found: May = {(verb, table): frozenset(rows) for verb, table, rows in app.execute(asked).fetchall()}
    for what, query in SHOWN.items():
        rows = app.execute(query, {"journeys": old.journeys, "people": old.people}).fetchall()
        found["shown", what] = frozenset(row for (row,) in rows)
    return found


def less(before: Mapping[str, May], after: Mapping[str, May]) -> set[tuple[str, str, str]]:
    """By whom, what and table: what somebody could read or was shown, and is no more."""
    return {
        (who, *key) for who, may in before.items() for key, rows in may.items() if key[0] in {"read", "shown"} and rows - after[who][key]
    }


def more(before: Mapping[str, May], after: Mapping[str, May]) -> set[tuple[str, str, str]]:
    """By whom, what and table: what somebody can read or write, and could not."""
    none: frozenset[str] = frozenset()
    return {(who, *key) for who, may in after.items() for key, rows in may.items() if rows - before[who].get(key, none)}


def multiply(databases: Databases, name: str, *, people: int) -> None:
    """Let a database that is not migrated yet hold about so many people: each row about somebody is copied, with ids of its own.

    Accounts are nobody's copies, so a copy is nobody's own record; in what is kept as JSON the copies name the first one's ids.
    """
    with databases.as_owner(name) as owner, owner.transaction():
        keys: dict[str, str] = dict(owner.execute(KEYS).fetchall())
        columns = {table: owner.execute(COPIED, [table]).fetchall() for table in sorted(keys) if table not in NOT_COPIED}
        owner.execute("create temporary table own (id uuid primary key) on commit drop")
        for table, there in columns.items():
            for column in (name for name, kind in there if kind == "uuid" and name in {"id", "uuid", "batch"}):
                taken = sql.SQL("insert into own select {} from {} on conflict do nothing")
                owner.execute(taken.format(sql.Identifier(column), sql.Identifier(table)))
        held = owner.execute("select count(*) from people_person").fetchone()
        assert held is not None
        for table, there in columns.items():
            names = sql.SQL(", ").join(sql.Identifier(column) for column, _ in there)
            values = sql.SQL(", ").join(_copied(column, kind) for column, kind in there)
            which = sql.SQL("where cause <> 'own record'" if table == "access_grant" else "")
            query = sql.SQL("insert into {table} ({names}) select {values} from {table} cross join generate_series(1, {times}) n {which}")
            parts = {"table": sql.Identifier(table), "names": names, "values": values, "which": which}
            owner.execute(query.format(times=sql.Literal(people // held[0]), **parts))
    with databases.as_owner(name) as owner:
        owner.execute("vacuum analyze")


COPIED = """
select column_name::text, data_type::text from information_schema.columns where table_name = %s and is_identity = 'NO'
order by ordinal_position
"""
NOT_COPIED = frozenset({"assessments_accountlink"})  # whose secret opens one row


def _copied(column: str, kind: str) -> sql.Composable:
    one = sql.Identifier(column)
    if kind == "uuid":
        return sql.SQL("case when {0} in (select id from own) then md5({0}::text || n)::uuid else {0} end").format(one)
    return sql.SQL("''") if column == "nhs_number" else one
