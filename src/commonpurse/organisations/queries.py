"""Reads of organisations, teams and memberships."""

from collections.abc import Collection
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from commonpurse.access.actors import Actor, MembershipOf, Role
from commonpurse.access.models import User
from commonpurse.documents.facts.contact import Contact
from commonpurse.foundation.clock import now, today
from commonpurse.organisations.models import Invitation, Membership, Organisation, Team
from commonpurse.organisations.rules import hash_of


def in_force() -> Q:
    """Memberships that hold today."""
    return Q(starts_on__lte=today()) & (Q(ends_on=None) | Q(ends_on__gt=today()))


def memberships_of(user_id: UUID) -> tuple[MembershipOf, ...]:
    """What `access` needs to know of a user's memberships, in one query."""
    rows = Membership.objects.filter(in_force(), user_id=user_id).order_by("starts_on", "pk")
    return tuple(MembershipOf(Role(row.role), row.organisation_id, row.team_id, row.approval_limit_pence, row.pk) for row in rows)


def teams_of(actor: Actor) -> QuerySet[Team]:
    """The teams in which the actor works with people."""
    return Team.objects.filter(pk__in=actor.case_teams).order_by("name")


def membership_in(team_id: UUID, user_id: UUID) -> UUID | None:
    """By which membership somebody works with people in a team today."""
    works = Membership.objects.filter(in_force(), team_id=team_id, user_id=user_id, role__in=[Role.PRACTITIONER, Role.MANAGER])
    return works.order_by("starts_on", "pk").values_list("pk", flat=True).first()


def workers_in(team_id: UUID) -> QuerySet[User]:
    """Practitioners and managers of a team today."""
    roles = [Role.PRACTITIONER, Role.MANAGER]
    members = Membership.objects.filter(in_force(), team_id=team_id, role__in=roles).values("user_id")
    return User.objects.filter(pk__in=members, is_active=True).order_by("name")


def works_there(user: str, team: str) -> Exists:
    """Whether the user in one column works with people in the team in another today, for a query of theirs."""
    members = Membership.objects.filter(in_force(), user_id=OuterRef(user), team_id=OuterRef(team), user__is_active=True)
    return Exists(members.filter(role__in=[Role.PRACTITIONER, Role.MANAGER]))


def administered_by(actor: Actor) -> QuerySet[Organisation]:
    mine = [m.organisation_id for m in actor.memberships if m.role == Role.ADMINISTRATOR]
    return Organisation.objects.filter(pk__in=mine).order_by("name")


def members_of(organisation_id: UUID) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(in_force(), organisation_id=organisation_id)
        .select_related("user", "team", "organisation")
        .order_by("user__name", "pk")
    )


def open_invitations(organisation_id: UUID) -> QuerySet[Invitation]:
    waiting = Invitation.objects.filter(organisation_id=organisation_id, accepted_at=None, withdrawn_at=None)
    return waiting.select_related("team").order_by("-made_at")


def memberships_with_names(user_id: UUID) -> QuerySet[Membership]:
    """Where a user works today, as what."""
    return Membership.objects.filter(in_force(), user_id=user_id).select_related("team", "organisation").order_by("starts_on", "pk")


def teams_in(organisation_id: UUID) -> QuerySet[Team]:
    return (
        Team.objects.filter(organisations=organisation_id)
        .select_related("founded_by")
        .prefetch_related("organisations")
        .order_by("name", "pk")
    )


def partners_for(team: Team) -> QuerySet[Organisation]:
    """Organisations that a team could still be shared with."""
    return Organisation.objects.exclude(pk__in=team.organisations.all()).order_by("name")


def account_with(email: str) -> User | None:
    return User.objects.filter(email__iexact=email.strip()).first()


def invitation_for(secret: str) -> Invitation | None:
    """The invitation that a secret opens, while it can still be accepted."""
    waiting = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now())
    return waiting.select_related("organisation", "team").filter(secret_hash=hash_of(secret)).first()


def members_found(organisation_id: UUID, find: str = "") -> QuerySet[Membership]:
    """Who works in an organisation today, or those of them whose name or address has these words."""
    members = members_of(organisation_id)
    for word in find.split():
        members = members.filter(Q(user__name__icontains=word) | Q(user__email__icontains=word))
    return members


def teams_with_numbers(organisation_id: UUID) -> QuerySet[Team]:
    """The organisation's teams, each with `workers`: how many people work in it today, whoever employs them."""
    holds = Membership.objects.filter(in_force(), team=OuterRef("pk")).order_by().values("team")
    counted = holds.annotate(number=Count("user", distinct=True)).values("number")
    return teams_in(organisation_id).annotate(workers=Coalesce(Subquery(counted), 0))


def managers_with_limit(team_id: UUID, weekly_pence: int) -> list[str]:
    """Names of a team's managers today whose limit covers a week's money."""
    rows = Membership.objects.filter(
        in_force(), team_id=team_id, role=Role.MANAGER, approval_limit_pence__gte=weekly_pence, user__is_active=True
    )
    return sorted(set(rows.values_list("user__name", flat=True)))


def privacy_officers_for(team_ids: Collection[UUID]) -> list[str]:
    """Who looks after who looks in the organisations that share these teams today: "Omar Farouk, Northmere NHS Trust"."""
    rows = Membership.objects.filter(in_force(), organisation__teams__in=team_ids, role=Role.PRIVACY, user__is_active=True)
    return sorted({f"{name}, {of}" for name, of in rows.values_list("user__name", "organisation__name")})


def may_be_named_by(actor: Actor, find: str = "") -> list[User]:
    """Who works, as whatever, in an organisation of which the actor is privacy officer or in a team that it shares, by name. Two queries.

    `find`: words that the name has.
    """
    mine = [one.organisation_id for one in actor.memberships if one.role == Role.PRIVACY]
    there = Membership.objects.filter(in_force(), Q(organisation__in=mine) | Q(team__organisations__in=mine))
    users = User.objects.filter(pk__in=there.values("user_id"), is_active=True).exclude(pk=actor.user_id)
    for word in find.split():
        users = users.filter(name__icontains=word)
    works = Membership.objects.filter(in_force()).select_related("team", "organisation").order_by("starts_on", "pk")
    return list(users.order_by("name", "pk").prefetch_related(Prefetch("memberships", works, to_attr="works")))


def administrators_for(team_id: UUID) -> list[str]:
    """Names of today's administrators of the organisations that share a team."""
    rows = Membership.objects.filter(in_force(), organisation__teams=team_id, role=Role.ADMINISTRATOR, user__is_active=True)
    return sorted(set(rows.values_list("user__name", flat=True)))


def contact_of(team: Team, worker_id: UUID) -> Contact:
    """Who writes a letter about a case of this team, and whom to ask: the worker who is responsible, as they are reached in this team."""
    organisations = sorted(team.organisations.all(), key=lambda one: (one.kind != Organisation.Kind.COUNCIL, one.name))
    councils = [one for one in organisations if one.kind == Organisation.Kind.COUNCIL]
    complaints = next((one.complaints for one in organisations if one.complaints), "")
    works = Membership.objects.filter(in_force(), user_id=worker_id, team=team, user__is_active=True)
    member = works.select_related("user").order_by("-telephone", "starts_on", "pk").first()
    return Contact(
        team=team.name,
        organisations=tuple(one.name for one in organisations),
        council=councils[0].name if councils else "",
        address=team.address,
        telephone=team.telephone,
        hours=team.hours,
        worker=member.user.name if member else "",
        worker_telephone=member.telephone if member else "",
        worker_hours=member.hours if member else "",
        complaints=complaints,
        made_up=settings.IN_DEMONSTRATION,
    )
