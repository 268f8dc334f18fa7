"""The budget in force of each journey, put together from its runs and its costing by hand."""

from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Subquery

from commonpurse.allocation.models import Costing, Run, Scheme
from commonpurse.allocation.queries.budget import CostingByHand, IndicativeBudget, SideOfBudget
from commonpurse.allocation.queries.schemes import rules_of
from commonpurse.allocation.rules import CostingLine
from commonpurse.assessments.models import Assessment
from commonpurse.formula import Given, Result
from commonpurse.formula.answers import ANSWER_KEYS, Answer
from commonpurse.journeys.queries import of_this_round
from commonpurse.values.frozen import known_and_more


def latest_budget(journey_id: UUID) -> IndicativeBudget | None:
    return budgets_for([journey_id]).get(journey_id)


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
    answers = {name: Answer(**known_and_more(answer, ANSWER_KEYS)[0]) for name, answer in stored["answers"].items()}
    return Given(answers, stored["carer_willing_and_able"], tuple(stored["paying_funders"]), stored["cost_by_hand"])


def _costings(batches: set[UUID]) -> dict[UUID, Costing]:
    """The latest costing of each batch."""
    return {row.batch: row for row in Costing.objects.filter(batch__in=batches).order_by("made_at")}


def _costing(row: Costing) -> CostingByHand:
    stored = cast("list[dict[str, Any]]", row.lines)
    lines = tuple(CostingLine.read({key: value for key, value in line.items() if key != "pence"}) for line in stored)
    return CostingByHand(row.pk, lines, row.amount_pence, row.why, row.made_by_id, row.made_at)
