"""Who may publish schemes, work out budgets and cost them by hand."""

from commonpurse.access.actors import OPERATOR, Actor, Role
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import may_work_on


def may_publish(actor: Actor) -> Decision:
    """Schemes are published by an administrator, a commissioner, or from the command line."""
    if actor == OPERATOR or actor.has_role(Role.ADMINISTRATOR, Role.COMMISSIONER):
        return yes("You may publish schemes.")
    return no("Only an administrator or a commissioner can publish a scheme.")


def may_work_out(actor: Actor, journey: Journey) -> Decision:
    return may_work_on(actor, journey)


def may_cost_by_hand(actor: Actor, journey: Journey) -> Decision:
    return may_work_on(actor, journey)
