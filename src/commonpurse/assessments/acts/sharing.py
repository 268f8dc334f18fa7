"""Letting somebody on the other side see one's answers, figure or stage: each for itself, until a date, until withdrawn,
or until the journey ends. An ending that is undone brings nothing back: it is let again, or not.
"""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.decisions import Decision, no, require, yes
from commonpurse.access.models import Grant
from commonpurse.assessments.queries.sharing import SECTIONS, whom_one_may_let_see
from commonpurse.foundation.clock import LONDON, today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.policy import is_own
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady


@transaction.atomic
def let_see(journey: Journey, *, what: str, holder_id: UUID, until: date | None = None, by: Actor) -> Grant:
    """Let one person see one part of a journey, until the beginning of a day. Said again, it takes the place of what was said before."""
    require(_may_let_see(by, journey))
    if Journey.objects.select_for_update().get(pk=journey.pk).stage == Stage.ENDED:
        raise NotReady([Missing("This journey has ended, so nothing of it is let be seen.")])
    if until is not None and until <= today():
        raise NotReady([Missing("This day is past. Choose a day that is still to come.", "until")])
    if holder_id not in {one.holder_id for one in whom_one_may_let_see(journey)}:
        raise NotReady([Missing("Nobody like that is written down as helping, or as somebody whom you help.")])
    end = None if until is None else datetime.combine(until, time.min, LONDON)
    return access.share(holder_id=holder_id, person_id=journey.person_id, section=SECTIONS[what], journey_id=journey.pk, until=end, by=by)


@transaction.atomic
def stop_letting_see(journey: Journey, *, what: str, holder_id: UUID, by: Actor) -> None:
    """They see it no more, from this moment. Twice is once."""
    require(_may_let_see(by, journey))
    access.stop_sharing(holder_id=holder_id, person_id=journey.person_id, section=SECTIONS[what], journey_id=journey.pk, by=by)


def _may_let_see(actor: Actor, journey: Journey) -> Decision:
    return yes("It is your own.") if is_own(actor, journey) else no("Only the person whom it is about lets others see it.")
