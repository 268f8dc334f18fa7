"""Timing one call at a time, as a person waits for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter_ns, process_time_ns
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
    """Milliseconds of one whole pass: the least and the middle of several, and the least that all processors together spent on it.

    On a machine that others use too, the last is what to look at: it leaves out most of the waiting.
    """

    least_ms: float
    middle_ms: float
    processors_ms: float
    passes: int


class Contender(NamedTuple):
    """What is timed, and what it is given: made anew for each round, outside the time."""

    call: Callable[[Any], object]
    given: Callable[[], Any] = lambda: None


TURN_SECONDS = 0.3


def rounds(contenders: Mapping[str, Contender], number: int) -> dict[str, Rounds]:
    """Let each take its turn in every round, so that all meet the same noise: as many passes as fit a third of a second, and one at least.

    The first round warms up and is not counted.
    """
    taken: dict[str, list[tuple[float, float]]] = {}
    for at in range(number + 1):
        for name, contender in contenders.items():
            turn = _turn(contender)
            if at:
                taken.setdefault(name, []).extend(turn)
    return {name: _rounds(*map(sorted, zip(*passes, strict=True))) for name, passes in taken.items()}


def _turn(contender: Contender) -> list[tuple[float, float]]:
    """Give the milliseconds of each pass, on the clock and of the processors."""
    passes: list[tuple[float, float]] = []
    while sum(clock for clock, _ in passes) < TURN_SECONDS * 1000:
        given = contender.given()
        start, busy = perf_counter_ns(), process_time_ns()
        contender.call(given)
        passes.append(((perf_counter_ns() - start) / 1e6, (process_time_ns() - busy) / 1e6))
    return passes


def _rounds(clock: list[float], processors: list[float]) -> Rounds:
    return Rounds(clock[0], clock[len(clock) // 2], processors[0], len(clock))
