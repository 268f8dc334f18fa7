"""One's own drafts, and nobody else's: a draft is no part of a record until its writer saves it."""

from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from commonpurse.access.actors import Actor
from commonpurse.foundation.clock import now
from commonpurse.journeys.models import Draft

KEPT_FOR = timedelta(days=14)


def drafts_on(journey_id: UUID, *, by: Actor) -> QuerySet[Draft]:
    """One actor's drafts on a journey, those that are done with too."""
    return Draft.objects.filter(user_id=by.user_id, journey_id=journey_id)


def unsaved_drafts(journey_id: UUID, *, by: Actor) -> QuerySet[Draft]:
    """What this actor typed on a journey in the last fortnight and neither saved nor threw away, the latest first."""
    return drafts_on(journey_id, by=by).filter(at__gt=now() - KEPT_FOR).exclude(sealed="").order_by("-at", "pk")
