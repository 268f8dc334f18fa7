"""One calibration: the questions, their points, and the money that is enough for a chosen share of people."""

from dataclasses import dataclass

import numpy as np

from .cases import Cases, Reals, Wholes
from .curve import Curve, Kinds, between, corners, enough
from .points import Points, left_of, points_of
from .search import choose
from .weights import sums_of

_HIGHEST_AIM = 0.999
_TURNS = 7


@dataclass(frozen=True)
class Wanted:
    """What a place chooses. `keep` are places of questions that are never dropped: eligibility or safety needs them.

    `sufficiency`: the share of people who should have enough. `fund`: the most pence for all the cases together, None without a limit.
    `from_nothing`: the curve starts at nothing and bends upwards only, as `unpaid_help = "share"` must have it.
    """

    length: int
    sufficiency: float = 0.8
    fund: int | None = None
    keep: tuple[int, ...] = ()
    from_nothing: bool = True


@dataclass(frozen=True, eq=False)
class Calibrated:
    """Whole points, the expected cost by points (for judging how well they predict), and the money by points."""

    points: Points
    expected: Curve
    money: Curve

    def amounts(self, cases: Cases) -> Reals:
        """Give the pence that the curve gives each case, before rounding: unpaid help takes its share, as in `share`."""
        gross, left = left_of(self.points, cases)
        return self.money.at(gross) * left

    def predicted(self, cases: Cases) -> Reals:
        gross, left = left_of(self.points, cases)
        return self.expected.at(gross) * left


def calibrate(cases: Cases, wanted: Wanted) -> Calibrated:
    """Fit a scheme to the cases. Raises NoCurve where the optimiser finds none."""
    cost = cases.cost.astype(np.float64)
    sums = sums_of(cases.steps, cost)
    points, expected = points_of(cases, sums, choose(cases, sums, wanted.length, keep=wanted.keep))
    return Calibrated(points, expected, _money(cases, points, wanted))


def _money(cases: Cases, points: Points, wanted: Wanted) -> Curve:
    gross, left = left_of(points, cases)
    at = corners(gross, max(int(points.most), 1))
    shares = between(gross, at) * left[:, None]
    kinds = _once_each(shares, cases.cost)
    return _sufficient(kinds, at, wanted)


def _sufficient(kinds: Kinds, at: Wholes, wanted: Wanted) -> Curve:
    """Aim higher until so many have enough in all: a curve that must start at nothing can fall short of what it aims at.

    Where the fund binds, what it allows is given.
    """

    def aim(sufficiency: float) -> Curve:
        return enough(kinds, at, sufficiency=sufficiency, fund=wanted.fund, from_nothing=wanted.from_nothing)

    low, found = wanted.sufficiency, aim(wanted.sufficiency)
    if kinds.share_with_enough(found) >= wanted.sufficiency or kinds.takes_up(found, wanted.fund):
        return found
    high = _HIGHEST_AIM
    for _ in range(_TURNS):
        middle = (low + high) / 2
        tried = aim(middle)
        if kinds.share_with_enough(tried) >= wanted.sufficiency or kinds.takes_up(tried, wanted.fund):
            high, found = middle, tried
        else:
            low = middle
    return found


def _once_each(shares: Reals, cost: Wholes) -> Kinds:
    """Stand cases that are alike together: a million of the same are one column for the optimiser."""
    rows, times = np.unique(np.column_stack([shares, cost]), axis=0, return_counts=True)
    return Kinds(rows[:, :-1], rows[:, -1], times.astype(np.float64))
