"""A line with corners from points to money: the expected cost, or what is enough for a chosen share of people."""

from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from .cases import Reals, Wholes
from .weights import fit, sums_of

WHERE_SHARES_END = (0.1, 0.3, 0.5, 0.7, 0.85, 0.95)
"""Corners stand closer to each other where few people need much: that is where money per point changes most."""


@dataclass(frozen=True, eq=False)
class Curve:
    """Straight lines between corners. `points` rise; `pence` do not fall."""

    points: Wholes
    pence: Reals

    def at(self, points: Reals) -> Reals:
        """Give the pence at so many points: level before the first corner and after the last."""
        return np.interp(points, self.points, self.pence)

    def steepness(self, points: Reals) -> Reals:
        """Give the pence that one more point brings at so many points."""
        rises = np.diff(self.pence) / np.diff(self.points)
        inside = np.clip(np.searchsorted(self.points, points, side="right") - 1, 0, len(rises) - 1)
        return rises[inside]


def corners(points: Reals, most: int) -> Wholes:
    """Choose corners at whole points: 0, where some shares of the cases end, and the most points that there can be."""
    some = np.sort(points[points > 0])  # numpy's own quantile takes seven times as long
    shares = np.interp(np.multiply(WHERE_SHARES_END, len(some) - 1), np.arange(len(some)), some) if len(some) else np.zeros(0)
    inside = np.unique(np.rint(shares).astype(np.int64))
    return np.concatenate([[0], inside[(inside > 0) & (inside < most)], [max(most, 1)]])


def between(points: Reals, at: Wholes) -> Reals:
    """Give, for each case (row), the shares of the corners (column) round its points: they sum to 1."""
    place = np.clip(points, at[0], at[-1])
    after = np.clip(np.searchsorted(at, place, side="right"), 1, len(at) - 1)
    share = (place - at[after - 1]) / (at[after] - at[after - 1])
    found = np.zeros((len(points), len(at)))
    rows = np.arange(len(points))
    found[rows, after - 1], found[rows, after] = 1 - share, share
    return found


def expected(points: Reals, cost: Reals, at: Wholes, left: Reals | float = 1.0) -> tuple[Curve, float]:
    """Give the curve that never falls and leaves the least sum of squares, and that sum: what a case with so many points costs on average.

    `left`: what share of its money each case still gets with unpaid help.
    """
    climbed = np.ones((len(points), len(at)), order="F")  # how far the first corner, and each rise after it, is climbed
    for corner in range(1, len(at)):
        climbed[:, corner] = np.clip((points - at[corner - 1]) / (at[corner] - at[corner - 1]), 0, 1)
    climbed *= np.reshape(left, (-1, 1))
    sums = sums_of(climbed, cost, from_nothing=True)
    rises = fit(sums, np.arange(len(at)))
    return Curve(at, np.cumsum(rises)), sums.unexplained(rises, np.arange(len(at)))


_HALF_A_PENNY = 0.5


class NoCurve(Exception):
    """The optimiser found no curve; the text is its own word for why."""


@dataclass(frozen=True, eq=False)
class Kinds:
    """Cases that are alike stand together. `shares`: by kind and corner, what share of the corner's pence such a case gets
    (`between`, times what unpaid help leaves). `cost`: its agreed pence. `times`: how many such cases there are.
    """

    shares: Reals
    cost: Reals
    times: Reals

    def share_with_enough(self, curve: Curve) -> float:
        has_enough = self.shares @ curve.pence >= self.cost - _HALF_A_PENNY
        return float(self.times @ has_enough / self.times.sum())

    def takes_up(self, curve: Curve, fund: float | None) -> bool:
        """Whether nothing of the fund is left, a thousandth apart."""
        return fund is not None and float(self.times @ (self.shares @ curve.pence)) >= fund * (1 - 1e-3)


def enough(kinds: Kinds, at: Wholes, *, sufficiency: float, fund: float | None, from_nothing: bool) -> Curve:
    """Give the curve with which, wherever one looks, so large a share of cases have enough, within the fund.

    `from_nothing`: no money at no points, and never less money a point with more points: what `unpaid_help = "share"` must have.
    `fund`: the most pence for all the cases together. Raises NoCurve.

    This is quantile regression (Koenker and Bassett 1978) under those limits, solved in its dual form by HiGHS: a row for each corner, a
    column for each kind of case, between `sufficiency - 1` and `sufficiency` for each such case; the corners' pence are the rows' prices.
    """
    limits, least = _limits(at, from_nothing=from_nothing)
    if fund is not None:
        limits, least = np.vstack([limits, -(kinds.times @ kinds.shares)]), np.append(least, -float(fund))
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.passModel(_dual(kinds, limits, least, sufficiency))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise NoCurve(solver.modelStatusToString(solver.getModelStatus()))
    prices = np.abs(np.array(solver.getSolution().row_dual))
    return Curve(at, np.maximum.accumulate(prices))


def _limits(at: Wholes, *, from_nothing: bool) -> tuple[Reals, Reals]:
    """Give rows of `limits @ pence >= least`: no corner below the one before; from nothing, no fewer pence a point either."""
    rows = [_row(len(at), {each: 1.0, each - 1: -1.0}) for each in range(1, len(at))]
    rows.append(_row(len(at), {0: 1.0}))
    if from_nothing:
        rows.append(_row(len(at), {0: -1.0}))
        rows += [_row(len(at), {each: 1.0 / at[each], each - 1: -1.0 / at[each - 1]}) for each in range(2, len(at))]
    return np.array(rows), np.zeros(len(rows))


def _row(length: int, values: dict[int, float]) -> Reals:
    row = np.zeros(length)
    for place, value in values.items():
        row[place] = value
    return row


def _dual(kinds: Kinds, limits: Reals, least: Reals, sufficiency: float) -> highspy.HighsLp:
    """Write: the most of `cost @ d + least @ l`, where `shares.T @ d + limits.T @ l = 0`, each d within its bounds and l not below 0."""
    matrix = np.vstack([kinds.shares, limits])
    columns, rows = matrix.shape
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = columns, rows
    model.col_cost_ = -np.concatenate([kinds.cost, least])
    model.col_lower_ = np.concatenate([kinds.times * (sufficiency - 1), np.zeros(len(least))])
    model.col_upper_ = np.concatenate([kinds.times * sufficiency, np.full(len(least), highspy.kHighsInf)])
    model.row_lower_ = model.row_upper_ = np.zeros(rows)
    held = matrix != 0
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = np.concatenate([[0], np.cumsum(held.sum(axis=1))]).astype(np.int32)
    model.a_matrix_.index_ = np.nonzero(held)[1].astype(np.int32)
    model.a_matrix_.value_ = matrix[held]
    return model
