"""Which plan: of a journey, waiting for a manager, open to an actor; and one thing that stands in it."""

from uuid import UUID

from django.db.models import QuerySet

from commonpurse.access.actors import Actor, Role
from commonpurse.access.queries import people_open_to
from commonpurse.journeys.stages import Stage
from commonpurse.people.queries import found_by
from commonpurse.plans.models import CurrentSupport, Outcome, Plan, PlanLine
from commonpurse.plans.queries.agreements import agreement_in_force
from commonpurse.plans.sections import PlanSection


def visible_to(actor: Actor) -> QuerySet[Plan]:
    rows = Plan.objects.filter(person_id__in=people_open_to(actor, PlanSection.PLAN))
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


def waiting_for(actor: Actor, *, search: str = "") -> QuerySet[Plan]:
    """Plans sent to the teams that the actor manages, the oldest first."""
    rows = visible_to(actor).filter(journey__team_id__in=actor.teams(Role.MANAGER), state=Plan.State.SENT, journey__stage=Stage.AGREEMENT)
    return rows.filter(found_by(search)).order_by("journey__stage_since", "pk")


def item_of(plan: Plan, item_id: UUID) -> Outcome | PlanLine | CurrentSupport | None:
    return _item(plan, item_id, removed=False)


def removed_item(plan: Plan, item_id: UUID) -> Outcome | PlanLine | CurrentSupport | None:
    """Something that was taken out of this plan and can be put back."""
    return _item(plan, item_id, removed=True)


def _item(plan: Plan, item_id: UUID, *, removed: bool) -> Outcome | PlanLine | CurrentSupport | None:
    for kind in (Outcome, PlanLine, CurrentSupport):
        row: Outcome | PlanLine | CurrentSupport | None = kind.objects.filter(plan=plan, pk=item_id, removed_at__isnull=not removed).first()
        if row is not None:
            return row
    return None
