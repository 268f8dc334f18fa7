"""Reads of schemes and indicative budgets for pages and other apps."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet, Subquery

from commonpurse.access.actors import Actor
from commonpurse.access.queries import people_open_to, shared_with
from commonpurse.access.registry import Section
from commonpurse.allocation.models import Costing, Run, Scheme
from commonpurse.allocation.replay import FrozenRun, NewerRules
from commonpurse.allocation.rules import CostingLine, funders_of, indicative_amount
from commonpurse.assessments.models import Assessment
from commonpurse.formula import Given, Result, read_scheme
from commonpurse.formula import Scheme as Rules
from commonpurse.formula.answers import Answer
from commonpurse.journeys.models import Journey
from commonpurse.journeys.queries import of_this_round
from commonpurse.values.money import Pence
from commonpurse.values.periods import Period, per_year

Side = Run.Side


def visible_to(actor: Actor) -> QuerySet[Run]:
    return Run.objects.filter(person_id__in=people_open_to(actor, Section.BUDGET))


def rules_of(scheme: Scheme) -> Rules:
    """The rules in a published scheme's bytes."""
    return _rules(scheme.source)


@lru_cache(maxsize=32)
def _rules(source: str) -> Rules:
    return read_scheme(source.encode())


@dataclass(frozen=True)
class SideOfBudget:
    """One frozen run: what went in and what came out."""

    run_id: UUID
    side: Run.Side
    given: Given
    result: Result

    @property
    def title(self) -> str:
        return str(self.side.label)

    @property
    def asks_for_costing(self) -> bool:
        return self.result.state == "needs_costing"


@dataclass(frozen=True)
class CostingByHand:
    """A costing sheet in force: pence a week."""

    costing_id: UUID
    lines: tuple[CostingLine, ...]
    weekly_pence: Pence
    why: str
    made_by_id: UUID
    made_at: datetime


@dataclass(frozen=True)
class FunderShare:
    id: str
    name: str
    pence: Pence


@dataclass(frozen=True)
class IndicativeBudget:
    """The latest budget of a journey: one run or two sides, and a costing by hand where there is one.

    Every amount is pence in the scheme's own period (`period`), unless its name says otherwise.
    """

    journey_id: UUID
    assessment_id: UUID
    batch: UUID
    made_by_id: UUID
    made_at: datetime
    scheme_id: UUID
    rules: Rules
    sides: tuple[SideOfBudget, ...]
    costing: CostingByHand | None

    @property
    def counted(self) -> SideOfBudget:
        """The side that is shown first: the only one, or the higher; the person's on a tie."""
        return max(self.sides, key=lambda side: (side.result.amount_pence or 0, side.side == Run.Side.PERSON))

    @property
    def differs(self) -> bool:
        """Whether the two sides of a difference each have a run."""
        return len(self.sides) > 1

    @property
    def figure_id(self) -> UUID:
        """What names the figure in force: the latest costing by hand, else the runs. Another figure has another."""
        return self.batch if self.costing is None else self.costing.costing_id

    def side(self, run_id: UUID) -> SideOfBudget | None:
        return next((side for side in self.sides if side.run_id == run_id), None)

    @property
    def cannot_say_yet(self) -> bool:
        """Whether a side has no figure, costed by hand or not: what cannot be said is never written as nothing."""
        return any(side.result.state == "cannot_say_yet" for side in self.sides)

    @property
    def asks_for_costing(self) -> bool:
        return any(side.asks_for_costing for side in self.sides)

    @property
    def needs_costing(self) -> bool:
        """Whether a costing by hand is asked for and not done."""
        return self.asks_for_costing and self.costing is None

    @property
    def state(self) -> str:
        """`amount`, `costed`, `needs_costing` or `cannot_say_yet`."""
        if self.costing is not None:
            return "costed"
        return "cannot_say_yet" if self.cannot_say_yet else "needs_costing" if self.needs_costing else "amount"

    @property
    def period(self) -> Period:
        return period_of(self.rules)

    @property
    def each(self) -> str:
        """The period as it is written: a week, or a year."""
        return f"a {self.period.value}"

    @property
    def weeks_per_year(self) -> int:
        return self.rules.weeks_per_year

    @property
    def costed_pence(self) -> Pence | None:
        return None if self.costing is None else costed_in(self.rules, self.costing.weekly_pence)

    @property
    def formula_pence(self) -> Pence | None:
        """The formula's own figure, of the higher side."""
        return indicative_amount([side.result.amount_pence for side in self.sides], None)

    @property
    def amount_pence(self) -> Pence | None:
        """The indicative amount: costed by hand where it was, else the formula's, of two sides the higher."""
        return indicative_amount([side.result.amount_pence for side in self.sides], self.costed_pence)

    def amount_of(self, side: SideOfBudget) -> Pence | None:
        """The indicative amount if this side is chosen."""
        return side.result.amount_pence if self.costed_pence is None else self.costed_pence

    @property
    def highest_pence(self) -> Pence:
        """What a limit must cover: the indicative amount and both sides of a difference."""
        sides = [side.result.amount_pence or 0 for side in self.sides] if self.differs else []
        return max([self.amount_pence or 0, *sides])

    @property
    def year_pence(self) -> Pence | None:
        return None if self.amount_pence is None else per_year(self.amount_pence, self.period, self.weeks_per_year)

    @property
    def gross_pence(self) -> Pence | None:
        return self.counted.result.gross_pence

    @property
    def worst_weeks_year_pence(self) -> Pence:
        return self.counted.result.worst_weeks_year_pence or 0

    @property
    def second_estimate_pence(self) -> Pence | None:
        return self.counted.result.second_estimate_pence

    @property
    def second_estimate_differs(self) -> bool:
        return self.counted.result.second_estimate_differs

    @property
    def range_pence(self) -> tuple[Pence, Pence] | None:
        """The least and the most it can become, over both sides, while it cannot be said."""
        if not self.cannot_say_yet:
            return None
        known = [side.result.range_pence or (side.result.amount_pence or 0,) * 2 for side in self.sides]
        return min(low for low, _ in known), max(high for _, high in known)

    @property
    def missing(self) -> list[str]:
        """The questions that have no level yet, as the scheme names them."""
        ids = dict.fromkeys(name for side in self.sides for name in side.result.missing)
        return [self.rules.question(name).text for name in ids]

    @property
    def helped_with(self) -> list[str]:
        """The needs for which unpaid help is counted, as the scheme names them: all that this side learns of a carer's yes."""
        counted = {name for side in self.sides for name, answer in side.given.answers.items() if answer.unpaid_quarters}
        return [question.text for question in self.rules.questions if question.id in counted]

    def formula_funders(self, side: SideOfBudget) -> list[FunderShare]:
        """Who would pay the formula's own figure of a side."""
        shares = side.result.funders or {}
        return [FunderShare(funder.id, funder.name, shares[funder.id]) for funder in self.rules.funders if funder.id in shares]

    def funders_for(self, side: SideOfBudget) -> list[FunderShare]:
        """Who would pay the indicative amount if this side is chosen."""
        amount, formula = self.amount_of(side), side.result.funders
        if amount is None or formula is None:
            return []
        shares = funders_of(amount, formula)
        return [FunderShare(funder.id, funder.name, shares[funder.id]) for funder in self.rules.funders]

    @property
    def funders(self) -> list[FunderShare]:
        return self.funders_for(self.counted)

    @property
    def nhs_shares(self) -> bool:
        return bool(self.counted.given.paying_funders)

    @property
    def scheme_words(self) -> str:
        return words_of(self.rules)


def period_of(rules: Rules) -> Period:
    return Period.WEEK if rules.pays == "weekly" else Period.YEAR


def costed_in(rules: Rules, weekly: Pence) -> Pence:
    """What was costed by hand for a week, in the period in which a scheme pays."""
    return weekly * (1 if period_of(rules) is Period.WEEK else rules.weeks_per_year)


def words_of(rules: Rules) -> str:
    return f"{rules.title}, version {rules.version}"


@dataclass(frozen=True)
class ShownFigure:
    """The indicative amount by itself: all that somebody sees whom a person lets see their budget."""

    amount_pence: Pence | None
    each: str
    made_at: datetime
    scheme_words: str


def shown_figure(journey_id: UUID) -> ShownFigure | None:
    """The figure of a journey, for its person and for whom they let see it. The database gives nobody else one, and no line of it."""
    with connection.cursor() as cursor:
        cursor.execute("select scheme_id, made_at, amount_pence, costed_pence from allocation_shown_figure(%s)", [journey_id])
        rows = cursor.fetchall()
    if not rows:
        return None
    scheme_id, made_at, _, costed = rows[0]
    rules = rules_of(Scheme.objects.get(pk=scheme_id))
    amount = indicative_amount([row[2] for row in rows], None if costed is None else costed_in(rules, costed))
    return ShownFigure(amount, f"a {period_of(rules).value}", made_at, words_of(rules))


def cause_of(budget: IndicativeBudget) -> str:
    """Why a budget was worked out, in the words that were written down with it."""
    return Run.objects.filter(batch=budget.batch).values_list("cause", flat=True).first() or ""


def frozen_runs(budget: IndicativeBudget) -> list[FrozenRun]:
    """The runs of a budget as they were written down, in the order in which its sides are shown."""
    rows = {row.pk: row for row in Run.objects.filter(batch=budget.batch).select_related("scheme")}
    return [_frozen(rows[side.run_id]) for side in budget.sides]


def _frozen(row: Run) -> FrozenRun:
    return FrozenRun(row.pk, row.batch, row.side, row.made_at, row.given, row.result, row.scheme.source, row.scheme.sha256)


def newer_rules(budget: IndicativeBudget, day: date) -> NewerRules | None:
    """The version of the same kind that came into force after the one of a budget and is in force on a day."""
    own = Scheme.objects.get(pk=budget.scheme_id)
    rows = Scheme.objects.filter(kind=own.kind, status=own.status, in_force__contains=day, in_force__startswith__gt=own.in_force.lower)
    newer = rows.order_by("-in_force__startswith").first()
    return NewerRules(newer.title, newer.version, newer.in_force.lower, newer.source) if newer else None


def latest_budget(journey_id: UUID) -> IndicativeBudget | None:
    return budgets_for([journey_id]).get(journey_id)


def knows_of_budget(actor: Actor, person_id: UUID) -> bool:
    """Whether somebody whom others help has a budget that this actor may know of: by their work, or because they let them see it."""
    shown = shared_with(actor).filter(person_id=person_id, sections__contains=[Section.SHOWN_BUDGET])
    by_work = visible_to(actor).filter(person_id=person_id, journey__kind=Journey.Kind.ADULT)
    if any(shown_figure(grant.cause_id) for grant in shown if grant.cause_id):
        return True
    return bool(budgets_for(by_work.values_list("journey_id", flat=True)))


def budgets_for(journey_ids: Iterable[UUID]) -> dict[UUID, IndicativeBudget]:
    """The latest budget of each journey that has one, in three queries however many there are.

    Only runs of the journey's latest assessment count, and none from before somebody asked again: a former round's figure is history.
    """
    newest = Run.objects.filter(journey_id=OuterRef("journey_id")).order_by("-made_at", "-batch").values("batch")[:1]
    later = Assessment.objects.filter(journey_id=OuterRef("journey_id"), begun_at__gt=OuterRef("made_at"))
    rows = Run.objects.filter(~Exists(later), of_this_round("made_at"), journey_id__in=list(journey_ids), batch=Subquery(newest))
    runs = list(rows.order_by("journey_id", "side"))
    if not runs:
        return {}
    schemes = Scheme.objects.in_bulk({run.scheme_id for run in runs})
    costings = _costings({run.batch for run in runs})
    by_journey: dict[UUID, list[Run]] = {}
    for run in runs:
        by_journey.setdefault(run.journey_id, []).append(run)
    return {journey_id: budget_of(own, schemes, costings) for journey_id, own in by_journey.items()}


def budget_of(runs: list[Run], schemes: Mapping[UUID, Scheme], costings: Mapping[UUID, Costing]) -> IndicativeBudget:
    """Put the runs of one batch together."""
    first = runs[0]
    costing = costings.get(first.batch)
    return IndicativeBudget(
        journey_id=first.journey_id,
        assessment_id=first.assessment_id,
        batch=first.batch,
        made_by_id=first.made_by_id,
        made_at=first.made_at,
        scheme_id=first.scheme_id,
        rules=rules_of(schemes[first.scheme_id]),
        sides=tuple(_side(run) for run in sorted(runs, key=lambda run: Run.Side.values.index(run.side))),
        costing=None if costing is None else _costing(costing),
    )


def _side(run: Run) -> SideOfBudget:
    return SideOfBudget(run.pk, Run.Side(run.side), given_from(run.given), Result.from_json(run.result))


def given_from(stored: Mapping[str, Any]) -> Given:
    """Read back what `Given.as_json` stored."""
    answers = {name: Answer(**answer) for name, answer in stored["answers"].items()}
    return Given(answers, stored["carer_willing_and_able"], tuple(stored["paying_funders"]), stored["cost_by_hand"])


def _costings(batches: set[UUID]) -> dict[UUID, Costing]:
    """The latest costing of each batch."""
    return {row.batch: row for row in Costing.objects.filter(batch__in=batches).order_by("made_at")}


def _costing(row: Costing) -> CostingByHand:
    stored = cast("list[dict[str, Any]]", row.lines)
    lines = tuple(CostingLine(**{key: value for key, value in line.items() if key != "pence"}) for line in stored)
    return CostingByHand(row.pk, lines, row.amount_pence, row.why, row.made_by_id, row.made_at)
