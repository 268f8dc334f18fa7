"""Who may see whom, for the application's own wall: the same grants that row-level security reads, asked in Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, Max, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from commonpurse.access.actors import Actor, memberships_of
from commonpurse.access.models import Grant, Look, Never, User
from commonpurse.access.registry import CASE, AccessSection, HolderKind, Verb
from commonpurse.foundation.clock import LONDON, now


def in_force() -> Q:
    """Grants that hold at this moment, on a ground that has not ended."""
    moment = now()
    begun = Q(valid_from__lte=moment) & (Q(valid_until=None) | Q(valid_until__gt=moment))
    return begun & (Q(ground__ended_at=None) | Q(ground__ended_at__gt=moment))


def _held_by(actor: Actor) -> QuerySet[Grant]:
    """What an actor holds now, of nobody whom they must never see."""
    holders = [tuple(holder.split(":")) for holder in actor.holders]
    theirs = reduce(or_, (Q(holder_kind=kind, holder_id=uuid) for kind, uuid in holders))
    held = Grant.objects.filter(in_force(), theirs).exclude(MustNeverSee("person_id"))
    return held.exclude(ground_kind=CASE, person_id=actor.person_id) if actor.person_id else held  # nobody works on their own record


class MustNeverSee(Func):
    """Whether whoever is acting must never see the person in a column. The rows that say so are hidden from them; a function says it."""

    template = "(%(expressions)s = any ((select app_never())::uuid[]))"
    output_field = BooleanField()


class IsShutOut(Func):
    """Whether a person's record is shut to a user: `IsShutOut("person_id", "user_id")`, for records that the actor sees."""

    template = "((%(expressions)s) in (select s.person_id, s.user_id from access_shut_out() s))"
    output_field = BooleanField()


class IsOverseen(Func):
    """Whether the actor is privacy officer of an organisation one of whose teams holds the record of the person in a column."""

    function = "access_is_privacy_officer_of"
    output_field = BooleanField()


def people_open_to(actor: Actor, section: str, verb: Verb = Verb.READ) -> QuerySet[Grant]:
    """A sub-query of the uuids of the people with one section of whom this actor may do this now.

    What somebody let this actor see of themselves (`shared_with`) is not among it: it has sections and pages of its own.
    """
    return _held_by(actor).filter(section=section, verb=verb).values("person_id")  # type: ignore[return-value]


def shared_with(actor: Actor, kind: str) -> QuerySet[Grant]:
    """What people let this actor see of themselves now: one grant for each section and journey."""
    return _held_by(actor).filter(ground_kind=kind, verb=Verb.READ).order_by("valid_from", "pk")


def shared_by(person_id: UUID, kind: str) -> QuerySet[Grant]:
    """What a person lets others see of themselves now."""
    return Grant.objects.filter(in_force(), person_id=person_id, ground_kind=kind, verb=Verb.READ).order_by("valid_from", "pk")


def is_open_to(actor: Actor, person_id: UUID, section: str, verb: Verb = Verb.READ) -> bool:
    return people_open_to(actor, section, verb).filter(person_id=person_id).exists()


def cases_of(actor: Actor, section: str) -> QuerySet[Grant]:
    """A sub-query of the uuids of the people whose record a team in which this actor works with people holds now, as its case."""
    return people_open_to(actor, section).filter(holder_kind=HolderKind.TEAM, ground_kind=CASE)


def is_new(person_id: UUID) -> bool:
    """Whether nobody was ever given anything under this uuid. The database is asked: other people's grants are hidden."""
    with connection.cursor() as cursor:
        cursor.execute("select access_is_new(%s)", [person_id])
        return bool(cursor.fetchone()[0])


def held_as_case_by(team_id: UUID) -> QuerySet[Grant]:
    """A sub-query of the uuids of the people whose record a team holds now, as its case, as far as the actor may see."""
    held = Grant.objects.filter(in_force(), holder_kind=HolderKind.TEAM, holder_id=team_id, ground_kind=CASE, verb=Verb.READ)
    return held.values("person_id")  # type: ignore[return-value]


def is_case_of(team_id: UUID, person_id: UUID) -> bool:
    """Whether a team holds a person's record as its case now."""
    return held_as_case_by(team_id).filter(person_id=person_id).exists()


def is_held_by_team_of(actor: Actor, person_id: UUID) -> bool:
    """Whether a team in which this actor works with people holds the record now, as its case."""
    return cases_of(actor, AccessSection.ACCESS).filter(person_id=person_id).exists()


def ground_of(actor: Actor, person_id: UUID, section: str) -> UUID | None:
    """On what ground the record is open to this actor now, in the capacity in which they act. The database says."""
    with connection.cursor() as cursor:
        cursor.execute("select access_ground_of(%s, %s, %s)", [person_id, section, actor.acts_as])
        found: UUID | None = cursor.fetchone()[0]
        return found


def teams_with_case(person_id: UUID) -> list[UUID]:
    """The teams that hold a person's record now. For a job, which starts as nobody: it is told the teams and not the record."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access_teams_with_case(%s)", [person_id])
        return [team_id for (team_id,) in cursor.fetchall()]


def is_privacy_officer_of(person_id: UUID) -> bool:
    """Whether the actor is privacy officer of an organisation one of whose teams holds the record. The database says."""
    with connection.cursor() as cursor:
        cursor.execute("select access_is_privacy_officer_of(%s)", [person_id])
        return bool(cursor.fetchone()[0])


def is_account_of(user_id: UUID, person_id: UUID) -> bool:
    """Whether an account is the person's own."""
    return User.objects.filter(pk=user_id, person_id=person_id).exists()


def never_seen(person_id: UUID) -> QuerySet[Never]:
    """Whom a person or a privacy officer shut out of the person's record, now or before, the last one first; for the person."""
    theirs = Never.objects.filter(person_id=person_id).annotate(by_the_person=SAID_BY_THE_PERSON)
    return theirs.order_by(F("ended_at").desc(nulls_first=True), "-since", "pk")


def said_by_privacy_officers() -> QuerySet[Never]:
    """Whom privacy officers shut out of records that the actor looks after as one of them, now or before, the last one first."""
    overseen = Never.objects.filter(IsOverseen("person_id"), ~SAID_BY_THE_PERSON)
    return overseen.order_by(F("ended_at").desc(nulls_first=True), "-since", "pk")


SAID_BY_THE_PERSON = Exists(User.objects.filter(pk=OuterRef("given_by_id"), person_id=OuterRef("person_id")))


def shut_out_of(person_id: UUID) -> set[UUID]:
    """The users who must not see a person's record now; for the person, and for a team that holds it."""
    with connection.cursor() as cursor:
        cursor.execute("select user_id from access_shut_out() where person_id = %s", [person_id])
        return {user_id for (user_id,) in cursor.fetchall()}


def holders_of(user_ids: set[UUID]) -> set[UUID]:
    """These accounts and, where they are a person's own, those people: by whichever of them a grant may name its holder."""
    people = User.objects.filter(pk__in=user_ids).exclude(person_id=None).values_list("person_id", flat=True) if user_ids else []
    return user_ids | {person_id for person_id in people if person_id}


def actor_for(user: User) -> Actor:
    return Actor(user_id=user.pk, name=user.name, person_id=user.person_id, memberships=memberships_of(user.pk))


def names_of(user_ids: set[UUID]) -> dict[UUID, str]:
    """Names of users by uuid, in one query."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))


@dataclass(frozen=True)
class LooksOfADay:
    """Everything that one user looked at of one person on one day, newest first."""

    user_id: UUID
    day: date
    looks: tuple[Look, ...]


def days_of_looks(looks: QuerySet[Look]) -> "QuerySet[Look, Any]":
    """One row for each user and day, newest day first: `user_id`, `day`. Made whole by `looks_on`."""
    days = looks.order_by().annotate(day=TruncDate("at", tzinfo=LONDON)).values("user_id", "day").annotate(last=Max("at"))
    return days.order_by("-day", "-last", "user_id")


def looks_on(looks: QuerySet[Look], days: Sequence[Mapping[str, Any]]) -> list[LooksOfADay]:
    """The looks of these rows of `days_of_looks`, in their order, in one query however many there are."""
    if not days:
        return []
    first, last = days[-1]["day"], days[0]["day"]
    users = {row["user_id"] for row in days}
    found: dict[tuple[UUID, date], list[Look]] = {}
    for look in looks.filter(user_id__in=users, at__gte=_midnight(first), at__lt=_midnight(last + timedelta(days=1))):
        found.setdefault((look.user_id, look.at.astimezone(LONDON).date()), []).append(look)
    return [LooksOfADay(row["user_id"], row["day"], tuple(found[row["user_id"], row["day"]])) for row in days]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=LONDON)


def looks_at(person_id: UUID) -> QuerySet[Look]:
    return Look.objects.filter(person_id=person_id).order_by("-at", "-pk")
