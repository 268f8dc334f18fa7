"""Published schemes for the command line: looked up where a database answers, and simply not there where none does.

Nothing is started for it: a shipped scheme or a file must work on a machine without a database.
"""

import re
from dataclasses import dataclass

import psycopg

from commonpurse.foundation import addresses
from commonpurse.foundation.clock import today

AN_ID = re.compile(r"[a-z][a-z0-9-]*")
ONE = (
    "select source from allocation_scheme where code = %s order by (in_force @> %s::date and status in ('live', 'demonstration')) desc,"
    " published_at desc limit 1"
)
ALL = "select code, version, kind, status, title from allocation_scheme order by code, published_at"


@dataclass(frozen=True)
class Published:
    id: str
    version: str
    for_whom: str
    status: str
    title: str


def published_source(scheme_id: str) -> bytes | None:
    """The bytes of a published scheme, the version in force today first; None where there is none, or no database."""
    rows = _rows(ONE, [scheme_id, today()]) if AN_ID.fullmatch(scheme_id) else []
    return str(rows[0][0]).encode() if rows else None


def published_list() -> list[Published]:
    return [Published(*row) for row in _rows(ALL, [])]


def _rows(query: str, values: list[object]) -> list[tuple[str, ...]]:
    try:
        with psycopg.connect(addresses.address("app"), connect_timeout=2) as connection:
            return connection.execute(query.encode(), values).fetchall()
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable, addresses.AddressProblem, OSError):
        return []
