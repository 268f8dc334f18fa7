"""How well a calibration does on people whom it has not seen: each part of the cases judged by what was learned from the others."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import sqrt
from typing import Any

import numpy as np

from commonpurse.allocation.population.hiding import TOGETHER, put_together

from .calibrate import Wanted, calibrate
from .cases import Cases, Flags, Reals, Wholes

FOLDS = 5
RESAMPLES = 1_000
NEAR = 0.2
_Z = 1.959964  # the normal quantile of a 95 % interval


@dataclass(frozen=True)
class Measure:
    """A share or R squared, with its 95 % interval."""

    value: float
    low: float
    high: float

    def as_json(self) -> dict[str, float]:
        return {"value": round(self.value, 4), "low": round(self.low, 4), "high": round(self.high, 4)}


@dataclass(frozen=True)
class Accuracy:
    """Of `cases` people: how much of the spread of costs the points explain, how many amounts are near, how many are enough."""

    cases: int
    r_squared: Measure
    near: Measure  # within 20 % of the agreed cost
    sufficient: Measure  # at least the agreed cost
    total_pence: int
    cost_pence: int

    @property
    def says_something(self) -> bool:
        """Whether the answers predict the cost at all: chance alone would not give this."""
        return self.r_squared.low > 0


@dataclass(frozen=True, eq=False)
class HeldOut:
    """By case, what was foretold by a calibration that had not seen the case: the expected cost, and the amount."""

    cases: Cases
    predicted: Reals
    amounts: Reals

    def accuracy(self, of: Flags | None = None, *, seed: int = 0) -> Accuracy:
        """Measure all cases, or some."""
        rows = np.ones(len(self.cases), np.bool_) if of is None else of
        cost, predicted, amounts = self.cases.cost[rows].astype(np.float64), self.predicted[rows], self.amounts[rows]
        near = np.abs(amounts - cost) <= NEAR * cost
        return Accuracy(
            cases=len(cost),
            r_squared=_r_squared(cost, predicted, self.cases.belonging[rows], seed=seed),
            near=_share(int(near.sum()), len(cost)),
            sufficient=_share(int((amounts >= cost).sum()), len(cost)),
            total_pence=round(float(amounts.sum())),
            cost_pence=int(cost.sum()),
        )


def held_out(cases: Cases, wanted: Wanted, *, seed: int, told: Callable[[int, int], None] | None = None) -> HeldOut:
    """Calibrate anew without each fifth of the cases, and foretell that fifth. The fund's share goes with the number of cases."""
    fold = folds_of(cases, FOLDS, seed=seed)
    predicted, amounts = np.zeros(len(cases)), np.zeros(len(cases))
    for each in range(FOLDS):
        out = fold == each
        if out.any() and not out.all():
            found = calibrate(cases.some(~out), _for_part(wanted, 1 - float(out.mean())))
            seen = cases.some(out)
            predicted[out], amounts[out] = found.predicted(seen), found.amounts(seen)
        if told:
            told(each + 1, FOLDS)
    return HeldOut(cases, predicted, amounts)


def folds_of(cases: Cases, number: int, *, seed: int) -> Wholes:
    """Deal the cases into so many parts at random; all cases of one person, and copies, go to the same part.

    Else somebody who is learned from would be among those that the learning is judged by.
    """
    _, belonging = np.unique(cases.belonging, return_inverse=True)
    kinds = int(belonging.max(initial=-1)) + 1
    dealt = np.random.default_rng(seed).permutation(np.arange(kinds) % number)
    return dealt[belonging.ravel()]


def _for_part(wanted: Wanted, share: float) -> Wanted:
    return wanted if wanted.fund is None else replace(wanted, fund=int(wanted.fund * share))


def r_squared(cost: Reals, predicted: Reals) -> float:
    """Give the share of the spread of costs that is foretold; below 0 it is worse than saying the mean of all."""
    spread = float(((cost - cost.mean()) ** 2).sum())
    return 1 - float(((cost - predicted) ** 2).sum()) / spread if spread else 0.0


def _r_squared(cost: Reals, predicted: Reals, belonging: Wholes, *, seed: int) -> Measure:
    """With a percentile interval from resampled cases (Efron 1979); those that belong together are drawn together."""
    random = np.random.default_rng(seed)
    missed = (cost - predicted) ** 2
    _, place = np.unique(belonging, return_inverse=True)
    if len(cost) > place.max(initial=-1) + 1:
        found = _drawn_together(random, cost, missed, place.ravel())
    else:
        found = _drawn_singly(random, cost, missed)
    low, high = np.quantile(found, [0.025, 0.975])
    return Measure(r_squared(cost, predicted), float(low), float(high))


def _drawn_singly(random: np.random.Generator, cost: Reals, missed: Reals) -> Reals:
    found = np.empty(RESAMPLES)
    for at in range(RESAMPLES):
        rows = random.integers(0, len(cost), len(cost))
        drawn = cost[rows]
        spread = float(((drawn - drawn.mean()) ** 2).sum())
        found[at] = 1 - float(missed[rows].sum()) / spread if spread else 0.0
    return found


def _drawn_together(random: np.random.Generator, cost: Reals, missed: Reals, place: Wholes) -> Reals:
    """Draw people, each with all their rows."""
    found = np.empty(RESAMPLES)
    people = int(place.max()) + 1
    for at in range(RESAMPLES):
        times = np.bincount(random.integers(0, people, people), minlength=people)[place]
        spread = float((times * (cost - np.average(cost, weights=times)) ** 2).sum())
        found[at] = 1 - float((times * missed).sum()) / spread if spread else 0.0
    return found


def _share(hits: int, of: int) -> Measure:
    """With Wilson's score interval (1927)."""
    if not of:
        return Measure(0.0, 0.0, 1.0)
    share, squared = hits / of, _Z**2
    middle = (share + squared / (2 * of)) / (1 + squared / of)
    half = _Z * sqrt(share * (1 - share) / of + squared / (4 * of * of)) / (1 + squared / of)
    return Measure(share, max(middle - half, 0.0), min(middle + half, 1.0))


def measures(of: Accuracy) -> dict[str, Any]:
    """Give the measures of some people for machines."""
    found: dict[str, Measure] = {"r_squared": of.r_squared, "within_20_percent": of.near, "sufficient": of.sufficient}
    return {"people": of.cases, **{name: measure.as_json() for name, measure in found.items()}}


def by_groups(judged: HeldOut, *, seed: int = 0) -> dict[str, dict[str, Accuracy]]:
    """Measure each group of each column, small groups together."""
    found: dict[str, dict[str, Accuracy]] = {}
    for column, values in judged.cases.groups.items():
        named = put_together(values)
        order = sorted(set(named.tolist()), key=lambda name: (name == TOGETHER, name))
        found[column] = {name: judged.accuracy(named == name, seed=seed) for name in order}
    return found
