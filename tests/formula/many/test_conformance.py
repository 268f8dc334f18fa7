"""A million at once give the same penny as one at a time with every line explained."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from commonpurse.formula import Given, Scheme, read_given
from commonpurse.formula.many import NULL, STATES, Compiled, compile_scheme
from tests.formula.factories import FULL, schemes, thorough
from tests.formula.test_examples import EXAMPLES, shipped

from .conforming import ENGINES, assert_all_agree, in_rows, nobody, some_people


@pytest.mark.parametrize("name", ["reference-adult", "reference-carer"])
def test_ten_thousand_people_of_a_reference_scheme_and_a_million_at_full_size(name: str) -> None:
    compiled = compile_scheme(shipped(name))
    for seed in range(100 if FULL else 1):
        assert_all_agree(compiled, some_people(compiled, 10_000, seed=seed))


@thorough(100)
@for_all(schemes(), st.integers(0, 2**32))
def test_schemes_with_every_feature(scheme: Scheme, seed: int) -> None:
    compiled = compile_scheme(scheme)
    assert not compiled.slow_because
    assert_all_agree(compiled, some_people(compiled, 100, seed=seed))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["title"])
def test_worked_examples_come_out_to_the_penny(example: dict[str, Any]) -> None:
    compiled = compile_scheme(shipped(example["scheme"]))
    columns = columns_of(compiled, read_given(json.dumps(example["given"])))
    expected = example["expected"]
    for engine in ENGINES:
        found = {name: values.tolist()[0] for name, values in compiled.compute(columns, engine=engine).items()}
        assert STATES[found["state"]] == expected["state"]
        for name in found.keys() & expected.keys() - {"state"}:
            assert found[name] == (NULL if expected[name] is None else expected[name]), name
        funders = {funder.id: found[f"funder_{funder.id}_pence"] for funder in compiled.scheme.funders}
        assert funders == (expected["funders"] or dict.fromkeys(funders, NULL))
        assert [found["range_low_pence"], found["range_high_pence"]] == (expected["range_pence"] or [NULL, NULL])


def columns_of(compiled: Compiled, given: Given) -> dict[str, Any]:
    """One person as columns of one row."""
    columns = nobody(compiled, 1)
    for name, answer in given.answers.items():
        places = (name, f"{name}__worst", f"{name}__weeks", f"{name}__unpaid")
        said = (answer.level, answer.worst_level, answer.worst_weeks, answer.unpaid_quarters)
        for place, value in zip(places, said, strict=True):
            if value is not None:
                columns[place][0] = value
    columns["carer_willing_and_able"][0] = given.carer_willing_and_able
    columns["cost_by_hand"][0] = given.cost_by_hand
    for funder in given.paying_funders:
        columns[f"paying_{funder}"][0] = True
    return columns


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_left_out_is_never_a_yes(engine: Any) -> None:
    compiled = compile_scheme(shipped("reference-adult"))
    levels = {column.name: np.full(3, 1, np.int8) for column in compiled.inputs if column.kind == "level"}
    bare = compiled.compute(levels, engine=engine)
    full = compiled.compute(nobody(compiled, 3) | levels, engine=engine)
    assert in_rows(bare) == in_rows(full)
    assert bare["funder_nhs_pence"].tolist() == [0, 0, 0]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("rows", [0, 1, 2, 8_191, 8_192, 8_193, 65_537])
def test_rows_keep_their_order_wherever_blocks_end(engine: Any, rows: int) -> None:
    compiled = compile_scheme(shipped("reference-adult"))
    all_of_them = some_people(compiled, 70_000)
    known = compiled.compute(all_of_them, engine="numpy", threads=1)
    found = compiled.compute({name: values[:rows] for name, values in all_of_them.items()}, engine=engine, threads=3)
    for name, values in found.items():
        assert values.dtype == known[name].dtype
        assert np.array_equal(values, known[name][:rows]), name


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_may_lie_apart_in_memory(engine: Any) -> None:
    compiled = compile_scheme(shipped("reference-adult"))
    people = some_people(compiled, 1_000)
    beside = np.stack(list(people.values()), axis=1)
    apart = {name: beside[::-1, at] for at, name in enumerate(people)}
    for name, values in compiled.compute(apart, engine=engine).items():
        assert np.array_equal(values[::-1], compiled.compute(people, engine="numpy")[name])
