"""Taking an ending back, with those who helped."""

from django.db import transaction

from commonpurse.access.actors import Actor
from commonpurse.assessments.acts.grounds import open_own_words, open_reading
from commonpurse.assessments.models import Helper, SecondReader
from commonpurse.journeys import acts as journeys
from commonpurse.journeys.models import Journey


@transaction.atomic
def take_back_ending(journey: Journey, *, by: Actor) -> None:
    """Everything stands as before the journey ended. Whoever was taken off since then is not let in again with the others."""
    journeys.undo_step(journey, by=by)
    for helper in Helper.objects.filter(assessment__journey=journey, ended_at=None).exclude(user_id=None).select_related("assessment"):
        open_own_words(helper, by=by)
    for reader in SecondReader.objects.filter(assessment__journey=journey, ended_at=None).select_related("assessment__journey"):
        open_reading(reader, by=by)
