"""Sending a plan to be agreed, taking it back, and sending it back with reasons."""

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.foundation.clock import now
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.events import Happened
from commonpurse.plans.acts.locking import locked
from commonpurse.plans.models import Plan, PlanReturn, Reply
from commonpurse.plans.policy import may_return_plan, may_write_plan
from commonpurse.plans.queries import facts_of
from commonpurse.plans.rules import what_is_missing_to_send
from commonpurse.values.missing import Missing, NotReady


@transaction.atomic
def send_plan(plan: Plan, *, answer: str = "", seen_version: int, by: Actor) -> Plan:
    """Send a plan to the team's managers. `answer`: what is said to a person who does not agree, when it is sent all the same."""
    require(may_write_plan(by, plan))
    held = locked(plan.pk, seen_version=seen_version)
    if missing := what_is_missing_to_send(facts := facts_of(held), answer=answer):
        raise NotReady(missing)
    if facts.disagrees and answer.strip():
        _reply(held, answer.strip(), by=by)
    return _moved(held, Plan.State.SENT, Happened.PLAN_SENT, by=by)


@transaction.atomic
def take_back(plan: Plan, *, seen_version: int, by: Actor) -> Plan:
    """Take a sent plan back, to go on writing it."""
    require(may_write_plan(by, plan))
    held = _waiting(locked(plan.pk, seen_version=seen_version))
    return _moved(held, Plan.State.WRITING, Happened.PLAN_TAKEN_BACK, by=by)


@transaction.atomic
def return_plan(plan: Plan, *, reasons: str, seen_version: int, by: Actor) -> PlanReturn:
    """Send a plan back to those who wrote it, with reasons that the person may read."""
    require(may_return_plan(by, plan))
    held = _waiting(locked(plan.pk, seen_version=seen_version))
    if not reasons.strip():
        raise NotReady([Missing("Say what should change.", "reasons")])
    made = PlanReturn.objects.create(plan=held, person_id=held.person_id, reasons=reasons.strip(), by_id=by.user_id, at=now())
    _moved(held, Plan.State.WRITING, Happened.PLAN_RETURNED, by=by)
    return made


def _reply(plan: Plan, words: str, *, by: Actor) -> None:
    saying = plan.sayings.order_by("-at", "-pk")[0]
    Reply.objects.get_or_create(saying=saying, defaults={"person_id": plan.person_id, "words": words, "by_id": by.user_id, "at": now()})


def _waiting(plan: Plan) -> Plan:
    if plan.state != Plan.State.SENT:
        raise NotReady([Missing("This plan is not waiting for agreement.")])
    return plan


def _moved(plan: Plan, state: Plan.State, happened: Happened, *, by: Actor) -> Plan:
    """Sending is not writing: whoever sends is no writer by that alone, but nobody agrees what changed since they saw it."""
    journeys.record(plan.journey, happened, facts={"plan": str(plan.pk)}, by=by)
    plan.state = state
    plan.version += 1
    plan.save(update_fields=["state", "version"])
    return plan
