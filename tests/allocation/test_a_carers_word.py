"""A carer's word, heard on the person's side: a new run while nothing is agreed, a review once it is, and silence otherwise."""

from dataclasses import replace
from datetime import timedelta

import pytest

from commonpurse.access.actors import COMMON_PURSE, itself
from commonpurse.access.context import acting_as
from commonpurse.access.queries import teams_with_case
from commonpurse.allocation.entering import has_changed_since
from commonpurse.allocation.jobs import CAUSE
from commonpurse.allocation.models import Run
from commonpurse.assessments.acts.health import record_health_basis
from commonpurse.foundation.clock import at, now, today
from commonpurse.foundation.models import Outbox
from commonpurse.foundation.outbox import Read, read_outbox
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from commonpurse.people.models import CarersStatement
from commonpurse.plans.models import Agreement
from commonpurse.values.missing import NotReady
from tests.budgets_of_the_tests import ANSWERS, a_plan_sent, a_worked_out_budget, agree, budget_of
from tests.carers_of_the_tests import a_carer
from tests.people_of_the_tests import Place

HELPED = {**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=4)}


def runs_of(place: Place, journey: Journey) -> list[Run]:
    with acting_as(place.as_sam):
        return list(Run.objects.filter(journey=journey).order_by("made_at"))


def test_a_yes_makes_a_new_run_that_says_only_that_it_changed(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    before = budget_of(place, journey)
    a_carer(place, journey).says("eating")
    assert read_outbox() == Read(1, 0)
    after = budget_of(place, journey)
    assert (after.amount_pence or 0) < (before.amount_pence or 0) == after.gross_pence
    newest = runs_of(place, journey)[-1]
    assert (newest.cause, newest.made_by_id) == (CAUSE, COMMON_PURSE)
    with acting_as(place.as_sam):
        assert journey.events.order_by("-number")[0].facts["note"] == CAUSE


def test_taking_it_back_makes_another_and_the_first_figure_returns(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    before = budget_of(place, journey)
    ruth = a_carer(place, journey)
    ruth.says("eating")
    read_outbox()
    ruth.says("eating", "no")
    read_outbox()
    assert budget_of(place, journey).amount_pence == before.amount_pence
    assert len(runs_of(place, journey)) == 3


@pytest.mark.parametrize("says", ["no", "rather_not_say", "not_helping"])
def test_any_other_word_tells_nothing_at_all(place: Place, says: str) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    a_carer(place, journey).says("eating", says)
    assert not Outbox.objects.exists()
    assert len(runs_of(place, journey)) == 1


def test_the_same_yes_again_tells_nothing_more(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    ruth = a_carer(place, journey)
    ruth.says("eating")
    ruth.says("eating")
    assert Outbox.objects.count() == 1


def test_the_same_word_pressed_twice_is_written_once(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    ruth, end = a_carer(place, journey), today() + timedelta(days=30)
    for says, until in (("yes_until", end), ("no", None)):
        assert ruth.says("eating", says, until=until) == ruth.says("eating", says, until=until)
    assert [told.due_on for told in Outbox.objects.order_by("pk")] == [today(), end, today()]
    ruth.says("eating", "yes_until", until=end)  # after another word it is said anew
    ruth.says("eating", "yes_until", until=end, quarters=2)  # and another part of it is another word
    with acting_as(ruth.actor):
        assert CarersStatement.objects.count() == 4


def test_a_yes_to_what_nobody_wrote_down_as_helped_changes_no_figure(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    a_carer(place, journey).says("staying-well")
    assert read_outbox() == Read(1, 0)
    assert len(runs_of(place, journey)) == 1


def test_a_yes_until_a_date_ends_on_that_date(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    before = budget_of(place, journey)
    a_carer(place, journey).says("eating", "yes_until", until=today() + timedelta(days=30))
    assert read_outbox() == Read(1, 0)  # the end is not due yet
    assert (budget_of(place, journey).amount_pence or 0) < (before.amount_pence or 0)
    with at(now() + timedelta(days=30)):
        assert read_outbox() == Read(1, 0)
        assert budget_of(place, journey).amount_pence == before.amount_pence


@pytest.mark.parametrize("days", [0, -1])
def test_a_yes_until_a_day_that_is_past_is_refused(place: Place, days: int) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    with pytest.raises(NotReady):
        a_carer(place, journey).says("eating", "yes_until", until=today() + timedelta(days=days))


def test_an_agreed_budget_never_moves_and_a_review_opens(place: Place) -> None:
    writing = a_plan_sent(place, answers=HELPED)
    agreed = agree(writing)
    a_carer(place, writing.journey).says("eating")
    read_outbox()
    with acting_as(place.as_sam):
        journey = Journey.objects.get(pk=writing.journey.pk)
        assert journey.stage == Stage.REVIEW
        assert journey.events.order_by("-number")[0].facts == {"note": CAUSE}
        assert Agreement.objects.get(pk=agreed.pk).amount_pence == agreed.amount_pence
    assert len(runs_of(place, writing.journey)) == 1


def test_a_paused_journey_gets_its_new_run_when_it_is_picked_up(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    with acting_as(place.as_sam) as sam:
        journeys.pause(journey, note="In hospital.", by=sam)
    a_carer(place, journey).says("eating")
    assert read_outbox() == Read(1, 0)
    assert len(runs_of(place, journey)) == 1  # nothing moves while it rests
    with acting_as(place.as_sam) as sam:
        journeys.pick_up(journey, by=sam)
    assert read_outbox() == Read(1, 0)
    assert [run.cause for run in runs_of(place, journey)] == ["a test", CAUSE]


def test_picking_up_makes_no_run_where_unpaid_help_is_as_it_was(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    with acting_as(place.as_sam) as sam:
        journeys.pause(journey, note="", by=sam)
        record_health_basis(
            journey, kind="s117", since=today(), council="Northmere Council", care_board="Northmere ICB", seen="A letter", by=sam
        )
        journeys.pick_up(journey, by=sam)
        assert has_changed_since(journey, budget_of(place, journey))  # the worker sees it, and works it out with the person
    read_outbox()
    assert len(runs_of(place, journey)) == 1


def test_a_resting_agreed_budget_comes_to_a_review_when_it_is_picked_up(place: Place) -> None:
    writing = a_plan_sent(place, answers=HELPED)
    agree(writing)
    with acting_as(place.as_sam) as sam:
        journey = Journey.objects.get(pk=writing.journey.pk)
        journeys.pause(journey, note="", by=sam)
    a_carer(place, journey).says("eating")
    read_outbox()
    with acting_as(place.as_sam) as sam:
        assert Journey.objects.get(pk=journey.pk).stage == Stage.PAUSED
        journeys.pick_up(journey, by=sam)
    read_outbox()
    with acting_as(place.as_sam):
        assert Journey.objects.get(pk=journey.pk).stage == Stage.REVIEW
    assert len(runs_of(place, journey)) == 1


def test_two_carers_together_never_count_more_than_the_whole_of_a_need(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    a_carer(place, journey).says("eating")
    read_outbox()
    one = budget_of(place, journey)
    a_carer(place, journey, "Alan", "Ellis").says("eating")
    read_outbox()
    both = budget_of(place, journey)
    assert both.batch == one.batch
    assert both.sides[0].given.answers["eating"].unpaid_quarters == 4
    assert all((answer.unpaid_quarters or 0) <= 4 for answer in both.sides[0].given.answers.values())


def counted(place: Place, journey: Journey) -> int:
    return budget_of(place, journey).sides[0].given.answers["eating"].unpaid_quarters or 0


def test_two_carers_each_say_their_own_part(place: Place) -> None:
    """Ruth does about half of it and Alan the rest: Ruth's yes counts for her half, and never for what Alan does."""
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    gross = budget_of(place, journey).amount_pence or 0
    ruth, alan = a_carer(place, journey), a_carer(place, journey, "Alan", "Ellis")
    ruth.says("eating", quarters=2)
    read_outbox()
    with_ruths_half = budget_of(place, journey).amount_pence or 0
    assert counted(place, journey) == 2
    alan.says("eating", "no")
    read_outbox()
    assert counted(place, journey) == 2
    alan.says("eating", quarters=2)
    read_outbox()
    assert counted(place, journey) == 4
    assert (budget_of(place, journey).amount_pence or 0) < with_ruths_half < gross
    ruth.says("eating", "rather_not_say")
    read_outbox()
    assert counted(place, journey) == 2


PARTS = [((4, 4), 4), ((3, 3), 4), ((1, 1), 2), ((2, 1), 3), ((1, 4), 4)]  # what each says, and what counts


@pytest.mark.parametrize(("said", "together"), PARTS)
def test_quarters_of_a_need_are_never_above_four_together(place: Place, said: tuple[int, int], together: int) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    for name, quarters in zip(("Ruth", "Alan"), said, strict=True):
        a_carer(place, journey, name, "Ellis").says("eating", quarters=quarters)
    read_outbox()
    assert counted(place, journey) == together


def test_no_more_counts_than_was_written_down_when_the_answers_were_checked(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers={**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=1)})
    a_carer(place, journey).says("eating", quarters=3)
    read_outbox()
    assert counted(place, journey) == 1


def test_another_part_of_the_same_yes_is_told(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    ruth = a_carer(place, journey)
    for quarters in (4, 3, 3):
        ruth.says("eating", quarters=quarters)
    assert Outbox.objects.count() == 2
    read_outbox()
    assert counted(place, journey) == 3


@pytest.mark.parametrize("quarters", [0, 5, -1])
def test_a_part_that_is_none_is_refused(place: Place, quarters: int) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    with pytest.raises(NotReady):
        a_carer(place, journey).says("eating", quarters=quarters)


def test_the_job_leaves_the_team_no_wider_than_it_was_and_sees_no_other_team(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=HELPED)
    assert teams_with_case(journey.person_id) == [place.team.pk]
    with acting_as(itself()):
        assert not Journey.objects.exists()
        assert not CarersStatement.objects.exists()
    with acting_as(itself(place.elsewhere.pk)):
        assert not Journey.objects.exists()
