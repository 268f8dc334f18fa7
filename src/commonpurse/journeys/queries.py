"""Reads of journeys for pages and other apps."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from commonpurse.access.actors import Actor, Role
from commonpurse.access.models import User
from commonpurse.access.queries import IsShutOut, names_of, people_open_to, shut_out_of
from commonpurse.foundation.clock import now, today
from commonpurse.journeys.events import EFFECTS, Happened
from commonpurse.journeys.models import Journey, JourneyEvent
from commonpurse.journeys.policy import may_take_back_ending
from commonpurse.journeys.rules import Event, days_waiting, stages_behind, target_days
from commonpurse.journeys.sections import JourneySection
from commonpurse.journeys.stages import IN_PLAIN_WORDS, NEXT, ROAD, TITLES, Holder, Stage
from commonpurse.journeys.stepping_back import WAYS, StepBack, step_back
from commonpurse.organisations.queries import workers_in, works_there
from commonpurse.people.queries import found_by


def visible_to(actor: Actor) -> QuerySet[Journey]:
    return Journey.objects.filter(person_id__in=people_open_to(actor, JourneySection.JOURNEY)).select_related("person", "team")


def last_of(journey_id: UUID, *kinds: Happened) -> Happened | None:
    """Which of these happened last on a journey, as far as the actor may see."""
    row = JourneyEvent.objects.filter(journey_id=journey_id, kind__in=kinds).order_by("-number").values_list("kind", flat=True).first()
    return Happened(row) if row else None


def of_person(actor: Actor, person_id: UUID) -> QuerySet[Journey]:
    return visible_to(actor).filter(person_id=person_id).order_by("-started_on")


def going_on(actor: Actor, person_id: UUID) -> QuerySet[Journey]:
    """Those of a person's journeys that have not ended."""
    return of_person(actor, person_id).exclude(stage=Stage.ENDED)


def without_worker(actor: Actor, person_id: UUID) -> QuerySet[Journey]:
    """Those that go on while whoever is responsible must not see the record."""
    return going_on(actor, person_id).filter(IsShutOut("person_id", "worker_id"))


def of_this_round(moment: str) -> Q:
    """Whether a moment of a row that has a journey stands in the journey's present round: nobody has asked again since.

    `moment`: the row's own column.
    """
    asked_again = JourneyEvent.objects.filter(journey_id=OuterRef("journey_id"), kind=Happened.ASKED_AGAIN, at__gt=OuterRef(moment))
    return ~Q(Exists(asked_again))


def caseload(actor: Actor, *, waiting: str, search: str = "") -> QuerySet[Journey]:
    """The journeys of the actor's teams, what is late first.

    Each row has `worker_left`, the responsible person works in the team no more, and `worker_shut_out`, they must not see the record.
    Both wait for the team's managers too.

    `waiting`: `me`, `others`, `live`, `ended` or `everyone`. `search`: part of a first, last or usual name, or an NHS number.
    """
    rows, mine = _of_teams(actor), _waits_for(actor)
    live = Q(stage=Stage.LIVE)
    ended = Q(stage=Stage.ENDED)
    chosen = {"me": mine, "others": ~mine & ~live & ~ended, "live": live, "ended": ended}.get(waiting, Q())
    return rows.filter(chosen & found_by(search)).order_by(F("due_on").asc(nulls_last=True), "stage_since", "pk")


def _of_teams(actor: Actor) -> QuerySet[Journey]:
    return (
        visible_to(actor)
        .filter(team_id__in=actor.case_teams)
        .annotate(worker_left=~works_there("worker_id", "team_id"), worker_shut_out=IsShutOut("person_id", "worker_id"))
    )


def _waits_for(actor: Actor) -> Q:
    """What the actor has the next move in, and, for a manager, what nobody is responsible for any more."""
    left = (Q(worker_left=True) | Q(worker_shut_out=True)) & Q(team_id__in=actor.teams(Role.MANAGER))
    return (Q(held_by=Holder.WORKER, worker_id=actor.user_id) | left) & ~Q(stage=Stage.ENDED)


def worker_has_left(journey: Journey) -> bool:
    """Whether whoever is responsible works in the team no more, while there is something to be responsible for."""
    return journey.stage != Stage.ENDED and not workers_in(journey.team_id).filter(pk=journey.worker_id).exists()


def worker_is_shut_out(journey: Journey) -> bool:
    """Whether whoever is responsible must not see the record, while there is something to be responsible for."""
    return journey.stage != Stage.ENDED and journey.worker_id in shut_out_of(journey.person_id)


def colleagues_for(journey: Journey) -> QuerySet[User]:
    """Who works in the team today and may see this record: to whom it can be handed."""
    return workers_in(journey.team_id).exclude(pk__in=shut_out_of(journey.person_id))


def caseload_counts(actor: Actor) -> dict[str, int]:
    """How many journeys each tab of the caseload holds, in one query."""
    from django.db.models import Count

    rows, mine = _of_teams(actor), _waits_for(actor)
    return rows.aggregate(
        me=Count("pk", filter=mine),
        others=Count("pk", filter=~mine & ~Q(stage__in=[Stage.LIVE, Stage.ENDED])),
        live=Count("pk", filter=Q(stage=Stage.LIVE)),
        ended=Count("pk", filter=Q(stage=Stage.ENDED)),
        everyone=Count("pk"),
        late=Count("pk", filter=mine & Q(due_on__lt=today())),
    )


@dataclass(frozen=True)
class ShownStage:
    """Where a journey stands by itself: all that somebody sees whom its person lets see that."""

    stage: Stage
    since: datetime
    held_by: Holder


def shown_stage(journey_id: UUID) -> ShownStage:
    """For the person and for whom they let see it; the database gives nobody else one, and none of them a row.

    Raises Journey.DoesNotExist for everybody else.
    """
    with connection.cursor() as cursor:
        cursor.execute("select stage, stage_since, held_by from journeys_shown_stage(%s)", [journey_id])
        row = cursor.fetchone()
    if row is None:
        raise Journey.DoesNotExist
    return ShownStage(Stage(row[0]), row[1], Holder(row[2]))


@dataclass(frozen=True)
class Where:
    """Where a journey stands, in words for a page. `road` is {title, state: done, now or next} for each stage."""

    stage: Stage
    title: str
    next: str
    held_by: str
    since: datetime
    days: int
    target: int | None
    late: bool
    soon: bool
    road: list[dict[str, str]]


def where(journey: Journey, *, names: dict[UUID, str], on: date | None = None, plainly: bool = False) -> Where:
    """`names` holds users' names by uuid (access.queries.names_of). `plainly`: in the words for the person whom it is about."""
    day, titles = on or today(), IN_PLAIN_WORDS if plainly else TITLES
    stage = Stage(journey.stage)
    behind = stages_behind(stage)
    marks = ["done" if at < behind else "now" if at == behind and stage in ROAD else "next" for at in range(len(ROAD))]
    return Where(
        stage=stage,
        title=titles[stage],
        next=NEXT[stage],
        held_by=holder_name(journey, names),
        since=journey.stage_since,
        days=days_waiting(journey.stage_since, day),
        target=target_days().get(stage.value),
        late=journey.due_on is not None and journey.due_on < day,
        soon=journey.due_on is not None and 0 <= (journey.due_on - day).days <= 1,
        road=[{"title": titles[step], "state": mark} for step, mark in zip(ROAD, marks, strict=True)],
    )


def holder_name(journey: Journey, names: dict[UUID, str]) -> str:
    """Who has the next move, by name where there is one."""
    worker = names.get(journey.worker_id, "the worker")
    return {
        Holder.PERSON: journey.person.called,
        Holder.WORKER: worker,
        Holder.MANAGER: f"the managers of {journey.team.name}",
        Holder.NOBODY: "nobody",
    }[Holder(journey.held_by)]


@dataclass(frozen=True)
class Past:
    said: str
    by: str
    at: datetime
    note: str


def history(journey: Journey) -> list[Past]:
    """What happened, newest first, in two queries."""
    rows: list[JourneyEvent] = list(journey.events.order_by("-number"))
    names = names_of({row.by_id for row in rows} | {journey.worker_id})
    return [
        Past(
            EFFECTS[Happened(row.kind)].said,
            names.get(row.by_id, ""),
            row.at,
            row.facts.get("note") or row.facts.get("reason") or "",
        )
        for row in rows
    ]


def step_back_for(actor: Actor, journey: Journey) -> StepBack:
    """What undoing the last step would do, or why this actor cannot undo it."""
    last = journey.events.filter(kind__in=WAYS).latest("number")
    found = step_back([Event(Happened(last.kind), last.at, last.facts)], at=now())
    if found.last == Happened.ENDED and found.undone_by:
        decision = may_take_back_ending(actor, journey, ended_by=last.by_id)
        if not decision.allowed:
            return replace(found, undone_by=None, says=decision.because, stays="")
    return found
