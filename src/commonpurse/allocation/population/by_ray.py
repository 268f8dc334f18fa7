"""The same parts on Ray: on the cores of this machine, or on a cluster of many. See docs/decisions for when that pays.

Every machine must see the files under the same names. A part whose worker dies is worked out again by another one.
"""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from logging import ERROR
from socket import create_connection
from typing import Any

from .allocating import Engine, Outcome, Result, Work, results_of
from .parts import Part
from .refusing import FileRefused

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"  # before Ray is read: it reports nothing about us to anybody

import ray
from ray.exceptions import NodeDiedError, ObjectLostError, OutOfMemoryError, WorkerCrashedError

SECONDS_TO_ANSWER = 5.0
TRIES_AGAIN = 5
LOST = (WorkerCrashedError, NodeDiedError, ObjectLostError, OutOfMemoryError)
AHEAD = 2
"""For each core so many parts are under way or done and not yet written: what bounds memory."""


def on_ray(address: str | None) -> Engine:
    """Give the engine. Without an address Ray is started here, with every core, and ends with the work."""

    def engine(work: Work, parts: Sequence[Part]) -> Iterator[Outcome]:
        _join(address)
        try:
            yield from in_order(work, parts)
        finally:
            ray.shutdown()

    return engine


def _join(address: str | None) -> None:
    _refuse_silence(address or "")
    cores = None if address else len(os.sched_getaffinity(0))
    try:
        ray.init(address or "local", num_cpus=cores, include_dashboard=None if address else False, logging_level=ERROR, log_to_driver=False)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise FileRefused(f"Ray cannot be reached at {address}: {' '.join(str(error).split())}") from None


def _refuse_silence(address: str) -> None:
    """Say at once that nobody answers there: Ray would try for long, and with many lines."""
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        return
    try:
        create_connection((host, int(port)), timeout=SECONDS_TO_ANSWER).close()
    except (OSError, OverflowError) as error:
        raise FileRefused(f"Ray cannot be reached at {address}: {error}") from None


def in_order(work: Work, parts: Sequence[Part]) -> Iterator[Outcome]:
    """Give the results of the parts in their order, whichever is done first. Ray must have been joined."""
    cores: float = ray.cluster_resources().get("CPU", 1)  # type: ignore[no-untyped-call]
    limit = AHEAD * max(1, int(cores))
    waiting = deque(parts)
    under_way: deque[tuple[Part, Any]] = deque()
    task = ray.remote(num_cpus=1, max_retries=TRIES_AGAIN)(worked_out)
    while waiting or under_way:
        while waiting and len(under_way) < limit:
            part = waiting.popleft()
            under_way.append((part, task.remote(work.source, part)))
        part, reference = under_way.popleft()
        for outcome in _waited_for(part, reference):
            yield part, outcome
        del reference


def _waited_for(part: Part, reference: Any) -> list[Result | FileRefused]:
    try:
        found: list[Result | FileRefused] = ray.get(reference)
    except LOST as error:
        return [FileRefused(f"{part.file}: every worker that had it was lost, {TRIES_AGAIN + 1} in all ({type(error).__name__})")]
    return found


def worked_out(source: bytes, part: Part) -> list[Result | FileRefused]:
    """Work a whole part out in a worker's process, which has one core. What is wrong with it is a result like any other."""
    done: list[Result | FileRefused] = []
    try:
        done += results_of(_work(source), part)
    except FileRefused as error:
        return [error]
    return done


_known: dict[bytes, Work] = {}


def _work(source: bytes) -> Work:
    """Keep what was compiled: a worker does many parts of one population."""
    if source not in _known:
        _known.clear()
        _known[source] = Work(source, threads=1)
    return _known[source]
