"""What each step is worth: least squares with no weight below zero, from sums of products alone.

A fit costs the same for a thousand cases as for a million; only the sums of products grow with the cases.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import nnls
from threadpoolctl import ThreadpoolController

from .cases import Reals

Places: TypeAlias = NDArray[np.intp]
_Function = TypeVar("_Function", bound=Callable[..., Any])

_LOADED = ThreadpoolController()  # what numpy and scipy multiply with

_NEARLY_NOTHING = 1e-10
_TURNS = 10


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of products round their means: of columns with each other (`gram`), of columns with the cost (`towards`), of the cost."""

    gram: Reals
    towards: Reals
    cost: float

    def of(self, columns: Places) -> "Sums":
        """Give the sums of these columns only."""
        return Sums(self.gram[np.ix_(columns, columns)], self.towards[columns], self.cost)

    def unexplained(self, weights: Reals, columns: Places) -> float:
        """Give the sum of squares that these weights of these columns leave."""
        return float(self.cost - 2 * weights @ self.towards[columns] + weights @ self.gram[np.ix_(columns, columns)] @ weights)


def in_one_thread(function: _Function) -> _Function:
    """Let numpy and scipy multiply in one thread while the function runs.

    A second one saves a tenth of a calibration of 20,000 cases; on a machine with other work, threads that wait for each other cost ten
    times the whole.
    """
    held: _Function = _LOADED.wrap(limits=1, user_api="blas")(function)
    return held


@in_one_thread
def sums_of(columns: Reals, cost: Reals, *, from_nothing: bool = False) -> Sums:
    """Add up products of the columns and the cost round their means, or round nothing where a fit has no constant of its own."""
    rows = len(cost)
    means = np.zeros(columns.shape[1]) if from_nothing else columns.sum(axis=0) / rows
    mean_cost = 0.0 if from_nothing else float(cost.mean())
    gram = columns.T @ columns - rows * np.outer(means, means)
    towards = columns.T @ cost - rows * means * mean_cost
    return Sums(gram, towards, float(((cost - mean_cost) ** 2).sum()))


def sums_again(sums: Sums, columns: Reals, cost: Reals, changed: Places) -> Sums:
    """Add up anew only what the changed columns have a part in."""
    apart = columns.T[changed]
    apart -= apart.mean(axis=1, keepdims=True)
    gram, towards = sums.gram.copy(), sums.towards.copy()
    gram[changed], towards[changed] = apart @ columns, apart @ cost
    gram[:, changed] = gram[changed].T
    return Sums(gram, towards, sums.cost)


def fit(sums: Sums, columns: Places) -> Reals:
    """Give the weights, none below zero, that leave least. A column that never varies is worth nothing.

    All that are on the wrong side change it at once (block pivoting: Portugal, Judice and Vicente 1994), which nearly always is right
    after a turn or two; where it is not, scipy's `nnls` (Lawson and Hanson 1974) takes its time.
    """
    of, spread = sums.of(columns), np.diag(sums.gram)
    varies = spread[columns] > _NEARLY_NOTHING * max(float(spread.max(initial=0.0)), _NEARLY_NOTHING)
    gram, most = steadied(of.gram), float(np.abs(of.towards).max(initial=0.0))
    counts, weights = varies, np.zeros(len(columns))
    for _ in range(_TURNS):
        at = np.flatnonzero(counts)
        weights[:] = 0.0
        weights[at] = np.linalg.solve(gram[np.ix_(at, at)], of.towards[at])
        missed = varies & (of.towards - gram @ weights > _NEARLY_NOTHING * most)
        wrong = np.where(counts, weights < 0, missed)
        if not wrong.any():
            return weights
        counts = counts ^ wrong
    factor = cholesky(gram)
    return np.where(varies, nnls(factor, solve_triangular(factor, of.towards, trans="T"))[0], 0.0)


def steadied(gram: Reals) -> Reals:
    """Add a hair's breadth of ridge: columns that say the same then share their weight, and one that never varies is worth nothing."""
    return gram + _NEARLY_NOTHING * max(float(np.trace(gram)), _NEARLY_NOTHING) * np.eye(len(gram))
