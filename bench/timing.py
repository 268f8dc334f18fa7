"""Timing one call at a time, as a person waits for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import perf_counter_ns


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
