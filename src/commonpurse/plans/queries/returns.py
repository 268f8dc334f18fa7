"""Plans that a manager sent back, and why."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from commonpurse.journeys.stages import Stage
from commonpurse.plans.models import Plan, PlanReturn


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
