"""What a story has cost in time: made up, a little different for everybody, and the same each time for one name."""

from datetime import timedelta
from uuid import uuid4

from commonpurse.access.actors import Actor
from commonpurse.foundation.clock import now, today
from commonpurse.journeys.effort import acts
from commonpurse.journeys.effort.acts import OpenPage
from commonpurse.journeys.effort.rules import GAP_AT_MOST, Side, Step
from commonpurse.journeys.models import Contact, Journey

MORE_OR_LESS = (0.7, 0.8, 0.9, 1.0, 1.1, 1.3, 1.6)


def share_of(name: str) -> float:
    """How much of the usual time somebody's journey took."""
    return MORE_OR_LESS[sum(map(ord, name)) % len(MORE_OR_LESS)]


class Cost:
    """The time of one journey; each method is something that somebody spent, and gives itself back."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey
        self.share = share_of(journey.person.name)

    def of(self, step: Step, minutes: int, *, side: Side = Side.PRACTITIONER, by: Actor) -> "Cost":
        seconds = round(minutes * 60 * self.share)
        acts.measure(self._page(step, side, seconds), seconds=seconds, arrived=now(), by=by)
        return self

    def guessed(self, step: Step, *, side: Side, by: Actor) -> "Cost":
        """Two pages that no script counted."""
        for _ in range(2):
            acts.estimate(self._page(step, side, GAP_AT_MOST), next_request=now(), by=by)
        return self

    def visit(self, minutes: int, *, travel: int, by: Actor) -> "Cost":
        return self._contact(Contact.Kind.VISIT, minutes, travel, by=by)

    def call(self, minutes: int, *, by: Actor) -> "Cost":
        return self._contact(Contact.Kind.CALL, minutes, 0, by=by)

    def _contact(self, kind: Contact.Kind, minutes: int, travel: int, *, by: Actor) -> "Cost":
        took = max(1, round(minutes * self.share))
        acts.note_contact(self.journey, client_uuid=uuid4(), kind=kind, on=today(), minutes=took, travel_minutes=travel, by=by)
        return self

    def _page(self, step: Step, side: Side, seconds: int) -> OpenPage:
        opened = now() - timedelta(seconds=seconds + 1)
        return OpenPage(uuid4(), self.journey.pk, self.journey.person_id, step, side, opened)
