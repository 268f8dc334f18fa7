"""Every frozen run, for commands that replay or count them: read as `owner`, in a transaction that can write nothing.

No page reads here. The role `app` sees nobody's runs unless somebody with a grant is acting, and a check of all of them must miss none.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import psycopg

from commonpurse.allocation.replay import FrozenRun, NewerRules
from commonpurse.foundation import addresses

RUNS = "select id, batch, side, made_at, given, result, scheme_id from allocation_run"
SCHEMES = "select id, source, sha256 from allocation_scheme"
BATCHES = "select distinct batch from allocation_run where starts_with(id::text, %s) limit 2"
NEWER = """
select newer.title, newer.version, lower(newer.in_force), newer.source
from allocation_run r join allocation_scheme own on own.id = r.scheme_id
join allocation_scheme newer on newer.kind = own.kind and newer.status = own.status
  and newer.in_force @> %s::date and lower(newer.in_force) > lower(own.in_force)
where r.id = %s order by lower(newer.in_force) desc limit 1
"""
LATEST = """
select run.journey_id, run.side, run.given
from allocation_run run join allocation_scheme scheme on scheme.id = run.scheme_id
where scheme.kind = %s
  and run.batch = (select batch from allocation_run newest where newest.journey_id = run.journey_id order by made_at desc, id desc limit 1)
"""


@dataclass
class Archive:
    connection: psycopg.Connection
    _schemes: dict[UUID, tuple[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._schemes = {found: (source, sha256) for found, source, sha256 in self.connection.execute(SCHEMES)}

    def batches(self, beginning: str) -> list[UUID]:
        """The batches with a run whose id begins so; two where more than one does."""
        return [batch for (batch,) in self.connection.execute(BATCHES, [beginning])]

    def of_batch(self, batch: UUID) -> list[FrozenRun]:
        return [self._run(row) for row in self.connection.execute(f"{RUNS} where batch = %s order by side", [batch])]

    def count(self) -> int:
        row = self.connection.execute("select count(*) from allocation_run").fetchone()
        return int(row[0]) if row else 0

    def every_run(self) -> Iterator[FrozenRun]:
        """All of them, the oldest first, fetched some at a time: memory does not grow with their number."""
        with self.connection.cursor(name="every_run") as rows:
            yield from map(self._run, rows.execute(f"{RUNS} order by made_at, id"))

    def latest_given(self, kind: str) -> Iterator[tuple[UUID, str, Any]]:
        """For each journey what went into its latest run: one row where answers were agreed, two where there were two sides."""
        with self.connection.cursor(name="latest_given") as rows:
            yield from rows.execute(LATEST, [kind])

    def newer_than(self, run: FrozenRun, day: date) -> NewerRules | None:
        row = self.connection.execute(NEWER, [day, run.run_id]).fetchone()
        return NewerRules(*row) if row else None

    def _run(self, row: tuple[Any, ...]) -> FrozenRun:
        run_id, batch, side, made_at, given, result, scheme_id = row
        return FrozenRun(run_id, batch, side, made_at, given, result, *self._schemes[scheme_id])


@contextmanager
def opened_archive() -> Iterator[Archive]:
    """One reading of everything as it stands now."""
    with psycopg.connect(addresses.address("owner")) as connection:
        connection.read_only = True
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        yield Archive(connection)
