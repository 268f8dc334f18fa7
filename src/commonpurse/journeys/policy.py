"""Who may begin a journey and move it on."""

from uuid import UUID

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.models import User
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


def may_take_back_ending(actor: Actor, journey: Journey, *, ended_by: UUID) -> Decision:
    """Whoever ended a journey takes that back: the person their own stop, the team an ending by the team."""
    by_the_person = User.objects.filter(pk=ended_by, person_id=journey.person_id).exists()
    if is_own(actor, journey):
        return yes("You stopped it yourself.") if by_the_person else no("Your worker ended this. You can ask again at any time.")
    if by_the_person:
        return no(f"{journey.person.called} stopped this, so only {journey.person.called} can take that back.")
    return may_work_on(actor, journey)


def may_stop(actor: Actor, journey: Journey) -> Decision:
    """The person may stop at any time; so may their team, with a reason."""
    if is_own(actor, journey):
        return yes("It is your own journey.")
    return may_work_on(actor, journey)
