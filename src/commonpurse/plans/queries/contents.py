"""What stands in a plan: its outcomes, its lines with their worth and who pays, the support there is now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from json import dumps
from uuid import UUID

from commonpurse.allocation.queries import IndicativeBudget
from commonpurse.allocation.rules import FUNDERS
from commonpurse.plans import rules
from commonpurse.plans.models import CurrentSupport, LegalBasis, Outcome, Period, Plan, PlanLine
from commonpurse.plans.rules import FUNDER_NAMES
from commonpurse.values import periods
from commonpurse.values.money import Pence
from commonpurse.values.periods import WEEKS_PER_YEAR


@dataclass(frozen=True)
class LineView:
    """A line with what it comes to in the budget's period, and who pays what of it."""

    id: UUID
    what: str
    who: str
    how_often: str
    outcome: str
    outcome_id: UUID | None
    cost_pence: Pence
    cost_period: str
    worth_pence: Pence
    rounded_up: bool
    starts_on: date
    legal_basis: str
    shares: Mapping[str, int]
    funders: Mapping[str, Pence]

    @property
    def cost_each(self) -> str:
        return str(Period(self.cost_period).label)

    @property
    def basis_words(self) -> str:
        return str(LegalBasis(self.legal_basis).label)

    @property
    def free(self) -> bool:
        return self.legal_basis in rules.FREE

    @property
    def once(self) -> bool:
        return self.cost_period == Period.ONCE

    @property
    def funded_by(self) -> list[tuple[str, Pence]]:
        return [(FUNDER_NAMES[funder], self.funders[funder]) for funder in FUNDERS if self.shares.get(funder)]


@dataclass(frozen=True)
class SupportView:
    id: UUID
    what: str
    who: str
    cost_pence: Pence
    cost_period: str
    worth_pence: Pence

    @property
    def cost_each(self) -> str:
        return str(Period(self.cost_period).label)


@dataclass(frozen=True)
class OutcomeView:
    id: UUID
    words: str


@dataclass(frozen=True)
class PlanView:
    """A plan as it stands, in one period."""

    plan: Plan
    each: str
    outcomes: tuple[OutcomeView, ...]
    lines: tuple[LineView, ...]
    support: tuple[SupportView, ...]
    indicative_pence: Pence | None

    @property
    def total_pence(self) -> Pence:
        return sum(line.worth_pence for line in self.lines)

    @property
    def left_pence(self) -> Pence | None:
        return None if self.indicative_pence is None else rules.left_to_plan(self.indicative_pence, [self.total_pence])

    @property
    def now_pence(self) -> Pence:
        return sum(row.worth_pence for row in self.support)

    @property
    def funded_by(self) -> list[tuple[str, Pence]]:
        totals = rules.total_by_funder(line.funders for line in self.lines)
        return [(FUNDER_NAMES[funder], totals[funder]) for funder in FUNDERS if totals[funder]]


def view_of(plan: Plan, budget: IndicativeBudget | None) -> PlanView:
    """Everything that stands in a plan, in three queries."""
    counted_in = budget.period if budget else periods.Period.WEEK
    weeks = budget.weeks_per_year if budget else WEEKS_PER_YEAR

    def worth(row: PlanLine | CurrentSupport) -> Pence:
        return rules.worth(row.cost_pence, row.period, counted_in=counted_in, weeks_per_year=weeks)

    def rounded_up(line: PlanLine) -> bool:
        return rules.is_rounded_up(line.cost_pence, line.period, counted_in=counted_in, weeks_per_year=weeks)

    outcomes = list(Outcome.objects.filter(plan=plan, removed_at=None).order_by("position"))
    words = {outcome.pk: outcome.words for outcome in outcomes}
    lines = PlanLine.objects.filter(plan=plan, removed_at=None).order_by("position")
    support = CurrentSupport.objects.filter(plan=plan, removed_at=None).order_by("position")
    return PlanView(
        plan=plan,
        each=f"a {counted_in.value}",
        outcomes=tuple(OutcomeView(outcome.pk, outcome.words) for outcome in outcomes),
        lines=tuple(_line_view(line, worth(line), words, rounded_up=rounded_up(line)) for line in lines),
        support=tuple(SupportView(row.pk, row.what, row.who, row.cost_pence, row.period, worth(row)) for row in support),
        indicative_pence=budget.amount_pence if budget else None,
    )


def _line_view(line: PlanLine, worth: Pence, words: Mapping[UUID, str], *, rounded_up: bool) -> LineView:
    return LineView(
        id=line.pk,
        what=line.what,
        who=line.who,
        how_often=line.how_often,
        outcome=words.get(line.outcome_id, "") if line.outcome_id else "",
        outcome_id=line.outcome_id if line.outcome_id in words else None,
        cost_pence=line.cost_pence,
        cost_period=line.period,
        worth_pence=worth,
        rounded_up=rounded_up,
        starts_on=line.starts_on,
        legal_basis=line.legal_basis,
        shares=line.shares,
        funders=rules.funder_pence(worth, line.shares),
    )


def totals_for(plans: list[Plan], budgets: Mapping[UUID, IndicativeBudget]) -> dict[UUID, Pence]:
    """What the lines of each plan come to in its budget's period, in one query."""
    totals = {plan.pk: 0 for plan in plans}
    journeys = {plan.pk: plan.journey_id for plan in plans}
    for line in PlanLine.objects.filter(plan_id__in=list(totals), removed_at=None):
        budget = budgets.get(journeys[line.plan_id])
        if budget is not None:
            totals[line.plan_id] += rules.worth(
                line.cost_pence, line.period, counted_in=budget.period, weeks_per_year=budget.weeks_per_year
            )
    return totals


def contents_sha256(plan: Plan) -> str:
    """Names all that stands in a plan: another word or penny gives another name, and what was put back gives the same."""
    columns = {
        Outcome: ("pk", "words"),
        PlanLine: ("pk", "outcome_id", "what", "who", "how_often", "cost_pence", "period", "starts_on", "legal_basis", "shares"),
        CurrentSupport: ("pk", "what", "who", "cost_pence", "period"),
    }
    held = [
        [kind.__name__, *kind.objects.filter(plan=plan, removed_at=None).order_by("position", "pk").values_list(*names)]  # type: ignore[attr-defined]
        for kind, names in columns.items()
    ]
    return sha256(dumps(held, default=str, sort_keys=True).encode()).hexdigest()
