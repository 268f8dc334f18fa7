"""docs/speed.md says what docs/speed.json holds, and what became worse says why."""

import json
from copy import deepcopy
from typing import Any

import pytest
from bench.speed import KEPT, PAGE, page, tables, to_explain


@pytest.fixture
def runs() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(KEPT.read_text())["runs"]
    return found


def test_the_page_says_what_the_file_holds(runs: list[dict[str, Any]]) -> None:
    assert page(PAGE.read_text(), runs) == PAGE.read_text(), "run: python -m bench.speed"


def test_another_figure_would_be_seen(runs: list[dict[str, Any]]) -> None:
    runs[-1]["pages"]["manager: plan"]["queries"] += 1
    assert page(PAGE.read_text(), runs) != PAGE.read_text()


def test_what_became_worse_says_why(runs: list[dict[str, Any]]) -> None:
    assert to_explain(runs) == {}


def a_run(ratio: float) -> dict[str, Any]:
    row = {"queries": 3, "web_ms": 1.0, "database_ms": 1.0, "web_ratio": ratio, "database_ratio": ratio, "ratio": ratio}
    about = {"name": "a run", "commit": "abc", "on": "2026-01-01", "people": 300, "processor": "one", "cores": 2, "python": "3.11"}
    return {**about, "postgres": "18.1", "too_loaded": "", "why": {}, "beside": None, "pages": {"home": row | {"from": ratio, "to": ratio}}}


def test_a_run_that_is_worse_must_be_explained() -> None:
    slower = a_run(12.0)
    assert list(to_explain([a_run(10.0), slower])) == ["home"]
    slower["why"] = {"home": "It shows more."}
    assert to_explain([a_run(10.0), slower]) == {}
    assert "* Why home is worse: It shows more." in tables([a_run(10.0), slower])


def test_a_run_beside_another_checkout_is_judged_by_that() -> None:
    beside = a_run(12.0)
    beside["beside"] = {"pages": {"home": {"ratio": 1.05, "web": 1.0, "database": 1.2}}, "run": deepcopy(a_run(11.5))}
    assert to_explain([a_run(10.0), beside]) == {}
    beside["beside"]["pages"]["home"]["ratio"] = 1.2
    assert list(to_explain([a_run(10.0), beside])) == ["home"]
    assert "1.20" in tables([beside])


def test_what_is_not_certain_is_not_given() -> None:
    unsure = a_run(10.0)
    unsure["pages"]["home"] |= {"ratio": None, "web_ms": None}
    assert "not certain" in tables([unsure])
