"""What might not fit 64 bits is proved before anything is computed, and then computed slowly instead of wrongly."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from commonpurse.formula.many import BadRows, compile_scheme
from tests.formula.factories import a_part, a_question, small
from tests.formula.test_examples import shipped

from .conforming import ENGINES, assert_all_agree, explained, in_rows, some_people

ABSURD: list[tuple[str, dict[str, Any]]] = [
    ("Absurd", {"adjustments": [{"id": "absurd", "title": "Absurd", "percent": "9000000000000"}]}),
    ("the amount", {"limits": {"minimum_pence": 2**57}}),
    ("the amount", {"weeks_per_year": 2**49}),
    ("the amount", {"rounding": {"to_pence": 2**57}}),
    ("the second estimate", {"second_estimate_tolerance_percent": 2**60, "questions": [a_question(minutes=[0, 9, 9], rate="worker")]}),
    ("the second estimate", {"rates": {"worker": 2**30}, "questions": [a_question(minutes=[0, 600, 10_000], rate="worker")]}),
    ("the minutes of eating", {"questions": [a_question(minutes=[0, 600, 2**15], rate="worker")]}),
    (
        "the points of eating",
        {"domains": [{"id": "living", "title": "L", "combine": "sum", "cap": 9}], "questions": [a_question(points=[0, 1, 2**60])]},
    ),
    (
        "the points of support",
        {
            "domains": [{"id": "living", "title": "L", "combine": "sum", "cap": 9}],
            "questions": [a_question(id=f"q{each}", points=[0, 1, 30_000]) for each in range(4)],
        },
    ),
    ("the levels of eating", {"questions": [a_question(levels=["x"] * 200, points=[0] * 200)]}),
]


@pytest.mark.parametrize(("reason", "changes"), ABSURD, ids=range(len(ABSURD)))
def test_an_absurd_scheme_is_computed_slowly_and_right(reason: str, changes: dict[str, Any]) -> None:
    compiled = compile_scheme(small(**changes))
    assert compiled.slow_because == reason
    people = some_people(compiled, 50)
    for engine in ENGINES:
        assert in_rows(compiled.compute(people, engine=engine)) == explained(compiled, people, range(50))


def test_a_figure_too_large_for_its_column_is_refused_by_name() -> None:
    compiled = compile_scheme(small(limits={"minimum_pence": 2**61}))
    people = {name: np.zeros(1, np.int8) for name in ("eating", "home")}
    with pytest.raises(BadRows, match="row 1: year_pence: 119903836479112085504 is too large for a column"):
        compiled.compute(people)


@pytest.mark.parametrize(
    "changes",
    [
        {"parts": [a_part(knots=[[0, 0], [2000, 20_000_000]])]},
        {"adjustments": [{"id": "much", "title": "Much", "percent": "900000"}], "unpaid_help": "points"},
        {"limits": {"minimum_pence": 2**40, "maximum_pence": 2**63 - 1}},
        {"rounding": {"to_pence": 2**40}},
        {"rates": {"worker": 2**21}, "questions": [a_question(minutes=[0, 600, 2**15 - 1], rate="worker")]},
        {
            "domains": [{"id": "living", "title": "L", "combine": "sum", "cap": 9}],
            "questions": [a_question(id=f"q{each}", points=[0, 1, 30_000]) for each in range(3)],
        },
        {"questions": [a_question(points=[0, 999, 2000])], "parts": [a_part(knots=[[1999, 2], [2000, 20**5]])], "unpaid_help": "points"},
    ],
    ids=range(7),
)  # fmt: skip
def test_large_schemes_that_fit_are_computed_in_columns(changes: dict[str, Any]) -> None:
    compiled = compile_scheme(small(**changes))
    assert not compiled.slow_because
    assert_all_agree(compiled, some_people(compiled, 300))


@pytest.mark.parametrize(
    "wrong",
    [
        {"to_pence": 99},
        {"share": False},
        {"weeks": 53},
        {"tolerance": 21},
        {"minimum": 5_000},
        {"maximum": 100_000},
        {"rates": np.full(11, 2251)},
        {"caps": np.array([208 * 30, 2**62, 2**62, 2**62])},
        {"largest": np.array([0, 1, 0, 0])},
        {"costing_over": np.array([208 * 60])},
        {"adjustments": np.array([1])},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_with_one_wrong_figure_is_noticed(engine: Any, wrong: dict[str, Any]) -> None:
    compiled = compile_scheme(shipped("reference-adult"))
    assert compiled.table is not None
    broken = replace(compiled, table=replace(compiled.table, **wrong))
    people = some_people(compiled, 1_000)
    expected = explained(compiled, people, range(1_000))
    assert in_rows(compiled.compute(people, engine=engine)) == expected
    assert in_rows(broken.compute(people, engine=engine)) != expected
