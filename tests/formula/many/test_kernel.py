"""What only the kernel does: guess quotients, share numbers, and serve every scheme with what was compiled once."""

from typing import Any

import numpy as np
import pytest
from numba import njit

from commonpurse.formula.many import WrongColumns, compile_scheme, kernel
from tests.formula.factories import small
from tests.formula.test_examples import shipped

from .conforming import some_people


def _divided(numerators: Any, denominators: Any) -> Any:
    """Divide in all ways of the kernel; then as it would be without putting right."""
    quotients, by_inverse, guesses = np.empty_like(numerators), np.empty_like(numerators), np.empty_like(numerators)
    for i in range(len(numerators)):
        above, below = numerators[i], denominators[i]
        quotients[i] = kernel._divided(above, below)
        by_inverse[i] = kernel._half_up_by(above - (below >> 1), below, 1 / below)
        guesses[i] = np.int64(np.float64(above) / np.float64(below))
    return quotients, by_inverse, guesses


divided: Any = njit(_divided)


def quotients_close_to_whole() -> tuple[Any, Any, Any]:
    """Divisors and quotients of every size that the bounds allow, just below, at and above a whole quotient."""
    random = np.random.default_rng(1946)
    quotients = random.integers(0, 2 ** random.integers(1, 48, 100_000))
    denominators = random.integers(1, np.maximum(2, 2**62 // (quotients + 1)))
    remainders = np.where(random.random(100_000) < 0.5, 0, denominators - 1)
    return quotients * denominators + remainders, denominators, quotients


def test_a_guessed_quotient_is_put_right_by_its_remainder() -> None:
    numerators, denominators, expected = quotients_close_to_whole()
    quotients, by_inverse, guesses = divided(numerators, denominators)
    assert np.array_equal(quotients, expected)
    assert np.array_equal(by_inverse, expected)
    assert not np.array_equal(guesses, expected)
    assert np.abs(guesses - expected).max() == 1


def _priced(minutes: Any, rates: Any) -> Any:
    return [kernel._priced(np.int32(minutes[i]), rates[i]) for i in range(len(minutes))]


def test_a_price_is_rounded_half_up_exactly_to_the_largest_that_the_bounds_allow() -> None:
    random = np.random.default_rng(1946)
    minutes = np.concatenate([random.integers(1, 208 * (2**15 - 1), 50_000), 6_240 * random.integers(1, 1_000, 5_000)])
    rates = random.integers(1, 2**31 * 12_480 // minutes)
    rates[50_000:] = np.minimum(rates[50_000:] | 1, 2**31 - 1)  # odd rates of half hours: every second one is a tie
    halves_up = (2 * minutes * rates + 12_480) // 24_960
    assert ((2 * minutes * rates) % 24_960 == 12_480).sum() > 1_000
    assert njit(_priced)(minutes, rates) == halves_up.tolist()


def test_one_kernel_serves_all_schemes() -> None:
    for scheme in (small(), shipped("reference-adult"), shipped("reference-carer")):
        compiled = compile_scheme(scheme)
        compiled.compute(some_people(compiled, 10), engine="numba")
    assert len(kernel.compute.signatures) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_earlier_results_may_be_written_over(engine: Any) -> None:
    compiled = compile_scheme(small())
    first, second = some_people(compiled, 500, seed=1), some_people(compiled, 500, seed=2)
    results = compiled.compute(first, engine=engine)
    expected = compiled.compute(second, engine="numpy")
    assert compiled.compute(second, engine=engine, into=results) is results
    assert all(np.array_equal(results[name], expected[name]) for name in expected)
    with pytest.raises(WrongColumns, match="the results to write over must have 499 rows"):
        compiled.compute({name: values[:499] for name, values in first.items()}, engine=engine, into=results)


@pytest.mark.parametrize("rows", [5, 2_500])
@pytest.mark.parametrize("before", range(8))
@pytest.mark.parametrize("bytes_off", [0, 4])
def test_results_may_begin_anywhere_within_a_line_of_memory(bytes_off: int, before: int, rows: int) -> None:
    compiled = compile_scheme(shipped("reference-adult"))
    people = some_people(compiled, rows)
    room = {column.name: np.zeros(bytes_off + column.dtype.itemsize * (rows + 16), np.int8) for column in compiled.outputs}
    around = {column.name: room[column.name][bytes_off:].view(column.dtype) for column in compiled.outputs}
    for values in around.values():
        values[:] = 1
    compiled.compute(people, engine="numba", into={name: values[before : before + rows] for name, values in around.items()})
    for name, expected in compiled.compute(people, engine="numpy").items():
        found = around[name]
        assert np.array_equal(found[before : before + rows], expected), name
        assert (np.delete(found, np.s_[before : before + rows]) == 1).all(), name
