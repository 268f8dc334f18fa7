"""Starting, moving and ending journeys, through the real database as the role that serves people."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.assessments import acts as assessments
from commonpurse.foundation.clock import at, now
from commonpurse.journeys import acts
from commonpurse.journeys.acts import current_standing
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Journey, JourneyEvent
from commonpurse.journeys.queries import caseload, caseload_counts, history
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import NotReady
from tests.people_of_the_tests import Place


def started(place: Place, name: str = "Daniel") -> Journey:
    person = place.person(first_name=name)
    with acting_as(place.as_sam):
        return acts.start_journey(person, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_sam)


def test_a_journey_starts_once(place: Place) -> None:
    journey = started(place)
    with acting_as(place.as_sam), pytest.raises(NotReady, match="has a journey of this kind already"):
        acts.start_journey(journey.person, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_sam)


def test_a_stranger_cannot_start_one_in_another_team(place: Place) -> None:
    person = place.person()
    with acting_as(place.as_sam), pytest.raises(Refused):
        acts.start_journey(person, kind=Journey.Kind.ADULT, team_id=place.team.pk, by=place.as_charlie)


def test_the_kept_stage_is_what_the_events_reduce_to(place: Place) -> None:
    journey = started(place)
    with acting_as(place.as_sam):
        for kind in (Happened.ASSESSMENT_BEGUN, Happened.ANSWERS_SENT, Happened.PAUSED, Happened.PICKED_UP):
            acts.record(journey, kind, by=place.as_sam)
            where = current_standing(journey)
            assert (journey.stage, journey.stage_since, journey.held_by, journey.due_on) == (
                where.stage,
                where.since,
                where.held_by,
                where.due_on,
            )
    assert journey.stage == Stage.CHECKING


def test_pause_and_pick_up_lead_back(place: Place) -> None:
    journey = started(place)
    with acting_as(place.as_sam):
        acts.pause(journey, note="In hospital", by=place.as_sam)
        assert journey.stage == Stage.PAUSED
        with pytest.raises(NotReady):
            acts.pause(journey, note="", by=place.as_sam)
        acts.pick_up(journey, by=place.as_sam)
        assert journey.stage == Stage.STARTED
        assert [past.note for past in history(journey)][1] == "In hospital"


def test_ending_needs_a_reason_and_asking_again_is_possible(place: Place) -> None:
    journey = started(place)
    with acting_as(place.as_sam):
        with pytest.raises(NotReady, match="Say why"):
            acts.end(journey, reason="  ", by=place.as_sam)
        acts.end(journey, reason="Moved away", by=place.as_sam)
        acts.ask_again(journey, by=place.as_sam)
    assert journey.stage == Stage.STARTED


def test_what_happened_cannot_be_changed(place: Place) -> None:
    journey = started(place)
    with acting_as(place.as_sam):
        for write in (JourneyEvent.objects.filter(journey=journey).update, JourneyEvent.objects.filter(journey=journey).delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                write(**({"kind": "ended"} if write.__name__ == "update" else {}))


def test_late_journeys_come_first_and_search_finds_by_part_of_a_name(place: Place) -> None:
    with at(now() - timedelta(days=30)):
        late = started(place, "Margaret")
    started(place, "Daniel")
    with acting_as(place.as_sam):
        assert [row.person.first_name for row in caseload(place.as_sam, waiting="me")] == ["Margaret", "Daniel"]
        assert [row.pk for row in caseload(place.as_sam, waiting="everyone", search="marg okaf")] == [late.pk]
        counts = caseload_counts(place.as_sam)
        assert (counts["me"], counts["late"], counts["everyone"]) == (2, 1, 2)
    with acting_as(place.as_charlie):
        assert not caseload(place.as_charlie, waiting="everyone").exists()


def test_handing_over_moves_who_is_responsible(place: Place) -> None:
    journey = started(place)
    with acting_as(place.as_sam):
        with pytest.raises(NotReady, match="note"):
            assessments.hand_over(journey, to_user_id=place.priya.pk, note="", by=place.as_sam)
        assessments.hand_over(journey, to_user_id=place.priya.pk, note="He likes mornings", by=place.as_sam)
    assert journey.worker_id == place.priya.pk


def test_nothing_reopens_a_journey_that_the_person_stopped(place: Place) -> None:
    journey = started(place)
    with acting_as(place.as_sam):
        for kind in (
            Happened.ASSESSMENT_BEGUN,
            Happened.ANSWERS_SENT,
            Happened.CHECKED_TOGETHER,
            Happened.PLANNING_BEGUN,
            Happened.PLAN_SENT,
        ):
            acts.record(journey, kind, by=place.as_sam)
        acts.end(journey, reason="The person wanted to stop.", by=place.as_sam)
        for kind in (Happened.PLAN_RETURNED, Happened.PLAN_TAKEN_BACK, Happened.PLAN_AGREED, Happened.PAUSED):
            with pytest.raises(NotReady, match="stands at"):
                acts.record(journey, kind, by=place.as_sam)
    assert journey.stage == Stage.ENDED
