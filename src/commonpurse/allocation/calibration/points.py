"""From a choice of questions to points: which questions count together and which only as the larger, how the money bends, whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from .cases import Cases, Flags, Reals, Wholes
from .curve import Curve, corners, expected
from .search import Choice
from .weights import Sums, fit, in_one_thread, sums_again, sums_of

Together = tuple[tuple[int, ...], ...]
"""Groups of questions (places) of which only the largest counts; a question in no group adds up."""

Pair = tuple[int, int]

TOTALS = (60, 80, 100, 120, 150, 200, 300, 500, 1000)
"""The most points that a scheme may give in all, the smallest first: small numbers are easier to explain."""
LOST_BY_ROUNDING = 0.0005
WORTH_A_GROUP = 0.002
WORTH_A_BEND = 0.002
"""Shares of the spread of costs (R squared) for which a thing is worth its price in explaining."""

_TURNS = 8
_HARDLY = 1e-5
_MOST_GROUPS = 6
_FINE = 1_000


@dataclass(frozen=True, eq=False)
class Points:
    """What each question's levels above the first are worth, by place of the question; and which count only as the larger."""

    questions: tuple[int, ...]
    by_question: dict[int, Reals]
    together: Together = ()

    @property
    def most(self) -> float:
        """The most that anybody can have."""
        tops = {question: float(worth.max(initial=0.0)) for question, worth in self.by_question.items()}
        grouped = {each for group in self.together for each in group}
        return sum(tops[each] for each in self.questions if each not in grouped) + sum(
            max(tops[each] for each in group) for group in self.together
        )

    def of(self, cases: Cases) -> Reals:
        """Give each case's points: sums, and the largest of each group."""
        grouped = {each for group in self.together for each in group}
        found = np.zeros(len(cases))
        for each in self.questions:
            if each not in grouped:
                found += self.of_one(cases, each)
        for group in self.together:
            found += np.max([self.of_one(cases, each) for each in group], axis=0)
        return found

    def of_one(self, cases: Cases, question: int) -> Reals:
        return cases.steps[:, cases.steps_of(question)] @ np.diff(self.by_question[question], prepend=0.0)

    def counting(self, cases: Cases) -> dict[int, Flags]:
        """Say, for each question of a group, in which cases it is the one that counts: the first on a tie."""
        found: dict[int, Flags] = {}
        for group in self.together:
            worth = [self.of_one(cases, each) for each in group]
            largest, nobodys = np.max(worth, axis=0), np.ones(len(cases), np.bool_)
            for each, own in zip(group, worth, strict=True):  # ten times as fast as argmax over so few
                found[each] = nobodys & (own == largest)
                nobodys &= ~found[each]
        return found


@in_one_thread
def points_of(cases: Cases, sums: Sums, choice: Choice) -> tuple[Points, Curve]:
    """Give whole points for the chosen questions, and the expected cost by points.

    `sums` are those of the cases' steps and costs, with which the choice was made.
    """
    cost = cases.cost.astype(np.float64)
    found = _grouped(cases, sums, cost, points_in_sum(cases, choice))
    return _whole(cases, cost, bent(cases, cost, found))


def points_in_sum(cases: Cases, choice: Choice) -> Points:
    """Give the choice's weights as points that all add up."""
    return _as_points(cases, choice.questions, choice.weights)


def _as_points(cases: Cases, questions: Sequence[int], weights: Reals, together: Together = ()) -> Points:
    ends = np.cumsum([0, *(cases.most[each] for each in questions)])
    worth = {each: np.cumsum(weights[ends[at] : ends[at + 1]]) for at, each in enumerate(questions)}
    return Points(tuple(questions), worth, together)


# Which count only as the larger


def _grouped(cases: Cases, sums: Sums, cost: Reals, found: Points) -> Points:
    """Let questions count only as the larger, two groups at a time, as long as that explains clearly more."""
    before = _unexplained(cost, found.of(cases))
    pairs = list(combinations([each for each in found.questions if found.by_question[each].any()], 2))
    for _ in range(_MOST_GROUPS):
        pairs = _likely_pairs(cases, sums, cost, found, pairs)
        if not pairs:
            return found
        joined, after = _refitted(cases, sums, cost, replace(found, together=_join(found.together, pairs[0])))
        if before - after < WORTH_A_GROUP * sums.cost:
            return found
        found, before = joined, after
    return found


def _unexplained(cost: Reals, points: Reals) -> float:
    """Give the sum of squares that a straight line of these points leaves."""
    apart = points - points.mean()
    slope = float(apart @ cost / max(apart @ apart, 1e-12))
    return float(((cost - cost.mean() - slope * apart) ** 2).sum())


def _spread(cost: Reals) -> float:
    return float(((cost - cost.mean()) ** 2).sum())


def _likely_pairs(cases: Cases, sums: Sums, cost: Reals, found: Points, pairs: Sequence[Pair]) -> list[Pair]:
    """Keep the pairs whose smaller part seems counted too much, the likeliest first: the larger of two is their sum less the smaller."""
    apart = [pair for pair in pairs if not any({*pair} <= {*group} for group in found.together)]
    worth = {each: found.of_one(cases, each) for each in {each for pair in apart for each in pair}}
    rest = cost - found.of(cases)
    rest -= rest.mean()
    gains = {(one, other): _gain(rest, np.minimum(worth[one], worth[other])) for one, other in apart}
    likely = [pair for pair, gain in gains.items() if gain > WORTH_A_GROUP / 4 * sums.cost]
    return sorted(likely, key=lambda pair: -gains[pair])


def _gain(rest: Reals, smaller: Reals) -> float:
    """Say how much a share of the smaller of two, taken off, would explain of a rest that is nothing on average."""
    spread = float(smaller @ smaller - smaller.sum() ** 2 / len(smaller))
    with_it = float(smaller @ rest)
    return with_it**2 / spread if with_it < 0 < spread else 0.0


def _join(together: Together, pair: Pair) -> Together:
    touched = [group for group in together if set(group) & set(pair)]
    joined = tuple(sorted({*pair, *(each for group in touched for each in group)}))
    return (*(group for group in together if group not in touched), joined)


def _refitted(cases: Cases, sums: Sums, cost: Reals, found: Points) -> tuple[Points, float]:
    """Fit again with only the largest of each group counting, until that no longer changes which one is the largest.

    Gives the points, and the sum of squares that they leave.
    """
    best, least = found, np.inf
    at = cases.columns_of(found.questions)
    in_groups = np.flatnonzero(np.isin(at, cases.columns_of([each for group in found.together for each in group])))
    for _ in range(_TURNS):
        counted = sums_again(sums.of(at), _counted_columns(cases, found), cost, in_groups)
        found = _as_points(cases, found.questions, fit(counted, np.arange(len(at))), found.together)
        unexplained = _unexplained(cost, found.of(cases))
        if unexplained >= least * (1 - _HARDLY):
            break
        best, least = found, unexplained
    return best, least


def _counted_columns(cases: Cases, found: Points) -> Reals:
    rows = cases.steps.T[cases.columns_of(found.questions)]
    counting = found.counting(cases)
    start = 0
    for each in found.questions:
        block = slice(start, start := start + cases.most[each])
        if each in counting:
            rows[block] *= counting[each]
    return rows.T


# How the money bends


def left_of(points: Points, cases: Cases) -> tuple[Reals, Reals]:
    """Give each case's points if nobody helped unpaid, and what share of them is left: `unpaid_help = "share"`."""
    gross = points.of(cases.unhelped)
    if not cases.is_helped:
        return gross, np.ones_like(gross)
    return gross, np.divide(points.of(cases), gross, out=np.ones_like(gross), where=gross > 0)


@dataclass(frozen=True, eq=False)
class Judged:
    """Points, the expected cost by points, and the sum of squares that the two leave."""

    points: Points
    curve: Curve
    unexplained: float


@in_one_thread
def bent(cases: Cases, cost: Reals, found: Points) -> Judged:
    """Where the cost clearly bends with the points, fit points and curve in turns (Gauss and Newton's way of least squares)."""
    best = _judged(cases, cost, found, _FINE)
    if not found.most or _unexplained(cost, found.of(cases)) - best.unexplained < WORTH_A_BEND * _spread(cost):
        return best
    for _ in range(_TURNS):
        gross, left = left_of(best.points, cases)
        rise = best.curve.steepness(gross) * left
        columns = _counted_columns(cases.unhelped, best.points) * rise[:, None]
        aim = cost - best.curve.at(gross) * left + rise * gross
        weights = fit(sums_of(columns, aim, from_nothing=True), np.arange(columns.shape[1]))
        now = _judged(cases, cost, _as_points(cases, found.questions, weights, found.together), _FINE)
        if now.unexplained >= best.unexplained * (1 - _HARDLY):
            break
        best = now
    return best


def _judged(cases: Cases, cost: Reals, found: Points, total: int, *, whole: bool = False) -> Judged:
    """Bring points to a scale of so many in all, and fit the curve for them."""
    scaled = _scaled(found, total / found.most, whole=whole) if found.most else found
    gross, left = left_of(scaled, cases)
    return Judged(scaled, *expected(gross, cost, corners(gross, round(scaled.most)), left))


def _scaled(found: Points, by: float, *, whole: bool = False) -> Points:
    worth = {each: values * by for each, values in found.by_question.items()}
    return replace(found, by_question={each: np.rint(values) for each, values in worth.items()} if whole else worth)


# Whole numbers


def _whole(cases: Cases, cost: Reals, fine: Judged) -> tuple[Points, Curve]:
    """Round to the fewest points in all that lose nearly nothing. A question's points never fall from level to level."""
    least = fine.unexplained + LOST_BY_ROUNDING * _spread(cost)
    tried = []
    for total in TOTALS:
        tried.append(_judged(cases, cost, fine.points, total, whole=True))
        if tried[-1].unexplained <= least:
            break
    best = min(tried, key=lambda each: each.unexplained)
    return best.points, best.curve


def as_whole(points: Points) -> dict[int, Wholes]:
    """Give each question's points by level, from level 0."""
    return {each: np.concatenate([[0], worth]).astype(np.int64) for each, worth in points.by_question.items()}
