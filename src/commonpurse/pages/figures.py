"""The figures that stand beside journeys in lists: each with its word, its period and its why. A fixed number of queries."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from commonpurse.allocation.models import Run
from commonpurse.allocation.queries import IndicativeBudget, SideOfBudget, budgets_for
from commonpurse.plans.models import Agreement
from commonpurse.plans.queries import agreements_for
from commonpurse.values.periods import per_year


@dataclass(frozen=True)
class Figure:
    """Whole pence for `period`; `why` is where it is explained; `note`: which of two sides, or that it was costed by hand."""

    kind: str  # indicative or agreed
    pence: int
    period: str
    why: str
    year: int | None = None
    note: str = ""


SIDE_FOR_STAFF = {Run.Side.PERSON: "with the person's answers", Run.Side.PRACTITIONER: "with the practitioner's answers"}
SIDE_FOR_THE_PERSON = {Run.Side.PERSON: "with your answers", Run.Side.PRACTITIONER: "with your worker's answers"}


def figures_for(journey_ids: list[UUID], *, person: bool = False) -> dict[UUID, list[Figure]]:
    """The figures of each journey, the agreed one instead of the indicative one it came from. `person`: the why is in their own room."""
    budgets, agreements = budgets_for(journey_ids), agreements_for(journey_ids)
    found: dict[UUID, list[Figure]] = {}
    for journey_id in journey_ids:
        if journey_id in agreements:
            found[journey_id] = [_agreed(agreements[journey_id], person=person)]
        elif journey_id in budgets and (figures := indicative_figures(budgets[journey_id], person=person)):
            found[journey_id] = figures
    return found


def _agreed(agreement: Agreement, *, person: bool) -> Figure:
    why = reverse("person:letter") if person else reverse("practitioner:letter", kwargs={"journey_id": agreement.journey_id})
    return Figure("agreed", agreement.amount_pence, agreement.statement["each"], why)


def indicative_figures(budget: IndicativeBudget, *, person: bool = False) -> list[Figure]:
    """One figure; of two sides that differ both, because nobody has chosen; none while it cannot be said."""
    if budget.amount_pence is None:
        return []
    if budget.differs and budget.costing is None:
        return [figure for side in budget.sides if (figure := _of_side(budget, side, person=person))]
    note = "costed by hand" if budget.costing else ""
    return [Figure("indicative", budget.amount_pence, budget.each, _why(budget, person=person), budget.year_pence, note)]


def _of_side(budget: IndicativeBudget, side: SideOfBudget, *, person: bool) -> Figure | None:
    pence = side.result.amount_pence
    if pence is None:
        return None
    note = (SIDE_FOR_THE_PERSON if person else SIDE_FOR_STAFF)[side.side]
    why = reverse("person:budget_side", kwargs={"whose": side.side}) if person else f"{_why(budget)}#lines-{side.side}"
    return Figure("indicative", pence, budget.each, why, per_year(pence, budget.period, budget.weeks_per_year), note)


def _why(budget: IndicativeBudget, *, person: bool = False) -> str:
    return reverse("person:budget") if person else reverse("practitioner:budget", kwargs={"journey_id": budget.journey_id})
