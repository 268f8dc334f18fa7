"""The only writers of users, grants and looks."""

from collections.abc import Iterable
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from commonpurse.access.actors import Actor
from commonpurse.access.decisions import require
from commonpurse.access.models import Grant, Look, Never, Refusal, User
from commonpurse.access.policy import may_be_given_a_password
from commonpurse.access.registry import SHARED
from commonpurse.foundation.clock import now, today


@transaction.atomic
def grant(*, holder_id: UUID, person_id: UUID, sections: Iterable[str], cause: str, cause_id: UUID | None = None, by: Actor) -> Grant:
    """Open sections of a person's record to a user or a team, or widen what the same cause opened before.

    For a new person this comes before the person's own row, which is invisible until somebody holds a grant.
    """
    wanted = list(dict.fromkeys(sections))
    held = Grant.objects.filter(holder_id=holder_id, person_id=person_id, cause=cause, cause_id=cause_id, valid_until=None).first()
    if held is None:
        return Grant.objects.create(
            holder_id=holder_id,
            person_id=person_id,
            sections=wanted,
            cause=cause,
            cause_id=cause_id,
            valid_from=now(),
            given_by_id=by.user_id,
        )
    held.sections = list(dict.fromkeys([*held.sections, *wanted]))
    held.save(update_fields=["sections"])
    return held


@transaction.atomic
def share(*, holder_id: UUID, person_id: UUID, section: str, journey_id: UUID, until: datetime | None, by: Actor) -> Grant:
    """Let somebody see one section of one journey, until a moment or until it is withdrawn. It takes the place of what was said before."""
    stop_sharing(holder_id=holder_id, person_id=person_id, section=section, journey_id=journey_id, by=by)
    return Grant.objects.create(
        holder_id=holder_id,
        person_id=person_id,
        sections=[section],
        cause=SHARED,
        cause_id=journey_id,
        valid_from=now(),
        valid_until=until,
        given_by_id=by.user_id,
    )


@transaction.atomic
def stop_sharing(*, holder_id: UUID, person_id: UUID, section: str, journey_id: UUID, by: Actor) -> int:
    """End it from this moment. Returns how many grants ended."""
    del by  # as for `withdraw`
    held = Grant.objects.filter(holder_id=holder_id, person_id=person_id, cause=SHARED, cause_id=journey_id, sections=[section])
    return _ended(held)


@transaction.atomic
def stop_sharing_everything(*, holder_id: UUID, person_id: UUID, journey_id: UUID | None = None, by: Actor) -> int:
    """End all that somebody lets one other see, of one journey or of all. Returns how many grants ended."""
    del by  # as for `withdraw`
    held = Grant.objects.filter(holder_id=holder_id, person_id=person_id, cause=SHARED)
    return _ended(held if journey_id is None else held.filter(cause_id=journey_id))


@transaction.atomic
def stop_sharing_with_everybody(*, person_id: UUID, journey_id: UUID, by: Actor) -> int:
    """End all that somebody lets others see of one journey, which is over. Returns how many grants ended."""
    del by  # as for `withdraw`
    return _ended(Grant.objects.filter(person_id=person_id, cause=SHARED, cause_id=journey_id))


def _ended(held: QuerySet[Grant]) -> int:
    return held.filter(Q(valid_until=None) | Q(valid_until__gt=now())).update(valid_until=now())


@transaction.atomic
def withdraw(*, holder_id: UUID, person_id: UUID, cause: str, cause_id: UUID | None = None, by: Actor) -> int:
    """End what a cause opened, from this moment. Returns how many grants ended."""
    del by  # whoever may see the grants may end them; the database says who that is
    return Grant.objects.filter(holder_id=holder_id, person_id=person_id, cause=cause, cause_id=cause_id, valid_until=None).update(
        valid_until=now()
    )


@transaction.atomic
def withdraw_from_everybody(*, person_id: UUID, cause: str, cause_id: UUID, by: Actor) -> int:
    """End what one cause opened to anybody. Returns how many grants ended."""
    del by  # as above
    return Grant.objects.filter(person_id=person_id, cause=cause, cause_id=cause_id, valid_until=None).update(valid_until=now())


@transaction.atomic
def give_back(*, person_id: UUID, cause: str, cause_id: UUID, ended_since: datetime, by: Actor) -> int:
    """Open again what one cause had opened to anybody, and what ended since a moment. Returns to how many."""
    ended = Grant.objects.filter(person_id=person_id, cause=cause, cause_id=cause_id, valid_until__gte=ended_since)
    for one in list(ended):
        grant(holder_id=one.holder_id, person_id=person_id, sections=one.sections, cause=cause, cause_id=cause_id, by=by)
    return len(ended)


@transaction.atomic
def never_let_see(*, user_id: UUID, person_id: UUID, by: Actor) -> None:
    """Shut a user out of a person's record for good, whatever any grant says."""
    Never.objects.get_or_create(user_id=user_id, person_id=person_id, defaults={"given_by_id": by.user_id})


def look(*, person_id: UUID, section: str, route: str, by: Actor) -> None:
    """Write down that somebody opened something, in the transaction that shows it."""
    Look.objects.create(person_id=person_id, user_id=by.user_id, section=section, route=route, at=now())


def look_at_list(person_ids: Iterable[UUID], *, section: str, route: str, by: Actor) -> None:
    """Write down that a list showed these people: one look for each a day, however often the list is opened. Two queries at most."""
    shown, since = set(person_ids), make_aware(datetime.combine(today(), time.min))
    seen = Look.objects.filter(person_id__in=shown, user_id=by.user_id, route=route, at__gte=since).values_list("person_id", flat=True)
    moment = now()
    Look.objects.bulk_create(
        Look(person_id=person_id, user_id=by.user_id, section=section, route=route, at=moment) for person_id in sorted(shown - set(seen))
    )


def record_refusal(*, route: str, status: int, because: str, by: Actor) -> None:
    """Write down a refusal. Called after the request's own transaction, which the refusal rolled back."""
    Refusal.objects.create(user_id=by.user_id, route=route[:120], status=status, because=because[:300], at=now())


@transaction.atomic
def make_account(*, sign_in_name: str, name: str, email: str = "", password: str | None, person_id: UUID | None = None) -> User:
    """Make an account. Without a password nobody can sign in to it until one is set."""
    user = User(sign_in_name=sign_in_name.strip().lower(), name=name.strip(), email=email.strip().lower(), person_id=person_id)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    return user


@transaction.atomic
def give_new_password(user: User, password: str, *, by: Actor) -> None:
    """Set somebody else's password. It ends their sessions and any link to choose one: both are signed over the password."""
    require(may_be_given_a_password(by, user))
    user.set_password(password)
    user.save(update_fields=["password"])
