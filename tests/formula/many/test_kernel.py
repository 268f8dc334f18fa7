"""What only the kernel does: guess quotients, share numbers, and serve every scheme with what was compiled once."""

from collections.abc import Callable
from typing import Any
from weakref import ref

import numpy as np
import pytest
from numba import njit

from commonpurse.formula import answers
from commonpurse.formula import scheme as rules
from commonpurse.formula.many import NULL, STATES, BadRows, WrongColumns, bounds, by_numba, compile_scheme, kernel, table
from commonpurse.formula.many.columns import empty_of
from tests.formula.factories import a_question, small
from tests.formula.test_examples import shipped

from .conforming import ENGINES, some_people


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


@pytest.mark.parametrize("engine", ENGINES)
def test_earlier_results_may_be_written_over(engine: Any) -> None:
    compiled = compile_scheme(small())
    first, second = some_people(compiled, 500, seed=1), some_people(compiled, 500, seed=2)
    results = compiled.compute(first, engine=engine)
    expected = compiled.compute(second, engine="numpy")
    assert compiled.compute(second, engine=engine, into=results) is results
    assert all(np.array_equal(results[name], expected[name]) for name in expected)
    with pytest.raises(WrongColumns, match="the result state to write over must be 499 rows of int8"):
        compiled.compute({name: values[:499] for name, values in first.items()}, engine=engine, into=results)


WRONG: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda into: into.pop("range_high_pence"), "the result range_high_pence is missing from those to write over"),
    (lambda into: into.update(more=into["state"]), "there is no result more to write over"),
    (lambda into: into.update(year_pence=np.zeros(50, np.int32)), "year_pence to write over must be 50 rows of int64"),
    (lambda into: into.update(year_pence=np.zeros((50, 1), np.int64)), "year_pence to write over must be 50 rows of int64"),
    (lambda into: into.update(year_pence=np.zeros(100, np.int64)[::2]), "year_pence to write over must lie in one piece"),
    (lambda into: into.update(year_pence=np.zeros(50, np.int64)[::-1]), "year_pence to write over must lie in one piece"),
    (lambda into: into["year_pence"].setflags(write=False), "year_pence to write over must lie in one piece that may be written to"),
]


@pytest.mark.parametrize(("change", "message"), WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_is_written_over_that_is_not_a_column_of_results(
    engine: Any, change: Callable[[dict[str, Any]], object], message: str
) -> None:
    compiled = compile_scheme(small())
    people = some_people(compiled, 50)
    into = compiled.compute(people)
    change(into)
    with pytest.raises(WrongColumns, match=message):
        compiled.compute(people, engine=engine, into=into)


@pytest.mark.parametrize("engine", ENGINES)
def test_results_are_written_over_by_their_names(engine: Any) -> None:
    compiled = compile_scheme(small())
    people = some_people(compiled, 50)
    expected = compiled.compute(people)
    into = dict(reversed([(name, np.zeros_like(values)) for name, values in expected.items()]))
    compiled.compute(people, engine=engine, into=into)
    assert all(np.array_equal(into[name], values) for name, values in expected.items())


@pytest.mark.parametrize("engine", ENGINES)
def test_no_result_is_left_where_a_row_is_at_fault(engine: Any) -> None:
    compiled = compile_scheme(small())
    people = dict(some_people(compiled, 5_000))
    into = compiled.compute(people)
    people["eating"] = np.where(np.arange(5_000) == 4_999, 7, people["eating"]).astype(np.int8)
    with pytest.raises(BadRows, match="row 5000: eating: "):
        compiled.compute(people, engine=engine, into=into)
    assert not into.pop("second_estimate_differs").any()
    assert all((values == NULL).all() for values in into.values())


@pytest.mark.parametrize("rows", [1, 63, 64, 2_047, 2_048, 2_049, 4_095, 6_200])
@pytest.mark.parametrize("funders", [1, 2, 6])
def test_a_block_keeps_to_its_room(funders: int, rows: int) -> None:
    names = [f"f{number}" for number in range(funders)]
    funding = {name: 100 // funders + (100 % funders if name == "f0" else 0) for name in names}
    scheme = small(
        funders=[{"id": name, "name": name} for name in names],
        questions=[a_question(funding=funding), a_question(id="home", funding=funding)],
    )
    compiled = compile_scheme(scheme)
    assert compiled.table is not None
    program = by_numba.program_of(compiled.table, len(compiled.inputs))
    people = some_people(compiled, rows)
    inputs = [people.get(column.name) for column in (*compiled.inputs, *empty_of(scheme))]
    outputs = [np.zeros(rows, column.dtype) for column in compiled.outputs]
    size, guard = kernel.bytes_of(funders - 1, len(inputs)), 4_096
    for off in (0, 1, 63):
        room = np.full(guard + off + size + guard, 85, np.int8)
        addresses = (by_numba._addresses(inputs), by_numba._addresses(outputs))
        assert kernel.compute(program, *addresses, room.ctypes.data + guard + off, 0, rows)
        assert (room[: guard + off] == 85).all()
        assert (room[guard + off + size :] == 85).all()
        expected = compiled.compute(people, engine="numpy").values()
        assert all(np.array_equal(*each) for each in zip(outputs, expected, strict=True))


def test_what_may_still_be_computed_holds_its_columns() -> None:
    compiled = compile_scheme(small())
    assert compiled.table is not None
    program = by_numba.program_of(compiled.table, len(compiled.inputs))
    column = np.zeros(5, np.int64)
    held = ref(column)
    work = by_numba.prepared(program, [], [column])
    del column
    assert held() is not None
    del work
    assert held() is None


def test_what_the_kernel_says_again_is_what_the_others_say() -> None:
    assert (kernel.NULL, kernel.WEEKS, kernel.QUARTERS, kernel.POINT) == (NULL, answers.WEEKS, answers.QUARTERS, rules.UNITS_PER_POINT)
    assert (kernel.PERCENT, kernel.HUNDREDTHS) == (rules.WHOLE_PERCENT, bounds.HUNDREDTHS)
    assert (kernel.SECOND, kernel.NO_CAP) == (bounds.SECOND_DENOMINATOR, table.UNLIMITED)
    names = ("amount", "needs_costing", "cannot_say_yet")
    assert tuple(STATES.index(name) for name in names) == (kernel.AMOUNT, kernel.COSTING, kernel.UNKNOWN)


def test_the_kernel_finds_its_results_where_the_columns_stand() -> None:
    names = [column.name for column in compile_scheme(small()).outputs]
    first = (kernel.STATE_AT, kernel.AMOUNT_AT, kernel.GROSS_AT, kernel.YEAR_AT, kernel.WORST_WEEKS_AT, kernel.FUNDERS_AT)
    assert [names[at] for at in first] == [
        "state", "amount_pence", "gross_pence", "year_pence", "worst_weeks_year_pence", "funder_council_pence"
    ]  # fmt: skip
    last = (kernel.SECOND_AT, kernel.DIFFERS_AT, kernel.LOW_AT, kernel.HIGH_AT)
    assert [names[kernel.FUNDERS_AT + 2 + at] for at in last] == [
        "second_estimate_pence", "second_estimate_differs", "range_low_pence", "range_high_pence"
    ]  # fmt: skip


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
