"""Timing one call at a time, as a person waits for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter_ns
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Times:
    """Microseconds of one call: the middle one, and that which 99 of 100 keep within."""

    p50_us: float
    p99_us: float
    calls: int


def times(calls: Mapping[str, Callable[[int], object]], number: int, *, warm: int = 500, block: int = 250) -> dict[str, Times]:
    """Time every call once with each input's number, in turns of a block each, so that all meet the same noise.

    The first `warm` of each are not counted. Garbage collection stays on, as in service.
    """
    taken: dict[str, list[int]] = {name: [] for name in calls}
    for first in range(0, number, block):
        for name, call in calls.items():
            for at in range(first, min(first + block, number)):
                start = perf_counter_ns()
                call(at)
                taken[name].append(perf_counter_ns() - start)
    return {name: _times(sorted(each[warm:])) for name, each in taken.items()}


def _times(taken: list[int]) -> Times:
    return Times(taken[len(taken) // 2] / 1000, taken[len(taken) * 99 // 100] / 1000, len(taken))


@dataclass(frozen=True)
class Rounds:
    """Milliseconds of one whole pass: the least and the middle of several."""

    least_ms: float
    middle_ms: float
    rounds: int


class Contender(NamedTuple):
    """What is timed, and what it is given: made anew for each round, outside the time."""

    call: Callable[[Any], object]
    given: Callable[[], Any] = lambda: None


def rounds(contenders: Mapping[str, Contender], number: int) -> dict[str, Rounds]:
    """Let each take its turn in every round, so that all meet the same noise. The first round warms up and is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(number + 1):
        for name, contender in contenders.items():
            given = contender.given()
            start = perf_counter_ns()
            contender.call(given)
            taken[name].append((perf_counter_ns() - start) / 1e6)
    return {name: _rounds(sorted(each[1:])) for name, each in taken.items()}


def _rounds(taken: list[float]) -> Rounds:
    return Rounds(taken[0], taken[len(taken) // 2], len(taken))
