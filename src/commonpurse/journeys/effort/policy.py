"""Whose time counts on a journey: of whoever may open it, and of a helper on what they answer."""

from uuid import UUID

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, yes
from commonpurse.access.queries import is_open_to
from commonpurse.journeys.effort.rules import Side
from commonpurse.journeys.sections import JourneySection


def may_count(actor: Actor, person_id: UUID, side: Side) -> Decision:
    """To have time counted on somebody's journey one must be able to open that journey, or be somebody's helper on it."""
    if is_open_to(actor, person_id, JourneySection.COURSE if side == Side.HELPER else JourneySection.JOURNEY):
        return yes("It is open to you.")
    return no("This journey is not open to you.")
