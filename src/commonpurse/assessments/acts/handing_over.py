"""Handing a journey over, with what the former worker was asked to read."""

from uuid import UUID

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.assessments.acts.second_eyes import end_reading_of
from commonpurse.assessments.models import Assessment
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey


@transaction.atomic
def hand_over(journey: Journey, *, to_user_id: UUID, note: str, by: Actor) -> None:
    """Let a colleague be responsible. The former worker is no second pair of eyes any more; the person may ask the new one."""
    former = Journey.objects.select_for_update().get(pk=journey.pk).worker_id
    journeys.make_responsible(journey, to_user_id=to_user_id, note=note, by=by)
    if former is not None and former != to_user_id:
        for assessment in Assessment.objects.filter(journey=journey):
            end_reading_of(assessment, former, by=by)
