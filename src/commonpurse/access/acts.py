"""The only writers of users, of grounds and the grants that rest on them, and of looks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import make_aware

from commonpurse.access.actors import Actor
from commonpurse.access.context import proved
from commonpurse.access.decisions import require
from commonpurse.access.models import Grant, Ground, Look, Never, Refusal, User
from commonpurse.access.policy import may_be_given_a_password, may_let_in_again, may_shut_out
from commonpurse.access.records import ACCOUNTS
from commonpurse.access.registry import LET_IN, SHUT_OUT, HolderKind, Verb, opened_by
from commonpurse.foundation.clock import now, today
from commonpurse.values.missing import Missing, NotReady


@dataclass(frozen=True)
class Holder:
    """To whom something is given: an account, a person with an account or without, a team, or somebody as a member of one."""

    kind: HolderKind
    id: UUID


def account(user_id: UUID) -> Holder:
    return Holder(HolderKind.USER, user_id)


def person(person_id: UUID) -> Holder:
    return Holder(HolderKind.PERSON, person_id)


def team(team_id: UUID) -> Holder:
    return Holder(HolderKind.TEAM, team_id)


def member(membership_id: UUID) -> Holder:
    return Holder(HolderKind.MEMBER, membership_id)


@transaction.atomic
def open_record(
    kind: str, *, holder: Holder, person_id: UUID, about_id: UUID | None = None, journey_id: UUID | None = None, by: Actor
) -> Ground:
    """Let somebody reach a record on a ground, with all that this ground opens. Open already, it stays as it is.

    For a new person this comes before the person's own row, which is invisible until somebody holds a grant.
    """
    there = _open_now(kind, person_id=person_id, about_id=about_id).filter(grants__in=_held_by(holder)).first()
    if there is not None:
        return there
    return _give(kind, opened_by(kind), holder=holder, person_id=person_id, about_id=about_id, journey_id=journey_id, by=by)


@transaction.atomic
def share(kind: str, section: str, *, holder: Holder, person_id: UUID, journey_id: UUID, until: datetime | None, by: Actor) -> Ground:
    """Let somebody see one section of one journey, until a moment or until it is ended. It takes the place of what was said before."""
    stop_sharing(kind, section, holder=holder, person_id=person_id, journey_id=journey_id, by=by)
    wanted = [pair for pair in opened_by(kind) if pair[0] == section]
    return _give(kind, wanted, holder=holder, person_id=person_id, about_id=journey_id, journey_id=journey_id, until=until, by=by)


def _give(
    kind: str,
    wanted: Iterable[tuple[str, Verb]],
    *,
    holder: Holder,
    person_id: UUID,
    about_id: UUID | None,
    journey_id: UUID | None,
    until: datetime | None = None,
    by: Actor,
) -> Ground:
    moment = now()
    ground = Ground.objects.create(kind=kind, person_id=person_id, about_id=about_id, given_by_id=by.user_id, began_at=moment)
    Grant.objects.bulk_create(
        Grant(
            holder_kind=holder.kind,
            holder_id=holder.id,
            person_id=person_id,
            section=section,
            verb=verb,
            ground_kind=kind,
            ground=ground,
            journey_id=journey_id,
            valid_from=moment,
            valid_until=until,
            given_by_id=by.user_id,
        )
        for section, verb in wanted
    )
    return ground


@transaction.atomic
def stop_sharing(kind: str, section: str, *, holder: Holder, person_id: UUID, journey_id: UUID, by: Actor) -> int:
    """End it from this moment. Returns how many grounds ended."""
    shown = _held_by(holder).filter(section=section, journey_id=journey_id)
    return _end(_open_now(kind, person_id=person_id).filter(grants__in=shown), by=by)


@transaction.atomic
def close_record(kind: str, *, person_id: UUID, holder: Holder | None = None, about_id: UUID | None = None, by: Actor) -> int:
    """End from this moment what a kind of ground opens: to one holder or to anybody, about one thing or about all. Returns how many."""
    grounds = _open_now(kind, person_id=person_id)
    if about_id is not None:
        grounds = grounds.filter(about_id=about_id)
    return _end(grounds.filter(grants__in=_held_by(holder)) if holder else grounds, by=by)


def _open_now(kind: str, *, person_id: UUID, about_id: UUID | None = None) -> QuerySet[Ground]:
    grounds = Ground.objects.filter(Q(ended_at=None) | Q(ended_at__gt=now()), kind=kind, person_id=person_id)
    return grounds if about_id is None else grounds.filter(about_id=about_id)


def _held_by(holder: Holder) -> QuerySet[Grant]:
    return Grant.objects.filter(Q(valid_until=None) | Q(valid_until__gt=now()), holder_kind=holder.kind, holder_id=holder.id)


def _end(grounds: QuerySet[Ground], *, by: Actor) -> int:
    del by  # whoever may see the grounds may end them; the database says who that is
    return Ground.objects.filter(pk__in=list(grounds.values_list("pk", flat=True).distinct())).update(ended_at=now())


@transaction.atomic
def never_let_see(*, user_id: UUID, person_id: UUID, why: str = "", by: Actor) -> Never:
    """Shut a user out of a person's record, whatever any grant says, until it is ended. Twice is once.

    A privacy officer says why, and their person sees that they did it. Raises NotReady without a reason.
    """
    require(may_shut_out(by, user_id=user_id, person_id=person_id))
    theirs = by.person_id == person_id
    if not theirs and not why.strip():
        raise NotReady([Missing("Write why.", "why")])
    said = Never.objects.filter(user_id=user_id, person_id=person_id, ended_at=None)
    if there := (said.filter(given_by_id=by.user_id) if theirs else said).first():
        return there
    if not theirs:
        look(person_id=person_id, section=SHUT_OUT, route="access.never_let_see", by=by)
    return Never.objects.create(user_id=user_id, person_id=person_id, why=why.strip(), since=now(), given_by_id=by.user_id)


@transaction.atomic
def let_see_again(never: Never, *, by: Actor) -> None:
    """End it: what their grants open, they see again. Twice is once."""
    require(may_let_in_again(by, never))
    ended = Never.objects.filter(pk=never.pk, ended_at=None).update(ended_at=now(), ended_by_id=by.user_id)
    if ended and by.person_id != never.person_id:
        look(person_id=never.person_id, section=LET_IN, route="access.let_see_again", by=by)


def look(*, person_id: UUID, section: str, route: str, by: Actor) -> None:
    """Write down that somebody opened something, in the transaction that shows it."""
    Look.objects.create(person_id=person_id, user_id=by.user_id, section=section, route=route, at=now())


def look_at(seen: Iterable[tuple[UUID, str]], *, route: str, by: Actor) -> None:
    """Write down that one page showed these sections of these people, in the transaction that shows them. One query, or none."""
    moment = now()
    Look.objects.bulk_create(
        Look(person_id=person_id, user_id=by.user_id, section=section, route=route, at=moment) for person_id, section in seen
    )


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
    with proved(ACCOUNTS):
        user.save(force_insert=True)
    return user


@transaction.atomic
def make_account_of(user: User, person_id: UUID) -> None:
    """Let an account be the one of a person, for their own record."""
    user.person_id = person_id
    with proved(ACCOUNTS):
        user.save(update_fields=["person_id"])


@transaction.atomic
def give_new_password(user: User, password: str, *, by: Actor) -> None:
    """Set somebody else's password. It ends their sessions and any link to choose one: both are signed over the password."""
    require(may_be_given_a_password(by, user))
    user.set_password(password)
    with proved(ACCOUNTS):
        user.save(update_fields=["password"])
