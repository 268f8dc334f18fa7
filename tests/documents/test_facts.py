"""Facts are frozen with a format number; who reads them keeps what it does not know."""

import json
from datetime import date

import pytest

from commonpurse.documents.days import day, months_after
from commonpurse.documents.facts.decision import DecisionFacts, read
from commonpurse.values.frozen import NewerFormat
from tests.documents.letters import any_budget, margarets


@pytest.mark.parametrize("facts", [margarets(), any_budget(1), any_budget(2)], ids=["margaret", "1", "2"])
def test_they_come_back_as_they_went(facts: DecisionFacts) -> None:
    assert read(json.loads(json.dumps(facts.as_json()))) == facts


def test_a_key_of_a_newer_writer_is_kept_in_its_place() -> None:
    stored = margarets().as_json()
    stored["paid_by_card"] = True
    stored["lines"][0]["payee"] = "Jo"
    stored["contact"]["textphone"] = "18001"
    assert read(stored).as_json() == stored


def test_a_newer_format_is_refused_and_not_guessed() -> None:
    with pytest.raises(NewerFormat):
        read({**margarets().as_json(), "format": 99})


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 4, 20), 12, date(2027, 4, 20)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_are_counted_as_people_count_them(start: date, months: int, end: date) -> None:
    assert months_after(start, months) == end
    assert day(date(2026, 3, 4)) == "4 March 2026"
