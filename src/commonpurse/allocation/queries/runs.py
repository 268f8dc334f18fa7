"""Runs as they were written down: who may see them, why they were made, what was frozen."""

from django.db.models import QuerySet

from commonpurse.access.actors import Actor
from commonpurse.access.queries import people_open_to
from commonpurse.allocation.models import Run
from commonpurse.allocation.queries.budget import IndicativeBudget
from commonpurse.allocation.replay import FrozenRun
from commonpurse.allocation.sections import BudgetSection


def visible_to(actor: Actor) -> QuerySet[Run]:
    return Run.objects.filter(person_id__in=people_open_to(actor, BudgetSection.BUDGET))


def cause_of(budget: IndicativeBudget) -> str:
    """Why a budget was worked out, in the words that were written down with it."""
    return Run.objects.filter(batch=budget.batch).values_list("cause", flat=True).first() or ""


def frozen_runs(budget: IndicativeBudget) -> list[FrozenRun]:
    """The runs of a budget as they were written down, in the order in which its sides are shown."""
    rows = {row.pk: row for row in Run.objects.filter(batch=budget.batch).select_related("scheme")}
    return [_frozen(rows[side.run_id]) for side in budget.sides]


def _frozen(row: Run) -> FrozenRun:
    return FrozenRun(row.pk, row.batch, row.side, row.made_at, row.given, row.result, row.scheme.source, row.scheme.sha256)
