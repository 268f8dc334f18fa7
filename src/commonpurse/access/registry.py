"""What each table holds about people, told once: row-level security, privileges, export and retention are generated from it.

Every app offers `records.py` with lists called `records` (its tables), and where it has them `grounds` (why somebody may reach a
record), `opens` (which of its sections a ground opens, and to do what) and `functions` (of the database, that look past row-level
security). `access` names no section, ground or table of an app
above it. A table of the database without an entry fails a test.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Literal

from django.apps import apps

Writes = Literal["closed", "none", "append", "change", "remove"]


class Verb(StrEnum):
    """What a grant lets its holder do with a section: see it, write in it, or decide about it."""

    READ = "read"
    WRITE = "write"
    DECIDE = "decide"


READ, WRITE, DECIDE = Verb.READ, Verb.WRITE, Verb.DECIDE


class HolderKind(StrEnum):
    """To whom a grant may be given. A membership reaches what it holds only while it lasts."""

    USER = "user"
    PERSON = "person"
    TEAM = "team"
    MEMBER = "member"


OWN_RECORD, CASE, SHARED = "own record", "case", "shared"
"""The grounds that `access` itself knows: a record is somebody's own, it is the case of a team, its person lets somebody see a part."""


SHUT_OUT, LET_IN = "shut out", "let in again"
"""What a look says that a privacy officer did, who opens nothing of the record."""


class AccessSection(StrEnum):
    """The part of a record that `access` itself keeps."""

    ACCESS = "access"  # who may see, who looked


@dataclass(frozen=True)
class Ground:
    """A kind of reason for which somebody may reach a record. The reason itself is a row; its end ends every grant that rests on it.

    `given`: an SQL condition on the new row of `access_grant` that says who may give it. It may use the rules of `access.rules_in_sql`.
    `capacity`: in which capacity somebody mostly acts on it.
    """

    kind: str
    given: str
    capacity: str
    in_parts: bool = False  # it opens only the section that was chosen, not all that it could


@dataclass(frozen=True)
class Opens:
    """A section that a ground opens, and to do what."""

    ground: str
    section: str
    verbs: tuple[Verb, ...] = (READ,)
    by_itself: bool = False  # whether Common Purse's own jobs write there too, where the verbs let them


@dataclass(frozen=True)
class Held:
    """What the actor must hold: a verb on a section. `when`: an SQL condition on the new row that must hold beside it."""

    section: str
    verb: Verb
    when: str = ""


@dataclass(frozen=True)
class Definer:
    """A function that looks past row-level security, for a table's policy or in its place: it knows of rows that its actor does not see."""

    signature: str  # as "named(uuid, text)"
    statement: str
    reads: tuple[str, ...] = ()  # tables beside the record's own
    writes: tuple[str, ...] = ()  # tables to which it adds rows


@dataclass(frozen=True)
class Personal:
    """A table about people.

    `person` is the column that holds the person's uuid; `section` what a grant must open for reading.
    `adds`: any of these lets somebody add a row (nothing: whoever may write in the section). `author`: the column that names who wrote
    the row, and names nobody but the actor. `also_added`: what must hold beside, in SQL.
    `changes`: the columns that may change at all, each with what that takes (nothing: whoever may write in the section).
    `said`: the row keeps in what capacity, on what ground and for what purpose it was written; the database writes that itself.
    `own`: a column with the uuid of the user whose words the row holds, which lets a holder of `own_section` reach their own rows.
    """

    table: str
    section: str
    writes: Writes
    retention: str
    person: str = "person_id"
    names_too: tuple[str, ...] = ()  # columns with the uuid of somebody else: whoever must never see them, sees no row that names them
    author: str = ""
    said: bool = False
    after: str = ""  # a function of `functions` that runs after a row was added or changed, as "named()"
    made_in: str = ""  # a column with the number of the transaction that wrote the row, which the database fills in
    adds: tuple[Held, ...] = ()
    added_by: str = ""  # a hand-written rule in place of `adds`
    also_added: str = ""
    changes: Mapping[str, tuple[Held, ...]] = field(default_factory=dict)
    own: str = ""
    own_section: str = ""
    also: tuple[str, ...] = ()  # further sections whose holders may see the bare row, and change nothing in it
    also_when: str = "true"  # which rows those are
    export: bool = True
    redact: tuple[str, ...] = ()
    reads: str = ""  # a hand-written rule of who sees a row, for the few tables where the generated one cannot serve
    changed_by: str = ""  # the same for who changes one
    despite_never: str = ""  # rows that are somebody's own, whoever shut them out of the record of the other whom they are about
    only_if: str = ""  # what must hold beside every grant: some rows of the table stay shut to whoever may see the rest
    guard: str = ""  # what a change must satisfy beside: SQL of a trigger's body that may raise, with `new` and `old`
    definer: Definer | None = None


@dataclass(frozen=True)
class Shared:
    """A table about nobody whom we serve; `reason` says why it is outside the rules for people.

    None holds anything of a person's record but `access_user`: names and e-mail addresses of those who are served, and whose account is
    whose. See docs/decisions/0029 for what that means.

    `proved`: only a transaction that has proved to know the web's own key for this purpose may write it, whoever is acting; `free` are
    columns that change without. `author`: the column of a new row that names nobody but the actor.
    """

    table: str
    reason: str
    writes: Writes = "none"
    proved: str = ""
    free: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()  # the columns that may change at all, where not all may
    author: str = ""
    said: bool = False
    reads: str = ""  # rules of who reads and changes its rows, and of who adds one, for the few that are not everybody's to read
    adds: str = ""


Record = Personal | Shared


def _rooms() -> Iterable[ModuleType]:
    for app in apps.get_app_configs():
        name = f"{app.name}.records"
        if app.name.startswith("commonpurse.") and find_spec(name):
            yield import_module(name)


@cache
def all_records() -> tuple[Record, ...]:
    return tuple(record for room in _rooms() for record in room.records)


@cache
def functions() -> tuple[Definer, ...]:
    return tuple(one for room in _rooms() for one in getattr(room, "functions", ()))


@cache
def grounds() -> Mapping[str, Ground]:
    """Every kind of ground, by its name."""
    return {ground.kind: ground for room in _rooms() for ground in getattr(room, "grounds", ())}


@cache
def all_opens() -> tuple[Opens, ...]:
    return tuple(one for room in _rooms() for one in getattr(room, "opens", ()))


def opened_by(ground: str) -> tuple[tuple[str, Verb], ...]:
    """What a ground opens: sections, each with each verb."""
    return tuple((one.section, verb) for one in all_opens() if one.ground == ground for verb in one.verbs)


def personal() -> tuple[Personal, ...]:
    return tuple(record for record in all_records() if isinstance(record, Personal))


def personal_tables() -> frozenset[str]:
    return frozenset(record.table for record in personal())
