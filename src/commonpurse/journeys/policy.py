"""Who may begin a journey and move it on."""

from uuid import UUID

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.journeys.models import Journey


def may_start_journey(actor: Actor, team_id: UUID) -> Decision:
    """A journey is started by somebody who works in the team that will hold it."""
    if not actor.works_in(team_id):
        return no("Only somebody who works in this team can start a journey in it.")
    return yes("You work in this team.")


def may_work_on(actor: Actor, journey: Journey) -> Decision:
    """Practitioners and managers of the team that holds a journey may work on it."""
    if not actor.works_in(journey.team_id):
        return no("Only the team that holds this journey can do that.")
    return yes("Your team holds this journey.")


def is_own(actor: Actor, journey: Journey) -> bool:
    return actor.person_id is not None and actor.person_id == journey.person_id


def may_stop(actor: Actor, journey: Journey) -> Decision:
    """The person may stop at any time; so may their team, with a reason."""
    if is_own(actor, journey):
        return yes("It is your own journey.")
    return may_work_on(actor, journey)
