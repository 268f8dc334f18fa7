"""A ratio is given only where it is certain, the machine's load is said, and what became worse is named."""

from typing import Any

import pytest
from bench.pairs import Middle, middle, ratios, too_loaded, worse, worse_beside


def test_a_ratio_is_the_middle_of_the_pairs_and_one_wild_pair_moves_nothing() -> None:
    assert ratios([10, 20, 30, 400, 50], [1, 2, 3, 4, 5]).value == 10


@pytest.mark.parametrize(("number", "left_out"), [(3, 0), (5, 0), (6, 0), (8, 0), (9, 1), (12, 2), (21, 5), (36, 11)])
def test_the_interval_is_that_of_the_tables(number: int, left_out: int) -> None:
    found = middle(range(number))
    assert (found.low, found.high) == (left_out, number - 1 - left_out)


@pytest.mark.parametrize(("low", "high", "certain"), [(9.1, 10.9, True), (8.9, 10.1, False), (9.9, 11.1, False)])
def test_certain_is_within_a_tenth(low: float, high: float, *, certain: bool) -> None:
    assert Middle(10, low, high).is_certain is certain


def test_a_quiet_machine_needs_no_word() -> None:
    assert too_loaded(others=0.2, stolen=0.01, uncertain=[]) == ""


def test_a_loaded_machine_is_said_plainly() -> None:
    said = too_loaded(others=0.78, stolen=0.06, uncertain=["person: home"])
    assert "others used 78% of the processors and the host took away 6%" in said
    assert "not said: person: home" in said


def row(ratio: float | None, queries: int = 10) -> dict[str, Any]:
    return {"ratio": ratio, "queries": queries}


def test_worse_by_more_than_a_tenth_is_named_with_its_queries() -> None:
    before = {"a": row(10.0), "b": row(10.0), "c": row(10.0), "d": row(10.0)}
    found = worse({"a": row(11.0), "b": row(11.1, 12), "c": row(5.0), "d": row(9.9)}, before)
    assert found == {"b": "is worse by 11%: 10.0 times the bare page, now 11.1; 10 queries, now 12"}


def test_what_cannot_be_compared_is_not_passed_over() -> None:
    found = worse({"a": row(None)}, {"a": row(10.0), "b": row(10.0)})
    assert found["a"].startswith("cannot be compared")
    assert found["b"] == "is not measured any more"


def test_worse_beside_another_checkout() -> None:
    found = worse_beside({"a": row(1.1), "b": row(1.2), "c": row(None)})
    assert found == {"b": "is worse by 20% than beside", "c": "cannot be compared: the machine was too loaded"}
