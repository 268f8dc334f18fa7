"""Which answers of one speaker to one question stand. Two that stand differ, and neither writer had seen the other's. Pure."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID


class Saved(Protocol):
    """The part of an answer event that decides. It was written over `base`, which was on the screen, and over what `over` names."""

    uuid: UUID
    base: UUID | None
    over: list[UUID]
    value: dict[str, Any]
    helped_by_id: UUID | None
    only_worker: bool
    written_by_id: UUID


Event = TypeVar("Event", bound=Saved)


def ends(line: Sequence[Event]) -> list[Event]:
    """What nobody wrote over knowingly. `line`: every event of one speaker and question, in the order in which they arrived."""
    written_over = {before for one in line for before in (one.base, *one.over) if before != one.uuid}
    return [one for one in line if one.uuid not in written_over] or list(line[-1:])


def standing(line: Sequence[Event]) -> list[Event]:
    """The answers that hold: one, or the sides of a conflict. Of several that say the same only the last."""
    found = ends(line)
    return [one for at, one in enumerate(found) if not any(say_the_same(one, later) for later in found[at + 1 :])]


def say_the_same(one: Saved, other: Saved) -> bool:
    return (one.value, one.helped_by_id, one.only_worker) == (other.value, other.helped_by_id, other.only_worker)


def seen_with(line: Sequence[Event], seen: set[UUID]) -> set[UUID]:
    """What says the same as something that was seen, and stands beside it: whoever saw the one has seen the other."""
    found = ends(line)
    shown = [one for one in found if one.uuid in seen]
    return {one.uuid for one in found if any(say_the_same(one, other) for other in shown)}


def author_of(event: Event, line: Sequence[Event]) -> UUID:
    """Who wrote it first: a choice between answers leaves the chosen one to its writer."""
    by_uuid = {one.uuid: one for one in line}
    passed = {event.uuid}
    while event.base in by_uuid and event.base not in passed and say_the_same(by_uuid[event.base], event):
        event = by_uuid[event.base]
        passed.add(event.uuid)
    return event.written_by_id
