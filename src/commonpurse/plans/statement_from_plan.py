"""Put together the statement of an agreement from the plan, the budget that it starts from and the decision before it."""

from commonpurse.access.actors import Actor
from commonpurse.allocation.queries import IndicativeBudget, SideOfBudget
from commonpurse.allocation.rules import COUNCIL, NHS, funders_of
from commonpurse.assessments.models import EligibilityDecision
from commonpurse.assessments.queries import eligibility_on
from commonpurse.foundation.clock import LONDON, today
from commonpurse.plans.models import Plan
from commonpurse.plans.queries import LineView, PlanView, said_for, view_of
from commonpurse.plans.rules import total_by_funder
from commonpurse.plans.statement import SideFigure, Statement, StatementLine, SupportNow
from commonpurse.values.money import Pence
from commonpurse.values.periods import per_year


def statement_for(plan: Plan, budget: IndicativeBudget, *, chosen: SideOfBudget, amount: Pence, reasons: str, by: Actor) -> Statement:
    """Raises DoesNotAddUp where lines, funders and amount are not the same money."""
    view = view_of(plan, budget)
    lines = tuple(_line(line) for line in view.lines)
    rest = amount - view.total_pence
    rest_funders = _rest_by_funder(rest, chosen)
    decision = _decision(plan)
    indicative = budget.amount_of(chosen)
    if indicative is None:
        raise LookupError("There is no indicative amount.")
    return Statement(
        person=plan.person.name,
        called=plan.person.called,
        kind=plan.journey.kind,
        journey_id=str(plan.journey_id),
        plan_id=str(plan.pk),
        run_id=str(chosen.run_id),
        agreed_on=today().isoformat(),
        agreed_by=by.name,
        team=plan.journey.team.name,
        each=budget.each,
        outcomes=tuple(outcome.words for outcome in view.outcomes),
        lines=lines,
        not_planned_pence=rest,
        not_planned_funders=rest_funders,
        total_pence=amount,
        year_pence=per_year(amount, budget.period, budget.weeks_per_year),
        funders=total_by_funder([*(line.funders for line in lines), rest_funders]),
        indicative_pence=indicative,
        formula_pence=chosen.result.amount_pence,
        costed_by_hand=budget.costing is not None,
        sides=_sides(budget, chosen),
        reasons=reasons,
        eligible_on=decision.decided_at.astimezone(LONDON).date().isoformat(),
        eligibility_reasons=decision.reasons,
        now=_now(view),
        scheme_id=budget.rules.id,
        scheme_title=budget.rules.title,
        scheme_version=budget.rules.version,
        scheme_sha256=budget.rules.sha256,
        said=said_for(plan),
    )


def _line(line: LineView) -> StatementLine:
    return StatementLine(
        what=line.what,
        who=line.who,
        how_often=line.how_often,
        outcome=line.outcome,
        cost_pence=line.cost_pence,
        cost_each=line.cost_each,
        worth_pence=line.worth_pence,
        starts_on=line.starts_on.isoformat(),
        legal_basis=line.legal_basis,
        basis_words=line.basis_words,
        funders=line.funders,
    )


def _rest_by_funder(rest: Pence, chosen: SideOfBudget) -> dict[str, Pence]:
    """What is not planned yet stays with those who would pay the indicative amount, in the same shares."""
    if rest < 0 or chosen.result.funders is None:
        return {COUNCIL: rest, NHS: 0}
    nhs = funders_of(rest, chosen.result.funders).get(NHS, 0)
    return {COUNCIL: rest - nhs, NHS: nhs}


def _sides(budget: IndicativeBudget, chosen: SideOfBudget) -> tuple[SideFigure, ...]:
    if not budget.differs:
        return ()
    return tuple(SideFigure(side.title, _figure(side), side.run_id == chosen.run_id) for side in budget.sides)


def _figure(side: SideOfBudget) -> Pence:
    if side.result.amount_pence is None:
        raise LookupError("A side has no figure, and a letter never prints nothing as an amount.")
    return side.result.amount_pence


def _now(view: PlanView) -> tuple[SupportNow, ...]:
    return tuple(SupportNow(row.what, row.who, row.worth_pence) for row in view.support)


def _decision(plan: Plan) -> EligibilityDecision:
    decision = eligibility_on(plan.journey_id)
    if decision is None:
        raise LookupError("There is no decision about eligibility.")
    return decision
