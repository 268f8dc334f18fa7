import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from commonpurse.formula import Result, Scheme, allocate, read_given, read_scheme

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
    expected = "state scheme amount_pence gross_pence year_pence worst_weeks_year_pence funders second_estimate_pence "
    expected += "second_estimate_differs missing range_pence lines"
    assert " ".join(result.as_json()) == expected
    assert result.as_json()["scheme"] == {"id": "reference-adult", "version": "2026.1", "sha256": scheme.sha256}
    assert Result.from_json(json.loads(json.dumps(result.as_json()))) == result


def test_the_lines_say_it_in_plain_words() -> None:
    result = allocate(shipped("reference-adult"), read_given(json.dumps(EXAMPLES[2]["given"])))
    because = {(line.step, line.id): line.because for line in result.lines}
    assert because["question", "people"] == (
        "“I need a bit of help or support to do this” is 3 points. Ten hard weeks at 9 points add 1.2 points for the year."
    )
    assert because["part", "support"] == ("Between 20 points (£140) and 30 points (£235): £140, and 58.07% of the £95 between those two.")
    assert because["rounding", "rounding"] == "£195.17 to the nearest pound. Step 5 of Reference scheme for adults, 2026.1 (demonstration)."
    assert because["worst-weeks", "worst-weeks"].startswith("Without your hard weeks the year would be £7,800, not £10,140.")


def test_help_that_nobody_has_agreed_to_is_named_and_not_counted() -> None:
    example = next(each for each in EXAMPLES if "has not said yes" in each["title"])
    result = allocate(shipped("reference-adult"), read_given(json.dumps(example["given"])))
    assert not [line for line in result.lines if line.step == "question-after-help"]
    assert "no carer has said yes" in next(line.because for line in result.lines if line.id == "eating")
