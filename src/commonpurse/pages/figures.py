"""The figures that stand beside journeys in lists: each with its word, its period and its why. A fixed number of queries."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from commonpurse.allocation.queries import IndicativeBudget, budgets_for
from commonpurse.plans.models import Agreement
from commonpurse.plans.queries import agreements_for


@dataclass(frozen=True)
class Figure:
    """Whole pence for `period`; `why` is where it is explained."""

    kind: str  # indicative or agreed
    pence: int
    period: str
    why: str
    year: int | None = None


def figures_for(journey_ids: list[UUID], *, person: bool = False) -> dict[UUID, list[Figure]]:
    """The figures of each journey, the agreed one instead of the indicative one it came from. `person`: the why is in their own room."""
    budgets, agreements = budgets_for(journey_ids), agreements_for(journey_ids)
    found: dict[UUID, list[Figure]] = {}
    for journey_id in journey_ids:
        if journey_id in agreements:
            found[journey_id] = [_agreed(agreements[journey_id], person=person)]
        elif journey_id in budgets and (figure := _indicative(budgets[journey_id], person=person)):
            found[journey_id] = [figure]
    return found


def _agreed(agreement: Agreement, *, person: bool) -> Figure:
    why = reverse("person:letter") if person else reverse("practitioner:letter", kwargs={"journey_id": agreement.journey_id})
    return Figure("agreed", agreement.amount_pence, agreement.statement["each"], why)


def _indicative(budget: IndicativeBudget, *, person: bool) -> Figure | None:
    if budget.amount_pence is None:
        return None
    why = reverse("person:budget") if person else reverse("practitioner:budget", kwargs={"journey_id": budget.journey_id})
    return Figure("indicative", budget.amount_pence, budget.each, why, budget.year_pence)
