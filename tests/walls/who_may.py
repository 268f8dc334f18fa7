"""`docs/who-may.csv`, read and tried: for each table, act and relation to a person, what the database lets be done by plain SQL.

`see`, `add`, `remove` and `change <column>` are tried as role `app` with exactly that actor told. What no row of the file names must be
refused to everybody. A refusal by a constraint comes after the walls, so it counts as let through.
"""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.errors import InsufficientPrivilege
from psycopg.rows import dict_row

from commonpurse.access import acts as access
from commonpurse.access.actors import ANONYMOUS, COMMON_PURSE, OPERATOR, Actor, Role, itself
from commonpurse.access.context import acting_as
from commonpurse.access.registry import Personal, all_records
from commonpurse.assessments import acts as assessments
from commonpurse.assessments.models import Assessment, Helper
from commonpurse.assessments.sections import AssessmentSection
from commonpurse.foundation import addresses
from commonpurse.foundation.clock import today
from commonpurse.journeys.grounds import READING
from commonpurse.journeys.models import Journey
from commonpurse.journeys.sections import JourneySection
from commonpurse.organisations.models import Membership
from commonpurse.people.models import Person
from commonpurse.people.sections import PeopleSection
from tests.budgets_of_the_tests import an_agreed_plan
from tests.carers_of_the_tests import a_carer
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import (
    LONG_AGO,
    Place,
    a_place,
    a_user,
    actor_of,
    as_operator,
    give_past_the_wall,
    let_see,
    shut_out,
    write_past_the_wall,
)

FILE = Path(__file__).parents[2] / "docs" / "who-may.csv"
NAMES = ("what", "table", "act", "only when")
YES, NO = "yes", ""
OTHER_ROLES = (Role.FINANCE, Role.BROKER, Role.COMMISSIONER, Role.TRAINER, Role.PEER_SUPPORTER)


@dataclass(frozen=True)
class Line:
    """One act on one table, and who may."""

    table: str
    act: str
    when: str
    may: dict[str, bool]

    @property
    def conditions(self) -> list[str]:
        """What must be so first (a key of BEFORE), and what stands in a column of a new row ("kind is paused")."""
        return [one for one in self.when.split("; ") if one]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.table, self.act, self.when and f"({self.when})")))


@cache
def lines() -> tuple[Line, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Line(row["table"], row["act"], row["only when"], {who: row[who] == YES for who in row if who not in NAMES}) for row in rows
    )


@dataclass
class Around:
    """Daniel, and everybody who stands in some relation to his record."""

    place: Place
    person: Person
    carer: Person
    actors: dict[str, tuple[Actor, ...]]


def everybody() -> Around:
    place = a_place()
    writing, _ = an_agreed_plan(place)
    journey = writing.journey
    daniel = actor_of(an_account_of(place, journey.person))
    maureen = a_carer(place, journey, "Maureen", "Okafor")
    with acting_as(place.as_sam):
        assessment = Assessment.objects.get(journey=journey)
    helper, reader, shown, sam = _helper(place, assessment), _reader(assessment), _shown(daniel, journey), place.as_sam
    maureen.says("a")
    with acting_as(place.as_sam) as by:
        access.look(person_id=journey.person_id, section=PeopleSection.IDENTITY, route="practitioner:record", by=by)
    shut = _works_here(place, "shirin", Role.PRACTITIONER)
    shut_out(shut.user_id, journey.person_id, by=daniel.user_id)
    return Around(
        place,
        journey.person,
        maureen.person,
        {
            "the person, by their own account": (daniel,),
            "their carer, on the carer's own side": (maureen.actor,),
            "a helper with an account": (helper,),
            "a second reader": (reader,),
            "somebody whom they let see a part": (shown,),
            "a practitioner of the team": (sam, place.as_priya),
            "a manager of the team": (place.as_helen,),
            "a former worker of the team": (_left(place),),
            "a worker whom they shut out": (shut,),
            "another role in the team": tuple(_works_here(place, f"role{n}", role) for n, role in enumerate(OTHER_ROLES)),
            "a worker of another organisation": (place.as_charlie,),
            "a privacy officer": (_works_here(place, "grace", Role.PRIVACY, in_team=False),),
            "an administrator": (actor_of(place.wen),),
            "Common Purse itself": (itself(place.team.pk),),
            "the operator": (OPERATOR,),
            "a stranger with an account": (actor_of(a_user("stranger")),),
            "nobody signed in": (ANONYMOUS,),
        },
    )


def _works_here(place: Place, name: str, role: Role, *, in_team: bool = True) -> Actor:
    user = a_user(name)
    team = place.team if in_team else None
    with as_operator():
        Membership.objects.create(user=user, organisation=place.council, team=team, role=role, starts_on=LONG_AGO)
    return actor_of(user)


def _left(place: Place) -> Actor:
    user = a_user("flora")
    with as_operator():
        Membership.objects.create(
            user=user,
            organisation=place.council,
            team=place.team,
            role=Role.PRACTITIONER,
            starts_on=LONG_AGO,
            ends_on=today() - timedelta(days=1),
        )
    return actor_of(user)


def _helper(place: Place, assessment: Assessment) -> Actor:
    with acting_as(place.as_sam) as sam:
        noted = assessments.note_helper(assessment, name="Hal Reed", relationship="friend", footing=Helper.Footing.OWN_WORDS, by=sam)
        user, _ = assessments.let_helper_sign_in(noted, "hal", by=sam)
    return actor_of(user)


def _reader(assessment: Assessment) -> Actor:
    """Asked while the answers were not sent yet: nobody can be asked now, so the rows are written as they would stand."""
    user = a_user("rita")
    write_past_the_wall(
        "insert into assessments_secondreader (id, assessment_id, person_id, reader_id, name, asked_at)"
        " values (%s, %s, %s, %s, 'Rita', now())",
        uuid4(),
        assessment.pk,
        assessment.person_id,
        user.pk,
    )
    sections = [PeopleSection.NAME, JourneySection.COURSE, AssessmentSection.SECOND_EYES]
    give_past_the_wall(access.account(user.pk), assessment.person_id, ground=READING, sections=sections)
    return actor_of(user)


def _shown(daniel: Actor, journey: Journey) -> Actor:
    user = a_user("sheila")
    for section in (JourneySection.STAGE, AssessmentSection.SHOWN_ANSWERS, AssessmentSection.SHOWN_BUDGET):
        let_see(daniel, user.pk, journey, section)
    return actor_of(user)


FILLERS = {
    "uuid": "gen_random_uuid()",
    "text": "'x'",
    "character varying": "'x'",
    "integer": "1",
    "bigint": "1",
    "smallint": "1",
    "boolean": "false",
    "jsonb": "'{}'",
    "ARRAY": "'{}'",
    "bytea": "'x'",
    "daterange": "'empty'",
    "date": "current_date",
    "timestamp with time zone": "now()",
}
COLUMNS = """
select c.column_name, c.data_type, c.is_nullable = 'YES', c.is_identity = 'YES' or c.is_generated = 'ALWAYS',
  (select k.relname from pg_constraint f join pg_class k on k.oid = f.confrelid
    join pg_attribute a on a.attrelid = f.conrelid and a.attnum = f.conkey[1]
    where f.contype = 'f' and f.conrelid = c.table_name::regclass and a.attname = c.column_name limit 1),
  exists (select from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
    where i.indisprimary and i.indrelid = c.table_name::regclass and a.attname = c.column_name)
from information_schema.columns c where c.table_schema = 'public' and c.table_name = %s order by c.ordinal_position
"""
NO_CONSTRAINTS = """
do $$ declare one record; begin
  for one in select conname, conrelid::regclass as of_table from pg_constraint
    where contype = 'c' and connamespace = 'public'::regnamespace loop
    execute format('alter table %s drop constraint %I', one.of_table, one.conname);
  end loop;
  for one in select tgname, tgrelid::regclass as of_table from pg_trigger where tgname like 'pgtrigger\\_%' loop
    execute format('drop trigger %I on %s', one.tgname, one.of_table);
  end loop;
end $$
"""
"""Filled with one plain value a type, many rows would mean nothing; and what is append-only would hide that nobody may change it."""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    nullable: bool
    by_the_database: bool
    parent: str | None
    is_key: bool

    def another(self) -> str:
        """An SQL expression for another value than the one that stands there."""
        name = f'"{self.name}"'
        if self.type in {"integer", "bigint", "smallint"}:
            return f"coalesce({name}, 0) + 1"
        if self.type == "boolean":
            return f"not coalesce({name}, false)"
        if self.type in {"text", "character varying"}:
            return f"case when {name} = 'other' then 'next' else 'other' end"
        if self.type == "date":
            return f"coalesce({name}, current_date) + 1"
        if self.type == "timestamp with time zone":
            return f"coalesce({name}, now()) + interval '1 day'"
        return """'{"other": 1}'""" if self.type == "jsonb" else FILLERS[self.type]


A_SESSION = """
insert into access_session (key_hash, user_id, data, began_at, expires_at)
values (access_hash_of(%s), %s, '', now(), now() + interval '1 day') on conflict do nothing
"""


class Trial:
    """A database of its own with everybody in it, and one row of each table to try each act on."""

    def __init__(self, database: str, owner: psycopg.Connection) -> None:
        self.database, self.around = database, everybody()
        owner.execute(NO_CONSTRAINTS)
        for actors in self.around.actors.values():
            for actor in actors:
                owner.execute(A_SESSION, [str(actor.user_id), actor.user_id])
        self.columns = {record.table: [Column(*row) for row in owner.execute(COLUMNS, [record.table])] for record in all_records()}
        self.records = {record.table: record for record in all_records()}
        self.rows: dict[str, dict[str, object]] = {}
        for table in self.records:
            self._find_or_write(table, owner)

    def _find_or_write(self, table: str, owner: psycopg.Connection) -> dict[str, object]:
        if table not in self.rows:
            self.rows[table] = self._found(table, owner) or self._written(table, owner)
        return self.rows[table]

    def _found(self, table: str, owner: psycopg.Connection) -> dict[str, object] | None:
        record = self.records[table]
        where = f"where \"{record.person}\" = '{self._subject(record)}'" if isinstance(record, Personal) else ""
        with owner.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(f'select * from "{table}" {where} {FIRST.get(table, "")} limit 1').fetchone()

    def _written(self, table: str, owner: psycopg.Connection) -> dict[str, object]:
        with owner.cursor(row_factory=dict_row) as cursor:
            row = cursor.execute(f"{insert_of(table, self.values_of(table, owner))} returning *").fetchone()
        assert row is not None
        return row

    def _subject(self, record: Personal) -> UUID:
        """Whom a row is about: the person, or for the two tables that are about a carer as such, the carer."""
        return self.around.carer.pk if record.table == "people_caring" else self.around.person.pk

    def _key(self, table: str) -> str:
        return next(column.name for column in self.columns[table] if column.is_key)

    def values_of(self, table: str, owner: psycopg.Connection | None = None, *, by: Actor | None = None) -> dict[str, str]:
        """The columns of a new row, each with an SQL expression: about the person, under the rows about them, by that actor."""
        record, values = self.records[table], dict[str, str]()
        for column in self.columns[table]:
            if column.by_the_database:
                continue
            if column.is_key:
                values[column.name] = FILLERS[column.type] if column.type != "bigint" else "987654321"
            elif isinstance(record, Personal) and column.name == record.person:
                values[column.name] = f"'{self._subject(record)}'"
            elif column.parent in self.records and not column.nullable:
                parent = self.rows[column.parent] if owner is None else self._find_or_write(column.parent, owner)
                values[column.name] = f"'{parent[self._key(column.parent)]}'"
            else:
                values[column.name] = "null" if column.nullable else FILLERS[column.type]
        author = "given_by_id" if table == "access_grant" else getattr(record, "author", "")
        if author and by is not None:
            values[author] = f"'{by.user_id}'"
        return values

    def tries(self, lines: Iterable["Line"], actor: Actor) -> Iterator[tuple["Line", bool]]:
        """Each line, tried as this actor and taken back: with the browser's session, signed in to the database as the web is."""
        with self.signed_in(actor) as connection:
            for line in lines:
                with connection.transaction(force_rollback=True):
                    before = [BEFORE[one] for one in line.conditions if one in BEFORE]
                    for one in before:
                        connection.execute("select tests_write(%s)", [one])
                    yield line, self._lets(connection, line, actor)

    def _lets(self, connection: psycopg.Connection, line: "Line", actor: Actor) -> bool:
        try:
            with connection.transaction(force_rollback=True):
                done = connection.execute(self._statement(line, actor).encode())
                return line.act == "add" or done.rowcount > 0
        except InsufficientPrivilege:
            return False
        except psycopg.Error:  # a constraint: it comes after the walls
            return True

    @contextmanager
    def signed_in(self, actor: Actor) -> Iterator[psycopg.Connection]:
        """Common Purse itself and the operator come by the login of jobs and commands, everybody else by the web's."""
        by_command = actor.user_id in {COMMON_PURSE, OPERATOR.user_id}
        with psycopg.connect(make_conninfo(addresses.address("worker" if by_command else "app"), dbname=self.database)) as connection:
            connection.execute("set role app")
            connection.execute("begin")
            if by_command:
                connection.execute("select access_begin_as(%s, %s, %s)", [actor.user_id, list(actor.case_teams), actor.acts_as])
            else:
                connection.execute("select access_begin(%s, %s)", [str(actor.user_id), actor.capacity])
            yield connection
            connection.rollback()

    def _meant(self, said: str, actor: Actor) -> object:
        place, actors = self.around.place, self.around.actors
        meant = {
            "empty": "",
            "themselves": actor.user_id,
            "their team": next(iter(actor.teams()), place.team.pk),
            "another team": place.elsewhere.pk,
            "the person's account": actors["the person, by their own account"][0].user_id,
            "the helper's account": actors["a helper with an account"][0].user_id,
            "the reader's account": actors["a second reader"][0].user_id,
            "the carer": self.around.carer.pk,
            "a stranger's account": actors["a stranger with an account"][0].user_id,
        }
        return meant.get(said, said)

    def _statement(self, line: "Line", actor: Actor) -> str:
        table = line.table
        key = self._key(table)
        where = f"\"{key}\" = '{self.rows[table][key]}'"
        if line.act == "see":
            return f'select 1 from "{table}" where {where}'
        if line.act == "remove":
            return f'delete from "{table}" where {where}'
        if line.act.startswith("change "):
            (column,) = (one for one in self.columns[table] if one.name == line.act.removeprefix("change "))
            return f'update "{table}" set "{column.name}" = {column.another()} where {where}'
        values = self.values_of(table, by=actor)
        for one in line.conditions:
            if one not in BEFORE:
                name, _, said = one.partition(" is ")
                values[name] = f"'{self._meant(said, actor)}'"
        return insert_of(table, values)


OWN_GROUND = "update access_ground set given_by_id = app_actor(), kind = '{}', ended_at = null, began_at = now() - interval '1 day'"
FIRST = {"access_ground": "order by kind desc"}  # what the person lets somebody see: it ends without shutting out who tries to end it
BEFORE = {
    "while the plan is written": "update plans_plan set state = 'writing'",
    "while the plan waits to be agreed": "update plans_plan set state = 'sent'",
    "of a plan that others wrote and decided": (
        "update plans_plan set begun_by_id = gen_random_uuid(); update plans_planwriter set user_id = gen_random_uuid();"
        " update assessments_eligibilitydecision set decided_by_id = gen_random_uuid();"
        " update allocation_costing set made_by_id = gen_random_uuid()"
    ),
    "of a plan that they wrote": "update plans_plan set begun_by_id = app_actor()",
    "where they decided about eligibility": "update assessments_eligibilitydecision set decided_by_id = app_actor()",
    "where they costed it by hand": (
        "update allocation_costing set made_by_id = app_actor(), batch = (select min(batch::text)::uuid from allocation_run)"
    ),
    "on a ground of theirs for a case": OWN_GROUND.format("case"),
    "on a ground of theirs for their own record": OWN_GROUND.format("own record"),
    "on a ground of theirs for helping": OWN_GROUND.format("helping"),
    "on a ground of theirs for reading": OWN_GROUND.format("second reader"),
    "on a ground of theirs for letting see": OWN_GROUND.format("shared"),
    "on a ground that somebody else gave": "update access_ground set given_by_id = gen_random_uuid(), kind = 'case', ended_at = null",
    "where it is one of a case": "update access_ground set kind = 'case'",
    "where it is one of their own record": "update access_ground set kind = 'own record'",
    "where it is one of helping": "update access_ground set kind = 'helping'",
    "where it is one of reading": "update access_ground set kind = 'second reader'",
    "where it is one of letting see": "update access_ground set kind = 'shared'",
    "where it has ended": "update access_ground set ended_at = now() where kind = 'shared'",
    "which the person said": (
        "update access_never set given_by_id = (select id from access_user u where u.person_id = access_never.person_id)"
    ),
    "which a privacy officer said": "update access_never set given_by_id = gen_random_uuid()",
    "which has ended": "update access_never set ended_at = now()",
    "of the person's own time": "update journeys_pagetime set side = 'person'",
    "of a worker's time": "update journeys_pagetime set side = 'practitioner'",
    "told only to the worker, by the person": "update assessments_answerevent set voice = 'person', only_worker = true",
    "told only to the worker, by the helper": (
        "update assessments_answerevent e set voice = 'carer', only_worker = true, said_by_id ="
        " (select h.user_id from assessments_helper h where h.person_id = e.person_id and h.user_id is not null limit 1)"
    ),
    "which is for staff": "update documents_keptdocument set for_staff = true",
    "where the person has no account": "update access_user set person_id = null where id <> app_actor()",
}


def insert_of(table: str, values: dict[str, str]) -> str:
    named = ", ".join(f'"{name}"' for name in values)
    return f'insert into "{table}" ({named}) values ({", ".join(values.values())})'
