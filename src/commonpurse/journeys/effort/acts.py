"""The only writers of what a journey costs in time. Nobody's name is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Greatest

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.access.once import once
from commonpurse.foundation.clock import LONDON, today
from commonpurse.journeys.effort.policy import may_count
from commonpurse.journeys.effort.queries import current_contacts
from commonpurse.journeys.effort.rules import MOST_MINUTES, Side, Step, believed, gap
from commonpurse.journeys.models import Contact, Journey, PageTime
from commonpurse.journeys.policy import may_work_on
from commonpurse.values.missing import Missing, NotReady, Stale

WAITS_AT_MOST = "250ms"  # whoever moves the journey on holds its row; a page does not wait for them


@dataclass(frozen=True)
class OpenPage:
    """A page of a journey that was shown: which, for what, on whose side, when."""

    id: UUID
    journey_id: UUID
    person_id: UUID
    step: Step
    side: Side
    opened: datetime


@transaction.atomic
def estimate(page: OpenPage, *, next_request: datetime, by: Actor) -> None:
    """Write down the gap between a page and the next request. Twice is once, and a page that was measured stays as measured."""
    require(may_count(by, page.person_id, page.side))
    _wait_no_longer()
    row = _row(page, estimated=gap(page.opened, next_request))
    PageTime.objects.bulk_create([row], ignore_conflicts=True)


@transaction.atomic
def measure(page: OpenPage, *, seconds: int, arrived: datetime, by: Actor) -> None:
    """Write down how long somebody was active on a page in all, by its script's word. The most that was told holds: twice is once."""
    require(may_count(by, page.person_id, page.side))
    _wait_no_longer()
    told = believed(seconds, opened=page.opened, arrived=arrived)
    PageTime.objects.bulk_create([_row(page)], ignore_conflicts=True)
    PageTime.objects.filter(pk=page.id).update(measured=Greatest("measured", told))


def _row(page: OpenPage, *, estimated: int | None = None) -> PageTime:
    return PageTime(
        id=page.id,
        journey_id=page.journey_id,
        person_id=page.person_id,
        step=page.step,
        side=page.side,
        day=page.opened.astimezone(LONDON).date(),
        estimated=estimated,
    )


def _wait_no_longer() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('lock_timeout', %s, true)", [WAITS_AT_MOST])


@transaction.atomic
def note_contact(journey: Journey, *, client_uuid: UUID, kind: str, on: date, minutes: int, travel_minutes: int = 0, by: Actor) -> Contact:
    """Note a visit or a call. The same client uuid again is the same note."""
    require(may_work_on(by, journey))
    _refuse_what_does_not_fit(on, minutes, travel_minutes)
    made = _contact(journey, kind=kind, on=on, minutes=minutes, travel_minutes=travel_minutes)
    return _once(made, client_uuid, by=by)


@transaction.atomic
def correct_contact(
    contact: Contact, *, client_uuid: UUID, kind: str, on: date, minutes: int, travel_minutes: int = 0, by: Actor
) -> Contact:
    """Let a new row stand for one that was wrong. The old one is kept, and counts no more."""
    journey = Journey.objects.get(pk=contact.journey_id)
    require(may_work_on(by, journey))
    _refuse_what_does_not_fit(on, minutes, travel_minutes)
    made = _contact(journey, kind=kind, on=on, minutes=minutes, travel_minutes=travel_minutes)
    made.replaces = contact
    return _once(made, client_uuid, by=by)


@transaction.atomic
def take_back_contact(contact: Contact, *, client_uuid: UUID, by: Actor) -> Contact:
    """Let a visit or a call that did not happen count no more."""
    journey = Journey.objects.get(pk=contact.journey_id)
    require(may_work_on(by, journey))
    made = _contact(journey, kind=contact.kind, on=contact.on, minutes=contact.minutes, travel_minutes=contact.travel_minutes)
    made.replaces, made.taken_back = contact, True
    return _once(made, client_uuid, by=by)


def _contact(journey: Journey, **told: object) -> Contact:
    return Contact(journey=journey, person_id=journey.person_id, **told)


def _refuse_what_does_not_fit(on: date, minutes: int, travel_minutes: int) -> None:
    missing = []
    if on > today():
        missing.append(Missing("This day has not come yet. Note a visit or a call after it happened.", "on"))
    if not 1 <= minutes <= MOST_MINUTES:
        missing.append(Missing("Give the minutes it took: at least 1, at most 720.", "minutes"))
    if not 0 <= travel_minutes <= MOST_MINUTES:
        missing.append(Missing("Give the minutes on the way, there and back: at most 720, or nothing.", "travel_minutes"))
    if missing:
        raise NotReady(missing)


SAME = ("kind", "on", "minutes", "travel_minutes", "replaces_id", "taken_back")


def _once(made: Contact, key: UUID, *, by: Actor) -> Contact:
    """Write a row, or find that it is there already. What was replaced at the same moment is refused in words."""

    def write() -> UUID:
        if made.replaces_id and not current_contacts([made.journey_id]).filter(pk=made.replaces_id).exists():
            raise _changed_already()
        with _one_at_a_time():
            made.save(force_insert=True)
        return made.pk

    sent = {name: getattr(made, name) for name in SAME}
    pk = once(key, "journeys.contact", target=made.journey_id, sent=sent, by=by, make=write)
    return made if pk == made.pk else Contact.objects.get(pk=pk)


def _changed_already() -> NotReady:
    return Stale([Missing("Somebody has changed this in the meantime. Look at the list again.")])


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _changed_already() from error
