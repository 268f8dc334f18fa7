"""Which questions earn their place: the best found choice of so many, by growing and exchanging.

Follows the idea of splicing (Zhu and others 2020, "A polynomial algorithm for best-subset selection problem"), with whole questions as
the units and no weight below zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np

from .cases import Cases, Reals
from .weights import Sums, fit, steadied

_WORTH_IT = 1e-6
_CANDIDATES = 3
"""How many of the most promising questions are tried in earnest at each turn."""
_UNEXPLAINED = attrgetter("unexplained")


@dataclass(frozen=True)
class Choice:
    """Some questions (places, in the order of the cases), the weights of their steps, and the sum of squares that they leave."""

    questions: tuple[int, ...]
    weights: Reals
    unexplained: float


def choices(cases: Cases, sums: Sums, *, keep: Sequence[int] = ()) -> Iterator[Choice]:
    """Give the best found choice of each length, from the questions that must be kept (or one) up to all of them."""
    chosen = _choose(cases, sums, keep)
    if keep:
        yield chosen
    while len(chosen.questions) < len(cases.questions):
        chosen = _exchange(cases, sums, _grow(cases, sums, chosen), keep)
        yield chosen


def choose(cases: Cases, sums: Sums, length: int, *, keep: Sequence[int] = ()) -> Choice:
    """Give the best found choice of `length` questions, never fewer than those that must be kept."""
    if length >= len(cases.questions):
        return _choose(cases, sums, range(len(cases.questions)))
    chosen = _choose(cases, sums, keep)
    while len(chosen.questions) < length:
        chosen = _grow(cases, sums, chosen)
    return _exchange(cases, sums, chosen, keep)


def _choose(cases: Cases, sums: Sums, questions: Sequence[int]) -> Choice:
    ordered = tuple(sorted(questions))
    columns = cases.columns_of(ordered)
    weights = fit(sums, columns)
    return Choice(ordered, weights, sums.unexplained(weights, columns))


def _grow(cases: Cases, sums: Sums, chosen: Choice) -> Choice:
    promising = _promise(cases, sums, chosen)[:_CANDIDATES]
    return min((_choose(cases, sums, (*chosen.questions, each)) for each in promising), key=_UNEXPLAINED)


def _exchange(cases: Cases, sums: Sums, chosen: Choice, keep: Sequence[int]) -> Choice:
    """Exchange one question at a time for a better one, until none is."""
    while True:
        better = _better(cases, sums, chosen, keep)
        if better is None:
            return chosen
        chosen = better


def _better(cases: Cases, sums: Sums, chosen: Choice, keep: Sequence[int]) -> Choice | None:
    free = [each for each in chosen.questions if each not in keep]
    fewer = sorted((_choose(cases, sums, [other for other in chosen.questions if other != each]) for each in free), key=_UNEXPLAINED)
    for without in fewer[:_CANDIDATES]:
        dropped = set(chosen.questions) - set(without.questions)
        for each in [other for other in _promise(cases, sums, without) if other not in dropped][:_CANDIDATES]:
            instead = _choose(cases, sums, (*without.questions, each))
            if instead.unexplained < chosen.unexplained - _WORTH_IT * sums.cost:
                return instead
    return None


def _promise(cases: Cases, sums: Sums, chosen: Choice) -> list[int]:
    """Order the other questions by how much of what is left each could explain by itself, the chosen weights given room to move."""
    held = cases.columns_of(chosen.questions)[chosen.weights > 0]
    worth = chosen.weights[chosen.weights > 0]
    others = [each for each in range(len(cases.questions)) if each not in chosen.questions]
    at = cases.columns_of(others)
    left = sums.towards[at] - sums.gram[np.ix_(at, held)] @ worth
    own = sums.gram[np.ix_(at, at)]
    if len(held):
        shared = sums.gram[np.ix_(held, at)]
        own = own - shared.T @ np.linalg.solve(steadied(sums.gram[np.ix_(held, held)]), shared)
    of = np.repeat(np.arange(len(others)), [cases.most[each] for each in others])
    by_itself = np.where(of[:, None] == of, own, 0.0)
    gains = np.bincount(of, left * np.linalg.solve(steadied(by_itself), np.maximum(left, 0.0)), len(others))
    return [others[each] for each in np.argsort(-gains, kind="stable")]
