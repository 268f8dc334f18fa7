"""Weights leave no more than scipy's own way leaves, whatever the columns are like; sums added up again in part are the sums anew."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.optimize import nnls
from threadpoolctl import threadpool_info, threadpool_limits

from commonpurse.allocation.calibration.cases import Reals
from commonpurse.allocation.calibration.weights import fit, in_one_thread, sums_again, sums_of


def independent(random: np.random.Generator, columns: int) -> Reals:
    return random.normal(size=(200, columns))


def hanging_together(random: np.random.Generator, columns: int) -> Reals:
    """Columns so much alike that changing sides all at once does not always settle: scipy's way is then taken."""
    found: Reals = np.cumsum(independent(random, columns), axis=1)
    return found


def twice_the_same_and_one_that_never_varies(random: np.random.Generator, columns: int) -> Reals:
    found = independent(random, columns + 2)
    found[:, -2], found[:, -1] = found[:, 0], 3.0
    return found


@pytest.mark.parametrize("like", [independent, hanging_together, twice_the_same_and_one_that_never_varies])
def test_no_weight_is_below_zero_and_none_leave_less(like: Callable[[np.random.Generator, int], Reals]) -> None:
    for seed in range(300):
        random = np.random.default_rng(seed)
        columns = like(random, int(random.integers(1, 41)))
        cost = columns @ random.normal(size=columns.shape[1]) + random.normal(size=200)
        sums, every = sums_of(columns, cost), np.arange(columns.shape[1])
        weights = fit(sums, every)
        _, least = nnls(columns - columns.mean(axis=0), cost - cost.mean())
        assert (weights >= 0).all()
        assert sums.unexplained(weights, every) == pytest.approx(least**2, rel=1e-9)
        assert (weights[np.ptp(columns, axis=0) == 0] == 0).all()


def test_sums_added_up_again_in_part_are_the_sums_anew() -> None:
    random = np.random.default_rng(1)
    before, cost = independent(random, 9), random.normal(size=200)
    after = before.copy()
    changed = np.array([2, 3, 7])
    after[:, changed] *= random.random((200, 3)) > 0.5
    again, anew = sums_again(sums_of(before, cost), after, cost, changed), sums_of(after, cost)
    np.testing.assert_allclose(again.gram, anew.gram, atol=1e-9)
    np.testing.assert_allclose(again.towards, anew.towards, atol=1e-9)
    assert again.cost == anew.cost


def test_one_thread_multiplies_and_afterwards_as_many_as_before() -> None:
    def threads() -> set[int]:
        return {each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"}

    with threadpool_limits(2, user_api="blas"):
        assert in_one_thread(threads)() == {1}
        assert threads() == {2}
