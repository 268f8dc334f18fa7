"""The sign-off: whose, within what limit, with what reasons, and one record for decision and letter."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.access.decisions import Refused
from commonpurse.allocation.acts import cost_by_hand, work_out
from commonpurse.allocation.rules import CostingLine
from commonpurse.assessments.acts.eligibility import decide_eligibility
from commonpurse.assessments.acts.health import end_health_basis
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import HealthBasis
from commonpurse.assessments.queries import assessment_of, eligibility_of
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.organisations.models import Membership
from commonpurse.plans import acts
from commonpurse.plans.models import Agreement, Plan
from commonpurse.plans.queries import statement_of, waiting_for
from commonpurse.values.missing import NotReady, Stale
from commonpurse.values.money import pounds_and_pence
from tests.budgets_of_the_tests import (
    AT_NIGHT,
    a_plan_being_written,
    a_plan_sent,
    a_worked_out_budget,
    agree,
    an_agreed_plan,
    budget_of,
    total_of,
)
from tests.people_of_the_tests import Place, as_operator, write_past_the_wall

A_SHEET = [CostingLine("Somebody awake at night", 1_000, 1_833)]


def limit_of_helen(place: Place, pence: int) -> None:
    with as_operator():
        Membership.objects.filter(user=place.helen).update(approval_limit_pence=pence)


def test_within_the_indicative_amount_it_is_agreed_in_one_step(place: Place) -> None:
    writing, agreement = an_agreed_plan(place)
    assert agreement.amount_pence == agreement.indicative_pence == budget_of(place, writing.journey).amount_pence
    with acting_as(place.as_sam):
        writing.journey.refresh_from_db()
    assert writing.journey.stage == "setting-up"


def test_one_record_adds_up_to_the_penny(place: Place) -> None:
    _, agreement = an_agreed_plan(
        place,
        s117=True,
        lines=({"legal_basis": "s117", "nhs_percent": 42, "cost_pence": 4_551}, {"cost_pence": 10_001, "period": "year"}),
    )
    statement = statement_of(agreement)
    lines = sum(line.worth_pence for line in statement.lines) + statement.not_planned_pence
    assert lines == statement.total_pence == agreement.amount_pence == sum(statement.funders.values())
    assert [line.person_pays for line in statement.lines] == ["Free for you: £0", "Not worked out yet"]
    assert statement.scheme_sha256
    assert statement.run_id == str(agreement.run_id)


def test_the_database_refuses_to_change_an_agreement(place: Place) -> None:
    an_agreed_plan(place)
    with acting_as(place.as_helen), pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as c:
        c.execute("update plans_agreement set amount_pence = 1")


def test_only_a_manager_of_the_team(place: Place) -> None:
    writing = a_plan_sent(place)
    with pytest.raises(Refused, match="Only a manager of this team"):
        agree(writing, by=place.as_sam)
    with pytest.raises(Plan.DoesNotExist):
        agree(writing, by=place.as_charlie)
    with acting_as(place.as_sam):
        assert not Agreement.objects.exists()


def test_nobody_agrees_a_plan_that_they_wrote_in(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    writing.outcome(by=place.as_helen)
    writing.line()
    writing.send()
    with pytest.raises(Refused, match="Nobody agrees a plan that they wrote in"):
        agree(writing)


def test_nobody_agrees_a_figure_that_they_costed_themselves(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    with acting_as(place.as_helen) as helen:
        cost_by_hand(journey, lines=A_SHEET, why="Three nights.", by=helen)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    writing.line()
    writing.send()
    with pytest.raises(Refused, match=r"You costed this budget by hand\. Nobody agrees what they decided themselves"):
        agree(writing)
    with acting_as(place.as_sam) as sam:
        acts.take_back(writing.plan, seen_version=writing.plan.version, by=sam)
        cost_by_hand(journey, lines=A_SHEET, why="Three nights, as I see it too.", by=sam)
    writing.send()
    assert agree(writing).amount_pence == 18_330


@pytest.mark.parametrize("last", ["helen", "sam"])
def test_nobody_agrees_where_they_decided_about_eligibility(place: Place, last: str) -> None:
    journey, _ = a_worked_out_budget(place)
    for who in ("helen", last):
        with acting_as(getattr(place, f"as_{who}")) as by:
            decides_again(journey, by=by)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    writing.line()
    writing.send()
    if last == "sam":
        assert agree(writing).plan_id
    else:
        with pytest.raises(Refused, match=r"You decided about eligibility here\. Nobody agrees what they decided themselves"):
            agree(writing)


def decides_again(journey: Journey, *, by: Actor) -> None:
    assessment = assessment_of(journey.pk)
    assert assessment is not None
    before = eligibility_of(assessment)
    assert before is not None
    decide_eligibility(
        assessment,
        needs_arise=True,
        outcomes=["a", "f", "g"],
        significant_impact=True,
        reasons=f"So says {by.name}.",
        seen=before.pk,
        by=by,
    )


def test_a_side_without_a_figure_stops_sending_and_agreeing(place: Place) -> None:
    """The other side may be costed by hand: a letter must not print £0.00 beside it."""
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT, differing={"people": Value()})
    assert [side.result.state for side in budget_of(place, journey).sides] == ["needs_costing", "cannot_say_yet"]
    with acting_as(place.as_sam) as sam:
        cost_by_hand(journey, lines=A_SHEET, why="Three nights.", by=sam)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    writing.line()
    with pytest.raises(NotReady, match="A question has no answer yet, so there is no figure"):
        writing.send()
    limit_of_helen(place, 100_000)
    write_past_the_wall("update plans_plan set state = 'sent'")
    write_past_the_wall("update journeys_journey set stage = 'agreement'")
    with pytest.raises(NotReady, match="A question has no answer yet, so there is no figure"):
        agree(writing, reasons="The costing is right.", amount=18_330)


def test_what_is_not_planned_is_named_apart_from_what_may_be_charged(place: Place) -> None:
    _, agreement = an_agreed_plan(place, s117=True, lines=({"legal_basis": "s117", "nhs_percent": 42},))
    statement = statement_of(agreement)
    rest = pounds_and_pence(statement.not_planned_pence)
    assert statement.person_pays == (
        f"£45.50 a week of it is free for you. {rest} a week is not planned yet: "
        "whether you pay for any of that depends on what it will be for."
    )
    priced = replace(statement.lines[0], legal_basis="care_act")
    assert replace(statement, lines=(priced,)).person_pays.startswith(
        "Not worked out yet. It is never more than £45.50 a week for what is planned. "
    )
    once = replace(priced, cost_each="once")
    assert replace(statement, lines=(once,)).person_pays.startswith(
        "Not worked out yet. In no week is it more than what your support costs in that week. "
    )
    carers = replace(statement, kind="carer", lines=(replace(priced, legal_basis="carer"),))
    assert carers.person_pays == "£0. All of it is free for you."
    assert carers.not_planned_person_pays == "Free for you: £0"


def test_a_year_of_the_letter_covers_its_yearly_line(place: Place) -> None:
    journey, _ = a_worked_out_budget(place)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    writing.line(cost_pence=10_000, period="year")
    writing.send()
    statement = statement_of(agree(writing, amount=193, reasons="Only the course is needed."))
    line = statement.lines[0]
    assert (line.cost_pence, line.worth_pence, statement.year_pence) == (10_000, 193, 10_036)
    assert statement.rounded_up(line)
    assert not statement.rounded_up(replace(line, cost_pence=10_036))
    assert not statement.rounded_up(replace(line, cost_each="a week", cost_pence=193))


def test_the_limit_covers_the_amount(place: Place) -> None:
    writing = a_plan_sent(place)
    indicative = budget_of(place, writing.journey).amount_pence or 0
    limit_of_helen(place, indicative - 1)
    with pytest.raises(Refused, match="is above your limit"):
        agree(writing)
    limit_of_helen(place, indicative)
    with pytest.raises(Refused, match="is above your limit"):
        agree(writing, amount=indicative + 1, reasons="More is needed.")
    assert agree(writing).amount_pence == indicative


def test_the_higher_side_tests_the_limit_even_when_the_lower_is_chosen(place: Place) -> None:
    writing = a_plan_sent(place, differing={"people": Value(level=0)})
    budget = budget_of(place, writing.journey)
    higher, lower = (side.result.amount_pence or 0 for side in budget.sides)
    limit_of_helen(place, lower)
    with pytest.raises(Refused, match="is above your limit"):
        agree(writing, amount=lower, reasons="The visits are enough.", side=1)
    limit_of_helen(place, higher)
    with pytest.raises(NotReady, match="Write why you chose this figure"):
        agree(writing, amount=lower, side=1)
    agreement = agree(writing, amount=lower, reasons="The visits are enough.", side=1)
    assert [(side.pence, side.chosen) for side in statement_of(agreement).sides] == [(higher, False), (lower, True)]


@pytest.mark.parametrize("by", [-100, 100])
def test_a_departure_has_reasons(place: Place, by: int) -> None:
    writing = a_plan_sent(place)
    amount = (budget_of(place, writing.journey).amount_pence or 0) + by
    with pytest.raises(NotReady, match="than the indicative"):
        agree(writing, amount=amount)
    assert agree(writing, amount=amount, reasons="He has the bus pass already.").reasons == "He has the bus pass already."


def test_never_less_than_the_lines_come_to(place: Place) -> None:
    writing = a_plan_sent(place)
    with pytest.raises(NotReady, match="Agree at least that, or send the plan back"):
        agree(writing, amount=total_of(writing) - 1, reasons="It costs too much.")


def test_needs_costing_blocks_until_costed(place: Place) -> None:
    journey, _ = a_worked_out_budget(place, answers=AT_NIGHT)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    writing.line()
    with pytest.raises(NotReady, match="still needs costing by hand"):
        writing.send()
    with acting_as(place.as_sam) as sam:
        cost_by_hand(journey, lines=A_SHEET, why="Three nights.", by=sam)
    writing.send()
    with acting_as(place.as_sam) as sam, pytest.raises(NotReady, match="with the manager"):
        cost_by_hand(journey, lines=A_SHEET, why="Four nights.", by=sam)
    agreement = agree(writing)
    statement = statement_of(agreement)
    assert (agreement.indicative_pence, statement.costed_by_hand) == (18_330, True)
    assert statement.formula_pence != 18_330


def test_a_plan_that_moved_on_is_not_agreed(place: Place) -> None:
    writing = a_plan_sent(place)
    plan, budget = writing.plan, budget_of(place, writing.journey)
    with acting_as(place.as_sam) as sam:
        acts.take_back(plan, seen_version=plan.version, by=sam)
    writing.line(what="Another", cost_pence=100_000)
    writing.send()
    with acting_as(place.as_helen) as helen, pytest.raises(Stale):
        acts.agree_plan(
            plan, run_id=budget.sides[0].run_id, amount_pence=budget.amount_pence or 0, reasons="", seen_version=plan.version, by=helen
        )


def test_a_figure_that_moved_on_is_not_agreed(place: Place) -> None:
    writing = a_plan_sent(place, s117=True)
    old = budget_of(place, writing.journey)
    with acting_as(place.as_sam) as sam:
        end_health_basis(HealthBasis.objects.get(), journey=writing.journey, until=today(), by=sam)
    with pytest.raises(NotReady, match="Something that the budget rests on has changed"):
        agree(writing)
    with acting_as(place.as_sam) as sam:
        work_out(writing.journey, cause="the ground ended", by=sam)
    plan = writing.plan
    with acting_as(place.as_helen) as helen, pytest.raises(Stale, match="worked out anew"):
        acts.agree_plan(
            plan, run_id=old.sides[0].run_id, amount_pence=old.amount_pence or 0, reasons="", seen_version=plan.version, by=helen
        )


def test_a_line_whose_ground_ended_is_not_agreed(place: Place) -> None:
    writing = a_plan_sent(place, s117=True, lines=({"legal_basis": "s117", "nhs_percent": 42},))
    with acting_as(place.as_sam) as sam:
        end_health_basis(HealthBasis.objects.get(), journey=writing.journey, until=today(), by=sam)
        work_out(writing.journey, cause="the ground ended", by=sam)
    with pytest.raises(NotReady, match="has a legal basis that is not recorded today"):
        agree(writing)


def test_sent_back_needs_reasons_and_goes_to_planning(place: Place) -> None:
    writing = a_plan_sent(place)
    plan = writing.plan
    with acting_as(place.as_helen) as helen:
        with pytest.raises(NotReady, match="Say what should change"):
            acts.return_plan(plan, reasons=" ", seen_version=plan.version, by=helen)
        acts.return_plan(plan, reasons="Who comes when he is unwell?", seen_version=plan.version, by=helen)
        writing.journey.refresh_from_db()
        assert list(waiting_for(helen)) == []
    assert writing.journey.stage == "planning"
    with acting_as(place.as_sam) as sam, pytest.raises(Refused):
        acts.return_plan(plan, reasons="x", seen_version=plan.version, by=sam)
