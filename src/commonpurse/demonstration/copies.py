"""People whose way was that of somebody else: their rows are copied, each under a name, days and a worker of their own.

What they answered and planned is theirs too, and their figures are worked out from that (`own.made_own`).

Walked act by act they would take the longest part of a first start. What they cost in time is scaled for each (`cost.share_of`).
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

from django.db import connection

from commonpurse.access.context import acting_as
from commonpurse.access.registry import Personal, personal
from commonpurse.demonstration.cost import share_of
from commonpurse.demonstration.organisations import Place
from commonpurse.demonstration.own import Own, Row, made_own
from commonpurse.people.models import Person

A_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
A_DAY = re.compile(r"\b\d{4}-\d\d-\d\d")
FIRST = ("access_grant", "people_person")  # a row about somebody can be written by whoever may see them
NOT_COPIED = frozenset({"access_look"})
MADE_WITH_THE_ROW = ("id", "uuid", "batch")
TIMES = ("measured", "minutes", "travel_minutes")


@dataclass(frozen=True)
class Like:
    """Somebody who came the same way `days_before`, or after where it is less than nothing.

    What stood before `turning` came `slower` days sooner still.
    """

    first_name: str
    last_name: str
    born: date
    worker: str
    own: Own
    days_before: int
    slower: int = 0
    nhs_number: str = ""


def copy_way(place: Place, person: Person, others: list[Like], *, worker: str, turning: date) -> None:
    """Let each of the others have come the way of this person, whose worker was `worker`."""
    with acting_as(place.actor(worker)):
        rows = {record: _rows(record, person) for record in _in_order() if record.table not in NOT_COPIED}
    for other in others:
        changed = _changes(place, person, other, rows, worker=worker, turning=turning)
        copied = {
            record.table: [_of(other, person, json.loads(changed(json.dumps(row)))) for row in found] for record, found in rows.items()
        }
        with acting_as(place.actor(other.worker)):
            made_own(copied, other.own)
            for table, found in copied.items():
                _write(table, found)


def _in_order() -> list[Personal]:
    return sorted(personal(), key=lambda record: FIRST.index(record.table) if record.table in FIRST else len(FIRST))


def _rows(record: Personal, person: Person) -> list[Row]:
    with connection.cursor() as cursor:
        rows_of = f'select to_jsonb(t) from "{record.table}" t where {record.person} = %s'  # noqa: S608 - of our own words only
        cursor.execute(rows_of, [person.pk])
        found = [json.loads(row) for (row,) in cursor.fetchall()]
    return sorted(found, key=lambda row: row["id"])


def _changes(
    place: Place, person: Person, other: Like, rows: Mapping[Personal, list[Row]], *, worker: str, turning: date
) -> Callable[[str], str]:
    """What turns the text of a row into that of the other's row: ids, days, names, who worked with them."""
    ids = {str(person.pk), *(row[name] for found in rows.values() for row in found for name in MADE_WITH_THE_ROW if name in row)}
    new = {old: str(uuid4()) for old in ids if isinstance(old, str)}
    new[str(place.users[worker].pk)] = str(place.users[other.worker].pk)
    words = {
        person.name: f"{other.first_name} {other.last_name}",
        person.first_name: other.first_name,
        place.users[worker].name: place.users[other.worker].name,
    }

    def sooner(found: re.Match[str]) -> str:
        day = date.fromisoformat(found[0])
        return str(day - timedelta(days=other.days_before + (other.slower if day < turning else 0)))

    def changed(text: str) -> str:
        text = A_DAY.sub(sooner, A_UUID.sub(lambda found: new.get(found[0], found[0]), text))
        for before, after in words.items():
            text = text.replace(before, after) if before else text
        return text

    return changed


def _of(other: Like, person: Person, row: Row) -> Row:
    if "last_name" in row:
        row |= {"first_name": other.first_name, "last_name": other.last_name, "born": str(other.born), "nhs_number": other.nhs_number}
    share = share_of(f"{other.first_name} {other.last_name}") / share_of(person.name)
    row |= {name: round(row[name] * share) for name in TIMES if row.get(name)}
    if isinstance(row["id"], int):
        del row["id"]  # the database numbers it anew, in the same order
    return row


def _write(table: str, rows: list[Row]) -> None:
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        given = f'select {columns} from jsonb_populate_recordset(null::"{table}", %s)'  # noqa: S608 - of our own words only
        with connection.cursor() as cursor:
            cursor.execute(f'insert into "{table}" ({columns}) {given}', [json.dumps(rows)])
