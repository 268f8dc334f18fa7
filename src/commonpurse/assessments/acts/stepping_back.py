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
    helpers = Helper.objects.filter(assessment__journey=journey).values_list("user_id", "ended_at")
    readers = SecondReader.objects.filter(assessment__journey=journey).values_list("reader_id", "ended_at")
    for cause, rows in ((HELPING, list(helpers)), (READING, list(readers))):
        now_open = {holder_id for holder_id, ended_at in rows if ended_at is None}
        for holder_id in {holder_id for holder_id, _ in rows if holder_id} - now_open:
            access.withdraw(holder_id=holder_id, person_id=journey.person_id, cause=cause, cause_id=journey.pk, by=by)
