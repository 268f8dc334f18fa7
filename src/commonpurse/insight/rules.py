"""What may be said about many, and how: a middle, what nine in ten stay within, and never about a few. Pure."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

FEWEST = 10  # journeys: about fewer nothing is said
FEWEST_WORKERS = 2  # one worker's journeys are that worker's figures


@dataclass(frozen=True)
class Spread:
    """`at_least`: how many it is made from, down to a ten, so that no two counts differ by a few who could be told apart."""

    at_least: int
    median: float
    ninetieth: float


def spread(values: Sequence[float], *, workers: Sequence[Hashable]) -> Spread | None:
    """Say the middle and the 90th percentile of values, one a journey; None where they are too few or one worker's. `workers`: whose."""
    if len(values) < FEWEST or len(set(workers)) < FEWEST_WORKERS:
        return None
    return Spread(len(values) // 10 * 10, round(median(values), 1), round(quantiles(values, n=10, method="inclusive")[-1], 1))
