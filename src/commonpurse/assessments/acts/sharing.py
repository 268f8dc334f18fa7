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
from commonpurse.access.once import once
from commonpurse.access.registry import SHARED
from commonpurse.assessments.models import SharingSaid
from commonpurse.assessments.policy import may_let_see, may_note_sharing
from commonpurse.assessments.queries.sharing import SECTIONS, whom_one_may_let_see
from commonpurse.foundation.clock import LONDON, now, today
from commonpurse.journeys.models import Journey
from commonpurse.journeys.stages import Stage
from commonpurse.values.missing import Missing, NotReady

HOW = "Write how they said it: when, where, in what way."


@transaction.atomic
def let_see(journey: Journey, *, what: str, holder_id: UUID, until: date | None = None, by: Actor) -> None:
    """Let one person see one part of a journey, until the beginning of a day. Said again, it takes the place of what was said before."""
    require(may_let_see(by, journey))
    Journey.objects.select_for_update().get(pk=journey.pk)
    _share(journey, what=what, holder_id=holder_id, until=until, by=by)


@transaction.atomic
def stop_letting_see(journey: Journey, *, what: str, holder_id: UUID, by: Actor) -> None:
    """They see it no more, from this moment. Twice is once."""
    require(may_let_see(by, journey))
    _stop(journey, what=what, holder_id=holder_id, by=by)


@transaction.atomic
def note_letting_see(
    journey: Journey, *, what: str, holder_id: UUID, until: date | None = None, how: str, key: UUID, by: Actor
) -> SharingSaid:
    """Note that somebody without an account lets another see a part, as they said it. Sent twice it is said once."""
    _may_note(journey, by)

    def note() -> UUID:
        if not how.strip():
            raise NotReady([Missing(HOW, "how")])
        said = _note(journey, what=what, holder_id=holder_id, lets=True, until=until, how=how, by=by)
        _share(journey, what=what, holder_id=holder_id, until=until, by=by)
        return said.pk

    sent = {"what": what, "holder": holder_id, "until": until, "how": how.strip()}
    return SharingSaid.objects.get(pk=once(key, "sharing.note", target=journey.pk, sent=sent, by=by, make=note))


@transaction.atomic
def note_end_of_letting_see(journey: Journey, *, what: str, holder_id: UUID, how: str, key: UUID, by: Actor) -> SharingSaid:
    """Note that they end it, as they said it. It is shut from this moment; sent twice it is said once."""
    _may_note(journey, by)

    def note() -> UUID:
        if not how.strip():
            raise NotReady([Missing(HOW, "how")])
        if not _stop(journey, what=what, holder_id=holder_id, by=by):
            raise NotReady([Missing("They cannot see it now, so there is nothing to end.")])
        return _note(journey, what=what, holder_id=holder_id, lets=False, until=None, how=how, by=by).pk

    sent = {"what": what, "holder": holder_id, "how": how.strip()}
    return SharingSaid.objects.get(pk=once(key, "sharing.end", target=journey.pk, sent=sent, by=by, make=note))


def _may_note(journey: Journey, by: Actor) -> None:
    """Under the journey's lock, so that it is not handed over meanwhile."""
    require(may_note_sharing(by, Journey.objects.select_for_update().get(pk=journey.pk)))


def _holder(journey: Journey, holder_id: UUID) -> access.Holder:
    """A carer lets the person whom they help see something, account or not; a person lets an account."""
    return access.person(holder_id) if journey.kind == Journey.Kind.CARER else access.account(holder_id)


def _stop(journey: Journey, *, what: str, holder_id: UUID, by: Actor) -> int:
    holder = _holder(journey, holder_id)
    return access.stop_sharing(SHARED, SECTIONS[what], holder=holder, person_id=journey.person_id, journey_id=journey.pk, by=by)


def _share(journey: Journey, *, what: str, holder_id: UUID, until: date | None, by: Actor) -> None:
    """With the journey locked: open one section to one other. Raises NotReady."""
    if Journey.objects.get(pk=journey.pk).stage == Stage.ENDED:
        raise NotReady([Missing("This journey has ended, so nothing of it is let be seen.")])
    if until is not None and until <= today():
        raise NotReady([Missing("This day is past. Choose a day that is still to come.", "until")])
    if holder_id not in {one.holder_id for one in whom_one_may_let_see(journey)}:
        raise NotReady([Missing("Nobody like that is written down as helping, or as somebody whom you help.")])
    end = None if until is None else datetime.combine(until, time.min, LONDON)
    holder = _holder(journey, holder_id)
    access.share(SHARED, SECTIONS[what], holder=holder, person_id=journey.person_id, journey_id=journey.pk, until=end, by=by)


def _note(journey: Journey, *, what: str, holder_id: UUID, lets: bool, until: date | None, how: str, by: Actor) -> SharingSaid:
    return SharingSaid.objects.create(
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
