"""What each table holds about people, told once: row-level security, privileges, export and retention are generated from it.

Every app offers `records.py` with a list called `records`. A table of the database without an entry fails a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Literal

from django.apps import apps

Writes = Literal["append", "change", "remove", "none"]

SHARED = "shared"  # the cause of a grant by which a person lets somebody see a part of their own record


class Section:
    """The parts of a person's record that a grant can open."""

    IDENTITY = "identity"  # name, birth, NHS number
    JOURNEY = "journey"  # stages, who holds it
    ASSESSMENT = "assessment"  # answers, checking, eligibility, capacity, advocacy, health basis
    BUDGET = "budget"  # runs and costings
    PLAN = "plan"
    ACCESS = "access"  # who may see, who looked
    CARING = "caring"  # the statements of somebody's carers about wanting and being able to
    OWN_WORDS = "own-words"  # what a helper said themselves about the person, and nothing else
    SHOWN_ANSWERS = "shown-answers"  # the person's own last words in one journey, which they let somebody see, and no row of it
    SHOWN_BUDGET = "shown-budget"  # the one indicative figure of a journey, which they let somebody see, and no row of it
    STAGE = "stage"  # where one journey stands and who has the next move, and no row of it
    SECOND_EYES = "second-eyes"  # the person's own answers, before they are sent, for somebody whom they asked to read them

    ALL = (IDENTITY, JOURNEY, ASSESSMENT, BUDGET, PLAN, ACCESS, CARING)


@dataclass(frozen=True)
class Definer:
    """A function that looks past row-level security, for a table's policy or in its place: it knows of rows that its actor does not see."""

    signature: str  # as "named(uuid, text)"
    statement: str
    reads: tuple[str, ...] = ()  # tables beside the record's own


@dataclass(frozen=True)
class Personal:
    """A table about people.

    `person` is the column that holds the person's uuid; `section` what a grant must open; `own` a column with the uuid of
    the user whose words the row holds, which lets somebody with only `own-words` reach their own rows.
    """

    table: str
    section: str
    writes: Writes
    retention: str
    person: str = "person_id"
    own: str = ""
    also: tuple[str, ...] = ()  # further sections whose holders may see the bare row, and change nothing in it
    also_when: str = "true"  # which rows those are
    export: bool = True
    redact: tuple[str, ...] = ()
    policy: str = ""  # a hand-written expression, for the few tables where the generated one cannot serve
    check: str = ""  # what a new row must satisfy, where that is more than being visible
    only_if: str = ""  # what must hold beside every grant: some rows of the table stay shut to whoever may see the rest
    definer: Definer | None = None


@dataclass(frozen=True)
class Shared:
    """A table outside row-level security; `reason` says why. None holds anything of a person's record but, in `access_user`, a name."""

    table: str
    reason: str
    writes: Writes = "none"
    columns: tuple[str, ...] = field(default=())


Record = Personal | Shared


@cache
def all_records() -> tuple[Record, ...]:
    return tuple(_gathered())


def _gathered() -> Iterable[Record]:
    for app in apps.get_app_configs():
        name = f"{app.name}.records"
        if app.name.startswith("commonpurse.") and find_spec(name):
            yield from import_module(name).records


def personal() -> tuple[Personal, ...]:
    return tuple(record for record in all_records() if isinstance(record, Personal))


def personal_tables() -> frozenset[str]:
    return frozenset(record.table for record in personal())
