"""Agreements that were frozen in any format read for ever, and say what they said."""

import json
from pathlib import Path
from typing import Any

import pytest

from commonpurse.documents.facts.frozen import UnknownFormat
from commonpurse.plans.statement import FORMAT, READERS, Statement

FROZEN = Path(__file__).parent / "frozen"


def frozen(name: str) -> dict[str, Any]:
    stored: dict[str, Any] = json.loads((FROZEN / f"statement-{name}.json").read_text())
    return stored


def test_a_statement_of_the_first_form_says_what_it_said() -> None:
    statement = Statement.from_json(frozen("form-1"))
    assert (statement.person, statement.total_pence, statement.each, statement.year_pence) == ("Daniel Okafor", 33_200, "a week", 1_726_400)
    assert [(line.what, line.worth_pence, line.cost_pence, line.cost_each, line.free) for line in statement.lines] == [
        ("Ceramics studio", 4_551, 4_551, "a week", True),
        ("Ceramics studio", 193, 10_001, "a year", False),
        ("Ceramics studio", 100, 5_200, "once", False),
    ]
    assert statement.funded_by == [("Council", 20_859), ("NHS", 12_341)]
    assert (statement.not_planned_pence, statement.agreed_by, statement.said) == (28_356, "Helen", None)


@pytest.mark.parametrize("file", sorted(FROZEN.glob("statement-*.json")), ids=lambda file: file.stem)
def test_every_format_that_was_written_is_read_and_loses_nothing(file: Path) -> None:
    stored = json.loads(file.read_text())
    stored |= {"paid_by_card": True, "lines": [{**line, "payee": "Jo"} for line in stored["lines"]]}
    again = Statement.from_json(stored).as_json()
    assert {key: value for key, value in again.items() if key != "format"} == {
        key: value for key, value in stored.items() if key not in {"form", "format"}
    }
    assert again["format"] == FORMAT
    assert Statement.from_json(again) == Statement.from_json(stored)


def test_there_is_a_fixture_of_every_format() -> None:
    written = {stored.get("format", stored.get("form")) for stored in (json.loads(file.read_text()) for file in FROZEN.glob("*.json"))}
    assert written == set(READERS)


@pytest.mark.parametrize("unknown", [{"format": 99}, {"format": None}, {}])
def test_an_unknown_format_is_refused_and_not_guessed(unknown: dict[str, Any]) -> None:
    stored = {key: value for key, value in frozen("form-1").items() if key != "form"}
    with pytest.raises(UnknownFormat):
        Statement.from_json(stored | unknown)
