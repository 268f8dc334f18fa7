"""Lock a plan as it was seen: what somebody else changed meanwhile is never overwritten."""

from uuid import UUID

from commonpurse.access.actors import Actor
from commonpurse.journeys.models import Journey
from commonpurse.plans.models import Plan, PlanWriter
from commonpurse.plans.rules import what_stops_writing
from commonpurse.values.missing import Missing, NotReady, Stale

MOVED_ON = "Somebody changed this plan since you opened the page. Nothing was overwritten, and what you typed is still here. Look again."


def locked(plan_id: UUID, *, seen_version: int) -> Plan:
    """The plan, locked, with its journey locked before it. Raises Stale when it moved on."""
    journey_id = Plan.objects.values_list("journey_id", flat=True).get(pk=plan_id)
    journey = Journey.objects.select_for_update().get(pk=journey_id)
    plan = Plan.objects.select_for_update().get(pk=plan_id)
    plan.journey = journey
    if plan.version != seen_version:
        raise Stale([Missing(MOVED_ON)])
    return plan


def being_written(plan: Plan) -> Plan:
    """Raises NotReady unless the plan may be changed now."""
    if missing := what_stops_writing(plan.state, plan.journey.stage):
        raise NotReady(missing)
    return plan


def moved_on(plan: Plan, *, by: Actor) -> None:
    """The plan has a new version, and this actor wrote in it."""
    plan.version += 1
    plan.save(update_fields=["state", "version"])
    PlanWriter.objects.get_or_create(plan=plan, user_id=by.user_id, defaults={"person_id": plan.person_id})
