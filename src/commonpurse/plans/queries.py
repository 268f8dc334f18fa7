"""Reads of plans for pages and other apps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from json import dumps
from uuid import UUID

from django.db.models import QuerySet

from commonpurse.access.actors import Actor, Role
from commonpurse.access.queries import people_open_to
from commonpurse.access.registry import Section
from commonpurse.allocation.entering import has_changed_since
from commonpurse.allocation.queries import IndicativeBudget, latest_budget
from commonpurse.allocation.rules import FUNDERS
from commonpurse.assessments.queries import assessment_of, eligibility_of, eligibility_on, health_bases_on, road_goes_on
from commonpurse.foundation.clock import today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import of_this_round
from commonpurse.journeys.stages import Stage
from commonpurse.people.queries import found_by
from commonpurse.plans import rules
from commonpurse.plans.models import Agreement, CurrentSupport, LegalBasis, Outcome, Period, Plan, PlanLine, PlanReturn, Saying
from commonpurse.plans.rules import FUNDER_NAMES, PlanFacts
from commonpurse.plans.statement import Statement
from commonpurse.values import periods
from commonpurse.values.money import Pence
from commonpurse.values.periods import WEEKS_PER_YEAR


def visible_to(actor: Actor) -> QuerySet[Plan]:
    rows = Plan.objects.filter(person_id__in=people_open_to(actor, Section.PLAN))
    return rows.select_related("person", "journey", "journey__person", "journey__team")


def _whole(journey_id: UUID) -> QuerySet[Plan]:
    return Plan.objects.filter(journey_id=journey_id).select_related("person", "journey", "journey__person", "journey__team")


def open_plan(journey_id: UUID) -> Plan | None:
    """The plan that is being written or waits for agreement."""
    return _whole(journey_id).exclude(state=Plan.State.AGREED).first()


def agreed_plan(journey_id: UUID) -> Plan | None:
    """The plan agreed last."""
    return _whole(journey_id).filter(state=Plan.State.AGREED).order_by("-agreement__agreed_at").first()


def current_plan(journey_id: UUID) -> Plan | None:
    """The open plan, else the one agreed last in the journey's present round."""
    agreement = agreement_in_force(journey_id)
    return open_plan(journey_id) or (_whole(journey_id).get(pk=agreement.plan_id) if agreement else None)


def last_agreement(journey_id: UUID) -> Agreement | None:
    """The latest agreement of a journey, of whatever round: its letter can always be read."""
    return Agreement.objects.filter(journey_id=journey_id).select_related("person", "plan").order_by("-agreed_at").first()


def agreement_in_force(journey_id: UUID) -> Agreement | None:
    """The latest agreement of a journey's present round: that of a former one is history, and no figure of today."""
    rows = Agreement.objects.filter(of_this_round("agreed_at"), journey_id=journey_id)
    return rows.select_related("person", "plan").order_by("-agreed_at").first()


def agreements_for(journey_ids: list[UUID]) -> dict[UUID, Agreement]:
    """The agreement in force of each journey, in one query."""
    rows = Agreement.objects.filter(of_this_round("agreed_at"), journey_id__in=journey_ids)
    return {row.journey_id: row for row in rows.order_by("agreed_at")}


def statement_of(agreement: Agreement) -> Statement:
    return Statement.from_json(agreement.statement)


def waiting_for(actor: Actor, *, search: str = "") -> QuerySet[Plan]:
    """Plans sent to the teams that the actor manages, the oldest first."""
    rows = visible_to(actor).filter(journey__team_id__in=actor.teams(Role.MANAGER), state=Plan.State.SENT, journey__stage=Stage.AGREEMENT)
    return rows.filter(found_by(search)).order_by("journey__stage_since", "pk")


def open_bases(journey: Journey) -> list[LegalBasis]:
    """The legal bases that a line of this journey's plan may have today."""
    decision = eligibility_on(journey.pk)
    recorded = [basis.kind for basis in health_bases_on(journey.person_id, today())]
    return rules.bases_open_to(journey.kind, recorded, care_act=decision is None or decision.eligible)


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


@dataclass(frozen=True)
class SaidOfPlan:
    """The last that the person said of a plan, and what was answered. `as_it_stands`: nothing in the plan has changed since."""

    agrees: bool
    words: str
    how: str
    by_id: UUID
    at: datetime
    as_it_stands: bool
    reply: str
    reply_by_id: UUID | None
    reply_at: datetime | None

    @property
    def who_wrote(self) -> set[UUID]:
        return {self.by_id} | ({self.reply_by_id} if self.reply_by_id else set())


def said_of(plan: Plan) -> SaidOfPlan | None:
    """What the person says of this plan; None while they have said nothing."""
    row = Saying.objects.filter(plan=plan).select_related("reply").order_by("-at", "-pk").first()
    if row is None:
        return None
    reply = getattr(row, "reply", None)
    return SaidOfPlan(
        agrees=row.agrees,
        words=row.words,
        how=row.how,
        by_id=row.by_id,
        at=row.at,
        as_it_stands=row.contents_sha256 == contents_sha256(plan),
        reply=reply.words if reply else "",
        reply_by_id=reply.by_id if reply else None,
        reply_at=reply.at if reply else None,
    )


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


def weekly_to_cover(budget: IndicativeBudget, amount: Pence) -> Pence:
    """The pence a week that a manager's limit must cover: of the amount, and of every figure it is chosen from."""
    highest = max(amount, budget.highest_pence)
    return rules.a_weeks_money(highest, counted_in=budget.period, weeks_per_year=budget.weeks_per_year)


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


@dataclass(frozen=True)
class ReturnView:
    reasons: str
    by_id: UUID
    at: date


def last_return(plan: Plan) -> ReturnView | None:
    """Why the plan was sent back last, while it is being written again."""
    row = plan.returns.order_by("-at").first()
    return None if row is None or plan.state != Plan.State.WRITING else ReturnView(row.reasons, row.by_id, row.at)


def sent_back(journey_ids: list[UUID]) -> dict[UUID, ReturnView]:
    """The last return of each journey whose plan was sent back and is written again, in one query."""
    rows = PlanReturn.objects.filter(
        plan__journey_id__in=journey_ids, plan__state=Plan.State.WRITING, plan__journey__stage=Stage.PLANNING
    ).select_related("plan")
    return {row.plan.journey_id: ReturnView(row.reasons, row.by_id, row.at) for row in rows.order_by("at")}


def removed_item(plan: Plan, item_id: UUID) -> Outcome | PlanLine | CurrentSupport | None:
    """Something that was taken out of this plan and can be put back."""
    return _item(plan, item_id, removed=True)


def item_of(plan: Plan, item_id: UUID) -> Outcome | PlanLine | CurrentSupport | None:
    return _item(plan, item_id, removed=False)


def _item(plan: Plan, item_id: UUID, *, removed: bool) -> Outcome | PlanLine | CurrentSupport | None:
    for kind in (Outcome, PlanLine, CurrentSupport):
        row: Outcome | PlanLine | CurrentSupport | None = kind.objects.filter(plan=plan, pk=item_id, removed_at__isnull=not removed).first()
        if row is not None:
            return row
    return None
