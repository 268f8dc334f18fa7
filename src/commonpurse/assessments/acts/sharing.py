"""Letting somebody on the other side see one's answers, figure or stage: each for itself, until a date, until withdrawn,
or until the journey ends. An ending that is undone brings nothing back: it is let again, or not.

Whoever has an account says it there. What somebody without one said is noted by the worker who is responsible, with how it was said.
"""

from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.access.models import Grant
from commonpurse.assessments.models import SharingSaid
from commonpurse.assessments.policy import may_let_see, may_note_sharing
from commonpurse.assessments.queries.sharing import SECTIONS, whom_one_may_let_see
from commonpurse.foundation.clock import LONDON, now, today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady

HOW = "Write how they said it: when, where, in what way."


@transaction.atomic
def let_see(journey: Journey, *, what: str, holder_id: UUID, until: date | None = None, by: Actor) -> Grant:
    """Let one person see one part of a journey, until the beginning of a day. Said again, it takes the place of what was said before."""
    require(may_let_see(by, journey))
    Journey.objects.select_for_update().get(pk=journey.pk)
    return _share(journey, what=what, holder_id=holder_id, until=until, by=by)


@transaction.atomic
def stop_letting_see(journey: Journey, *, what: str, holder_id: UUID, by: Actor) -> None:
    """They see it no more, from this moment. Twice is once."""
    require(may_let_see(by, journey))
    access.stop_sharing(holder_id=holder_id, person_id=journey.person_id, section=SECTIONS[what], journey_id=journey.pk, by=by)


@transaction.atomic
def note_letting_see(
    journey: Journey, *, what: str, holder_id: UUID, until: date | None = None, how: str, key: UUID, by: Actor
) -> SharingSaid:
    """Note that somebody without an account lets another see a part, as they said it. Sent twice it is said once."""
    if there := _noted(journey, key, by):
        return there
    if not how.strip():
        raise NotReady([Missing(HOW, "how")])
    _share(journey, what=what, holder_id=holder_id, until=until, by=by)
    return _note(journey, what=what, holder_id=holder_id, lets=True, until=until, how=how, key=key, by=by)


@transaction.atomic
def note_end_of_letting_see(journey: Journey, *, what: str, holder_id: UUID, how: str, key: UUID, by: Actor) -> SharingSaid:
    """Note that they end it, as they said it. It is shut from this moment; sent twice it is said once."""
    if there := _noted(journey, key, by):
        return there
    if not how.strip():
        raise NotReady([Missing(HOW, "how")])
    section = SECTIONS[what]
    if not access.stop_sharing(holder_id=holder_id, person_id=journey.person_id, section=section, journey_id=journey.pk, by=by):
        raise NotReady([Missing("They cannot see it now, so there is nothing to end.")])
    return _note(journey, what=what, holder_id=holder_id, lets=False, until=None, how=how, key=key, by=by)


def _noted(journey: Journey, key: UUID, by: Actor) -> SharingSaid | None:
    """What this very press wrote already, read under the journey's lock."""
    require(may_note_sharing(by, Journey.objects.select_for_update().get(pk=journey.pk)))
    return SharingSaid.objects.filter(pk=key, journey=journey, by_id=by.user_id).first()


def _share(journey: Journey, *, what: str, holder_id: UUID, until: date | None, by: Actor) -> Grant:
    """With the journey locked: open one section to one other. Raises NotReady."""
    if Journey.objects.get(pk=journey.pk).stage == Stage.ENDED:
        raise NotReady([Missing("This journey has ended, so nothing of it is let be seen.")])
    if until is not None and until <= today():
        raise NotReady([Missing("This day is past. Choose a day that is still to come.", "until")])
    if holder_id not in {one.holder_id for one in whom_one_may_let_see(journey)}:
        raise NotReady([Missing("Nobody like that is written down as helping, or as somebody whom you help.")])
    end = None if until is None else datetime.combine(until, time.min, LONDON)
    return access.share(holder_id=holder_id, person_id=journey.person_id, section=SECTIONS[what], journey_id=journey.pk, until=end, by=by)


def _note(journey: Journey, *, what: str, holder_id: UUID, lets: bool, until: date | None, how: str, key: UUID, by: Actor) -> SharingSaid:
    return SharingSaid.objects.create(
        pk=key,
        journey=journey,
        person_id=journey.person_id,
        holder_id=holder_id,
        what=what,
        lets=lets,
        until=until,
        how=how.strip(),
        by_id=by.user_id,
        at=now(),
    )
