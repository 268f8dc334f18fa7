"""What journeys have cost so far: a fixed number of queries, however many journeys. Shows only what the actor may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from commonpurse.foundation.clock import now
from commonpurse.journeys.acts import as_event
from commonpurse.journeys.effort.rules import InStage, Side, Step, days_in_stages
from commonpurse.journeys.events import Happened
from commonpurse.journeys.models import Contact, Journey, JourneyEvent, PageTime


@dataclass(frozen=True)
class Spent:
    """Seconds on one step of a journey by one side: measured, and estimated where nothing was measured."""

    journey_id: UUID
    step: Step
    side: Side
    measured: int
    estimated: int


def time_on(journey_ids: Iterable[UUID]) -> list[Spent]:
    """Seconds by journey, step and side, in one query."""
    rows = PageTime.objects.filter(journey_id__in=journey_ids).values_list("journey_id", "step", "side")
    found = rows.annotate(
        measured_seconds=Coalesce(Sum("measured"), 0), estimated_seconds=Coalesce(Sum("estimated", filter=Q(measured=None)), 0)
    )
    return [Spent(journey, Step(step), Side(side), sure, guessed) for journey, step, side, sure, guessed in found.order_by("step", "side")]


def current_contacts(journey_ids: Iterable[UUID]) -> QuerySet[Contact]:
    """The visits and calls that count: neither replaced by a later row nor taken back."""
    return Contact.objects.filter(journey_id__in=journey_ids, replaced_by=None, taken_back=False).order_by("-on", "pk")


@dataclass(frozen=True)
class Milestones:
    """When a journey first got so far, and how often somebody else took over."""

    started: datetime
    indicative: datetime | None
    agreed: datetime | None
    handovers: int


def milestones_of(journey_ids: Iterable[UUID]) -> dict[UUID, Milestones]:
    """By journey, in one query."""
    rows = JourneyEvent.objects.filter(journey_id__in=journey_ids).values_list("journey_id")
    found = rows.annotate(
        began=Min("at"),
        indicative=Min("at", filter=Q(kind=Happened.BUDGET_WORKED_OUT)),
        agreed=Min("at", filter=Q(kind=Happened.PLAN_AGREED)),
        handovers=Count("pk", filter=Q(kind=Happened.HANDED_OVER)),
    )
    return {journey: Milestones(*told) for journey, *told in found}


def stages_of(journey: Journey) -> list[InStage]:
    """Days per stage so far, in one query."""
    return days_in_stages((as_event(row) for row in journey.events.order_by("number")), now())
