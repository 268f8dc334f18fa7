"""Undoing the last step: one rule from what happened last to what undoes it, and the acts behind it."""

from datetime import UTC, datetime, timedelta

import pytest

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.access.models import Grant, Ground
from commonpurse.assessments.acts import remove_helper
from commonpurse.assessments.acts.second_eyes import ask_to_read
from commonpurse.assessments.acts.stepping_back import take_back_ending
from commonpurse.assessments.queries.second_eyes import reading
from commonpurse.foundation.clock import at, now
from commonpurse.journeys import acts
from commonpurse.journeys.events import EFFECTS, Happened
from commonpurse.journeys.grounds import HELPING
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import step_back_for
from commonpurse.journeys.rules import Event, may_happen, standing
from commonpurse.journeys.stages import Stage
from commonpurse.journeys.stepping_back import DAYS_TO_TAKE_BACK_AN_ENDING as A_WEEK
from commonpurse.journeys.stepping_back import WAYS, step_back
from commonpurse.values.missing import NotReady, Stale
from tests.journeys_of_the_tests import a_helper_who_signs_in, a_prepared_assessment, a_started_journey, an_account_of
from tests.people_of_the_tests import Place, actor_of

BEGAN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MOVES = {kind for kind in Happened if EFFECTS[kind].to or EFFECTS[kind].back}


def happened(*kinds: Happened) -> list[Event]:
    return [Event(kind, BEGAN + timedelta(hours=number), {}) for number, kind in enumerate(kinds)]


def test_every_step_that_moves_a_journey_has_its_way_back_or_says_why_not() -> None:
    assert set(WAYS) == MOVES
    for undone_by, says, stays in WAYS.values():
        assert says.endswith(".")
        assert bool(stays) is (undone_by is not None)


@pytest.mark.parametrize("kind", [kind for kind, (undone_by, _, _) in WAYS.items() if undone_by])
def test_what_undoes_a_step_can_happen_where_that_step_leads(kind: Happened) -> None:
    undone_by = WAYS[kind][0]
    stands = EFFECTS[kind].to or Stage.PLANNING  # picked up: to any stage under way
    assert undone_by is not None
    assert may_happen(undone_by, stands)


def test_notes_beside_the_road_are_no_step() -> None:
    road = happened(Happened.JOURNEY_STARTED, Happened.CHECKED_TOGETHER, Happened.ELIGIBILITY_DECIDED, Happened.BUDGET_WORKED_OUT)
    found = step_back(road, at=BEGAN)
    assert (found.last, found.undone_by) == (Happened.CHECKED_TOGETHER, Happened.CHECKING_REOPENED)
    assert "stays in history" in found.stays


@pytest.mark.parametrize(("days", "undone_by"), [(A_WEEK, Happened.STEP_UNDONE), (A_WEEK + 1, None)])
def test_an_ending_can_be_taken_back_for_a_week(days: int, undone_by: Happened | None) -> None:
    found = step_back(happened(Happened.JOURNEY_STARTED, Happened.ENDED), at=BEGAN + timedelta(days=days))
    assert found.undone_by == undone_by


STOOD = [
    ([Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN, Happened.ENDED], Stage.SELF_ASSESSMENT),
    ([Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN, Happened.PAUSED, Happened.ENDED], Stage.PAUSED),
    ([Happened.JOURNEY_STARTED, Happened.PLAN_AGREED, Happened.SUPPORT_STARTED], Stage.SETTING_UP),
    ([Happened.JOURNEY_STARTED, Happened.PLAN_AGREED, Happened.REVIEW_BEGUN], Stage.SETTING_UP),
    ([Happened.JOURNEY_STARTED, Happened.PLAN_AGREED, Happened.SUPPORT_STARTED, Happened.REVIEW_BEGUN], Stage.LIVE),
]


@pytest.mark.parametrize(("road", "stage"), STOOD)
def test_everything_stands_where_it_stood(road: list[Happened], stage: Stage) -> None:
    before = standing(happened(*road[:-1]))
    after = standing(happened(*road, Happened.STEP_UNDONE))
    assert (after.stage, after.held_by, after.since) == (stage, before.held_by, before.since)


def test_a_pause_inside_an_ending_can_still_be_picked_up() -> None:
    road = [Happened.JOURNEY_STARTED, Happened.ASSESSMENT_BEGUN, Happened.PAUSED, Happened.ENDED, Happened.STEP_UNDONE, Happened.PICKED_UP]
    assert standing(happened(*road)).stage == Stage.SELF_ASSESSMENT


def ended_by_sam(place: Place) -> Journey:
    journey = a_started_journey(place)
    with acting_as(place.as_sam) as sam:
        acts.end(journey, reason="By mistake", by=sam)
    return journey


def test_a_worker_takes_back_an_ending_and_history_keeps_both(place: Place) -> None:
    journey = ended_by_sam(place)
    with acting_as(place.as_priya) as priya:
        acts.undo_step(journey, by=priya)
        kinds = list(journey.events.order_by("number").values_list("kind", flat=True))
    assert journey.stage == Stage.STARTED
    assert kinds == [Happened.JOURNEY_STARTED, Happened.ENDED, Happened.STEP_UNDONE]


def test_not_after_a_week(place: Place) -> None:
    with at(now() - timedelta(days=8)):
        journey = ended_by_sam(place)
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="more than 7 days ago"):
        acts.undo_step(journey, by=sam)


def test_the_persons_own_stop_is_theirs_to_take_back(place: Place) -> None:
    journey = a_started_journey(place)
    daniel = actor_of(an_account_of(place, journey.person))
    with acting_as(daniel):
        acts.end(journey, reason="Enough", by=daniel)
    with acting_as(place.as_sam) as sam:
        assert step_back_for(sam, journey).undone_by is None
        with pytest.raises(Refused, match="only Daniel can take that back"):
            acts.undo_step(journey, by=sam)
    with acting_as(daniel):
        acts.undo_step(journey, by=daniel)
    assert journey.stage == Stage.STARTED


def test_the_person_asks_again_where_the_worker_ended_it(place: Place) -> None:
    journey = ended_by_sam(place)
    daniel = actor_of(an_account_of(place, journey.person))
    with acting_as(daniel), pytest.raises(Refused, match="Your worker ended this"):
        acts.undo_step(journey, by=daniel)


def test_a_stranger_takes_nothing_back(place: Place) -> None:
    journey = ended_by_sam(place)
    with acting_as(place.as_sam), pytest.raises(Refused):
        acts.undo_step(journey, by=place.as_charlie)


def test_whoever_helped_helps_again(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    _, ruth = a_helper_who_signs_in(place, assessment)
    with acting_as(place.as_sam) as sam:
        acts.end(assessment.journey, reason="By mistake", by=sam)
        open_to = Ground.objects.filter(person_id=assessment.person_id, kind=HELPING, ended_at=None, grants__holder_id=ruth.pk)
        assert not open_to.exists()
        take_back_ending(assessment.journey, by=sam)
        assert open_to.distinct().count() == 1


def test_not_when_a_new_journey_of_the_kind_has_begun(place: Place) -> None:
    journey = ended_by_sam(place)
    a_started_journey(place, person=journey.person)
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="has a journey of this kind already"):
        acts.undo_step(journey, by=sam)


def test_what_has_no_way_back_says_why(place: Place) -> None:
    journey = a_started_journey(place)
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="Nothing has been done yet"):
        acts.undo_step(journey, by=sam)


def test_what_happened_meanwhile_is_seen_first(place: Place) -> None:
    journey = a_started_journey(place)
    with acting_as(place.as_sam) as sam:
        acts.pause(journey, note="", by=sam)
        acts.hold_as_seen(journey, seen=2)
        with pytest.raises(Stale):
            acts.hold_as_seen(journey, seen=1)


def test_whoever_was_taken_off_meanwhile_is_not_let_in_again(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    helper, ruth = a_helper_who_signs_in(place, assessment)
    with acting_as(place.as_sam) as sam:
        acts.end(assessment.journey, reason="By mistake", by=sam)
        remove_helper(helper, by=sam)
        take_back_ending(assessment.journey, by=sam)
        assert not Grant.objects.filter(holder_id=ruth.pk, valid_until=None, ground__ended_at=None).exists()


def test_whoever_was_asked_to_read_reads_again(place: Place) -> None:
    assessment = a_prepared_assessment(place)
    _, ruth = a_helper_who_signs_in(place, assessment)
    daniel = actor_of(an_account_of(place, assessment.person))
    with acting_as(daniel):
        ask_to_read(assessment, ruth.pk, by=daniel)
        acts.end(assessment.journey, reason="Enough", by=daniel)
        take_back_ending(assessment.journey, by=daniel)
    with acting_as(actor_of(ruth)) as by:
        assert reading(by).count() == 1
