"""From a choice of questions to points: which questions count together and which only as the larger, how the money bends, whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from .cases import Cases, Flags, Reals, Wholes
from .curve import Curve, corners, expected
from .search import Choice
from .weights import Sums, fit, sums_of

Together = tuple[tuple[int, ...], ...]
"""Groups of questions (places) of which only the largest counts; a question in no group adds up."""

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
                found += self._of(cases, each)
        for group in self.together:
            found += np.max([self._of(cases, each) for each in group], axis=0)
        return found

    def _of(self, cases: Cases, question: int) -> Reals:
        return cases.steps[:, cases.steps_of(question)] @ np.diff(self.by_question[question], prepend=0.0)

    def counting(self, cases: Cases) -> dict[int, Flags]:
        """Say, for each question of a group, in which cases it is the one that counts: the first on a tie."""
        found: dict[int, Flags] = {}
        for group in self.together:
            largest = np.argmax([self._of(cases, each) for each in group], axis=0)
            found |= {each: largest == place for place, each in enumerate(group)}
        return found


def points_of(cases: Cases, sums: Sums, choice: Choice) -> tuple[Points, Curve]:
    """Give whole points for the chosen questions, and the expected cost by points.

    `sums` are those of the cases' steps and costs, with which the choice was made.
    """
    cost = cases.cost.astype(np.float64)
    found = _grouped(cases, sums, cost, points_in_sum(cases, choice))
    return _whole(cases, cost, bent(cases, cost, found)[0])


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
    left = _left(cost, found.of(cases))
    for _ in range(_MOST_GROUPS):
        pair = _likeliest_pair(cases, sums, cost, found)
        if pair is None:
            return found
        joined = _refitted(cases, cost, replace(found, together=_join(found.together, pair)))
        now = _left(cost, joined.of(cases))
        if left - now < WORTH_A_GROUP * sums.cost:
            return found
        found, left = joined, now
    return found


def _left(cost: Reals, points: Reals) -> float:
    """Give the sum of squares that a straight line of these points leaves."""
    apart = points - points.mean()
    slope = float(apart @ cost / max(apart @ apart, 1e-12))
    return float(((cost - cost.mean() - slope * apart) ** 2).sum())


def _likeliest_pair(cases: Cases, sums: Sums, cost: Reals, found: Points) -> tuple[int, int] | None:
    """Find the two questions whose smaller part seems counted too much: the larger of two is their sum less the smaller."""
    worth = {each: found._of(cases, each) for each in found.questions if found.by_question[each].any()}
    of_group = {each: at for at, group in enumerate(found.together) for each in group}
    pairs = [pair for pair in combinations(worth, 2) if of_group.get(pair[0], -1) != of_group.get(pair[1], -2)]
    if not pairs:
        return None
    rest = cost - found.of(cases)
    rest = rest - rest.mean()
    gains = [_gain(rest, np.minimum(worth[one], worth[other])) for one, other in pairs]
    best = int(np.argmax(gains))
    return pairs[best] if gains[best] > WORTH_A_GROUP / 4 * sums.cost else None


def _gain(rest: Reals, smaller: Reals) -> float:
    apart = smaller - smaller.mean()
    spread = float(apart @ apart)
    with_it = float(apart @ rest)
    return with_it**2 / spread if with_it < 0 < spread else 0.0


def _join(together: Together, pair: tuple[int, int]) -> Together:
    touched = [group for group in together if set(group) & set(pair)]
    joined = tuple(sorted({*pair, *(each for group in touched for each in group)}))
    return (*(group for group in together if group not in touched), joined)


def _refitted(cases: Cases, cost: Reals, found: Points) -> Points:
    """Fit again with only the largest of each group counting, until that no longer changes which one is the largest."""
    best, best_left = found, np.inf
    for _ in range(_TURNS):
        columns = _counted_columns(cases, found)
        weights = fit(sums_of(columns, cost), np.arange(columns.shape[1]))
        found = _as_points(cases, found.questions, weights, found.together)
        left = _left(cost, found.of(cases))
        if left >= best_left * (1 - _HARDLY):
            return best
        best, best_left = found, left
    return best


def _counted_columns(cases: Cases, found: Points) -> Reals:
    columns = cases.steps[:, cases.columns_of(found.questions)].copy()
    counting = found.counting(cases)
    start = 0
    for each in found.questions:
        block = slice(start, start := start + cases.most[each])
        if each in counting:
            columns[:, block] *= counting[each][:, None]
    return columns


# How the money bends


def left_of(points: Points, cases: Cases) -> tuple[Reals, Reals]:
    """Give each case's points if nobody helped unpaid, and what share of them is left: `unpaid_help = "share"`."""
    gross = points.of(cases.unhelped)
    if not cases.is_helped:
        return gross, np.ones_like(gross)
    return gross, np.divide(points.of(cases), gross, out=np.ones_like(gross), where=gross > 0)


def bent(cases: Cases, cost: Reals, found: Points) -> tuple[Points, Curve]:
    """Where the cost clearly bends with the points, fit points and curve in turns (Gauss and Newton's way of least squares)."""
    best, best_curve, best_left = _seen_whole(cases, cost, found)
    spread = float(((cost - cost.mean()) ** 2).sum())
    if not found.most or _left(cost, found.of(cases)) - best_left < WORTH_A_BEND * spread:
        return best, best_curve
    for _ in range(_TURNS):
        gross, left = left_of(best, cases)
        rise = best_curve.steepness(gross) * left
        columns = _counted_columns(cases.unhelped, best) * rise[:, None]
        aim = cost - best_curve.at(gross) * left + rise * gross
        weights = fit(sums_of(columns, aim, from_nothing=True), np.arange(columns.shape[1]))
        now, curve, now_left = _seen_whole(cases, cost, _as_points(cases, best.questions, weights, best.together))
        if now_left >= best_left * (1 - _HARDLY):
            break
        best, best_curve, best_left = now, curve, now_left
    return best, best_curve


def _seen_whole(cases: Cases, cost: Reals, found: Points) -> tuple[Points, Curve, float]:
    """Bring points to a scale of a thousand in all, with the curve for them and the sum of squares that it leaves."""
    scaled = _scaled(found, _FINE / found.most) if found.most else found
    gross, left = left_of(scaled, cases)
    curve = expected(gross, cost, corners(gross, _FINE), left)
    return scaled, curve, float(((cost - curve.at(gross) * left) ** 2).sum())


def _scaled(found: Points, by: float, *, whole: bool = False) -> Points:
    worth = {each: values * by for each, values in found.by_question.items()}
    return replace(found, by_question={each: np.rint(values) for each, values in worth.items()} if whole else worth)


# Whole numbers


def _whole(cases: Cases, cost: Reals, found: Points) -> tuple[Points, Curve]:
    """Round to the fewest points in all that lose nearly nothing. A question's points never fall from level to level."""
    if not found.most:
        none = {each: np.zeros(cases.most[each]) for each in found.questions}
        return replace(found, by_question=none), expected(np.zeros(len(cases)), cost, np.array([0, 1]))
    least = _seen_whole(cases, cost, found)[2] + LOST_BY_ROUNDING * float(((cost - cost.mean()) ** 2).sum())
    tried = []
    for total in TOTALS:
        tried.append(_rounded(cases, cost, found, total))
        if tried[-1][2] <= least:
            break
    points, curve, _ = min(tried, key=lambda each: each[2])
    return points, curve


def _rounded(cases: Cases, cost: Reals, found: Points, total: int) -> tuple[Points, Curve, float]:
    whole = _scaled(found, total / found.most, whole=True)
    gross, left = left_of(whole, cases)
    curve = expected(gross, cost, corners(gross, int(whole.most)), left)
    return whole, curve, float(((cost - curve.at(gross) * left) ** 2).sum())


def as_whole(points: Points) -> dict[int, Wholes]:
    """Give each question's points by level, from level 0."""
    return {each: np.concatenate([[0], worth]).astype(np.int64) for each, worth in points.by_question.items()}
