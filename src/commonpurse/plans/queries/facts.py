"""What writing, sending and agreeing a plan look at before they say yes."""

from commonpurse.allocation.entering import has_changed_since
from commonpurse.allocation.queries import IndicativeBudget, latest_budget
from commonpurse.assessments.queries import assessment_of, eligibility_of, eligibility_on, health_bases_on, road_goes_on
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.plans import rules
from commonpurse.plans.models import LegalBasis, Plan
from commonpurse.plans.queries.contents import view_of
from commonpurse.plans.queries.said import said_of
from commonpurse.plans.rules import PlanFacts
from commonpurse.values.money import Pence


def facts_of(plan: Plan) -> PlanFacts:
    """What sending and agreeing look at, gathered once."""
    budget = latest_budget(plan.journey_id)
    view = view_of(plan, budget)
    open_to = {basis.value for basis in open_bases(plan.journey)}
    assessment = assessment_of(plan.journey_id)
    decision = eligibility_of(assessment) if assessment else None
    said = said_of(plan)
    return PlanFacts(
        state=plan.state,
        stage=plan.journey.stage,
        outcomes=len(view.outcomes),
        lines=len(view.lines),
        total_pence=view.total_pence,
        lines_without_basis=tuple(line.what for line in view.lines if line.legal_basis not in open_to),
        eligible=road_goes_on(assessment, decision) if assessment and decision else None,
        has_budget=budget is not None,
        cannot_say_yet=budget is not None and budget.cannot_say_yet,
        needs_costing=budget is not None and budget.needs_costing,
        budget_is_current=budget is not None and not has_changed_since(plan.journey, budget),
        differs=budget is not None and budget.differs,
        each=budget.each if budget else "a week",
        disagrees=said is not None and not said.agrees,
        answered=said is not None and bool(said.reply),
    )


def open_bases(journey: Journey) -> list[LegalBasis]:
    """The legal bases that a line of this journey's plan may have today."""
    decision = eligibility_on(journey.pk)
    recorded = [basis.kind for basis in health_bases_on(journey.person_id, today())]
    return rules.bases_open_to(journey.kind, recorded, care_act=decision is None or decision.eligible)


def weekly_to_cover(budget: IndicativeBudget, amount: Pence) -> Pence:
    """The pence a week that a manager's limit must cover: of the amount, and of every figure it is chosen from."""
    highest = max(amount, budget.highest_pence)
    return rules.a_weeks_money(highest, counted_in=budget.period, weeks_per_year=budget.weeks_per_year)
