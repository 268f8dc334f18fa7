"""What is somebody's own in a way that was copied: their answers, their plan, and so their budget, worked out anew by the frozen rules."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from commonpurse.allocation.models import Scheme
from commonpurse.allocation.queries import rules_of
from commonpurse.allocation.rules import given_for
from commonpurse.assessments.answers import Value
from commonpurse.formula import Result, allocate, read_given
from commonpurse.plans.statement import Statement, SupportNow

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
ANSWERS = ("assessments_answerevent", "assessments_checkevent")


@dataclass(frozen=True)
class OwnPlan:
    """As many outcomes and lines as the copied plan has. Lines, by the Care Act: what, who, how often, pence a week.

    `now`: what there is now, who gives it, pence a week.
    """

    outcomes: tuple[str, ...]
    lines: Sequence[tuple[str, str, str, int]]
    now: tuple[str, str, int]


@dataclass(frozen=True)
class Own:
    """`answers`: those that are not as in the copied way. `unable`: the letters of the eligibility decision, with its reasons."""

    answers: Mapping[str, Value] = field(default_factory=dict)
    unable: str = ""
    reasons: str = ""
    plan: OwnPlan | None = None


def made_own(rows: Rows, own: Own) -> None:
    """Change the rows of a copied way. Raises DoesNotAddUp where the plan costs more than the budget."""
    for table in ANSWERS:
        for event in rows.get(table, []):
            if event["question"] in own.answers:
                event["value"] = own.answers[event["question"]].as_json()
    for decision in rows.get("assessments_eligibilitydecision", []):
        decision.update(outcomes=list(own.unable), reasons=own.reasons)
    for run in rows.get("allocation_run", []):
        result = _worked_out(run, rows["assessments_checkevent"])
        if own.plan:
            _planned(rows, own.plan)
            _agreed(rows, own, own.plan, result)


def _worked_out(run: Row, checked: list[Row]) -> Result:
    """A run on their own answers, by the rules that it was frozen with."""
    rules = rules_of(Scheme.objects.get(pk=run["scheme_id"]))
    before = read_given(json.dumps(run["given"]), rules)
    values = {event["question"]: Value.from_json(event["value"]) for event in checked}
    given = given_for(rules, values, covered={}, has_health_basis=bool(before.paying_funders), cost_by_hand=before.cost_by_hand)
    result = allocate(rules, given)
    run.update(given=given.as_json(), result=result.as_json())
    return result


def _planned(rows: Rows, plan: OwnPlan) -> None:
    for outcome in rows["plans_outcome"]:
        outcome["words"] = plan.outcomes[outcome["position"] - 1]
    for line in rows["plans_planline"]:
        what, who, often, pence = plan.lines[line["position"] - 1]
        line.update(what=what, who=who, how_often=often, cost_pence=pence)
    for support in rows["plans_currentsupport"]:
        what, who, pence = plan.now
        support.update(what=what, who=who, cost_pence=pence)


def _agreed(rows: Rows, own: Own, plan: OwnPlan, result: Result) -> None:
    for agreement in rows["plans_agreement"]:
        statement = _stated(Statement.from_json(agreement["statement"]), own, plan, result)
        agreement.update(statement=statement.as_json(), amount_pence=statement.total_pence, indicative_pence=statement.indicative_pence)


def _stated(copied: Statement, own: Own, plan: OwnPlan, result: Result) -> Statement:
    """The statement of the agreement: the whole budget, with what no line uses left open."""
    amount = result.amount_pence or 0
    left = amount - sum(pence for *_, pence in plan.lines)
    lines = tuple(
        replace(line, what=what, who=who, how_often=often, cost_pence=pence, worth_pence=pence, funders=_by_the_council(pence))
        for line, (what, who, often, pence) in zip(copied.lines, plan.lines, strict=True)
    )
    return replace(
        copied,
        outcomes=plan.outcomes,
        lines=lines,
        not_planned_pence=left,
        not_planned_funders=_by_the_council(left),
        total_pence=amount,
        year_pence=result.year_pence or 0,
        funders=_by_the_council(amount),
        indicative_pence=amount,
        formula_pence=amount,
        eligibility_reasons=own.reasons,
        now=(SupportNow(*plan.now),),
    )


def _by_the_council(pence: int) -> dict[str, int]:
    return {"council": pence, "nhs": 0}
