"""Who may see whom, for the application's own wall: the same grants that row-level security reads, asked in Python."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Q, QuerySet
from django.db.models.functions import TruncDate

from commonpurse.access.actors import Actor, memberships_of
from commonpurse.access.models import Grant, Look, Never, User
from commonpurse.access.registry import SHARED, Section
from commonpurse.foundation.clock import LONDON, now


def in_force() -> Q:
    """Grants that hold at this moment."""
    return Q(valid_from__lte=now()) & (Q(valid_until=None) | Q(valid_until__gt=now()))


def people_open_to(actor: Actor, section: str) -> QuerySet[Grant]:
    """A sub-query of the uuids of the people one section of whom this actor may see now.

    What somebody let this actor see of themselves (`shared_with`) is not among it: it has pages of its own, and opens no other.
    """
    grants = Grant.objects.filter(in_force(), holder_id__in=actor.holders, sections__contains=[section]).exclude(cause=SHARED)
    never = Never.objects.filter(user_id=actor.user_id).values("person_id")
    return grants.exclude(person_id__in=never).values("person_id")  # type: ignore[return-value]


def shared_with(actor: Actor) -> QuerySet[Grant]:
    """What people let this actor see of themselves now: one grant for each section and journey (`cause_id`)."""
    never = Never.objects.filter(user_id=actor.user_id).values("person_id")
    shared = Grant.objects.filter(in_force(), holder_id__in=actor.holders, cause=SHARED)
    return shared.exclude(person_id__in=never).order_by("valid_from", "pk")


def shared_by(person_id: UUID) -> QuerySet[Grant]:
    """What a person lets others see of themselves now."""
    return Grant.objects.filter(in_force(), person_id=person_id, cause=SHARED).order_by("valid_from", "pk")


def is_open_to(actor: Actor, person_id: UUID, section: str) -> bool:
    return people_open_to(actor, section).filter(person_id=person_id).exists()


def cases_of(actor: Actor) -> QuerySet[Grant]:
    """A sub-query of the uuids of the people whose record a team in which this actor works with people holds now, as its case."""
    return people_open_to(actor, Section.ASSESSMENT).filter(holder_id__in=actor.case_teams, cause="case")


def is_new(person_id: UUID) -> bool:
    """Whether nobody was ever given anything under this uuid. The database is asked: other people's grants are hidden."""
    with connection.cursor() as cursor:
        cursor.execute("select access_is_new(%s)", [person_id])
        return bool(cursor.fetchone()[0])


def is_case_of(team_id: UUID, person_id: UUID) -> bool:
    """Whether a team holds a person's record as its case now."""
    return Grant.objects.filter(in_force(), holder_id=team_id, person_id=person_id, cause="case").exists()


def is_held_by_team_of(actor: Actor, person_id: UUID) -> bool:
    """Whether a team in which this actor works with people holds the record now, as its case."""
    held = people_open_to(actor, Section.IDENTITY).filter(person_id=person_id, holder_id__in=actor.case_teams, cause="case")
    return held.exists()


def teams_with_case(person_id: UUID) -> list[UUID]:
    """The teams that hold a person's record now. For a job, which starts as nobody: it is told the teams and not the record."""
    with connection.cursor() as cursor:
        cursor.execute("select * from access_teams_with_case(%s)", [person_id])
        return [team_id for (team_id,) in cursor.fetchall()]


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
