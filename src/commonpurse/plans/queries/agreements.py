"""Agreements of journeys: the last, the one in force, and what it says."""

from uuid import UUID

from commonpurse.journeys.queries import of_this_round
from commonpurse.plans.models import Agreement
from commonpurse.plans.statement import Statement


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
