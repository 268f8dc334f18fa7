"""The only writers of journeys and their events."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from django.db import IntegrityError, transaction

from commonpurse.access import acts as access
from commonpurse.access.actors import Actor
from commonpurse.access.decisions import no, require, yes
from commonpurse.access.registry import CASE, SHARED
from commonpurse.foundation import outbox
from commonpurse.foundation.clock import now, today
from commonpurse.journeys.events import Happened
from commonpurse.journeys.grounds import HELPING, READING
from commonpurse.journeys.models import ONE_OF_A_KIND, Journey, JourneyEvent
from commonpurse.journeys.policy import may_start_journey, may_stop, may_take_back_ending, may_work_on
from commonpurse.journeys.queries import colleagues_for
from commonpurse.journeys.rules import Event, Standing, may_happen, standing
from commonpurse.journeys.stages import IN_PLAIN_WORDS, TITLES, Holder, Stage
from commonpurse.journeys.stepping_back import WAYS, step_back
from commonpurse.people.models import Person
from commonpurse.people.policy import is_theirs
from commonpurse.values.missing import Missing, NotReady, Stale

PICKED_UP = "journey_picked_up"  # told to the outbox, with the person's uuid


@transaction.atomic
def start_journey(person: Person, *, kind: Journey.Kind, team_id: UUID, by: Actor) -> Journey:
    """Start a journey: the team may see the person from now on, and the one who starts it is responsible."""
    require(may_start_journey(by, team_id))
    return _start(person, kind=kind, team_id=team_id, worker_id=by.user_id, by=by)


@transaction.atomic
def start_own_journey(person: Person, *, team_id: UUID, worker_id: UUID, by: Actor) -> Journey:
    """Start a carer's journey on their own record, as they ask themselves; the worker whom they know is responsible."""
    require(yes("It is your own.") if is_theirs(by, person.pk) else no("Only the carer asks for this here."))
    return _start(person, kind=Journey.Kind.CARER, team_id=team_id, worker_id=worker_id, by=by)


def _start(person: Person, *, kind: Journey.Kind, team_id: UUID, worker_id: UUID, by: Actor) -> Journey:
    access.open_record(CASE, holder=access.team(team_id), person_id=person.pk, by=by)
    began = Standing(Stage.STARTED, now(), Holder.WORKER, None)
    journey = Journey(person=person, kind=kind, team_id=team_id, started_on=today(), worker_id=worker_id)
    _stand(journey, began)
    with _one_of_a_kind(person):
        journey.save(force_insert=True)
    record(journey, Happened.JOURNEY_STARTED, by=by)
    return journey


@contextmanager
def _one_of_a_kind(person: Person) -> Iterator[None]:
    """Let the database decide, whatever happens at the same moment, and say it in words."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if ONE_OF_A_KIND not in str(error):
            raise
        raise NotReady([Missing(f"{person.called} has a journey of this kind already. Open that one.")]) from error


@transaction.atomic
def record(journey: Journey, kind: Happened, *, facts: Mapping[str, str] | None = None, by: Actor) -> JourneyEvent:
    """Write down what happened and let the journey stand where that leads. The one who calls has asked the policy.

    Raises NotReady when this cannot happen where the journey stands now, as read under its lock: somebody may have moved it on.
    """
    locked = Journey.objects.select_for_update().get(pk=journey.pk)
    if not may_happen(kind, Stage(locked.stage)):
        stands = (IN_PLAIN_WORDS if by.person_id == locked.person_id else TITLES)[Stage(locked.stage)]
        raise NotReady([Missing(f"This cannot be done now: the journey stands at “{stands}”. Look at the page again.")])
    number = locked.events.count() + 1
    event = JourneyEvent.objects.create(
        journey=locked, person_id=locked.person_id, number=number, kind=kind, facts=dict(facts or {}), by_id=by.user_id, at=now()
    )
    _stand(locked, current_standing(locked))
    locked.save(update_fields=["stage", "stage_since", "held_by", "due_on"])
    for name in ("stage", "stage_since", "held_by", "due_on"):
        setattr(journey, name, getattr(locked, name))
    if kind == Happened.ENDED:
        for kind_of_ground in (HELPING, READING, SHARED):  # what is shared ends for good: undoing gives none of it back
            access.close_record(kind_of_ground, person_id=locked.person_id, about_id=locked.pk, by=by)
    return event


def _stand(journey: Journey, where: Standing) -> None:
    journey.stage, journey.stage_since, journey.held_by, journey.due_on = where.stage, where.since, where.held_by, where.due_on


def as_event(row: JourneyEvent) -> Event:
    return Event(Happened(row.kind), row.at, row.facts)


def current_standing(journey: Journey) -> Standing:
    return standing(as_event(row) for row in journey.events.order_by("number"))


@transaction.atomic
def pause(journey: Journey, *, note: str, by: Actor) -> None:
    """Park a journey; picking it up again leads back to where it stood."""
    require(may_stop(by, journey))
    _refuse_unless(journey.stage not in {Stage.PAUSED, Stage.ENDED}, "This is paused or ended already.")
    record(journey, Happened.PAUSED, facts={"note": note} if note else {}, by=by)


@transaction.atomic
def pick_up(journey: Journey, *, by: Actor) -> None:
    require(may_stop(by, journey))
    _refuse_unless(journey.stage == Stage.PAUSED, "This is not paused.")
    record(journey, Happened.PICKED_UP, by=by)
    outbox.tell(PICKED_UP, person_id=journey.person_id)


@transaction.atomic
def end(journey: Journey, *, reason: str, by: Actor) -> None:
    """End a journey with a reason. What was agreed stays; anybody may ask again."""
    require(may_stop(by, journey))
    _refuse_unless(journey.stage != Stage.ENDED, "This has ended already.")
    _refuse_unless(bool(reason.strip()), "Say why it ends.", field="reason")
    record(journey, Happened.ENDED, facts={"reason": reason.strip()}, by=by)


@transaction.atomic
def ask_again(journey: Journey, *, by: Actor) -> None:
    require(may_stop(by, journey))
    _refuse_unless(journey.stage == Stage.ENDED, "This has not ended.")
    with _one_of_a_kind(journey.person):
        record(journey, Happened.ASKED_AGAIN, by=by)


@transaction.atomic
def undo_step(journey: Journey, *, by: Actor) -> None:
    """Let everything stand as it stood before the journey ended, came to its review or went live by mistake.

    The other steps are undone by acts of their own: `stepping_back.WAYS` names them. Whoever helped is let in again by
    `assessments.acts.stepping_back`.
    """
    locked = Journey.objects.select_for_update(of=("self",)).select_related("person").get(pk=journey.pk)
    last = locked.events.filter(kind__in=WAYS).latest("number")
    ended = last.kind == Happened.ENDED
    require(may_take_back_ending(by, locked, ended_by=last.by_id) if ended else may_work_on(by, locked))
    back = step_back([as_event(last)], at=now())
    _refuse_unless(back.undone_by == Happened.STEP_UNDONE, back.says)
    with _one_of_a_kind(locked.person):
        record(journey, Happened.STEP_UNDONE, by=by)
    if ended:
        outbox.tell(PICKED_UP, person_id=locked.person_id)


@transaction.atomic
def hold_as_seen(journey: Journey, *, seen: int) -> None:
    """Keep a journey still until this transaction ends. Raises Stale where more has happened than the number of events that was seen."""
    locked = Journey.objects.select_for_update().get(pk=journey.pk)
    if locked.events.count() != seen:
        raise Stale([Missing("Something happened here since you opened the page. Look at it again; nothing was undone.")])


@transaction.atomic
def make_responsible(journey: Journey, *, to_user_id: UUID, note: str, by: Actor) -> None:
    """Let a colleague of the team be responsible, with a note that says what they need to know.

    The journey's part of `assessments.acts.hand_over`, which also ends what the former worker was asked to read: nothing else calls it.
    """
    require(may_work_on(by, journey))
    _refuse_unless(bool(note.strip()), "Write a note for your colleague.", field="note")
    works_here = colleagues_for(journey).filter(pk=to_user_id).exists()
    _refuse_unless(works_here, "Choose somebody who works in this team.", field="to")
    record(journey, Happened.HANDED_OVER, facts={"to": str(to_user_id), "note": note.strip()}, by=by)
    journey.worker_id = to_user_id
    journey.save(update_fields=["worker_id"])


@transaction.atomic
def support_has_started(journey: Journey, *, by: Actor) -> None:
    require(may_work_on(by, journey))
    _refuse_unless(journey.stage == Stage.SETTING_UP, "There is no agreed plan to start.")
    record(journey, Happened.SUPPORT_STARTED, by=by)


@transaction.atomic
def begin_review(journey: Journey, *, note: str = "", by: Actor) -> None:
    require(may_work_on(by, journey))
    _refuse_unless(journey.stage in {Stage.LIVE, Stage.SETTING_UP}, "There is nothing to review yet.")
    record(journey, Happened.REVIEW_BEGUN, facts={"note": note} if note else {}, by=by)


def _refuse_unless(ready: bool, sentence: str, *, field: str = "") -> None:  # noqa: FBT001 - reads as a sentence
    if not ready:
        raise NotReady([Missing(sentence, field)])
