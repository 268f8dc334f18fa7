"""Where a journey stands is what its events reduce to: forwards, backwards, paused and picked up."""

from datetime import UTC, datetime, timedelta

import pytest

from commonpurse.journeys.events import EFFECTS, Happened
from commonpurse.journeys.rules import Event, days_waiting, may_happen, standing, target_days
from commonpurse.journeys.stages import HELD_BY, IN_PLAIN_WORDS, NEXT, TITLES, Holder, Stage

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def happened(*kinds: Happened, **facts: str) -> list[Event]:
    return [Event(kind, BEGAN + timedelta(days=number), facts if number == len(kinds) - 1 else {}) for number, kind in enumerate(kinds)]


ROADS = [
    ([Happened.JOURNEY_STARTED], Stage.STARTED),
    ([Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN], Stage.SELF_ASSESSMENT),
    ([Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN, Happened.ANSWERS_SENT, Happened.ANSWERS_REOPENED], Stage.SELF_ASSESSMENT),
    ([Happened.JOURNEY_STARTED, Happened.CHECKED_TOGETHER, Happened.ELIGIBILITY_DECIDED], Stage.INDICATIVE),
    ([Happened.JOURNEY_STARTED, Happened.PLANNING_BEGUN, Happened.PLAN_SENT, Happened.PLAN_RETURNED], Stage.PLANNING),
    (
        [Happened.JOURNEY_STARTED, Happened.PLAN_AGREED, Happened.SUPPORT_STARTED, Happened.REVIEW_BEGUN, Happened.PLANNING_AGAIN],
        Stage.PLANNING,
    ),
    ([Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN, Happened.PAUSED], Stage.PAUSED),
    ([Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN, Happened.PAUSED, Happened.PICKED_UP], Stage.SELF_ASSESSMENT),
    ([Happened.JOURNEY_STARTED, Happened.PAUSED, Happened.ENDED, Happened.ASKED_AGAIN], Stage.STARTED),
]


@pytest.mark.parametrize(("road", "stage"), ROADS, ids=lambda value: value if isinstance(value, str) else "-")
def test_where_it_stands(road: list[Happened], stage: Stage) -> None:
    assert standing(happened(*road)).stage == stage


def test_a_pause_gives_back_the_holder_and_does_not_count_its_days() -> None:
    """Margaret's worker holds her questions; after a pause of ten days they are still with the worker, ten days later due."""
    road = [
        Event(Happened.JOURNEY_STARTED, BEGAN, {}),
        Event(Happened.ASSESSMENT_BEGUN, BEGAN + timedelta(days=1), {"held_by": "worker"}),
    ]
    before = standing(road)
    pause = [Event(Happened.PAUSED, BEGAN + timedelta(days=3), {}), Event(Happened.PICKED_UP, BEGAN + timedelta(days=13), {})]
    after_it = standing(road + pause)
    assert (after_it.stage, after_it.held_by, after_it.since) == (before.stage, Holder.WORKER, before.since)
    assert before.due_on is not None
    assert after_it.due_on == before.due_on + timedelta(days=10)


@pytest.mark.parametrize("kind", [kind for kind in Happened if EFFECTS[kind].to or EFFECTS[kind].back])
def test_what_moves_a_journey_can_happen_only_where_it_makes_sense(kind: Happened) -> None:
    allowed = {stage for stage in Stage if may_happen(kind, stage)}
    assert allowed
    assert allowed != set(Stage)
    if kind not in {Happened.ASKED_AGAIN, Happened.STEP_UNDONE}:
        assert Stage.ENDED not in allowed  # nothing but asking again, or taking the ending back, leads out of it


def test_what_changes_no_stage_does_not_start_the_clock_again() -> None:
    where = standing(happened(Happened.JOURNEY_STARTED, Happened.CHECKED_TOGETHER, Happened.ELIGIBILITY_DECIDED))
    assert where.since == BEGAN + timedelta(days=1)


def test_an_event_may_say_who_has_the_next_move() -> None:
    assert standing(happened(Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN)).held_by == Holder.PERSON
    assert standing(happened(Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN, held_by="worker")).held_by == Holder.WORKER


def test_the_target_counts_from_the_day_in_london() -> None:
    late_evening_in_summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # the first of July in London
    where = standing([Event(Happened.JOURNEY_STARTED, late_evening_in_summer, {})])
    assert where.due_on is not None
    assert (where.due_on.month, where.due_on.day) == (7, 1 + target_days()["started"])
    assert days_waiting(late_evening_in_summer, where.due_on) == target_days()["started"]


def test_a_journey_without_events_is_no_journey() -> None:
    with pytest.raises(ValueError, match="started it"):
        standing([])


def test_every_stage_and_event_has_its_words() -> None:
    for stage in Stage:
        assert TITLES[stage]
        assert NEXT[stage]
        assert IN_PLAIN_WORDS[stage]
        assert HELD_BY[stage]
    assert set(EFFECTS) == set(Happened)
