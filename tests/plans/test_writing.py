"""Writing a plan: versions, undo, grounds, and who may."""

from datetime import date

import pytest

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.journeys import acts as journeys
from commonpurse.plans import acts
from commonpurse.plans.models import Plan, PlanWriter
from commonpurse.plans.queries import agreed_plan, open_plan, removed_item, view_of
from commonpurse.values.missing import NotReady, Stale
from tests.budgets_of_the_tests import (
    A_LINE,
    NOT_SURE,
    a_plan_being_written,
    a_plan_sent,
    a_worked_out_budget,
    agree,
    an_agreed_plan,
    an_eligible_assessment,
    budget_of,
)
from tests.journeys_of_the_tests import an_account_of
from tests.people_of_the_tests import Place, actor_of


def test_no_plan_before_a_budget(place: Place) -> None:
    assessment = an_eligible_assessment(place)
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="Work out the indicative budget first"):
        acts.begin_plan(assessment.journey, by=sam)


def test_begun_twice_it_is_one_plan(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    first = a_plan_being_written(place, journey).plan
    assert a_plan_being_written(place, journey).plan == first
    with acting_as(place.as_sam):
        assert Plan.objects.filter(journey=journey).count() == 1


def test_a_stale_page_changes_nothing(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    seen = writing.plan.version
    writing.outcome("First.")
    with acting_as(place.as_sam) as sam:
        for act in (
            lambda: acts.add_outcome(writing.plan, words="Second.", seen_version=seen, by=sam),
            lambda: acts.add_line(writing.plan, draft=A_LINE, starts_on=date(2026, 12, 1), outcome_id=None, seen_version=seen, by=sam),
            lambda: acts.send_plan(writing.plan, seen_version=seen, by=sam),
        ):
            with pytest.raises(Stale):
                act()
        view = view_of(writing.plan, None)
    assert ([outcome.words for outcome in view.outcomes], view.lines) == (["First."], ())


def test_what_is_taken_out_can_be_put_back(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    writing.line()
    with acting_as(place.as_sam) as sam:
        line = writing.plan.lines.get()
        acts.remove(writing.plan, item=line, seen_version=writing.plan.version, by=sam)
        assert view_of(writing.plan, None).lines == ()
        there = removed_item(writing.plan, line.pk)
        assert there is not None
        acts.put_back(writing.plan, item=there, seen_version=writing.plan.version, by=sam)
        assert [row.what for row in view_of(writing.plan, None).lines] == ["Ceramics studio"]


def test_section_117_only_where_it_is_recorded(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    with pytest.raises(NotReady, match="Section 117 aftercare is not recorded for this person"):
        writing.line(legal_basis="s117", nhs_percent=42)


def test_a_shared_line_is_shared_to_the_penny(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, s117=True)
    writing = a_plan_being_written(place, journey)
    writing.line(legal_basis="s117", nhs_percent=42, cost_pence=4_551)
    with acting_as(place.as_sam):
        line = view_of(writing.plan, budget_of(place, journey)).lines[0]
    assert (dict(line.funders), line.free) == ({"council": 2_640, "nhs": 1_911}, True)


def test_the_person_adds_their_own_words_and_nothing_else(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    daniel = actor_of(an_account_of(place, journey.person))
    writing.outcome("To sleep without the radio on.", by=daniel)
    with pytest.raises(Refused):
        writing.line(by=daniel)
    with acting_as(place.as_sam):
        assert PlanWriter.objects.filter(plan=writing.plan, user_id=daniel.user_id).exists()


def test_strangers_see_no_plan_and_write_in_none(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    plan = writing.plan
    with acting_as(place.as_charlie) as charlie:
        assert open_plan(journey.pk) is None
        with pytest.raises(Refused):
            acts.add_outcome(plan, words="x", seen_version=plan.version, by=charlie)


def test_what_a_plan_needs_before_it_is_sent(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=NOT_SURE)
    writing = a_plan_being_written(place, journey)
    with pytest.raises(NotReady) as refused:
        writing.send()
    said = str(refused.value)
    for sentence in ("in the person's own words", "at least one line", "A question has no answer yet"):
        assert sentence in said


def test_sent_it_is_closed_and_can_be_taken_back(place: Place) -> None:
    writing = a_plan_sent(place)
    with pytest.raises(NotReady, match="cannot be changed now"):
        writing.outcome()
    with acting_as(place.as_sam) as sam:
        acts.take_back(writing.plan, seen_version=writing.plan.version, by=sam)
        writing.journey.refresh_from_db()
    assert writing.journey.stage == "planning"
    writing.outcome("And to cook for my mother once.")


def test_after_a_review_the_agreed_plan_is_the_start_and_nothing_is_asked_twice(place: Place) -> None:
    writing, _ = an_agreed_plan(place)
    journey = writing.journey
    with acting_as(place.as_sam) as sam:
        journey.refresh_from_db()
        journeys.support_has_started(journey, by=sam)
        journeys.begin_review(journey, by=sam)
        again = acts.begin_plan(journey, by=sam)
        before = agreed_plan(journey.pk)
        assert before is not None
        view, old = view_of(again, None), view_of(before, None)
        assert [row.what for row in view.lines] == [row.what for row in view.support] == [row.what for row in old.lines]
        assert [row.words for row in view.outcomes] == [row.words for row in old.outcomes]
        assert {row.id for row in view.lines}.isdisjoint({row.id for row in old.lines})
        assert journey.stage == "planning"
    writing.send()
    assert agree(writing).plan_id == again.pk


@pytest.mark.parametrize(("stop", "said"), [("pause", "is paused"), ("end", "has ended")])
def test_a_paused_or_ended_journey_keeps_its_plan_as_it_is(place: Place, stop: str, said: str) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    with acting_as(place.as_sam) as sam:
        journey.refresh_from_db()
        journeys.pause(journey, note="In hospital.", by=sam) if stop == "pause" else journeys.end(journey, reason="Moved away.", by=sam)
    for write in (writing.line, writing.outcome):
        with pytest.raises(NotReady, match=said):
            write()
    if stop == "pause":
        with acting_as(place.as_sam) as sam:
            journey.refresh_from_db()
            journeys.pick_up(journey, by=sam)
        writing.line()
