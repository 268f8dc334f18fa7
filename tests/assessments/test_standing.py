"""Which answers of one speaker stand: a table of what was written over what."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from commonpurse.assessments.standing import author_of, seen_with, standing

SAM = UUID(int=900)


@dataclass
class Saved:
    uuid: UUID
    base: UUID | None
    value: dict[str, Any]
    over: list[UUID] = field(default_factory=list)
    helped_by_id: UUID | None = None
    only_worker: bool = False
    written_by_id: UUID = SAM


def saved(name: int, level: int, *, base: int | None = None, over: tuple[int, ...] = (), by: int = 900) -> Saved:
    written_over = [UUID(int=one) for one in over]
    before = None if base is None else UUID(int=base)
    return Saved(UUID(int=name), before, {"level": level}, written_over, written_by_id=UUID(int=by))


CASES: list[tuple[str, list[Saved], list[int]]] = [
    ("nothing", [], []),
    ("one", [saved(1, 1)], [1]),
    ("each upon the one before", [saved(1, 1), saved(2, 2, base=1), saved(3, 1, base=2)], [3]),
    ("two from nothing", [saved(1, 1), saved(2, 2)], [1, 2]),
    ("two from one", [saved(1, 1), saved(2, 2, base=1), saved(3, 3, base=1)], [2, 3]),
    ("two that say the same are one", [saved(1, 1), saved(2, 2, base=1), saved(3, 2, base=1)], [3]),
    ("one side goes on, the conflict stays", [saved(1, 1), saved(2, 2), saved(3, 3, base=2)], [1, 3]),
    ("both sides go on", [saved(1, 1), saved(2, 2), saved(3, 3, base=2), saved(4, 0, base=1)], [3, 4]),
    ("the first is chosen", [saved(1, 1), saved(2, 2), saved(3, 1, base=1, over=(2,))], [3]),
    ("a third in place of both", [saved(1, 1), saved(2, 2), saved(3, 3, base=2, over=(1,))], [3]),
    ("a third side came meanwhile", [saved(1, 1), saved(2, 2), saved(4, 0), saved(3, 3, base=2, over=(1,))], [4, 3]),
    ("two choose differently", [saved(1, 1), saved(2, 2), saved(3, 1, base=1, over=(2,)), saved(4, 2, base=2, over=(1,))], [3, 4]),
    ("two choose the same", [saved(1, 1), saved(2, 2), saved(3, 1, base=1, over=(2,)), saved(4, 1, base=1, over=(2,))], [4]),
    ("a page's own save arrives after the later one", [saved(1, 1), saved(3, 3, base=1, over=(2,)), saved(2, 2, base=1)], [3]),
    ("back to what it was, unseen by another", [saved(1, 1), saved(2, 2, base=1), saved(3, 1, base=2), saved(4, 3, base=1)], [3, 4]),
    ("a base that is not there", [saved(1, 1, base=77)], [1]),
    ("its own base", [saved(1, 1, base=1)], [1]),
    ("each over the other: something always stands", [saved(1, 1, base=2), saved(2, 2, base=1)], [2]),
]


@pytest.mark.parametrize(("line", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_stands(line: list[Saved], expected: list[int]) -> None:
    assert [one.uuid.int for one in standing(line)] == expected


def test_whoever_saw_one_of_two_alike_has_seen_the_other() -> None:
    line = [saved(1, 1), saved(2, 2, base=1), saved(3, 2, base=1), saved(4, 0)]
    assert seen_with(line, {UUID(int=2)}) == {UUID(int=2), UUID(int=3)}
    assert seen_with(line, {UUID(int=1)}) == set()  # written over long ago: what stands now was not on that screen


def test_a_choice_leaves_the_answer_to_its_writer() -> None:
    daniels, sams = saved(1, 1, by=1), saved(2, 2, by=2)
    choice = saved(3, 1, base=1, over=(2,), by=2)
    assert author_of(choice, [daniels, sams, choice]) == UUID(int=1)
    assert author_of(saved(4, 3, base=3, by=2), [daniels, sams, choice]) == UUID(int=2)
