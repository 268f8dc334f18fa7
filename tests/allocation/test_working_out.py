"""From checked answers to a frozen budget: what goes in, what is refused, what never changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.allocation.acts import work_out
from commonpurse.allocation.entering import has_changed_since
from commonpurse.allocation.models import Run
from commonpurse.allocation.queries import budgets_for, given_from, latest_budget, rules_of
from commonpurse.assessments.acts.checking import agree_answer, finish_checking, reopen_checking
from commonpurse.assessments.acts.eligibility import decide_eligibility
from commonpurse.assessments.acts.health import end_health_basis
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import HealthBasis
from commonpurse.assessments.queries import assessment_of, checked_answers, outdated_eligibility_of
from commonpurse.formula import Result, allocate
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import JourneyEvent
from commonpurse.values.missing import NotReady
from tests.budgets_of_the_tests import (
    ANSWERS,
    AT_NIGHT,
    NOT_SURE,
    a_checked_assessment,
    a_worked_out_budget,
    an_eligible_assessment,
    budget_of,
)
from tests.carers_of_the_tests import a_carer
from tests.journeys_of_the_tests import a_sent_assessment
from tests.people_of_the_tests import Place


def test_a_run_replays_to_the_penny_from_what_it_keeps(place: Place) -> None:
    journey, runs = a_worked_out_budget(place)
    with acting_as(place.as_sam):
        run = Run.objects.select_related("scheme").get(pk=runs[0].pk)
        again = allocate(rules_of(run.scheme), given_from(run.given))
        assert again.as_json() == run.result
        assert Result.from_json(run.result) == again
        assert run.result["scheme"]["sha256"] == run.scheme.sha256
    assert budget_of(place, journey).amount_pence == again.amount_pence


@pytest.mark.parametrize("change", ["update allocation_run set result = '{}'", "delete from allocation_run"])
def test_the_database_refuses_to_change_a_run(place: Place, change: str) -> None:
    a_worked_out_budget(place)
    with acting_as(place.as_sam), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
        c.execute(change)


def test_nothing_before_checking_is_whole(place: Place) -> None:
    assessment = a_sent_assessment(place, answers=ANSWERS)
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="Check every answer together first"):
        work_out(assessment.journey, cause="a test", by=sam)


def test_no_budget_before_a_decision(place: Place) -> None:
    assessment = a_checked_assessment(place)
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="Decide about eligibility first"):
        work_out(assessment.journey, cause="a test", by=sam)


def test_not_eligible_has_no_budget(place: Place) -> None:
    assessment = an_eligible_assessment(place, eligible=False)
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="no eligibility"):
        work_out(assessment.journey, cause="a test", by=sam)
    assert budgets_for([]) == {}


def test_only_the_team_works_it_out(place: Place) -> None:
    assessment = an_eligible_assessment(place)
    with acting_as(place.as_charlie) as charlie, pytest.raises(Refused):
        work_out(assessment.journey, cause="a test", by=charlie)


def test_asked_twice_it_is_one_budget(place: Place) -> None:
    journey, first = a_worked_out_budget(place)
    with acting_as(place.as_sam) as sam:
        second = work_out(journey, cause="again", by=sam)
        assert [run.pk for run in second] == [run.pk for run in first]
        events = JourneyEvent.objects.filter(journey=journey, kind="budget_worked_out")
        assert events.count() == 1
        assert set(events.get().facts) == {"batch", "runs"}


def test_two_sides_where_an_answer_differs_and_the_higher_counts(place: Place) -> None:
    journey, runs = a_worked_out_budget(place, differing={"people": Value(level=0)})
    assert {run.side for run in runs} == {"person", "practitioner"}
    assert len({run.batch for run in runs}) == 1
    budget = budget_of(place, journey)
    person, practitioner = (side.result.amount_pence for side in budget.sides)
    assert budget.differs
    assert person is not None
    assert practitioner is not None
    assert person > practitioner
    assert budget.amount_pence == budget.highest_pence == person


def test_the_nhs_shares_only_on_a_recorded_ground(place: Place) -> None:
    without, _ = a_worked_out_budget(place)
    assert {share.id: share.pence for share in budget_of(place, without).funders}["nhs"] == 0


def test_with_section_117_it_shares_and_after_its_end_it_does_not(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, s117=True)
    budget = budget_of(place, journey)
    shares = {share.id: share.pence for share in budget.funders}
    assert shares["nhs"] > 0
    assert sum(shares.values()) == budget.amount_pence
    with acting_as(place.as_sam) as sam:
        assert not has_changed_since(journey, budget)
        end_health_basis(HealthBasis.objects.get(person_id=journey.person_id), journey=journey, until=today(), by=sam)
        assert has_changed_since(journey, budget)
        work_out(journey, cause="the ground ended", by=sam)
    assert {share.id: share.pence for share in budget_of(place, journey).funders}["nhs"] == 0


def test_unpaid_help_counts_only_with_the_carers_own_current_yes(place: Place) -> None:
    answers = {**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=4)}
    journey, _ = a_worked_out_budget(place, answers=answers)
    before = budget_of(place, journey)
    assert before.gross_pence == before.amount_pence
    a_carer(place, journey).says("eating", "yes_until", until=today() + timedelta(days=1))
    with acting_as(place.as_sam) as sam:
        work_out(journey, cause="a carer's word", by=sam)
    after = budget_of(place, journey)
    assert (after.amount_pence or 0) < (before.amount_pence or 0) == after.gross_pence
    assert after.sides[0].given.answers["eating"].unpaid_quarters == 4
    assert after.sides[0].given.answers["people"].unpaid_quarters is None
    assert after.batch != before.batch


def test_a_no_or_a_yes_that_ended_lowers_nothing(place: Place) -> None:
    answers = {**ANSWERS, "eating": replace(ANSWERS["eating"], unpaid_quarters=4)}
    journey, first = a_worked_out_budget(place, answers=answers)
    a_carer(place, journey).says("eating", "no")
    with acting_as(place.as_sam) as sam:
        assert work_out(journey, cause="a carer's word", by=sam)[0].pk == first[0].pk


def test_not_sure_yet_gives_a_range_and_never_a_guess(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=NOT_SURE)
    budget = budget_of(place, journey)
    assert (budget.state, budget.amount_pence, budget.missing) == ("cannot_say_yet", None, ["Help at night"])
    low, high = budget.range_pence or (0, 0)
    assert 0 < low < high
    assert budget.funders == []


def test_looking_again_together_makes_a_new_run_and_keeps_the_old_one(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=NOT_SURE)
    with acting_as(place.as_sam) as sam:
        assessment = assessment_of(journey.pk)
        assert assessment is not None
        reopen_checking(assessment, by=sam)
        journey.refresh_from_db()
        with pytest.raises(NotReady):
            work_out(journey, cause="too early", by=sam)
        assessment.journey.refresh_from_db()
        agree_answer(assessment, "nights", Value(level=0), seen=checked_answers(assessment)["nights"].event, by=sam)
        finish_checking(assessment, by=sam)
        with pytest.raises(NotReady, match="Decide about eligibility"):
            work_out(journey, cause="the decision is older than the answers", by=sam)
        former = outdated_eligibility_of(assessment)
        assert former is not None
        decide_eligibility(
            assessment, needs_arise=True, outcomes=former.outcomes, significant_impact=True, reasons="As before.", seen=former.pk, by=sam
        )
        work_out(journey, cause="answered", by=sam)
        assert Run.objects.filter(journey=journey).count() == 2
    assert budget_of(place, journey).state == "amount"


def test_a_caseload_asks_a_fixed_number_of_times(place: Place, django_assert_num_queries: object) -> None:
    first, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    with acting_as(place.as_sam), django_assert_num_queries(3):  # type: ignore[operator]
        assert list(budgets_for([first.pk])) == [first.pk]
    with acting_as(place.as_charlie):
        assert latest_budget(first.pk) is None
