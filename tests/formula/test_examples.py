import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from commonpurse.formula import Answer, Given, Result, Scheme, allocate, read_given, read_scheme

from .factories import a_part, a_question, small

EXAMPLES = json.loads((Path(__file__).parent / "examples.json").read_text())
SHIPPED = files("commonpurse.allocation") / "schemes"


def shipped(name: str) -> Scheme:
    return read_scheme((SHIPPED / f"{name}.toml").read_bytes())


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["title"])
def test_worked_examples_come_out_to_the_penny(example: dict[str, Any]) -> None:
    result = allocate(shipped(example["scheme"]), read_given(json.dumps(example["given"]))).as_json()
    assert {key: result[key] for key in example["expected"]} == example["expected"]


def test_a_result_has_the_keys_of_the_format_in_its_order() -> None:
    scheme = shipped("reference-adult")
    result = allocate(scheme, read_given(json.dumps(EXAMPLES[2]["given"])))
    expected = "format state scheme amount_pence gross_pence year_pence worst_weeks_year_pence funders second_estimate_pence "
    expected += "second_estimate_differs missing range_pence lines"
    assert " ".join(result.as_json()) == expected
    assert result.as_json()["scheme"] == {"id": "reference-adult", "version": "2026.1", "sha256": scheme.sha256}
    assert Result.from_json(json.loads(json.dumps(result.as_json()))) == result


def test_the_lines_say_it_in_plain_words() -> None:
    result = allocate(shipped("reference-adult"), read_given(json.dumps(EXAMPLES[2]["given"])))
    because = {(line.step, line.id): line.because for line in result.lines}
    assert because["question", "people"] == (
        "“I need a bit of help or support to do this” is 3 points. Ten hard weeks of 52 at 9 points, not 3, add 1.2 points."
    )
    assert because["part", "support"] == (
        "25.8077 points lie between 20 points (£140) and 30 points (£235): £140, and 58.07% of the £95 between those two."
    )
    assert because["rounding", "rounding"] == "£195.17 to the nearest pound. Step 5 of Reference scheme for adults, 2026.1 (demonstration)."
    assert because["worst-weeks", "worst-weeks"].startswith("Without your hard weeks the year would be £7,800, not £10,140.")


def test_help_that_nobody_has_agreed_to_is_named_and_not_counted() -> None:
    example = next(each for each in EXAMPLES if "has not said yes" in each["title"])
    result = allocate(shipped("reference-adult"), read_given(json.dumps(example["given"])))
    assert not [line for line in result.lines if line.step == "question-after-help"]
    assert "no carer has said yes" in next(line.because for line in result.lines if line.id == "eating")


def test_what_lies_on_a_knot_is_said_of_one_point_and_of_many() -> None:
    scheme = small(unpaid_help="points", questions=[a_question(points=[0, 1, 20])], parts=[a_part(knots=[[0, 0], [1, 500], [20, 20000]])])
    assert _because(allocate(scheme, Given({"eating": Answer(1)})), "part") == "1 point gives £5."
    assert _because(allocate(scheme, Given({"eating": Answer(2)})), "part") == "20 points give £200."


def test_each_part_with_too_many_points_is_named_with_one_space_between() -> None:
    scheme = small(
        questions=[a_question(), a_question(id="home", domain="out")],
        domains=[{"id": "living", "title": "Living", "combine": "sum"}, {"id": "out", "title": "Out", "combine": "sum"}],
        parts=[a_part(costing_over=5), a_part(id="more", title="More", domains=["out"], costing_over=2)],
    )
    result = allocate(scheme, Given({"eating": Answer(2), "home": Answer(1)}))
    assert _because(result, "costing") == (
        "7 points is more than 5 points. 3 points is more than 2 points. A person will work out the cost with you."
    )


def _because(result: Result, step: str) -> str:
    return next(line.because for line in result.lines if line.step == step)
