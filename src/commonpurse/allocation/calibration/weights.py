"""What each step is worth: least squares with no weight below zero, from sums of products alone.

The fit is scipy's `nnls` (Lawson and Hanson 1974) on the Cholesky factor of the Gram matrix: it costs the same for a thousand cases as
for a million.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import nnls

from .cases import Reals

Places: TypeAlias = NDArray[np.intp]

_NEARLY_NOTHING = 1e-10


@dataclass(frozen=True, eq=False)
class Sums:
    """Sums of products round their means: of columns with each other (`gram`), of columns with the cost (`towards`), of the cost."""

    gram: Reals
    towards: Reals
    cost: float

    def unexplained(self, weights: Reals, columns: Places) -> float:
        """Give the sum of squares that these weights of these columns leave."""
        return float(self.cost - 2 * weights @ self.towards[columns] + weights @ self.gram[np.ix_(columns, columns)] @ weights)


def sums_of(columns: Reals, cost: Reals, *, from_nothing: bool = False) -> Sums:
    """Add up products of the columns and the cost round their means, or round nothing where a fit has no constant of its own."""
    rows = len(cost)
    means = np.zeros(columns.shape[1]) if from_nothing else columns.sum(axis=0) / rows
    mean_cost = 0.0 if from_nothing else float(cost.mean())
    gram = columns.T @ columns - rows * np.outer(means, means)
    towards = columns.T @ cost - rows * means * mean_cost
    return Sums(gram, towards, float(((cost - mean_cost) ** 2).sum()))


def fit(sums: Sums, columns: Places) -> Reals:
    """Give the weights, none below zero, that leave least. A column that never varies is worth nothing."""
    weights = np.zeros(len(columns))
    spread = np.diag(sums.gram)[columns]
    varies = spread > _NEARLY_NOTHING * max(float(np.diag(sums.gram).max(initial=0.0)), _NEARLY_NOTHING)
    if not varies.any():
        return weights
    at = columns[varies]
    gram = sums.gram[np.ix_(at, at)]
    factor = cholesky(gram + _NEARLY_NOTHING * np.trace(gram) * np.eye(len(at)))
    weights[varies] = nnls(factor, solve_triangular(factor, sums.towards[at], trans="T"))[0]
    return weights
