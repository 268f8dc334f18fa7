"""What allocation does when it hears that something changed elsewhere. Arguments are uuids only."""

from uuid import UUID

from commonpurse.access.actors import Actor, itself
from commonpurse.access.context import acting_as
from commonpurse.access.queries import teams_with_case
from commonpurse.allocation.acts import work_out
from commonpurse.allocation.entering import unpaid_help_differs, what_is_missing_to_work_out
from commonpurse.allocation.queries import latest_budget
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage

CAUSE = "A carer's word about unpaid help changed."
AGREED = frozenset({Stage.SETTING_UP, Stage.LIVE})
SETTLED = frozenset({*AGREED, Stage.REVIEW, Stage.ENDED})  # an agreed budget never moves, and an ended journey has none


def unpaid_help_may_have_changed(*, person_id: UUID) -> None:
    """Where other unpaid help counts now than in the latest budget: make a new run, or, where it is agreed, open a review.

    Heard when a carer's word changed, and when a paused journey is picked up: what changed meanwhile waited for that.
    Acts as the teams that hold the person's record. Done twice it changes nothing more.
    """
    by = itself(*teams_with_case(person_id))
    with acting_as(by):
        journeys_of_person = Journey.objects.filter(person_id=person_id, kind=Journey.Kind.ADULT).select_related("person", "team")
        for journey in journeys_of_person.order_by("started_on", "pk"):
            budget = latest_budget(journey.pk)
            if budget is not None and unpaid_help_differs(journey, budget):
                _moved_on(journey, by)


def _moved_on(journey: Journey, by: Actor) -> None:
    if journey.stage in AGREED:
        journeys.begin_review(journey, note=CAUSE, by=by)
    elif journey.stage not in SETTLED and not what_is_missing_to_work_out(journey):
        work_out(journey, cause=CAUSE, by=by)
