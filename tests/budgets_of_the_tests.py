"""Budgets and plans for tests, named for where they stand. Everything is made by the real acts, as Sam unless it says otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from commonpurse.access.actors import Actor
from commonpurse.access.context import acting_as
from commonpurse.allocation import acts as allocation
from commonpurse.allocation.models import Run
from commonpurse.allocation.queries import IndicativeBudget, latest_budget
from commonpurse.assessments.acts.checking import agree_answer, finish_checking, record_difference
from commonpurse.assessments.acts.eligibility import decide_eligibility
from commonpurse.assessments.acts.health import record_health_basis
from commonpurse.assessments.answers import Value
from commonpurse.assessments.models import Assessment
from commonpurse.journeys.models import Journey
from commonpurse.plans import acts as plans
from commonpurse.plans.models import Agreement, Plan
from commonpurse.plans.queries import open_plan, view_of
from commonpurse.plans.rules import LineDraft
from tests.journeys_of_the_tests import DANIELS_ANSWERS, a_sent_assessment
from tests.people_of_the_tests import Place

ANSWERS: dict[str, Value] = {**DANIELS_ANSWERS, "nights": Value(level=0)}
AT_NIGHT: dict[str, Value] = {**ANSWERS, "nights": Value(level=2, ticks=("awake",))}
NOT_SURE: dict[str, Value] = dict(DANIELS_ANSWERS)


def a_checked_assessment(
    place: Place,
    *,
    answers: Mapping[str, Value] = ANSWERS,
    differing: Mapping[str, Value] | None = None,
    journey: Journey | None = None,
) -> Assessment:
    """Every answer is agreed, but for those of `differing`, where the practitioner has another."""
    assessment = a_sent_assessment(place, answers=answers, journey=journey)
    with acting_as(place.as_sam) as sam:
        for question, value in answers.items():
            other = (differing or {}).get(question)
            if other is None:
                agree_answer(assessment, question, value, by=sam)
            else:
                record_difference(assessment, question, persons=value, practitioners=other, note="Each sees it differently.", by=sam)
        finish_checking(assessment, by=sam)
    return assessment


def an_eligible_assessment(
    place: Place,
    *,
    answers: Mapping[str, Value] = ANSWERS,
    differing: Mapping[str, Value] | None = None,
    s117: bool = False,
    eligible: bool = True,
    journey: Journey | None = None,
) -> Assessment:
    assessment = a_checked_assessment(place, answers=answers, differing=differing, journey=journey)
    with acting_as(place.as_sam) as sam:
        if s117:
            record_health_basis(
                assessment.journey,
                kind="s117",
                since=date(2024, 3, 4),
                council="Northmere Council",
                care_board="Northmere ICB",
                seen="Discharge letter of 4 March 2024",
                by=sam,
            )
        decide_eligibility(
            assessment,
            needs_arise=True,
            outcomes=["a", "f", "g"] if eligible else ["a"],
            significant_impact=True,
            reasons="Three outcomes cannot be achieved without prompting, and it wears him down.",
            advice="" if eligible else "The recovery college is open to him.",
            by=sam,
        )
    return assessment


def a_worked_out_budget(
    place: Place,
    *,
    answers: Mapping[str, Value] = ANSWERS,
    differing: Mapping[str, Value] | None = None,
    s117: bool = False,
    journey: Journey | None = None,
) -> tuple[Journey, list[Run]]:
    assessment = an_eligible_assessment(place, answers=answers, differing=differing, s117=s117, journey=journey)
    with acting_as(place.as_sam) as sam:
        return assessment.journey, allocation.work_out(assessment.journey, cause="a test", by=sam)


def budget_of(place: Place, journey: Journey) -> IndicativeBudget:
    with acting_as(place.as_sam):
        found = latest_budget(journey.pk)
    assert found is not None
    return found


A_LINE = LineDraft(
    what="Ceramics studio",
    who="Northmere Arts",
    how_often="every Thursday",
    cost_pence=4_550,
    period="week",
    legal_basis="care_act",
)


@dataclass
class Writing:
    """A plan being written, with its version followed."""

    place: Place
    journey: Journey

    @property
    def plan(self) -> Plan:
        with acting_as(self.place.as_sam):
            found = open_plan(self.journey.pk)
        assert found is not None
        return found

    def outcome(self, words: str = "To be at the studio on Thursdays again.", *, by: Actor | None = None) -> None:
        with acting_as(by or self.place.as_sam) as actor:
            plans.add_outcome(self.plan, words=words, seen_version=self.plan.version, by=actor)

    def line(self, *, by: Actor | None = None, **changes: object) -> None:
        draft = replace(A_LINE, **changes)  # type: ignore[arg-type]
        with acting_as(by or self.place.as_sam) as actor:
            plans.add_line(self.plan, draft=draft, starts_on=date(2026, 12, 1), outcome_id=None, seen_version=self.plan.version, by=actor)

    def send(self) -> Plan:
        with acting_as(self.place.as_sam) as sam:
            return plans.send_plan(self.plan, seen_version=self.plan.version, by=sam)


def a_plan_being_written(place: Place, journey: Journey) -> Writing:
    with acting_as(place.as_sam) as sam:
        plans.begin_plan(journey, by=sam)
    return Writing(place, journey)


def a_plan_sent(
    place: Place,
    *,
    answers: Mapping[str, Value] = ANSWERS,
    differing: Mapping[str, Value] | None = None,
    s117: bool = False,
    lines: tuple[dict[str, Any], ...] = ({},),
    journey: Journey | None = None,
) -> Writing:
    journey, _ = a_worked_out_budget(place, answers=answers, differing=differing, s117=s117, journey=journey)
    writing = a_plan_being_written(place, journey)
    writing.outcome()
    for line in lines:
        writing.line(**line)
    writing.send()
    return writing


def agree(writing: Writing, *, by: Actor | None = None, amount: int | None = None, reasons: str = "", side: int = 0) -> Agreement:
    budget = budget_of(writing.place, writing.journey)
    plan = writing.plan
    with acting_as(by or writing.place.as_helen) as helen:
        return plans.agree_plan(
            plan,
            run_id=budget.sides[side].run_id,
            amount_pence=budget.amount_pence or 0 if amount is None else amount,
            reasons=reasons,
            seen_version=plan.version,
            by=helen,
        )


def an_agreed_plan(place: Place, *, s117: bool = False, lines: tuple[dict[str, Any], ...] = ({},)) -> tuple[Writing, Agreement]:
    writing = a_plan_sent(place, s117=s117, lines=lines)
    return writing, agree(writing)


def total_of(writing: Writing) -> int:
    with acting_as(writing.place.as_sam):
        return view_of(writing.plan, latest_budget(writing.journey.pk)).total_pence
