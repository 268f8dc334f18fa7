"""Costs that cannot well be what they are taken for: pounds where pence are meant, a year's where a week's are, and single outliers."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from commonpurse.allocation.population.refusing import FileRefused, rows_named
from commonpurse.formula import Scheme
from commonpurse.values.money import pounds, pounds_and_pence

from .cases import Cases, Reals, Wholes
from .drafting import amounts

FAR = 30
"""So many times more or less than the scheme gives is no difference of judgement. Pounds for pence are 100 times less."""
LEAST_TO_JUDGE_BY = 500
"""Pence: beside an amount below five pounds nothing is far."""


def odd_costs(scheme: Scheme, cases: Cases, rows: NDArray[np.int64]) -> Sequence[str]:
    """Say which costs are far from what the scheme gives these people. Raises FileRefused where most of them are: then all are mistaken.

    `rows` are those of the file, by case.
    """
    given = amounts(scheme, cases).astype(np.float64)
    judged = (given >= LEAST_TO_JUDGE_BY) & (cases.cost > 0)
    if not judged.any():
        return []
    cost = cases.cost.astype(np.float64)
    middle = float(np.median(cost[judged] / given[judged]))
    _refuse_all(scheme, cases.cost, given, middle)
    less, more = judged & (cost * FAR < given), judged & (cost > given * FAR)
    return [*_said(less, "less", rows, cases.cost), *_said(more, "more", rows, cases.cost)]


def _refuse_all(scheme: Scheme, cost: Wholes, given: Reals, middle: float) -> None:
    if 1 / FAR <= middle <= FAR:
        return
    each = "week" if scheme.pays == "weekly" else "year"
    agreed, gives = pounds_and_pence(int(cost.sum())), pounds(int(given.sum()))
    told = f"all the costs come to {agreed} a {each}, and {scheme.id} gives these people {gives}"
    if middle > FAR:
        raise FileRefused(f"cost_pence: {told}. Are they a year's, or hundredths of a penny? It holds pence a {each}.")
    raise FileRefused(f"cost_pence: {told}. Are they pounds? It holds pence: 120 pounds are 12000.")


def _said(far: NDArray[np.bool_], how: str, rows: NDArray[np.int64], cost: Wholes) -> list[str]:
    if not far.any():
        return []
    places = np.flatnonzero(far)
    named = rows_named(rows[places].tolist())
    meant = "pounds taken for pence, perhaps" if how == "less" else "a slip, perhaps"
    sum_of_them = pounds_and_pence(int(cost[places].sum()))
    return [f"cost_pence: {named}: more than {FAR} times {how} than the scheme gives; {meant}. Together {sum_of_them}."]
