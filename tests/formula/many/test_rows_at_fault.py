"""A row that does not fit is named with its column, by the sentences of one person's answers; nothing is computed from it."""

from time import sleep
from typing import Any

import numpy as np
import pytest

from commonpurse.formula.many import NULL, BadRows, RowFault, WrongColumns, compile_scheme
from commonpurse.formula.many.compiled import ROWS_AT_A_TIME, in_turns
from tests.formula.factories import small

from .conforming import ENGINES, nobody

ROW = 2

FAULTS: list[tuple[dict[str, int], list[tuple[str, str]]]] = [
    ({"eating": 3}, [("eating", "level must be from 0 to 2, and is 3")]),
    ({"eating": -2}, [("eating", "level must be from 0 to 2, and is -2")]),
    ({"eating": 1, "eating__worst": 2}, [("eating__worst", "a worst_level needs worst_weeks")]),
    ({"eating": 1, "eating__weeks": 2}, [("eating__weeks", "worst_weeks need a worst_level")]),
    ({"eating": 1, "eating__worst": 2, "eating__weeks": 53}, [("eating__weeks", "worst_weeks must be from 0 to 52, and is 53")]),
    ({"eating": 1, "eating__worst": 3, "eating__weeks": 5}, [("eating__worst", "worst_level must be from 0 to 2, and is 3")]),
    ({"eating": 1, "eating__worst": 0, "eating__weeks": 5}, [("eating__worst", "the worst level 0 is below the usual level 1")]),
    ({"eating": 1, "eating__unpaid": 5}, [("eating__unpaid", "unpaid_quarters must be from 0 to 4, and is 5")]),
    ({"eating": NULL, "eating__unpaid": 0}, [("eating", "level is missing")]),
    ({"eating": NULL, "eating__worst": 1, "eating__weeks": 1}, [("eating", "level is missing")]),
    ({"home__worst": 1, "home__weeks": 0}, [("home__worst", "this question has no worst weeks")]),
    ({"home__unpaid": 0}, [("home__unpaid", "unpaid help cannot be counted for this question")]),
    ({"carer_willing_and_able": 2}, [("carer_willing_and_able", "carer_willing_and_able must be true or false")]),
    ({"paying_nhs": -2}, [("paying_nhs", "paying_nhs must be true or false")]),
    (
        {"eating": 9, "eating__unpaid": 9, "home": 5},
        [
            ("eating", "level must be from 0 to 2, and is 9"),
            ("eating__unpaid", "unpaid_quarters must be from 0 to 4, and is 9"),
            ("home", "level must be from 0 to 2, and is 5"),
        ],
    ),
]


def people(rows: int = 4) -> dict[str, Any]:
    columns = nobody(compile_scheme(small()), rows)
    for name in ("home__worst", "home__weeks", "home__unpaid"):
        columns[name] = np.full(rows, NULL, np.int8)
    columns["eating"][:], columns["home"][:] = 1, 2
    return columns


@pytest.mark.parametrize(("values", "expected"), FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_named(values: dict[str, int], expected: list[tuple[str, str]]) -> None:
    columns = people()
    for name, value in values.items():
        columns[name][ROW] = value
    found = compile_scheme(small()).check(columns)
    assert found.rows == 1
    assert list(found) == [RowFault(ROW, *each) for each in expected]
    assert str(found).splitlines()[0] == f"row 3: {expected[0][0]}: {expected[0][1]}"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("values", "expected"), FAULTS, ids=range(len(FAULTS)))
def test_nothing_is_computed_from_a_bad_row(engine: Any, values: dict[str, int], expected: list[tuple[str, str]]) -> None:
    columns = people()
    for name, value in values.items():
        columns[name][ROW] = value
    with pytest.raises(BadRows) as refused:
        compile_scheme(small()).compute(columns, engine=engine)
    assert [(fault.column, fault.problem) for fault in refused.value.faults] == expected


@pytest.mark.parametrize("row", [0, 70_000, 140_000, 199_999])
def test_a_bad_row_is_found_in_whichever_turn_of_whichever_thread(row: int) -> None:
    columns = people(200_000)
    columns["eating"][row] = 7
    with pytest.raises(BadRows, match=f"row {row + 1}: eating: level must be from 0 to 2, and is 7"):
        compile_scheme(small()).compute(columns, threads=2)


def test_good_rows_and_empty_columns_have_no_fault() -> None:
    compiled = compile_scheme(small())
    assert not compiled.check(people())
    assert not compiled.check(people(0))
    assert compiled.compute(people())["state"].tolist() == [0] * 4


def test_of_many_faults_the_first_are_listed_and_all_rows_counted() -> None:
    columns = people(200_000)
    columns["eating"][10:150_000] = 7
    found = compile_scheme(small()).check(columns, listed=3)
    assert ([fault.row for fault in found], found.rows) == ([10, 11, 12], 149_990)


def test_columns_that_cannot_be_read_are_refused_at_once() -> None:
    columns = people()
    del columns["home"]
    columns["eating__weeks"] = np.zeros(4)
    columns["paying_nhs"] = np.zeros(3, np.int8)
    columns["home__unpaid"] = np.zeros((4, 1), np.int8)
    with pytest.raises(WrongColumns) as refused:
        compile_scheme(small()).compute(columns)
    assert refused.value.problems == (
        "the column eating__weeks must hold int8, and holds float64",
        "the column home is missing",
        "the column home__unpaid must have one dimension, and has 2",
        "the columns are of unequal length: 3, 4 rows",
    )


def test_flags_may_be_booleans() -> None:
    columns = people()
    columns["paying_nhs"] = np.array([True, False, True, False])
    nhs = compile_scheme(small()).compute(columns)["funder_nhs_pence"]
    assert (nhs > 0).tolist() == [True, False, True, False]


def test_a_mask_is_no_answer_and_no_empty_place() -> None:
    columns = people()
    columns["eating"] = np.ma.MaskedArray(columns["eating"], mask=[True, False, False, False])
    with pytest.raises(WrongColumns, match="the column eating has a mask: write -1 where there is no answer"):
        compile_scheme(small()).compute(columns)


def test_what_is_neither_true_nor_false_is_refused_without_naming_a_row() -> None:
    columns = people()
    columns["paying_nhs"] = np.array([2, 1, 0, 1], np.int8).view(np.bool_)
    with pytest.raises(WrongColumns, match="a column of true and false holds what is neither"):
        compile_scheme(small()).compute(columns, engine="numba")


def test_an_engine_that_nobody_built_is_refused() -> None:
    with pytest.raises(ValueError, match="there is no engine 'steam', only auto, numpy, numba"):
        compile_scheme(small()).compute(people(), engine="steam")  # type: ignore[arg-type]


@pytest.mark.parametrize("ends", ["at a fault", "by an exception"])
def test_who_ends_early_leaves_nothing_for_the_others(ends: str) -> None:
    done: list[int] = []

    def work(start: int, stop: int) -> bool:
        if start == 0:
            if ends == "at a fault":
                return False
            raise KeyboardInterrupt
        sleep(0.01)
        done.append(start)
        return True

    rows = 200 * ROWS_AT_A_TIME
    if ends == "at a fault":
        assert not in_turns(work, rows, 2)
    else:
        with pytest.raises(KeyboardInterrupt):
            in_turns(work, rows, 2)
    assert len(done) < 20
