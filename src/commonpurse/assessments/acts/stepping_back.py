"""Taking an ending back, with those who helped."""

from django.db import transaction

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.assessments.models import Helper, SecondReader
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.acts import HELPING, READING
from commonpurse.journeys.models import Journey


@transaction.atomic
def take_back_ending(journey: Journey, *, by: Actor) -> None:
    """Everything stands as before the journey ended. Whoever was taken off since then is not let in again with the others."""
    journeys.undo_step(journey, by=by)
    helpers = Helper.objects.filter(assessment__journey=journey).exclude(user_id=None)
    readers = SecondReader.objects.filter(assessment__journey=journey)
    for cause, holders, now_open in (
        (HELPING, helpers.values_list("user_id", flat=True), helpers.filter(ended_at=None).values_list("user_id", flat=True)),
        (READING, readers.values_list("reader_id", flat=True), readers.filter(ended_at=None).values_list("reader_id", flat=True)),
    ):
        for holder_id in set(holders) - set(now_open):
            access.withdraw(holder_id=holder_id, person_id=journey.person_id, cause=cause, cause_id=journey.pk, by=by)
