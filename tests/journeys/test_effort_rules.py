"""The arithmetic of effort: gaps, what is believed, days per stage."""

from datetime import UTC, datetime, timedelta

import pytest

from commonpurse.journeys.effort.baseline import baseline
from commonpurse.journeys.effort.rules import believed, days_in_stages, gap
from commonpurse.journeys.events import Happened
from commonpurse.journeys.rules import Event

START = datetime(2026, 3, 2, 10, tzinfo=UTC)


def later(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "counted"), [(0, 0), (45.9, 45), (120, 120), (121, 120), (90_000, 120), (-5, 0)])
def test_a_gap_is_two_minutes_at_most(seconds: float, counted: int) -> None:
    assert gap(START, later(seconds)) == counted


@pytest.mark.parametrize(
    ("told", "passed", "counted"), [(50, 60, 50), (61, 60, 60), (600_000, 90, 90), (600_000, 90_000, 3600), (-1, 60, 0), (5, -3, 0)]
)
def test_a_script_is_believed_for_what_can_have_passed(told: int, passed: int, counted: int) -> None:
    assert believed(told, opened=START, arrived=later(passed)) == counted


def test_days_per_stage_come_from_events_and_leave_out_what_was_paused() -> None:
    def on(day: int, kind: Happened) -> Event:
        return Event(kind, START + timedelta(days=day), {})

    events = [
        on(0, Happened.JOURNEY_STARTED),
        on(2, Happened.ASSESSMENT_BEGUN),
        on(5, Happened.PAUSED),
        on(25, Happened.PICKED_UP),
        on(26, Happened.ANSWERS_SENT),
        on(27, Happened.ANSWERS_REOPENED),
        on(30, Happened.ANSWERS_SENT),
    ]
    found = {one.stage.value: one.days for one in days_in_stages(events, START + timedelta(days=34))}
    assert found == {"started": 2, "self-assessment": 7, "checking": 5}


def test_how_it_was_is_quoted_as_it_was_written() -> None:
    assert baseline().paperwork == "the good part of a couple of days"
    assert baseline().visits_words == "three specific visits each of at least an hour"
